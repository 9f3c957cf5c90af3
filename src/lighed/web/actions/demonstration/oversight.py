"""Made-up municipalities -> what waits for an answer there: requests of people, reviews that are due, and a bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, RequestKind, RequestResult, Role, can_handle
from lighed.governance.periodic_reviews import Conclusion, ReviewKind
from lighed.governance.rights_request import complaint_guidance
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.callbacks import ask_for_callback
from lighed.web.actions.citizen.requests import Wrong, answer_request, assign_request, receive_request
from lighed.web.actions.oversight.bundles import make_bundle, share_bundle
from lighed.web.actions.oversight.periodic_reviews import record_review
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import (
    CallTime,
    Channel,
    ContactCourse,
    CourseState,
    EstimateState,
    FollowUp,
    PeriodicReview,
    Person,
    RightsRequest,
    User,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reviewed:
    """A review that somebody made up did so many days ago, and what has to follow; days from today."""

    kind: ReviewKind
    by: str
    days_ago: int
    due_in: int
    note: str
    follow_up: str = ""
    follow_up_in: int = 0


_WRONG_AT_CITIZEN = ("n_languages", "Jeg taler også tysk.", "Det ene af mine sprog mangler.", 3)
_WRONG_AT_OTHER = ("weeks_since_cv_update", "Jeg rettede mit CV for en uge siden.", "", 9)
"""Which value, what is right, what is wrong with it, and how many days ago it was said."""
_REVIEWS_ASKED = (
    (("changed", "lacking"), "Jeg har fået lovning på et vikariat fra den 1. Det har ingen spurgt om.", 12),
    (("unlike",), "Jeg har skiftet fag to gange før og kom hurtigt i gang begge gange.", 25),
)
"""What was ticked, what was written, and how many days ago. The first is somebody's to answer, the second nobody's."""
_ACCESS = (
    "{name} har set på din anmodning. Alt, hvad værktøjet har om dig, kan du hente under “Hent mine "
    "oplysninger”. Vi har set efter, at intet er udeladt."
)
_REVIEWED = (
    _Reviewed(
        kind=ReviewKind.ETHICS,
        by="-manager",
        days_ago=80,
        due_in=12,
        note="Vi så på, hvem der får flere samtaler, når skønnet er kendt, og på det, to borgere har skrevet til os.",
        follow_up="Spørg de borgere, der har bedt om en ny vurdering, om svaret var til at forstå.",
        follow_up_in=-5,
    ),
    _Reviewed(
        kind=ReviewKind.ELEMENTS,
        by="-domain-expert",
        days_ago=190,
        due_in=-8,
        note="Alle oplysninger er gennemgået med to sagsbehandlere. Alle er stadig nødvendige.",
    ),
)
_BUNDLE_DAYS, _SHARED_DAYS = 30, 60
_STAFF = frozenset({"", "-planner", "-manager", "-dpo", "-domain-expert", "-regulator"})
"""How the user names end of those who take part."""


def lay_out_oversight(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Let some made-up people ask for something and staff review something, and make a bundle for the regulator.

    Call it when everything is published, which the bundle holds. Run again, it adds nothing.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        if RightsRequest.objects.filter(municipality=code).exists():
            continue
        staff = {one.username.removeprefix(f"demo-{code}"): one for one in _demo_users(code)}
        if not staff.keys() >= _STAFF:
            continue
        with transaction.atomic():
            at_work = replace(about(audit, municipality=code), kind=AuditKind.CHANGE)
            _ask(code, staff, audit=at_work)
            _review(staff, audit=at_work)
            record(audit=about(audit, municipality=code))
        _bundle(code, staff, audit=at_work)


def _demo_users(municipality: str) -> QuerySet[User]:
    return User.objects.filter(municipality=municipality, is_demo=True)


def _ask(municipality: str, staff: dict[str, User], *, audit: AuditEvent) -> None:
    caseworker = staff[""]
    running = ContactCourse.objects.filter(
        municipality=municipality, estimate_state=EstimateState.READY, person__has_protected_address=False
    )
    running = (
        running.exclude(state=CourseState.ENDED).select_related("person__municipality").order_by("registered_on", "key")
    )
    others = running.filter(person__users=None)
    mine = others.filter(caseworker_id=caseworker.caseworker_id)
    citizen = running.filter(person__users__in=_demo_users(municipality)).first()
    if citizen is not None:
        _correct(citizen, *_WRONG_AT_CITIZEN, audit=audit)
        _answer_access(citizen.person, by=staff["-planner"], officer=staff["-dpo"], audit=audit)
    for course in mine[:1]:
        _correct(course, *_WRONG_AT_OTHER, audit=audit)
    for course in mine[1:2]:
        ask_for_callback(
            course,
            phone="00 00 00 00",
            time_of_day=CallTime.MORNING,
            interpreter="",
            audit=replace(audit, actor=Role.CITIZEN.value, criterion="callback"),
        )
    for course, (points, words, days) in zip(others.exclude(pk__in=mine), _REVIEWS_ASKED, strict=False):
        asked = _received(course.person, RequestKind.REVIEW, words, days=days, points=points, audit=audit)
        if days == _REVIEWS_ASKED[0][-1] and can_handle(queries.handling(asked, by=caseworker)):
            assign_request(asked, to=caseworker, audit=_done_by(staff["-dpo"], audit))


def _correct(course: ContactCourse, element: str, right: str, words: str, days: int, *, audit: AuditEvent) -> None:
    value = queries.own_value(course.person, element)
    if value is not None:
        wrong = Wrong(value=value, right=right)
        _received(course.person, RequestKind.CORRECTION, words, days=days, wrong=wrong, audit=audit)


def _answer_access(person: Person, *, by: User, officer: User, audit: AuditEvent) -> None:
    asked = _received(person, RequestKind.ACCESS, "Jeg vil gerne se alt, hvad I har om mig.", days=20, audit=audit)
    at_work = _done_by(by, audit)
    assign_request(asked, to=by, audit=_done_by(officer, audit))
    office = person.municipality
    guidance = complaint_guidance(municipality=str(office), phone=office.phone).in_(queries.language_of(person))
    answer_request(
        asked,
        by=by,
        result=RequestResult.UPHELD.value,
        answer=f"{_ACCESS.format(name=by.name)}\n\n{guidance}",
        audit=at_work,
    )


def _received(
    person: Person,
    kind: RequestKind,
    words: str,
    *,
    days: int,
    wrong: Wrong | None = None,
    points: tuple[str, ...] = (),
    audit: AuditEvent,
) -> RightsRequest:
    return receive_request(
        person,
        kind=kind,
        words=words,
        channel=Channel.ONLINE,
        received_on=_today(audit) - timedelta(days=days),
        is_own=True,
        wrong=wrong,
        points=points,
        audit=replace(audit, actor=Role.CITIZEN.value),
    )


def _review(staff: dict[str, User], *, audit: AuditEvent) -> None:
    today = _today(audit)
    for one in _REVIEWED:
        by, tomorrow = staff[one.by], today + timedelta(days=1)
        kept = record_review(
            one.kind,
            by=by,
            note=one.note,
            conclusion=Conclusion.CHANGE if one.follow_up else Conclusion.STANDS,
            next_due=tomorrow,
            follow_up=one.follow_up,
            follow_up_due=tomorrow if one.follow_up else None,
            audit=replace(_done_by(by, audit), criterion=f"periodic review: {one.kind.value}"),
        )
        # Nobody can review in the past; so that one is due now, it is laid there afterwards.
        done_on, next_due = today - timedelta(days=one.days_ago), today + timedelta(days=one.due_in)
        PeriodicReview.objects.filter(pk=kept.pk).update(done_on=done_on, next_due=next_due)
        FollowUp.objects.filter(review=kept).update(due_on=today + timedelta(days=one.follow_up_in))


def _bundle(municipality: str, staff: dict[str, User], *, audit: AuditEvent) -> None:
    today, by = _today(audit), staff["-manager"]
    begins_on = today - timedelta(days=_BUNDLE_DAYS)
    at_work = replace(_done_by(by, audit), criterion=f"bundle, {begins_on}/{today}")
    bundle = make_bundle(
        municipality,
        begins_on=begins_on,
        ends_on=today,
        reason="Tilsynets spørgsmål om, hvem der har set skøn, og hvordan de bliver forklaret.",
        is_demo=True,
        audit=at_work,
    )
    until = today + timedelta(days=_SHARED_DAYS)
    shared = replace(at_work, criterion=f"bundle {bundle.number}, shared through {until}")
    share_bundle(bundle, regulator=staff["-regulator"], until=until, audit=shared)


def _done_by(user: User, audit: AuditEvent) -> AuditEvent:
    """What a member of staff does, as the log has it."""
    return replace(audit, actor=user.username, actor_kind=ActorKind.PERSON, role=",".join(sorted(user.roles)))


def _today(audit: AuditEvent) -> date:
    return timezone.localdate(audit.at)
