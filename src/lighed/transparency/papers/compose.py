"""A paper's questions, a record and what was answered by hand -> the paper as it reads; and what two differ in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lighed.governance import Text
from lighed.transparency.papers.paper import PaperForm
from lighed.transparency.record import NotStated, Record
from lighed.transparency.record_data import hash_of


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or fact of the record in a card; `is_stated` tells a fact from the reason why there is none."""

    text: Text
    is_stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A question with what the record says to it, and what the municipality has written itself."""

    code: str
    asks: Text
    told: tuple[Said, ...]
    own: str
    is_own: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer that only the municipality has."""
        return self.is_own and not self.own


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Text
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A paper as it reads. `record_sha256` is of the configuration that it tells of."""

    name: Text
    rests_on: Text
    record_sha256: str
    chapters: tuple[Chapter, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for chapter in self.chapters for card in chapter.cards)

    @property
    def lacking(self) -> tuple[Card, ...]:
        """The questions that wait for the municipality's own answer."""
        return tuple(card for card in self.cards if card.is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A question that another version answers otherwise: what is no longer said, and what is said now."""

    code: str
    asks: Text
    gone: tuple[Text, ...]
    new: tuple[Text, ...]


def basis_hash(record: Record) -> str:
    """The hash of what a paper tells of. The assessments on file are left out: to sign one would change them."""
    return hash_of(replace(record, assessments=()))


def compose(form: PaperForm, record: Record, answers: Mapping[str, str]) -> Content:
    """The paper as it reads now.

    Parameters
    ----------
    answers : by a question's code, what the municipality has written itself
    """
    return Content(
        name=form.name,
        rests_on=form.rests_on,
        record_sha256=basis_hash(record),
        chapters=tuple(
            Chapter(
                part.title,
                tuple(
                    Card(
                        code=ask.code,
                        asks=ask.says,
                        told=tuple(_said(one) for one in ask.told(record)),
                        own=answers.get(ask.code, ""),
                        is_own=ask.is_own,
                    )
                    for ask in part.asks
                ),
            )
            for part in form.parts
        ),
    )


def differences(before: Content, now: Content) -> tuple[Difference, ...]:
    """What `now` answers otherwise than `before`, question by question, in the order in which they are asked."""
    return tuple(_differences(before, now))


def _differences(before: Content, now: Content) -> Iterator[Difference]:
    earlier, later = ({card.code: card for card in one.cards} for one in (before, now))
    for code in (*later, *(code for code in earlier if code not in later)):
        was, becomes = _texts(earlier.get(code)), _texts(later.get(code))
        if was != becomes:
            card = later.get(code) or earlier[code]
            yield Difference(
                code=code,
                asks=card.asks,
                gone=tuple(text for text in was if text not in becomes),
                new=tuple(text for text in becomes if text not in was),
            )


def _texts(card: Card | None) -> tuple[Text, ...]:
    if card is None:
        return ()
    return (*(said.text for said in card.told), *((Text(card.own, card.own),) if card.own else ()))


def _said(one: Text | NotStated) -> Said:
    return Said(one.text, is_stated=False) if isinstance(one, NotStated) else Said(one)


def content_to_data(content: Content) -> dict[str, Any]:
    """Plain data for JSON; `content_from_data` reads it back."""
    return {
        "name": _both(content.name),
        "rests_on": _both(content.rests_on),
        "record_sha256": content.record_sha256,
        "chapters": [
            {
                "title": _both(chapter.title),
                "cards": [
                    {
                        "code": card.code,
                        "asks": _both(card.asks),
                        "told": [{**_both(said.text), "is_stated": said.is_stated} for said in card.told],
                        "own": card.own,
                        "is_own": card.is_own,
                    }
                    for card in chapter.cards
                ],
            }
            for chapter in content.chapters
        ],
    }


def content_from_data(data: Mapping[str, Any]) -> Content:
    return Content(
        name=_text(data["name"]),
        rests_on=_text(data["rests_on"]),
        record_sha256=data["record_sha256"],
        chapters=tuple(
            Chapter(
                _text(chapter["title"]),
                tuple(
                    Card(
                        code=card["code"],
                        asks=_text(card["asks"]),
                        told=tuple(Said(_text(said), is_stated=said["is_stated"]) for said in card["told"]),
                        own=card["own"],
                        is_own=card["is_own"],
                    )
                    for card in chapter["cards"]
                ),
            )
            for chapter in data["chapters"]
        ),
    )


def content_sha256(content: Content) -> str:
    """Of the paper as data: the same words, the same hash on every machine."""
    written = json.dumps(content_to_data(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _both(text: Text) -> dict[str, str]:
    return {"da": text.da, "en": text.en}


def _text(data: Mapping[str, Any]) -> Text:
    return Text(da=data["da"], en=data["en"])
