"""The administrator's pages in a real browser: both languages, desk and phone, and by keyboard alone."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import ActorKind, Role
from lighed.web import actions
from lighed.web.actions.arrivals.inboxes import OUR_FAULT
from lighed.web.models import ArrivalFile, ReceivedEvent, User
from tests.browser.usable import check_usable
from tests.web.arrivals_site import document
from tests.web.factories import HERE, NOW, audit
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = (1440, 1000), (390, 844)


@pytest.fixture
def staff(municipalities, caseworker) -> User:
    """Enough of an office to look at, and its administrator."""
    for username, name, role in (
        ("dorte", "Dorte Vang", Role.DPO),
        ("lene", "Lene Overgaard", Role.MANAGER),
        ("gerda", "Gerda Munk", Role.APPROVER),
    ):
        actions.create_user(
            username, name=name, municipality=HERE, password=PASSWORD, roles=(role,), team="Stab", audit=audit()
        )
    actions.create_user(
        "tina", name="Tina Rask", municipality=HERE, password=PASSWORD, roles=(Role.REGULATOR,),
        until=NOW.date() + timedelta(60), audit=audit(),
    )  # fmt: skip
    actions.record_training(
        caseworker, what="introduction", taken_on=NOW.date(), valid_until=NOW.date() + timedelta(365), audit=audit()
    )
    actions.create_api_token("KSD", municipality=HERE, audit=audit())
    return actions.create_user(
        "sune", name="Sune Agger", municipality=HERE, password=PASSWORD, roles=(Role.ADMINISTRATOR,), audit=audit()
    )


@pytest.fixture
def open_page(page: Page, live_server, client, staff):
    """Open an address as Sune; an error on the console fails the test."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    def opened(address: str, *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        client.force_login(staff)
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(live_server.url + address)
        return page

    yield opened
    assert [one for one in problems if "422" not in one] == []


def check(tab: Page, width: int) -> None:
    check_usable(tab)
    if folder := os.environ.get("LIGHED_LOOK"):
        name = f"{tab.url.split('/', 3)[3].strip('/').replace('/', '-')}-{width}.png"
        tab.screenshot(path=Path(folder) / name, full_page=True)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_breach_is_found_and_nothing_sticks_out(open_page, caseworker, language, size):
    for address in (
        *("/administration/users/", "/administration/users/?role=planner", "/administration/users/new/"),
        *(f"/administration/users/{caseworker.pk}/", "/administration/clients/", "/administration/organisation/"),
    ):
        check(open_page(address, language=language, size=size), size[0])


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_what_has_arrived_is_told_without_a_breach(open_page, staff, size):
    faulty = document(person="p-3", course="c-3")
    faulty["tables"]["persons"][0]["birth_year"] = "nineteen-eighty"
    events = [
        actions.receive_event(one, source="endpoint", audit=audit()).event
        for one in (faulty, document(person="p-1", course="c-1"), document("hand_over", person="p-2", course="c-2"))
    ]
    actions.work_inbox(events[0].inbox_id, audit=audit())
    ReceivedEvent.objects.filter(pk=events[1].pk).update(state="refused", faults=[OUR_FAULT], document=None)
    ReceivedEvent.objects.filter(pk=events[2].pk).update(n_failures=3)
    ArrivalFile.objects.create(
        municipality_id=HERE, name="morgen-2026-11-22.ndjson", sha256="a" * 64, taken_at=NOW, n_new=3, n_known=1,
        n_refused=2,
    )  # fmt: skip
    tab = open_page("/administration/imports/", size=size)
    expect(tab.get_by_text("Vores software fejlede")).to_be_visible()
    expect(tab.get_by_text("fejlen er vores")).to_be_visible()
    check(tab, size[0])


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_what_is_wrong_is_told_where_it_is(open_page, size):
    tab = open_page("/administration/users/new/", size=size)
    tab.get_by_label("Brugernavn").fill("ida lund")
    tab.get_by_label("Rolle").select_option("regulator")
    tab.get_by_role("button", name="Opret brugeren").click()
    expect(tab.get_by_role("alert")).to_contain_text("Brug kun bogstaver")
    expect(tab.get_by_label("Brugernavn")).to_have_value("ida lund")
    check(tab, size[0])


def test_a_user_is_made_and_given_a_role_by_keyboard_alone(open_page):
    tab = open_page("/administration/users/")
    tab.get_by_role("link", name="Ny bruger").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Brugernavn").focus()
    for typed in ("ida", "Ida Lund", "Nord", "s-9"):
        tab.keyboard.type(typed)
        tab.keyboard.press("Tab")
    tab.keyboard.type("Planl")
    tab.get_by_role("button", name="Opret brugeren").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Ida Lund kan logge ind")
    password = tab.locator("dd code").nth(1).inner_text()
    check(tab, DESK[0])
    user = User.objects.get(username="ida")
    assert user.check_password(password)
    assert user.roles == {Role.PLANNER}
    tab.get_by_role("link", name="Brugerens roller").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Rolle", exact=True).select_option("caseworker")
    tab.get_by_role("button", name="Giv rollen").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Rollen er givet.")
    tab.get_by_role("button", name="Afslut rollen Planlægger").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Rollen er afsluttet.")
    assert User.objects.get(username="ida").roles == {Role.CASEWORKER}


def test_the_users_of_the_demonstration_stand_by_municipality(page: Page, live_server, municipalities):
    actions.create_demo_users({HERE: "Enghavn Kommune", "902": "Strandby Kommune"}, audit=audit())
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(live_server.url + "/log-in/")
    check(page, PHONE[0])
    page.get_by_text("Strandby Kommune").click()
    page.get_by_role("button", name="demo-902-dpo").click()
    expect(page.get_by_role("banner")).to_contain_text("Strandby Kommune")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_what_awaits_another_persons_word_is_read_and_answered(open_page, staff, size, language):
    """One role that Sune gave, which he cannot confirm, and one that somebody else gave, which he can."""
    for username, giver in (("ida", "sune"), ("bo", "dorte")):
        user = actions.create_user(
            username, name=username.title(), municipality=HERE, password=PASSWORD, roles=(), audit=audit()
        )
        by = replace(audit(), actor=giver, actor_kind=ActorKind.PERSON)
        actions.give_role(user, Role.MANAGER, audit=by)
    tab = open_page("/administration/confirmations/", language=language, size=size)
    check(tab, size[0])
    assert tab.get_by_role("row").count() == 3
    tab.get_by_role("button", name="Bekræft for Bo" if language == "da" else "Confirm for Bo").click()
    check(tab, size[0])
    assert User.objects.get(username="bo").roles == {Role.MANAGER}
    assert not User.objects.get(username="ida").roles
