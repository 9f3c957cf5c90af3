"""The public pages in a browser without scripts: nothing that axe finds, nothing that sticks out, no other host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from lighed.web.models import Municipality
from tests.browser.test_pages import DESK, PHONE, picture
from tests.browser.usable import check_usable
from tests.web.open_site import *  # noqa: F403 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "open-about": "",
    "open-elements": "elements/?words=dansk",
    "open-results": "results/",
    "open-changes": "changes/",
    "open-figures": "figures/",
    "open-try": "try/?person=birgit",
    "open-try-fault": "try/?person=birgit&age=150",
}

SHOWN = {"open-about": ".open-steps", "open-results": ".open-calibration", "open-elements": ".open-element"}
"""What the documentation shows of a page."""


@pytest.fixture
def reader(browser: Browser, live_server):
    """A browser that runs no scripts of a page, and writes down which hosts it asks."""
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    hosts: set[str] = set()
    tab = context.new_page()
    tab.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    yield tab
    assert hosts == {live_server.url.split("/")[2]}
    assert context.cookies() == []
    context.close()


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", [pytest.param(DESK, id="desktop"), pytest.param(PHONE, id="phone")])
def test_every_public_page_can_be_read_at_a_desk_and_on_a_phone(released, page: Page, live_server, size):
    Municipality.objects.update(phone="12 34 56 78", held_out_per_cent=5)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for name, part in PAGES.items():
        page.goto(f"{live_server.url}/open/901/{part}{'&' if '?' in part else '?'}language=da")
        check_usable(page)
        if name in SHOWN:
            picture(page, name, size, of=SHOWN[name])
    page.goto(f"{live_server.url}/open/902/?language=en")
    check_usable(page)
    expect(page.get_by_text("does not use the tool now")).to_be_visible()


@pytest.mark.requirement("R-CIT-07", part="made-up people to try it with", shows="works")
def test_without_scripts_one_finds_the_way_and_tries_it_with_the_keyboard(released, reader, live_server):
    reader.goto(f"{live_server.url}/open/")
    reader.get_by_role("link", name="Enghavn Kommune").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Sådan bruger Enghavn Kommune værktøjet")
    reader.get_by_role("link", name="Oplysningerne", exact=True).click()
    reader.get_by_label("Søg efter ord").fill("tolk")
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("1 af 49")).to_be_visible()
    expect(reader.get_by_text("Sådan læses det")).to_be_visible()
    reader.get_by_role("link", name="Prøv det").click()
    reader.get_by_role("link", name="Jonas, 26 år").click()
    reader.get_by_label("Alder ved tilmelding").fill("63")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", name="Skøn", exact=True)).to_be_visible()
    reader.get_by_role("link", name="English").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Try it with made-up people")
    expect(reader.get_by_label("Age at registration")).to_have_value("63")
