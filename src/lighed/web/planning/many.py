"""W7: people chosen on the worklist -> what one template would give each, planned at one word, and undone at one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import AuditKind, Right
from lighed.governance.refused import Refused
from lighed.web import actions, queries
from lighed.web.frame.chosen import FOUND, keys_said, was_found_by_band
from lighed.web.frame.csv_file import csv_file
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.planning.meeting_file import meeting_file

_CRITERION = "bulk_plan"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PLAN)
@cache_control(private=True, no_store=True)
def many_page(request: HttpRequest) -> HttpResponse:
    """Take a selection from the worklist, and lead to its own page; without one, say that nobody is chosen."""
    user = queries.user_of(request.user)
    if request.method != "POST":
        return render(request, "planning/many_none.html", {"recent": queries.recent_bulk_plans(user), "refused": ""})
    stored = queries.template_of(user.municipality_id, request.POST.get("template", ""))
    people = keys_said(request.POST.getlist("people"))
    try:
        made = actions.choose_people(
            people,
            found_by_band=was_found_by_band(user, people, request.POST.get(FOUND, "")),
            template=stored.name if stored else "",
            by=user,
            audit=event(request, AuditKind.CHANGE, criterion=_CRITERION),
        )
    except Refused as refused:
        said = refused.text.in_(get_language() or "da")
        return render(
            request, "planning/many_none.html", {"recent": queries.recent_bulk_plans(user), "refused": said},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    return redirect("plan-many-one", number=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PLAN)
@cache_control(private=True, no_store=True)
def one_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a selection and what would become of it, or what became of it; a POST takes the next step."""
    user = queries.user_of(request.user)
    bulk_plan = _bulk_plan(request, number)
    refused = ""
    if request.method == "POST":
        try:
            _step(request, bulk_plan)
            return redirect("plan-many-one", number=number)
        except Refused as error:
            refused = error.text.in_(get_language() or "da")
    actions.record(audit=event(request, AuditKind.SEARCH, criterion=_CRITERION))
    if bulk_plan.confirmed_at is not None:
        result = queries.bulk_result(bulk_plan, user, now=timezone.now())
        may_export = Right.EXPORT_PEOPLE in user.rights
        told = {"bulk_plan": bulk_plan, "result": result, "may_export": may_export}
        return render(request, "planning/many_done.html", told)
    today = timezone.localdate()
    preview = queries.bulk_preview(bulk_plan, user, today=today)
    return render(
        request,
        "planning/many.html",
        {
            "bulk_plan": bulk_plan,
            "preview": preview,
            "templates": queries.templates_of(bulk_plan.municipality_id),
            "seen": queries.basis_of_preview(bulk_plan, today=today),
            "quota": queries.quota_of(bulk_plan.municipality_id, today=today),
            "refused": refused,
            "may_set": Right.SET_PLANNING in user.rights,
        },
        status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK,
    )


@require_POST
@needs(Right.PLAN)
def undo_page(request: HttpRequest, number: int) -> HttpResponse:
    """Undo everything that was planned, but what somebody has changed since."""
    bulk_plan = _bulk_plan(request, number)
    try:
        undone = actions.undo_bulk_plan(
            bulk_plan, by=queries.user_of(request.user), audit=event(request, AuditKind.CHANGE, criterion=_CRITERION)
        )
    except Refused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        said = _("%(n)s plans have been undone. What was in force before is in force again.") % {"n": undone.n_undone}
        if undone.n_changed:
            left = _("%(n)s have been changed since, and stay as they are.") % {"n": undone.n_changed}
            said = f"{said} {left}"
        messages.success(request, said)
    return redirect("plan-many-one", number=number)


@require_GET
@needs(Right.EXPORT_PEOPLE)
@cache_control(private=True, no_store=True)
def many_file(request: HttpRequest, number: int) -> HttpResponse:
    """What became of everybody, as a list for a spreadsheet."""
    bulk_plan = _bulk_plan(request, number)
    if bulk_plan.confirmed_at is None:
        raise Http404
    user = queries.user_of(request.user)
    result = queries.bulk_result(bulk_plan, user, now=timezone.now())
    language = get_language() or "da"
    # Who is hidden from the reader is in no file of theirs.
    shown = [row for row in result.rows if not row.course.person.is_hidden]
    head = [_("Course"), _("Name"), _("Team"), _("Result"), _("Reason")]
    rows = [
        [
            row.course.course_id, row.course.person.shown_name, row.course.team, row.outcome_name,
            row.reason.in_(language) if row.reason else "",
        ]
        for row in shown
    ]  # fmt: skip
    people = [str(row.course.person_id) for row in shown]
    actions.record_about_each(people, audit=event(request, AuditKind.EXPORT, criterion=_CRITERION))
    return csv_file("planned.csv", [head, *rows])


@require_GET
@needs(Right.EXPORT_PEOPLE)
@cache_control(private=True, no_store=True)
def many_meetings(request: HttpRequest, number: int) -> HttpResponse:
    """Hand over every meeting that was planned, as of one person; plans that are in force no more are left out."""
    bulk_plan = _bulk_plan(request, number)
    if bulk_plan.confirmed_at is None:
        raise Http404
    found = queries.bulk_plan_rows(bulk_plan, queries.user_of(request.user))
    people = [str(course.person_id) for course, _rows in found]
    actions.record_about_each(people, audit=event(request, AuditKind.EXPORT, criterion=f"{_CRITERION}, meetings"))
    return meeting_file(request, "planned-meetings", [row for _course, rows in found for row in rows])


def _step(request: HttpRequest, bulk_plan: queries.BulkPlan) -> None:
    audit = event(request, AuditKind.CHANGE, criterion=_CRITERION)
    if "remove" in request.POST:
        actions.leave_out(bulk_plan, _number(request.POST["remove"]), audit=audit)
    elif "template" in request.POST:
        stored = queries.template_of(bulk_plan.municipality_id, request.POST["template"])
        actions.choose_template(bulk_plan, stored.name if stored else "", audit=audit)
    elif request.POST.get("step") == "confirm":
        by = queries.user_of(request.user)
        actions.confirm_bulk_plan(bulk_plan, seen=request.POST.get("seen", ""), by=by, audit=audit)


def _bulk_plan(request: HttpRequest, number: int) -> queries.BulkPlan:
    found = queries.bulk_plan_of(queries.user_of(request.user), number)
    if found is None:
        raise Http404
    return found


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1
