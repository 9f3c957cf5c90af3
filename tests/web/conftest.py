from tests.web.site import *  # noqa: F403 - fixtures that the browser tests use as well
