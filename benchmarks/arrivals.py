"""Events with repeats and in no order, by processes that are killed at random -> time taken, and what is wrong.

    python -m benchmarks.arrivals [--people 5000] [--workers 3] [--seed 7] [--sqlite]

On a PostgreSQL of its own that waits for the disk, or on SQLite. Some 5,000 people are 10,000 events.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import start_postgres

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sqlite", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "LIGHED_DATA": home,
            "LIGHED_DEMO": "1",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if arguments.sqlite:
            environment.pop("DATABASE_HOST", None)
        else:
            environment |= {"DATABASE_HOST": str(start_postgres(is_forgetful=False)), "DATABASE_NAME": "lighed"}
        given = (Path(home) / "both.lighed", arguments.people, arguments.workers, arguments.seed)
        command = [sys.executable, "-m", "tests.web.arrivals_under_fire", *(str(one) for one in given)]
        sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
