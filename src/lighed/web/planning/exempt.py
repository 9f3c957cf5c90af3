"""W6: a caseworker exempts one person from meetings after a concrete assessment, or ends it. Never many at once."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Right
from lighed.governance.refused import Refused
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs
from lighed.web.planning.plan import course_of, seen_of
from lighed.web.worklist.person import changed_in_words


class ExemptForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("What in this person’s situation makes meetings unnecessary now"),
        help_text=gettext_lazy("Write nothing about health or other sensitive matters. The person can read it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ASSESS)
@cache_control(private=True, no_store=True)
def exempt_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the rules, the quota and the person's state; a POST exempts this one person, or ends the exemption."""
    course = course_of(request, key)
    is_end = request.POST.get("step") == "end"
    form = ExemptForm(request.POST if request.method == "POST" and not is_end else None)
    changed = None
    if is_end or form.is_valid():
        by, audit = queries.user_of(request.user), event(request, AuditKind.CHANGE, criterion="exemption")
        try:
            if is_end:
                actions.end_exemption(course, seen=seen_of(request), by=by, audit=audit)
                messages.success(request, _("The exemption has been ended."))
            else:
                reason = form.cleaned_data["reason"]
                actions.exempt_person(course, reason=reason, seen=seen_of(request), by=by, audit=audit)
                messages.success(request, _("The person has been exempted from meetings."))
            return redirect("person-exempt", key=key)
        except Refused as refused:
            if is_end:
                messages.error(request, refused.text.in_(get_language() or "da"))
                return redirect("person-exempt", key=key)
            form.refuse(refused.text, language=get_language() or "da")
        except actions.ChangedMeanwhile as error:
            changed = error
    return _page(request, course, form, changed=changed)


def _page(
    request: HttpRequest,
    course: queries.ContactCourse,
    form: ExemptForm,
    *,
    changed: actions.ChangedMeanwhile | None,
) -> HttpResponse:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    course = course_of(request, course.key)
    actions.record(audit=event(request, AuditKind.READ, subject=str(course.person_id), criterion="exemption"))
    shown = queries.plan_shown(course, user, today=today)
    return render(
        request,
        "planning/exempt.html",
        {
            "course": course,
            "shown": shown,
            "panel": shown.panel,
            "rule": shown.panel.rule_set.exemption if shown.panel.rule_set else None,
            "quota": queries.quota_of(course.municipality_id, today=today),
            "hindrance": queries.hindrance_to_exempt(course, today=today),
            "form": form,
            "alert": changed_in_words(changed) if changed else "",
        },
        status=HTTPStatus.CONFLICT if changed else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )
