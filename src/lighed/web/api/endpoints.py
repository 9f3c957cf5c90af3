"""The API: what case systems send, and the description of itself."""

from __future__ import annotations

import logging
from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.responses import Status
from ninja.security import HttpBearer

from lighed.governance import ApiScope, AuditKind, Flag, LegalBasisError, Text
from lighed.web import actions, queries, row_security
from lighed.web.api.card import card_router
from lighed.web.api.documents import TOKEN_AND_BODY, document_of, event_of_client
from lighed.web.api.events import ERASED, MADE_UP_ONLY, OTHER_MUNICIPALITY, REUSED, events_router, in_full
from lighed.web.api.problems import Fault, answer_with_problems, problem
from lighed.web.api.rights import rights_router
from lighed.web.api.schemas import EstimateState, Problem, RegistrationAnswer, RegistrationDocument

_LOG = logging.getLogger(__name__)


class CaseSystemToken(HttpBearer):
    """``Authorization: Bearer …``, for one municipality."""

    def authenticate(self, request: HttpRequest, token: str) -> queries.TokenInForce | None:
        found = queries.token_in_force(token)
        if found is not None:
            row_security.look_at(found.municipality)
        return found


class ContractApi(NinjaAPI):
    """An API whose description tells that errors are answered as RFC 9457 has it."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for answer in operation["responses"].values():
                    content = answer.get("content", {})
                    if content.get("application/json", {}).get("schema", {}).get("$ref", "").endswith("/Problem"):
                        answer["content"] = {"application/problem+json": content["application/json"]}
        return schema


api = ContractApi(
    title="Lighed",
    version="1",
    description="Registrations from a case system, and what people were told, chose and objected to. An event counts "
    "once, and a person who cannot or may not be estimated comes onto the worklist all the same.",
    docs_url=None,
    auth=CaseSystemToken(),
    urls_namespace="api",
)
answer_with_problems(api)
api.add_router("", events_router)
api.add_router("", rights_router)
api.add_router("", card_router)

_PROBLEMS = {
    **TOKEN_AND_BODY,
    403: "Another municipality's person, or a token that may not be used for this",
    409: "The course is another person's",
    410: "The event is known, and the person it was about has been erased",
    422: "Faults in the document, each with its place, another event under the same event id, "
    "or a real person in a demonstration",
    503: "The version in operation or the legal bases cannot be read; send the event again later",
}


@api.post(
    "/registrations",
    operation_id="receive_registration",
    summary="Receive a registration or a hand-over, and wait for the estimate",
    response={201: RegistrationAnswer, 200: RegistrationAnswer, frozenset(_PROBLEMS): Problem},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": RegistrationDocument.model_json_schema()}},
        },
        "responses": {status: {"description": meaning} for status, meaning in _PROBLEMS.items()},
    },
)
def receive_registration(request: HttpRequest) -> Any:
    """The person is estimated as the event is received, and is on the worklist when the answer comes.

    **201** for a new event, **200** for one received before, which changes nothing.
    """
    document = document_of(request, scope=ApiScope.REGISTRATIONS)
    if isinstance(document, HttpResponse):
        return document
    event = event_of_client(request, AuditKind.ESTIMATE, scope=ApiScope.REGISTRATIONS)
    try:
        registered = actions.register_person(document, audit=event)
    except actions.RegistrationRefused as refusal:
        faults = [
            Fault(pointer=one.pointer, code=one.rule.value, message=in_full(one.problem, one.allowed, one.action))
            for one in refusal.faults
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="registration_refused", detail=_REFUSED, errors=faults)
    except actions.DemoTakesMadeUpDataOnly:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="demo_takes_made_up_data_only", detail=MADE_UP_ONLY)
    except actions.EventFailedHere:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="our_fault", detail=_OUR_FAULT)
    except actions.EventIdReused:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="event_id_reused", detail=REUSED)
    except actions.EventOfErasedPerson:
        return problem(HTTPStatus.GONE, code="event_of_erased_person", detail=ERASED)
    except actions.OtherMunicipality:
        actions.record(audit=replace(event, flags=frozenset({Flag.BLOCKED}), criterion="registration"))
        return problem(HTTPStatus.FORBIDDEN, code="other_municipality", detail=OTHER_MUNICIPALITY)
    except actions.CourseOfAnotherPerson:
        return problem(HTTPStatus.CONFLICT, code="course_of_another_person", detail=_OTHER_PERSON)
    except (actions.VersionError, LegalBasisError) as error:
        # Both messages name a file and a rule, never a person.
        _LOG.error("No registration can be received: %s", error)
        refused = problem(HTTPStatus.SERVICE_UNAVAILABLE, code="estimates_unavailable", detail=_UNAVAILABLE)
        refused["Retry-After"] = "3600"
        return refused
    key = registered.course.key
    if not registered.is_new:
        # Nothing was changed, but the sender is told how the person's estimate stands.
        person = str(registered.course.person_id)
        actions.record(audit=replace(event, kind=AuditKind.READ, subject=person, criterion="registration"))
    today = timezone.localdate(event.at)
    # As on the pages: an estimate that is kept and hidden, by a stop or because no law permits it today, is none.
    may_show = queries.profiling_status(registered.course.municipality_id, today=today).may_show(registered.course)
    state = registered.course.shown_estimate_state(today) if may_show else "not_permitted"
    answer = RegistrationAnswer(
        event_id=document["event_id"],
        course=str(key),
        page=request.build_absolute_uri(reverse("person", args=[key])),
        estimate=cast(EstimateState, state),
        is_new=registered.is_new,
    )
    return Status(HTTPStatus.CREATED if registered.is_new else HTTPStatus.OK, answer)


def endpoints(prefix: str) -> list[URLPattern]:
    """The API's addresses. They ask for a token where the pages ask for a log-in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return [
        path(prefix, include((patterns, app_name), namespace=namespace)),  # type: ignore[list-item]
        path(f"{prefix}<path:rest>", no_such_address, name="api-no-such-address"),
    ]


@login_not_required
@csrf_exempt
def no_such_address(request: HttpRequest, rest: str) -> HttpResponse:
    """A program that asks for what is not there gets a problem to read, and not the site's page."""
    return problem(HTTPStatus.NOT_FOUND, code="address_unknown", detail=_NO_SUCH_ADDRESS)


_NO_SUCH_ADDRESS = Text(
    da="Der er intet på adressen. Adresserne står i openapi.json.",
    en="There is nothing at this address. The addresses are in openapi.json.",
)
_UNAVAILABLE = Text(
    da="Versionen i drift eller hjemlerne kan ikke læses, så hændelsen er ikke modtaget. Send den igen senere.",
    en="The version in operation or the legal bases cannot be read, so the event was not received. Send it later.",
)
_REFUSED = Text(
    da="Tilmeldingen er ikke modtaget. Ret fejlene, og send den igen.",
    en="The registration was not received. Correct the faults and send it again.",
)
_OUR_FAULT = Text(
    da="Fejlen er vores, og den er meldt til administratoren: softwaren kunne ikke behandle hændelsen. Send den igen "
    "under et nyt event_id, når fejlen er rettet.",
    en="The fault is ours and has been told to the administrator: the software could not do the event. Send it again "
    "under a new event_id when the fault has been put right.",
)
_OTHER_PERSON = Text(
    da="Forløbet er allerede modtaget for en anden person. Ret course_id eller person_id i fagsystemet.",
    en="The course has been received for another person. Correct course_id or person_id in the case system.",
)
