"""Words and a template of paper -> one tagged PDF, made here without any other program, with fonts that are shipped."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import typst

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE.parent / "static/vendor/dkfds/fonts/IBMPlexSans/complete/ttf"
_NOT_PRINTED = "\u25a1"
"""An empty square, in the place of a sign that no font here has."""
_LAST_OF_LATIN = 0x17F
_BLANKS = "\n\t \u00a0"
"""White space that stays as it is."""


def as_pdf(template: str, data: object) -> bytes:
    """One PDF for screen readers as well (PDF/UA-1): with tags, a title and its language.

    `data` is what the template reads: texts, numbers, lists and dicts of them. A sign that no font has would be refused
    by that standard. The PDF is then made with squares in its stead.
    """
    try:
        return _compiled(template, _each_text(data, _without_controls))
    except typst.TypstError:
        return _compiled(template, _each_text(data, _plain))


def _compiled(template: str, data: object) -> bytes:
    made = typst.compile(
        str(_HERE / template),
        format="pdf",
        root=str(_HERE),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def _each_text(data: object, change: Callable[[str], str]) -> object:
    """The same data with each of its texts changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _each_text(value, change) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(value, change) for value in data]
    return data


def _without_controls(text: str) -> str:
    """Signs that stand for nothing on paper are left out: they can come with what was pasted.

    Other white space becomes a blank: a line separator, and what Python too calls white space, are refused on paper.
    """
    return "".join(
        one if one in _BLANKS else " " if one.isspace() else "" if unicodedata.category(one)[0] == "C" else one
        for one in text
    )


def _plain(text: str) -> str:
    """Latin letters and usual punctuation; a square for every other sign."""
    return "".join(one if _is_usual(one) else _NOT_PRINTED for one in _without_controls(text))


def _is_usual(sign: str) -> bool:
    return ord(sign) <= _LAST_OF_LATIN or sign in "–—‘’“”„…•·€"
