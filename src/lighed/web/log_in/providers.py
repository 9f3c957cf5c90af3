"""Environment variables or ``oidc.toml`` -> the identity providers by which people may log in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

FILE = "oidc.toml"
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_VOUCHES_FOR = ("", "staff", "people")
_REQUIRED = ("name", "issuer", "client_id", "client_secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """Who vouches for people by OpenID Connect.

    Attributes
    ----------
    id : str
        Part of the address that the provider sends people back to.
    name : str
        As the log-in page shows it.
    issuer : str
        The provider's address, exactly as its tokens name it.
    user_name_claim : str
        Which claim holds the user name under which a user was created here.
    municipality : str
        The only municipality whose users it vouches for; empty where it is the installation's only provider and
        vouches for all.
    vouches_for : str
        ``staff``, or ``people`` of their own pages, where the municipality has a provider for each; empty for both.
    acr : tuple[str, ...]
        Levels of which its tokens must name one, as ``acr`` or among ``amr``; empty where its own rules are trusted.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    user_name_claim: str = "preferred_username"
    municipality: str = ""
    vouches_for: str = ""
    acr: tuple[str, ...] = ()


def identity_providers(environment: Mapping[str, str], *, data: Path) -> tuple[IdentityProvider, ...]:
    """The installation's providers: one from the environment, or those of the file ``oidc.toml`` in the data home.

    Raises
    ------
    ImproperlyConfigured
        If a provider is half described, or if it would not be clear for whom one vouches.
    """
    file = data / FILE
    issuer = environment.get("LIGHED_OIDC_ISSUER", "")
    if issuer and file.exists():
        raise ImproperlyConfigured(f"LIGHED_OIDC_ISSUER and {file} both name identity providers. Keep one of the two.")
    if issuer:
        given: dict[str, Any] = {
            "id": "municipality",
            "name": environment.get("LIGHED_OIDC_NAME", ""),
            "issuer": issuer,
            "client_id": environment.get("LIGHED_OIDC_CLIENT_ID", ""),
            "client_secret": environment.get("LIGHED_OIDC_CLIENT_SECRET", ""),
            "user_name_claim": environment.get("LIGHED_OIDC_USER_NAME_CLAIM", "preferred_username"),
            "municipality": environment.get("LIGHED_OIDC_MUNICIPALITY", ""),
            "acr": environment.get("LIGHED_OIDC_ACR", "").split(),
        }
        return (_provider(given, where="the environment (LIGHED_OIDC_…)"),)
    return _checked(_from_file(file), where=str(file)) if file.exists() else ()


def as_settings(providers: Iterable[IdentityProvider]) -> dict[str, Any]:
    """The same in the words of the library that speaks the protocol."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.client_secret,
            "settings": {
                "server_url": provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
                # The signed token says all that is asked for, so nothing is fetched that is not signed.
                "fetch_userinfo": False,
                "scope": ["openid", "profile"],
                "oauth_pkce_enabled": True,
            },
        }
        for provider in providers
    ]
    return {"openid_connect": {"APPS": apps}} if apps else {}


def _from_file(file: Path) -> list[IdentityProvider]:
    try:
        with file.open("rb") as opened:
            read = tomllib.load(opened)
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"{file} is not TOML: {error}.") from error
    tables = read.pop("provider", [])
    if read or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ImproperlyConfigured(f"{file}: only [[provider]] tables are allowed, one for each identity provider.")
    return [_provider(table, where=f"{file}, provider {number}") for number, table in enumerate(tables, start=1)]


def _provider(given: Mapping[str, Any], *, where: str) -> IdentityProvider:
    known = {field.name for field in fields(IdentityProvider)}
    if unknown := sorted(set(given) - known):
        raise ImproperlyConfigured(f"{where}: {unknown[0]} is not known. Allowed: {', '.join(sorted(known))}.")
    for name in ("id", *_REQUIRED):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise ImproperlyConfigured(f"{where}: {name} is missing.")
    acr = given.get("acr", [])
    if not isinstance(acr, list) or not all(isinstance(level, str) for level in acr):
        raise ImproperlyConfigured(f"{where}: acr must be a list of texts.")
    provider = IdentityProvider(**{**given, "acr": tuple(acr)})
    if not re.fullmatch(r"[a-z0-9-]{1,40}", provider.id):
        raise ImproperlyConfigured(f"{where}: id may hold a–z, 0–9 and - only, 40 signs at most.")
    if provider.municipality and not re.fullmatch(r"\d{3}", provider.municipality):
        raise ImproperlyConfigured(f'{where}: municipality must be a code of three digits, such as "101".')
    if provider.vouches_for not in _VOUCHES_FOR:
        raise ImproperlyConfigured(f'{where}: vouches_for must be "staff" or "people", or left out for both.')
    address = urlsplit(provider.issuer)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _ON_THIS_MACHINE):
        raise ImproperlyConfigured(f"{where}: issuer must begin with https://.")
    return provider


def _checked(providers: list[IdentityProvider], *, where: str) -> tuple[IdentityProvider, ...]:
    ids = [provider.id for provider in providers]
    if len(set(ids)) < len(ids):
        raise ImproperlyConfigured(f"{where}: two providers have the same id.")
    if len(providers) > 1 and not all(provider.municipality for provider in providers):
        raise ImproperlyConfigured(
            f"{where}: with more than one provider, each must name its municipality, so that none can vouch for the "
            "users of another's."
        )
    return tuple(providers)
