"""Faults and readings -> lines of text in Danish or English, for whoever runs an import."""

from __future__ import annotations

from collections.abc import Iterable

from lighed.governance import Text
from lighed.records.faults import Fault
from lighed.records.reading import FileReading

_WORDS = {
    "rows": Text("rækker", "rows"),
    "row": Text("række", "row"),
    "loaded": Text("indlæst", "loaded"),
    "column": Text("kolonne", "column"),
    "allowed": Text("Tilladt", "Allowed"),
    "action": Text("Gør sådan", "What to do"),
    "first": Text("de første", "the first"),
    "files": Text("Filer, rækker talt fra 1 uden overskriften:", "Files, rows counted from 1 without the heading:"),
    "stated": Text("oplyst i manifestet", "stated in the manifest"),
    "encoding": Text("tegnsæt", "encoding"),
    "separator": Text("skilletegn", "separator"),
    "decimal": Text("decimaltegn", "decimal sign"),
    "dates": Text("datoer", "dates"),
    "dropped": Text("udeladte kolonner", "columns left out"),
    "absent": Text("kolonner, der ikke er med", "columns not included"),
}


def danish_number(number: int) -> str:
    """A count with a point between the thousands."""
    return f"{number:,}".replace(",", ".")


def fault_lines(fault: Fault, language: str) -> list[str]:
    """What and where, which rows, what is allowed, what to do."""
    where = fault.file
    if fault.table and fault.table not in fault.file:
        where += f" ({fault.table})"
    if fault.column is not None:
        where += f", {_word('column', language)} {fault.column}" if fault.table else f", {fault.column}"
    lines = ["", f"{where}: {fault.problem.in_(language)}"]
    if fault.rows:
        unit = _word("row" if fault.n_found == 1 else "rows", language)
        first = f" ({_word('first', language)} {len(fault.rows)})" if fault.n_found > len(fault.rows) else ""
        shown = ", ".join(str(row) for row in fault.rows)
        lines.append(f"  {_count(fault.n_found, language)} {unit}{first}: {shown}")
    lines.append(f"  {_word('allowed', language)}: {fault.allowed.in_(language)}")
    lines.append(f"  {_word('action', language)}: {fault.action.in_(language)}")
    return lines


def reading_lines(readings: Iterable[FileReading], language: str, *, is_loaded: bool) -> list[str]:
    """One line for each file, with how it was read and, after a load, how much of it was left out."""
    return [_word("files", language), *(_reading_line(reading, language, is_loaded) for reading in readings)]


def _reading_line(reading: FileReading, language: str, is_loaded: bool) -> str:
    details = [f"{_count(reading.n_rows, language)} {_word('row' if reading.n_rows == 1 else 'rows', language)}"]
    if is_loaded and reading.n_loaded != reading.n_rows:
        details.append(f"{_count(reading.n_loaded, language)} {_word('loaded', language)}")
    for name in ("encoding", "separator", "decimal"):
        if (value := getattr(reading, name)) is not None:
            stated = f" ({_word('stated', language)})" if name in reading.stated else ""
            shown = value if name == "encoding" else f'"{value}"'
            details.append(f"{_word(name, language)} {shown}{stated}")
    for word, names in (
        ("dates", reading.date_forms),
        ("dropped", reading.dropped_columns),
        ("absent", reading.absent_columns),
    ):
        if names:
            details.append(f"{_word(word, language)} {', '.join(names)}")
    return f"  {reading.file}: {'; '.join(details)}"


def _word(word: str, language: str) -> str:
    return _WORDS[word].in_(language)


def _count(number: int, language: str) -> str:
    return danish_number(number) if language.startswith("da") else f"{number:,}"
