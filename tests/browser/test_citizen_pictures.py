"""Every page of a person's own, at a desk and on a phone: nothing that axe finds, nothing that sticks out, keyboard.

With LIGHED_SCREENSHOTS=1 each is written down: in docs/images where the documentation shows it, else in var/pictures.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lighed.governance import Conditions, Participation
from lighed.transparency.letters import LetterKind
from lighed.web import actions
from lighed.web.models import Municipality, User
from tests.browser import test_desk_pictures
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE, picture
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "my": "/my/",
    "my-explanation": "/my/explanation/",
    "my-data": "/my/data/",
    "my-seen": "/my/seen/",
    "my-download": "/my/download/",
    "my-talk": "/my/talk/",
    "my-letters": "/my/letters/",
    "my-tell": "/my/tell/",
}


@pytest.fixture
def dina(case_system, caseworker, client) -> User:
    """Somebody with an estimate, whose page a caseworker has looked at, and who has got a letter."""
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78", phone_hours="mandag til fredag kl. 9-15")
    course = case_system.register(received()).course
    client.force_login(caseworker)
    client.get(f"/people/{course.key}/")
    actions.send_letter(course.person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    return actions.create_citizen(course.person, username="dina", name="Dina Ali", password=PASSWORD, audit=audit())


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
def test_every_own_page_in_both_languages(log_in, dina):  # noqa: F811 - the fixture
    for name, address in PAGES.items():
        for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
            page = log_in(dina, address, language=language, size=size)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if (name, size, language) == ("my-explanation", DESK, "da"):
                picture(page, name, size, of="main")
            for layer in page.locator("details").all():
                layer.evaluate("one => one.open = true")
            check_usable(page)
            if language == "da":
                test_desk_pictures.keep(page, name, size)


def test_the_layers_open_by_keyboard(log_in, dina):  # noqa: F811 - the fixture
    page = log_in(dina, "/my/explanation/")
    last = page.locator("#all > summary")
    last.focus()
    assert page.locator("#all").evaluate("one => one.open") is False
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Grupper, du ligner")).to_be_visible()


def test_pages_read_from_the_right(log_in, dina):  # noqa: F811 - the fixture
    for name in ("my", "my-explanation", "my-data"):
        for size in (PHONE, DESK):
            page = log_in(dina, PAGES[name], language="ar", size=size)
            expect(page.locator("html")).to_have_attribute("dir", "rtl")
            check_usable(page)
            test_desk_pictures.keep(page, f"{name}-arabic", size)


def test_how_the_tool_is_used(tab, live_server, dina):  # noqa: F811 - the fixture
    for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(f"{live_server.url}/open/{HERE}/for-you/?language={language}")
        check_usable(tab)
        if language == "da":
            test_desk_pictures.keep(tab, "for-you", size)


def test_what_is_begun_is_kept_while_one_writes_and_said_not_to_be_where_it_cannot(log_in, dina, problems):  # noqa: F811
    page = log_in(dina, "/my/tell/", size=PHONE)
    page.get_by_label("Er der andet, vi skal vide?").press_sequentially("Jeg vil gerne")
    expect(page.locator("#draft-state")).to_contain_text("Gemt kl. 10.30.", timeout=15_000)
    page.route("**/my/tell/draft/", lambda route: route.abort())
    page.get_by_label("Er der andet, vi skal vide?").press_sequentially(" arbejde")
    expect(page.locator("#draft-error")).to_be_visible(timeout=15_000)
    problems.clear()
    page.goto(page.url)
    expect(page.get_by_label("Er der andet, vi skal vide?")).to_have_value("Jeg vil gerne")
