"""A text -> its LIX, the Danish measure of how hard it is to read, and the sentences that make it hard."""

from __future__ import annotations

import re
from enum import IntEnum

_SENTENCE_ENDS = re.compile(r"[.:!?]+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = 6
_FEWEST_WORDS = 4


class MostLix(IntEnum):
    """The highest LIX that a text may have, by whom it is for."""

    CITIZEN = 35
    PUBLIC = 40
    STAFF = 45


LEAST_LIX = 20
"""Below this a text soon sounds as if its reader were a child."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, in order. One ends at a full stop, a colon, a question mark or the end of a line."""
    return tuple(one.strip() for one in _SENTENCE_ENDS.split(text) if re.search(r"\w", one))


def lix(text: str) -> float:
    """LIX as Björnsson has it: words per sentence, and how many of 100 words have more than six letters.

    Up to 24 is very easy, 25 to 34 easy, 35 to 44 medium, 45 to 54 hard, and 55 or more very hard. It points at hard
    texts and proves nothing of easy ones. A text without words has 0.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    n_long = sum(len(word) > _LONG for word in words)
    return len(words) / max(len(sentences(text)), 1) + 100 * n_long / len(words)


def hardest(text: str, *, n: int = 3, above: float = MostLix.CITIZEN) -> tuple[tuple[str, float], ...]:
    """The sentences that are hardest by themselves, each with its LIX; only those above what the text may have.

    Of two or three words LIX says nothing, so these are left out.
    """
    whole = (one for one in dict.fromkeys(sentences(text)) if len(_WORD.findall(one)) >= _FEWEST_WORDS)
    found = sorted(((one, lix(one)) for one in whole), key=lambda one: -one[1])
    return tuple((sentence, value) for sentence, value in found if value > above)[:n]
