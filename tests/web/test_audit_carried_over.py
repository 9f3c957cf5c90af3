"""A data home of a release without a chain -> its entries stand in the chain, marked, and are protected from now on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("TEST_DB") == "postgres", reason="an installation of its own, on SQLite"),
]
ROOT = Path(__file__).parents[2]
BEFORE = "0007_event_ids_per_municipality"
"""The last migration without a chain."""
STEP_BY_STEP = f"""
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate([("lighed", "{BEFORE}")])
"""
"""A new database gets all tables at once; this one goes the way that an older one went."""


@pytest.mark.requirement("R-ACC-01", part="people stand in it as keyed pseudonyms", shows="works")
def test_entries_of_an_earlier_release_are_carried_into_the_chain(tmp_path):
    environment = {**os.environ, "LIGHED_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment["DJANGO_SETTINGS_MODULE"] = "lighed.web.settings"
    environment.pop("DATABASE_HOST", None)

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )

    done = run("-c", STEP_BY_STEP)
    assert done.returncode == 0, done.stderr
    person, database = str(uuid4()), tmp_path / "lighed.sqlite3"
    rows = [
        (f"2026-{9 + n // 4:02d}-10 08:00:00", "read", ("mette", "token X", "lighed use")[n % 3], "901", person)
        for n in range(9)
    ]
    with closing(sqlite3.connect(database)) as connection:
        connection.executemany(
            "INSERT INTO lighed_auditrecord (at, kind, actor, municipality, purpose, subject) "
            "VALUES (?, ?, ?, ?, 'plan_contact_course', ?)",
            rows,
        )
        connection.commit()
    verified = run("-m", "lighed", "audit", "verify", "-m", "901")
    assert verified.returncode == 0, verified.stderr
    assert "whole, 9 entries" in verified.stdout
    with closing(sqlite3.connect(database)) as connection:
        seen = connection.execute(
            "SELECT actor_kind, flags, subject FROM lighed_auditrecord ORDER BY number"
        ).fetchall()
        months = connection.execute("SELECT segment, first, last FROM lighed_auditsegment ORDER BY first").fetchall()
        assert [kind for kind, _, _ in seen[:3]] == ["person", "client", "system"]
        assert {flags for _, flags, _ in seen} == {"carried_over"}
        assert len({subject for _, _, subject in seen}) == 1
        assert seen[0][2] != person
        assert months == [("2026-09", 1, 4), ("2026-10", 5, 8)]
        with pytest.raises(sqlite3.DatabaseError, match="never changed"):
            connection.execute("UPDATE lighed_auditrecord SET actor = 'other'")
