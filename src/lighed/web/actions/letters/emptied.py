"""An estimate that is erased -> the letters that told of it, without their words. That they were sent stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.retention import latest_start
from lighed.transparency.letters import ABOUT_ESTIMATE
from lighed.web import row_security
from lighed.web.actions.audit.chain import about, record
from lighed.web.delivery import installed_delivery
from lighed.web.models import ContactCourse, Letter, LetterState, Person


def empty_letters_about_estimates(people: Sequence[Person]) -> int:
    """Take the words out of these people's letters about estimates. Call it in a transaction, and record it there."""
    return _empty(Letter.objects.filter(person__in=people))


@transaction.atomic
def empty_old_letters(municipality: str, *, months: int, audit: AuditEvent) -> int:
    """Take the words out of letters about estimates that are older than estimates may become."""
    latest = latest_start(timezone.localdate(audit.at), months=months)
    n = _empty(Letter.objects.filter(municipality=municipality, made_at__date__lte=latest))
    if n:
        record(audit=about(replace(audit, criterion="letters about estimates"), municipality=municipality))
    return n


def empty_letters_about(course: ContactCourse) -> int:
    """Take the words out of the letters about estimates that were made in the time of one course.

    Rather one too many: on the day of the next registration a letter may be about either. Call it in a transaction.
    """
    mine = ContactCourse.objects.filter(person=course.person_id)
    letters = Letter.objects.filter(person=course.person_id)
    order = list(mine.order_by("registered_on", "course_id").values_list("pk", "registered_on"))
    place = [pk for pk, _on in order].index(course.pk)
    if place > 0:
        letters = letters.filter(made_at__date__gte=course.registered_on)
    if place + 1 < len(order):
        letters = letters.filter(made_at__date__lte=order[place + 1][1])
    return _empty(letters)


def empty_waiting_letters(person: Person) -> int:
    """Take the words out of letters about an estimate that has been made anew before they left."""
    return _empty(Letter.objects.filter(person=person).exclude(state=LetterState.SENT))


def empty_letter(letter: Letter) -> None:
    """Take the words out of one letter about an estimate that is gone."""
    _empty(Letter.objects.filter(pk=letter.pk))


@transaction.atomic
def sweep_letters(*, audit: AuditEvent) -> tuple[int, int]:
    """Take away what still lies in the delivery of letters that are not here, or have no words any longer.

    Returns how many letters that was of, and of how many something lies there all the same.
    """
    delivery = installed_delivery()
    if delivery is None:
        return 0, 0
    # What lies there first: a letter is kept before it is handed over, so none is mistaken for one that is gone.
    lying = delivery.left()
    with row_security.municipality_in_view(row_security.EVERY):
        living = set(Letter.objects.filter(pk__in=lying, is_erased=False).values_list("key", flat=True))
    gone = lying - living
    if not gone:
        return 0, 0
    delivery.forget(gone)
    n_left = len(delivery.left() & gone)
    record(audit=replace(audit, municipality=None, criterion="files of letters"))
    return len(gone) - n_left, n_left


def forget_letters_of(person: Person) -> frozenset[UUID]:
    """Take away what is still in the delivery of the person's letters, once the transaction ends. Their keys."""
    return _forget(Letter.objects.filter(person=person))


def letters_left(keys: Iterable[UUID]) -> int:
    """Of how many of these letters something still lies in the delivery, wherever that is."""
    delivery = installed_delivery()
    return 0 if delivery is None else len(delivery.left() & frozenset(keys))


def _empty(letters: QuerySet[Letter]) -> int:
    letters = letters.filter(kind__in=[kind.value for kind in ABOUT_ESTIMATE], is_erased=False)
    if not letters.exists():
        return 0
    _forget(letters)
    letters.exclude(state=LetterState.SENT).update(state=LetterState.NOT_SENT)
    return letters.update(body="", is_erased=True)


def _forget(letters: QuerySet[Letter]) -> frozenset[UUID]:
    delivery = installed_delivery()
    keys = frozenset(letters.values_list("key", flat=True))
    if delivery is not None and keys:
        transaction.on_commit(partial(delivery.forget, keys))
    return keys
