"""Shares and groups of many people, limits now and then -> how many would change band and which hours that needs.

Counts alone come out of it, rounded, and small ones not at all; limits can be tried in steps. So it never says who,
not even to one who tries every limit there is and takes one answer from the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lighed.governance import Text
from lighed.governance.refused import Refused
from lighed.governance.small_numbers import shown_count, shown_counts
from lighed.planning.lay_out import MeetingTemplate

BANDS = ("low", "medium", "high")
STEP = 5
"""Limits are tried in steps of so many of 100, and people are counted to the nearest so many."""
FIRST_WEEKS = 26
"""Hours are told as an average over half a year, so that a short template and a long one can be compared."""


class LimitsRefused(Refused):
    """Limits that are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLimits:
    """A share below `medium_from` is low, one from `high_from` on is high."""

    medium_from: float
    high_from: float

    def band(self, long_share: float) -> str:
        if long_share < self.medium_from:
            return "low"
        return "medium" if long_share < self.high_from else "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One person's estimate, without the person.

    Attributes
    ----------
    long_share
        The share of similar earlier courses that became long, 0 to 1.
    groups
        What the effects are shown by, such as ``("age", "50+")``; a person is in one group of each name.
    """

    long_share: float
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEffect:
    """What other limits do to one group; every count is None where it is too small to be shown.

    Attributes
    ----------
    name, value
        The group, such as ``age`` and ``50+``; both empty for everyone.
    now, then
        How many are in each band, in the order of `BANDS`.
    n_up, n_down
        How many would stand in a higher or a lower band than now.
    hours_now, hours_then
        Hours a week, if everyone in a band got the meetings of its template; None where a count is.
    """

    name: str
    value: str
    n: int | None
    now: tuple[int | None, ...]
    then: tuple[int | None, ...]
    n_up: int | None
    n_down: int | None
    hours_now: float | None
    hours_then: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPreview:
    """What another set of limits would do, to everyone and by group."""

    everyone: GroupEffect
    groups: tuple[GroupEffect, ...]


def check_limits(limits: BandLimits) -> None:
    """Refuse limits that leave no room for a band.

    Raises
    ------
    LimitsRefused
        With what is allowed.
    """
    if not 0 < limits.medium_from < limits.high_from < 1:
        raise LimitsRefused(
            Text(
                da="Grænserne skal ligge mellem 0 og 100 %, og grænsen for mellem skal være lavere end den for høj.",
                en="The limits must lie between 0 and 100 %, and the limit of medium must be below that of high.",
            )
        )


def check_steps(limits: BandLimits) -> None:
    """Refuse limits between the steps: neighbouring ones would differ by single people.

    Raises
    ------
    LimitsRefused
        With what is allowed.
    """
    if any(round(1000 * limit) % (10 * STEP) for limit in (limits.medium_from, limits.high_from)):
        raise LimitsRefused(
            Text(
                da=f"Grænserne prøves i trin på {STEP}: 5, 10, 15 og så videre.",
                en=f"Limits are tried in steps of {STEP}: 5, 10, 15 and so on.",
            )
        )


def preview_limits(
    rows: Iterable[LimitRow], *, now: BandLimits, then: BandLimits, templates: Mapping[str, MeetingTemplate]
) -> LimitsPreview:
    """What the limits `then` would do in the place of `now`.

    Parameters
    ----------
    templates : the template that everyone in a band would get, by band. A plan follows the caseworker's assessment, so
        these hours are what the bands would ask for, not what will be planned

    Raises
    ------
    LimitsRefused
        See `check_limits` and `check_steps`.
    """
    check_limits(now)
    check_limits(then)
    if then != now:
        check_steps(then)
    weekly_minutes = {band: minutes_a_week(templates[band]) for band in BANDS}
    moves: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        move = now.band(row.long_share), then.band(row.long_share)
        moves["", ""][move] += 1
        for group in row.groups:
            moves[group][move] += 1
    everyone = _effect("", "", moves.pop(("", ""), Counter()), weekly_minutes)
    hidden = _small_groups(moves)
    groups = tuple(
        _hidden(name, value) if (name, value) in hidden else _effect(name, value, moves[name, value], weekly_minutes)
        for name, value in sorted(moves)
    )
    return LimitsPreview(everyone=everyone, groups=groups)


def minutes_a_week(template: MeetingTemplate, *, n_weeks: int = FIRST_WEEKS) -> float:
    """The minutes a week that one person takes by a template, on average over the first `n_weeks`."""
    n_meetings = min(template.n_meetings, 1 + n_weeks // template.weeks_between)
    return n_meetings * template.minutes / n_weeks


def _effect(name: str, value: str, moves: Counter[tuple[str, str]], weekly: Mapping[str, float]) -> GroupEffect:
    before, after = Counter[str](), Counter[str]()
    n_up = n_down = 0
    for (old, new), n in moves.items():
        before[old] += n
        after[new] += n
        n_up += n if BANDS.index(new) > BANDS.index(old) else 0
        n_down += n if BANDS.index(new) < BANDS.index(old) else 0
    shown_before = _rounded(shown_counts([before[band] for band in BANDS]))
    shown_after = _rounded(shown_counts([after[band] for band in BANDS]))
    # what one of the two tells would give the other away: the number who moved ties them together
    ups, downs = _rounded((shown_count(n_up), shown_count(n_down)))
    if None in (*shown_before, *shown_after):
        ups = downs = None
    (n_all,) = _rounded((shown_count(sum(moves.values())),))
    return GroupEffect(
        name=name, value=value, n=n_all, now=shown_before, then=shown_after, n_up=ups, n_down=downs,
        hours_now=_hours(shown_before, weekly), hours_then=_hours(shown_after, weekly),
    )  # fmt: skip


def _rounded(counts: tuple[int | None, ...]) -> tuple[int | None, ...]:
    return tuple(None if n is None else STEP * round(n / STEP) for n in counts)


def _hours(shown: tuple[int | None, ...], weekly: Mapping[str, float]) -> float | None:
    """From the counts as they are shown: the true ones would tell them."""
    counts = [n for n in shown if n is not None]
    if len(counts) < len(shown):
        return None
    return sum(n * weekly[band] for n, band in zip(counts, BANDS, strict=True)) / 60


def _small_groups(moves: Mapping[tuple[str, str], Counter[tuple[str, str]]]) -> frozenset[tuple[str, str]]:
    """Groups too small to be shown, and the next smallest of the same name where one alone would be missing."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in sorted(moves):
        by_name[name].append(value)
    hidden = set()
    for name, values in by_name.items():
        shown = shown_counts([sum(moves[name, value].values()) for value in values])
        hidden |= {(name, value) for value, n in zip(values, shown, strict=True) if n is None}
    return frozenset(hidden)


def _hidden(name: str, value: str) -> GroupEffect:
    nothing = (None,) * len(BANDS)
    return GroupEffect(
        name=name, value=value, n=None, now=nothing, then=nothing, n_up=None, n_down=None, hours_now=None,
        hours_then=None,
    )  # fmt: skip
