"""What went wrong -> ``application/problem+json`` (RFC 9457), in both languages and without any value."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lighed.governance import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the request: where, as a JSON pointer, which rule, and what is allowed."""

    pointer: str
    code: str
    message: Text


TOKEN_MISSING = Text(
    da="Send en gyldig nøgle i feltet Authorization: Bearer.",
    en="Send a valid token in the field Authorization: Bearer.",
)

FAILED = Text(
    da="Der skete en fejl hos os. Hændelsen er ikke modtaget. Send den igen senere.",
    en="Something failed on our side. The event was not received. Send it again later.",
)
_LOG = logging.getLogger(__name__)


def problem(status: HTTPStatus, *, code: str, detail: Text, errors: Sequence[Fault] = ()) -> HttpResponse:
    """The answer that tells a program, and the person who looks after it, what to do next."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail.en,
        "detail_da": detail.da,
        "code": code,
        "errors": [
            {"pointer": one.pointer, "code": one.code, "message_da": one.message.da, "message_en": one.message.en}
            for one in errors
        ],
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type="application/problem+json")


def answer_with_problems(api: NinjaAPI) -> None:
    """Let every error of `api` be answered as a problem."""

    @api.exception_handler(AuthenticationError)
    def not_authenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        response = problem(HTTPStatus.UNAUTHORIZED, code="token_invalid", detail=TOKEN_MISSING)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        status = HTTPStatus(error.status_code)
        return problem(status, code="request_refused", detail=Text(da=status.phrase, en=status.phrase))

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        _LOG.error("%s failed", request.path, exc_info=error)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, code="failed", detail=FAILED)

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return problem(status, code="request_invalid", detail=Text(da=status.phrase, en=status.phrase))
