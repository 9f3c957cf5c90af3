"""Accounts of years that are over, as they were signed: later counts may differ, and these do not."""

from __future__ import annotations

from django.db import models

from lighed.web.models.frozen import FrozenRow
from lighed.web.models.municipalities import Municipality


class YearlyAccount(FrozenRow):
    """One signed account of one year: `number` counts within the year, since a year may be counted anew and signed."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="yearly_accounts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """As it read when it was signed."""
    sha256 = models.CharField(max_length=64)
    """Of the content."""
    signed = models.JSONField()
    """Who signed it: person, name, role, day."""
    signed_at = models.DateTimeField()
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="one_account_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year} {self.number}"
