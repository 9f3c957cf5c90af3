"""The legal register: legal bases as the municipality entered and approved them, and whom it informed of training."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.governance import Purpose
from lighed.web.models.municipalities import Municipality

PURPOSES = [
    (Purpose.TRAINING.value, pgettext_lazy("purpose", "Build person types")),
    (Purpose.OPERATION.value, pgettext_lazy("purpose", "Plan contact courses")),
]


class BasisState(models.TextChoices):
    ENTERED = "entered", pgettext_lazy("legal basis", "Awaits approval")
    APPROVED = "approved", pgettext_lazy("legal basis", "Approved")
    SUSPENDED = "suspended", pgettext_lazy("legal basis", "Suspended")
    REPLACED = "replaced", pgettext_lazy("legal basis", "Replaced")
    REJECTED = "rejected", pgettext_lazy("legal basis", "Rejected")


class LegalBasisEntry(models.Model):
    """One revision of one legal basis in one municipality. `content` never changes: an edit is another revision.

    Signatures are kept as they were given (person, name, role, day), so that they outlive the users who gave them.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="legal_bases")
    code = models.CharField(max_length=60)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=BasisState.choices)
    content = models.JSONField()
    purpose = models.CharField(max_length=30, choices=PURPOSES)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    review_due = models.DateField()
    is_fictional = models.BooleanField()
    entered = models.JSONField()
    entered_at = models.DateTimeField()
    approved = models.JSONField(null=True)
    approved_at = models.DateTimeField(null=True)
    suspended = models.JSONField(null=True)
    suspended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why it was suspended, replaced or rejected."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "code", "revision"], name="one_entry_per_revision"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.code} {self.revision}"


class TrainingInformation(models.Model):
    """How the people whose earlier courses are used for training were told of it: whom, by what, when."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="training_information")
    whom = models.CharField(max_length=200)
    channel = models.CharField(max_length=120)
    text_version = models.CharField(max_length=100)
    informed_on = models.DateField()
    n_people = models.PositiveIntegerField(null=True)
    entered = models.JSONField()
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.informed_on}"
