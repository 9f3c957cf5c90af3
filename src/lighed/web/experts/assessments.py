"""Impact assessments: where each is filed, what it covers, who signed it and when its review is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, Duty, Right, Signature, StepRefused
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs


class AssessmentForm(PlainForm):
    """The assessment itself stays where it is filed; here it is said where that is."""

    title = forms.CharField(label=pgettext_lazy("assessment", "Title"), max_length=200)
    filed_at = forms.CharField(
        label=gettext_lazy("Where it is filed"),
        help_text=gettext_lazy("Such as the case number in the municipality’s records."),
        max_length=200,
    )
    version = forms.ChoiceField(label=gettext_lazy("It covers"), required=False)
    covers_until = day_field(
        gettext_lazy("All versions put into operation until"),
        help_text=gettext_lazy("Only where it does not cover one version."),
        required=False,
    )
    signed_by = forms.CharField(label=gettext_lazy("Signed by"), max_length=120)
    role = forms.CharField(label=gettext_lazy("In the role of"), max_length=120)
    signed_on = day_field(gettext_lazy("Signed on"))
    review_due = day_field(gettext_lazy("Review due"))

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", gettext_lazy("All versions, until a day")), *versions]


@require_GET
@needs(Right.SEE_VERSIONS)
@cache_control(private=True, no_store=True)
def assessments_page(request: HttpRequest) -> HttpResponse:
    """List the municipality's impact assessments."""
    user = queries.user_of(request.user)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="impact assessments"))
    return render(
        request,
        "experts/assessments.html",
        {
            "assessments": queries.assessments_of(user),
            "today": timezone.localdate(),
            "may_enter": Right.ENTER_ASSESSMENTS in user.rights,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ENTER_ASSESSMENTS)
@cache_control(private=True, no_store=True)
def enter_page(request: HttpRequest) -> HttpResponse:
    """Enter an assessment that somebody has signed."""
    user = queries.user_of(request.user)
    uses = {str(use.pk): use for use in queries.uses_of(user)}
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        versions=[(key, use.version.version) for key, use in uses.items()],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        use = uses.get(given["version"])
        try:
            actions.enter_assessment(
                user.municipality_id,
                title=given["title"],
                filed_at=given["filed_at"],
                version=None if use is None else use.version,
                covers_until=given["covers_until"],
                signed=Signature(given["signed_by"], given["signed_by"], given["role"], given["signed_on"]),
                review_due=given["review_due"],
                by=actions.actor_of(user),
                audit=event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="impact assessment"),
            )
        except StepRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The impact assessment is entered."))
            return redirect("assessments")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "experts/assessment_enter.html", {"form": form}, status=status)
