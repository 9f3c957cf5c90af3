"""The file that a person has sent with the correction of a value."""

from __future__ import annotations

from django.db import models

from lighed.governance.attached_file import FileKind
from lighed.web.models.municipalities import Municipality
from lighed.web.models.rights import RightsRequest


class Attachment(models.Model):
    """One file of one request, and gone with it. Whoever lists requests leaves `content` unread."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(RightsRequest, on_delete=models.CASCADE, related_name="attachment")
    name = models.CharField(max_length=120)
    """As the person called it, for people to know it by; it is never the name of a file of ours."""
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in FileKind])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    attached_by = models.CharField(max_length=120)
    attached_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"
