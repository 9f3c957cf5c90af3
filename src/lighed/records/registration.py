"""One person's event as a JSON document -> typed tables, or every fault in it at once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl

from lighed.governance import EventKind, Moment, Text
from lighed.governance.cpr import looks_like_cpr
from lighed.records.column import Table
from lighed.records.manifest import is_short_name
from lighed.records.naming import listed
from lighed.records.person_rows import pointer_part, read_person_rows
from lighed.records.registration_faults import RegistrationFault, RegistrationRefused
from lighed.records.rules import Rule
from lighed.records.tables import TABLES

FORMAT = "lighed-registration"
VERSION = 1
_LONGEST_ID = 80
MOST_ROWS = 20_000
"""More rows than this are not one person's history."""

_EVENT_DATES = {
    EventKind.REGISTRATION: "registered_on",
    EventKind.HAND_OVER: "handed_over_on",
    EventKind.ENDED: "ended_on",
}
_MUST_HAVE = ("persons", "contact_courses")
_DAY = Text("en dato: 2026-11-20", "a date: 2026-11-20")
_FIELDS: Mapping[str, Text] = {
    "format": Text(f'"{FORMAT}"', f'"{FORMAT}"'),
    "version": Text(str(VERSION), str(VERSION)),
    "event_id": Text("hændelsens UUID", "the event's UUID"),
    "event": listed(kind.value for kind in EventKind),
    "municipality": Text('kommunekoden på tre cifre, fx "900"', 'the three-digit municipality code, e.g. "900"'),
    "occurred_on": _DAY,
    "case_system": Text("fagsystemets navn, højst 100 tegn", "the case system's name, at most 100 characters"),
    "synthetic": Text("true eller false", "true or false"),
    "course_id": Text("forløbets id i fagsystemet", "the course's id in the case system"),
    "tables": listed(TABLES),
    "information": Text(
        "hvordan personen er informeret: channel, text_version og given_on, ikke senere end occurred_on",
        "how the person was informed: channel, text_version and given_on, not later than occurred_on",
    ),
}
CHANNELS = ("digital_post", "letter", "phone", "meeting", "online", "case_system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """That the person was told of the tool before the event: through which channel, which version of the text, when."""

    channel: str
    text_version: str
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One person on the day of one event, with the person's whole history as the case system knows it.

    Attributes
    ----------
    event
        The moment that the course has reached.
    tables
        Every table of the case export with the types of a case base, also those without rows.
    """

    event_id: str
    kind: EventKind
    event: Moment
    municipality: str
    occurred_on: date
    case_system: str
    is_synthetic: bool
    course_id: str
    tables: Mapping[str, pl.DataFrame]
    information: Information | None = None


def read_registration(document: Mapping[str, Any]) -> Registration:
    """Check and type one person's registration.

    Parameters
    ----------
    document
        Parsed JSON, with the same tables, columns, codes and rules as a case export. Dates are ISO text, ids and
        codes text, flags booleans. Nothing in it may be later than ``occurred_on``, but for a planned meeting.

    Raises
    ------
    RegistrationRefused
        With every fault, told by JSON pointer.
    """
    return _Reader().read(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What it takes to file an event: whose it is, which one, and when in the order of the person's events it counts.

    Attributes
    ----------
    person_id
        The case system's id of the person.
    """

    event_id: str
    kind: EventKind
    municipality: str
    occurred_on: date
    is_synthetic: bool
    person_id: str


def read_envelope(document: Mapping[str, Any]) -> Envelope:
    """Check what every event says of itself, and find whose it is, without reading the person's history.

    Raises
    ------
    RegistrationRefused
        With every fault of these fields, told by JSON pointer.
    """
    return _Reader().read_envelope(document)


class _Reader:
    def __init__(self) -> None:
        self.faults: list[RegistrationFault] = []

    def read(self, document: Any) -> Registration:
        if not isinstance(document, Mapping):
            self.fault("", Rule.BAD_DOCUMENT, Text("et JSON-objekt", "a JSON object"))
            raise RegistrationRefused(tuple(self.faults))
        for name in document:
            if name not in _FIELDS:
                self.fault(f"/{pointer_part(name)}", Rule.BAD_DOCUMENT, listed(_FIELDS))
        occurred_on = _day(document.get("occurred_on"))
        self.check_fields(document, occurred_on)
        information = self.read_information(document.get("information"), occurred_on)
        rows = self.read_tables(document.get("tables"), occurred_on or date.max)
        self.check_whole(rows)
        if not self.faults:
            self.check_event(document, rows)
        if self.faults or occurred_on is None:
            raise RegistrationRefused(tuple(self.faults))
        return Registration(
            event_id=str(uuid.UUID(document["event_id"])),
            kind=EventKind(document["event"]),
            event=_reached(document, rows["contact_courses"]),
            municipality=document["municipality"],
            occurred_on=occurred_on,
            case_system=document["case_system"],
            is_synthetic=document["synthetic"],
            course_id=document["course_id"],
            tables=MappingProxyType({name: _frame(table, rows.get(name, [])) for name, table in TABLES.items()}),
            information=information,
        )

    def read_envelope(self, document: Any) -> Envelope:
        if not isinstance(document, Mapping):
            self.fault("", Rule.BAD_DOCUMENT, Text("et JSON-objekt", "a JSON object"))
            raise RegistrationRefused(tuple(self.faults))
        occurred_on = _day(document.get("occurred_on"))
        self.check_fields(document, occurred_on)
        person_id = self.find_person(document.get("tables"))
        if self.faults or occurred_on is None:
            raise RegistrationRefused(tuple(self.faults))
        return Envelope(
            event_id=str(uuid.UUID(document["event_id"])),
            kind=EventKind(document["event"]),
            municipality=document["municipality"],
            occurred_on=occurred_on,
            is_synthetic=document["synthetic"],
            person_id=person_id,
        )

    def find_person(self, tables: Any) -> str:
        """The one id in the table of persons; nothing, where there is none, more than one, or one that is no id."""
        rows = tables.get("persons") if isinstance(tables, Mapping) else None
        ids = [row.get("person_id") if isinstance(row, Mapping) else None for row in _listed(rows)]
        found = {one.strip() if isinstance(one, str) else None for one in ids}
        person_id = found.pop() if len(found) == 1 else None
        if person_id is None:
            self.fault("/tables/persons", Rule.ONE_PERSON, Text("én person", "one person"))
        elif not is_short_name(person_id) or len(person_id) > _LONGEST_ID or looks_like_cpr(person_id):
            allowed = Text(
                f"fagsystemets id, 1 til {_LONGEST_ID} tegn, ikke et CPR-nummer",
                f"the case system's id, 1 to {_LONGEST_ID} signs, no CPR number",
            )
            self.fault("/tables/persons/0/person_id", Rule.BAD_DOCUMENT, allowed)
        return person_id or ""

    def check_fields(self, document: Mapping[str, Any], occurred_on: date | None) -> None:
        municipality, course_id, version = (document.get(name) for name in ("municipality", "course_id", "version"))
        checks = {
            "format": document.get("format") == FORMAT,
            "version": type(version) is int and version == VERSION,
            "event_id": _is_uuid(document.get("event_id")),
            "event": document.get("event") in [kind.value for kind in EventKind],
            "municipality": isinstance(municipality, str) and re.fullmatch("[0-9]{3}", municipality) is not None,
            "occurred_on": occurred_on is not None,
            "case_system": is_short_name(document.get("case_system")),
            "synthetic": isinstance(document.get("synthetic"), bool),
            "course_id": isinstance(course_id, str) and bool(course_id) and not looks_like_cpr(course_id),
            "tables": isinstance(document.get("tables"), Mapping),
        }
        for name, is_right in checks.items():
            if not is_right:
                self.fault(f"/{name}", Rule.BAD_DOCUMENT, _FIELDS[name])

    def read_information(self, value: Any, until: date | None) -> Information | None:
        """What the case system says of how the person was informed; nothing, where it says nothing."""
        if value is None:
            return None
        if isinstance(value, Mapping) and set(value) == {"channel", "text_version", "given_on"}:
            given_on, version = _day(value["given_on"]), value["text_version"]
            is_early = given_on is not None and (until is None or given_on <= until)
            if given_on is not None and is_early and value["channel"] in CHANNELS and is_short_name(version):
                return Information(channel=value["channel"], text_version=version, given_on=given_on)
        self.fault("/information", Rule.BAD_DOCUMENT, _FIELDS["information"])
        return None

    def read_tables(self, tables: Any, until: date) -> dict[str, list[dict[str, Any]]]:
        if not isinstance(tables, Mapping):
            return {}
        for name in tables:
            if name not in TABLES:
                self.fault(f"/tables/{pointer_part(name)}", Rule.UNKNOWN_TABLE, listed(TABLES))
        found: dict[str, list[dict[str, Any]]] = {}
        n_left = MOST_ROWS
        for name, table in TABLES.items():
            if name not in tables:
                if name in _MUST_HAVE:
                    self.fault(f"/tables/{name}", Rule.MISSING_TABLE, listed(table.names))
                continue
            rows = tables[name]
            n_left -= len(rows) if isinstance(rows, list) else 0
            if not isinstance(rows, list) or n_left < 0:
                allowed = Text(f"en liste, i alt højst {MOST_ROWS} rækker", f"a list, at most {MOST_ROWS} rows in all")
                self.fault(f"/tables/{name}", Rule.WRONG_TYPE, allowed)
                continue
            found[name] = read_person_rows(rows, table=table, until=until, fault=self.fault)
        return found

    def check_whole(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        people = {row["person_id"] for row in rows.get("persons", [])} - {None}
        if "persons" in rows and len(people) != 1:
            self.fault("/tables/persons", Rule.ONE_PERSON, Text("én person", "one person"))
        for name, table_rows in rows.items():
            self.check_keys(TABLES[name], table_rows)
            for reference in TABLES[name].references:
                if reference.table not in rows:
                    continue
                known = {row[reference.key] for row in rows[reference.table]}
                allowed = Text(f"et id fra {reference.table}", f"an id from {reference.table}")
                for number, row in enumerate(table_rows):
                    if row[reference.column] is not None and row[reference.column] not in known:
                        self.fault(f"/tables/{name}/{number}/{reference.column}", Rule.ORPHAN, allowed)

    def check_keys(self, table: Table, rows: list[dict[str, Any]]) -> None:
        must_have = [name for name in table.key if table.column(name).is_required]
        seen: dict[tuple[Any, ...], int] = {}
        keys = ", ".join(table.key)
        for number, row in enumerate(rows):
            if row["superseded_on"] is not None or any(row[name] is None for name in must_have):
                continue
            if seen.setdefault(tuple(row[name] for name in table.key), number) != number:
                allowed = Text(f"én gældende række for hver {keys}", f"one row in force for each {keys}")
                self.fault(f"/tables/{table.name}/{number}", Rule.DUPLICATE_KEY, allowed)

    def check_event(self, document: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """The course that the event is about must be in force and dated as the event is."""
        kind, day = EventKind(document["event"]), _day(document["occurred_on"])
        row = _course(document, rows["contact_courses"])
        column = _EVENT_DATES.get(kind)
        if row is not None and (column is None or row[column] == day):
            if kind is EventKind.ENDED and row["end_reason"] is None:
                number = rows["contact_courses"].index(row)
                allowed = TABLES["contact_courses"].column("end_reason").allowed_codes
                self.fault(f"/tables/contact_courses/{number}/end_reason", Rule.MISSING_REQUIRED, listed(allowed))
            return
        dated = (
            Text("", "") if column is None else Text(f" med {column} = occurred_on", f" with {column} = occurred_on")
        )
        allowed_course = Text(
            f"et gældende forløb i contact_courses{dated.da}", f"a course in force in contact_courses{dated.en}"
        )
        self.fault("/course_id", Rule.EVENT_MISMATCH, allowed_course)

    def fault(self, pointer: str, rule: Rule, allowed: Text) -> None:
        self.faults.append(RegistrationFault(pointer=pointer, rule=rule, allowed=allowed))


def _course(document: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The row in force of the course that the event is about."""
    mine = (row for row in rows if row["course_id"] == document["course_id"] and row["superseded_on"] is None)
    return next(mine, None)


def _reached(document: Mapping[str, Any], rows: list[dict[str, Any]]) -> Moment:
    """The moment that the course has reached by the event; of a change or an end the course itself tells."""
    kind = EventKind(document["event"])
    if kind in (EventKind.REGISTRATION, EventKind.HAND_OVER):
        return Moment(kind.value)
    row = _course(document, rows)
    return Moment.HAND_OVER if row is not None and row["handed_over_on"] is not None else Moment.REGISTRATION


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def _frame(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            pl.Series(column.name, [row[column.name] for row in rows], dtype=column.kind.dtype)
            for column in table.columns
        ]
    )
