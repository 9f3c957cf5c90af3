"""Sheets in words -> one tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from lighed.web.export.sheet_text import SheetText
from lighed.web.printed.pdf import as_pdf


def sheets_as_pdf(sheets: Sequence[SheetText], *, language: str, is_large: bool) -> bytes:
    """One PDF of all the sheets, for screen readers as well, with words for the drawing."""
    first = sheets[0]
    return as_pdf(
        "sheet.typ",
        {
            "title": first.title if len(sheets) > 1 else f"{first.title}: {first.name}",
            "organisation": first.organisation,
            "language": language,
            "is_large": is_large,
            "footer": first.footer,
            "sheets": [asdict(one) for one in sheets],
        },
    )
