"""What is read: the only code that asks the database on behalf of a page. Each query begins in `scope`."""

from lighed.web.models import (
    OWN_QUESTIONS,
    REQUEST_KINDS,
    REQUEST_RESULTS,
    REVIEW_POINTS,
    Attachment,
    BulkPlan,
    ContactCourse,
    DeskSettings,
    EntryKind,
    Letter,
    SavedView,
    User,
    WordsDraft,
)
from lighed.web.queries.access import (
    TokenInForce,
    demo_users,
    name_in_log,
    token_in_force,
    user_at_log_in,
    user_of,
)
from lighed.web.queries.arrivals import DAYS as ARRIVAL_DAYS
from lighed.web.queries.arrivals import arrivals_folder, imports_page, received_event
from lighed.web.queries.attachments import attachment_of, attachment_to_answer, may_open, own_attachment
from lighed.web.queries.audit_verification import (
    is_whole,
    missing_triggers,
    verify_audit_log,
    verify_chain,
)
from lighed.web.queries.caseworkers import caseworker_of
from lighed.web.queries.citizen.case import OwnCase, OwnEstimate, own_case, person_of_case_system
from lighed.web.queries.citizen.explanation import (
    CALL_TIMES,
    OwnExplanation,
    next_meeting,
    open_callback,
    own_explanation,
)
from lighed.web.queries.citizen.file import own_draft, own_file, tables_about
from lighed.web.queries.citizen.history import OwnHistory, interpreter_of, own_history
from lighed.web.queries.citizen.log import OwnLogEntry, all_of_own_log, broken_since, own_log
from lighed.web.queries.citizen.requests import Change, change_after, own_value
from lighed.web.queries.citizen.words import (
    running_course,
    told_at,
    words_counting,
    words_shown,
)
from lighed.web.queries.confirmations import Awaiting, awaiting_confirmation
from lighed.web.queries.demonstration import MADE_UP_MUNICIPALITIES, real_municipalities
from lighed.web.queries.erased_files import pieces_of_attachments
from lighed.web.queries.experts.feedback import (
    Judged,
    element_name,
    flagged_elements,
    flags_to_answer,
    judged,
    remarks_about,
)
from lighed.web.queries.experts.shadow_runs import lacks_shadow_run, n_in_shadow, shadow_run_of
from lighed.web.queries.experts.trials import is_held_out, may_be_tried
from lighed.web.queries.experts.version_gates import (
    Gate,
    can_be_used,
    gates_of,
    life_of,
    way_back_of,
)
from lighed.web.queries.experts.version_settings import settings_of
from lighed.web.queries.experts.version_waits import versions_waiting
from lighed.web.queries.experts.versions import (
    assessments_of,
    courses_to_estimate,
    evaluations_of,
    has_version_in_operation,
    history_of,
    is_overdue,
    last_band,
    n_to_estimate_again,
    open_roll_back,
    report_file,
    shadow_changes,
    signed_sides,
    use_of,
    user_named,
    uses_of,
    versions_by_state,
)
from lighed.web.queries.experts.versions_in_operation import version_in_operation, version_in_shadow
from lighed.web.queries.experts.watched_groups import explained_groups, groups_to_explain
from lighed.web.queries.export_fields import Cell
from lighed.web.queries.exports import (
    MOST_ROWS,
    Chosen,
    chosen_people,
    export_basis,
    export_fields,
    export_rows,
    found_by,
)
from lighed.web.queries.identities import has_second_factor, is_vouched_for, user_of_identity, user_to_bind
from lighed.web.queries.introduction import (
    PracticeAnswer,
    PracticeQuestion,
    introduced,
    introduction_of,
    n_right,
    practice_cases,
    quiz,
)
from lighed.web.queries.legal_register import (
    bases_in_force,
    legal_basis_of,
    legal_register,
    standing_of,
)
from lighed.web.queries.letters import (
    LetterPage,
    as_words,
    lacking,
    language_of,
    letter_of,
    letter_page,
    letter_pages,
    letters_by_state,
    letters_of,
    people_to_inform,
    template_in_force,
    values_in_force,
)
from lighed.web.queries.oversight.audit_search import (
    LogEntry,
    LogSearch,
    actors_of,
    all_of_log,
    role_names,
    search_log,
    subject_of,
)
from lighed.web.queries.oversight.effects import EffectReport, MetAs, effect_report
from lighed.web.queries.oversight.incidents import (
    incident_handlers,
    incident_of,
    incident_shown,
    incidents,
    timeline,
)
from lighed.web.queries.oversight.legal_bases import (
    EntryPage,
    affected,
    affected_by_what_ended,
    courses_to_estimate_again,
    entry_page,
    legal_bases,
    legal_basis_entry,
    live_bases,
    n_to_approve,
    revisions_of,
    training_information,
)
from lighed.web.queries.oversight.legal_basis_words import (
    element_choices,
    moment_in_words,
    participation_in_words,
    purpose_in_words,
)
from lighed.web.queries.oversight.papers import papers_of
from lighed.web.queries.oversight.requests import (
    CHANNELS,
    REQUEST_STATES,
    RequestChoices,
    RequestRow,
    can_be_withdrawn,
    channel,
    handling,
    have_seen,
    latest_course,
    n_to_answer,
    open_request,
    own_caseworkers,
    request_queue,
    request_row,
    who_can_answer,
)
from lighed.web.queries.oversight.retention import (
    SOON,
    case_base_due,
    estimates_due,
    hold_of,
    holds,
    incidents_due,
    months_of,
    people_due,
    requests_due,
    retention_page,
    term_proposed,
)
from lighed.web.queries.oversight.spot_checks import (
    n_to_justify,
    open_justifications,
    spot_check_of,
    spot_checks,
)
from lighed.web.queries.oversight.stops import courses_waiting, stop_in_force, stop_page
from lighed.web.queries.oversight.use_figures import (
    AgainstEstimate,
    UseFigures,
    UseRow,
    n_use_alarms,
    use_figures,
    use_periods,
)
from lighed.web.queries.person.assessments import (
    ASSESSMENT_REASONS,
    SUPPORT_LEVELS,
    estimate_view_of,
    own_first_assessment,
)
from lighed.web.queries.person.card_shown import CardShown, card_shown
from lighed.web.queries.person.contests import former_estimate, review_by
from lighed.web.queries.person.estimate_card import EstimateCard
from lighed.web.queries.person.flags import FLAG_KINDS, elements_of, flag_kind, flags_of
from lighed.web.queries.person.notes import JournalNote, journal_note
from lighed.web.queries.person.page import DataRow, course_of, person_page
from lighed.web.queries.person.questions import (
    colleagues,
    colleagues_near_first,
    hidden_assessors,
    question_of,
    questions_of,
)
from lighed.web.queries.person.sheets import MOST_SHEETS, Sheet, StoredMeeting, sheets_of
from lighed.web.queries.person.timeline_shown import Happened, timeline_shown
from lighed.web.queries.planning.bulk_plans import (
    MOST_PEOPLE,
    TO_UNDO,
    Becomes,
    basis_of_preview,
    bulk_plan_of,
    bulk_plan_rows,
    bulk_preview,
    bulk_result,
    changed_since,
    prospect_of,
    recent_bulk_plans,
    template_named,
)
from lighed.web.queries.planning.capacity import capacity, limits_now, other_limits
from lighed.web.queries.planning.contact_rules import are_checked, rule_sets_of, rules_by_id, rules_in_force
from lighed.web.queries.planning.course_facts import agreed_on, facts_of
from lighed.web.queries.planning.exemptions import hindrance_to_exempt, quota_of
from lighed.web.queries.planning.planned_use import PlannedUse, planned_use
from lighed.web.queries.planning.plans import (
    KIND_NAMES,
    MEETING_FORMS,
    PLAN_COLUMNS,
    Proposal,
    as_template,
    laid_out,
    meetings_of,
    of_team,
    plan_in_force,
    plan_rows,
    plan_shown,
    plan_start,
    proposal,
    starts_on,
    template_of,
    templates_of,
)
from lighed.web.queries.planning.rule_panel import RulePanel, worst
from lighed.web.queries.planning.settings import (
    TEMPLATE_LEVELS,
    all_templates,
    contact_rules_shown,
    team_rows,
    teams_of,
    template_by_number,
)
from lighed.web.queries.planning.team_weeks import TeamWeek
from lighed.web.queries.profiling import ProfilingStatus, profiling_for, profiling_status
from lighed.web.queries.public.record import public_record
from lighed.web.queries.scope import courses_of, reviews_to_begin
from lighed.web.queries.staff_letters import (
    MOST_LETTERS,
    explanation_values,
    letter_for_staff,
    letters_shown,
    letters_to_send,
)
from lighed.web.queries.status import overdue, status_lines
from lighed.web.queries.traces import search_database
from lighed.web.queries.user_names import staff_names
from lighed.web.queries.users import (
    AUTHORITY_TERMS,
    STAFF_ROLES,
    UserPage,
    api_clients,
    may_see_estimates,
    user_page,
    users_of,
)
from lighed.web.queries.worklist.choices import WorklistChoices
from lighed.web.queries.worklist.columns import Column, columns_to_pick, picked, shown_columns
from lighed.web.queries.worklist.frame import (
    SHORTCUTS,
    rules_badge,
    shortcuts_of,
    source_of,
    unusable_keys,
)
from lighed.web.queries.worklist.offered import filters, in_words, named_values, sizes, sorts, tags, usable
from lighed.web.queries.worklist.rows import MOST_SELECTED, Row, Worklist, keys_found, keys_seen, worklist
from lighed.web.queries.worklist.saved_views import (
    EVERYONE,
    View,
    desk_settings,
    listed_views,
    own_view,
    views_of,
)
from lighed.web.queries.worklist.tasks import TASKS_PER_PAGE, WHOSE, n_tasks, open_tasks, person_tasks, tasks_page
from lighed.web.queries.worklist.without_estimate import without_estimate

__all__ = [
    "ARRIVAL_DAYS", "ASSESSMENT_REASONS", "AUTHORITY_TERMS", "CALL_TIMES", "CHANNELS", "EVERYONE", "FLAG_KINDS",
    "KIND_NAMES", "MADE_UP_MUNICIPALITIES", "MEETING_FORMS", "MOST_LETTERS", "MOST_PEOPLE", "MOST_ROWS",
    "MOST_SELECTED", "MOST_SHEETS", "OWN_QUESTIONS", "PLAN_COLUMNS", "REQUEST_KINDS", "REQUEST_RESULTS",
    "REQUEST_STATES", "REVIEW_POINTS", "SHORTCUTS", "SOON", "STAFF_ROLES", "SUPPORT_LEVELS", "TASKS_PER_PAGE",
    "TEMPLATE_LEVELS",
    "TO_UNDO", "WHOSE", "AgainstEstimate", "Attachment", "Awaiting", "Becomes",
    "BulkPlan", "CardShown", "Cell", "Change", "Chosen", "Column", "ContactCourse",
    "DataRow", "DeskSettings", "EffectReport", "EntryKind", "EntryPage", "EstimateCard",
    "Gate", "Happened", "JournalNote", "Judged", "Letter",
    "LetterPage", "LogEntry", "LogSearch", "MetAs", "OwnCase", "OwnEstimate",
    "OwnExplanation", "OwnHistory", "OwnLogEntry", "PlannedUse", "PracticeAnswer",
    "PracticeQuestion", "ProfilingStatus", "Proposal", "RequestChoices",
    "RequestRow", "Row", "RulePanel", "SavedView", "Sheet",
    "StoredMeeting",
    "TeamWeek", "TokenInForce", "UseFigures", "UseRow", "User", "UserPage",
    "View", "WordsDraft", "Worklist", "WorklistChoices", "actors_of", "affected",
    "affected_by_what_ended", "agreed_on", "all_of_log", "all_of_own_log", "all_templates", "api_clients",
    "are_checked",
    "arrivals_folder", "as_template", "as_words", "assessments_of", "attachment_of",
    "attachment_to_answer", "awaiting_confirmation",
    "bases_in_force", "basis_of_preview", "broken_since", "bulk_plan_of", "bulk_plan_rows", "bulk_preview",
    "bulk_result",
    "can_be_used", "can_be_withdrawn", "capacity", "card_shown", "case_base_due", "caseworker_of", "change_after",
    "changed_since", "channel", "chosen_people", "colleagues", "colleagues_near_first", "columns_to_pick",
    "contact_rules_shown", "course_of", "courses_of", "courses_to_estimate",
    "courses_to_estimate_again", "courses_waiting", "demo_users", "desk_settings", "effect_report", "element_choices",
    "element_name", "elements_of", "entry_page", "estimate_view_of", "estimates_due",
    "evaluations_of", "explained_groups", "explanation_values", "export_basis", "export_fields",
    "export_rows", "facts_of", "filters", "flag_kind", "flagged_elements", "flags_of", "flags_to_answer",
    "former_estimate", "found_by", "gates_of", "groups_to_explain", "handling", "has_second_factor",
    "has_version_in_operation", "have_seen", "hidden_assessors", "hindrance_to_exempt", "history_of", "hold_of",
    "holds", "imports_page", "in_words", "incident_handlers", "incident_of", "incident_shown", "incidents",
    "incidents_due", "interpreter_of", "introduced", "introduction_of", "is_held_out", "is_overdue", "is_vouched_for",
    "is_whole", "journal_note", "judged", "keys_found", "keys_seen", "lacking", "lacks_shadow_run", "laid_out",
    "language_of", "last_band", "latest_course", "legal_bases", "legal_basis_entry", "legal_basis_of", "legal_register",
    "letter_for_staff", "letter_of", "letter_page", "letter_pages", "letters_by_state", "letters_of", "letters_shown",
    "letters_to_send", "life_of", "limits_now", "listed_views", "live_bases", "may_be_tried", "may_open",
    "may_see_estimates",
    "meetings_of", "missing_triggers", "moment_in_words", "months_of", "n_in_shadow", "n_right", "n_tasks",
    "n_to_answer", "n_to_approve", "n_to_estimate_again", "n_to_justify", "n_use_alarms", "name_in_log", "named_values",
    "next_meeting", "of_team", "open_callback", "open_justifications", "open_request", "open_roll_back", "open_tasks",
    "other_limits", "overdue", "own_attachment", "own_case", "own_caseworkers", "own_draft", "own_explanation",
    "own_file",
    "own_first_assessment", "own_history", "own_log", "own_value", "own_view", "papers_of", "participation_in_words",
    "people_due", "people_to_inform", "person_of_case_system", "person_page", "person_tasks",
    "picked", "pieces_of_attachments",
    "plan_in_force", "plan_rows",
    "plan_shown", "plan_start", "planned_use", "practice_cases", "profiling_for", "profiling_status", "proposal",
    "prospect_of", "public_record", "purpose_in_words", "question_of", "questions_of", "quiz", "quota_of",
    "real_municipalities", "received_event", "recent_bulk_plans", "remarks_about", "report_file", "request_queue",
    "request_row", "requests_due", "retention_page", "review_by", "reviews_to_begin", "revisions_of",
    "role_names", "rule_sets_of", "rules_badge", "rules_by_id", "rules_in_force", "running_course",
    "search_database", "search_log", "settings_of", "shadow_changes", "shadow_run_of", "sheets_of", "shortcuts_of",
    "shown_columns", "signed_sides", "sizes", "sorts", "source_of", "spot_check_of", "spot_checks", "staff_names",
    "standing_of", "starts_on", "status_lines", "stop_in_force", "stop_page", "subject_of", "tables_about", "tags",
    "tasks_page", "team_rows", "teams_of", "template_by_number", "template_in_force", "template_named", "template_of",
    "templates_of", "term_proposed", "timeline", "timeline_shown", "token_in_force", "told_at", "training_information",
    "unusable_keys", "usable", "use_figures", "use_of", "use_periods", "user_at_log_in", "user_named", "user_of",
    "user_of_identity", "user_page", "user_to_bind", "users_of", "uses_of", "values_in_force", "verify_audit_log",
    "verify_chain", "version_in_operation", "version_in_shadow", "versions_by_state", "versions_waiting", "views_of",
    "way_back_of", "who_can_answer", "without_estimate", "words_counting", "words_shown", "worklist", "worst",
]  # fmt: skip
