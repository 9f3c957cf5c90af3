"""What changes something: the only code that writes to the database. Every action takes the `audit` event it is."""

from lighed.web.actions.affected_estimates import MadeAgain, estimate_affected
from lighed.web.actions.api_tokens import create_api_token, revoke_api_token
from lighed.web.actions.audit_retention import ChainBroken, TermTooShort, anchor_again, drop_old_segments
from lighed.web.actions.auditing import record
from lighed.web.actions.demo_users import create_demo_users
from lighed.web.actions.estimates import estimate_again
from lighed.web.actions.identities import bind_identity, forget_second_factor
from lighed.web.actions.legal_bases import enter_demonstration, enter_from_form, enter_legal_basis, import_legal_bases
from lighed.web.actions.legal_basis_decisions import approve_legal_basis, reject_legal_basis, suspend_legal_basis
from lighed.web.actions.municipalities import name_municipality
from lighed.web.actions.own_users import (
    RepresentationRefused,
    can_represent,
    check_representation,
    create_citizen,
    create_demo_citizens,
    create_representative,
)
from lighed.web.actions.registrations import (
    CourseOfAnotherPerson,
    DemoTakesMadeUpDataOnly,
    EventIdReused,
    OtherMunicipality,
    Registered,
    RegistrationRefused,
    VersionError,
    register_person,
)
from lighed.web.actions.requests import (
    answer_request,
    assign_request,
    extend_request,
    receive_request,
    withdraw_request,
)
from lighed.web.actions.rights import InformationRefused, record_choice, record_information
from lighed.web.actions.roles import deactivate_user, end_role, give_role, let_see_protected, record_training
from lighed.web.actions.training_information import enter_training_information
from lighed.web.actions.users import (
    DEMO_PASSWORD,
    DemoIsOff,
    change_user,
    choose_language,
    choose_password,
    create_user,
    give_new_password,
)
from lighed.web.actions.versions import DemoVersionRefused, put_version_into_operation

__all__ = [
    "DEMO_PASSWORD",
    "ChainBroken",
    "CourseOfAnotherPerson",
    "DemoIsOff",
    "DemoTakesMadeUpDataOnly",
    "DemoVersionRefused",
    "EventIdReused",
    "InformationRefused",
    "MadeAgain",
    "OtherMunicipality",
    "Registered",
    "RegistrationRefused",
    "RepresentationRefused",
    "TermTooShort",
    "VersionError",
    "anchor_again",
    "answer_request",
    "approve_legal_basis",
    "assign_request",
    "bind_identity",
    "can_represent",
    "change_user",
    "check_representation",
    "choose_language",
    "choose_password",
    "create_api_token",
    "create_citizen",
    "create_demo_citizens",
    "create_demo_users",
    "create_representative",
    "create_user",
    "deactivate_user",
    "drop_old_segments",
    "end_role",
    "enter_demonstration",
    "enter_from_form",
    "enter_legal_basis",
    "enter_training_information",
    "estimate_affected",
    "estimate_again",
    "extend_request",
    "forget_second_factor",
    "give_new_password",
    "give_role",
    "import_legal_bases",
    "let_see_protected",
    "name_municipality",
    "put_version_into_operation",
    "receive_request",
    "record",
    "record_choice",
    "record_information",
    "record_training",
    "register_person",
    "reject_legal_basis",
    "revoke_api_token",
    "suspend_legal_basis",
    "withdraw_request",
]
