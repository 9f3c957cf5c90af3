"""Environment variables -> the few values that a municipality decides for its own installation."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def data_home(environment: Mapping[str, str]) -> Path:
    """Where case bases, versions, legal bases and, unless PostgreSQL is used, the database lie."""
    return Path(environment.get("LIGHED_DATA", "./var")).expanduser().resolve()


def is_on(environment: Mapping[str, str], name: str) -> bool:
    """Whether a switch is on. Only ``1`` is on, so that a slip of the pen never opens anything."""
    return environment.get(name) == "1"


def hosts(environment: Mapping[str, str]) -> list[str]:
    """The host names that the site answers to, from a list with commas."""
    return [host.strip() for host in environment.get("LIGHED_HOSTS", "localhost,127.0.0.1").split(",") if host.strip()]


def databases(environment: Mapping[str, str], *, data: Path) -> dict[str, dict[str, Any]]:
    """PostgreSQL where ``DATABASE_HOST`` names a server or a socket folder, else SQLite in the data home."""
    if host := environment.get("DATABASE_HOST"):
        return {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": host,
                "PORT": environment.get("DATABASE_PORT", ""),
                "NAME": environment.get("DATABASE_NAME", "lighed"),
                "USER": environment.get("DATABASE_USER", "lighed"),
                "PASSWORD": environment.get("DATABASE_PASSWORD", ""),
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
            }
        }
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "lighed.sqlite3",
            # One writer at a time, decided at the start of a transaction: no "database is locked" half-way through.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }


def security_contact(environment: Mapping[str, str]) -> str:
    """Where weaknesses are reported, as a link; empty where ``LIGHED_SECURITY_CONTACT`` is not set.

    Raises
    ------
    ImproperlyConfigured
        If it is neither an address on the web nor one for e-mail.
    """
    contact = environment.get("LIGHED_SECURITY_CONTACT", "").strip()
    if not contact or re.fullmatch(r"(https://|mailto:)[^\s]+", contact):
        return contact
    if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", contact):
        return f"mailto:{contact}"
    raise ImproperlyConfigured("LIGHED_SECURITY_CONTACT must be an e-mail address or a link that begins with https://.")


def secret_key(environment: Mapping[str, str], *, data: Path) -> str:
    """The key from ``LIGHED_SECRET_KEY``, else one made at the first start and kept where only its owner can read it.

    Raises
    ------
    ImproperlyConfigured
        If there is no key and none can be kept.
    """
    if key := environment.get("LIGHED_SECRET_KEY"):
        return key
    path = data / "secret-key"
    try:
        if not path.exists():
            data.mkdir(parents=True, exist_ok=True)
            # Written in full beside it and then linked, so that two processes that start together read one whole key.
            draft = data / f".secret-key-{secrets.token_hex(8)}"
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, path)
            finally:
                draft.unlink()
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"No secret key: {path} cannot be written. Set LIGHED_SECRET_KEY to a long random text, or LIGHED_DATA to "
            "a folder that can be written."
        ) from error
    return path.read_text(encoding="ascii")
