"""An estimate that is erased -> the letters that told of it, without their words. That they were sent stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.retention import latest_start
from lighed.transparency.letters import ABOUT_ESTIMATE
from lighed.web.actions.auditing import about, record
from lighed.web.delivery import installed_delivery
from lighed.web.models import Letter, LetterState, Person


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


def forget_letters_of(person: Person) -> None:
    """Take away what is still in the delivery of the person's letters, once the transaction ends."""
    _forget(Letter.objects.filter(person=person))


def _empty(letters: QuerySet[Letter]) -> int:
    letters = letters.filter(kind__in=[kind.value for kind in ABOUT_ESTIMATE], is_erased=False)
    _forget(letters)
    letters.exclude(state=LetterState.SENT).update(state=LetterState.NOT_SENT)
    return letters.update(body="", is_erased=True)


def _forget(letters: QuerySet[Letter]) -> None:
    delivery = installed_delivery()
    keys = list(letters.values_list("key", flat=True))
    if delivery is not None and keys:
        transaction.on_commit(partial(delivery.forget, keys))
