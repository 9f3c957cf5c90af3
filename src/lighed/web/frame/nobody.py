"""A request for a public page -> the same page for everyone: whoever asks, the site is told nothing of who it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OPEN = "/open/"


class NobodyMiddleware:
    """Outside of sessions and log-in: a cookie is never read where the pages are open, and none is set.

    So a page can be kept by any cache on the way, and nobody's visit can be told from another's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        varies = [one.strip() for one in response.get("Vary", "").split(",")]
        response["Vary"] = ", ".join(one for one in varies if one and one.lower() != "cookie")
        if not response["Vary"]:
            del response["Vary"]
        return response
