"""What only whole processes can show: a stop that each of them obeys, and an erasure that outlives a restore."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from django.db import connection

from tests.web.small_site import COURSE, EVENT, ID, NAME, PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ON_POSTGRES = os.environ.get("TEST_DB") == "postgres"
ROOT = Path(__file__).parents[2]
N_PROCESSES = 2
LONGEST = 60.0
"""Seconds that a stop may take to reach every process."""


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def installation(settings, home):
    """Commands in an installation of its own: a SQLite file, or the tests' PostgreSQL."""
    environment = {
        **os.environ,
        "LIGHED_DATA": str(home),
        "LIGHED_DEMO": "1",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONWARNINGS": "ignore",
    }
    if connection.vendor == "postgresql":
        environment["DATABASE_NAME"] = connection.settings_dict["NAME"]
        # One key for the tests' own process and the commands, which share the database.
        environment["LIGHED_AUDIT_KEY"] = settings.LIGHED_AUDIT_KEY

    def run(*command: str, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT, env=environment, input=given, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    run.environment = environment
    filled = run("tests.web.small_site")
    assert filled.returncode == 0, filled.stderr
    run.course = filled.stdout.split()[-1]
    return run


@pytest.fixture
def site(installation, home):
    """The site, served as in operation, by more than one process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    log = (home / "served.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "lighed", "serve", "--port", str(port), "--workers", str(N_PROCESSES)],
        cwd=ROOT, env=installation.environment, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            try:
                requests.get(f"{address}/log-in/", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
        log.close()


class Visitor:
    """Somebody with a browser: cookies, forms, and a new connection for each page, so that any process may answer."""

    def __init__(self, address: str, username: str) -> None:
        self.address, self.session = address, requests.Session()
        self.session.headers.update({"Connection": "close", "Accept-Language": "da"})
        page = self.post("/log-in/", {"username": username, "password": PASSWORD}, form="/log-in/")
        assert username.title() in page, "logged in"

    def get(self, path: str) -> str:
        return self.session.get(self.address + path, timeout=20).text

    def post(self, path: str, given: dict[str, str], *, form: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(form))[1]
        answer = self.session.post(
            self.address + path, {**given, "csrfmiddlewaretoken": token}, headers={"Referer": self.address}, timeout=20
        )
        assert answer.status_code < 400, answer.status_code
        return answer.text


@pytest.mark.skipif(not ON_POSTGRES, reason="with several processes the site runs on PostgreSQL")
@pytest.mark.requirement("R-HUM-06", part="stops estimates everywhere within a minute", shows="works")
def test_a_stop_is_obeyed_by_every_server_process_within_a_minute(site, installation, record_property):
    caseworker, officer = Visitor(site, "mette"), Visitor(site, "dorte")
    page = f"/people/{installation.course}/"
    for _ in range(4):
        assert "af 100" in caseworker.get(page)
    pressed = time.monotonic()
    officer.post("/oversight/stop/press/", {"effect": "stop", "reason": "Øvelse"}, form="/oversight/stop/")
    last_shown, heard_of = pressed, None
    while time.monotonic() < pressed + LONGEST:
        if "af 100" in caseworker.get(page) or "af 100" in caseworker.get("/"):
            last_shown = time.monotonic()
        told = re.search(r"(\d) serverprocesser har bekræftet", officer.get("/oversight/stop/"))
        if told and int(told[1]) == N_PROCESSES + 1:  # those that answer, and the worker
            heard_of = time.monotonic() - pressed
            break
        time.sleep(0.2)
    assert heard_of is not None, "not every process was seen to obey"
    for _ in range(10):
        assert "af 100" not in caseworker.get(page)
    record_property("seconds until the last estimate", round(last_shown - pressed, 2))
    record_property("seconds until every process was heard of", round(heard_of, 2))
    print(f"last estimate after {last_shown - pressed:.2f} s; every process heard of after {heard_of:.2f} s")
    assert last_shown - pressed < LONGEST
    assert "Sat på pause." in caseworker.get("/")
    for username in ("marie", "mogens"):
        Visitor(site, username).post("/oversight/stop/resume/", {}, form="/oversight/stop/")
    assert "af 100" in caseworker.get(page), "and it goes on when two have said so"


def _places(home: Path) -> list[str]:
    """The files of the installation in which the person's id, name or event stands."""
    sought = [one.encode() for one in (ID, NAME, EVENT, COURSE)]
    files = [path for path in home.rglob("*") if path.is_file() and path.name != "served.log"]
    return sorted({path.name for path in files if any(one in path.read_bytes() for one in sought)})


def _copy(database: Path, to: Path) -> None:
    """A backup, as an operator makes one."""
    source, target = sqlite3.connect(database), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


@pytest.mark.skipif(ON_POSTGRES, reason="a backup of a SQLite file is restored")
@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="works")
@pytest.mark.requirement("R-DAT-07", part="a restore applies erasures again", shows="works")
def test_a_person_erased_by_command_stays_erased_after_an_old_backup_is_restored(installation, home, tmp_path):
    database, backup = home / "lighed.sqlite3", tmp_path / "backup.sqlite3"
    assert "lighed.sqlite3" in _places(home), "the person is there, and can be found in the file itself"
    _copy(database, backup)
    erase = ("lighed", "erase", "-m", "901", "--by", "marie", "--reason", "Bad om det")
    refused = installation(*erase[:-3], "mette", "--reason", "Bad om det", given=f"{ID}\n")
    assert refused.returncode == 1
    assert "has the right" in refused.stderr
    erased = installation(*erase, given=f"{ID}\n")
    assert erased.returncode == 0, erased.stderr
    assert "Found nowhere." in erased.stdout
    assert ID not in erased.stdout + erased.stderr
    assert _places(home) == [], "not even in the pages of the file that are free"
    for left in home.glob("lighed.sqlite3-*"):
        left.unlink()
    shutil.copy(backup, database)
    assert _places(home) == ["lighed.sqlite3"], "the backup brings the person back"
    reapplied = installation("lighed", "erase", "--reapply")
    assert reapplied.returncode == 0, reapplied.stderr
    assert "Erased again: 1" in reapplied.stdout
    assert _places(home) == []
    left = sqlite3.connect(database).execute("SELECT person_id FROM lighed_person").fetchall()
    assert left == [("borger-000118",)], "and nobody else"


@pytest.mark.skipif(ON_POSTGRES, reason="one database is enough for what the commands say")
def test_a_stop_by_command_takes_two_others_to_end(installation):
    stop = ("lighed", "stop", "-m", "901", "--reason", "Drill", "--drill", "--by")
    assert installation(*stop, "mette").returncode == 1
    assert installation(*stop, "dorte").returncode == 0
    twice = installation(*stop, "dorte")
    assert twice.returncode == 1
    assert "already in force" in twice.stderr
    assert "Nothing changes" in installation("lighed", "resume", "-m", "901", "--by", "marie").stdout
    assert installation("lighed", "resume", "-m", "901", "--by", "marie").returncode == 1
    assert "The stop is over." in installation("lighed", "resume", "-m", "901", "--by", "mogens").stdout
    assert installation("lighed", "resume", "-m", "901", "--by", "mogens").returncode == 1
