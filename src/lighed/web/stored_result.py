"""An estimate -> JSON that holds all of it -> the very same estimate."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from lighed.estimates.estimate import Assessed, CannotBeAssessed

_ASSESSED = TypeAdapter(Assessed)
_CANNOT_BE_ASSESSED = TypeAdapter(CannotBeAssessed)


def to_json(estimate: Assessed | CannotBeAssessed) -> dict[str, Any]:
    """The whole estimate as plain JSON values, with its kind."""
    if isinstance(estimate, Assessed):
        return {"kind": "assessed", "estimate": _ASSESSED.dump_python(estimate, mode="json")}
    return {"kind": "cannot_be_assessed", "estimate": _CANNOT_BE_ASSESSED.dump_python(estimate, mode="json")}


def from_json(stored: dict[str, Any]) -> Assessed | CannotBeAssessed:
    """The estimate that `to_json` was given.

    Raises
    ------
    pydantic.ValidationError
        If `stored` is not one. Its message quotes values: never show or log it.
    """
    if stored["kind"] == "assessed":
        return _ASSESSED.validate_python(stored["estimate"])
    return _CANNOT_BE_ASSESSED.validate_python(stored["estimate"])
