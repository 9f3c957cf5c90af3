"""Names of public pages -> their addresses, in the language that the reader chose by the address."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lighed.evaluation.results import Figure
from lighed.transparency.record import NotStated
from lighed.transparency.record_data import in_words
from lighed.web.queries.public.results import Report

register = template.Library()


@register.simple_tag(takes_context=True)
def open_url(context: dict[str, Any], name: str, code: str = "", **parts: Any) -> str:
    """The address of a public page of the municipality with that code."""
    address = reverse(name, kwargs={"code": code, **parts} if code else parts)
    chosen = context.get("chosen_language", "")
    return f"{address}?language={chosen}" if chosen else address


@register.filter
def told(value: object) -> str:
    """A fact of the record in the reader's language; what is not stated says so, and why."""
    return in_words(value, get_language() or "da")  # type: ignore[arg-type]


@register.filter
def is_told(value: object) -> bool:
    return not isinstance(value, NotStated)


@register.filter
def of_100_shown(figure: Figure) -> str:
    """A share as a whole number of 100 with its interval: ``18 (16–19)``; a dash where it could not be computed."""
    if figure.value is None:
        return "–"
    value = str(round(100 * figure.value))
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({round(100 * figure.low)}–{round(100 * figure.high)})"


@register.filter
def number_shown(figure: Figure) -> str:
    """A number with two decimals and its interval, as the language writes it."""
    if figure.value is None:
        return "–"
    value = number_format(figure.value, 2)
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({number_format(figure.low, 2)}–{number_format(figure.high, 2)})"


@register.filter
def reliability(report: Report) -> SafeString:
    """The calibration as a drawing. It is made by the evaluation, which escapes every word in it."""
    return SafeString(report.chart(get_language() or "da"))


@register.simple_tag
def moves_bar(per_100: float, most: float) -> SafeString:
    """A bar for the eye only: the number stands beside it."""
    width = 0.0 if most <= 0 else round(200 * per_100 / most, 1)
    return format_html(
        '<svg class="moves-bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect x="0" y="1" width="{}" height="10" rx="2"/></svg>',
        width,
    )
