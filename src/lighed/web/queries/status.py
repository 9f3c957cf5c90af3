"""A user -> what everyone at work in the municipality should know now: one line each, at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max
from django.utils import timezone

from lighed.governance import Right, Role
from lighed.governance.incidents import IncidentKind, is_overdue
from lighed.governance.periodic_reviews import ReviewKind
from lighed.web.models import (
    BasisState,
    EmergencyStop,
    Erasure,
    ImpactAssessment,
    Incident,
    LegalBasisEntry,
    RequestState,
    RightsRequest,
    User,
)
from lighed.web.queries.arrivals import waits_since
from lighed.web.queries.introduction import introduction_of
from lighed.web.queries.oversight.periodic_reviews import overdue_reviews, reviews_that_wait
from lighed.web.queries.oversight.use_figures import n_use_alarms, use_periods

EXPIRES_SOON = timedelta(days=60)


class StatusKind(StrEnum):
    DRILL = "drill"
    STOPPED = "stopped"
    EXPIRES = "expires"
    REVIEW = "review"
    ASSESSMENT = "assessment"
    USE = "use"
    ARRIVALS = "arrivals"
    REQUESTS = "requests"
    INTRODUCTION = "introduction"
    PERIODIC_REVIEWS = "periodic_reviews"


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What there is to know, since or until when, and whether the reader may open the page where something is done."""

    kind: StatusKind
    at: datetime | date
    is_link: bool
    n: int = 1


def status_lines(user: User, *, today: date) -> list[StatusLine]:
    """The lines for a member of staff; nobody else is shown any.

    Four queries, whatever there is to tell; one more for those who see how estimates are used, for those who see to
    requests, and for those who must have taken the introduction; four for those who review what runs.
    """
    if not user.roles - {Role.CITIZEN, Role.REPRESENTATIVE}:
        return []
    lines = []
    stop = EmergencyStop.objects.filter(municipality=user.municipality_id, ended_at=None).first()
    if stop is not None:
        kind = StatusKind.DRILL if stop.is_drill else StatusKind.STOPPED
        lines.append(StatusLine(kind, stop.begun_at, Right.SEE_STOPS in user.rights))
    if (since := waits_since(user.municipality_id, now=timezone.now())) is not None:
        lines.append(StatusLine(StatusKind.ARRIVALS, since, Right.MANAGE_USERS in user.rights))
    if Right.ASSIGN_REQUESTS in user.rights or Role.MANAGER in user.roles:
        lines += _late_requests(user, today=today)
    is_link = Right.SEE_LEGAL_BASES in user.rights
    in_force = LegalBasisEntry.objects.filter(
        municipality=user.municipality_id, state=BasisState.APPROVED, valid_from__lte=today
    ).values_list("valid_to", "review_due")
    dates = [(valid_to, review_due) for valid_to, review_due in in_force if valid_to is None or valid_to >= today]
    if ends := [valid_to for valid_to, _ in dates if valid_to is not None and valid_to < today + EXPIRES_SOON]:
        lines.append(StatusLine(StatusKind.EXPIRES, min(ends), is_link))
    if late := [review_due for _, review_due in dates if review_due < today]:
        lines.append(StatusLine(StatusKind.REVIEW, min(late), is_link))
    assessed = ImpactAssessment.objects.filter(municipality=user.municipality_id).aggregate(due=Max("review_due"))[
        "due"
    ]
    if assessed is not None and assessed < today:
        lines.append(StatusLine(StatusKind.ASSESSMENT, assessed, Right.SEE_VERSIONS in user.rights))
    # Legal bases past their own day are told of above, to everyone.
    waiting = [
        row for row in reviews_that_wait(user, today=today) if row.kind is not ReviewKind.LEGAL_BASIS or not late
    ]
    if days := [row.waits_since for row in waiting if row.waits_since is not None]:
        lines.append(StatusLine(StatusKind.PERIODIC_REVIEWS, min(days), is_link=True, n=len(days)))
    if Right.SEE_USE in user.rights and (n := n_use_alarms(user.municipality_id, today=today)):
        lines.append(StatusLine(StatusKind.USE, use_periods(today=today)[0].last_day, is_link=True, n=n))
    if Right.SEE_PEOPLE in user.rights and user.municipality.needs_introduction:
        introduction = introduction_of(user, today=today)
        if introduction.ends_soon and introduction.valid_until is not None:
            lines.append(StatusLine(StatusKind.INTRODUCTION, introduction.valid_until, is_link=True))
    return lines


def _late_requests(user: User, *, today: date) -> list[StatusLine]:
    """Whoever assigns requests opens them; a manager is told how many there are, and of nobody."""
    late = RightsRequest.objects.filter(municipality=user.municipality_id, state=RequestState.OPEN, due_on__lt=today)
    due = sorted(late.values_list("due_on", flat=True))
    is_link = Right.ASSIGN_REQUESTS in user.rights
    return [StatusLine(StatusKind.REQUESTS, due[0], is_link, n=len(due))] if due else []


def overdue(municipality: str, *, now: datetime) -> dict[str, int]:
    """What somebody should have done by now, for the nightly run to tell."""
    today = timezone.localdate(now)
    requests = RightsRequest.objects.filter(municipality=municipality, state=RequestState.OPEN, due_on__lt=today)
    incidents = [
        one
        for one in Incident.objects.filter(municipality=municipality, closed_at=None, authority_told_at=None)
        if is_overdue(IncidentKind(one.kind), known_at=one.known_at, notified_at=None, now=now)
    ]
    reviews = LegalBasisEntry.objects.filter(municipality=municipality, state=BasisState.APPROVED, review_due__lt=today)
    return {
        "requests past their day": requests.count(),
        "incidents past their time": len(incidents),
        "legal bases past their review": reviews.count(),
        **overdue_reviews(municipality, today=today),
        "erasures not proved": Erasure.objects.filter(municipality=municipality, is_proved=False).count(),
    }
