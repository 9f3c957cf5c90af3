"""Every address of the site: who may open it, by which methods, and of what it is.

An address that is not in this table fails the walk (`test_walk`). Whoever adds a page adds a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from lighed.governance import Right, Role
from tests.web.walked_world import TODAY, Things

GET = frozenset({"GET"})
POST = frozenset({"POST"})
BOTH = GET | POST


class Open(Enum):
    """To whom an address is open that no right opens."""

    TO_ALL = auto()
    TO_ALL_LOGGED_IN = auto()
    BY_TOKEN = auto()


@dataclass(frozen=True)
class Address:
    """One address.

    Attributes
    ----------
    to : the rights of which one opens it, or to whom it is open without
    of : what it is of, in one municipality; without it the address is of no one thing
    answers : statuses that its GET may have for those to whom it is open
    to_post : the rights of which one posts, where looking needs less
    said : what a POST that can be read says
    posted : statuses that a POST which says no more than `said` may have
    not_for : roles that have the right, but not to these things, with the reason in `why`
    leads_on : whether those without the right are led to their own first page instead
    """

    to: frozenset[Right] | Open
    methods: frozenset[str] = GET
    of: Callable[[Things], Mapping[str, Any]] | None = None
    answers: frozenset[int] = frozenset({200})
    to_post: frozenset[Right] | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    posted: frozenset[int] = frozenset({200, 302, 400, 422})
    not_for: frozenset[Role] = frozenset()
    why: str = ""
    leads_on: bool = False
    is_shared: bool = False
    """Whether another municipality's may be opened, because the thing is no municipality's own."""


def _right(*rights: Right, **more: Any) -> Address:
    return Address(frozenset(rights), **more)


_NOTHING = frozenset({404})


def _code(things: Things) -> dict[str, Any]:
    return {"code": things.course.municipality_id}


def _course(things: Things) -> dict[str, Any]:
    return {"key": things.course.key}


def _basis(things: Things) -> dict[str, Any]:
    return {"number": things.basis.pk}


def _waiting_basis(things: Things) -> dict[str, Any]:
    return {"number": things.waiting_basis.pk}


def _request(things: Things) -> dict[str, Any]:
    return {"number": things.request.pk}


def _template(things: Things) -> dict[str, Any]:
    return {"number": things.template.pk}


def _version(things: Things) -> dict[str, Any]:
    return {"number": things.version.pk}


def _bulk_plan(things: Things) -> dict[str, Any]:
    return {"number": things.bulk_plan.pk}


def _letter(things: Things) -> dict[str, Any]:
    return {"key": things.letter.key}


def _letter_kind(_: Things) -> dict[str, Any]:
    return {"kind": "first_information"}


def _paper(things: Things) -> dict[str, Any]:
    return {"number": things.paper.pk}


_PLANNERS = frozenset({Role.CASEWORKER, Role.PLANNER})
_READS_PAPERS = (Right.SEE_PROCESSING, Right.SEE_VERSIONS)
_ONES_OWN = "what somebody plans for many is their own, and nobody else's"
_OWN_LOG_IN = frozenset({200, 302, 403, 404})
"""Pages of one's own log-in show nothing but it, and lead on or refuse where there is nothing to change."""
_PROVIDER = {"provider_id": "nobody"}

ADDRESSES: dict[str, Address] = {
    # the worklist
    "worklist": _right(Right.SEE_PEOPLE, methods=BOTH, leads_on=True),
    "worklist-selected": _right(Right.SEE_PEOPLE, methods=POST),
    "worklist-settings": _right(Right.SEE_PEOPLE, methods=BOTH),
    "saved-views": _right(
        Right.SEE_PEOPLE, methods=BOTH, posted=frozenset({404}), why="what is to be done with a view is not said"
    ),
    "without-estimate": _right(Right.SEE_PEOPLE),
    "person": _right(Right.SEE_PEOPLE, of=_course),
    "person-assess-own": _right(Right.ASSESS, methods=BOTH, of=_course, answers=frozenset({302})),
    "person-reveal": _right(
        Right.ASSESS, methods=BOTH, of=_course, answers=frozenset({302}), posted=frozenset({302, 409})
    ),
    "person-assess": _right(Right.ASSESS, methods=BOTH, of=_course, answers=frozenset({302})),
    "person-information": _right(Right.RECORD_RIGHTS, methods=BOTH, of=_course),
    "person-choice": _right(Right.RECORD_RIGHTS, methods=BOTH, of=_course),
    "person-request": _right(Right.RECORD_RIGHTS, methods=BOTH, of=_course),
    "person-words": _right(Right.RECORD_RIGHTS, methods=BOTH, of=_course),
    "person-flag": _right(Right.ASSESS, methods=BOTH, of=lambda things: {**_course(things), "element": "regions"}),
    "person-question": _right(Right.SEE_PEOPLE, methods=BOTH, of=_course),
    "questions-answer": _right(
        Right.SEE_PEOPLE,
        methods=BOTH,
        of=lambda things: {"number": things.question.pk},
        answers=frozenset({404}),
        posted=frozenset({404}),
        why="only who was asked answers; a colleague was, who is not in this walk",
    ),
    "questions-close": _right(Right.SEE_PEOPLE, methods=POST, of=lambda things: {"number": things.question.pk}),
    "tasks": _right(Right.SEE_PEOPLE),
    "tasks-done": _right(Right.SEE_PEOPLE, methods=POST, posted=frozenset({404}), why="no task is named"),
    # the introduction
    "introduction": _right(Right.SEE_PEOPLE, methods=BOTH),
    "introduction-card": _right(Right.SEE_PEOPLE, of=lambda things: {"number": 1}, is_shared=True),
    "introduction-practice": _right(Right.SEE_PEOPLE, methods=BOTH, of=lambda things: {"number": 1}, is_shared=True),
    "introduction-quiz": _right(Right.SEE_PEOPLE, methods=BOTH),
    # what leaves the desk
    "export": _right(Right.EXPORT_PEOPLE, methods=BOTH),
    "print-sheets": _right(Right.EXPORT_PEOPLE, methods=BOTH),
    "person-sheet": _right(Right.SEE_PEOPLE, of=_course),
    "person-sheet-pdf": _right(Right.SEE_PEOPLE, of=_course),
    "person-note": _right(Right.SEE_PEOPLE, of=_course),
    "person-note-file": _right(Right.SEE_PEOPLE, of=_course),
    "person-card": _right(Right.SEE_PEOPLE, of=_course),
    # planning with one person
    "person-plan": _right(Right.PLAN, methods=BOTH, of=_course),
    "person-plan-back": _right(Right.PLAN, methods=POST, of=_course),
    "person-plan-file": _right(
        Right.EXPORT_PEOPLE, of=_course, answers=frozenset({404}), why="nobody has a plan in this walk"
    ),
    "plan-many": _right(Right.PLAN, methods=BOTH),
    "plan-many-one": _right(Right.PLAN, methods=BOTH, of=_bulk_plan, not_for=_PLANNERS, why=_ONES_OWN),
    "plan-many-undo": _right(Right.PLAN, methods=POST, of=_bulk_plan, not_for=_PLANNERS, why=_ONES_OWN),
    "plan-many-file": _right(Right.EXPORT_PEOPLE, of=_bulk_plan, not_for=_PLANNERS, why=_ONES_OWN),
    "plan-many-meetings": _right(Right.EXPORT_PEOPLE, of=_bulk_plan, not_for=_PLANNERS, why=_ONES_OWN),
    "person-exempt": _right(Right.ASSESS, methods=BOTH, of=_course),
    # setting up the planning
    "capacity": _right(Right.SEE_CAPACITY),
    "meeting_templates": _right(Right.SET_PLANNING),
    "meeting_templates-new": _right(Right.SET_PLANNING, methods=BOTH),
    "meeting_templates-one": _right(Right.SET_PLANNING, methods=BOTH, of=_template),
    "meeting_templates-use": _right(Right.SET_PLANNING, methods=POST, of=_template),
    "team_hours": _right(Right.SET_PLANNING, methods=BOTH),
    "contact_rules": _right(Right.PLAN, Right.SET_PLANNING, Right.SEE_CAPACITY),
    "contact_rules-check": _right(
        Right.SET_PLANNING, methods=POST, posted=frozenset({404}), why="rules that are not named are none"
    ),
    # oversight
    "legal_bases": _right(Right.SEE_LEGAL_BASES),
    "legal_bases-enter": _right(Right.ENTER_LEGAL_BASES, methods=BOTH),
    "legal_bases-import": _right(Right.ENTER_LEGAL_BASES, methods=BOTH),
    "legal_bases-training": _right(Right.ENTER_LEGAL_BASES, methods=BOTH),
    "legal_bases-entry": _right(Right.SEE_LEGAL_BASES, of=_basis),
    "legal_bases-edit": _right(Right.ENTER_LEGAL_BASES, methods=BOTH, of=_basis),
    "legal_bases-decide": _right(Right.APPROVE_LEGAL_BASES, methods=BOTH, of=_waiting_basis),
    "legal_bases-suspend": _right(Right.SUSPEND_LEGAL_BASES, methods=BOTH, of=_basis),
    "legal_bases-affected": _right(Right.SEE_LEGAL_BASES, of=_basis),
    "legal_bases-file": _right(Right.SEE_AFFECTED, of=_basis),
    "legal_bases-again": _right(Right.ENTER_LEGAL_BASES, methods=POST, of=_basis),
    "stop": _right(Right.SEE_STOPS, Right.STOP),
    "stop-press": _right(Right.STOP, methods=POST),
    "stop-resume": _right(Right.STOP, methods=POST),
    "incidents": _right(Right.SEE_INCIDENTS),
    "incidents-new": _right(Right.HANDLE_INCIDENTS, methods=BOTH),
    "incidents-one": _right(
        Right.SEE_INCIDENTS,
        methods=BOTH,
        of=lambda things: {"key": things.incident.key},
        to_post=frozenset({Right.HANDLE_INCIDENTS}),
    ),
    "log": _right(Right.SEARCH_LOG, methods=BOTH),
    "spot_checks": _right(Right.CHECK_LOG, methods=BOTH),
    "spot_checks-one": _right(
        Right.CHECK_LOG,
        methods=BOTH,
        of=lambda things: {"number": things.spot_check.pk},
        posted=frozenset({404}),
        why="a sample without a look-up has none to close",
    ),
    "justify": _right(Right.SEE_PEOPLE, methods=BOTH, posted=frozenset({404}), why="no look-up of theirs is drawn"),
    "processing": _right(Right.SEE_PROCESSING),
    "processing-publish": _right(Right.PUBLISH, methods=POST),
    "bundles": _right(Right.SEE_BUNDLES, methods=BOTH, to_post=frozenset({Right.MAKE_BUNDLES})),
    "bundles-one": _right(
        Right.SEE_BUNDLES,
        methods=BOTH,
        of=lambda things: {"number": things.bundle.number},
        to_post=frozenset({Right.MAKE_BUNDLES}),
        not_for=frozenset({Role.REGULATOR}),
        why="it is not shared with them",
    ),
    "bundles-file": _right(
        Right.SEE_BUNDLES,
        of=lambda things: {"number": things.bundle.number},
        not_for=frozenset({Role.REGULATOR}),
        why="it is not shared with them",
    ),
    "bundles-revoke": _right(
        Right.MAKE_BUNDLES,
        methods=POST,
        of=lambda things: {"number": things.bundle.number, "share": things.bundle.shares.get().pk},
    ),
    "reviews": _right(Right.SEE_REVIEWS),
    "reviews-one": _right(
        Right.SEE_REVIEWS,
        methods=BOTH,
        of=lambda things: {"kind": "ethics"},
        posted=frozenset({404, 422}),
        why="a review is done by the roles that do it",
        is_shared=True,
    ),
    "reviews-follow-up": _right(
        Right.SEE_REVIEWS,
        methods=POST,
        of=lambda things: {"number": things.follow_up.pk},
        posted=frozenset({404, 422}),
        why="what followed is told by the roles that do the review",
    ),
    "guidance": Address(Open.TO_ALL_LOGGED_IN),
    "guidance-tour": _right(Right.SEE_PEOPLE),
    "retention": _right(Right.SEE_RETENTION),
    "retention-term": _right(Right.CHANGE_RETENTION, methods=BOTH, of=lambda things: {"kind": "log"}, is_shared=True),
    "retention-decide": _right(Right.CHANGE_RETENTION, methods=POST, of=lambda things: {"number": things.term.pk}),
    "retention-hold": _right(Right.CHANGE_RETENTION, methods=POST),
    "retention-lift": _right(Right.CHANGE_RETENTION, methods=POST, of=lambda things: {"number": things.hold.pk}),
    "requests": _right(Right.SEE_REQUESTS),
    "requests-one": _right(
        Right.SEE_REQUESTS,
        methods=BOTH,
        of=_request,
        not_for=frozenset({Role.CASEWORKER}),
        why="only those requests that the caseworker was named to answer",
    ),
    "requests-attachment": _right(
        Right.SEE_REQUESTS, of=_request, answers=frozenset({404}), why="nobody in this walk is named to answer"
    ),
    "papers": _right(*_READS_PAPERS),
    "papers-begin": _right(Right.ENTER_ASSESSMENTS, methods=POST, of=lambda things: {"kind": "dpia"}, is_shared=True),
    "papers-one": _right(*_READS_PAPERS, of=_paper),
    "papers-answer": _right(
        Right.ENTER_ASSESSMENTS, methods=BOTH, of=lambda things: {**_paper(things), "question": "asked"}
    ),
    "papers-advice": _right(Right.ADVISE_ON_VERSIONS, methods=BOTH, of=_paper),
    "papers-sign": _right(Right.ENTER_ASSESSMENTS, methods=BOTH, of=_paper),
    "papers-file": _right(*_READS_PAPERS, of=lambda things: {**_paper(things), "form": "json"}),
    "papers-account": _right(Right.SEE_PROCESSING),
    "papers-account-file": _right(
        Right.SEE_PROCESSING, of=lambda things: {"year": TODAY.year, "form": "json"}, is_shared=True
    ),
    "papers-account-sign": _right(
        Right.ENTER_ASSESSMENTS, methods=POST, of=lambda things: {"year": TODAY.year}, is_shared=True
    ),
    "papers-account-signed": _right(
        Right.SEE_PROCESSING,
        of=lambda things: {"year": TODAY.year - 1, "number": 1, "form": "json"},
        answers=frozenset({404}),
        is_shared=True,
        why="nothing was signed of a year that the log does not reach; what is fetched is tried with the papers",
    ),
    "use": _right(Right.SEE_USE),
    "use-file": _right(Right.SEE_USE),
    "effects": _right(Right.SEE_EFFECTS),
    "effects-file": _right(Right.SEE_EFFECTS),
    # versions
    "versions": _right(Right.SEE_VERSIONS),
    "versions-one": _right(
        Right.SEE_VERSIONS,
        methods=BOTH,
        of=_version,
        posted=frozenset({404}),
        why="a step that is not named is none; who may take which is tried with the versions",
    ),
    "versions-estimate_next": _right(Right.APPROVE_VERSIONS, methods=POST, of=_version),
    "versions-report": _right(Right.SEE_VERSIONS, of=lambda things: {**_version(things), "report": things.report.pk}),
    "feedback": _right(Right.SEE_FEEDBACK),
    "feedback-element": _right(Right.SEE_FEEDBACK, methods=BOTH, of=lambda things: {"element": things.flag.element}),
    "alternatives": _right(Right.SEE_VERSIONS),
    "alternatives-element": _right(
        Right.APPROVE_ALTERNATIVES, methods=BOTH, of=lambda things: {"element": "n_job_goals"}, is_shared=True
    ),
    "assessments": _right(Right.SEE_VERSIONS),
    "assessments-enter": _right(Right.ENTER_ASSESSMENTS, methods=BOTH),
    # one's own case
    "my": _right(Right.OWN_CASE),
    "my-data": _right(Right.OWN_CASE),
    "my-explanation": _right(Right.OWN_CASE),
    "my-seen": _right(Right.OWN_CASE),
    "my-download": _right(Right.OWN_CASE),
    "my-download-paper": _right(Right.OWN_CASE, of=lambda things: {"language": "da"}, is_shared=True),
    "my-download-file": _right(Right.OWN_CASE),
    "my-talk": _right(Right.OWN_CASE, methods=BOTH),
    "my-letters": _right(Right.OWN_CASE),
    "my-letters-one": _right(Right.OWN_CASE, of=_letter),
    "my-letters-pdf": _right(Right.OWN_CASE, of=_letter),
    "my-correct": _right(
        Right.OWN_CASE, methods=BOTH, of=lambda things: {"element": "licences"}, said={"right": "3"}, is_shared=True
    ),
    "my-review": _right(Right.OWN_CASE, methods=BOTH, said={"words": "Jeg er uenig."}),
    "my-request-one": _right(
        Right.OWN_CASE, methods=BOTH, of=lambda things: {"number": things.request.pk}, said={"words": "Der er mere."}
    ),
    "my-request-attachment": _right(Right.OWN_CASE, of=_request),
    "my-tell": _right(Right.OWN_CASE, methods=BOTH),
    "my-tell-draft": _right(Right.OWN_CASE, methods=POST),
    "my-choice": _right(Right.OWN_CASE, methods=POST, said={"choice": "no"}),
    "my-withdraw": _right(Right.OWN_CASE, methods=POST, of=_request),
    "my-request": _right(Right.OWN_CASE, methods=BOTH, of=lambda things: {"kind": "objection"}, is_shared=True),
    # administration
    "users": _right(Right.MANAGE_USERS),
    "users-new": _right(Right.MANAGE_USERS, methods=BOTH),
    "users-one": _right(
        Right.MANAGE_USERS, methods=BOTH, of=lambda things: {"key": things.user.pk}, said={"step": "give"}
    ),
    "confirmations": _right(
        Right.CONFIRM_ACCESS, methods=BOTH, posted=frozenset({404}), why="nothing awaits confirmation in this walk"
    ),
    "clients": _right(Right.MANAGE_USERS, methods=BOTH),
    "imports": _right(Right.MANAGE_USERS),
    "organisation": _right(Right.SET_ORGANISATION, methods=BOTH),
    "organisation-public": _right(Right.SET_ORGANISATION, methods=BOTH),
    # letters
    "letters": _right(Right.SET_LETTERS, Right.APPROVE_LETTERS),
    "letters-one": _right(
        Right.SET_LETTERS,
        Right.APPROVE_LETTERS,
        methods=BOTH,
        of=_letter_kind,
        is_shared=True,
        to_post=frozenset({Right.SET_LETTERS}),
    ),
    "letters-approve": _right(Right.APPROVE_LETTERS, methods=POST, of=_letter_kind, is_shared=True),
    "letters-test": _right(Right.SET_LETTERS, Right.APPROVE_LETTERS, methods=POST, of=_letter_kind, is_shared=True),
    "letters-preview": _right(Right.SET_LETTERS, Right.APPROVE_LETTERS, of=_letter_kind, is_shared=True),
    "letters-pdf": _right(Right.SET_LETTERS, Right.APPROVE_LETTERS, of=_letter_kind, is_shared=True),
    "outbox": _right(Right.RECORD_RIGHTS),
    "outbox-inform": _right(Right.SET_LETTERS, methods=POST, not_for=frozenset()),
    "outbox-letter": _right(Right.RECORD_RIGHTS, methods=BOTH, of=_letter),
    "outbox-pdf": _right(Right.RECORD_RIGHTS, of=_letter),
    "person-letters": _right(
        Right.RECORD_RIGHTS, methods=BOTH, of=_course, posted=frozenset({404}), why="which letter is not said"
    ),
    # logging in
    "login": Address(Open.TO_ALL, BOTH, answers=frozenset({200, 302})),
    "account_login": Address(Open.TO_ALL, BOTH, answers=frozenset({200, 302})),
    "mfa_authenticate": Address(Open.TO_ALL, BOTH, answers=frozenset({200, 302})),
    "openid_connect_login": Address(
        Open.TO_ALL,
        BOTH,
        of=lambda things: _PROVIDER,
        answers=frozenset({404}),
        is_shared=True,
        why="no provider is set up in this walk",
    ),
    "openid_connect_callback": Address(
        Open.TO_ALL,
        BOTH,
        of=lambda things: _PROVIDER,
        answers=frozenset({404}),
        is_shared=True,
        why="no provider is set up in this walk",
    ),
    # what was published; in the walk nothing has been
    "open-register": Address(Open.TO_ALL, of=_code),
    "open-data": Address(Open.TO_ALL, of=_code),
    "open-data-file": Address(Open.TO_ALL, of=lambda things: _code(things) | {"name": "record"}, answers=_NOTHING),
    "open-data-numbered": Address(
        Open.TO_ALL, of=lambda things: _code(things) | {"number": 1, "name": "record.json"}, answers=_NOTHING
    ),
    "language": Address(Open.TO_ALL, POST),
    # what everyone can read
    "open": Address(Open.TO_ALL),
    **{
        name: Address(Open.TO_ALL, of=lambda things: {"code": things.municipality}, is_shared=True)
        for name in (
            "open-about",
            "open-for-you",
            "open-elements",
            "open-elements-csv",
            "open-elements-json",
            "open-results",
            "open-changes",
            "open-changes-feed",
            "open-figures",
            "open-figures-csv",
            "open-try",
        )
    },
    "security_txt": Address(Open.TO_ALL, answers=frozenset({200, 404})),
    "logout": Address(Open.TO_ALL_LOGGED_IN, POST),
    "mfa_index": Address(Open.TO_ALL_LOGGED_IN, answers=_OWN_LOG_IN),
    "account_reauthenticate": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    "account_change_password": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    "mfa_reauthenticate": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    "mfa_activate_totp": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    "mfa_deactivate_totp": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    "mfa_view_recovery_codes": Address(Open.TO_ALL_LOGGED_IN, answers=_OWN_LOG_IN),
    "mfa_generate_recovery_codes": Address(Open.TO_ALL_LOGGED_IN, BOTH, answers=_OWN_LOG_IN),
    # the API
    "api:openapi-json": Address(Open.TO_ALL),
    "api:api-root": Address(Open.TO_ALL, answers=frozenset({404}), why="it has an address, and no page"),
    "api-no-such-address": Address(
        Open.TO_ALL, of=lambda things: {"rest": "nowhere"}, answers=frozenset({404}), why="there is nothing"
    ),
    "api:receive_registration": Address(Open.BY_TOKEN, POST),
    "api:receive_information": Address(Open.BY_TOKEN, POST),
    "api:receive_choice": Address(Open.BY_TOKEN, POST),
    "api:receive_objection": Address(Open.BY_TOKEN, POST),
    "api:receive_event": Address(Open.BY_TOKEN, POST),
    "api:event_state": Address(Open.BY_TOKEN, of=lambda things: {"event_id": f"e-{things.municipality}"}),
    "api:estimate_card": Address(
        Open.BY_TOKEN, of=_course, answers=frozenset({422}), why="whose card it is has to be said"
    ),
}
