"""What one table of a case export promises, column by column -> its typed schema and what is allowed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from lighed.governance import Text


class Kind(StrEnum):
    """What a column holds. Ids, codes and text are all text in the file: an id of digits keeps its leading zeros."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    FLAG = "flag"
    WHOLE_NUMBER = "whole_number"

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column in every frame that leaves `records`."""
        return _DTYPES.get(self, pl.String())


_DTYPES: Mapping[Kind, pl.DataType] = MappingProxyType(
    {Kind.DATE: pl.Date(), Kind.FLAG: pl.Boolean(), Kind.WHOLE_NUMBER: pl.Int32()}
)


@dataclass(frozen=True, slots=True)
class Standard:
    """A public code list that a column follows: all its codes, or the form that they have."""

    name: Text
    codes: frozenset[str] = frozenset()
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, declared once: it drives validation, types, the documentation and what a fault says is allowed.

    Attributes
    ----------
    codes
        The column's own codes and what each means; empty when the column has none or follows a `standard`.
    lowest, highest
        Bounds of a whole number, both allowed. `highest` may be left out.
    is_year
        Whether the whole number is a year, which no fact of the future can have.
    may_be_future_when
        A column and its code for which a date after the extraction is right: a meeting that is planned.
    """

    name: str
    kind: Kind
    meaning: Text
    is_required: bool = False
    codes: Mapping[str, Text] = field(default_factory=dict)
    standard: Standard | None = None
    lowest: int | None = None
    highest: int | None = None
    is_year: bool = False
    may_be_future_when: tuple[str, str] | None = None

    @property
    def allowed_codes(self) -> frozenset[str]:
        """Every code that may stand in the column; empty when any text may, or when a pattern decides."""
        return frozenset(self.codes) or (self.standard.codes if self.standard else frozenset())

    @property
    def pattern(self) -> str | None:
        """The form that a code has where the list is too long to hold: a regular expression for the whole text."""
        return self.standard.pattern if self.standard else None


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose value must be found in another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the case export.

    Attributes
    ----------
    key
        Unique among the rows in force (those without `superseded_on`); a missing part counts as a value.
    orders
        Pairs of date columns of which the second may not come before the first.
    is_personal_contact
        Names and addresses: for the pages of those who meet the person, never for an estimate.
    """

    name: str
    meaning: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    is_personal_contact: bool = False

    @property
    def schema(self) -> pl.Schema:
        """Column name -> type, in the declared order."""
        return pl.Schema({column.name: column.kind.dtype for column in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the declared order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`; `KeyError` where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def empty(self) -> pl.DataFrame:
        """The table without rows: what an export that leaves an optional table out has."""
        return self.schema.to_frame()
