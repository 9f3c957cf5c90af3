"""Commands of the operator: stop and resume, the nightly run, and the erasure of a person."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from lighed.cli.acting import acting
from lighed.cli.errors import CommandRefused
from lighed.cli.estimated_again import tell
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipality, municipality_code, name_of
from lighed.cli.progress import console
from lighed.governance import AuditKind, Duty, Right

By = Annotated[
    str, typer.Option("--by", metavar="USER", help="On whose word; must have the right.", callback=name_of(80))
]
Reason = Annotated[str, typer.Option(help="Why. It is kept; name no one.", callback=name_of(2000))]


class Effect(StrEnum):
    HIDE = "hide"
    STOP = "stop"


def stop(
    municipality: Municipality,
    by: By,
    reason: Reason,
    effect: Annotated[Effect, typer.Option(help="Hide the estimates, or stop making them as well.")] = Effect.STOP,
    drill: Annotated[bool, typer.Option("--drill", help="A drill: everything as in earnest, and marked so.")] = False,
) -> None:
    """Press the emergency stop of a municipality, as one manager or data protection officer may on the site."""
    _, audit = acting(by, municipality, Right.STOP, open_site("stop"), reason=reason)
    from lighed.governance.two_people import NotAllowed
    from lighed.web import actions

    try:
        actions.press_stop(municipality, effect=effect.value, reason=reason, by=by, is_drill=drill, audit=audit)
    except NotAllowed as refused:
        raise CommandRefused(refused.text.en) from None
    console.print("Stopped. Two people together let it go on: lighed resume, or the page Emergency stop.")


def resume(municipality: Municipality, by: By) -> None:
    """Confirm that a stopped municipality may go on. It does when a second person has confirmed it too."""
    _, audit = acting(by, municipality, Right.STOP, open_site("resume"))
    from lighed.governance.two_people import NotAllowed
    from lighed.web import actions, queries

    if queries.stop_in_force(municipality) is None:
        raise CommandRefused(f"Nothing is stopped in municipality {municipality}.")
    try:
        is_over = actions.confirm_resume(municipality, by=by, audit=audit)
    except NotAllowed as refused:
        raise CommandRefused(refused.text.en) from None
    if not is_over:
        console.print("Confirmed. Nothing changes before somebody else has confirmed it too.")
        return
    console.print("The stop is over. Of those who came meanwhile:")
    tell(actions.estimate_waiting(municipality, audit=audit))


def nightly() -> None:
    """Do what falls due each day: terms that are over, erasures after a restore, estimates that can be made.

    Run it once a night. Run twice, or cut off and run again, it does what is left.
    """
    audit = replace(open_site("nightly"), purpose=Duty.OVERSIGHT)
    from lighed.web import actions

    wrong = []
    for done in actions.run_nightly(audit=audit):
        where = f"{done.municipality}: " if done.municipality else ""
        console.print(f"{where}{done.what}: {done.n}", markup=False)
        if done.is_wrong:
            wrong.append(f"{where}{done.what}: {done.n}")
    if wrong:
        raise CommandRefused("Somebody has to see to this:\n" + "\n".join(wrong))


def erase(
    municipality: Annotated[
        str | None,
        typer.Option("--municipality", "-m", parser=municipality_code, metavar="CODE", help="Three-digit code."),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="USER", help="On whose word; must have the right.")] = "",
    reason: Annotated[str, typer.Option(help="Why. It is kept; name no one.")] = "",
    reapply: Annotated[
        bool, typer.Option("--reapply", help="Erase again everybody on record, after a backup was restored.")
    ] = False,
) -> None:
    """Erase everything that is kept about one person, and prove it. The person's id in the case system is asked for, or
    read from standard input, so that it stands in no shell history."""
    if reapply:
        _reapply()
        return
    if municipality is None or not by or not reason.strip():
        raise typer.BadParameter("--municipality, --by and --reason say whose, on whose word and why.")
    if sys.stdin.isatty():
        person_id = typer.prompt("The person's id in the case system", hide_input=True)
    else:
        person_id = sys.stdin.readline().rstrip("\n")
    if not person_id.strip() or not person_id.isprintable() or len(person_id) > 80:
        raise CommandRefused("No person's id was given: 1 to 80 signs, as in the case system.")
    _, audit = acting(by, municipality, Right.CHANGE_RETENTION, open_site("erase"), reason=reason)
    from lighed.governance.two_people import NotAllowed
    from lighed.web import actions

    try:
        erasure = actions.erase_person(
            municipality, person_id, reason=reason, by=by, audit=replace(audit, kind=AuditKind.DELETION)
        )
    except actions.NobodyToErase:
        raise CommandRefused(
            f"Nothing is kept about a person of that id in municipality {municipality}. Give the id as in the case "
            "system."
        ) from None
    except NotAllowed as refused:
        raise CommandRefused(refused.text.en) from None
    proof = erasure.proof
    console.print(f"Erased: {proof['rows']} rows, {proof.get('case_base_rows', 0)} rows of the case base.")
    console.print(f"Searched: {proof['columns']} columns, {proof['files']} files.")
    if not erasure.is_proved:
        places = "\n".join(f"- {place['where']}: {place['n']}" for place in proof["found"])
        raise CommandRefused(f"Erased, but something is left of the person. Remove it there by hand:\n{places}")
    if proof["in_log"]:
        n_entries = sum(place["n"] for place in proof["in_log"])
        console.print(
            f"Kept in the log: {n_entries} places where the log's own words name the person. The log is never changed: "
            "they go when their month is dropped."
        )
    console.print("Found nowhere else." if proof["in_log"] else "Found nowhere.")


def _reapply() -> None:
    audit = replace(open_site("erase"), purpose=Duty.OVERSIGHT, kind=AuditKind.DELETION)
    from lighed.web import actions

    n_erased, is_proved = actions.reapply_erasures(audit=audit)
    console.print(f"Erased again: {n_erased}")
    if not is_proved:
        raise CommandRefused("Something is left of them. The page Retention and erasure says where.")
