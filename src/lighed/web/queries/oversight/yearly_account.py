"""A municipality's log and registers -> the account of a year's use, counted now. What was signed is kept elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Count, Max, Min
from django.utils import timezone

from lighed.governance import RequestKind, RequestResult, Text
from lighed.transparency.papers import Content, Happened, RequestsOfYear, YearOfLog, account_of, basis_hash
from lighed.web.models import (
    AuditChain,
    AuditRecord,
    EmergencyStop,
    Incident,
    Letter,
    Paper,
    ParticipationChoice,
    Publication,
    RightsRequest,
    SpotCheck,
    VersionStep,
)
from lighed.web.queries.public.record import public_record
from lighed.web.queries.public.record_versions import STEP_NAMES

_FLAGS = ("outside_task", "out_of_hours", "blocked")
_STOPPED = Text(da="Nødstop trykket", en="Emergency stop pressed")
_DRILL = Text(da="Nødstop prøvet", en="Emergency stop tried")
_INCIDENTS = {
    "breach": Text(da="Brud på datasikkerheden registreret", en="Breach of data security recorded"),
    "serious": Text(da="Alvorlig hændelse registreret", en="Serious incident recorded"),
    "model_error": Text(da="Fejl i en version registreret", en="Error of a version recorded"),
}
_INCIDENT = Text(da="Hændelse registreret", en="Incident recorded")


def years_of_log(municipality: str, *, today: date) -> tuple[int, ...]:
    """The years that the log reaches back to, the newest first."""
    first = AuditRecord.objects.filter(municipality=municipality).aggregate(first=Min("at"))["first"]
    begun = today.year if first is None else timezone.localtime(first).year
    return tuple(range(today.year, begun - 1, -1))


def yearly_account(municipality: str, year: int, *, today: date) -> Content:
    """The account of the year, until and with today where the year is not over."""
    live = public_record(municipality, today=today)
    return account_of(_counted(municipality, year, today), record_sha256=basis_hash(live))


def _counted(municipality: str, year: int, today: date) -> YearOfLog:
    period = (_midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1)))
    of_year = {"at__gte": period[0], "at__lt": period[1]}
    log = AuditRecord.objects.filter(municipality=municipality, **of_year)
    ends = log.aggregate(n=Count("id"), first=Min("number"), last=Max("number"))
    last = log.filter(number=ends["last"]).first() if ends["last"] else None
    chain = AuditChain.objects.filter(municipality=municipality).first()
    seen = log.filter(kind__in=("read", "estimate")).exclude(subject="")
    return YearOfLog(
        year=year,
        until=min(today, date(year, 12, 31)),
        n_entries=ends["n"],
        first_entry=ends["first"],
        last_entry=ends["last"],
        last_hash="" if last is None else last.hash,
        is_cut=bool(chain and chain.dropped_number and ends["first"] == chain.dropped_number + 1),
        kinds=dict(log.order_by().values_list("kind").annotate(n=Count("id"))),
        flags={flag: log.filter(flags__contains=flag).count() for flag in _FLAGS},
        n_people=seen.order_by().values("subject").distinct().count(),
        requests=_requests(municipality, period),
        n_said_no=ParticipationChoice.objects.filter(municipality=municipality, choice="no", made_at__range=period)
        .values("person")
        .distinct()
        .count(),
        n_letters=Letter.objects.filter(municipality=municipality, sent_at__range=period).count(),
        n_spot_checks=SpotCheck.objects.filter(municipality=municipality, drawn_at__range=period).count(),
        n_publications=Publication.objects.filter(municipality=municipality, made_at__range=period).count(),
        events=tuple(sorted(_events(municipality, period), key=lambda one: one.on)),
    )


def _requests(municipality: str, period: tuple[datetime, datetime]) -> dict[str, RequestsOfYear]:
    counted: dict[str, Counter[str]] = {kind.value: Counter() for kind in RequestKind}
    asked = RightsRequest.objects.filter(municipality=municipality, received_at__range=period)
    for kind, answered_at, due_on, result in asked.values_list("kind", "answered_at", "due_on", "result"):
        counts = counted[kind]
        counts["received"] += 1
        counts["answered"] += answered_at is not None
        counts["late"] += answered_at is not None and timezone.localdate(answered_at) > due_on
        counts["upheld"] += result in (RequestResult.UPHELD.value, RequestResult.PARTLY.value)
    return {
        kind: RequestsOfYear(
            n_received=counts["received"],
            n_answered=counts["answered"],
            n_late=counts["late"],
            n_upheld=counts["upheld"],
        )
        for kind, counts in counted.items()
    }


def _events(municipality: str, period: tuple[datetime, datetime]) -> Iterator[Happened]:
    steps = VersionStep.objects.filter(use__municipality=municipality, at__range=period)
    for step in steps.select_related("use__version").order_by("id"):
        name, version = STEP_NAMES[step.step], step.use.version.version
        yield Happened(
            timezone.localdate(step.at), Text(da=f"Version {version}: {name.da}", en=f"Version {version}: {name.en}")
        )
    for stop in EmergencyStop.objects.filter(municipality=municipality, begun_at__range=period).order_by("id"):
        yield Happened(timezone.localdate(stop.begun_at), _DRILL if stop.is_drill else _STOPPED)
    for incident in Incident.objects.filter(municipality=municipality, known_at__range=period).order_by("known_at"):
        yield Happened(timezone.localdate(incident.known_at), _INCIDENTS.get(incident.kind, _INCIDENT))
    for paper in Paper.objects.filter(municipality=municipality, signed_at__range=period).order_by("id"):
        if paper.content is not None and paper.signed_at is not None:
            name = Text(da=paper.content["name"]["da"], en=paper.content["name"]["en"])
            yield Happened(
                timezone.localdate(paper.signed_at), Text(da=f"Underskrevet: {name.da}", en=f"Signed: {name.en}")
            )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
