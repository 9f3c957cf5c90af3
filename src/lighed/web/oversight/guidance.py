"""What the guidelines ask of the reader's own roles, one short page that every page of the zones leads to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lighed.governance.guidance import guidance_of
from lighed.web import queries
from lighed.web.frame.menu import zones_of


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
    return render(request, "oversight/guidance.html", {"shown": shown})
