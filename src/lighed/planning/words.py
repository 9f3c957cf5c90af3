"""Days and counts -> how they are written to a reader, in both languages."""

from __future__ import annotations

from datetime import date

from lighed.governance import Text

_DA = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_in_words(day: date) -> Text:
    return Text(da=f"{day.day}. {_DA[day.month - 1]} {day.year}", en=f"{day.day} {_EN[day.month - 1]} {day.year}")


def meetings_in_words(n: int) -> Text:
    return Text(da="1 samtale" if n == 1 else f"{n} samtaler", en="1 meeting" if n == 1 else f"{n} meetings")
