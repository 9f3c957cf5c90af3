"""Made-up people and caseworkers -> how long the worklist and a person's page take, on PostgreSQL and on SQLite.

    python -m benchmarks.worklist [--people 50000] [--users 20] [--requests 30 or 100] [--only postgres|sqlite]

The site is started as it is in operation and asked over the loopback. First users who think: each chooses at random
among the pages of a morning, reads for a while (2 to 8 seconds, each as likely as any other), and goes on; what they
wait is what is told. Whoever is on the list and filters, sorts or turns its pages asks for the list alone, as the
browser does; whoever comes from elsewhere asks for the whole page.
Then users who do not think at all, for the number of pages that the server gives out at most.
The users run on the same processors as the server and the database. PostgreSQL waits for the disk, as in operation.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from benchmarks.many_people import FIRST, fill, sessions

_KEY = re.compile(r'href="(/people/[0-9a-f-]{36}/)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_FILTERS = (
    "", "?deadline=14", "?level=missing", "?caseworker=mine", "?team=Team+3&deadline=30", "?band=high", "?sort=name",
    "?state=handed_over&interpreter=yes", "?new=week", "?hand_over=7", "?estimate=ready&certainty=some&sort=-days",
    "?planned=0&page=3", "?registered_from=2020-01-01&missing=6&size=50", "?words=yes", "?sort=-band&page=20",
    "?page=1500",
)  # fmt: skip
"""What caseworkers ask for, from the whole list to its far end."""
_SECONDS_TO_READ = (2.0, 8.0)
_SECONDS_FULL = 15.0
GOALS = {"postgres": 150, "sqlite": 250}
"""95 of 100 pages in so many milliseconds at most."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, help="pages that each user asks for")
    parser.add_argument("--only", choices=GOALS)
    parser.add_argument("--inside", choices=GOALS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        measure(arguments.inside, arguments)
        return
    for database in [arguments.only] if arguments.only else GOALS:
        # Each in a process of its own: Django knows one database at a time.
        subprocess.run([sys.executable, "-m", "benchmarks.worklist", *sys.argv[1:], "--inside", database], check=True)


def measure(database: str, arguments: argparse.Namespace) -> None:
    from tests.postgres import start_postgres

    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"LIGHED_DATA": home, "LIGHED_DEMO": "1"}
        if database == "postgres":
            socket_folder = start_postgres(is_forgetful=False)
            os.environ |= {"DATABASE_HOST": str(socket_folder), "DATABASE_USER": "lighed", "DATABASE_NAME": "lighed"}
        users = arguments.users if database == "postgres" else 1
        begun = time.monotonic()
        cookies = _prepared(arguments.people, users)
        seconds = time.monotonic() - begun
        print(f"\n{database}: {arguments.people} people, {users} users (made in {seconds:.0f} s)", flush=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-c", "from lighed.cli import main; main()"]
        workers = "2" if database == "postgres" else "1"
        server = subprocess.Popen([*command, "serve", "--port", str(port), "--workers", workers, "--no-work"])
        try:
            _wait_for(port)
            # One user alone goes on for longer, or one page in twenty would be the slowest of all.
            n_requests = arguments.requests or (30 if users > 1 else 100)
            _tell(database, _all_at_once(port, cookies, n_requests=n_requests))
            n_answers, seconds = _full(port, cookies)
            print(f"  without a pause: {n_answers / seconds:.0f} pages a second", flush=True)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def _prepared(n_people: int, n_users: int) -> list[str]:
    from lighed.web.server import prepare

    prepare()
    from django.db import connection

    from lighed.web import actions, row_security
    from lighed.web.table_statistics import count_tables
    from tests.web.factories import HERE, audit, enter_legal_basis

    row_security.look_at(row_security.EVERY)
    actions.name_municipality(HERE, name="Enghavn Kommune", audit=audit())
    enter_legal_basis()
    fill(n_people)
    cookies = sessions(n_users)
    # As it becomes in time by itself: PostgreSQL sees to it, and on SQLite the worker, which does not run beside this.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    count_tables()
    connection.close()
    return cookies


class Caseworker:
    """One user with a browser: a connection that stays open, a session, and what each page took."""

    def __init__(self, port: int, cookie: str, seed: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookies = {"lighed_session": cookie, "lighed_language": "da"}
        self.chance = random.Random(seed)
        self.took: dict[str, list[float]] = defaultdict(list)
        self.people: list[str] = []
        self.token = ""
        self.is_on_list = False

    def ask(self, what: str, address: str, said: str = "", *, is_part: bool = False) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if is_part:
            headers["HX-Request"] = "true"
        if said:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("POST" if said else "GET", address, said or None, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.took[what].append(time.perf_counter() - begun)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status not in (200, 302):
            raise RuntimeError(f"{address}: {answer.status}")
        if found := _KEY.findall(page):
            self.people = found
        if token := _TOKEN.search(page):
            self.token = token[1]
        return page

    def go_on(self) -> None:
        """The next page of the morning: a list, a person from it, or somebody by name."""
        choice = self.chance.random()
        was_on_list, self.is_on_list = self.is_on_list, choice >= 0.45
        if self.people and choice < 0.45:
            self.ask("person", self.chance.choice(self.people))
        elif self.token and choice < 0.55:
            self.ask("name", "/", f"csrfmiddlewaretoken={self.token}&name={self.chance.choice(FIRST)[:4]}")
            self.ask("list", "/")
            self.ask("name", "/", f"csrfmiddlewaretoken={self.token}&remove=all")
        elif was_on_list:
            self.ask("part", "/" + self.chance.choice(_FILTERS), is_part=True)
        else:
            self.ask("list", "/" + self.chance.choice(_FILTERS))


def _all_at_once(port: int, cookies: list[str], *, n_requests: int) -> dict[str, list[float]]:
    staff = [Caseworker(port, cookie, seed) for seed, cookie in enumerate(cookies)]
    for one in staff[:4]:
        # The first page of each server process reads its templates.
        one.ask("first", "/")
        one.ask("first", one.people[0])
    with ThreadPoolExecutor(len(staff)) as pool:
        list(pool.map(_morning, staff, [n_requests] * len(staff)))
    took: dict[str, list[float]] = defaultdict(list)
    for one in staff:
        for what, seconds in one.took.items():
            took[what] += seconds
    return took


def _morning(one: Caseworker, n_requests: int) -> None:
    for _ in range(n_requests):
        time.sleep(one.chance.uniform(*_SECONDS_TO_READ))
        one.go_on()


def _full(port: int, cookies: list[str]) -> tuple[int, float]:
    """How many pages are answered while nobody pauses."""
    begun = time.monotonic()

    def on_and_on(seed: int, cookie: str) -> int:
        one = Caseworker(port, cookie, seed)
        while time.monotonic() < begun + _SECONDS_FULL:
            one.go_on()
        return sum(map(len, one.took.values()))

    with ThreadPoolExecutor(len(cookies)) as pool:
        n_answers = sum(pool.map(on_and_on, range(len(cookies)), cookies))
    return n_answers, time.monotonic() - begun


def _tell(database: str, took: dict[str, list[float]]) -> None:
    took = {**took, "both": took["part"] + took["list"]}
    names = {
        "part": "filter, order, page",
        "list": "the whole page",
        "both": "both together",
        "person": "a person's page",
        "name": "a name searched for",
    }
    for what, name in names.items():
        if not (seconds := took[what]):
            continue
        cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 99
        half, most = round(1000 * cuts[49]), round(1000 * cuts[94])
        kept = "" if what == "name" else f"   goal {GOALS[database]}: {'kept' if most < GOALS[database] else 'MISSED'}"
        print(f"  {name:20} {len(seconds):5} pages   p50 {half:4} ms   p95 {most:4} ms{kept}", flush=True)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site did not start")


if __name__ == "__main__":
    main()
