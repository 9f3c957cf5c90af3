"""W9: what has changed for the user, and what is done with it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def tasks_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for the user, or for their team."""
    user = queries.user_of(request.user)
    page = queries.tasks_page(
        user,
        whose=request.GET.get("whose", ""),
        page=_page_number(request.GET.get("page", "")),
        today=timezone.localdate(),
    )
    actions.record(audit=event(request, AuditKind.SEARCH, criterion="tasks"))
    return render(
        request,
        "worklist/tasks.html",
        {"page": page, "previous": page.page - 1, "next": page.page + 1, "today": timezone.localdate()},
    )


@require_POST
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def done(request: HttpRequest) -> HttpResponse:
    """Say that tasks are done. Of those that are only to be seen there may be as many as a page shows."""
    numbers = [int(one) for one in request.POST.getlist("task") if one.isdecimal() and len(one) < 19]
    user = queries.user_of(request.user)
    tasks = queries.open_tasks(user, numbers, today=timezone.localdate())
    if not tasks:
        # Unknown, another's, or done by a colleague meanwhile: there is nothing left to do.
        raise Http404
    for task in tasks:
        actions.finish_task(task, by=user, audit=event(request, AuditKind.CHANGE, criterion="task done"))
    n = len(tasks)
    messages.success(request, ngettext("%(n)d task is done.", "%(n)d tasks are done.", n) % {"n": n})
    if request.POST.get("from") == "person":
        return redirect("person", key=tasks[0].course_id)
    whose, page = request.POST.get("whose", ""), _page_number(request.POST.get("page", ""))
    said = {"whose": whose} if whose in queries.WHOSE else {}
    asked = urlencode(said | ({"page": page} if page > 1 else {}))
    return redirect(reverse("tasks") + (f"?{asked}" if asked else ""))


def _page_number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else 1
