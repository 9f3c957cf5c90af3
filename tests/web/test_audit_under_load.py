"""Many who write in the audit log at once, and one who is killed while writing: real processes, real databases."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def installation(settings, tmp_path):
    """The environment of an installation: a SQLite file of its own, or the tests' PostgreSQL."""
    environment = {
        **os.environ,
        "LIGHED_DATA": str(tmp_path / "var"),
        "LIGHED_AUDIT_KEY": settings.LIGHED_AUDIT_KEY,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    if connection.vendor == "postgresql":
        environment["DATABASE_NAME"] = connection.settings_dict["NAME"]

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )

    run.environment = environment
    ready = run("lighed", "audit", "verify")
    assert ready.returncode == 0, ready.stderr
    return run


def whole(installation) -> int:
    """The number of entries that the command finds whole."""
    verified = installation("lighed", "audit", "verify", "-m", "901")
    assert verified.returncode == 0, verified.stderr
    return int(re.search(r"whole, (\d+) entries", verified.stdout)[1])


@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="works")
def test_twenty_at_once_leave_one_unbroken_chain(installation):
    written = installation("tests.web.audit_writer", "write", "20", "10")
    assert written.returncode == 0, written.stderr
    assert len(written.stdout.split()) == 200
    assert whole(installation) == 200


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="works")
def test_whoever_is_killed_while_writing_loses_nothing_that_was_acknowledged(installation):
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.web.audit_writer", "write", "4", "100000"],
        cwd=ROOT, env=installation.environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    acknowledged = [writer.stdout.readline().strip() for _ in range(150)]
    os.kill(writer.pid, signal.SIGKILL)
    # What it said before it was killed counts as well.
    acknowledged += [line for line in writer.stdout.read().split("\n")[:-1] if line]
    writer.stdout.close()
    writer.wait()
    there = installation("tests.web.audit_writer", "list").stdout.split()
    assert set(acknowledged) <= set(there)
    assert whole(installation) == len(there)
