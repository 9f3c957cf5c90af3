"""What the worklist posts -> whom it is about: people ticked one by one, or everyone whom its filters find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, QueryDict

from lighed.web import queries
from lighed.web.frame.chosen import FOUND, keys_said, was_found_by_band

_NAME = "worklist_name"
"""Where the worklist keeps the name that is searched for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom the user chose, and how. `again` are the hidden fields that say the same in the next step.

    `n` is how many were asked for; where they are too many, `keys` is empty. `is_by_estimate`: who they are follows
    from what was estimated, so that the list of them tells it.
    """

    keys: tuple[UUID, ...]
    n: int
    criterion: str
    is_by_estimate: bool
    again: tuple[tuple[str, str], ...]
    is_empty: bool = False


def selection_of(request: HttpRequest, *, profiling: queries.ProfilingStatus, today: date, most: int) -> Selection:
    """Those ticked where a form says `people`; those found where it says `all_found`, or where an address is opened."""
    sent = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and sent.get("all_found") != "1":
        return _ticked(queries.user_of(request.user), sent, most=most)
    choices = queries.WorklistChoices.read(sent.dict(), name=request.session.get(_NAME, ""))
    choices, _ = queries.usable(choices, profiling)
    n, keys = queries.found_by(queries.user_of(request.user), choices, profiling=profiling, today=today, most=most)
    again = [("all_found", "1"), *choices.filters.items()]
    return Selection(
        keys=keys,
        n=n,
        criterion=choices.criterion,
        is_by_estimate=bool(choices.band or choices.certainty or choices.estimate),
        again=tuple(again),
        is_empty=not n,
    )


def _ticked(user: queries.User, sent: QueryDict, *, most: int) -> Selection:
    keys = tuple(keys_said(sent.getlist("people")))
    found = sent.get(FOUND, "")
    again = [*(("people", str(key)) for key in keys), (FOUND, found)]
    return Selection(
        keys=keys if len(keys) <= most else (),
        n=len(keys),
        criterion="worklist",
        is_by_estimate=was_found_by_band(user, keys, found),
        again=tuple(again),
        is_empty=not keys,
    )
