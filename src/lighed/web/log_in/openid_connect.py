"""What an identity provider says of someone -> that user of this installation, logged in; nobody is ever created."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind
from lighed.web import actions, queries
from lighed.web.frame.events import event_of
from lighed.web.log_in.id_token import IdTokenRefused, check_id_token
from lighed.web.log_in.providers import IdentityProvider

_LOG = logging.getLogger(__name__)
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIdConnect(OpenIDConnectOAuth2Adapter):
    """The library's, which takes an ID token on trust where it came over TLS; here every token is checked in full."""

    def __init__(self, request: HttpRequest, provider: IdentityProvider) -> None:
        super().__init__(request, provider.id)
        self.provider = provider

    @property
    def library(self) -> Any:
        """The library's own idea of the provider."""
        return get_adapter(self.request).get_provider(self.request, provider=self.provider.id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description of itself, which must be of the issuer that the installation trusts."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.provider.issuer:
            raise OAuth2Error("issuer")
        is_secure = self.provider.issuer.startswith("https://")
        for name in _ENDPOINTS:
            if not str(config.get(name, "")).startswith("https://" if is_secure else ("http://", "https://")):
                raise OAuth2Error(name)
        return config

    def complete_login(self, request: HttpRequest, app: SocialApp, token: object, **kwargs: Any) -> SocialLogin:
        """The user whom the checked token is about; the page that says why not, where there is none."""
        try:
            with get_adapter().get_requests_session() as session:
                keys = session.get(self.openid_config["jwks_uri"])
                keys.raise_for_status()
            claims = check_id_token(
                str(kwargs["response"].get("id_token", "")),
                keys=keys.json(),
                issuer=self.provider.issuer,
                client_id=self.provider.client_id,
                nonce=_nonce(request.GET["state"]),
                acr=self.provider.acr,
            )
        except IdTokenRefused as refused:
            reason = "level" if refused.reason == "level" else "failed"
            raise ImmediateHttpResponse(_refused(request, self.provider, reason, refused.reason)) from refused
        except (ValueError, AttributeError, TypeError) as error:
            raise ImmediateHttpResponse(_refused(request, self.provider, "failed", "keys")) from error
        key = sha256(f"{self.provider.issuer}\n{claims['sub']}".encode()).hexdigest()
        if not _user_for(key, claims, self.provider):
            raise ImmediateHttpResponse(_refused(request, self.provider, "unknown", "unknown user"))
        account = SocialAccount(provider=self.provider.id, uid=key)
        return SocialLogin(user=get_user_model()(), account=account, provider=self.library)


@login_not_required
@never_cache
@require_GET
def log_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider. A link, not a form: a page that a form leads to may not lead on to other hosts here."""
    provider = _provider(provider_id)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    state = get_random_string(32)
    asked = {"nonce": _nonce(state)} | ({"acr_values": " ".join(provider.acr)} if provider.acr else {})
    spoken = OpenIdConnect(request, provider)
    library = spoken.library
    library.get_oauth2_adapter = lambda request: spoken
    try:
        response: HttpResponse = library.redirect(
            request, AuthProcess.LOGIN, next_url=back if is_ours else None, state_id=state, auth_params=asked
        )
    except (OAuth2Error, OSError, ValueError, KeyError) as error:
        return _refused(request, provider, "failed", type(error).__name__)
    return response


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider, with a code for the token that says who one is."""
    provider = _provider(provider_id)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    view = OAuth2CallbackView.adapter_view(OpenIdConnect(request, provider))
    response: HttpResponse = view(request)
    return response


def refuse(request: HttpRequest, provider_id: str, *, is_cancelled: bool, error: Exception | None) -> None:
    """Put the site's own page in place of the library's, where it stops by itself."""
    reason = "cancelled" if is_cancelled else "failed"
    page = _refused(request, _provider(provider_id), reason, type(error).__name__ if error else reason)
    raise ImmediateHttpResponse(page)


def _provider(provider_id: str) -> IdentityProvider:
    for provider in settings.LIGHED_OIDC:
        if provider.id == provider_id:
            return provider
    raise Http404


def _nonce(state: str) -> str:
    """Bound to the state, which this session alone has and can use once."""
    return salted_hmac("lighed.oidc.nonce", state, algorithm="sha256").hexdigest()


def _user_for(key: str, claims: dict[str, Any], provider: IdentityProvider) -> bool:
    """Whether the subject is bound to a user who may log in, binding it at its first log-in."""
    theirs = {"municipality": provider.municipality, "vouches_for": provider.vouches_for}
    user = queries.user_of_identity(provider.id, key)
    if user is not None:
        return queries.is_vouched_for(user, **theirs)
    name = claims.get(provider.user_name_claim)
    user = queries.user_to_bind(provider.id, name, **theirs) if name else None
    if user is None:
        return False
    audit = event_of(user, AuditKind.CHANGE)
    return actions.bind_identity(user, provider=provider.id, key=key, audit=audit)


def _refused(request: HttpRequest, provider: IdentityProvider, reason: str, for_the_log: str) -> HttpResponse:
    _LOG.warning("log-in by %s was refused: %s", provider.id, for_the_log)
    return render(request, "log_in/refused.html", {"provider": provider, "reason": reason}, status=403)
