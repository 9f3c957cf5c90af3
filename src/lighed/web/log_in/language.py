"""A chosen language -> the pages in it, now and at every later log-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lighed.governance import AuditKind
from lighed.web import actions, queries
from lighed.web.frame.events import event


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Go back to the page one came from, in another language; a user's choice is remembered."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        user = queries.user_of(request.user)
        actions.choose_language(user, language=language, audit=event(request, AuditKind.CHANGE))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if is_ours else settings.LOGIN_REDIRECT_URL)
    set_language(response, language)
    return response


def set_language(response: HttpResponse, language: str) -> None:
    """Have the browser remember the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
