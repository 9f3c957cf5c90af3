"""Texts and figures of the core -> what a page writes, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext, ngettext, pgettext

from lighed.governance import Text
from lighed.web.queries.person.alternatives_shown import ShownAlternative
from lighed.web.queries.person.page import DataRow

register = template.Library()


@register.filter
def in_language(text: Text | None) -> str:
    """The core's text in the reader's language; nothing for no text."""
    return "" if text is None else text.in_(get_language() or "da")


@register.filter
def named(username: str, names: dict[str, str]) -> str:
    """Who that user is; as it was written down where nobody there has that user name, such as a command."""
    return names.get(username, username)


@register.filter
def whole(number: float | None) -> str:
    """A figure without decimals."""
    return "" if number is None else str(round(number))


@register.filter
def of_100(share: float) -> str:
    """A share as a whole number of 100."""
    return str(round(100 * share))


@register.filter
def per_cent(share: float) -> str:
    """A share in whole per cent, written as the language writes it; one that is small is called small, not zero."""
    n = round(100 * share)
    if n == 0 and share > 0:
        return gettext("under 1%")
    return gettext("%(n)d%%") % {"n": n}


@register.simple_tag
def options(named: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The options of a select, of (value, label, is it chosen). There may be hundreds: as many as a town hall has."""
    chosen = {True: " selected", False: ""}
    rows = ((value, chosen[is_chosen], label) for value, label, is_chosen in named)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag
def weeks(start: float | None, end: float | None) -> str:
    """A range of weeks, also where its end lies beyond what has been observed."""
    if start is None:
        return "–"
    if end is None:
        return ngettext("at least %(n)d week", "at least %(n)d weeks", round(start)) % {"n": round(start)}
    if round(start) == round(end):
        return ngettext("%(n)d week", "%(n)d weeks", round(end)) % {"n": round(end)}
    return gettext("%(start)d–%(end)d weeks") % {"start": round(start), "end": round(end)}


@register.filter
def effect_in_words(per_100: float) -> str:
    """How many more or fewer of 100, without decimals; small effects are called small, not zero."""
    n = abs(round(per_100))
    if n == 0:
        return gettext("less than 1 of 100")
    more, fewer = (
        ngettext("%(n)d more of 100", "%(n)d more of 100", n),
        ngettext("%(n)d fewer of 100", "%(n)d fewer of 100", n),
    )
    return (more if per_100 > 0 else fewer) % {"n": n}


@register.filter
def use_in_words(row: DataRow) -> str:
    """Whether the estimate was made with a value as it is known now, or with which other one."""
    if row.is_used:
        return gettext("Yes")
    if row.used is not None:
        return gettext("At the estimate: %(value)s") % {"value": in_language(row.used)}
    return gettext("Came after the estimate; not used") if row.came_later else gettext("No")


@register.filter
def alternative_in_words(other: ShownAlternative) -> str:
    """What the estimate would say with another value: of the estimate, and never of what would happen."""
    told = gettext("If it said %(value)s, the estimate would say %(n)d of 100 instead of %(own)d.") % {
        "value": in_language(other.value),
        "n": other.of_100,
        "own": other.instead_of,
    }
    if other.band is None:
        return told
    called = gettext("We would call it %(band)s.") % {"band": band_name(other.band.value).lower()}
    return f"{told} {called}"


@register.filter
def language_name(code: str) -> str:
    """A language's name in the reader's own, where it is known, else its code."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code


@register.filter
def family_name(family: str) -> str:
    """Which part of the case system an element comes from."""
    names = {
        "cv": gettext("CV"),
        "job_log": gettext("Job log"),
        "earlier_course": gettext("Earlier courses"),
        "master_data": gettext("Master data"),
        "other": gettext("Other"),
    }
    return names.get(family, family)


@register.simple_tag
def protection_mark(protection: str) -> SafeString:
    """A mark for protected information, another for what may stand in for it, and none for the rest."""
    names = {"protected": gettext("Protected information"), "proxy": gettext("May reflect protected information")}
    if protection not in names:
        return SafeString("")
    return format_html(' <span class="mark">{}</span>', names[protection])


@register.filter
def band_name(band: str) -> str:
    names = {"low": pgettext("band", "Low"), "medium": pgettext("band", "Medium"), "high": pgettext("band", "High")}
    return names.get(band, "")


@register.filter
def certainty_name(certainty: str) -> str:
    names = {
        "good": pgettext("certainty", "Good"),
        "some": pgettext("certainty", "Some"),
        "little": pgettext("certainty", "Little"),
    }
    return names.get(certainty, "")


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the site's few icons, for the eye only: the words beside it say the same."""
    return format_html(
        '<svg class="icon-svg" focusable="false" aria-hidden="true" viewBox="0 0 24 24"><path d="{}"/></svg>',
        _ICONS[name],
    )


_ICONS = {
    "check": "M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z",
    "close": "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6z",
    "up": "M12 5l7 7-1.4 1.4L13 8.8V19h-2V8.8l-4.6 4.6L5 12z",
    "down": "M12 19l-7-7 1.4-1.4L11 15.2V5h2v10.2l4.6-4.6L19 12z",
    "back": "M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12z",
    "next": "M8.6 16.6 10 18l6-6-6-6-1.4 1.4 4.6 4.6z",
}
