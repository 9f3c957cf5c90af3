"""A name found in an export (file, table, column, key) -> the name as a report may show it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lighed.governance import Text
from lighed.governance.cpr import looks_like_cpr

# A file without headings has its first person where the names should be: what looks like data is not shown.
_SHOWABLE = re.compile(r"[^\W\d](?:[\w .\-/()&+]{0,58}[\w)])?")
_MANY_DIGITS = re.compile(r"\d{4}|\d.*\d.*\d.*\d.*\d")


def is_showable(name: object) -> bool:
    """Whether `name` looks like a name and not like a value."""
    return isinstance(name, str) and _SHOWABLE.fullmatch(name) is not None and _MANY_DIGITS.search(name) is None


def shown_name(name: object, *, otherwise: str = "?") -> str:
    """`name` where it may be shown, else `otherwise`."""
    return str(name) if is_showable(name) else otherwise


def shown_source(name: str) -> str:
    """The name of the file or folder that the user gave, unless it looks like a CPR number or cannot be printed."""
    return name if name.isprintable() and len(name) <= 120 and not looks_like_cpr(name) else "?"


def nth_column(position: int) -> str:
    """A column told by its place, counted from 1, where its name may not be shown."""
    return f"#{position}"


def listed(names: Iterable[str]) -> Text:
    """Names that the product itself declares, as a list in words."""
    text = ", ".join(sorted(names))
    return Text(text, text)
