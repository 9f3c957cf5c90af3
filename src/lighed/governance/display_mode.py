"""A municipality's way of showing estimates, and the reader's roles -> who sees a band, and when."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from lighed.governance.roles import Role


class DisplayMode(StrEnum):
    """How a municipality shows estimates to those who plan with them."""

    OPEN = "open"
    """Bands stand in the worklist, as the founding document describes."""
    OWN_FIRST = "own_first"
    """A caseworker sees an estimate when their own assessment of the person has been written."""
    PLANNER_ONLY = "planner_only"
    """Planners see estimates, to have the hours that are needed; caseworkers see none."""


class Sight(StrEnum):
    """What one reader sees of estimates."""

    AT_ONCE = "at_once"
    AFTER_OWN = "after_own"
    NEVER = "never"


def sight_of(roles: Iterable[Role], mode: DisplayMode) -> Sight:
    """What someone with these roles sees under `mode`. A planner plans the hours, and always sees the bands."""
    if mode is DisplayMode.OPEN or Role.PLANNER in frozenset(roles):
        return Sight.AT_ONCE
    return Sight.AFTER_OWN if mode is DisplayMode.OWN_FIRST else Sight.NEVER
