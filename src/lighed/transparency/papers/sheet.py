"""A paper's content and a language -> the words of its sheet, from which Word and PDF are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lighed.governance import Text
from lighed.transparency.papers.compose import Content


@dataclass(frozen=True, slots=True)
class CardText:
    asks: str
    told: tuple[str, ...]
    own: tuple[str, ...]
    """Paragraphs that the municipality wrote itself; what is lacking is said here too."""


@dataclass(frozen=True, slots=True)
class ChapterText:
    title: str
    cards: tuple[CardText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper in one language. `facts` are the lines on top: what it rests on, who signed, and which hash."""

    title: str
    organisation: str
    language: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    own_heading: str
    chapters: tuple[ChapterText, ...]


_OWN = Text(da="Kommunens eget svar", en="The municipality’s own answer")
_LACKING = Text(da="Kommunen har ikke svaret endnu.", en="The municipality has not answered yet.")
_DEMO = Text(da="Demonstration. Alle oplysninger er opdigtede.", en="Demonstration. All information is made up.")
_RESTS_ON = Text(da="Hviler på", en="Rests on")
_HASH = Text(da="Opsætningens SHA-256", en="SHA-256 of the configuration")


def sheet_of(
    content: Content, *, language: str, organisation: str, facts: Iterable[tuple[Text, str]], is_demo: bool
) -> Sheet:
    """The sheet.

    Parameters
    ----------
    facts : what stands on top beside the law and the hash, such as who signed
    """
    top = [(label.in_(language), value) for label, value in facts]
    return Sheet(
        title=content.name.in_(language),
        organisation=organisation,
        language=language,
        notice=_DEMO.in_(language) if is_demo else "",
        facts=(
            (_RESTS_ON.in_(language), content.rests_on.in_(language)),
            *top,
            (_HASH.in_(language), content.record_sha256),
        ),
        own_heading=_OWN.in_(language),
        chapters=tuple(
            ChapterText(
                chapter.title.in_(language),
                tuple(
                    CardText(
                        asks=card.asks.in_(language),
                        told=tuple(said.text.in_(language) for said in card.told),
                        own=_paragraphs(card.own) or ((_LACKING.in_(language),) if card.is_own else ()),
                    )
                    for card in chapter.cards
                ),
            )
            for chapter in content.chapters
        ),
    )


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
