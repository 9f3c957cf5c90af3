"""A municipality -> what is looked at again at intervals: when each review is due, and what the last one asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from lighed.governance import Role, Text, VersionState
from lighed.governance.periodic_reviews import (
    REVIEWS,
    ReviewKind,
    ReviewRule,
    basis_review_due,
    may_review,
    review_due,
)
from lighed.web.models import CONCLUSIONS, BasisState, FollowUp, LegalBasisEntry, PeriodicReview, User, VersionUse

__all__ = [
    "CONCLUSIONS",
    "ReviewRow",
    "follow_up_of",
    "overdue_reviews",
    "review_rows",
    "reviews_done",
    "reviews_that_wait",
]

SOON = timedelta(days=30)
"""So long before its day a review is told of."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One kind of review as it stands. `due` is None where there is nothing to review yet."""

    kind: ReviewKind
    rule: ReviewRule
    due: date | None
    newest: PeriodicReview | None
    follow_ups: tuple[FollowUp, ...]
    """What is still to be done, of this review or of earlier ones, the first that is due first."""
    may_do: bool
    today: date

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def is_soon(self) -> bool:
        return self.due is not None and self.today <= self.due <= self.today + SOON

    @property
    def n_late_follow_ups(self) -> int:
        return sum(one.is_late(today=self.today) for one in self.follow_ups)

    @property
    def waits_since(self) -> date | None:
        """The first day on which something here was or is to be done, where somebody should be told by now."""
        days = [one.due_on for one in self.follow_ups if one.is_late(today=self.today)]
        if self.due is not None and (self.is_late or self.is_soon):
            days.append(self.due)
        return min(days, default=None)

    @property
    def page(self) -> str:
        return self.rule.page

    @property
    def name(self) -> Text:
        return self.rule.name


def review_rows(municipality: str, *, roles: Iterable[Role] = (), today: date) -> list[ReviewRow]:
    """Every kind of review, in their order; five queries, however many reviews there were."""
    mine = frozenset(roles)
    newest: dict[str, PeriodicReview] = {}
    for review in PeriodicReview.objects.filter(municipality=municipality).order_by("done_on", "id"):
        newest[review.kind] = review
    still_open: dict[str, list[FollowUp]] = {}
    found = FollowUp.objects.filter(review__municipality=municipality, done_on=None).select_related("review")
    for one in found.order_by("due_on", "id"):
        still_open.setdefault(one.review.kind, []).append(one)
    due = _due_days(municipality, newest, today=today)
    return [
        ReviewRow(
            kind,
            rule,
            due[kind],
            newest.get(kind.value),
            tuple(still_open.get(kind.value, ())),
            may_review(kind, mine),
            today,
        )
        for kind, rule in REVIEWS.items()
    ]


def reviews_that_wait(user: User, *, today: date) -> list[ReviewRow]:
    """Those that are the user's to do and are past their day or soon will be, or have left something undone."""
    if not any(may_review(kind, user.roles) for kind in REVIEWS):
        return []
    rows = review_rows(user.municipality_id, roles=user.roles, today=today)
    return [row for row in rows if row.may_do and row.waits_since is not None]


def overdue_reviews(municipality: str, *, today: date) -> dict[str, int]:
    """What somebody should have looked at again by now, or have done after a review, for the nightly run to tell."""
    rows = review_rows(municipality, today=today)
    # Legal bases past their own day are counted by themselves.
    n_late = sum(row.is_late for row in rows if row.kind is not ReviewKind.LEGAL_BASIS)
    return {
        "periodic reviews past their day": n_late,
        "follow-ups past their day": sum(row.n_late_follow_ups for row in rows),
    }


def reviews_done(municipality: str, kind: ReviewKind) -> list[PeriodicReview]:
    """All reviews of a kind with what followed, the newest first."""
    reviews = PeriodicReview.objects.filter(municipality=municipality, kind=kind.value)
    return list(reviews.prefetch_related("follow_ups").order_by("-done_on", "-id"))


def follow_up_of(municipality: str, number: int) -> FollowUp | None:
    return FollowUp.objects.filter(review__municipality=municipality, pk=number).select_related("review").first()


def _due_days(municipality: str, newest: dict[str, PeriodicReview], *, today: date) -> dict[ReviewKind, date | None]:
    uses = VersionUse.objects.filter(municipality=municipality).exclude(in_operation_from=None)
    begun = sorted((timezone.localdate(at), state) for at, state in uses.values_list("in_operation_from", "state"))
    first = begun[0][0] if begun else None
    now = next((day for day, state in begun if state == VersionState.IN_OPERATION.value), None)
    due: dict[ReviewKind, date | None] = {}
    for kind in REVIEWS:
        last = newest.get(kind.value)
        next_due, reviewed_on = (last.next_due, last.done_on) if last else (None, None)
        if kind is ReviewKind.LEGAL_BASIS:
            due[kind] = basis_review_due(_bases(municipality, today=today), next_due=next_due, reviewed_on=reviewed_on)
        else:
            # Without a version in operation there are no estimates to compare with what became of people.
            begun_on = now if kind is ReviewKind.RECALIBRATION else first
            due[kind] = review_due(kind, next_due=next_due, reviewed_on=reviewed_on, begun_on=begun_on)
    return due


def _bases(municipality: str, *, today: date) -> list[tuple[date, date]]:
    entries = LegalBasisEntry.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        municipality=municipality,
        state=BasisState.APPROVED,
        valid_from__lte=today,
    )
    return [
        (timezone.localdate(approved_at) if approved_at else valid_from, due)
        for approved_at, valid_from, due in entries.values_list("approved_at", "valid_from", "review_due")
    ]
