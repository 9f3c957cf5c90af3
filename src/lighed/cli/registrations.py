"""A JSON or NDJSON file -> registrations as documents, or what is wrong with the file and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from lighed.cli.errors import CommandRefused
from lighed.cli.options import existing

_MOST_LEVELS = 20
"""A registration has five levels (document, tables, table, row, value); what goes far deeper is none."""


def read_documents(file: Path) -> list[dict[str, Any]]:
    """The registrations of a file, all of them or none.

    Raises
    ------
    CommandRefused
        If the file is no JSON, holds something else than objects, or holds nothing.
    """
    documents = _parsed(_text(file), file)
    if not documents:
        raise CommandRefused(f"{file}: there is no registration in the file.")
    for number, document in enumerate(documents, start=1):
        if not isinstance(document, dict):
            raise CommandRefused(f"{file}, registration {number}: not a JSON object.")
        if _is_deeper(document, _MOST_LEVELS):
            raise _too_deep(f"{file}, registration {number}")
    return documents


def _text(file: Path) -> str:
    if existing(file).is_dir():
        raise CommandRefused(f"{file}: this is a folder. Name a file with registrations.")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandRefused(f"{file}, byte {error.start + 1}: not UTF-8. Save the file as UTF-8.") from None


def _parsed(text: str, file: Path) -> list[Any]:
    """One document, a list of documents, or one document a line."""
    try:
        whole = json.loads(text, parse_constant=_no_number)
        return whole if isinstance(whole, list) else [whole]
    except RecursionError:
        raise _too_deep(str(file)) from None
    except ValueError as error:
        # Only line feeds end a line: the other signs that do so in Python may stand inside a JSON text.
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) > 1 and not _is_json(lines[0][1]):
            raise CommandRefused(f"{file}{_place(error)}: not JSON.") from None
    return [_parsed_line(line, f"{file}, line {number}") for number, line in lines]


def _parsed_line(line: str, where: str) -> Any:
    try:
        return json.loads(line, parse_constant=_no_number)
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        column = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise CommandRefused(f"{where}{column}: not JSON.") from None


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _place(error: ValueError) -> str:
    return f", line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""


def _no_number(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no numbers of JSON")


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    return levels == 0 or any(
        _is_deeper(part, levels - 1) for part in (value.values() if isinstance(value, dict) else value)
    )


def _too_deep(where: str) -> CommandRefused:
    return CommandRefused(f"{where}: nested more deeply than any registration is.")
