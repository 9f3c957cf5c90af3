"""What one data element is -> `Element`, the declaration that values, checks, texts and the catalogue are read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from lighed.governance import ElementUse, LegalClass, Moment, Text

if TYPE_CHECKING:
    from lighed.elements.known import Known


class Family(StrEnum):
    """The four kinds of information that the opinion of 18 May 2022 describes."""

    CV = "cv"
    JOB_LOG = "job_log"
    EARLIER_COURSE = "earlier_course"
    MASTER_DATA = "master_data"


class Kind(StrEnum):
    NUMBER = "number"
    CATEGORY = "category"


class Protection(StrEnum):
    """`protected`: sex and age themselves. `proxy`: may stand in for origin, or for membership of a union."""

    NONE = "none"
    PROTECTED = "protected"
    PROXY = "proxy"


BOTH_MOMENTS = frozenset(Moment)
HAND_OVER_ONLY = frozenset({Moment.HAND_OVER})
OTHER = "other"
"""The code that takes in what a free column holds beyond the declared codes, for elements that declare it."""

YES_NO: Mapping[str, Text] = {"yes": Text(da="Ja", en="Yes"), "no": Text(da="Nej", en="No")}

NUMBER_OF = Text(da="antal", en="number")
PER_CENT = Text(da="procent", en="per cent")
WEEKS = Text(da="uger", en="weeks")
YEARS = Text(da="år", en="years")
STEPS = Text(da="trin", en="steps")
ONE_OF: Mapping[Text, Text] = {
    WEEKS: Text(da="uge", en="week"),
    YEARS: Text(da="år", en="year"),
    STEPS: Text(da="trin", en="step"),
}
"""Units that are written otherwise after the number 1."""


UNTOLD = Text(da="", en="")


@dataclass(frozen=True, slots=True)
class View:
    """Rows that several elements are read from: every row with the `case` it belongs to, its `scored_on` and the
    `recorded_on` of its source, and nothing that was not known then.

    `revision` is raised when `prepare` changes what a value means, so that the register's hash tells the two apart.
    """

    name: str
    prepare: Callable[[Known], pl.LazyFrame]
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """One data element, declared once.

    Attributes
    ----------
    code, name, meaning
        What it is called in files and on pages, and what it says. A name has at most 45 characters.
    tables, screen
        Where it comes from: tables of the case export, and where the case system's own users see it.
    view, expression
        How its value is found: an aggregation over the rows of one case in `view`.
    unit, step
        Of a number: its unit, and the unit that limits between intervals are rounded to.
    codes
        Of a category: each code and its meaning. Yes or no is a category of two codes.
    when_empty
        The value when the view has no row for the case; None means that the value is missing.
    absence
        What it says when there is no value, where that is a fact and no gap in the record: no earlier course, say. It
        counts like a value then. None where a missing value tells nothing, and so counts for nothing.
    dated_by
        The value is as old as the newest row in which this column is filled; None means the newest row of the view.
    rationale
        Why it may matter, in words that a caseworker can repeat to the citizen.
    fresh_for_days
        How old it may be at the scoring moment before it counts as out of date; None where it does not age.
    is_citizen_changeable
        Whether the citizen can change it by what they do or write.
    collected, reading
        How and why the information came about, and how to read it: what it tells and what it does not.
    together_with
        Codes of the elements that it should be seen together with.
    not_objective, objective_because
        Where it is not objective; or, where it is, why. One of the two, never both.
    since
        The version of the product that it came with.
    """

    code: str
    name: Text
    meaning: Text
    family: Family
    tables: tuple[str, ...]
    screen: Text
    view: View
    expression: pl.Expr
    kind: Kind
    unit: Text | None = None
    step: float | None = None
    codes: Mapping[str, Text] = field(default_factory=dict)
    when_empty: float | str | None = None
    absence: Text | None = None
    dated_by: str | None = None
    moments: frozenset[Moment] = BOTH_MOMENTS
    legal_class: LegalClass
    protection: Protection
    rationale: Text
    fresh_for_days: int | None = None
    is_citizen_changeable: bool = False
    # The context is written beside the declaration (`context`), and the register refuses an element that has none.
    collected: Text = UNTOLD
    reading: Text = UNTOLD
    together_with: tuple[str, ...] = ()
    not_objective: Text | None = None
    objective_because: Text | None = None
    since: str = ""

    @property
    def use(self) -> ElementUse:
        """The element as a request for a permit names it."""
        return ElementUse(self.code, self.family.value, self.legal_class)

    @property
    def dtype(self) -> pl.DataType:
        """Float64 for a number, String for a category."""
        return pl.Float64() if self.kind is Kind.NUMBER else pl.String()


def yes_no(condition: pl.Expr) -> pl.Expr:
    """A true or false per case -> ``"yes"``, ``"no"`` or missing."""
    return pl.when(condition).then(pl.lit("yes")).when(condition.not_()).then(pl.lit("no"))


def per_cent(part: pl.Expr, whole: pl.Expr, *, at_least: float = 1) -> pl.Expr:
    """100 x part / whole, or missing where the whole is less than `at_least`: too little to tell a share from."""
    return pl.when(whole >= at_least).then(100 * part / whole)


def where_any(column: str, value: pl.Expr) -> pl.Expr:
    """`value` where at least one row of the case has `column` filled, else missing."""
    return pl.when(pl.col(column).count() > 0).then(value)
