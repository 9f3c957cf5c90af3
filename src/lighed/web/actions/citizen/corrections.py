"""What the source sends of a value that the person said was wrong -> the correction closed, and a letter about it."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from lighed.estimates.estimate import CannotBeAssessed
from lighed.governance import AuditEvent, AuditKind, Duty, RequestKind, RequestResult, Text
from lighed.transparency.letters import LetterKind
from lighed.web import queries, stored_result, stored_values
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.letters.sent import send_letter
from lighed.web.models import (
    ContactCourse,
    Person,
    RequestState,
    RightsRequest,
    Task,
)
from lighed.workflow import ShownValue

MISSING = Text(da="mangler", en="missing")
"""How a letter says that there is no value."""
_CANNOT = Text(da="Værktøjet kan ikke vurdere dit forløb.", en="The tool cannot assess your course.")


@transaction.atomic
def settle_corrections(course: ContactCourse, *, audit: AuditEvent) -> int:
    """Close what the person asked to have put right and the source has put right since, and tell them what changed.

    Where the estimate rests on it, call it when the estimate has been made anew. Returns how many were closed.
    """
    if course.corrected_on is not None:
        return 0
    open_ = RightsRequest.objects.filter(
        person=course.person_id, kind=RequestKind.CORRECTION.value, state=RequestState.OPEN.value
    ).exclude(element="")
    if not open_.exists():
        return 0
    person = Person.objects.select_for_update().select_related("municipality").get(key=course.person_id)
    values = {one.element: one for one in stored_values.from_json(course.values)}
    n_closed = 0
    for one in open_.select_for_update(of=("self",)).order_by("received_at", "id"):
        value = values.get(one.element)
        if value is None or as_stored(value.value) == one.value_then:
            continue
        _close(one, person, course, value, audit=audit)
        n_closed += 1
    return n_closed


def settle_waiting(municipality: str, *, audit: AuditEvent) -> int:
    """Settle what waits still although the source has put it right, such as after a night in which nothing worked.

    What is settled records itself. Returns how many were closed.
    """
    waiting = RightsRequest.objects.filter(
        municipality=municipality, kind=RequestKind.CORRECTION.value, state=RequestState.OPEN.value
    ).exclude(element="")
    people = Person.objects.filter(pk__in=waiting.values("person_id")).order_by("pk")
    courses = [course for person in people if (course := queries.running_course(person)) is not None]
    return sum(settle_corrections(course, audit=audit) for course in courses)


def as_stored(text: Text | None) -> dict[str, str] | None:
    """A text as a request keeps it."""
    return None if text is None else {"da": text.da, "en": text.en}


def close_tasks(request: RightsRequest, *, by: str, audit: AuditEvent) -> None:
    """What is answered, or taken back, waits for nobody any more."""
    Task.objects.filter(municipality=request.municipality_id, request=request, done_at=None).update(
        done_at=audit.at, done_by=by
    )


def long_date(request: RightsRequest, language: str) -> str:
    """The day on which it was received, as a letter writes it."""
    with override(language):
        return date_format(timezone.localdate(request.received_at), "DATE_FORMAT")


def _close(
    request: RightsRequest, person: Person, course: ContactCourse, value: ShownValue, *, audit: AuditEvent
) -> None:
    language = queries.language_of(person)
    then = MISSING if request.value_then is None else Text(**request.value_then)
    now = MISSING if value.value is None else value.value
    said = Text(
        da=f"Oplysningen er rettet i kilden: {value.name.da}. Før: {then.da}. Nu: {now.da}. "
        "Skriv til os igen, hvis den stadig er forkert.",
        en=f"The source has put it right: {value.name.en}. Before: {then.en}. Now: {now.en}. "
        "Write to us again if it is still wrong.",
    ).in_(language)
    request.value_now = as_stored(value.value)
    request.state, request.result = RequestState.ANSWERED, RequestResult.UPHELD.value
    request.answer, request.answered_at = said, audit.at
    request.save()
    close_tasks(request, by=audit.actor, audit=audit)
    event = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion="request answered")
    changed = f"{value.name.in_(language)} ({then.in_(language)} → {now.in_(language)})"
    figures = _before_and_after(course, language)
    if figures is None:
        result = Text(da="Oplysningen er rettet.", en="It has been put right.").in_(language)
        send_letter(
            person,
            kind=LetterKind.CORRECTION_ANSWER,
            values={
                "asked_on": long_date(request, language),
                "answered_by": str(person.municipality),
                "result": result,
                "answer": said,
            },
            audit=event,
        )
    else:
        before, after = figures
        send_letter(
            person,
            kind=LetterKind.CORRECTED,
            values={"element": changed, "before": before, "after": after},
            audit=event,
        )
    record(audit=about(event, municipality=request.municipality_id, subject=str(request.person_id)))


def _before_and_after(course: ContactCourse, language: str) -> tuple[str, str] | None:
    """What the estimate said and says, where it was made anew after a correction and the law lets it be shown."""
    former = queries.former_estimate(course)
    stored = course.current_estimate
    today = timezone.localdate()
    if (
        former is None
        or stored is None
        or not queries.profiling_status(course.municipality_id, today=today).may_show(course)
    ):
        return None
    result = stored_result.from_json(stored.result)
    before = _CANNOT if former.of_100 is None else _of_100(former.of_100, former.of_100_low, former.of_100_high)
    if isinstance(result, CannotBeAssessed):
        return before.in_(language), _CANNOT.in_(language)
    after = _of_100(result.of_100, result.of_100_low, result.of_100_high)
    return before.in_(language), after.in_(language)


def _of_100(n: int, low: int | None, high: int | None) -> Text:
    return Text(
        da=f"Af 100 forløb, der ligner dit, blev {n} lange. Det rigtige tal ligger nok mellem {low} og {high}.",
        en=f"Of 100 courses like yours, {n} became long. The true number is probably between {low} and {high}.",
    )
