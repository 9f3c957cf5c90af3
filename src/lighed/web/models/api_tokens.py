"""Keys with which a case system sends registrations, each for one municipality."""

from __future__ import annotations

from django.db import models

from lighed.governance import SENDING
from lighed.web.models.municipalities import Municipality


def every_scope() -> list[str]:
    """What a token may be used for unless it is told otherwise."""
    return [scope.value for scope in SENDING]


class ApiToken(models.Model):
    """Only the SHA-256 of a token is kept: the token itself is 256 random bits, so a slow hash would add nothing."""

    name = models.CharField(max_length=80)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="api_tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=every_scope)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
