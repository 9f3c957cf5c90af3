"""A pytest plugin: marks that say something wrong stop the run; the outcomes of marked tests are kept if asked for.

``python -m tests`` asks, by naming a file in COMPLIANCE_RESULTS. A run of some tests keeps nothing, so that the results
are those of the last whole run.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.compliance.marks import marks_of_file
from tests.compliance.rules import Rule, read_mark, read_rules

MARKER = "requirement"
WORST_FIRST = ("failed", "passed", "skipped")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARKER}(*ids, part, shows): the rule, and the part of it, that a test shows works or is refused"
    )
    # Where several processes share the tests, the one that they report to keeps what came of them.
    if (path := os.environ.get("COMPLIANCE_RESULTS")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(path)), "compliance-recorder")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    rules = read_rules()
    marked = [item for item in items if item.get_closest_marker(MARKER)]
    faults = [fault for item in marked for fault in _faults(item, rules)]
    if not faults:
        faults = _not_written_above(marked, config.rootpath, rules)
    if faults:
        raise pytest.UsageError("\n".join(dict.fromkeys(faults)))
    for item in marked:
        item.user_properties.append((MARKER, True))


def _faults(item: pytest.Item, rules: dict[str, Rule]) -> list[str]:
    faults = []
    for mark in item.iter_markers(MARKER):
        try:
            read_mark(mark.args, mark.kwargs, rules)
        except ValueError as fault:
            faults.append(f"{test_of(item.nodeid)}: {fault}")
    return faults


def _not_written_above(items: list[pytest.Item], root: Path, rules: dict[str, Rule]) -> list[str]:
    """The matrix reads marks from the code: one that is put on otherwise would count for nothing."""
    try:
        written = {
            name: set(shown)
            for path in {item.path for item in items}
            for name, shown in marks_of_file(path, root, rules).items()
        }
    except ValueError as fault:
        return [str(fault)]
    return [
        f"{test_of(item.nodeid)}: write the mark above the test or its class, not on a case or a module, and in full"
        for item in items
        for mark in item.iter_markers(MARKER)
        if not set(read_mark(mark.args, mark.kwargs, rules)) <= written.get(test_of(item.nodeid), set())
    ]


def test_of(nodeid: str) -> str:
    """The test that a case belongs to."""
    return nodeid.split("[")[0]


class Recorder:
    """Keeps the outcome of each marked test: the worst of its cases, a test of which no case was run having none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = test_of(report.nodeid)
        if (MARKER, True) not in map(tuple, report.user_properties) or (
            report.when != "call" and report.outcome == "passed"
        ):
            return
        both = (report.outcome, self.outcomes.get(name, report.outcome))
        self.outcomes[name] = min(both, key=WORST_FIRST.index)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or session.shouldfail:
            return  # cut off: not a whole run
        self.path.parent.mkdir(parents=True, exist_ok=True)
        kept = {"run_on": datetime.now(UTC).date().isoformat(), "outcomes": dict(sorted(self.outcomes.items()))}
        self.path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
