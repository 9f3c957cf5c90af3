"""What every way to send a letter does: take it, say what it calls it, and forget it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from lighed.transparency.letters import Outgoing


class DeliveryFailed(Exception):
    """The letter could not be handed over; it can be tried again. The text names no person."""


class Delivery(Protocol):
    """A way to send letters. A new one needs these three methods and a line in `installed_delivery`."""

    def deliver(self, letter: Outgoing) -> str:
        """Take the letter, and give what it is called there. Taken twice, it is still one letter.

        Raises
        ------
        DeliveryFailed
        """
        ...

    def forget(self, keys: Iterable[UUID]) -> int:
        """Let go of what is still here of these letters, because the person is erased. How many there were.

        What cannot be let go of is still `left`.
        """
        ...

    def left(self) -> frozenset[UUID]:
        """The letters of which something is still here, finished or not."""
        ...
