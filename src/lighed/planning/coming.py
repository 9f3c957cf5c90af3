"""A plan's days and what the case system tells of -> how many meetings are to come, each counted once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def n_to_come(planned: Iterable[date], *, held: Iterable[date], agreed: Iterable[date], today: date) -> int:
    """The meetings to come: those agreed in the case system, and those of the plan that nobody has agreed or held.

    A plan names the latest day of each meeting. It is handed over without a key that the case system could send back,
    so the days alone tell which meeting is which: one that is agreed or held by a latest day is the plan's, and answers
    for one of its meetings, the earliest first. One that is agreed for later than that is a meeting more.

    Parameters
    ----------
    planned : the latest day of each meeting of the plan in force, also of those that have passed
    held : the days of the meetings held since the plan was made
    agreed : the days of those agreed; such as have passed are not to come
    """
    coming = [on for on in agreed if on >= today]
    told = sorted([*held, *coming])
    n_open = place = 0
    for latest in sorted(planned):
        if place < len(told) and told[place] <= latest:
            place += 1
        elif latest >= today:
            n_open += 1
    return len(coming) + n_open
