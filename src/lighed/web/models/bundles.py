"""Bundles for a regulator: each frozen as it was made, and with whom it is shared until when."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Never

from django.db import models

from lighed.web.models.municipalities import Municipality
from lighed.web.models.users import User


class _FrozenBundles(models.QuerySet[Any]):
    def update(self, **_: Any) -> Never:
        raise TypeError("a bundle is never changed")

    def delete(self) -> Never:
        raise TypeError("a bundle is never deleted")


class RegulatorBundle(models.Model):
    """A zip as it was made. Its content goes when the log's term is over for what it tells; the row with its hashes
    stays."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="bundles")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=500)
    """What it was made for, in the words of whoever made it."""
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The days of which it has the log."""
    record_sha256 = models.CharField(max_length=64)
    missing = models.JSONField(default=list)
    """What a whole bundle would have had besides, each in both languages."""
    n_files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_demo = models.BooleanField()

    objects: ClassVar[models.Manager[Any]] = _FrozenBundles.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "number"], name="one_bundle_per_number"),)

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the bundle is called, and the folder that it unpacks into."""
        return f"lighed-{self.municipality_id}-bundle-{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a bundle is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise TypeError("a bundle is never deleted")


class BundleContent(models.Model):
    """The bytes of a bundle, for as long as they are kept."""

    bundle = models.OneToOneField(RegulatorBundle, on_delete=models.PROTECT, related_name="kept")
    zipped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.bundle)


class BundleShare(models.Model):
    """A regulator may fetch the bundle, through a day, unless it is taken back."""

    bundle = models.ForeignKey(RegulatorBundle, on_delete=models.PROTECT, related_name="shares")
    regulator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bundle_shares")
    until = models.DateField()
    shared_by = models.CharField(max_length=120)
    shared_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["bundle", "regulator"], condition=models.Q(revoked_at=None), name="one_open_share"
            ),
        )

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.regulator_id} {self.until}"

    def is_open(self, *, today: date) -> bool:
        return self.revoked_at is None and today <= self.until
