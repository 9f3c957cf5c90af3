"""Commands on what arrives by itself: put events into the inboxes, and work on what waits there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.progress import console
from lighed.cli.registrations import read_documents

_REASONS = {
    "EventIdReused": "another event was received under this event_id. Give each event an event_id of its own.",
    "EventOfErasedPerson": "the event is known, and the person has been erased since. A new registration has a new "
    "event_id.",
    "DemoTakesMadeUpDataOnly": "the demonstration takes made-up data only.",
}


def receive(
    file: Annotated[Path, typer.Argument(help="Events: JSON, or NDJSON with one event on each line.")],
) -> None:
    """Receive events, to be done by a worker: registrations, changes of data, hand-overs and ends of courses.

    An event that was received before changes nothing. A faulty one is refused and named; the others are received.
    """
    documents = read_documents(file)
    audit = open_site("receive")
    from lighed.web import actions

    n_new, n_known, refused = 0, 0, []
    for number, document in enumerate(documents, start=1):
        try:
            filed = actions.receive_event(document, source="command", audit=audit)
        except actions.RegistrationRefused as refusal:
            refused.append(f"event {number}: {refusal.text('en')}")
        except (actions.EventIdReused, actions.EventOfErasedPerson, actions.DemoTakesMadeUpDataOnly) as refusal:
            refused.append(f"event {number}: {_REASONS[type(refusal).__name__]}")
        else:
            n_new, n_known = n_new + filed.is_new, n_known + (not filed.is_new)
    console.print(f"{n_new} received, {n_known} known before, {len(refused)} refused", markup=False)
    if n_new:
        console.print("They are done by the workers beside `lighed serve`, or by `lighed work`.", markup=False)
    if refused:
        raise CommandRefused("\n".join(refused))


def work(
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when there is nothing left to do now.")] = False,
    parent: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Do what has arrived, until it is stopped with Ctrl-C: events in the inboxes and files in the folder of arrivals.

    `lighed serve` starts workers by itself. More of them, here or on other machines, share the work.
    """
    open_site("work")
    from lighed.web.work import work as work_on

    work_on(parent=parent, until_idle=until_idle)
