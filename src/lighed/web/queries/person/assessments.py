"""A course, its reader and what the reader may see -> what caseworkers have assessed, as far as the reader reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lighed.governance import AssessmentStep, Right, Sight
from lighed.web.models import Assessment, ContactCourse, EstimateView, User
from lighed.web.models.assessments import LEVELS, REASONS
from lighed.web.queries.person.questions import hidden_assessors
from lighed.web.queries.profiling import ProfilingStatus

SUPPORT_LEVELS = LEVELS
ASSESSMENT_REASONS = REASONS


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in words. `reason`, `words` and `relation` are empty where `is_closed`.

    It is closed to who does not see the estimate that it was written in view of, because it may quote it.
    """

    level: str
    reason: str
    words: str
    relation: str
    by: str
    at: datetime
    is_first: bool
    is_own: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class AssessmentsShown:
    """What has been assessed at the moment that the course has reached.

    Attributes
    ----------
    own : the reader's own first assessment, the newest of them
    is_locked : whether it can no longer be written anew, because the estimate has been shown since
    now : the newest assessment that a plan follows, whoever made it; None before there is one
    before : all the others, the newest first
    may_assess : whether the reader writes assessments at all
    must_begin : whether the reader's own assessment comes before everything else
    can_begin : whether it can be written now
    has_assessed : whether the reader has assessed with the estimate in view, after which nothing comes first any more
    """

    own: AssessmentRow | None
    is_locked: bool
    now: AssessmentRow | None
    before: tuple[AssessmentRow, ...]
    may_assess: bool
    must_begin: bool
    can_begin: bool
    has_assessed: bool


def assessments_shown(course: ContactCourse, user: User, *, profiling: ProfilingStatus) -> AssessmentsShown:
    """What `user` reads of the course's assessments. `course` comes from `scope.courses_of`."""
    made = course.assessments.filter(moment=course.reached).select_related("made_by").order_by("-made_at", "-pk")
    # Whoever asks a colleague for an answer of their own is not read before it.
    made = made.exclude(made_by__in=hidden_assessors(course, user))
    is_hidden, may_show = profiling.is_hidden(course), profiling.may_show(course)
    rows = [_row(one, user, is_closed=is_hidden, has_relation=may_show) for one in made]
    own = next((row for row in rows if row.is_own and row.is_first), None)
    now = next((row for row in rows if not row.is_first), None)
    may_assess = Right.ASSESS in user.rights
    # Without an estimate to come there is nothing that one's own assessment would come before.
    stored = course.current_estimate
    is_to_see = stored is not None and bool(stored.band) and profiling.is_permitted(course)
    sight = profiling.sight_on(course)
    can_see = is_to_see and sight is not Sight.NEVER
    is_locked = own is not None and course.is_revealed
    # What comes first comes no more once one has assessed with the estimate in view.
    has_assessed = course.is_revealed and any(row.is_own and not row.is_first for row in rows)
    return AssessmentsShown(
        own=own,
        is_locked=is_locked,
        now=now,
        before=tuple(row for row in rows if row is not now and row is not own),
        may_assess=may_assess,
        must_begin=may_assess and can_see and is_hidden and own is None,
        # Beside an open estimate nothing is written before it: there it is step 4 alone.
        can_begin=may_assess and can_see and not course.is_revealed and sight is Sight.AFTER_OWN,
        has_assessed=has_assessed,
    )


def _row(one: Assessment, user: User, *, is_closed: bool, has_relation: bool) -> AssessmentRow:
    is_own = one.made_by_id == user.pk
    closed = is_closed and bool(one.band_seen) and not is_own
    is_read = is_own or not (closed or one.is_authors_only)
    return AssessmentRow(
        level=one.get_level_display(),
        reason=one.get_reason_display() if is_read else "",
        words=one.words if is_read else "",
        relation=one.get_relation_display() if has_relation and not closed else "",
        by=one.made_by.name,
        at=one.made_at,
        is_first=one.step == AssessmentStep.OWN_FIRST,
        is_own=is_own,
        is_closed=closed,
    )


def own_first_assessment(course: ContactCourse, user: User) -> Assessment | None:
    """The user's own first assessment at the moment that the course has reached."""
    mine = course.assessments.filter(made_by=user, moment=course.reached, step=AssessmentStep.OWN_FIRST.value)
    return mine.order_by("-made_at", "-pk").first()


def estimate_view_of(course: ContactCourse, user: User) -> EstimateView | None:
    """That the course's estimate has been shown to the user at the moment it has reached; None where it has not."""
    return EstimateView.objects.filter(course=course, user=user, moment=course.reached).first()
