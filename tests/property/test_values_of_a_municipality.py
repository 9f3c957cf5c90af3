"""A whole made-up municipality -> the same values as its people have one by one, all of them declared and sensible."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from lighed.elements import KEYS, REGISTER, Lookups, check_values, course_outcomes, element_values, learn_lookups
from lighed.governance import Moment
from lighed.synthetic import generate_municipalities
from lighed.synthetic.generate import EXTRACTED_ON

N_COURSES = 1500
"""More than the values module finds in memory, so that the streaming engine does the work."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pl.LazyFrame]:
    folder: Path = tmp_path_factory.mktemp("export")
    generate_municipalities(n_courses=N_COURSES, n_municipalities=1, seed=5, out=folder, n_registrations=0)
    return {path.stem: pl.scan_parquet(path) for path in sorted((folder / "901").glob("*.parquet"))}


@pytest.fixture(scope="module")
def lookups(tables: Mapping[str, pl.LazyFrame]) -> Lookups:
    return learn_lookups([tables], before=EXTRACTED_ON, min_people=5)


@pytest.mark.parametrize("moment", list(Moment))
def test_all_at_once_gives_what_few_at_a_time_give(
    tables: Mapping[str, pl.LazyFrame], lookups: Lookups, moment: Moment
) -> None:
    whole = element_values(tables, moment=moment, lookups=lookups)
    few = whole.select("course_id").sample(200, seed=1)
    some = element_values(tables, moment=moment, lookups=lookups, courses=few.lazy())
    assert_frame_equal(whole.join(few, on="course_id", how="semi"), some)


@pytest.mark.parametrize("moment", list(Moment))
def test_every_element_has_declared_and_sensible_values(
    tables: Mapping[str, pl.LazyFrame], lookups: Lookups, moment: Moment
) -> None:
    values = element_values(tables, moment=moment, lookups=lookups)
    check_values(values, moment=moment)
    assert values.columns == [*KEYS, *(element.code for element in REGISTER.for_moment(moment))]
    for element in REGISTER.for_moment(moment):
        column = values[element.code]
        assert column.null_count() < 0.75 * len(column), element.code
        assert column.drop_nulls().n_unique() > 1, element.code
        if column.dtype == pl.Float64:
            low, high = column.drop_nulls().min(), column.drop_nulls().max()
            assert isinstance(low, float)
            assert isinstance(high, float)
            assert 0 <= low <= high < 1000, element.code
            if element.code.endswith(("_share", "_rate", "_commonness")) or element.code in (
                "within_goals",
                "ended_in_job",
            ):
                assert high <= 100, element.code


def test_outcomes_are_of_courses_that_have_values(tables: Mapping[str, pl.LazyFrame], lookups: Lookups) -> None:
    outcomes = course_outcomes(tables, extracted_on=EXTRACTED_ON)
    values = element_values(tables, moment=Moment.REGISTRATION, lookups=lookups)
    assert outcomes.join(values, on="course_id", how="anti").is_empty()
    assert outcomes["contact_weeks"].min() >= 0  # type: ignore[operator]
    assert 0.5 < outcomes["contact_ended"].mean() < 1  # type: ignore[operator]
