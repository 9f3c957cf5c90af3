"""A data home -> the municipalities that its case bases and hand-overs are about."""

from __future__ import annotations

import json
from pathlib import Path

from lighed.records import CaseBaseMissing, list_case_bases, open_case_base
from lighed.workflow.data_home import DataHome


def municipalities_on_file(data: Path) -> set[str]:
    """The codes of everyone who has a case base, or is in a hand-over that was released."""
    ledger = DataHome(data).ledger
    releases = ledger.read_text(encoding="utf-8").splitlines() if ledger.is_file() else []
    released = {code for release in releases for code in json.loads(release)["municipalities"]}
    return released | set(list_case_bases(data))


def municipalities_not_made_up(data: Path) -> set[str]:
    """The codes of those whose case base says that its people exist."""
    found = set()
    for code in list_case_bases(data):
        try:
            base = open_case_base(data, code)
        except CaseBaseMissing:
            # Its files are gone, and nobody is in it.
            continue
        if not base.is_synthetic:
            found.add(code)
    return found
