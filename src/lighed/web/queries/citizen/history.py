"""A person -> what has been written about them and with them, for the paper that they can fetch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lighed.web.models import (
    Assessment,
    Exemption,
    InformationGiven,
    Letter,
    ParticipationChoice,
    Person,
    Plan,
)
from lighed.web.queries.citizen.words import ShownWords, words_shown
from lighed.web.queries.letters import letters_of


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """The oldest first. `plans` have their meetings with them."""

    information: tuple[InformationGiven, ...]
    choices: tuple[ParticipationChoice, ...]
    words: tuple[ShownWords, ...]
    assessments: tuple[Assessment, ...]
    plans: tuple[Plan, ...]
    exemptions: tuple[Exemption, ...]
    letters: tuple[Letter, ...]


def own_history(person: Person) -> OwnHistory:
    """What has been told, chosen, written, assessed, planned and sent."""
    return OwnHistory(
        information=tuple(InformationGiven.objects.filter(person=person).order_by("given_on", "pk")),
        choices=tuple(ParticipationChoice.objects.filter(person=person).order_by("made_at", "pk")),
        words=tuple(_words(person)),
        assessments=tuple(Assessment.objects.filter(course__person=person).order_by("made_at", "pk")),
        plans=tuple(Plan.objects.filter(course__person=person).prefetch_related("meetings").order_by("made_at", "pk")),
        exemptions=tuple(Exemption.objects.filter(course__person=person).order_by("made_at", "pk")),
        letters=tuple(reversed(letters_of(person))),
    )


def interpreter_of(person: Person) -> str:
    """The language in which the person needs an interpreter, as the case system has it; empty for none."""
    return person.language if person.needs_interpreter else ""


def _words(person: Person) -> Iterator[ShownWords]:
    for course in person.courses.order_by("registered_on", "course_id"):
        yield from reversed(words_shown(course))
