"""Threads that write in the audit log of a database of their own, each with its own connection.

    python -m tests.web.audit_writer write THREADS ENTRIES
    python -m tests.web.audit_writer list

An entry is acknowledged, on standard output, when its transaction is over.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django

MUNICIPALITY = "901"


def write(n_threads: int, n_entries: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from lighed.governance import AuditEvent, AuditKind, Duty
    from lighed.web import actions

    def one(writer: int) -> None:
        for number in range(n_entries):
            criterion = f"{writer}-{number}"
            actions.record(
                audit=AuditEvent(
                    kind=AuditKind.READ,
                    actor=f"writer {writer}",
                    municipality=MUNICIPALITY,
                    purpose=Duty.OVERSIGHT,
                    at=timezone.now(),
                    criterion=criterion,
                )
            )
            os.write(1, f"{criterion}\n".encode())
        connection.close()

    with ThreadPoolExecutor(n_threads) as pool:
        list(pool.map(one, range(n_threads)))


def written() -> None:
    from lighed.web.models import AuditRecord

    for criterion in AuditRecord.objects.filter(municipality=MUNICIPALITY).values_list("criterion", flat=True):
        print(criterion)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lighed.web.settings")
    django.setup()
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), int(sys.argv[3]))
    else:
        written()
