"""Data protection impact assessments: where each is filed, who signed it, what it covers and until when."""

from __future__ import annotations

from datetime import date

from django.db import models

from lighed.web.models.municipalities import Municipality
from lighed.web.models.versions import ModelVersion


class ImpactAssessment(models.Model):
    """It covers one version, or every version put into operation until a day. It is never changed; a newer one counts
    beside it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="impact_assessments")
    title = models.CharField(max_length=200)
    filed_at = models.CharField(max_length=200)
    version = models.ForeignKey(ModelVersion, null=True, on_delete=models.PROTECT, related_name="impact_assessments")
    covers_until = models.DateField(null=True)
    signed = models.JSONField()
    """As a signature of a legal basis: person, name, role, day."""
    review_due = models.DateField()
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) ^ models.Q(covers_until__isnull=True),
                name="one_version_or_a_last_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.title}"

    @property
    def signed_on(self) -> date:
        """The day of the signature."""
        return date.fromisoformat(self.signed["on"])
