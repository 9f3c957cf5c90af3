"""Who was erased, as keyed pseudonyms in a file outside the database, which a restored backup is made to follow."""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One erasure. `events` are digests of the person's events, which must not bring them back."""

    municipality: str
    pseudonym: str
    at: str
    events: tuple[str, ...]

    @property
    def erased_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def ledger_path() -> Path:
    """The file. It belongs in the backup, and is never restored to an earlier state."""
    path: Path = settings.LIGHED_DATA / "erasures.jsonl"
    return path


def pseudonym(municipality: str, person_id: str) -> str:
    """What stands for a person; the key lies outside the database."""
    return _keyed(f"person\0{municipality}\0{person_id}")


def event_digest(municipality: str, event_id: str) -> str:
    """What stands for an event."""
    return _keyed(f"event\0{municipality}\0{event_id}")


def write_line(municipality: str, person: str, *, at: datetime, events: Iterable[str]) -> None:
    """Add a line, and see it on the disk before going on."""
    line = LedgerLine(municipality, person, at.isoformat(), tuple(sorted(events)))
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps(asdict(line)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_lines() -> list[LedgerLine]:
    """Every erasure on record. A last line that was cut off is left out: its erasure was not carried out."""
    path = ledger_path()
    if not path.is_file():
        return []
    lines = []
    for text in path.read_text(encoding="ascii").splitlines():
        try:
            stored = json.loads(text)
        except ValueError:
            continue
        lines.append(LedgerLine(stored["municipality"], stored["pseudonym"], stored["at"], tuple(stored["events"])))
    return lines


def _keyed(text: str) -> str:
    return hmac.new(settings.LIGHED_ERASURE_KEY.encode(), text.encode(), "sha256").hexdigest()
