"""What changes something: the only code that writes to the database. Every action takes the `audit` event it is."""

from lighed.web.actions.api_tokens import create_api_token, revoke_api_token
from lighed.web.actions.auditing import record
from lighed.web.actions.estimates import estimate_again
from lighed.web.actions.identities import bind_identity, forget_second_factor
from lighed.web.actions.legal_bases import enter_demonstration, enter_legal_basis
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
from lighed.web.actions.users import DEMO_PASSWORD, DemoIsOff, choose_language, create_demo_users, create_user
from lighed.web.actions.versions import DemoVersionRefused, put_version_into_operation

__all__ = [
    "DEMO_PASSWORD",
    "CourseOfAnotherPerson",
    "DemoIsOff",
    "DemoTakesMadeUpDataOnly",
    "DemoVersionRefused",
    "EventIdReused",
    "InformationRefused",
    "OtherMunicipality",
    "Registered",
    "RegistrationRefused",
    "RepresentationRefused",
    "VersionError",
    "answer_request",
    "assign_request",
    "bind_identity",
    "can_represent",
    "check_representation",
    "choose_language",
    "create_api_token",
    "create_citizen",
    "create_demo_citizens",
    "create_demo_users",
    "create_representative",
    "create_user",
    "enter_demonstration",
    "enter_legal_basis",
    "estimate_again",
    "extend_request",
    "forget_second_factor",
    "name_municipality",
    "put_version_into_operation",
    "receive_request",
    "record",
    "record_choice",
    "record_information",
    "register_person",
    "revoke_api_token",
    "withdraw_request",
]
