"""A kind of request and how it ended -> the result in one sentence, as the person reads it."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.governance.rights_request import RequestKind, RequestResult
from lighed.governance.text import Text

_AGREED = {
    RequestResult.UPHELD: Text(da="Vi er enige med dig.", en="We agree with you."),
    RequestResult.PARTLY: Text(da="Vi er delvist enige med dig.", en="We agree with you in part."),
    RequestResult.NOT_UPHELD: Text(da="Vi er ikke enige med dig.", en="We do not agree with you."),
}
RESULTS: Mapping[RequestKind, Mapping[RequestResult, Text]] = {
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
