"""The tables: people in contact and their courses, what was estimated about them, who may see it and who did."""

from lighed.web.models.api_tokens import ApiToken
from lighed.web.models.audit import AuditRecord
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import ContactCourse, CourseState, EstimateState, Person
from lighed.web.models.registrations import ReceivedEvent
from lighed.web.models.stored_estimates import StoredEstimate
from lighed.web.models.users import Role, User
from lighed.web.models.versions import VersionInOperation

__all__ = [
    "ApiToken",
    "AuditRecord",
    "ContactCourse",
    "CourseState",
    "EstimateState",
    "Municipality",
    "Person",
    "ReceivedEvent",
    "Role",
    "StoredEstimate",
    "User",
    "VersionInOperation",
]
