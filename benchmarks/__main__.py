"""Made-up municipalities -> wall time, processor time and peak memory of every command on the path of the data.

    python -m benchmarks [--courses 100000] [--keep FOLDER]

Runs demo-data, import, anonymise, build and evaluate one after the other as a user would, then compares the estimates
with the best possible ones and times one person. The other modules of this folder measure one thing each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIGHED = [sys.executable, "-c", "from lighed.cli import main; main()"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder to work in and keep; default: one that is removed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure(arguments.keep or Path(temporary), arguments.courses)


def measure(folder: Path, courses: int) -> None:
    exports, home = folder / "exports", folder / "home"
    os.environ["LIGHED_DATA"] = str(home)
    print(f"{courses} courses\n{'':12} {'wall s':>7} {'CPU s':>7} {'peak MB':>8}", flush=True)
    total = run("demo-data", [*LIGHED, "demo-data", "--courses", str(courses), "--out", str(exports)])
    total += run("import", [*LIGHED, "import", *(str(exports / code) for code in ("901", "902", "903"))])
    subprocess.run([*LIGHED, "demo-legal-bases"], check=True, stdout=subprocess.DEVNULL)
    total += run("anonymise", [*LIGHED, "anonymise"])
    total += run("build", [*LIGHED, "build", str(home / "hand-overs" / "hand-over-001.zip")])
    total += run("evaluate", [*LIGHED, "evaluate"])
    print(f"{'together':12} {total:7.1f}\n", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.optimum", str(exports)], check=True)
    registrations = exports / "registrations" / "901.ndjson"
    subprocess.run([sys.executable, "-m", "benchmarks.one_person", str(registrations)], check=True)


def run(name: str, command: list[str]) -> float:
    """Run one command, print what it took, and give its wall time in seconds."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    if status:
        sys.exit(f"{name} ended with {os.waitstatus_to_exitcode(status)}")
    print(f"{name:12} {wall:7.1f} {used.ru_utime + used.ru_stime:7.1f} {used.ru_maxrss / 1024:8.0f}", flush=True)
    return wall


if __name__ == "__main__":
    main()
