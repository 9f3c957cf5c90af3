"""Who did what, to which person's data, for which purpose: one event, without any value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lighed.governance.legal_basis import Purpose


class AuditKind(StrEnum):
    READ = "read"
    SEARCH = "search"
    CHANGE = "change"
    ESTIMATE = "estimate"
    EXPORT = "export"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An event to be recorded beside what it describes. `actor` is a user name, or the name of a system process;
    `subject` the product's own key of the person's course (never a value), or None where no single person is meant."""

    kind: AuditKind
    actor: str
    municipality: str | None
    purpose: Purpose
    at: datetime
    subject: str | None = None
