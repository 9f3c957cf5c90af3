"""The made-up labour market: the true risk is exact, and built from nothing that was not on record in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lighed.synthetic.arrays import NEVER, day_number
from lighed.synthetic.facts import Facts, facts_at_registration, no_history
from lighed.synthetic.municipality import Municipality, make_municipality
from lighed.synthetic.occupations import CODES, FIELDS, LEVELS, commonness, distance, occupation_shares
from lighed.synthetic.risk import (
    cumulative_hazard,
    draw_weeks,
    interviews_per_application,
    risk_score,
    share_still_running,
    share_still_running_after,
)


@pytest.fixture(scope="module")
def made() -> Municipality:
    return make_municipality(
        number=0,
        n_courses=400,
        seed=2,
        first_day=day_number(date(2021, 6, 1)),
        extracted_on=day_number(date(2026, 11, 15)),
    )


@pytest.mark.parametrize("score", [-1.5, 0.0, 1.2])
@pytest.mark.parametrize("weeks", [13.0, 26.0, 52.0])
def test_drawn_lengths_have_the_true_share(score: float, weeks: float) -> None:
    rng = np.random.default_rng(1)
    n = 40_000
    _, lengths = draw_weeks(rng, np.full(n, score))
    share = float(share_still_running(np.array([score]), weeks)[0])
    assert abs((lengths > weeks).mean() - share) < 4 * np.sqrt(share * (1 - share) / n)


@pytest.mark.parametrize("interviews", [0, 1, 3])
def test_the_risk_at_hand_over_is_the_share_among_those_still_there_with_as_many_interviews(interviews: int) -> None:
    rng = np.random.default_rng(2)
    n, answered = 400_000, 14.0
    score = np.full(n, 0.4)
    frailty, lengths = draw_weeks(rng, score)
    found = rng.poisson(interviews_per_application(score) * answered * frailty)
    alike = (lengths > 12.0) & (found == interviews)
    share = float(
        share_still_running_after(
            score[:1],
            weeks=26.0,
            handed_over_weeks=np.array([12.0]),
            interviews=np.array([interviews], dtype=np.int32),
            answered_applications=np.array([answered]),
        )[0]
    )
    assert abs((lengths[alike] > 26).mean() - share) < 4 * np.sqrt(share * (1 - share) / alike.sum())


def test_the_hazard_only_grows() -> None:
    assert (np.diff(cumulative_hazard(np.linspace(0, 156, 400))) > 0).all()


def test_what_is_recorded_on_the_day_or_later_is_not_known(made: Municipality) -> None:
    people, cvs, courses = made.people, made.cvs, made.courses
    is_first = np.isin(courses.person, np.flatnonzero((cvs.job[:, 0] >= 0) & (cvs.corrected_on == NEVER)))
    chosen = is_first & (courses.registered_on == people.first_registered_on[courses.person])
    who, day = courses.person[chosen], courses.registered_on[chosen]

    def facts_when_recorded(days_before: int) -> Facts:
        recorded = (people.first_registered_on - days_before).astype(np.int32)
        late = replace(
            cvs,
            recorded_on=recorded,
            job_recorded_on=np.repeat(recorded[:, None], cvs.job.shape[1], axis=1),
            language_recorded_on=np.repeat(recorded[:, None], cvs.language.shape[1], axis=1),
            goal_recorded_on=np.repeat(recorded[:, None], cvs.goal.shape[1], axis=1),
        )
        return facts_at_registration(people, late, no_history(len(people)), who=who, registered_on=day)

    before, on_the_day, after = (facts_when_recorded(days) for days in (1, 0, -30))
    assert (before.last_job >= 0).all()
    for name in before.__slots__:
        np.testing.assert_array_equal(getattr(on_the_day, name), getattr(after, name), err_msg=name)
    assert not on_the_day.has_cv.any()
    assert (on_the_day.last_job == -1).all()
    assert (on_the_day.danish == -1).all()
    assert not np.array_equal(risk_score(before), risk_score(after))


def test_a_course_score_is_that_of_its_facts(made: Municipality) -> None:
    np.testing.assert_array_equal(made.courses.score, risk_score(made.facts))
    assert (made.facts.n_earlier > 0).any()


def test_occupations_are_compared_by_the_digits_of_disco() -> None:
    index = {code: i for i, code in enumerate(CODES)}
    pairs = [("2512", "2512", 0), ("5311", "5312", 1), ("2511", "2519", 1), ("7112", "7126", 2), ("7231", "7411", 3)]
    for one, other, apart in [*pairs, ("2221", "9112", 4)]:
        found = distance(np.array([index[one]], dtype=np.int32), np.array([index[other]], dtype=np.int32))
        assert found[0] == apart, (one, other)


def test_an_education_leads_to_its_own_occupations() -> None:
    shares = occupation_shares()
    np.testing.assert_allclose(shares.sum(axis=2), 1.0)
    common = commonness(shares)
    nurse, cleaner = CODES.index("2221"), CODES.index("9112")
    bachelor, health = LEVELS.index("50"), FIELDS.index("09")
    assert common[bachelor, health, nurse] > 10 * common[bachelor, health, cleaner]
    assert common[0, 0, cleaner] > 10 * common[0, 0, nurse]
