"""Figures of an evaluation -> small drawings as SVG text, readable in print and without colour, no script.

Each has a title and a description for screen readers; the report puts the same numbers in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from lighed.evaluation.results import Bin, Figure

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 14.0, 14.0, 56.0


def reliability_chart(tenths: Sequence[Bin], *, title: str, description: str, x_label: str, y_label: str) -> str:
    """A point per tenth: what was estimated (across) and what happened (up), of 100; the right ones lie on the line."""
    width, height = 520.0, 400.0
    x, y = _scale(_LEFT, width - _RIGHT), _scale(height - _BOTTOM, _TOP)
    parts = [*_axes(x, y, x_label=x_label, y_label=y_label, has_x_ticks=True)]
    parts.append(f'<line class="right" x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(1):.1f}" y2="{y(1):.1f}"/>')
    for tenth in tenths:
        if tenth.predicted.value is None or tenth.observed.value is None:
            continue
        across = x(tenth.predicted.value)
        parts.append(_whisker(across, tenth.observed, y))
        parts.append(f'<circle class="seen" cx="{across:.1f}" cy="{y(tenth.observed.value):.1f}" r="5"/>')
    return _svg(width, height, title, description, parts)


def band_chart(bands: Sequence[Bin], names: Sequence[str], *, title: str, description: str, y_label: str) -> str:
    """A bar per band: what happened, of 100, with its interval; a short dark line across where it was estimated."""
    width, height = 520.0, 340.0
    x, y = _scale(_LEFT, width - _RIGHT), _scale(height - _BOTTOM, _TOP)
    parts = [*_axes(x, y, x_label="", y_label=y_label, has_x_ticks=False)]
    step = 1 / max(len(bands), 1)
    for place, (band, name) in enumerate(zip(bands, names, strict=True)):
        middle, half = x((place + 0.5) * step), (x(step) - x(0)) * 0.3
        parts.append(
            f'<text class="tick" x="{middle:.1f}" y="{y(0) + 22:.1f}" text-anchor="middle">{escape(name)}</text>'
        )
        if band.observed.value is None or band.predicted.value is None:
            continue
        top = y(band.observed.value)
        parts.append(
            f'<rect class="bar" x="{middle - half:.1f}" y="{top:.1f}" width="{2 * half:.1f}" '
            f'height="{y(0) - top:.1f}"/>'
        )
        parts.append(_whisker(middle, band.observed, y))
        level = y(band.predicted.value)
        parts.append(
            f'<line class="said" x1="{middle - half:.1f}" y1="{level:.1f}" x2="{middle + half:.1f}" y2="{level:.1f}"/>'
        )
    return _svg(width, height, title, description, parts)


def _scale(begin: float, end: float) -> Callable[[float], float]:
    return lambda share: begin + share * (end - begin)


def _axes(
    x: Callable[[float], float], y: Callable[[float], float], *, x_label: str, y_label: str, has_x_ticks: bool
) -> list[str]:
    parts = []
    for tick in range(0, 101, 20):
        level = y(tick / 100)
        parts.append(f'<line class="grid" x1="{x(0):.1f}" y1="{level:.1f}" x2="{x(1):.1f}" y2="{level:.1f}"/>')
        parts.append(f'<text class="tick" x="{x(0) - 8:.1f}" y="{level + 5:.1f}" text-anchor="end">{tick}</text>')
        if has_x_ticks:
            across = x(tick / 100)
            parts.append(f'<text class="tick" x="{across:.1f}" y="{y(0) + 22:.1f}" text-anchor="middle">{tick}</text>')
    middle = (y(0) + y(1)) / 2
    parts.append(
        f'<text class="axis" x="16" y="{middle:.1f}" text-anchor="middle" '
        f'transform="rotate(-90 16 {middle:.1f})">{escape(y_label)}</text>'
    )
    if x_label:
        parts.append(
            f'<text class="axis" x="{(x(0) + x(1)) / 2:.1f}" y="{y(0) + 46:.1f}" '
            f'text-anchor="middle">{escape(x_label)}</text>'
        )
    return parts


def _whisker(across: float, figure: Figure, y: Callable[[float], float]) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = y(figure.low), y(figure.high)
    return (
        f'<path class="whisker" d="M{across:.1f} {low:.1f}V{high:.1f}M{across - 5:.1f} {low:.1f}h10'
        f'M{across - 5:.1f} {high:.1f}h10"/>'
    )


def _svg(width: float, height: float, title: str, description: str, parts: Sequence[str]) -> str:
    name = "".join(character if character.isalnum() else "-" for character in title.lower())
    return (
        f'<svg class="chart" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-text" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-text">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
