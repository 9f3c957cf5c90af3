"""A course as it is stored -> what the contact rules ask of it: its dates, the meetings held and by whom."""

from __future__ import annotations

from lighed.planning import CourseFacts, HeldMeeting, Holder, MeetingKind, RuleSet
from lighed.web import stored_timeline
from lighed.web.models import ContactCourse
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
    held = (entry for entry in stored_timeline.from_json(course.timeline) if entry.kind is TimelineKind.MEETING_HELD)
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
            for entry in held
        ),
    )


def _kind(entry: TimelineEntry) -> MeetingKind:
    """A meeting whose kind was not sent is an ordinary one."""
    return MeetingKind(entry.meeting_kind) if entry.meeting_kind else MeetingKind.JOB
