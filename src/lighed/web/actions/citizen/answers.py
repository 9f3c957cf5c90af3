"""A request that a named human being has answered -> the letter to the person, with the result and the reasons."""

from __future__ import annotations

from lighed.governance import AuditEvent, RequestKind, RequestResult
from lighed.governance.request_results import RESULTS
from lighed.transparency.letters import LetterKind
from lighed.web import queries
from lighed.web.actions.citizen.corrections import long_date
from lighed.web.actions.letters.sent import send_letter
from lighed.web.models import RightsRequest, User

_LETTERS = {
    RequestKind.ACCESS: LetterKind.ACCESS_ANSWER,
    RequestKind.CORRECTION: LetterKind.CORRECTION_ANSWER,
    RequestKind.OBJECTION: LetterKind.OBJECTION_ANSWER,
    RequestKind.REVIEW: LetterKind.REVIEW_ANSWER,
}


def send_answer(request: RightsRequest, *, by: User, audit: AuditEvent) -> None:
    """Send the answer to the person as a letter."""
    kind, language = RequestKind(request.kind), queries.language_of(request.person)
    send_letter(
        request.person,
        kind=_LETTERS[kind],
        values={
            "asked_on": long_date(request, language),
            "answered_by": by.name,
            "result": RESULTS[kind][RequestResult(request.result)].in_(language),
            "answer": request.answer,
        },
        audit=audit,
    )
