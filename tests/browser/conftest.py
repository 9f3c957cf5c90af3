from tests.web.site import *  # noqa: F403 - the same site, seen by a browser
