"""What a case system can tell of a person's course -> the order in which things of one day count."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """Each kind of event, in the order in which events of the same day count."""

    REGISTRATION = "registration"
    DATA_CHANGED = "data_changed"
    HAND_OVER = "hand_over"
    ENDED = "ended"

    @property
    def after(self) -> tuple[EventKind, ...]:
        """The kinds that count later on the same day."""
        kinds = tuple(EventKind)
        return kinds[kinds.index(self) + 1 :]
