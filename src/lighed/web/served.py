"""The WSGI application as the server's processes load it: with the watch that tells that the process obeys a stop."""

from lighed.web.wsgi import application  # noqa: I001 - the watch needs Django to be set up, which this import does
from lighed.web import watch

__all__ = ["application"]

watch.start()
