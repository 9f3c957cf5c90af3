"""A municipality -> a database connection that shows the rows of its people, and no one else's.

On PostgreSQL the database itself keeps municipalities apart, also from a query that forgot to: every table with a
person has a policy that compares the row's municipality with a setting of the connection. Where the setting was not
made there are no rows. On SQLite, which has no such thing, `queries.scope` alone keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

NOBODY = ""
EVERY = "*"
"""All municipalities: commands that the operator gives, and upkeep of the tables. Never a request."""

_SETTING = "lighed.municipality"
_POLICY = "one_municipality"
_IS_ABOVE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_FAILED = 3
"""libpq's PQTRANS_INERROR."""
_IN_FORCE: ContextVar[str] = ContextVar("municipality_in_view", default=NOBODY)


def in_view() -> str:
    """The code of the municipality whose people can be seen now, `EVERY` or `NOBODY`."""
    return _IN_FORCE.get()


def look_at(municipality: str) -> None:
    """Show this municipality's people, until something else is said. In a request the middleware takes it back."""
    _IN_FORCE.set(municipality)
    for connection in connections.all(initialized_only=True):
        _tell(connection)


@contextmanager
def municipality_in_view(municipality: str) -> Iterator[None]:
    """Show this municipality's people for as long as the block lasts."""
    before = _IN_FORCE.get()
    look_at(municipality)
    try:
        yield
    finally:
        look_at(before)


def on_new_connection(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """A connection opened half-way through a request shows what the request may see."""
    _tell(connection)


def _tell(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    if connection.needs_rollback or connection.connection.info.transaction_status == _FAILED:
        # A transaction that failed can only be rolled back, which brings back the setting that it began with.
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [_SETTING, _IN_FORCE.get()])


def tables_of_people() -> dict[str, str]:
    """Every table with a row about a person -> its column with the municipality.

    A table is about a person if a chain of foreign keys leads from it to the people. Those who log in, and what hangs
    on them, are asked for before it is known which municipality they are of, so the chain does not go through them.
    """
    from lighed.web.models import Person, User

    found: set[type[models.Model]] = {Person}
    while True:
        more = {
            model
            for model in apps.get_models()
            if model not in found and model is not User and any(to in found for to in _leads_to(model))
        }
        if not more:
            break
        found |= more
    return {model._meta.db_table: _column(model) for model in sorted(found, key=lambda one: one._meta.db_table)}


def _leads_to(model: type[models.Model]) -> list[Any]:
    return [field.related_model for field in model._meta.get_fields() if field.concrete and field.is_relation]


def _column(model: type[models.Model]) -> str:
    field = model._meta.get_field("municipality")
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__} is about people and must have a municipality of its own")
    return str(field.column)


def keep_apart(using: str, **_signal: Any) -> None:
    """After each migration: give every table with a person its policy, and force it on the tables' owner too."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    to_protect = set(connection.introspection.table_names()) - protected_tables(connection)
    for table, column in tables_of_people().items():
        if table not in to_protect:
            continue
        quoted = connection.ops.quote_name(table)
        setting = f"(SELECT current_setting('{_SETTING}', true))"
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS {_POLICY} ON {quoted}")
            cursor.execute(
                f"CREATE POLICY {_POLICY} ON {quoted} "
                f"USING ({connection.ops.quote_name(column)} = {setting} OR {setting} = '{EVERY}')"
            )


def protected_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables on which the policy stands and is forced."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = %s AND pg_table_is_visible(c.oid)",
            [_POLICY],
        )
        return {name for (name,) in cursor.fetchall()}


def check_role() -> None:
    """Refuse a database role that no policy holds back.

    Raises
    ------
    ImproperlyConfigured
        If the site logs in to PostgreSQL as a superuser, or as a role that bypasses row-level security.
    """
    for connection in connections.all():
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(_IS_ABOVE)
            (is_above,) = cursor.fetchone()
        if is_above:
            raise ImproperlyConfigured(
                "The database user (DATABASE_USER) is a superuser or has BYPASSRLS, so PostgreSQL would not keep the "
                "municipalities apart. Let the site log in as a user that owns the database and is neither: "
                "ALTER ROLE name NOSUPERUSER NOBYPASSRLS."
            )
