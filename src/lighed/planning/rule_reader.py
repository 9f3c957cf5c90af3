"""One table of a file of contact rules -> the rule set; faults are gathered in the reader, not thrown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from lighed.governance.field_reader import FieldReader
from lighed.planning.course import Holder, MeetingForm, MeetingKind
from lighed.planning.rule_set import (
    Certainty,
    Citation,
    ContactRule,
    ExemptionRule,
    FundPeriod,
    QuotaCount,
    QuotaPeriod,
    RuleKind,
    RuleSet,
    SelfBooking,
    Since,
    Span,
    Unit,
)

_T = TypeVar("_T")
_WEEKS = "weeks"
_MOST_N = 1000

_RULE_SET = (
    "id", "name", "valid_from", "valid_to", "verify_before_use", "uncertain", "citation", "fund_period",
    "self_booking", "rule", "exemption",
)  # fmt: skip
_CITATION = ("id", "law", "provision", "title", "read_at")
_FUND_PERIOD = ("months", "registered_from", "certainty", "citation")
_SELF_BOOKING = ("days", "certainty", "citation")
_RULE = (
    "id", "kind", "name", "holder", "meetings", "until", "not_sooner_than", "not_before", "kinds", "forms",
    "registered_from", "certainty", "note", "citation",
)  # fmt: skip
_EXEMPTION = (
    "id", "per_cent", "period", "counted", "until", "not_sooner_than", "population", "certainty", "note", "citation",
)  # fmt: skip
_SPAN = ("n", "unit", "since")


class RuleReader(FieldReader):
    """Reads the fields of a table of contact rules; tables in it share its faults."""

    def within(self, name: str, entry: Mapping[str, object]) -> RuleReader:
        place = f"{self._within}.{name}" if self._within else name
        return RuleReader(entry, file=self._file, number=self._number, within=place, faults=self.faults)

    def one(self, name: str) -> RuleReader | None:
        found = self.table(name)
        return None if found is None else self.within(name, found.entry)

    def many(self, name: str) -> Iterator[RuleReader]:
        """The tables of a list, each known by its place in it."""
        value = self.entry.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(name, "skal være en liste af tabeller.", "must be a list of tables.")
            return
        for place, item in enumerate(value, start=1):
            yield self.within(f"{name} {place}", item)

    def count(self, name: str, *, least: int = 1, most: int = _MOST_N) -> int:
        value = self.entry.get(name)
        if type(value) is int and least <= value <= most:  # true and false are numbers too, and are refused
            return value
        if name in self.entry:
            self.fault(
                name,
                f"skal være et helt tal fra {least} til {most} uden anførselstegn.",
                f"must be a whole number from {least} to {most} without quotes.",
            )
        return least

    def read(self, fields: tuple[str, ...], *, optional: tuple[str, ...] = ()) -> None:
        self.fields(fields, optional=frozenset(optional))


def read_rule_set(reader: RuleReader) -> RuleSet | None:
    """The rule set that a table describes; None where there are faults, which stand in the reader."""
    reader.read(_RULE_SET, optional=("valid_to", "uncertain", "fund_period", "self_booking", "exemption"))
    id_, name = reader.words("id"), reader.text("name")
    valid_from, valid_to = reader.day("valid_from"), reader.day("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        reader.fault("valid_to", "er før valid_from.", "is before valid_from.")
    is_verify_before_use = reader.yes_or_no("verify_before_use", default=True)
    uncertain = reader.text("uncertain")
    if is_verify_before_use and "uncertain" not in reader.entry:
        reader.fault(
            "uncertain",
            "mangler. Skriv på begge sprog, hvad der er usikkert, eller sæt verify_before_use = false.",
            "is missing. Write in both languages what is uncertain, or set verify_before_use = false.",
        )
    citations = _named(reader, "citation", _citation)
    rules = _named(reader, "rule", lambda one: _rule(one, citations))
    if not reader.entry.get("rule"):
        reader.fault("rule", "skal have mindst én regel.", "must have one rule at least.")
    fund_period = _if_any(reader.one("fund_period"), lambda one: _fund_period(one, citations))
    self_booking = _if_any(reader.one("self_booking"), lambda one: _self_booking(one, citations))
    exemption = _if_any(reader.one("exemption"), lambda one: _exemption(one, citations))
    if exemption is not None and not any(
        rule.kind is RuleKind.FIRST_MEETING and rule.holder is Holder.MUNICIPALITY for rule in rules.values()
    ):
        reader.fault(
            "exemption",
            "kræver en regel af typen first_meeting hos kommunen: den første samtale kan ingen undtages fra.",
            "needs a rule of the kind first_meeting with the municipality: nobody is exempted from the first meeting.",
        )
    if reader.faults or name is None or valid_from is None:
        return None
    return RuleSet(
        id=id_, name=name, valid_from=valid_from, valid_to=valid_to, is_verify_before_use=is_verify_before_use,
        uncertain=uncertain, fund_period=fund_period, self_booking=self_booking, exemption=exemption,
        rules=tuple(rules.values()), citations=tuple(citations.values()),
    )  # fmt: skip


def _named(reader: RuleReader, name: str, read: Callable[[RuleReader], _T | None]) -> dict[str, _T]:
    """The things of a list by their id; an id that is used twice is a fault."""
    found: dict[str, _T] = {}
    for one in reader.many(name):
        thing, id_ = read(one), one.words("id")
        if id_ in found:
            one.fault("id", "bruges to gange i regelsættet.", "is used twice in the rule set.")
        elif thing is not None and id_:
            found[id_] = thing
    return found


def _if_any(reader: RuleReader | None, read: Callable[[RuleReader], _T | None]) -> _T | None:
    return None if reader is None else read(reader)


def _citation(reader: RuleReader) -> Citation | None:
    reader.read(_CITATION, optional=("provision",))
    law, provision, title = reader.text("law"), reader.text("provision"), reader.text("title")
    read_at = reader.entry.get("read_at", "https://")
    if not isinstance(read_at, str) or not read_at.startswith("https://"):
        reader.fault(
            "read_at", "skal være en adresse, der begynder med https://.", "must be an address beginning with https://."
        )
        return None
    if law is None or title is None:
        return None
    return Citation(id=reader.words("id"), law=law, provision=provision, title=title, read_at=read_at)


def _cited(reader: RuleReader, citations: Mapping[str, Citation]) -> Citation | None:
    name = reader.entry.get("citation")
    if isinstance(name, str) and name in citations:
        return citations[name]
    if "citation" in reader.entry:
        known = ", ".join(citations) or "–"
        reader.fault(
            "citation",
            f"skal være en af regelsættets henvisninger: {known}.",
            f"must be one of the citations of the rule set: {known}.",
        )
    return None


def _fund_period(reader: RuleReader, citations: Mapping[str, Citation]) -> FundPeriod | None:
    reader.read(_FUND_PERIOD)
    months, day = reader.count("months", most=24), reader.day("registered_from")
    certainty, citation = reader.choice(Certainty, "certainty"), _cited(reader, citations)
    if day is None or certainty is None or citation is None:
        return None
    return FundPeriod(months=months, registered_from=day, certainty=certainty, citation=citation)


def _self_booking(reader: RuleReader, citations: Mapping[str, Citation]) -> SelfBooking | None:
    reader.read(_SELF_BOOKING)
    n_days = reader.count("days", most=60)
    certainty, citation = reader.choice(Certainty, "certainty"), _cited(reader, citations)
    if certainty is None or citation is None:
        return None
    return SelfBooking(n_days=n_days, certainty=certainty, citation=citation)


def _rule(reader: RuleReader, citations: Mapping[str, Citation]) -> ContactRule | None:
    reader.read(_RULE, optional=("not_sooner_than", "not_before", "forms", "registered_from", "note"))
    kind, name, holder = reader.choice(RuleKind, "kind"), reader.text("name"), reader.choice(Holder, "holder")
    n, until = reader.count("meetings", most=30), _until(reader)
    if kind is RuleKind.FIRST_MEETING and n != 1:
        reader.fault("meetings", "skal være 1, når kind er first_meeting.", "must be 1 where kind is first_meeting.")
    floor, not_before = (_if_any(reader.one(field), _span) for field in ("not_sooner_than", "not_before"))
    kinds, forms = reader.choices(MeetingKind, "kinds"), reader.choices(MeetingForm, "forms")
    registered_from, note = reader.day("registered_from"), reader.text("note")
    certainty, citation = reader.choice(Certainty, "certainty"), _cited(reader, citations)
    if kind is None or name is None or holder is None or certainty is None or citation is None or not until:
        return None
    return ContactRule(
        id=reader.words("id"), kind=kind, name=name, holder=holder, n=n, until=until, not_sooner_than=floor,
        not_before=not_before, kinds=kinds, forms=forms, registered_from=registered_from, certainty=certainty,
        note=note, citation=citation,
    )  # fmt: skip


def _exemption(reader: RuleReader, citations: Mapping[str, Citation]) -> ExemptionRule | None:
    reader.read(_EXEMPTION, optional=("counted", "not_sooner_than", "note"))
    per_cent, period, until = reader.count("per_cent", most=100), reader.choice(QuotaPeriod, "period"), _until(reader)
    # Where nobody has decided how they are counted, no more are exempted than either way allows.
    counted = reader.choice(QuotaCount, "counted") if "counted" in reader.entry else QuotaCount.OVER_PERIOD
    floor = _if_any(reader.one("not_sooner_than"), _span)
    population, note = reader.text("population"), reader.text("note")
    certainty, citation = reader.choice(Certainty, "certainty"), _cited(reader, citations)
    if period is None or counted is None or population is None or certainty is None or citation is None or not until:
        return None
    return ExemptionRule(
        id=reader.words("id"), per_cent=per_cent, period=period, counted=counted, until=until, not_sooner_than=floor,
        population=population, certainty=certainty, note=note, citation=citation,
    )  # fmt: skip


def _until(reader: RuleReader) -> tuple[Span, ...]:
    spans = tuple(span for one in reader.many("until") if (span := _span(one)) is not None)
    if reader.entry.get("until") == []:
        reader.fault("until", "skal have mindst én periode.", "must have one period at least.")
    return spans


def _span(reader: RuleReader) -> Span | None:
    """A period; weeks are kept as days."""
    reader.read(_SPAN)
    n, since = reader.count("n", least=0), reader.choice(Since, "since")
    if reader.entry.get("unit") == _WEEKS:
        return None if since is None else Span(n=7 * n, unit=Unit.DAYS, since=since)
    if "unit" in reader.entry and reader.entry["unit"] not in set(Unit):
        reader.fault("unit", "skal være days, weeks eller months.", "must be days, weeks or months.")
        return None
    unit = reader.choice(Unit, "unit")
    return None if unit is None or since is None else Span(n=n, unit=unit, since=since)
