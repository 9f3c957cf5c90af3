"""A made-up municipality -> the registrations and hand-overs that arrive around the extraction, one document a line."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from lighed.records.tables import TABLES
from lighed.synthetic.arrays import NEVER, AnyArray, Flags, Ints
from lighed.synthetic.frames import course_ids, table_frame
from lighed.synthetic.municipality import Municipality

_WINDOW_DAYS = 56
_HAND_OVER_SHARE = 0.25
_N_SPARSE = 2
_EPOCH = date(1970, 1, 1)


def write_registrations(municipality: Municipality, *, out: Path, n_people: int, case_system: str) -> tuple[int, int]:
    """Write one municipality's live events in the order in which they arrive.

    Parameters
    ----------
    n_people
        People who register in the eight weeks before and after the extraction and are still in contact at their end;
        fewer when fewer are. A quarter as many registered before and are handed over in these weeks. Whoever is handed
        over by their end has both events.

    Returns
    -------
    Number of registrations and of hand-overs written.
    """
    chosen = _choose_courses(municipality, n_people=n_people)
    handed_over = chosen[municipality.courses.handed_over_on[chosen] <= municipality.extracted_on + _WINDOW_DAYS]
    known = _known_rows(municipality, people=municipality.courses.person[chosen])
    events = [(int(municipality.courses.registered_on[c]), "registration", int(c)) for c in chosen]
    events += [(int(municipality.courses.handed_over_on[c]), "hand_over", int(c)) for c in handed_over]
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{municipality.code}.ndjson").open("w", encoding="utf-8", newline="\n") as file:
        for day, event, course in sorted(events):
            document = _document(municipality, known, day=day, event=event, course=course, case_system=case_system)
            file.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    return len(chosen), len(handed_over)


def _choose_courses(municipality: Municipality, *, n_people: int) -> Ints:
    courses, today = municipality.courses, municipality.extracted_on
    rng = np.random.default_rng([n_people, today, int(municipality.code)])
    is_new = np.abs(courses.registered_on - today) <= _WINDOW_DAYS
    is_handed = (np.abs(courses.handed_over_on.astype(np.int64) - today) <= _WINDOW_DAYS) & ~is_new
    # There is no event for an end, so that only those who are still there at the end of the weeks can be on a worklist.
    is_there = (courses.ended_on > today + _WINDOW_DAYS) & ~_is_registered_again(municipality)
    mine = municipality.keep[courses.person] & is_there
    new = rng.permutation(np.flatnonzero(is_new & mine))
    # A couple of people of whom next to nothing is on record belong to every day at a job centre.
    has_cv = municipality.cvs.recorded_on[courses.person[new]] < courses.registered_on[new]
    is_first = courses.registered_on[new] == municipality.people.first_registered_on[courses.person[new]]
    is_sparse = ~has_cv & is_first
    new = np.r_[new[is_sparse][:_N_SPARSE], new[~is_sparse], new[is_sparse][_N_SPARSE:]][:n_people]
    handed = rng.permutation(np.flatnonzero(is_handed & mine))
    handed = handed[~np.isin(courses.person[handed], courses.person[new])]
    return np.unique(np.r_[new, handed[: round(n_people * _HAND_OVER_SHARE)]])


def _is_registered_again(municipality: Municipality) -> Flags:
    """Whether a course goes on under a new registration after a short gap: a flag per course."""
    courses = municipality.courses
    rows = municipality.rows.as_known_on("contact_courses", int(NEVER) - 1, keep=None)

    def key(person: AnyArray, day: AnyArray) -> AnyArray:
        together: AnyArray = person.astype(np.int64) * 1_000_000 + np.minimum(day, 999_999)
        return together

    registered = np.sort(key(rows["person"], rows["registered_on"]))
    after_own = np.searchsorted(registered, key(courses.person, courses.registered_on), side="right")
    by_end = np.searchsorted(registered, key(courses.person, courses.ended_on), side="right")
    again: Flags = by_end > after_own
    return again


@dataclass(frozen=True, slots=True)
class _Known:
    """All rows about some people in one table: as numbers, to choose among, and as the documents write them."""

    columns: Mapping[str, AnyArray]
    written: list[dict[str, Any]]

    def by(self, day: int, *, whose: Flags) -> list[dict[str, Any]]:
        """Take the rows of `whose` (a flag per row) as they stood at the end of `day`."""
        chosen = np.flatnonzero(whose & (self.columns["recorded_on"] <= day))
        still_true = self.columns["superseded_on"] > day
        return [
            {name: value for name, value in self.written[row].items() if name != "superseded_on" or not still_true[row]}
            for row in chosen
        ]


def _known_rows(municipality: Municipality, *, people: Ints) -> Mapping[str, _Known]:
    wanted = np.zeros(len(municipality.people), dtype=np.bool_)
    wanted[people] = True
    known = {}
    for table in TABLES:
        keep = None if table == "staff" else wanted
        columns = municipality.rows.as_known_on(table, int(NEVER) - 1, keep=keep)
        known[table] = _Known(columns, _as_json(table_frame(table, columns, municipality=municipality.code)))
    return known


def _document(
    municipality: Municipality, known: Mapping[str, _Known], *, day: int, event: str, course: int, case_system: str
) -> dict[str, Any]:
    person = int(municipality.courses.person[course])
    rng = np.random.default_rng([int(municipality.code), course, day])
    assigned = known["caseworker_assignments"].columns
    mine_by_now = (assigned["person"] == person) & (assigned["recorded_on"] <= day)
    tables = {}
    for table, rows in known.items():
        if table == "staff":
            whose = np.isin(rows.columns["caseworker"], assigned["caseworker"][mine_by_now])
        else:
            whose = rows.columns["person"] == person
        if found := rows.by(day, whose=whose):
            tables[table] = found
    return {
        "format": "lighed-registration",
        "version": 1,
        "event_id": str(uuid.UUID(bytes=rng.bytes(16), version=4)),
        "event": event,
        "municipality": municipality.code,
        "occurred_on": (_EPOCH + timedelta(days=day)).isoformat(),
        "case_system": case_system,
        "synthetic": True,
        "course_id": course_ids(municipality.courses.course[course : course + 1], municipality=municipality.code)[0],
        "tables": tables,
        "information": {
            "channel": "digital_post",
            "text_version": "demo-1",
            "given_on": (_EPOCH + timedelta(days=day)).isoformat(),
        },
    }


def _as_json(frame: pl.DataFrame) -> list[dict[str, Any]]:
    dated = frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    return [{name: value for name, value in row.items() if value is not None} for row in dated.to_dicts()]
