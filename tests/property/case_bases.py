"""A seed -> a small case base with anything that the case export allows, and facts planted on or after a day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from lighed.records.column import Column, Kind
from lighed.records.tables import TABLES
from tests.spec.case_tables import frame_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

PERSON, NOW = "p", "now"
REGISTERED_ON, HANDED_OVER_ON = date(2025, 3, 3), date(2025, 6, 2)
ENDED_ON = date(2025, 12, 1)
_FIRST_DAY, _LAST_DAY = date(2019, 1, 1), date(2026, 12, 31)
_OCCUPATIONS = ("5223", "5221", "5230", "2512", "9", "71", "411000")
_TEXTS = {"field": ("04", "04", "0912", "ukendt"), "unemployment_fund": ("A-kassen Handel", "3F", "FOA", "Noget andet")}


def case_rows(random: Random) -> Rows:
    """One person with some years of history, and the course `NOW` with its registration, its hand-over and its end."""
    rows: Rows = {name: [] for name in TABLES}
    for number in range(random.randrange(4)):
        rows["contact_courses"].append(_row("contact_courses", random, course_id=f"c{number}"))
    now = {"course_id": NOW, "person_id": PERSON, "registered_on": REGISTERED_ON, "unemployment_fund": "HK"}
    rows["contact_courses"] += [
        now | {"recorded_on": REGISTERED_ON, "superseded_on": HANDED_OVER_ON},
        now | {"recorded_on": HANDED_OVER_ON, "handed_over_on": HANDED_OVER_ON, "superseded_on": ENDED_ON},
        now | {"recorded_on": ENDED_ON, "handed_over_on": HANDED_OVER_ON, "ended_on": ENDED_ON, "end_reason": "job"},
    ]
    rows["persons"].append(_row("persons", random) | {"recorded_on": date(2016, 1, 1), "superseded_on": None})
    for name in TABLES:
        if name not in ("persons", "contact_courses", "contacts", "staff"):
            most = 40 if name == "job_applications" else 12
            rows[name] += [_row(name, random) for _ in range(random.choice((0, 1, 4, most)))]
    return rows


def plant(rows: Rows, random: Random, *, day: date) -> Rows:
    """The same history, and what was recorded on `day` or later: new rows, and corrections of every kind of old one."""
    planted = {name: [dict(row) for row in of_table] for name, of_table in rows.items()}
    for name, of_table in planted.items():
        for row in list(of_table):
            if row.get("superseded_on") is None and row["recorded_on"] <= day and random.random() < 0.7:
                row["superseded_on"] = _after(day, random)
                same = {key: row[key] for key in TABLES[name].key if key in row}
                of_table.append(
                    _row(name, random) | same | {"recorded_on": row["superseded_on"], "superseded_on": None}
                )
        for number in range(random.randrange(5)):
            late = _row(name, random) | {"recorded_on": _after(day, random), "superseded_on": None}
            new = {TABLES[name].key[0]: f"late{number}"} if TABLES[name].key[0] in _ROW_IDS else {}
            of_table.append(late | new)
    return planted


def tables_of(rows: Rows, *, random: Random | None = None) -> dict[str, pl.LazyFrame]:
    """Frames with the whole schema; their rows shuffled where a `random` is given."""
    frames = {}
    for name, of_table in rows.items():
        order = random.sample(of_table, len(of_table)) if random else of_table
        frames[name] = frame_of(name, order).lazy()
    return frames


_ROW_IDS = ("meeting_id", "application_id", "case_id", "course_id", "caseworker_id")


def _row(table: str, random: Random, *, course_id: str | None = None) -> Row:
    row = {column.name: _value(column, random) for column in TABLES[table].columns}
    if "person_id" in row:
        row["person_id"] = PERSON
    if "course_id" in row:
        row["course_id"] = course_id or random.choice(["c0", "c1", "c2", NOW])
    if table == "contact_courses":
        row["ended_on"] = row["registered_on"] + timedelta(days=random.randrange(500))
    if row["superseded_on"] is not None and row["superseded_on"] <= row["recorded_on"]:
        row["superseded_on"] = None
    return row


def _value(column: Column, random: Random) -> Any:
    if not column.is_required and random.random() < 0.3:
        return None
    if column.kind is Kind.DATE:
        return None if column.name == "superseded_on" and random.random() < 0.8 else _day(random)
    if column.kind is Kind.FLAG:
        return random.random() < 0.5
    if column.kind is Kind.WHOLE_NUMBER:
        return random.randint(1950, 2005)
    if column.kind is Kind.ID:
        return f"{column.name}{random.randrange(10**6)}"
    if column.name == "language":
        return random.choice(("da", "en", "ar", "de"))
    if column.name == "occupation":
        return random.choice(_OCCUPATIONS)
    return random.choice(_TEXTS.get(column.name) or sorted(column.codes) or ("x", "y"))


def _day(random: Random) -> date:
    return _FIRST_DAY + timedelta(days=random.randrange((_LAST_DAY - _FIRST_DAY).days))


def _after(day: date, random: Random) -> date:
    return day + timedelta(days=random.choice((0, 0, 1, 20, 400)))
