"""The WSGI application as the server's processes load it: with the watch that tells that the process obeys a stop."""

import gc  # noqa: I001 - the watch needs Django to be set up, which the first import after this does

from lighed.web.wsgi import application
from lighed.web import watch

__all__ = ["application"]

watch.start()
# What is loaded stays: to look through it all for what can be thrown away would keep a page waiting, time and again.
gc.collect()
gc.freeze()
