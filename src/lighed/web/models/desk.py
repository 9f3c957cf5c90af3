"""The desk itself: what waits for whom, and how each member of staff has set up the worklist."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.assessments import DataFlag, Question
from lighed.web.models.municipalities import Municipality
from lighed.web.models.own_page import Callback
from lighed.web.models.people import ContactCourse
from lighed.web.models.plans import BulkPlan
from lighed.web.models.rights import RightsRequest
from lighed.web.models.users import User


class Task(models.Model):
    """Something about a person that has changed for the caseworker, until somebody says that it is done.

    It is for one user where `of` is set; otherwise for whoever the course's caseworker is, and their team.
    """

    class Kind(models.TextChoices):
        DATA_CHANGED = "data_changed", pgettext_lazy("task", "Data have been changed")
        DATA_CORRECTED = "data_corrected", pgettext_lazy("task", "Data have been corrected")
        OUT_OF_DATE = "out_of_date", pgettext_lazy("task", "The estimate is out of date")
        ESTIMATED_AGAIN = "estimated_again", pgettext_lazy("task", "The estimate has been made again")
        HANDED_OVER = "handed_over", pgettext_lazy("task", "Handed over to the municipality")
        ASSIGNED = "assigned", pgettext_lazy("task", "The person has a new caseworker")
        OWN_WORDS = "own_words", pgettext_lazy("task", "The person has written")
        QUESTION = "question", pgettext_lazy("task", "A colleague asks")
        ANSWER = "answer", pgettext_lazy("task", "A colleague has answered")
        FLAG_ANSWERED = "flag_answered", pgettext_lazy("task", "An expert has answered")
        NOT_PLANNED = "not_planned", pgettext_lazy("task", "Could not be planned with the others")
        CORRECTION = "correction", pgettext_lazy("task", "The person says that something is wrong")
        REQUEST = "request", pgettext_lazy("task", "A request to answer")
        CALLBACK = "callback", pgettext_lazy("task", "The person wants to be called")
        REVIEW_ANSWERED = "review_answered", pgettext_lazy("task", "The person’s wish for a new assessment is answered")

        @property
        def outlives_course(self) -> bool:
            """Whether it is done although the course has ended: what the person has asked for, and waits for.

            Everything else asks the caseworker to do something about the course.
            """
            return self in (Task.Kind.REQUEST, Task.Kind.CORRECTION, Task.Kind.CALLBACK)

        @property
        def is_only_seen(self) -> bool:
            """Whether there is nothing to do but to have seen it."""
            return self in (
                Task.Kind.DATA_CHANGED, Task.Kind.DATA_CORRECTED, Task.Kind.OUT_OF_DATE, Task.Kind.ESTIMATED_AGAIN,
            )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    of = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="tasks")
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    flag = models.ForeignKey(DataFlag, null=True, on_delete=models.CASCADE, related_name="+")
    bulk_plan = models.ForeignKey(BulkPlan, null=True, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(RightsRequest, null=True, on_delete=models.CASCADE, related_name="+")
    callback = models.ForeignKey(Callback, null=True, on_delete=models.CASCADE, related_name="+")
    elements = models.JSONField(default=list)
    """The codes of what has changed, where the task is about that."""
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, blank=True)
    ended_with_course = models.BooleanField(default=False)
    """Whether nobody did it: the course ended first."""

    class Meta:
        indexes = (models.Index(fields=["municipality", "done_at", "made_at"], name="tasks_open"),)

    def __str__(self) -> str:
        return f"{self.course_id} {self.kind}"


class SavedView(models.Model):
    """A worklist's filters, columns and order under a name. It holds no people, and no name that was searched for."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    team = models.CharField(max_length=80, blank=True)
    """The team that may use it too; none means the owner's alone."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="one_view_per_name"),)

    def __str__(self) -> str:
        return self.name


class DeskSettings(models.Model):
    """How one member of staff has set up the worklist."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="desk_settings")
    columns = models.JSONField(default=list)
    is_dense = models.BooleanField(default=False)
    has_shortcuts = models.BooleanField(default=False)
    """Whether single letters do things: off until asked for (WCAG 2.1.4)."""
    shortcuts = models.JSONField(default=dict)
    """Letters that the user has chosen instead of the usual ones, by what they do."""
    first_view = models.CharField(max_length=40, blank=True)
    """The view that the worklist opens with: the name of a shipped one, or `view-` and a saved one's number."""

    def __str__(self) -> str:
        return str(self.user_id)
