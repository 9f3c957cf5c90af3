"""An element, and who asks -> whether it may be told what an estimate would be with another value of it.

Experts approve it element by element: what is told of a thing that nobody can change would only hurt, and what is told
of one that can be changed is easily read as advice.
"""

from __future__ import annotations

from collections.abc import Collection

from lighed.governance.refused import Refused
from lighed.governance.roles import Right
from lighed.governance.text import Text

LEAST_REASON = 10
"""Signs of the sentence that says why."""

NOT_YOURS = Text(da="Det gør en fagekspert.", en="A domain expert does that.")
NOT_CHANGEABLE = Text(
    da="Oplysningen er ikke en, som personen selv kan ændre. Så der må ikke fortælles noget om den.",
    en="It is not something that the person can change. So nothing may be told of it.",
)
PROTECTED = Text(
    da="Oplysningen er beskyttet eller kan stå i stedet for en, der er. Så der må ikke fortælles noget om den.",
    en="It is protected, or may stand in for what is. So nothing may be told of it.",
)
WRITE_WHY = Text(da="Skriv i en sætning, hvorfor det må fortælles.", en="Write in a sentence why it may be told.")
IS_APPROVED = Text(
    da="Den er godkendt i forvejen. Se, hvem der gjorde det, i tabellen.",
    en="It is approved already. See in the table by whom.",
)
IS_NOT_APPROVED = Text(
    da="Den er ikke godkendt. Måske har en anden trukket godkendelsen tilbage.",
    en="It is not approved. Maybe somebody else has withdrawn the approval.",
)


class AlternativeRefused(Refused):
    """What the rules do not let be told, or be approved so."""


def check_can_be_told(*, is_changeable: bool, is_protected: bool) -> None:
    """Check that it may be told what the estimate would be with another value, whoever approves it.

    Raises
    ------
    AlternativeRefused
        With the reason.
    """
    if (reason := _reason(is_changeable=is_changeable, is_protected=is_protected)) is not None:
        raise AlternativeRefused(reason)


def can_be_told(*, is_changeable: bool, is_protected: bool) -> bool:
    """Whether `check_can_be_told` lets it be told."""
    return _reason(is_changeable=is_changeable, is_protected=is_protected) is None


def check_approval(rights: Collection[Right], *, is_changeable: bool, is_protected: bool, reason: str) -> None:
    """Check that somebody with these rights may approve it, for this reason.

    Raises
    ------
    AlternativeRefused
        With the reason of the refusal.
    """
    check_is_yours(rights)
    check_can_be_told(is_changeable=is_changeable, is_protected=is_protected)
    if len(reason.strip()) < LEAST_REASON:
        raise AlternativeRefused(WRITE_WHY)


def check_is_yours(rights: Collection[Right]) -> None:
    """Check that somebody with these rights approves and withdraws at all.

    Raises
    ------
    AlternativeRefused
    """
    if Right.APPROVE_ALTERNATIVES not in rights:
        raise AlternativeRefused(NOT_YOURS)


def _reason(*, is_changeable: bool, is_protected: bool) -> Text | None:
    return PROTECTED if is_protected else None if is_changeable else NOT_CHANGEABLE
