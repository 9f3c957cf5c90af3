"""What the data protection officer searches for -> the entries of the audit log that fit, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lighed.governance import ActorKind, AuditKind, Flag, Role, card_for
from lighed.web.models import ROLES, AuditRecord, AuditSubject, ContactCourse, Person, User

PAGE_SIZE = 50
MOST_ON_FILE = 50_000
_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_PSEUDONYM = re.compile(r"[0-9a-f]{12,64}")
_WITHOUT_NAME = {role: name for role, name in ROLES if role in (Role.CITIZEN, Role.REPRESENTATIVE)}
"""What `name_in_log` calls those who have no name there, in the reader's language."""
_SHOWN = 12
"""Signs of a pseudonym that are shown: enough to tell a municipality's people apart."""


@dataclass(frozen=True, slots=True)
class LogSearch:
    """What is searched for; nothing chosen is everything of the days.

    `subject` is a pseudonym. Where somebody is searched for (`is_about_someone`) who has none, nothing is found.
    """

    municipality: str
    begins_on: date
    ends_on: date
    subject: str | None = None
    is_about_someone: bool = False
    user: str = ""
    kind: str = ""
    flag: str = ""

    @property
    def criterion(self) -> str:
        """The search in words, to be written down itself; whom it was about stands there as a pseudonym only."""
        days = f"{self.begins_on}/{self.ends_on}"
        chosen = {"user": self.user, "kind": self.kind, "flag": self.flag}
        return ", ".join(["log", days, *(f"{name}={value}" for name, value in chosen.items() if value)])


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as it is shown. `person` is the beginning of a pseudonym; who it is, is not in the log."""

    number: int
    at: datetime
    actor: str
    actor_name: str
    actor_kind: str
    roles: tuple[str, ...]
    kind: AuditKind
    purpose: str
    person: str
    criterion: str
    reason: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    entries: tuple[LogEntry, ...]
    n_found: int
    page: int
    n_pages: int


def subject_of(municipality: str, words: str) -> tuple[str | None, str | None]:
    """Whom the words mean, as (pseudonym, person's key): a case-system id, a link to a page, or a person of the log.

    (None, None) where nobody of this municipality is meant. Someone who was never in the log has no pseudonym.
    """
    words = words.strip()
    # Whose they are, the sealed entries say. The row that a pseudonym has is sealed by nothing but its secret.
    subjects = AuditSubject.objects.filter(
        Exists(AuditRecord.objects.filter(municipality=municipality, subject=OuterRef("pseudonym")))
    )
    key: UUID | None = None
    if found := _KEY.search(words.lower()):
        named = UUID(found[0])
        course = ContactCourse.objects.filter(municipality=municipality, key=named).first()
        is_person = Person.objects.filter(municipality=municipality, key=named).exists()
        # Someone who was erased is known by the key in an old link to them, if it was the person's own.
        is_known = is_person or subjects.filter(person_key=named).exists()
        key = course.person_id if course else named if is_known else None
    elif words.isprintable():
        person = Person.objects.filter(municipality=municipality, person_id=words).first()
        if person is None and _PSEUDONYM.fullmatch(words):
            alike = list(subjects.filter(pseudonym__startswith=words)[:2])
            return (alike[0].pseudonym, str(alike[0].person_key)) if len(alike) == 1 else (None, None)
        key = person.key if person else None
    if key is None:
        return None, None
    subject = subjects.filter(person_key=key).first()
    return (subject.pseudonym if subject else None), str(key)


def search_log(search: LogSearch, *, page: int) -> LogPage:
    """One page of the entries that fit, the newest first."""
    rows = _rows(search)
    n_found = rows.count()
    n_pages = max(-(-n_found // PAGE_SIZE), 1)
    page = min(max(page, 1), n_pages)
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return LogPage(entries=tuple(_entries(shown, search)), n_found=n_found, page=page, n_pages=n_pages)


def all_of_log(search: LogSearch) -> Iterator[LogEntry]:
    """All entries that fit, the newest first, for a file; never more than `MOST_ON_FILE`."""
    return _entries(_rows(search)[:MOST_ON_FILE], search)


def actors_of(municipality: str) -> list[tuple[str, str]]:
    """Those who stand in the log as having done something: what they are called there, and their names.

    Citizens are not among them, nor who acts for one: they are found by the person that it was about.
    """
    names = _names(municipality)
    found = set(AuditRecord.objects.filter(municipality=municipality).values_list("actor", flat=True).distinct())
    found -= set(_of_people(municipality).values_list("username", flat=True)) | _WITHOUT_NAME.keys()
    return sorted((actor, f"{names[actor]} ({actor})" if actor in names else actor) for actor in found)


def _rows(search: LogSearch) -> QuerySet[AuditRecord]:
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (search.begins_on, search.ends_on + timedelta(days=1))
    )
    rows = AuditRecord.objects.filter(municipality=search.municipality, at__gte=begins, at__lt=ends)
    if search.subject is not None or search.is_about_someone:
        rows = rows.filter(subject=search.subject) if search.subject else rows.none()
    if search.user:
        cards = card_for(search.user)
        in_their_name = Q(actor_kind=ActorKind.CLIENT.value) & (
            Q(criterion=cards) | Q(criterion__startswith=f"{cards}, ")
        )
        rows = rows.filter(Q(actor=search.user) | in_their_name)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.flag:
        rows = rows.filter(flags__contains=search.flag)
    return rows.order_by("-number")


def entries_of(municipality: str, rows: QuerySet[AuditRecord]) -> Iterator[LogEntry]:
    """The rows as they are shown."""
    names = _names(municipality)
    nameless = dict.fromkeys(_of_people(municipality).values_list("username", flat=True), Role.CITIZEN.value)
    for row in rows:
        actor = nameless.get(row.actor, row.actor)
        is_person = row.role in _WITHOUT_NAME or actor is not row.actor
        yield LogEntry(
            number=row.number,
            at=row.at,
            actor=actor,
            actor_name=str(_WITHOUT_NAME.get(actor, actor)) if is_person else names.get(actor, actor),
            actor_kind=row.actor_kind,
            roles=tuple(one for one in row.role.split(",") if one),
            kind=AuditKind(row.kind),
            purpose=row.purpose,
            person=row.subject[:_SHOWN],
            criterion=row.criterion,
            reason=row.reason,
            flags=tuple(Flag(one) for one in row.flags.split(",") if one),
        )


def _entries(rows: QuerySet[AuditRecord], search: LogSearch) -> Iterator[LogEntry]:
    return entries_of(search.municipality, rows)


def role_names() -> list[tuple[str, Any]]:
    """Every role with its name in the reader's language."""
    return list(ROLES)


def _names(municipality: str) -> dict[str, str]:
    staff = User.objects.filter(municipality=municipality, person=None)
    return dict(staff.values_list("username", "name"))


def _of_people(municipality: str) -> QuerySet[User]:
    """The users of citizens and of who acts for them. Older entries still have their user names."""
    return User.objects.filter(municipality=municipality).exclude(person=None)
