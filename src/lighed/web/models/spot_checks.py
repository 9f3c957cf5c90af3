"""Samples of look-ups that were drawn at random, each to be justified by whoever looked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.web.models.municipalities import Municipality


class Finding(models.TextChoices):
    OPEN = "open", pgettext_lazy("spot check", "Open")
    FINE = "fine", pgettext_lazy("spot check", "Justified")
    NOT_FINE = "not_fine", pgettext_lazy("spot check", "Not justified")


class SpotCheck(models.Model):
    """One draw: from how many look-ups of which days, by whom and when."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="spot_checks")
    begins_on = models.DateField()
    ends_on = models.DateField()
    n_found = models.PositiveIntegerField()
    drawn_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.drawn_at:%Y-%m-%d}"


class SpotCheckItem(models.Model):
    """One look-up of the sample, by its number in the audit log."""

    check_drawn = models.ForeignKey(SpotCheck, on_delete=models.CASCADE, related_name="items")
    number = models.BigIntegerField()
    actor = models.CharField(max_length=120)
    justification = models.TextField(blank=True)
    justified_by = models.CharField(max_length=80, blank=True)
    justified_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=8, choices=Finding.choices, default=Finding.OPEN)
    note = models.TextField(blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_drawn", "number"], name="drawn_once"),)

    def __str__(self) -> str:
        return f"{self.check_drawn_id} {self.number}"
