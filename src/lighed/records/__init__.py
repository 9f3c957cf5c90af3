"""What a case system hands over: the case export, its readers and its validation."""

from lighed.records.case_base import CaseBase, CaseBaseMissing, list_case_bases, open_case_base
from lighed.records.column import Column, Kind, Reference, Table
from lighed.records.faults import Fault
from lighed.records.importing import import_case_export
from lighed.records.reading import FileReading
from lighed.records.registration import (
    Information,
    Registration,
    RegistrationFault,
    RegistrationRefused,
    read_registration,
)
from lighed.records.report import ImportRefused, ImportReport
from lighed.records.rules import Rule
from lighed.records.tables import TABLES

__all__ = [
    "TABLES",
    "CaseBase",
    "CaseBaseMissing",
    "Column",
    "Fault",
    "FileReading",
    "ImportRefused",
    "ImportReport",
    "Information",
    "Kind",
    "Reference",
    "Registration",
    "RegistrationFault",
    "RegistrationRefused",
    "Rule",
    "Table",
    "import_case_export",
    "list_case_bases",
    "open_case_base",
    "read_registration",
]
