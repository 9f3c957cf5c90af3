"""What is wrong with one person's event -> the place, the rule and what is allowed, as data and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lighed.governance import Text
from lighed.records.rules import RULE_TEXTS, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFault:
    """One rule broken at one place of the document; never the value that stands there."""

    pointer: str
    rule: Rule
    allowed: Text

    @property
    def problem(self) -> Text:
        """What is wrong."""
        return RULE_TEXTS[self.rule].problem

    @property
    def action(self) -> Text:
        """What to do next."""
        return RULE_TEXTS[self.rule].action

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> RegistrationFault:
        """The fault that `to_dict` was called on."""
        allowed = stored["allowed"]
        return cls(pointer=stored["pointer"], rule=Rule(stored["rule"]), allowed=Text(allowed["da"], allowed["en"]))

    def to_dict(self) -> dict[str, Any]:
        """The fault as plain data."""
        texts = (("problem", self.problem), ("allowed", self.allowed), ("action", self.action))
        return {
            "pointer": self.pointer,
            "rule": self.rule.value,
            **{name: {"da": text.da, "en": text.en} for name, text in texts},
        }


class RegistrationRefused(Exception):
    """A registration that cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: tuple[RegistrationFault, ...]) -> None:
        super().__init__(f"The registration is refused. Faults: {len(faults)}.")
        self.faults = faults

    def text(self, language: str) -> str:
        """The faults, one a line."""
        head = Text(f"Tilmeldingen er afvist. Fejl: {len(self.faults)}.", str(self)).in_(language)
        allowed = Text("Tilladt", "Allowed").in_(language)
        return "\n".join(
            [
                head,
                *(
                    f"  {fault.pointer or '/'}: {fault.problem.in_(language)}. {allowed}: {fault.allowed.in_(language)}"
                    for fault in self.faults
                ),
            ]
        )
