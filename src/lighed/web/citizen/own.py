"""A request for one of a person's own pages -> their case, the entry of the log that it is, and a page if it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from typst import TypstError

from lighed.governance import AuditEvent, AuditKind, Duty
from lighed.web import queries
from lighed.web.frame.events import event

_LOG = logging.getLogger(__name__)


def case_of(request: HttpRequest, *, to_see: bool = False) -> queries.OwnCase:
    """The case of whoever is logged in; `to_see` where what is kept about the person is shown.

    Raises
    ------
    Http404
        If the user is nobody's, or acts for somebody whose data the authority does not let them read.
    """
    case = queries.own_case(queries.user_of(request.user), today=timezone.localdate())
    if case is None or (to_see and not case.may_see):
        raise Http404
    return case


def own_event(request: HttpRequest, case: queries.OwnCase, kind: AuditKind, *, criterion: str) -> AuditEvent:
    """What is done on the page, for the log."""
    return event(request, kind, subject=str(case.person.key), purpose=Duty.RIGHTS, criterion=criterion)


def or_a_number_to_call(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that cannot be made says so, and where a human being answers. Put it under the page's own right."""

    @wraps(page)
    def tried(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except (DatabaseError, ValueError, KeyError, OSError, TypstError) as error:
            # The message may quote what is kept about the person, so only its kind is written down.
            _LOG.error("A person's own page could not be made: %s", type(error).__name__)
            return render(request, "citizen/unavailable.html", {}, status=503)

    return tried
