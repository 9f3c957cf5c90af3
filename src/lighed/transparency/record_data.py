"""A record -> the same as plain data for JSON, and the hash that tells one configuration from another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from lighed.governance import Text
from lighed.transparency.record import NotStated, Record


def to_data(record: Record) -> dict[str, Any]:
    """Plain data with every text in both languages; what is not stated stands there with its reason."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def hash_of(record: Record) -> str:
    """SHA-256 of the record: another configuration, another hash; the same one, the same on every machine."""
    written = json.dumps(to_data(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def in_words(value: Text | str | NotStated, language: str) -> str:
    """A fact as a text in one language; what is not stated says so, and why."""
    if isinstance(value, NotStated):
        return value.text.in_(language)
    return value.in_(language) if isinstance(value, Text) else value


def _plain(value: object) -> object:
    if isinstance(value, NotStated):
        return {"not_stated_because": _plain(value.because)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    # A datetime is a date as well; both write themselves.
    return value.isoformat() if isinstance(value, date) else value
