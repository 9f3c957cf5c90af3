"""A file of contact rules (TOML) -> rule sets, or every fault of it: where, what is allowed, what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from lighed.governance import Text
from lighed.planning.rule_reader import RuleReader, read_rule_set
from lighed.planning.rule_set import RuleSet

_UNKNOWN_TABLE = Text(
    da="kendes ikke. Filen skal bestå af tabeller, der hedder [[rule_set]].",
    en="is not known. The file must consist of tables named [[rule_set]].",
)
_NOT_TABLES = Text(da="skal være tabeller, mindst én: [[rule_set]].", en="must be tables, one at least: [[rule_set]].")
_USED_TWICE = Text(
    da="bruges to gange i filen. Hvert regelsæt har sit eget navn.",
    en="is used twice in the file. Each rule set has a name of its own.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """One thing that is wrong in a file of contact rules. `entry` counts from 1; None means the file as a whole."""

    file: str
    entry: int | None
    field: str
    rule: Text

    @property
    def text(self) -> Text:
        """The whole message: where, which field, what is allowed."""
        da = "" if self.entry is None else f", regelsæt {self.entry}"
        en = "" if self.entry is None else f", rule set {self.entry}"
        field = f", {self.field}" if self.field else ""
        return Text(da=f"{self.file}{da}{field}: {self.rule.da}", en=f"{self.file}{en}{field}: {self.rule.en}")


class RuleFileError(ValueError):
    """A file of contact rules that cannot be used. `faults` has every fault of it."""

    def __init__(self, faults: Sequence[RuleFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text.en for fault in faults))


def parse_rule_sets(text: str, *, file: str) -> tuple[RuleSet, ...]:
    """Read the text of one file of contact rules, the earliest first. `file` is its name, for messages.

    Raises
    ------
    RuleFileError
        With every fault of the text.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        rule = Text(da=f"er ikke en TOML-fil ({error}).", en=f"is not a TOML file ({error}).")
        raise RuleFileError([RuleFault(file=file, entry=None, field="", rule=rule)]) from error
    faults = [
        RuleFault(file=file, entry=None, field=name, rule=_UNKNOWN_TABLE)
        for name in sorted(set(document) - {"rule_set"})
    ]
    entries = document.get("rule_set")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise RuleFileError([*faults, RuleFault(file=file, entry=None, field="rule_set", rule=_NOT_TABLES)])
    found: list[tuple[int, RuleSet]] = []
    for number, entry in enumerate(entries, start=1):
        reader = RuleReader(entry, file=file, number=number)
        rule_set = read_rule_set(reader)
        faults += [
            RuleFault(file=file, entry=fault.entry, field=fault.field, rule=fault.rule) for fault in reader.faults
        ]
        if rule_set is not None:
            found.append((number, rule_set))
    faults += _between(found, file)
    if faults:
        raise RuleFileError(faults)
    return tuple(sorted((one for _, one in found), key=lambda one: one.valid_from))


@cache
def shipped_rule_sets() -> tuple[RuleSet, ...]:
    """The contact rules that come with the product, each to be verified before use."""
    name = "contact_rules.toml"
    return parse_rule_sets(files("lighed.planning").joinpath(name).read_text(encoding="utf-8"), file=name)


def _between(found: Sequence[tuple[int, RuleSet]], file: str) -> list[RuleFault]:
    """Two rule sets of one name, or in force on one day."""
    faults: list[RuleFault] = []
    for place, (number, one) in enumerate(found):
        for _, other in found[:place]:
            if one.id == other.id:
                faults.append(RuleFault(file=file, entry=number, field="id", rule=_USED_TWICE))
            elif one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max):
                rule = Text(
                    da=f"overlapper regelsættet {other.id}. Kun ét regelsæt kan gælde på en dag: ret datoerne.",
                    en=f"overlaps the rule set {other.id}. Only one rule set can hold on a day: change the dates.",
                )
                faults.append(RuleFault(file=file, entry=number, field="valid_from", rule=rule))
    return faults
