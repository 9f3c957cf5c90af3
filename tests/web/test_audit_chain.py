"""The audit log as a chain: what is written down, and what is found when somebody changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from typer.testing import CliRunner

from lighed.cli.app import app
from lighed.cli.errors import CommandRefused
from lighed.governance import AuditKind
from lighed.governance.audit_chain import Fault
from lighed.web import actions, audit_anchors, audit_triggers, queries
from lighed.web.models import AuditChain, AuditRecord, AuditSegment, AuditSubject
from tests.web.factories import HERE, audit

pytestmark = pytest.mark.django_db(transaction=True)
N = 6


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Commands speak English, and the tests after them as before."""
    with translation.override(translation.get_language()):
        yield


@pytest.fixture
def entries() -> None:
    """Six entries in the chain of one municipality, all of them anchored."""
    for number in range(N):
        actions.record(audit=audit(kind=AuditKind.READ if number % 2 else AuditKind.SEARCH))


def run(*statements: str) -> None:
    """As somebody with full rights in the database, who takes the guards away first."""
    audit_triggers.take_down(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    audit_triggers.put_up(connection)


def broken() -> tuple[int, Fault] | None:
    (chain,) = queries.verify_audit_log(HERE)
    return None if chain.broken is None else (chain.broken.number, chain.broken.fault)


def test_entries_are_linked_anchored_and_whole(entries):
    chain = queries.verify_chain(HERE)
    assert (chain.n_entries, chain.n_after_anchor, chain.broken) == (N, 0, None)
    assert [row.number for row in AuditRecord.objects.filter(municipality=HERE).order_by("id")] == list(range(1, N + 1))
    assert audit_anchors.read(HERE) == AuditChain.objects.get(pk=HERE).as_head


def test_of_many_entries_in_one_transaction_the_last_is_anchored(settings):
    with transaction.atomic():
        for _ in range(3):
            actions.record(audit=audit())
        with transaction.atomic():
            actions.record(audit=audit())
            transaction.set_rollback(True)
        assert audit_anchors.read(HERE) is None
    assert audit_anchors.read(HERE).number == 3
    assert broken() is None


_HERE = f"municipality = '{HERE}'"
_COLUMNS = (
    "municipality, number, segment, at, kind, actor, actor_kind, role, purpose, subject, criterion, reason, flags, "
    "previous_hash, hash"
)
_AS_LAST = _COLUMNS.replace("number", f"{N + 1}")
TAMPERING = {
    "an entry is edited": (
        [f"UPDATE lighed_auditrecord SET actor = 'other' WHERE {_HERE} AND number = 3"],
        (3, "changed"),
    ),
    "the day of an entry is edited": (
        [f"UPDATE lighed_auditrecord SET at = '2026-11-20 08:00:00+00' WHERE {_HERE} AND number = 2"],
        (2, "changed"),
    ),
    "a hash is edited": (
        [f"UPDATE lighed_auditrecord SET hash = '{'a' * 64}' WHERE {_HERE} AND number = 4"],
        (4, "changed"),
    ),
    "the first entry is deleted": ([f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = 1"], (1, "missing")),
    "an entry is deleted": ([f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = 3"], (3, "missing")),
    "the last entry is deleted": ([f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = {N}"], (N, "missing")),
    "an entry is deleted and the gap closed": (
        [
            f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = 3",
            *(f"UPDATE lighed_auditrecord SET number = {n - 1} WHERE {_HERE} AND number = {n}" for n in (4, 5, 6)),
        ],
        (3, "changed"),
    ),
    "an entry is put in at the end": (
        [
            f"INSERT INTO lighed_auditrecord ({_COLUMNS}) SELECT {_AS_LAST} FROM lighed_auditrecord "
            f"WHERE {_HERE} AND number = {N}"
        ],
        (N + 1, "changed"),
    ),
    "two entries change places": (
        [
            f"UPDATE lighed_auditrecord SET number = 99 WHERE {_HERE} AND number = 2",
            f"UPDATE lighed_auditrecord SET number = 2 WHERE {_HERE} AND number = 5",
            f"UPDATE lighed_auditrecord SET number = 5 WHERE {_HERE} AND number = 99",
        ],
        (2, "changed"),
    ),
    "everything is deleted": ([f"DELETE FROM lighed_auditrecord WHERE {_HERE}"], (1, "missing")),
    "everything and the head are deleted": (
        [f"DELETE FROM lighed_auditrecord WHERE {_HERE}", f"DELETE FROM lighed_auditchain WHERE {_HERE}"],
        (1, "missing"),
    ),
    "the head is deleted": ([f"DELETE FROM lighed_auditchain WHERE {_HERE}"], (N, "head")),
    "the head is set back": (
        [
            f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = {N}",
            f"UPDATE lighed_auditchain SET number = {N - 1}, hash = (SELECT hash FROM lighed_auditrecord WHERE {_HERE} "
            f"AND number = {N - 1}) WHERE {_HERE}",
        ],
        (N, "missing"),
    ),
    "a segment is put in": (
        [
            "INSERT INTO lighed_auditsegment (municipality, segment, first, last, closing_hash, is_dropped, mac, "
            f"sealed_at) VALUES ('{HERE}', '2026-10', 1, 3, '{'a' * 64}', TRUE, '{'b' * 64}', '2026-11-01 00:00+00')",
            f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number <= 3",
        ],
        (1, "segment"),
    ),
}


@pytest.mark.parametrize(("statements", "expected"), TAMPERING.values(), ids=TAMPERING.keys())
@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="refuses")
def test_whatever_is_changed_with_full_rights_is_found(entries, statements, expected):
    assert broken() is None
    run(*statements)
    assert broken() == (expected[0], Fault(expected[1]))


@pytest.mark.parametrize("statements", [sql for sql, _ in TAMPERING.values()], ids=TAMPERING.keys())
@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="refuses")
def test_what_was_changed_is_still_found_when_the_log_has_gone_on(entries, statements):
    run(*statements)
    for _ in range(N + 2):
        # Where the place of the next entry is taken nothing can be written, and so nothing is done.
        with suppress(IntegrityError):
            actions.record(audit=audit())
        assert broken() is not None


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
def test_a_database_set_back_to_an_earlier_state_is_found_by_the_anchor(entries):
    before = AuditChain.objects.get(pk=HERE)
    actions.record(audit=audit())
    # The head of that day is put back with its own, valid seal, and the entry since then is taken away.
    run(
        f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = {N + 1}",
        f"UPDATE lighed_auditchain SET number = {before.number}, hash = '{before.hash}', mac = '{before.mac}' "
        f"WHERE {_HERE}",
    )
    assert broken() == (N + 1, Fault.MISSING)


@pytest.mark.requirement("R-ACC-01", part="head anchored outside the database", shows="refuses")
@pytest.mark.parametrize(("damage", "fault"), [("delete", Fault.NO_ANCHOR), ("edit", Fault.ANCHOR)])
def test_an_anchor_that_is_deleted_or_changed_is_told_and_not_made_again_quietly(entries, damage, fault):
    path = audit_anchors.folder() / f"{HERE}.json"
    if damage == "delete":
        path.unlink()
    else:
        path.write_text(path.read_text().replace('"number": 6', '"number": 5'))
    assert broken() == (N, fault)
    for _ in range(2):
        actions.record(audit=audit())
    assert broken() == (N + 2, fault)


@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="refuses")
@pytest.mark.parametrize("table", ["auditrecord", "auditsegment", "auditchain", "auditsubject"])
@pytest.mark.parametrize(
    "statement", ["UPDATE lighed_{} SET municipality = '999'", "DELETE FROM lighed_{}", "TRUNCATE lighed_{} CASCADE"]
)
def test_the_database_itself_refuses(entries, municipalities, case_system, table, statement):
    from tests.web.factories import received

    case_system.register(received())
    AuditSegment.objects.create(
        municipality="998", segment="2026-01", first=1, last=1, closing_hash="", mac="", sealed_at=audit().at
    )
    assert AuditSubject.objects.exists()
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM lighed_{} WHERE 1 = 1"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert queries.missing_triggers() == []


@pytest.mark.requirement("R-ACC-01", part="the first broken link is named", shows="works")
def test_the_command_names_the_first_broken_link(entries, monkeypatch, settings):
    monkeypatch.setattr("lighed.web.server.prepare", lambda: None)
    done = CliRunner().invoke(app, ["audit", "verify", "-m", HERE])
    assert done.exit_code == 0
    assert f"Municipality {HERE}: whole, {N} entries, 0 dropped" in done.output
    run(f"UPDATE lighed_auditrecord SET kind = 'read' WHERE {_HERE} AND number IN (3, 5)")
    refused = CliRunner().invoke(app, ["audit", "verify"])
    assert isinstance(refused.exception, CommandRefused)
    assert f"Municipality {HERE}, entry 3: the entry is not as it was written" in str(refused.exception)


@pytest.mark.requirement("R-ACC-01", part="the first broken link is named", shows="refuses")
def test_an_anchor_is_written_by_hand_only_with_a_reason_that_stands_in_the_log(entries, monkeypatch):
    monkeypatch.setattr("lighed.web.server.prepare", lambda: None)
    again = ["audit", "anchor", "-m", HERE, "--reason", "restored from backup"]
    run(f"UPDATE lighed_auditrecord SET kind = 'read' WHERE {_HERE} AND number = 3")
    refused = CliRunner().invoke(app, again)
    assert "entry 3" in str(refused.exception)
    assert AuditRecord.objects.filter(municipality=HERE).count() == N
    run(f"UPDATE lighed_auditrecord SET kind = 'search' WHERE {_HERE} AND number = 3")
    before = AuditChain.objects.get(pk=HERE)
    actions.record(audit=audit())
    run(
        f"DELETE FROM lighed_auditrecord WHERE {_HERE} AND number = {N + 1}",
        f"UPDATE lighed_auditchain SET number = {before.number}, hash = '{before.hash}', mac = '{before.mac}' "
        f"WHERE {_HERE}",
    )
    assert broken() == (N + 1, Fault.MISSING)
    done = CliRunner().invoke(app, again)
    assert "told of 1 later entries" in done.output
    assert broken() is None
    assert AuditRecord.objects.get(municipality=HERE, number=N + 1).reason == "restored from backup"


@pytest.fixture
def two_years(monkeypatch):
    """Two entries in each of 26 months, about a person who is erased at the end of them."""
    person = str(uuid4())
    for month in range(26):
        day = datetime(2024 + (9 + month) // 12, (9 + month) % 12 + 1, 15, 9, tzinfo=UTC)
        actions.record(audit=replace(audit(), at=day, subject=person if month < 2 else None))
        actions.record(audit=replace(audit(), at=day))
    return person


@pytest.mark.requirement("R-ACC-01", part="whole segments are dropped", shows="works")
@pytest.mark.requirement("R-ACC-01", part="people stand in it as keyed pseudonyms", shows="works")
def test_retention_drops_whole_months_and_the_chain_stays_whole(two_years):
    assert AuditSegment.objects.count() == 25
    assert not AuditRecord.objects.filter(subject=two_years).exists()
    assert AuditSubject.objects.get().pseudonym in set(AuditRecord.objects.values_list("subject", flat=True))
    # 15 November 2026: October 2024 is over for 24 months.
    now = replace(audit(), at=datetime(2026, 11, 15, 12, tzinfo=UTC))
    assert actions.drop_old_segments(months=24, audit=now) == 1
    chain = queries.verify_chain(HERE)
    assert (chain.n_dropped, chain.n_entries, chain.broken) == (2, 51, None)
    assert AuditSubject.objects.exists(), "another entry about the person is still there"
    assert actions.drop_old_segments(months=23, audit=now) == 1
    assert not AuditSubject.objects.exists()
    assert broken() is None
    assert actions.drop_old_segments(months=6, audit=now) == 17
    assert broken() is None
    actions.record(audit=now)
    assert broken() is None
    assert audit_anchors.read(HERE).dropped_number == 38


@pytest.mark.requirement("R-ACC-02", part="terms of the log", shows="refuses")
@pytest.mark.requirement("R-ACC-01", part="whole segments are dropped", shows="refuses")
def test_nothing_but_retention_drops_a_month(two_years):
    with pytest.raises(actions.TermTooShort):
        actions.drop_old_segments(months=5, audit=audit())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditRecord.objects.filter(segment="2024-10").delete()
    with connection.cursor() as cursor:
        # The database lets a month that is marked as dropped go; without the key the mark has no seal.
        cursor.execute("UPDATE lighed_auditsegment SET is_dropped = TRUE WHERE segment = '2024-10'")
        cursor.execute("DELETE FROM lighed_auditrecord WHERE segment = '2024-10'")
    assert broken() == (1, Fault.SEGMENT)


@pytest.mark.requirement("R-ACC-01", part="people stand in it as keyed pseudonyms", shows="refuses")
@pytest.mark.parametrize("what", ["deleted", "changed"])
def test_whom_an_entry_is_about_cannot_be_changed(two_years, what):
    sql = {
        "deleted": "DELETE FROM lighed_auditsubject",
        "changed": f"UPDATE lighed_auditsubject SET person_key = '{uuid4().hex}'",
    }
    run(sql[what])
    assert broken() == (1, Fault.SUBJECT)
