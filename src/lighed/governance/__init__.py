"""The rules that everything else stands on: purposes, legal bases, permits, and texts in two languages."""

from lighed.governance.audit import AuditEvent, AuditKind
from lighed.governance.demonstration import demonstration_legal_bases, write_demonstration_legal_bases
from lighed.governance.legal_basis import (
    Approval,
    GdprArticle,
    LegalBasis,
    LegalBasisError,
    LegalBasisFault,
    Moment,
    Purpose,
)
from lighed.governance.legal_basis_file import parse_legal_bases, read_legal_bases
from lighed.governance.permit import NotPermitted, Permit, Request, can_be_permitted, check_permit
from lighed.governance.text import Text

__all__ = [
    "Approval",
    "AuditEvent",
    "AuditKind",
    "GdprArticle",
    "LegalBasis",
    "LegalBasisError",
    "LegalBasisFault",
    "Moment",
    "NotPermitted",
    "Permit",
    "Purpose",
    "Request",
    "Text",
    "can_be_permitted",
    "check_permit",
    "demonstration_legal_bases",
    "parse_legal_bases",
    "read_legal_bases",
    "write_demonstration_legal_bases",
]
