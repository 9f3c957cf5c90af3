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

from lighed.governance import AuditEvent, AuditKind, Duty, Text, complaint_guidance
from lighed.transparency.letters import LetterKind, Outgoing, Words, check_values, filled
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.rights import locked, record_information
from lighed.web.actions.letters.checks import (
    GONE,
    LetterRefused,
    check_first_information,
    is_about_nothing,
    kinds_held,
    why_it_waits,
)
from lighed.web.actions.letters.emptied import empty_letter
from lighed.web.delivery import DeliveryFailed, installed_delivery, letter_as_pdf
from lighed.web.models import Channel, Letter, LetterState, Municipality, Person, User

BY_HAND = (Channel.LETTER, Channel.DIGITAL_POST, Channel.MEETING)
"""The ways in which staff can send a letter themselves."""
_TO_SEND = (LetterState.WAITING, LetterState.FAILED)
_MOST_TRIES = 5
"""So often the worker tries by itself; after that once a night."""


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
    LetterRefused
        If the letter tells of the tool, and no law is in force or such a letter waits already.
    """
    check_values(kind, values)
    # As the person is, not as somebody may see them who may not see their name.
    person = locked(person)
    if kind is LetterKind.FIRST_INFORMATION:
        check_first_information(person, today=timezone.localdate(audit.at))
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


@transaction.atomic
def send_explanation(person: Person, *, course: UUID, by: User, audit: AuditEvent) -> Letter:
    """Explain the estimate of the course in a letter, with the figures that somebody sees of it.

    They are read while nobody can make the estimate anew, so that the letter never tells of another one.

    Raises
    ------
    LetterRefused
        If there is no estimate that they see.
    """
    locked(person)
    found = queries.course_of(by, course)
    today = timezone.localdate(audit.at)
    values = None if found is None else queries.explanation_values(found, user=by, today=today)
    if values is None:
        raise LetterRefused(
            Text(
                da="Forklaringen kan laves, når du kan se et skøn, der gælder.",
                en="The explanation can be made once you can see an estimate that applies.",
            )
        )
    return send_letter(person, kind=LetterKind.EXPLANATION, values=values, audit=audit)


def deliver_waiting(
    municipality: str, *, at_most: int | None = None, try_again: bool = False, audit: AuditEvent
) -> int:
    """Hand over what waits, the oldest first, each letter in a transaction of its own. How many left.

    With `try_again` also what has been tried too often, which the worker lets be. What the law holds back stays as it
    is, and does not count as one of `at_most`.
    """
    if installed_delivery() is None:
        return 0
    waiting = Letter.objects.filter(municipality=municipality, state__in=_TO_SEND, is_erased=False)
    if not try_again:
        waiting = waiting.filter(n_tries__lt=_MOST_TRIES)
    waiting = waiting.exclude(kind__in=kinds_held(municipality, today=timezone.localdate(audit.at)))
    n_tried = n_left = 0
    for key in list(waiting.order_by("made_at").values_list("key", flat=True)):
        if n_tried == at_most:
            break
        has_left = _deliver(key, audit=audit)
        n_tried += has_left is not None
        n_left += has_left is True
    return n_left


@transaction.atomic
def _deliver(key: UUID, *, audit: AuditEvent) -> bool | None:
    """Whether it left; None where it was not tried, because it may not leave."""
    delivery, found = installed_delivery(), Letter.objects.filter(pk=key).select_related("person").first()
    if delivery is None or found is None:
        return None
    locked(found.person)
    letter = Letter.objects.select_for_update().select_related("person", "municipality").get(pk=key)
    if letter.state not in _TO_SEND or letter.is_erased:
        return None
    if is_about_nothing(letter):
        empty_letter(letter)
        record(audit=_of(letter, audit, "letter emptied"))
        return None
    if why_it_waits(letter, today=timezone.localdate(audit.at)) is not None:
        return None
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


def send_by_hand(letter: Letter, *, channel: Channel, audit: AuditEvent) -> None:
    """Write down that somebody here has given or sent the letter to the person.

    Raises
    ------
    LetterRefused
        If it has left already, its words are gone, the law holds it back, or that is no way to send a letter. Words
        about an estimate that is gone are taken away then.
    """
    with transaction.atomic():
        locked(letter.person)
        held = Letter.objects.select_for_update().select_related("person", "municipality").get(pk=letter.pk)
        refused = _why_not_by_hand(held, channel, audit=audit)
        if refused is None:
            _sent(held, channel=channel, audit=audit)
        elif not held.is_erased and held.state != LetterState.SENT and is_about_nothing(held):
            empty_letter(held)
            record(audit=_of(held, audit, "letter emptied"))
    if refused is not None:
        raise LetterRefused(refused)


def _why_not_by_hand(letter: Letter, channel: Channel, *, audit: AuditEvent) -> Text | None:
    if letter.state == LetterState.SENT:
        return Text(da="Brevet er allerede sendt.", en="The letter has been sent already.")
    if letter.is_erased or is_about_nothing(letter):
        return GONE
    if channel not in BY_HAND:
        return Text(da="Vælg, hvordan brevet er sendt.", en="Choose how the letter was sent.")
    return why_it_waits(letter, today=timezone.localdate(audit.at))


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
