"""The register of legal bases in a real browser: for everyone, in both languages, by keyboard alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import Role
from lighed.web.models import BasisState, LegalBasisEntry, User
from tests.browser.test_pages import DESK, SIZES, problems, tab  # noqa: F401 - the same tab, watched
from tests.browser.usable import check_usable
from tests.web.factories import HERE, received
from tests.web.law import TYPED, as_, no_law, staff, typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REGISTER = "/oversight/legal-bases/"
DAYS = {"weighed_on": "2026-10-10", "valid_from": "2026-11-11", "valid_to": "2027-10-10", "review_due": "2027-06-06"}
"""Days that are the same whether a browser asks for the day or for the month first."""
SEEN = os.environ.get("LIGHED_SCREENSHOTS_TO")
"""A folder for pictures of what the tests looked at."""


@pytest.fixture
def open_as(tab: Page, live_server):  # noqa: F811 - the fixture
    """Open a page of the register as that user."""

    def opened(user: User, page: str = "", *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        cookies = {"lighed_session": as_(user).cookies["lighed_session"].value, "lighed_language": language}
        tab.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(live_server.url + REGISTER + page)
        return tab

    return opened


@pytest.fixture
def ane(municipalities) -> User:
    return staff("ane", Role.MANAGER)


@pytest.fixture
def bent(municipalities) -> User:
    return staff("bent", Role.APPROVER)


@pytest.fixture
def edited(ane, bent, case_system) -> LegalBasisEntry:
    """One entry that is suspended, one in force that was edited, and people whose estimates are hidden by that."""
    case_system.register(received())
    old = LegalBasisEntry.objects.get(municipality=HERE, state=BasisState.APPROVED)
    manager, approver = as_(ane), as_(bent)
    manager.post(f"{REGISTER}{old.pk}/suspend/", {"reason": "Klage fra en borger"})
    manager.post(f"{REGISTER}enter/", typed())
    first = LegalBasisEntry.objects.get(code="order-2027")
    approver.post(f"{REGISTER}{first.pk}/decide/", {"decision": "approve"})
    changes = {"participation": "opt_in", "covers": "chosen", "families": ["cv"], "elements": ["age", "sex"]}
    special = {"special_da": "§ 4", "special_en": "section 4", "safeguards_da": "Adskilt", "safeguards_en": "Apart"}
    manager.post(f"{REGISTER}{first.pk}/edit/", typed(**changes, **special))
    manager.post(
        f"{REGISTER}training/",
        {"whom": "Alle med forløb fra 2019", "channel": "Digital Post", "text_version": "v2",
         "informed_on": "2026-11-01"},
    )  # fmt: skip
    return LegalBasisEntry.objects.get(code="order-2027", revision=2)


def look(tab: Page, name: str, size: tuple[int, int]) -> None:  # noqa: F811 - what the fixture gives
    if SEEN:
        tab.screenshot(path=Path(SEEN) / f"{name}-{size[0]}.png", full_page=True)
    check_usable(tab)


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_used_by_everyone(open_as, ane, bent, edited, size):
    old = LegalBasisEntry.objects.get(municipality=HERE, state=BasisState.SUSPENDED)
    pages = {
        "list": "", "entry": f"{edited.pk}/", "enter": "enter/", "edit": f"{edited.pk}/edit/", "import": "import/",
        "training": "training/", "suspend": f"{edited.pk}/suspend/", "affected": f"{old.pk}/affected/",
    }  # fmt: skip
    for name, page in pages.items():
        look(open_as(ane, page, size=size), name, size)
    look(open_as(bent, f"{edited.pk}/decide/", size=size), "decide", size)
    tab = open_as(ane, "enter/", size=size)  # noqa: F811
    tab.get_by_role("button", name="Gem til godkendelse").click()
    expect(tab.get_by_role("alert")).to_contain_text("Det blev ikke gemt")
    look(tab, "errors", size)


@pytest.mark.requirement("R-ACCS-02", shows="works")
def test_the_pages_are_there_in_english(open_as, ane, edited):
    tab = open_as(ane, language="en")  # noqa: F811
    expect(tab.get_by_role("heading", level=1)).to_have_text("Legal basis register")
    check_usable(tab)
    tab = open_as(ane, f"{edited.pk}/", language="en")
    expect(tab.get_by_text("Only people who have opted in.").first).to_be_visible()
    check_usable(tab)


@pytest.mark.requirement("R-LEG-03", part="two people", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_a_legal_basis_is_entered_and_approved_with_the_keyboard_alone(open_as, ane, bent):
    no_law()
    tab = open_as(ane)  # noqa: F811
    press_on(tab, tab.get_by_role("link", name="Indtast en hjemmel"))
    tab.wait_for_url("**/enter/")
    for name, value in TYPED.items():
        if name in {"article", "covers", "information_first"}:
            continue
        if name in {"purpose", "participation"}:
            reach(tab, tab.locator(f"input[name={name}]").first)
            tab.keyboard.press("Space")
            while not tab.locator(f"input[name={name}][value={value}]").is_checked():
                tab.keyboard.press("ArrowDown")
        elif name == "moments":
            for box in tab.locator("input[name=moments]").all():
                reach(tab, box)
                tab.keyboard.press("Space")
        elif name in DAYS:
            reach(tab, tab.locator(f"#id_{name}"))
            year, month, day = DAYS[name].split("-")
            tab.keyboard.type(f"{day}{month}{year}")
        else:
            reach(tab, tab.locator(f"#id_{name}"))
            tab.keyboard.type(value)
    press_on(tab, tab.get_by_role("button", name="Gem til godkendelse"))
    expect(tab.get_by_text("Indtastet. Den tillader intet, før en anden har godkendt den.")).to_be_visible()
    entry = LegalBasisEntry.objects.get()
    assert (entry.content["valid_from"], entry.content["moments"]) == (
        DAYS["valid_from"],
        ["hand_over", "registration"],
    )
    tab = open_as(bent, f"{entry.pk}/")
    press_on(tab, tab.get_by_role("link", name="Godkend eller afvis"))
    press_on(tab, tab.get_by_role("button", name="Godkend"))
    expect(tab.get_by_text("I kraft", exact=True)).to_be_visible()


def reach(tab: Page, wanted) -> None:  # noqa: F811
    """Go to it with the tabulator, as someone without a mouse does."""
    for _ in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"not reached with the keyboard: {wanted}")


def press_on(tab: Page, wanted) -> None:  # noqa: F811
    reach(tab, wanted)
    tab.keyboard.press("Enter")
