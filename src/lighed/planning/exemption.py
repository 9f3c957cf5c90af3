"""One person, the rules, the reason and the quota -> whether a human may exempt that person from meetings.

An exemption is one decision about one person: nothing here takes more than one, or finds whom to exempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lighed.governance import Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.refused import Refused
from lighed.planning.course import CourseFacts, Holder
from lighed.planning.deadlines import is_under, n_held
from lighed.planning.rule_set import ExemptionRule, QuotaCount, QuotaPeriod, RuleKind, RuleSet, last_day

LEAST_REASON = 20
"""A concrete reason in fewer signs is hardly one."""
LEAST_WORDS = 3


class ExemptionRefused(Refused):
    """An exemption that may not be made, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of the population are exempted, and how many may be.

    Attributes
    ----------
    n_now, n_over_period
        Courses that are exempt now, and those that were on one day of the period at least; `counted` says which of the
        two the limit holds for.
    n_population
        Counted over `first_day` to `last_day`, as the exempt are; see `quota_days` and `is_in_population`.
    """

    n_now: int
    n_over_period: int
    counted: QuotaCount
    n_population: int
    per_cent: int
    first_day: date
    last_day: date

    @property
    def n_exempt(self) -> int:
        """Those whom the limit holds for."""
        return self.n_now if self.counted is QuotaCount.NOW else self.n_over_period

    @property
    def is_above_over_period(self) -> bool:
        """Whether more have been exempt in the period than may be, also where the rules do not count so."""
        return self.n_over_period > self.most

    @property
    def most(self) -> int:
        """How many may be exempted: rounded down, since one more would be above the limit."""
        return self.n_population * self.per_cent // 100

    @property
    def left(self) -> int:
        return max(0, self.most - self.n_exempt)

    @property
    def is_full(self) -> bool:
        return self.n_exempt >= self.most

    @property
    def text(self) -> Text:
        """The counter as the reader sees it."""
        return Text(
            da=f"Undtaget fra samtaler: {self.n_exempt} af højst {self.most} ({self.per_cent} %)",
            en=f"Exempted from meetings: {self.n_exempt} of at most {self.most} ({self.per_cent} %)",
        )


def quota_days(rule_set: RuleSet, *, today: date) -> tuple[date, date] | None:
    """The first and the last day over which exemptions are counted today; None where the rules know no exemption.

    The period is the calendar's, but begins no earlier than the rules, and ends today.
    """
    rule = rule_set.exemption
    if rule is None:
        return None
    if rule.period is QuotaPeriod.DAY:
        return today, today
    month = 1 if rule.period is QuotaPeriod.YEAR else today.month - (today.month - 1) % 3
    return max(date(today.year, month, 1), rule_set.valid_from), today


def is_in_population(facts: CourseFacts, *, rule_set: RuleSet, first_day: date, last_day: date) -> bool:
    """Whether the course counts in the population of the quota: the municipality held it within its first months on
    one day at least from `first_day` to `last_day`."""
    rule = rule_set.exemption
    if rule is None:
        return False
    begins, over = _months_that_count(facts, rule, rule_set)
    if facts.ended_on is not None:
        over = min(over, facts.ended_on)
    return begins <= last_day and over > first_day


def check_exemption(
    reason: str, *, facts: CourseFacts, rule_set: RuleSet | None, quota: Quota | None, today: date
) -> None:
    """Refuse to exempt the person from meetings unless the rules allow it, for this person, with a concrete reason.

    Raises
    ------
    ExemptionRefused
        No rule allows it on the day; no concrete reason; the course has ended, is the fund's or is past the months in
        which a least number is asked for; the first meeting has not been held; the person is exempt; the quota is
        full or was not counted.
    """
    rule = None if rule_set is None else rule_set.exemption
    if rule_set is None or rule is None:
        raise ExemptionRefused(
            Text(
                da="Reglerne giver ikke mulighed for at undtage fra samtaler i dag.",
                en="The rules allow no exemption from meetings today.",
            )
        )
    _check_reason(reason)
    _check_course(facts, rule, rule_set, today)
    if quota is None:
        raise ExemptionRefused(
            Text(
                da="Antallet af undtagne kunne ikke tælles. Prøv igen.",
                en="The exemptions could not be counted. Try again.",
            )
        )
    if quota.is_full:
        raise ExemptionRefused(_full(quota))


def _full(quota: Quota) -> Text:
    if quota.counted is QuotaCount.NOW:
        return Text(
            da=f"{quota.text.da}. Ingen flere kan undtages, før en undtagelse er ophævet, eller flere forløb "
            "tæller med.",
            en=f"{quota.text.en}. Nobody else can be exempted before an exemption is ended or more courses count.",
        )
    return Text(
        da=f"{quota.text.da}. Ingen flere kan undtages, før flere forløb tæller med. Også den, hvis undtagelse er "
        "ophævet, tæller i perioden.",
        en=f"{quota.text.en}. Nobody else can be exempted before more courses count. Whoever's exemption was ended "
        "counts in the period, too.",
    )


def _check_reason(reason: str) -> None:
    if looks_like_cpr(reason):
        raise ExemptionRefused(NO_CPR)
    words = reason.split()
    if len("".join(words)) < LEAST_REASON or len(words) < LEAST_WORDS:
        raise ExemptionRefused(
            Text(
                da="Undtagelse kræver en konkret vurdering af hver borger. Skriv, hvad i denne borgers situation gør, "
                "at samtaler ikke er nødvendige nu.",
                en="An exemption needs a concrete assessment of each person. Write what in this person's situation "
                "makes meetings unnecessary now.",
            )
        )


def _check_course(facts: CourseFacts, rule: ExemptionRule, rule_set: RuleSet, today: date) -> None:
    if facts.has_ended(today):
        raise ExemptionRefused(Text(da="Forløbet er slut.", en="The course has ended."))
    if facts.is_exempt:
        raise ExemptionRefused(Text(da="Borgeren er allerede undtaget.", en="The person is exempt already."))
    if rule_set.holder_on(today, facts) is Holder.FUND:
        raise ExemptionRefused(
            Text(
                da="A-kassen har forløbet. Kommunen kan først undtage efter overgangen.",
                en="The fund holds the course. The municipality can exempt after hand-over only.",
            )
        )
    if not _has_had_first(facts, rule_set, today):
        raise ExemptionRefused(
            Text(
                da="Den første samtale skal holdes med alle. Den er ikke holdt endnu, så borgeren kan ikke undtages.",
                en="The first meeting is held with everyone. It has not been held yet, so the person cannot be "
                "exempted.",
            )
        )
    if today >= _months_that_count(facts, rule, rule_set)[1]:
        raise ExemptionRefused(
            Text(
                da="Reglerne kræver ikke længere et mindste antal samtaler i forløbet, så der er intet at undtage fra.",
                en="The rules no longer ask for a least number of meetings in the course, so there is nothing to "
                "exempt from.",
            )
        )


def _has_had_first(facts: CourseFacts, rule_set: RuleSet, today: date) -> bool:
    """Whether every first meeting that the municipality owes the person has been held."""
    handed_over_on = rule_set.hand_over_on(facts)
    owed = [
        rule
        for rule in rule_set.rules
        if rule.kind is RuleKind.FIRST_MEETING and rule.holder is Holder.MUNICIPALITY and is_under(rule, facts)
    ]
    return all(n_held(rule, facts, handed_over_on, today) >= rule.n for rule in owed)


def _months_that_count(facts: CourseFacts, rule: ExemptionRule, rule_set: RuleSet) -> tuple[date, date]:
    """From hand-over to the first day on which the course no longer counts."""
    handed_over_on = rule_set.hand_over_on(facts)
    return handed_over_on, last_day(rule, facts, handed_over_on) + timedelta(days=1)
