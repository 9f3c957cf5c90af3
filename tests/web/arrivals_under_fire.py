"""Many events with repeats and in no order, sent and done by processes that are killed at random: real databases.

    python -m tests.web.arrivals_under_fire VERSION N_PEOPLE [N_WORKERS [SEED]]

builds VERSION if it is not there, runs in the installation of the environment, and prints as JSON what was done and
everything that is wrong.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.web.arrivals_site import HERE, build_both_moments, many_events, put_in_operation

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.web.arrivals_loaded"])
"""A process that is begun anew has everything loaded: only so can many be killed in a minute. It comes from a server
that has used nothing yet: the child of a process that has used Polars would wait for that one's threads for ever."""
_SENT_TWICE = 0.25
_PATIENCE = 7200.0
_LIVES = (3, 60)
"""Events done between two kills, at least and at most: however slow the machine is, there is work to be cut off in."""


def run(version: Path, *, n_people: int, n_workers: int, seed: int) -> dict[str, Any]:
    """Send the events, kill whoever sends and works, wait until nothing is left to do, and look at what there is."""
    from django.db import connections

    draw = random.Random(seed)
    put_in_operation(version)
    events = many_events(n_people, seed=seed)
    sent = events + [event for event in events if draw.random() < _SENT_TWICE]
    draw.shuffle(sent)
    connections.close_all()
    began = time.monotonic()
    killed = _fire(sent, n_workers, draw)
    took = time.monotonic() - began
    return {
        "events": len(events),
        "sent": len(sent),
        "people": n_people,
        "workers": n_workers,
        "killed": killed,
        "seconds": round(took),
        "wrong": list(wrong(events)),
        "states": _states(),
    }


def _fire(events: list[dict[str, Any]], n_workers: int, draw: random.Random) -> dict[str, int]:
    """Two senders and some workers; one of them is killed every now and then and replaced, until all is done.

    A sender that is killed sends its half again from the beginning, as it cannot know what arrived. Where both were
    quicker than the first shot, they send all of it once more.
    """
    halves = [events[::2], events[1::2]]
    senders = [_start(_send_all, half) for half in halves]
    workers = [_start(_work_on) for _ in range(n_workers)]
    killed, patience = {"senders": 0, "workers": 0}, time.monotonic() + _PATIENCE
    next_sender, next_worker = draw.randint(1, len(events) // 4), draw.randint(*_LIVES)
    while time.monotonic() < patience:
        time.sleep(draw.uniform(0.05, 0.5))
        if any(sender.exitcode for sender in senders):
            raise RuntimeError("a sender failed by itself")
        sending = [at for at, sender in enumerate(senders) if sender.is_alive()]
        if not sending and not killed["senders"]:
            senders, sending = [_start(_send_all, half) for half in halves], [0, 1]
        if killed["senders"] < 4 and sending and _count("received") >= next_sender:
            at = draw.choice(sending)
            _kill(senders[at])
            senders[at], next_sender = _start(_send_all, halves[at]), next_sender + draw.randint(1, len(events) // 4)
            killed["senders"] += 1
        if (n_done := _count("done")) >= next_worker:
            at = draw.randrange(n_workers)
            _kill(workers[at])
            workers[at], next_worker = _start(_work_on), n_done + draw.randint(*_LIVES)
            killed["workers"] += 1
        if not sending and not _count("due"):
            break
    for worker in workers:
        os.kill(worker.pid or 0, signal.SIGTERM)
        worker.join(timeout=60)
    return killed


def _start(target: Any, *given: Any) -> BaseProcess:
    process = _SERVER.Process(target=target, args=given, daemon=True)
    process.start()
    return process


def _kill(process: BaseProcess) -> None:
    process.kill()
    process.join()


def _send_all(events: list[dict[str, Any]]) -> None:
    """Send each event until it is received: whoever is told that the database is busy sends it again."""
    from django.db import OperationalError

    from lighed.web import actions, row_security
    from tests.web.factories import audit

    row_security.look_at(row_security.EVERY)
    left = deque(events)
    while left:
        try:
            actions.receive_event(left[0], source="command", audit=audit())
        except OperationalError:
            time.sleep(0.2)
        else:
            left.popleft()


def _work_on() -> None:
    from lighed.web import work

    work.SWEEP = 1.0
    work.work()


def _count(what: str) -> int:
    """How much there is, by a connection of its own: this process has none that a fork could take along."""
    from django.db import connections

    from lighed.web import row_security
    from lighed.web.models import Inbox, ReceivedEvent

    row_security.look_at(row_security.EVERY)
    try:
        if what == "due":
            return Inbox.objects.filter(due_at__isnull=False).count()
        return ReceivedEvent.objects.filter(**({"state": "done"} if what == "done" else {})).count()
    finally:
        connections.close_all()


def _states() -> dict[str, int]:
    from lighed.web.models import ReceivedEvent

    return dict(Counter(ReceivedEvent.objects.values_list("state", flat=True)))


def newest_of(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last event of each course in the order of what happened."""
    from lighed.governance import EventKind

    kinds = list(EventKind)
    found: dict[str, dict[str, Any]] = {}
    for event in sorted(events, key=lambda one: (one["occurred_on"], kinds.index(EventKind(one["event"])))):
        found[event["course_id"]] = event
    return found


def wrong(events: list[dict[str, Any]]) -> Iterator[str]:
    """Everything that is not as it should be, by course and without more."""
    from lighed.web import queries, row_security
    from lighed.web.models import AuditRecord, ContactCourse, Person, ReceivedEvent, StoredEstimate

    row_security.look_at(row_security.EVERY)
    ids = {event["event_id"] for event in events}
    known = list(ReceivedEvent.objects.values_list("event_id", "state"))
    if lost := ids - {one for one, _ in known}:
        yield f"{len(lost)} events are lost"
    if len(known) != len(ids):
        yield f"{len(known)} events are there, {len(ids)} were sent"
    if not_done := [one for one, state in known if state != "done"]:
        yield f"{len(not_done)} events are not done"
    newest = newest_of(events)
    if (n_people := Person.objects.count()) != len(newest):
        yield f"{n_people} people are there, not {len(newest)}"
    courses = {course.course_id: course for course in ContactCourse.objects.select_related("current_estimate")}
    if set(courses) != set(newest):
        yield "the courses are not the ones that were sent"
    shown = Counter(StoredEstimate.objects.filter(shown_for__isnull=False).values_list("course__course_id", flat=True))
    version = queries.version_in_operation(HERE)
    for course_id, event in sorted(newest.items()):
        course = courses.get(course_id)
        if course is None:
            continue
        row = event["tables"]["contact_courses"][0]
        moment = "hand_over" if "handed_over_on" in row else "registration"
        has_ended = event["event"] == "ended"
        if (course.reached, course.state == "ended") != (moment, has_ended):
            yield f"{course_id}: {course.reached} and {course.state}, not {moment}"
        if shown[course_id] > 1 or (not has_ended and shown[course_id] != 1):
            yield f"{course_id}: {shown[course_id]} current estimates"
        elif not has_ended:
            yield from _wrong_estimate(course, event, version)
    yield from _wrong_log(len(ids), AuditRecord, queries)


def _wrong_estimate(course: Any, event: dict[str, Any], version: Any) -> Iterator[str]:
    """The estimate must be the one that the newest event, read by itself, gives."""
    from lighed import workflow
    from lighed.web import queries
    from tests.web.factories import NOW

    if course.corrected_on is not None or course.current_estimate.moment != course.reached:
        yield f"{course.course_id}: the estimate is out of date"
    expected = workflow.receive_registration(
        event, version=version, register=queries.legal_register(HERE), standing_of=queries.standing_of, today=NOW.date()
    ).estimate
    if getattr(expected, "of_100", None) != course.current_estimate.of_100:
        yield f"{course.course_id}: the estimate is another one"


def _wrong_log(n_events: int, records: Any, queries: Any) -> Iterator[str]:
    """Each event stands in the log once as received and once as done, and no entry of the log is missing."""
    mine = records.objects.filter(municipality=HERE, actor="test")
    received = mine.filter(criterion="event received").count()
    done = mine.filter(kind="estimate").exclude(subject="").count()
    if (received, done) != (n_events, n_events):
        yield f"the log has {received} events received and {done} done, not {n_events}"
    for chain in queries.verify_audit_log(HERE):
        if chain.broken is not None:
            yield f"the log is broken at {chain.broken.number}: {chain.broken.fault}"


def main() -> None:
    from lighed.cli.open_site import open_site

    version, n_people, *more = sys.argv[1:]
    n_workers, seed = (*(int(one) for one in more), *(3, 1)[len(more) :])
    open_site("fill")
    if not Path(version).exists():
        build_both_moments(Path(version))
    print(json.dumps(run(Path(version), n_people=int(n_people), n_workers=n_workers, seed=seed), indent=1))


if __name__ == "__main__":
    main()
