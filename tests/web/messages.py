"""The site's templates and code -> every message in them, as a translator must know them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

import lighed.web

WEB = Path(lighed.web.__file__).parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]
"""Context and message; of a message with a plural, the singular."""


def messages(paths: Iterable[Path] | None = None) -> dict[Key, tuple[str, ...]]:
    """Context and message -> the message, or its singular and plural; of the whole site, unless told of which files."""
    found: dict[Key, tuple[str, ...]] = {}
    for path in sorted([*WEB.rglob("*.py"), *(WEB / "templates").rglob("*.html")] if paths is None else paths):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text, origin=str(path))
        for _line, _function, message, _comments, context in _extract(text):
            forms = message if isinstance(message, tuple) else (message,)
            found[(context, forms[0])] = forms
    return found


def _extract(text: str):
    for line, message, comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        yield line, None, message, comments, context
