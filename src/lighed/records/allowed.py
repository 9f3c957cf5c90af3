"""A column -> what it may hold, in words that a fault and the documentation share."""

from __future__ import annotations

from lighed.governance import Text
from lighed.records.column import Column, Kind

LONGEST_TEXT = 500
"""The most bytes of UTF-8 that one text may have: names, addresses and ids are short, a journal note is not wanted."""

_BY_KIND = {
    Kind.ID: Text("fagsystemets eget id, ikke et CPR-nummer", "the case system's own id, not a CPR number"),
    Kind.TEXT: Text(
        f"tekst uden styretegn og CPR-numre, højst {LONGEST_TEXT} tegn",
        f"text without control characters and CPR numbers, at most {LONGEST_TEXT} characters",
    ),
    Kind.DATE: Text(
        "en dato fra 1900 og frem: 2024-03-01, 01-03-2024 eller 01.03.2024",
        "a date from 1900 on: 2024-03-01, 01-03-2024 or 01.03.2024",
    ),
    Kind.FLAG: Text(
        "true/false, 1/0, ja/nej, yes/no eller sand/falsk", "true/false, 1/0, ja/nej, yes/no or sand/falsk"
    ),
}


def allowed_in(column: Column) -> Text:
    """What `column` may hold, never an example from the data."""
    if column.kind is Kind.WHOLE_NUMBER:
        return Text(
            f"et helt tal fra {column.lowest} til {column.highest}",
            f"a whole number from {column.lowest} to {column.highest}",
        )
    if column.kind is not Kind.CODE:
        return _BY_KIND[column.kind]
    if column.standard is not None:
        return column.standard.name
    codes = ", ".join(column.codes)
    return Text(codes, codes)


def allowed_order(start: str, end: str) -> Text:
    """That `end` may not come before `start`."""
    return Text(f"{end} samme dag som {start} eller senere", f"{end} on the same day as {start} or later")


def allowed_until(column: Column) -> Text:
    """How late a date in `column` may be."""
    if column.may_be_future_when is None:
        return Text(
            "senest dagen for udtrækket eller hændelsen", "the day of the extraction or the event at the latest"
        )
    return Text(
        "senest dagen for udtrækket, undtagen for en planlagt samtale",
        "the day of extraction at the latest, but for a planned meeting",
    )
