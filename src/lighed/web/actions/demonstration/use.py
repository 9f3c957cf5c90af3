"""Made-up municipalities -> colleagues who have assessed people for months, so that there is use to count.

What is written lies before the day on which the demonstration is made, in periods that are over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from lighed.estimates.estimate import Band
from lighed.governance import AssessmentStep, AuditEvent, Role, SupportLevel, relation_to
from lighed.governance.introduction import INTRODUCTION, counts_until
from lighed.governance.team_figures import SPAN, periods_ended
from lighed.planning import PlanRefused, check_plan, lay_out
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.demonstration.planning import DEMONSTRATION_TEMPLATES
from lighed.web.actions.demonstration.words import FIRST, Sentence, sentences
from lighed.web.actions.desk.changes import locked_course
from lighed.web.actions.planning.deadlines import reckon_all
from lighed.web.actions.planning.plans import Checked, put_in_force
from lighed.web.actions.users.roles import add_role
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import (
    Assessment,
    ContactCourse,
    CourseState,
    EstimateView,
    Municipality,
    StoredEstimate,
    TrainingRecord,
    User,
)

_SEED = 11
_TAKEN = timedelta(days=40)
"""How long ago everybody took the introduction."""
_N_SPANS = 4
"""For how many spans of four weeks there are assessments: those of two periods that are over."""
_SOON = timedelta(days=10)
_AGAIN_AFTER, _AGAIN_BEFORE = timedelta(days=14), timedelta(days=42)
_BEFORE_WORK = time(5, 30)
"""When what was received overnight has been estimated."""
_LEVEL_OF = {
    Band.LOW.value: SupportLevel.LESS,
    Band.MEDIUM.value: SupportLevel.SOME,
    Band.HIGH.value: SupportLevel.MORE,
}
_LEVELS = (SupportLevel.LESS, SupportLevel.SOME, SupportLevel.MORE)
_DIFFERS, _NOT_KNOWN_FIRST, _CHANGED_MIND, _ASSESSED_AGAIN = 0.24, 0.2, 0.3, 0.9
"""How often, of all times: nobody has measured it, and it makes one alarm."""


@transaction.atomic
def lay_out_use(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Let the made-up staff of each municipality have taken the introduction, assessed and planned.

    From then on estimates are shown to those only who have taken it. Run again, it adds nothing.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        if Assessment.objects.filter(municipality=code).exists():
            continue
        colleagues = _colleagues(code, audit=audit)
        _introduce(code, audit=audit)
        _date_estimates(code)
        _assess(code, colleagues, random=Random(f"{_SEED}-{code}"), audit=audit)  # noqa: S311 - made-up people
        reckon_all(code, audit=about(audit, municipality=code))
        record(audit=about(audit, municipality=code))


def _colleagues(municipality: str, *, audit: AuditEvent) -> dict[str, User]:
    """A user for each caseworker of the case system. They have no password, and nobody can log in as them."""
    known = {one.caseworker_id: one for one in User.objects.filter(municipality=municipality).exclude(caseworker_id="")}
    listed = ContactCourse.objects.filter(municipality=municipality).exclude(caseworker_id="")
    for caseworker_id, name, team in listed.values_list("caseworker_id", "caseworker_name", "team").distinct():
        if caseworker_id not in known:
            made = User.objects.create(
                username=f"{municipality}-{caseworker_id.lower()}", name=name, municipality_id=municipality, team=team,
                caseworker_id=caseworker_id, password=make_password(None),
            )  # fmt: skip
            add_role(made, Role.CASEWORKER, until=None, audit=audit)
            known[caseworker_id] = made
    return known


def _introduce(municipality: str, *, audit: AuditEvent) -> None:
    taken_on = timezone.localdate(audit.at) - _TAKEN
    staff = User.objects.filter(municipality=municipality, role_assignments__role__in=(Role.CASEWORKER, Role.PLANNER))
    TrainingRecord.objects.bulk_create(
        TrainingRecord(
            user=one, what=INTRODUCTION, taken_on=taken_on, valid_until=counts_until(taken_on),
            recorded_by=one.username, recorded_at=audit.at - _TAKEN,
        )
        for one in staff.distinct().order_by("pk")
    )  # fmt: skip
    Municipality.objects.filter(pk=municipality).update(needs_introduction=True)


def _date_estimates(municipality: str) -> None:
    """Let each estimate have been made on the morning of the day that it speaks of, and not all at once today."""
    courses = ContactCourse.objects.filter(municipality=municipality).exclude(current_estimate=None)
    estimates = []
    for course in courses.select_related("current_estimate"):
        if course.current_estimate is not None:
            course.current_estimate.made_at = timezone.make_aware(datetime.combine(course.estimated_on, _BEFORE_WORK))
            estimates.append(course.current_estimate)
    StoredEstimate.objects.bulk_update(estimates, ["made_at"])


def _assess(municipality: str, colleagues: dict[str, User], *, random: Random, audit: AuditEvent) -> None:
    """Course by course: own assessment first, then one in view of the estimate, and for most a second one later."""
    newest = periods_ended(today=timezone.localdate(audit.at), n=1)[0]
    end = newest.last_day + timedelta(days=1)
    start = end - _N_SPANS * SPAN
    courses = (
        ContactCourse.objects.filter(municipality=municipality, current_estimate__isnull=False)
        .exclude(caseworker_id="")
        .exclude(current_estimate__band="")
        .exclude(state=CourseState.ENDED)
        .select_related("current_estimate", "municipality", "person")
        .order_by("registered_on", "course_id")
    )
    for course in courses:
        soonest = max(start, course.estimated_on + timedelta(days=2))
        is_new = soonest > start
        if soonest >= end - timedelta(days=3):
            continue
        by = colleagues[course.caseworker_id]
        at = _working_hour(soonest, min(soonest + _SOON, end) if is_new else end - timedelta(days=3), random)
        first = _first(course, by=by, at=at, random=random)
        level, said = _one(course, by=by, at=at, first=first, random=random)
        if is_new:
            _plan(course, level, by=by, at=at + timedelta(minutes=12))
        again_from = timezone.localdate(at) + _AGAIN_AFTER
        if again_from < end - timedelta(days=3) and random.random() < _ASSESSED_AGAIN:
            again_at = _working_hour(again_from, min(again_from + _AGAIN_BEFORE, end), random)
            _again(course, level, said, by=by, at=again_at, random=random)


def _level_of(course: ContactCourse) -> SupportLevel:
    return _LEVEL_OF[course.current_estimate.band if course.current_estimate is not None else ""]


def _first(course: ContactCourse, *, by: User, at: datetime, random: Random) -> datetime:
    """When the caseworker wrote down their own assessment: while getting ready, or just before the estimate."""
    before = at - timedelta(minutes=random.randrange(15, 50))
    prepared = at - timedelta(days=1, minutes=random.randrange(60))
    made_at = course.current_estimate.made_at if course.current_estimate is not None else at
    return prepared if random.random() < 0.5 and prepared.weekday() < 5 and prepared > made_at else before


def _one(
    course: ContactCourse, *, by: User, at: datetime, first: datetime, random: Random
) -> tuple[SupportLevel, Sentence]:
    """The own assessment at `first`, the estimate seen, and the assessment at `at`."""
    estimated = _level_of(course)
    level = estimated
    if random.random() < _DIFFERS:
        # Two steps away is so rare that nobody does it here.
        level = random.choice(_next_to(estimated))
    own = SupportLevel.NOT_KNOWN if random.random() < _NOT_KNOWN_FIRST else level
    if own is level and random.random() < _CHANGED_MIND:
        own = random.choice(_next_to(level))
    seconds = round(random.lognormvariate(4.6, 0.6))
    _keep(course, AssessmentStep.OWN_FIRST, own, words=random.choice(FIRST[own]), by=by, at=first)
    said = random.choice(sentences(level, estimated=estimated))
    _keep(course, AssessmentStep.NOW, level, said=said, by=by, at=at, seconds=seconds)
    EstimateView.objects.create(
        municipality_id=course.municipality_id, course=course, moment=course.reached, user=by,
        mode=course.municipality.display_mode, first_shown_at=first + timedelta(seconds=40),
        last_shown_at=at - timedelta(seconds=seconds),
    )  # fmt: skip
    return level, said


def _again(
    course: ContactCourse, level: SupportLevel, said: Sentence, *, by: User, at: datetime, random: Random
) -> None:
    """The same once more, after another conversation; what was said the first time is not said again."""
    estimated = _level_of(course)
    seconds = round(random.lognormvariate(4.6, 0.6))
    words = random.choice([one for one in sentences(level, estimated=estimated) if one != said])
    _keep(course, AssessmentStep.NOW, level, said=words, by=by, at=at, seconds=seconds)
    EstimateView.objects.filter(course=course, user=by).update(last_shown_at=at - timedelta(seconds=seconds))


def _next_to(level: SupportLevel) -> tuple[SupportLevel, ...]:
    place = _LEVELS.index(level)
    return tuple(one for one in _LEVELS if abs(_LEVELS.index(one) - place) == 1)


def _keep(
    course: ContactCourse, step: AssessmentStep, level: SupportLevel, *, by: User, at: datetime, words: str = "",
    said: Sentence | None = None, seconds: int | None = None,
) -> None:  # fmt: skip
    """Write one assessment; with `said` it was made in view of the estimate."""
    band = course.current_estimate.band if said is not None and course.current_estimate is not None else ""
    Assessment.objects.create(
        course=course,
        moment=course.reached,
        made_by=by,
        mode=course.municipality.display_mode,
        municipality_id=course.municipality_id,
        step=step.value,
        level=level.value,
        reason=said.reason.value if said is not None else "",
        words=said.words if said is not None else words,
        made_at=at,
        band_seen=band,
        relation=(relation_to(level, band) or "") if said is not None else "",
        seconds_on_page=seconds,
    )
    if said is not None:
        ContactCourse.objects.filter(pk=course.pk).update(level=level.value)


def _plan(course: ContactCourse, level: SupportLevel, *, by: User, at: datetime) -> None:
    """The plan as it would have been made then; what the rules did not let be planned is left for the demonstration."""
    now, day = locked_course(course, seen=None), timezone.localdate(at)
    rule_set = queries.rules_in_force(course.municipality_id, day=day)
    facts = queries.facts_of(now, rule_set=rule_set)
    template = DEMONSTRATION_TEMPLATES[level]
    start = queries.starts_on(facts, rule_set=rule_set, today=day)
    meetings = lay_out(template, start=start, facts=facts, rule_set=rule_set)
    try:
        findings = check_plan(meetings, facts=facts, rule_set=rule_set, today=day)
    except PlanRefused:
        return
    checked = Checked(now, meetings, facts, findings)
    put_in_force([checked], template=template.name, rule_set=rule_set, by=by, at=at)


def _working_hour(first_day: date, end: date, random: Random) -> datetime:
    days = [day for day in _days(first_day, end) if day.weekday() < 5]
    return timezone.make_aware(
        datetime.combine(random.choice(days), time(8 + random.randrange(7), random.randrange(60)))
    )


def _days(first_day: date, end: date) -> Iterator[date]:
    return (first_day + timedelta(days=number) for number in range((end - first_day).days))
