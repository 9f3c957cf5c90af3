"""The tables -> what each of their indexes holds, counted, so that SQLite takes the right one.

PostgreSQL does this by itself. SQLite never does, and without it goes through everybody's row to read twenty-five.
"""

from __future__ import annotations

from django.db import connection

_ENTRIES = 1000
"""So many of an index are looked at, which is enough to tell the indexes apart and takes milliseconds at any size."""


def count_tables() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={_ENTRIES}")
            cursor.execute("ANALYZE")
