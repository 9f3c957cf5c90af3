"""A handful of made-up people -> who they are, and a value for each element, for anybody to try the tool with.

Nobody like them is meant. What they lack is lacking on purpose: whoever registers for the first time has no job log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lighed.governance import Text

Value = float | str | None


@dataclass(frozen=True, slots=True)
class MadeUp:
    key: str
    name: Text
    story: Text
    values: Mapping[str, Value]


_FIRST_TIME: Mapping[str, Value] = {"n_earlier_courses": 0.0, "weeks_earlier_courses": 0.0}
_BEFORE: Mapping[str, Value] = {
    "n_regions": 2.0,
    "outside_main_region": 20.0,
    "applications_per_week": 1.75,
    "interview_rate": 5.0,
    "within_goals": 60.0,
    "weeks_since_application": 60.0,
    "meetings_of_asked": 90.0,
    "no_show_share": 0.0,
    "cancelled_share": 10.0,
    "caseworker_changes": 0.5,
}

PEOPLE: tuple[MadeUp, ...] = (
    MadeUp(
        key="anna",
        name=Text(da="Anna, 44 år", en="Anna, 44"),
        story=Text(
            da="Anna har arbejdet på kontor i mange år. Firmaet lukkede. Hun søger samme slags job igen.",
            en="Anna has worked in an office for many years. The company closed. She looks for the same kind of job.",
        ),
        values={
            **_FIRST_TIME,
            "age": 44.0, "sex": "female", "interpreter_need": "no", "unemployment_fund": "office",
            "registration_month": "03", "education_level": "30", "education_field": "04",
            "years_since_education": 22.0, "n_educations": 2.0, "danish_level": "native", "english_level": "good",
            "n_languages": 2.0, "n_licence_categories": 1.0, "has_car_licence": "yes", "has_heavy_licence": "no",
            "years_experience": 20.0, "years_last_occupation": 14.0, "years_since_last_job": 0.0,
            "last_occupation": "4", "n_occupations": 2.0, "weeks_since_cv_update": 1.0, "n_job_goals": 3.0,
            "goal_breadth": 2.0, "goal_distance": 0.0, "goals_worked_in": 65.0, "goal_commonness": 34.0,
            "last_job_commonness": 34.0,
        },
    ),
    MadeUp(
        key="jonas",
        name=Text(da="Jonas, 26 år", en="Jonas, 26"),
        story=Text(
            da="Jonas er lige blevet færdig med sin uddannelse. Han har haft småjob og søger sit første job i faget.",
            en="Jonas has just finished his education. He has had small jobs and looks for his first in the trade.",
        ),
        values={
            **_FIRST_TIME,
            "age": 26.0, "sex": "male", "interpreter_need": "no", "unemployment_fund": "academic",
            "registration_month": "07", "education_level": "70", "education_field": "03",
            "years_since_education": 0.0, "n_educations": 3.0, "danish_level": "native", "english_level": "fluent",
            "n_languages": 3.0, "n_licence_categories": 1.0, "has_car_licence": "yes", "has_heavy_licence": "no",
            "years_experience": 2.0, "years_last_occupation": 1.0, "years_since_last_job": 0.5,
            "last_occupation": "5", "n_occupations": 2.0, "weeks_since_cv_update": 2.0, "n_job_goals": 4.0,
            "goal_breadth": 3.0, "goal_distance": 4.0, "goals_worked_in": 0.0, "goal_commonness": 26.0,
            "last_job_commonness": 6.0,
        },
    ),
    MadeUp(
        key="karim",
        name=Text(da="Karim, 38 år", en="Karim, 38"),
        story=Text(
            da="Karim kører lastbil. Han har været ledig om vinteren før og er kommet i job igen.",
            en="Karim drives a lorry. He has been out of work in winter before, and found work again.",
        ),
        values={
            **_BEFORE,
            "n_earlier_courses": 2.0, "weeks_earlier_courses": 24.0, "weeks_last_course": 11.0,
            "weeks_since_last_course": 45.0, "last_end_reason": "job", "ended_in_job": 100.0,
            "age": 38.0, "sex": "male", "interpreter_need": "no", "unemployment_fund": "industry",
            "registration_month": "12", "education_level": "30", "education_field": "10",
            "years_since_education": 15.0, "n_educations": 2.0, "danish_level": "fluent", "english_level": "basic",
            "n_languages": 3.0, "n_licence_categories": 3.0, "has_car_licence": "yes", "has_heavy_licence": "yes",
            "years_experience": 14.0, "years_last_occupation": 11.0, "years_since_last_job": 0.0,
            "last_occupation": "8", "n_occupations": 2.0, "weeks_since_cv_update": 3.0, "n_job_goals": 2.0,
            "goal_breadth": 1.0, "goal_distance": 0.0, "goals_worked_in": 100.0, "goal_commonness": 38.0,
            "last_job_commonness": 38.0,
        },
    ),
    MadeUp(
        key="birgit",
        name=Text(da="Birgit, 58 år", en="Birgit, 58"),
        story=Text(
            da="Birgit har gjort rent det meste af sit liv. Nu vil hun noget helt andet.",
            en="Birgit has been a cleaner for most of her life. Now she wants something quite different.",
        ),
        values={
            **_BEFORE,
            "n_earlier_courses": 1.0, "weeks_earlier_courses": 40.0, "weeks_last_course": 40.0,
            "weeks_since_last_course": 120.0, "last_end_reason": "job", "ended_in_job": 100.0, "interview_rate": 0.0,
            "age": 58.0, "sex": "female", "interpreter_need": "no", "unemployment_fund": "cross_trade",
            "registration_month": "01", "education_level": "10", "education_field": "00",
            "years_since_education": 42.0, "n_educations": 1.0, "danish_level": "native", "english_level": "basic",
            "n_languages": 1.0, "n_licence_categories": 0.0, "has_car_licence": "no", "has_heavy_licence": "no",
            "years_experience": 36.0, "years_last_occupation": 24.0, "years_since_last_job": 0.5,
            "last_occupation": "9", "n_occupations": 2.0, "weeks_since_cv_update": 8.0, "n_job_goals": 1.0,
            "goal_breadth": 1.0, "goal_distance": 4.0, "goals_worked_in": 0.0, "goal_commonness": 5.0,
            "last_job_commonness": 18.0,
        },
    ),
    MadeUp(
        key="empty",
        name=Text(da="En, som værktøjet næsten intet ved om", en="Somebody of whom the tool knows next to nothing"),
        story=Text(
            da="Der står kun alder og køn. CV'et er tomt. Se, at værktøjet siger fra, når det ved for lidt.",
            en="Only age and sex are there. The CV is empty. See that the tool says so when it knows too little.",
        ),
        values={**_FIRST_TIME, "age": 35.0, "sex": "female"},
    ),
)  # fmt: skip
