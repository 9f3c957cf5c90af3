"""A request -> a database in which, while it is answered, only the user's own municipality has people."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lighed.web import queries, row_security


class OneMunicipalityMiddleware:
    """The outermost place where the user is known. Those who have not logged in see no one; a machine client is seen
    to when its token has been read, and what it may see ends with the request as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        code = queries.user_of(user).municipality_id if user.is_authenticated else row_security.NOBODY
        with row_security.municipality_in_view(code):
            return self.get_response(request)
