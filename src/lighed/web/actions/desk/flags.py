"""What caseworkers find wrong or irrelevant in the data -> on record for the experts, and their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction

from lighed.governance import AuditEvent, Refused, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import add_task
from lighed.web.models import ContactCourse, DataFlag, Task, User

MOST_WORDS = 500
_SHORTEST_NAME = 3


class FlagRefused(Refused):
    """A flag, or an answer to one, that cannot be recorded; the text says why."""


def check_flag(course: ContactCourse, *, element: str, words: str, by: User) -> None:
    """Refuse a flag on what is not on the page, without words, with words that tell of whom, or given twice.

    `course` is as the one who flags may see it: of a person whose name is hidden from them nothing is compared, so that
    a name cannot be found by guessing it.

    Raises
    ------
    FlagRefused
    """
    if element not in queries.elements_of(course):
        raise FlagRefused(
            Text(
                da="Oplysningen står ikke på siden længere. Indlæs siden igen.",
                en="The information is no longer on the page. Load the page again.",
            )
        )
    _check_words(words, Text(da="Skriv kort, hvad der er galt.", en="Write briefly what is the matter."))
    if any(re.search(rf"\b{re.escape(name)}\b", words) for name in _names(course)):
        raise FlagRefused(
            Text(
                da="Skriv ikke, hvem det handler om. Eksperterne skal ikke kunne se det.",
                en="Do not write who it is about. The experts are not to see it.",
            )
        )
    if DataFlag.objects.filter(course=course, element=element, made_by=by, answered_at=None).exists():
        raise FlagRefused(
            Text(
                da="Du har allerede meldt oplysningen. Eksperterne har ikke svaret endnu.",
                en="You have flagged this already. The experts have not answered yet.",
            )
        )


def check_flag_answer(flags: Sequence[DataFlag], *, answer: str) -> None:
    """Refuse an answer to nothing, or without words.

    Raises
    ------
    FlagRefused
    """
    if not flags:
        raise FlagRefused(Text(da="Vælg mindst én melding at svare på.", en="Choose at least one flag to answer."))
    _check_words(answer, Text(da="Skriv et svar til sagsbehandleren.", en="Write an answer to the caseworker."))


@transaction.atomic
def flag_element(
    course: ContactCourse, *, element: str, kind: DataFlag.Kind, words: str, by: User, audit: AuditEvent
) -> DataFlag:
    """Write down that a caseworker finds a data element of this person wrong, or of no use to judge by.

    Raises
    ------
    FlagRefused
    """
    check_flag(course, element=element, words=words, by=by)
    flag = DataFlag.objects.create(
        municipality_id=course.municipality_id,
        course=course,
        element=element,
        kind=kind.value,
        words=words.strip(),
        made_by=by,
        made_at=audit.at,
    )
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
    return flag


@transaction.atomic
def answer_flags(flags: Sequence[DataFlag], *, answer: str, by: User, audit: AuditEvent) -> int:
    """Answer and close flags; whoever flagged is told. One that was answered meanwhile keeps its answer.

    Raises
    ------
    FlagRefused
    """
    check_flag_answer(flags, answer=answer)
    waiting = DataFlag.objects.select_for_update().filter(pk__in=[one.pk for one in flags], answered_at=None)
    answered = list(waiting.select_related("course", "made_by"))
    for flag in answered:
        flag.answer, flag.answered_by, flag.answered_at = answer.strip(), by, audit.at
        flag.save(update_fields=["answer", "answered_by", "answered_at"])
        add_task(flag.course, Task.Kind.FLAG_ANSWERED, at=audit.at, of=flag.made_by, flag=flag)
    # The expert does not know whom they answer about, and the log does not say that they did.
    record(audit=audit)
    return len(answered)


def _check_words(words: str, lacking: Text) -> None:
    if not words.strip():
        raise FlagRefused(lacking)
    if looks_like_cpr(words):
        raise FlagRefused(NO_CPR)
    if len(words) > MOST_WORDS:
        raise FlagRefused(
            Text(da=f"Skriv højst {MOST_WORDS} tegn.", en=f"Write at most {MOST_WORDS} characters."),
        )


def _names(course: ContactCourse) -> list[str]:
    return [name for name in course.person.display_name.split() if len(name) >= _SHORTEST_NAME]
