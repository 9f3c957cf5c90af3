"""The pages in a real browser: usable by everyone, in both languages, at a desk and on a phone.

With LIGHED_SCREENSHOTS=1 the tests of the Danish pages also write the pictures that the documentation shows.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lighed.governance import Moment
from lighed.web import actions
from lighed.web.queries.worklist.columns import COLUMNS
from tests.browser.pictures import small
from tests.browser.usable import check_usable
from tests.web.factories import HERE, assessed, audit, cannot_be_assessed, many, received, shown_values
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = (1440, 1000), (390, 844)
SIZES = [pytest.param(DESK, id="desktop"), pytest.param(PHONE, id="phone")]
LANGUAGES = ["da", "en"]
PICTURES = Path(__file__).parents[2] / "docs/images"
OTHERS = PICTURES.parents[1] / "var/pictures"
TALLEST = 1700


@pytest.fixture
def problems() -> list[str]:
    """What the browser's console complained of."""
    return []


@pytest.fixture
def tab(page: Page, problems):
    """A browser's tab in which any error on the console fails the test."""
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.fixture
def people(municipalities, case_system) -> None:
    """A list of more than one page."""
    many(case_system, today=timezone.localdate())


@pytest.fixture
def log_in(tab, live_server, client, caseworker):
    """Open the site as Mette."""

    def logged_in(address: str = "/", *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        client.force_login(caseworker)
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        tab.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(live_server.url + address)
        return tab

    return logged_in


@pytest.fixture
def somebody(municipalities, case_system) -> str:
    """The address of a person with a whole estimate card."""
    registered_on = timezone.localdate() - timedelta(days=96)
    course = case_system.register(
        received(
            event_id="somebody",
            event=Moment.HAND_OVER,
            course_id="somebody",
            person_id="somebody",
            registered_on=registered_on,
            handed_over_on=timezone.localdate() - timedelta(days=5),
            values=shown_values(timezone.localdate() - timedelta(days=5)),
            estimate=assessed(moment=Moment.HAND_OVER, scored_on=timezone.localdate() - timedelta(days=5)),
        )
    ).course
    return f"/people/{course.key}/"


def picture(tab: Page, name: str, size: tuple[int, int], *, of: str = "body") -> None:
    """Write down the upper part of the page, or of what is on it. The documentation shows what is seen at a desk."""
    if os.environ.get("LIGHED_SCREENSHOTS") != "1":
        return
    folder, kind = (PICTURES, "desktop") if size == DESK else (OTHERS, "phone")
    folder.mkdir(parents=True, exist_ok=True)
    box = tab.locator(of).bounding_box()
    assert box is not None
    top = box["y"] + tab.evaluate("window.scrollY")
    clip = {**box, "y": top, "height": min(box["height"], TALLEST)}
    taken = tab.screenshot(full_page=True, clip=clip)
    (folder / f"{name}-{kind}.png").write_bytes(small(tab, taken))


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in(tab, live_server, municipalities, language, size):
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    tab.context.add_cookies([{"name": "lighed_language", "value": language, "url": live_server.url}])
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(live_server.url)
    check_usable(tab)
    whom = {"da": "Log ind som demo-901", "en": "Log in as demo-901"}[language]
    tab.get_by_role("button", name=whom, exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text({"da": "Arbejdsliste", "en": "Worklist"}[language])


@pytest.mark.requirement("A13", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_worklist(people, log_in, language, size):
    tab = log_in(language=language, size=size)
    expect(tab.locator("html")).to_have_attribute("lang", language)
    expect(tab.locator("tbody tr")).to_have_count(25)
    check_usable(tab)
    if language == "da":
        picture(tab, "worklist", size)


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_person(log_in, somebody, language, size):
    tab = log_in(somebody, language=language, size=size)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Åse Nørgaard")
    if language == "da":
        picture(tab, "person", size, of="#estimate")
    tab.locator("#computed summary").click()
    check_usable(tab)


@pytest.mark.requirement("R-ACCS-01", part="enlarged four times", shows="works")
def test_nothing_sticks_out_at_any_width(people, somebody, log_in, live_server):
    """Down to 320 px, which is what a page enlarged four times has left on a desktop (WCAG 1.4.10)."""
    tab = log_in()
    for address in ("/", somebody):
        tab.goto(live_server.url + address)
        for width in (320, 600, 768, 991, 1099, 1100, 1200, 1320, 1600, 1920):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


LONG_NAMES = ("Tomasz Jørgensen Singh", "Bartholomæus-Christian Østergaard-Vestergaard Kjeldgaard")
OVERLAPS = """row => {  // whether the name covers the days or sticks out, or the state covers the day of registration
  const boxes = selector => {
    const range = document.createRange();
    range.selectNodeContents(row.querySelector(selector));
    return [...range.getClientRects()].filter(box => box.width > 0);
  };
  const edge = row.getBoundingClientRect();
  const names = boxes(".c-name"), days = boxes(".c-days");
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const states = boxes(".c-state"), registered = boxes(".c-registered");
  return names.some(a => a.right > edge.right || days.some(b => meet(a, b)))
    || states.some(a => registered.some(b => meet(a, b)));
}"""


def test_a_long_name_covers_nothing_on_a_phone(municipalities, case_system, log_in, caseworker):
    actions.keep_desk_settings(caseworker, columns=list(COLUMNS), audit=audit())
    for number, name in enumerate(LONG_NAMES):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        registered_on = timezone.localdate() - timedelta(days=172)
        estimate = assessed(scored_on=registered_on)
        person = {"display_name": name, "registered_on": registered_on, "has_protected_address": bool(number)}
        case_system.register(received(**ids, **person, event=Moment.HAND_OVER, estimate=estimate))
    tab = log_in(size=PHONE)
    expect(tab.locator("tbody tr")).to_have_count(2)
    for width in (320, 360, 390, 600, 800):
        tab.set_viewport_size({"width": width, "height": 900})
        for row in tab.locator("tbody tr").all():
            assert not row.evaluate(OVERLAPS), width


@pytest.mark.parametrize("width", [320, 390, 700, 1440])
def test_the_sum_of_the_vote_is_in_sight_at_every_width(log_in, somebody, width):
    tab = log_in(somebody)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.locator("#computed summary").click()
    for figure in (*tab.locator(".vote .product").all(), tab.locator(".vote tfoot td")):
        box = figure.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    scrolls = "element => element.scrollWidth > element.clientWidth"
    assert not tab.locator("#computed").evaluate(scrolls)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_that_is_already_long(municipalities, case_system, log_in, language, size):
    registered_on = timezone.localdate() - timedelta(weeks=28)
    key = case_system.register(
        received(registered_on=registered_on, estimate=assessed(scored_on=registered_on))
    ).course.key
    tab = log_in(language=language, size=size)
    said = {
        "da": "Forløbet har allerede varet mere end 26 uger.",
        "en": "The course has already lasted more than 26 weeks.",
    }
    expect(tab.locator("td.c-already-long")).to_contain_text(said[language])
    check_usable(tab)
    tab.goto(tab.url + f"people/{key}/")
    expect(tab.locator(".no-estimate")).to_contain_text(said[language])
    expect(tab.locator(".band")).to_be_hidden()
    tab.locator(".former > summary").click()
    expect(tab.locator(".band s").first).to_have_css("text-decoration-line", "line-through")
    check_usable(tab)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_that_cannot_be_assessed(municipalities, case_system, log_in, language, size):
    key = case_system.register(received(estimate=cannot_be_assessed())).course.key
    tab = log_in(f"/people/{key}/", language=language, size=size)
    names = tab.locator(".missing-names")
    expect(names).to_be_hidden()
    tab.locator(".missing summary").click()
    expect(names).to_be_visible()
    check_usable(tab)


def test_a_list_that_fits_nobody_is_cleared_where_it_says_so(people, log_in, live_server):
    tab = log_in("/?state=ended&sort=name")
    tab.locator(".empty").get_by_role("button", name="Ryd filtre").click()
    expect(tab.locator("tbody tr")).to_have_count(25)
    assert tab.url == f"{live_server.url}/?sort=name"


def test_a_wrong_password_keeps_the_user_name_and_moves_nothing_apart(tab, live_server, municipalities):
    tab.goto(live_server.url)
    tab.get_by_label("Brugernavn").fill("mette")
    tab.get_by_label("Adgangskode").fill("wrong")
    tab.get_by_role("button", name="Log ind", exact=True).click()
    error, name = tab.locator("#log-in-error"), tab.get_by_label("Brugernavn")
    expect(error).to_be_visible()
    expect(name).to_have_value("mette")
    expect(tab.get_by_label("Adgangskode")).to_have_value("")
    check_usable(tab)
    above, below = error.bounding_box(), tab.locator("label[for=id_username]").bounding_box()
    assert above is not None
    assert below is not None
    words = error.locator(".alert-text").bounding_box()
    assert words is not None
    assert words["x"] - above["x"] <= 24
    assert 8 <= below["y"] - (above["y"] + above["height"]) <= 32


@pytest.mark.requirement("A13", shows="works")
def test_a_filter_takes_effect_at_once_and_has_its_own_address(people, log_in, live_server):
    tab = log_in()
    tab.locator("#filters").click()
    tab.get_by_label("Risiko for langt forløb").select_option("high")
    expect(tab.locator(".tags .tag")).to_contain_text("Risiko for langt forløb: Høj")
    assert tab.url == f"{live_server.url}/?band=high"
    check_usable(tab)
    assert set(tab.locator("td.c-band strong").all_inner_texts()) == {"Høj"}
    expect(tab.locator("#announcement")).to_contain_text("borgere fundet")
    tab.reload()
    expect(tab.get_by_label("Risiko for langt forløb")).to_have_value("high")
    tab.get_by_role("button", name="Ryd filtre").click()
    expect(tab.locator("#count")).to_contain_text("af 32 borgere")
    assert tab.url == f"{live_server.url}/"


@pytest.mark.requirement("R-DAT-03", part="not in addresses", shows="works")
def test_a_name_is_searched_for_and_is_never_in_the_address(people, log_in, live_server):
    tab = log_in()
    tab.get_by_label("Søg på navn").fill("ægidius")
    tab.keyboard.press("Enter")
    expect(tab.locator("tbody tr")).to_have_count(1)
    assert tab.url == f"{live_server.url}/"
    tab.get_by_role("button", name="Navn: ægidius").click()
    expect(tab.locator("tbody tr")).to_have_count(25)


def test_the_next_page_and_the_way_back(people, log_in, live_server):
    tab = log_in()
    first = tab.locator("tbody .c-name a").all_inner_texts()
    tab.get_by_role("link", name="Næste").click()
    expect(tab.locator("#count")).to_contain_text("26–32")
    assert tab.url == f"{live_server.url}/?page=2"
    assert not set(first) & set(tab.locator("tbody .c-name a").all_inner_texts())
    tab.go_back()
    expect(tab.locator("#count")).to_contain_text("1–25")
    assert tab.locator("tbody .c-name a").all_inner_texts() == first


@pytest.mark.smoke
def test_without_a_script_everything_can_be_done(browser, live_server, client, caseworker, people):
    client.force_login(caseworker)
    with browser.new_context(java_script_enabled=False, locale="da-DK") as context:
        session = client.cookies["lighed_session"].value
        context.add_cookies([{"name": "lighed_session", "value": session, "url": live_server.url}])
        tab = context.new_page()
        tab.goto(live_server.url)
        tab.locator("#filters").click()
        tab.get_by_label("Risiko for langt forløb").select_option("low")
        tab.get_by_role("button", name="Vis", exact=True).click()
        assert tab.url == f"{live_server.url}/?band=low"
        assert set(tab.locator("td.c-band strong").all_inner_texts()) == {"Lav"}
        tab.locator("tbody .c-name a").first.click()
        expect(tab.locator("#estimate-heading")).to_be_visible()


@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_everything_is_reached_with_the_keyboard(people, log_in):
    tab = log_in()
    reached = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert reached[0] == "Gå til sidens indhold"
    wanted = ["name", "show", "filters", "sort", "size", "pick-columns", "save-view", "whole-page", "sort-name"]
    wanted += ["sort-days", "sort-deadline", "sort-estimate"]
    assert [place for place in reached if place in wanted] == wanted
    first = tab.locator("tbody .c-name a").first.inner_text()
    assert first in reached
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "where the keyboard is must be seen"
    tab.locator("tbody .c-name a").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(first)


def test_the_filter_keeps_the_focus_where_it_was(people, log_in):
    tab = log_in()
    tab.locator(".more-filters summary").click()
    tab.get_by_role("search").get_by_label("Sikkerhed").focus()
    tab.get_by_role("search").get_by_label("Sikkerhed").select_option("good")
    expect(tab.locator(".tags .tag")).to_contain_text("Sikkerhed: God")
    assert tab.evaluate("document.activeElement.id") == "filter-certainty"


def test_on_a_phone_the_filters_fold_and_stay_open_while_one_chooses(people, log_in):
    tab = log_in(size=PHONE)
    expect(tab.get_by_role("search").get_by_label("Sikkerhed")).to_be_hidden()
    tab.locator(".more-filters summary").click()
    tab.get_by_role("search").get_by_label("Sikkerhed").focus()
    tab.get_by_role("search").get_by_label("Sikkerhed").select_option("good")
    expect(tab.locator(".tags .tag")).to_contain_text("Sikkerhed: God")
    expect(tab.get_by_role("search").get_by_label("Sikkerhed")).to_be_visible()
    assert tab.evaluate("document.activeElement.id") == "filter-certainty"


def test_a_list_that_cannot_be_fetched_says_so_and_stays(people, page, log_in, live_server, problems):
    tab = log_in()
    tab.locator(".more-filters summary").click()
    page.route(f"{live_server.url}/", lambda route: route.abort())
    before = tab.locator("tbody .c-name a").all_inner_texts()
    with page.expect_event("requestfailed"):
        tab.get_by_role("search").get_by_label("Status").select_option("ended")
    expect(tab.locator("#list-error")).to_be_visible()
    expect(tab.locator("#list-error")).to_contain_text("Listen kunne ikke hentes. Prøv igen. Sidst hentet")
    assert tab.locator("tbody .c-name a").all_inner_texts() == before
    assert any("ERR_FAILED" in problem for problem in problems)
    problems.clear()  # the broken request itself is on the console, as it should be


def test_the_link_to_how_it_was_computed_opens_it(log_in, somebody):
    tab = log_in(somebody)
    expect(tab.locator("table.vote")).to_be_hidden()
    tab.locator(".status").get_by_role("link", name="Sådan er det regnet ud").click()
    expect(tab.locator("table.vote")).to_be_visible()


@pytest.mark.requirement("R-ACCS-02", shows="works")
def test_a_person_can_log_in_and_change_the_language(tab, live_server, caseworker):
    tab.goto(live_server.url)
    tab.get_by_label("Brugernavn").fill("mette")
    tab.get_by_label("Adgangskode").fill(PASSWORD)
    tab.get_by_role("button", name="Log ind", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Arbejdsliste")
    tab.get_by_role("button", name="English").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Worklist")
    tab.get_by_role("button", name="Log out").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Log in")
