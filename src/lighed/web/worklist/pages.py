"""W1: the worklist, and what is done with those who were selected on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings as conf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.chosen import FOUND, choices_sealed, keys_said, sealed_choices, sealed_found
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs, own_first_page

_NAME = "worklist_name"
"""Where the session keeps the name that is searched for: a name is personal, so it is in no URL."""
_LAST = "lighed_list"
"""The cookie with what the list was last asked for, which the way back from a person leads to. It holds what stood in
the URL and nothing more; in the session it would keep each page waiting for the disk."""
_LEADS_TO = {"plan": "plan-many", "sheets": "print-sheets", "export": "export"}
"""What is done with those selected -> the page that does it."""
_COLUMN_SORTS = {"name": "name", "days": "days", "registered": "days", "deadline": "deadline", "estimate": "-band"}


@require_http_methods(["GET", "HEAD", "POST"])
@own_first_page
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
@vary_on_headers("HX-Request")
def worklist_page(request: HttpRequest) -> HttpResponse:
    """Show the worklist. A GET reads its choices from the URL; a POST makes choices, and leads to their URL."""
    if request.method == "POST":
        return _choose(request)
    if not request.GET and (first := _first_view(request)):
        return redirect(first)
    choices = queries.WorklistChoices.read(request.GET.dict(), name=request.session.get(_NAME, ""))
    return _show(request, choices)


@require_POST
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def selected_page(request: HttpRequest) -> HttpResponse:
    """Take those who were selected along to the page that plans, prints or exports; without any, say so here."""
    user, today = queries.user_of(request.user), timezone.localdate()
    shown = choices_sealed(user, request.POST.get("choices", ""))
    asked = queries.WorklistChoices.read(dict(parse_qsl(shown or "")), name=request.session.get(_NAME, ""))
    if shown is None:
        return _show(request, asked, error=_("The list was not the one that you were shown. Select again."), status=422)
    choices, _left_out = queries.usable(asked, profiling := queries.profiling_for(user, today=today))
    # A template on the bar plans with it: the page that plans shows what becomes of each before anybody is planned.
    leads_to = _LEADS_TO.get(request.POST.get("do", "plan" if "template" in request.POST else ""), "")
    # A template chosen with nobody selected is for everyone found: what becomes of each is seen before it is confirmed.
    if request.POST.get("everyone") or ("template" in request.POST and not request.POST.getlist("people")):
        found = queries.keys_found(user, choices=choices, profiling=profiling, today=today)
        if found is None:
            refused = _("At most %(n)s people can be selected at a time. Narrow the list with a filter.")
            return _show(request, asked, error=refused % {"n": queries.MOST_SELECTED}, status=422)
    else:
        found = queries.keys_seen(user, keys_said(request.POST.getlist("people")[: queries.MOST_SELECTED]))
    if not found or not leads_to:
        return _show(request, asked, error=_("Select at least one person first"), status=422)
    said = request.POST.copy()
    said.setlist("people", [str(key) for key in found])
    said[FOUND] = sealed_found(user, found, by_band=asked.is_by_band)
    for field in ("do", "choices", "everyone"):
        said.pop(field, None)
    request.POST = said  # type: ignore[assignment]
    # The selection is no part of any address, so the page is called here and not led to.
    request.resolver_match = resolve(reverse(leads_to))
    return page_named(leads_to)(request)


def page_named(address: str) -> Callable[[HttpRequest], HttpResponse]:
    """The page that answers at the address of that name."""
    page: Callable[[HttpRequest], HttpResponse] = resolve(reverse(address)).func
    return page


def _first_view(request: HttpRequest) -> str:
    """The address of the view that the user's worklist opens with, where they have chosen one that still is there."""
    user = queries.user_of(request.user)
    first = queries.desk_settings(user).first_view
    if not first:
        return ""
    profiling = queries.profiling_for(user, today=timezone.localdate())
    return next((_address(view.query) for view in queries.views_of(user, profiling) if view.key == first), "")


def _choose(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.dict()
    removed = chosen.pop("remove", "")
    if removed == "all":
        chosen = {field: chosen[field] for field in ("sort", "size") if field in chosen}
    else:
        chosen.pop(removed, None)
    choices = queries.WorklistChoices.read(chosen, name=chosen.get("name", ""))
    if not choices.query() and _first_view(request):
        choices = queries.WorklistChoices.read({"view": queries.EVERYONE}, name=choices.name)
    request.session[_NAME] = choices.name
    address = _address(choices.query())
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = _show(request, choices)
    response["HX-Push-Url"] = address
    return response


def _show(request: HttpRequest, asked: queries.WorklistChoices, *, error: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    choices, left_out = queries.usable(asked, profiling)
    found = queries.worklist(user, choices=choices, profiling=profiling, today=today)
    told = f"{choices.criterion}, mode={profiling.mode.value}"
    actions.record(audit=event(request, AuditKind.SEARCH, criterion=told))
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    settings = queries.desk_settings(user)
    views = queries.views_of(user, profiling)
    view = next((one for one in views if one.key == choices.view), None)
    columns = queries.picked(view.columns if view and view.columns else settings.columns)
    to_pick = queries.columns_to_pick(columns, profiling)
    offered = queries.filters(choices, queries.named_values(user, profiling), profiling)
    response = render(
        request,
        "worklist/list.html" if is_part else "worklist/page.html",
        {
            "choices": choices,
            "query": choices.query(),
            "sealed_query": sealed_choices(user, choices.query()),
            "found": found,
            "profiling": profiling,
            "left_out": left_out,
            "error": error,
            "offered": offered,
            "n_filters": len(choices.filters),
            "tags": queries.tags(choices, offered),
            "sorts": queries.sorts(choices, profiling),
            "sizes": queries.sizes(choices),
            "views": [(one, _address(one.query), one == view) for one in views],
            "view": view,
            "is_as_saved": view is None or view.is_as_saved(choices),
            "everyone": _everyone(settings),
            "shown": queries.shown_columns(to_pick),
            "to_pick": to_pick,
            "names": {one.key: one.name for one in to_pick},
            "settings": settings,
            "shortcuts": queries.shortcuts_of(settings),
            "sort_links": _sort_links(choices),
            "page_links": _page_links(choices, found),
            "rules": queries.rules_badge(user.municipality_id, today=today),
            "source": "" if found.has_anyone else queries.source_of(user.municipality_id),
            "may_plan": Right.PLAN in user.rights,
            "meeting_templates": queries.templates_of(user.municipality_id) if Right.PLAN in user.rights else (),
            "may_export": Right.EXPORT_PEOPLE in user.rights,
            "most_selected": queries.MOST_SELECTED,
            "is_part": is_part,
            "n_to_justify": 0 if is_part else queries.n_to_justify(user),
            "n_to_answer": 0 if is_part else queries.n_to_answer(user),
            "fetched_at": timezone.now(),
        },
        status=status,
    )
    last = choices.query(page=found.page)
    response.set_cookie(_LAST, last, secure=conf.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


def _everyone(settings: queries.DeskSettings) -> str:
    """The address of the list without a filter: the bare one, unless that opens a view."""
    return _address(f"view={queries.EVERYONE}" if settings.first_view else "")


def _address(query: str) -> str:
    return reverse("worklist") + (f"?{query}" if query else "")


def _sort_links(choices: queries.WorklistChoices) -> dict[str, tuple[str, str]]:
    """By column: where its head leads, to its own order or from there to the reverse, and the order it is in now."""
    links = {}
    for column, sort in _COLUMN_SORTS.items():
        reverse_sort = sort[1:] if sort.startswith("-") else f"-{sort}"
        now = {sort: "first", reverse_sort: "reversed"}.get(choices.sort, "")
        links[column] = (_address(choices.query(sort=reverse_sort if now == "first" else sort)), now)
    return links


def _page_links(choices: queries.WorklistChoices, found: queries.Worklist) -> dict[str, Any]:
    """The first, the last and the near pages; a gap between them is a number without a link."""
    near = {1, found.page - 1, found.page, found.page + 1, found.n_pages}
    numbers: list[tuple[int, str]] = []
    for number in sorted(near & set(range(1, found.n_pages + 1))):
        if numbers and number > numbers[-1][0] + 1:
            numbers.append((0, ""))
        numbers.append((number, _address(choices.query(page=number))))
    return {
        "previous": _address(choices.query(page=found.page - 1)) if found.page > 1 else "",
        "next": _address(choices.query(page=found.page + 1)) if found.page < found.n_pages else "",
        "numbers": numbers,
    }
