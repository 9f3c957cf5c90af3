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
    LOG_IN = "log_in"
    FAILED_LOG_IN = "failed_log_in"
    LOG_OUT = "log_out"


class Flag(StrEnum):
    """What is out of the ordinary about an event, for whoever reads the log."""

    OUTSIDE_TASK = "outside_task"
    """A caseworker looked at someone whose course is neither theirs nor their team's."""
    OUT_OF_HOURS = "out_of_hours"
    BLOCKED = "blocked"
    """Something was asked for that is not there for whoever asked."""
    CARRIED_OVER = "carried_over"
    """Written before there was a chain; it is protected from the day it was carried over."""


class ActorKind(StrEnum):
    """Whether a human being acted, the system by itself, or another system by its token."""

    PERSON = "person"
    SYSTEM = "system"
    CLIENT = "client"


class Duty(StrEnum):
    """What an authority does with the product besides profiling. No legal basis can be made for these."""

    RIGHTS = "rights_of_the_person"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"


_IN_NAME_OF = "card for "
_MORE = ", mode="


def card_for(user: str) -> str:
    """The criterion of a card that another system fetches in the name of a user, who is told in the log by it."""
    return f"{_IN_NAME_OF}{user}"


def in_name_of(criterion: str) -> str:
    """In whose name another system has acted; empty where it acted in nobody's."""
    return criterion.removeprefix(_IN_NAME_OF).partition(_MORE)[0] if criterion.startswith(_IN_NAME_OF) else ""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An event to be recorded beside what it describes.

    Attributes
    ----------
    actor, actor_kind, role
        A user name, the name of a system process or of a token; and in which role a user acted, or the one in whose
        name a token did.
    subject
        The product's own random key of the person, or None where no single person is meant. It is written down as a
        pseudonym.
    criterion
        What was searched or changed: names of filters, pages or records. Never a value about a person.
    reason
        Why, in the words of whoever acted, where words are asked for.
    flags
        What is out of the ordinary. Those that follow from the event itself are added as it is written down.
    """

    kind: AuditKind
    actor: str
    municipality: str | None
    purpose: Purpose | Duty
    at: datetime
    subject: str | None = None
    actor_kind: ActorKind = ActorKind.SYSTEM
    role: str = ""
    criterion: str = ""
    reason: str = ""
    flags: frozenset[Flag] = frozenset()
