"""The queue -> its tasks done, one after the other, until the worker is told to stop.

When there is none, it sees to what no task tells of: files in the folder of arrivals, and inboxes whose task was lost.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from datetime import timedelta
from threading import Event
from types import FrameType

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from lighed.governance import AuditEvent, AuditKind, Purpose
from lighed.web import actions, row_security, watch
from lighed.web.table_statistics import count_tables
from lighed.web.tasks import QUEUE

PAUSE = 1.0
"""Seconds between two looks at an empty queue."""
SWEEP = 5.0
"""Seconds between two sweeps of an empty queue."""
SWEEP_WHEN_BUSY = 60.0
COUNT = 600.0
"""Seconds between two counts of the tables."""
_TASKS_AT_ONCE = 100
_LETTERS_AT_ONCE = 20
_KEPT = timedelta(hours=1)
"""So long what a task came to can be looked up. What came of the events stands in the inboxes, for good."""
_LOST = timedelta(minutes=15)
"""A task that has run for so long was lost with its process; what it was to look into is swept up."""

_LOG = logging.getLogger(__name__)


def work(*, parent: int | None = None, until_idle: bool = False) -> None:
    """Work until a signal says to stop; what has been begun is ended first.

    Parameters
    ----------
    parent : the process that this one belongs to; without it the work ends as well
    until_idle : end when there is nothing left to do now
    """
    row_security.look_at(row_security.EVERY)
    stop = _stopped_by_signals()
    ended = watch.start()
    swept = counted = float("-inf")
    try:
        while not stop.is_set() and (parent is None or os.getppid() == parent):
            try:
                is_idle = not _some_tasks(stop)
                if time.monotonic() - swept >= (SWEEP if is_idle else SWEEP_WHEN_BUSY) or (is_idle and until_idle):
                    swept = time.monotonic()
                    is_idle = not _sweep() and is_idle
                if time.monotonic() - counted >= COUNT:
                    counted = time.monotonic()
                    count_tables()
            except DatabaseError as error:
                # The database is away or busy; what waits is there when it is back.
                _LOG.warning("the worker could not work: %s", type(error).__name__)
                close_old_connections()
                is_idle = True
            if is_idle and until_idle:
                return
            if is_idle:
                stop.wait(PAUSE)
    finally:
        ended.set()


def _stopped_by_signals() -> Event:
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    return stop


def _some_tasks(stop: Event) -> bool:
    """Do some of the tasks that are ready; whether there were any."""
    worker = Worker(
        queue_names=[QUEUE],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=_TASKS_AT_ONCE if not stop.is_set() else 1,
        worker_id=watch.process_name()[-64:],
        excluded_queue_names=[],
    )
    worker.run()
    return worker._run_tasks > 0


def _sweep() -> int:
    """See to what no task tells of. Returns how much there was."""
    event = AuditEvent(
        kind=AuditKind.CHANGE, actor="worker", municipality=None, purpose=Purpose.OPERATION, at=timezone.now()
    )
    n_files = actions.take_up_files(audit=event)
    n_letters = actions.deliver_letters(at_most=_LETTERS_AT_ONCE, audit=event)
    tasks = DBTaskResult.objects.filter(queue_name=QUEUE)
    tasks.finished().filter(finished_at__lt=event.at - _KEPT).delete()
    tasks.running().filter(started_at__lt=event.at - _LOST).delete()
    if tasks.ready().exists():
        # Whatever is due has a task already, or will be swept up when these are done.
        return n_files + n_letters
    return n_files + actions.enqueue_waiting(audit=event) + n_letters
