"""A municipality's own words for a letter -> saved when nothing is missing, used when another person has read them."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import transaction
from django.db.models import Max, QuerySet

from lighed.governance import AuditEvent, NotAllowed, Text
from lighed.governance.two_people import check_other_person
from lighed.transparency.letters import (
    LetterKind,
    Outgoing,
    Template,
    check_approval,
    check_saving,
    examples_of,
    filled,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.delivery import DeliveryFailed, installed_delivery, letter_as_pdf
from lighed.web.models import LetterTemplate, Municipality, User

_CHANGED = Text(
    da="Teksten er ændret, siden du åbnede siden. Læs den igen, og skriv dine ændringer ind på ny.",
    en="The words have been changed since you opened the page. Read them again, and make your changes anew.",
)
_NO_DELIVERY = Text(
    da="Der er ikke sat noget op, som kan sende breve. Se i stedet brevet som PDF.",
    en="There is nothing set up that sends letters. Look at the letter as a PDF instead.",
)


@transaction.atomic
def save_letter_template(template: Template, *, seen: str, by: User, audit: AuditEvent) -> LetterTemplate:
    """Keep the words as a draft: the one that is there is written over, and what has been approved never is.

    Parameters
    ----------
    seen : `queries.LetterPage.seen` of the page that was edited

    Raises
    ------
    TemplateRefused
        If a mandatory part is missing, a placeholder is unknown, or the two languages leave different things open.
    NotAllowed
        If somebody else has saved since.
    """
    check_saving(template)
    mine = _mine(by.municipality_id, template.kind)
    _check_seen(by.municipality_id, template.kind, seen)
    draft = mine.filter(approved_at=None).first()
    if draft is None:
        number = (mine.aggregate(most=Max("number"))["most"] or 0) + 1
        draft = LetterTemplate(municipality_id=by.municipality_id, kind=template.kind.value, number=number)
    draft.title_da, draft.body_da = template.da.title, template.da.body
    draft.title_en, draft.body_en = template.en.title, template.en.body
    draft.written_by, draft.written_by_name, draft.written_at = by.username, by.name, audit.at
    draft.save()
    record(audit=_of(template.kind, "saved", by, audit))
    return draft


@transaction.atomic
def approve_letter_template(kind: LetterKind, *, seen: str, by: User, audit: AuditEvent) -> LetterTemplate:
    """Use the draft from now on, as somebody else than who wrote it. Letters that were sent stay as they are.

    Raises
    ------
    NotAllowed
        If there is no draft, it was changed since it was read, or `by` wrote it.
    TemplateRefused
        If it is too hard to read, begins with the law, or lacks something.
    """
    draft = _mine(by.municipality_id, kind).filter(approved_at=None).first()
    if draft is None:
        raise NotAllowed(Text(da="Der er ikke et udkast.", en="There is no draft."))
    _check_seen(by.municipality_id, kind, seen)
    check_other_person(draft.written_by, by.username)
    check_approval(queries.as_words(draft))
    draft.approved_by, draft.approved_by_name, draft.approved_at = by.username, by.name, audit.at
    draft.save()
    record(audit=_of(kind, f"approved, version {draft.number}", by, audit))
    return draft


def try_letter(template: Template, *, language: str, by: User, audit: AuditEvent) -> str:
    """Send a letter with the examples in it to the folder for tests, marked as one. What it is called there.

    Raises
    ------
    NotAllowed
        If there is nothing that sends, or it does not work now.
    """
    delivery, office = installed_delivery(), by.municipality
    if delivery is None:
        raise NotAllowed(_NO_DELIVERY)
    words = filled(
        template.in_(language),
        examples_of(template.kind, language) | _of_office(office, template.kind, language, audit),
        kind=template.kind,
        language=language,
    )
    letter = Outgoing(
        key=uuid.uuid4(),
        municipality=office.code,
        organisation=str(office),
        recipient_id="TEST",
        recipient_name="TEST",
        title=words.title,
        language=language,
        made_at=audit.at,
        pdf=letter_as_pdf(
            words, language=language, organisation=str(office), phone=office.phone, made_at=audit.at, is_test=True
        ),
        is_test=True,
    )
    try:
        receipt = delivery.deliver(letter)
    except DeliveryFailed as failed:
        raise NotAllowed(
            Text(da=f"Brevet kunne ikke sendes: {failed}", en=f"The letter could not be sent: {failed}")
        ) from failed
    record(audit=_of(template.kind, "test sent", by, audit))
    return receipt


def _of_office(office: Municipality, kind: LetterKind, language: str, audit: AuditEvent) -> dict[str, str]:
    return queries.values_in_force(office, kind=kind, language=language, today=audit.at.date())


def _mine(municipality: str, kind: LetterKind) -> QuerySet[LetterTemplate]:
    return LetterTemplate.objects.select_for_update().filter(municipality=municipality, kind=kind.value)


def _check_seen(municipality: str, kind: LetterKind, seen: str) -> None:
    if seen != queries.letter_page(municipality, kind).seen:
        raise NotAllowed(_CHANGED)


def _of(kind: LetterKind, what: str, by: User, audit: AuditEvent) -> AuditEvent:
    return about(replace(audit, criterion=f"letter template {kind.value}: {what}"), municipality=by.municipality_id)
