"""A file's headings -> which declared column each one is, with the missing, unknown and doubled ones noted."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.records.allowed import allowed_in
from lighed.records.column import Table
from lighed.records.faults import FaultLedger
from lighed.records.mapping import TableMapping
from lighed.records.naming import is_showable, listed, nth_column
from lighed.records.rules import Rule


def match_headings(
    headings: tuple[str, ...], *, table: Table, file: str, mapping: TableMapping, ledger: FaultLedger
) -> Mapping[str, str] | None:
    """The product's column name -> the file's, for the columns that the file has and no fault makes unclear.

    `None` where not one heading is known: the first line is then most likely data, and nothing of it is shown.
    """
    expected = {name: mapping.columns.get(name, name) for name in table.names}
    known = set(expected.values()) & set(headings)
    if not known:
        ledger.add(file, Rule.NO_HEADING, listed(expected.values()), table=table.name)
        return None
    doubled = {name for name in known if headings.count(name) > 1}
    for name in sorted(doubled):
        ledger.add(file, Rule.DUPLICATE_COLUMN, listed([name]), table=table.name, column=name)
    for place, heading in enumerate(headings, start=1):
        if heading not in known and heading not in mapping.drop:
            shown = heading if is_showable(heading) else nth_column(place)
            ledger.add(file, Rule.UNKNOWN_COLUMN, listed(expected.values()), table=table.name, column=shown)
    for column in table.columns:
        if column.is_required and expected[column.name] not in headings:
            allowed = allowed_in(column)
            ledger.add(file, Rule.MISSING_COLUMN, allowed, table=table.name, column=expected[column.name])
    return {name: source for name, source in expected.items() if source in known - doubled}
