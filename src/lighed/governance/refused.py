"""A rule that is about to be broken -> an error that tells the reader why, in both languages."""

from __future__ import annotations

from lighed.governance.text import Text


class Refused(Exception):
    """What a rule of the house forbids; nothing was done. `text` is what the reader is told.

    Each rule's own error is one of these, so that whoever answers a reader need not know them all.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)
