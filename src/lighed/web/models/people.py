"""People in contact with a municipality, and their courses. Keys are random, so that a URL tells nothing of anyone."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lighed.governance import Moment
from lighed.web.models.municipalities import Municipality

MOMENTS = [(moment.value, moment.value) for moment in Moment]


class CourseState(models.TextChoices):
    WITH_FUND = "with_fund", _("With the fund")
    HANDED_OVER = "handed_over", _("With the municipality")
    ENDED = "ended", _("Ended")


class EstimateState(models.TextChoices):
    """What there is to show about a course, for the moment that the course has reached.

    ALREADY_LONG comes with time and HIDDEN with the reader; neither is ever stored: see
    `ContactCourse.shown_estimate_state` and `ProfilingStatus.shown_state`.
    """

    READY = "ready", _("Estimate ready")
    CANNOT_BE_ASSESSED = "cannot_be_assessed", _("Cannot be assessed")
    ALREADY_LONG = "already_long", _("Already long")
    OUT_OF_DATE = "out_of_date", pgettext_lazy("estimate", "Out of date")
    HIDDEN = "hidden", pgettext_lazy("estimate", "Hidden for now")
    NOT_PERMITTED = "not_permitted", _("No legal basis")
    NOT_PROFILED = "not_profiled", _("Not profiled")


class Person(models.Model):
    """One person as the case system knows them. `search_name` and `sort_name` are made from the name, see `names`."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="people")
    person_id = models.CharField(max_length=80)
    display_name = models.CharField(max_length=200, blank=True)
    search_name = models.CharField(max_length=200, blank=True)
    sort_name = models.CharField(max_length=120, blank=True, db_index=True)
    address_name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    birth_year = models.IntegerField()
    sex = models.CharField(max_length=10, blank=True)
    """As the case system has it; read to count groups by, and never shown in a list."""
    has_protected_address = models.BooleanField(default=False)
    needs_interpreter = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "person_id"], name="one_person_per_id"),)
        indexes = (
            # The few whose name is not shown to everyone, who are found apart from the others.
            models.Index(
                fields=["municipality", "key"], condition=models.Q(has_protected_address=True), name="people_protected"
            ),
            models.Index(fields=["municipality", "needs_interpreter", "search_name", "key"], name="people_filters"),
        )

    def __str__(self) -> str:
        return str(self.key)

    is_hidden = False
    """Whether the one who asked may not see who this is."""

    def hide(self) -> None:
        """Take away what tells who this is, in this object only, which can then not be saved."""
        self.is_hidden = True
        for field in ("display_name", "search_name", "sort_name", "address_name", "phone"):
            setattr(self, field, "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_hidden:
            raise TypeError("what was hidden from a reader would be lost")
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        if self.is_hidden:
            return gettext("Name and address are protected")
        return self.display_name or gettext("Name not received (%(id)s)") % {"id": self.person_id}


_LISTED = (
    *("deadline_on", "registered_on", "key"),
    *("state", "handed_over_on", "reached", "level", "estimate_state", "n_planned", "n_missing", "is_exempt"),
    *("team", "caseworker_id", "person", "current_estimate", "hand_over_expected_on"),
)
"""The order of the worklist, and then all that it counts and filters by: from an index that holds it, the first people
are found without any sorting, and the wide rows themselves are not read."""


class ContactCourse(models.Model):
    """One contact course. `reached` is the moment it has reached; only that moment's estimate is ever shown."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="courses")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="courses")
    course_id = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=CourseState.choices)
    reached = models.CharField(max_length=20, choices=MOMENTS)
    registered_on = models.DateField()
    handed_over_on = models.DateField(null=True)
    unemployment_fund = models.CharField(max_length=120, blank=True)
    caseworker_id = models.CharField(max_length=80, blank=True)
    caseworker_name = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=80, blank=True)
    estimate_state = models.CharField(max_length=20, choices=EstimateState.choices)
    current_estimate = models.OneToOneField(
        "lighed.StoredEstimate", null=True, on_delete=models.SET_NULL, related_name="shown_for"
    )
    is_held_out = models.BooleanField(default=False)
    """Drawn to be handled without an estimate, so that its effect can be measured."""
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    corrected_on = models.DateField(null=True)
    """The day on which facts behind the estimate were corrected; empty again once it has been made anew."""
    n_missing = models.PositiveSmallIntegerField(default=0)
    """Data elements without a value at `reached`."""
    deadline_on = models.DateField(null=True)
    """The next day on which the contact rules ask for something; none where no rules are in force, or nothing is due.
    It is reckoned anew whenever the course, its plan or the rules change."""
    deadline_kind = models.CharField(max_length=40, blank=True)
    hand_over_expected_on = models.DateField(null=True)
    """While the fund has the course: the day on which the rules expect the hand-over. Reckoned likewise."""
    n_planned = models.PositiveSmallIntegerField(default=0)
    """Meetings of the plan in force that are still to come."""
    level = models.CharField(max_length=10, blank=True)
    """The caseworker's newest assessment at `reached`; see `Assessment`."""
    is_exempt = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    """Counted up by everything that staff write about the course, so that nobody writes over what they did not see."""
    changed_by = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(null=True)

    # Wide, and last: SQLite reads a row from its beginning, and what a list shows of it stands before these.
    refusals = models.JSONField(default=list)
    """Why no estimate was permitted, in both languages."""
    values = models.JSONField(default=list)
    """The data elements as known at `reached`, in words, for the page of the person."""
    document = models.BinaryField(null=True)
    """The event as received last, compressed (`stored_documents`), so that an estimate can be made again: by another
    version, or when the person has been informed."""
    timeline = models.JSONField(default=list)
    """What has happened in the course so far, as the case system knows it: meetings, changes of caseworker."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "course_id"], name="one_course_per_id"),)
        indexes = (
            models.Index(fields=["municipality", *_LISTED], name="worklist_filters"),
            # To list the names. People are found by theirs in the index above, which is read in its order.
            models.Index(
                fields=["municipality", "caseworker_id", "caseworker_name"],
                condition=~models.Q(caseworker_id=""),
                name="worklist_caseworker",
            ),
            models.Index(fields=["municipality", "team"], condition=~models.Q(team=""), name="worklist_team"),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_revealed(self) -> bool:
        """Whether the one who asked has been shown the estimate of `reached` before.

        `queries.scope` finds it out; of a course that was taken from elsewhere it is not known, and so it was not.
        """
        return bool(getattr(self, "was_shown", False))

    @property
    def is_for_review(self) -> bool:
        """Whether the one who asked is named to assess the person anew; found out, and not known, likewise."""
        return bool(getattr(self, "answers_review", False))

    def days_since_registration(self, today: date) -> int:
        return (today - self.registered_on).days

    def shown_estimate_state(self, today: date) -> str:
        """The state as of `today`: no estimate says that a course may become long that already is.

        An ended course keeps its state, because how long it lasted is not known here.
        """
        estimate = self.current_estimate
        if self.state == CourseState.ENDED or estimate is None or estimate.applies_until is None:
            return self.estimate_state
        return EstimateState.ALREADY_LONG.value if today > estimate.applies_until else self.estimate_state

    @property
    def estimated_on(self) -> date:
        """The day of the moment that the course has reached, which its estimate is of."""
        if self.reached == Moment.HAND_OVER.value and self.handed_over_on is not None:
            return self.handed_over_on
        return self.registered_on
