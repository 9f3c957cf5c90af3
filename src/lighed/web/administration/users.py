"""A1: who logs in here, with which roles; and someone new."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, Duty, Right, RoleRefused, is_of_two
from lighed.web import actions, queries
from lighed.web.administration.forms import NewUserForm, one_time_password
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.MANAGE_USERS)
@cache_control(private=True, no_store=True)
def users_page(request: HttpRequest) -> HttpResponse:
    """List the municipality's staff; citizens log in to their own page and are not in this list."""
    roles = dict(queries.STAFF_ROLES)
    role = request.GET.get("role", "")
    role = role if role in roles else ""
    rows = queries.users_of(_municipality(request), role=role, today=timezone.localdate())
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="users"))
    return render(
        request,
        "administration/users.html",
        {"rows": rows, "roles": [(key, name, key == role) for key, name in roles.items()], "role": role},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.MANAGE_USERS)
@cache_control(private=True, no_store=True)
def new_user_page(request: HttpRequest) -> HttpResponse:
    """Make a user. The password is in this one answer and is kept nowhere; its owner changes it first of all."""
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        password = one_time_password() if said["way"] == "password" else None
        try:
            user = actions.create_user(
                said["username"],
                name=said["name"],
                municipality=_municipality(request),
                password=password,
                caseworker_id=said["caseworker_id"],
                team=said["team"],
                roles=(said["role"],),
                until=said["until"],
                is_password_temporary=password is not None,
                audit=event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion="user"),
            )
        except RoleRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="until")
        except IntegrityError:
            form.add_error(
                "username", _("The user name is taken, here or in another municipality. Choose another one.")
            )
        else:
            return render(
                request,
                "administration/new_password.html",
                {"known": user, "password": password, "role_awaits": is_of_two(said["role"])},
            )
    return render(request, "administration/new_user.html", {"form": form}, status=422 if form.errors else 200)


def _municipality(request: HttpRequest) -> str:
    return queries.user_of(request.user).municipality_id
