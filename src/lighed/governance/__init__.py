"""The rules that everything else stands on: purposes, legal bases, permits, and texts in two languages."""

from lighed.governance.audit import AuditEvent, AuditKind
from lighed.governance.legal_basis import (
    Approval,
    GdprArticle,
    LegalBasis,
    LegalBasisError,
    Moment,
    NotPermitted,
    Permit,
    Purpose,
    Request,
    can_be_permitted,
    check_permit,
    read_legal_bases,
)
from lighed.governance.text import Text

__all__ = [
    "Approval",
    "AuditEvent",
    "AuditKind",
    "GdprArticle",
    "LegalBasis",
    "LegalBasisError",
    "Moment",
    "NotPermitted",
    "Permit",
    "Purpose",
    "Request",
    "Text",
    "can_be_permitted",
    "check_permit",
    "read_legal_bases",
]
