"""What a person leaves on their own page: that they want to be called, and words that are not sent yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import ContactCourse
from lighed.web.models.users import User


class CallTime(models.TextChoices):
    ANY = "any", pgettext_lazy("call", "Any time of the day")
    MORNING = "morning", pgettext_lazy("call", "In the morning")
    AFTERNOON = "afternoon", pgettext_lazy("call", "In the afternoon")


class Callback(models.Model):
    """That the person wants to be called by a human being: on which number, when, and with an interpreter of what."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="callbacks")
    phone = models.CharField(max_length=40)
    time_of_day = models.CharField(max_length=10, choices=CallTime.choices, default=CallTime.ANY)
    interpreter = models.CharField(max_length=40, blank=True)
    """The language of the interpreter that is wished for; empty for none."""
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course_id} {self.asked_at:%Y-%m-%d}"


class WordsDraft(models.Model):
    """What somebody has begun to write on the person's own page. Nobody else reads it before it is sent."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="words_drafts")
    written_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    wants_help_with = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["course", "written_by"], name="one_draft_per_writer"),)

    def __str__(self) -> str:
        return f"{self.course_id} {self.saved_at:%Y-%m-%d}"
