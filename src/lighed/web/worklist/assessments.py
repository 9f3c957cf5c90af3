"""W4 and W5: one's own assessment, the estimate opened after it, and the assessment that a plan follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AssessmentRefused, AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.worklist.assessment_forms import NowForm, OwnForm
from lighed.web.worklist.person import changed_meanwhile, show_person


@require_http_methods(["GET", "POST"])
@needs(Right.ASSESS)
@cache_control(private=True, no_store=True)
def own_assessment_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep one's own assessment; which of the two buttons was pressed says whether the estimate is to be shown."""
    course = _course(request, key)
    if request.method != "POST":
        return redirect("person", key=key)
    form = OwnForm(request.POST, auto_id="own-%s")
    does_reveal = "reveal" in request.POST
    if not form.is_valid():
        return show_person(request, key, refused=form, own_form=form)
    try:
        actions.record_own_assessment(
            course,
            by=queries.user_of(request.user),
            level=form.chosen_level,
            words=form.cleaned_data["words"],
            does_reveal=does_reveal,
            seen=form.cleaned_data["seen"],
            audit=event(request, AuditKind.CHANGE),
        )
    except AssessmentRefused as refused:
        return _refused(request, key, refused, form, own_form=form)
    except actions.ChangedMeanwhile as error:
        return changed_meanwhile(request, error, key=key, own_form=form)
    messages.success(request, _("Your assessment has been saved."))
    return _to(key, "estimate")


@require_http_methods(["GET", "POST"])
@needs(Right.ASSESS)
@cache_control(private=True, no_store=True)
def reveal_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the estimate to whoever has written their own assessment and has not yet asked to see it."""
    course = _course(request, key)
    if request.method != "POST":
        return redirect("person", key=key)
    try:
        actions.show_estimate(course, by=queries.user_of(request.user), audit=event(request, AuditKind.CHANGE))
    except AssessmentRefused as refused:
        return show_person(request, key, alert=refused.text.in_(get_language() or "da"))
    return _to(key, "estimate")


@require_http_methods(["GET", "POST"])
@needs(Right.ASSESS)
@cache_control(private=True, no_store=True)
def assessment_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep the assessment that the plan follows. To agree with the estimate takes as much as to disagree."""
    course = _course(request, key)
    if request.method != "POST":
        return redirect("person", key=key)
    form = NowForm(request.POST, auto_id="now-%s")
    if not form.is_valid():
        return show_person(request, key, refused=form, now_form=form)
    try:
        actions.record_assessment(
            course,
            by=queries.user_of(request.user),
            level=form.chosen_level,
            reason=form.chosen_reason,
            words=form.cleaned_data["words"],
            seen=form.cleaned_data["seen"],
            on_page=form.cleaned_data["on_page"],
            audit=event(request, AuditKind.CHANGE),
        )
    except AssessmentRefused as refused:
        return _refused(request, key, refused, form, now_form=form)
    except actions.ChangedMeanwhile as error:
        return changed_meanwhile(request, error, key=key, now_form=form)
    except actions.EstimateChanged:
        told = _("The estimate is another one than when you began to write. See it before you save.")
        return show_person(request, key, alert=told, now_form=form)
    messages.success(request, _("Your assessment has been saved."))
    return _to(key, "step-5")


def _refused(
    request: HttpRequest, key: UUID, refused: AssessmentRefused, form: OwnForm | NowForm, **shown: Any
) -> HttpResponse:
    form.refuse(refused.text, language=get_language() or "da")
    return show_person(request, key, refused=form, **shown)


def _to(key: UUID, place: str) -> HttpResponse:
    """The page, where one goes on: what is named in the address gets the focus."""
    return redirect(f"{reverse('person', kwargs={'key': key})}#{place}")


def _course(request: HttpRequest, key: UUID) -> queries.ContactCourse:
    course = queries.course_of(queries.user_of(request.user), key)
    if course is None:
        raise Http404
    return course
