"""A page and the rights that it needs -> the page for those who have one of them, and no page for anyone else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lighed.governance import Right
from lighed.web import queries
from lighed.web.frame.menu import zones_of

_Page = Callable[..., HttpResponse]


def needs(*rights: Right) -> Callable[[_Page], _Page]:
    """Let only those open a page who have one of `rights`; to everyone else there is no such page.

    The rights stand on the page as `rights`, so that the walk over all addresses can compare them with its table.
    """

    def decorate(page: _Page) -> _Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not queries.user_of(request.user).rights.intersection(rights):
                raise Http404
            return page(request, *args, **kwargs)

        guarded.rights = frozenset(rights)  # type: ignore[attr-defined]
        return guarded

    return decorate


def own_first_page(page: _Page) -> _Page:
    """The site's root is the worklist; whoever may not see people is led to the first page that is theirs."""

    @wraps(page)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rights = queries.user_of(request.user).rights
        if Right.SEE_PEOPLE not in rights and (zones := zones_of(rights)):
            return redirect(zones[0].entries[0].address)
        return page(request, *args, **kwargs)

    return led
