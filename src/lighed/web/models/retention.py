"""How long things are kept, who is kept longer and why, and who was erased, without saying who."""

from __future__ import annotations

from django.db import models

from lighed.governance.retention import Kept
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import Person


class RetentionRule(models.Model):
    """One decision about one term. It counts once another person has confirmed it, until a newer one does."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="retention_rules")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kept])
    months = models.PositiveSmallIntegerField()
    reason = models.TextField()
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["municipality", "kind"],
                condition=models.Q(confirmed_at=None, withdrawn_at=None),
                name="one_proposal_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.months}"


class RetentionHold(models.Model):
    """A person who is kept, whatever the terms say, because of a case: why, and until when."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holds")
    reason = models.TextField()
    until = models.DateField()
    placed_by = models.CharField(max_length=80)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80, blank=True)
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.until}"


class Erasure(models.Model):
    """That someone was erased, and what the search for them afterwards found. `pseudonym` is keyed outside the
    database and tells nobody who it was; `proof` holds counts and names of tables and files."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="erasures")
    pseudonym = models.CharField(max_length=64, db_index=True)
    cause = models.CharField(max_length=12)
    erased_by = models.CharField(max_length=120)
    erased_at = models.DateTimeField()
    reason = models.TextField()
    proof = models.JSONField()
    is_proved = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.pseudonym[:12]}"


class ErasedEvent(models.Model):
    """An event of someone who was erased, as a keyed digest: sent again, it does not bring them back."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
