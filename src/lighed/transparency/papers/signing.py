"""A draft and who would sign it -> whether they may; the reason is what they read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lighed.governance import Text
from lighed.governance.refused import Refused
from lighed.transparency.papers.compose import Content, content_sha256
from lighed.transparency.papers.paper import PaperForm

_IS_SIGNED = Text(
    da="Papiret er underskrevet og kan ikke ændres. Begynd en ny version.",
    en="The paper is signed and cannot be changed. Begin a new version.",
)
_NO_ADVICE = Text(
    da="Databeskyttelsesrådgiveren har ikke givet sit råd. Det skal ske, før nogen skriver under.",
    en="The data protection officer has not given advice. That must happen before anybody signs.",
)
_CHANGED_SINCE = Text(
    da="Papiret er ændret, efter at databeskyttelsesrådgiveren så det. Bed om råd igen.",
    en="The paper has changed since the data protection officer saw it. Ask for advice again.",
)
_SAME_PERSON = Text(
    da="Du har selv givet rådet. En anden skal skrive under.",
    en="You gave the advice yourself. Somebody else must sign.",
)


_CHANGED_WHILE_OPEN = Text(
    da="Papiret er ændret, siden du åbnede det. Dit råd er ikke gemt. Læs papiret, som det er nu, og gem så.",
    en="The paper has changed since you opened it. Your advice is not saved. Read the paper as it is now, then save.",
)


class PaperRefused(Refused):
    """What was asked of the paper may not be done. `text` says why, in both languages."""


class PaperChanged(PaperRefused):
    """The paper reads otherwise than it did for the person who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """What the rules need to know: who advised when, the hash of what they advised on, and whether it is signed."""

    is_signed: bool = False
    advised_by: str = ""
    advised_at: datetime | None = None
    advised_sha256: str = ""

    def is_advice_on(self, content: Content) -> bool:
        """Whether the advice was given on the paper as it reads in `content`: its answers and what runs."""
        return self.advised_sha256 == content_sha256(content)


def check_change(state: DraftState) -> None:
    """Refuse to change what has been signed.

    Raises
    ------
    PaperRefused
    """
    if state.is_signed:
        raise PaperRefused(_IS_SIGNED)


def check_seen(content: Content, *, seen: str) -> None:
    """Refuse advice on words that are no longer those of the paper.

    Parameters
    ----------
    seen : SHA-256 of the content that was read

    Raises
    ------
    PaperChanged
    """
    if content_sha256(content) != seen:
        raise PaperChanged(_CHANGED_WHILE_OPEN)


def is_as_seen(content: Content, *, seen: str) -> bool:
    """Whether `check_seen` lets advice on it be saved."""
    try:
        check_seen(content, seen=seen)
    except PaperChanged:
        return False
    return True


def check_signing(form: PaperForm, content: Content, state: DraftState, *, by: str) -> None:
    """Refuse a signature while something is missing, or where one person would be both who advises and who signs.

    Parameters
    ----------
    by : the user name of who would sign

    Raises
    ------
    PaperRefused
    """
    check_change(state)
    if lacking := content.lacking:
        raise PaperRefused(
            Text(
                da="Mangler svar: " + " · ".join(card.asks.da for card in lacking),
                en="Answers are missing: " + " · ".join(card.asks.en for card in lacking),
            )
        )
    if not form.is_advised:
        return
    if state.advised_at is None:
        raise PaperRefused(_NO_ADVICE)
    if not state.is_advice_on(content):
        raise PaperRefused(_CHANGED_SINCE)
    if state.advised_by == by:
        raise PaperRefused(_SAME_PERSON)


def can_be_signed(form: PaperForm, content: Content, state: DraftState, *, by: str) -> bool:
    """Whether `check_signing` lets them."""
    try:
        check_signing(form, content, state, by=by)
    except PaperRefused:
        return False
    return True
