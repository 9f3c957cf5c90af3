"""A folder of catalogues -> the languages of the site: two that are whole, and further ones for people's own pages.

A further language is data: a folder with a catalogue. What its catalogue lacks is shown in English, text by text.
"""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO

WHOLE = (("da", "Dansk"), ("en", "English"))


def languages_in(locale: Path) -> list[tuple[str, str]]:
    """Each language's code, and its name as its own readers write it."""
    codes = sorted(one.parent.parent.name for one in locale.glob("*/LC_MESSAGES/django.po"))
    known = [code for code in codes if code in LANG_INFO and code not in dict(WHOLE)]
    return [*WHOLE, *((code, str(LANG_INFO[code]["name_local"])) for code in known)]


def is_whole(language: str) -> bool:
    """Whether every text of the site is in that language."""
    return language in dict(WHOLE)
