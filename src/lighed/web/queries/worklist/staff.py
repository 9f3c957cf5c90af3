"""A municipality -> the teams and caseworkers that its courses name, to filter by."""

from __future__ import annotations

from django.db import connection

from lighed.web.models import ContactCourse, User

# Each step looks up the next value in an index, so that what it takes grows with the teams and not with the people.
_VALUES = """
WITH RECURSIVE found(value) AS (
    SELECT (SELECT MIN({column}) FROM {table} WHERE {named})
    UNION ALL
    SELECT (SELECT MIN({column}) FROM {table} WHERE {named} AND {column} > found.value)
    FROM found WHERE found.value IS NOT NULL
)
SELECT value, {shown} FROM found WHERE value IS NOT NULL ORDER BY 2, 1
"""
_NAMED = "municipality_id = %s AND NOT ({column} = '')"
"""The index holds no others, which is seen by its condition, said in the same words."""
_NAME = "(SELECT MIN(caseworker_name) FROM {table} WHERE {named} AND caseworker_id = found.value)"


def teams(user: User) -> tuple[tuple[str, str], ...]:
    """The teams of the user's municipality, as (value, name)."""
    return _values("team", user, shown="value")


def caseworkers(user: User) -> tuple[tuple[str, str], ...]:
    """The caseworkers of the user's municipality by the case system's ids, as (value, name)."""
    return _values("caseworker_id", user, shown=_NAME)


def _values(column: str, user: User, *, shown: str) -> tuple[tuple[str, str], ...]:
    names = {"column": column, "table": ContactCourse._meta.db_table, "named": _NAMED.format(column=column)}
    sql = _VALUES.format(**names, shown=shown.format(**names))
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.municipality_id] * sql.count("%s"))
        return tuple((str(value), str(name or value)) for value, name in cursor.fetchall())
