"""The contact rules of a period: who holds a course, which meetings must be held by when, each with its citation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from lighed.governance import Text
from lighed.planning.course import CourseFacts, Holder, MeetingForm, MeetingKind
from lighed.planning.months import months_after


class Certainty(StrEnum):
    """How far a rule, as it stands in the data, has been held against the law."""

    VERIFIED = "verified"
    """Somebody with the task of it has read the provision in the official text."""
    SECONDARY = "secondary"
    """Taken from a text about the law, or from a reprint of it."""
    NOT_VERIFIED = "not_verified"
    """Nobody has found it stated; the strictest reading that makes sense is in the data."""


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"


class Since(StrEnum):
    """From which day a period counts."""

    REGISTRATION = "registration"
    HAND_OVER = "hand_over"


class RuleKind(StrEnum):
    FIRST_MEETING = "first_meeting"
    """A meeting that is held with everyone: no exemption covers it."""
    LEAST_MEETINGS = "least_meetings"
    INTENSIFIED_EFFORT = "intensified_effort"


class QuotaPeriod(StrEnum):
    """The period over which exemptions are counted against the people they are taken from."""

    DAY = "day"
    QUARTER = "quarter"
    YEAR = "year"


class QuotaCount(StrEnum):
    """Which of the exemptions count against the quota."""

    OVER_PERIOD = "over_period"
    """Everyone who was exempt on one day of the period at least: an exemption that is ended makes no room."""
    NOW = "now"
    """Those who are exempt now: one that is ended makes room for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a rule comes from. `provision` is None where nobody has seen which provision it is."""

    id: str
    law: Text
    provision: Text | None
    title: Text
    read_at: str

    @property
    def text(self) -> Text:
        """Law and provision in one line."""
        where = self.provision or Text(da="bestemmelsen er ikke oplyst", en="the provision is not stated")
        return Text(da=f"{self.law.da}, {where.da}", en=f"{self.law.en}, {where.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A number of days or months since registration or hand-over."""

    n: int
    unit: Unit
    since: Since

    def day(self, *, registered_on: date, handed_over_on: date) -> date:
        start = registered_on if self.since is Since.REGISTRATION else handed_over_on
        return start + timedelta(days=self.n) if self.unit is Unit.DAYS else months_after(start, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPeriod:
    """How long the fund holds a course that was registered on or after `registered_from`."""

    months: int
    registered_from: date
    certainty: Certainty
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRule:
    """One demand for meetings.

    Attributes
    ----------
    until, not_sooner_than
        Periods at whose end the meetings must have been held: the one that ends first counts, but no day sooner than
        the end of `not_sooner_than`.
    not_before
        Meetings before its end do not count; None counts from registration or hand-over, as `holder` holds the course.
    kinds
        The kinds of meetings that count.
    forms
        The forms that the meeting may have; empty where the rule says nothing of it.
    registered_from
        Courses that were registered before are not under this rule; None puts all under it.
    """

    id: str
    kind: RuleKind
    name: Text
    holder: Holder
    n: int
    until: tuple[Span, ...]
    not_sooner_than: Span | None
    not_before: Span | None
    kinds: frozenset[MeetingKind]
    forms: frozenset[MeetingForm]
    registered_from: date | None
    certainty: Certainty
    note: Text | None
    citation: Citation

    @property
    def is_exemptible(self) -> bool:
        """Whether an exemption covers it: the least number alone, never the first meeting."""
        return self.kind is RuleKind.LEAST_MEETINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBooking:
    """How many days a person has at least to book a meeting."""

    n_days: int
    certainty: Certainty
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRule:
    """How many may be exempted, of whom, over which period.

    Attributes
    ----------
    counted
        Which exemptions count; where a file does not say, all of the period do.
    until, not_sooner_than
        Who counts: courses that the municipality holds, until the periods are over, as in `ContactRule`.
    population
        The same in words, with what the tool does not see.
    """

    id: str
    per_cent: int
    period: QuotaPeriod
    counted: QuotaCount
    until: tuple[Span, ...]
    not_sooner_than: Span | None
    population: Text
    certainty: Certainty
    note: Text | None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The contact rules from one day to another.

    Attributes
    ----------
    is_verify_before_use, uncertain
        Whether the municipality must hold the rules against the law before it relies on them, and what is uncertain.
    """

    id: str
    name: Text
    valid_from: date
    valid_to: date | None
    is_verify_before_use: bool
    uncertain: Text | None
    fund_period: FundPeriod | None
    self_booking: SelfBooking | None
    exemption: ExemptionRule | None
    rules: tuple[ContactRule, ...]
    citations: tuple[Citation, ...]

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def hand_over_on(self, facts: CourseFacts) -> date:
        """The day of the hand-over: as recorded, or as the rules expect it where none is recorded.

        A course from before the fund had a period of its own is the municipality's from registration.
        """
        if facts.handed_over_on is not None:
            return facts.handed_over_on
        period = self.fund_period
        if period is None or facts.registered_on < period.registered_from:
            return facts.registered_on
        return months_after(facts.registered_on, period.months)

    def holder_on(self, day: date, facts: CourseFacts) -> Holder:
        """Who holds the course on `day`."""
        return Holder.FUND if day < self.hand_over_on(facts) else Holder.MUNICIPALITY

    def sha256(self) -> str:
        """A fingerprint of everything in it: who confirms the rules confirms these and no others."""
        return _fingerprint(self)


@lru_cache(maxsize=64)
def _fingerprint(rules: RuleSet) -> str:
    content = json.dumps(asdict(rules), default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def last_day(rule: ContactRule | ExemptionRule, facts: CourseFacts, handed_over_on: date) -> date:
    """The day on which the periods of `rule` end for the course."""
    ends = [_end(span, facts, handed_over_on) for span in rule.until]
    if rule.not_sooner_than is None:
        return min(ends)
    return max(min(ends), _end(rule.not_sooner_than, facts, handed_over_on))


def _end(span: Span, facts: CourseFacts, handed_over_on: date) -> date:
    return span.day(registered_on=facts.registered_on, handed_over_on=handed_over_on)


def rule_set_on(day: date, rule_sets: Iterable[RuleSet]) -> RuleSet | None:
    """The rules in force on `day`; None where there are none, and then a plan is made without a check of the law."""
    return next((one for one in rule_sets if one.is_in_force(day)), None)
