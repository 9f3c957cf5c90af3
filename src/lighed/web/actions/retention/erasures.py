"""A person -> gone from the database, the files, the sessions and the cache, with the proof of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from lighed import workflow
from lighed.governance import AuditEvent, AuditKind, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.two_people import NotAllowed
from lighed.web import erasure_ledger, names, queries, row_security
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.letters.emptied import forget_letters_of, letters_left
from lighed.web.models import ContactCourse, ErasedEvent, Erasure, Inbox, Municipality, Person, ReceivedEvent, User

KEPT_BY_THE_LOG = frozenset({"lighed_auditsubject.person_key"})
"""The product's own random number, which nothing else now holds. The log needs it to tell its pseudonyms apart, and
destroys it with the last entry about the person."""

WORDS_OF_THE_LOG = frozenset({f"lighed_auditrecord.{column}" for column in ("actor", "criterion", "reason")})
"""What people wrote in the log, or were called there. Nothing in it is ever changed: it goes with its month."""

_IN_SESSION = "worklist_name"
"""Where a session keeps the name that was searched for."""


class Cause(StrEnum):
    REQUEST = "request"
    RETENTION = "retention"
    REAPPLIED = "reapplied"


class NobodyToErase(Exception):
    """Nothing is kept about a person of that id."""


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure, and what to look for to prove it. It lives as long as the command does, and is never stored."""

    erasure: Erasure
    sought: frozenset[str]
    names: frozenset[str]
    """Those of them that others may have too: the name and the address."""
    n_shared: int
    letters: frozenset[UUID]
    """The letters to the person, whose files may lie outside the data home."""
    pieces: frozenset[bytes] = frozenset()
    """Of the files that the person sent."""


def erase_person(
    municipality: str, person_id: str, *, reason: str, by: str, cause: Cause = Cause.REQUEST, audit: AuditEvent
) -> Erasure:
    """Erase everything that is kept about a person, by the case system's id, and prove it.

    The database is one transaction, and the line in the ledger stands before it ends. The files come after it; cut off
    between the two, the nightly run does what is left. Pseudonyms in the log stay, and so do hand-overs and versions,
    in which there is nobody.

    Raises
    ------
    NobodyToErase
        If there is nothing about such a person, neither in the database nor in the case base.
    NotAllowed
        If the person is held.
    """
    erased = erase_without_proof(municipality, person_id, reason=reason, by=by, cause=cause, audit=audit)
    prove([erased], audit=audit)
    return erased.erasure


def check_erase(person: Person | None, *, reason: str, audit: AuditEvent) -> None:
    """Refuse to erase somebody who is held because of a case.

    Raises
    ------
    NotAllowed
        With the day on which the hold ends.
    """
    if not reason.strip():
        raise NotAllowed(Text(da="Skriv, hvorfor personen slettes.", en="Write why the person is erased."))
    if looks_like_cpr(reason):
        raise NotAllowed(NO_CPR)
    hold = None if person is None else queries.hold_of(person, today=timezone.localdate(audit.at))
    if hold is not None:
        raise NotAllowed(
            Text(
                da=f"Personen er tilbageholdt fra sletning til og med {hold.until:%d-%m-%Y} på grund af en sag.",
                en=f"The person is held from erasure up to {hold.until:%Y-%m-%d} because of a case.",
            )
        )


def erase_without_proof(
    municipality: str,
    person_id: str,
    *,
    reason: str,
    by: str,
    cause: Cause,
    only_if: Callable[[], bool] = lambda: True,
    audit: AuditEvent,
) -> Erased:
    """The same, with the proof left to `prove`, which can look for many at once.

    `only_if` is asked while nobody else can change the person; where it says no, there is `NobodyToErase`.
    """
    erased = _erase_rows(municipality, person_id, reason=reason, by=by, cause=cause, only_if=only_if, audit=audit)
    gone = workflow.erase_from_case_base(settings.LIGHED_DATA, municipality, is_erased=lambda one: one == person_id)
    if gone:
        erased.erasure.proof |= {"case_base_rows": sum(gone.values())}
        erased.erasure.save()
    return erased


@transaction.atomic
def _erase_rows(
    municipality: str,
    person_id: str,
    *,
    reason: str,
    by: str,
    cause: Cause,
    only_if: Callable[[], bool],
    audit: AuditEvent,
) -> Erased:
    controller = Municipality.objects.get(code=municipality)
    # Before the person, as whoever works on what has arrived does: nothing of them is done from here on.
    inbox = Inbox.objects.select_for_update().filter(municipality=controller, id_in_case_system=person_id).first()
    person = Person.objects.select_for_update().filter(municipality=controller, person_id=person_id).first()
    is_here = person is not None or inbox is not None
    if not is_here and not workflow.is_in_case_base(settings.LIGHED_DATA, municipality, person_id=person_id):
        raise NobodyToErase
    if not only_if():
        raise NobodyToErase
    if cause is not Cause.REAPPLIED:
        # What was erased before is erased again, whatever a backup of an earlier day says of holds.
        check_erase(person, reason=reason, audit=audit)
    sought, names_of, n_shared = {person_id}, set[str](), 0
    everybody = row_security.municipality_in_view(row_security.EVERY)
    of_person = Q(course__person=person, course__isnull=False) | Q(inbox=inbox, inbox__isnull=False)
    events = set(ReceivedEvent.objects.filter(of_person).values_list("event_id", flat=True))
    digests = {erasure_ledger.event_digest(municipality, event) for event in events}
    n_rows, subject, letters, pieces = 0, None, frozenset[UUID](), frozenset[bytes]()
    if person is not None:
        with everybody:
            known, names_of, n_shared = _known_of(person)
            pieces = queries.pieces_of_attachments(person)
        sought = set(known)
        _forget_in_sessions(person)
        letters = forget_letters_of(person)
        subject = str(person.pk)
    for one in (inbox, person):
        n_rows += 0 if one is None else one.delete()[0]
    sought |= events
    ErasedEvent.objects.bulk_create(
        [ErasedEvent(municipality=controller, digest=digest, erased_at=audit.at) for digest in sorted(digests)],
        ignore_conflicts=True,
    )
    who = erasure_ledger.pseudonym(municipality, person_id)
    erasure = Erasure.objects.create(
        municipality=controller,
        pseudonym=who,
        cause=cause.value,
        erased_by=by,
        erased_at=audit.at,
        reason=reason.strip(),
        proof={"rows": n_rows},
    )
    record(audit=about(audit, municipality=municipality, subject=subject))
    if cause is not Cause.REAPPLIED:
        erasure_ledger.write_line(municipality, who, at=audit.at, events=digests)
    return Erased(erasure, frozenset(sought), frozenset(names_of), n_shared, letters, pieces)


def prove(erased: Sequence[Erased], *, audit: AuditEvent) -> bool:
    """Look for everything that was known of them in every table and file, and write down what was found.

    Returns whether nothing was, but for the log's own words, which are counted apart. The proof names tables and files
    and holds no value.
    """
    if not erased:
        return True
    # Their own rows are gone from the case bases by now, so whoever still has such a name or address is somebody else.
    shared = workflow.held_in_case_bases(settings.LIGHED_DATA, {name for one in erased for name in one.names})
    values = {value for one in erased for value in one.sought - shared}
    needles = workflow.Needles(values, pieces={piece for one in erased for piece in one.pieces})
    n_columns, in_database = queries.search_database(needles)
    in_log = [place for place in in_database if place.where in WORDS_OF_THE_LOG]
    found = [place for place in in_database if place.where not in KEPT_BY_THE_LOG | WORDS_OF_THE_LOG]
    _empty_the_log_of_writes()
    n_files, in_files = _search_files(needles)
    if any(_is_database(place) for place in in_files) and not found:
        # Rows that moved inside the file may have left a copy behind; the file is then written anew.
        _write_anew()
        n_files, in_files = _search_files(needles)
        if in_log:
            # The file has the rows of its tables and nothing else now, and of these the log's alone were found.
            in_files = [place for place in in_files if not _is_database(place)]
    found = [*found, *in_files]
    if n_letters := letters_left(key for one in erased for key in one.letters):
        found.append(workflow.Found("letters", n_letters))
    with transaction.atomic():
        for one in erased:
            one.erasure.proof |= {
                "sought": len(one.sought - shared) + len(one.pieces),
                "shared_not_sought": one.n_shared + len(one.sought & shared),
                "columns": n_columns,
                "files": n_files,
                "found": [{"where": place.where, "n": place.n} for place in found],
                "in_log": [{"where": place.where, "n": place.n} for place in in_log],
                "together": len(erased),
                "searched_at": timezone.now().isoformat(timespec="seconds"),
            }
            one.erasure.is_proved = not found
            one.erasure.save()
        record(audit=about(audit, municipality=erased[0].erasure.municipality_id))
    return not found


def _is_database(place: workflow.Found) -> bool:
    return Path(place.where).name.startswith("lighed.sqlite3")


def _search_files(needles: workflow.Needles) -> tuple[int, list[workflow.Found]]:
    return workflow.search_files(settings.LIGHED_DATA, needles, but_not=[Path(settings.STATIC_ROOT)])


def _known_of(person: Person) -> tuple[set[str], set[str], int]:
    """What is known of the person, and which of it is names; what another person has too, anywhere, is only counted."""
    courses = ContactCourse.objects.filter(person=person)
    users = User.objects.filter(person=person).values_list("username", flat=True)
    keys = {str(person.key), *(str(key) for key in courses.values_list("key", flat=True)), *users}
    names_of = {person.display_name, person.search_name, person.address_name, person.phone} - {""}
    course_ids = set(courses.values_list("course_id", flat=True))
    shared = {name for name in names_of if _is_shared(name, person)}
    if Person.objects.exclude(pk=person.pk).filter(person_id=person.person_id).exists():
        # Two case systems may number their people alike.
        shared.add(person.person_id)
    others = ContactCourse.objects.exclude(person=person).filter(course_id__in=course_ids)
    shared |= set(others.values_list("course_id", flat=True))
    found = keys | names_of | course_ids | {person.person_id}
    return found - shared, names_of - shared, len(shared)


def _is_shared(name: str, person: Person) -> bool:
    others = Person.objects.exclude(pk=person.pk)
    fields = ("display_name", "search_name", "address_name", "phone")
    return (
        any(others.filter(**{field: name}).exists() for field in fields)
        or User.objects.exclude(person=person).filter(name=name).exists()
        or ContactCourse.objects.exclude(person=person).filter(caseworker_name=name).exists()
    )


def _forget_in_sessions(person: Person) -> None:
    """End the sessions of the person's own users, and take the name out of everybody's last search."""
    own = {str(pk) for pk in User.objects.filter(person=person).values_list("pk", flat=True)}
    for session in Session.objects.all():
        content = SessionStore().decode(session.session_data)
        searched = names.search_form(str(content.get(_IN_SESSION, "")))
        if str(content.get("_auth_user_id", "")) in own:
            session.delete()
        elif searched and searched in person.search_name:
            content[_IN_SESSION] = ""
            session.session_data = SessionStore().encode(content)
            session.save()


def _empty_the_log_of_writes() -> None:
    """SQLite's log of writes still has the pages as they were; what it holds goes into the file, and it is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_anew() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        _empty_the_log_of_writes()


def reapply_erasures(*, audit: AuditEvent) -> tuple[int, bool]:
    """Erase again those who are in the ledger and are back, because a backup of an earlier day was restored.

    Whoever has registered anew since the erasure stays. It also ends an erasure that was cut off before the files.
    Returns how many were erased, and whether it was proved.
    """
    lines = erasure_ledger.read_lines()
    erased: list[Erased] = []
    for municipality in sorted({line.municipality for line in lines}):
        if not Municipality.objects.filter(code=municipality).exists():
            continue
        mine = [line for line in lines if line.municipality == municipality]
        erased_at = {line.pseudonym: line.erased_at for line in mine}
        _know_events_again(municipality, mine)
        for person_id in _who_is_back(municipality, erased_at):
            erased.append(
                erase_without_proof(
                    municipality, person_id, reason="ledger", by=audit.actor, cause=Cause.REAPPLIED, audit=audit
                )
            )
        _reapply_to_case_base(municipality, erased_at)
    return len(erased), prove(erased, audit=audit)


@transaction.atomic
def erase_again_from_case_bases(*, audit: AuditEvent) -> int:
    """Take those who are in the ledger out of case bases that were extracted before their erasure.

    An old export that is imported again brings them back; nothing may read it before this. Returns how many rows.
    """
    lines = erasure_ledger.read_lines()
    n_rows = 0
    for municipality in sorted({line.municipality for line in lines}):
        n_rows += _reapply_to_case_base(
            municipality, {line.pseudonym: line.erased_at for line in lines if line.municipality == municipality}
        )
    if n_rows:
        record(audit=replace(audit, kind=AuditKind.DELETION, criterion="case bases, erased again"))
    return n_rows


def _reapply_to_case_base(municipality: str, erased_at: Mapping[str, datetime]) -> int:
    """A case base that was extracted before the erasure has the person still; one extracted later is news."""
    extracted = workflow.extracted_at(settings.LIGHED_DATA, municipality)
    if extracted is None:
        return 0
    stale = {who for who, at in erased_at.items() if extracted <= at}
    gone = workflow.erase_from_case_base(
        settings.LIGHED_DATA,
        municipality,
        is_erased=lambda one: erasure_ledger.pseudonym(municipality, one) in stale,
    )
    return sum(gone.values())


def _know_events_again(municipality: str, lines: Iterable[erasure_ledger.LedgerLine]) -> None:
    known = set(ErasedEvent.objects.filter(municipality=municipality).values_list("digest", flat=True))
    ErasedEvent.objects.bulk_create(
        [
            ErasedEvent(municipality_id=municipality, digest=digest, erased_at=line.erased_at)
            for line in lines
            for digest in line.events
            if digest not in known
        ],
        ignore_conflicts=True,
    )


def _who_is_back(municipality: str, erased_at: Mapping[str, datetime]) -> list[str]:
    """The ids of people who were erased and are in the database as they were before it."""
    back = []
    for person in Person.objects.filter(municipality=municipality).order_by("pk"):
        at = erased_at.get(erasure_ledger.pseudonym(municipality, person.person_id))
        if at and not ReceivedEvent.objects.filter(course__person=person, received_at__gt=at).exists():
            back.append(person.person_id)
    return back
