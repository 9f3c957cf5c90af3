"""People with CVs -> their contact courses, one after the other, with job log, meetings and caseworkers as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, AnyArray, Flags, Floats, Ints, draw_codes_by_row, next_weekday
from lighed.synthetic.contact import HALF_YEAR_DAYS, add_caseworkers, add_meetings, meetings_asked
from lighed.synthetic.cv import N_EARLIER_JOBS, N_GOALS, Cvs, draw_new_job
from lighed.synthetic.facts import Facts, History, facts_at_registration
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
from lighed.synthetic.risk import (
    draw_weeks,
    interviews_per_application,
    risk_score,
    share_still_running,
    share_still_running_after,
)
from lighed.synthetic.rows import Rows

END_REASONS = ("job", "education", "other_benefit", "pension", "moved", "other")
BENEFITS = ("dagpenge", "kontanthjaelp", "selvforsoergelse")
LONG_WEEKS = 26.0
N_ROUNDS = 9
"""How many courses one person can have."""

_JOIN_DAYS = 28
_RETURN_SHARE = np.array([0.68, 0.36, 0.36, 0.0, 0.03, 0.50])
_RIGHT_DAYS = 104 * 7
"""Two years of unemployment benefit, after which another benefit or none takes over."""


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


@dataclass(slots=True)
class _Numbers:
    course: int = 0
    application: int = 0
    meeting: int = 0
    case: int = 0


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
    memory, numbers = _empty_memory(n), _Numbers()
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
        stints = _split_courses(rng, numbers, who=who, start=registered, end=ended, next_on=next_on[who])
        handed_over = _hand_over_days(rng, registered=registered, ended=ended, stints=stints)
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
        _add_courses(rows, people, stints, handed_over=handed_over, reason=reason)
        _add_benefits(rng, rows, numbers, stints, reason=reason)
        _remember(rng, rows, people, memory, numbers, log, stints, who, registered, ended, next_on[who], n_caseworkers)
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


@dataclass(frozen=True, slots=True)
class _Stints:
    """Courses as registered. The first len(who) are the first of each; then come those after a short gap."""

    course: Ints
    person: Ints
    owner: Ints
    start: Ints
    end: Ints
    end_recorded_on: Ints
    is_last: Flags

    @property
    def last_recorded(self) -> Ints:
        """For each course as it counts, the day on which its end was recorded."""
        recorded = np.zeros(int(self.owner.max()) + 1, dtype=np.int32)
        recorded[self.owner[self.is_last]] = self.end_recorded_on[self.is_last]
        return recorded


def _split_courses(
    rng: np.random.Generator, numbers: _Numbers, *, who: Ints, start: Ints, end: Ints, next_on: Ints
) -> _Stints:
    n = len(who)
    length = end - start
    gap = rng.integers(2, _JOIN_DAYS + 1, n)
    break_on = start + (length * rng.uniform(0.15, 0.85, n)).astype(np.int32)
    back_on = next_weekday(break_on + np.minimum(gap, _JOIN_DAYS - 2))
    is_split = (rng.random(n) < 0.06) & (length > 42) & (back_on + 7 < end)
    second = np.flatnonzero(is_split)
    late = np.where(rng.random(n) < 0.05, rng.integers(7, 60, n), rng.integers(0, 6, n))
    # A case system closes the old course before it opens a new one.
    end_recorded = np.minimum(end + late, np.where(next_on < NEVER, next_on - 1, NEVER)).astype(np.int32)
    course = numbers.course + np.arange(n + len(second), dtype=np.int32)
    numbers.course += len(course)
    return _Stints(
        course=course,
        person=np.r_[who, who[second]],
        owner=np.r_[np.arange(n), second].astype(np.int32),
        start=np.r_[start, back_on[second]].astype(np.int32),
        end=np.r_[np.where(is_split, break_on, end), end[second]].astype(np.int32),
        end_recorded_on=np.r_[np.where(is_split, break_on + 1, end_recorded), end_recorded[second]].astype(np.int32),
        is_last=np.r_[~is_split, np.ones(len(second), dtype=np.bool_)],
    )


def _hand_over_days(rng: np.random.Generator, *, registered: Ints, ended: Ints, stints: _Stints) -> Ints:
    n = len(registered)
    day = next_weekday(registered + rng.integers(76, 92, n))
    # Whoever is away on that day is handed over a week after coming back.
    second = np.arange(n, len(stints.owner))
    owner = stints.owner[second]
    away = (day[owner] >= stints.end[owner]) & (day[owner] <= stints.start[second])
    day[owner[away]] = next_weekday(stints.start[second[away]] + 5)
    handed_over: Ints = np.where(day < ended, day, NEVER).astype(np.int32)
    return handed_over


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


def _add_courses(rows: Rows, people: People, stints: _Stints, *, handed_over: Ints, reason: Ints) -> None:
    day = handed_over[stints.owner]
    handed = np.where((day > stints.start) & (day < stints.end), day, NEVER).astype(np.int32)
    common: dict[str, AnyArray] = {
        "course": stints.course,
        "person": stints.person,
        "registered_on": stints.start,
        "fund": people.fund[stints.person],
    }
    running = {**common, "ended_on": np.full(len(handed), NEVER), "end_reason": np.full(len(handed), UNKNOWN)}
    over = {
        "ended_on": stints.end,
        "end_reason": np.where(stints.is_last, reason[stints.owner], 0),
        "recorded_on": stints.end_recorded_on,
    }
    rows.add(
        "contact_courses",
        **running,
        handed_over_on=np.full(len(handed), NEVER),
        recorded_on=stints.start,
        superseded_on=np.minimum(handed, stints.end_recorded_on),
    )
    rows.add(
        "contact_courses",
        **running,
        handed_over_on=handed,
        recorded_on=handed,
        superseded_on=stints.end_recorded_on,
    )
    rows.add("contact_courses", **common, **over, handed_over_on=handed, superseded_on=np.full(len(handed), NEVER))


def _add_benefits(rng: np.random.Generator, rows: Rows, numbers: _Numbers, stints: _Stints, *, reason: Ints) -> None:
    n = len(stints.course)
    started = np.minimum(stints.start + np.where(rng.random(n) < 0.72, 0, rng.integers(1, 22, n)), stints.end)
    runs_out = started + _RIGHT_DAYS
    shift = np.where(rng.random(n) < 0.15, rng.integers(5, 45, n), 0)
    early = np.where(rng.random(n) < 0.10, rng.integers(5, 35, n), 0)
    stopped = np.minimum(np.maximum(stints.end + np.where(stints.is_last, shift - early, -early), started), runs_out)
    is_used_up = stopped == runs_out
    recorded = np.where(is_used_up, runs_out, np.maximum(stints.end_recorded_on, stopped)).astype(np.int32)
    last_reason = np.where(is_used_up, 2, np.where(stints.is_last, reason[stints.owner], 0))
    after = np.flatnonzero(is_used_up & (runs_out < stints.end))
    for index, begins, stops, benefit, known_on, code in (
        (np.arange(n), started, stopped, np.zeros(n), recorded, last_reason),
        (
            after,
            runs_out[after] + 1,
            stints.end[after],
            1 + (rng.random(len(after)) < 0.4),
            None,
            reason[stints.owner[after]],
        ),
    ):
        if len(index) == 0:
            continue
        stops = np.maximum(stops, begins)
        closed = np.maximum(stints.end_recorded_on[index], stops) if known_on is None else known_on
        rows.add_version(
            "benefit_cases",
            {
                "case": numbers.case + np.arange(len(index)),
                "course": stints.course[index],
                "person": stints.person[index],
                "benefit": benefit,
                "started_on": begins,
                "ended_on": np.full(len(index), NEVER),
                "end_reason": np.full(len(index), UNKNOWN),
                "recorded_on": begins,
            },
            changed_on=closed.astype(np.int32),
            ended_on=stops,
            end_reason=code,
        )
        numbers.case += len(index)


def _remember(
    rng: np.random.Generator,
    rows: Rows,
    people: People,
    memory: _Memory,
    numbers: _Numbers,
    log: Applications,
    stints: _Stints,
    who: Ints,
    registered: Ints,
    ended: Ints,
    next_on: Ints,
    n_caseworkers: int,
) -> None:
    """Draw meetings and caseworkers, and note what will be on record when the person registers again."""
    history, n, owner = memory.history, len(who), stints.owner
    where = {"course": stints.course, "person": stints.person, "start": stints.start, "end": stints.end}
    numbers.meeting, held, missed = add_meetings(
        rng,
        rows,
        **where,
        end_recorded_on=stints.end_recorded_on,
        no_show_rate=people.no_show_rate[stints.person],
        known_before=next_on[owner],
        counted_until=(registered + HALF_YEAR_DAYS)[owner],
        first_number=numbers.meeting,
    )
    changes = add_caseworkers(rng, rows, **where, end_recorded_on=stints.end_recorded_on, n_caseworkers=n_caseworkers)
    applications, interviews, regions = counts_on_record(log, before=next_on)
    history.applications[who] = memory.applications[who] + applications
    history.interviews[who] = memory.interviews[who] + interviews
    history.n_regions[who] = (memory.regions[who] | regions).sum(axis=1)
    all_time = np.full(n, NEVER)
    applications, interviews, regions = counts_on_record(log, before=all_time)
    memory.applications[who] += applications
    memory.interviews[who] += interviews
    memory.regions[who] |= regions
    history.n_courses[who] += 1
    history.last_weeks[who] = (ended - registered) / 7
    history.total_weeks[who] += (ended - registered) / 7
    history.last_ended_on[who] = ended
    history.meetings_held[who] += np.bincount(owner, weights=held, minlength=n).astype(np.int32)
    history.no_shows[who] += np.bincount(owner, weights=missed, minlength=n).astype(np.int32)
    history.meetings_asked[who] += meetings_asked(registered, ended)
    history.caseworker_changes[who] += np.bincount(owner, weights=changes, minlength=n).astype(np.int32)


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
    def whole() -> Ints:
        return np.zeros(n, dtype=np.int32)

    history = History(
        n_courses=whole(),
        last_weeks=np.zeros(n),
        total_weeks=np.zeros(n),
        last_ended_on=np.full(n, NEVER, dtype=np.int32),
        applications=whole(),
        interviews=whole(),
        n_regions=whole(),
        meetings_held=whole(),
        meetings_asked=np.zeros(n),
        no_shows=whole(),
        caseworker_changes=whole(),
    )
    return _Memory(
        history=history,
        applications=whole(),
        interviews=whole(),
        regions=np.zeros((n, len(REGIONS)), dtype=np.bool_),
    )
