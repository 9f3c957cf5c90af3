"""People with a protected name and address: who sees who they are, and that nothing else tells."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from lighed.governance import Role
from lighed.web import actions
from lighed.web.models import AuditRecord, ContactCourse, User
from tests.web.factories import HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
HIDDEN = "Navn og adresse er beskyttet"
NEITHER = "never in lists or exports without the right"


@pytest.fixture
def courses(case_system) -> dict[str, ContactCourse]:
    """Two whose names are protected, Jonas's and Mette's, and one whose name is not."""
    made = {}
    for number, (name, staff, is_protected) in enumerate(
        [("Zara Ågaard", "s-2", True), ("Anna Jensen", "s-2", False), ("Birthe Zeuthen", "s-1", True)]
    ):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        made[name] = case_system.register(
            received(
                **ids,
                display_name=name,
                address_name=name,
                phone=f"12 34 56 7{number}",
                has_protected_address=is_protected,
                caseworker_id=staff,
                caseworker_name="Jonas Bruun" if staff == "s-2" else "Mette Holm",
            )
        ).course
    return made


def page(client, address: str, **said: str) -> str:
    if said:
        client.post(address, said)
    answer = client.get(address, headers={"Accept-Language": "da"})
    assert answer.status_code == 200
    return answer.content.decode()


def let_see(user: User, *, days: int) -> None:
    actions.let_see_protected(user, until=NOW.date() + timedelta(days=days), audit=audit())


@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="works")
@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="refuses")
def test_only_the_own_caseworker_sees_who_it_is(client, caseworker, courses):
    client.force_login(caseworker)
    theirs = page(client, f"/people/{courses['Zara Ågaard'].key}/")
    assert HIDDEN in theirs
    for told in ("Zara", "Ågaard", "12 34 56 70"):
        assert told not in theirs
    own = page(client, f"/people/{courses['Birthe Zeuthen'].key}/")
    assert "Birthe Zeuthen" in own
    assert "12 34 56 72" in own
    assert HIDDEN not in own


@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="works")
@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="refuses")
def test_the_list_holds_no_name_that_is_hidden(client, caseworker, courses):
    client.force_login(caseworker)
    shown = page(client, "/")
    assert "Anna Jensen" in shown
    assert "Birthe Zeuthen" in shown
    assert "Zara" not in shown
    assert HIDDEN in shown


@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="refuses")
@pytest.mark.parametrize("searched", ["Zara", "ågaard", "a", "z"])
def test_a_search_does_not_tell_by_finding(client, caseworker, courses, searched):
    client.force_login(caseworker)
    shown = page(client, "/", name=searched)
    assert HIDDEN not in shown
    assert str(courses["Zara Ågaard"].key) not in shown
    assert "Birthe Zeuthen" in page(client, "/", name="zeuthen")


@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="refuses")
@pytest.mark.parametrize("sort", ["name", "-name", "days", "-days"])
def test_the_order_does_not_tell_the_name(client, caseworker, case_system, courses, sort):
    """Whatever the hidden name is, the list is in the same order."""
    client.force_login(caseworker)
    keys = [f"/people/{course.key}/" for course in courses.values()]

    def order() -> list[str]:
        shown = page(client, f"/?sort={sort}")
        return sorted(keys, key=shown.index)

    before = order()
    for sort_name in ("aaa", "zzz", "jensen"):
        courses["Zara Ågaard"].person.__class__.objects.filter(pk=courses["Zara Ågaard"].person_id).update(
            sort_name=sort_name
        )
        assert order() == before


@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="works")
def test_whoever_was_let_see_them_sees_them_until_the_last_day(client, caseworker, courses, monkeypatch):
    let_see(caseworker, days=10)
    client.force_login(caseworker)
    assert "Zara Ågaard" in page(client, "/", name="zara")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=11))
    client.force_login(caseworker)
    assert "Zara" not in page(client, "/", name="")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client.force_login(caseworker)
    actions.let_see_protected(caseworker, until=None, audit=audit())
    assert "Zara" not in page(client, f"/people/{courses['Zara Ågaard'].key}/")


@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="refuses")
def test_a_planner_without_people_of_their_own_sees_no_protected_name(client, courses):
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    ContactCourse.objects.filter(key=courses["Zara Ågaard"].key).update(caseworker_id="")
    client.force_login(planner)
    shown = page(client, "/")
    # Twice of each: the link to the person, and the box that selects them.
    assert shown.count(HIDDEN) == 4
    assert "Zara" not in shown
    assert "Birthe" not in shown
    assert "Anna Jensen" in shown


@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="refuses")
def test_other_pages_on_the_person_do_not_tell_it_either(client, caseworker, courses):
    client.force_login(caseworker)
    for what in ("information", "request"):
        shown = page(client, f"/people/{courses['Zara Ågaard'].key}/{what}/")
        assert "Zara" not in shown
        assert HIDDEN in shown


@pytest.mark.requirement("R-DAT-09", part="not told by a log", shows="works")
@pytest.mark.requirement("R-DAT-09", part="not told by a log", shows="refuses")
def test_no_log_and_no_address_tells_that_someone_is_protected(client, caseworker, courses, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(caseworker)
    for course in courses.values():
        page(client, f"/people/{course.key}/")
    page(client, "/", name="Zara")
    rows = list(AuditRecord.objects.filter(actor="mette").values_list("kind", "criterion", "reason", "flags"))
    assert len({row for row in rows if row[0] == "read"}) <= 2, "no more than own and other people's differ"
    for told in ("Zara", "protect", "beskyt"):
        assert told not in repr(rows)
        assert told not in caplog.text


def test_what_was_hidden_is_not_saved_as_gone(courses):
    person = courses["Zara Ågaard"].person
    person.hide()
    with pytest.raises(TypeError):
        person.save()
    person.refresh_from_db()
    assert person.display_name == "Zara Ågaard"
