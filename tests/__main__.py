"""The whole suite on SQLite, then what touches a database again on PostgreSQL; a closing line for each.

``python -m tests [arguments for pytest]`` is what ``make test`` runs, on all processors. The exit code is 0 only if
both are in order. Without arguments, and run to its end, it keeps the results that ``make compliance`` makes the matrix
from, and counts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

from tests.compliance.__main__ import RESULTS, write_page

ON_ALL_PROCESSORS = ("-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder")
"""A module's tests stay together, for what they share is made once; the modules keep their order, see `postgres`."""
NOTHING_COLLECTED = 5
RUN_TO_THE_END = (0, 1)
"""pytest's exit codes when every test passed, and when some failed."""


def run(database: str, arguments: list[str]) -> tuple[int, str]:
    """Run pytest on one database, shown as it goes; returns the exit code and a closing line."""
    print(f"== {database} ==", flush=True)
    started = time.monotonic()
    environment = {**os.environ, "TEST_DB": database.lower(), "FORCE_COLOR": os.environ.get("FORCE_COLOR", "")}
    if not arguments:
        environment["COMPLIANCE_RESULTS"] = str(RESULTS / f"{database}.json")
    command = [sys.executable, "-m", "pytest", *ON_ALL_PROCESSORS, *arguments]
    last = ""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            if re.search(r"\d+ (passed|failed|error|deselected|skipped)", line):
                last = line.strip()
    code = 0 if running.returncode == NOTHING_COLLECTED and database != "SQLite" else running.returncode
    seconds = round(time.monotonic() - started)
    return code, f"{database}: {last or 'nothing to run'} [{seconds} s, {'in order' if code == 0 else 'NOT in order'}]"


def main() -> int:
    """Run one after the other, each on all processors."""
    results = [run(database, sys.argv[1:]) for database in ("SQLite", "Postgres")]
    print("\n" + "\n".join(closing for _code, closing in results))
    if not sys.argv[1:] and all(code in RUN_TO_THE_END for code, _closing in results):
        print(write_page(None))
    return max(code for code, _closing in results)


if __name__ == "__main__":
    sys.exit(main())
