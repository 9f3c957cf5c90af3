"""The head of a chain -> a small file outside the database, which never goes back; and the file -> the head.

Whoever deletes the last entries and sets the head in the database back is found out by what the file says.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from lighed.governance.audit_chain import Head

_HEAD = TypeAdapter(Head)
_DAMAGED = "damaged"


def folder() -> Path:
    """Where the anchors lie: in the data home, unless a safer place is set."""
    return Path(settings.LIGHED_AUDIT_ANCHORS or settings.LIGHED_DATA / "audit-anchors")


def read(municipality: str) -> Head | None:
    """The anchor; None where there is none. One that cannot be read comes back as a head that nobody sealed."""
    try:
        return _HEAD.validate_json(_path(municipality).read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError):
        return Head(municipality, "", 0, 0, "", mac=_DAMAGED)


def all_municipalities() -> set[str]:
    """The municipalities that have an anchor."""
    names = {path.stem for path in folder().glob("*.json")}
    return {"" if name == _INSTALLATION else name for name in names}


def move(head: Head, *, key: bytes, begins_chain: bool) -> None:
    """Write the head down, unless a later one has been.

    Where there is no anchor, one is made by the transaction that begins a chain only, and one that somebody has changed
    is left as it is: both are for `verify` to tell, and for a person to explain.
    """
    with _locked(head.municipality):
        there = read(head.municipality)
        if there is None:
            if not begins_chain:
                return
        elif not there.is_sealed(key) or there.number >= head.number:
            return
        _write(head)


def replace(head: Head) -> None:
    """Write the head down whatever is there. Only for a person who gives a reason, which is in the log by now."""
    with _locked(head.municipality):
        _write(head)
        _mark(head.municipality).unlink(missing_ok=True)


def mark_set_back(municipality: str) -> None:
    """Keep in mind that the chain was seen not to go on from its anchor, also if it does so again later."""
    folder().mkdir(parents=True, exist_ok=True)
    _mark(municipality).touch(mode=0o600)


def was_set_back(municipality: str) -> bool:
    """Whether it was, and nobody has given a reason since."""
    return _mark(municipality).exists()


_INSTALLATION = "installation"


def _path(municipality: str) -> Path:
    return folder() / f"{municipality or _INSTALLATION}.json"


def _mark(municipality: str) -> Path:
    return _path(municipality).with_suffix(".set-back")


def _write(head: Head) -> None:
    path = _path(head.municipality)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            json.dump(asdict(head), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _locked(municipality: str) -> Iterator[None]:
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / f".{municipality or _INSTALLATION}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
