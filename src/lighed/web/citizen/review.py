"""B7: a person asks that another human being assesses them anew, and says what they disagree with."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, RequestKind, RequestRefused, Right, can_ask_for_review, due_on
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class ReviewForm(PlainForm):
    own_words = frozenset({"words"})
    points = forms.MultipleChoiceField(
        label=gettext_lazy("What do you disagree with?"),
        choices=queries.REVIEW_POINTS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Your own words"),
        help_text=gettext_lazy("Tell us briefly what you disagree with."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=actions.LONGEST_WORDS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def review_page(request: HttpRequest) -> HttpResponse:
    """Say who will look at it and by when, and take what the person disagrees with."""
    case = case_of(request)
    if not case.may_ask:
        raise Http404
    waiting = queries.open_request(case.person, RequestKind.REVIEW)
    if not can_ask_for_review(has_open=waiting is not None):
        return redirect("my-request-one", number=waiting.pk if waiting is not None else 0)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.receive_request(
                case.person,
                kind=RequestKind.REVIEW,
                words=form.cleaned_data["words"],
                points=form.cleaned_data["points"],
                channel=queries.channel("online"),
                received_on=timezone.localdate(),
                is_own=True,
                audit=own_event(request, case, AuditKind.CHANGE, criterion="own review"),
            )
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="words")
        else:
            told = _("We have received it. Your receipt is number %(number)s.")
            messages.success(request, told % {"number": made.receipt})
            return redirect("my-request-one", number=made.pk)
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own page"))
    shown = {"case": case, "form": form, "due_on": due_on(timezone.localdate())}
    return render(request, "citizen/review.html", shown, status=422 if form.is_bound else 200)
