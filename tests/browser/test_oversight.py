"""Emergency stop, incidents, retention and the status lines in a real browser: for everyone, on a phone too."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lighed.governance import Role
from lighed.governance.incidents import IncidentKind
from lighed.governance.retention import Kept
from lighed.web import actions, watch
from lighed.web.models import LegalBasisEntry, ReceivedEvent
from tests.browser.test_pages import DESK, LANGUAGES, PHONE, SIZES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/oversight/stop/",
    "/oversight/incidents/",
    "/oversight/incidents/new/",
    "/oversight/retention/",
    "/oversight/retention/terms/log/",
]


@pytest.fixture
def problems() -> list[str]:
    """What the browser's console complained of."""
    return []


@pytest.fixture
def tab(page: Page, problems):
    """A browser's tab in which any error on the console fails the test; a refused form is answered with 422."""
    page.on(
        "console",
        lambda message: (
            problems.append(message.text) if message.type == "error" and "422" not in message.text else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.fixture
def log_in(tab, live_server, client):
    def logged_in(user, address: str, *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        client.force_login(user)
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        tab.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(live_server.url + address)
        return tab

    return logged_in


@pytest.fixture
def staff(municipalities):
    """A manager and a data protection officer."""
    return {
        name: actions.create_user(name, name=full, municipality=HERE, password=PASSWORD, roles=(role,), audit=audit())
        for name, full, role in (
            ("marie", "Marie Lund", Role.MANAGER),
            ("mogens", "Mogens Friis", Role.MANAGER),
            ("dorte", "Dorte Bæk", Role.DPO),
        )
    }


@pytest.fixture
def busy(staff, case_system):
    """A municipality in which there is something of everything."""
    case_system.register(received(person_id="borger-00117"))
    ReceivedEvent.objects.update(received_at=timezone.now() - timedelta(days=720))
    actions.hold_person(
        HERE, "borger-00117", reason="Sag 14/2026", until=timezone.localdate() + timedelta(days=60), by="marie",
        audit=audit(),
    )  # fmt: skip
    actions.propose_term(HERE, kind=Kept.LOG, months=36, reason="Besluttet i udvalget", by="marie", audit=audit())
    case_system.register(received(event_id="e-2", person_id="borger-00118", course_id="forloeb-00118"))
    actions.erase_person(HERE, "borger-00118", reason="Personen bad om det", by="marie", audit=audit())
    now = timezone.now()
    for kind, title, known_at in (
        (IncidentKind.BREACH, "Brev sendt til forkert modtager", now - timedelta(hours=80)),
        (IncidentKind.SERIOUS, "Skøn vist efter overgang", now - timedelta(days=2)),
        (IncidentKind.MODEL_ERROR, "Forkert måned i joblog", now - timedelta(days=9)),
    ):
        incident = actions.open_incident(
            HERE, kind=kind, title=title, what_happened="Fundet ved stikprøve.", known_at=known_at, n_affected=3,
            by="dorte", audit=audit(),
        )  # fmt: skip
    actions.close_incident(incident, reason="Rettet i kilden", by="dorte", audit=audit())
    actions.press_stop(HERE, effect="hide", reason="Øvelse i november", by="dorte", is_drill=True, audit=audit())
    watch.look(started=True)
    actions.confirm_resume(HERE, by="dorte", audit=audit())
    actions.confirm_resume(HERE, by="marie", audit=audit())
    LegalBasisEntry.objects.filter(municipality=HERE).update(
        review_due=timezone.localdate() - timedelta(days=20), valid_to=timezone.localdate() + timedelta(days=30)
    )
    return staff


def picture(tab: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("LIGHED_LOOK"):
        tab.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_for_everyone(log_in, busy, address, size, language):
    tab = log_in(busy["marie"], address, language=language, size=size)
    check_usable(tab)
    picture(tab, f"{address.strip('/').replace('/', '-')}-{size[0]}-{language}")


@pytest.mark.parametrize("size", SIZES)
def test_the_stop_is_pressed_and_ended_by_keyboard(log_in, busy, size):
    tab = log_in(busy["dorte"], "/oversight/stop/", size=size)
    tab.get_by_label("Stop alt.", exact=False).focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Stop", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Skriv, hvorfor I stopper.")
    check_usable(tab)
    tab.get_by_label("Hvorfor").fill("Grupper behandles ulige")
    tab.get_by_role("button", name="Stop", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Nødstoppet er i kraft.")
    expect(tab.get_by_role("complementary", name="Status")).to_contain_text("Sat på pause.")
    check_usable(tab)
    picture(tab, f"stopped-{size[0]}")
    tab.get_by_role("button", name="Bekræft, at det må gå i gang igen").press("Enter")
    expect(tab.get_by_text("Den næste bekræftelse skal komme fra en anden.")).to_be_visible()
    tab = log_in(busy["marie"], "/oversight/stop/", size=size)
    tab.get_by_role("button", name="Bekræft, og sæt i gang igen").press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Stoppet er ophævet.")


def test_an_incident_is_handled_on_a_phone(log_in, busy):
    tab = log_in(busy["dorte"], "/oversight/incidents/", size=PHONE)
    expect(tab.get_by_text("Frist overskredet:")).to_be_visible()
    tab.get_by_role("link", name="Brev sendt til forkert modtager").click()
    check_usable(tab)
    picture(tab, "incident-390")
    tab.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    picture(tab, "incident-1440")
    tab.get_by_role("button", name="Myndigheden er underrettet").click()
    expect(tab.get_by_text("for sent")).to_be_visible()


def test_a_caseworker_reads_the_lines_and_gets_no_link(log_in, busy, caseworker):
    for size in (DESK, PHONE):
        tab = log_in(caseworker, "/", size=size)
        lines = tab.get_by_role("complementary", name="Status")
        expect(lines).to_contain_text("Hjemlen udløber snart.")
        expect(lines).to_contain_text("Gennemgang mangler.")
        expect(lines.get_by_role("link")).to_have_count(0)
        check_usable(tab)
        picture(tab, f"worklist-{size[0]}")
