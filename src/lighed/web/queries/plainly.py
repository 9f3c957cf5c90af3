"""A column -> the same column, by which SQLite looks nothing up in an index of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, Q, QuerySet
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


class Plainly(Func):
    """A column to be compared as the rows are read, in an order that another index has.

    One index holds all that the worklist counts and filters by. SQLite would rather go through a narrower one and fetch
    the wide row of each that fits; the sign before the column is its own way of saying that it shall not. PostgreSQL
    compares the two ways by what they cost, and is left to it.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def of_people(keys: QuerySet[Any, Any]) -> Q:
    """Of a course: whether its person is among these, who are found by themselves and by an index of their own."""
    return Q(In(Plainly("person"), keys))
