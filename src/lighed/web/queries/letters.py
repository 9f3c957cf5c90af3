"""A municipality, a kind of letter and a person -> the words in force, what fills them, and the letters so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from lighed.governance import Role, Text, participation_in_force
from lighed.governance.retention import Kept
from lighed.transparency.letters import CHOICE, LANGUAGES, LetterKind, Template, Words, months_text, shipped_template
from lighed.web.models import (
    CourseState,
    InformationGiven,
    Letter,
    LetterState,
    LetterTemplate,
    Municipality,
    Person,
    PublicFacts,
    User,
)
from lighed.web.queries.legal_register import bases_in_force
from lighed.web.queries.oversight.retention import months_of


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


_MAIN_NUMBER = Text(da="kommunens hovednummer", en="the municipality’s main number")
_PUT_THROUGH = Text(da="ring til os, så stiller vi om", en="call us, and we put you through")


def lacking(municipality: Municipality) -> tuple[str, ...]:
    """What letters say in general words, because the municipality has not said it: ``phone``, ``adviser``."""
    facts = PublicFacts.objects.filter(municipality=municipality).first()
    said = {"phone": municipality.phone, "adviser": facts.dpo if facts else ""}
    return tuple(name for name, value in said.items() if not value)


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A kind of letter in a municipality: the words in use, a draft of others, and every version there has been."""

    kind: LetterKind
    in_force: Template
    draft: LetterTemplate | None
    versions: tuple[LetterTemplate, ...]

    @property
    def words(self) -> Template:
        """What an author goes on from."""
        return self.in_force if self.draft is None else as_words(self.draft)

    @property
    def seen(self) -> str:
        """Changes with every change of the words."""
        words, drafted = self.words, "" if self.draft is None else self.draft.written_at.isoformat()
        parts = (words.version, drafted, words.da.title, words.da.body, words.en.title, words.en.body)
        return sha256("\0".join(parts).encode()).hexdigest()[:16]


def letter_page(municipality: str, kind: LetterKind) -> LetterPage:
    """The kind of letter as the page shows it, the newest version first."""
    stored = tuple(LetterTemplate.objects.filter(municipality=municipality, kind=kind.value).order_by("-number"))
    return LetterPage(
        kind=kind,
        in_force=template_in_force(municipality, kind),
        draft=next((one for one in stored if one.approved_at is None), None),
        versions=tuple(one for one in stored if one.approved_at is not None),
    )


def letter_pages(municipality: str) -> tuple[LetterPage, ...]:
    """Every kind of letter."""
    return tuple(letter_page(municipality, kind) for kind in LetterKind)


def letters_by_state(municipality: str) -> dict[str, int]:
    """How many letters are on their way, could not be sent, or wait for somebody to send them."""
    counted = Letter.objects.filter(municipality=municipality).exclude(state=LetterState.SENT)
    return dict(counted.filter(is_erased=False).values_list("state").annotate(n=Count("key")).order_by())


def people_to_inform(municipality: str) -> QuerySet[Person]:
    """Those in contact whom nobody has told of the tool, and to whom no letter about it is under way."""
    told = InformationGiven.objects.filter(person=OuterRef("pk"))
    written = Letter.objects.filter(person=OuterRef("pk"), kind=LetterKind.FIRST_INFORMATION.value)
    here = Person.objects.filter(municipality=municipality)
    running = here.filter(courses__state__in=[CourseState.WITH_FUND, CourseState.HANDED_OVER]).distinct()
    return running.filter(~Exists(told), ~Exists(written)).order_by("key")


def as_words(stored: LetterTemplate) -> Template:
    """A stored template as the core reads it."""
    return Template(
        kind=LetterKind(stored.kind),
        version=str(stored.number),
        da=Words(stored.title_da, stored.body_da),
        en=Words(stored.title_en, stored.body_en),
    )


def language_of(person: Person) -> str:
    """What the person has chosen on their own page; else Danish, unless the case system says that they read English."""
    own = User.objects.filter(person=person, role_assignments__role=Role.CITIZEN.value, language__in=LANGUAGES)
    chosen = own.order_by("pk").values_list("language", flat=True).first()
    return chosen or ("en" if person.language.lower().startswith("en") else "da")


def values_in_force(municipality: Municipality, *, kind: LetterKind, language: str, today: date) -> dict[str, str]:
    """What the municipality's settings and the law in force fill in every letter, but for the name."""
    bases = bases_in_force(municipality.code, today=today)
    months = months_of(municipality.code)
    facts = PublicFacts.objects.filter(municipality=municipality).first()
    kept = Kept.CASE_BASE if kind is LetterKind.FORMER_COURSE else Kept.ESTIMATE
    return {
        "organisation": str(municipality),
        "phone": municipality.phone or _MAIN_NUMBER.in_(language),
        "choice": CHOICE[participation_in_force(bases)].in_(language),
        "storage": months_text(months[kept]).in_(language),
        "adviser": (facts.dpo if facts else "") or _PUT_THROUGH.in_(language),
        "rules": "; ".join(dict.fromkeys(basis.citation.in_(language) for basis in bases)) or "–",
    }
