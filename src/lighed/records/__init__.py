"""What a case system hands over: the case export, its readers and its validation."""

from lighed.records.column import Column, Kind, Reference, Table
from lighed.records.tables import TABLES

__all__ = ["TABLES", "Column", "Kind", "Reference", "Table"]
