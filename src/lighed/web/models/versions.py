"""The version of the person types that estimates are made with, and those that were in operation before it."""

from __future__ import annotations

from django.db import models


class VersionInOperation(models.Model):
    """The row put into operation last is the one in use; earlier rows tell what was in use when."""

    version = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=500)
    is_demo = models.BooleanField()
    put_into_operation_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version
