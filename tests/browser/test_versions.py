"""The way of a version to its approval, walked in a browser; the pages at a desk, on a phone, and for everyone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import Step
from lighed.web import actions
from lighed.workflow import load_version
from tests.browser.usable import check_usable
from tests.web.factories import assessed, audit, received
from tests.web.made_up_versions import REASON, approved, group, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = (1440, 1000), (390, 844)


@pytest.fixture
def open_as(page: Page, live_server, client, staff):
    """Open a page as one of the staff, in a language, on a screen."""

    def opened(who: str, address: str, *, language: str = "da", size: tuple[int, int] = DESK) -> Page:
        client.force_login(staff[who])
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        page.context.add_cookies([{"name": name, "value": to, "url": live_server.url} for name, to in cookies.items()])
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(live_server.url + address)
        return page

    return opened


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("LIGHED_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_version_is_stopped_by_a_group_then_signed_by_two_and_released(open_as, use, staff, tmp_path, files):
    """Journey J8, the part of the approval."""
    failing = write_report(tmp_path / "failing", load_version(files[0]), ages=(group("55+", level=1.5),))
    actions.attach_evaluation(failing, audit=audit())
    tab = open_as("ida", f"/versions/{use.pk}/")
    tab.locator("#id_propose-reason").fill("Bygget af efterårets sager, klar til godkendelse")
    tab.get_by_role("button", name="Indstil til godkendelse").click()
    expect(tab.get_by_text("Versionen er indstillet.")).to_be_visible()
    expect(tab.get_by_text("Gate ikke opfyldt: grupper, 55+ (tilmelding).").first).to_be_visible()
    expect(tab.get_by_text("Du har bygget denne version og kan ikke godkende den.")).to_be_visible()
    keep_picture(tab, "shut")
    tab = open_as("faglig", f"/versions/{use.pk}/")
    expect(tab.get_by_role("button", name="Godkend og skriv under")).to_have_count(0)

    mended = write_report(tmp_path / "mended", load_version(files[0]), ages=(group("55+"),))
    actions.attach_evaluation(mended, audit=audit())
    for who, side in (("faglig", "Faglig"), ("data", "Data")):
        tab = open_as(who, f"/versions/{use.pk}/")
        tab.get_by_role("radio", name=side).check()
        tab.locator("#id_sign-reason").fill("Rapporten er gennemgået, grupperne er i orden")
        if who == "faglig":
            keep_picture(tab, "sign")
        tab.get_by_role("button", name="Godkend og skriv under").click()
        expect(tab.get_by_text("Din underskrift er gemt.")).to_be_visible()
    tab.locator("summary", has_text="Sæt i drift").click()
    tab.locator("#id_release-reason").fill("Den første version, ingen skyggedrift")
    tab.get_by_role("button", name="Sæt i drift").click()
    expect(tab.get_by_text("Versionen er i drift.")).to_be_visible()
    keep_picture(tab, "released")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", [pytest.param(DESK, id="desktop"), pytest.param(PHONE, id="phone")])
def test_the_pages_are_usable_by_everyone_and_fit_the_screen(open_as, use, second, staff, language, size, case_system):
    by = actions.actor_of(staff["data"])
    actions.take_step(approved(use, staff), Step.RELEASE, by=by, reason=REASON, audit=audit())
    proposed = actions.take_step(second, Step.PROPOSE, by=actions.actor_of(staff["ida"]), reason=REASON, audit=audit())
    pages = {
        "list": ("data", "/versions/"),
        "proposed": ("data", f"/versions/{proposed.pk}/"),
        "in-operation": ("data", f"/versions/{use.pk}/"),
        "assessments": ("leder", "/impact-assessments/"),
        "enter": ("leder", "/impact-assessments/enter/"),
    }
    for name, (who, address) in pages.items():
        tab = open_as(who, address, language=language, size=size)
        expect(tab.get_by_role("heading", level=1)).to_have_count(1)
        look(tab, f"{name}-{language}-{size[0]}")


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desktop"), pytest.param(PHONE, id="phone")])
def test_a_shadow_run_of_nobody_and_what_a_release_leaves_are_told_to_everyone(
    open_as, use, second, staff, size, case_system, tmp_path, files
):
    by, ages = (
        actions.actor_of(staff["data"]),
        tuple(group(one, flagged=0.2, expected=0.19) for one in ("55+", "30-39")),
    )
    actions.take_step(approved(use, staff), Step.RELEASE, by=by, reason=REASON, audit=audit())
    made = assessed(0.2)
    first, then = (
        received(estimate=replace(made, basis=replace(made.basis, version=str(one.version)))) for one in (use, second)
    )
    case_system.register(first)
    case_system.answers["e-1"] = then
    actions.attach_evaluation(write_report(tmp_path / "later", load_version(files[1]), ages=ages), audit=audit())
    ida = actions.actor_of(staff["ida"])
    for_age = {"by": ida, "reason": REASON, "audit": audit()}
    actions.take_step(second, Step.EXPLAIN, group="registration/age/55+", **for_age)
    look(open_as("ida", f"/versions/{second.pk}/", size=size), f"watched-{size[0]}")
    actions.take_step(second, Step.EXPLAIN, group="registration/age/30-39", **for_age)
    actions.take_step(approved(second, staff), Step.SHADOW, by=by, reason=REASON, audit=audit())
    tab = open_as("data", f"/versions/{second.pk}/", size=size)
    expect(tab.get_by_text("Skønnet i skyggedrift: 0 forløb.")).to_be_visible()
    look(tab, f"shadow-{size[0]}")
    actions.take_step(second, Step.RELEASE, by=by, reason=REASON, audit=audit())
    tab = open_as("data", f"/versions/{second.pk}/", size=size)
    look(tab, f"left-{size[0]}")
    tab.get_by_role("button", name="Lav det sidste").click()
    expect(tab.get_by_role("button", name="Lav det sidste")).to_have_count(0)


def look(tab: Page, name: str) -> None:
    """Everything open: nothing that keeps anybody out, nothing beside the screen."""
    while (closed := tab.locator("details:not([open]) > summary")).count():
        closed.first.click()
    check_usable(tab)
    keep_picture(tab, name)


def test_a_step_is_taken_by_keyboard_alone(open_as, use, staff):
    tab = open_as("ida", f"/versions/{use.pk}/")
    tab.locator("#id_propose-reason").focus()
    tab.keyboard.type("Bygget af efterårets sager")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Versionen er indstillet.")).to_be_visible()
