"""Files that a case system puts in the folder of arrivals -> their events in the inboxes, and a report on each file.

A file is one municipality's, by the folder that it lies in. It is taken up by one worker at a time. Cut off anywhere,
it is taken up again, and the events that were received already are repeats. Its content is then in the database alone,
where it is erased with the person: of the file a report is left, without a word of what was in it. Whoever may write
in the folder may be anybody: nothing but ordinary files is read, and nothing is written through a link.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, BinaryIO

from django.db import InterfaceError, OperationalError, transaction

from lighed.governance import AuditEvent, AuditKind, Text
from lighed.web import queries, row_security
from lighed.web.actions.arrivals.events import receive_event
from lighed.web.actions.arrivals.inboxes import OUR_FAULT, EventIdReused, EventOfErasedPerson
from lighed.web.actions.arrivals.registrations import OtherMunicipality
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.demonstration.made_up_only import DemoTakesMadeUpDataOnly
from lighed.web.models import ArrivalFile, ArrivalSource, Municipality
from lighed.workflow import RegistrationRefused

DONE, REFUSED = "done", "refused"
"""The folders beside the files, for the reports."""
_LONGEST_LINE = 2_621_440
"""As much as one event may take at the endpoint."""
_LONGEST_NAME = 120
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Taken:
    """What has become of the lines so far."""

    n_new: int = 0
    n_known: int = 0
    n_refused: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)


def take_up_files(*, audit: AuditEvent) -> int:
    """Take up every file that lies in the folder of arrivals now. Returns how many.

    A folder that is no municipality of this installation is left alone.
    """
    root = queries.arrivals_folder()
    if not root.is_dir():
        return 0
    n_files = 0
    for code in Municipality.objects.order_by("code").values_list("code", flat=True):
        with row_security.municipality_in_view(code):
            try:
                n_files += _take_up_folder(os.fspath(root / code), audit=replace(audit, municipality=code))
            except FileNotFoundError:
                # The municipality has none.
                continue
            except OSError as error:
                _tell(code, error.strerror)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                # One municipality's file holds up neither the others nor what waits in the inboxes.
                _tell(code, type(error).__name__)
    return n_files


def _take_up_folder(path: str, *, audit: AuditEvent) -> int:
    with _opened(path, _FOLDER) as folder:
        names = sorted(name for name in os.listdir(folder) if re.fullmatch(r"[^.].*\.(ndjson|jsonl)", name, re.DOTALL))
        return sum(_take_up(name, folder, audit=audit) for name in names)


def _take_up(name: str, folder: int, *, audit: AuditEvent) -> bool:
    """Take up one file, unless another worker is at it."""
    try:
        # Without waiting: to open a pipe would wait for whoever writes to it.
        with _opened(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, folder) as opened:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                _tell(str(audit.municipality), "it is not an ordinary file")
                return False
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if not os.path.samestat(os.fstat(opened), os.stat(name, dir_fd=folder, follow_symlinks=False)):
                # Another worker took it up between our look and our lock.
                return False
            with os.fdopen(opened, "rb", closefd=False) as file:
                _receive(file, name, folder, audit=audit)
            os.unlink(name, dir_fd=folder)
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        # A link, a folder that cannot be written, or the like: the file stays, and somebody has to see to it.
        _tell(str(audit.municipality), error.strerror)
        return False


@contextmanager
def _opened(path: str, flags: int, folder: int | None = None) -> Iterator[int]:
    opened = os.open(path, flags | os.O_CLOEXEC, dir_fd=folder)
    try:
        yield opened
    finally:
        os.close(opened)


@lru_cache(maxsize=1000)
def _tell(municipality: str, reason: str | None) -> None:
    """Once for each process: the folder is looked into every few seconds."""
    _LOG.error("A file in the folder of arrivals of %s was not taken up: %s", municipality, reason)


def _receive(file: BinaryIO, name: str, folder: int, *, audit: AuditEvent) -> None:
    with _reports(folder, DONE) as done, _reports(folder, REFUSED) as refused:
        digest, taken = sha256(), _Taken()
        for number, line in _lines(file):
            digest.update(line)
            if line.strip():
                _receive_line(number, line, taken, audit=replace(audit, actor="file"))
        if not name.isprintable() or len(os.fsencode(name)) > _LONGEST_NAME:
            name = f"{digest.hexdigest()[:16]}.ndjson"
        report = {
            "format": "lighed-arrivals",
            "version": 1,
            "file": name,
            "sha256": digest.hexdigest(),
            "taken_at": audit.at.isoformat(timespec="seconds"),
            "new": taken.n_new,
            "known": taken.n_known,
            "refused": taken.n_refused,
            "lines": taken.lines,
        }
        # A name that is used every day has a report of each.
        told = f"{name}.{audit.at:%Y%m%dT%H%M%S}-{digest.hexdigest()[:8]}.report.json"
        _write(refused if taken.n_refused else done, told, json.dumps(report, ensure_ascii=False, indent=1).encode())
        _keep(name, digest.hexdigest(), taken, audit=audit)


@contextmanager
def _reports(folder: int, name: str) -> Iterator[int]:
    """The folder for reports, made where there is none; a link to another one is refused."""
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=folder)
    with _opened(name, _FOLDER, folder) as opened:
        yield opened


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
        n_refused=taken.n_refused,
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
        except (OperationalError, InterfaceError):
            # The database is away: the file stays, and is taken up when it is back.
            raise
        except Exception as error:
            # One line that our software fails at holds up neither the others nor the files after it.
            _LOG.error("A line of a file of arrivals could not be received: %s", type(error).__name__)
            faults = [OUR_FAULT]
        else:
            taken.n_new += filed.is_new
            taken.n_known += not filed.is_new
            taken.lines.append({"line": number, "event_id": filed.event.event_id, "is_new": filed.is_new})
    if faults:
        taken.n_refused += 1
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


def _write(folder: int, name: str, content: bytes) -> None:
    """The whole file or none, and never through a link that somebody has put there."""
    draft = f".{name}.part"
    with suppress(FileNotFoundError):
        os.unlink(draft, dir_fd=folder)
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with _opened(draft, new, folder) as opened, os.fdopen(opened, "wb", closefd=False) as file:
        file.write(content)
    os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)


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
