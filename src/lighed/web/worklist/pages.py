"""W1 and W3: a caseworker's worklist, and the page of one person on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs, own_first_page

_NAME = "worklist_name"
"""Where the session keeps the name that is searched for: a name is personal, so it is in no URL."""


@require_http_methods(["GET", "HEAD", "POST"])
@own_first_page
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
@vary_on_headers("HX-Request")
def worklist_page(request: HttpRequest) -> HttpResponse:
    """Show the worklist. A GET reads its choices from the URL; a POST makes choices, and leads to their URL."""
    if request.method == "POST":
        return _choose(request)
    choices = queries.WorklistChoices.read(request.GET.dict(), name=request.session.get(_NAME, ""))
    return _show(request, choices)


def _choose(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.dict()
    removed = chosen.pop("remove", "")
    if removed == "all":
        chosen = {field: chosen[field] for field in ("sort", "size") if field in chosen}
    else:
        chosen.pop(removed, None)
    choices = queries.WorklistChoices.read(chosen, name=chosen.get("name", ""))
    request.session[_NAME] = choices.name
    address = _link(choices)
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = _show(request, choices)
    response["HX-Push-Url"] = address
    return response


def _show(request: HttpRequest, choices: queries.WorklistChoices) -> HttpResponse:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    found = queries.worklist(user, choices=choices, profiling=profiling, today=today)
    actions.record(audit=event(request, AuditKind.SEARCH, criterion=choices.criterion))
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    return render(
        request,
        "worklist/list.html" if is_part else "worklist/page.html",
        {
            "choices": choices,
            "found": found,
            "profiling": profiling,
            "filters": queries.filters(choices, has_estimates=profiling.is_on),
            "tags": queries.tags(choices, has_estimates=profiling.is_on),
            "sorts": queries.options(queries.SORT_NAMES, chosen=choices.sort),
            "sizes": queries.options(queries.SIZE_NAMES, chosen=choices.size),
            "sort_links": _sort_links(choices),
            "page_links": _page_links(choices, found),
            "is_part": is_part,
            "n_to_justify": 0 if is_part else queries.n_to_justify(user),
            "n_to_answer": 0 if is_part else queries.n_to_answer(user),
            "fetched_at": timezone.now(),
        },
    )


def _link(choices: queries.WorklistChoices, **changes: str | int) -> str:
    query = choices.query(**changes)
    return reverse("worklist") + (f"?{query}" if query else "")


def _sort_links(choices: queries.WorklistChoices) -> dict[str, str]:
    """Where the column heads lead: to the column's own order, and from there to the reverse."""
    return {
        column: _link(choices, sort=f"-{column}" if choices.sort == column else column) for column in ("name", "days")
    }


def _page_links(choices: queries.WorklistChoices, found: queries.Worklist) -> dict[str, Any]:
    """The first, the last and the near pages; a gap between them is a number without a link."""
    near = {1, found.page - 1, found.page, found.page + 1, found.n_pages}
    numbers: list[tuple[int, str]] = []
    for number in sorted(near & set(range(1, found.n_pages + 1))):
        if numbers and number > numbers[-1][0] + 1:
            numbers.append((0, ""))
        numbers.append((number, _link(choices, page=number)))
    return {
        "previous": _link(choices, page=found.page - 1) if found.page > 1 else "",
        "next": _link(choices, page=found.page + 1) if found.page < found.n_pages else "",
        "numbers": numbers,
    }


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def person_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one person. Another municipality's person is not found, as if there were none."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    page = queries.person_page(user, key, profiling=profiling, today=today)
    if page is None:
        raise Http404
    actions.record(audit=event(request, AuditKind.READ, subject=str(page.person.key)))
    return render(
        request,
        "worklist/person.html",
        {"page": page, "card": page.card, "may_record": Right.RECORD_RIGHTS in user.rights},
    )
