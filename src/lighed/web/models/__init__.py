"""The tables: people in contact and their courses, what was estimated about them, who may see it and who did."""

from lighed.web.models.alternative_approvals import AlternativeApproval
from lighed.web.models.api_tokens import ApiToken
from lighed.web.models.arrivals import ArrivalFile, ArrivalSource, ArrivalState, Inbox
from lighed.web.models.assessments import (
    LEVELS,
    OWN_QUESTIONS,
    REASONS,
    RELATIONS,
    Assessment,
    DataFlag,
    EstimateView,
    PersonWords,
    Question,
)
from lighed.web.models.attachments import Attachment
from lighed.web.models.audit import AuditChain, AuditRecord, AuditSegment, AuditSubject
from lighed.web.models.bundles import BundleContent, BundleShare, RegulatorBundle
from lighed.web.models.desk import DeskSettings, SavedView, Task
from lighed.web.models.former_estimates import FormerEstimate
from lighed.web.models.frozen_figures import FrozenFigure
from lighed.web.models.impact_assessments import ImpactAssessment
from lighed.web.models.incidents import KINDS, EntryKind, Incident, IncidentEntry
from lighed.web.models.legal_bases import BasisState, LegalBasisEntry, TrainingInformation
from lighed.web.models.letters import LETTER_KINDS, Letter, LetterState, LetterTemplate
from lighed.web.models.municipalities import AuthorityTerm, Municipality
from lighed.web.models.own_page import Callback, CallTime, WordsDraft
from lighed.web.models.papers import PAPER_KINDS, Paper, PaperAnswer, PaperState
from lighed.web.models.people import ContactCourse, CourseState, EstimateState, Person
from lighed.web.models.periodic_reviews import CONCLUSIONS, FollowUp, PeriodicReview
from lighed.web.models.plans import (
    FORMS,
    MEETING_KINDS,
    BulkPlan,
    BulkPlanRow,
    ContactRulesChecked,
    Exemption,
    MeetingTemplate,
    Plan,
    PlannedMeeting,
    TeamHours,
)
from lighed.web.models.processes import ServerProcess, StopObeyed
from lighed.web.models.publications import Publication, PublicFacts, PublishedFile
from lighed.web.models.registrations import ReceivedEvent, ReceivedRightsEvent
from lighed.web.models.retention import ErasedEvent, Erasure, RetentionHold, RetentionRule
from lighed.web.models.rights import (
    REQUEST_KINDS,
    REQUEST_RESULTS,
    REVIEW_POINTS,
    Channel,
    InformationGiven,
    ParticipationChoice,
    RequestState,
    RightsRequest,
)
from lighed.web.models.spot_checks import Finding, SpotCheck, SpotCheckItem
from lighed.web.models.stops import EmergencyStop, StopEffect
from lighed.web.models.stored_estimates import StoredEstimate
from lighed.web.models.users import ROLES, RoleAssignment, TrainingRecord, User
from lighed.web.models.version_uses import (
    SIDES,
    STEPS,
    VERSION_STATES,
    RollBack,
    ShadowEstimate,
    VersionStep,
    VersionUse,
)
from lighed.web.models.versions import ModelVersion, VersionEvaluation
from lighed.web.models.yearly_accounts import YearlyAccount

__all__ = [
    "CONCLUSIONS",
    "FORMS",
    "KINDS",
    "LETTER_KINDS",
    "LEVELS",
    "MEETING_KINDS",
    "OWN_QUESTIONS",
    "PAPER_KINDS",
    "REASONS",
    "RELATIONS",
    "REQUEST_KINDS",
    "REQUEST_RESULTS",
    "REVIEW_POINTS",
    "ROLES",
    "SIDES",
    "STEPS",
    "VERSION_STATES",
    "AlternativeApproval",
    "ApiToken",
    "ArrivalFile",
    "ArrivalSource",
    "ArrivalState",
    "Assessment",
    "Attachment",
    "AuditChain",
    "AuditRecord",
    "AuditSegment",
    "AuditSubject",
    "AuthorityTerm",
    "BasisState",
    "BulkPlan",
    "BulkPlanRow",
    "BundleContent",
    "BundleShare",
    "CallTime",
    "Callback",
    "Channel",
    "ContactCourse",
    "ContactRulesChecked",
    "CourseState",
    "DataFlag",
    "DeskSettings",
    "EmergencyStop",
    "EntryKind",
    "ErasedEvent",
    "Erasure",
    "EstimateState",
    "EstimateView",
    "Exemption",
    "Finding",
    "FollowUp",
    "FormerEstimate",
    "FrozenFigure",
    "ImpactAssessment",
    "Inbox",
    "Incident",
    "IncidentEntry",
    "InformationGiven",
    "LegalBasisEntry",
    "Letter",
    "LetterState",
    "LetterTemplate",
    "MeetingTemplate",
    "ModelVersion",
    "Municipality",
    "Paper",
    "PaperAnswer",
    "PaperState",
    "ParticipationChoice",
    "PeriodicReview",
    "Person",
    "PersonWords",
    "Plan",
    "PlannedMeeting",
    "PublicFacts",
    "Publication",
    "PublishedFile",
    "Question",
    "ReceivedEvent",
    "ReceivedRightsEvent",
    "RegulatorBundle",
    "RequestState",
    "RetentionHold",
    "RetentionRule",
    "RightsRequest",
    "RoleAssignment",
    "RollBack",
    "SavedView",
    "ServerProcess",
    "ShadowEstimate",
    "SpotCheck",
    "SpotCheckItem",
    "StopEffect",
    "StopObeyed",
    "StoredEstimate",
    "Task",
    "TeamHours",
    "TrainingInformation",
    "TrainingRecord",
    "User",
    "VersionEvaluation",
    "VersionStep",
    "VersionUse",
    "WordsDraft",
    "YearlyAccount",
]
