"""What is read: the only code that asks the database on behalf of a page. Each query begins in `scope`."""

from lighed.web.queries.access import demo_users, municipality_of_token, user_of
from lighed.web.queries.choices import SIZE_NAMES, SORT_NAMES, filters, options, tags
from lighed.web.queries.demonstration import real_municipalities
from lighed.web.queries.estimate_card import EstimateCard
from lighed.web.queries.identities import has_second_factor, is_vouched_for, user_of_identity, user_to_bind
from lighed.web.queries.legal_register import entries_in_force, legal_basis_of, legal_register, standing_of
from lighed.web.queries.person import PersonPage, person_page
from lighed.web.queries.profiling import ProfilingStatus, profiling_status
from lighed.web.queries.worklist import Row, Worklist, WorklistChoices, worklist

__all__ = [
    "SIZE_NAMES",
    "SORT_NAMES",
    "EstimateCard",
    "PersonPage",
    "ProfilingStatus",
    "Row",
    "Worklist",
    "WorklistChoices",
    "demo_users",
    "entries_in_force",
    "filters",
    "has_second_factor",
    "is_vouched_for",
    "legal_basis_of",
    "legal_register",
    "municipality_of_token",
    "options",
    "person_page",
    "profiling_status",
    "real_municipalities",
    "standing_of",
    "tags",
    "user_of",
    "user_of_identity",
    "user_to_bind",
    "worklist",
]
