"""Meetings, hours and weeks -> what a page writes and draws of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lighed.web import queries

register = template.Library()
_WIDTH, _HEIGHT = 120, 14


@register.filter
def form_name(form: str) -> str:
    """A meeting's form in the reader's language."""
    return str(dict(queries.MEETING_FORMS).get(form, form))


@register.filter
def hours(number: float) -> str:
    """Hours with one decimal, as the language writes it; none where it is a whole number."""
    rounded = Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return _("%(n)s hrs") % {"n": number_format(rounded, decimal_pos=0 if rounded % 1 == 0 else 1)}


@register.simple_tag
def hours_bar(week: queries.TeamWeek, most: float | None = None) -> SafeString:
    """Hours needed as a bar, hours there as a line across it. The figures beside it say the same.

    `most` is what the longest of several bars has room for, so that they can be compared.
    """
    scale = _WIDTH / max((most or week.most) * 1.1, 1)
    line = SafeString("")
    if week.hours is not None:
        x = round(week.hours * scale, 1)
        line = format_html('<path class="there" d="M{} 0v{}"/>', x, _HEIGHT)
    return format_html(
        '<svg class="hours-bar" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<rect class="more" y="3" width="{}" height="8"/><rect class="before" y="3" width="{}" height="8"/>{}</svg>',
        _WIDTH, _HEIGHT, round(week.after * scale, 1), round(min(week.before, week.after) * scale, 1), line,
    )  # fmt: skip
