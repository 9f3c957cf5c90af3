"""A3 in a browser: the words of a letter are changed, found wanting, saved and looked at; nothing that axe finds.

With LIGHED_SCREENSHOTS=1 each page is written down, see `test_desk_pictures`.
"""

from __future__ import annotations

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lighed.transparency.letters import LetterKind
from lighed.web import actions
from lighed.web.models import ContactCourse, User
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, OTHERS, PHONE, PICTURES, SIZES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, received

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN_THE_DOCS = {"letter-desktop"}


def keep(page: Page, name: str, size: tuple[int, int]) -> None:
    """Write the picture down, where pictures are asked for."""
    if os.environ.get("LIGHED_SCREENSHOTS") == "1":
        name += {DESK: "-desktop", PHONE: "-phone"}[size]
        folder = PICTURES if name in IN_THE_DOCS else OTHERS
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=name not in IN_THE_DOCS)


@pytest.fixture
def staff(case_system) -> None:
    case_system.register(received())
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    course = ContactCourse.objects.get()
    actions.send_letter(course.person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())


def named(ending: str) -> User:
    return User.objects.get(username=f"demo-{HERE}{ending}")


@pytest.mark.parametrize("size", SIZES)
def test_the_words_of_a_letter(log_in, staff, size):  # noqa: F811 - the fixture
    page = log_in(named("-planner"), reverse("letters"), size=size)
    check_usable(page)
    keep(page, "letters", size)
    page.get_by_role("link", name="Første information").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Første information")
    check_usable(page)
    keep(page, "letter", size)

    words = page.get_by_label("Brevet på dansk")
    before = words.input_value()
    words.fill(before.replace("Datatilsynet", "nogen"))
    page.get_by_role("button", name="Gem udkastet").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Mangler: klagevejledning.")
    page.locator(".checklist summary").first.click()
    page.locator(".placeholders summary").click()
    check_usable(page)
    keep(page, "letter-missing", size)

    page.get_by_label("Brevet på dansk").fill(f"{before}\n\nVi glæder os til at tale med dig.")
    page.get_by_label("Brevet på engelsk").fill(f"{page.get_by_label('Brevet på engelsk').input_value()}\n\nSee you.")
    page.get_by_role("button", name="Gem udkastet").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Udkastet er gemt.")
    page = log_in(named("-manager"), reverse("letters-one", args=["first_information"]), size=size)
    page.get_by_role("button", name="Godkend").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Ordene er i brug")
    page.locator(".previews").get_by_role("link", name="på skærmen").first.click()
    expect(page.locator(".letter")).to_contain_text("Vi glæder os til at tale med dig.")
    check_usable(page)
    keep(page, "letter-preview", size)


@pytest.mark.parametrize("size", SIZES)
def test_letters_that_somebody_sends(log_in, staff, size):  # noqa: F811 - the fixture
    page = log_in(named("-planner"), reverse("outbox"), size=size)
    check_usable(page)
    keep(page, "outbox", size)
    page.get_by_role("link", name="Åse Nørgaard").click()
    check_usable(page)
    keep(page, "letter-read", size)
    page.get_by_label("Sådan er det sendt").select_option("letter")
    page.get_by_role("button", name="Jeg har sendt det").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("skrevet ned")
    page.goto(page.url.split("/outbox/")[0] + reverse("person-letters", args=[ContactCourse.objects.get().key]))
    page.get_by_role("button", name="Lav forklaringen").press("Enter")
    expect(page.get_by_role("link", name="Forklaring af skønnet")).to_be_visible()
    check_usable(page)
    keep(page, "person-letters", size)
