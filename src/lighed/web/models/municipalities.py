"""A municipality that uses the site: the controller of its own people's data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext


class Municipality(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    """Where people reach a human being; it stands on every page that is theirs."""
    held_out_per_cent = models.PositiveSmallIntegerField(default=5)
    """Of 100 courses, how many are drawn to be handled without an estimate, to measure what it does."""

    def __str__(self) -> str:
        return self.name or gettext("Municipality %(code)s") % {"code": self.code}
