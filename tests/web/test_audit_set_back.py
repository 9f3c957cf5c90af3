"""A log that somebody sets back and writes on from there: no further entry makes it whole again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from lighed.governance import AuditKind
from lighed.governance.audit_chain import Fault
from lighed.web import actions, audit_anchors, audit_triggers, queries
from lighed.web.models import AuditChain, AuditRecord
from tests.web.factories import HERE, audit

pytestmark = pytest.mark.django_db(transaction=True)
N = 3
_IN_CHAIN = ("segment", "first", "number", "hash", "dropped_number", "dropped_hash", "mac")


def write(n: int = 1, **changes) -> None:
    for _ in range(n):
        actions.record(audit=audit(**changes))


def broken() -> tuple[int, Fault] | None:
    found = queries.verify_chain(HERE).broken
    return None if found is None else (found.number, found.fault)


class FullRights:
    """Somebody who may do everything in the database, and has neither the key nor the anchors."""

    def __enter__(self) -> FullRights:
        audit_triggers.take_down(connection)
        return self

    def __exit__(self, *_: object) -> None:
        audit_triggers.put_up(connection)

    def put_back(self, chain: AuditChain) -> None:
        AuditRecord.objects.filter(municipality=HERE, number__gt=chain.number).delete()
        AuditChain.objects.filter(pk=HERE).update(**{name: getattr(chain, name) for name in _IN_CHAIN})


@pytest.fixture
def earlier(municipalities) -> AuditChain:
    """The chain's row as it was copied, before entries that somebody wants to be rid of."""
    write(N)
    chain = AuditChain.objects.get(pk=HERE)
    write(3, kind=AuditKind.EXPORT)
    assert broken() is None
    return chain


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_a_chain_put_back_to_a_copied_state_and_written_on_stays_broken(caseworker, earlier, client):
    told = audit_anchors.read(HERE)
    with FullRights() as somebody:
        somebody.put_back(earlier)
    client.force_login(caseworker)
    for _ in range(6):
        client.get("/")
        assert broken() is not None
        assert audit_anchors.read(HERE) == told
    # The number is the anchored one's, and the entry is another.
    assert broken() == (told.number, Fault.ANCHOR)


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_a_log_begun_anew_stays_broken_when_it_is_longer_than_it_was(earlier):
    with FullRights():
        AuditRecord.objects.filter(municipality=HERE).delete()
        AuditChain.objects.filter(pk=HERE).delete()
    for _ in range(told := audit_anchors.read(HERE).number + 3):
        write()
        assert broken() is not None
    assert told > 6


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_what_was_cut_off_is_missed_although_it_is_put_back_before_anybody_looks(earlier):
    rows = list(AuditRecord.objects.filter(municipality=HERE, number__gt=earlier.number))
    head = AuditChain.objects.get(pk=HERE)
    with FullRights() as somebody:
        somebody.put_back(earlier)
    write(2)
    with FullRights() as somebody:
        somebody.put_back(earlier)
        AuditRecord.objects.bulk_create(rows)
        somebody.put_back(head)
    assert AuditRecord.objects.filter(municipality=HERE).count() == head.number
    assert broken() == (head.number, Fault.SET_BACK)
    write(2)
    assert broken() == (head.number + 2, Fault.SET_BACK)
    # A person explains it, and the explanation stands in the log.
    actions.anchor_again(HERE, reason="looked into, see incident 4", audit=audit())
    assert broken() is None


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_the_anchored_hash_on_another_entry_does_not_move_the_anchor(earlier):
    told = audit_anchors.read(HERE)
    with FullRights() as somebody:
        somebody.put_back(earlier)
    write(told.number - earlier.number)
    place = AuditRecord.objects.filter(municipality=HERE, number=told.number)
    own = place.get().hash
    with FullRights():
        place.update(hash=told.hash)
    write()
    with FullRights():
        place.update(hash=own)
    assert audit_anchors.read(HERE) == told
    assert broken() == (told.number, Fault.ANCHOR)


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_a_head_that_somebody_has_changed_is_not_sealed_anew(earlier):
    told = audit_anchors.read(HERE)
    with FullRights() as somebody:
        last = AuditRecord.objects.get(municipality=HERE, number=earlier.number)
        earlier.number, earlier.hash = last.number - 1, last.previous_hash
        # Without the seal of that day: only what is in the rows themselves.
        earlier.mac = AuditChain.objects.get(pk=HERE).mac
        somebody.put_back(earlier)
    write(9)
    head = AuditChain.objects.get(pk=HERE).as_head
    assert not head.mac
    assert broken() == (told.number, Fault.ANCHOR)


def test_of_a_log_that_was_set_back_no_month_is_dropped(site):
    def at(month: int) -> None:
        actions.record(audit=replace(audit(), at=datetime(2026, month, 15, 9, tzinfo=UTC)))

    for month in (1, 2, 3):
        at(month)
    earlier = AuditChain.objects.get(pk=HERE)
    at(3)
    with FullRights() as somebody:
        somebody.put_back(earlier)
    at(11)
    assert actions.drop_old_segments(months=6, audit=audit()) == 0
    assert AuditRecord.objects.filter(municipality=HERE, segment="2026-01").exists()
    assert broken() is not None


def test_an_anchor_that_lags_behind_a_dropped_month_moves_on(monkeypatch):
    def at(month: int) -> None:
        actions.record(audit=replace(audit(), at=datetime(2026, month, 15, 9, tzinfo=UTC)))

    at(1)
    with monkeypatch.context() as patch:
        # A disk that was full for a while.
        patch.setattr(audit_anchors, "move", _full)
        at(1)
        for month in (2, 11):
            at(month)
        assert actions.drop_old_segments(months=6, audit=audit()) == 2
    assert (audit_anchors.read(HERE).number, broken()) == (1, None)
    write()
    assert audit_anchors.read(HERE).number == 6
    assert broken() is None


def test_a_transaction_of_many_entries_writes_the_anchor_once(municipalities, monkeypatch):
    moved = []
    move = audit_anchors.move
    monkeypatch.setattr(audit_anchors, "move", lambda head, **told: (moved.append(head.number), move(head, **told)))
    write()
    with transaction.atomic():
        write(4)
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    assert moved[-1] == audit_anchors.read(HERE).number
    assert len(moved) == 2
    assert broken() is None


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
