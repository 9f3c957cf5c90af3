"""What the rules must know of one contact course: its dates, the meetings that were held, and who holds it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Holder(StrEnum):
    """Who keeps in contact with the person."""

    FUND = "fund"
    MUNICIPALITY = "municipality"


class MeetingKind(StrEnum):
    """The kinds of meetings of the case export."""

    CV = "cv"
    JOB = "job"
    FOLLOW_UP = "follow_up"
    JOINT = "joint"


class MeetingForm(StrEnum):
    """How a meeting is held."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting that was held; one that was missed or cancelled is none."""

    on: date
    kind: MeetingKind
    holder: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """What the rules ask of a course.

    Attributes
    ----------
    handed_over_on
        The day on which the municipality took it over from the fund; None where no hand-over is recorded.
    ended_on
        The day on which it ended; None while it runs.
    held
        The meetings held, in any order.
    is_exempt
        Whether the municipality has exempted the person from meetings, see `check_exemption`.
    """

    registered_on: date
    handed_over_on: date | None = None
    ended_on: date | None = None
    held: tuple[HeldMeeting, ...] = ()
    is_exempt: bool = False

    def has_ended(self, today: date) -> bool:
        """Whether the course is over by `today`."""
        return self.ended_on is not None and self.ended_on <= today
