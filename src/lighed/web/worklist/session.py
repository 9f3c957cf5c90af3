"""Log-in, and the choice of language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lighed.governance import AuditKind
from lighed.web import actions, queries
from lighed.web.worklist.events import event


@method_decorator([login_not_required, never_cache], name="dispatch")
class LogIn(auth_views.LoginView):
    """Django's log-in, which greets people in their language and, in a demonstration, shows who they can log in as."""

    template_name = "worklist/log_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            demo_users=queries.demo_users(),
            demo_password=actions.DEMO_PASSWORD if settings.LIGHED_DEMO else "",
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if language := queries.user_of(self.request.user).language:
            _set_language(response, language)
        return response


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
    _set_language(response, language)
    return response


def _set_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
