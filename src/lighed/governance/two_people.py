"""Who did the first half and who wants to do the second -> whether two people have then looked at it."""

from __future__ import annotations

import unicodedata

from lighed.governance.refused import Refused
from lighed.governance.text import Text


class NotAllowed(Refused):
    """Something that a rule of the house forbids; `text` is what the reader is told."""


def person_key(person: str) -> str:
    """The same for one user name in two spellings; empty where nobody is named."""
    return " ".join(unicodedata.normalize("NFKC", person).casefold().split())


def is_same_person(one: str, other: str) -> bool:
    """Whether two user names are one person's, in whatever case they are written."""
    return bool(person_key(one)) and person_key(one) == person_key(other)


def check_other_person(first: str, second: str) -> None:
    """Refuse a second signature by the hand that gave the first.

    Raises
    ------
    NotAllowed
        If both are the same user.
    """
    if is_same_person(first, second):
        raise NotAllowed(
            Text(
                da="Du har selv taget det første skridt. En anden end dig skal bekræfte.",
                en="You took the first step yourself. Somebody else has to confirm it.",
            )
        )


def can_be_other_person(first: str, second: str) -> bool:
    """Whether `check_other_person` lets the second person confirm."""
    try:
        check_other_person(first, second)
    except NotAllowed:
        return False
    return True
