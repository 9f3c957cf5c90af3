"""The server processes that are running, and the stops that each of them was seen to obey."""

from __future__ import annotations

from django.db import models

from lighed.web.models.stops import EmergencyStop


class ServerProcess(models.Model):
    """One process that answers requests. It writes down every few seconds that it is there."""

    name = models.CharField(max_length=120, unique=True)
    """The machine, and the process's number on it."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class StopObeyed(models.Model):
    """That a process asked itself what it may show, after the stop, and answered: nothing."""

    stop = models.ForeignKey(EmergencyStop, on_delete=models.CASCADE, related_name="obeyed")
    process = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["stop", "process"], name="obeyed_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.stop_id} {self.process}"
