"""Plans of meetings and what they are made with: templates, the teams' hours, exemptions, many plans at once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.assessments import LEVELS
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import ContactCourse
from lighed.web.models.users import User

FORMS = [
    ("in_person", pgettext_lazy("meeting", "In person")),
    ("phone", pgettext_lazy("meeting", "By telephone")),
    ("video", pgettext_lazy("meeting", "By video")),
]
MEETING_KINDS = [
    ("cv", pgettext_lazy("meeting", "CV meeting")),
    ("job", pgettext_lazy("meeting", "Job-search meeting")),
    ("follow_up", pgettext_lazy("meeting", "Follow-up meeting")),
    ("joint", pgettext_lazy("meeting", "Joint meeting with the fund")),
]


class MeetingTemplate(models.Model):
    """How a municipality meets people: how many meetings, how far apart, how long, in which form."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="meeting_templates")
    name = models.CharField(max_length=60)
    n_meetings = models.PositiveSmallIntegerField()
    weeks_between = models.PositiveSmallIntegerField()
    first_within_days = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=FORMS)
    level = models.CharField(max_length=10, choices=LEVELS, blank=True)
    """For which assessment it is mostly used: to count hours ahead with, never to choose a plan by."""
    is_in_use = models.BooleanField(default=True)
    changed_by = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "name"], name="one_template_per_name"),)

    def __str__(self) -> str:
        return self.name


class TeamHours(models.Model):
    """The hours a week that a team has for meetings, from a day on; the newest row of a team counts."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="team_hours")
    team = models.CharField(max_length=80)
    hours = models.DecimalField(max_digits=6, decimal_places=1)
    valid_from = models.DateField()
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team} {self.valid_from}"


class ContactRulesChecked(models.Model):
    """That the municipality has checked a set of contact rules against the law, as it stood then."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    rule_set = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    checked_by = models.CharField(max_length=120)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.rule_set}"


class Exemption(models.Model):
    """That one person is exempt from further meetings, after a caseworker's concrete assessment of that person."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="exemptions")
    reason = models.TextField()
    rule_set = models.CharField(max_length=80)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(ended_at=None), name="one_exemption_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.made_at:%Y-%m-%d}"


class BulkPlan(models.Model):
    """Many people planned with one template at once; it can be undone for a while.

    Until it is confirmed it is a selection of its maker's, which nobody else sees and which plans nothing.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60, blank=True)
    was_found_by_band = models.BooleanField()
    """Whether the people were found by a filter on what was estimated: then only those assessed are planned."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.made_at:%Y-%m-%d}"


class BulkPlanRow(models.Model):
    """One person in a plan of many: chosen at first, then planned, skipped or failed, and why."""

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", pgettext_lazy("bulk", "Chosen")
        PLANNED = "planned", pgettext_lazy("bulk", "Planned")
        SKIPPED = "skipped", pgettext_lazy("bulk", "Skipped")
        FAILED = "failed", pgettext_lazy("bulk", "Failed")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    bulk_plan = models.ForeignKey(BulkPlan, on_delete=models.CASCADE, related_name="rows")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="+")
    seen = models.PositiveIntegerField(default=0)
    """The course's revision when it was chosen: what somebody has changed since is not planned over."""
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.JSONField(default=dict)
    """Why it was not planned, in both languages."""

    def __str__(self) -> str:
        return f"{self.bulk_plan_id} {self.outcome}"


class Plan(models.Model):
    """The meetings planned with one person, under one set of rules. A new plan replaces the one in force."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", pgettext_lazy("plan", "In force")
        REPLACED = "replaced", pgettext_lazy("plan", "Replaced")
        UNDONE = "undone", pgettext_lazy("plan", "Undone")
        FELL_AWAY = "fell_away", pgettext_lazy("plan", "Fell away when the course ended")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="plans")
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_FORCE)
    template = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=LEVELS, blank=True)
    """The caseworker's assessment that it was made after; a plan never follows a band."""
    rule_set = models.CharField(max_length=80, blank=True)
    """The contact rules it was checked against; none where none were in force."""
    reason_below = models.TextField(blank=True)
    """Why it has fewer meetings than the rules ask for, where the person is exempt."""
    bulk_plan = models.ForeignKey(BulkPlan, null=True, on_delete=models.SET_NULL, related_name="plans")
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """What was in force before, and is again if this is undone."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course"], condition=models.Q(state="in_force"), name="one_plan_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.made_at:%Y-%m-%d}"


class PlannedMeeting(models.Model):
    """One meeting of a plan: held by its day at the latest. Hours of the clock are booked elsewhere."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    book_by = models.DateField(null=True)
    """Until when the person can book it themselves."""
    minutes = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=FORMS)
    kind = models.CharField(max_length=10, choices=MEETING_KINDS)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="one_meeting_per_number"),)
        indexes = (models.Index(fields=["municipality", "on"], name="meetings_by_day"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
