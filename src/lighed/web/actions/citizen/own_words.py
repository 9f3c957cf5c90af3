"""What a person wants and needs, in their own words -> on record beside what they said before, and a task for whoever
plans with them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from lighed.governance import AuditEvent, Refused, Text
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import add_task
from lighed.web.models import ContactCourse, Person, PersonWords, Task


class WordsRefused(Refused):
    """There is nothing in what was written."""


def check_own_words(*, answers: Mapping[str, str], words: str, wants_help_with: str) -> None:
    """Refuse words without any. Whatever is in them is the person's own affair.

    Raises
    ------
    WordsRefused
    """
    if not any(one.strip() for one in (*answers.values(), words, wants_help_with)):
        raise WordsRefused(Text(da="Skriv noget, før du gemmer.", en="Write something before you save."))


@transaction.atomic
def keep_own_words(
    course: ContactCourse,
    *,
    answers: Mapping[str, str],
    words: str,
    wants_help_with: str,
    is_from_person: bool,
    audit: AuditEvent,
) -> PersonWords:
    """Write down what the person wrote, or said to a member of staff. What stood before stays; the newest counts.

    Saved twice without a change, it is one row. Whoever plans with the person is told of what the person wrote.

    Raises
    ------
    WordsRefused
        If there is nothing to write down.
    """
    check_own_words(answers=answers, words=words, wants_help_with=wants_help_with)
    # Two windows of one page wait for each other, so that the same words are not two rows.
    Person.objects.select_for_update().get(key=course.person_id)
    said = {
        "answers": {key: answer.strip() for key, answer in answers.items() if answer.strip()},
        "words": words.strip(),
        "wants_help_with": wants_help_with.strip(),
        "is_from_person": is_from_person,
    }
    before = queries.words_counting(course)
    if before is not None and said == {field: getattr(before, field) for field in said}:
        kept = before
    else:
        kept = PersonWords.objects.create(
            municipality_id=course.municipality_id,
            course=course,
            recorded_by=audit.actor,
            recorded_at=audit.at,
            **said,
        )
        if is_from_person:
            add_task(course, Task.Kind.OWN_WORDS, at=audit.at)
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
    return kept
