"""Commands on people who register now: estimate without keeping it, or register into the worklist."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import VersionFile, now, version_file
from lighed.cli.progress import console
from lighed.cli.registrations import read_documents
from lighed.governance import AuditKind

if TYPE_CHECKING:
    from lighed.estimates import Estimate

Registrations = Annotated[
    Path, typer.Argument(help="Registrations: JSON, or NDJSON with one registration on each line.")
]
_NOT_IN_OPERATION = (
    "the version is not in operation in the person's municipality. Leave --version out, or put it into operation first."
)
_HELD_OUT = "held out by lot; nobody sees an estimate"
_ERASED = "the event is known, and the person has been erased since; a new registration has a new event_id."
_OUR_FAULT = (
    "our software failed at it. Send it again under a new event_id when the fault has been put right; the page Import "
    "jobs lists such events."
)
_EVENT_ID_REUSED = "another event was received under this event_id. Give each event an event_id of its own."
_MADE_UP_ONLY = "The demonstration takes made-up data only."
_COURSE_OF_ANOTHER = "the course_id is known as another person's course. Correct person_id or course_id."


def estimate(file: Registrations, version: VersionFile = None) -> None:
    """Estimate the courses of people who register, print the estimates, and keep nothing but that it was done.

    Needs a legal basis for planning contact courses in each person's municipality, in force today, and, outside the
    demonstration, the version that is in operation there. Of whoever is held out no estimate is printed.
    """
    from lighed.governance import NotPermitted
    from lighed.workflow import RegistrationRefused, load_version, receive_registration

    documents = read_documents(file)
    loaded = load_version(version_file(version))
    audit = open_site("estimate")
    from lighed.web import actions, queries

    register = queries.legal_register()
    for number, document in enumerate(documents, start=1):
        try:
            received = receive_registration(
                document, version=loaded, register=register, standing_of=queries.standing_of, today=now().date()
            )
        except RegistrationRefused as refusal:
            raise CommandRefused(f"registration {number}: {refusal.text('en')}") from None
        if not queries.may_be_tried(loaded, received.municipality):
            raise CommandRefused(f"registration {number}: {_NOT_IN_OPERATION}")
        # Written down before anything is told, also where the law says no.
        known = queries.person_of_case_system(received.municipality, received.person_id)
        subject = None if known is None else str(known.key)
        actions.record(
            audit=replace(
                audit,
                kind=AuditKind.ESTIMATE,
                municipality=received.municipality,
                subject=subject,
                criterion=audit.actor,
            )
        )
        if received.refusals:
            raise NotPermitted(received.refusals)
        is_held_out = known is not None and queries.is_held_out(known, received.course_id)
        told = _HELD_OUT if is_held_out else _in_words(received.estimate)
        console.print(f"{received.municipality} {received.course_id}: {told}", markup=False)


def register(file: Registrations) -> None:
    """Put people who register on the worklist, each estimated then, by itself, with the version in operation.

    An event that was registered before changes nothing. A faulty one is refused and named; the others are registered.
    """
    documents = read_documents(file)
    audit = open_site("register")
    from lighed.web import actions

    n_new, n_known, refused = 0, 0, []
    for number, document in enumerate(documents, start=1):
        try:
            registered = actions.register_person(document, audit=audit)
        except actions.RegistrationRefused as refusal:
            refused.append(f"registration {number}: {refusal.text('en')}")
        except actions.EventFailedHere:
            refused.append(f"registration {number}: {_OUR_FAULT}")
        except actions.EventIdReused:
            refused.append(f"registration {number}: {_EVENT_ID_REUSED}")
        except actions.EventOfErasedPerson:
            refused.append(f"registration {number}: {_ERASED}")
        except actions.CourseOfAnotherPerson:
            refused.append(f"registration {number}: {_COURSE_OF_ANOTHER}")
        except actions.DemoTakesMadeUpDataOnly:
            refused.append(f"registration {number}: {_MADE_UP_ONLY}")
        else:
            n_new, n_known = n_new + registered.is_new, n_known + (not registered.is_new)
    console.print(f"{n_new} registered, {n_known} known before, {len(refused)} refused", markup=False)
    if refused:
        raise CommandRefused("\n".join(refused))


def _in_words(made: Estimate | None) -> str:
    from lighed.estimates import Assessed, CannotBeAssessed

    match made:
        case Assessed():
            return (
                f"{made.band} - of 100 earlier courses that resemble it, {made.of_100} became long "
                f"({made.of_100_low} to {made.of_100_high}); certainty {made.certainty}"
            )
        case CannotBeAssessed():
            return f"cannot be assessed: {made.explanation.en}"
        case None:
            return "the version has no person types for this moment"
