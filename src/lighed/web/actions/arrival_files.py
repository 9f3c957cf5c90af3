"""Files that a case system puts in the folder of arrivals -> their events in the inboxes, and a report on each file.

A file is one municipality's, by the folder that it lies in. It is taken up by one worker at a time. Cut off anywhere,
it is taken up again, and the events that were received already are repeats. Its content is then in the database alone,
where it is erased with the person: of the file the report is left, and the lines that were refused.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from lighed.governance import AuditEvent, AuditKind, Text
from lighed.web import queries, row_security
from lighed.web.actions.arrivals import receive_event
from lighed.web.actions.auditing import about, record
from lighed.web.actions.inboxes import EventIdReused, EventOfErasedPerson
from lighed.web.actions.made_up_only import DemoTakesMadeUpDataOnly
from lighed.web.actions.registrations import OtherMunicipality
from lighed.web.models import ArrivalFile, ArrivalSource, Municipality
from lighed.workflow import RegistrationRefused

DONE, REFUSED = "done", "refused"
"""The folders beside the files, for the reports."""
_LONGEST_LINE = 2_621_440
"""As much as one event may take at the endpoint."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Taken:
    """What has become of the lines so far; `refused` holds the lines themselves, to be corrected."""

    n_new: int = 0
    n_known: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)


def take_up_files(*, audit: AuditEvent) -> int:
    """Take up every file that lies in the folder of arrivals now. Returns how many.

    A folder that is no municipality of this installation is left alone.
    """
    root = queries.arrivals_folder()
    if not root.is_dir():
        return 0
    known = set(Municipality.objects.values_list("code", flat=True))
    n_files = 0
    for folder in sorted(root.iterdir()):
        if folder.name not in known or not folder.is_dir():
            continue
        mine = replace(audit, municipality=folder.name)
        with row_security.municipality_in_view(folder.name):
            for path in sorted(folder.iterdir()):
                if path.is_file() and re.fullmatch(r"[^.].*\.(ndjson|jsonl)", path.name):
                    n_files += _take_up(path, audit=mine)
    return n_files


def _take_up(path: Path, *, audit: AuditEvent) -> bool:
    """Take up one file, unless another worker is at it."""
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.stat()):
                # Another worker took it up between our look and our lock.
                return False
            _receive(file, path, audit=audit)
            path.unlink()
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        # The folder cannot be written, or the like: the file stays where it is, and somebody has to see to it.
        _LOG.error("A file of arrivals could not be taken up: %s", error.strerror)
        return False


def _receive(file: BinaryIO, path: Path, *, audit: AuditEvent) -> None:
    digest, taken = sha256(), _Taken()
    for number, line in _lines(file):
        digest.update(line)
        if line.strip():
            _receive_line(number, line, taken, audit=replace(audit, actor="file"))
    name = path.name if path.name.isprintable() and len(path.name) <= 120 else f"{digest.hexdigest()[:16]}.ndjson"
    report = {
        "format": "lighed-arrivals",
        "version": 1,
        "file": name,
        "sha256": digest.hexdigest(),
        "taken_at": audit.at.isoformat(timespec="seconds"),
        "new": taken.n_new,
        "known": taken.n_known,
        "refused": len(taken.refused),
        "lines": taken.lines,
    }
    folder = path.parent / (REFUSED if taken.refused else DONE)
    folder.mkdir(exist_ok=True)
    if taken.refused:
        _write(folder / name, b"".join(line.rstrip(b"\r\n") + b"\n" for line in taken.refused))
    _write(folder / f"{name}.report.json", json.dumps(report, ensure_ascii=False, indent=1).encode())
    _keep(name, digest.hexdigest(), taken, audit=audit)


@transaction.atomic
def _keep(name: str, digest: str, taken: _Taken, *, audit: AuditEvent) -> None:
    municipality = str(audit.municipality)
    ArrivalFile.objects.create(
        municipality_id=municipality,
        name=name,
        sha256=digest,
        taken_at=audit.at,
        n_new=taken.n_new,
        n_known=taken.n_known,
        n_refused=len(taken.refused),
    )
    taken_up = replace(audit, kind=AuditKind.CHANGE, criterion="file of events taken up")
    record(audit=about(taken_up, municipality=municipality))


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each line with its number. One that is longer than any event is cut: no more of it is held than shows that."""
    number = 0
    while line := file.readline(_LONGEST_LINE + 2):
        number += 1
        is_whole = line.endswith(b"\n")
        yield number, line
        while not is_whole and (rest := file.readline(_LONGEST_LINE)):
            is_whole = rest.endswith(b"\n")


def _receive_line(number: int, line: bytes, taken: _Taken, *, audit: AuditEvent) -> None:
    document, faults = _parsed(line), []
    if isinstance(document, Text):
        faults = [_fault("not_json", document)]
    else:
        try:
            filed = receive_event(document, source=ArrivalSource.FILE, audit=audit)
        except RegistrationRefused as refused:
            faults = [fault.to_dict() for fault in refused.faults]
        except (OtherMunicipality, EventIdReused, EventOfErasedPerson, DemoTakesMadeUpDataOnly) as refused:
            faults = [_fault(*_REASONS[type(refused)])]
        else:
            taken.n_new += filed.is_new
            taken.n_known += not filed.is_new
            taken.lines.append({"line": number, "event_id": filed.event.event_id, "is_new": filed.is_new})
    if faults:
        taken.refused.append(line)
        taken.lines.append({"line": number, "faults": faults})


def _parsed(line: bytes) -> dict[str, Any] | Text:
    if len(line) > _LONGEST_LINE:
        return Text("linjen er længere end en hændelse må være", "the line is longer than an event may be")
    try:
        document = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Text("linjen er ikke JSON i UTF-8", "the line is not JSON in UTF-8")
    return document if isinstance(document, dict) else Text("linjen er ikke et objekt", "the line is not an object")


def _fault(rule: str, problem: Text) -> dict[str, Any]:
    return {"pointer": "", "rule": rule, "problem": {"da": problem.da, "en": problem.en}}


def _write(path: Path, content: bytes) -> None:
    """The whole file or none."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


_REASONS: dict[type[Exception], tuple[str, Text]] = {
    OtherMunicipality: (
        "other_municipality",
        Text("mappen er en anden kommunes", "the folder is another municipality's"),
    ),
    EventIdReused: (
        "event_id_reused",
        Text(
            "der er modtaget en anden hændelse med samme event_id", "another event has been received by this event_id"
        ),
    ),
    EventOfErasedPerson: (
        "event_of_erased_person",
        Text(
            "hændelsen er kendt, og personen er slettet siden",
            "the event is known, and the person has been erased since",
        ),
    ),
    DemoTakesMadeUpDataOnly: (
        "demo_takes_made_up_data_only",
        Text("demonstrationen tager kun imod opdigtede data", "the demonstration takes made-up data only"),
    ),
}
