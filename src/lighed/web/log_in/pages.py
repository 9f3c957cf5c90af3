"""The pages on which people show who they are."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from lighed.governance import AuditKind
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.log_in import recorded
from lighed.web.log_in.forms import CodeAgainForm, CodeForm, FirstCodeForm, PasswordForm
from lighed.web.log_in.second_factor import came_from_provider

_LOCKED = {"too_many_login_attempts", "rate_limited"}


def is_locked(form: BaseForm) -> bool:
    """Whether what was typed was not even looked at, because of too many wrong tries."""
    return any(error.code in _LOCKED for errors in form.errors.as_data().values() for error in errors)


class _TellsWhenLocked:
    """Too many tries have their own status and their own words."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context["is_locked"] = is_locked(context["form"])
        if context["is_locked"]:
            kwargs["status"] = 429
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]  # of the view
        return response


class LogIn(_TellsWhenLocked, account.LoginView):
    """User name and password, the municipality's own log-in, and in a demonstration whom one can log in as."""

    template_name = "log_in/log_in.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "next": get_next_redirect_url(self.request) or "",
            "providers": settings.LIGHED_OIDC,
            "demo_users": queries.demo_users(),
            "demo_password": actions.DEMO_PASSWORD if settings.LIGHED_DEMO else "",
        }


class SecondStep(_TellsWhenLocked, mfa.AuthenticateView):
    """A code from the app, or one of the codes for when the app is not at hand."""

    template_name = "log_in/code.html"
    form_class = CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "start_over" in request.POST:
            clear_login(request)
            return redirect("login")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        recorded.failed(self.stage.login.user.get_username(), criterion="second step")
        response: HttpResponse = super().form_invalid(form)
        return response


class PasswordAgain(_TellsWhenLocked, account.ReauthenticateView):
    """The password again, before the second factor is changed."""

    template_name = "log_in/password_again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next": get_next_redirect_url(self.request) or ""}


class CodeAgain(_TellsWhenLocked, mfa.ReauthenticateView):
    """A code from someone who is logged in."""

    template_name = "log_in/code_again.html"
    form_class = CodeAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next": get_next_redirect_url(self.request) or ""}


@method_decorator(never_cache, name="dispatch")
class SetUp(_TellsWhenLocked, totp.ActivateTOTPView):
    """Connect an app: a picture to scan, the same as text, and the first code."""

    template_name = "log_in/set_up.html"
    form_class = FirstCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.record(audit=event(self.request, AuditKind.CHANGE))
        # The code just given is a second factor, so this session has shown one.
        record_authentication(
            self.request, queries.user_of(self.request.user), "mfa", type="totp", reauthenticated=True
        )
        return response


@method_decorator(never_cache, name="dispatch")
class OwnLogIn(mfa.IndexView):
    """What one's log-in stands on, and the ways to change it."""

    template_name = "log_in/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        codes = context["authenticators"].get("recovery_codes")
        return {
            **context,
            "n_codes": len(codes.get_unused_codes()) if codes else 0,
            "by_provider": came_from_provider(self.request),
        }


class Disconnect(totp.DeactivateTOTPView):
    """Forget the app, so that another one can be connected."""

    template_name = "log_in/disconnect.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.record(audit=event(self.request, AuditKind.CHANGE))
        return response


@method_decorator(never_cache, name="dispatch")
class NewPassword(_TellsWhenLocked, account.PasswordChangeView):
    """A password that only its owner knows, in place of the one that an administrator gave; it ends other sessions."""

    template_name = "log_in/new_password.html"
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.user_of(request.user).has_usable_password():
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.keep_own_password(queries.user_of(self.request.user), audit=event(self.request, AuditKind.CHANGE))
        return response


@method_decorator(never_cache, name="dispatch")
class SpareCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes for when the app is not at hand, shown once."""

    template_name = "log_in/spare_codes.html"


class NewSpareCodes(recovery_codes.GenerateRecoveryCodesView):
    """New codes, which end the old ones."""

    template_name = "log_in/new_spare_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.record(audit=event(self.request, AuditKind.CHANGE))
        return response
