"""What is written in the audit log: every look, search, change and log-in, by whom and why, and no value of anyone."""

from __future__ import annotations

import inspect
import typing
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from lighed.governance import AuditEvent, Role
from lighed.web import actions
from lighed.web.models import AuditRecord, AuditSubject, ContactCourse
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db


def last() -> AuditRecord:
    return AuditRecord.objects.order_by("id").last()


def rows_since(n: int) -> list[AuditRecord]:
    return list(AuditRecord.objects.order_by("id")[n:])


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    """Åse's course, which is Mette's."""
    return case_system.register(received()).course


def look_at(page_of, course, **changes) -> AuditRecord:
    ContactCourse.objects.filter(pk=course.pk).update(**changes)
    assert page_of(reverse("person", args=[course.key])).status_code == 200
    return last()


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="works")
@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="works")
def test_a_look_at_a_person_says_who_when_whom_and_why(page_of, course):
    row = look_at(page_of, course)
    assert (row.kind, row.actor, row.actor_kind, row.role) == ("read", "mette", "person", "caseworker")
    assert (row.municipality, row.purpose, row.flags) == (HERE, "plan_contact_course", "")
    assert row.at == timezone.now()
    assert row.subject == AuditSubject.objects.get(person_key=course.person_id).pseudonym
    assert str(course.person_id) not in row.subject


@pytest.mark.requirement("R-ACC-03", part="rare patterns are flagged", shows="works")
@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="refuses")
def test_a_look_outside_ones_task_is_flagged(page_of, course):
    assert look_at(page_of, course, caseworker_id="s-2", team="Team Syd").flags == "outside_task"
    assert look_at(page_of, course, caseworker_id="", team="").flags == "outside_task"


@pytest.mark.parametrize(("hour", "flags"), [(4, "out_of_hours"), (5, ""), (18, ""), (19, "out_of_hours")])
def test_a_look_by_night_is_flagged_by_the_danish_clock(page_of, client, caseworker, course, monkeypatch, hour, flags):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 22, hour, 30, tzinfo=UTC))
    client.force_login(caseworker)
    assert look_at(page_of, course).flags == flags


@pytest.mark.requirement("R-ACC-03", part="rare patterns are flagged", shows="refuses")
@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="refuses")
def test_a_look_that_was_blocked_is_recorded_without_whose_key_it_was(page_of, course, case_system):
    other = case_system.register(
        received(event_id="e-2", municipality=ELSEWHERE, course_id="c-2", person_id="p-2")
    ).course
    for key in (other.key, uuid4()):
        assert page_of(reverse("person", args=[key])).status_code == 404
        row = last()
        assert (row.kind, row.actor, row.flags, row.subject, row.criterion) == (
            "read",
            "mette",
            "blocked",
            "",
            "person",
        )
        assert str(key) not in "".join(map(str, vars(row).values()))


def test_a_right_that_one_has_not_is_a_blocked_look_too(client, course):
    client.force_login(
        actions.create_user("d", name="D", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit())
    )
    assert client.get(reverse("person", args=[course.key])).status_code == 404
    assert (last().actor, last().flags) == ("d", "blocked")


@pytest.mark.requirement("R-ACC-01", part="no values", shows="works")
def test_a_search_is_recorded_by_its_filters_and_never_by_the_name(page_of, client, course):
    client.post("/", {"band": "high", "name": "Åse"}, follow=True)
    assert last().kind == "search"
    assert last().criterion == "worklist, band=high, name, mode=open"


@pytest.mark.requirement("R-ACC-01", part="no values", shows="refuses")
@pytest.mark.requirement("R-DAT-03", part="not in logs", shows="refuses")
def test_nothing_that_is_known_of_a_person_stands_in_any_row(page_of, client, case_system, caseworker):
    planted = {
        "person_id": "PLANTED-1", "course_id": "PLANTED-2", "event_id": "PLANTED-3", "display_name": "Planted Name",
        "address_name": "Planted Address", "phone": "98 76 54 32", "unemployment_fund": "Planted Fund",
    }  # fmt: skip
    course = case_system.register(received(**planted)).course
    client.post("/", {"name": "Planted Name"}, follow=True)
    page_of(reverse("person", args=[course.key]))
    page_of("/?state=Planted Name")
    client.post(reverse("login"), {"username": "Planted Name", "password": "Planted Name"})
    told = [str(value) for row in AuditRecord.objects.all() for value in vars(row).values()]
    hidden = [*planted.values(), str(course.key), course.key.hex, str(course.person_id), course.person_id.hex]
    assert len(told) > 50
    assert not [one for one in hidden for text in told if one.casefold() in text.casefold()]


def test_log_in_and_log_out_are_recorded_and_failed_ones_by_known_names_only(client, caseworker):
    n = AuditRecord.objects.count()
    client.post(reverse("login"), {"username": "mette", "password": "wrong"})
    client.post(reverse("login"), {"username": "hunter2-in-the-wrong-field", "password": "wrong"})
    client.post(reverse("login"), {"username": "mette", "password": PASSWORD})
    client.post(reverse("logout"))
    made = [(row.kind, row.actor, row.municipality) for row in rows_since(n)]
    assert [one for one in made if one[0] != "search"] == [
        ("failed_log_in", "mette", HERE),
        ("failed_log_in", "unknown", ""),
        ("log_in", "mette", HERE),
        ("log_out", "mette", HERE),
    ]


WRITES_NOTHING = {"actor_of", "fictional_actor"}
"""What the actions offer to pages and that only says who acts. `can_` and `check_` ask and write nothing either."""


def test_every_action_takes_the_event_that_it_is():
    exported = [getattr(actions, name) for name in actions.__all__]
    functions = [
        one
        for one in exported
        if inspect.isfunction(one)
        and not one.__name__.startswith(("can_", "check_"))
        and one.__name__ not in WRITES_NOTHING
    ]
    assert len(functions) > 10
    for function in functions:
        parameter = inspect.signature(function).parameters.get("audit")
        assert parameter is not None, f"{function.__name__} records nothing"
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, function.__name__
        assert parameter.default is inspect.Parameter.empty, function.__name__
        assert typing.get_type_hints(function)["audit"] is AuditEvent, function.__name__


def pages_of_people() -> list[str]:
    """The names of all addresses that stand under a person's key."""
    return sorted(
        pattern.name
        for pattern in get_resolver().url_patterns
        if getattr(pattern, "name", None) and str(pattern.pattern).startswith("people/")
    )


@pytest.mark.parametrize("name", pages_of_people())
def test_every_page_of_a_person_records_whom_it_was_about(client, course, name):
    client.force_login(
        actions.create_user(
            "p", name="P", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER, Role.CASEWORKER), audit=audit()
        )
    )
    n = AuditRecord.objects.count()
    keys = {"key": course.key, **({"element": "regions"} if name == "person-flag" else {})}
    answer = client.get(reverse(name, kwargs=keys), follow=True)
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = client.post(reverse(name, kwargs=keys), follow=True)
    if answer.status_code == HTTPStatus.NOT_FOUND:
        # There is nothing of that kind yet, such as a plan, and nothing was shown.
        return
    pseudonym = AuditSubject.objects.get(person_key=course.person_id).pseudonym
    assert answer.status_code < 500
    assert pseudonym in [row.subject for row in rows_since(n)], (name, answer.status_code)
