"""The rules that everything else stands on: purposes, legal bases, permits, roles, and texts in two languages."""

from lighed.governance.api_scope import ApiScope, ScopeRefused, can_be_scopes, check_scopes
from lighed.governance.audit import ActorKind, AuditEvent, AuditKind, Duty, Flag
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
from lighed.governance.participation import ChoiceRefused, can_choose, check_choice, participation_in_force
from lighed.governance.permit import Permit, Request, can_be_permitted, check_permit
from lighed.governance.refusal import Ground, NotPermitted, Refusal
from lighed.governance.rights_request import (
    ABOUT_THE_ESTIMATE,
    ActsOn,
    Handling,
    RequestKind,
    RequestRefused,
    RequestResult,
    can_be_answered,
    can_be_extended,
    can_handle,
    check_answer,
    check_extension,
    check_handling,
    complaint_guidance,
    due_on,
    extended_due_on,
)
from lighed.governance.roles import RIGHTS, TIME_LIMITED, Right, Role, rights_of
from lighed.governance.text import Text

__all__ = [
    "ABOUT_THE_ESTIMATE",
    "RIGHTS",
    "TIME_LIMITED",
    "ActorKind",
    "ActsOn",
    "ApiScope",
    "AuditEvent",
    "AuditKind",
    "Choice",
    "ChoiceRefused",
    "Conditions",
    "Duty",
    "ElementUse",
    "GdprArticle",
    "Ground",
    "Handling",
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
    "RequestKind",
    "RequestRefused",
    "RequestResult",
    "Right",
    "Role",
    "ScopeRefused",
    "Signature",
    "SpecialCategories",
    "Standing",
    "Text",
    "can_be_answered",
    "can_be_extended",
    "can_be_permitted",
    "can_be_scopes",
    "can_choose",
    "can_handle",
    "check_answer",
    "check_choice",
    "check_content",
    "check_extension",
    "check_handling",
    "check_permit",
    "check_scopes",
    "complaint_guidance",
    "demonstration_register",
    "due_on",
    "extended_due_on",
    "from_content",
    "is_in_force",
    "parse_legal_bases",
    "participation_in_force",
    "rights_of",
    "to_content",
]
