"""Citizens stand in the audit log as what they are and by their pseudonym, and names that are protected stay so."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from lighed.governance import ActsOn, AuditKind, Role
from lighed.web import actions, audit_triggers, queries
from lighed.web.models import AuditRecord, AuditSubject, User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
NAME, USER_NAME = "Hemmelig Hansen", "hemmelig-hansen-1968"
DAYS = {"begins_on": "2026-11-01", "ends_on": "2026-11-22"}


@pytest.fixture(autouse=True)
def anchored(monkeypatch):
    """Within a test's one transaction nothing is committed: the anchor is moved at once."""
    monkeypatch.setattr("lighed.web.actions.audit.chain.transaction.on_commit", lambda call, **_: call())


@pytest.fixture
def person(case_system):
    registered = received(person_id="p-hidden", display_name=NAME, address_name=NAME, has_protected_address=True)
    return case_system.register(registered).course.person


@pytest.fixture
def citizen(person) -> User:
    return actions.create_citizen(person, username=USER_NAME, name=NAME, password=PASSWORD, audit=audit())


@pytest.fixture
def regulator(client, municipalities):
    """Search the log as a regulator does."""
    user = actions.create_user(
        "tilsyn", name="T", municipality=HERE, password=PASSWORD, roles=(Role.REGULATOR,), until=date(2026, 12, 1),
        audit=audit(),
    )  # fmt: skip

    def search(**given: str) -> str:
        client.force_login(user)
        form = {"reason": "Klage 7", **DAYS, **given}
        return client.post("/oversight/log/", form, headers={"Accept-Language": "da"}).content.decode("utf-8-sig")

    return search


def use_the_site(client, citizen) -> None:
    """Log in with a wrong password and with the right one, look, choose a language, ask for what is not there."""
    for password in ("wrong", PASSWORD):
        client.post(reverse("login"), {"username": citizen.username, "password": password})
    assert client.get("/my/").status_code == 200
    client.post(reverse("language"), {"language": "en", "next": "/my/"})
    assert client.get(reverse("person", args=[uuid4()])).status_code == 404
    client.post(reverse("logout"))


@pytest.mark.requirement("R-ACC-01", part="people stand in it as keyed pseudonyms", shows="works")
def test_all_that_a_citizen_does_stands_under_the_pseudonym_and_no_name(client, citizen, person):
    before = AuditRecord.objects.count()
    use_the_site(client, citizen)
    rows = list(AuditRecord.objects.order_by("id")[before:])
    assert {row.kind for row in rows} >= {"failed_log_in", "log_in", "read", "change", "log_out"}
    pseudonym = AuditSubject.objects.get(person_key=person.key).pseudonym
    assert {(row.actor, row.subject, row.role) for row in rows} == {("citizen", pseudonym, "citizen")}


@pytest.mark.requirement("R-ACC-01", part="people stand in it as keyed pseudonyms", shows="refuses")
def test_whoever_searches_the_log_learns_no_citizens_name(client, citizen, regulator):
    use_the_site(client, citizen)
    # As it was written before citizens had a word of their own.
    actions.record(audit=replace(audit(kind=AuditKind.LOG_IN), actor=USER_NAME))
    for told in (client_page(client, regulator), regulator(), regulator(**{"as": "file"})):
        assert "Hemmelig" not in told
        assert USER_NAME not in told
    rows = list(csv.reader(StringIO(regulator(**{"as": "file"})), delimiter=";"))
    assert {"Borger", "Citizen"} & {row[2] for row in rows if len(row) > 2}


def client_page(client, regulator) -> str:
    regulator()
    return client.get("/oversight/log/").content.decode()


def test_a_representative_has_no_name_either_also_when_the_time_is_over(client, person):
    user = actions.create_representative(
        person, username="rene", name="Rene Lund", password=PASSWORD, until=date(2026, 12, 1),
        acts_on=[ActsOn.CHOICE], audit=audit(),
    )  # fmt: skip
    client.force_login(user)
    user.role_assignments.update(valid_to=date(2026, 11, 1))
    client.post("/my/choice/", {"choice": "no"})
    client.post(reverse("logout"))
    assert queries.name_in_log(user) == "representative"
    assert not AuditRecord.objects.filter(actor="rene").exists()


@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="works")
def test_somebody_who_has_logged_in_is_erased_and_it_is_proved(client, citizen, settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43
    use_the_site(client, citizen)
    erasure = actions.erase_person(HERE, "p-hidden", reason="asked for", by="ane", audit=audit(kind=AuditKind.DELETION))
    assert erasure.is_proved, erasure.proof


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_a_pseudonym_that_somebody_moved_hides_nobody_and_shows_nobody_else(client, person, regulator, case_system):
    audit_triggers.take_down(connection)
    AuditSubject.objects.update(municipality=ELSEWHERE)
    audit_triggers.put_up(connection)
    sign = AuditSubject.objects.get(person_key=person.key).pseudonym
    assert queries.subject_of(HERE, "p-hidden") == (sign, str(person.key))
    assert queries.subject_of(HERE, sign[:12]) == (sign, str(person.key))
    assert queries.subject_of(ELSEWHERE, sign) == (None, None)
    nobody = queries.LogSearch(HERE, date(2026, 11, 1), NOW.date(), is_about_someone=True)
    assert queries.search_log(nobody, page=1).entries == ()
    assert list(queries.all_of_log(nobody)) == []


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_a_search_for_someone_without_a_pseudonym_lists_nobody_elses(regulator, person, monkeypatch):
    monkeypatch.setattr(queries, "subject_of", lambda *_: (None, str(person.key)))
    assert "Ingen opslag i perioden." in regulator(person="p-hidden")


def test_ones_own_look_ups_in_a_spot_check_show_no_name_that_is_hidden(client, case_system, caseworker):
    others = received(
        person_id="p-9", course_id="c-9", display_name=NAME, has_protected_address=True, caseworker_id="s-2"
    )
    course = case_system.register(others).course
    client.force_login(caseworker)
    assert NAME not in client.get(reverse("person", args=[course.key])).content.decode()
    days = {"begins_on": NOW.date(), "ends_on": NOW.date()}
    actions.draw_spot_check(HERE, n=5, **days, audit=audit())
    page = client.get(reverse("justify"))
    assert str(course.key) in page.content.decode()
    assert NAME not in page.content.decode()
    # Who may see people no more is not shown whom they looked at.
    caseworker.role_assignments.update(ended_at=NOW)
    assert all(one.course is None for one in queries.open_justifications(User.objects.get(pk=caseworker.pk)))
