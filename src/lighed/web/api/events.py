"""The API's events that a sender does not wait for: kept now, done by a worker, and asked after by their id."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from ninja.responses import Status

from lighed.governance import ApiScope, AuditKind, Flag, Text
from lighed.web import actions, queries
from lighed.web.api.documents import TOKEN_AND_BODY, document_of, event_of_client, scope_missing
from lighed.web.api.problems import Fault, problem
from lighed.web.api.schemas import EventAnswer, EventDocument, EventState, Problem, ProblemError

events_router = Router()
_PROBLEMS = {
    **TOKEN_AND_BODY,
    403: "Another municipality's person, or a token that may not be used for this",
    410: "The event is known, and the person it was about has been erased",
    422: "Faults in the fields that every event has, another event under the same event id, or a real person in a "
    "demonstration",
}
_NOT_FOUND = {
    401: "No valid token",
    403: "The token may not be used for this",
    404: "The municipality has no event of that id",
    500: "Something failed on our side",
}


@events_router.post(
    "/events",
    operation_id="receive_event",
    summary="Receive an event, to be done by itself",
    response={202: EventAnswer, frozenset(_PROBLEMS): Problem},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": EventDocument.model_json_schema()}},
        },
        "responses": {status: {"description": meaning} for status, meaning in _PROBLEMS.items()},
    },
)
def receive_event(request: HttpRequest, response: HttpResponse) -> Any:
    """A registration, a change of data, a hand-over or the end of a course.

    **202**: it is kept, and is done in the order in which the person's events happened. The header `Location` says
    where to ask what became of it. Sent again, the same event changes nothing.
    """
    document = document_of(request, scope=ApiScope.REGISTRATIONS)
    if isinstance(document, HttpResponse):
        return document
    event = event_of_client(request, AuditKind.CHANGE, scope=ApiScope.REGISTRATIONS)
    try:
        filed = actions.receive_event(document, source="endpoint", audit=event)
    except actions.RegistrationRefused as refusal:
        faults = [
            Fault(pointer=one.pointer, code=one.rule.value, message=in_full(one.problem, one.allowed, one.action))
            for one in refusal.faults
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="event_refused", detail=_REFUSED, errors=faults)
    except actions.DemoTakesMadeUpDataOnly:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="demo_takes_made_up_data_only", detail=MADE_UP_ONLY)
    except actions.EventIdReused:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="event_id_reused", detail=REUSED)
    except actions.EventOfErasedPerson:
        return problem(HTTPStatus.GONE, code="event_of_erased_person", detail=ERASED)
    except actions.OtherMunicipality:
        actions.record(audit=replace(event, flags=frozenset({Flag.BLOCKED}), criterion="event"))
        return problem(HTTPStatus.FORBIDDEN, code="other_municipality", detail=OTHER_MUNICIPALITY)
    answer = _answer(request, filed.event)
    response["Location"] = answer.status
    return Status(HTTPStatus.ACCEPTED, answer)


@events_router.get(
    "/events/{event_id}",
    operation_id="event_state",
    summary="What became of an event",
    response={200: EventAnswer, frozenset(_NOT_FOUND): Problem},
    openapi_extra={"responses": {status: {"description": meaning} for status, meaning in _NOT_FOUND.items()}},
)
def event_state(request: HttpRequest, event_id: str) -> Any:
    """Whether the event waits, has been done, or was refused and why. It tells nothing of the person."""
    token = request.auth  # type: ignore[attr-defined]
    if ApiScope.REGISTRATIONS.value not in token.scopes:
        return problem(HTTPStatus.FORBIDDEN, code="scope_missing", detail=scope_missing(ApiScope.REGISTRATIONS))
    found = queries.received_event(token.municipality, event_id.lower()) if event_id.isprintable() else None
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, code="event_unknown", detail=_UNKNOWN)
    return _answer(request, found)


def _answer(request: HttpRequest, event: Any) -> EventAnswer:
    return EventAnswer(
        event_id=event.event_id,
        state=cast(EventState, event.state),
        received_at=event.received_at,
        finished_at=event.finished_at,
        status=request.build_absolute_uri(reverse("api:event_state", args=[event.event_id])),
        errors=[_error(fault) for fault in event.faults],
    )


def _error(fault: dict[str, Any]) -> ProblemError:
    problem_, allowed, action = (Text(**fault[part]) for part in ("problem", "allowed", "action"))
    told = in_full(problem_, allowed, action)
    return ProblemError(pointer=fault["pointer"], code=fault["rule"], message_da=told.da, message_en=told.en)


def in_full(problem: Text, allowed: Text, action: Text) -> Text:
    """What is wrong, what is allowed, and what to do next, as one text."""
    return Text(
        da=f"{problem.da}. Tilladt: {allowed.da}. {action.da}", en=f"{problem.en}. Allowed: {allowed.en}. {action.en}"
    )


_REFUSED = Text(
    da="Hændelsen er ikke modtaget. Ret fejlene, og send den igen.",
    en="The event was not received. Correct the faults and send it again.",
)
_UNKNOWN = Text(
    da="Kommunen har ikke modtaget en hændelse med det id.",
    en="The municipality has received no event of that id.",
)
MADE_UP_ONLY = Text(
    da="Demonstrationen tager kun imod opdigtede data.",
    en="The demonstration takes made-up data only.",
)
REUSED = Text(
    da="Der er modtaget en anden hændelse med samme event_id. Brug et nyt event_id til en ny hændelse.",
    en="Another event was received under this event_id. Use a new event_id for a new event.",
)
ERASED = Text(
    da="Hændelsen er kendt, og personen er slettet siden. Send den ikke igen. En ny tilmelding har et nyt event_id.",
    en="The event is known, and the person has been erased since. Do not send it again. A new registration has a new "
    "event_id.",
)
OTHER_MUNICIPALITY = Text(
    da="Nøglen gælder en anden kommune. Brug nøglen til den kommune, som dokumentet nævner.",
    en="The token is another municipality's. Use the token of the municipality that the document names.",
)
