"""The events that were received from case systems: each counts once."""

from __future__ import annotations

from django.db import models

from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import MOMENTS, ContactCourse, Person


class ReceivedRightsEvent(models.Model):
    """An event about a person's own rights. It holds nothing of what was said, only a digest that tells repeats."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=80)
    document_sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        # In each municipality by itself: whether another one has an event of that id is not told.
        constraints = (models.UniqueConstraint(fields=["municipality", "event_id"], name="one_rights_event_per_id"),)

    def __str__(self) -> str:
        return self.event_id


class ReceivedEvent(models.Model):
    """`document_sha256` tells a repeat of the same event from another event under the same id; no content is kept."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=80)
    document_sha256 = models.CharField(max_length=64)
    event = models.CharField(max_length=20, choices=MOMENTS)
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="events")
    received_at = models.DateTimeField()

    class Meta:
        # In each municipality by itself: whether another one has an event of that id is not told.
        constraints = (models.UniqueConstraint(fields=["municipality", "event_id"], name="one_event_per_id"),)

    def __str__(self) -> str:
        return self.event_id
