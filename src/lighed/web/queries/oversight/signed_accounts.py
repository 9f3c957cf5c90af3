"""A municipality and a year -> the account as it was signed, as it is counted today, and what they differ in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lighed.transparency.papers import Content, Difference, content_from_data, content_sha256, differences
from lighed.transparency.papers.account_signing import can_be_accounted
from lighed.web.models import YearlyAccount
from lighed.web.queries.oversight.yearly_account import yearly_account, years_of_log

__all__ = [
    "AccountShown",
    "YearlyAccount",
    "account_shown",
    "account_years",
    "all_signed_accounts",
    "signed_account",
    "signed_accounts",
    "unsigned_years",
]


@dataclass(frozen=True)
class AccountShown:
    """The account of one year. `signed` has the newest first; `counted` is as of today."""

    year: int
    years: tuple[int, ...]
    today: date
    counted: Content
    signed: tuple[YearlyAccount, ...]

    @property
    def newest(self) -> YearlyAccount | None:
        return self.signed[0] if self.signed else None

    @cached_property
    def frozen(self) -> Content | None:
        """What the newest says; None where none is signed."""
        return None if self.newest is None else content_from_data(self.newest.content)

    @property
    def content(self) -> Content:
        """What is shown: what was signed, and of a year without a signature what is counted."""
        return self.frozen or self.counted

    @cached_property
    def since(self) -> tuple[Difference, ...]:
        """What is counted otherwise today than when it was signed."""
        return () if self.frozen is None else differences(self.frozen, self.counted)

    @property
    def counted_sha256(self) -> str:
        return content_sha256(self.counted)

    @property
    def is_over(self) -> bool:
        return self.year < self.today.year

    @property
    def can_be_signed(self) -> bool:
        return can_be_accounted(self.year, self.counted, signed=self.frozen, years=self.years, today=self.today)


def account_shown(municipality: str, *, asked: str, today: date) -> AccountShown:
    """The account of the year that was asked for; of the newest where there is no such."""
    years = account_years(municipality, today=today)
    year = next((one for one in years if str(one) == asked), years[0])
    return AccountShown(
        year=year,
        years=years,
        today=today,
        counted=yearly_account(municipality, year, today=today),
        signed=tuple(signed_accounts(municipality, year)),
    )


def account_years(municipality: str, *, today: date) -> tuple[int, ...]:
    """The years that the log reaches back to, and those of which an account was signed before it no longer did."""
    signed = set(YearlyAccount.objects.filter(municipality=municipality).values_list("year", flat=True))
    return tuple(sorted(signed | {*years_of_log(municipality, today=today)}, reverse=True))


def signed_accounts(municipality: str, year: int) -> list[YearlyAccount]:
    """What was signed of the year, the newest first."""
    return list(YearlyAccount.objects.filter(municipality=municipality, year=year).order_by("-number"))


def signed_account(municipality: str, year: int, number: int) -> YearlyAccount | None:
    return YearlyAccount.objects.filter(municipality=municipality, year=year, number=number).first()


def all_signed_accounts(municipality: str) -> list[YearlyAccount]:
    return list(YearlyAccount.objects.filter(municipality=municipality).order_by("year", "number"))


def unsigned_years(municipality: str, *, today: date) -> tuple[int, ...]:
    """The years that are over and have no signed account."""
    signed = {one.year for one in all_signed_accounts(municipality)}
    return tuple(year for year in years_of_log(municipality, today=today) if year < today.year and year not in signed)
