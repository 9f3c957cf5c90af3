"""The whole suite on SQLite and, beside it, what touches a database again on PostgreSQL; a closing line for each.

``python -m tests [arguments for pytest]`` is what ``make test`` runs. The exit code is 0 only if both are in order.
Without arguments, and run to its end, it keeps the results that ``make compliance`` makes the matrix from, and counts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.compliance.__main__ import RESULTS, write_page

NOTHING_COLLECTED = 5
RUN_TO_THE_END = (0, 1)
"""pytest's exit codes when every test passed, and when some failed."""


def run(database: str, arguments: list[str], *, is_shown: bool) -> tuple[int, str, str]:
    """Run pytest on one database, shown as it goes or kept for later; returns exit code, closing line and output."""
    started = time.monotonic()
    environment = {**os.environ, "TEST_DB": database.lower(), "FORCE_COLOR": os.environ.get("FORCE_COLOR", "")}
    if not arguments:
        environment["COMPLIANCE_RESULTS"] = str(RESULTS / f"{database}.json")
    command = [sys.executable, "-m", "pytest", *arguments]
    last, kept = "", []
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            kept.append(line)
            if is_shown:
                print(line, end="", flush=True)
            if re.search(r"\d+ (passed|failed|error|deselected|skipped)", line):
                last = line.strip()
    code = 0 if running.returncode == NOTHING_COLLECTED and database != "SQLite" else running.returncode
    seconds = round(time.monotonic() - started)
    closing = f"{database}: {last or 'nothing to run'} [{seconds} s, {'in order' if code == 0 else 'NOT in order'}]"
    return code, closing, "".join(kept)


def main() -> int:
    """Run both at the same time, each in a process of its own: neither waits for the other's browser or database."""
    with ThreadPoolExecutor() as pool:
        print("== SQLite (PostgreSQL runs beside it and is shown afterwards) ==", flush=True)
        later = pool.submit(run, "Postgres", sys.argv[1:], is_shown=False)
        first = run("SQLite", sys.argv[1:], is_shown=True)
        second = later.result()
    print(f"\n== PostgreSQL ==\n{second[2]}")
    results = (first, second)
    print("\n" + "\n".join(closing for _code, closing, _kept in results))
    if not sys.argv[1:] and all(code in RUN_TO_THE_END for code, _closing, _kept in results):
        print(write_page(None))
    return max(code for code, _closing, _kept in results)


if __name__ == "__main__":
    sys.exit(main())
