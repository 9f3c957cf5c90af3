"""A year, and what was signed of it -> whether its account may be signed now; the reason is what is read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lighed.governance import Text
from lighed.governance.refused import Refused
from lighed.transparency.papers.compose import Content, differences

_NOT_OVER = Text(
    da="Året er ikke slut. Redegørelsen kan underskrives fra den 1. januar {next}.",
    en="The year is not over. Its account can be signed from 1 January {next}.",
)
_NO_LOG = Text(da="Loggen når ikke tilbage til det år.", en="The log does not reach back to that year.")
_NOTHING_NEW = Text(
    da="Redegørelsen er underskrevet, og intet er talt anderledes siden.",
    en="The account is signed, and nothing has been counted otherwise since.",
)


class AccountRefused(Refused):
    """The account is not signed; `text` says why, in both languages."""


def check_account(
    year: int, now: Content | None, *, signed: Content | None, years: Collection[int], today: date
) -> None:
    """Refuse a year that is not over, that the log does not tell of, or whose account is signed as it reads now.

    Parameters
    ----------
    now : the account as it is counted now; None before it was counted
    signed : the newest that was signed of the year; None where none was
    years : those that the log reaches back to

    Raises
    ------
    AccountRefused
    """
    if year >= today.year:
        raise AccountRefused(Text(da=_NOT_OVER.da.format(next=year + 1), en=_NOT_OVER.en.format(next=year + 1)))
    if year not in years:
        raise AccountRefused(_NO_LOG)
    if now is not None and signed is not None and not differences(signed, now):
        raise AccountRefused(_NOTHING_NEW)


def can_be_accounted(
    year: int, now: Content | None, *, signed: Content | None, years: Collection[int], today: date
) -> bool:
    """Whether `check_account` lets it be signed."""
    try:
        check_account(year, now, signed=signed, years=years, today=today)
    except AccountRefused:
        return False
    return True
