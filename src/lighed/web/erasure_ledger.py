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
from django.core.exceptions import ImproperlyConfigured

_CHECK = "ledger"


class LedgerUnusable(ImproperlyConfigured):
    """The ledger cannot be read, or its pseudonyms are of another key: nobody in it would be recognised."""


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
    """Add a line, and see it on the disk before going on.

    Raises
    ------
    LedgerUnusable
        If the last line was written with another key.
    """
    line = LedgerLine(municipality, person, at.isoformat(), tuple(sorted(events)))
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        whole, n_bytes = _whole_lines(file.read())
        if whole:
            _line(whole[-1], number=len(whole))
        # What was cut off is taken away: this line would be lost with it.
        file.truncate(n_bytes)
        text = json.dumps({"key": _keyed(_CHECK), **asdict(line)}) + "\n"
        file.write(text.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def read_lines() -> list[LedgerLine]:
    """Every erasure on record. A line that was cut off is left out: its erasure was not carried out.

    Raises
    ------
    LedgerUnusable
        If the file is damaged, or was written with another key.
    """
    path = ledger_path()
    if not path.is_file():
        return []
    whole, _ = _whole_lines(path.read_bytes())
    return [_line(text, number=number) for number, text in enumerate(whole, start=1)]


def _whole_lines(content: bytes) -> tuple[list[bytes], int]:
    """The lines with an end, and the bytes that they take; what stands after the last end was cut off."""
    *whole, unfinished = content.split(b"\n")
    return whole, len(content) - len(unfinished)


def _line(text: bytes, *, number: int) -> LedgerLine:
    try:
        stored = json.loads(text)
        key = stored["key"]
        line = LedgerLine(stored["municipality"], stored["pseudonym"], stored["at"], tuple(stored["events"]))
        is_ours = hmac.compare_digest(key, _keyed(_CHECK))
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerUnusable(
            f"{ledger_path()}, line {number}: the line is damaged, so somebody who was erased might come back. Put the "
            "newest whole copy of the file back from the backup."
        ) from error
    if not is_ours:
        raise LedgerUnusable(
            f"{ledger_path()}, line {number}: written with another key than LIGHED_ERASURE_KEY or the file erasure-key "
            "now is, so nobody who was erased would be recognised. Put the key back from the backup."
        )
    return line


def _keyed(text: str) -> str:
    return hmac.new(settings.LIGHED_ERASURE_KEY.encode(), text.encode(), "sha256").hexdigest()
