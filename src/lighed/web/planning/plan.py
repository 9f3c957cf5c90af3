"""W6: the meetings with one person: what the rules ask, a template or one's own numbers, seen before it is saved."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

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
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.planning.forms import NumbersForm, numbers_of
from lighed.web.planning.meeting_file import meeting_file
from lighed.web.planning.milestones import milestones
from lighed.web.worklist.person import changed_in_words

_SAVE, _PREVIEW = "save", "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PLAN)
@cache_control(private=True, no_store=True)
def plan_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the plan there is; a POST shows what would be planned, or saves it."""
    course = course_of(request, key)
    if request.method != "POST":
        return _page(request, course, form=NumbersForm())
    start = queries.plan_start(course, today=timezone.localdate())
    stored = queries.template_of(course.municipality_id, request.POST.get("template", ""))
    name = stored.name if stored else ""
    if stored is not None and request.POST.get("step") != _SAVE:
        form = NumbersForm(numbers_of(queries.as_template(stored), start=start))
    else:
        form = NumbersForm(request.POST)
    if not form.is_valid():
        return _page(request, course, form=form)
    template, begin = form.template(name, start=start, today=timezone.localdate())
    if stored is not None and template != queries.as_template(stored):
        # Numbers that were changed since are the caseworker's own.
        template, stored = form.template("", start=start, today=timezone.localdate())[0], None
    try:
        if request.POST.get("step") == _SAVE:
            actions.save_plan(
                course, template=template, start=begin, seen=seen_of(request),
                by=queries.user_of(request.user), audit=event(request, AuditKind.CHANGE, criterion="plan"),
            )  # fmt: skip
            messages.success(request, _("The plan has been saved."))
            return redirect("person-plan", key=key)
        proposal = queries.proposal(course, template, start=begin, today=timezone.localdate())
    except actions.PlanRefused as refused:
        # What is told of the rules stands in the panel, line by line.
        proposal = queries.proposal(course, template, start=begin, today=timezone.localdate())
        form.refuse(refused.text, language=get_language() or "da")
    except Refused as refused:
        form.refuse(refused.text, language=get_language() or "da")
        return _page(request, course, form=form)
    except actions.ChangedMeanwhile as changed:
        proposal = queries.proposal(course, template, start=begin, today=timezone.localdate())
        return _page(request, course, form=form, proposal=proposal, stored=stored, changed=changed)
    return _page(request, course, form=form, proposal=proposal, stored=stored)


@require_POST
@needs(Right.PLAN)
def back_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the plan back; the one before it is in force again, where there was one."""
    course = course_of(request, key)
    plan = queries.plan_in_force(course)
    if plan is None:
        return redirect("person-plan", key=key)
    try:
        former = actions.take_back_plan(
            plan, seen=seen_of(request), by=queries.user_of(request.user),
            audit=event(request, AuditKind.CHANGE, criterion="plan"),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    except actions.ChangedMeanwhile as changed:
        return _page(request, course_of(request, key), form=NumbersForm(), changed=changed)
    else:
        again = _("The former plan is in force again.") if former else _("The plan has been taken back.")
        messages.success(request, again)
    return redirect("person-plan", key=key)


@require_GET
@needs(Right.EXPORT_PEOPLE)
@cache_control(private=True, no_store=True)
def plan_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan in force as a file for the planner or the case system, where the hours of the clock are booked."""
    course = course_of(request, key)
    plan = queries.plan_in_force(course)
    if plan is None or course.person.is_hidden:
        # Who is hidden from the reader is in no file of theirs.
        raise Http404
    rows = queries.plan_rows(course, plan)
    actions.record(audit=event(request, AuditKind.EXPORT, subject=str(course.person_id), criterion="plan"))
    return meeting_file(request, "plan", rows, course_id=course.course_id)


def course_of(request: HttpRequest, key: UUID) -> queries.ContactCourse:
    """The course that is planned, where the reader may see it."""
    course = queries.course_of(queries.user_of(request.user), key)
    if course is None:
        raise Http404
    return course


def seen_of(request: HttpRequest) -> int:
    """The revision that the page showed; what cannot be read is no revision that there ever was."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1


def _page(
    request: HttpRequest,
    course: queries.ContactCourse,
    *,
    form: NumbersForm,
    proposal: queries.Proposal | None = None,
    stored: Any = None,
    changed: actions.ChangedMeanwhile | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    course = course_of(request, course.key)
    user = queries.user_of(request.user)
    shown = queries.plan_shown(course, user, today=today)
    actions.record(audit=event(request, AuditKind.READ, subject=str(course.person_id), criterion="plan"))
    if proposal is not None and proposal.n_asked and not form.errors:
        # What would hold stands in the fields, to be looked at and shown with one press.
        form = NumbersForm({**form.data, "n_meetings": proposal.n_asked})
    meetings = proposal.meetings if proposal else shown.meetings
    panel = proposal.panel if proposal else shown.panel
    return render(
        request,
        "planning/plan.html",
        {
            "course": course,
            "shown": shown,
            "holds_back": bool(queries.hidden_assessors(course, user)),
            "panel": panel,
            "proposal": proposal,
            "stored": stored,
            "form": form,
            "numbers": {name: str(form[name].value()) for name in form.fields} if proposal else {},
            "alert": changed_in_words(changed) if changed else "",
            "templates": queries.templates_of(course.municipality_id),
            "milestones": milestones(meetings, panel, today=today) if meetings else (),
            "start": queries.plan_start(course, today=today),
            "today": today,
            "may_export": Right.EXPORT_PEOPLE in user.rights,
            "may_set": Right.SET_PLANNING in user.rights,
        },
        status=HTTPStatus.CONFLICT if changed else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )
