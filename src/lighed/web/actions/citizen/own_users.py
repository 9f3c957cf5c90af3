"""A person in contact with the municipality -> someone who can log in to the person's own page, also for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from lighed.governance import ActsOn, AuditEvent, Refused, Role, Text
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.users.roles import add_role
from lighed.web.actions.users.users import DEMO_PASSWORD, DemoIsOff
from lighed.web.models import ContactCourse, CourseState, EstimateState, Person, User


class RepresentationRefused(Refused):
    """Nobody represents a person for good, or for nothing in particular."""


def check_representation(*, until: date, acts_on: Collection[ActsOn], today: date) -> None:
    """Refuse a representation whose last day has passed, or that is about nothing.

    Raises
    ------
    RepresentationRefused
    """
    if until < today:
        raise RepresentationRefused(
            Text(
                da="Fuldmagtens sidste dag er gået. Skriv en dag, der ikke er gået.",
                en="The last day of the authority has passed. Write a day that has not.",
            )
        )
    if not acts_on:
        raise RepresentationRefused(
            Text(
                da="Vælg, hvad fuldmagten gælder: at se oplysninger, valg eller anmodninger.",
                en="Choose what the authority covers: seeing data, choices or requests.",
            )
        )


@transaction.atomic
def create_citizen(person: Person, *, username: str, name: str, password: str | None, audit: AuditEvent) -> User:
    """Let a person log in to their own page."""
    user = _user(person, username=username, name=name, password=password)
    add_role(user, Role.CITIZEN, audit=audit)
    record(audit=about(audit, municipality=person.municipality_id, subject=str(person.key)))
    return user


@transaction.atomic
def create_representative(
    person: Person,
    *,
    username: str,
    name: str,
    password: str | None,
    until: date,
    acts_on: Collection[ActsOn],
    audit: AuditEvent,
) -> User:
    """Let somebody act for a person, until a day and on what is named.

    Raises
    ------
    RepresentationRefused
        If the last day has passed, or nothing is named.
    """
    check_representation(until=until, acts_on=acts_on, today=timezone.localdate(audit.at))
    user = _user(person, username=username, name=name, password=password)
    assignment = add_role(user, Role.REPRESENTATIVE, until=until, audit=audit)
    assignment.scope = [one.value for one in ActsOn if one in acts_on]
    assignment.save()
    record(audit=about(audit, municipality=person.municipality_id, subject=str(person.key)))
    return user


def create_demo_citizens(municipalities: Iterable[str], *, audit: AuditEvent) -> list[User]:
    """Make one made-up person per municipality able to log in to their own page, with an estimate if any has.

    Run again, it makes no second one.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    made = []
    for code in sorted(municipalities):
        username = f"demo-{code}-citizen"
        running = ContactCourse.objects.filter(municipality=code).exclude(state=CourseState.ENDED)
        course = (
            running.filter(estimate_state=EstimateState.READY).order_by("person__sort_name", "key").first()
            or running.order_by("person__sort_name", "key").first()
        )
        if course is None or User.objects.filter(username=username).exists():
            continue
        person = course.person
        name = person.display_name or username
        user = create_citizen(person, username=username, name=name, password=DEMO_PASSWORD, audit=audit)
        User.objects.filter(pk=user.pk).update(is_demo=True)
        made.append(user)
    return made


def _user(person: Person, *, username: str, name: str, password: str | None) -> User:
    return User.objects.create(
        username=username,
        name=name,
        municipality_id=person.municipality_id,
        password=make_password(password),
        person=person,
    )
