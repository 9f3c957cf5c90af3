"""What arrives by itself about a person: one inbox each, so that a person's events are worked on one at a time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import Person


class ArrivalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("event", "Waiting")
    DONE = "done", pgettext_lazy("event", "Done")
    REFUSED = "refused", pgettext_lazy("event", "Refused")


class ArrivalSource(models.TextChoices):
    """The way in."""

    ENDPOINT = "endpoint", pgettext_lazy("event", "Endpoint")
    FILE = "file", pgettext_lazy("event", "File")
    COMMAND = "command", pgettext_lazy("event", "Command")


class Inbox(models.Model):
    """A person's events. Whoever has locked the row works on them, and nobody else does.

    The task queue only says that there is something to look at here: what is to be done stands in the events.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    id_in_case_system = models.CharField(max_length=80)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="inboxes")
    """Empty until the person's first event has been done."""
    due_at = models.DateTimeField(null=True, db_index=True)
    """When to look; empty while there is nothing to do."""
    n_failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row it could not be done. Each time the next look waits longer."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "id_in_case_system"], name="one_inbox_per_person"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ArrivalFile(models.Model):
    """A file that was taken from the folder of arrivals: which one, and what became of its lines. No content."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    n_new = models.PositiveIntegerField()
    n_known = models.PositiveIntegerField()
    n_refused = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name
