"""What changes something: the only code that writes to the database. Every action takes the `audit` event it is."""

from lighed.web.actions.arrivals.events import Filed, enqueue_waiting, receive_event
from lighed.web.actions.arrivals.files import take_up_files
from lighed.web.actions.arrivals.inboxes import work_inbox
from lighed.web.actions.arrivals.registrations import (
    CourseOfAnotherPerson,
    DemoTakesMadeUpDataOnly,
    EventFailedHere,
    EventIdReused,
    EventOfErasedPerson,
    OtherMunicipality,
    Registered,
    RegistrationRefused,
    VersionError,
    register_person,
)
from lighed.web.actions.audit.chain import record, record_about_each
from lighed.web.actions.audit.retention import ChainBroken, TermTooShort, anchor_again, drop_old_segments
from lighed.web.actions.citizen.callbacks import (
    CallbackRefused,
    ask_for_callback,
    check_callback,
    drop_draft,
    keep_draft,
)
from lighed.web.actions.citizen.corrections import settle_corrections
from lighed.web.actions.citizen.own_users import (
    RepresentationRefused,
    check_representation,
    create_citizen,
    create_demo_citizens,
    create_representative,
)
from lighed.web.actions.citizen.own_words import WordsRefused, keep_own_words
from lighed.web.actions.citizen.requests import (
    LONGEST_WORDS,
    Wrong,
    add_to_request,
    answer_request,
    assign_request,
    extend_request,
    receive_request,
    withdraw_request,
)
from lighed.web.actions.citizen.rights import InformationRefused, record_choice, record_information
from lighed.web.actions.citizen.rights_events import PersonUnknown, do_once
from lighed.web.actions.demonstration.alternatives import lay_out_alternatives
from lighed.web.actions.demonstration.desk import lay_out_desk
from lighed.web.actions.demonstration.letters import lay_out_letters
from lighed.web.actions.demonstration.oversight import lay_out_oversight
from lighed.web.actions.demonstration.planning import lay_out_planning
from lighed.web.actions.demonstration.public import lay_out_public
from lighed.web.actions.demonstration.use import lay_out_use
from lighed.web.actions.demonstration.users import create_demo_users
from lighed.web.actions.demonstration.versions import approve_in_demonstration
from lighed.web.actions.desk.assessments import (
    EstimateChanged,
    open_person,
    record_assessment,
    record_own_assessment,
    show_estimate,
)
from lighed.web.actions.desk.changes import ChangedMeanwhile, finish_task
from lighed.web.actions.desk.exports import record_papers
from lighed.web.actions.desk.flags import FlagRefused, answer_flags, flag_element
from lighed.web.actions.desk.questions import QuestionRefused, answer_question, ask_colleague, close_question
from lighed.web.actions.desk.saved_views import (
    ViewRefused,
    change_view,
    delete_view,
    keep_desk_settings,
    rename_view,
    save_view,
    share_view,
)
from lighed.web.actions.estimates.affected import estimate_affected
from lighed.web.actions.estimates.again import AT_ONCE, EstimatedAgain, estimate_outdated
from lighed.web.actions.estimates.kept import estimate_again
from lighed.web.actions.experts.roll_backs import begin_roll_back, confirm_roll_back
from lighed.web.actions.experts.training_information import enter_training_information
from lighed.web.actions.experts.version_steps import actor_of, fictional_actor, take_step
from lighed.web.actions.experts.versions import (
    AnotherBuilder,
    DemoVersionRefused,
    ReportOfAnotherVersion,
    add_version,
    attach_evaluation,
)
from lighed.web.actions.letters.checks import LetterRefused
from lighed.web.actions.letters.sent import (
    BY_HAND,
    deliver_letters,
    deliver_waiting,
    send_by_hand,
    send_explanation,
    send_letter,
)
from lighed.web.actions.letters.templates import approve_letter_template, save_letter_template, try_letter
from lighed.web.actions.oversight.impact_assessments import enter_assessment
from lighed.web.actions.oversight.incidents import (
    add_to_incident,
    assign_incident,
    close_incident,
    count_affected,
    open_incident,
    write_down_telling,
)
from lighed.web.actions.oversight.legal_bases import (
    enter_demonstration,
    enter_from_form,
    enter_legal_basis,
    import_legal_bases,
    signature_of,
)
from lighed.web.actions.oversight.legal_basis_decisions import (
    approve_legal_basis,
    reject_legal_basis,
    suspend_legal_basis,
)
from lighed.web.actions.oversight.papers import advise_on_paper, answer_paper, begin_paper, sign_paper
from lighed.web.actions.oversight.spot_checks import CheckRefused, close_look_up, draw_spot_check, justify_look_up
from lighed.web.actions.oversight.stops import confirm_resume, estimate_waiting, obey_stops, press_stop
from lighed.web.actions.oversight.yearly_accounts import sign_account
from lighed.web.actions.planning.bulk_plans import (
    NobodyChosen,
    NotToBeConfirmed,
    NotToBeUndone,
    TooManyChosen,
    Undone,
    choose_people,
    choose_template,
    confirm_bulk_plan,
    leave_out,
    undo_bulk_plan,
)
from lighed.web.actions.planning.deadlines import reckon_all
from lighed.web.actions.planning.exemptions import NotExempt, NotYoursToExempt, end_exemption, exempt_person
from lighed.web.actions.planning.plans import NoPlanToTakeBack, PlanRefused, save_plan, take_back_plan
from lighed.web.actions.planning.settings import (
    PlanningRefused,
    check_contact_rules,
    enter_team_hours,
    put_template_in_use,
    save_template,
)
from lighed.web.actions.public.frozen_figures import freeze_figures
from lighed.web.actions.public.publications import publish, publish_what_is_stale, set_public_facts
from lighed.web.actions.retention.erasures import (
    KEPT_BY_THE_LOG,
    Cause,
    NobodyToErase,
    check_erase,
    erase_again_from_case_bases,
    erase_person,
    reapply_erasures,
)
from lighed.web.actions.retention.nightly import run_nightly
from lighed.web.actions.retention.terms import confirm_term, hold_person, lift_hold, propose_term, withdraw_term
from lighed.web.actions.users.api_tokens import create_api_token, revoke_api_token
from lighed.web.actions.users.identities import bind_identity, forget_second_factor
from lighed.web.actions.users.introduction import take_introduction
from lighed.web.actions.users.municipalities import MOST_HELD_OUT, name_municipality, set_organisation
from lighed.web.actions.users.roles import (
    confirm_reset,
    confirm_role,
    deactivate_user,
    end_role,
    give_role,
    let_see_protected,
    record_training,
)
from lighed.web.actions.users.users import (
    DEMO_PASSWORD,
    DemoIsOff,
    change_user,
    choose_language,
    create_user,
    give_new_password,
    keep_own_password,
)

__all__ = [
    "AT_ONCE", "BY_HAND", "DEMO_PASSWORD", "KEPT_BY_THE_LOG", "LONGEST_WORDS", "MOST_HELD_OUT", "AnotherBuilder",
    "CallbackRefused", "Cause", "ChainBroken", "ChangedMeanwhile", "CheckRefused", "CourseOfAnotherPerson", "DemoIsOff",
    "DemoTakesMadeUpDataOnly", "DemoVersionRefused", "EstimateChanged", "EstimatedAgain", "EventFailedHere",
    "EventIdReused", "EventOfErasedPerson", "Filed", "FlagRefused", "InformationRefused", "LetterRefused",
    "NoPlanToTakeBack", "NobodyChosen", "NobodyToErase", "NotExempt", "NotToBeConfirmed", "NotToBeUndone",
    "NotYoursToExempt", "OtherMunicipality", "PersonUnknown", "PlanRefused", "PlanningRefused", "QuestionRefused",
    "Registered", "RegistrationRefused", "ReportOfAnotherVersion", "RepresentationRefused", "TermTooShort",
    "TooManyChosen", "Undone", "VersionError", "ViewRefused", "WordsRefused", "Wrong", "actor_of", "add_to_incident",
    "add_to_request", "add_version", "advise_on_paper", "anchor_again", "answer_flags", "answer_paper",
    "answer_question", "answer_request", "approve_in_demonstration", "approve_legal_basis", "approve_letter_template",
    "ask_colleague", "ask_for_callback", "assign_incident", "assign_request", "attach_evaluation", "begin_paper",
    "begin_roll_back", "bind_identity", "change_user", "change_view", "check_callback",
    "check_contact_rules", "check_erase", "check_representation", "choose_language", "choose_people", "choose_template",
    "close_incident", "close_look_up", "close_question", "confirm_bulk_plan", "confirm_reset", "confirm_resume",
    "confirm_role", "confirm_roll_back", "confirm_term", "count_affected", "create_api_token", "create_citizen",
    "create_demo_citizens", "create_demo_users", "create_representative", "create_user", "deactivate_user",
    "delete_view", "deliver_letters", "deliver_waiting", "do_once", "draw_spot_check", "drop_draft",
    "drop_old_segments", "end_exemption", "end_role", "enqueue_waiting", "enter_assessment", "enter_demonstration",
    "enter_from_form", "enter_legal_basis", "enter_team_hours", "enter_training_information",
    "erase_again_from_case_bases", "erase_person", "estimate_affected", "estimate_again", "estimate_outdated",
    "estimate_waiting", "exempt_person", "extend_request", "fictional_actor", "finish_task", "flag_element",
    "forget_second_factor", "freeze_figures", "give_new_password", "give_role", "hold_person", "import_legal_bases",
    "justify_look_up",
    "keep_desk_settings", "keep_draft", "keep_own_password", "keep_own_words", "lay_out_alternatives",
    "lay_out_desk", "lay_out_letters",
    "lay_out_oversight", "lay_out_planning", "lay_out_public", "lay_out_use", "leave_out", "let_see_protected",
    "lift_hold",
    "name_municipality", "obey_stops", "open_incident", "open_person", "press_stop", "propose_term", "publish",
    "publish_what_is_stale", "put_template_in_use", "reapply_erasures", "receive_event", "receive_request",
    "reckon_all", "record", "record_about_each", "record_assessment", "record_choice", "record_information",
    "record_own_assessment", "record_papers", "record_training", "register_person", "reject_legal_basis", "rename_view",
    "revoke_api_token", "run_nightly", "save_letter_template", "save_plan", "save_template", "save_view",
    "send_by_hand", "send_explanation", "send_letter", "set_organisation", "set_public_facts", "settle_corrections",
    "share_view", "show_estimate", "sign_account", "sign_paper", "signature_of", "suspend_legal_basis",
    "take_back_plan",
    "take_introduction", "take_step", "take_up_files", "try_letter",
    "undo_bulk_plan", "withdraw_request", "withdraw_term", "work_inbox", "write_down_telling",
]  # fmt: skip
