"""A municipality's code and name -> a municipality that can have users and people."""

from __future__ import annotations

from django.db import transaction

from lighed.governance import AuditEvent, DisplayMode
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import AuthorityTerm, Municipality

MOST_HELD_OUT = 20
"""Of 100 courses, the most that may be drawn to be handled without an estimate."""


@transaction.atomic
def name_municipality(code: str, *, name: str, phone: str = "", audit: AuditEvent) -> Municipality:
    """Set up the municipality `code`, or give it another name and, where one is given, another telephone number."""
    municipality, _ = Municipality.objects.update_or_create(
        code=code, defaults={"name": name, **({"phone": phone} if phone else {})}
    )
    record(audit=about(audit, municipality=code))
    return municipality


@transaction.atomic
def set_organisation(
    code: str,
    *,
    name: str,
    phone: str,
    authority_term: str,
    held_out_per_cent: int,
    needs_introduction: bool,
    display_mode: DisplayMode,
    phone_hours: str = "",
    names_in_own_log: bool = False,
    audit: AuditEvent,
) -> None:
    """Change what the municipality is called, how it is reached, how estimates are shown, and how many have none.

    Raises
    ------
    ValueError
        If the term is unknown, or more than `MOST_HELD_OUT` of 100 would be drawn.
    """
    if authority_term not in AuthorityTerm.values:
        raise ValueError(f"authority_term must be one of {', '.join(AuthorityTerm.values)}")
    if not 0 <= held_out_per_cent <= MOST_HELD_OUT:
        raise ValueError(f"held_out_per_cent must be from 0 to {MOST_HELD_OUT}")
    Municipality.objects.filter(code=code).update(
        name=name,
        phone=phone,
        authority_term=authority_term,
        held_out_per_cent=held_out_per_cent,
        needs_introduction=needs_introduction,
        display_mode=display_mode.value,
        phone_hours=phone_hours,
        names_in_own_log=names_in_own_log,
    )
    record(audit=about(audit, municipality=code))
