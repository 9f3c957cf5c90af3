"""A request -> what the frame around every page shows: whose site it is, the menu, whether it is a demonstration."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lighed.governance.guidance import guidance_of
from lighed.web import queries
from lighed.web.frame.menu import Entry, Zone, zones_of
from lighed.web.frame.own_languages import is_own_page
from lighed.web.languages import is_whole


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of ``page.html`` and ``zone.html``."""
    shown: dict[str, Any] = {"is_demo": settings.LIGHED_DEMO, "organisation": "", "languages": _languages(request)}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return shown
    known = queries.user_of(user)
    zones = zones_of(known.rights)
    match = request.resolver_match
    zone, entry = _here(zones, match.view_name if match else "")
    # Asked only where a whole page is written: a part of a page has no frame.
    lines = SimpleLazyObject(partial(queries.status_lines, known, today=timezone.localdate()))
    shown |= {"organisation": str(known.municipality), "zones": zones, "zone": zone, "menu_entry": entry}
    shown["has_guidance"] = bool(guidance_of(known.roles))
    n_tasks = SimpleLazyObject(partial(queries.n_tasks, known, today=timezone.localdate()))
    return shown | {"status_lines": lines, "n_tasks": n_tasks}


def _languages(request: HttpRequest) -> list[tuple[str, str]]:
    """The languages to choose from: on people's own pages the further ones as well."""
    match = request.resolver_match
    is_own = is_own_page(match.view_name if match else "")
    return [(code, name) for code, name in settings.LANGUAGES if is_own or is_whole(code)]


def _here(zones: tuple[Zone, ...], address: str) -> tuple[Zone | None, Entry | None]:
    """The zone and the menu's entry that the page belongs to: pages are named after their entry, ``entry-more``."""
    found = [
        (zone, entry)
        for zone in zones
        for entry in zone.entries
        if address == entry.address or address.startswith(f"{entry.address}-")
    ]
    return max(found, key=lambda one: len(one[1].address), default=(None, None))
