"""People whom a meeting is held with -> what stands on the sheet that caseworker and person look at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lighed.governance import Text
from lighed.web import stored_values
from lighed.web.models import ContactCourse, PersonWords, Plan, PlannedMeeting, User
from lighed.web.models.assessments import OWN_QUESTIONS
from lighed.web.queries.person.card_shown import CardShown, card_shown
from lighed.web.queries.person.contests import Contest, contests_of
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of

MOST_SHEETS = 50
StoredMeeting = PlannedMeeting
"""A meeting as it is kept; the rules have a type of that name of their own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's sheet.

    Attributes
    ----------
    answers : the person's answers to the preparation questions, as far as there are any
    meetings : of the plan in force, those still to come
    missing : data elements without a value, by name: something to ask about
    shown : the estimate card, only where it was asked for; its own state says whether there is anything to show
    contested_until : the day by which the person is answered who contests what stands on the sheet
    """

    course: ContactCourse
    words: PersonWords | None
    answers: tuple[tuple[str, str], ...]
    unanswered: tuple[str, ...]
    meetings: tuple[StoredMeeting, ...]
    missing: tuple[Text, ...]
    shown: CardShown | None
    contested_until: date | None

    @property
    def has_estimate(self) -> bool:
        """Whether what was estimated stands on it."""
        return self.shown is not None and self.shown.card is not None


def sheets_of(
    user: User, keys: Sequence[UUID], *, with_estimate: bool, profiling: ProfilingStatus, today: date
) -> tuple[Sheet, ...]:
    """The sheets of those of `keys` whom `user` may see, in the order given. A constant number of queries."""
    found = courses_of(user).filter(pk__in=keys).select_related("person", "municipality", "current_estimate")
    courses = {course.pk: as_seen(course, user) for course in found}
    words: dict[UUID, PersonWords] = {}
    for one in PersonWords.objects.filter(course__in=courses).order_by("recorded_at", "pk"):
        words[one.course_id] = one
    meetings: dict[UUID, list[StoredMeeting]] = {}
    coming = PlannedMeeting.objects.filter(
        municipality=user.municipality_id, plan__course__in=courses, plan__state=Plan.State.IN_FORCE, on__gte=today
    )
    for meeting in coming.select_related("plan").order_by("on", "number"):
        meetings.setdefault(meeting.plan.course_id, []).append(meeting)
    contests = contests_of(courses.values()) if with_estimate else {}
    return tuple(
        _sheet(
            courses[key],
            words=words.get(key),
            meetings=tuple(meetings.get(key, ())),
            shown=card_shown(courses[key], profiling=profiling, today=today) if with_estimate else None,
            contest=contests.get(courses[key].person_id),
        )
        for key in dict.fromkeys(keys)
        if key in courses
    )


def _sheet(
    course: ContactCourse,
    *,
    words: PersonWords | None,
    meetings: tuple[StoredMeeting, ...],
    shown: CardShown | None,
    contest: Contest | None,
) -> Sheet:
    # Where nothing was estimated, or it is not for this reader, the sheet does not tell that it is contested either.
    is_told = shown is not None and (shown.card is not None or shown.abstention is not None)
    answers = words.answers if words is not None else {}
    questions = [(key, str(question)) for key, question in OWN_QUESTIONS]
    return Sheet(
        course=course,
        words=words,
        answers=tuple((question, answers[key]) for key, question in questions if answers.get(key)),
        unanswered=tuple(question for key, question in questions if not answers.get(key)),
        meetings=meetings,
        missing=tuple(value.name for value in stored_values.from_json(course.values) if value.value is None),
        shown=shown,
        contested_until=contest.due_on if contest is not None and is_told else None,
    )
