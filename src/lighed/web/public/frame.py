"""A public page -> it answers everyone alike: no log-in, no cookie, a language, and any cache may keep it a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from lighed.web.public.kept import keep, kept
from lighed.web.queries.public.pages import OpenMunicipality, open_municipality

KEPT = 300
"""For how many seconds a cache may keep a page: so long may a stop, say, stand unsaid in a copy."""
_Page = Callable[..., HttpResponse]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """One public page of a municipality, by the name of its address."""

    address: str
    name: str | Promise


OPEN_PAGES: tuple[OpenEntry, ...] = (
    OpenEntry("open-about", gettext_lazy("About the tool")),
    OpenEntry("open-for-you", gettext_lazy("For you who look for work")),
    OpenEntry("open-register", gettext_lazy("Register entry")),
    OpenEntry("open-elements", gettext_lazy("The information")),
    OpenEntry("open-results", pgettext_lazy("open page", "Results")),
    OpenEntry("open-changes", pgettext_lazy("open page", "Changes")),
    OpenEntry("open-figures", pgettext_lazy("open page", "Figures")),
    OpenEntry("open-try", gettext_lazy("Try it")),
)
"""In the order of the menu."""


def open_page(page: _Page) -> _Page:
    """Let everyone see the page, in the language of ``?language=`` or of the browser.

    A page of one municipality is asked for by its code, and gets what is public about it; where there is no such
    municipality there is no page.
    """

    @login_not_required
    @require_safe
    @wraps(page)
    def shown(request: HttpRequest, code: str | None = None, **kwargs: Any) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            try:
                response = _made(page, request, code, kwargs)
            except DatabaseError as error:
                found = kept(request, language=language)
                if found is None:
                    raise
                _LOG.error("A public page could not be made: %s", type(error).__name__)
                response = found
            else:
                keep(request, response, language=language)
            response.setdefault("Content-Language", language)
        response.setdefault("Cache-Control", f"public, max-age={KEPT}")
        return response

    return shown


def _made(page: _Page, request: HttpRequest, code: str | None, parts: dict[str, Any]) -> HttpResponse:
    if code is None:
        return page(request, **parts)
    municipality = open_municipality(code)
    if municipality is None:
        raise Http404
    return page(request, municipality, **parts)


def show(
    request: HttpRequest, template: str, shown: dict[str, Any], *, municipality: OpenMunicipality | None = None
) -> HttpResponse:
    """The page, with the frame that all public pages have. Nothing of the request but its address stands in it."""
    match = request.resolver_match
    frame = {
        "municipality": municipality,
        "open_pages": OPEN_PAGES if municipality else (),
        "here": match.view_name if match else "",
        "languages": [(code, name, _in_language(request, code)) for code, name in (("da", "Dansk"), ("en", "English"))],
        "chosen_language": _chosen(request),
        "is_demo": settings.LIGHED_DEMO,
        "address": request.build_absolute_uri(request.path),
    }
    return HttpResponse(render_to_string(template, {**frame, **shown}))


def open_address(request: HttpRequest, name: str, **parts: Any) -> str:
    """The whole address of a public page, in the language that was chosen by the address of this one."""
    chosen = _chosen(request)
    return request.build_absolute_uri(reverse(name, kwargs=parts)) + (f"?language={chosen}" if chosen else "")


def _chosen(request: HttpRequest) -> str:
    said = request.GET.get("language", "")
    return said if said in dict(settings.LANGUAGES) else ""


def _language(request: HttpRequest) -> str:
    return _chosen(request) or translation.get_language() or settings.LANGUAGE_CODE


def _in_language(request: HttpRequest, code: str) -> str:
    asked = request.GET.copy()
    asked["language"] = code
    return f"?{asked.urlencode()}"
