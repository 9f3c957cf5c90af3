"""What caseworkers say about a course: assessments, what they were shown, what they ask a colleague."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lighed.governance import AssessmentReason, AssessmentStep, DisplayMode, Relation, SupportLevel
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import MOMENTS, ContactCourse
from lighed.web.models.stored_estimates import BANDS
from lighed.web.models.users import User

LEVELS = [
    (SupportLevel.LESS.value, pgettext_lazy("support", "Less support")),
    (SupportLevel.SOME.value, pgettext_lazy("support", "Some support")),
    (SupportLevel.MORE.value, pgettext_lazy("support", "More support")),
    (SupportLevel.NOT_KNOWN.value, pgettext_lazy("support", "Not known yet")),
]
REASONS = [
    (AssessmentReason.NEW_INFORMATION.value, _("New information from the person")),
    (AssessmentReason.WRONG_DATA.value, _("Something in the data is wrong or old")),
    (AssessmentReason.SOMETHING_MISSING.value, _("The tool lacks something important")),
    (AssessmentReason.OWN_WISHES.value, _("The person’s own wishes")),
    (AssessmentReason.ON_THE_WAY.value, _("A job or an education is on its way")),
    (AssessmentReason.SPECIAL_CIRCUMSTANCES.value, _("Special circumstances")),
    (AssessmentReason.PROFESSIONAL.value, _("Professional judgement (say more)")),
    (AssessmentReason.CANNOT_SEE_WHY.value, _("I cannot see why the estimate is as it is")),
    (AssessmentReason.OTHER.value, pgettext_lazy("assessment", "Other")),
]
RELATIONS = [
    (Relation.SAME.value, pgettext_lazy("assessment", "The same as the estimate")),
    (Relation.LESS_THAN_ESTIMATED.value, pgettext_lazy("assessment", "Less than the estimate")),
    (Relation.MORE_THAN_ESTIMATED.value, pgettext_lazy("assessment", "More than the estimate")),
]
MODES = [(mode.value, mode.value) for mode in DisplayMode]
OWN_QUESTIONS = [
    ("work", pgettext_lazy("own words", "What work would you like to have?")),
    ("on_the_way", pgettext_lazy("own words", "Do you have a job or an education on its way?")),
    ("important", pgettext_lazy("own words", "What matters to you when we talk?")),
]
"""The questions that a person is asked to prepare for a meeting with, and may leave without an answer."""


class Assessment(models.Model):
    """One caseworker's judgement. Rows are added and never changed, but for what an erased estimate leaves in them.

    `band_seen` and `relation` are traces of the estimate that was on the page; they are emptied when it is erased.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="assessments")
    moment = models.CharField(max_length=20, choices=MOMENTS)
    step = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AssessmentStep])
    level = models.CharField(max_length=10, choices=LEVELS)
    reason = models.CharField(max_length=24, choices=REASONS, blank=True)
    words = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=80, blank=True)
    """The team of whoever made it, as it was then: who moves to another leaves the figures of a past period alone."""
    made_at = models.DateTimeField()
    mode = models.CharField(max_length=12, choices=MODES)
    """How the municipality showed estimates then."""
    band_seen = models.CharField(max_length=10, choices=BANDS, blank=True)
    relation = models.CharField(max_length=20, choices=RELATIONS, blank=True)
    is_authors_only = models.BooleanField(default=False)
    """Whether the words are left to whoever wrote them: they were written in view of an estimate that was erased since,
    and may quote it."""
    seconds_on_page = models.PositiveIntegerField(null=True)
    """From when the estimate was last shown to whoever assessed, until this was saved."""

    class Meta:
        indexes = (models.Index(fields=["municipality", "made_at"], name="assessments_by_day"),)

    def __str__(self) -> str:
        return f"{self.course_id} {self.step}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and not self.team:
            self.team = self.made_by.team
        super().save(*args, **kwargs)


class EstimateView(models.Model):
    """That an estimate was shown to a member of staff: the first time, and the last. A trace of the estimate."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="estimate_views")
    moment = models.CharField(max_length=20, choices=MOMENTS)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=12, choices=MODES)
    first_shown_at = models.DateTimeField()
    last_shown_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["course", "user", "moment"], name="one_view_per_reader"),)

    def __str__(self) -> str:
        return f"{self.course_id} {self.moment}"


class Question(models.Model):
    """What a caseworker asks a colleague about one person, and what the colleague answers."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    hides_own_view = models.BooleanField(default=False)
    """Whether the colleague answers before seeing what the one who asks has assessed."""
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_with_course = models.BooleanField(default=False)
    """Whether nobody closed it: the course ended first."""

    def __str__(self) -> str:
        return f"{self.course_id} {self.asked_at:%Y-%m-%d}"


class DataFlag(models.Model):
    """That a caseworker found one data element wrong, or of no use to judge by. Experts read it without the person."""

    class Kind(models.TextChoices):
        WRONG = "wrong", pgettext_lazy("flag", "Wrong or old")
        IRRELEVANT = "irrelevant", pgettext_lazy("flag", "Irrelevant")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="flags")
    element = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.element} {self.kind}"


class PersonWords(models.Model):
    """The person's own words about what they want and need, as they wrote or said them; the newest row counts."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="own_words")
    answers = models.JSONField(default=dict)
    """What the person answered to the questions that prepare for a meeting, by question; see `OWN_QUESTIONS`."""
    words = models.TextField(blank=True)
    wants_help_with = models.TextField(blank=True)
    is_from_person = models.BooleanField(default=True)
    """Written on the person's own page; otherwise told to a member of staff, who wrote it down."""
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course_id} {self.recorded_at:%Y-%m-%d}"
