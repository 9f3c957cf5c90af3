"""A template -> what is missing, unknown or too hard in each language, and whether it may be saved and approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lighed.governance import Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.transparency.letters.checklist import Part, mandatory_parts
from lighed.transparency.letters.kinds import LetterKind, placeholders_of
from lighed.transparency.letters.template import (
    LANGUAGES,
    LONGEST_BODY,
    LONGEST_TITLE,
    Template,
    TemplateRefused,
    Words,
    blocks_of,
    filled,
    open_words,
    unknown_placeholders,
    unknown_text,
)
from lighed.transparency.readability import LEAST_LIX, MostLix, hardest, lix

_LAW = re.compile(
    r"§|\{(?:regler|rules)\}|\bart(?:ikel|icle|\.)\s*\d|\bloven|\blov om\b|lovens?\b|bekendtgørelse|forordning|\bGDPR\b"
    r"|\bthe act\b|\bact on\b|\bregulation\b",
    re.IGNORECASE,
)
_NAMES = {"da": Text(da="dansk", en="Danish"), "en": Text(da="engelsk", en="English")}


@dataclass(frozen=True, slots=True)
class Examined:
    """A template in one language, looked at.

    Attributes
    ----------
    lix : of the letter as it is read, with the examples in the placeholders
    hardest : the sentences that are hard by themselves, each with its LIX
    parts : each mandatory part with the sentence that says it; empty where it is missing
    unknown : what stands in braces and cannot be filled
    early_law : the first reference to law in the first half of the letter; empty where there is none
    """

    language: str
    lix: float
    hardest: tuple[tuple[str, float], ...]
    parts: tuple[tuple[Part, str], ...]
    unknown: tuple[str, ...]
    early_law: str

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part, found in self.parts if not found)

    @property
    def is_too_hard(self) -> bool:
        return self.lix > MostLix.CITIZEN

    @property
    def is_talking_down(self) -> bool:
        """So easy that it may sound as if its reader were a child; a warning only."""
        return 0 < self.lix < LEAST_LIX


def examples_of(kind: LetterKind, language: str) -> dict[str, str]:
    """An example for every placeholder, for a preview."""
    return {one.code: one.example.in_(language) for one in placeholders_of(kind)}


def examine(template: Template, language: str, *, examples: Mapping[str, str] | None = None) -> Examined:
    """Look at the template in one language."""
    words, kind = template.in_(language), template.kind
    unknown = unknown_placeholders(words, kind=kind, language=language)
    known = examples_of(kind, language) | dict(examples or {})
    read = words if unknown else filled(words, known, kind=kind, language=language)
    text = plain_text(read)
    return Examined(
        language=language,
        lix=lix(text),
        hardest=hardest(text),
        parts=tuple((part, part.found_in(words, language)) for part in mandatory_parts(kind)),
        unknown=unknown,
        early_law=_early_law(words),
    )


def plain_text(words: Words) -> str:
    """A title and a body as they are read, a block a line."""
    return "\n".join([words.title, *(block.text for block in blocks_of(words.body))])


def _early_law(words: Words) -> str:
    body = " ".join(block.text for block in blocks_of(words.body))
    found = _LAW.search(body)
    return found[0] if found and found.start() < len(body) / 2 else ""


def check_saving(template: Template) -> None:
    """Refuse a template that lacks a mandatory part, or from which no letter could be made.

    Raises
    ------
    TemplateRefused
        With the field that it is about: ``title_da``, ``body_en`` and so on.
    """
    for language in LANGUAGES:
        _check_form(template.in_(language), language)
        examined = examine(template, language)
        if examined.unknown:
            raise TemplateRefused(unknown_text(examined.unknown), field=f"body_{language}")
        if examined.missing:
            da = ", ".join(part.name.da for part in examined.missing)
            en = ", ".join(part.name.en for part in examined.missing)
            raise TemplateRefused(Text(da=f"Mangler: {da}.", en=f"Missing: {en}."), field=f"body_{language}")
    _check_parity(template)


def check_approval(template: Template) -> None:
    """Refuse to use a template that may not be saved, is too hard to read, or begins with the law.

    Raises
    ------
    TemplateRefused
    """
    check_saving(template)
    for language in LANGUAGES:
        examined = examine(template, language)
        if examined.is_too_hard:
            n = round(examined.lix)
            raise TemplateRefused(
                Text(
                    da=f"LIX {n}: for svær. Et brev til en borger må højst have {MostLix.CITIZEN:d}.",
                    en=f"LIX {n}: too hard. A letter to a citizen may have {MostLix.CITIZEN:d} at most.",
                ),
                field=f"body_{language}",
            )
        if examined.early_law:
            raise TemplateRefused(
                Text(
                    da=f"Der henvises til regler i første halvdel: “{examined.early_law}”. Sæt dem til sidst.",
                    en=f"There is a reference to law in the first half: “{examined.early_law}”. Put it at the end.",
                ),
                field=f"body_{language}",
            )


def can_be_approved(template: Template) -> bool:
    """Whether `check_approval` would let it be used."""
    try:
        check_approval(template)
    except TemplateRefused:
        return False
    return True


def _check_form(words: Words, language: str) -> None:
    for field, text, longest in (("title", words.title, LONGEST_TITLE), ("body", words.body, LONGEST_BODY)):
        if not text.strip() or len(text) > longest or "\x00" in text:
            raise TemplateRefused(
                Text(da=f"Skriv 1 til {longest} tegn.", en=f"Write 1 to {longest} signs."), field=f"{field}_{language}"
            )
        if looks_like_cpr(text):
            raise TemplateRefused(NO_CPR, field=f"{field}_{language}")
    if open_words(words.title):
        # A title is read by whoever sees the screen of a phone.
        raise TemplateRefused(
            Text(
                da="Titlen må ikke have pladsholdere. Den kan læses af andre, før brevet åbnes.",
                en="The title may have no placeholders. Others can read it before the letter is opened.",
            ),
            field=f"title_{language}",
        )


def _check_parity(template: Template) -> None:
    used = {
        language: {
            one.code: one.word.in_(language)
            for one in placeholders_of(template.kind)
            if one.word.in_(language) in open_words(template.in_(language).body)
        }
        for language in LANGUAGES
    }
    for language, other in (("da", "en"), ("en", "da")):
        if lacking := [used[other][code] for code in used[other].keys() - used[language].keys()]:
            names = ", ".join("{" + word + "}" for word in sorted(lacking))
            raise TemplateRefused(
                Text(
                    da=f"Den {_NAMES[other].da}e tekst har {names}, og den {_NAMES[language].da}e har ikke. De to skal "
                    "sige det samme.",
                    en=f"The {_NAMES[other].en} text has {names}, and the {_NAMES[language].en} has not. The two must "
                    "say the same.",
                ),
                field=f"body_{language}",
            )
