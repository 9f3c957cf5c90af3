"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lighed.web.settings")
application = get_wsgi_application()

# Asked here too, for a server that was not started by `lighed serve`. Before Django is set up it cannot be imported.
from lighed.web.installation import check_installation  # noqa: E402

check_installation()
# A server that divides itself into processes after this must not divide a connection.
connections.close_all()
