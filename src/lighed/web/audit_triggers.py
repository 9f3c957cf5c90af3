"""A database -> the same database, which refuses to change or delete what the audit log has written.

They keep the product's own code, and a slip of the hand, from changing the log. Whoever may do everything in the
database may also take them away; what such a person changes is found by `lighed audit verify`.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_NEVER = "an entry of the audit log is never changed or deleted"
_RULES: tuple[tuple[str, str, str], ...] = (
    ("lighed_auditrecord", "UPDATE", "1 = 1"),
    (
        "lighed_auditrecord",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM lighed_auditsegment s WHERE s.municipality = OLD.municipality "
        "AND s.segment = OLD.segment AND s.is_dropped)",
    ),
    ("lighed_auditsegment", "DELETE", "1 = 1"),
    (
        "lighed_auditsegment",
        "UPDATE",
        "OLD.is_dropped OR NOT NEW.is_dropped OR NEW.municipality <> OLD.municipality OR NEW.segment <> OLD.segment "
        "OR NEW.first <> OLD.first OR NEW.last <> OLD.last OR NEW.closing_hash <> OLD.closing_hash",
    ),
    ("lighed_auditchain", "DELETE", "1 = 1"),
    (
        "lighed_auditchain",
        "UPDATE",
        "NEW.municipality <> OLD.municipality OR NEW.number < OLD.number OR NEW.dropped_number < OLD.dropped_number",
    ),
    ("lighed_auditsubject", "UPDATE", "1 = 1"),
    (
        "lighed_auditsubject",
        "DELETE",
        "EXISTS (SELECT 1 FROM lighed_auditrecord r WHERE r.subject = OLD.pseudonym)",
    ),
)
"""Table, statement, and when the statement is refused for a row."""
_TABLES = sorted({table for table, _, _ in _RULES})


def keep_up(using: str, **_signal: Any) -> None:
    """After each migration: SQLite rewrites a table to change it, and forgets its triggers."""
    connection = connections[using]
    if set(_TABLES) <= set(connection.introspection.table_names()):
        put_up(connection)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, unless they are there."""
    wanted = missing(connection)
    truncating = [(table, "TRUNCATE", "") for table in _TABLES]
    with connection.cursor() as cursor:
        for table, statement, refused_when in (*_RULES, *truncating):
            if (name := _name(table, statement)) in wanted:
                for sql in _to_make(connection.vendor, table, statement, refused_when, name):
                    cursor.execute(sql)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests, which empty the tables, and for migrations that rewrite them."""
    with connection.cursor() as cursor:
        for name in sorted(standing(connection)):
            table = name.rsplit("_never_", 1)[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that ought to be there and are not."""
    return sorted(_names(connection.vendor) - standing(connection))


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of those that are there."""
    if connection.vendor == "postgresql":
        # One that was switched off is as good as none.
        sql = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema()"
        )
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {str(name) for (name,) in cursor.fetchall()} & _names(connection.vendor)


def _name(table: str, statement: str) -> str:
    return f"{table}_never_{statement.lower()}"


def _names(vendor: str) -> set[str]:
    names = {_name(table, statement) for table, statement, _ in _RULES}
    return names | {_name(table, "TRUNCATE") for table in _TABLES} if vendor == "postgresql" else names


def _to_make(vendor: str, table: str, statement: str, refused_when: str, name: str) -> list[str]:
    if vendor == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END"
        return [f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH ROW WHEN {refused_when} {body}"]
    if statement == "TRUNCATE":
        body, scope = f"RAISE EXCEPTION '{_NEVER}';", "STATEMENT"
    else:
        result = "NEW" if statement == "UPDATE" else "OLD"
        body = f"IF {refused_when} THEN RAISE EXCEPTION '{_NEVER}'; END IF; RETURN {result};"
        scope = "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH {scope} EXECUTE FUNCTION {name}()",
    ]
