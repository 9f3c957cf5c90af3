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
from lighed.governance import AssessmentReason, AssessmentStep, AuditEvent, Role, SupportLevel, relation_to
from lighed.governance.introduction import INTRODUCTION, counts_until
from lighed.governance.team_figures import SPAN, periods_ended
from lighed.planning import PlanRefused, check_plan, lay_out
from lighed.web import queries
from lighed.web.actions.auditing import about, record
from lighed.web.actions.deadlines import reckon_all
from lighed.web.actions.demonstration_planning import DEMONSTRATION_TEMPLATES
from lighed.web.actions.desk import locked_course
from lighed.web.actions.plans import Checked, put_in_force
from lighed.web.actions.roles import add_role
from lighed.web.actions.users import DemoIsOff
from lighed.web.models import Assessment, ContactCourse, CourseState, Municipality, TrainingRecord, User

_SEED = 11
_TAKEN = timedelta(days=40)
"""How long ago everybody took the introduction."""
_N_SPANS = 4
"""For how many spans of four weeks there are assessments: those of two periods that are over."""
_TIMES = 2
"""How often in a span, at most, a course is assessed."""
_SOON = timedelta(days=10)
_LEVEL_OF = {
    Band.LOW.value: SupportLevel.LESS,
    Band.MEDIUM.value: SupportLevel.SOME,
    Band.HIGH.value: SupportLevel.MORE,
}
_LEVELS = (SupportLevel.LESS, SupportLevel.SOME, SupportLevel.MORE)
_DIFFERS, _NOT_KNOWN_FIRST, _CHANGED_MIND, _ASSESSED_AGAIN = 0.24, 0.2, 0.3, 0.9
"""How often, of all times: nobody has measured it, and it makes one alarm."""
_AGREES = (
    (AssessmentReason.PROFESSIONAL, "Passer med det, jeg selv hører til samtalen."),
    (AssessmentReason.NEW_INFORMATION, "Borgeren fortæller om flere aftaler de næste uger."),
    (AssessmentReason.OWN_WISHES, "Borgeren har selv bedt om den hyppighed."),
    (AssessmentReason.SPECIAL_CIRCUMSTANCES, "Der er aftaler i gang, som passer med det."),
    (AssessmentReason.PROFESSIONAL, "Svarer til det, jeg så ved den sidste samtale."),
    (AssessmentReason.NEW_INFORMATION, "Der er kommet nye oplysninger, og billedet er det samme."),
    (AssessmentReason.CANNOT_SEE_WHY, "Jeg er enig, men kan ikke se, hvorfor det er så sikkert."),
)
_DIFFERS_BECAUSE = (
    (AssessmentReason.ON_THE_WAY, "Der er et job på vej, som begynder om kort tid."),
    (AssessmentReason.WRONG_DATA, "CV’et er gammelt. Der er et kursus, som ikke står der."),
    (AssessmentReason.SOMETHING_MISSING, "Netværket i branchen tæller meget her."),
    (AssessmentReason.OWN_WISHES, "Borgeren vil gerne tale sammen oftere."),
    (AssessmentReason.CANNOT_SEE_WHY, "Grundene hænger ikke sammen med det, jeg ser."),
)
_FIRST = "Bygger på den første samtale og det, borgeren selv fortalte."


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


def _assess(municipality: str, colleagues: dict[str, User], *, random: Random, audit: AuditEvent) -> None:
    """Span by span, so that what a course says last is what was assessed last."""
    newest = periods_ended(today=timezone.localdate(audit.at), n=1)[0]
    courses = list(
        ContactCourse.objects.filter(municipality=municipality, current_estimate__isnull=False)
        .exclude(caseworker_id="")
        .exclude(current_estimate__band="")
        .exclude(state=CourseState.ENDED)
        .select_related("current_estimate", "municipality", "person")
        .order_by("registered_on", "course_id")
    )
    assessed: set[object] = set()
    for number in range(_N_SPANS * _TIMES):
        start = newest.last_day + timedelta(days=1) - (_N_SPANS - number // _TIMES) * SPAN
        for course in courses:
            first_day = max(start, course.estimated_on + timedelta(days=2))
            is_again = course.pk in assessed
            if first_day >= start + SPAN - timedelta(days=3) or (is_again and random.random() > _ASSESSED_AGAIN):
                continue
            is_new = not is_again and first_day > start
            at = _working_hour(first_day, min(first_day + _SOON, start + SPAN) if is_new else start + SPAN, random)
            by = colleagues[course.caseworker_id]
            level = _one(course, by=by, at=at, is_again=is_again, random=random)
            assessed.add(course.pk)
            if is_new:
                _plan(course, level, by=by, at=at + timedelta(minutes=12))


def _one(course: ContactCourse, *, by: User, at: datetime, is_again: bool, random: Random) -> SupportLevel:
    estimate = course.current_estimate
    band = estimate.band if estimate is not None else ""
    said = _LEVEL_OF[band]
    others = [level for level in _LEVELS if level is not said]
    does_differ = random.random() < _DIFFERS
    # Two steps away is rarer than one.
    level = (random.choice(others) if said is SupportLevel.SOME else _LEVELS[1]) if does_differ else said
    seconds = round(random.lognormvariate(4.6, 0.6))
    first = SupportLevel.NOT_KNOWN if random.random() < _NOT_KNOWN_FIRST else level
    if first is level and random.random() < _CHANGED_MIND:
        first = random.choice([one for one in _LEVELS if one is not level])
    about_it = {
        "course": course, "moment": course.reached, "made_by": by,
        "mode": course.municipality.display_mode,
    }  # fmt: skip
    if not is_again:
        before = at - timedelta(seconds=seconds + 40)
        Assessment.objects.create(
            **about_it,
            municipality_id=course.municipality_id,
            step=AssessmentStep.OWN_FIRST.value,
            level=first.value,
            words=_FIRST,
            made_at=before,
        )
    reason, words = random.choice(_DIFFERS_BECAUSE if does_differ else _AGREES)
    Assessment.objects.create(
        **about_it,
        municipality_id=course.municipality_id,
        step=AssessmentStep.NOW.value,
        level=level.value,
        reason=reason.value,
        words=words,
        made_at=at,
        band_seen=band,
        relation=relation_to(level, band) or "",
        seconds_on_page=seconds,
    )
    ContactCourse.objects.filter(pk=course.pk).update(level=level.value)
    return level


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
