"""A kind of letter and its values -> the letter of one person, in the words in force, kept as it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, Duty
from lighed.transparency.letters import LetterKind, check_values, filled
from lighed.web import queries
from lighed.web.actions.auditing import about, record
from lighed.web.models import Letter, LetterState, Person


@transaction.atomic
def send_letter(person: Person, *, kind: LetterKind, values: Mapping[str, str], audit: AuditEvent) -> Letter:
    """Make a letter to the person in the words in force.

    `values` are those of `given_for(kind)`, by their codes, in the person's language; everything else is filled from
    the municipality's settings and the law in force.

    Raises
    ------
    TemplateRefused
        If a value is missing, or there is no place for one.
    """
    check_values(kind, values)
    language = queries.language_of(person)
    template = queries.template_in_force(person.municipality_id, kind)
    today = timezone.localdate(audit.at)
    known = queries.values_in_force(person.municipality, kind=kind, language=language, today=today)
    words = filled(template.in_(language), {**known, "name": person.shown_name, **values}, kind=kind, language=language)
    letter = Letter.objects.create(
        municipality_id=person.municipality_id,
        person=person,
        kind=kind.value,
        language=language,
        title=words.title,
        body=words.body,
        template_version=template.version,
        made_at=audit.at,
        made_by=audit.actor,
        state=LetterState.NOT_SENT,
    )
    record(audit=_of(letter, audit, "letter made"))
    return letter


def _of(letter: Letter, audit: AuditEvent, criterion: str) -> AuditEvent:
    event = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion=f"{criterion}: {letter.kind}")
    return about(event, municipality=letter.municipality_id, subject=str(letter.person_id))
