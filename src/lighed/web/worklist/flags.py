"""W3: a caseworker flags a data element in place, as wrong or as irrelevant; the experts read it and answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class FlagForm(PlainForm):
    """The choice and one line. The page of the person shows the same fields in place."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("flag", "The information is"),
        choices=queries.FLAG_KINDS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose whether it is wrong or irrelevant.")
        ),
    )
    words = forms.CharField(
        label=pgettext_lazy("flag", "Say briefly why"),
        help_text=gettext_lazy("Experts read it. Do not write who it is about."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ASSESS)
@cache_control(private=True, no_store=True)
def flag_page(request: HttpRequest, key: UUID, element: str) -> HttpResponse:
    """Flag one data element of the person."""
    user = queries.user_of(request.user)
    course = queries.course_of(user, key)
    if course is None or element not in queries.elements_of(course):
        raise Http404
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            actions.flag_element(
                course,
                element=element,
                kind=queries.flag_kind(said["kind"]),
                words=said["words"],
                by=user,
                audit=event(request, AuditKind.CHANGE, criterion="flag"),
            )
        except actions.FlagRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="words")
        else:
            messages.success(request, _("The experts have been told. You will get an answer."))
            return redirect(reverse("person", kwargs={"key": key}) + f"#flag-{element}")
    actions.record(audit=event(request, AuditKind.READ, subject=str(course.person_id), criterion="flag"))
    shown = {"course": course, "form": form, "element": queries.element_name(element)}
    return render(request, "worklist/flag.html", shown, status=422 if form.is_bound else 200)
