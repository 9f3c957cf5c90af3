"""A request that a named human being has answered -> the letter to the person, with the result and the reasons."""

from __future__ import annotations

from lighed.governance import AuditEvent, RequestKind, RequestResult, Text
from lighed.transparency.letters import LetterKind
from lighed.web import queries
from lighed.web.actions.corrections import long_date
from lighed.web.actions.letters import send_letter
from lighed.web.models import RightsRequest, User

_LETTERS = {
    RequestKind.ACCESS: LetterKind.ACCESS_ANSWER,
    RequestKind.CORRECTION: LetterKind.CORRECTION_ANSWER,
    RequestKind.OBJECTION: LetterKind.OBJECTION_ANSWER,
    RequestKind.REVIEW: LetterKind.REVIEW_ANSWER,
}
_AGREED = {
    RequestResult.UPHELD: Text(da="Vi er enige med dig.", en="We agree with you."),
    RequestResult.PARTLY: Text(da="Vi er delvist enige med dig.", en="We agree with you in part."),
    RequestResult.NOT_UPHELD: Text(da="Vi er ikke enige med dig.", en="We do not agree with you."),
}
_RESULTS = {
    RequestKind.REVIEW: _AGREED,
    RequestKind.OBJECTION: _AGREED
    | {
        RequestResult.UPHELD: Text(
            da="Vi er enige med dig. Vi laver ikke et skøn om dig.", en="We agree. We make no estimate about you."
        )
    },
    RequestKind.CORRECTION: {
        RequestResult.UPHELD: Text(da="Vi retter oplysningen.", en="We put it right."),
        RequestResult.PARTLY: Text(da="Vi retter noget af det.", en="We put some of it right."),
        RequestResult.NOT_UPHELD: Text(da="Vi retter ikke oplysningen.", en="We do not change it."),
    },
    RequestKind.ACCESS: {
        RequestResult.UPHELD: Text(da="Du får det, du bad om.", en="You get what you asked for."),
        RequestResult.PARTLY: Text(da="Du får noget af det, du bad om.", en="You get some of what you asked for."),
        RequestResult.NOT_UPHELD: Text(da="Du får ikke det, du bad om.", en="You do not get what you asked for."),
    },
}
"""The result in one sentence, as the letter to the person says it."""


def send_answer(request: RightsRequest, *, by: User, audit: AuditEvent) -> None:
    """Send the answer to the person as a letter."""
    kind, language = RequestKind(request.kind), queries.language_of(request.person)
    send_letter(
        request.person,
        kind=_LETTERS[kind],
        values={
            "asked_on": long_date(request, language),
            "answered_by": by.name,
            "result": _RESULTS[kind][RequestResult(request.result)].in_(language),
            "answer": request.answer,
        },
        audit=audit,
    )
