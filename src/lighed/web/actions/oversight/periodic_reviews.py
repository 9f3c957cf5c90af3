"""A review that was done -> kept, with what has to follow and by when; and what came of that."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.periodic_reviews import (
    IS_DONE,
    NOT_YOURS,
    WRITE_WHAT_CAME,
    Conclusion,
    ReviewKind,
    ReviewRefused,
    check_review,
    may_review,
)
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import FollowUp, PeriodicReview, User


@transaction.atomic
def record_review(  # every field of the form is one
    kind: ReviewKind,
    *,
    by: User,
    note: str,
    conclusion: Conclusion,
    next_due: date,
    follow_up: str = "",
    follow_up_due: date | None = None,
    audit: AuditEvent,
) -> PeriodicReview:
    """Keep a review, and what it says has to follow.

    Raises
    ------
    ReviewRefused
        If the role does not do this review, or it says too little, or its next day is too far.
    """
    today = timezone.localdate(audit.at)
    check_review(
        kind,
        roles=by.roles,
        note=note,
        conclusion=conclusion,
        next_due=next_due,
        follow_up=follow_up,
        follow_up_due=follow_up_due,
        today=today,
    )
    review = PeriodicReview.objects.create(
        municipality_id=by.municipality_id,
        kind=kind.value,
        done_on=today,
        done_by=by.username,
        conclusion=conclusion.value,
        note=note.strip(),
        next_due=next_due,
        recorded_at=audit.at,
    )
    if conclusion is Conclusion.CHANGE and follow_up_due is not None:
        FollowUp.objects.create(review=review, what=follow_up.strip(), due_on=follow_up_due)
    record(audit=about(audit, municipality=by.municipality_id))
    return review


@transaction.atomic
def finish_follow_up(follow_up: FollowUp, *, by: User, outcome: str, audit: AuditEvent) -> None:
    """Say that what a review asked for is done, and what came of it.

    Raises
    ------
    ReviewRefused
        If it is another role's, done already, or nothing is said of it.
    """
    locked = FollowUp.objects.select_for_update().select_related("review").get(pk=follow_up.pk)
    if not may_review(ReviewKind(locked.review.kind), by.roles):
        raise ReviewRefused(NOT_YOURS)
    if locked.done_on is not None:
        raise ReviewRefused(IS_DONE)
    if not outcome.strip():
        raise ReviewRefused(WRITE_WHAT_CAME)
    locked.done_on, locked.done_by, locked.outcome = timezone.localdate(audit.at), by.username, outcome.strip()
    locked.save(update_fields=["done_on", "done_by", "outcome"])
    record(audit=about(audit, municipality=locked.review.municipality_id))
