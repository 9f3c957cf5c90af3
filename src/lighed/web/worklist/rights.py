"""A person's rights, recorded by staff: that they were told, what they chose, what they ask for.

The pages are the same for every person. Nothing on them tells what the person chose or asked for before.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import (
    AuditKind,
    Choice,
    ChoiceRefused,
    Duty,
    RequestKind,
    RequestRefused,
    Right,
    can_choose,
)
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs

CHANNELS = [("", gettext_lazy("Choose")), *queries.CHANNELS]


class InformationForm(PlainForm):
    channel = forms.ChoiceField(label=gettext_lazy("How the person was told"), choices=CHANNELS)
    text_version = forms.CharField(
        label=gettext_lazy("Version of the text"),
        help_text=gettext_lazy("As it stands on the letter, so that it can be found again."),
        max_length=100,
    )
    given_on = day_field(gettext_lazy("Day on which the person was told"))


class ChoiceForm(PlainForm):
    choice = forms.ChoiceField(
        label=gettext_lazy("What the person says"),
        choices=[
            (Choice.YES.value, gettext_lazy("Yes, the tool may be used")),
            (Choice.NO.value, gettext_lazy("No, the tool may not be used")),
        ],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=gettext_lazy("How the person told us"), choices=CHANNELS)


class RequestForm(PlainForm):
    own_words = frozenset({"words"})
    kind = forms.ChoiceField(
        label=gettext_lazy("What the person asks for"), choices=[("", gettext_lazy("Choose")), *queries.REQUEST_KINDS]
    )
    words = forms.CharField(
        label=gettext_lazy("The person’s own words"),
        help_text=gettext_lazy("Whoever answers reads them first."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
    )
    channel = forms.ChoiceField(label=gettext_lazy("How the person told us"), choices=CHANNELS)
    received_on = day_field(pgettext_lazy("request", "Received on"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def information_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that the person was told of the tool."""
    course = _course(request, key)
    form = InformationForm(request.POST or None, initial={"given_on": timezone.localdate()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.record_information(
                course.person,
                channel=queries.channel(said["channel"]),
                text_version=said["text_version"],
                given_on=said["given_on"],
                audit=event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS),
            )
        except actions.InformationRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field=refused.field)
        else:
            return _done(request, key)
    return _page(request, "information", course, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def choice_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what the person chose. There is no field for a reason."""
    course = _course(request, key)
    form = ChoiceForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.record_choice(
                course.person,
                choice=Choice(said["choice"]),
                channel=queries.channel(said["channel"]),
                audit=event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS),
            )
        except ChoiceRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            return _done(request, key)
    bases = queries.bases_in_force(course.municipality_id, today=timezone.localdate())
    return _page(request, "choice", course, form, can_choose=can_choose(bases), refused=ChoiceRefused().text)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def request_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what the person asks for under the law."""
    course = _course(request, key)
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.receive_request(
                course.person,
                kind=RequestKind(said["kind"]),
                words=said["words"],
                channel=queries.channel(said["channel"]),
                received_on=said["received_on"],
                audit=event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS),
            )
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            return _done(request, key)
    return _page(request, "request", course, form)


def _course(request: HttpRequest, key: UUID) -> queries.ContactCourse:
    course = queries.course_of(queries.user_of(request.user), key)
    if course is None:
        raise Http404
    return course


def _page(
    request: HttpRequest, name: str, course: queries.ContactCourse, form: PlainForm, **more: object
) -> HttpResponse:
    subject = str(course.person_id)
    actions.record(audit=event(request, AuditKind.READ, subject=subject, purpose=Duty.RIGHTS, criterion=name))
    return render(request, f"worklist/record_{name}.html", {"course": course, "form": form, **more})


def _done(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same words whatever was recorded, so that nothing is left to be read over a shoulder."""
    messages.success(request, _("It has been recorded."))
    return redirect("person", key=key)
