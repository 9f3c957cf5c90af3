"""Figures of use -> small drawings as SVG; the table beside each says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lighed.web.queries.oversight.use_figures import AgainstEstimate

register = template.Library()

_WIDTH, _SIDE, _ROW, _LABEL, _BAR, _TOP = 640, 16, 60, 24, 20, 4
_STEP = 7
"""Between the lines of a hatched part."""


@register.simple_tag
def against_chart(rows: Sequence[tuple[str, AgainstEstimate]], name: str) -> SafeString:
    """One bar a row: the part assessed as less, as the same, and as more than the estimate, in that order.

    A row of too few has no bar, as it has no figures.
    """
    height = _TOP + _ROW * len(rows) + 26
    drawn = format_html_join(
        "", "{}", ((_bar(label, found, _TOP + _ROW * number),) for number, (label, found) in enumerate(rows))
    )
    ticks = format_html_join(
        "",
        '<text class="tick tick-x" x="{}" y="{}">{}</text>',
        ((_x(level / 100), height - 6, level) for level in (0, 25, 50, 75, 100)),
    )
    return format_html(
        '<svg class="chart against" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        _WIDTH,
        height,
        name,
        ticks,
        drawn,
    )


@register.simple_tag
def against_key(kind: str) -> SafeString:
    """The legend's square of one part, drawn as the part is."""
    return format_html(
        '<svg class="against-key" viewBox="0 0 28 20" aria-hidden="true" focusable="false">{}</svg>',
        _part(kind, 1, 27, 0),
    )


def _bar(label: str, found: AgainstEstimate, top: int) -> SafeString:
    text = format_html('<text class="row-name" x="{}" y="{}">{}</text>', _SIDE, top + _LABEL - 8, label)
    if found.same.share is None:
        return text
    less, same = found.less.share or 0.0, found.same.share
    ends = (("less", 0.0, less), ("same", less, less + same), ("more", less + same, 1.0))
    parts = format_html_join(
        "", "{}", ((_part(kind, _x(start), _x(end), top + _LABEL),) for kind, start, end in ends if end > start)
    )
    return text + parts


def _part(kind: str, start: float, end: float, top: float) -> SafeString:
    box = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', kind, start, top, round(end - start, 1), _BAR
    )
    if kind != "less":
        return box
    # Hatched, so that it is told from the other two without colour.
    n = int((end - start) // _STEP)
    lines = format_html_join(
        "",
        '<path class="hatch" d="M{} {}l{} -{}"/>',
        ((round(start + _STEP * number, 1), top + _BAR - 3, _STEP, _BAR - 6) for number in range(n)),
    )
    return box + lines


def _x(share: float) -> float:
    return round(_SIDE + (_WIDTH - 2 * _SIDE) * share, 1)
