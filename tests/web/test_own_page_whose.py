"""B6: whose page it is: the person's own, and of who acts for them within a scope and a period; nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import ActsOn, Role, RoleRefused
from lighed.web import actions, queries
from lighed.web.models import ContactCourse, ParticipationChoice, RightsRequest, RoleAssignment, User
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD
from tests.web.test_own_page import as_, ask, citizen, person, representative, text_of  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-CIT-05", shows="works")
def test_a_representative_acts_within_the_scope_and_the_period(as_, representative):  # noqa: F811
    client = as_(representative(ActsOn.CHOICE, ActsOn.REQUESTS))
    assert "Du handler for Åse Nørgaard til og med 01.12.2026." in text_of(client)
    assert client.post("/my/choice/", {"choice": "no"}).status_code == 302
    assert client.post("/my/requests/objection/", {"words": "På Åses vegne."}).status_code == 302
    assert ParticipationChoice.objects.get().recorded_by == "representative"
    assert RightsRequest.objects.get().words == "På Åses vegne."


@pytest.mark.requirement("R-CIT-05", shows="refuses")
@pytest.mark.parametrize(("acts_on", "choice", "request_"), [(ActsOn.CHOICE, 302, 404), (ActsOn.REQUESTS, 404, 302)])
def test_outside_the_scope_a_representative_can_do_nothing(as_, representative, acts_on, choice, request_):  # noqa: F811
    client = as_(representative(acts_on))
    html = client.get("/my/").content.decode()
    assert ("Nej tak til værktøjet" in html) is (choice == 302)
    assert ("Gør indsigelse" in html) is (request_ == 302)
    assert client.post("/my/choice/", {"choice": "no"}).status_code == choice
    assert client.post("/my/requests/objection/", {"words": ""}).status_code == request_


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_after_the_period_a_representative_sees_nothing(as_, representative, monkeypatch):  # noqa: F811
    user = representative(ActsOn.CHOICE)
    later = timezone.now() + timedelta(days=10)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert as_(User.objects.get(pk=user.pk)).get("/my/").status_code == 404


@pytest.mark.parametrize(("until", "acts_on"), [(date(2026, 11, 21), [ActsOn.CHOICE]), (date(2026, 12, 1), [])])
def test_nobody_represents_for_nothing_or_in_the_past(representative, until, acts_on):  # noqa: F811
    with pytest.raises(actions.RepresentationRefused):
        representative(*acts_on, until=until)
    assert not User.objects.filter(username="rene").exists()
    assert not RoleAssignment.objects.filter(role=Role.REPRESENTATIVE).exists()


def test_the_role_is_given_to_nobody_without_a_last_day(municipalities):
    with pytest.raises(RoleRefused):
        actions.create_user(
            "x", name="X", municipality=HERE, password=PASSWORD, roles=(Role.REPRESENTATIVE,), audit=audit()
        )


@pytest.mark.requirement("C10", part="sees it", shows="refuses")
def test_the_page_is_the_persons_own_and_no_one_elses(as_, citizen, caseworker, case_system):  # noqa: F811
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course.person
    theirs = ask(other)
    client = as_(citizen)
    assert client.post(f"/my/requests/{theirs.pk}/withdraw/").status_code == 404
    course = ContactCourse.objects.get(person=other)
    assert client.get(f"/people/{course.key}/").status_code == 404
    assert client.get("/")["Location"] == "/my/"
    assert as_(caseworker).get("/my/").status_code == 404


def test_a_citizen_role_without_a_person_opens_nothing(as_, municipalities):  # noqa: F811
    user = actions.create_user(
        "tom", name="Tom", municipality=HERE, password=PASSWORD, roles=(Role.CITIZEN,), audit=audit()
    )
    assert as_(user).get("/my/").status_code == 404


def test_a_person_of_another_municipality_opens_nothing(as_, citizen):  # noqa: F811
    User.objects.filter(pk=citizen.pk).update(municipality=ELSEWHERE)
    assert as_(User.objects.get(pk=citizen.pk)).get("/my/").status_code == 404


def test_the_query_gives_no_page_to_staff(caseworker):
    assert queries.own_case(caseworker, today=timezone.localdate()) is None
