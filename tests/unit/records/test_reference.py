"""The reference of the case export, generated from the declarations."""

from __future__ import annotations

import pytest

from lighed.records.reference import rules_markdown, tables_markdown
from lighed.records.rules import Rule
from lighed.records.tables import TABLES


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_table_column_and_code_is_in_the_reference(language: str) -> None:
    text = tables_markdown(language)
    for name, table in TABLES.items():
        section = text.split(f"## `{name}`")[1].split("\n## ")[0]
        assert table.meaning.in_(language) in section
        for column in table.columns:
            line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert column.meaning.in_(language) in line
            assert all(f"`{code}` {meaning.in_(language)}" in line for code, meaning in column.codes.items())
            assert line.count("|") == 5


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_rule_is_in_the_reference(language: str) -> None:
    assert all(f"`{rule.value}`" in rules_markdown(language) for rule in Rule)


def test_every_declaration_holds_together() -> None:
    for name, table in TABLES.items():
        assert table.name == name
        assert table.names[-1] == "superseded_on"
        assert table.column("recorded_on").is_required
        assert set(table.key) <= set(table.names)
        assert {column for order in table.orders for column in order} <= set(table.names)
        for reference in table.references:
            assert table.column(reference.column).is_required
            assert TABLES[reference.table].key == (reference.key,)
            assert list(TABLES).index(reference.table) < list(TABLES).index(name)
            assert TABLES[reference.table].column(reference.key).is_required
        for column in table.columns:
            assert column.meaning.da
            assert column.meaning.en
            assert (column.kind == "code") == bool(column.allowed_codes or column.pattern)
