"""What a list was filtered by, and how those chosen on it were found -> sealed, so that a form only carries it along.

A seal is of one user. Whatever has none that fits counts as found by what was estimated, which asks for the most.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from uuid import UUID

from django.core import signing

from lighed.web import queries

FOUND = "found"
"""The field that carries how they were found."""
_CHOICES, _BY_BAND = signing.Signer(salt="lighed.choices"), signing.Signer(salt="lighed.found")


def keys_said(said: Iterable[str]) -> list[UUID]:
    """The keys among what a form says, each once; what is none is nobody's."""
    found: dict[UUID, None] = {}
    for one in said:
        with suppress(ValueError):
            found[UUID(one)] = None
    return list(found)


def sealed_choices(user: queries.User, query: str) -> str:
    """The choices of the list that the user is shown."""
    return _CHOICES.sign_object([user.pk, query])


def choices_sealed(user: queries.User, sealed: str) -> str | None:
    """The choices of a list that this user was shown; None where nobody sealed them."""
    try:
        whose, query = _CHOICES.unsign_object(sealed)
    except (signing.BadSignature, ValueError):
        return None
    return str(query) if whose == user.pk else None


def sealed_found(user: queries.User, people: Iterable[UUID], *, by_band: bool) -> str:
    """How these people were found."""
    return _BY_BAND.sign_object([user.pk, by_band, _digest(people)])


def was_found_by_band(user: queries.User, people: Iterable[UUID], sealed: str) -> bool:
    """Whether these people were found by what was estimated; they were, unless it is sealed that they were not."""
    try:
        whose, by_band, digest = _BY_BAND.unsign_object(sealed)
    except (signing.BadSignature, ValueError):
        return True
    return bool(by_band) or whose != user.pk or digest != _digest(people)


def _digest(people: Iterable[UUID]) -> str:
    return sha256(b"".join(sorted(one.bytes for one in people))).hexdigest()
