"""An incident's kind and when it became known -> until when the authority must be told, and whether that is past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.text import Text
from lighed.governance.two_people import NotAllowed


class IncidentKind(StrEnum):
    BREACH = "breach"
    """Of personal data: GDPR Article 33."""
    SERIOUS = "serious"
    """With a high-risk AI system: AI Act, Article 73."""
    MODEL_ERROR = "model_error"
    """Of the model, with neither of these consequences: no law sets a time."""


CLOCKS: Mapping[IncidentKind, timedelta | None] = {
    IncidentKind.BREACH: timedelta(hours=72),
    IncidentKind.SERIOUS: timedelta(days=15),
    IncidentKind.MODEL_ERROR: None,
}
"""From when the municipality became aware. The 15 days are the longest that Article 73 allows; some need fewer."""


def notify_by(kind: IncidentKind, *, known_at: datetime) -> datetime | None:
    """The last moment at which the authority can be told in time; None where no law sets one."""
    clock = CLOCKS[kind]
    return None if clock is None else known_at + clock


def is_overdue(kind: IncidentKind, *, known_at: datetime, notified_at: datetime | None, now: datetime) -> bool:
    """Whether the authority was not told in time, or has not been told and time is up."""
    last = notify_by(kind, known_at=known_at)
    return last is not None and (notified_at or now) > last


def check_times(*, happened_at: datetime, now: datetime) -> None:
    """Refuse a time that has not come.

    Raises
    ------
    NotAllowed
        If it lies in the future.
    """
    if happened_at > now:
        raise NotAllowed(
            Text(
                da="Tidspunktet ligger ude i fremtiden. Skriv, hvornår det skete.",
                en="The time lies in the future. Write when it happened.",
            )
        )


def check_close(kind: IncidentKind, *, notified_at: datetime | None, why_not_notified: str, reason: str) -> None:
    """Refuse to close what the authority should hear of, unless it has or it is written down why it need not.

    Raises
    ------
    NotAllowed
        With what is missing.
    """
    if not reason.strip():
        raise NotAllowed(Text(da="Skriv, hvorfor hændelsen lukkes.", en="Write why the incident is closed."))
    if looks_like_cpr(reason) or looks_like_cpr(why_not_notified):
        raise NotAllowed(NO_CPR)
    if CLOCKS[kind] is not None and notified_at is None and not why_not_notified.strip():
        raise NotAllowed(
            Text(
                da="Myndigheden er ikke underrettet. Underret den, eller skriv, hvorfor det ikke er nødvendigt.",
                en="The authority has not been told. Tell it, or write why that is not necessary.",
            )
        )
