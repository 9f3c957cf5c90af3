"""A course and its reader -> what has happened in it, from the case system and at the desk, newest first.

Nothing here tells what the person chose or objected to, nor what was estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.functional import Promise

from lighed.web import stored_timeline
from lighed.web.models import (
    FORMS,
    LEVELS,
    MEETING_KINDS,
    Assessment,
    ContactCourse,
    Exemption,
    PersonWords,
    Plan,
    Question,
    User,
)
from lighed.web.queries.person.questions import hidden_assessors
from lighed.web.queries.user_names import staff_names
from lighed.workflow import TimelineEntry

_FORMS, _KINDS, _LEVELS = dict(FORMS), dict(MEETING_KINDS), dict(LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing on the timeline.

    Attributes
    ----------
    kind : a `TimelineKind` of the case system's, or what the desk did: ``assessed``, ``planned``, ``plan_ended``,
        ``plan_fell_away``, ``exempted``, ``exemption_ended``, ``wrote``, ``told``, ``asked``, ``answered``
    who : the member of staff; ``to`` the colleague asked
    more : about a meeting, its kind and form; about an assessment, its level
    """

    on: date
    kind: str
    who: str = ""
    to: str = ""
    more: tuple[str | Promise, ...] = ()
    minutes: int | None = None
    n: int | None = None
    is_to_come: bool = False


def timeline_shown(course: ContactCourse, user: User, *, today: date) -> tuple[Happened, ...]:
    """Everything on the course's timeline that `user` may see, the newest first; days to come stand on top."""
    found = [*_of_case_system(course, today=today), *_of_desk(course, user)]
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(happened for _, happened in found)


def _of_case_system(course: ContactCourse, *, today: date) -> Iterator[tuple[datetime, Happened]]:
    for number, entry in enumerate(stored_timeline.from_json(course.timeline)):
        # The case system tells days, in the order in which things happened; the desk's own come after them.
        at = timezone.make_aware(datetime.combine(entry.on, time(0, 0, 0, min(number, 999_999))))
        yield at, _happened(entry, today=today)


def _happened(entry: TimelineEntry, *, today: date) -> Happened:
    more = [names[code] for code, names in ((entry.meeting_kind, _KINDS), (entry.form, _FORMS)) if code in names]
    return Happened(
        on=entry.on,
        kind=entry.kind.value,
        who=entry.name or "",
        more=tuple(more),
        minutes=entry.minutes,
        is_to_come=entry.on > today,
    )


def _of_desk(course: ContactCourse, user: User) -> Iterator[tuple[datetime, Happened]]:
    hidden = hidden_assessors(course, user)
    for one in Assessment.objects.filter(course=course).exclude(made_by__in=hidden).select_related("made_by"):
        yield _at(one.made_at, "assessed", one.made_by.name, more=(_LEVELS[one.level],))
    for plan in Plan.objects.filter(course=course).select_related("made_by").prefetch_related("meetings"):
        yield _at(plan.made_at, "planned", plan.made_by.name, n=len(plan.meetings.all()))
        if plan.ended_at is not None and plan.state == Plan.State.UNDONE:
            yield _at(plan.ended_at, "plan_ended", plan.ended_by)
        if plan.ended_at is not None and plan.state == Plan.State.FELL_AWAY:
            yield _at(plan.ended_at, "plan_fell_away")
    for exempt in Exemption.objects.filter(course=course).select_related("made_by"):
        yield _at(exempt.made_at, "exempted", exempt.made_by.name)
        if exempt.ended_at is not None:
            yield _at(exempt.ended_at, "exemption_ended", exempt.ended_by)
    for question in Question.objects.filter(course=course).select_related("asked_by", "asked_of"):
        yield _at(question.asked_at, "asked", question.asked_by.name, to=question.asked_of.name)
        if question.answered_at is not None:
            yield _at(question.answered_at, "answered", question.asked_of.name)
    words = list(PersonWords.objects.filter(course=course))
    names = {} if all(one.is_from_person for one in words) else staff_names(course.municipality_id)
    for own in words:
        if own.is_from_person:
            yield _at(own.recorded_at, "wrote")
        else:
            yield _at(own.recorded_at, "told", names.get(own.recorded_by, own.recorded_by))


def _at(
    at: datetime, kind: str, who: str = "", *, to: str = "", more: tuple[str | Promise, ...] = (), n: int | None = None
) -> tuple[datetime, Happened]:
    return at, Happened(on=timezone.localdate(at), kind=kind, who=who, to=to, more=more, n=n)
