"""Of which data elements a municipality tells what the estimate would be if the value were another."""

from __future__ import annotations

from django.db import models

from lighed.web.models.municipalities import Municipality


class AlternativeApproval(models.Model):
    """What a domain expert approved, and until when. It is never deleted: withdrawn, it says for how long it was told.

    It is about a data element and about nobody.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="alternative_approvals")
    element = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    approved_by = models.CharField(max_length=120)
    approved_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["municipality", "element"],
                condition=models.Q(withdrawn_at=None),
                name="alternative_approved_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.element}"
