"""The declared tables -> the reference of the case export in Markdown, for the documentation."""

from __future__ import annotations

from lighed.governance import Text
from lighed.records.allowed import allowed_in
from lighed.records.column import Column, Kind, Table
from lighed.records.rules import RULE_TEXTS
from lighed.records.tables import TABLES

_HEAD = (
    Text("Kolonne", "Column"),
    Text("Påkrævet", "Required"),
    Text("Betydning", "Meaning"),
    Text("Tilladt", "Allowed"),
)
_YES = Text("ja", "yes")


def tables_markdown(language: str) -> str:
    """Every table and column, with what each means and may hold, in `language` (``"da"`` or ``"en"``)."""
    return "\n".join(line for table in TABLES.values() for line in _table_lines(table, language))


def rules_markdown(language: str) -> str:
    """Every rule that an import reports, with its problem and what to do, in `language`."""
    head = [Text("Regel", "Rule"), Text("Fejl", "Fault"), Text("Gør sådan", "What to do")]
    rows = [
        [f"`{rule.value}`", text.problem.in_(language), text.action.in_(language)] for rule, text in RULE_TEXTS.items()
    ]
    return "\n".join([_row([title.in_(language) for title in head]), _row(["---"] * 3), *map(_row, rows), ""])


def _table_lines(table: Table, language: str) -> list[str]:
    optional = "" if table.is_required else Text(" Tabellen kan udelades.", " The table may be left out.").in_(language)
    key = ", ".join(f"`{name}`" for name in table.key)
    key_line = Text(f"Nøgle blandt gældende rækker: {key}.", f"Key among the rows in force: {key}.").in_(language)
    return [
        f"## `{table.name}`",
        "",
        f"{table.meaning.in_(language)}.{optional} {key_line}",
        "",
        _row([title.in_(language) for title in _HEAD]),
        _row(["---"] * len(_HEAD)),
        *(_row(_column_cells(column, language)) for column in table.columns),
        "",
    ]


def _column_cells(column: Column, language: str) -> list[str]:
    required = _YES.in_(language) if column.is_required else ""
    if column.kind is Kind.CODE and column.codes:
        allowed = "; ".join(f"`{code}` {text.in_(language)}" for code, text in column.codes.items())
    else:
        allowed = allowed_in(column).in_(language)
    return [f"`{column.name}`", required, column.meaning.in_(language), allowed]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
