"""Rows that are made once and never changed: what was told stays as it was told."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.db import models


class FrozenRows(models.QuerySet[Any]):
    def update(self, **_: Any) -> Never:
        raise TypeError("what was published is never changed")

    def delete(self) -> Never:
        raise TypeError("what was published is never deleted")


class FrozenRow(models.Model):
    objects: ClassVar[models.Manager[Any]] = FrozenRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("what was published is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise TypeError("what was published is never deleted")
