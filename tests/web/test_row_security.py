"""The database keeps municipalities apart by itself: what a query forgets, and what SQL by hand asks for."""

from __future__ import annotations

import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, transaction

from lighed.web import actions, row_security
from lighed.web.models import ContactCourse, InformationGiven, Person, StoredEstimate
from tests.postgres import wants_postgres
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(not wants_postgres(), reason="SQLite has no row-level security")
APART = "municipalities are apart"


@pytest.fixture
def two_people(case_system) -> dict[str, ContactCourse]:
    """Åse here, and Carl in the other municipality."""
    here = case_system.register(received())
    there = case_system.register(
        received(event_id="e-2", municipality=ELSEWHERE, display_name="Carl Bech", course_id="c-9", person_id="p-9")
    )
    return {HERE: here.course, ELSEWHERE: there.course}


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_every_table_with_a_person_has_a_municipality():
    tables = row_security.tables_of_people()
    assert set(tables.values()) == {"municipality_id"}
    assert set(tables) >= {
        *("lighed_person", "lighed_contactcourse", "lighed_storedestimate", "lighed_receivedevent"),
        *("lighed_informationgiven", "lighed_participationchoice", "lighed_rightsrequest"),
        *("lighed_personwords", "lighed_dataflag", "lighed_question", "lighed_task"),
    }
    assert "lighed_user" not in tables


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="works")
def test_every_table_with_a_person_has_its_policy():
    assert row_security.protected_tables(connection) == set(row_security.tables_of_people())


@on_postgres
def test_a_table_that_lost_its_policy_gets_it_back_when_the_tables_are_brought_up_to_date():
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY one_municipality ON lighed_person")
        cursor.execute("ALTER TABLE lighed_rightsrequest NO FORCE ROW LEVEL SECURITY")
    assert set(row_security.tables_of_people()) - row_security.protected_tables(connection) == {
        "lighed_person",
        "lighed_rightsrequest",
    }
    row_security.keep_apart(using="default")
    assert row_security.protected_tables(connection) == set(row_security.tables_of_people())


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="works")
def test_sql_by_hand_sees_the_municipality_in_view_and_no_other(two_people):
    assert count("lighed_person") == count("lighed_storedestimate") == 2
    for code, table in ((HERE, "lighed_person"), (ELSEWHERE, "lighed_contactcourse"), (HERE, "lighed_storedestimate")):
        with row_security.municipality_in_view(code), connection.cursor() as cursor:
            cursor.execute(f"SELECT municipality_id FROM {table}")
            assert cursor.fetchall() == [(code,)]


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
def test_where_nothing_was_said_there_is_no_one(two_people):
    with row_security.municipality_in_view(row_security.NOBODY):
        for table in row_security.tables_of_people():
            assert count(table) == 0
    with connection.cursor() as cursor:
        cursor.execute("RESET lighed.municipality")
    assert count("lighed_person") == 0
    row_security.look_at(row_security.EVERY)


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
def test_nothing_is_written_for_another_municipality(two_people):
    theirs = two_people[ELSEWHERE]
    with row_security.municipality_in_view(HERE):
        assert ContactCourse.objects.filter(key=theirs.key).update(team="ours") == 0
        assert StoredEstimate.objects.all().delete()[0] == 1
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Person.objects.create(municipality_id=ELSEWHERE, person_id="p-10", birth_year=1980)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Person.objects.filter(municipality=HERE).update(municipality=ELSEWHERE)
    theirs.refresh_from_db()
    assert theirs.team == "Team Nord"
    assert StoredEstimate.objects.get().municipality_id == ELSEWHERE


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
def test_a_query_that_forgot_the_municipality_still_shows_no_one_of_another(monkeypatch, page_of, two_people):
    for module in ("worklist.rows", "person.page"):
        here = sys.modules[f"lighed.web.queries.{module}"]
        monkeypatch.setattr(here, "courses_of", lambda user: ContactCourse.objects.all())
    page = page_of("/?size=all").content.decode()
    assert "Åse Nørgaard" in page
    assert "Carl Bech" not in page
    assert page_of(f"/people/{two_people[HERE].key}/").status_code == 200
    assert page_of(f"/people/{two_people[ELSEWHERE].key}/").status_code == 404


@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="refuses")
def test_a_machine_client_has_its_own_municipality_in_view(client, monkeypatch, two_people):
    seen = []

    def look(*_args: object, **_kwargs: object) -> None:
        seen.append((row_security.in_view(), ContactCourse.objects.count()))
        raise actions.EventIdReused

    token = actions.create_api_token("Their system", municipality=ELSEWHERE, audit=audit())
    monkeypatch.setattr(actions, "register_person", look)
    headers = {"Authorization": f"Bearer {token}"}
    client.post("/api/v1/registrations", {"municipality": ELSEWHERE}, "application/json", headers=headers)
    assert seen == [(ELSEWHERE, 1 if wants_postgres() else 2)]
    assert row_security.in_view() == row_security.EVERY, "what the request was let to see ends with it"


def test_whoever_is_not_logged_in_has_no_one_in_view(client, monkeypatch, two_people):
    seen = []
    monkeypatch.setattr("lighed.web.queries.demo_users", lambda: seen.append(row_security.in_view()))
    client.get("/log-in/")
    assert seen == [row_security.NOBODY]


def test_what_was_in_view_is_again_after_an_error(two_people):
    with pytest.raises(IntegrityError), transaction.atomic(), row_security.municipality_in_view(HERE):
        InformationGiven.objects.create(
            municipality_id=HERE, person_id=two_people[HERE].person_id, channel="letter", text_version="1"
        )
    assert row_security.in_view() == row_security.EVERY
    assert ContactCourse.objects.count() == 2


def test_one_event_id_in_two_municipalities_is_two_events(case_system, two_people):
    """Event ids say nothing of another municipality's events, not even that there is one."""
    with row_security.municipality_in_view(ELSEWHERE):
        again = case_system.register(received(municipality=ELSEWHERE, course_id="c-10", person_id="p-10"))
    assert again.is_new
    assert ContactCourse.objects.count() == 3


@on_postgres
@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
def test_the_site_does_not_start_as_a_database_user_that_no_policy_holds_back(monkeypatch):
    row_security.check_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    monkeypatch.setattr(row_security, "_IS_ABOVE", "SELECT true")
    with pytest.raises(ImproperlyConfigured, match="NOSUPERUSER"):
        row_security.check_role()


def test_a_session_ended_in_the_middle_leaves_nothing_in_view(client, caseworker, two_people):
    client.login(username="mette", password=PASSWORD)
    client.get("/")
    client.post("/log-out/")
    assert row_security.in_view() == row_security.EVERY
