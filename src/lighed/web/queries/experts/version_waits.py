"""A municipality -> its versions that wait for somebody, each with what it waits for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, pgettext

from lighed.governance import VersionState
from lighed.web.models import User, VersionUse
from lighed.web.queries.experts.shadow_runs import shadow_run_of
from lighed.web.queries.experts.versions import open_roll_back, signed_sides, uses_of

_WAITING = (
    VersionState.DRAFT,
    VersionState.EVALUATED,
    VersionState.PROPOSED,
    VersionState.APPROVED,
    VersionState.SHADOW,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version and, in the reader's language, what has to happen to it next."""

    use: VersionUse
    waits_for: str


def versions_waiting(user: User) -> list[Waiting]:
    """What waits in the user's municipality, what has come furthest first."""
    back = open_roll_back(user.municipality_id or "")
    found = [] if back is None else [Waiting(back.from_use, gettext("A second person confirms the roll-back."))]
    order = {state.value: number for number, state in enumerate(_WAITING)}
    uses = [use for use in uses_of(user).order_by("id") if use.state in order]
    uses.sort(key=lambda use: order[use.state], reverse=True)
    return found + [Waiting(use, _waits_for(use)) for use in uses]


def _waits_for(use: VersionUse) -> str:
    state = VersionState(use.state)
    if state is VersionState.DRAFT:
        return gettext("It is evaluated: lighed evaluate.")
    if state is VersionState.EVALUATED:
        return gettext("An expert proposes it for approval.")
    if state is VersionState.PROPOSED:
        missing = [str(name).lower() for name, given in signed_sides(use) if given is None]
        text = ngettext("%(n)d signature: %(sides)s.", "%(n)d signatures: %(sides)s.", len(missing))
        return text % {"n": len(missing), "sides": ", ".join(missing)}
    if state is VersionState.APPROVED:
        return pgettext("version waits for", "A shadow run, or to be put into operation.")
    run = shadow_run_of(use)
    if run is None or not run.is_enough:
        return gettext("More courses in its shadow run, or a reason why it can be left out.")
    return pgettext("version waits for", "To be put into operation after its shadow run.")
