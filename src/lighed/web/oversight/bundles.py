"""G12: bundles for a regulator: made and shared for a time by those who answer for the tool, and fetched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.actions.oversight.bundles import BundleRefused, make_bundle, revoke_share, share_bundle
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs
from lighed.web.queries.oversight.bundles import BundleRow, bundle_for, bundles_of, content_of, own_share, regulators_of

_DAYS_BEFORE = 364
_SHARED_FOR = 30


class MakeForm(PlainForm):
    reason = forms.CharField(
        label=pgettext_lazy("bundle", "What it is for"),
        help_text=gettext_lazy("Such as the authority’s case number. It is written in the log. Name no one."),
        max_length=500,
    )
    begins_on = day_field(pgettext_lazy("bundle", "Log from"))
    ends_on = day_field(pgettext_lazy("bundle", "Log to"))


class ShareForm(PlainForm):
    regulator = forms.ChoiceField(label=pgettext_lazy("bundle", "Share with"))
    until = day_field(pgettext_lazy("bundle", "Through"))

    def __init__(self, *args: Any, regulators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regulator"].choices = regulators  # type: ignore[attr-defined]  # a field made above


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_BUNDLES)
@cache_control(private=True, no_store=True)
def bundles_page(request: HttpRequest) -> HttpResponse:
    """List the bundles that the reader may see, and make one."""
    user, today = queries.user_of(request.user), timezone.localdate()
    may_make = Right.MAKE_BUNDLES in user.rights
    if request.method == "POST" and not may_make:
        raise Http404
    form = MakeForm(
        request.POST if request.method == "POST" else None,
        initial={"begins_on": today - timedelta(days=_DAYS_BEFORE), "ends_on": today},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        audit = event(
            request,
            AuditKind.EXPORT,
            purpose=Duty.OVERSIGHT,
            criterion=f"bundle, {given['begins_on']}/{given['ends_on']}",
            reason=given["reason"],
        )
        try:
            made = make_bundle(user.municipality_id, **given, is_demo=settings.LIGHED_DEMO, audit=audit)
        except BundleRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("Bundle %(number)d has been made.") % {"number": made.number})
            return redirect("bundles-one", number=made.number)
    shown = {"rows": bundles_of(user, today=today), "form": form, "may_make": may_make, "user_pk": user.pk}
    return render(request, "oversight/bundles.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_BUNDLES)
@cache_control(private=True, no_store=True)
def bundle_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one bundle: what it holds and lacks, its sum, with whom it is shared; and share it."""
    user, today = queries.user_of(request.user), timezone.localdate()
    row = _row(request, number)
    may_make = Right.MAKE_BUNDLES in user.rights
    if request.method == "POST" and not may_make:
        raise Http404
    regulators = {str(one.pk): one for one in regulators_of(user.municipality_id)}
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        regulators=[(key, one.name) for key, one in regulators.items()],
        initial={"until": today + timedelta(days=_SHARED_FOR)},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        audit = event(
            request,
            AuditKind.CHANGE,
            purpose=Duty.OVERSIGHT,
            criterion=f"bundle {number}, shared through {given['until']}",
        )
        try:
            share_bundle(row.bundle, regulator=regulators[given["regulator"]], until=given["until"], audit=audit)
        except BundleRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The bundle is shared."))
            return redirect("bundles-one", number=number)
    shown = {
        "row": row,
        "form": form,
        "may_make": may_make,
        "own_share": own_share(row, user),
        "has_regulators": bool(regulators),
        "today": today,
    }
    return render(request, "oversight/bundle.html", shown, status=422 if form.is_bound else 200)


@require_safe
@needs(Right.SEE_BUNDLES)
@cache_control(private=True, no_store=True)
def bundle_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give the zip as it was made; that it was fetched stands in the log."""
    row = _row(request, number)
    content = content_of(row.bundle)
    if content is None:
        raise Http404
    audit = event(request, AuditKind.EXPORT, purpose=Duty.OVERSIGHT, criterion=f"bundle {number}")
    actions.record(audit=audit)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{row.bundle.reference}.zip"'
    return response


@require_POST
@needs(Right.MAKE_BUNDLES)
@cache_control(private=True, no_store=True)
def revoke_page(request: HttpRequest, number: int, share: int) -> HttpResponse:
    """Take a share back."""
    row = _row(request, number)
    found = next((one for one in row.shares if one.pk == share), None)
    if found is None:
        raise Http404
    audit = event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=f"bundle {number}, taken back")
    try:
        revoke_share(found, audit=audit)
    except BundleRefused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(
            request, _("The bundle is no longer shared. What has been fetched already is out of your hands.")
        )
    return redirect("bundles-one", number=number)


def _row(request: HttpRequest, number: int) -> BundleRow:
    row = bundle_for(queries.user_of(request.user), number, today=timezone.localdate())
    if row is None:
        raise Http404
    return row
