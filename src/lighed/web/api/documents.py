"""A request -> the JSON document that it brings, or the problem that stands in the way of reading it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lighed.governance import ActorKind, ApiScope, AuditEvent, AuditKind, Text
from lighed.web import queries
from lighed.web.api.problems import problem

TOKEN_AND_BODY = {
    400: "Not JSON",
    401: "No valid token",
    413: "Too large",
    415: "Not sent as application/json",
    500: "Nothing was received, and the sender may try again",
}
"""What can be wrong before anything of the document has been looked at."""


def document_of(request: HttpRequest, *, scope: ApiScope) -> dict[str, Any] | HttpResponse:
    """The document, where the token may be used for `scope` and the body is one JSON object."""
    if scope.value not in request.auth.scopes:  # type: ignore[attr-defined]
        return problem(HTTPStatus.FORBIDDEN, code="scope_missing", detail=scope_missing(scope))
    if request.content_type != "application/json":
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, code="not_json", detail=_SEND_JSON)
    try:
        document = json.loads(request.body)
    except RequestDataTooBig:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code="too_large", detail=_TOO_LARGE)
    except (ValueError, RecursionError):
        return problem(HTTPStatus.BAD_REQUEST, code="not_json", detail=_SEND_JSON)
    if not isinstance(document, dict):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code="not_an_object", detail=_SEND_OBJECT)
    return document


def event_of_client(
    request: HttpRequest, kind: AuditKind, *, scope: ApiScope, criterion: str = "", role: str = ""
) -> AuditEvent:
    """What the other system does now, for what its token is for."""
    token: queries.TokenInForce = request.auth  # type: ignore[attr-defined]
    return AuditEvent(
        kind=kind,
        actor=f"token {token.name}",
        actor_kind=ActorKind.CLIENT,
        role=role,
        municipality=token.municipality,
        purpose=scope.purpose,
        at=timezone.now(),
        criterion=criterion,
    )


def scope_missing(scope: ApiScope) -> Text:
    return Text(
        da=f"Nøglen gælder ikke {scope.value}. Brug en nøgle, der er lavet med: lighed token --scope {scope.value}.",
        en=f"The token is not for {scope.value}. Use one that was made with: lighed token --scope {scope.value}.",
    )


_SEND_JSON = Text(
    da="Send dokumentet som JSON i UTF-8, med Content-Type: application/json.",
    en="Send the document as JSON in UTF-8, with Content-Type: application/json.",
)
_TOO_LARGE = Text(
    da="Dokumentet er større end 2,5 MB. Send én persons hændelse ad gangen.",
    en="The document is larger than 2.5 MB. Send one person's event at a time.",
)
_SEND_OBJECT = Text(
    da="Dokumentet skal være ét JSON-objekt med felterne i beskrivelsen.",
    en="The document must be one JSON object with the fields of the description.",
)
