"""The contact rules that plans are checked against: each with its citation, and who has held them against the law."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from lighed.governance import AuditKind, Duty, Refused, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.PLAN, Right.SET_PLANNING, Right.SEE_CAPACITY)
@cache_control(private=True, no_store=True)
def rules_page(request: HttpRequest) -> HttpResponse:
    """Show every set of rules. Whoever sets up the planning can say that they have been checked."""
    user = queries.user_of(request.user)
    shown = queries.contact_rules_shown(user.municipality_id, today=timezone.localdate())
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="contact rules"))
    may_check = Right.SET_PLANNING in user.rights
    return render(request, "planning/rules.html", {"rules": shown, "may_check": may_check})


@require_POST
@needs(Right.SET_PLANNING)
def check_rules(request: HttpRequest) -> HttpResponse:
    """Write down that the rules on the page have been held against the law."""
    user = queries.user_of(request.user)
    rule_set = queries.rules_by_id(user.municipality_id, request.POST.get("rule_set", ""))
    if rule_set is None:
        raise Http404
    change = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=f"contact rules {rule_set.id}")
    try:
        actions.check_contact_rules(
            user.municipality_id, rule_set, seen=request.POST.get("seen", ""), by=user.name, audit=change
        )
    except Refused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("It has been written down that you have checked the rules."))
    return redirect("contact_rules")
