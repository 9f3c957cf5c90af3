"""A role -> what it may do. What is not named here, nobody may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    CASEWORKER = "caseworker"
    PLANNER = "planner"
    DOMAIN_EXPERT = "domain_expert"
    DATA_EXPERT = "data_expert"
    APPROVER = "approver"
    DPO = "dpo"
    MANAGER = "manager"
    REGULATOR = "regulator"
    ADMINISTRATOR = "administrator"
    CITIZEN = "citizen"
    REPRESENTATIVE = "representative"


TIME_LIMITED = frozenset({Role.REGULATOR, Role.REPRESENTATIVE})
"""Roles that are given until a day, never for good."""


class Right(StrEnum):
    SEE_PEOPLE = "see_people"
    ASSESS = "assess"
    """Write one's own assessment of a person, flag data, and exempt a person from meetings."""
    PLAN = "plan"
    """Plan meetings, with one person or with many."""
    SET_PLANNING = "set_planning"
    """Templates, the teams' hours, and that the contact rules have been checked."""
    SEE_CAPACITY = "see_capacity"
    EXPORT_PEOPLE = "export_people"
    SEE_USE = "see_use"
    """See in figures, by team and never by name, how estimates are used."""
    SEE_FEEDBACK = "see_feedback"
    """Read, without the person, what caseworkers say about data elements, and answer it."""
    APPROVE_ALTERNATIVES = "approve_alternatives"
    """Say of which data elements people may be told what the estimate would be if the value were another."""
    RECORD_RIGHTS = "record_rights"
    """Write down what a person was told, has chosen, or asks for."""
    SEE_REQUESTS = "see_requests"
    ASSIGN_REQUESTS = "assign_requests"
    SEE_LEGAL_BASES = "see_legal_bases"
    SEE_AFFECTED = "see_affected"
    """See whose estimates were made under a legal basis, by the case system's ids; everyone else sees how many."""
    ENTER_LEGAL_BASES = "enter_legal_bases"
    APPROVE_LEGAL_BASES = "approve_legal_bases"
    SUSPEND_LEGAL_BASES = "suspend_legal_bases"
    SEARCH_LOG = "search_log"
    CHECK_LOG = "check_log"
    """Draw spot checks and close them."""
    SEE_RETENTION = "see_retention"
    CHANGE_RETENTION = "change_retention"
    SEE_INCIDENTS = "see_incidents"
    HANDLE_INCIDENTS = "handle_incidents"
    SEE_STOPS = "see_stops"
    STOP = "stop"
    SEE_EFFECTS = "see_effects"
    """See in figures, of nobody in particular, what the tool does to how people are met."""
    SEE_VERSIONS = "see_versions"
    PROPOSE_VERSIONS = "propose_versions"
    APPROVE_VERSIONS = "approve_versions"
    ADVISE_ON_VERSIONS = "advise_on_versions"
    ENTER_ASSESSMENTS = "enter_assessments"
    """Enter where a data protection impact assessment is filed, who signed it, and when its review falls due."""
    MANAGE_USERS = "manage_users"
    CONFIRM_ACCESS = "confirm_access"
    """Say that somebody else's new role, or new way to log in, is right, where the role takes part in a rule of two."""
    SET_ORGANISATION = "set_organisation"
    SEE_PROCESSING = "see_processing"
    """See the record of processing, what was published of it, and whether that is out of date."""
    PUBLISH = "publish"
    """Make a new publication of what runs."""
    SEE_BUNDLES = "see_bundles"
    """See the bundles for a regulator; a regulator sees those that are shared with them."""
    MAKE_BUNDLES = "make_bundles"
    """Make a bundle for a regulator, share it for a time, and take it back."""
    SEE_REVIEWS = "see_reviews"
    """See what is looked at again at intervals, and what followed. Who does which review, `periodic_reviews` says."""
    SET_LETTERS = "set_letters"
    """Write the municipality's own words for its letters."""
    APPROVE_LETTERS = "approve_letters"
    """Put words that somebody else wrote into use."""
    OWN_CASE = "own_case"
    """See and decide about one's own case, or that of the person one represents."""


_SEE_OVERSIGHT = frozenset(
    {Right.SEE_LEGAL_BASES, Right.SEE_RETENTION, Right.SEE_INCIDENTS, Right.SEE_STOPS, Right.SEE_VERSIONS}
    | {Right.SEE_EFFECTS, Right.SEE_USE, Right.SEE_PROCESSING, Right.SEE_BUNDLES, Right.SEE_REVIEWS}
)
_DESK = frozenset({Right.SEE_PEOPLE, Right.RECORD_RIGHTS, Right.SEE_REQUESTS, Right.PLAN, Right.EXPORT_PEOPLE})
_BUILD = frozenset({Right.SEE_VERSIONS, Right.PROPOSE_VERSIONS, Right.SEE_FEEDBACK, Right.SEE_REVIEWS})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.CASEWORKER: _DESK | {Right.ASSESS},
    # A planner plans the hours, and assesses nobody for a caseworker.
    Role.PLANNER: _DESK | {Right.ASSIGN_REQUESTS, Right.SET_PLANNING, Right.SEE_CAPACITY} | {Right.SET_LETTERS},
    Role.DOMAIN_EXPERT: _BUILD | {Right.APPROVE_ALTERNATIVES},
    Role.DATA_EXPERT: _BUILD,
    Role.APPROVER: frozenset(
        {Right.SEE_VERSIONS, Right.APPROVE_VERSIONS, Right.SEE_LEGAL_BASES, Right.APPROVE_LEGAL_BASES}
    ),
    # The officer advises and watches over; entering a basis would be deciding what is processed (GDPR Article 38(6)).
    Role.DPO: _SEE_OVERSIGHT
    | {Right.SUSPEND_LEGAL_BASES, Right.SEARCH_LOG, Right.CHECK_LOG, Right.HANDLE_INCIDENTS, Right.STOP}
    | {Right.SEE_REQUESTS, Right.ASSIGN_REQUESTS, Right.ADVISE_ON_VERSIONS, Right.CONFIRM_ACCESS}
    # It is the officer's task to work with the authority (GDPR Article 39(1)(d)).
    | {Right.SEE_AFFECTED, Right.MAKE_BUNDLES},
    Role.MANAGER: _SEE_OVERSIGHT
    | {Right.ENTER_LEGAL_BASES, Right.APPROVE_LEGAL_BASES, Right.SUSPEND_LEGAL_BASES, Right.CHANGE_RETENTION}
    # The assessment is the controller's own duty; the officer advises on it (GDPR Article 35(1) and (2)).
    | {Right.HANDLE_INCIDENTS, Right.STOP, Right.SET_ORGANISATION, Right.ENTER_ASSESSMENTS, Right.SEE_CAPACITY}
    | {Right.SET_LETTERS, Right.APPROVE_LETTERS, Right.PUBLISH, Right.MAKE_BUNDLES},
    Role.REGULATOR: _SEE_OVERSIGHT | {Right.SEARCH_LOG, Right.SEE_AFFECTED},
    Role.ADMINISTRATOR: frozenset(
        {Right.MANAGE_USERS, Right.CONFIRM_ACCESS, Right.SET_ORGANISATION, Right.SET_LETTERS}
    ),
    Role.CITIZEN: frozenset({Right.OWN_CASE}),
    Role.REPRESENTATIVE: frozenset({Right.OWN_CASE}),
}

OF_TWO = frozenset(
    {Right.ENTER_LEGAL_BASES, Right.APPROVE_LEGAL_BASES, Right.STOP, Right.CHANGE_RETENTION, Right.APPROVE_VERSIONS}
    # Who could let in the second person alone would be both.
    | {Right.MANAGE_USERS, Right.CONFIRM_ACCESS}
)
"""Rights of the rules that two people keep together. A role with one of them counts once another has confirmed it."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Everything that someone with these roles may do."""
    return frozenset(right for role in roles for right in RIGHTS[role])


def is_of_two(role: Role) -> bool:
    """Whether the role takes part in a rule that two people keep, so that it takes two to give it."""
    return bool(RIGHTS[role] & OF_TWO)
