"""A course as it is stored -> what the contact rules ask of it, and the meetings agreed in the case system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lighed.governance import Text
from lighed.planning import CourseFacts, HeldMeeting, Holder, MeetingKind, RuleSet
from lighed.web import stored_timeline
from lighed.web.models import ContactCourse, CourseState
from lighed.workflow import TimelineEntry, TimelineKind


def facts_of(course: ContactCourse, *, rule_set: RuleSet | None) -> CourseFacts:
    """The facts as the case system sent them. Without rules nobody asks who held a meeting, and none is told."""
    dates = CourseFacts(
        registered_on=course.registered_on,
        handed_over_on=course.handed_over_on,
        ended_on=course.ended_on,
        is_exempt=course.is_exempt,
    )
    if rule_set is None:
        return dates
    handed_over_on = rule_set.hand_over_on(dates)
    return CourseFacts(
        registered_on=dates.registered_on,
        handed_over_on=dates.handed_over_on,
        ended_on=dates.ended_on,
        is_exempt=dates.is_exempt,
        held=tuple(
            HeldMeeting(
                on=entry.on,
                kind=_kind(entry),
                # The case system does not tell who held it: whoever held the course on that day.
                holder=Holder.MUNICIPALITY if entry.on >= handed_over_on else Holder.FUND,
            )
            for entry in _told(course, TimelineKind.MEETING_HELD)
        ),
    )


def agreed_on(course: ContactCourse, *, rule_set: RuleSet | None, today: date) -> tuple[date, ...]:
    """The days to come for which a meeting with the municipality is agreed in the case system.

    One with the fund, before the hand-over, is the fund's, as its deadlines are; a joint one is the municipality's too.
    """
    if course.state == CourseState.ENDED:
        return ()
    coming = [entry for entry in _told(course, TimelineKind.MEETING_PLANNED) if entry.on >= today]
    if rule_set is not None and coming:
        first = rule_set.hand_over_on(facts_of(course, rule_set=None))
        coming = [entry for entry in coming if entry.on >= first or _kind(entry) is MeetingKind.JOINT]
    return tuple(entry.on for entry in coming)


def agreed_text(days: Sequence[date]) -> Text | None:
    """What whoever plans is told of them; None where there are none."""
    if not days:
        return None
    return Text(
        da=f"Aftalt i fagsystemet: {', '.join(f'{day:%d.%m.%Y}' for day in days)}.",
        en=f"Agreed in the case system: {', '.join(f'{day:%d/%m/%Y}' for day in days)}.",
    )


def _told(course: ContactCourse, kind: TimelineKind) -> Iterator[TimelineEntry]:
    """The timeline's entries of one kind; the others are not even read."""
    yield from stored_timeline.from_json([entry for entry in course.timeline if entry["kind"] == kind.value])


def _kind(entry: TimelineEntry) -> MeetingKind:
    """A meeting whose kind was not sent is an ordinary one."""
    return MeetingKind(entry.meeting_kind) if entry.meeting_kind else MeetingKind.JOB
