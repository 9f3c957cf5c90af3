"""The worklist's filters, sorts and page sizes, with their names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.web.models import CourseState, EstimateState
from lighed.web.models.stored_estimates import BANDS, CERTAINTIES
from lighed.web.queries.worklist import WorklistChoices

Options = tuple[tuple[str, str | Promise], ...]

_FILTERS: tuple[tuple[str, str | Promise, Options], ...] = (
    ("band", gettext_lazy("Risk of a long course"), tuple(BANDS)),
    ("certainty", gettext_lazy("Certainty"), tuple(CERTAINTIES)),
    ("estimate", gettext_lazy("Estimate"), tuple((one.value, one.label) for one in EstimateState)),
    ("state", pgettext_lazy("course", "State"), tuple((one.value, one.label) for one in CourseState)),
    ("interpreter", gettext_lazy("Interpreter"), (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))),
    ("caseworker", gettext_lazy("Caseworker"), (("mine", gettext_lazy("My own")),)),
)
SORT_NAMES: Options = (
    ("days", gettext_lazy("Days (longest first)")),
    ("-days", gettext_lazy("Days (shortest first)")),
    ("name", gettext_lazy("Name (A–Å)")),
    ("-name", gettext_lazy("Name (Å–A)")),
)
SIZE_NAMES: Options = (("25", "25"), ("50", "50"), ("all", gettext_lazy("All")))
ON_ESTIMATES = frozenset({"band", "certainty", "estimate"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form; `options` are (value, label, is it chosen)."""

    field: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One choice in force, which a press removes."""

    field: str
    label: str


def filters(choices: WorklistChoices, *, has_estimates: bool) -> tuple[Filter, ...]:
    """The filters to offer; those on estimates only where estimates may be shown."""
    return tuple(
        Filter(field=field, label=str(label), options=options(named, chosen=getattr(choices, field)))
        for field, label, named in _FILTERS
        if has_estimates or field not in ON_ESTIMATES
    )


def tags(choices: WorklistChoices, *, has_estimates: bool) -> tuple[Tag, ...]:
    """The choices in force, in words."""
    in_force = [
        Tag(field=one.field, label=f"{one.label}: {label}")
        for one in filters(choices, has_estimates=has_estimates)
        for _value, label, is_chosen in one.options
        if is_chosen
    ]
    if choices.name:
        in_force.insert(0, Tag(field="name", label=_("Name: %(name)s") % {"name": choices.name}))
    return tuple(in_force)


def options(named: Iterable[tuple[str, str | Promise]], *, chosen: str) -> tuple[tuple[str, str, bool], ...]:
    """Options for a select, with the chosen one marked."""
    return tuple((value, str(label), value == chosen) for value, label in named)
