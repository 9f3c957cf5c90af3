"""J7 in a browser: many people planned within capacity and rules, and no way to exempt them together; W6 by keys."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import Role
from lighed.web import actions
from lighed.web.models import ContactCourse, Exemption, Plan, PlannedMeeting, TeamHours
from tests.browser.test_pages import DESK, PHONE, problems, tab  # noqa: F401 - the same tab, watched
from tests.browser.usable import check_usable
from tests.web.factories import HERE, NOW, assessed, audit
from tests.web.planned import TODAY, handed_over, template
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("LIGHED_PICTURES", ""))
WORDS = {
    "da": {
        "with": "Let start", "none": "Undtagelse kræver en konkret vurdering af hver borger.",
        "counts": "12 bliver planlagt", "confirm": "Planlæg 12 borgere", "exempt": "ndtag",
        "done": "12 planlagt · 3 sprunget over · 0 fejlede", "undo": "Fortryd alle", "undone": "12 planer er fortrudt.",
        "save": "Gem planen", "saved": "Planen er gemt.", "kept": "Lovkrav opfyldt",
        "list": "Hent listen (CSV)", "hand over": "Overfør til planlægningssystemet (CSV)",
    },
    "en": {
        "with": "Let start", "none": "An exemption needs a concrete assessment of each person.",
        "counts": "12 will be planned", "confirm": "Plan 12 people", "exempt": "xempt",
        "done": "12 planned · 3 skipped · 0 failed", "undo": "Undo all", "undone": "12 plans have been undone.",
        "save": "Save the plan", "saved": "The plan has been saved.", "kept": "Legal demands kept",
        "list": "Download the list (CSV)", "hand over": "Hand over to the planner (CSV)",
    },
}  # fmt: skip


@pytest.fixture
def crowd(case_system) -> list[ContactCourse]:
    """Fifteen people with a low estimate: three not assessed, and two whose meetings are brought forward."""
    template("Let start", n_meetings=2, weeks_between=4, minutes=30, form="phone")
    template("Tæt start")
    TeamHours.objects.create(
        municipality_id=HERE, team="Team Syd", hours=4, valid_from=TODAY, entered_by="Pia", entered_at=NOW
    )
    people = [handed_over(case_system, n, days_ago=80 if n >= 13 else 7, estimate=assessed(0.15)) for n in range(15)]
    ContactCourse.objects.filter(pk__in=[one.pk for one in (*people[:10], *people[13:])]).update(level="less")
    return people


@pytest.fixture
def as_(tab, live_server, client, caseworker):  # noqa: F811 - the fixture of that name
    """Open the site as Mette, or as Pia the planner."""
    pia = actions.create_user(
        "pia", name="Pia Kofoed", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    users = {"pia": pia, "mette": caseworker}

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
    """Usable by everyone, on a desk and on a phone, with nothing beside the screen."""
    for size, ending in ((DESK, ""), (PHONE, "-phone")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        check_usable(page)
        if PICTURES.name:
            page.screenshot(path=PICTURES / f"{name}{ending}.png", full_page=True)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


@pytest.mark.requirement("A14", part="when and for whom", shows="works")
@pytest.mark.requirement("R-PLA-03", part="capacity and need", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_j7_many_are_planned_and_nobody_exempted(as_, crowd, language):
    words = WORDS[language]
    page = as_("pia", "/?band=low", language=language)
    page.locator("#whole-page").check()
    page.get_by_role("button", name=words["with"]).click()
    expect(page).to_have_url(re.compile(r"/plan-many/\d+/$"))
    expect(page.get_by_text(words["none"])).to_be_visible()
    expect(page.get_by_text(words["counts"])).to_be_visible()
    assert not page.get_by_role("button", name=re.compile(words["exempt"])).count()
    checked(page, f"plan-many-{language}")
    page.get_by_role("button", name=words["confirm"]).press("Enter")
    expect(page.get_by_text(words["done"])).to_be_visible()
    checked(page, f"plan-many-done-{language}")
    n_meetings = PlannedMeeting.objects.count()
    assert n_meetings > 15
    for name, n_lines in ((words["list"], 16), (words["hand over"], n_meetings + 1)):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == n_lines, name
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.get_by_text(words["undone"])).to_be_visible()
    assert not Plan.objects.filter(state="in_force").exists()
    assert not Exemption.objects.exists()


@pytest.mark.requirement("A14", part="how long and how often", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_one_person_is_planned_by_keys_alone(as_, crowd, language):
    words = WORDS[language]
    page = as_("mette", f"/people/{crowd[0].key}/plan/", language=language)
    checked(page, f"plan-{language}")
    page.get_by_role("button", name="Tæt start").press("Enter")
    expect(page.get_by_text(words["kept"]).first).to_be_visible()
    checked(page, f"plan-preview-{language}")
    page.get_by_role("button", name=words["save"]).press("Enter")
    expect(page.get_by_text(words["saved"])).to_be_visible()
    checked(page, f"plan-saved-{language}")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Tæt start")).to_be_hidden()
    expect(page.get_by_text(words["kept"]).first).to_be_visible()
    if PICTURES.name:
        page.screenshot(path=PICTURES / f"plan-print-{language}.png", full_page=True)
    page.goto(page.url.replace("/plan/", "/exempt/"))
    page.emulate_media(media="screen")
    checked(page, f"exempt-{language}")
