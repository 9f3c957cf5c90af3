"""A course and its reader -> everything that was done with the tool in the case, as far as the reader may know it.

What the reader may not see of an estimate is not in what is returned, so that no note can tell it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lighed.governance import AssessmentStep, Sight, Text
from lighed.web import stored_values
from lighed.web.models import (
    Assessment,
    ContactCourse,
    DataFlag,
    EstimateView,
    Exemption,
    PersonWords,
    Plan,
    Question,
    StoredEstimate,
    User,
)
from lighed.web.queries.citizen.words import words_counting
from lighed.web.queries.legal_register import legal_basis_of
from lighed.web.queries.person.card_shown import CardShown, card_shown
from lighed.web.queries.person.questions import hidden_assessors
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of


@dataclass(frozen=True, slots=True)
class NotedEstimate:
    """An estimate that the reader may see, of the moment it was made at. `band` is empty where it could not assess."""

    moment: str
    stored: StoredEstimate
    legal_basis: Text | None
    views: tuple[EstimateView, ...]


@dataclass(frozen=True, slots=True)
class NotedAssessment:
    """One assessment. `words`, `reason` and `relation` are empty where it is closed to the reader."""

    assessment: Assessment
    is_first: bool
    is_closed: bool
    band_seen: str
    relation: str

    is_read: bool
    """Whether the words and the reason are the reader's to read."""

    @property
    def words(self) -> str:
        return self.assessment.words if self.is_read else ""

    @property
    def reason(self) -> str:
        return self.assessment.get_reason_display() if self.is_read else ""


@dataclass(frozen=True, slots=True)
class JournalNote:
    """`shown` says in which state the estimate is for the reader; `estimates` are those that they may see.

    `n_held_back` are a colleague's assessments that the reader is not led by before they have answered.
    """

    course: ContactCourse
    organisation: str
    shown: CardShown
    estimates: tuple[NotedEstimate, ...]
    words: PersonWords | None
    assessments: tuple[NotedAssessment, ...]
    n_held_back: int
    plans: tuple[Plan, ...]
    exemptions: tuple[Exemption, ...]
    questions: tuple[Question, ...]
    flags: tuple[DataFlag, ...]
    element_names: Mapping[str, Text]
    """What the marked data elements are called."""


def journal_note(user: User, key: UUID, *, profiling: ProfilingStatus, today: date) -> JournalNote | None:
    """What there is to note of the course `key`, where `user` may see it."""
    found = courses_of(user).select_related("person", "municipality", "current_estimate").filter(pk=key).first()
    if found is None:
        return None
    course = as_seen(found, user)
    views = tuple(EstimateView.objects.filter(course=course).select_related("user").order_by("first_shown_at"))
    stored = {one.moment: one for one in course.estimates.select_related("legal_basis")}
    seen = {moment for moment, one in stored.items() if _sees(course, one, user, profiling=profiling, views=views)}
    held_back = hidden_assessors(course, user)
    made = list(course.assessments.select_related("made_by").order_by("made_at", "pk"))
    return JournalNote(
        course=course,
        organisation=str(course.municipality),
        shown=card_shown(course, profiling=profiling, today=today),
        estimates=tuple(
            NotedEstimate(
                moment=moment,
                stored=one,
                legal_basis=legal_basis_of(one.legal_basis).citation if one.legal_basis else None,
                views=tuple(view for view in views if view.moment == moment),
            )
            for moment, one in sorted(stored.items(), key=lambda pair: pair[1].made_at)
            if moment in seen
        ),
        words=words_counting(course),
        assessments=tuple(
            _noted(one, user, sees=one.moment in seen) for one in made if one.made_by_id not in held_back
        ),
        n_held_back=sum(one.made_by_id in held_back for one in made),
        plans=tuple(course.plans.select_related("made_by").prefetch_related("meetings").order_by("made_at", "pk")),
        exemptions=tuple(course.exemptions.select_related("made_by").order_by("made_at", "pk")),
        questions=tuple(course.questions.select_related("asked_by", "asked_of").order_by("asked_at", "pk")),
        flags=tuple(course.flags.select_related("made_by").order_by("made_at", "pk")),
        element_names={value.element: value.name for value in stored_values.from_json(course.values)},
    )


def _sees(
    course: ContactCourse,
    stored: StoredEstimate,
    user: User,
    *,
    profiling: ProfilingStatus,
    views: tuple[EstimateView, ...],
) -> bool:
    """Whether the reader may see it. Of a moment that is over, only what was shown then is part of the case."""
    if stored.pk == course.current_estimate_id:
        return profiling.may_show(course)
    if stored.moment not in {moment.value for moment in profiling.moments}:
        return False
    if stored.legal_basis_id is not None and stored.legal_basis_id not in profiling.entries:
        return False
    shown_then = [view for view in views if view.moment == stored.moment]
    if stored.moment == course.reached or not shown_then:
        # Either it does not count any more, and no page shows it; or nobody saw it while it did.
        return False
    if profiling.sight is Sight.AFTER_OWN:
        return any(view.user_id == user.pk for view in shown_then)
    return profiling.sight is Sight.AT_ONCE


def _noted(one: Assessment, user: User, *, sees: bool) -> NotedAssessment:
    is_own = one.made_by_id == user.pk
    is_closed = bool(one.band_seen) and not sees and not is_own
    return NotedAssessment(
        assessment=one,
        is_first=one.step == AssessmentStep.OWN_FIRST,
        # Words written in view of an estimate may quote it.
        is_closed=is_closed,
        band_seen=one.get_band_seen_display() if sees else "",
        relation=one.get_relation_display() if sees else "",
        is_read=is_own or not (is_closed or one.is_authors_only),
    )
