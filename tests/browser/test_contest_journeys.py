"""J6 and J10 in a real browser, with the keyboard alone: a person contests, and asks who has looked at them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lighed.web.models import Assessment, AuditRecord, EstimateView, Letter, RightsRequest
from tests.browser.citizen_site import BOTH, as_, course, to_page, usable, users  # noqa: F401 - fixtures of these tests
from tests.browser.keyboard import choose, follow, pick, tick, write, write_first, write_time
from tests.web.readability import lix

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATE = datetime(2026, 11, 22, 21, 10, tzinfo=UTC)
"""Ten past ten in the evening, in Denmark."""
SAID = {
    "da": {
        "requests": "Anmodninger",
        "oversight": ["Styring og tilsyn", "Adgangslog"],
        "incidents": ["Styring og tilsyn", "Hændelser"],
        "open one": "Åbn en hændelse",
        "who looked": "Hvem har set mine oplysninger",
        "of 100": "Af 100 tidligere forløb, der ligner",
        "send": "Send",
        "due": "Du får svar senest 22.12.2026.",
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
        "requests": "Rights requests",
        "oversight": ["Oversight", "Access log"],
        "incidents": ["Oversight", "Incidents"],
        "open one": "Open an incident",
        "who looked": "Who has seen my data",
        "of 100": "Of 100 earlier courses that resemble this one",
        "send": "Send",
        "due": "You get an answer by 22 Dec 2026.",
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


@BOTH
@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="works")
@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="works")
@pytest.mark.requirement("R-CIT-04", part="assessed before the estimate is shown", shows="works")
@pytest.mark.requirement("C10", part="reaches a human being", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_j6_a_person_contests_and_another_human_being_answers(as_, course, users, language):  # noqa: F811 - the fixtures
    said = SAID[language]
    course.person.language = language
    course.person.save()
    page = as_("dina", "/my/")
    follow(page, page.get_by_role("link", name=said["review"]).first)
    expect(page.get_by_role("heading", level=1)).to_have_text(said["review"])
    usable(page, "review")
    tick(page, page.get_by_label(said["changed"]))
    write(page, page.get_by_label(said["own words"]), "Jeg har et job på vej.")
    follow(page, page.get_by_role("button", name=said["send"]))
    expect(page.get_by_text(said["due"]).first).to_be_visible()
    usable(page, "review-asked")
    assert RightsRequest.objects.count() == 1

    page = as_("mette", f"/people/{course.key}/")
    expect(page.locator("#estimate .contested")).to_contain_text(said["disagrees"])
    assert "Jeg har et job på vej." not in page.content()

    page = as_("pia")
    to_page(page, said["requests"])
    follow(page, page.get_by_role("table").get_by_role("link", name="Dina Ali"))
    expect(page.get_by_text("Jeg har et job på vej.")).to_be_visible()
    assert page.get_by_label(said["staff"]).locator("option[value=mette]").count() == 0
    listed = page.get_by_label(said["staff"]).locator("option").all_inner_texts()
    pick(page, page.get_by_label(said["staff"]), next(one for one in listed if one.startswith("Jonas")))
    follow(page, page.get_by_role("button", name=said["assign"]))
    expect(page.get_by_role("status")).to_be_visible()
    usable(page, "assign")

    page = as_("jonas")
    to_page(page, said["requests"])
    follow(page, page.get_by_role("table").get_by_role("link", name="Dina Ali"))
    expect(page.get_by_role("link", name=said["assess"])).to_be_visible()
    assert page.get_by_role("button", name=said["give"]).count() == 0
    usable(page, "assess-first")
    follow(page, page.get_by_role("link", name=said["assess"]))
    expect(page.locator(".review-words")).to_contain_text("Jeg har et job på vej.")
    expect(page.locator("#estimate")).to_contain_text(said["hidden"])
    assert page.locator(".band-large, .icon-array").count() == 0
    usable(page, "review-words")
    first = page.locator("#step-1")
    choose(page, first.get_by_role("radio"), first.get_by_label(said["less"]))
    write(page, first.get_by_label(said["rests on"]), "Hun begynder i et job om to uger.")
    follow(page, first.get_by_role("button", name=said["reveal"]))
    expect(page.locator("#estimate")).to_contain_text(said["of 100"])
    own, view = Assessment.objects.get(), EstimateView.objects.get(user=users["jonas"])
    assert (own.band_seen, own.made_by) == ("", users["jonas"])
    assert own.made_at <= view.first_shown_at
    follow(page, page.get_by_role("link", name=said["to request"]))
    choose(page, page.get_by_role("radio"), page.get_by_label(said["upheld"], exact=True))
    # The guidance on how to complain stands in the box already, below what is written.
    answer = "Jonas har læst, hvad du skrev. Du har et job på vej, så vi mødes sjældnere."
    write_first(page, page.get_by_label(said["answer"]), answer)
    follow(page, page.get_by_role("button", name=said["give"]))
    expect(page.get_by_role("status")).to_be_visible()
    usable(page, "answered")
    letter = Letter.objects.get()
    for words in ("Jonas", said["agreed"], "Du har et job på vej", "12 34 56 78", "Datatilsynet"):
        assert words in letter.body
    assert lix(letter.body) <= 35
    page = as_("dina")
    follow(page, page.locator(".asked").get_by_role("link"))
    page.wait_for_url(re.compile("/my/requests/[0-9]+/$"))
    expect(page.get_by_text("Du har et job på vej").first).to_be_visible()
    usable(page, "review-answer")

    # Had nobody answered, those who see to it are told.
    RightsRequest.objects.update(state="open", due_on=date(2026, 11, 20))
    for who, address in (("pia", "/"), ("dorte", "/oversight/requests/"), ("mona", "/oversight/effects/")):
        page = as_(who, address)
        expect(page.locator(".status-requests")).to_contain_text(said["late"])


@BOTH
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
def test_j10_who_has_looked_at_a_person(as_, client, course, users, language, monkeypatch):  # noqa: F811 - the fixtures
    said = SAID[language]
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    as_("jonas", f"/people/{course.key}/")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    page = as_("dorte")
    to_page(page, *said["oversight"])
    write(page, page.get_by_label(said["purpose"]), "Borgeren spørger, hvem der har set hende")
    write(page, page.get_by_label(said["person"]), "p-1")
    follow(page, page.get_by_role("button", name=said["search"], exact=True))
    entries = page.locator(".log-entries")
    odd = entries.locator("tbody tr").filter(has_text="Jonas")
    expect(odd.first).to_contain_text(said["outside"])
    expect(odd.first).to_contain_text(said["hours"])
    expect(odd.first).to_contain_text("22")
    expect(entries.locator("tbody tr").first).to_contain_text("Borgeren spørger")
    assert "p-1" not in page.url
    usable(page, "log")
    assert AuditRecord.objects.filter(actor="dorte", kind="search").exclude(subject="").exists()

    to_page(page, *said["incidents"])
    follow(page, page.get_by_role("link", name=said["open one"]))
    choose(page, page.get_by_role("radio"), page.get_by_label(said["breach"]))
    write(page, page.get_by_label(said["title"], exact=True), "Opslag uden opgave en søndag aften")
    write(page, page.get_by_label(said["happened"]), "En medarbejder har set en sag uden for sit team.")
    write_time(page, page.get_by_label(said["aware"]), "2026-11-22T08:00")
    follow(page, page.get_by_role("button", name=said["open"]))
    expect(page.locator("main")).to_contain_text(said["until"])
    usable(page, "incident")

    page = as_("dina")
    follow(page, page.get_by_role("link", name=said["who looked"], exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(said["who looked"])
    look = page.get_by_role("row").filter(has_text=said["looked at"])
    expect(look).to_contain_text("Team Syd")
    expect(look).to_contain_text(said["to plan"])
    assert "Jonas" not in page.content(), "no staff names, unless the municipality says so"
    usable(page, "seen")
