"""What a user or a saved view has picked -> the columns that the worklist shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.governance import Sight
from lighed.web.queries.profiling import ProfilingStatus

COLUMNS: dict[str, str | Promise] = {
    "days": gettext_lazy("Days"),
    "registered": gettext_lazy("Registered"),
    "state": pgettext_lazy("course", "State"),
    "deadline": gettext_lazy("Legal deadline"),
    "interpreter": gettext_lazy("Interpreter"),
    "level": gettext_lazy("Own assessment"),
    "estimate": gettext_lazy("Estimate"),
    "weeks": gettext_lazy("Duration in all"),
    "certainty": gettext_lazy("Certainty"),
    "planned": gettext_lazy("Coming meetings"),
    "team": gettext_lazy("Team"),
    "caseworker": gettext_lazy("Caseworker"),
    "missing": gettext_lazy("Missing data"),
}
"""In their order in the list. The name stands first, always."""
USUAL = ("days", "state", "deadline", "interpreter", "level", "estimate", "planned", "caseworker")
OF_ESTIMATES = frozenset({"estimate", "weeks", "certainty"})


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str
    is_shown: bool


def picked(columns: Iterable[object]) -> tuple[str, ...]:
    """Those that there are, in their order; the usual ones where none is picked."""
    chosen = set(columns)
    return tuple(key for key in COLUMNS if key in chosen) or USUAL


def columns_to_pick(columns: Sequence[str], profiling: ProfilingStatus) -> tuple[Column, ...]:
    """Every column, and whether it is shown. Those on estimates are left out where the reader sees none."""
    return tuple(
        Column(key, str(name), key in columns)
        for key, name in COLUMNS.items()
        if key not in OF_ESTIMATES or (profiling.is_on and profiling.sight is not Sight.NEVER)
    )


def shown_columns(to_pick: Iterable[Column]) -> dict[str, bool]:
    """Of each column there is, whether it is shown; their order is always the same."""
    return {**dict.fromkeys(COLUMNS, False), **{one.key: one.is_shown for one in to_pick}}
