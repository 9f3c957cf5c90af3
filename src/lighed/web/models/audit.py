"""Who did what, to which person's data, and for which purpose: rows are added to a sealed chain and never changed.

The database refuses every other change of these tables as well, see `audit_triggers`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from lighed.governance.audit_chain import BEGINNING, Entry, Head, Link, Segment


class AuditRecord(models.Model):
    """One entry. Each municipality has a chain of its own; "" is the installation's."""

    municipality = models.CharField(max_length=3, blank=True)
    number = models.BigIntegerField()
    segment = models.CharField(max_length=7)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20)
    actor = models.CharField(max_length=120)
    actor_kind = models.CharField(max_length=10)
    role = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    """A pseudonym, where one person is meant: see `AuditSubject`."""
    criterion = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    flags = models.CharField(max_length=100, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "number"], name="one_entry_per_number"),)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    @classmethod
    def of(cls, link: Link) -> Self:
        """The row that a link is kept as."""
        entry = {name: getattr(link.entry, name) for name in Entry.__slots__}
        return cls(**entry, previous_hash=link.previous_hash, hash=link.hash)

    @property
    def as_link(self) -> Link:
        entry = Entry(**{name: getattr(self, name) for name in Entry.__slots__})
        return Link(entry=entry, previous_hash=self.previous_hash, hash=self.hash)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an audit record is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit record is never deleted")


class AuditChain(models.Model):
    """Where a municipality's chain ends. Whoever adds an entry locks this row, so that entries come one at a time."""

    municipality = models.CharField(max_length=3, primary_key=True)
    segment = models.CharField(max_length=7)
    first = models.BigIntegerField(default=1)
    """The first entry of the open segment."""
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)
    dropped_number = models.BigIntegerField(default=0)
    dropped_hash = models.CharField(max_length=64, default=BEGINNING)
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.municipality} {self.number}"

    @property
    def as_head(self) -> Head:
        return Head(**{name: getattr(self, name) for name in Head.__slots__})


class AuditSegment(models.Model):
    """A month that is over. Retention drops its entries whole, and keeps this row with its closing hash."""

    municipality = models.CharField(max_length=3, blank=True)
    segment = models.CharField(max_length=7)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    closing_hash = models.CharField(max_length=64)
    is_dropped = models.BooleanField(default=False)
    mac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "segment"], name="one_segment_per_month"),)

    def __str__(self) -> str:
        return f"{self.municipality} {self.segment}"

    @property
    def as_segment(self) -> Segment:
        return Segment(**{name: getattr(self, name) for name in Segment.__slots__})


class AuditSubject(models.Model):
    """Who a pseudonym stands for. The row outlives the person's data, until the last entry about them is dropped."""

    person_key = models.UUIDField(primary_key=True)
    municipality = models.CharField(max_length=3, blank=True)
    secret = models.CharField(max_length=64)
    pseudonym = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.pseudonym
