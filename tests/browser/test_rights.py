"""J4 and J6 in a real browser: a no in one step, and a new assessment that another person answers."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from lighed.governance import Conditions, Participation, RequestKind, Role
from lighed.web import actions
from lighed.web.models import Channel, ContactCourse, Municipality, RightsRequest, StoredEstimate
from tests.browser.test_pages import DESK, PHONE, WCAG, problems, tab  # noqa: F401 - the same tab, watched
from tests.web.factories import HERE, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("LIGHED_PICTURES", ""))


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
    for name, role, staff in (("pia", Role.PLANNER, ""), ("jonas", Role.CASEWORKER, "s-2"), ("dorte", Role.DPO, "")):
        made[name] = actions.create_user(
            name,
            name=name.title(),
            municipality=HERE,
            password=PASSWORD,
            roles=(role,),
            caseworker_id=staff,
            audit=audit(),
        )
    return made


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
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    if PICTURES.name:
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
@pytest.mark.requirement("B3", part="a no has no bad effect", shows="works")
def test_j4_a_person_says_no_and_the_caseworker_sees_only_that_there_is_no_estimate(as_, course):
    page = as_("mette", f"/people/{course.key}/")
    expect(page.get_by_text("Af 100 tidligere forløb").first).to_be_visible()
    page = as_("dina")
    expect(page).to_have_url(re.compile("/my/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Min profilering")
    page.get_by_role("button", name="Nej tak til værktøjet").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Du har sagt nej tak til værktøjet.")
    expect(page.get_by_text("Vi har ikke et skøn om dig nu.")).to_be_visible()
    assert not StoredEstimate.objects.exists()
    page = as_("mette", "/")
    expect(page.get_by_role("row").filter(has_text="Dina Ali")).to_contain_text("Ikke profileret")
    page.goto(page.url + f"people/{course.key}/")
    expect(page.locator("#estimate").get_by_text("Ikke profileret")).to_be_visible()
    assert "nej tak" not in page.content()
    expect(page.get_by_role("heading", name="Borgerens rettigheder")).to_be_visible()


@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="works")
@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="works")
@pytest.mark.requirement("C10", part="reaches a human being", shows="works")
def test_j6_a_person_asks_for_a_new_assessment_and_another_person_answers(as_, users):
    page = as_("dina", "/my/")
    page.get_by_role("link", name="Bed om en ny vurdering").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv kort, hvad du er uenig i.")
    page.get_by_label("Dine egne ord").fill("Jeg har et job på vej.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Du får svar senest 22.12.2026.")).to_be_visible()
    page = as_("pia", "/oversight/requests/")
    page.get_by_role("link", name="Dina Ali").click()
    first = page.get_by_role("heading", level=2).first
    expect(first).to_have_text("Borgerens egne ord")
    expect(page.get_by_text("Jeg har et job på vej.")).to_be_visible()
    names = page.get_by_label("Medarbejder").locator("option").all_inner_texts()
    assert not [name for name in names if "Mette" in name]
    page.get_by_label("Medarbejder").select_option(value="jonas")
    page.get_by_role("button", name="Tildel").click()
    expect(page.get_by_role("status")).to_contain_text("Anmodningen er tildelt.")
    page = as_("jonas", "/oversight/requests/")
    page.get_by_role("link", name="Dina Ali").click()
    box = page.get_by_label("Svaret til borgeren")
    guidance = box.input_value().strip()
    assert "Datatilsynet" in guidance
    box.fill("Jonas har set på dit forløb. Du har et job på vej.")
    page.get_by_label("Medhold", exact=True).check()
    page.get_by_role("button", name="Afgiv svaret").click()
    expect(page.get_by_role("alert")).to_contain_text("Svaret mangler klagevejledning.")
    box.fill(f"Jonas har set på dit forløb. Du har et job på vej, og derfor får du medhold.\n\n{guidance}")
    page.get_by_role("button", name="Afgiv svaret").click()
    expect(page.get_by_text("Besvaret")).to_be_visible()
    page = as_("dina", "/my/")
    page.get_by_text("Læs svaret").click()
    expect(page.get_by_text("derfor får du medhold")).to_be_visible()
    expect(page.get_by_text("Datatilsynet").first).to_be_visible()
    assert RightsRequest.objects.get().answered_by == "jonas"


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
def test_every_page_is_usable_by_everyone(as_, course, users, language, size):
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


def test_a_form_that_is_refused_says_where_and_is_read_aloud(as_, course):
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
