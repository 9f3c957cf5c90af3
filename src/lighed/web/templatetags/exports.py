"""A cell of an export -> what its preview shows."""

from __future__ import annotations

from datetime import date

from django import template

register = template.Library()


@register.filter
def cell_words(cell: str | int | date | None) -> str:
    """As in the file: days are written so that a program reads them too."""
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
