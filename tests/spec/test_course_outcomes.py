"""These contact courses and benefit cases -> these durations, as known on the day of extraction."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lighed.elements import course_outcomes
from tests.spec.case_tables import Rows, case_tables, course, ended_course

EXTRACTED_ON = date(2025, 12, 29)


def outcomes(courses: Rows, benefit_cases: Rows = (), *, gap_days: int = 28) -> dict[str, dict[str, Any]]:
    tables = case_tables(contact_courses=courses, benefit_cases=benefit_cases)
    found = course_outcomes(tables, extracted_on=EXTRACTED_ON, gap_days=gap_days)
    return {row["course_id"]: row for row in found.rows(named=True)}


def benefit_case(course_id: str, started_on: str, ended_on: str | None, **columns: Any) -> dict[str, Any]:
    return {
        "case_id": f"{course_id} {started_on}",
        "course_id": course_id,
        "benefit": "dagpenge",
        "started_on": started_on,
        "ended_on": ended_on,
        "recorded_on": ended_on or started_on,
    } | columns


@pytest.mark.requirement("A1", part="durations of course and benefit", shows="works")
def test_an_ended_course_has_its_weeks() -> None:
    found = outcomes(ended_course("a", "2025-01-06", "2025-03-17", handed_over_on="2025-02-24"))["a"]
    assert (found["contact_weeks"], found["contact_ended"]) == (10, True)
    assert (found["registered_on"], found["handed_over_on"]) == (date(2025, 1, 6), date(2025, 2, 24))


@pytest.mark.requirement("R-MOD-02", shows="works")
@pytest.mark.requirement("A1", part="open cases are known to run", shows="works")
def test_an_open_course_is_known_to_run_until_the_extraction() -> None:
    found = outcomes([course("a", "2025-10-20")])["a"]
    assert (found["contact_weeks"], found["contact_ended"]) == (10, False)


@pytest.mark.parametrize(("second_begins", "n_courses", "weeks"), [("2025-03-31", 1, 20), ("2025-04-01", 2, 8)])
def test_a_gap_of_at_most_28_days_joins_two_courses(second_begins: str, n_courses: int, weeks: int) -> None:
    found = outcomes([*ended_course("a", "2025-01-06", "2025-03-03"), *ended_course("b", second_begins, "2025-05-26")])
    assert len(found) == n_courses
    assert found["a"]["contact_weeks"] == weeks
    assert found["a"]["registered_on"] == date(2025, 1, 6)


def test_the_gap_is_a_parameter() -> None:
    courses = [*ended_course("a", "2025-01-06", "2025-03-03"), *ended_course("b", "2025-03-31", "2025-05-26")]
    assert set(outcomes(courses, gap_days=27)) == {"a", "b"}


def test_a_joined_course_runs_while_its_last_part_runs() -> None:
    found = outcomes([*ended_course("a", "2025-10-20", "2025-11-03"), course("b", "2025-11-10")])
    assert (found["a"]["contact_weeks"], found["a"]["contact_ended"]) == (10, False)
    assert set(found) == {"a"}


def test_courses_of_two_people_are_never_joined() -> None:
    courses = [
        *ended_course("a", "2025-01-06", "2025-03-03"),
        *ended_course("b", "2025-03-10", "2025-05-26", person_id="q"),
    ]
    assert set(outcomes(courses)) == {"a", "b"}


@pytest.mark.requirement("A1", part="durations of course and benefit", shows="works")
def test_benefit_weeks_run_from_the_first_start_to_the_last_end_of_the_joined_course() -> None:
    courses = [*ended_course("a", "2025-01-06", "2025-03-03"), *ended_course("b", "2025-03-31", "2025-05-26")]
    cases = [
        benefit_case("a", "2025-01-13", "2025-03-03"),
        benefit_case("b", "2025-03-31", "2025-05-19"),
        benefit_case("b", "2025-01-06", "2025-12-01", benefit="other"),
    ]
    found = outcomes(courses, cases)["a"]
    assert (found["benefit_weeks"], found["benefit_ended"]) == (18, True)


@pytest.mark.requirement("A1", part="open cases are known to run", shows="works")
def test_an_open_benefit_case_is_known_to_run_and_none_is_missing() -> None:
    running = outcomes([course("a", "2025-10-20")], [benefit_case("a", "2025-10-27", None)])["a"]
    assert (running["benefit_weeks"], running["benefit_ended"]) == (9, False)
    without = outcomes([course("a", "2025-10-20")])["a"]
    assert (without["benefit_weeks"], without["benefit_ended"]) == (None, None)


@pytest.mark.requirement("A1", part="open cases are known to run", shows="refuses")
def test_an_end_that_is_planned_after_the_extraction_is_no_end() -> None:
    found = outcomes([course("a", "2025-10-20", ended_on="2026-03-01")])["a"]
    assert (found["contact_weeks"], found["contact_ended"]) == (10, False)


def test_a_course_that_was_taken_back_is_no_case() -> None:
    assert outcomes([course("a", "2025-10-20", superseded_on="2025-10-21")]) == {}
