"""Rules, marks and the outcomes of the last run -> the status of every rule and part; none is given by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.compliance.marks import Marks
from tests.compliance.rules import SHOWS, Rule


class Status(StrEnum):
    """How far a rule is shown to be kept."""

    WORKS = "WORKS"
    PARTIAL = "PARTIAL"
    UNVERIFIED = "UNVERIFIED"
    ABSENT = "ABSENT"


@dataclass(frozen=True)
class Run:
    """The outcomes of the last run on one database."""

    database: str
    run_on: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True, order=True)
class Evidence:
    """A test that shows something, and its last outcome: passed, failed, or empty where none is known."""

    shows: str
    test: str
    outcome: str


@dataclass(frozen=True)
class PartLine:
    """One part of a rule, or the whole of a rule without parts (whose part is empty)."""

    part: str
    evidence: tuple[Evidence, ...]

    @property
    def status(self) -> Status:
        return status_of(self.evidence)


@dataclass(frozen=True)
class MatrixLine:
    """One rule and what shows it."""

    rule: Rule
    parts: tuple[PartLine, ...]

    @property
    def status(self) -> Status:
        return status_of_parts(self.parts)


def status_of(evidence: Iterable[Evidence]) -> Status:
    """WORKS needs a passed test of each kind and no failed one; with no test at all it is ABSENT."""
    known = tuple(evidence)
    if not known:
        return Status.ABSENT
    passed = {one.shows for one in known if one.outcome == "passed"}
    if any(one.outcome == "failed" for one in known) or not passed:
        return Status.UNVERIFIED
    return Status.WORKS if passed == set(SHOWS) else Status.PARTIAL


def status_of_parts(parts: Iterable[PartLine]) -> Status:
    """WORKS if every part is; a failed test anywhere leaves the rule UNVERIFIED."""
    lines = tuple(parts)
    found = {line.status for line in lines}
    if len(found) == 1:
        return found.pop()
    if any(one.outcome == "failed" for line in lines for one in line.evidence):
        return Status.UNVERIFIED
    return Status.PARTIAL if found & {Status.WORKS, Status.PARTIAL} else Status.UNVERIFIED


def read_runs(folder: Path) -> tuple[Run, ...]:
    """The last run on each database, from the files that the plugin kept."""
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return tuple(Run(database, run["run_on"], run["outcomes"]) for database, run in kept.items())


def make_matrix(rules: Mapping[str, Rule], marks: Marks, runs: Iterable[Run]) -> tuple[MatrixLine, ...]:
    """A line for every rule, in their order; a test that failed on one database failed."""
    runs = tuple(runs)

    def outcome_of(test: str) -> str:
        outcomes = {run.outcomes.get(test) for run in runs}
        return next((outcome for outcome in ("failed", "passed") if outcome in outcomes), "")

    def line_of(rule: Rule, part: str) -> PartLine:
        shown = {
            Evidence(one.shows, test, outcome_of(test))
            for test, marked in marks.items()
            for one in marked
            if (one.rule, one.part) == (rule.id, part)
        }
        return PartLine(part, tuple(sorted(shown, key=lambda one: (SHOWS.index(one.shows), one.test))))

    return tuple(
        MatrixLine(rule, tuple(line_of(rule, part) for part in rule.parts or ("",))) for rule in rules.values()
    )
