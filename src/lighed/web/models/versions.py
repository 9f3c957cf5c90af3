"""The version files that the installation knows, and how each was evaluated."""

from __future__ import annotations

from django.db import models

from lighed.web.models.people import MOMENTS


class ModelVersion(models.Model):
    """One version file, by its hash. What it may be used for is each municipality's own decision: `VersionUse`."""

    version = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=500)
    is_demo = models.BooleanField()
    register_sha256 = models.CharField(max_length=64, blank=True)
    built_by = models.CharField(max_length=80, blank=True)
    """User name of whoever built it, who may not approve it anywhere."""
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class VersionEvaluation(models.Model):
    """A report of one moment, as it was when it was attached: where it lies, its hashes, and what the gates need of it.

    The one attached last counts; earlier ones stay.
    """

    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="evaluations")
    moment = models.CharField(max_length=20, choices=MOMENTS)
    folder = models.CharField(max_length=500)
    files = models.JSONField()
    """Name of each file of the report -> its SHA-256."""
    figures = models.JSONField()
    made_at = models.DateTimeField()
    attached_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.moment}"
