"""F13: what caseworkers say about the data elements, element by element, and what the experts answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class FeedbackForm(PlainForm):
    """One answer to the flags that are ticked; all that wait are, until one is taken out."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the caseworkers"),
        help_text=gettext_lazy("Such as: We have corrected the source. From now on the value is right."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


@require_GET
@needs(Right.SEE_FEEDBACK)
@cache_control(private=True, no_store=True)
def feedback_page(request: HttpRequest) -> HttpResponse:
    """List the elements that were flagged, and how caseworkers judge beside the estimate, in figures."""
    user = queries.user_of(request.user)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="feedback"))
    shown = {"elements": queries.flagged_elements(user), "judged": queries.judged(user)}
    return render(request, "experts/feedback.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_FEEDBACK)
@cache_control(private=True, no_store=True)
def element_page(request: HttpRequest, element: str) -> HttpResponse:
    """Show what was said about one element, and answer it."""
    user = queries.user_of(request.user)
    remarks = queries.remarks_about(user, element)
    if not remarks:
        raise Http404
    waiting = tuple(one.number for one in remarks if one.answered_at is None)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    ticked = {int(one) for one in request.POST.getlist("flag") if one.isdecimal()}
    if form.is_valid():
        try:
            n = actions.answer_flags(
                queries.flags_to_answer(user, element, sorted(ticked)),
                answer=form.cleaned_data["answer"],
                by=user,
                audit=event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="feedback answered"),
            )
        except actions.FlagRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            said = ngettext("%(n)d flag is answered.", "%(n)d flags are answered.", n)
            messages.success(request, said % {"n": n})
            return redirect("feedback")
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="feedback"))
    shown = {
        "element": element,
        "name": queries.element_name(element),
        "remarks": remarks,
        "waiting": waiting,
        "ticked": ticked if form.is_bound else set(waiting),
        "form": form,
    }
    return render(request, "experts/feedback_element.html", shown, status=422 if form.is_bound else 200)
