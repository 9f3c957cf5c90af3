"""What is on record about a person's own rights: what they were told, what they chose, what they asked for."""

from __future__ import annotations

import re

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lighed.governance import Choice, RequestKind, RequestResult, Text
from lighed.governance.request_results import RESULTS
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import Person


class Channel(models.TextChoices):
    DIGITAL_POST = "digital_post", _("Digital Post")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    PHONE = "phone", pgettext_lazy("channel", "Telephone")
    MEETING = "meeting", pgettext_lazy("channel", "At a meeting")
    ONLINE = "online", _("The person's own page")
    CASE_SYSTEM = "case_system", _("The case system")


class InformationGiven(models.Model):
    """That the person was informed before the first estimate: by which channel and version of the text, and when."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="information")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    text_version = models.CharField(max_length=100)
    given_on = models.DateField()
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.given_on}"


class ParticipationChoice(models.Model):
    """What the person chose; the newest row counts. No reason is asked for, and none can be kept."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="choices")
    choice = models.CharField(max_length=3, choices=[(choice.value, choice.value) for choice in Choice])
    channel = models.CharField(max_length=20, choices=Channel.choices)
    recorded_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"


REQUEST_KINDS = [
    (RequestKind.ACCESS.value, pgettext_lazy("request", "Access to data")),
    (RequestKind.CORRECTION.value, pgettext_lazy("request", "Correction")),
    (RequestKind.OBJECTION.value, pgettext_lazy("request", "Objection")),
    (RequestKind.REVIEW.value, pgettext_lazy("request", "New assessment by another person")),
]
REQUEST_RESULTS = [
    (RequestResult.UPHELD.value, pgettext_lazy("request", "Upheld")),
    (RequestResult.PARTLY.value, pgettext_lazy("request", "Partly upheld")),
    (RequestResult.NOT_UPHELD.value, pgettext_lazy("request", "Not upheld")),
]


REVIEW_POINTS = [
    ("data", pgettext_lazy("review", "Something you know about me is wrong")),
    ("lacking", pgettext_lazy("review", "You lack something important about me")),
    ("unlike", pgettext_lazy("review", "I am not like those you compare me with")),
    ("changed", pgettext_lazy("review", "Something has changed for me")),
    ("unclear", pgettext_lazy("review", "I do not understand the estimate")),
]
"""What a person can tick when they ask for a new assessment."""


_ADDED = re.compile(r"(?:\A|\n\n)\d{1,2}\.\d{1,2}\.\d{4}: ")
"""Where something that was added begins: with the day on which it was."""


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("request", "Open")
    ANSWERED = "answered", pgettext_lazy("request", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


class RightsRequest(models.Model):
    """What a person asked for under the law, in their own words, and the answer that a named person gave."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=REQUEST_KINDS)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.OPEN)
    words = models.TextField(blank=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    received_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    due_on = models.DateField()
    extended_on = models.DateField(null=True)
    """When it was given more time, which happens once, for `extension_reason`."""
    extension_reason = models.TextField(blank=True)
    assigned_to = models.CharField(max_length=80, blank=True)
    """User name of the one who answers."""
    assigned_at = models.DateTimeField(null=True)
    element = models.CharField(max_length=80, blank=True)
    """Of a correction: the data element that is wrong; empty where it is about something else."""
    element_name = models.JSONField(default=dict, blank=True)
    """Its name as it was on the page, by language."""
    right_words = models.TextField(blank=True)
    """Of a correction: what is right, in the person's own words; `words` say what is wrong."""
    value_then = models.JSONField(null=True, blank=True)
    """Of a correction: the value that stood on the page, by language; none where the information was missing."""
    value_now = models.JSONField(null=True, blank=True)
    """Of a correction: the value that the source has sent since, by language."""
    points = models.JSONField(default=list, blank=True)
    """Of a new assessment: what the person disagrees with, of `REVIEW_POINTS`."""
    assessment = models.ForeignKey("lighed.Assessment", null=True, on_delete=models.SET_NULL, related_name="+")
    """Of a new assessment: what the one who answers assessed before the estimate was shown to them."""
    result = models.CharField(max_length=12, choices=REQUEST_RESULTS, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["municipality", "state", "due_on"], name="requests_by_deadline"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    @property
    def receipt(self) -> str:
        """The number that the person gets, to ask by: it tells nothing of what the request is about."""
        return f"{timezone.localdate(self.received_at).year}-{self.pk}"

    @property
    def first_words(self) -> str:
        """What was written when it was asked for, without what was added later, be it by another hand."""
        return _ADDED.split(self.words, maxsplit=1)[0]

    @property
    def points_text(self) -> tuple[str, ...]:
        """What was ticked, in words."""
        return tuple(str(name) for code, name in REVIEW_POINTS if code in self.points)

    @property
    def result_text(self) -> Text | None:
        """How it ended, in a sentence that the person reads; None while it is open."""
        return RESULTS[RequestKind(self.kind)][RequestResult(self.result)] if self.result else None

    @property
    def element_text(self) -> Text | None:
        """What the value is called that is wrong; None where the request is about none."""
        return Text(**self.element_name) if self.element_name else None

    @property
    def then_text(self) -> Text | None:
        return None if self.value_then is None else Text(**self.value_then)

    @property
    def now_text(self) -> Text | None:
        return None if self.value_now is None else Text(**self.value_now)
