"""Letters as they were sent, and a municipality's own words for them, in versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.transparency.letters import KIND_NAMES, LetterKind
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import Person
from lighed.web.models.rights import Channel

LETTER_KINDS = [(kind.value, KIND_NAMES[kind].en) for kind in LetterKind]


class LetterState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("letter", "On its way")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    NOT_SENT = "not_sent", pgettext_lazy("letter", "Not sent")
    """There is nothing that sends: somebody here has to."""
    FAILED = "failed", pgettext_lazy("letter", "Could not be sent")


class Letter(models.Model):
    """One letter to one person, in the words that were sent. Nobody changes them afterwards."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=LETTER_KINDS)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    """Empty once the estimate that it told of has been erased."""
    template_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=120, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    """What the one who took the letter calls it."""
    n_tries = models.PositiveSmallIntegerField(default=0)
    is_erased = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["municipality", "state"], name="letters_by_state"),
            models.Index(fields=["person", "-made_at"], name="letters_of_person"),
        )

    def __str__(self) -> str:
        return str(self.key)


class LetterTemplate(models.Model):
    """A municipality's own words for one kind of letter. What has been approved is never changed: an edit is the next
    version."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=LETTER_KINDS)
    number = models.PositiveIntegerField()
    title_da = models.CharField(max_length=120)
    body_da = models.TextField()
    title_en = models.CharField(max_length=120)
    body_en = models.TextField()
    written_by = models.CharField(max_length=80)
    written_by_name = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    """Empty for a draft. Of what has been approved, the highest number counts."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "kind", "number"], name="one_template_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.number}"
