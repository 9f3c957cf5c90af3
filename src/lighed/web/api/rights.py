"""The API's events about a person's rights: told, chosen, objected. The answer is that they came, and no more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import BaseModel, ValidationError

from lighed.governance import (
    ApiScope,
    AuditEvent,
    AuditKind,
    Choice,
    ChoiceRefused,
    LegalBasisError,
    RequestKind,
    RequestRefused,
    Text,
)
from lighed.web import actions, queries
from lighed.web.api.documents import TOKEN_AND_BODY, document_of, event_of_client
from lighed.web.api.problems import Fault, problem
from lighed.web.api.rights_schemas import (
    ChoiceDocument,
    InformationDocument,
    ObjectionDocument,
    RightsAnswer,
    RightsDocument,
)
from lighed.web.api.schemas import Problem

_LOG = logging.getLogger(__name__)
_Document = TypeVar("_Document", bound=RightsDocument)
rights_router = Router()

_PROBLEMS = {
    **TOKEN_AND_BODY,
    403: "The token may not be used for this",
    404: "The municipality has nobody by that id",
    409: "The law in force gives no choice",
    422: "Faults in the document, each with its place, or another event under the same event id",
    503: "The legal bases cannot be read; send the event again later",
}


def _options(name: str, summary: str, schema: type[BaseModel]) -> dict[str, Any]:
    return {
        "operation_id": name,
        "summary": summary,
        "response": {201: RightsAnswer, 200: RightsAnswer, frozenset(_PROBLEMS): Problem},
        "openapi_extra": {
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": schema.model_json_schema()}},
            },
            "responses": {status: {"description": meaning} for status, meaning in _PROBLEMS.items()},
        },
    }


@rights_router.post("/information", **_options("receive_information", "A person was told", InformationDocument))
def receive_information(request: HttpRequest) -> Any:
    """A person was told of the tool. An estimate that only waited for it is made there and then."""

    def act(said: InformationDocument, audit: AuditEvent) -> Callable[[Any], object]:
        return lambda person: actions.record_information(
            person,
            channel=queries.channel(said.channel),
            text_version=said.text_version,
            given_on=said.given_on,
            audit=audit,
        )

    return _received(request, InformationDocument, act)


@rights_router.post("/choices", **_options("receive_choice", "A person chose", ChoiceDocument))
def receive_choice(request: HttpRequest) -> Any:
    """A person said yes or no. After a no, what was estimated is gone when the answer comes."""

    def act(said: ChoiceDocument, audit: AuditEvent) -> Callable[[Any], object]:
        return lambda person: actions.record_choice(
            person, choice=Choice(said.choice), channel=queries.channel(said.channel), audit=audit
        )

    return _received(request, ChoiceDocument, act)


@rights_router.post("/objections", **_options("receive_objection", "A person objects", ObjectionDocument))
def receive_objection(request: HttpRequest) -> Any:
    """A person objects. What was estimated is gone when the answer comes, and somebody must decide."""

    def act(said: ObjectionDocument, audit: AuditEvent) -> Callable[[Any], object]:
        return lambda person: actions.receive_request(
            person,
            kind=RequestKind.OBJECTION,
            words=said.words,
            channel=queries.channel(said.channel),
            received_on=said.received_on,
            audit=audit,
        )

    return _received(request, ObjectionDocument, act)


def _received(
    request: HttpRequest,
    schema: type[_Document],
    act: Callable[[_Document, AuditEvent], Callable[[Any], object]],
) -> Any:
    document = document_of(request, scope=ApiScope.RIGHTS)
    if isinstance(document, HttpResponse):
        return document
    try:
        said = schema.model_validate(document)
    except ValidationError as error:
        return _faulty([_fault(one["loc"], schema) for one in error.errors(include_input=False, include_context=False)])
    event = event_of_client(request, AuditKind.CHANGE, scope=ApiScope.RIGHTS)
    try:
        is_new = actions.do_once(
            act(said, event),
            event_id=str(said.event_id),
            document=document,
            person_id=said.person_id,
            municipality=request.auth.municipality,  # type: ignore[attr-defined]
            audit=event,
        )
    except (ChoiceRefused, RequestRefused, actions.InformationRefused) as refused:
        return _refused(refused)
    except actions.EventIdReused:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="event_id_reused", detail=_REUSED)
    except actions.PersonUnknown:
        return problem(HTTPStatus.NOT_FOUND, code="person_unknown", detail=_UNKNOWN)
    except LegalBasisError as error:
        # The message names a file and a rule, never a person.
        _LOG.error("No choice can be received: %s", error)
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, code="legal_bases_unreadable", detail=_UNREADABLE)
    answer = RightsAnswer(event_id=str(said.event_id), is_new=is_new)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, answer)


def _refused(refused: ChoiceRefused | RequestRefused | actions.InformationRefused) -> HttpResponse:
    """A rule says no. Where a day is wrong, the document is; where the law gives no choice, it is not."""
    if isinstance(refused, ChoiceRefused):
        return problem(HTTPStatus.CONFLICT, code="no_choice", detail=refused.text)
    field = refused.field if isinstance(refused, actions.InformationRefused) else "received_on"
    return _faulty([Fault(pointer=f"/{field}", code="refused", message=refused.text)])


def _faulty(faults: list[Fault]) -> HttpResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="event_refused", detail=_REFUSED, errors=faults)


def _fault(place: tuple[int | str, ...], schema: type[RightsDocument]) -> Fault:
    """One field that is wrong, by its name and what is allowed; never the value that stands there.

    A field that is not in the description is named only by that, since its name is whatever somebody sent.
    """
    field = str(place[0]) if place else ""
    allowed = _ALLOWED.get(field) if field in schema.model_fields else None
    if allowed is None:
        return Fault(pointer="", code="unknown_field", message=_ONLY_FIELDS)
    return Fault(
        pointer=f"/{field}",
        code="field_refused",
        message=Text(da=f"{field} skal være {allowed.da}.", en=f"{field} must be {allowed.en}."),
    )


_ALLOWED = {
    "event_id": Text(da="hændelsens UUID", en="the event's UUID"),
    "person_id": Text(da="fagsystemets id på personen, 1-80 tegn", en="the case system's id, 1-80 characters"),
    "channel": Text(
        da="en af: digital_post, letter, phone, meeting, online, case_system",
        en="one of: digital_post, letter, phone, meeting, online, case_system",
    ),
    "text_version": Text(da="tekstens udgave, 1-100 tegn", en="the version of the text, 1-100 characters"),
    "given_on": Text(da="en dato: 2026-11-20", en="a date: 2026-11-20"),
    "choice": Text(da="yes eller no", en="yes or no"),
    "words": Text(da="borgerens egne ord, højst 5000 tegn", en="the person's own words, at most 5000 characters"),
    "received_on": Text(da="en dato: 2026-11-20", en="a date: 2026-11-20"),
}
_ONLY_FIELDS = Text(
    da="Dokumentet har et felt, som ikke er i beskrivelsen.", en="The document has a field that is not described."
)
_REFUSED = Text(
    da="Hændelsen er ikke modtaget. Ret fejlene, og send den igen.",
    en="The event was not received. Correct the faults and send it again.",
)
_REUSED = Text(
    da="Der er modtaget en anden hændelse med samme event_id. Brug et nyt event_id til en ny hændelse.",
    en="Another event was received under this event_id. Use a new event_id for a new event.",
)
_UNKNOWN = Text(
    da="Kommunen har ikke modtaget nogen med det person_id. Send tilmeldingen først.",
    en="The municipality has received nobody with that person_id. Send the registration first.",
)
_UNREADABLE = Text(
    da="Hjemlerne kan ikke læses, så hændelsen er ikke modtaget. Send den igen senere.",
    en="The legal bases cannot be read, so the event was not received. Send it again later.",
)
