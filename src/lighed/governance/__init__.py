"""The rules that everything else stands on: purposes, legal bases, permits, roles, and texts in two languages."""

from lighed.governance.audit import ActorKind, AuditEvent, AuditKind, Duty
from lighed.governance.coverage import is_in_force
from lighed.governance.demonstration import demonstration_register
from lighed.governance.legal_basis import (
    Conditions,
    GdprArticle,
    LegalBasis,
    LegalBasisError,
    LegalBasisFault,
    Moment,
    Participation,
    Proportionality,
    Purpose,
    Signature,
    SpecialCategories,
)
from lighed.governance.legal_basis_content import check_content, from_content, to_content
from lighed.governance.legal_basis_file import parse_legal_bases
from lighed.governance.legal_class import ElementUse, LegalClass
from lighed.governance.legal_register import Choice, LegalRegister, Standing
from lighed.governance.permit import Permit, Request, can_be_permitted, check_permit
from lighed.governance.refusal import Ground, NotPermitted, Refusal
from lighed.governance.roles import RIGHTS, TIME_LIMITED, Right, Role, rights_of
from lighed.governance.text import Text

__all__ = [
    "RIGHTS",
    "TIME_LIMITED",
    "ActorKind",
    "AuditEvent",
    "AuditKind",
    "Choice",
    "Conditions",
    "Duty",
    "ElementUse",
    "GdprArticle",
    "Ground",
    "LegalBasis",
    "LegalBasisError",
    "LegalBasisFault",
    "LegalClass",
    "LegalRegister",
    "Moment",
    "NotPermitted",
    "Participation",
    "Permit",
    "Proportionality",
    "Purpose",
    "Refusal",
    "Request",
    "Right",
    "Role",
    "Signature",
    "SpecialCategories",
    "Standing",
    "Text",
    "can_be_permitted",
    "check_content",
    "check_permit",
    "demonstration_register",
    "from_content",
    "is_in_force",
    "parse_legal_bases",
    "rights_of",
    "to_content",
]
