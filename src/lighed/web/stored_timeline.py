"""The timeline that a person's page shows -> JSON -> the very same entries."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from lighed.workflow import TimelineEntry

_ENTRIES = TypeAdapter(tuple[TimelineEntry, ...])


def to_json(entries: tuple[TimelineEntry, ...]) -> list[Any]:
    """The entries as plain JSON values."""
    stored: list[Any] = _ENTRIES.dump_python(entries, mode="json")
    return stored


def from_json(stored: list[Any]) -> tuple[TimelineEntry, ...]:
    """The entries that `to_json` was given."""
    return _ENTRIES.validate_python(stored)
