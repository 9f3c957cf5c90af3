"""B6: a person's own page. Is there an estimate, the choice, an objection, and what became of it."""

from __future__ import annotations

import logging

from django import forms
from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import (
    AuditEvent,
    AuditKind,
    Choice,
    ChoiceRefused,
    Duty,
    RequestKind,
    RequestRefused,
    Right,
    check_objection,
    due_on,
)
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_LOG = logging.getLogger(__name__)
KINDS = {str(kind): kind for kind in RequestKind}
"""What can be asked for here, by its part of the address."""


class WordsForm(PlainForm):
    own_words = frozenset({"words"})
    words = forms.CharField(
        label=gettext_lazy("Your own words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
    )


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def my_page(request: HttpRequest) -> HttpResponse:
    """Show what is true of the person now, and what they can do."""
    case = _case(request)
    actions.record(audit=_event(request, case, AuditKind.READ))
    asked = [(one, queries.can_be_withdrawn(one)) for one in case.requests]
    course = queries.running_course(case.person)
    shown = {"case": case, "asked": asked, "today": timezone.localdate(), "may_tell": course is not None}
    meeting = queries.next_meeting(course, today=timezone.localdate())
    return render(request, "citizen/my.html", {**shown, "told_at": queries.told_at(case.person), "meeting": meeting})


@require_POST
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def choose(request: HttpRequest) -> HttpResponse:
    """Take the choice, in one step and without a reason."""
    case = _case(request)
    said = request.POST.get("choice", "")
    if not case.may_choose or said not in set(Choice):
        raise Http404
    choice = Choice(said)
    try:
        actions.record_choice(
            case.person,
            choice=choice,
            channel=queries.channel("online"),
            audit=_event(request, case, AuditKind.CHANGE),
        )
    except ChoiceRefused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    except DatabaseError as error:
        # Staff see this in the log of the site; the old choice still stands.
        _LOG.error("A choice could not be saved: %s", type(error).__name__)
        messages.error(request, _not_saved(case))
    else:
        messages.success(request, _SAVED[choice])
    return redirect("my")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Take an objection, or a request for a new assessment, access or a correction, in the person's own words."""
    case = _case(request)
    if kind not in KINDS or not case.may_ask:
        raise Http404
    try:
        if KINDS[kind] is RequestKind.OBJECTION:
            check_objection(has_open=case.has_open_objection)
    except RequestRefused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
        return redirect("my")
    form = WordsForm(request.POST or None) if request.method != "POST" else WordsForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            actions.receive_request(
                case.person,
                kind=KINDS[kind],
                words=form.cleaned_data["words"],
                channel=queries.channel("online"),
                received_on=timezone.localdate(),
                is_own=True,
                audit=_event(request, case, AuditKind.CHANGE),
            )
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="words")
        else:
            messages.success(request, _("We have received it. You can follow it below."))
            return redirect("my")
    shown = {"case": case, "form": form, "kind": kind, "due_on": due_on(timezone.localdate())}
    return render(request, "citizen/ask.html", shown)


@require_POST
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a request back."""
    case = _case(request)
    one = next((one for one in case.requests if one.pk == number), None)
    if one is None or not case.may_ask:
        raise Http404
    try:
        actions.withdraw_request(one, audit=_event(request, case, AuditKind.CHANGE))
    except RequestRefused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("You have taken it back."))
    return redirect("my")


def _case(request: HttpRequest) -> queries.OwnCase:
    case = queries.own_case(queries.user_of(request.user), today=timezone.localdate())
    if case is None:
        raise Http404
    return case


def _event(request: HttpRequest, case: queries.OwnCase, kind: AuditKind) -> AuditEvent:
    return event(request, kind, subject=str(case.person.key), purpose=Duty.RIGHTS, criterion="own page")


def _not_saved(case: queries.OwnCase) -> str:
    if case.municipality.phone:
        return _("Your choice was not saved. Try again, or call %(phone)s.") % {"phone": case.municipality.phone}
    return _("Your choice was not saved. Try again, or call your municipality.")


_SAVED = {
    Choice.NO: gettext_lazy("You have said no thanks to the tool. Your meetings stay as they are."),
    Choice.YES: gettext_lazy("You have said yes to the tool. You can change your mind at any time."),
}
