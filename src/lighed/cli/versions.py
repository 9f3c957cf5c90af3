"""Commands on versions: let a municipality consider one, use an approved one, and make estimates again with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.acting import acting
from lighed.cli.errors import CommandRefused
from lighed.cli.estimated_again import tell
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipalities, Municipality, VersionFile, data_home, name_of, version_file
from lighed.cli.progress import console
from lighed.governance import Purpose, Right

if TYPE_CHECKING:
    from pathlib import Path

    from lighed.governance import AuditEvent
    from lighed.web.models import VersionUse

_ANOTHER_BUILDER = "Somebody else is on record as having built this version. Leave --by out, or name who built it."


def add_version(
    municipality: Municipality,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="USER", help="Who built it and may propose it; may not approve it.", callback=name_of(80)
        ),
    ],
    version: VersionFile = None,
) -> None:
    """Let a municipality consider a version: it becomes a draft there, to be evaluated, proposed and approved."""
    path = version_file(version)
    builder, audit = acting(
        by, municipality, Right.PROPOSE_VERSIONS, open_site("add-version"), purpose=Purpose.OPERATION
    )
    from lighed.web import actions

    try:
        use = actions.add_version(
            path, municipality=municipality, built_by=builder.username, reports=data_home().reports, audit=audit
        )
    except actions.DemoVersionRefused as refusal:
        raise CommandRefused(refusal.message.en) from refusal
    except actions.AnotherBuilder as error:
        raise CommandRefused(_ANOTHER_BUILDER) from error
    console.print(f"Municipality {municipality}: {use.version}, {use.get_state_display().lower()}", markup=False)


def use(
    version: VersionFile = None,
    municipality: Municipalities = None,
    by: Annotated[
        str | None, typer.Option(help="User name of the approver who puts it into operation. Not in a demonstration.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why now, and why without a shadow run where there was none.")] = "",
) -> None:
    """Use an approved version for the estimates of a municipality from now on.

    In demonstration mode the version goes through every step and gate there and then, signed by fictional people.
    """
    path = version_file(version)
    audit = open_site("use")
    from django.conf import settings

    from lighed.governance import StepRefused
    from lighed.web import actions

    try:
        if settings.LIGHED_DEMO:
            used = _use_in_demonstration(path, municipality, audit)
        else:
            used = [_use(path, code, by, reason, audit) for code in _named(municipality)]
    except StepRefused as refusal:
        raise CommandRefused(refusal.text.en) from refusal
    except actions.DemoVersionRefused as refusal:
        raise CommandRefused(refusal.message.en) from refusal
    for one in used:
        console.print(f"In operation in municipality {one.municipality_id}: {one.version}", markup=False)


def estimate_again(
    municipality: Municipality,
    every_course: Annotated[
        bool, typer.Option("--all", help="Also courses that have no estimate, such as those from before the version.")
    ] = False,
) -> None:
    """Make again the estimates that another version than the one in operation has made."""
    audit = open_site("estimate-again")
    from lighed.web import actions

    tell(actions.estimate_outdated(municipality, every_course=every_course, audit=audit))


def _use_in_demonstration(path: Path, municipalities: list[str] | None, audit: AuditEvent) -> list[VersionUse]:
    from lighed.web import actions
    from lighed.workflow import load_version

    codes = municipalities or load_version(path).municipalities
    return actions.approve_in_demonstration(path, municipalities=codes, reports=data_home().reports, audit=audit)


def _use(path: Path, municipality: str, by: str | None, reason: str, audit: AuditEvent) -> VersionUse:
    from django.utils import timezone

    from lighed.governance import Step
    from lighed.web import actions, queries
    from lighed.workflow import load_version

    found = queries.use_of(load_version(path).sha256, municipality=municipality)
    if found is None:
        raise CommandRefused(
            f"Municipality {municipality} does not know this version. Let it be considered with `lighed add-version`, "
            "evaluated, proposed and approved by two people first."
        )
    user = queries.user_named(by or "", municipality=municipality)
    if user is None:
        raise CommandRefused("Name the approver who puts it into operation: --by and the user name.")
    if found.state not in ("approved", "shadow"):
        gates = queries.gates_of(found, today=timezone.localdate(audit.at))
        shut = [gate.failure.en for gate in gates if not gate.is_open]
        raise CommandRefused(
            "\n".join(
                [f"Municipality {municipality}: the version is {found.state}, not approved by two people.", *shut]
            )
        )
    return actions.take_step(found, Step.RELEASE, by=actions.actor_of(user), reason=reason, audit=audit)


def _named(municipalities: list[str] | None) -> list[str]:
    if not municipalities:
        raise CommandRefused("Name the municipality that decides: --municipality and its code.")
    return municipalities


def attach_reports(folders: list[Path]) -> None:
    """Attach the reports that were just written to the version they are about, where it was added."""
    audit = open_site("evaluate")
    from lighed.web import actions

    for folder in folders:
        actions.attach_evaluation(folder, audit=audit)
