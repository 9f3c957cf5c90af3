"""Environment variables -> the few values that a municipality decides for its own installation."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_SHORTEST_KEY = 32


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
            # What was committed is on the disk: the audit log's head is told outside the database, and stays true.
            # What is deleted is overwritten in the file.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
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


def embed_hosts(environment: Mapping[str, str]) -> list[str]:
    """The case systems that may show the estimate card in a frame, from ``LIGHED_EMBED_HOSTS``; none unless named.

    Raises
    ------
    ImproperlyConfigured
        If one is not a whole origin: a frame is let in by its exact address, never by a pattern.
    """
    named = [one.strip().rstrip("/") for one in environment.get("LIGHED_EMBED_HOSTS", "").split(",") if one.strip()]
    for one in named:
        if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?", one):
            raise ImproperlyConfigured(
                "LIGHED_EMBED_HOSTS must name each case system as https:// and its host, with commas between them, "
                "such as https://sager.kommune.example"
            )
    return named


def secret_key(environment: Mapping[str, str], *, data: Path) -> str:
    """The key that sessions and forms are signed with, from ``LIGHED_SECRET_KEY`` or the file ``secret-key``."""
    return kept_key(environment, name="LIGHED_SECRET_KEY", path=data / "secret-key")


def erasure_key(environment: Mapping[str, str], *, data: Path) -> str:
    """The key of the pseudonyms of erased people, from ``LIGHED_ERASURE_KEY`` or the file ``erasure-key``.

    It is of no use to whoever has the database alone.

    Raises
    ------
    ImproperlyConfigured
        If there is none, but people were erased with one.
    """
    used = data / "erasures.jsonl"
    return kept_key(
        environment, name="LIGHED_ERASURE_KEY", path=data / "erasure-key", used_in=used if used.exists() else None
    )


def audit_key(environment: Mapping[str, str], *, data: Path) -> str:
    """The key that the audit log is sealed with, from ``LIGHED_AUDIT_KEY`` or the file ``audit-key``.

    Raises
    ------
    ImproperlyConfigured
        If it is too short to be one, if none can be kept, or if there is none, but a log was sealed with one.
    """
    anchors = audit_anchors(environment) or data / "audit-anchors"
    used = next(anchors.glob("*.json"), None) or _with_chain(environment, data=data)
    key = kept_key(environment, name="LIGHED_AUDIT_KEY", path=data / "audit-key", used_in=used)
    if len(key) < _SHORTEST_KEY:
        raise ImproperlyConfigured(f"LIGHED_AUDIT_KEY must be a random text of {_SHORTEST_KEY} signs or more.")
    return key


def audit_anchors(environment: Mapping[str, str]) -> Path | None:
    """The file outside the database to which the heads of the audit log are written, from ``LIGHED_AUDIT_ANCHORS``."""
    named = environment.get("LIGHED_AUDIT_ANCHORS")
    return Path(named).expanduser().resolve() if named else None


def arrivals(environment: Mapping[str, str], *, data: Path) -> Path:
    """The folder into which case systems put files of events, from ``LIGHED_ARRIVALS`` or in the data home."""
    named = environment.get("LIGHED_ARRIVALS")
    return Path(named).expanduser().resolve() if named else data / "arrivals"


def letters(environment: Mapping[str, str], *, data: Path) -> Path | None:
    """The folder from which a post system takes letters, from ``LIGHED_LETTERS``; none where nothing takes them.

    A demonstration has one in its data home, so that there is something to see.
    """
    if named := environment.get("LIGHED_LETTERS"):
        return Path(named).expanduser().resolve()
    return data / "letters" if is_on(environment, "LIGHED_DEMO") else None


def _with_chain(environment: Mapping[str, str], *, data: Path) -> Path | None:
    """The database, if it is a file and holds a sealed log. Of PostgreSQL the anchors alone tell."""
    database = data / "lighed.sqlite3"
    if environment.get("DATABASE_HOST") or not database.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return database if connection.execute("SELECT 1 FROM lighed_auditchain LIMIT 1").fetchone() else None
    except sqlite3.Error:
        # No such table, or no database at all; the site says so in its own words when it opens it.
        return None


def kept_key(environment: Mapping[str, str], *, name: str, path: Path, used_in: Path | None = None) -> str:
    """The key in the variable `name`, else one made at the first start and kept where only its owner can read it.

    Where `used_in` was written with a key, none is made: with another it would be unreadable, and nobody would see it.

    Raises
    ------
    ImproperlyConfigured
        If there is no key and none can be kept, or none may be made.
    """
    if key := environment.get(name):
        return key
    if used_in is not None and not path.exists():
        raise ImproperlyConfigured(
            f"The {path.name.replace('-', ' ')} is lost: {used_in} was written with one, and there is no {path}. Put "
            f"the file back from the backup, or set {name} to the key. A new one is not made: with it, what was "
            "written would never be recognised."
        )
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written in full beside it and then linked, so that two processes that start together read one whole key.
            draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, path)
            finally:
                draft.unlink()
    except FileExistsError:
        pass
    except OSError as error:
        what = path.name.replace("-", " ")
        raise ImproperlyConfigured(
            f"No {what}: {path} cannot be written. Set {name} to a long random text, or LIGHED_DATA to a folder that "
            "can be written."
        ) from error
    return path.read_text(encoding="ascii")
