"""The tables: people in contact and their courses, what was estimated about them, who may see it and who did."""

from lighed.web.models.api_tokens import ApiToken
from lighed.web.models.audit import AuditRecord
from lighed.web.models.incidents import KINDS, EntryKind, Incident, IncidentEntry
from lighed.web.models.legal_bases import BasisState, LegalBasisEntry, TrainingInformation
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import ContactCourse, CourseState, EstimateState, Person
from lighed.web.models.processes import ServerProcess, StopObeyed
from lighed.web.models.registrations import ReceivedEvent, ReceivedRightsEvent
from lighed.web.models.retention import ErasedEvent, Erasure, RetentionHold, RetentionRule
from lighed.web.models.rights import (
    REQUEST_KINDS,
    REQUEST_RESULTS,
    Channel,
    InformationGiven,
    ParticipationChoice,
    RequestState,
    RightsRequest,
)
from lighed.web.models.stops import EmergencyStop, StopEffect
from lighed.web.models.stored_estimates import StoredEstimate
from lighed.web.models.users import ROLES, RoleAssignment, User
from lighed.web.models.versions import VersionInOperation

__all__ = [
    "KINDS",
    "REQUEST_KINDS",
    "REQUEST_RESULTS",
    "ROLES",
    "ApiToken",
    "AuditRecord",
    "BasisState",
    "Channel",
    "ContactCourse",
    "CourseState",
    "EmergencyStop",
    "EntryKind",
    "ErasedEvent",
    "Erasure",
    "EstimateState",
    "Incident",
    "IncidentEntry",
    "InformationGiven",
    "LegalBasisEntry",
    "Municipality",
    "ParticipationChoice",
    "Person",
    "ReceivedEvent",
    "ReceivedRightsEvent",
    "RequestState",
    "RetentionHold",
    "RetentionRule",
    "RightsRequest",
    "RoleAssignment",
    "ServerProcess",
    "StopEffect",
    "StopObeyed",
    "StoredEstimate",
    "TrainingInformation",
    "User",
    "VersionInOperation",
]
