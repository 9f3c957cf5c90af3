"""Dina, who has an estimate, and those who work with her -> the site opened as one of them, in a real browser.

In Danish the person holds a phone, in English they sit at a desk; staff always sit at one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import Conditions, Participation, Role
from lighed.web import actions
from lighed.web.models import ContactCourse, Municipality
from tests.browser.keyboard import follow
from tests.browser.test_pages import DESK, PHONE, PICTURES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

BOTH = pytest.mark.parametrize("language", ["da", "en"])
LOOKED_AT = Path(os.environ.get("LIGHED_PICTURES", ""))
IN_THE_DOCS = {"correct", "assess-first"}
SIZE = {"da": PHONE, "en": DESK}


@pytest.fixture
def course(case_system) -> ContactCourse:
    """Dina, who has an estimate that Mette sees, under a law that lets her say no."""
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    return case_system.register(received(display_name="Dina Ali")).course


@pytest.fixture
def users(course, caseworker):
    made = {"mette": caseworker}
    made["dina"] = actions.create_citizen(
        course.person, username="dina", name="Dina Ali", password=PASSWORD, audit=audit()
    )
    for name, role, staff in (
        ("pia", Role.PLANNER, ""),
        ("jonas", Role.CASEWORKER, "s-2"),
        ("dorte", Role.DPO, ""),
        ("mona", Role.MANAGER, ""),
    ):
        made[name] = actions.create_user(
            name, name=name.title(), municipality=HERE, password=PASSWORD, roles=(role,), caseworker_id=staff,
            audit=audit(),
        )  # fmt: skip
    made["jonas"].team = "Team Syd"
    made["jonas"].save()
    return made


@pytest.fixture
def as_(page, live_server, client, users, language):
    """Open the site as one of them; what the browser complains of fails the test, but for a form that is refused."""
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    def opened(name: str, address: str = "/") -> Page:
        client.force_login(users[name])
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        page.context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        width, height = SIZE[language] if name == "dina" else DESK
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + address)
        return page

    yield opened
    assert [one for one in problems if "422" not in one] == []


def to_page(page: Page, *names: str) -> None:
    """Follow the menu, from whichever page is open, as far as it is named."""
    for name in names:
        follow(page, page.get_by_role("navigation").get_by_role("link", name=name, exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(names[-1])


def usable(page: Page, picture: str = "") -> None:
    """Nothing that axe finds, and nothing beside the screen. With LIGHED_PICTURES, its picture is kept there."""
    check_usable(page)
    if LOOKED_AT.name and picture:
        page.screenshot(path=LOOKED_AT / f"{picture}-{page.viewport_size['width']}.png", full_page=True)
    if (
        os.environ.get("LIGHED_SCREENSHOTS") == "1"
        and page.viewport_size["width"] == DESK[0]
        and picture in IN_THE_DOCS
    ):
        page.screenshot(path=PICTURES / f"{picture}-desktop.png", full_page=True)
