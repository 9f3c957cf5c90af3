"""The pages of a person's rights in a real browser: usable by everyone, at a desk and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import RequestKind
from lighed.web import actions
from lighed.web.models import Channel
from tests.browser.citizen_site import course, users  # noqa: F401 - fixtures
from tests.browser.test_pages import DESK, PHONE, problems, tab  # noqa: F401 - the same tab, watched
from tests.browser.usable import check_usable
from tests.web.factories import audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("LIGHED_PICTURES", ""))


@pytest.fixture
def as_(tab, live_server, client, users):  # noqa: F811 - the fixture of that name
    """Open the site as one of them."""

    def opened(name: str, address: str = "/", *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        client.force_login(users[name])
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        tab.context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(live_server.url + address)
        return tab

    return opened


def checked(page: Page, name: str) -> None:
    """Usable by everyone, and nothing beside the screen."""
    check_usable(page)
    if PICTURES.name:
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


PAGES = [
    ("dina", "/my/"),
    ("dina", "/my/requests/objection/"),
    ("mette", "/people/{key}/"),
    ("mette", "/people/{key}/information/"),
    ("mette", "/people/{key}/choice/"),
    ("mette", "/people/{key}/request/"),
    ("dorte", "/oversight/requests/"),
    ("jonas", "/oversight/requests/{number}/"),
    ("pia", "/oversight/requests/{number}/"),
    ("dorte", "/oversight/effects/"),
]


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desktop"), pytest.param(PHONE, id="phone")])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_usable_by_everyone(as_, course, users, language, size):  # noqa: F811
    today = course.registered_on
    asked = actions.receive_request(
        course.person,
        kind=RequestKind.REVIEW,
        words="Jeg har et job på vej. Det ved værktøjet ikke.",
        channel=Channel.ONLINE,
        received_on=today,
        audit=audit(),
    )
    actions.receive_request(
        course.person, kind=RequestKind.ACCESS, words="", channel=Channel.LETTER, received_on=today.replace(month=9),
        audit=audit(),
    )  # fmt: skip
    actions.assign_request(asked, to=users["jonas"], audit=audit())
    for name, address in PAGES:
        place = address.format(key=course.key, number=asked.pk)
        page = as_(name, place, language=language, size=size)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        label = address.strip("/").replace("/", "-").replace("{", "").replace("}", "")
        checked(page, f"{name}-{label}-{language}-{size[0]}")


def test_a_form_that_is_refused_says_where_and_is_read_aloud(as_, course):  # noqa: F811
    page = as_("mette", f"/people/{course.key}/choice/")
    page.get_by_role("button", name="Gem").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Det blev ikke gemt")
    checked(page, "choice-refused")
    page.goto(page.url.replace("choice", "information"))
    page.get_by_role("button", name="Gem").click()
    field = page.get_by_label("Udgave af teksten")
    assert field.get_attribute("aria-invalid") == "true"
    assert "_error" in (field.get_attribute("aria-describedby") or "")
    checked(page, "information-refused")
