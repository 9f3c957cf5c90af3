"""The worklist in a real browser: views, columns, selection and keys, with a script and without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lighed.web import actions, queries
from tests.browser.test_pages import (  # noqa: F401 - fixtures
    DESK,
    LANGUAGES,
    SIZES,
    log_in,
    people,
    picture,
    problems,
    tab,
)
from tests.browser.usable import check_usable
from tests.web.factories import audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_keys(user, **other: str) -> None:
    keys = {action: key for action, (key, _) in queries.SHORTCUTS.items()} | other
    actions.keep_desk_settings(user, has_shortcuts=True, shortcuts=keys, audit=audit())


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_folds_out(people, log_in, live_server, language, size):  # noqa: F811
    tab = log_in("/?deadline=14&level=missing", language=language, size=size)  # noqa: F811
    for place in ("#filters", "#pick-columns", "#save-view", ".list-terms summary"):
        if tab.locator(place).count():
            tab.locator(place).click()
    check_usable(tab)
    for address, name in (("/views/", "saved-views"), ("/settings/", "worklist-settings"), ("/without-estimate/", "")):
        tab.goto(live_server.url + address)
        check_usable(tab)
        if language == "da":
            picture(tab, name or "without-estimate", size)


@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_single_keys_go_through_the_list(people, log_in, live_server, caseworker):  # noqa: F811
    with_keys(caseworker, down="n")
    tab = log_in()  # noqa: F811
    links = tab.locator("tbody .c-name a")
    tab.keyboard.press("n")
    expect(links.nth(0)).to_be_focused()
    tab.keyboard.press("n")
    tab.keyboard.press("n")
    tab.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    tab.keyboard.press("x")
    expect(tab.locator("#n-selected")).to_have_text("1 valgt")
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog")).to_be_visible()
    check_usable(tab)
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    expect(tab.locator("#name")).to_be_focused()
    tab.keyboard.type("n?x")
    expect(tab.locator("#name")).to_have_value("n?x")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    links.nth(1).focus()
    tab.keyboard.press("v")
    tab.wait_for_url("**/people/*/#assess")
    expect(tab.locator("#step-4 #assess")).to_be_focused()


def test_single_keys_do_nothing_until_they_are_asked_for(people, log_in, live_server):  # noqa: F811
    tab = log_in()  # noqa: F811
    for key in ("j", "x", "e", "?", "/"):
        tab.keyboard.press(key)
    assert tab.url == f"{live_server.url}/"
    assert tab.evaluate("document.activeElement.tagName") == "BODY"
    expect(tab.locator("#n-selected")).to_have_text("")


def test_a_whole_page_is_selected_counted_and_never_nobody(people, log_in):  # noqa: F811
    tab = log_in()  # noqa: F811
    tab.locator("#do-plan").click()
    expect(tab.locator("#selection-error")).to_have_text("Vælg mindst én borger først")
    tab.locator("#whole-page").check()
    expect(tab.locator("#n-selected")).to_have_text("25 valgt")
    expect(tab.locator("#selection-error")).to_be_hidden()
    tab.locator("tbody .c-select input").first.uncheck()
    expect(tab.locator("#n-selected")).to_have_text("24 valgt")
    tab.locator("#everyone").check()
    expect(tab.locator("#n-selected")).to_have_text("Alle 32 valgt")


@pytest.mark.smoke
def test_without_a_script_people_are_selected_and_taken_along(browser, live_server, client, caseworker, people):  # noqa: F811
    client.force_login(caseworker)
    with browser.new_context(java_script_enabled=False, locale="da-DK") as context:
        session = client.cookies["lighed_session"].value
        context.add_cookies([{"name": "lighed_session", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url)
        page.get_by_role("link", name="Mangler egen vurdering").click()
        page.locator("#do-export").click()
        expect(page.locator("#selection-error")).to_have_text("Vælg mindst én borger først")
        expect(page.locator("#whole-page")).to_be_hidden()
        page.locator("tbody .c-select input").nth(2).check()
        page.locator("#do-export").click()
        expect(page.locator("h1")).to_contain_text("Eksport")


def test_the_printed_list_is_the_table_and_what_it_was_filtered_by(people, log_in):  # noqa: F811
    tab = log_in("/?state=with_fund")  # noqa: F811
    tab.emulate_media(media="print")
    expect(tab.locator(".only-print")).to_contain_text("Status: Hos a-kassen")
    expect(tab.locator("table.people")).to_be_visible()
    for hidden in (".views", ".choices", ".selection-actions", ".site-header", ".set-up-list"):
        expect(tab.locator(hidden)).to_be_hidden()
