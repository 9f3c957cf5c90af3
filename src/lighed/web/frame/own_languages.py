"""A request in a further language -> the page in it where it is a person's own, else in English.

Staff read in a language that is whole: half a page in another one would leave out what they must know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lighed.web.languages import is_whole

_ALSO = frozenset({"login", "language", "logout"})
"""Where a person comes in, and where they choose the language."""


def is_own_page(address: str) -> bool:
    """Whether the page of that name is one that people read of themselves."""
    return address == "my" or address.startswith("my-") or address in _ALSO


class OwnLanguagesMiddleware:
    """After the language has been found, and before the page is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        match = request.resolver_match
        if not is_whole(translation.get_language() or "da") and not is_own_page(match.view_name if match else ""):
            translation.activate("en")
            request.LANGUAGE_CODE = "en"
