"""W2: saved views, and how a user has set up the worklist."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditEvent, AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def saved_views_page(request: HttpRequest) -> HttpResponse:
    """List the views; a POST makes one or changes one's own: `do` says which."""
    if request.method != "POST":
        return _views(request)
    do = request.POST.get("do", "")
    if do == "first":
        return _open_first(request)
    audit = event(request, AuditKind.CHANGE, criterion="saved view")
    try:
        if do == "save":
            return _save(request, audit)
        _change(request, do, audit)
    except actions.ViewRefused as refused:
        return _views(request, error=refused.text.in_(get_language() or "da"), status=422)
    return redirect("saved-views")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Columns, density and single keys. The list's own column picker posts here too, and is led back to the list."""
    user = queries.user_of(request.user)
    if request.method != "POST":
        return _settings(request)
    said = request.POST
    columns = queries.picked(said.getlist("columns")) if said.getlist("columns") else ()
    changes: dict[str, object] = {"columns": list(columns), "is_dense": "is_dense" in said}
    clashes: tuple[str, ...] = ()
    if "with_keys" in said:
        keys = {one: said.get(f"key_{one}", "").strip() for one in queries.SHORTCUTS}
        clashes = queries.unusable_keys(keys)
        changes |= {"has_shortcuts": "has_shortcuts" in said, "shortcuts": keys}
    if clashes:
        return _settings(request, clashes=clashes, keys=keys, status=422)
    actions.keep_desk_settings(user, **changes, audit=event(request, AuditKind.CHANGE, criterion="worklist settings"))
    if "choices" not in said:
        messages.success(request, _("The settings are saved."))
        return redirect("worklist-settings")
    choices = _choices(said.get("choices", ""))
    view = _own_view_of(request, choices)
    if view is not None:
        audit = event(request, AuditKind.CHANGE, criterion="saved view")
        actions.change_view(view, query=view.query, columns=columns, audit=audit)
    return redirect(_worklist(choices.query()))


def _save(request: HttpRequest, audit: AuditEvent) -> HttpResponse:
    user, said = queries.user_of(request.user), request.POST
    choices = _choices(said.get("choices", ""))
    columns = queries.picked(queries.desk_settings(user).columns)
    view = actions.save_view(
        user,
        name=said.get("name", ""),
        query=choices.kept,
        columns=columns,
        is_shared="is_shared" in said,
        audit=audit,
    )
    return redirect(_worklist(choices.query(view=f"view-{view.pk}")))


def _change(request: HttpRequest, do: str, audit: AuditEvent) -> None:
    number = request.POST.get("view", "")
    found = queries.own_view(queries.user_of(request.user), int(number)) if _is_number(number) else None
    if found is None:
        raise Http404
    if do == "rename":
        actions.rename_view(found, name=request.POST.get("name", ""), audit=audit)
    elif do in ("share", "unshare"):
        actions.share_view(found, is_shared=do == "share", audit=audit)
    elif do == "update":
        choices = _choices(request.POST.get("choices", ""))
        actions.change_view(found, query=choices.kept, columns=found.columns, audit=audit)
    elif do == "delete":
        actions.delete_view(found, audit=audit)
    else:
        raise Http404


def _open_first(request: HttpRequest) -> HttpResponse:
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=timezone.localdate())
    first = request.POST.get("view", "")
    if first and first not in {view.key for view in queries.views_of(user, profiling)}:
        raise Http404
    audit = event(request, AuditKind.CHANGE, criterion="worklist settings")
    actions.keep_desk_settings(user, first_view=first, audit=audit)
    return redirect("saved-views")


def _views(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user, today = queries.user_of(request.user), timezone.localdate()
    profiling = queries.profiling_for(user, today=today)
    views = queries.views_of(user, profiling)
    first = queries.desk_settings(user).first_view
    listed = queries.listed_views(user, views, profiling=profiling, first=first, today=today)
    actions.record(audit=event(request, AuditKind.SEARCH, criterion="saved views"))
    return render(
        request,
        "worklist/views.html",
        {
            "listed": [(one, _worklist(one.view.query)) for one in listed],
            "has_own": any(view.number for view in views),
            "has_first": bool(first),
            "error": error,
            "said": request.POST,
        },
        status=status,
    )


def _settings(
    request: HttpRequest, *, clashes: tuple[str, ...] = (), keys: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=timezone.localdate())
    settings = queries.desk_settings(user)
    if keys is not None:
        settings.shortcuts = keys
    return render(
        request,
        "worklist/settings.html",
        {
            "settings": settings,
            "to_pick": queries.columns_to_pick(queries.picked(settings.columns), profiling),
            "shortcuts": queries.shortcuts_of(settings),
            "clashes": clashes,
        },
        status=status,
    )


def _own_view_of(request: HttpRequest, choices: queries.WorklistChoices) -> queries.SavedView | None:
    kind, _, number = choices.view.partition("-")
    if kind != "view" or not _is_number(number):
        return None
    return queries.own_view(queries.user_of(request.user), int(number))


def _choices(query: str) -> queries.WorklistChoices:
    return queries.WorklistChoices.read(dict(parse_qsl(query)))


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


def _worklist(query: str) -> str:
    return reverse("worklist") + (f"?{query}" if query else "")
