"""What a municipality looks at again at intervals: each review as it was done, and what it was decided to do."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.governance.periodic_reviews import REVIEWS, Conclusion
from lighed.web.models.municipalities import Municipality

REVIEW_KINDS = [(kind.value, kind.value) for kind in REVIEWS]
CONCLUSIONS = [
    (Conclusion.STANDS.value, pgettext_lazy("periodic review", "It stands as it is")),
    (Conclusion.CHANGE.value, pgettext_lazy("periodic review", "Something has to change")),
]


class PeriodicReview(models.Model):
    """One review that was done. It is never changed; the newest of its kind says when the next is due."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="periodic_reviews")
    kind = models.CharField(max_length=20, choices=REVIEW_KINDS)
    done_on = models.DateField()
    done_by = models.CharField(max_length=120)
    conclusion = models.CharField(max_length=10, choices=CONCLUSIONS)
    note = models.TextField(max_length=4000)
    """What was looked at and seen."""
    next_due = models.DateField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.done_on}"


class FollowUp(models.Model):
    """What a review asked for, by when, and what came of it."""

    review = models.ForeignKey(PeriodicReview, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=500)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.review_id} {self.due_on}"

    def is_late(self, *, today: date) -> bool:
        return self.done_on is None and self.due_on < today
