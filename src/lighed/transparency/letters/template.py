"""A template's words and the values of its placeholders -> a letter's title and blocks, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from lighed.governance import Refused, Text
from lighed.transparency.letters.kinds import LetterKind, given_for, placeholders_of

LANGUAGES = ("da", "en")
LONGEST_TITLE = 120
LONGEST_BODY = 12_000
_OPEN = re.compile(r"\{([^{}\n]*)\}")
_HEADING = "# "


class TemplateRefused(Refused):
    """A template, or the values for one, from which no letter can be made. `field` is where."""

    def __init__(self, text: Text, *, field: str = "") -> None:
        self.field = field
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Words:
    """A title and a body in one language.

    In the body an empty line ends a paragraph, a line that begins with ``# `` is a heading, and words in braces are
    placeholders. Nothing else has a meaning of its own.
    """

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """The words of one kind of letter. `version` is what the record says that people were sent."""

    kind: LetterKind
    version: str
    da: Words
    en: Words

    def in_(self, language: str) -> Words:
        """The words in `language`: Danish for ``"da"`` and its variants, else English."""
        return self.da if language.startswith("da") else self.en


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of a letter."""

    text: str
    is_heading: bool = False


@cache
def shipped_template(kind: LetterKind) -> Template:
    """The template that applies until a municipality has approved one of its own."""
    folder = files(__package__) / "shipped"
    da, en = (_read(folder.joinpath(f"{kind.value}.{language}.txt").read_text("utf-8")) for language in LANGUAGES)
    digest = sha256("\0".join([da.title, da.body, en.title, en.body]).encode()).hexdigest()
    # Changed words are another version by themselves.
    return Template(kind=kind, version=f"Lighed {digest[:8]}", da=da, en=en)


def _read(text: str) -> Words:
    title, _, body = text.partition("\n")
    return Words(title=title.strip(), body=body.strip())


def open_words(text: str) -> tuple[str, ...]:
    """What stands in braces, once each."""
    return tuple(dict.fromkeys(one.strip() for one in _OPEN.findall(text)))


def unknown_placeholders(words: Words, *, kind: LetterKind, language: str) -> tuple[str, ...]:
    """What stands in braces and cannot be filled, once each, as it was written."""
    known = {one.word.in_(language) for one in placeholders_of(kind)}
    return tuple(one for one in open_words(f"{words.title}\n{words.body}") if one not in known)


def check_values(kind: LetterKind, values: Mapping[str, str]) -> None:
    """Refuse to make a letter without a value that its kind needs, or with one that it has no place for.

    Raises
    ------
    TemplateRefused
    """
    needed = {one.code for one in given_for(kind)}
    missing, spare = needed - set(values), set(values) - needed
    if missing or spare:
        lacks, has = ", ".join(sorted(missing)) or "–", ", ".join(sorted(spare)) or "–"
        raise TemplateRefused(
            Text(
                da=f"Brevet kan ikke laves. Der mangler: {lacks}. Der er for meget: {has}.",
                en=f"The letter cannot be made. Missing: {lacks}. Too many: {has}.",
            )
        )


def filled(words: Words, values: Mapping[str, str], *, kind: LetterKind, language: str) -> Words:
    """The words with every placeholder filled. What fills one is text, and never a heading or a placeholder again.

    Raises
    ------
    TemplateRefused
        If there is something in braces that cannot be filled.
    """
    if unknown := unknown_placeholders(words, kind=kind, language=language):
        raise TemplateRefused(unknown_text(unknown), field="body")
    code_of = {one.word.in_(language): one.code for one in placeholders_of(kind)}

    def fill(found: re.Match[str]) -> str:
        value = values[code_of[found[1].strip()]].strip()
        # A line of a value that looks like a heading stays a line.
        return re.sub(r"(?m)^#", "\u200b#", value)

    return Words(title=" ".join(_OPEN.sub(fill, words.title).split()), body=_OPEN.sub(fill, words.body).strip())


def unknown_text(unknown: tuple[str, ...]) -> Text:
    """What an author is told of placeholders that nobody knows."""
    names = ", ".join("{" + one + "}" for one in unknown)
    return Text(
        da=f"Pladsholderen kendes ikke: {names}. Brug dem, der står på listen.",
        en=f"Nobody knows this placeholder: {names}. Use those on the list.",
    )


def blocks_of(body: str) -> tuple[Block, ...]:
    """The headings and paragraphs of a body."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def end_paragraph() -> None:
        if paragraph:
            blocks.append(Block(" ".join(paragraph)))
            paragraph.clear()

    for line in body.splitlines():
        if line.startswith(_HEADING):
            end_paragraph()
            blocks.append(Block(line.removeprefix(_HEADING).strip(), is_heading=True))
        elif not line.strip():
            end_paragraph()
        else:
            paragraph.append(line.strip())
    end_paragraph()
    return tuple(blocks)
