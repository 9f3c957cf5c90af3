"""The matrix -> the page ``docs/reference/compliance.md``; and a page -> the tests that it names, to check it by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.compliance.marks import Marks
from tests.compliance.matrix import Evidence, MatrixLine, PartLine, Run, Status
from tests.compliance.rules import Shown

CHAPTERS = {
    "A": "A. The profiling tool",
    "B": "B. The law",
    "C": "C. Data ethics",
    "R-LEG": "Legal basis",
    "R-DAT": "Data",
    "R-CIT": "The citizen",
    "R-HUM": "Human control",
    "R-PLA": "Planning",
    "R-MOD": "Model and fairness",
    "R-ACC": "Accountability",
    "R-SEC": "Security",
    "R-ACCS": "Access for everyone",
}
_INTRODUCTION = """\
# Compliance matrix

<!-- Written by `make compliance` from the last whole run of the tests. Do not edit. -->

From each requirement to the rules that keep it, the code, the tests that show it, and their last result. Requirements A
and B are drawn from Datatilsynet's opinion of 18 May 2022 (below: *Opinion*), C from the Ministry of Employment's
guidelines for data ethics of December 2020 (*Guidelines*); [](../explanation/requirements.md) tells how.

No status is given by hand ([why](../decisions/0012-statuses-come-from-tests.md)). A test says which part of which rule
it shows, and how: that it *works*, seen through the public interface, or that it *refuses*, when broken on purpose.

- **WORKS**: both have been seen, for every part, and no test of the rule failed.
- **PARTIAL**: one of the two, or some parts only.
- **UNVERIFIED**: there are tests, but one failed or none has a result.
- **ABSENT**: no test shows it. It may not be built.

A ✓ is a test that passed in the last whole run, a ✗ one that failed, a ? one whose result is not known.
"""
_SIGNS = {"passed": "✓", "failed": "✗", "": "?"}
_ROW = re.compile(r"^\| \*\*(?P<rule>[A-Z][A-Z0-9-]*)\*\*<br>")
_PART = re.compile(r"^\| [A-Z]+ \| – (?P<part>.+?) \|")
_TEST = re.compile(r"<small>[✓✗?] (?P<shows>works|refuses): (?P<words>[^<>|]+?) `(?P<file>[^`]+)`</small>")


def compliance_page(matrix: Sequence[MatrixLine], runs: Iterable[Run]) -> str:
    """The whole page in Markdown."""
    return "\n".join(_lines(matrix, tuple(runs)))


def counts(matrix: Iterable[MatrixLine | PartLine]) -> dict[Status, int]:
    """How many rules, or parts of rules, have each status."""
    found = Counter(line.status for line in matrix)
    return {status: found[status] for status in Status}


def _lines(matrix: Sequence[MatrixLine], runs: Sequence[Run]) -> Iterator[str]:
    yield _INTRODUCTION
    yield " ".join(f"Last whole run on {run.database}: {run.run_on}." for run in runs) or "No whole run is known."
    yield "\n| | " + " | ".join(Status) + " | All |"
    yield "| --- |" + " ---: |" * (len(Status) + 1)
    for chapter, title in CHAPTERS.items():
        yield _counted(title, [line for line in matrix if line.rule.chapter == chapter])
    yield _counted("**All**", matrix)
    yield _counted("Their parts", [part for line in matrix for part in line.parts])
    status = {line.rule.id: line.status for line in matrix}
    kept_by = {name: [other.rule.id for other in matrix if name in other.rule.keeps] for name in status}
    for chapter, title in CHAPTERS.items():
        yield f"\n## {title}\n"
        yield "| | Promise, what it rests on, and the code that keeps it | Tests |"
        yield "| --- | --- | --- |"
        for line in matrix:
            if line.rule.chapter == chapter:
                yield from _rows(line, [f"{name} {status[name]}" for name in kept_by[line.rule.id]])
    yield ""


def _counted(title: str, lines: Sequence[MatrixLine | PartLine]) -> str:
    return f"| {title} | " + " | ".join(str(n) for n in counts(lines).values()) + f" | {len(lines)} |"


def _rows(line: MatrixLine, kept_by: Sequence[str]) -> Iterator[str]:
    rule = line.rule
    about = [f"{rule.text}<br><small>Rests on: {rule.rests_on}.</small>"]
    if together := ", ".join(rule.keeps or kept_by):
        about.append(f"<small>{'Keeps' if rule.keeps else 'Kept by'}: {together}.</small>")
    about += [f"<small>Code: {', '.join(f'`{path}`' for path in rule.code)}</small>"] if rule.code else []
    tests = "" if rule.parts else _tests(line.parts[0])
    yield f"| **{rule.id}**<br>**{line.status}** | {'<br>'.join(about)} | {tests} |"
    for part in line.parts if rule.parts else ():
        yield f"| {part.status} | – {part.part} | {_tests(part)} |"


def _tests(part: PartLine) -> str:
    return "<br>".join(_test(one) for one in part.evidence)


def _test(one: Evidence) -> str:
    file, _, name = one.test.partition("::")
    words = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"<small>{_SIGNS[one.outcome]} {one.shows}: {words} `{file.removeprefix('tests/')}`</small>"


def told_on(page: str) -> dict[str, dict[tuple[str, str], set[Shown]]]:
    """What a page tells: by rule, by file and name of the test, what it is said to show."""
    told: dict[str, dict[tuple[str, str], set[Shown]]] = {}
    rule = ""
    for row in page.splitlines():
        if found := _ROW.match(row):
            rule = found["rule"]
            told[rule] = {}
        part = found["part"] if (found := _PART.match(row)) else ""
        for test in _TEST.finditer(row) if row.startswith("|") else ():
            key = (f"tests/{test['file']}", f"test_{test['words'].replace(' ', '_')}")
            told[rule].setdefault(key, set()).add(Shown(rule, part, test["shows"]))
    return told


def not_borne_out(page: str, marks: Marks) -> list[str]:
    """The tests that a page names and that are not there, or not with that mark."""
    there: dict[tuple[str, str], set[Shown]] = {}
    for test, shown in marks.items():
        file, _, name = test.partition("::")
        there.setdefault((file, name.rpartition("::")[2]), set()).update(shown)
    return [
        f"{one.rule}: {file}::{name} is not marked {one.shows} {one.part}".rstrip()
        for tests in told_on(page).values()
        for (file, name), shown in tests.items()
        for one in sorted(shown - there.get((file, name), set()))
    ]
