"""A case system's name -> a token that it sends registrations with, shown once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction

from lighed.governance import SENDING, AuditEvent, check_scopes
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.demonstration.made_up_only import check_municipality
from lighed.web.models import ApiToken, Municipality


@transaction.atomic
def create_api_token(name: str, *, municipality: str, scopes: Iterable[str] = SENDING, audit: AuditEvent) -> str:
    """Make a token for one municipality. Only its hash is kept, so it cannot be shown again.

    Raises
    ------
    ScopeRefused
        If it is to be used for something that is not on the list of scopes, or for nothing.
    DemoTakesMadeUpDataOnly
        If the site is a demonstration, and the municipality exists.
    """
    check_municipality(municipality)
    asked = [scope.value for scope in check_scopes(scopes)]
    token = f"lighed_{secrets.token_urlsafe(32)}"
    controller, _ = Municipality.objects.get_or_create(code=municipality)
    ApiToken.objects.create(
        name=name,
        municipality=controller,
        sha256=sha256(token.encode()).hexdigest(),
        scopes=asked,
        created_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality))
    return token


@transaction.atomic
def revoke_api_token(name: str, *, municipality: str, audit: AuditEvent) -> int:
    """Stop every token of that name in the municipality, at once; returns how many."""
    n_revoked = ApiToken.objects.filter(name=name, municipality=municipality, revoked_at=None).update(
        revoked_at=audit.at
    )
    record(audit=about(audit, municipality=municipality))
    return n_revoked
