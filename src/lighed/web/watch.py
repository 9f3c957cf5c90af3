"""A server process -> a thread in it that writes down, every few seconds, that it runs and which stops it obeys.

The pages ask the database themselves, so a stop does not depend on this thread: the thread is the witness.
"""

from __future__ import annotations

import logging
import os
import socket
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, Duty
from lighed.web import actions, row_security

EVERY = 5.0
"""Seconds between two looks."""

_LOG = logging.getLogger(__name__)


def process_name() -> str:
    """This process, told apart from every other that serves the site."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}"


def start() -> Event:
    """Let the thread run until the process ends, or until the event that is returned is set."""
    ended = Event()
    Thread(target=_watch, args=(ended,), name="watch", daemon=True).start()
    return ended


def look(*, started: bool = False) -> None:
    """Look once."""
    name = process_name()
    event = AuditEvent(
        kind=AuditKind.CHANGE,
        actor=f"server {name}",
        actor_kind=ActorKind.SYSTEM,
        municipality=None,
        purpose=Duty.OVERSIGHT,
        at=timezone.now(),
        criterion="stop obeyed",
    )
    actions.obey_stops(name, started=started, audit=event)


def _watch(ended: Event) -> None:
    row_security.look_at(row_security.EVERY)
    started = True
    while not ended.wait(0 if started else EVERY):
        close_old_connections()
        try:
            look(started=started)
        except DatabaseError as error:
            # The database is away or busy. Whoever presses a stop sees that this process has not been heard of.
            _LOG.warning("the watch could not write: %s", type(error).__name__)
        started = False
    connection.close()
