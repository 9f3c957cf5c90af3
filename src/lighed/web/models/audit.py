"""Who did what, to which person's data, and for which purpose: rows are added and never changed."""

from __future__ import annotations

from typing import Any

from django.db import models

from lighed.governance import AuditKind, Purpose


class AuditRecord(models.Model):
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AuditKind])
    actor = models.CharField(max_length=120)
    municipality = models.CharField(max_length=3, blank=True)
    purpose = models.CharField(max_length=40, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    """The product's own key of the course, where one person is meant."""

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an audit record is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit record is never deleted")
