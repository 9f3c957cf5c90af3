"""One person as a reader may see them -> the cells that an export can have about that person, each with its heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.governance.cpr import looks_like_cpr
from lighed.web.models import ContactCourse, CourseState, EstimateState
from lighed.web.models.assessments import LEVELS
from lighed.web.models.stored_estimates import BANDS, CERTAINTIES, StoredEstimate

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class SeenCourse:
    """A course, and of its estimate what the reader may be told: none that is hidden from them is here."""

    course: ContactCourse
    state: str
    estimate: StoredEstimate | None
    today: date


@dataclass(frozen=True, slots=True)
class ExportField:
    """One column. Those `of_estimate` are asked for by name and need a purpose; the usual ones are ticked at first."""

    code: str
    label: str | Promise
    cell: Callable[[SeenCourse], Cell]
    is_usual: bool = True
    of_estimate: bool = False

    def of(self, seen: SeenCourse) -> Cell:
        """The cell. What could be a personal number is not handed on, wherever the case system has put it."""
        cell = self.cell(seen)
        return _("left out: looks like a personal number") if isinstance(cell, str) and looks_like_cpr(cell) else cell


def _named(names: Sequence[tuple[str, object]], value: str) -> str:
    return str(dict(names).get(value, value))


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _next_meeting(seen: SeenCourse) -> date | None:
    found: date | None = getattr(seen.course, "next_meeting_on", None)
    return found


def _state(seen: SeenCourse) -> str:
    return str(EstimateState(seen.state).label)


EXPORT_FIELDS: tuple[ExportField, ...] = (
    ExportField("name", gettext_lazy("Name"), lambda one: one.course.person.shown_name),
    ExportField(
        "person_id", gettext_lazy("The case system’s id"), lambda one: one.course.person.person_id, is_usual=False
    ),
    ExportField("phone", gettext_lazy("Phone"), lambda one: one.course.person.phone, is_usual=False),
    ExportField("state", pgettext_lazy("course", "State"), lambda one: str(CourseState(one.course.state).label)),
    ExportField("registered_on", gettext_lazy("Registered"), lambda one: one.course.registered_on),
    ExportField("handed_over_on", gettext_lazy("Handed over"), lambda one: one.course.handed_over_on, is_usual=False),
    ExportField("days", gettext_lazy("Days"), lambda one: one.course.days_since_registration(one.today)),
    ExportField("deadline_on", gettext_lazy("Deadline"), lambda one: one.course.deadline_on),
    ExportField(
        "interpreter", gettext_lazy("Interpreter"), lambda one: _yes_or_no(one.course.person.needs_interpreter)
    ),
    ExportField("language", gettext_lazy("Language"), lambda one: one.course.person.language, is_usual=False),
    ExportField("caseworker", gettext_lazy("Caseworker"), lambda one: one.course.caseworker_name),
    ExportField("team", gettext_lazy("Team"), lambda one: one.course.team),
    ExportField("fund", gettext_lazy("Unemployment fund"), lambda one: one.course.unemployment_fund, is_usual=False),
    ExportField("level", gettext_lazy("Caseworker’s assessment"), lambda one: _named(LEVELS, one.course.level)),
    ExportField("n_planned", gettext_lazy("Meetings planned"), lambda one: one.course.n_planned),
    ExportField("next_meeting", gettext_lazy("Next planned meeting"), _next_meeting),
    ExportField("is_exempt", gettext_lazy("Exempt"), lambda one: _yes_or_no(one.course.is_exempt), is_usual=False),
    ExportField("n_missing", gettext_lazy("Missing information"), lambda one: one.course.n_missing, is_usual=False),
    ExportField("estimate_state", gettext_lazy("Estimate"), _state, is_usual=False, of_estimate=True),
    ExportField(
        "band",
        gettext_lazy("Risk of a long course"),
        lambda one: _named(BANDS, one.estimate.band) if one.estimate else None,
        is_usual=False,
        of_estimate=True,
    ),
    ExportField(
        "of_100",
        gettext_lazy("Of 100 that resemble, long"),
        lambda one: one.estimate.of_100 if one.estimate else None,
        is_usual=False,
        of_estimate=True,
    ),
    ExportField(
        "certainty",
        gettext_lazy("Certainty"),
        lambda one: _named(CERTAINTIES, one.estimate.certainty) if one.estimate else None,
        is_usual=False,
        of_estimate=True,
    ),
    ExportField(
        "version",
        gettext_lazy("Version"),
        lambda one: one.estimate.version if one.estimate else None,
        is_usual=False,
        of_estimate=True,
    ),
)
