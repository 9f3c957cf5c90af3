"""Whatever a case system learns on the day of the scoring moment or later, no element's value changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lighed.elements import REGISTER, Element, Lookups, check_values, values_of
from lighed.elements.element import View
from lighed.elements.known import Known
from lighed.governance import Moment
from lighed.records.tables import TABLES
from tests.property.case_bases import HANDED_OVER_ON, NOW, REGISTERED_ON, case_rows, plant, tables_of

DAYS = {Moment.REGISTRATION: REGISTERED_ON, Moment.HAND_OVER: HANDED_OVER_ON}
LOOKUPS = Lookups.from_rows(
    pl.DataFrame(
        [
            {"lookup": "occupation_of_education", "key_1": f"{level}/04", "key_2": key, "share": share, "people": 100}
            for level in TABLES["cv_educations"].column("level").codes
            for key, share in (("*", 1.0), ("52", 0.5), ("25", 0.2))
        ]
    )
)
seeds = st.integers(min_value=0, max_value=2**32)
moments = pytest.mark.parametrize("moment", list(Moment))
some_examples = settings(max_examples=25, deadline=None)


def values_now(elements: Sequence[Element], tables: Mapping[str, pl.LazyFrame], moment: Moment) -> dict[str, Any]:
    """The values and the days of the course `NOW`, by element; empty where it did not reach the moment."""
    only = pl.LazyFrame({"course_id": [NOW]})
    found = values_of(elements, tables, moment=moment, lookups=LOOKUPS, courses=only)
    days = {f"{name} recorded on": day for name, day in found.dates.row(0, named=True).items()}
    return found.values.row(0, named=True) | days


def elements_that_peek(elements: Sequence[Element], moment: Moment, *, seed: int) -> set[str]:
    """Plant facts on and after the moment; the names of what changed."""
    random = Random(seed)
    rows = case_rows(random)
    before = values_now(elements, tables_of(rows), moment)
    after = values_now(elements, tables_of(plant(rows, random, day=DAYS[moment])), moment)
    return {name for name in before if not _same(before[name], after[name])}


def _same(one: Any, other: Any) -> bool:
    return bool(one == pytest.approx(other)) if isinstance(one, float) and isinstance(other, float) else one == other


@moments
@given(seed=seeds)
@some_examples
def test_no_element_peeks_past_its_moment(moment: Moment, seed: int) -> None:
    assert elements_that_peek(REGISTER.for_moment(moment), moment, seed=seed) == set()


def _as_extracted(known: Known) -> pl.LazyFrame:
    """Applications as they stand in the extraction, whenever they were recorded: what no view may do."""
    mine = known.courses.select("case", "person_id", "scored_on")
    return known.tables["job_applications"].lazy().join(mine, on="person_id")


def _recorded_on_the_day(known: Known) -> pl.LazyFrame:
    mine = known.courses.select("case", "person_id", "scored_on")
    rows = known.tables["job_applications"].lazy().join(mine, on="person_id")
    return rows.filter(pl.col("recorded_on") <= pl.col("scored_on"))


@moments
@pytest.mark.parametrize("prepare", [_as_extracted, _recorded_on_the_day])
def test_an_element_that_peeks_is_caught(moment: Moment, prepare: Any) -> None:
    peeking = replace(REGISTER["applications_per_week"], view=View("peeking", prepare), expression=pl.len())
    caught = set().union(*(elements_that_peek([peeking], moment, seed=seed) for seed in range(10)))
    assert "applications_per_week" in caught


def test_planted_facts_would_change_values_a_year_later() -> None:
    """The plants are not harmless: seen from a later course, they change nearly every element."""
    changed: set[str] = set()
    for seed in range(40):
        random = Random(seed)
        rows = case_rows(random)
        planted = plant(rows, random, day=REGISTERED_ON)
        for some in (rows, planted):
            later = {"course_id": "later", "person_id": "p", "registered_on": date(2026, 9, 1)}
            some["contact_courses"].append(later | {"recorded_on": date(2026, 9, 1)})
        elements = REGISTER.for_moment(Moment.REGISTRATION)
        one, other = (
            values_of(
                elements,
                tables_of(some),
                moment=Moment.REGISTRATION,
                lookups=LOOKUPS,
                courses=pl.LazyFrame({"course_id": ["later"]}),
            ).values.row(0, named=True)
            for some in (rows, planted)
        )
        changed |= {name for name in one if one[name] != other[name]}
    never = {"registration_month", "unemployment_fund"}
    assert {element.code for element in elements} - changed == never


@moments
@given(seed=seeds)
@some_examples
def test_the_order_of_rows_changes_nothing_and_anything_allowed_gives_declared_values(
    moment: Moment, seed: int
) -> None:
    rows = case_rows(Random(seed))
    elements = REGISTER.for_moment(moment)
    one = values_now(elements, tables_of(rows), moment)
    other = values_now(elements, tables_of(rows, random=Random(seed + 1)), moment)
    assert {name for name in one if not _same(one[name], other[name])} == set()
    check_values({element.code: one[element.code] for element in elements}, moment=moment)


@moments
@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_an_element_reads_only_the_tables_that_it_declares(moment: Moment, seed: int) -> None:
    """Without the other tables its value is the same, or missing where nothing of the family is left."""
    rows = case_rows(Random(seed))
    whole = values_now(REGISTER.for_moment(moment), tables_of(rows), moment)
    for element in REGISTER.for_moment(moment):
        read = {*element.tables, "contact_courses"}
        part = tables_of({name: of_table if name in read else [] for name, of_table in rows.items()})
        value = values_now([element], part, moment)[element.code]
        assert value is None or _same(value, whole[element.code]), element.code


class TablesWithoutPeople(Mapping[str, pl.LazyFrame]):
    """Tables of which names and addresses cannot be opened, and of which a protected address is not there."""

    def __init__(self, tables: Mapping[str, pl.LazyFrame]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pl.LazyFrame:
        assert name not in ("contacts", "staff"), f"{name} was read"
        return self._tables[name].drop("protected_address", strict=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@moments
def test_names_addresses_and_their_protection_are_never_read(moment: Moment) -> None:
    tables = tables_of(case_rows(Random(3)))
    elements = REGISTER.for_moment(moment)
    assert values_now(elements, TablesWithoutPeople(tables), moment) == values_now(elements, tables, moment)
    known = Known(tables, pl.LazyFrame(), moment, LOOKUPS)
    for name in ("contacts", "staff"):
        with pytest.raises(PermissionError, match="names and addresses"):
            known.of_person(name)


@moments
def test_empty_tables_give_no_values_and_no_fault(moment: Moment) -> None:
    rows = case_rows(Random(1))
    nothing = tables_of({name: [] for name in rows})
    assert values_of(REGISTER.for_moment(moment), nothing, moment=moment, lookups=Lookups.empty()).values.is_empty()
    only_course = tables_of({name: rows[name] if name == "contact_courses" else [] for name in rows})
    found = values_now(REGISTER.for_moment(moment), only_course, moment)
    assert found["education_level"] is None
    assert found["registration_month"] == "03"
