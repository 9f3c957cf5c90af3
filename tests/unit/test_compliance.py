"""The compliance matrix: wrong marks stop the run, and a status follows from what was marked and what passed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.compliance.__main__ import ROOT
from tests.compliance.marks import marks_in_code
from tests.compliance.matrix import Evidence, Run, Status, make_matrix, read_runs, status_of
from tests.compliance.page import compliance_page, counts, not_borne_out, told_on
from tests.compliance.rules import Rule, Shown, read_mark, read_rules

HEAD = "import pytest\n\n\n"
SOUND = """
PART = "two people"


class TestOfAClass:
    @pytest.mark.requirement("R-LEG-03", part=PART, shows="refuses")
    @pytest.mark.requirement("A3", "B2", shows="works")
    @pytest.mark.parametrize("number", [1, 2])
    def test_two_cases(self, number):
        assert number < 2


@pytest.mark.requirement("A3", shows="refuses")
def test_sound():
    pass


@pytest.mark.requirement("A8", shows="works")
@pytest.mark.skip
def test_left_out():
    pass


@pytest.fixture
def broken():
    raise ValueError


@pytest.mark.requirement("A13", shows="works")
def test_not_set_up(broken):
    pass


def test_of_nothing():
    pass
"""
WRONG = {
    "no such requirement or rule: R-LEG-99": '@pytest.mark.requirement("R-LEG-99", shows="works")',
    "a mark has ids and shows": '@pytest.mark.requirement("A3")',
    "a mark has ids and shows,": '@pytest.mark.requirement("A3", shows="Works")',
    "a mark has ids and shows, and a part": '@pytest.mark.requirement("A3", shows="works", status="WORKS")',
    "one of: citation and dates; ": '@pytest.mark.requirement("R-LEG-03", shows="works")',
    "R-LEG-03 has parts; part= must be": '@pytest.mark.requirement("R-LEG-03", part="3 people", shows="works")',
    "A3 has no parts": '@pytest.mark.requirement("A3", part="two people", shows="works")',
}
UNREAD = """
MARK = pytest.mark.requirement("A3", shows="works")


@pytest.mark.parametrize("x", [1, pytest.param(2, marks=MARK)])
def test_of_a_case(x):
    pass


@MARK
def test_by_another_name():
    pass
"""


def run_tests(folder: Path, text: str) -> str:
    """Run a file of tests with the plugin and without the rest of this project; returns what was said."""
    (folder / "tests").mkdir()
    (folder / "tests" / "test_x.py").write_text(HEAD + text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p tests.compliance.plugin\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--strict-markers", "-q", "tests"],
        cwd=folder,
        env={
            **kept,
            "PYTHONPATH": str(ROOT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "COMPLIANCE_RESULTS": str(folder / "results" / "SQLite.json"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    said = run_tests(folder, SOUND)
    assert "1 failed, 3 passed, 1 skipped, 1 error" in said, said
    return folder


def test_every_wrong_mark_stops_the_run_and_all_are_told_at_once(tmp_path: Path) -> None:
    tests = [f"{mark}\ndef test_{number}(x=1):\n    pass\n" for number, mark in enumerate(WRONG.values())]
    said = run_tests(tmp_path, "\n\n".join(tests))
    for number, fault in enumerate(WRONG):
        assert f"tests/test_x.py::test_{number}: " in said, said
        assert fault in said
    assert "passed" not in said
    assert read_runs(tmp_path / "results") == (), "a run that is cut off is no whole run"


def test_a_mark_that_the_matrix_would_not_see_stops_the_run(tmp_path: Path) -> None:
    said = run_tests(tmp_path, UNREAD)
    for name in ("test_of_a_case", "test_by_another_name"):
        assert f"tests/test_x.py::{name}: write the mark above the test or its class" in said, said


def test_the_outcome_of_a_test_is_the_worst_of_its_cases(whole_run: Path) -> None:
    (run,) = read_runs(whole_run / "results")
    assert run.database == "SQLite"
    assert run.outcomes == {
        "tests/test_x.py::TestOfAClass::test_two_cases": "failed",
        "tests/test_x.py::test_left_out": "skipped",
        "tests/test_x.py::test_not_set_up": "failed",
        "tests/test_x.py::test_sound": "passed",
    }


def test_marks_are_read_from_the_code_of_functions_and_classes(whole_run: Path) -> None:
    assert marks_in_code(whole_run, read_rules()) == {
        "tests/test_x.py::TestOfAClass::test_two_cases": (
            Shown("A3", "", "works"),
            Shown("B2", "", "works"),
            Shown("R-LEG-03", "two people", "refuses"),
        ),
        "tests/test_x.py::test_sound": (Shown("A3", "", "refuses"),),
        "tests/test_x.py::test_left_out": (Shown("A8", "", "works"),),
        "tests/test_x.py::test_not_set_up": (Shown("A13", "", "works"),),
    }


def test_a_mark_that_cannot_be_read_without_running_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('@pytest.mark.requirement(f"A{3}", shows="works")\ndef test(): pass')
    with pytest.raises(ValueError, match=r"tests/test_x.py:1: .*write it out"):
        marks_in_code(tmp_path, read_rules())


@pytest.mark.requirement("R-ACC-06", shows="works")
def test_from_a_run_to_the_page(whole_run: Path) -> None:
    rules = read_rules()
    marks, runs = marks_in_code(whole_run, rules), read_runs(whole_run / "results")
    matrix = make_matrix(rules, marks, runs)
    status = {line.rule.id: line.status for line in matrix}
    assert {name for name, found in status.items() if found is not Status.ABSENT} == {
        "A3",
        "A8",
        "A13",
        "B2",
        "R-LEG-03",
    }
    assert {status[name] for name in ("A3", "A8", "A13", "B2", "R-LEG-03")} == {Status.UNVERIFIED}
    page = compliance_page(matrix, runs)
    assert set(told_on(page)) == set(rules)
    assert "✗ works: two cases" in page
    assert "✓ refuses: sound" in page
    assert "? works: left out" in page
    assert f"Last whole run on SQLite: {runs[0].run_on}." in page
    assert sum(counts(matrix).values()) == len(rules)
    assert not_borne_out(page, marks) == []


@pytest.mark.requirement("R-ACC-06", shows="refuses")
def test_a_page_that_tells_of_a_test_without_that_mark_is_found_out(whole_run: Path) -> None:
    rules = read_rules()
    marks = marks_in_code(whole_run, rules)
    page = compliance_page(make_matrix(rules, marks, ()), ())
    assert not_borne_out(page.replace("refuses: sound", "works: sound"), marks) == [
        "A3: tests/test_x.py::test_sound is not marked works"
    ]
    gone = {test: shown for test, shown in marks.items() if "two_cases" not in test}
    assert not_borne_out(page, gone) == [
        "A3: tests/test_x.py::test_two_cases is not marked works",
        "B2: tests/test_x.py::test_two_cases is not marked works",
        "R-LEG-03: tests/test_x.py::test_two_cases is not marked refuses two people",
    ]


@pytest.mark.requirement("R-ACC-06", shows="refuses")
@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ([], "ABSENT"),
        ([("works", "")], "UNVERIFIED"),
        ([("works", ""), ("refuses", "")], "UNVERIFIED"),
        ([("works", "passed")], "PARTIAL"),
        ([("refuses", "passed")], "PARTIAL"),
        ([("works", "passed"), ("refuses", "")], "PARTIAL"),
        ([("works", "passed"), ("refuses", "passed")], "WORKS"),
        ([("works", "passed"), ("refuses", "passed"), ("refuses", "")], "WORKS"),
        ([("works", "passed"), ("refuses", "failed")], "UNVERIFIED"),
        ([("works", "passed"), ("refuses", "passed"), ("works", "failed")], "UNVERIFIED"),
    ],
)
def test_works_needs_a_passed_test_of_each_kind_and_none_that_failed(
    evidence: list[tuple[str, str]], status: str
) -> None:
    found = [Evidence(shows, f"test_{number}", outcome) for number, (shows, outcome) in enumerate(evidence)]
    assert status_of(found) == status


BOTH = ("works", "refuses")
OF_PARTS: list[tuple[dict[str, dict[str, str]], str]] = [
    ({}, "ABSENT"),
    ({"a": dict.fromkeys(BOTH, "passed")}, "PARTIAL"),
    ({"a": dict.fromkeys(BOTH, "passed"), "b": {"works": "passed"}}, "PARTIAL"),
    ({"a": dict.fromkeys(BOTH, "passed"), "b": dict.fromkeys(BOTH, "passed")}, "WORKS"),
    ({"a": dict.fromkeys(BOTH, "passed"), "b": {"works": "failed"}}, "UNVERIFIED"),
    ({"a": dict.fromkeys(BOTH, "passed"), "b": {"works": "", "refuses": ""}}, "PARTIAL"),
    ({"a": {"works": ""}}, "UNVERIFIED"),
]


@pytest.mark.parametrize(("of_parts", "status"), OF_PARTS)
def test_a_rule_works_only_where_each_of_its_parts_does(of_parts: dict[str, dict[str, str]], status: str) -> None:
    rules = {"R": Rule("R", "text", "law", parts=("a", "b"))}
    marks = {
        f"tests/test_x.py::test_{part}_{shows}": (Shown("R", part, shows),)
        for part, outcomes in of_parts.items()
        for shows in outcomes
    }
    outcomes = {
        f"tests/test_x.py::test_{part}_{shows}": outcome
        for part, known in of_parts.items()
        for shows, outcome in known.items()
    }
    (line,) = make_matrix(rules, marks, [Run("SQLite", "2026-01-01", outcomes)])
    assert line.status == status


def test_a_test_that_fails_on_one_database_failed() -> None:
    rules = {"R": Rule("R", "text", "law")}
    marks = {"t::a": (Shown("R", "", "works"),), "t::b": (Shown("R", "", "refuses"),)}
    passed = {"t::a": "passed", "t::b": "passed"}
    sqlite = Run("SQLite", "2026-01-01", passed)

    def status(postgres: dict[str, Any]) -> str:
        (line,) = make_matrix(rules, marks, [sqlite, Run("Postgres", "2026-01-01", postgres)])
        return line.status

    assert status({}) == status(passed) == status({"t::a": "skipped"}) == "WORKS"
    assert status({"t::a": "failed"}) == "UNVERIFIED"


def test_a_mark_may_name_several_rules_if_the_part_is_one_of_each_that_has_parts() -> None:
    rules = {
        "A": Rule("A", "text", "law"),
        "B": Rule("B", "text", "law", parts=("x", "y")),
        "C": Rule("C", "text", "law", parts=("x", "z")),
    }
    assert read_mark(["A", "B", "C"], {"part": "x", "shows": "works"}, rules) == (
        Shown("A", "", "works"),
        Shown("B", "x", "works"),
        Shown("C", "x", "works"),
    )
    with pytest.raises(ValueError, match="B has parts; part= must be one of: x; y"):
        read_mark(["A", "B", "C"], {"part": "z", "shows": "works"}, rules)


@pytest.mark.parametrize("again", ['[[rule]]\nid = "A"\n', 'parts = ["x", "x"]\n', "status = 'WORKS'\n"])
def test_rules_have_an_id_of_their_own_and_no_status(tmp_path: Path, again: str) -> None:
    one = '[[rule]]\nid = "A"\ntext = "text"\nrests_on = "law"\n'
    (tmp_path / "rules.toml").write_text(one)
    assert list(read_rules(tmp_path / "rules.toml")) == ["A"]
    rest = 'text = "text"\nrests_on = "law"\n' if again.startswith("[[") else ""
    (tmp_path / "rules.toml").write_text(one + again + rest)
    with pytest.raises((ValueError, TypeError)):
        read_rules(tmp_path / "rules.toml")
