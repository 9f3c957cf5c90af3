"""J4, J5, J6 and J10 in a real browser: a person says no, corrects, contests, and asks who has looked.

In Danish the person holds a phone, in English they sit at a desk; what they do in J4 and J5 they do with the keyboard.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from lighed.governance import Conditions, EventKind, Participation, Role, Text
from lighed.web import actions
from lighed.web.actions import arrived
from lighed.web.models import (
    Assessment,
    AuditRecord,
    ContactCourse,
    EstimateView,
    FormerEstimate,
    Inbox,
    Letter,
    Municipality,
    Plan,
    RightsRequest,
    StoredEstimate,
)
from tests.browser.test_pages import DESK, PHONE, PICTURES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, NOW, assessed, audit, enter_legal_basis, received, shown_values
from tests.web.readability import lix
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("language", ["da", "en"])
LOOKED_AT = Path(os.environ.get("LIGHED_PICTURES", ""))
IN_THE_DOCS = {"correct", "assess-first"}
SIZE = {"da": PHONE, "en": DESK}
LATE = datetime(2026, 11, 22, 21, 10, tzinfo=UTC)
"""Ten past ten in the evening, in Denmark."""
SAID = {
    "da": {
        "no": "Nej tak til værktøjet",
        "said no": "Du har sagt nej tak til værktøjet. Dine samtaler bliver, som de er.",
        "no estimate": "Vi har ikke et skøn om dig nu.",
        "not profiled": "Ikke profileret",
        "of 100": "Af 100 tidligere forløb, der ligner",
        "opted out": "Har valgt fra",
        "my data": "Mine oplysninger",
        "correct": "Ret: Kørekortkategorier",
        "right": "Hvad er rigtigt?",
        "wrong": "Hvad er forkert?",
        "send": "Send",
        "receipt": "Din kvittering har nummer",
        "due": "Du får svar senest 22.12.2026.",
        "contested": "Under indsigelse",
        "out of date": "Forældet",
        "correction": "Rettelse",
        "before": "af 100 blev lange",
        "corrected": "Vi har lavet skønnet om",
        "review": "Bed om en ny vurdering",
        "changed": "Noget er blevet anderledes for mig",
        "own words": "Dine egne ord",
        "disagrees": "Borgeren er uenig i skønnet. Se svar senest 22.12.2026.",
        "staff": "Medarbejder",
        "assign": "Tildel",
        "assess": "Vurdér borgeren",
        "hidden": "Skøn klar. Skriv din egen vurdering først.",
        "less": "Mindre støtte",
        "rests on": "Hvad bygger du vurderingen på?",
        "reveal": "Gem og vis skønnet",
        "to request": "Til anmodningen",
        "upheld": "Medhold",
        "answer": "Svaret til borgeren",
        "give": "Afgiv svaret",
        "agreed": "Vi er enige med dig.",
        "late": "er over fristen",
        "purpose": "Formål med søgningen",
        "person": "Borger",
        "search": "Søg",
        "outside": "Uden for egen opgave",
        "hours": "Uden for arbejdstid",
        "breach": "Brud på persondatasikkerheden",
        "title": "Titel",
        "happened": "Hvad skete der",
        "aware": "Hvornår I blev opmærksomme på det",
        "open": "Åbn hændelsen",
        "until": "25.11.2026 08:00",
        "looked at": "22.11.2026 22:10",
        "to plan": "For at planlægge dine samtaler",
    },
    "en": {
        "no": "No thanks to the tool",
        "said no": "You have said no thanks to the tool. Your meetings stay as they are.",
        "no estimate": "We have no estimate about you now.",
        "not profiled": "Not profiled",
        "of 100": "Of 100 earlier courses that resemble this one",
        "opted out": "Opted out",
        "my data": "My data",
        "correct": "Correct: Licence categories",
        "right": "What is right?",
        "wrong": "What is wrong?",
        "send": "Send",
        "receipt": "Your receipt is number",
        "due": "You get an answer by 22 Dec 2026.",
        "contested": "Contested",
        "out of date": "Out of date",
        "correction": "Correction",
        "before": "of 100 became long",
        "corrected": "We have made the estimate anew",
        "review": "Ask for a new assessment",
        "changed": "Something has changed for me",
        "own words": "Your own words",
        "disagrees": "The person disagrees with the estimate. The answer comes by 22 Dec 2026.",
        "staff": "Member of staff",
        "assign": "Assign",
        "assess": "Assess the person",
        "hidden": "Estimate ready. Write your own assessment first.",
        "less": "Less support",
        "rests on": "What does your assessment rest on?",
        "reveal": "Save and show the estimate",
        "to request": "To the request",
        "upheld": "Upheld",
        "answer": "The answer to the person",
        "give": "Give the answer",
        "agreed": "We agree with you.",
        "late": "past its day",
        "purpose": "Purpose of the search",
        "person": "Person",
        "search": "Search",
        "outside": "Outside one’s task",
        "hours": "Out of hours",
        "breach": "Breach of personal data",
        "title": "Title",
        "happened": "What happened",
        "aware": "When you became aware",
        "open": "Open the incident",
        "until": "25 Nov 2026, 08:00",
        "looked at": "22 Nov 2026, 22:10",
        "to plan": "To plan your meetings",
    },
}  # fmt: skip


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
    for name, role, staff in (
        ("pia", Role.PLANNER, ""),
        ("jonas", Role.CASEWORKER, "s-2"),
        ("dorte", Role.DPO, ""),
        ("mona", Role.MANAGER, ""),
    ):
        made[name] = actions.create_user(
            name, name=name.title(), municipality=HERE, password=PASSWORD, roles=(role,), caseworker_id=staff,
            audit=audit(),
        )  # fmt: skip
    made["jonas"].team = "Team Syd"
    made["jonas"].save()
    return made


@pytest.fixture
def as_(page, live_server, client, users, language):
    """Open the site as one of them; what the browser complains of fails the test, but for a form that is refused."""
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    def opened(name: str, address: str = "/") -> Page:
        client.force_login(users[name])
        cookies = {"lighed_session": client.cookies["lighed_session"].value, "lighed_language": language}
        page.context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        width, height = SIZE[language] if name == "dina" else DESK
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + address)
        return page

    yield opened
    assert [one for one in problems if "422" not in one] == []


def usable(page: Page, picture: str = "") -> None:
    """Nothing that axe finds, and nothing beside the screen. With LIGHED_PICTURES, its picture is kept there."""
    check_usable(page)
    if LOOKED_AT.name and picture:
        page.screenshot(path=LOOKED_AT / f"{picture}-{page.viewport_size['width']}.png", full_page=True)
    if (
        os.environ.get("LIGHED_SCREENSHOTS") == "1"
        and page.viewport_size["width"] == DESK[0]
        and picture in IN_THE_DOCS
    ):
        page.screenshot(path=PICTURES / f"{picture}-desktop.png", full_page=True)


def tab_to(page: Page, where: Locator, *, at_most: int = 150) -> None:
    """Press Tab until the focus is there."""
    for _ in range(at_most):
        if where.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {where}")


def follow(page: Page, link: Locator) -> None:
    tab_to(page, link)
    page.keyboard.press("Enter")


@BOTH
@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
@pytest.mark.requirement("B3", part="a no has no bad effect", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_j4_a_person_says_no_and_the_caseworker_sees_only_that_there_is_no_estimate(as_, course, users, language):
    said = SAID[language]
    plan = Plan.objects.create(
        municipality_id=HERE, course=course, level="more", made_by=users["mette"], made_at=NOW, state="in_force",
    )  # fmt: skip
    plan.meetings.create(number=1, on=date(2026, 12, 1), minutes=45, form="in_person", kind="job", municipality_id=HERE)
    page = as_("mette", f"/people/{course.key}/")
    expect(page.get_by_text(said["of 100"]).first).to_be_visible()
    page = as_("dina")
    expect(page).to_have_url(re.compile("/my/$"))
    usable(page, "my")
    follow(page, page.get_by_role("button", name=said["no"]))
    expect(page.get_by_role("status")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text(said["said no"])
    expect(page.get_by_text(said["no estimate"])).to_be_visible()
    assert page.locator("textarea").count() == 0, "no reason is asked for"
    usable(page, "said-no")
    assert not StoredEstimate.objects.exists()
    assert AuditRecord.objects.filter(kind="change", criterion="choice").exists()
    page = as_("mette", "/")
    row = page.get_by_role("row").filter(has_text="Dina Ali")
    expect(row).to_contain_text(said["not profiled"])
    page.goto(page.url + f"people/{course.key}/")
    expect(page.locator("#estimate")).to_contain_text(said["not profiled"])
    assert "of 100" not in page.content().lower().replace("af 100", "of 100")
    assert "nej tak" not in page.content()
    expect(page.locator("#step-5")).to_contain_text("01.12.2026" if language == "da" else "1 Dec 2026")
    page = as_("dorte", "/oversight/effects/")
    expect(page.get_by_role("row").filter(has_text=said["opted out"])).to_be_visible()


@BOTH
@pytest.mark.requirement("C10", part="has data corrected", shows="works")
@pytest.mark.requirement("R-DAT-08", part="marked as outdated", shows="works")
def test_j5_a_person_finds_an_error_and_it_is_put_right(as_, case_system, course, users, language, monkeypatch):
    said = SAID[language]
    course.person.language = language
    course.person.save()
    page = as_("dina", "/my/")
    follow(page, page.get_by_role("link", name=said["my data"], exact=True).last)
    expect(page).to_have_url(re.compile("/my/data/$"))
    follow(page, page.get_by_role("link", name=said["correct"]))
    expect(page).to_have_url(re.compile("/correct/$"))
    usable(page, "correct")
    follow(page, page.get_by_role("button", name=said["send"]))
    expect(page.get_by_role("alert").first).to_be_visible()
    usable(page, "correct-refused")
    tab_to(page, page.get_by_label(said["right"]))
    page.keyboard.type("Jeg har tre slags.")
    tab_to(page, page.get_by_label(said["wrong"]))
    page.keyboard.type("Der står to.")
    follow(page, page.get_by_role("button", name=said["send"]))
    expect(page.get_by_role("status")).to_contain_text(said["receipt"])
    one = RightsRequest.objects.get()
    expect(page.get_by_role("status")).to_contain_text(f"{one.receipt}.")
    expect(page.get_by_text(said["due"]).first).to_be_visible()
    usable(page, "asked")

    page = as_("mette", "/tasks/")
    expect(page.get_by_role("row").filter(has_text="Dina Ali")).to_contain_text(said["correction"])
    page.goto(page.url.replace("/tasks/", f"/people/{course.key}/"))
    expect(page.locator("#estimate .contested")).to_contain_text(said["contested"])
    expect(page.locator("#estimate .contested")).to_contain_text("Jeg har tre slags.")
    usable(page, "contested")

    monkeypatch.setattr(arrived.workflow, "corrects_what_was_known", lambda *_given, **_named: True)
    before = StoredEstimate.objects.get()
    case_system.register(
        received(
            event_id="e-2",
            kind=EventKind.DATA_CHANGED,
            occurred_on=date(2026, 11, 20),
            display_name="Dina Ali",
            language=language,
            values=tuple(
                replace(value, value=Text(da="3", en="3")) if value.element == "licences" else value
                for value in shown_values(date(2026, 11, 2))
            ),
            estimate=assessed(0.47),
        )
    )
    page.reload()
    expect(page.locator("#estimate .no-estimate")).to_contain_text(said["out of date"])
    actions.work_inbox(Inbox.objects.get().pk, at_once=True, audit=audit())
    now, former = StoredEstimate.objects.get(), FormerEstimate.objects.get()
    assert former.of_100 == before.of_100 > now.of_100
    page.reload()
    expect(page.locator("#estimate .corrected")).to_contain_text(str(former.of_100))
    usable(page, "made-anew")
    page = as_("dina", f"/my/requests/{one.pk}/")
    for n in (former.of_100, now.of_100):
        expect(page.get_by_text(f"{n} {said['before']}")).to_be_visible()
    usable(page, "corrected")
    page.goto(page.url.split("/my/")[0] + "/my/letters/")
    page.get_by_role("link", name=said["corrected"]).click()
    expect(page.locator("main")).to_contain_text("(2 → 3)")
    assert lix(Letter.objects.get().body) <= 35


@BOTH
@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="works")
@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="works")
@pytest.mark.requirement("R-CIT-04", part="assessed before the estimate is shown", shows="works")
@pytest.mark.requirement("C10", part="reaches a human being", shows="works")
def test_j6_a_person_contests_and_another_human_being_answers(as_, course, users, language):
    said = SAID[language]
    course.person.language = language
    course.person.save()
    page = as_("dina", "/my/")
    page.get_by_role("link", name=said["review"]).first.click()
    usable(page, "review")
    page.get_by_label(said["changed"]).check()
    page.get_by_label(said["own words"]).fill("Jeg har et job på vej.")
    page.get_by_role("button", name=said["send"]).click()
    expect(page.get_by_text(said["due"]).first).to_be_visible()
    usable(page, "review-asked")
    one = RightsRequest.objects.get()

    page = as_("mette", f"/people/{course.key}/")
    expect(page.locator("#estimate .contested")).to_contain_text(said["disagrees"])
    assert "Jeg har et job på vej." not in page.content()

    page = as_("pia", f"/oversight/requests/{one.pk}/")
    expect(page.get_by_text("Jeg har et job på vej.")).to_be_visible()
    assert page.get_by_label(said["staff"]).locator("option[value=mette]").count() == 0
    page.get_by_label(said["staff"]).select_option(value="jonas")
    page.get_by_role("button", name=said["assign"]).click()
    usable(page, "assign")

    page = as_("jonas", f"/oversight/requests/{one.pk}/")
    assert page.get_by_role("button", name=said["give"]).count() == 0
    usable(page, "assess-first")
    page.get_by_role("link", name=said["assess"]).click()
    expect(page.locator(".review-words")).to_contain_text("Jeg har et job på vej.")
    expect(page.locator("#estimate")).to_contain_text(said["hidden"])
    assert page.locator(".band-large, .icon-array").count() == 0
    usable(page, "review-words")
    first = page.locator("#step-1")
    first.get_by_label(said["less"]).check()
    first.get_by_label(said["rests on"]).fill("Hun begynder i et job om to uger.")
    first.get_by_role("button", name=said["reveal"]).click()
    expect(page.locator("#estimate")).to_contain_text(said["of 100"])
    own, view = Assessment.objects.get(), EstimateView.objects.get(user=users["jonas"])
    assert (own.band_seen, own.made_by) == ("", users["jonas"])
    assert own.made_at <= view.first_shown_at
    page.get_by_role("link", name=said["to request"]).click()
    box = page.get_by_label(said["answer"])
    guidance = box.input_value().strip()
    box.fill(f"Jonas har læst, hvad du skrev. Du har et job på vej, så vi mødes sjældnere.\n\n{guidance}")
    page.get_by_label(said["upheld"], exact=True).check()
    page.get_by_role("button", name=said["give"]).click()
    usable(page, "answered")
    letter = Letter.objects.get()
    for words in ("Jonas", said["agreed"], "Du har et job på vej", "12 34 56 78", "Datatilsynet"):
        assert words in letter.body
    assert lix(letter.body) <= 35
    page = as_("dina", f"/my/requests/{one.pk}/")
    expect(page.get_by_text("Du har et job på vej").first).to_be_visible()
    usable(page, "review-answer")

    # Had nobody answered, those who see to it are told.
    RightsRequest.objects.update(state="open", due_on=date(2026, 11, 20))
    for who, address in (("pia", "/"), ("dorte", "/oversight/requests/"), ("mona", "/oversight/effects/")):
        page = as_(who, address)
        expect(page.locator(".status-requests")).to_contain_text(said["late"])


@BOTH
def test_j10_who_has_looked_at_a_person(as_, client, course, users, language, monkeypatch):
    said = SAID[language]
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    as_("jonas", f"/people/{course.key}/")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    page = as_("dorte", "/oversight/log/")
    page.get_by_label(said["purpose"]).fill("Borgeren spørger, hvem der har set hende")
    page.get_by_label(said["person"]).fill("p-1")
    page.get_by_role("button", name=said["search"], exact=True).click()
    entries = page.locator(".log-entries")
    odd = entries.locator("tbody tr").filter(has_text="Jonas")
    expect(odd.first).to_contain_text(said["outside"])
    expect(odd.first).to_contain_text(said["hours"])
    expect(odd.first).to_contain_text("22")
    expect(entries.locator("tbody tr").first).to_contain_text("Borgeren spørger")
    assert "p-1" not in page.url
    usable(page, "log")
    assert AuditRecord.objects.filter(actor="dorte", kind="search").exclude(subject="").exists()

    page = as_("dorte", "/oversight/incidents/new/")
    page.get_by_label(said["breach"]).check()
    page.get_by_label(said["title"], exact=True).fill("Opslag uden opgave en søndag aften")
    page.get_by_label(said["happened"]).fill("En medarbejder har set en sag uden for sit team.")
    page.get_by_label(said["aware"]).fill("2026-11-22T08:00")
    page.get_by_role("button", name=said["open"]).click()
    expect(page.locator("main")).to_contain_text(said["until"])
    usable(page, "incident")

    page = as_("dina", "/my/seen/")
    look = page.get_by_role("row").filter(has_text=said["looked at"])
    expect(look).to_contain_text("Team Syd")
    expect(look).to_contain_text(said["to plan"])
    assert "Jonas" not in page.content(), "no staff names, unless the municipality says so"
    usable(page, "seen")
