"""B11: how to reach a human being, and the wish to be called, with an interpreter if one is needed."""

from __future__ import annotations

import logging

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_LOG = logging.getLogger(__name__)


class CallbackForm(PlainForm):
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        max_length=40,
        validators=[
            RegexValidator(r"^[0-9+() ]+\Z", gettext_lazy("Write a phone number: digits, +, brackets and spaces."))
        ],
        error_messages={"required": gettext_lazy("Write the number that we should call.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    time_of_day = forms.ChoiceField(
        label=gettext_lazy("When should we call?"), choices=queries.CALL_TIMES, widget=forms.RadioSelect
    )
    interpreter = forms.CharField(
        label=gettext_lazy("Do you want an interpreter?"),
        help_text=gettext_lazy("Write the language. Leave the box empty, if you do not need one."),
        max_length=40,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def talk_page(request: HttpRequest) -> HttpResponse:
    """Show the number and the hours, and take the wish to be called."""
    case = case_of(request)
    course = queries.running_course(case.person) if case.may_ask else None
    known = {"time_of_day": "any"}
    if case.may_see:
        known |= {"phone": case.person.phone, "interpreter": queries.interpreter_of(case.person)}
    form = CallbackForm(request.POST if request.method == "POST" else None, initial=known)
    if course is not None and form.is_valid():
        try:
            actions.ask_for_callback(
                course,
                **form.cleaned_data,
                audit=own_event(request, case, AuditKind.CHANGE, criterion="callback"),
            )
        except actions.CallbackRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        except DatabaseError as error:
            _LOG.error("A wish to be called could not be saved: %s", type(error).__name__)
            form.add_error(None, _not_ordered(case))
        else:
            messages.success(request, _("We will call you."))
            return redirect("my-talk")
    waits = queries.open_callback(course)
    is_read = waits is not None and case.may_read(waits.asked_by)
    shown = {"case": case, "course": course, "form": form, "waits": waits, "waits_is_read": is_read}
    response = render(request, "citizen/talk.html", shown, status=422 if form.is_bound and form.errors else 200)
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own page"))
    return response


def _not_ordered(case: queries.OwnCase) -> str:
    if case.municipality.phone:
        return _("We could not order it. Call %(phone)s.") % {"phone": case.municipality.phone}
    return _("We could not order it. Call your municipality.")
