"""The results of the last whole run -> ``docs/reference/compliance.md``: what ``make compliance`` runs.

With ``--print`` the page goes to the terminal and nothing is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.compliance.marks import marks_in_code
from tests.compliance.matrix import make_matrix, read_runs
from tests.compliance.page import compliance_page, counts
from tests.compliance.rules import read_rules

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / ".compliance"
PAGE = ROOT / "docs" / "reference" / "compliance.md"


def write_page(path: Path | None = PAGE) -> str:
    """Write the page; returns the line that counts the statuses. ``-`` prints the page instead, None only counts."""
    rules, runs = read_rules(), read_runs(RESULTS)
    matrix = make_matrix(rules, marks_in_code(ROOT, rules), runs)
    page = compliance_page(matrix, runs)
    if str(path) == "-":
        print(page)
    elif path is not None:
        path.write_text(page, encoding="utf-8")
    return "Requirements and rules: " + ", ".join(f"{n} {status}" for status, n in counts(matrix).items())


if __name__ == "__main__":
    try:
        print(write_page(Path("-") if sys.argv[1:] == ["--print"] else PAGE))
    except ValueError as fault:
        sys.exit(str(fault))
