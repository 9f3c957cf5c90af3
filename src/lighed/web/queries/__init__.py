"""What is read: the only code that asks the database on behalf of a page. Each query begins in `scope`."""

from lighed.web.models import REQUEST_KINDS, Channel, ContactCourse, User
from lighed.web.queries.access import demo_users, municipality_of_token, user_of
from lighed.web.queries.audit_verification import (
    VerifiedChain,
    is_whole,
    missing_triggers,
    verify_audit_log,
    verify_chain,
)
from lighed.web.queries.choices import SIZE_NAMES, SORT_NAMES, filters, options, tags
from lighed.web.queries.demonstration import real_municipalities
from lighed.web.queries.effects import EffectReport, MetAs, effect_report
from lighed.web.queries.estimate_card import EstimateCard
from lighed.web.queries.identities import has_second_factor, is_vouched_for, user_of_identity, user_to_bind
from lighed.web.queries.legal_bases import (
    EntryPage,
    affected,
    affected_by_what_ended,
    courses_estimated_under,
    courses_to_estimate_again,
    entry_page,
    legal_bases,
    legal_basis_entry,
    live_bases,
    training_information,
)
from lighed.web.queries.legal_basis_words import (
    element_choices,
    moment_in_words,
    participation_in_words,
    purpose_in_words,
)
from lighed.web.queries.legal_register import (
    bases_in_force,
    entries_in_force,
    legal_basis_of,
    legal_register,
    standing_of,
)
from lighed.web.queries.own_case import OwnCase, OwnEstimate, own_case
from lighed.web.queries.person import PersonPage, course_of, person_page
from lighed.web.queries.profiling import ProfilingStatus, profiling_status
from lighed.web.queries.requests import (
    CHANNELS,
    RequestChoices,
    RequestRow,
    can_be_withdrawn,
    channel,
    handling,
    own_caseworkers,
    request_queue,
    request_row,
    requests_of,
    who_can_answer,
)
from lighed.web.queries.users import STAFF_ROLES, UserPage, UserRow, api_clients, may_see_estimates, user_page, users_of
from lighed.web.queries.worklist import Row, Worklist, WorklistChoices, worklist

__all__ = [
    "CHANNELS",
    "REQUEST_KINDS",
    "SIZE_NAMES",
    "SORT_NAMES",
    "STAFF_ROLES",
    "ContactCourse",
    "EffectReport",
    "EntryPage",
    "EstimateCard",
    "MetAs",
    "OwnCase",
    "OwnEstimate",
    "PersonPage",
    "ProfilingStatus",
    "RequestChoices",
    "RequestRow",
    "Row",
    "User",
    "UserPage",
    "UserRow",
    "VerifiedChain",
    "Worklist",
    "WorklistChoices",
    "affected",
    "affected_by_what_ended",
    "api_clients",
    "bases_in_force",
    "can_be_withdrawn",
    "channel",
    "course_of",
    "courses_estimated_under",
    "courses_to_estimate_again",
    "demo_users",
    "effect_report",
    "element_choices",
    "entries_in_force",
    "entry_page",
    "filters",
    "handling",
    "has_second_factor",
    "is_vouched_for",
    "is_whole",
    "legal_bases",
    "legal_basis_entry",
    "legal_basis_of",
    "legal_register",
    "live_bases",
    "may_see_estimates",
    "missing_triggers",
    "moment_in_words",
    "municipality_of_token",
    "options",
    "own_case",
    "own_caseworkers",
    "participation_in_words",
    "person_page",
    "profiling_status",
    "purpose_in_words",
    "real_municipalities",
    "request_queue",
    "request_row",
    "requests_of",
    "standing_of",
    "tags",
    "training_information",
    "user_of",
    "user_of_identity",
    "user_page",
    "user_to_bind",
    "users_of",
    "verify_audit_log",
    "verify_chain",
    "who_can_answer",
    "worklist",
]
