"""The yearly account: a year's log and registers as a document, to read, to sign once the year is over, to send on."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from lighed.governance import AuditEvent, AuditKind, Duty, Right, Text
from lighed.governance.refused import Refused
from lighed.transparency.papers import content_from_data, sheet_of
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.oversight.paper_files import FORMS, as_file
from lighed.web.queries.oversight.signed_accounts import YearlyAccount, account_shown, signed_account
from lighed.web.queries.oversight.yearly_account import yearly_account, years_of_log


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def account_page(request: HttpRequest) -> HttpResponse:
    """Show the account of a year: as it was signed, else as it is counted now."""
    user, today = queries.user_of(request.user), timezone.localdate()
    account = account_shown(user.municipality_id, asked=request.GET.get("year", ""), today=today)
    actions.record(audit=_event(request, AuditKind.READ))
    may_sign = Right.ENTER_ASSESSMENTS in user.rights and account.can_be_signed
    return render(request, "oversight/account.html", {"account": account, "may_sign": may_sign})


@require_POST
@needs(Right.ENTER_ASSESSMENTS)
@cache_control(private=True, no_store=True)
def account_sign(request: HttpRequest, year: int) -> HttpResponse:
    """Sign the account of a year that is over; it is kept as it is counted now."""
    user = queries.user_of(request.user)
    try:
        actions.sign_account(
            user.municipality_id,
            year=year,
            seen=request.POST.get("seen", ""),
            by=actions.actor_of(user),
            audit=_event(request, AuditKind.CHANGE),
        )
    except Refused as refused:
        messages.error(request, refused.text.in_(_language()))
    else:
        messages.success(request, _("The account is signed."))
    return redirect(f"{reverse('papers-account')}?year={year}")


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def account_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The account as it is counted now, as a file: for a word processor, as a tagged PDF, or as data."""
    user, today = queries.user_of(request.user), timezone.localdate()
    if form not in FORMS or year not in years_of_log(user.municipality_id, today=today):
        raise Http404
    content = yearly_account(user.municipality_id, year, today=today)
    sheet = sheet_of(
        content,
        language=_language(),
        organisation=user.municipality.name,
        facts=((Text(da="Status", en="Status"), _COUNTED.in_(_language())),),
        is_demo=settings.LIGHED_DEMO,
    )
    now = timezone.now()
    about: dict[str, object] = {"municipality": user.municipality_id, "year": year, "made_at": now.isoformat()}
    response = as_file(
        sheet, content, about=about, form=form, name=f"account-{user.municipality_id}-{year}", made_at=now
    )
    actions.record(audit=_event(request, AuditKind.EXPORT))
    return response


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def signed_account_file(request: HttpRequest, year: int, number: int, form: str) -> HttpResponse:
    """The account as it was signed, as a file. It says the same each time it is fetched."""
    user = queries.user_of(request.user)
    account = signed_account(user.municipality_id, year, number)
    if form not in FORMS or account is None:
        raise Http404
    response = _signed_as_file(account, form=form, organisation=user.municipality.name)
    actions.record(audit=_event(request, AuditKind.EXPORT))
    return response


_COUNTED = Text(da="Talt i dag, ikke underskrevet", en="Counted today, not signed")


def _signed_as_file(account: YearlyAccount, *, form: str, organisation: str) -> HttpResponse:
    content = content_from_data(account.content)
    sheet = sheet_of(
        content,
        language=_language(),
        organisation=organisation,
        facts=_facts(account),
        is_demo=settings.LIGHED_DEMO or account.is_fictional,
    )
    about: dict[str, object] = {
        "municipality": account.municipality_id,
        "year": account.year,
        "version": account.number,
        "signed": account.signed,
        "signed_at": account.signed_at.isoformat(),
        "sha256": account.sha256,
    }
    name = f"account-{account.municipality_id}-{account.year}-{account.number}"
    return as_file(sheet, content, about=about, form=form, name=name, made_at=account.signed_at)


def _facts(account: YearlyAccount) -> Iterator[tuple[Text, str]]:
    signed = account.signed
    yield Text(da="Udgave", en="Version"), str(account.number)
    yield Text(da="Underskrevet af", en="Signed by"), f"{signed['name']}, {signed['role']}, {signed['on']}"
    yield Text(da="Redegørelsens SHA-256", en="SHA-256 of the account"), account.sha256


def _event(request: HttpRequest, kind: AuditKind) -> AuditEvent:
    return event(request, kind, purpose=Duty.OVERSIGHT, criterion="yearly account")


def _language() -> str:
    return "da" if (get_language() or "da").startswith("da") else "en"
