"""An ID token and the provider's keys -> its claims, once everything that makes them trustworthy has been checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hmac import compare_digest
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key pair only: whoever knows the client's secret must not be able to sign."""
_LEEWAY = 30
"""Seconds by which the provider's clock may differ."""


class IdTokenRefused(Exception):
    """`reason` is a word for the log that names the check which failed, and never a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_id_token(
    token: str,
    *,
    keys: Mapping[str, Any],
    issuer: str,
    client_id: str,
    nonce: str,
    acr: Collection[str] = (),
) -> dict[str, Any]:
    """Check signature, issuer, audience, authorised party, times, nonce and, where one is asked for, the level.

    Raises
    ------
    IdTokenRefused
        If any of these does not hold.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise IdTokenRefused(type(error).__name__) from error
    if not claims["sub"]:
        raise IdTokenRefused("subject")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise IdTokenRefused("authorised party")
    if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdTokenRefused("nonce")
    if acr and not set(acr) & _levels(claims):
        raise IdTokenRefused("level")
    return claims


def _levels(claims: Mapping[str, Any]) -> set[str]:
    methods = claims.get("amr")
    return {str(claims.get("acr", "")), *map(str, methods if isinstance(methods, list) else ())}


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The one key that the token says it is signed with; without a name, the only one there is."""
    wanted = jwt.get_unverified_header(token).get("kid")
    pairs = [
        key
        for key in jwt.PyJWKSet.from_dict(dict(keys)).keys
        if key.key_type in ("RSA", "EC", "OKP") and key.public_key_use in (None, "sig")
    ]
    fitting = [key for key in pairs if wanted is None or key.key_id == wanted]
    if len(fitting) != 1:
        raise IdTokenRefused("key")
    return fitting[0]
