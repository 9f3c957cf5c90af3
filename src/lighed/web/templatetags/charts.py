"""Figures -> small drawings as SVG, each with a name in words; a table or a sentence on the page says the same.

Colours come from the style sheet by class, so that the drawings need no inline style.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lighed.web.queries.person.estimate_card import RunningRow

register = template.Library()

_LEVELS = {"low": 1, "medium": 2, "high": 3}
_CELL, _GAP = 20, 4
_WIDTH, _HEIGHT = 460, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 16, 44


@register.simple_tag
def band_mark(band: str) -> SafeString:
    """One to three bars. The word stands beside it, so the drawing is for the eye only."""
    level = _LEVELS.get(band, 0)
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="1" width="9" height="14" rx="1.5"/>',
        (("is-full" if number < level else "is-empty", 1 + 12 * number) for number in range(3)),
    )
    return format_html(
        '<svg class="band-mark band-{}" viewBox="0 0 35 16" width="35" height="16" aria-hidden="true" '
        'focusable="false">{}</svg>',
        band,
        bars,
    )


@register.simple_tag
def icon_array(n: int, low: int, high: int, name: str) -> SafeString:
    """A hundred squares, filled from the bottom left, with the interval hatched. `name` says it in words."""
    side = 10 * _CELL + 9 * _GAP
    squares = format_html_join(
        "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>', _squares(n, 0, 100)
    )
    hatching = format_html_join(
        "",
        '<path class="{}" d="M{} {}l{} -{}"/>',
        (
            ("on-full" if number < n else "on-empty", x + 3, y + _CELL - 3, _CELL - 6, _CELL - 6)
            for number, x, y in _places(low, high)
        ),
    )
    return format_html(
        '<svg class="icon-array" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        side,
        side,
        name,
        squares,
        hatching,
    )


@register.simple_tag
def hatch_key() -> SafeString:
    """The legend's two hatched squares, drawn as those of the array are: one filled, one empty."""
    squares = format_html_join(
        "",
        '<rect class="{}" x="{}" y="0" width="{}" height="{}" rx="3"/><path class="{}" d="M{} {}l{} -{}"/>',
        (
            (f"is-{kind}", x, _CELL, _CELL, f"on-{kind}", x + 3, _CELL - 3, _CELL - 6, _CELL - 6)
            for kind, x in (("full", 0), ("empty", _CELL + _GAP))
        ),
    )
    return format_html(
        '<svg class="icon-array-key" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        2 * _CELL + _GAP,
        _CELL,
        squares,
    )


def _places(start: int, end: int) -> Iterable[tuple[int, int, int]]:
    """Number and top left corner of the squares from `start` to `end`; number 0 is at the bottom left."""
    for number in range(start, end):
        row, column = divmod(number, 10)
        yield number, column * (_CELL + _GAP), (9 - row) * (_CELL + _GAP)


def _squares(n: int, start: int, end: int) -> Iterable[tuple[str, int, int, int, int]]:
    return (("is-full" if number < n else "is-empty", x, y, _CELL, _CELL) for number, x, y in _places(start, end))


@register.simple_tag
def still_running_chart(rows: Sequence[RunningRow], threshold: int, name: str) -> SafeString:
    """How many of 100 resembling courses still run, week by week: a line for each duration, and what *long* is."""
    last = max([row.week for row in rows], default=1)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>',
        _WIDTH,
        _HEIGHT,
        name,
        _grid(last),
        _threshold(threshold, last),
        _line("benefit", [(row.week, row.benefit) for row in rows], last),
        _line("contact", [(row.week, row.contact) for row in rows], last),
        format_html(
            '<text class="axis-name" x="{}" y="{}">{}</text>', _LEFT, _HEIGHT - 6, gettext("Weeks since registration")
        ),
    )


def _x(week: float, last: float) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * week / last, 1)


def _y(of_100: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - of_100 / 100), 1)


def _grid(last: float) -> SafeString:
    levels = format_html_join(
        "",
        '<path class="grid" d="M{} {}H{}"/><text class="tick tick-y" x="{}" y="{}">{}</text>',
        ((_LEFT, _y(level), _WIDTH - _RIGHT, _LEFT - 8, _y(level) + 4, level) for level in (0, 25, 50, 75, 100)),
    )
    step = 13 if last <= 52 else 26
    ticks = format_html_join(
        "",
        '<text class="tick tick-x" x="{}" y="{}">{}</text>',
        ((_x(week, last), _y(0) + 18, week) for week in range(0, int(last) + 1, step)),
    )
    return levels + ticks


def _threshold(threshold: int, last: float) -> SafeString:
    if threshold > last:
        return SafeString("")
    return format_html(
        '<path class="threshold" d="M{} {}V{}"/><text class="tick threshold-name" x="{}" y="{}">{}</text>',
        _x(threshold, last),
        _y(100),
        _y(0),
        _x(threshold, last) + 6,
        _y(100) + 12,
        gettext("long: more than %(weeks)d weeks") % {"weeks": threshold},
    )


def _line(kind: str, points: Sequence[tuple[float, int | None]], last: float) -> SafeString:
    known = [(0.0, 100), *((week, value) for week, value in points if value is not None)]
    steps = " ".join(f"{_x(week, last)},{_y(value)}" for week, value in known)
    return format_html('<polyline class="line line-{}" points="{}"/>', kind, steps)
