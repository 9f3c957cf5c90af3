"""A1: one user: what they may do, until when, and the steps that change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right, Role, RoleRefused, is_of_two, is_same_person
from lighed.web import actions, queries
from lighed.web.administration.forms import (
    PersonalForm,
    ProtectedForm,
    RoleForm,
    TrainingForm,
    one_time_password,
)
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_FORMS: dict[str, type[PlainForm]] = {
    "personal": PersonalForm,
    "give": RoleForm,
    "protected": ProtectedForm,
    "training": TrainingForm,
}
_DONE = {
    "personal": gettext_lazy("The user has been changed."),
    "give": gettext_lazy("The role has been given. It counts from the user's next page."),
    "end": gettext_lazy("The role has ended. The user's next page is without it."),
    "protected": gettext_lazy("The user now sees protected names and addresses."),
    "hide": gettext_lazy("The user no longer sees protected names and addresses."),
    "training": gettext_lazy("The introduction has been recorded."),
    "phone": gettext_lazy("The user sets up a new phone at the next log-in."),
    "deactivate": gettext_lazy("The user can no longer log in, and has no roles."),
}
_AWAITS = gettext_lazy("The role has been given. It counts once somebody else has confirmed it, on Access to confirm.")
_INTRODUCTION = "introduction"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.MANAGE_USERS)
@cache_control(private=True, no_store=True)
def user_page(request: HttpRequest, key: int) -> HttpResponse:
    """Show one user of the municipality, and take one step."""
    admin, today = queries.user_of(request.user), timezone.localdate()
    page = queries.user_page(admin.municipality_id, key, today=today)
    if page is None:
        raise Http404
    step = request.POST.get("step", "") if request.method == "POST" else ""
    forms = {
        name: form(
            request.POST if name == step else None, prefix=name, initial=_known(page) if name == "personal" else None
        )
        for name, form in _FORMS.items()
    }
    refused = ""
    if request.method == "POST" and (step not in forms or forms[step].is_valid()):
        try:
            if (password := _take(request, page, step, forms.get(step))) is not None:
                page.user.refresh_from_db(fields=["reset_at"])
                shown = {"known": page.user, "password": password}
                return render(request, "administration/new_password.html", shown)
        except RoleRefused as reason:
            refused = reason.text.in_(get_language() or "da")
            if step in forms:
                forms[step].add_error(None, refused)
        else:
            awaits = step == "give" and is_of_two(Role(forms["give"].cleaned_data["role"]))
            messages.success(request, str(_AWAITS if awaits else _DONE[step]))
            return redirect("users-one", key=key)
    if request.method != "POST":
        actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="user"))
    wrong = forms.get(step)
    return render(
        request,
        "administration/user.html",
        {
            "page": page,
            "row": page.row,
            "forms": forms,
            "form": wrong,
            "refused": refused,
            "is_oneself": key == admin.pk,
        },
        status=422 if request.method == "POST" else 200,
    )


def _take(request: HttpRequest, page: queries.UserPage, step: str, form: PlainForm | None) -> str | None:
    """Take the step; of a new password, return it."""
    audit = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=f"user: {step}")
    user, said = page.user, form.cleaned_data if form else {}
    steps: dict[str, Callable[[], Any]] = {
        "personal": lambda: actions.change_user(user, **said, audit=audit),
        "give": lambda: actions.give_role(user, said["role"], until=said["until"], audit=audit),
        "end": lambda: actions.end_role(user, _role(request), audit=audit),
        "protected": lambda: actions.let_see_protected(user, until=said["until"], audit=audit),
        "hide": lambda: actions.let_see_protected(user, until=None, audit=audit),
        "training": lambda: actions.record_training(user, what=_INTRODUCTION, **said, audit=audit),
        "phone": lambda: actions.forget_second_factor(user.username, audit=audit),
        "deactivate": lambda: actions.deactivate_user(user, audit=audit),
    }
    if step == "phone" and is_same_person(user.username, audit.actor):
        # One's own is changed where one shows who one is, on the pages of one's own log-in.
        raise Http404
    if step == "password":
        password = one_time_password()
        actions.give_new_password(user, password=password, audit=audit)
        return password
    if step not in steps:
        raise Http404
    steps[step]()
    return None


def _role(request: HttpRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError:
        raise Http404 from None


def _known(page: queries.UserPage) -> dict[str, str]:
    return {"name": page.row.name, "team": page.row.team, "caseworker_id": page.row.caseworker_id}
