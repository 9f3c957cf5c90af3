"""Emergency stops: one person stops, two let it go on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.municipalities import Municipality


class StopEffect(models.TextChoices):
    HIDE = "hide", pgettext_lazy("stop", "Hide the estimates")
    STOP = "stop", pgettext_lazy("stop", "Stop everything")


class EmergencyStop(models.Model):
    """In force from `begun_at` until `ended_at`. Every page and every estimate asks this table, so that a stop is in
    force everywhere as soon as it is written."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="stops")
    effect = models.CharField(max_length=4, choices=StopEffect.choices)
    is_drill = models.BooleanField(default=False)
    reason = models.TextField()
    begun_by = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    first_resumed_by = models.CharField(max_length=80, blank=True)
    first_resumed_at = models.DateTimeField(null=True)
    second_resumed_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(ended_at=None), name="one_stop_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.begun_at:%Y-%m-%d %H:%M}"
