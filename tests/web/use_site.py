"""Fixtures of the figures of use: staff of a team, a course that they assess, and a manager who reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from lighed.governance import AssessmentStep, Role, SupportLevel, relation_to
from lighed.governance.team_figures import Period
from lighed.web import actions, queries
from lighed.web.models import (
    Assessment,
    ContactCourse,
    Person,
    User,
)
from tests.web.factories import HERE, NOW, audit
from tests.web.readability import main_text
from tests.web.site import PASSWORD

TODAY = NOW.date()
PERIOD = Period(date(2026, 9, 7))
"""The newest eight weeks that are over on the 22nd of November 2026: up to the 1st of November."""
FIRST, SECOND = date(2026, 9, 9), date(2026, 10, 7)
"""A day in each of its two spans of four weeks."""
BAND_OF = {"low": "less", "medium": "some", "high": "more"}


@pytest.fixture
def staff(municipalities):
    """Makes the staff of a team."""
    made: dict[str, User] = {}

    def of(team: str, n: int = 5, *, municipality: str = HERE) -> list[User]:
        names = [f"{team}-{number}-{municipality}" for number in range(n)]
        for name in names:
            if name not in made:
                made[name] = User.objects.create(
                    username=name, name=name, municipality_id=municipality, team=team, password="!"
                )
        return [made[name] for name in names]

    return of


@pytest.fixture
def course(municipalities):
    def make(number: int = 1, *, municipality: str = HERE) -> ContactCourse:
        person, _ = Person.objects.get_or_create(
            municipality_id=municipality, person_id=f"p-{number}", defaults={"birth_year": 1980}
        )
        found, _ = ContactCourse.objects.get_or_create(
            person=person, municipality_id=municipality, course_id=f"c-{number}",
            defaults={"state": "with_fund", "reached": "registration", "registered_on": date(2026, 9, 1),
                      "estimate_state": "not_profiled"},
        )  # fmt: skip
        return found

    return make


@pytest.fixture
def assess(course):
    """One assessment after another, each of a course of its own unless told."""
    count = iter(range(10_000))

    def one(
        by: User, level: str, band: str = "", *, on: date = FIRST, first: str = "", reason: str = "professional",
        seconds: int | None = 60, of: ContactCourse | None = None,
    ) -> ContactCourse:  # fmt: skip
        about = of or course(100 + next(count), municipality=by.municipality_id)
        at = timezone.make_aware(datetime.combine(on, time(10)))
        row = {
            "municipality_id": by.municipality_id, "course": about, "moment": "registration", "made_by": by,
            "mode": "open", "words": "Ti tegn mindst",
        }  # fmt: skip
        if first:
            Assessment.objects.create(**row, step=AssessmentStep.OWN_FIRST, level=first, made_at=at)
        if level:
            Assessment.objects.create(
                **row, step=AssessmentStep.NOW, level=level, reason=reason, made_at=at + timedelta(minutes=5),
                band_seen=band, relation=relation_to(SupportLevel(level), band) or "",
                seconds_on_page=seconds if band else None,
            )  # fmt: skip
        return about

    return one


@pytest.fixture
def manager(client, municipalities):
    user = actions.create_user(
        "lene", name="Lene", municipality=HERE, password=PASSWORD, roles=(Role.MANAGER,), audit=audit()
    )
    client.force_login(user)
    return user


def page(client, address: str = "/oversight/use/") -> str:
    return " ".join(main_text(client.get(address, headers={"Accept-Language": "da"}).content.decode()).split())


def everyone(period: Period = PERIOD, municipality: str = HERE) -> queries.UseRow:
    row = queries.use_figures(municipality, period).everyone
    assert row is not None
    return row


def spread(staff: Iterable[User], n: int) -> list[User]:
    """`n` turns, one member of staff after the other."""
    several = list(staff)
    return [several[number % len(several)] for number in range(n)]
