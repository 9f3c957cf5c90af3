"""Nothing gets worse, and a report shows it: counted, of nobody in particular."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest

from lighed.governance import RIGHTS, Choice, Conditions, Participation, Right, Role
from lighed.governance.small_numbers import shown_counts
from lighed.web import actions, stored_documents
from lighed.web.actions.arrivals import arrived
from lighed.web.models import AuditRecord, Channel, ContactCourse, Municipality
from tests.web.factories import ELSEWHERE, HERE, audit, enter_legal_basis, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
START = date(2026, 8, 3)


def meeting(course: str, days: int, **changes: str | None) -> dict[str, str | None]:
    held_on = (START + timedelta(days=days)).isoformat()
    return {"course_id": course, "outcome": "held", "held_on": held_on, "superseded_on": None, **changes}


@pytest.fixture
def register(case_system, monkeypatch):
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=5)

    def registered(number: int, *days: int, is_drawn: bool = False, **changes) -> ContactCourse:
        monkeypatch.setattr(arrived.secrets, "randbelow", lambda _: 0 if is_drawn else 99)
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        course = case_system.register(received(**{"registered_on": START, **ids, **changes})).course
        rows = [meeting(course.course_id, one) for one in days]
        rows += [
            meeting("another-course", 1),
            meeting(course.course_id, 1, outcome="no_show"),
            meeting(course.course_id, 1, superseded_on="2026-08-05"),
            meeting(course.course_id, 1, outcome="planned", held_on=None),
        ]
        course.document = stored_documents.to_bytes({"event_id": ids["event_id"], "tables": {"meetings": rows}})
        course.save()
        return course

    return registered


@pytest.fixture
def figures(client):
    dpo = {"password": PASSWORD, "roles": (Role.DPO,)}
    user = actions.create_user("dorte", name="Dorte", municipality=HERE, **dpo, audit=audit())
    client.force_login(user)

    def read() -> dict[str, list[str]]:
        response = client.get("/oversight/effects/file/", headers={"Accept-Language": "da"})
        assert response["Content-Type"].startswith("text/csv")
        text = response.content.decode("utf-8-sig")
        head, *rows = csv.reader(StringIO(text), delimiter=";")
        assert head[:2] == ["Gruppe", "Personer"]
        return {row[0]: row[1:] for row in rows}

    return read


@pytest.mark.requirement("B3", part="a no has no bad effect", shows="works")
@pytest.mark.requirement("R-HUM-04", shows="works")
def test_the_groups_are_compared_by_meetings_and_waiting(register, figures, client):
    for number in range(10):
        register(number, 10 + number, 40, 50)
        register(100 + number, 20 + number, is_drawn=True)
        course = register(200 + number, 5, 6)
        actions.record_choice(course.person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    found = figures()
    assert found["Med skøn"] == ["10", "", "3.0", "14.5"]
    assert found["Trukket ud til at være uden"] == ["10", "", "1.0", "24.5"]
    assert found["Har valgt fra"] == ["10", "", "2.0", "5.0"]
    assert found["Uden af en anden grund"] == ["0", "", "", ""]
    page = main_text(client.get("/oversight/effects/", headers={"Accept-Language": "da"}).content.decode())
    assert "14,5 dage (10 personer)" in " ".join(page.split())
    assert "3 samtaler (10 personer)" in " ".join(page.split())
    assert "Åse" not in page


@pytest.mark.requirement("B3", part="a no has no bad effect", shows="refuses")
@pytest.mark.parametrize("n", [1, 9])
def test_of_fewer_than_ten_nothing_is_shown(register, figures, client, n):
    for number in range(n):
        register(number, 10)
    assert figures()["Med skøn"] == ["", "", "", ""]
    page = client.get("/oversight/effects/", headers={"Accept-Language": "da"}).content.decode()
    assert "vises ikke" in page
    assert f">{n}<" not in page


@pytest.mark.requirement("B3", part="a no has no bad effect", shows="refuses")
def test_one_small_group_cannot_be_worked_out_from_the_others(register, figures, client):
    for number in range(12):
        register(number, 10)
    for number in range(11):
        register(100 + number, 10, is_drawn=True)
    for number in range(3):
        course = register(200 + number, 10)
        actions.record_choice(course.person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    found = figures()
    assert found["Har valgt fra"] == ["", "", "", ""]
    # Eleven are enough for a median; how many they are would tell that the others are three.
    assert found["Trukket ud til at være uden"][0] == ""
    assert found["Trukket ud til at være uden"][2] == "1.0"
    assert found["Med skøn"][0] == "12"
    page = client.get("/oversight/effects/", headers={"Accept-Language": "da"}).content.decode()
    assert page.count('<span class="quiet">vises ikke</span>') == 2
    assert "12 personer" in page
    assert "11 personer" not in page


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 3, 11, 0], (12, None, None, 0)),
        # Together the two are too few: those of one and of one would be known from two.
        ([12, 3, 4, 11], (12, None, None, None)),
        ([60, 1, 1, 0, 0], (None, None, None, 0, 0)),
        ([60, 8, 7, 0], (60, None, None, 0)),
        ([12, 11, 0, 0], (12, 11, 0, 0)),
        ([0, 3, 0, 0], (None, None, None, None)),
        ([60, 30, *[1] * 10], (60, *[None] * 11)),
    ],
)
def test_the_next_smallest_are_left_out_with_what_is_small(counts, shown):
    assert shown_counts(counts) == shown


def test_a_figure_that_too_few_have_is_left_out(register, figures):
    for number in range(10):
        register(number, *([10] if number < 9 else []))
    assert figures()["Med skøn"] == ["10", "", "1.0", ""]


def test_only_the_last_year_and_the_own_municipality_count_and_each_person_once(register, figures):
    for number in range(10):
        register(number, 10, registered_on=date(2025, 11, 21))
        register(100 + number, 10, municipality=ELSEWHERE)
    assert figures()["Med skøn"][0] == "0"
    for number in range(10):
        register(200 + number, 10)
        register(300 + number, 10, person_id=f"p-{200 + number}", registered_on=START + timedelta(days=30))
    assert figures()["Med skøn"][0] == "10"


def test_days_to_the_hand_over(register, figures):
    for number in range(10):
        course = register(number, 10)
        course.handed_over_on = START + timedelta(days=90 + number)
        course.save()
    assert figures()["Med skøn"][1] == "94.5"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PLANNER, Role.ADMINISTRATOR, Role.CITIZEN, Role.DATA_EXPERT])
def test_staff_who_meet_people_do_not_see_it(client, municipalities, role):
    client.force_login(
        actions.create_user("x", name="X", municipality=HERE, password=PASSWORD, roles=(role,), audit=audit())
    )
    for address in ("/oversight/effects/", "/oversight/effects/file/"):
        assert client.get(address).status_code == 404


def test_who_sees_it():
    assert {role for role, rights in RIGHTS.items() if Right.SEE_EFFECTS in rights} == {
        Role.DPO,
        Role.MANAGER,
        Role.REGULATOR,
    }


def test_reading_and_taking_it_out_are_written_down(figures, client):
    figures()
    client.get("/oversight/effects/")
    kinds = (
        AuditRecord.objects.filter(actor="dorte", purpose="oversight")
        .order_by("id")
        .values_list("kind", "purpose", "subject")
    )
    assert list(kinds) == [("export", "oversight", ""), ("read", "oversight", "")]
