"""Incidents: what went wrong, who sees to it, and everything that was done about it, in order."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.governance.incidents import IncidentKind
from lighed.web.models.municipalities import Municipality

KINDS = [
    (IncidentKind.BREACH.value, pgettext_lazy("incident", "Breach of personal data")),
    (IncidentKind.SERIOUS.value, pgettext_lazy("incident", "Serious incident")),
    (IncidentKind.MODEL_ERROR.value, pgettext_lazy("incident", "Error of the model")),
]


class Incident(models.Model):
    """The clock runs from `known_at`. Texts name no one: whoever is affected is counted."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=120)
    what_happened = models.TextField()
    known_at = models.DateTimeField()
    n_affected = models.PositiveIntegerField(null=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    assigned_to = models.CharField(max_length=80, blank=True)
    authority_told_at = models.DateTimeField(null=True)
    affected_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (models.Index(fields=["municipality", "closed_at", "known_at"], name="incidents_in_order"),)

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.key}"


class EntryKind(models.TextChoices):
    OPENED = "opened", pgettext_lazy("incident", "Opened")
    NOTE = "note", pgettext_lazy("incident", "Note")
    ASSIGNED = "assigned", pgettext_lazy("incident", "Assigned")
    COUNTED = "counted", pgettext_lazy("incident", "People affected")
    AUTHORITY_TOLD = "authority_told", pgettext_lazy("incident", "The authority was told")
    AFFECTED_TOLD = "affected_told", pgettext_lazy("incident", "Those affected were told")
    NOT_TOLD = "not_told", pgettext_lazy("incident", "Why the authority was not told")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")


class IncidentEntry(models.Model):
    """One line of an incident's timeline. It is never changed, and goes only with the whole incident."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("an entry of an incident is never changed")
        super().save(*args, **kwargs)
