"""A URL's parameters -> what was chosen on the worklist, checked one by one; and back to a URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from lighed.governance.cpr import looks_like_cpr
from lighed.planning import shipped_rule_sets
from lighed.web.models import FORMS, LEVELS, CourseState, EstimateState
from lighed.web.models.stored_estimates import BANDS, CERTAINTIES

PAGE_SIZES = {"25": 25, "50": 50, "all": 500}
"""Rows on a page. Nobody reads more at a time than the last of them, and thousands would stop the browser."""
BY_BAND = frozenset({"band", "certainty"})
"""Filters that tell what was estimated: only for those whom a list may show bands."""
BY_ESTIMATE = BY_BAND | {"estimate", "contested"}
MINE = "mine"
MISSING = "missing"
"""Of one's own assessment: that there is none."""
ALLOWED: dict[str, frozenset[str]] = {
    "new": frozenset({"week", "14", "30"}),
    "deadline": frozenset({"overdue", "7", "14", "30", "none"}),
    "hand_over": frozenset({"7", "14"}),
    "state": frozenset(CourseState.values),
    "level": frozenset({MISSING, *(value for value, _ in LEVELS)}),
    "estimate": frozenset(EstimateState.values),
    "band": frozenset(value for value, _ in BANDS),
    "certainty": frozenset(value for value, _ in CERTAINTIES),
    "interpreter": frozenset({"yes", "no", "unknown"}),
    "planned": frozenset({"0", "1", "2", "3"}),
    "form": frozenset(value for value, _ in FORMS),
    "rules": frozenset(one.id for one in shipped_rule_sets()),
    "words": frozenset({"yes"}),
    "flagged": frozenset({"yes"}),
    "exempt": frozenset({"yes", "no"}),
    "contested": frozenset({"yes"}),
}
"""Filters with a few values each."""
SORTS = ("deadline", "-deadline", "days", "-days", "name", "-name", "band", "-band")
"""Always one of these, over all pages; the first where none is chosen. Nobody is sorted by risk unasked."""
BAND_SORTS = frozenset({"band", "-band"})
NAME_SORTS = frozenset({"name", "-name"})
_DAYS = ("deadline_from", "deadline_to", "registered_from", "registered_to")
_LONGEST_WORD = 80


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_word(value: str) -> bool:
    """What can be a team's or a colleague's name, and is nobody's number: it stands in the address and in the log."""
    is_short = value.isprintable() and value == value.strip() and 0 < len(value) <= _LONGEST_WORD
    return is_short and not looks_like_cpr(value)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value[:4]) > 0 and len(value) < 4


def _one_of(values: frozenset[str]) -> Callable[[str], bool]:
    return values.__contains__


_CHECKS: dict[str, Callable[[str], bool]] = {
    "team": _is_word,
    "caseworker": _is_word,
    **{field: _one_of(values) for field, values in ALLOWED.items()},
    **dict.fromkeys(_DAYS, _is_day),
    "missing": _is_number,
}
FILTERS = tuple(_CHECKS)
"""Every filter that can stand in a URL."""


@dataclass(frozen=True, slots=True)
class WorklistChoices:
    """What the user chose. Everything but `name` can stand in a URL; a name never does."""

    team: str = ""
    caseworker: str = ""
    new: str = ""
    deadline: str = ""
    hand_over: str = ""
    state: str = ""
    level: str = ""
    estimate: str = ""
    band: str = ""
    certainty: str = ""
    interpreter: str = ""
    planned: str = ""
    form: str = ""
    rules: str = ""
    words: str = ""
    flagged: str = ""
    exempt: str = ""
    contested: str = ""
    deadline_from: str = ""
    deadline_to: str = ""
    registered_from: str = ""
    registered_to: str = ""
    missing: str = ""
    name: str = ""
    sort: str = SORTS[0]
    size: str = "25"
    view: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str], *, name: str = "") -> WorklistChoices:
        """Read a URL's parameters; one that is not known, or not allowed, counts as not chosen."""
        checks = {**_CHECKS, "sort": SORTS.__contains__, "size": PAGE_SIZES.__contains__, "view": _is_word}
        chosen = {field: parameters[field] for field, check in checks.items() if check(parameters.get(field, ""))}
        page = parameters.get("page", "")
        return cls(
            **chosen,
            # A database refuses what cannot be printed, such as a NUL sign.
            name="".join(sign for sign in name if sign.isprintable()).strip()[:100],
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def filters(self) -> dict[str, str]:
        """The filters in force, with their values, but for the name."""
        return {field: getattr(self, field) for field in FILTERS if getattr(self, field)}

    @property
    def is_by_band(self) -> bool:
        """Whether who is found, or comes first, follows from what was estimated."""
        return bool(self.band or self.certainty or self.sort in BAND_SORTS)

    @property
    def criterion(self) -> str:
        """What was searched for, to be written down: the filters and their values, but of a name only that there was
        one. Whose name it was would be a value about a person."""
        chosen = self.filters | self._differing("sort", "size")
        return ", ".join(["worklist", *(f"{one}={it}" for one, it in chosen.items()), *(["name"] if self.name else [])])

    def query(self, **changes: str | int) -> str:
        """These choices as a URL's query, with some changed. Any change but the page's own leads to the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        return urlencode(changed.filters | changed._differing("sort", "size", "view", "page"))

    @property
    def kept(self) -> str:
        """What a saved view keeps of them: filters and order."""
        return urlencode(self.filters | self._differing("sort"))

    def without(self, *fields: str) -> WorklistChoices:
        """The same, with some filters not chosen."""
        return replace(self, **dict.fromkeys(fields, ""))  # type: ignore[arg-type]

    def _differing(self, *fields: str) -> dict[str, str]:
        defaults = type(self)()
        return {one: getattr(self, one) for one in fields if getattr(self, one) != getattr(defaults, one)}
