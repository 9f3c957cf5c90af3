"""One raw column, as text or as Parquet holds it -> the declared type, and which rows break which of its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lighed.governance.cpr import CPR_PATTERN
from lighed.records.allowed import LONGEST_TEXT
from lighed.records.column import Column, Kind
from lighed.records.rules import Rule

ISO_DATE = "%Y-%m-%d"
DANISH_DATES = ("%d-%m-%Y", "%d.%m.%Y")
EARLIEST = date(1900, 1, 1)

# Control characters, the mark that a failed decoding leaves, and the letters æøå in UTF-8 read as Windows-1252.
_DAMAGED = r"[\x00-\x08\x0A-\x1F\x7F]" + "|\ufffd|\u00c3[\u00a6\u00b8\u00a5\u2020\u02dc\u2026]"
_DAMAGE_IN_TEXT = re.compile(_DAMAGED)
_FLAGS: Mapping[str, str] = {
    **dict.fromkeys(("true", "1", "ja", "yes", "sand", "j", "y"), "true"),
    **dict.fromkeys(("false", "0", "nej", "no", "falsk", "n"), "false"),
}
_TEXT_KINDS = frozenset({Kind.ID, Kind.TEXT, Kind.CODE})


def is_date_form(form: str) -> bool:
    """Whether `form` names a day, a month and a year in a way that the column engine can read."""
    if "%d" not in form or "%m" not in form or not ("%Y" in form or "%y" in form):
        return False
    try:
        return pl.Series([EARLIEST.strftime(form)]).str.to_date(form, strict=False)[0] is not None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError):
        return False


def looks_damaged(text: str) -> bool:
    """Whether `text` has control characters, signs that a wrong encoding left, or is too long for a name or an id."""
    has_surrogate = any("\ud800" <= sign <= "\udfff" for sign in text)
    return has_surrogate or _DAMAGE_IN_TEXT.search(text) is not None or len(text.encode()) > LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class TextReading:
    """How the text of one file is read: what else means missing, further date forms, codes to replace."""

    missing: frozenset[str] = frozenset()
    date_forms: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decimal: str | None = None


@dataclass(slots=True)
class Conformed:
    """A column in its declared type, and per broken rule a mask of the rows.

    Attributes
    ----------
    values
        Missing where the value was missing or broke a rule.
    is_missing
        Where the file has no value: not where it has a wrong one.
    date_forms
        The forms of date that occurred.
    """

    values: pl.Series
    is_missing: pl.Series
    faults: dict[Rule, pl.Series] = field(default_factory=dict)
    date_forms: frozenset[str] = frozenset()

    def note(self, rule: Rule, mask: pl.Series) -> None:
        """Keep `mask` where it marks any row."""
        if mask.any():
            self.faults[rule] = mask | self.faults[rule] if rule in self.faults else mask


def conform(raw: pl.Series, *, column: Column, reading: TextReading) -> Conformed:
    """The values of `raw` as `column` declares them.

    Parameters
    ----------
    raw
        Text from a CSV, or any type that Parquet has.
    """
    if raw.dtype == column.kind.dtype and column.kind is Kind.FLAG:
        return Conformed(raw, raw.is_null())
    if raw.dtype == pl.Date and column.kind is Kind.DATE:
        conformed = Conformed(raw, raw.is_null())
        _refuse_early_dates(conformed)
        return conformed
    # An id that was read as an amount has lost digits or gained a decimal: it is no longer the case system's id.
    text = None if raw.dtype.is_float() and column.kind in _TEXT_KINDS else _as_text(raw)
    if text is None:
        nothing = pl.Series(raw.name, [None] * len(raw), dtype=column.kind.dtype)
        conformed = Conformed(nothing, raw.is_null())
        conformed.note(Rule.WRONG_TYPE, raw.is_not_null())
        return conformed
    text = _without_missing(text, column, reading)
    conformed = _READERS[column.kind](text, column, reading)
    if column.kind in (Kind.ID, Kind.TEXT):
        _refuse_cpr(conformed, text, raw)
    elif conformed.faults:
        is_wrong = _any(conformed.faults.values())
        conformed.note(Rule.CPR_LIKE, is_wrong & text.str.contains(CPR_PATTERN).fill_null(False))
    return conformed


def _as_text(raw: pl.Series) -> pl.Series | None:
    """`raw` as text; `None` for types that hold no single value (lists, structs, binary)."""
    dtype = raw.dtype
    if dtype == pl.String:
        return raw
    if isinstance(dtype, pl.Datetime):
        # A date written as a moment is a date only at midnight; anything else keeps its time and fails as a date.
        return raw.dt.date().cast(pl.String).zip_with(_is_midnight(raw), raw.cast(pl.String))
    if dtype == pl.Null or dtype.is_numeric() or dtype in (pl.Boolean, pl.Date, pl.Categorical, pl.Enum):
        return raw.cast(pl.String)
    return None


def _is_midnight(raw: pl.Series) -> pl.Series:
    parts = (raw.dt.hour(), raw.dt.minute(), raw.dt.second(), raw.dt.nanosecond())
    return ~_any([(part != 0).fill_null(False) for part in parts])


def _without_missing(text: pl.Series, column: Column, reading: TextReading) -> pl.Series:
    text = text.str.strip_chars()
    values = reading.values.get(column.name)
    if values:
        text = text.replace(list(values), list(values.values()))
    missing = ["", *sorted(reading.missing)]
    is_missing = (text.str.len_bytes() == 0) if len(missing) == 1 else text.is_in(missing)
    return text.set(is_missing.fill_null(False), None) if is_missing.any() else text


def _read_text(text: pl.Series, column: Column, reading: TextReading) -> Conformed:
    conformed = Conformed(text, text.is_null())
    is_damaged = (text.str.contains(_DAMAGED) | (text.str.len_bytes() > LONGEST_TEXT)).fill_null(False)
    conformed.note(Rule.DAMAGED_TEXT, is_damaged)
    return _blank(conformed)


def _read_code(text: pl.Series, column: Column, reading: TextReading) -> Conformed:
    conformed = Conformed(text, text.is_null())
    if column.pattern is not None:
        is_known = text.str.contains(column.pattern)
    else:
        is_known = text.is_in(sorted(column.allowed_codes))
    conformed.note(Rule.UNKNOWN_CODE, ~is_known.fill_null(True))
    return _blank(conformed)


def _read_date(text: pl.Series, column: Column, reading: TextReading) -> Conformed:
    is_missing = text.is_null()
    days = text.str.strip_suffix("T00:00:00").str.strip_suffix(" 00:00:00")
    values = pl.Series(text.name, [None] * len(text), dtype=pl.Date)
    seen: set[str] = set()
    for form in (ISO_DATE, *DANISH_DATES, *reading.date_forms):
        if values.null_count() == is_missing.sum():
            break
        parsed = days.str.to_date(form, strict=False)
        if parsed.null_count() < len(parsed):
            seen.add(form)
            values = values.zip_with(values.is_not_null(), parsed)
    conformed = Conformed(values, is_missing, date_forms=frozenset(seen))
    conformed.note(Rule.WRONG_TYPE, values.is_null() & ~is_missing)
    _refuse_early_dates(conformed)
    return conformed


def _refuse_early_dates(conformed: Conformed) -> None:
    conformed.note(Rule.WRONG_TYPE, (conformed.values < EARLIEST).fill_null(False))
    _blank(conformed)


def _read_flag(text: pl.Series, column: Column, reading: TextReading) -> Conformed:
    known = text.str.to_lowercase().replace_strict(
        list(_FLAGS), [word == "true" for word in _FLAGS.values()], default=None, return_dtype=pl.Boolean
    )
    conformed = Conformed(known, text.is_null())
    conformed.note(Rule.WRONG_TYPE, known.is_null() & text.is_not_null())
    return conformed


def _read_whole_number(text: pl.Series, column: Column, reading: TextReading) -> Conformed:
    signs = f"[{re.escape(reading.decimal)}]" if reading.decimal else "[.,]"
    digits = text.str.extract(rf"^([+-]?[0-9]{{1,9}})(?:{signs}0+)?$")
    values = digits.cast(pl.Int32, strict=False)
    conformed = Conformed(values, text.is_null())
    conformed.note(Rule.WRONG_TYPE, values.is_null() & text.is_not_null())
    lowest = column.lowest if column.lowest is not None else -(2**31)
    highest = column.highest if column.highest is not None else 2**31 - 1
    conformed.note(Rule.OUT_OF_RANGE, ~values.is_between(lowest, highest).fill_null(True))
    return _blank(conformed)


_READERS = {
    Kind.ID: _read_text,
    Kind.TEXT: _read_text,
    Kind.CODE: _read_code,
    Kind.DATE: _read_date,
    Kind.FLAG: _read_flag,
    Kind.WHOLE_NUMBER: _read_whole_number,
}


def _refuse_cpr(conformed: Conformed, text: pl.Series, raw: pl.Series) -> None:
    # A spreadsheet that took the numbers for amounts has lost their leading zero.
    digits = text.str.zfill(10) if raw.dtype.is_numeric() and (text.str.len_bytes() == 9).any() else text
    conformed.note(Rule.CPR_LIKE, digits.str.contains(CPR_PATTERN).fill_null(False))
    _blank(conformed)


def _blank(conformed: Conformed) -> Conformed:
    """Take wrong values out: nothing after this may meet them."""
    if conformed.faults:
        conformed.values = conformed.values.set(_any(conformed.faults.values()), None)
    return conformed


def _any(masks: Iterable[pl.Series]) -> pl.Series:
    first, *others = masks
    for mask in others:
        first = first | mask
    return first
