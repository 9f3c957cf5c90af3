"""Made-up municipalities -> a few data elements of which experts have approved that other values are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from lighed.governance import AuditEvent, AuditKind, Duty, Role
from lighed.web.actions.experts.alternatives import approve_alternatives, withdraw_alternatives
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import AlternativeApproval, User

_APPROVED = {
    "n_job_goals": "Man kan selv skrive flere jobmål i CV'et, og det kan gøres i dag.",
    "goal_distance": "Man vælger selv, hvad man vil søge, og kan tale med sin sagsbehandler om, hvad det betyder.",
    "applications_per_week": "Hvor meget man søger, bestemmer man selv, og jobloggen viser det.",
    "n_regions": "Man kan selv vælge at søge i flere landsdele, hvis man kan rejse eller flytte.",
}
_WITHDRAWN = "n_regions"
"""Who has children or no car cannot just move: the example of an approval that was thought better of."""


def lay_out_alternatives(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Let the domain expert of each municipality have approved a few, and withdrawn one of them again.

    Run again, it adds nothing.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        experts = User.objects.filter(municipality=code, role_assignments__role=Role.DOMAIN_EXPERT.value)
        expert = experts.order_by("username").first()
        if expert is None or AlternativeApproval.objects.filter(municipality=code).exists():
            continue
        by = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.OVERSIGHT, municipality=code, actor=expert.username)
        for element, reason in _APPROVED.items():
            approve_alternatives(
                element, by=expert, reason=reason, audit=replace(by, criterion=f"alternatives: {element} approved")
            )
        withdrawn = replace(by, criterion=f"alternatives: {_WITHDRAWN} withdrawn")
        withdraw_alternatives(_WITHDRAWN, by=expert, audit=withdrawn)
