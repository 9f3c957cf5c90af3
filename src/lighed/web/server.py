"""A host and a port -> the running site: tables brought up to date, static files in place, then served."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

import lighed
from lighed.web import row_security
from lighed.web.installation import check_installation
from lighed.web.workers import Workers

_STAMP = ".collected"


def prepare() -> None:
    """Set Django up, and bring the database's tables and the folder of static files up to date.

    Call it once, before any action or query, in a process that is not started by Django itself.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lighed.web.settings")
    django.setup()
    settings.LIGHED_DATA.mkdir(parents=True, exist_ok=True)
    row_security.check_role()
    with row_security.municipality_in_view(row_security.EVERY):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        # A session holds what was searched for; none is kept for longer than it can be used.
        call_command("clearsessions")
    check_installation()
    _collect_static()


def serve(host: str, port: int, *, processes: int = 1, workers: int = 1) -> None:
    """Serve the site until it is stopped. Hosts other than this machine must be named in ``LIGHED_HOSTS``.

    Parameters
    ----------
    processes : how many answer requests
    workers : how many processes beside them do what arrives by itself
    """
    prepare()
    # The server divides itself into processes, and a connection must not be divided with it.
    connections.close_all()
    server = Granian(
        "lighed.web.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        # An access log would say who looked at whose page; that is the audit record's task, where it is protected.
        log_access=False,
    )
    with Workers(workers):
        server.serve()


def _collect_static() -> None:
    """Collect, hash and compress the static files, unless these very files have been."""
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    state = [
        lighed.__file__,
        django.__version__,
        *(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files),
    ]
    wanted = sha256("\n".join(state).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / _STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted, encoding="ascii")
