"""These rows in the case system -> these values: one spec per family of elements."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from lighed.elements import REGISTER, Lookups, element_dates, element_values
from lighed.governance import Moment
from tests.spec.case_tables import Rows, Tables, case_tables, course, ended_course, person

REGISTERED_ON = "2025-06-02"
CV_DAY = "2025-01-15"


def values_at(
    moment: Moment, tables: Tables, *, lookups: Lookups | None = None, course_id: str = "now"
) -> dict[str, Any]:
    found = element_values(tables, moment=moment, lookups=lookups or Lookups.empty())
    return found.filter(pl.col("course_id") == course_id).row(0, named=True)


def at_registration(*, lookups: Lookups | None = None, courses: Rows = (), **rows: Rows) -> dict[str, Any]:
    tables = case_tables(**{"persons": [person()], "contact_courses": [*courses, course("now", REGISTERED_ON)]} | rows)
    return values_at(Moment.REGISTRATION, tables, lookups=lookups)


def of_cv(**columns: Any) -> dict[str, Any]:
    return {"person_id": "p", "recorded_on": CV_DAY} | columns


# --- CV -------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("A5", part="education, languages and licences", shows="works")
def test_the_highest_education_counts_and_among_equals_the_latest() -> None:
    values = at_registration(
        cv_educations=[
            of_cv(level="30", field="04", completed_on="2002-06-30"),
            of_cv(level="50", field="01", completed_on="2008-06-30"),
            of_cv(level="50", field="0912", completed_on="2015-06-02"),
        ]
    )
    assert values["education_level"] == "50"
    assert values["education_field"] == "09"
    assert values["n_educations"] == 3
    assert values["years_since_education"] == pytest.approx(10, abs=0.01)


@pytest.mark.requirement("A5", part="education, languages and licences", shows="refuses")
def test_an_education_that_ends_after_the_registration_is_not_completed() -> None:
    values = at_registration(
        cv_educations=[
            of_cv(level="20", completed_on="2000-06-30"),
            of_cv(level="70", field="06", completed_on="2025-06-30"),
        ]
    )
    assert values["education_level"] == "20"
    assert values["education_field"] is None


def test_a_field_outside_the_list_is_another_field() -> None:
    assert at_registration(cv_educations=[of_cv(level="30", field="Ukendt")])["education_field"] == "other"


@pytest.mark.requirement("A5", part="education, languages and licences", shows="works")
def test_languages_and_licences_of_the_cv() -> None:
    values = at_registration(
        cv_languages=[of_cv(language="da", level="good"), of_cv(language="ar", level="native"), of_cv(language="en")],
        cv_licences=[of_cv(category="B"), of_cv(category="BE"), of_cv(category="C")],
    )
    assert (values["danish_level"], values["english_level"], values["n_languages"]) == ("good", None, 3)
    assert (values["n_licence_categories"], values["has_car_licence"], values["has_heavy_licence"]) == (3, "yes", "yes")


def test_a_cv_without_licences_counts_as_none_but_no_cv_is_missing() -> None:
    with_cv = at_registration(cv_languages=[of_cv(language="da", level="native")])
    assert (with_cv["n_licence_categories"], with_cv["has_car_licence"], with_cv["n_job_goals"]) == (0, "no", 0)
    without = at_registration()
    assert all(
        without[element.code] is None for element in REGISTER if element.family == "cv" and element.code in without
    )


def test_experience_counts_years_once_and_the_latest_job_as_a_whole() -> None:
    values = at_registration(
        cv_experiences=[
            of_cv(occupation="5223", from_on="2005-01-01", to_on="2010-01-01"),
            of_cv(occupation="4110", from_on="2008-01-01", to_on="2012-01-01"),
            of_cv(occupation="5230", from_on="2020-06-02", to_on="2024-06-02"),
        ]
    )
    assert values["years_experience"] == pytest.approx(7 + 4, abs=0.02)
    assert values["years_last_occupation"] == pytest.approx(5 + 4, abs=0.02)
    assert values["years_since_last_job"] == pytest.approx(1, abs=0.01)
    assert (values["last_occupation"], values["n_occupations"]) == ("5", 2)


def test_a_job_without_an_end_lasts_until_the_registration() -> None:
    values = at_registration(cv_experiences=[of_cv(occupation="7115", from_on="2023-06-02")])
    assert values["years_experience"] == pytest.approx(2, abs=0.01)
    assert values["years_since_last_job"] == 0


@pytest.mark.requirement("A5", part="how education, experience and goals fit", shows="works")
@pytest.mark.parametrize(
    ("goals", "steps"),
    [(["5223"], 0), (["5221"], 1), (["5230"], 2), (["5311"], 3), (["2512"], 4), (["2512", "5221"], 1), (["52"], 2)],
)
def test_distance_is_that_of_the_nearest_goal(goals: list[str], steps: int) -> None:
    values = at_registration(
        cv_experiences=[of_cv(occupation="5223", from_on="2020-01-01", to_on="2025-01-01")],
        cv_job_goals=[of_cv(occupation=goal) for goal in goals],
    )
    assert values["goal_distance"] == steps
    assert values["n_job_goals"] == len(goals)


def test_goals_are_told_apart_by_group_and_by_own_experience() -> None:
    values = at_registration(
        cv_experiences=[of_cv(occupation="5223", from_on="2020-01-01", to_on="2025-01-01")],
        cv_job_goals=[
            of_cv(occupation="5223"),
            of_cv(occupation="5221"),
            of_cv(occupation="2512"),
            of_cv(occupation="9112", withdrawn_on="2025-03-01"),
        ],
    )
    assert (values["n_job_goals"], values["goal_breadth"]) == (3, 2)
    assert values["goals_worked_in"] == pytest.approx(200 / 3)


@pytest.mark.requirement("A5", part="how education, experience and goals fit", shows="works")
def test_commonness_is_read_from_the_learned_table() -> None:
    table = pl.DataFrame(
        {
            "lookup": ["occupation_of_education"] * 3,
            "key_1": ["30/04"] * 3,
            "key_2": ["*", "52", "33"],
            "share": [1.0, 0.4, 0.3],
            "people": [1000, 400, 300],
        }
    )
    cv = {
        "cv_educations": [of_cv(level="30", field="04")],
        "cv_experiences": [of_cv(occupation="5223", from_on="2020-01-01")],
        "cv_job_goals": [of_cv(occupation="3313"), of_cv(occupation="9112")],
    }
    learned = at_registration(lookups=Lookups.from_rows(table), **cv)
    assert learned["goal_commonness"] == pytest.approx(30)
    assert learned["last_job_commonness"] == pytest.approx(40)
    unlearned = at_registration(**cv)
    assert (unlearned["goal_commonness"], unlearned["last_job_commonness"]) == (None, None)


# --- Job log --------------------------------------------------------------------------------------------------------


def applications(n: int, applied_on: str, *, first: int = 0, **columns: Any) -> Rows:
    return [
        {"application_id": f"a{first + i}", "person_id": "p", "applied_on": applied_on, "recorded_on": applied_on}
        | columns
        for i in range(n)
    ]


EARLIER = ended_course("before", "2024-01-01", "2024-05-20")  # 20 weeks


@pytest.mark.requirement("A6", part="regions applied in", shows="works")
@pytest.mark.requirement("A6", part="applications that led to an interview", shows="works")
def test_at_registration_the_job_log_is_that_of_earlier_courses() -> None:
    values = at_registration(
        courses=EARLIER,
        cv_job_goals=[of_cv(occupation="5223")],
        job_applications=[
            *applications(15, "2024-02-01", region="fyn", occupation="5221", outcome="none"),
            *applications(4, "2024-03-01", first=15, region="sydjylland", occupation="5221", outcome="interview"),
            *applications(1, "2024-05-01", first=19, region="abroad", occupation="9112", outcome="offer"),
        ],
    )
    assert values["n_regions"] == 3
    assert values["outside_main_region"] == 25
    assert values["applications_per_week"] == 1
    assert values["interview_rate"] == 25
    assert values["within_goals"] == 95
    assert values["weeks_since_application"] == pytest.approx((date(2025, 6, 2) - date(2024, 5, 1)).days / 7)


def test_at_hand_over_the_job_log_is_that_of_the_current_course() -> None:
    tables = case_tables(
        persons=[person()],
        contact_courses=[*EARLIER, course("now", REGISTERED_ON, handed_over_on="2025-08-11")],
        job_applications=[
            *applications(19, "2024-02-01", region="fyn"),
            *applications(1, "2024-02-01", first=19, region="abroad", outcome="offer"),
            *applications(15, "2025-07-01", first=20, region="hovedstaden"),
        ],
    )
    values = values_at(Moment.HAND_OVER, tables)
    assert (values["n_regions"], values["outside_main_region"]) == (1, 0)
    assert (values["earlier_n_regions"], values["earlier_interview_rate"]) == (2, 5)
    assert values["applications_per_week"] == 1.5
    assert values["within_goals"] is None


@pytest.mark.requirement("A6", part="applications that led to an interview", shows="refuses")
def test_few_applications_give_no_rate_and_none_give_no_value() -> None:
    few = at_registration(
        courses=EARLIER, job_applications=applications(9, "2024-02-01", outcome="interview", region="fyn")
    )
    assert (few["interview_rate"], few["outside_main_region"], few["n_regions"]) == (None, None, 1)
    none = at_registration(courses=EARLIER)
    assert (none["n_regions"], none["applications_per_week"]) == (None, None)


def test_an_answer_replaces_the_application_it_answers() -> None:
    asked = applications(10, "2024-02-01", outcome=None)
    answered = [
        row | {"outcome": "interview", "outcome_on": "2024-03-01", "recorded_on": "2024-03-02"}
        for row in list(asked)[:5]
    ]
    before = [row | {"superseded_on": "2024-03-02"} for row in list(asked)[:5]]
    values = at_registration(courses=EARLIER, job_applications=[*before, *answered, *list(asked)[5:]])
    assert values["interview_rate"] == 50


# --- Earlier courses ------------------------------------------------------------------------------------------------


def meetings(course_id: str, days: list[str], outcome: str = "held") -> Rows:
    return [
        {
            "meeting_id": f"{course_id}-{outcome}-{day}",
            "course_id": course_id,
            "planned_on": day,
            "held_on": day if outcome == "held" else None,
            "outcome": outcome,
            "recorded_on": day,
        }
        for day in days
    ]


def test_earlier_courses_of_five_years_count() -> None:
    values = at_registration(
        courses=[
            *ended_course("long ago", "2012-01-02", "2012-12-31"),
            *ended_course("first", "2021-01-04", "2021-03-15", reason="education"),  # 10 weeks
            *ended_course("second", "2024-01-01", "2024-05-20", reason="job"),  # 20 weeks
        ]
    )
    assert (values["n_earlier_courses"], values["weeks_last_course"], values["weeks_earlier_courses"]) == (2, 20, 30)
    assert values["weeks_since_last_course"] == 54
    assert (values["last_end_reason"], values["ended_in_job"]) == ("job", 50)


def test_a_gap_of_at_most_28_days_joins_two_courses() -> None:
    close = at_registration(
        courses=[*ended_course("a", "2024-01-01", "2024-02-05"), *ended_course("b", "2024-03-04", "2024-05-20")]
    )
    assert (close["n_earlier_courses"], close["weeks_last_course"]) == (1, 20)
    apart = at_registration(
        courses=[*ended_course("a", "2024-01-01", "2024-02-05"), *ended_course("b", "2024-03-05", "2024-05-20")]
    )
    assert apart["n_earlier_courses"] == 2


def test_no_earlier_course_is_a_fact_and_its_details_are_missing() -> None:
    values = at_registration()
    assert (values["n_earlier_courses"], values["weeks_earlier_courses"]) == (0, 0)
    assert (values["weeks_last_course"], values["last_end_reason"], values["no_show_share"]) == (None, None, None)


@pytest.mark.requirement("A7", part="meetings", shows="works")
@pytest.mark.parametrize(
    ("registered_on", "ended_on", "asked"),
    [
        ("2022-01-03", "2022-07-04", 9),  # 26 weeks under the rule of nine
        ("2024-01-01", "2024-07-01", 6),
        ("2024-01-01", "2025-02-03", 6),  # the rules count the first six months
        ("2023-10-02", "2024-04-01", 7.5),  # 13 weeks under each rule
    ],
)
def test_meetings_are_set_against_the_rules_of_their_day(registered_on: str, ended_on: str, asked: float) -> None:
    values = at_registration(
        courses=ended_course("before", registered_on, ended_on),
        meetings=meetings("before", [registered_on[:-2] + "10", registered_on[:-2] + "20", registered_on[:-2] + "25"]),
    )
    assert values["meetings_of_asked"] == pytest.approx(100 * 3 / asked)


@pytest.mark.requirement("A7", part="missed meetings", shows="works")
@pytest.mark.requirement("A7", part="changes of caseworker", shows="works")
def test_missed_and_cancelled_meetings_and_changes_of_caseworker() -> None:
    def assigned(caseworker: str, from_on: str) -> dict[str, Any]:
        return {"course_id": "before", "caseworker_id": caseworker, "from_on": from_on, "recorded_on": from_on}

    values = at_registration(
        courses=EARLIER,
        meetings=[
            *meetings("before", ["2024-01-10", "2024-02-10", "2024-03-10"]),
            *meetings("before", ["2024-01-20"], "no_show"),
            *meetings("before", ["2024-02-20"], "cancelled"),
        ],
        caseworker_assignments=[
            assigned("x", "2024-01-01"),
            assigned("x", "2024-02-01"),
            assigned("y", "2024-03-01"),
            assigned("x", "2024-04-01"),
        ],
    )
    assert (values["no_show_share"], values["cancelled_share"]) == (25, 20)
    assert values["caseworker_changes"] == pytest.approx(2 * 26 / 20)


def test_the_current_course_until_the_hand_over() -> None:
    tables = case_tables(
        persons=[person()],
        contact_courses=[course("now", REGISTERED_ON, handed_over_on="2025-09-01")],
        meetings=[*meetings("now", ["2025-06-16", "2025-07-14"]), *meetings("now", ["2025-08-01"], "no_show")],
        caseworker_assignments=[
            {"course_id": "now", "caseworker_id": who, "from_on": day, "recorded_on": day}
            for who, day in [("x", "2025-06-02"), ("y", "2025-07-01")]
        ],
    )
    values = values_at(Moment.HAND_OVER, tables)
    assert values["weeks_in_course"] == 13
    assert values["current_meetings_of_asked"] == pytest.approx(100 * 2 / 3)
    assert (values["current_no_shows"], values["current_caseworker_changes"]) == (1, 1)


# --- Master data ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("A8", shows="works")
def test_master_data_and_registration() -> None:
    tables = case_tables(
        persons=[person(birth_year=1990, sex="female", interpreter_need=True)],
        contact_courses=[course("now", REGISTERED_ON, unemployment_fund="A-kassen Handel")],
    )
    values = values_at(Moment.REGISTRATION, tables)
    assert (values["age"], values["sex"], values["interpreter_need"]) == (35, "female", "yes")
    assert (values["unemployment_fund"], values["registration_month"]) == ("office", "06")


def test_what_was_never_stated_is_missing() -> None:
    values = at_registration()
    assert (values["sex"], values["interpreter_need"], values["unemployment_fund"]) == (None, None, None)


# --- Every family ---------------------------------------------------------------------------------------------------


def test_each_value_has_the_day_on_which_it_was_recorded() -> None:
    tables = case_tables(
        persons=[person(sex="male")],
        contact_courses=[course("now", REGISTERED_ON)],
        cv_educations=[of_cv(level="30")],
        cv_languages=[of_cv(language="da", level="good", recorded_on="2025-04-01")],
    )
    days = element_dates(tables, moment=Moment.REGISTRATION, lookups=Lookups.empty()).row(0, named=True)
    assert days["education_level"] == date(2025, 1, 15)
    assert days["danish_level"] == date(2025, 4, 1)
    assert days["has_car_licence"] == date(2025, 4, 1)
    assert days["sex"] == date(2015, 1, 1)
    assert days["registration_month"] == date(2025, 6, 2)
    assert days["english_level"] is None


def test_only_courses_that_reached_the_moment_are_found_and_only_those_asked_for() -> None:
    tables = case_tables(
        persons=[person(), person("q")],
        contact_courses=[
            course("a", REGISTERED_ON, handed_over_on="2025-08-11"),
            course("b", REGISTERED_ON, person_id="q"),
        ],
    )

    def found(moment: Moment, courses: pl.LazyFrame | None = None) -> list[str]:
        frame = element_values(tables, moment=moment, lookups=Lookups.empty(), courses=courses)
        return frame["course_id"].to_list()

    assert found(Moment.REGISTRATION) == ["a", "b"]
    assert found(Moment.HAND_OVER) == ["a"]
    assert found(Moment.REGISTRATION, pl.LazyFrame({"course_id": ["b"]})) == ["b"]
