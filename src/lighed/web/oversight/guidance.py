"""What the guidelines ask of the reader's own roles, and the tour of the desk: short pages that every page leads to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from lighed.governance import Right
from lighed.governance.guidance import guidance_of
from lighed.governance.tour import TOUR
from lighed.web import queries
from lighed.web.frame.menu import zones_of
from lighed.web.frame.rights import needs


@require_safe
@cache_control(private=True, no_store=True)
def guidance_page(request: HttpRequest) -> HttpResponse:
    """Show what each of the reader's roles does and does not, with links to where it is done."""
    user = queries.user_of(request.user)
    said = guidance_of(user.roles)
    if not said:
        raise Http404
    names = dict(queries.role_names())
    opened = {entry.address: entry.name for zone in zones_of(user.rights) for entry in zone.entries}
    shown = [
        (names[role.value], guidance, [(page, opened[page]) for page in guidance.pages if page in opened])
        for role, guidance in said
    ]
    return render(request, "oversight/guidance.html", {"shown": shown, "has_tour": Right.SEE_PEOPLE in user.rights})


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def tour_page(request: HttpRequest) -> HttpResponse:
    """Show the steps of the tour, each with the page where it is taken, the first time that page is named."""
    opened = {e.address: e.name for zone in zones_of(queries.user_of(request.user).rights) for e in zone.entries}
    steps = [(step, opened.pop(step.page, "")) for step in TOUR]
    return render(request, "oversight/tour.html", {"steps": steps})
