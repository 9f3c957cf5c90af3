"""Everything that a sender and a worker of the site need, loaded and not used: see `arrivals_under_fire`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lighed.web.settings")
django.setup()

import tests.web.factories  # noqa: E402, F401
from lighed.web import actions, row_security, work  # noqa: E402, F401
