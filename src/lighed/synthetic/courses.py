"""People with CVs -> their contact courses, one after the other, with job log, meetings and caseworkers as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, Flags, Floats, Ints, draw_codes_by_row, next_weekday
from lighed.synthetic.contact import HALF_YEAR_DAYS, add_caseworkers, add_meetings, meetings_asked
from lighed.synthetic.cv import N_EARLIER_JOBS, N_GOALS, Cvs, draw_new_job
from lighed.synthetic.facts import Facts, History, facts_at_registration, no_history
from lighed.synthetic.job_log import (
    REGIONS,
    Applications,
    add_applications,
    answered_by,
    counts_on_record,
    draw_applications,
    with_offers,
)
from lighed.synthetic.people import People
from lighed.synthetic.registered_courses import (
    Numbers,
    Stints,
    add_benefits,
    add_courses,
    draw_hand_over_days,
    split_courses,
)
from lighed.synthetic.risk import (
    draw_weeks,
    interviews_per_application,
    risk_score,
    share_still_running,
    share_still_running_after,
)
from lighed.synthetic.rows import Rows

LONG_WEEKS = 26.0
N_ROUNDS = 9
"""How many courses one person can have."""

_RETURN_SHARE = np.array([0.68, 0.36, 0.36, 0.0, 0.03, 0.50])


@dataclass(frozen=True, slots=True)
class Courses:
    """Contact courses as they count: those of one person with at most 28 days between them are one.

    Attributes
    ----------
    person, course
        Numbers of the person and of the (first) course as registered.
    handed_over_on
        Day number, `NEVER` for those that end before.
    ended_on
        The true last day, also when it lies after everything that is on record.
    score
        The true risk score, see `risk.risk_score`.
    true_risk_registration, true_risk_hand_over
        Probability of more than 26 weeks given what is on record at each moment; NaN where the moment is not reached.
    """

    person: Ints
    course: Ints
    registered_on: Ints
    handed_over_on: Ints
    ended_on: Ints
    end_reason: Ints
    score: Floats
    true_risk_registration: Floats
    true_risk_hand_over: Floats


@dataclass(slots=True)
class _Memory:
    """What earlier courses left behind: everything, and (in `history`) what is on record before the next course."""

    history: History
    applications: Ints
    interviews: Ints
    regions: Flags

    def note_course(
        self, who: Ints, *, registered: Ints, ended: Ints, held: Ints, no_shows: Ints, changes: Ints
    ) -> None:
        """Add a course that is over, its meetings and its changes of caseworker."""
        self.history.n_courses[who] += 1
        self.history.last_weeks[who] = (ended - registered) / 7
        self.history.total_weeks[who] += (ended - registered) / 7
        self.history.last_ended_on[who] = ended
        self.history.meetings_held[who] += held
        self.history.meetings_asked[who] += meetings_asked(registered, ended)
        self.history.no_shows[who] += no_shows
        self.history.caseworker_changes[who] += changes

    def note_applications(self, who: Ints, log: Applications, *, next_on: Ints) -> None:
        """Add a job log: what of it is on record when the person registers again, and all of it for later."""
        applications, interviews, regions = counts_on_record(log, before=next_on)
        self.history.applications[who] = self.applications[who] + applications
        self.history.interviews[who] = self.interviews[who] + interviews
        self.history.n_regions[who] = (self.regions[who] | regions).sum(axis=1)
        applications, interviews, regions = counts_on_record(log, before=np.full(len(who), NEVER))
        self.applications[who] += applications
        self.interviews[who] += interviews
        self.regions[who] |= regions


def simulate_courses(
    rng: np.random.Generator,
    people: People,
    cvs: Cvs,
    rows: Rows,
    *,
    home_region: int,
    n_caseworkers: int,
    last_day: int,
) -> tuple[Courses, Facts]:
    """Let everyone register, look for work, leave and perhaps come back, until `last_day`.

    Adds rows to `rows` and jobs, goals and their days to `cvs`.

    Returns
    -------
    The courses as they count, and the facts on record when each began, in the same order.
    """
    n = len(people)
    memory, numbers = _empty_memory(n), Numbers()
    parts: list[Courses] = []
    seen: list[Facts] = []
    next_on = people.first_registered_on.copy()
    for round_number in range(N_ROUNDS):
        who = np.flatnonzero(next_on < last_day).astype(np.int32)
        if len(who) == 0:
            break
        registered = next_on[who]
        facts = facts_at_registration(people, cvs, memory.history, who=who, registered_on=registered)
        score = risk_score(facts)
        frailty, weeks = draw_weeks(rng, score)
        ended = next_weekday(registered + np.maximum(np.ceil(weeks * 7), 1))
        reason = _draw_reasons(rng, age=facts.age, weeks=weeks)
        next_on[who] = _next_registrations(rng, ended=ended, reason=reason, age=facts.age)
        stints = split_courses(rng, numbers, who=who, start=registered, end=ended, next_on=next_on[who])
        handed_over = draw_hand_over_days(rng, registered=registered, ended=ended, stints=stints)
        log = draw_applications(
            rng,
            start=registered,
            stop=np.minimum(ended, last_day + 1),
            interview_intensity=interviews_per_application(score) * frailty,
            mobility=people.mobility[who],
            home_region=home_region,
            goals=cvs.goal[who],
        )
        log = with_offers(
            log, got_job=(reason == 0) & (ended <= last_day), ended_on=ended, end_recorded_on=stints.last_recorded
        )
        numbers.application = add_applications(rows, log, person=who, first_number=numbers.application)
        add_courses(rows, people, stints, handed_over=handed_over, reason=reason)
        add_benefits(rng, rows, numbers, stints, reason=reason)
        held, no_shows, changes = _draw_contact(
            rng,
            rows,
            numbers,
            stints,
            no_show_rate=people.no_show_rate,
            registered=registered,
            next_on=next_on[who],
            n_caseworkers=n_caseworkers,
        )
        memory.note_course(who, registered=registered, ended=ended, held=held, no_shows=no_shows, changes=changes)
        memory.note_applications(who, log, next_on=next_on[who])
        _update_cvs(
            rng, people, cvs, round_number=round_number, who=who, ended=ended, reason=reason, next_on=next_on[who]
        )
        risk_later = _risk_at_hand_over(log, score=score, registered=registered, handed_over=handed_over)
        seen.append(facts)
        parts.append(
            Courses(
                person=who,
                course=stints.course[: len(who)],
                registered_on=registered,
                handed_over_on=handed_over,
                ended_on=ended,
                end_reason=reason,
                score=score,
                true_risk_registration=share_still_running(score, LONG_WEEKS),
                true_risk_hand_over=risk_later,
            )
        )
    return (
        Courses(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Courses)}),
        Facts(**{f.name: np.concatenate([getattr(part, f.name) for part in seen]) for f in fields(Facts)}),
    )


def _draw_reasons(rng: np.random.Generator, *, age: Floats, weeks: Floats) -> Ints:
    weights = np.tile([0.70, 0.07, 0.09, 0.0, 0.04, 0.10], (len(age), 1))
    weights[:, 1] += np.where(age < 30, 0.08, 0.0)
    weights[:, 3] += np.interp(age, [58, 60, 63, 66], [0, 0.12, 0.45, 2.5])
    weights[:, 2] += np.where(weeks > 52, 0.12, 0.0)
    return draw_codes_by_row(rng, weights)


def _next_registrations(rng: np.random.Generator, *, ended: Ints, reason: Ints, age: Floats) -> Ints:
    n = len(ended)
    comes_back = (rng.random(n) < _RETURN_SHARE[reason]) & (age < 64)
    away = 34 + np.minimum(rng.lognormal(5.35, 0.95, n), 1500)
    away = np.where(reason == 1, away + 400, away)
    day = next_weekday(ended + away)
    following: Ints = np.where(comes_back, day, NEVER).astype(np.int32)
    return following


def _draw_contact(
    rng: np.random.Generator,
    rows: Rows,
    numbers: Numbers,
    stints: Stints,
    *,
    no_show_rate: Floats,
    registered: Ints,
    next_on: Ints,
    n_caseworkers: int,
) -> tuple[Ints, Ints, Ints]:
    """Draw meetings and caseworkers; return meetings held, no-shows and changes per course, as known on `next_on`."""
    owner, n = stints.owner, len(registered)
    where = {"course": stints.course, "person": stints.person, "start": stints.start, "end": stints.end}
    numbers.meeting, held, missed = add_meetings(
        rng,
        rows,
        **where,
        end_recorded_on=stints.end_recorded_on,
        no_show_rate=no_show_rate[stints.person],
        known_before=next_on[owner],
        counted_until=(registered + HALF_YEAR_DAYS)[owner],
        first_number=numbers.meeting,
    )
    changes = add_caseworkers(rng, rows, **where, end_recorded_on=stints.end_recorded_on, n_caseworkers=n_caseworkers)

    def per_course(counts: Ints) -> Ints:
        return np.bincount(owner, weights=counts, minlength=n).astype(np.int32)

    return per_course(held), per_course(missed), per_course(changes)


def _update_cvs(
    rng: np.random.Generator,
    people: People,
    cvs: Cvs,
    *,
    round_number: int,
    who: Ints,
    ended: Ints,
    reason: Ints,
    next_on: Ints,
) -> None:
    """Write the job between two courses, and now and then a new job goal, into the CVs of those who come back."""
    back = next_on < NEVER
    who, ended, reason, next_on = who[back], ended[back], reason[back], next_on[back]
    n, column = len(who), N_EARLIER_JOBS + round_number
    job = draw_new_job(rng, people, cvs, who)
    cvs.job[who, column] = np.where(reason == 0, job, UNKNOWN)
    in_time = next_on - 1 - rng.integers(0, 12, n)
    recorded = np.where(rng.random(n) < 0.85, in_time, next_on + rng.integers(3, 50, n))
    has_cv = (cvs.recorded_on[who] < next_on) & (rng.random(n) < 0.97)
    cvs.job_recorded_on[who, column] = np.where(has_cv, np.maximum(recorded, cvs.recorded_on[who]), NEVER)
    cvs.job_from[who, column] = ended + 1
    cvs.job_to[who, column] = np.minimum(recorded, next_on) - 1 - rng.integers(0, 6, n)
    changes_goal = has_cv & (rng.random(n) < 0.3) & (cvs.goal[who] != job[:, None]).all(axis=1)
    goal_day = np.maximum(in_time, cvs.goal_recorded_on[who, 0])
    dropped = np.where(rng.random(n) < 0.5, 1, 2)
    gone = changes_goal & (cvs.goal[who, dropped] != UNKNOWN) & (cvs.goal_withdrawn_on[who, dropped] == NEVER)
    cvs.goal_withdrawn_on[who[gone], dropped[gone]] = goal_day[gone]
    cvs.goal[who, N_GOALS + round_number] = np.where(changes_goal, job, UNKNOWN)
    cvs.goal_recorded_on[who, N_GOALS + round_number] = np.where(changes_goal, goal_day, NEVER)


def _risk_at_hand_over(log: Applications, *, score: Floats, registered: Ints, handed_over: Ints) -> Floats:
    reached = handed_over < NEVER
    day = np.where(reached, handed_over, registered).astype(np.int32)
    _, interviews, _ = counts_on_record(log, before=day)
    risk = share_still_running_after(
        score,
        weeks=LONG_WEEKS,
        handed_over_weeks=(day - registered) / 7,
        interviews=interviews,
        answered_applications=answered_by(log, day=day),
    )
    return np.where(reached, risk, np.nan)


def _empty_memory(n: int) -> _Memory:
    return _Memory(
        history=no_history(n),
        applications=np.zeros(n, dtype=np.int32),
        interviews=np.zeros(n, dtype=np.int32),
        regions=np.zeros((n, len(REGIONS)), dtype=np.bool_),
    )
