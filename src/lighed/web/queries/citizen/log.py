"""A person -> everyone who has looked at what is kept about them, from the same sealed log that oversight reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from lighed.governance import ActorKind, AuditKind, Flag, Role
from lighed.governance.audit_chain import link, pseudonym
from lighed.web.models import AuditChain, AuditRecord, AuditSegment, AuditSubject, Municipality, Person, User

OWN_LOG_PAGE = 50
_ESTIMATE = {"shown": True, "not_shown": False}


class LookedBy(StrEnum):
    """What kind of reader it was, seen from the person."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class OwnLogEntry:
    """One entry as the person reads it.

    Attributes
    ----------
    unit : the team of a member of staff as it is now, or the municipality; the name of the program of another system
    name : empty unless the municipality names its staff here
    what : the heading of what was read or done; what was searched for besides it stays in the log
    estimate_shown : whether an estimate stood on what was read; None where the log does not say
    """

    at: datetime
    by: LookedBy
    name: str
    unit: str
    roles: tuple[str, ...]
    kind: AuditKind
    purpose: str
    what: str
    estimate_shown: bool | None
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class OwnLog:
    """A page of the log, the newest first.

    Attributes
    ----------
    n_own : entries of the person's own visits, which are left out unless they are asked for
    begins_on : the first day that is still kept; None where nothing has been deleted
    broken_since : the month from which on something is missing or not as it was written; None where all is whole
    """

    entries: tuple[OwnLogEntry, ...]
    n_found: int
    n_own: int
    page: int
    n_pages: int
    begins_on: date | None
    broken_since: date | None


def own_log(person: Person, *, with_own: bool, page: int) -> OwnLog:
    """One page of who has looked at this person."""
    every = _rows(person)
    own_names = _own_names(person)
    rows = every if with_own else every.exclude(actor__in=own_names)
    n_found, n_own = rows.count(), every.filter(actor__in=own_names).count()
    n_pages = max(-(-n_found // OWN_LOG_PAGE), 1)
    page = min(max(page, 1), n_pages)
    shown = list(rows[(page - 1) * OWN_LOG_PAGE : page * OWN_LOG_PAGE])
    return OwnLog(
        entries=tuple(_entries(person, shown)),
        n_found=n_found,
        n_own=n_own,
        page=page,
        n_pages=n_pages,
        begins_on=_begins_on(person.municipality_id),
        broken_since=broken_since(person, every),
    )


def all_of_own_log(person: Person) -> tuple[OwnLogEntry, ...]:
    """The whole log about the person, the newest first."""
    return tuple(_entries(person, list(_rows(person))))


def broken_since(person: Person, rows: Iterable[AuditRecord] | None = None) -> date | None:
    """The month from which on the log about the person is not as it was written; None where it is.

    Each entry about the person is held against its seal, and the chain's numbers against each other, so that a missing
    entry is found without reading everyone else's.
    """
    key = settings.LIGHED_AUDIT_KEY.encode()
    faulty = [
        row.segment
        for row in (_rows(person) if rows is None else rows)
        if link(key, row.as_link.entry, previous_hash=row.previous_hash).hash != row.hash
    ]
    if _has_gap(person.municipality_id) or not _is_own_pseudonym(person, key):
        first = AuditRecord.objects.filter(municipality=person.municipality_id).aggregate(first=Min("segment"))["first"]
        faulty.append(first or f"{timezone.localdate():%Y-%m}")
    return _first_of(min(faulty)) if faulty else None


def _rows(person: Person) -> QuerySet[AuditRecord]:
    mine = AuditSubject.objects.filter(person_key=person.key).values("pseudonym")
    found = AuditRecord.objects.filter(municipality=person.municipality_id, subject__in=mine)
    return found.order_by("-number")


def _own_names(person: Person) -> set[str]:
    """What the log calls the person and who acts for them. Older entries have their user names."""
    users = User.objects.filter(person=person).values_list("username", flat=True)
    return {Role.CITIZEN.value, Role.REPRESENTATIVE.value, *users}


def _has_gap(municipality: str) -> bool:
    chain = AuditChain.objects.filter(pk=municipality).first()
    found = AuditRecord.objects.filter(municipality=municipality).aggregate(
        n=Count("pk"), first=Min("number"), last=Max("number")
    )
    if chain is None or not found["n"]:
        return bool(found["n"]) or (chain is not None and chain.number > chain.dropped_number)
    is_dense = found["n"] == found["last"] - found["first"] + 1
    return not (is_dense and found["first"] == chain.dropped_number + 1 and found["last"] >= chain.number)


def _is_own_pseudonym(person: Person, key: bytes) -> bool:
    """Whether the log still knows the person by the name that it gave them, and nobody's name has been lost."""
    subject = AuditSubject.objects.filter(person_key=person.key).first()
    if subject is not None and subject.pseudonym != pseudonym(key, secret=subject.secret, person=str(person.key)):
        return False
    named = AuditRecord.objects.filter(municipality=person.municipality_id).exclude(subject="")
    return not named.filter(~Exists(AuditSubject.objects.filter(pseudonym=OuterRef("subject")))).exists()


def _begins_on(municipality: str) -> date | None:
    """The first day of the month after the last one that retention has dropped."""
    dropped = AuditSegment.objects.filter(municipality=municipality, is_dropped=True).aggregate(last=Max("segment"))
    if dropped["last"] is None:
        return None
    last = _first_of(dropped["last"])
    return date(last.year + last.month // 12, last.month % 12 + 1, 1)


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _entries(person: Person, rows: list[AuditRecord]) -> Iterable[OwnLogEntry]:
    are_named = Municipality.objects.filter(pk=person.municipality_id, names_in_own_log=True).exists()
    staff = {
        one.username: one
        for one in User.objects.filter(
            municipality=person.municipality_id, person=None, username__in={row.actor for row in rows}
        )
    }
    users = set(User.objects.filter(person=person).values_list("username", flat=True))
    office = str(person.municipality)
    for row in rows:
        by, who = _by(row, users), staff.get(row.actor)
        unit = (who.team or office) if who is not None else row.actor if by is LookedBy.CLIENT else ""
        yield OwnLogEntry(
            at=row.at,
            by=by,
            name=who.name if who is not None and are_named else "",
            unit=unit,
            roles=tuple(one for one in row.role.split(",") if one),
            kind=AuditKind(row.kind),
            purpose=row.purpose,
            what=_heading(row.criterion),
            estimate_shown=_ESTIMATE.get(row.criterion.rpartition("estimate=")[2].partition(",")[0]),
            is_blocked=Flag.BLOCKED.value in row.flags.split(","),
        )


def _by(row: AuditRecord, users: set[str]) -> LookedBy:
    if row.actor == Role.REPRESENTATIVE.value or (row.actor in users and Role.REPRESENTATIVE.value in row.role):
        return LookedBy.REPRESENTATIVE
    if row.actor == Role.CITIZEN.value or row.actor in users:
        return LookedBy.PERSON
    if row.actor_kind == ActorKind.CLIENT.value:
        return LookedBy.CLIENT
    return LookedBy.STAFF if row.actor_kind == ActorKind.PERSON.value else LookedBy.SYSTEM


def _heading(criterion: str) -> str:
    """What the entry is about, without what was searched for or for whom: that may name a member of staff."""
    for sign in (", ", "=", ": ", " for "):
        criterion = criterion.partition(sign)[0]
    return criterion.strip()
