"""What can be chosen on the worklist, and what is chosen, in the reader's language; and what this reader may choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from lighed.governance import Sight
from lighed.planning import shipped_rule_sets
from lighed.web.models import FORMS, LEVELS, CourseState, EstimateState, User
from lighed.web.models.stored_estimates import BANDS, CERTAINTIES
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.worklist.choices import (
    BAND_SORTS,
    BY_BAND,
    BY_ESTIMATE,
    MINE,
    MISSING,
    PAGE_SIZES,
    SORTS,
    WorklistChoices,
)
from lighed.web.queries.worklist.staff import caseworkers, teams

Options = tuple[tuple[str, str | Promise], ...]

_NAMES: dict[str, str | Promise] = {
    "deadline": gettext_lazy("Legal deadline"),
    "level": gettext_lazy("Own assessment"),
    "state": pgettext_lazy("course", "State"),
    "hand_over": gettext_lazy("Expected hand-over from the fund"),
    "caseworker": gettext_lazy("Caseworker"),
    "team": gettext_lazy("Team"),
    "new": pgettext_lazy("person", "New"),
    "estimate": gettext_lazy("Estimate"),
    "band": gettext_lazy("Risk of a long course"),
    "certainty": gettext_lazy("Certainty"),
    "planned": gettext_lazy("Coming meetings"),
    "form": gettext_lazy("Form of a planned meeting"),
    "exempt": gettext_lazy("Exempt from meetings"),
    "interpreter": gettext_lazy("Interpreter"),
    "words": gettext_lazy("The person has written"),
    "flagged": gettext_lazy("Flagged data"),
    "contested": pgettext_lazy("estimate", "Contested"),
    "missing": gettext_lazy("Missing data, at least"),
    "rules": gettext_lazy("Planned under the rules"),
    "deadline_from": gettext_lazy("Deadline from"),
    "deadline_to": gettext_lazy("Deadline until"),
    "registered_from": gettext_lazy("Registered from"),
    "registered_to": gettext_lazy("Registered until"),
}
"""In the order of the form."""
_YES_NO: Options = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
_FIXED: dict[str, Options] = {
    "new": (
        ("week", gettext_lazy("This week")),
        ("14", gettext_lazy("The last 14 days")),
        ("30", gettext_lazy("The last 30 days")),
    ),
    "deadline": (
        ("overdue", gettext_lazy("Overdue")),
        ("7", gettext_lazy("Within 7 days")),
        ("14", gettext_lazy("Within 14 days")),
        ("30", gettext_lazy("Within 30 days")),
        ("none", gettext_lazy("No deadline")),
    ),
    "hand_over": (("7", gettext_lazy("Within 7 days")), ("14", gettext_lazy("Within 14 days"))),
    "state": tuple((one.value, one.label) for one in CourseState),
    "level": ((MISSING, pgettext_lazy("assessment", "Missing")), *LEVELS),
    "band": tuple(BANDS),
    "certainty": tuple(CERTAINTIES),
    "interpreter": (*_YES_NO, ("unknown", gettext_lazy("Not recorded"))),
    "planned": (
        ("0", pgettext_lazy("meetings", "None")),
        ("1", "1"),
        ("2", "2"),
        ("3", gettext_lazy("3 or more")),
    ),
    "form": tuple(FORMS),
    "words": (("yes", gettext_lazy("Yes, not yet read")),),
    "flagged": (("yes", gettext_lazy("Yes, not yet answered")),),
    "exempt": _YES_NO,
    "contested": (("yes", gettext_lazy("Yes, not yet answered")),),
}
_SORT_NAMES: dict[str, str | Promise] = {
    "deadline": gettext_lazy("Deadline (earliest first)"),
    "-deadline": gettext_lazy("Deadline (latest first)"),
    "days": gettext_lazy("Registered (earliest first)"),
    "-days": gettext_lazy("Registered (latest first)"),
    "name": gettext_lazy("Name (A–Å)"),
    "-name": gettext_lazy("Name (Å–A)"),
    "band": gettext_lazy("Risk (low first)"),
    "-band": gettext_lazy("Risk (high first)"),
}
_MOST_ROWS = str(PAGE_SIZES["all"])
_SIZE_NAMES: Options = (
    ("25", "25"),
    ("50", "50"),
    ("all", format_lazy(gettext_lazy("All (at most {n})"), n=_MOST_ROWS)),
)
_NUMBERS = frozenset({"missing"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form. `options` are (value, label, is it chosen); a day or a number is written instead."""

    field: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One choice in force, which a press removes."""

    field: str
    label: str


def usable(choices: WorklistChoices, profiling: ProfilingStatus) -> tuple[WorklistChoices, tuple[str, ...]]:
    """What of `choices` this reader may use, and the names of the filters left out.

    A bookmark may be older than the rules of today: a filter on what is hidden would show it.
    """
    refused = BY_ESTIMATE if not profiling.is_on else frozenset() if profiling.shows_bands_in_lists else BY_BAND
    left_out = [field for field in _NAMES if field in refused and getattr(choices, field)]
    may_sort = profiling.shows_bands_in_lists or choices.sort not in BAND_SORTS
    names = [str(_NAMES[field]) for field in left_out] + ([] if may_sort else [str(_SORT_NAMES[choices.sort])])
    kept = choices.without(*left_out)
    return kept if may_sort else replace(kept, sort=SORTS[0]), tuple(names)


def filters(choices: WorklistChoices, named: Mapping[str, Options], profiling: ProfilingStatus) -> tuple[Filter, ...]:
    """The filters to offer, of the `named_values`; those on estimates only where they may be used."""
    hidden = BY_ESTIMATE if not profiling.is_on else frozenset() if profiling.shows_bands_in_lists else BY_BAND
    return tuple(
        Filter(
            field=field,
            label=str(_NAMES[field]),
            kind="select" if field in named else "number" if field in _NUMBERS else "date",
            value=getattr(choices, field),
            options=options(
                _with_chosen(named.get(field, ()), getattr(choices, field)), chosen=getattr(choices, field)
            ),
        )
        for field in _NAMES
        if field not in hidden
    )


def tags(choices: WorklistChoices, offered: Iterable[Filter]) -> tuple[Tag, ...]:
    """The choices in force, in words."""
    in_force = [Tag(field=one.field, label=f"{one.label}: {_shown(one)}") for one in offered if one.value]
    if choices.name:
        in_force.insert(0, Tag(field="name", label=_("Name: %(name)s") % {"name": choices.name}))
    return tuple(in_force)


def sorts(choices: WorklistChoices, profiling: ProfilingStatus) -> tuple[tuple[str, str, bool], ...]:
    """The orders to offer; by risk only where a list may show bands."""
    offered = [sort for sort in SORTS if profiling.shows_bands_in_lists or sort not in BAND_SORTS]
    return options([(sort, _SORT_NAMES[sort]) for sort in offered], chosen=choices.sort)


def sizes(choices: WorklistChoices) -> tuple[tuple[str, str, bool], ...]:
    return options(_SIZE_NAMES, chosen=choices.size)


def options(named: Iterable[tuple[str, str | Promise]], *, chosen: str) -> tuple[tuple[str, str, bool], ...]:
    """Options for a select, with the chosen one marked."""
    return tuple((value, str(label), value == chosen) for value, label in named)


def in_words(choices: WorklistChoices, named: Mapping[str, Options], profiling: ProfilingStatus) -> tuple[str, ...]:
    """Filters and order, in words."""
    said = [tag.label for tag in tags(choices, filters(choices, named, profiling))]
    return (*said, str(_SORT_NAMES[choices.sort]))


def named_values(user: User, profiling: ProfilingStatus) -> dict[str, Options]:
    """The values of the filters that have a few each, with their names."""
    language = get_language() or "da"
    return _FIXED | {
        "caseworker": ((MINE, gettext_lazy("My own")), *caseworkers(user)),
        "team": teams(user),
        "rules": tuple((one.id, one.name.in_(language)) for one in shipped_rule_sets()),
        "estimate": tuple(
            (one.value, one.label)
            for one in EstimateState
            if one is not EstimateState.HIDDEN or profiling.sight is not Sight.AT_ONCE
        ),
    }


def _with_chosen(named: Options, chosen: str) -> Options:
    """Also what nobody has any more, if a bookmark asks for it: it must be seen to be taken away."""
    return (*named, (chosen, chosen)) if chosen and named and chosen not in dict(named) else named


def _shown(one: Filter) -> str:
    if one.kind == "date":
        return date_format(date.fromisoformat(one.value), "SHORT_DATE_FORMAT")
    return next((label for _value, label, is_chosen in one.options if is_chosen), one.value)
