"""A kind of letter and its values -> the letter of one person, kept as it was made, and sent where something sends.

A letter is made in the transaction of what it tells of, and leaves afterwards: the worker takes what waits. What could
not be handed over is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, Duty, Refused, Text, complaint_guidance
from lighed.transparency.letters import LetterKind, Outgoing, Words, check_values, filled
from lighed.web import queries
from lighed.web.actions.auditing import about, record
from lighed.web.actions.rights import locked, record_information
from lighed.web.delivery import DeliveryFailed, installed_delivery, letter_as_pdf
from lighed.web.models import Channel, Letter, LetterState, Municipality, Person

BY_HAND = (Channel.LETTER, Channel.DIGITAL_POST, Channel.MEETING)
"""The ways in which staff can send a letter themselves."""
_TO_SEND = (LetterState.WAITING, LetterState.FAILED)
_MOST_TRIES = 5
"""So often the worker tries by itself; after that once a night."""


class LetterRefused(Refused):
    """What cannot be done with a letter, and why."""


@transaction.atomic
def send_letter(person: Person, *, kind: LetterKind, values: Mapping[str, str], audit: AuditEvent) -> Letter:
    """Make a letter to the person in the words in force. It is sent once what it tells of stands.

    `values` are those of `given_for(kind)`, by their codes, in the person's language (`queries.language_of`);
    everything else is filled from the municipality's settings and the law in force. Complaint guidance at the end of an
    answer is left out: every letter has its own.

    Raises
    ------
    TemplateRefused
        If a value is missing, or there is no place for one.
    """
    check_values(kind, values)
    # As the person is, not as somebody may see them who may not see their name.
    person = locked(person)
    office, language = person.municipality, queries.language_of(person)
    template = queries.template_in_force(office.code, kind)
    known = queries.values_in_force(office, kind=kind, language=language, today=timezone.localdate(audit.at))
    given = {code: _without_guidance(value, office) if code == "answer" else value for code, value in values.items()}
    words = filled(template.in_(language), {**known, "name": person.shown_name, **given}, kind=kind, language=language)
    letter = Letter.objects.create(
        municipality=office,
        person=person,
        kind=kind.value,
        language=language,
        title=words.title,
        body=words.body,
        template_version=template.version,
        made_at=audit.at,
        made_by=audit.actor,
        state=LetterState.NOT_SENT if installed_delivery() is None else LetterState.WAITING,
    )
    record(audit=_of(letter, audit, "letter made"))
    return letter


def deliver_waiting(
    municipality: str, *, at_most: int | None = None, try_again: bool = False, audit: AuditEvent
) -> int:
    """Hand over what waits, the oldest first, each letter in a transaction of its own. How many left.

    With `try_again` also what has been tried too often, which the worker lets be.
    """
    if installed_delivery() is None:
        return 0
    waiting = Letter.objects.filter(municipality=municipality, state__in=_TO_SEND, is_erased=False)
    if not try_again:
        waiting = waiting.filter(n_tries__lt=_MOST_TRIES)
    keys = waiting.order_by("made_at").values_list("key", flat=True)
    return sum(_deliver(key, audit=audit) for key in list(keys if at_most is None else keys[:at_most]))


@transaction.atomic
def _deliver(key: UUID, *, audit: AuditEvent) -> bool:
    delivery, found = installed_delivery(), Letter.objects.filter(pk=key).select_related("person").first()
    if delivery is None or found is None:
        return False
    locked(found.person)
    letter = Letter.objects.select_for_update().select_related("person", "municipality").get(pk=key)
    if letter.state not in _TO_SEND or letter.is_erased:
        return False
    letter.n_tries += 1
    try:
        letter.receipt = delivery.deliver(outgoing(letter))
    except DeliveryFailed as failed:
        letter.state = LetterState.FAILED
        letter.save()
        record(audit=replace(_of(letter, audit, "letter not sent"), reason=str(failed)))
        return False
    _sent(letter, channel=Channel.DIGITAL_POST, audit=audit)
    return True


@transaction.atomic
def send_by_hand(letter: Letter, *, channel: Channel, audit: AuditEvent) -> None:
    """Write down that somebody here has given or sent the letter to the person.

    Raises
    ------
    LetterRefused
        If it has left already, its words are gone, or that is no way to send a letter.
    """
    locked(letter.person)
    held = Letter.objects.select_for_update().select_related("person", "municipality").get(pk=letter.pk)
    if held.state == LetterState.SENT:
        raise LetterRefused(Text(da="Brevet er allerede sendt.", en="The letter has been sent already."))
    if held.is_erased:
        raise LetterRefused(Text(da="Skønnet i brevet er slettet.", en="The estimate in the letter has been erased."))
    if channel not in BY_HAND:
        raise LetterRefused(Text(da="Vælg, hvordan brevet er sendt.", en="Choose how the letter was sent."))
    _sent(held, channel=channel, audit=audit)


def outgoing(letter: Letter) -> Outgoing:
    """The letter as it leaves, with its PDF."""
    office = letter.municipality
    return Outgoing(
        key=letter.key,
        municipality=office.code,
        organisation=str(office),
        recipient_id=letter.person.person_id,
        recipient_name=letter.person.shown_name,
        title=letter.title,
        language=letter.language,
        made_at=letter.made_at,
        pdf=letter_as_pdf(
            Words(letter.title, letter.body),
            language=letter.language,
            organisation=str(office),
            phone=office.phone,
            made_at=letter.made_at,
        ),
    )


def deliver_letters(*, at_most: int, audit: AuditEvent) -> int:
    """Hand over what waits anywhere, at most so many in each municipality. How many left."""
    codes = Municipality.objects.order_by("code").values_list("code", flat=True)
    return sum(deliver_waiting(code, at_most=at_most, audit=replace(audit, municipality=code)) for code in codes)


def _sent(letter: Letter, *, channel: Channel, audit: AuditEvent) -> None:
    letter.state, letter.channel = LetterState.SENT, channel
    letter.sent_at, letter.sent_by = audit.at, audit.actor
    letter.save()
    if letter.kind == LetterKind.FIRST_INFORMATION:
        version = f"{letter.template_version} ({letter.language})"
        on = timezone.localdate(audit.at)
        record_information(letter.person, channel=channel, text_version=version, given_on=on, audit=audit)
    record(audit=_of(letter, audit, "letter sent"))


def _without_guidance(answer: str, office: Municipality) -> str:
    guidance = complaint_guidance(municipality=str(office), phone=office.phone)
    for words in (guidance.da, guidance.en):
        answer = answer.replace(words, "")
    return answer.strip()


def _of(letter: Letter, audit: AuditEvent, criterion: str) -> AuditEvent:
    event = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion=f"{criterion}: {letter.kind}")
    return about(event, municipality=letter.municipality_id, subject=str(letter.person_id))
