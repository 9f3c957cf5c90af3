"""The public's figures of months and periods that are over, counted once: no count of anything small, and no person."""

from __future__ import annotations

from django.db import models

from lighed.web.models.frozen import FrozenRow
from lighed.web.models.municipalities import Municipality


class FrozenFigure(FrozenRow):
    """What is told of one month, or of eight weeks of assessments. What must not be told is not in it."""

    class Span(models.TextChoices):
        MONTH = "month"
        PERIOD = "period"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="frozen_figures")
    span = models.CharField(max_length=8, choices=Span.choices)
    first_day = models.DateField()
    figures = models.JSONField()
    """By the name of a figure: a number, a number of a number, or null where it is not told."""
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "span", "first_day"], name="one_figure_per_span"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.span} {self.first_day}"
