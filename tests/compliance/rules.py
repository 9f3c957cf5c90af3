"""``rules.toml`` -> the requirements and rules; what a mark on a test says -> the part of a rule that it shows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("rules.toml")
SHOWS = ("works", "refuses")
"""``works``: the promise is seen through the public interface. ``refuses``: broken on purpose, it is refused."""
FORM = '@pytest.mark.requirement("R-LEG-03", part="two people", shows="works" or "refuses")'


@dataclass(frozen=True)
class Rule:
    """One line of the requirements (A1, B2 ...) or one rule that keeps some of them (R-LEG-01 ...)."""

    id: str
    text: str
    rests_on: str
    code: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def chapter(self) -> str:
        return self.id.rpartition("-")[0] or self.id[0]


@dataclass(frozen=True, order=True)
class Shown:
    """What one mark says of one rule; ``part`` is empty where the rule has none."""

    rule: str
    part: str
    shows: str


def read_rules(path: Path = FILE) -> dict[str, Rule]:
    """Every rule by its id, in the order of the file; a field that is not known, or an id used twice, is an error."""
    rules: dict[str, Rule] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
        fields: dict[str, Any] = {k: tuple(value) if isinstance(value, list) else value for k, value in entry.items()}
        rule = Rule(**fields)
        if rule.id in rules or len(set(rule.parts)) < len(rule.parts):
            raise ValueError(f"{path.name}: {rule.id}: an id, or a part within a rule, stands there more than once")
        rules[rule.id] = rule
    return rules


def read_mark(args: Sequence[Any], kwargs: Mapping[str, Any], rules: Mapping[str, Rule]) -> tuple[Shown, ...]:
    """What a mark says; ValueError with what is allowed where it says nothing that can be counted."""
    shows, part = kwargs.get("shows"), kwargs.get("part", "")
    if not args or set(kwargs) - {"shows", "part"} or shows not in SHOWS:
        raise ValueError(f"a mark has ids and shows, and a part where the rule has parts: {FORM}")
    if unknown := [name for name in args if name not in rules]:
        raise ValueError(f"no such requirement or rule: {', '.join(map(str, unknown))}. They stand in {FILE.name}")
    for rule in (rules[name] for name in args):
        if rule.parts and part not in rule.parts:
            raise ValueError(f"{rule.id} has parts; part= must be one of: {'; '.join(rule.parts)}")
    if part and not any(rules[name].parts for name in args):
        raise ValueError(f"{', '.join(args)} has no parts, so part= must be left out")
    return tuple(Shown(name, part if rules[name].parts else "", shows) for name in args)
