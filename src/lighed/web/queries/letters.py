"""A municipality, a kind of letter and a person -> the words in force, what fills them, and the letters so far."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from lighed.governance import participation_in_force
from lighed.governance.retention import Kept
from lighed.transparency.letters import CHOICE, LetterKind, Template, Words, months_text, shipped_template
from lighed.web.models import Letter, LetterTemplate, Municipality, Person
from lighed.web.queries.legal_register import bases_in_force
from lighed.web.queries.retention import months_of


def letters_of(person: Person) -> list[Letter]:
    """The person's letters, the newest first."""
    return list(Letter.objects.filter(person=person).order_by("-made_at", "key"))


def letter_of(person: Person, key: UUID) -> Letter | None:
    """The person's letter with that key."""
    return Letter.objects.filter(person=person, key=key).first()


def template_in_force(municipality: str, kind: LetterKind) -> Template:
    """The municipality's newest approved words, else those that come with the product."""
    own = LetterTemplate.objects.filter(municipality=municipality, kind=kind.value, approved_at__isnull=False)
    newest = own.order_by("-number").first()
    return shipped_template(kind) if newest is None else as_words(newest)


def as_words(stored: LetterTemplate) -> Template:
    """A stored template as the core reads it."""
    return Template(
        kind=LetterKind(stored.kind),
        version=str(stored.number),
        da=Words(stored.title_da, stored.body_da),
        en=Words(stored.title_en, stored.body_en),
    )


def language_of(person: Person) -> str:
    """Danish, unless the case system says that the person reads English."""
    return "en" if person.language.lower().startswith("en") else "da"


def values_in_force(municipality: Municipality, *, kind: LetterKind, language: str, today: date) -> dict[str, str]:
    """What the municipality's settings and the law in force fill in every letter, but for the name."""
    bases = bases_in_force(municipality.code, today=today)
    months = months_of(municipality.code)
    kept = Kept.CASE_BASE if kind is LetterKind.FORMER_COURSE else Kept.ESTIMATE
    return {
        "organisation": str(municipality),
        "phone": municipality.phone or str(municipality),
        "choice": CHOICE[participation_in_force(bases)].in_(language),
        "storage": months_text(months[kept]).in_(language),
        "adviser": municipality.phone or str(municipality),
        "rules": "; ".join(dict.fromkeys(basis.citation.in_(language) for basis in bases)) or "–",
    }
