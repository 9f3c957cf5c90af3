"""A rule's check and what it is asked -> yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lighed.governance import NotPermitted, Refused


def is_allowed(check: Callable[..., Any], *asked: Any, **more: Any) -> bool:
    """Whether `check` lets it pass; any other error than the rule's own is a fault of the test."""
    try:
        check(*asked, **more)
    except (Refused, NotPermitted):
        return False
    return True
