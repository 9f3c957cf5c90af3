"""A municipality that uses the site: the controller of its own people's data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, pgettext_lazy

from lighed.governance import DisplayMode


class AuthorityTerm(models.TextChoices):
    """What the authority calls itself in its pages and letters."""

    MUNICIPALITY = "municipality", pgettext_lazy("authority", "the municipality")
    EMPLOYMENT_CENTRE = "employment_centre", pgettext_lazy("authority", "the employment centre")
    JOB_CENTRE = "job_centre", pgettext_lazy("authority", "the job centre")


class Municipality(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    """Where people reach a human being; it stands on every page that is theirs."""
    phone_hours = models.CharField(max_length=120, blank=True)
    """When somebody answers there, in the municipality's own words."""
    names_in_own_log = models.BooleanField(default=False)
    """Whether people see the names of staff in the log of who has seen their data; the unit and the role always."""
    held_out_per_cent = models.PositiveSmallIntegerField(default=5)
    """Of 100 courses, how many are drawn to be handled without an estimate, to measure what it does."""

    authority_term = models.CharField(max_length=20, choices=AuthorityTerm.choices, default=AuthorityTerm.MUNICIPALITY)
    needs_introduction = models.BooleanField(default=False)
    """Whether estimates are shown only to those who have taken the introduction, and for as long as it counts."""

    display_mode = models.CharField(
        max_length=12, choices=[(mode.value, mode.value) for mode in DisplayMode], default=DisplayMode.OPEN.value
    )
    """How estimates are shown to those who plan: see `DisplayMode`."""

    def __str__(self) -> str:
        return self.name or gettext("Municipality %(code)s") % {"code": self.code}
