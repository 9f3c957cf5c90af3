"""A municipality -> how long each kind of thing is kept there, what is due, who is held, and what was erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from lighed import workflow
from lighed.governance import RequestKind, RequestResult
from lighed.governance.retention import TERMS, Kept, Term, due_on, latest_start
from lighed.web.models import (
    CourseState,
    Erasure,
    Incident,
    Person,
    RequestState,
    RetentionHold,
    RetentionRule,
    RightsRequest,
    StoredEstimate,
)

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A term as it is: what is in force, the decision behind it, and a proposal that awaits another person."""

    kind: Kept
    term: Term
    months: int
    decided: RetentionRule | None
    proposed: RetentionRule | None


@dataclass(frozen=True, slots=True)
class NextDeletion:
    """How many of a kind are due by the end of the next 30 days, and the first day; None where none ever will be."""

    term: Term
    n_soon: int
    first_on: date | None


@dataclass(frozen=True, slots=True)
class RetentionPage:
    rules: tuple[RuleShown, ...]
    next_deletions: tuple[NextDeletion, ...]
    holds: tuple[RetentionHold, ...]
    erasures: tuple[Erasure, ...]
    n_unproved: int
    is_on_postgres: bool
    """Then deleted rows stay in the server's files for a while, where nobody has looked."""


def retention_page(municipality: str, *, today: date) -> RetentionPage:
    """What the page of retention shows. It names no one but those who are held, by the case system's id."""
    months = months_of(municipality)
    erasures = Erasure.objects.filter(municipality=municipality).order_by("-erased_at", "-id")
    return RetentionPage(
        rules=tuple(_rules(municipality)),
        next_deletions=tuple(_next(kind, _due_days(municipality, kind, months), today) for kind in Kept),
        holds=tuple(holds(municipality, today=today).select_related("person").order_by("until", "id")),
        erasures=tuple(erasures[:50]),
        n_unproved=erasures.filter(is_proved=False).count(),
        is_on_postgres=connection.vendor == "postgresql",
    )


def months_of(municipality: str) -> dict[Kept, int]:
    """The terms in force: the newest that was confirmed, else what the product proposes."""
    months = {kind: term.months for kind, term in TERMS.items()}
    confirmed = RetentionRule.objects.filter(municipality=municipality, confirmed_at__isnull=False)
    for rule in confirmed.order_by("confirmed_at", "id"):
        months[Kept(rule.kind)] = rule.months
    return months


def term_proposed(municipality: str, pk: int) -> RetentionRule | None:
    """The municipality's proposal of that number, if it awaits somebody."""
    waiting = RetentionRule.objects.filter(municipality=municipality, confirmed_at=None, withdrawn_at=None)
    return waiting.filter(pk=pk).first()


def holds(municipality: str, *, today: date) -> QuerySet[RetentionHold]:
    """The holds in force."""
    return RetentionHold.objects.filter(municipality=municipality, lifted_at=None, until__gte=today)


def hold_of(person: Person, *, today: date) -> RetentionHold | None:
    """The hold in force that ends last."""
    return holds(person.municipality_id, today=today).filter(person=person).order_by("until").last()


def people_due(municipality: str, *, months: int, today: date, only: str | None = None) -> list[str]:
    """The case system's ids of those whose term is over and who are not held; of one person, where `only` names one."""
    start = latest_start(today, months=months)
    return [person_id for person_id, began_on in _people(municipality, today=today, only=only) if began_on <= start]


def estimates_due(municipality: str, *, months: int, today: date) -> list[int]:
    """The estimates whose term is over."""
    start = latest_start(today, months=months)
    return [key for key, began_on in _estimates(municipality, today=today) if began_on <= start]


def requests_due(municipality: str, *, months: int, today: date) -> list[int]:
    """The requests that were answered or withdrawn so long ago."""
    start = latest_start(today, months=months)
    return [key for key, began_on in _requests(municipality, today=today) if began_on <= start]


def incidents_due(municipality: str, *, months: int, today: date) -> list[Incident]:
    """The incidents that were closed so long ago."""
    start = latest_start(today, months=months)
    closed = Incident.objects.filter(municipality=municipality, closed_at__isnull=False)
    return [one for one in closed if one.closed_at and timezone.localdate(one.closed_at) <= start]


def case_base_due(municipality: str, *, months: int, today: date) -> bool:
    """Whether the case base was extracted so long ago."""
    extracted = workflow.extracted_at(settings.LIGHED_DATA, municipality)
    return extracted is not None and extracted.date() <= latest_start(today, months=months)


def _rules(municipality: str) -> Iterator[RuleShown]:
    months = months_of(municipality)
    rules = list(RetentionRule.objects.filter(municipality=municipality, withdrawn_at=None).order_by("id"))
    for kind, term in TERMS.items():
        mine = [rule for rule in rules if rule.kind == kind.value]
        decided = [rule for rule in mine if rule.confirmed_at]
        proposed = [rule for rule in mine if not rule.confirmed_at]
        yield RuleShown(
            kind,
            term,
            months[kind],
            max(decided, key=lambda rule: rule.confirmed_at or rule.proposed_at, default=None),
            proposed[0] if proposed else None,
        )


def _next(kind: Kept, days: list[date], today: date) -> NextDeletion:
    return NextDeletion(TERMS[kind], sum(day <= today + SOON for day in days), min(days, default=None))


def _due_days(municipality: str, kind: Kept, months: Mapping[Kept, int]) -> list[date]:
    """The day on which each thing of a kind is due. Of the log there is nothing to tell: months of it go whole."""
    today = timezone.localdate()
    began: list[date] = []
    match kind:
        case Kept.PERSON:
            began = [day for _, day in _people(municipality, today=today)]
        case Kept.ESTIMATE:
            began = [day for _, day in _estimates(municipality, today=today)]
        case Kept.REQUEST:
            began = [day for _, day in _requests(municipality, today=today)]
        case Kept.INCIDENT:
            closed = Incident.objects.filter(municipality=municipality, closed_at__isnull=False)
            began = [timezone.localdate(one.closed_at) for one in closed if one.closed_at]
        case Kept.CASE_BASE:
            extracted = workflow.extracted_at(settings.LIGHED_DATA, municipality)
            began = [extracted.date()] if extracted else []
        case Kept.LOG:
            pass
    return [due_on(day, months=months[kind]) for day in began]


def _held(person: str, today: date) -> Exists:
    return Exists(RetentionHold.objects.filter(person=OuterRef(person), lifted_at=None, until__gte=today))


def _people(municipality: str, *, today: date, only: str | None = None) -> list[tuple[str, date]]:
    """Everyone who is not held, with the day from which their term counts."""
    people = Person.objects.filter(~_held("pk", today), municipality=municipality)
    if only is not None:
        people = people.filter(person_id=only)
    found = people.annotate(
        n_open=Count("courses", filter=~Q(courses__state=CourseState.ENDED), distinct=True),
        last_end=Max("courses__ended_on"),
        last_event=Max("courses__events__received_at"),
    ).values_list("person_id", "n_open", "last_end", "last_event")
    return [
        (person_id, began_on)
        for person_id, n_open, last_end, last_event in found
        if (began_on := _began_on(n_open, last_end, last_event)) is not None
    ]


def _began_on(n_open: int, last_end: date | None, last_event: datetime | None) -> date | None:
    if not n_open and last_end is not None:
        return last_end
    return None if last_event is None else timezone.localdate(last_event)


def _estimates(municipality: str, *, today: date) -> list[tuple[int, date]]:
    found = StoredEstimate.objects.filter(~_held("course__person", today), municipality=municipality).values_list(
        "pk", "course__state", "course__ended_on", "applies_until", "made_at"
    )
    return [
        (pk, (ended_on if state == CourseState.ENDED else None) or applies_until or timezone.localdate(made_at))
        for pk, state, ended_on, applies_until, made_at in found
    ]


def _requests(municipality: str, *, today: date) -> list[tuple[int, date]]:
    """Requests that are over. An objection that was upheld is what forbids the estimate: it goes with the person."""
    found = (
        RightsRequest.objects.filter(~_held("person", today), municipality=municipality)
        .exclude(state=RequestState.OPEN)
        .exclude(kind=RequestKind.OBJECTION, state=RequestState.ANSWERED, result=RequestResult.UPHELD)
        .values_list("pk", "answered_at", "received_at")
    )
    return [(pk, timezone.localdate(answered_at or received_at)) for pk, answered_at, received_at in found]
