"""The values that a person's page shows -> JSON -> the very same values."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from lighed.workflow import ShownValue

_VALUES = TypeAdapter(tuple[ShownValue, ...])


def to_json(values: tuple[ShownValue, ...]) -> list[Any]:
    """The values as plain JSON values."""
    stored: list[Any] = _VALUES.dump_python(values, mode="json")
    return stored


def from_json(stored: list[Any]) -> tuple[ShownValue, ...]:
    """The values that `to_json` was given."""
    for value in stored:
        value.pop("is_used", None)  # written by releases before 0.2
    return _VALUES.validate_python(stored)
