"""A year that is over -> its account, signed and frozen as it is counted now."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Right, Text
from lighed.governance.version_states import Actor
from lighed.transparency.papers import content_from_data, content_sha256, content_to_data
from lighed.transparency.papers.account_signing import AccountRefused, check_account
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.oversight.papers import kept_signature
from lighed.web.models import Municipality, YearlyAccount
from lighed.web.queries.oversight.signed_accounts import signed_accounts
from lighed.web.queries.oversight.yearly_account import yearly_account, years_of_log

_NO_RIGHT = Text(da="Din rolle giver ikke adgang til dette.", en="Your role does not let you do this.")
_COUNTED_OTHERWISE = Text(
    da="Redegørelsen er talt anderledes, siden du åbnede siden. Læs den igen, og skriv så under.",
    en="The account has been counted otherwise since you opened the page. Read it again, and sign then.",
)


@transaction.atomic
def sign_account(municipality: str, *, year: int, seen: str, by: Actor, audit: AuditEvent) -> YearlyAccount:
    """Sign the account of the year: it is kept as it is counted now, and what was signed before it stays.

    Parameters
    ----------
    seen : SHA-256 of the account that whoever signs had before them

    Raises
    ------
    AccountRefused
        If `by` may not sign, the year is not over or has no log, nothing is new, or the account is not the one seen.
    """
    if Right.ENTER_ASSESSMENTS not in by.rights:
        raise AccountRefused(_NO_RIGHT)
    # One at a time, so that numbers follow each other.
    controller = Municipality.objects.select_for_update().get(pk=municipality)
    today = timezone.localdate(audit.at)
    years = years_of_log(municipality, today=today)
    earlier = next(iter(signed_accounts(municipality, year)), None)
    signed = None if earlier is None else content_from_data(earlier.content)
    check_account(year, None, signed=signed, years=years, today=today)
    content = yearly_account(municipality, year, today=today)
    check_account(year, content, signed=signed, years=years, today=today)
    if content_sha256(content) != seen:
        raise AccountRefused(_COUNTED_OTHERWISE)
    made = YearlyAccount(
        municipality=controller,
        year=year,
        number=1 if earlier is None else earlier.number + 1,
        content=content_to_data(content),
        sha256=content_sha256(content),
        signed=kept_signature(by, on=today),
        signed_at=audit.at,
        is_fictional=by.is_fictional,
    )
    made.save()
    record(audit=about(audit, municipality=municipality))
    return made
