"""What is read: the only code that asks the database on behalf of a page. Each query begins in `scope`."""

from lighed.web.queries.access import demo_users, municipality_of_token, user_of
from lighed.web.queries.choices import SIZE_NAMES, SORT_NAMES, filters, options, tags
from lighed.web.queries.demonstration import real_municipalities
from lighed.web.queries.effects import EffectReport, MetAs, effect_report
from lighed.web.queries.estimate_card import EstimateCard
from lighed.web.queries.identities import has_second_factor, is_vouched_for, user_of_identity, user_to_bind
from lighed.web.queries.legal_register import (
    bases_in_force,
    entries_in_force,
    legal_basis_of,
    legal_register,
    standing_of,
)
from lighed.web.queries.own_case import OwnCase, OwnEstimate, own_case
from lighed.web.queries.person import PersonPage, person_page
from lighed.web.queries.profiling import ProfilingStatus, profiling_status
from lighed.web.queries.requests import (
    RequestChoices,
    RequestRow,
    can_be_withdrawn,
    handling,
    own_caseworkers,
    request_queue,
    request_row,
    requests_of,
    who_can_answer,
)
from lighed.web.queries.worklist import Row, Worklist, WorklistChoices, worklist

__all__ = [
    "SIZE_NAMES",
    "SORT_NAMES",
    "EffectReport",
    "EstimateCard",
    "MetAs",
    "OwnCase",
    "OwnEstimate",
    "PersonPage",
    "ProfilingStatus",
    "RequestChoices",
    "RequestRow",
    "Row",
    "Worklist",
    "WorklistChoices",
    "bases_in_force",
    "can_be_withdrawn",
    "demo_users",
    "effect_report",
    "entries_in_force",
    "filters",
    "handling",
    "has_second_factor",
    "is_vouched_for",
    "legal_basis_of",
    "legal_register",
    "municipality_of_token",
    "options",
    "own_case",
    "own_caseworkers",
    "person_page",
    "profiling_status",
    "real_municipalities",
    "request_queue",
    "request_row",
    "requests_of",
    "standing_of",
    "tags",
    "user_of",
    "user_of_identity",
    "user_to_bind",
    "who_can_answer",
    "worklist",
]
