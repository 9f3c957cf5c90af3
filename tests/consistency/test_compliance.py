"""The compliance matrix that is committed is about these rules, this code and these tests; its statuses are a run's."""

from __future__ import annotations

import re

from tests.compliance.__main__ import PAGE
from tests.compliance.marks import marks_in_code
from tests.compliance.page import CHAPTERS, not_borne_out, told_on
from tests.compliance.rules import read_rules
from tests.consistency.repository import DOCS, ROOT, SOURCE, text_of

RULES = read_rules()
REQUIREMENTS = {
    f"{letter}{number}" for letter, last in (("A", 15), ("B", 6), ("C", 11)) for number in range(1, last + 1)
}


def test_every_requirement_is_there_and_every_rule_keeps_one() -> None:
    assert {name for name in RULES if not name.startswith("R-")} == REQUIREMENTS
    for rule in RULES.values():
        assert rule.chapter in CHAPTERS, rule.id
        assert rule.text.endswith("."), rule.id
        assert rule.rests_on, rule.id
        assert bool(rule.keeps) is rule.id.startswith("R-"), rule.id
        assert set(rule.keeps) <= REQUIREMENTS, rule.id
        assert not [part for part in (rule.text, rule.rests_on, *rule.parts) if re.search("[|<>]", part)], rule.id


def test_the_code_that_keeps_a_rule_is_there() -> None:
    missing = [(rule.id, path) for rule in RULES.values() for path in rule.code if not (SOURCE / path).exists()]
    assert missing == []


def test_the_page_is_about_these_rules_and_names_tests_that_are_so_marked() -> None:
    page = text_of(PAGE)
    assert list(told_on(page)) == [name for chapter in CHAPTERS for name in RULES if RULES[name].chapter == chapter]
    assert not_borne_out(page, marks_in_code(ROOT, RULES)) == [], "run `make compliance`"


def test_no_status_is_written_by_hand() -> None:
    for path in [DOCS / "explanation" / "requirements.md", ROOT / "README.md", DOCS / "explanation" / "limits.md"]:
        assert not re.search(r"\b(WORKS|PARTIAL|UNVERIFIED|ABSENT)\b", text_of(path)), path.name
