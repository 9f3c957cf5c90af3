"""What is sent arrives and is done once, whoever is killed: real processes, a real database."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(settings, tmp_path):
    """The environment of an installation: a SQLite file of its own, or the tests' PostgreSQL."""
    given = {
        **os.environ,
        "LIGHED_DATA": str(tmp_path / "var"),
        "LIGHED_DEMO": "1",
        "LIGHED_AUDIT_KEY": settings.LIGHED_AUDIT_KEY,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    if connection.vendor == "postgresql":
        given["DATABASE_NAME"] = connection.settings_dict["NAME"]
    return given


@pytest.mark.requirement("A10", shows="works")
def test_nothing_is_lost_or_done_twice_when_workers_and_senders_are_killed_at_random(environment, tmp_path):
    n_people = 100 if connection.vendor == "postgresql" else 30
    command = [sys.executable, "-m", "tests.web.arrivals_under_fire", str(tmp_path / "both.lighed"), str(n_people)]
    fire = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, complained = fire.communicate(timeout=300)
    finally:
        with suppress(ProcessLookupError):  # whoever it started is ended too
            os.killpg(fire.pid, signal.SIGKILL)
    assert fire.returncode == 0, complained[-2000:]
    told = json.loads(said[said.index("{") :])
    assert told["wrong"] == []
    assert told["killed"]["senders"] > 0
    assert told["killed"]["workers"] > 0
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "var" / "lighed.sqlite3")) as database:
            counted = database.execute("SELECT 1 FROM sqlite_stat1 WHERE idx = 'worklist_filters'").fetchall()
        assert counted, "a worker counts the tables"


def test_a_worker_that_ends_is_started_again_and_all_end_with_the_server(environment):
    code = "import time; from lighed.web.workers import Workers\nwith Workers(1): time.sleep(600)"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, start_new_session=True)
    try:
        first = _child(server.pid, but_not=0)
        os.kill(first, signal.SIGKILL)
        second = _child(server.pid, but_not=first)
        server.kill()
        server.wait()
        assert _ends(second)
    finally:
        server.kill()


def _child(parent: int, *, but_not: int) -> int:
    """The worker of the process, once there is one."""
    for _ in range(600):
        found = {int(one) for task in Path(f"/proc/{parent}/task").iterdir() for one in _children(task)} - {but_not}
        if found:
            return found.pop()
        time.sleep(0.1)
    raise AssertionError("no worker")


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except FileNotFoundError:
        return []


def _ends(pid: int) -> bool:
    for _ in range(600):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False
