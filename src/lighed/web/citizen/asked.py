"""What a person has asked for, one at a time: the receipt, by when it is answered, and what became of it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, RequestRefused, Right
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.attached import given
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class AddForm(PlainForm):
    own_words = frozenset({"words"})
    words = forms.CharField(
        label=gettext_lazy("Is there more you want to say?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=actions.LONGEST_WORDS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def asked_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request of the person's, and take what they have to add to it while it waits."""
    case = case_of(request)
    one = next((one for one in case.requests if one.pk == number), None)
    if one is None:
        raise Http404
    may_add = case.may_ask and one.state == "open"
    if request.method == "POST" and not may_add:
        raise Http404
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            event = own_event(request, case, AuditKind.CHANGE, criterion="own page")
            actions.add_to_request(one, words=form.cleaned_data["words"], audit=event)
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="words")
        else:
            messages.success(request, _("We have added it."))
            return redirect("my-request-one", number=one.pk)
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own page"))
    shown = {
        "case": case,
        "one": one,
        "said_is_read": case.may_read(one.recorded_by),
        # Several may have added to it: without the authority to see, what another hand added is not read.
        "words": one.words if case.may_see else one.first_words,
        "form": form if may_add else None,
        "today": timezone.localdate(),
        "may_be_withdrawn": case.may_ask and queries.can_be_withdrawn(one),
        "attachment": queries.attachment_of(one) if case.may_read(one.recorded_by) else None,
        "change": queries.change_after(one, today=timezone.localdate()) if case.may_see else None,
    }
    return render(request, "citizen/asked.html", shown, status=422 if form.is_bound else 200)


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def attachment_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file that was sent with a request, to the person and to whoever may read what they send."""
    case = case_of(request)
    one = next((one for one in case.requests if one.pk == number), None)
    attachment = queries.own_attachment(one) if one is not None and case.may_read(one.recorded_by) else None
    if attachment is None:
        raise Http404
    actions.record(audit=own_event(request, case, AuditKind.EXPORT, criterion="attachment"))
    return given(attachment)
