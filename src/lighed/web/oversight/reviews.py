"""What is looked at again at intervals: when each review is due, the review itself, and what has to follow."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lighed.governance import AuditKind, Duty, Right
from lighed.governance.periodic_reviews import REVIEWS, Conclusion, ReviewKind, ReviewRefused
from lighed.governance.retention import due_on
from lighed.web import queries
from lighed.web.actions.oversight.periodic_reviews import finish_follow_up, record_review
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs
from lighed.web.queries.oversight.periodic_reviews import (
    CONCLUSIONS,
    ReviewRow,
    follow_up_of,
    review_rows,
    reviews_done,
)


class ReviewForm(PlainForm):
    note = forms.CharField(
        label=pgettext_lazy("periodic review", "What you looked at, and what you saw"),
        help_text=gettext_lazy("Name no one. It goes into the regulator’s bundle."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Write what you looked at and what you saw.")},
    )
    conclusion = forms.ChoiceField(
        label=pgettext_lazy("periodic review", "What you came to"), choices=CONCLUSIONS, widget=forms.RadioSelect
    )
    follow_up = forms.CharField(
        label=pgettext_lazy("periodic review", "What has to change"),
        help_text=gettext_lazy("Only if something has to change."),
        max_length=500,
        required=False,
    )
    follow_up_due = day_field(pgettext_lazy("periodic review", "To be done by"), required=False)
    next_due = day_field(pgettext_lazy("periodic review", "Next review by"))


class OutcomeForm(PlainForm):
    outcome = forms.CharField(label=pgettext_lazy("periodic review", "What was done"), max_length=500)


@require_safe
@needs(Right.SEE_REVIEWS)
@cache_control(private=True, no_store=True)
def reviews_page(request: HttpRequest) -> HttpResponse:
    """Show when each review is due, and what is still to be done."""
    user = queries.user_of(request.user)
    rows = review_rows(user.municipality_id, roles=user.roles, today=timezone.localdate())
    return render(request, "oversight/reviews.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_REVIEWS)
@cache_control(private=True, no_store=True)
def review_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what one review asks and what earlier ones came to; keep a new one."""
    row = _row(request, kind)
    if request.method == "POST" and not row.may_do:
        raise Http404
    user, today = queries.user_of(request.user), timezone.localdate()
    latest = due_on(today, months=row.rule.months)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"next_due": latest})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data | {"conclusion": Conclusion(form.cleaned_data["conclusion"])}
        audit = event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=f"periodic review: {row.kind.value}")
        try:
            record_review(row.kind, by=user, **given, audit=audit)
        except ReviewRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The review is kept. The next is due by the day that you wrote."))
            return redirect("reviews-one", kind=kind)
    return _shown(request, row, form)


@require_POST
@needs(Right.SEE_REVIEWS)
@cache_control(private=True, no_store=True)
def follow_up_page(request: HttpRequest, number: int) -> HttpResponse:
    """Say what came of something that a review asked for."""
    user = queries.user_of(request.user)
    found = follow_up_of(user.municipality_id, number)
    row = _row(request, found.review.kind) if found else None
    if found is None or row is None or not row.may_do:
        raise Http404
    form = OutcomeForm(request.POST)
    if form.is_valid():
        audit = event(
            request,
            AuditKind.CHANGE,
            purpose=Duty.OVERSIGHT,
            criterion=f"periodic review: {row.kind.value}, followed up",
        )
        try:
            finish_follow_up(found, by=user, **form.cleaned_data, audit=audit)
        except ReviewRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("It is written down as done."))
            return redirect("reviews-one", kind=row.kind.value)
    return _shown(request, row, form)


def _row(request: HttpRequest, kind: str) -> ReviewRow:
    if kind not in {one.value for one in REVIEWS}:
        raise Http404
    user = queries.user_of(request.user)
    rows = review_rows(user.municipality_id, roles=user.roles, today=timezone.localdate())
    return next(row for row in rows if row.kind.value == kind)


def _shown(request: HttpRequest, row: ReviewRow, form: ReviewForm | OutcomeForm) -> HttpResponse:
    """The page of one kind of review; `form` is the one that was sent, or an empty review."""
    is_review = isinstance(form, ReviewForm)
    shown = {
        "row": row,
        "form": form,
        "review_form": form if is_review else ReviewForm(),
        "done": reviews_done(queries.user_of(request.user).municipality_id, ReviewKind(row.kind)),
        "may_open_page": _may_open(request, row),
        "names": queries.staff_names(queries.user_of(request.user).municipality_id),
    }
    return render(request, "oversight/review.html", shown, status=422 if form.is_bound else 200)


def _may_open(request: HttpRequest, row: ReviewRow) -> bool:
    rights = {
        ReviewKind.ETHICS: Right.SEE_EFFECTS,
        ReviewKind.ELEMENTS: Right.SEE_FEEDBACK,
        ReviewKind.LEGAL_BASIS: Right.SEE_LEGAL_BASES,
        ReviewKind.RECALIBRATION: Right.SEE_VERSIONS,
    }
    return rights[row.kind] in queries.user_of(request.user).rights
