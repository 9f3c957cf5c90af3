"""Faults found one by one -> one fault per file, column and rule, with its total and its first rows, never a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lighed.governance import Text
from lighed.records.rules import ROW_RULES, RULE_TEXTS, Rule

N_ROWS_SHOWN = 100
"""How many row numbers a fault lists: enough to find the cause, few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule broken in one column of one file.

    Attributes
    ----------
    file
        The file's name in the export, or what stands in its place (the manifest, the mapping).
    column
        The column's name as the file has it; `None` for a fault of the row, the file or the whole.
    n_found
        How often the rule is broken: rows, or 1 for a fault of the file.
    rows
        The first `N_ROWS_SHOWN` row numbers, counted from 1 without the line of headings.
    """

    file: str
    rule: Rule
    allowed: Text
    table: str | None = None
    column: str | None = None
    n_found: int = 1
    rows: tuple[int, ...] = ()

    @property
    def is_of_row(self) -> bool:
        """Whether leaving rows out removes the fault."""
        return self.rule in ROW_RULES

    @property
    def problem(self) -> Text:
        """What is wrong."""
        return RULE_TEXTS[self.rule].problem

    @property
    def action(self) -> Text:
        """What to do next."""
        return RULE_TEXTS[self.rule].action

    def to_dict(self) -> dict[str, Any]:
        """The fault as plain data."""
        return {
            "file": self.file,
            "table": self.table,
            "column": self.column,
            "rule": self.rule.value,
            "n_found": self.n_found,
            "rows": list(self.rows),
            **{
                name: {"da": text.da, "en": text.en}
                for name, text in (("problem", self.problem), ("allowed", self.allowed), ("action", self.action))
            },
        }


class FaultLedger:
    """Gathers faults in the order in which they are found, adding up what one file, column and rule share."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str | None, str | None, Rule, str], Fault] = {}

    def add(
        self,
        file: str,
        rule: Rule,
        allowed: Text,
        *,
        table: str | None = None,
        column: str | None = None,
        n_found: int = 1,
        rows: Iterable[int] = (),
    ) -> None:
        """Note that `rule` is broken `n_found` times more, in `rows`."""
        key = (file, table, column, rule, allowed.en)
        earlier = self._faults.get(key)
        shown = tuple(earlier.rows if earlier else ()) + tuple(rows)
        self._faults[key] = Fault(
            file=file,
            rule=rule,
            allowed=allowed,
            table=table,
            column=column,
            n_found=n_found + (earlier.n_found if earlier else 0),
            rows=shown[:N_ROWS_SHOWN],
        )

    def forget_file(self, file: str) -> None:
        """Drop what was found in `file`: a file that turns out unreadable is one fault."""
        self._faults = {key: fault for key, fault in self._faults.items() if key[0] != file}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault so far."""
        return tuple(self._faults.values())
