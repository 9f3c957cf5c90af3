"""A plan, the course and the contact rules -> what holds, what to look at, and what keeps the plan from being saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lighed.governance import Text
from lighed.governance.refused import Refused
from lighed.planning.bring_forward import working_days_between
from lighed.planning.course import CourseFacts, Holder
from lighed.planning.deadlines import counts_from, is_under, n_held
from lighed.planning.exemption import ExemptionRefused, Quota, check_exemption
from lighed.planning.lay_out import PlannedMeeting
from lighed.planning.rule_set import Certainty, Citation, ContactRule, RuleKind, RuleSet, last_day
from lighed.planning.words import day_in_words, meetings_in_words
from lighed.planning.working_days import is_working_day


class FindingKind(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    """The plan cannot be saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the check says of one rule. Without a rule, `rule_id`, `citation` and `certainty` are empty."""

    kind: FindingKind
    text: Text
    rule_id: str = ""
    citation: Citation | None = None
    certainty: Certainty | None = None


class PlanRefused(Refused):
    """A plan that breaks a rule. `findings` has all that was found."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        broken = [finding.text for finding in findings if finding.kind is FindingKind.BROKEN]
        super().__init__(Text(da=" ".join(one.da for one in broken), en=" ".join(one.en for one in broken)))


def check_plan(
    meetings: Sequence[PlannedMeeting],
    *,
    facts: CourseFacts,
    rule_set: RuleSet | None,
    today: date,
    reason_below: str = "",
    quota: Quota | None = None,
) -> tuple[Finding, ...]:
    """The findings of a plan that may be saved.

    Raises
    ------
    PlanRefused
        Where a finding is BROKEN, see `plan_findings`.
    """
    findings = plan_findings(
        meetings, facts=facts, rule_set=rule_set, today=today, reason_below=reason_below, quota=quota
    )
    if any(finding.kind is FindingKind.BROKEN for finding in findings):
        raise PlanRefused(findings)
    return findings


def plan_findings(
    meetings: Sequence[PlannedMeeting],
    *,
    facts: CourseFacts,
    rule_set: RuleSet | None,
    today: date,
    reason_below: str = "",
    quota: Quota | None = None,
) -> tuple[Finding, ...]:
    """What the rules say of the municipality's plan, rule by rule.

    Parameters
    ----------
    meetings : the whole plan, in any order; meetings that were held stand in `facts`
    reason_below : why the plan may go below the least number: an exemption that is made with the plan, and so is held
        to `check_exemption` and the quota
    quota : as counted now; needed with `reason_below` only

    Returns
    -------
    One finding per rule that the plan meets or misses, and one for what no rule covers. Never empty.
    """
    if facts.has_ended(today):
        return (Finding(kind=FindingKind.BROKEN, text=Text(da="Forløbet er slut.", en="The course has ended.")),)
    if rule_set is None:
        day = day_in_words(today)
        return (
            Finding(
                kind=FindingKind.WARNING,
                text=Text(
                    da=f"Der er intet regelsæt for den {day.da}. Planen er ikke tjekket mod loven.",
                    en=f"There is no rule set for {day.en}. The plan has not been checked against the law.",
                ),
            ),
        )
    check = _Check(meetings, facts, rule_set, today, reason_below, quota)
    return tuple(check.findings())


class _Check:
    """One plan against one rule set."""

    def __init__(
        self,
        meetings: Sequence[PlannedMeeting],
        facts: CourseFacts,
        rule_set: RuleSet,
        today: date,
        reason_below: str,
        quota: Quota | None,
    ) -> None:
        self._meetings = sorted((one for one in meetings if one.on >= today), key=lambda one: one.on)
        self._n_past = len(meetings) - len(self._meetings)
        self._facts, self._rule_set, self._today = facts, rule_set, today
        self._reason, self._quota = reason_below, quota
        self._handed_over_on = rule_set.hand_over_on(facts)

    def findings(self) -> Iterator[Finding]:
        n_found = 0
        for rule in self._rule_set.rules:
            if rule.holder is Holder.MUNICIPALITY and is_under(rule, self._facts):
                for finding in self._of_rule(rule):
                    n_found += 1
                    yield finding
        if not n_found:
            text = Text(
                da="Reglerne kræver ingen bestemte samtaler i dette forløb nu.",
                en="The rules ask for no particular meetings in this course now.",
            )
            yield Finding(kind=FindingKind.OK, text=text)
        yield from self._of_notice()
        yield from self._of_closed_days()

    def _of_rule(self, rule: ContactRule) -> Iterator[Finding]:
        due = last_day(rule, self._facts, self._handed_over_on)
        held = n_held(rule, self._facts, self._handed_over_on, self._today)
        first_day = counts_from(rule, self._facts, self._handed_over_on)
        counting = [one for one in self._meetings if one.kind in rule.kinds and one.on >= first_day]
        in_time = [one for one in counting if one.on <= due]
        if rule.kind is RuleKind.INTENSIFIED_EFFORT and not self._reaches(due):
            return
        if held >= rule.n:
            yield self._say(rule, FindingKind.OK, _held_in_words(rule, held))
        elif held + len(in_time) >= rule.n:
            yield self._say(rule, FindingKind.OK, _in_time(rule, due))
        elif due < self._today and held + len(counting) >= rule.n:
            yield self._say(rule, FindingKind.WARNING, _overdue(rule, due))
        elif held + len(counting) >= rule.n and self._is_all_there_is_time_for(rule.n - held, len(in_time), due):
            yield self._say(rule, FindingKind.WARNING, _too_late(rule, due))
        elif rule.is_exemptible:
            n_past = 0 if self._meetings else self._n_past
            yield self._below(rule, due, _Few(held, len(in_time), len(counting), n_past))
        else:
            yield self._say(rule, FindingKind.BROKEN, _missing(rule, due, in_time or counting))
        if rule.kind is RuleKind.FIRST_MEETING and held < rule.n and counting:
            yield from self._of_form(rule, counting[0])

    def _is_all_there_is_time_for(self, n_lacking: int, n_in_time: int, due: date) -> bool:
        """Whether more are lacking than working days are left, and the plan has a meeting for each of those."""
        n_left = len(working_days_between(self._today + timedelta(days=1), due))
        return n_left <= n_in_time and n_left < n_lacking

    def _reaches(self, due: date) -> bool:
        """Whether the plan goes as far as the day: a short plan leaves a day far ahead to a later one."""
        return due < self._today or bool(self._meetings and self._meetings[-1].on >= due)

    def _below(self, rule: ContactRule, due: date, few: _Few) -> Finding:
        """Fewer meetings than the least number, and whether an exemption covers it."""
        if self._facts.is_exempt and self._rule_set.exemption is not None:
            text = Text(
                da="Borgeren er undtaget efter en konkret vurdering, så planen kan have færre samtaler.",
                en="The person is exempt after a concrete assessment, so the plan may have fewer meetings.",
            )
            return self._say(rule, FindingKind.WARNING, text)
        if not self._reason.strip():
            return self._say(rule, FindingKind.BROKEN, few.in_words(rule, due))
        try:
            check_exemption(
                self._reason, facts=self._facts, rule_set=self._rule_set, quota=self._quota, today=self._today
            )
        except ExemptionRefused as refused:
            said = few.in_words(rule, due)
            text = Text(da=f"{said.da} {refused.text.da}", en=f"{said.en} {refused.text.en}")
            return self._say(rule, FindingKind.BROKEN, text)
        text = Text(
            da="Planen har færre samtaler end mindstetallet. Borgeren bliver undtaget med den begrundelse, du har "
            "skrevet.",
            en="The plan has fewer meetings than the least number. The person becomes exempt for the reason that you "
            "wrote.",
        )
        return self._say(rule, FindingKind.WARNING, text)

    def _of_form(self, rule: ContactRule, first: PlannedMeeting) -> Iterator[Finding]:
        if rule.forms and first.form not in rule.forms:
            text = Text(
                da="Efter reglerne holdes den første samtale i en anden form.",
                en="By the rules, the first meeting is held in another form.",
            )
            yield self._say(rule, FindingKind.WARNING, text)

    def _of_notice(self) -> Iterator[Finding]:
        booking = self._rule_set.self_booking
        if booking is None:
            return
        soonest = self._today + timedelta(days=booking.n_days)
        if any((one.book_by or one.on) < soonest for one in self._meetings):
            yield Finding(
                kind=FindingKind.WARNING,
                text=Text(
                    da=f"Borgeren skal have mindst {booking.n_days} dage til at booke. Indkald i stedet, hvis det "
                    "haster.",
                    en=f"The person must have at least {booking.n_days} days to book. Summon instead if it is urgent.",
                ),
                citation=booking.citation,
                certainty=booking.certainty,
            )

    def _of_closed_days(self) -> Iterator[Finding]:
        for meeting in self._meetings:
            if not is_working_day(meeting.on):
                day = day_in_words(meeting.on)
                text = Text(
                    da=f"Den {day.da} er ikke en arbejdsdag. Vælg en anden sidste dag.",
                    en=f"{day.en} is not a working day. Choose another latest day.",
                )
                yield Finding(kind=FindingKind.WARNING, text=text)

    def _say(self, rule: ContactRule, kind: FindingKind, text: Text) -> Finding:
        return Finding(kind=kind, text=text, rule_id=rule.id, citation=rule.citation, certainty=rule.certainty)


def _held_in_words(rule: ContactRule, held: int) -> Text:
    n = meetings_in_words(held)
    if rule.kind is RuleKind.LEAST_MEETINGS:
        return Text(da=f"{n.da} holdt. Mindstetallet er nået.", en=f"{n.en} held. The least number is reached.")
    return Text(da=f"{rule.name.da} er holdt.", en=f"{rule.name.en} has been held.")


def _in_time(rule: ContactRule, due: date) -> Text:
    day, n = day_in_words(due), meetings_in_words(rule.n)
    if rule.kind is RuleKind.LEAST_MEETINGS:
        return Text(da=f"Mindst {n.da} inden {day.da}.", en=f"At least {n.en} by {day.en}.")
    return Text(da=f"{rule.name.da} inden {day.da}.", en=f"{rule.name.en} by {day.en}.")


def _overdue(rule: ContactRule, due: date) -> Text:
    day = day_in_words(due)
    return Text(
        da=f"{rule.name.da}: fristen var {day.da}. Hold den så hurtigt som muligt.",
        en=f"{rule.name.en}: the deadline was {day.en}. Hold it as soon as possible.",
    )


def _too_late(rule: ContactRule, due: date) -> Text:
    day = day_in_words(due)
    return Text(
        da=f"{rule.name.da}: der er for få arbejdsdage til {day.da}. Hold samtalerne så hurtigt som muligt.",
        en=f"{rule.name.en}: there are too few working days until {day.en}. Hold the meetings as soon as possible.",
    )


@dataclass(frozen=True, slots=True)
class _Few:
    """Meetings that are too few: held, planned in time, planned at all; and planned, where all the days are past."""

    held: int
    in_time: int
    coming: int
    past: int

    def in_words(self, rule: ContactRule, due: date) -> Text:
        day, held = day_in_words(due), Text(da="", en="")
        if self.held:
            held = Text(da=f", og {self.held} er holdt", en=f", and {self.held} held")
        if self.past:
            counted = Text(
                da="De planlagte samtaler er overskredet, og fagsystemet har ikke meldt dem holdt",
                en="The days of the planned meetings have passed, and the case system has not told of them as held",
            )
            held = Text(da=f". {self.held} er holdt", en=f". {self.held} held") if self.held else held
        elif self.coming > self.in_time:
            n = meetings_in_words(self.coming)
            return Text(
                da=f"{self.in_time} af planens {n.da} ligger inden {day.da}{held.da}. Reglerne kræver mindst {rule.n}.",
                en=f"{self.in_time} of the plan’s {n.en} by {day.en}{held.en}. The rules ask for at least {rule.n}.",
            )
        else:
            n = meetings_in_words(self.in_time)
            counted = Text(da=f"Planen har {n.da}", en=f"The plan has {n.en}")
        return Text(
            da=f"{counted.da}{held.da}. Reglerne kræver mindst {rule.n} inden {day.da}.",
            en=f"{counted.en}{held.en}. The rules ask for at least {rule.n} by {day.en}.",
        )


def _missing(rule: ContactRule, due: date, counting: Sequence[PlannedMeeting]) -> Text:
    day = day_in_words(due)
    if not counting:
        return Text(
            da=f"Planen mangler: {rule.name.da}, senest {day.da}.",
            en=f"The plan lacks: {rule.name.en}, by {day.en}.",
        )
    planned = day_in_words(counting[0].on)
    return Text(
        da=f"{rule.name.da} skal holdes senest {day.da}. Planen har den {planned.da}.",
        en=f"{rule.name.en} must be held by {day.en}. The plan has it on {planned.en}.",
    )
