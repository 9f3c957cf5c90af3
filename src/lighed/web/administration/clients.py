"""A5: the programs that send registrations and ask by a token of the municipality's."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import ApiScope, AuditEvent, AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

SCOPES = (
    (ApiScope.REGISTRATIONS.value, gettext_lazy("Send registrations, and have an estimate made")),
    (ApiScope.RIGHTS.value, gettext_lazy("Send what a person was told, chose or objected to")),
    (ApiScope.ESTIMATES.value, gettext_lazy("Fetch the estimate card, as a named caseworker may see it")),
)


class ClientForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the program"),
        help_text=gettext_lazy("As it is called in the log, such as the name of the case system."),
        max_length=80,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the token may be used for"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.MANAGE_USERS)
@cache_control(private=True, no_store=True)
def clients_page(request: HttpRequest) -> HttpResponse:
    """List the tokens, make one, or revoke those of a name. A token is in this one answer and is kept nowhere."""
    municipality = queries.user_of(request.user).municipality_id
    revoked = request.POST.get("revoke", "")
    form = ClientForm(request.POST if request.method == "POST" and not revoked else None)
    token = ""
    if revoked:
        n_revoked = actions.revoke_api_token(revoked, municipality=municipality, audit=_change(request, "revoke"))
        if n_revoked:
            messages.success(request, _("Revoked. Whoever sends with it is refused from now on."))
        return redirect("clients")
    if form.is_bound and form.is_valid():
        token = actions.create_api_token(
            form.cleaned_data["name"],
            municipality=municipality,
            scopes=form.cleaned_data["scopes"],
            audit=_change(request, "create"),
        )
    if request.method != "POST":
        actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="clients"))
    return render(
        request,
        "administration/clients.html",
        {"clients": _shown(municipality), "form": ClientForm() if token else form, "token": token},
        status=422 if form.errors else 200,
    )


def _shown(municipality: str) -> list[tuple[object, list[str]]]:
    """Each token with what it may be used for, in words."""
    words = {scope: str(name) for scope, name in SCOPES}
    return [(one, [words[scope] for scope in one.scopes]) for one in queries.api_clients(municipality)]


def _change(request: HttpRequest, what: str) -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=f"client: {what}")
