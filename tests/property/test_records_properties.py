"""What holds for whatever an export or a registration contains."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lighed.governance import Text
from lighed.governance.cpr import looks_like_cpr
from lighed.records import TABLES, Column, Kind, Rule, Table
from lighed.records.conform import TextReading
from lighed.records.csv_format import detect_format, survey_file
from lighed.records.csv_rows import Unreadable, read_csv_rows
from lighed.records.faults import FaultLedger
from lighed.records.manifest import read_manifest
from lighed.records.person_rows import read_person_rows
from lighed.records.registration import RegistrationRefused, read_registration
from lighed.records.row_checks import check_rows

UNTIL = dt.date(2024, 6, 1)
quick = settings(max_examples=60, deadline=None)


def _values(column: Column) -> st.SearchStrategy[str | None]:
    """Right and wrong texts for a column, as a CSV and a JSON document can both hold them."""
    dates = st.dates(dt.date(1890, 1, 1), dt.date(2026, 1, 1)).map(str)
    right: st.SearchStrategy[str] = {
        Kind.DATE: dates,
        Kind.CODE: st.sampled_from(sorted(column.allowed_codes) or ["5223", "1"]),
        Kind.WHOLE_NUMBER: st.integers(-10, 3000).map(str),
        Kind.FLAG: st.sampled_from(["true", "false"]),
    }.get(column.kind, st.sampled_from(["p1", "p2", "Åse", "010190-1234", "\x07", "Ã¦", "x" * 501]))
    return st.one_of(st.none(), right, right, right, st.sampled_from(["?", "2024-02-30", "xx", "12345678"]))


@st.composite
def _rows(draw: st.DrawFn) -> tuple[Table, list[dict[str, str | None]]]:
    table = TABLES[draw(st.sampled_from(sorted(TABLES)))]
    row = st.fixed_dictionaries({column.name: _values(column) for column in table.columns})
    return table, draw(st.lists(row, min_size=1, max_size=5))


def _as_json(column: Column, value: str | None) -> Any:
    """What a JSON document has where a CSV has `value`."""
    if value is not None and column.kind is Kind.FLAG and value in ("true", "false"):
        return value == "true"
    if value is not None and column.kind is Kind.WHOLE_NUMBER and value.lstrip("-").isdigit() and len(value) < 9:
        return int(value)
    return value


@quick
@given(_rows())
def test_an_export_and_a_registration_judge_the_same_rows_alike(
    drawn: tuple[Table, list[dict[str, str | None]]],
) -> None:
    table, rows = drawn
    raw = pl.DataFrame(rows, schema=dict.fromkeys(table.names, pl.String), orient="row")
    numbers = pl.Series(range(len(rows)), dtype=pl.Int64)
    names = {name: name for name in table.names}
    checked = check_rows(raw, rows=numbers, table=table, names=names, reading=TextReading(), until=UNTIL)
    columns = {(int(row), fault.column, fault.rule) for fault in checked.faults for row in numbers.filter(fault.mask)}
    person: set[tuple[int, str, Rule]] = set()

    def note(pointer: str, rule: Rule, allowed: Text) -> None:
        _, _, _, row, column = pointer.split("/")
        person.add((int(row), column, rule))

    document = [{name: _as_json(table.column(name), value) for name, value in row.items()} for row in rows]
    values = read_person_rows(document, table=table, until=UNTIL, fault=note)
    assert columns == person
    assert checked.frame.select(table.names).to_dicts() == values


@quick
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")))
@example(b'"')
@example(b"a;b\n\r\r\n;;;\n")
@example("æ;ø\nå".encode("cp1252"))
def test_any_bytes_are_rows_or_unreadable_and_each_row_is_counted_once(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        survey = survey_file(path)
        if survey.encoding is None:
            return
        form = detect_format(path, survey=survey, encoding=survey.encoding, separator=None, decimal=None)
        if form is None:
            return
        try:
            batches = list(read_csv_rows(path, form=form))
        except Unreadable:
            return
    rows = sorted(row for batch in batches for row in [*batch.rows, *batch.ragged])
    assert rows == list(range(1, len(rows) + 1))
    assert all(batch.frame.width == len(form.headings) for batch in batches)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
_known_keys = st.sampled_from(
    ["format", "version", "municipality", "case_system", "extracted_at", "synthetic", "tables", "event", "course_id"]
)


@quick
@given(st.dictionaries(_known_keys | st.text(max_size=8), _json, max_size=6))
def test_any_manifest_is_read_or_told_wrong(content: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        ledger = FaultLedger()
        assert (read_manifest(path, ledger=ledger) is None) == bool(ledger.faults)


@quick
@given(
    st.dictionaries(_known_keys | st.text(max_size=8), _json, max_size=6),
    st.dictionaries(st.sampled_from(sorted(TABLES)), st.lists(_json, max_size=3) | _json, max_size=4),
)
def test_any_document_that_is_no_registration_is_refused(content: dict[str, Any], tables: dict[str, Any]) -> None:
    with pytest.raises(RegistrationRefused) as refused:
        read_registration({**content, "tables": tables})
    assert refused.value.faults
    assert refused.value.text("da").count("\n") == len(refused.value.faults)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 9999), st.sampled_from(["", "-", " ", "–"]))
def test_every_cpr_number_looks_like_one(born: dt.date, serial: int, sign: str) -> None:
    number = f"{born:%d%m%y}{sign}{serial:04}"
    for text in (number, f"id:{number}", f"{number} x", f"P{number}", f"CPR{number}", f"a_{number}_b"):
        assert looks_like_cpr(text)
    assert not looks_like_cpr(f"9{number}")
    assert not looks_like_cpr(f"{number}1")


@given(st.uuids())
def test_random_ids_do_not_look_like_cpr_numbers(identity: uuid.UUID) -> None:
    assert not looks_like_cpr(str(identity))
    assert not looks_like_cpr(identity.hex)
    assert not looks_like_cpr(f"a0101901234b-{identity}")
