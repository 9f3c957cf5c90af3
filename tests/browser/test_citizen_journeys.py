"""J4 and J5 in a real browser, with the keyboard: a person says no to the tool, and has an error put right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lighed.governance import EventKind, Text
from lighed.web import actions
from lighed.web.actions.arrivals import arrived
from lighed.web.models import AuditRecord, FormerEstimate, Inbox, Letter, Plan, RightsRequest, StoredEstimate
from tests.browser.citizen_site import BOTH, as_, course, usable, users  # noqa: F401 - fixtures of these tests
from tests.browser.keyboard import choose, choose_file, follow, tick, write
from tests.web.factories import HERE, NOW, assessed, audit, received, shown_values
from tests.web.readability import lix

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CARD = b"%PDF-1.7\nA scanned card"
SAID = {
    "da": {
        "no": "Nej tak til værktøjet",
        "said no": "Du har sagt nej tak til værktøjet. Dine samtaler bliver, som de er.",
        "no estimate": "Vi har ikke et skøn om dig nu.",
        "not profiled": "Ikke profileret",
        "of 100": "Af 100 tidligere forløb, der ligner",
        "export": "Eksport",
        "columns": ["Skøn", "Risiko for langt forløb", "Af 100 lignende, lange", "Sikkerhed", "Version"],
        "what for": "Hvad du skal bruge filen til",
        "text file": "Tekst med semikolon (CSV), til andre programmer",
        "rows": "Vis de første rækker",
        "fetch": "Hent filen",
        "opted out": "Har valgt fra",
        "my data": "Mine oplysninger",
        "correct": "Ret: Kørekortkategorier",
        "right": "Hvad er rigtigt?",
        "wrong": "Hvad er forkert?",
        "send": "Send",
        "paper": "Har du et papir, der viser det?",
        "no pdf": "Filen er ikke en PDF",
        "receipt": "Din kvittering har nummer",
        "due": "Du får svar senest 22.12.2026.",
        "before": "af 100 blev lange",
        "contested": "Under indsigelse",
        "out of date": "Forældet",
        "correction": "Rettelse",
        "corrected": "Vi har lavet skønnet om",
    },
    "en": {
        "no": "No thanks to the tool",
        "said no": "You have said no thanks to the tool. Your meetings stay as they are.",
        "no estimate": "We have no estimate about you now.",
        "not profiled": "Not profiled",
        "of 100": "Of 100 earlier courses that resemble this one",
        "export": "Export",
        "columns": ["Estimate", "Risk of a long course", "Of 100 that resemble, long", "Certainty", "Version"],
        "what for": "What you need the file for",
        "text file": "Comma-separated text (CSV), for other programs",
        "rows": "Show the first rows",
        "fetch": "Fetch the file",
        "opted out": "Opted out",
        "my data": "My data",
        "correct": "Correct: Licence categories",
        "right": "What is right?",
        "wrong": "What is wrong?",
        "send": "Send",
        "paper": "Do you have a paper that shows it?",
        "no pdf": "The file is not a PDF",
        "receipt": "Your receipt is number",
        "due": "You get an answer by 22 Dec 2026.",
        "before": "of 100 became long",
        "contested": "Contested",
        "out of date": "Out of date",
        "correction": "Correction",
        "corrected": "We have made the estimate anew",
    },
}  # fmt: skip


def exported(page: Page, said: dict) -> tuple[list[str], str]:
    """Dina's row as the export page shows it with all that it has about the estimate, and the file that is fetched."""
    tick(page, page.get_by_role("row").filter(has_text="Dina Ali").get_by_role("checkbox"))
    follow(page, page.locator("#do-export"))
    expect(page.get_by_role("heading", level=1)).to_have_text(said["export"])
    for column in said["columns"]:
        tick(page, page.get_by_role("checkbox", name=column, exact=True))
    write(page, page.get_by_label(said["what for"]), "Fordeling af timer på holdmødet")
    choose(page, page.get_by_role("radio"), page.get_by_label(said["text file"]))
    follow(page, page.get_by_role("button", name=said["rows"]))
    expect(page.locator(".export-rows thead th").last).to_have_text(said["columns"][-1])
    cells = page.locator(".export-rows tbody td").all_inner_texts()
    with page.expect_download() as fetched:
        follow(page, page.get_by_role("button", name=said["fetch"]))
    return cells[-len(said["columns"]) :], Path(fetched.value.path()).read_text(encoding="utf-8-sig")


@BOTH
@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
@pytest.mark.requirement("B3", part="a no has no bad effect", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_j4_a_person_says_no_and_the_caseworker_sees_only_that_there_is_no_estimate(as_, course, users, language):  # noqa: F811 - the fixtures
    said = SAID[language]
    plan = Plan.objects.create(
        municipality_id=HERE, course=course, level="more", made_by=users["mette"], made_at=NOW, state="in_force",
    )  # fmt: skip
    plan.meetings.create(number=1, on=date(2026, 12, 1), minutes=45, form="in_person", kind="job", municipality_id=HERE)
    estimate = StoredEstimate.objects.get()
    page = as_("mette", f"/people/{course.key}/")
    expect(page.get_by_text(said["of 100"]).first).to_be_visible()
    page = as_("mette")
    cells, file = exported(page, said)
    assert cells[2] == str(estimate.of_100)
    assert f";{estimate.of_100};" in file
    assert estimate.version in file
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
    cells, file = exported(page, said)
    assert cells == [said["not profiled"], "", "", "", ""]
    assert f";{said['not profiled']};;;;" in file
    assert f";{estimate.of_100};" not in file
    page = as_("mette", f"/people/{course.key}/")
    expect(page.locator("#estimate")).to_contain_text(said["not profiled"])
    assert "of 100" not in page.content().lower().replace("af 100", "of 100")
    assert "nej tak" not in page.content()
    expect(page.locator("#step-5")).to_contain_text("01.12.2026" if language == "da" else "1 Dec 2026")
    page = as_("dorte", "/oversight/effects/")
    expect(page.get_by_role("row").filter(has_text=said["opted out"])).to_be_visible()


@BOTH
@pytest.mark.requirement("C10", part="has data corrected", shows="works")
@pytest.mark.requirement("R-DAT-08", part="marked as outdated", shows="works")
def test_j5_a_person_finds_an_error_and_it_is_put_right(as_, case_system, course, users, language, monkeypatch):  # noqa: F811 - the fixtures
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
    write(page, page.get_by_label(said["right"]), "Jeg har tre slags.")
    write(page, page.get_by_label(said["wrong"]), "Der står to.")
    choose_file(page, page.get_by_label(said["paper"]), "korekort.txt", b"Tre slags.")
    follow(page, page.get_by_role("button", name=said["send"]))
    expect(page.get_by_role("alert").first).to_contain_text(said["no pdf"])
    expect(page.get_by_label(said["wrong"])).to_have_value("Der står to.")
    usable(page, "correct-file-refused")
    choose_file(page, page.get_by_label(said["paper"]), "Mine kørekort, scannet.pdf", CARD)
    follow(page, page.get_by_role("button", name=said["send"]))
    expect(page.get_by_role("status")).to_contain_text(said["receipt"])
    one = RightsRequest.objects.get()
    expect(page.get_by_role("status")).to_contain_text(f"{one.receipt}.")
    expect(page.get_by_text(said["due"]).first).to_be_visible()
    with page.expect_download() as kept:
        follow(page, page.get_by_role("link", name="Mine kørekort, scannet.pdf"))
    assert Path(kept.value.path()).read_bytes() == CARD
    usable(page, "asked")

    page = as_("mette", "/tasks/")
    expect(page.get_by_role("row").filter(has_text="Dina Ali")).to_contain_text(said["correction"])
    page.goto(page.url.replace("/tasks/", f"/people/{course.key}/"))
    expect(page.locator("#estimate .contested")).to_contain_text(said["contested"])
    expect(page.locator("#estimate .contested")).to_contain_text("Jeg har tre slags.")
    usable(page, "contested")
    page = as_("mette", f"/oversight/requests/{one.pk}/")
    with page.expect_download() as kept:
        follow(page, page.get_by_role("link", name="Mine kørekort, scannet.pdf"))
    assert kept.value.suggested_filename == f"lighed-{one.receipt}.pdf"
    usable(page, "request-with-file")
    page = as_("mette", f"/people/{course.key}/")

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
    follow(page, page.get_by_role("link", name=said["corrected"]))
    expect(page.locator("main")).to_contain_text("(2 → 3)")
    assert lix(Letter.objects.get().body) <= 35
