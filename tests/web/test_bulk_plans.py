"""W7: many people planned with one template: seen first, each within the rules, undone for half an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lighed.governance import Moment, Role
from lighed.web import actions
from lighed.web.models import BulkPlan, BulkPlanRow, ContactCourse, Plan, Task
from tests.web.factories import HERE, NOW, audit, received
from tests.web.site import PASSWORD
from tests.web.test_plans import template

TODAY = NOW.date()
DANISH = {"Accept-Language": "da"}
pytestmark = pytest.mark.django_db


def people(case_system, n: int, *, days_since: int = 95, level: str = "", first: int = 0) -> list[ContactCourse]:
    """So many people, handed over a week ago."""
    made = [
        case_system.register(
            received(
                event_id=f"b-{number}",
                person_id=f"b-{number}",
                course_id=f"b-{number}",
                display_name=f"Person {number}",
                event=Moment.HAND_OVER,
                registered_on=TODAY - timedelta(days=days_since),
                handed_over_on=TODAY - timedelta(days=7),
                caseworker_id="s-2",
                team="Team Syd",
            )
        ).course
        for number in range(first, first + n)
    ]
    ContactCourse.objects.filter(pk__in=[course.pk for course in made]).update(level=level)
    return made


@pytest.fixture
def planner(municipalities, client):
    user = actions.create_user(
        "pia", name="Pia Kofoed", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(user)
    return user


@pytest.fixture
def choose(client, planner):
    def chosen(courses, *, found_by_band: bool = False, **more) -> str:
        said = {"people": [str(course.key) for course in courses], "found_by_band": "1" if found_by_band else "", **more}
        answer = client.post(reverse("plan-many"), said, headers=DANISH)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    return chosen


def confirm(client, url: str):
    page = client.get(url, headers=DANISH)
    return client.post(url, {"step": "confirm", "seen": page.context["seen"]}, headers=DANISH, follow=True)


def test_eighty_are_chosen_by_a_filter_on_the_estimate(client, choose, case_system):
    one = template("Let start", n_meetings=2, weeks_between=4, first_within_days=14, minutes=30, form="phone")
    assessed = people(case_system, 66, level="less")
    unassessed = people(case_system, 12, first=66)
    late = people(case_system, 2, first=78, level="less")
    url = choose([*assessed, *unassessed, *late], found_by_band=True)
    said = client.post(url, {"template": one.pk}, headers=DANISH, follow=True).content.decode()
    assert "Planlæg" in said
    print(said[said.index("<h1"):][:6000])
    done = confirm(client, url).content.decode()
    assert "planlagt" in done
