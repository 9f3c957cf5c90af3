"""The access log and spot checks in a real browser: at a desk and on a phone, in both languages, by keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lighed.governance import Role
from lighed.web import actions
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [pytest.param((1440, 1000), id="desktop"), pytest.param((390, 844), id="phone")]
PICTURES = Path(os.environ.get("LIGHED_LOG_PICTURES", ""))
WORDS = {
    "da": {
        "purpose": "Formål med søgningen", "person": "Borger", "search": "Søg",
        "missing": "Skriv formålet med søgningen.", "outside": "Uden for egen opgave",
        "draw": "Træk en stikprøve", "why": "Hvorfor du slog op", "send": "Send",
        "fine": "Begrundet", "note": "Note", "not_fine": "Ikke begrundet", "whole": "Log mangler",
    },
    "en": {
        "purpose": "Purpose of the search", "person": "Person", "search": "Search",
        "missing": "Write the purpose of the search.", "outside": "Outside one’s task", "draw": "Draw a sample",
        "why": "Why you looked", "send": "Send", "fine": "Justified", "note": "Note", "not_fine": "Not justified",
        "whole": "The log is missing",
    },
}  # fmt: skip


@pytest.fixture
def looked(client, case_system, caseworker):
    """Mette has looked at somebody who is not hers, and somebody has asked for a page that is not there."""
    course = case_system.register(received(caseworker_id="s-9", team="Team Syd")).course
    client.force_login(caseworker)
    client.get(reverse("person", args=[course.key]))
    client.get("/people/00000000-0000-4000-8000-000000000000/")
    return course


@pytest.fixture
def officer(municipalities):
    return actions.create_user(
        "dorte", name="Dorte Lund", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit()
    )


@pytest.fixture
def tab(page: Page, live_server, client):
    """A tab in which an error on the console fails the test, but for a form that is refused as it should be."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    def open_as(user, address: str, *, language: str, size: tuple[int, int]) -> Page:
        client.force_login(user)
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(live_server.url + address)
        return page

    yield open_as
    assert [one for one in problems if "422" not in one] == []


def check(page: Page, name: str) -> None:
    """No fault for those who see, hear or steer it otherwise, and nothing wider than the window."""
    check_usable(page)
    if PICTURES.name:
        page.screenshot(path=PICTURES / f"{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_officer_finds_who_has_looked(tab, looked, officer, language, size):
    words = WORDS[language]
    page = tab(officer, "/oversight/log/", language=language, size=size)
    check(page, f"log-empty-{language}")
    page.get_by_role("button", name=words["search"], exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(words["missing"])
    check(page, f"log-refused-{language}")
    page.get_by_label(words["purpose"]).fill("J10")
    page.get_by_label(words["person"]).fill("p-1")
    page.get_by_label(words["person"]).press("Enter")
    rows = page.locator(".log-entries tbody tr")
    expect(rows.first).to_contain_text("J10")
    expect(page.locator(".log-entries")).to_contain_text(words["outside"])
    expect(page.locator("main")).not_to_contain_text(words["whole"])
    assert "p-1" not in page.url
    check(page, f"log-found-{language}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_look_up_is_drawn_justified_and_closed(tab, looked, officer, caseworker, language, size):
    words = WORDS[language]
    page = tab(officer, "/oversight/spot-checks/", language=language, size=size)
    check(page, f"spot-checks-empty-{language}")
    page.get_by_role("button", name=words["draw"]).click()
    expect(page.locator(".sample > li")).to_have_count(1)
    sample = page.url
    page = tab(caseworker, "/justify/", language=language, size=size)
    page.get_by_role("button", name=words["send"], exact=True).click()
    check(page, f"justify-refused-{language}")
    page.get_by_label(words["why"]).fill("Vikar for Jonas")
    page.get_by_label(words["why"]).press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    check(page, f"justify-done-{language}")
    page = tab(officer, sample[sample.index("/oversight") :], language=language, size=size)
    expect(page.locator("blockquote")).to_contain_text("Vikar for Jonas")
    check(page, f"spot-check-{language}")
    page.get_by_role("button", name=words["not_fine"], exact=True).click()
    check(page, f"spot-check-refused-{language}")
    page.get_by_label(words["note"]).fill("Ingen opgave")
    page.get_by_role("button", name=words["not_fine"], exact=True).click()
    expect(page.locator(".state-tag-strong")).to_have_text(words["not_fine"])
    check(page, f"spot-check-closed-{language}")
    page.goto(page.url.split("/oversight")[0] + "/oversight/spot-checks/")
    check(page, f"spot-checks-{language}")
