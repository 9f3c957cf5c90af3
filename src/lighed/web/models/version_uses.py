"""A version's life in each municipality, step by step, and what it computes beside the one in operation."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.governance import Side, Step, VersionState
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import MOMENTS, ContactCourse
from lighed.web.models.stored_estimates import BANDS
from lighed.web.models.versions import ModelVersion

VERSION_STATES = [
    (VersionState.DRAFT.value, pgettext_lazy("version", "Draft")),
    (VersionState.EVALUATED.value, pgettext_lazy("version", "Evaluated")),
    (VersionState.PROPOSED.value, pgettext_lazy("version", "Proposed")),
    (VersionState.APPROVED.value, pgettext_lazy("version", "Approved")),
    (VersionState.SHADOW.value, pgettext_lazy("version", "Shadow run")),
    (VersionState.IN_OPERATION.value, pgettext_lazy("version", "In operation")),
    (VersionState.RETIRED.value, pgettext_lazy("version", "Retired")),
    (VersionState.REJECTED.value, pgettext_lazy("version", "Rejected")),
]
SIDES = [
    (Side.PROFESSIONAL.value, pgettext_lazy("signature", "Professional")),
    (Side.DATA.value, pgettext_lazy("signature", "Data")),
]
STEPS = [
    (Step.ADD.value, pgettext_lazy("version step", "Added")),
    (Step.EVALUATE.value, pgettext_lazy("version step", "Evaluated")),
    (Step.PROPOSE.value, pgettext_lazy("version step", "Proposed")),
    (Step.SIGN.value, pgettext_lazy("version step", "Signed")),
    (Step.REJECT.value, pgettext_lazy("version step", "Rejected")),
    (Step.SHADOW.value, pgettext_lazy("version step", "Shadow run begun")),
    (Step.RELEASE.value, pgettext_lazy("version step", "Put into operation")),
    (Step.ROLL_BACK.value, pgettext_lazy("version step", "Rolled back")),
    (Step.CONFIRM.value, pgettext_lazy("version step", "Roll-back confirmed")),
    (Step.RETIRE.value, pgettext_lazy("version step", "Retired")),
    (Step.ADVISE.value, pgettext_lazy("version step", "Advice given")),
    (Step.EXPLAIN.value, pgettext_lazy("version step", "Rationale written")),
]


class VersionUse(models.Model):
    """One version in one municipality. The counts are those of the last time it was put into operation."""

    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="uses")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="version_uses")
    state = models.CharField(max_length=12, choices=VERSION_STATES)
    in_operation_from = models.DateTimeField(null=True)
    """When it was put into operation last; None where it never was."""
    n_recalculated = models.PositiveIntegerField(default=0)
    n_band_changes = models.PositiveIntegerField(default=0)
    shadow_counts = models.JSONField(default=dict)
    """Of the shadow run that is over: how many courses went from which band to which."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "municipality"], name="one_use_per_municipality"),
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(state="in_operation"), name="one_version_in_operation"
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(state="shadow"), name="one_version_in_shadow"
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.version_id} {self.state}"


class _Unchangeable(models.QuerySet["VersionStep"]):
    def update(self, **_: Any) -> Never:
        raise TypeError("a step of a version is never changed")

    def delete(self) -> Never:
        raise TypeError("a step of a version is never deleted")


class VersionStep(models.Model):
    """One step of a version's life: who, in which role, why, and what the gates said then. It is never changed."""

    use = models.ForeignKey(VersionUse, on_delete=models.PROTECT, related_name="steps")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=STEPS)
    from_state = models.CharField(max_length=12, choices=VERSION_STATES, blank=True)
    to_state = models.CharField(max_length=12, choices=VERSION_STATES)
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=12, choices=SIDES, blank=True)
    about = models.CharField(max_length=200, blank=True)
    """Of a rationale: the group that it is about."""
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    """What each gate said when the step was taken."""
    is_fictional = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[VersionStep]] = _Unchangeable.as_manager()

    def __str__(self) -> str:
        return f"{self.use_id} {self.step}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a step of a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise TypeError("a step of a version is never deleted")


class RollBack(models.Model):
    """Back to an earlier version: asked for by one and confirmed by another, or, in an emergency, done by one at once
    and confirmed afterwards."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="roll_backs")
    from_use = models.ForeignKey(VersionUse, on_delete=models.PROTECT, related_name="+")
    to_use = models.ForeignKey(VersionUse, on_delete=models.PROTECT, related_name="+")
    is_emergency = models.BooleanField()
    reason = models.TextField()
    begun_by = models.CharField(max_length=80)
    begun_by_name = models.CharField(max_length=120)
    begun_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_by_name = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(confirmed_at=None), name="one_roll_back_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.begun_at:%Y-%m-%d %H:%M}"


class ShadowEstimate(models.Model):
    """What a version in its shadow run says of a course, beside what the one in operation said. No page that shows a
    person reads this table, and of the person's own file only whether there is a row; it is counted, and emptied when
    the shadow run ends."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="shadow_estimates")
    use = models.ForeignKey(VersionUse, on_delete=models.CASCADE, related_name="shadow_estimates")
    moment = models.CharField(max_length=20, choices=MOMENTS)
    band = models.CharField(max_length=10, choices=BANDS, blank=True)
    band_in_operation = models.CharField(max_length=10, choices=BANDS, blank=True)
    """Empty where there was no estimate, or one that abstained."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "use", "moment"], name="one_shadow_estimate_per_moment"),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.moment}"
