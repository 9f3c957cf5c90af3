"""A member of staff -> the letters that they may see: those to send by hand, and those of a person they work with.

Nothing here tells what a person chose or asked for to whoever has no business with it: a person's own list has letters
about the tool and the estimate only, and a letter that told of an erased estimate is on no list.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from lighed.governance import Right
from lighed.transparency.letters import ABOUT_ESTIMATE, ANSWERS, LetterKind
from lighed.web.models import ContactCourse, Letter, LetterState, User
from lighed.web.queries.letters import language_of
from lighed.web.queries.person.card_shown import card_shown
from lighed.web.queries.profiling import profiling_for
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of

MOST_LETTERS = 100
"""So many letters stand in the list at once, the oldest first."""
_ABOUT = frozenset(kind.value for kind in ABOUT_ESTIMATE)
_ANSWERS = frozenset(kind.value for kind in ANSWERS)
_CONTEST = (LetterKind.OBJECTION_ANSWER.value, LetterKind.REVIEW_ANSWER.value)


def letters_to_send(user: User) -> list[Letter]:
    """What nothing here sends, or could not be sent, the oldest first."""
    waiting = Letter.objects.filter(
        municipality=user.municipality_id,
        state__in=[LetterState.NOT_SENT.value, LetterState.FAILED.value],
        is_erased=False,
    )
    waiting = waiting.exclude(_not_for(user))
    found = list(waiting.select_related("person").order_by("made_at", "key")[:MOST_LETTERS])
    courses = {course.person_id: course for course in _courses(user, found)}
    shown = []
    for letter in found:
        if (course := courses.get(letter.person_id)) is not None:
            letter.person = as_seen(course, user).person
            shown.append(letter)
    return shown


def letters_shown(course: ContactCourse, *, user: User, today: date) -> list[Letter]:
    """The person's letters about the tool and the estimate, the newest first."""
    letters = Letter.objects.filter(person=course.person_id, is_erased=False).exclude(kind__in=_ANSWERS)
    if not _may_see_estimate(course, user=user, today=today):
        letters = letters.exclude(kind__in=_ABOUT)
    return list(letters.order_by("-made_at", "key"))


def letter_for_staff(user: User, key: UUID, *, today: date) -> Letter | None:
    """The letter, if the user may read it: whom it is to, and the estimate that it may hold."""
    mine = Letter.objects.filter(municipality=user.municipality_id, key=key, is_erased=False)
    letter = mine.exclude(_not_for(user)).first()
    if letter is None:
        return None
    course = next(iter(_courses(user, [letter])), None)
    if course is None or as_seen(course, user).person.is_hidden:
        return None
    if letter.kind in _ABOUT and not _may_see_estimate(course, user=user, today=today):
        return None
    return letter


def explanation_values(course: ContactCourse, *, user: User, today: date) -> dict[str, str] | None:
    """What fills a letter that explains the estimate: the figures that the user sees. None where they see none."""
    card = card_shown(course, profiling=profiling_for(user, today=today), today=today).card
    if card is None:
        return None
    language = language_of(course.person)
    none = "Ingenting." if language == "da" else "Nothing."
    up, down = (
        " ".join(f"{one.effect.name.in_(language)}: {one.effect.value.in_(language)}." for one in effects) or none
        for effects in (card.up, card.down)
    )
    made = card.estimate
    return {
        "of_100": str(made.of_100),
        "rest": str(card.n_not_long),
        "low": str(made.of_100_low),
        "high": str(made.of_100_high),
        "up": up,
        "down": down,
    }


def _not_for(user: User) -> Q:
    """Answers that somebody else gave, but for whoever assigns requests; and, of one's own people, what contests.

    From an answer to an objection a caseworker would learn what the person chose, as from the request itself.
    """
    found = Q(kind__in=_ANSWERS)
    if Right.SEE_REQUESTS in user.rights:
        found &= Q(pk__in=()) if Right.ASSIGN_REQUESTS in user.rights else ~Q(made_by=user.username)
    if user.caseworker_id:
        own = ContactCourse.objects.filter(municipality=user.municipality_id, caseworker_id=user.caseworker_id)
        found |= Q(kind__in=_CONTEST, person__in=own.values("person_id"))
    return found


def _may_see_estimate(course: ContactCourse, *, user: User, today: date) -> bool:
    return card_shown(course, profiling=profiling_for(user, today=today), today=today).card is not None


def _courses(user: User, letters: list[Letter]) -> list[ContactCourse]:
    """The newest course of each of these people, for who may see them, the newest last."""
    people = {letter.person_id for letter in letters}
    courses = courses_of(user).filter(person__in=people).select_related("person", "municipality", "current_estimate")
    return list({course.person_id: course for course in courses.order_by("registered_on", "course_id")}.values())
