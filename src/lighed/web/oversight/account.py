"""The yearly account: a year's log and registers as a document, to read, to print and to send on."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lighed.governance import AuditKind, Duty, Right
from lighed.transparency.papers import sheet_of
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.oversight.paper_files import FORMS, as_file
from lighed.web.queries.oversight.yearly_account import yearly_account, years_of_log


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def account_page(request: HttpRequest) -> HttpResponse:
    """Show the account of a year; of the present one, so far as it has come."""
    user, today = queries.user_of(request.user), timezone.localdate()
    years = years_of_log(user.municipality_id, today=today)
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0])
    content = yearly_account(user.municipality_id, year, today=today)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="yearly account"))
    shown = {"content": content, "year": year, "years": years, "is_over": year < today.year}
    return render(request, "oversight/account.html", shown)


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def account_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The account as a file: for a word processor, as a tagged PDF, or as data."""
    user, today = queries.user_of(request.user), timezone.localdate()
    if form not in FORMS or year not in years_of_log(user.municipality_id, today=today):
        raise Http404
    content = yearly_account(user.municipality_id, year, today=today)
    sheet = sheet_of(
        content,
        language="da" if (get_language() or "da").startswith("da") else "en",
        organisation=user.municipality.name,
        facts=(),
        is_demo=settings.LIGHED_DEMO,
    )
    now = timezone.now()
    about: dict[str, object] = {"municipality": user.municipality_id, "year": year, "made_at": now.isoformat()}
    response = as_file(
        sheet, content, about=about, form=form, name=f"account-{user.municipality_id}-{year}", made_at=now
    )
    actions.record(audit=event(request, AuditKind.EXPORT, purpose=Duty.OVERSIGHT, criterion="yearly account"))
    return response
