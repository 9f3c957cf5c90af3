"""A session -> how far its user has come in the introduction: what was assessed and answered, until they log out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

_SESSION = "introduction"


@dataclass(frozen=True, slots=True)
class Progress:
    """By the practice case's key: one's own assessment, with which its estimate opened, and the answer chosen.

    `last` is what was answered to the questions at the end when the introduction was last taken.
    """

    own: Mapping[str, str]
    answers: Mapping[str, int]
    last: Mapping[str, int]


def progress_of(request: HttpRequest) -> Progress:
    """How far the user has come since logging in."""
    kept = request.session.get(_SESSION, {})
    return Progress(own=kept.get("own", {}), answers=kept.get("answers", {}), last=kept.get("last", {}))


def keep(request: HttpRequest, part: str, values: Mapping[str, Any]) -> None:
    """Keep one part of the progress beside the others."""
    kept = request.session.get(_SESSION, {})
    request.session[_SESSION] = {**kept, part: {**kept.get(part, {}), **values}}


def forget(request: HttpRequest) -> None:
    """Begin again from the beginning."""
    request.session.pop(_SESSION, None)
