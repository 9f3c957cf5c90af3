"""What was known of a person -> the tables and columns of the database in which some of it is still found.

Every table is read, also those of the framework: sessions and the cache are unpacked, and so are compressed documents.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from lighed.web import row_security
from lighed.workflow import Found, Needles

_AT_ONCE = 500
_FILES_AT_ONCE = 4
"""Rows of a table that holds whole files."""
_OF_FILES = frozenset({"lighed_attachment", "lighed_bundlecontent"})


def search_database(needles: Needles) -> tuple[int, list[Found]]:
    """Look through every column of every table, whosever municipality's rows they are.

    Returns
    -------
    How many columns were searched, and those in which something was found, with the number of rows.
    """
    n_columns, found = 0, Counter[str]()
    with row_security.municipality_in_view(row_security.EVERY):
        with connection.cursor() as cursor:
            tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            # Whole files are fetched a few at a time, also from a server that would send them all at once.
            holds_files = table in _OF_FILES
            with connection.chunked_cursor() if holds_files else connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own
                columns = [column[0] for column in cursor.description]
                n_columns += len(columns)
                while rows := cursor.fetchmany(_FILES_AT_ONCE if holds_files else _AT_ONCE):
                    for row in rows:
                        for column, value in zip(columns, row, strict=True):
                            if _holds(value, f"{table}.{column}", needles):
                                found[f"{table}.{column}"] += 1
    return n_columns, [Found(where, n) for where, n in sorted(found.items())]


def _holds(value: Any, where: str, needles: Needles) -> bool:
    match value:
        case str() if where == "django_session.session_data":
            return _any_in(_session(value), needles)
        case str() if where == "lighed_cache.value":
            return _bytes_hold(_base64(value), needles)
        case str() if value[:1] in ("{", "["):
            return needles.are_in(value) or _any_in(_parsed(value), needles)
        case str():
            return needles.are_in(value) or needles.are_in(_dashed(value))
        case bytes() | bytearray() | memoryview():
            return _bytes_hold(bytes(value), needles)
        case dict() | list():
            return _any_in(value, needles)
        case None | bool() | int() | float():
            return False
    return needles.are_in(str(value))


def _bytes_hold(content: bytes, needles: Needles) -> bool:
    try:
        unpacked = zlib.decompress(content)
    except zlib.error:
        return needles.are_in_bytes(content)
    try:
        return _any_in(json.loads(unpacked), needles)
    except ValueError:
        return needles.are_in_bytes(unpacked)


def _any_in(value: Any, needles: Needles) -> bool:
    """Whether any text in a JSON value is one of them or holds one."""
    if isinstance(value, str):
        return needles.are_in(value)
    parts: Iterable[Any] = ()
    if isinstance(value, dict):
        parts = (*value.keys(), *value.values())
    elif isinstance(value, list | tuple):
        parts = value
    return any(_any_in(part, needles) for part in parts)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _session(stored: str) -> dict[str, Any]:
    return SessionStore().decode(stored)


def _base64(stored: str) -> bytes:
    try:
        return base64.b64decode(stored)
    except (binascii.Error, ValueError):
        return stored.encode()


def _dashed(text: str) -> str:
    """SQLite keeps a UUID as 32 digits without dashes."""
    if len(text) != 32 or not text.isalnum():
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
