"""What a case system hands over: the case export, its readers and its validation."""

from lighed.records.case_base import CaseBase, CaseBaseMissing, case_base_root, list_case_bases, open_case_base
from lighed.records.column import Column, Kind, Reference, Table
from lighed.records.corrections import as_corrected
from lighed.records.erasing import (
    clear_leftovers,
    erase_from_case_base,
    extracted_at,
    is_in_case_base,
    remove_case_base,
)
from lighed.records.faults import Fault
from lighed.records.importing import import_case_export
from lighed.records.reading import FileReading
from lighed.records.registration import (
    Envelope,
    Information,
    Registration,
    read_envelope,
    read_registration,
)
from lighed.records.registration_faults import RegistrationFault, RegistrationRefused
from lighed.records.report import ImportRefused, ImportReport
from lighed.records.rules import Rule
from lighed.records.tables import TABLES

__all__ = [
    "TABLES",
    "CaseBase",
    "CaseBaseMissing",
    "Column",
    "Envelope",
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
    "as_corrected",
    "case_base_root",
    "clear_leftovers",
    "erase_from_case_base",
    "extracted_at",
    "import_case_export",
    "is_in_case_base",
    "list_case_bases",
    "open_case_base",
    "read_envelope",
    "read_registration",
    "remove_case_base",
]
