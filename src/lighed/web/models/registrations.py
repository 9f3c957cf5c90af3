"""The events that were received from case systems: each counts once."""

from __future__ import annotations

from django.db import models

from lighed.governance import EventKind
from lighed.web.models.arrivals import ArrivalSource, ArrivalState, Inbox
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import ContactCourse, Person

_KINDS = [(kind.value, kind.value) for kind in EventKind]


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
    """`document_sha256` tells a repeat of the same event from another event under the same id.

    The document is kept while the event waits; of one that was done the course has it, and of a refused one nobody.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=80)
    document_sha256 = models.CharField(max_length=64)
    event = models.CharField(max_length=20, choices=_KINDS)
    occurred_on = models.DateField(null=True)
    inbox = models.ForeignKey(Inbox, null=True, on_delete=models.CASCADE, related_name="events")
    course = models.ForeignKey(ContactCourse, null=True, on_delete=models.CASCADE, related_name="events")
    """Empty until the event has been done."""
    received_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=ArrivalSource.choices, default=ArrivalSource.ENDPOINT)
    sent_by = models.CharField(max_length=120, blank=True)
    """As the log calls the token or command that it came by."""
    state = models.CharField(max_length=10, choices=ArrivalState.choices, default=ArrivalState.DONE)
    finished_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    """Something that happened later had been done before: it was written down and changed nothing."""
    n_failures = models.PositiveSmallIntegerField(default=0)
    """How often our software has failed at it."""
    faults = models.JSONField(default=list)
    """Why it was refused: places in the document and rules, no value."""
    document = models.BinaryField(null=True)

    class Meta:
        # In each municipality by itself: whether another one has an event of that id is not told.
        constraints = (models.UniqueConstraint(fields=["municipality", "event_id"], name="one_event_per_id"),)
        indexes = (models.Index(fields=["municipality", "state", "received_at"], name="arrivals_in_order"),)

    def __str__(self) -> str:
        return self.event_id
