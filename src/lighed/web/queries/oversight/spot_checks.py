"""A municipality's spot checks -> each with its look-ups as the audit log has them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lighed.web.models import AuditRecord, AuditSubject, ContactCourse, Finding, SpotCheck, SpotCheckItem, User
from lighed.web.queries.oversight.audit_search import LogEntry, entries_of
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One look-up of a sample; `course` is the person's, for whoever looked and may look again."""

    item: SpotCheckItem
    entry: LogEntry
    course: ContactCourse | None


def spot_checks(municipality: str) -> QuerySet[SpotCheck]:
    """The municipality's draws, the newest first, with how many look-ups each has and how many are open."""
    return (
        SpotCheck.objects.filter(municipality=municipality)
        .annotate(
            n_drawn=Count("items"),
            n_open=Count("items", filter=Q(items__finding=Finding.OPEN)),
            n_not_fine=Count("items", filter=Q(items__finding=Finding.NOT_FINE)),
        )
        .order_by("-drawn_at", "-id")
    )


def spot_check_of(municipality: str, number: int) -> tuple[SpotCheck, list[SampleItem]] | None:
    """One draw and its look-ups; none of another municipality's."""
    check = spot_checks(municipality).filter(pk=number).first()
    if check is None:
        return None
    return check, _with_entries(municipality, check.items.order_by("number"))


def n_to_justify(user: User) -> int:
    """How many of the user's look-ups wait for an explanation."""
    return _to_justify(user).count()


def open_justifications(user: User) -> list[SampleItem]:
    """The look-ups of the user's that they have not yet said why they made, with whom they were of."""
    items = _to_justify(user)
    shown = _with_entries(user.municipality_id, items.order_by("number", "id"))
    subjects = _subjects(user.municipality_id, [one.item.number for one in shown])
    courses = courses_of(user).filter(person__in=subjects.values()).select_related("person")
    of_person = {one.person_id: as_seen(one, user) for one in courses.order_by("registered_on")}
    found = {number: of_person[person] for number, person in subjects.items() if person in of_person}
    return [SampleItem(one.item, one.entry, found.get(one.item.number)) for one in shown]


def _to_justify(user: User) -> QuerySet[SpotCheckItem]:
    return SpotCheckItem.objects.filter(
        check_drawn__municipality=user.municipality_id, actor=user.username, finding=Finding.OPEN, justified_at=None
    )


def _with_entries(municipality: str, items: QuerySet[SpotCheckItem]) -> list[SampleItem]:
    there = list(items)
    rows = AuditRecord.objects.filter(municipality=municipality, number__in=[one.number for one in there])
    entries = {one.number: one for one in entries_of(municipality, rows)}
    return [SampleItem(one, entries[one.number], None) for one in there if one.number in entries]


def _subjects(municipality: str, numbers: list[int]) -> dict[int, UUID]:
    """Number of the entry -> key of the person it is about."""
    rows = AuditRecord.objects.filter(municipality=municipality, number__in=numbers).values_list("number", "subject")
    keys = dict(
        AuditSubject.objects.filter(pseudonym__in=[subject for _, subject in rows]).values_list(
            "pseudonym", "person_key"
        )
    )
    return {number: keys[subject] for number, subject in rows if subject in keys}
