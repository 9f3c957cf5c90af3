"""A term that one person proposes -> in force when another confirms it; a person -> held from erasure, for a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.retention import Kept, check_months
from lighed.governance.two_people import NotAllowed, check_other_person
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import Municipality, Person, RetentionHold, RetentionRule


@transaction.atomic
def propose_term(
    municipality: str, *, kind: Kept, months: int, reason: str, by: str, audit: AuditEvent
) -> RetentionRule:
    """Propose how long a kind of thing is kept. It takes the place of a proposal that nobody has confirmed.

    Raises
    ------
    NotAllowed
        Outside the bounds of the law, or without a reason.
    """
    check_months(kind, months)
    _check_reason(reason)
    Municipality.objects.select_for_update().get(code=municipality)
    proposed = RetentionRule.objects.filter(municipality=municipality, kind=kind.value, confirmed_at=None)
    proposed.filter(withdrawn_at=None).update(withdrawn_at=audit.at)
    rule = RetentionRule.objects.create(
        municipality_id=municipality,
        kind=kind.value,
        months=months,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality))
    return rule


@transaction.atomic
def confirm_term(rule: RetentionRule, *, by: str, audit: AuditEvent) -> None:
    """Let a proposed term count from now on.

    Raises
    ------
    NotAllowed
        If it is the proposer who confirms, or if it has been withdrawn or confirmed meanwhile.
    """
    held = RetentionRule.objects.select_for_update().filter(pk=rule.pk, confirmed_at=None, withdrawn_at=None).first()
    if held is None:
        raise NotAllowed(
            Text(
                da="Forslaget venter ikke længere. Det er bekræftet, taget tilbage eller afløst af et andet imens.",
                en="The proposal no longer awaits anybody. It was confirmed, taken back or replaced meanwhile.",
            )
        )
    rule = held
    check_other_person(rule.proposed_by, by)
    # Once more: what the law allows may have changed with the program.
    check_months(Kept(rule.kind), rule.months)
    rule.confirmed_by, rule.confirmed_at = by, audit.at
    rule.save()
    record(audit=about(audit, municipality=rule.municipality_id))


@transaction.atomic
def withdraw_term(rule: RetentionRule, *, audit: AuditEvent) -> None:
    """Take a proposal back; anyone who may propose may do so."""
    RetentionRule.objects.filter(pk=rule.pk, confirmed_at=None, withdrawn_at=None).update(withdrawn_at=audit.at)
    record(audit=about(audit, municipality=rule.municipality_id))


@transaction.atomic
def hold_person(
    municipality: str, person_id: str, *, reason: str, until: date, by: str, audit: AuditEvent
) -> RetentionHold:
    """Keep a person, by the case system's id, whatever the terms say, up to and with a day.

    Raises
    ------
    NotAllowed
        If there is no such person, no reason, or the day has passed.
    """
    _check_reason(reason)
    if until < timezone.localdate(audit.at):
        raise NotAllowed(Text(da="Vælg en dag, der ikke er gået.", en="Choose a day that has not passed."))
    person = Person.objects.select_for_update().filter(municipality=municipality, person_id=person_id).first()
    if person is None:
        raise NotAllowed(
            Text(
                da="Ingen person med det id. Skriv id’et, som det står i fagsystemet.",
                en="Nobody has that id. Write the id as it is in the case system.",
            )
        )
    hold = RetentionHold.objects.create(
        municipality_id=municipality,
        person=person,
        reason=reason.strip(),
        until=until,
        placed_by=by,
        placed_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality, subject=str(person.key)))
    return hold


@transaction.atomic
def lift_hold(hold: RetentionHold, *, by: str, audit: AuditEvent) -> None:
    """Let the terms count for the person again."""
    RetentionHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_by=by, lifted_at=audit.at)
    record(audit=about(audit, municipality=hold.municipality_id, subject=str(hold.person_id)))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(Text(da="Skriv hvorfor.", en="Write why."))
    if looks_like_cpr(reason):
        raise NotAllowed(NO_CPR)
