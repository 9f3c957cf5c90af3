"""Commands on the audit log: whether it is as it was written, and its heads outside the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import municipality_code
from lighed.cli.progress import console

if TYPE_CHECKING:
    from lighed.governance.audit_chain import Break

_One = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        "-m",
        parser=municipality_code,
        metavar="CODE",
        help="Three-digit code. Default: every chain, the installation's own too.",
    ),
]
_WORDS = {
    "changed": "the entry is not as it was written, was moved, or was put in",
    "missing": "the entry is missing, though it was written",
    "put_in": "an entry stands there that was never written",
    "segment": "the segment that it belongs to is not as it was sealed, or was dropped by someone else than retention",
    "head": "the head of the chain in the database is not as it was written",
    "anchor": "the anchor outside the database is not as it was written, or says otherwise than the database",
    "no_anchor": "there is no anchor outside the database",
    "set_back": "the log was written on from an earlier state for a time, and was put back as it was before that",
    "subject": "whom the entry is about was changed or deleted",
}


def verify(municipality: _One = None) -> None:
    """Verify that the audit log is as it was written: no entry changed, deleted, put in or moved.

    Walks every chain from its oldest entry to its head and holds it against its anchor. Ends with 1 and names the first
    broken link of each chain that has one.
    """
    open_site("audit verify")
    from lighed.web import queries

    chains = queries.verify_audit_log(municipality)
    broken = [chain.broken for chain in chains if chain.broken is not None]
    for chain in chains:
        if chain.broken is None:
            behind = f", anchor {chain.n_after_anchor} behind" if chain.n_after_anchor else ""
            console.print(
                f"{_name(chain.municipality)}: whole, {chain.n_entries} entries, {chain.n_dropped} dropped{behind}",
                markup=False,
            )
    guards = queries.missing_triggers()
    if broken or guards:
        without = [f"The database does not refuse changes: {', '.join(guards)} is missing."] if guards else []
        raise CommandRefused("\n".join([*(_told(one) for one in broken), *without, _TO_DO]))
    if not chains:
        console.print("Nothing has been written yet.")


def anchor(
    reason: Annotated[str, typer.Option(help="Why the anchor is written by hand, such as: restored from backup.")],
    municipality: _One = None,
) -> None:
    """Write the anchor outside the database anew, where it is missing or says more than a database that was restored.

    What was done, and the reason, stand in the log from then on. A chain that is broken otherwise is refused.
    """
    audit = open_site("audit anchor")
    from lighed.web import actions, queries

    if not reason.strip():
        raise typer.BadParameter("say why.", param_hint="'--reason'")
    for chain in queries.verify_audit_log(municipality):
        if chain.broken is None:
            continue
        try:
            n_lost = actions.anchor_again(chain.municipality, reason=reason, audit=audit)
        except actions.ChainBroken as error:
            raise CommandRefused(f"{_told(error.broken)}\nAn anchor does not mend that. {_TO_DO}") from error
        lost = f"; the anchor told of {n_lost} later entries, which are lost" if n_lost else ""
        console.print(f"{_name(chain.municipality)}: anchored anew{lost}", markup=False)


_TO_DO = "Keep the database and the anchors as they are, and handle it as a security incident."


def _name(municipality: str) -> str:
    return f"Municipality {municipality}" if municipality else "The installation"


def _told(broken: Break) -> str:
    return f"{_name(broken.municipality)}, entry {broken.number}: {_WORDS[broken.fault.value]}."
