"""The audit log -> entries per second by one writer and by twenty, and the time to verify a chain.

On two cores that had other work to do, on SQLite: 177 entries per second by one writer and 254 by twenty, each waiting
for the disk; 10,000 entries verified in 0.3 s.

    python -m benchmarks.audit [--entries 2000] [--verify 100000]

On SQLite in a folder that is removed, or on the PostgreSQL that `DATABASE_HOST` names, whose tables it writes in.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--verify", type=int, default=0, help="verify a chain of so many entries")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["LIGHED_DATA"] = home
        from lighed.web.server import prepare

        prepare()
        measure(arguments.entries, arguments.verify)


def measure(n_entries: int, n_verified: int) -> None:
    from django.db import connection, transaction

    from lighed.web import queries

    for n_writers in (1, 20):
        begun = time.perf_counter()
        with ThreadPoolExecutor(n_writers) as pool:
            list(pool.map(write, [n_entries // n_writers] * n_writers))
        print(f"{n_writers:3} writers  {n_entries / (time.perf_counter() - begun):8.0f} entries/s", flush=True)
    missing = n_verified - 2 * n_entries
    if missing > 0:
        # One transaction: how fast they come in is measured above.
        with transaction.atomic():
            write(missing, close=False)
    begun = time.perf_counter()
    chain = queries.verify_chain("901")
    print(f"verified  {chain.n_entries} entries in {time.perf_counter() - begun:.1f} s, broken: {chain.broken}")
    connection.close()


def write(n_entries: int, *, close: bool = True) -> None:
    from django.db import connection
    from django.utils import timezone

    from lighed.governance import AuditEvent, AuditKind, Duty
    from lighed.web import actions

    for _ in range(n_entries):
        actions.record(
            audit=AuditEvent(
                kind=AuditKind.READ,
                actor="benchmark",
                municipality="901",
                purpose=Duty.OVERSIGHT,
                at=timezone.now(),
            )
        )
    if close:
        connection.close()


if __name__ == "__main__":
    main()
