"""What the stories of the contact rules are told with: a person's course in days, the rules in force, a plan."""

from __future__ import annotations

from datetime import date

from lighed.planning import (
    CourseFacts,
    FindingKind,
    HeldMeeting,
    Holder,
    MeetingForm,
    MeetingKind,
    MeetingTemplate,
    PlannedMeeting,
    Quota,
    QuotaCount,
    next_deadline,
    plan_findings,
    rule_set_on,
    shipped_rule_sets,
)

LET_START = MeetingTemplate(
    name="Let start", n_meetings=2, weeks_between=6, minutes=30, form=MeetingForm.PHONE, first_within_days=14
)
REASON = "Begynder i fast job den 1. marts og har kontrakten."


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def rules_on(text: str):
    return rule_set_on(date.fromisoformat(text), shipped_rule_sets())


def course(registered: str, *, handed_over: str | None = None, held: str = "", ended: str | None = None, exempt=False):
    """A course. `held` lists meetings, as in ``"fund 2026-01-05, municipality joint 2026-04-20"``."""
    meetings = [one.split() for one in held.split(",") if one.strip()]
    return CourseFacts(
        registered_on=date.fromisoformat(registered),
        handed_over_on=day(handed_over),
        ended_on=day(ended),
        held=tuple(
            HeldMeeting(on=date.fromisoformat(on), kind=MeetingKind(*kind or ("job",)), holder=Holder(holder))
            for holder, *kind, on in meetings
        ),
        is_exempt=exempt,
    )


def next_due(facts: CourseFacts, *, today: str) -> str:
    """What is due next, by whom and when: "municipality: 2 meetings by 2026-12-01", or "nothing"."""
    found = next_deadline(facts, rule_set=rules_on(today), today=date.fromisoformat(today))
    if found is None:
        return "nothing"
    what = {"first_meeting": "first meeting", "intensified_effort": "intensified effort"}.get(
        found.kind, f"{found.n} meetings"
    )
    return f"{found.holder}: {what} by {found.on}"


def meeting(on: str, *, kind: str = "job", form: str = "in_person") -> PlannedMeeting:
    return PlannedMeeting(
        number=1, on=date.fromisoformat(on), book_by=None, minutes=30, form=MeetingForm(form), kind=MeetingKind(kind)
    )


def broken(*meetings: PlannedMeeting, facts: CourseFacts, today: str, **more) -> list[str]:
    """Why the plan cannot be saved, in Danish; nothing where it can."""
    found = plan_findings(meetings, facts=facts, rule_set=rules_on(today), today=date.fromisoformat(today), **more)
    return [finding.text.da for finding in found if finding.kind is FindingKind.BROKEN]


def quota(*, exempt: int = 0, of: int = 100) -> Quota:
    return Quota(
        n_now=exempt,
        n_over_period=exempt,
        counted=QuotaCount.OVER_PERIOD,
        n_population=of,
        per_cent=25,
        first_day=date(2026, 7, 1),
        last_day=date(2026, 11, 22),
    )
