"""The introduction as someone new takes it: from the page that asks for it to the estimate; and the figures of use.

With LIGHED_SCREENSHOTS=1 the Danish pages are written down as the pictures that the documentation shows.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lighed.governance import AssessmentStep, Role, SupportLevel, relation_to
from lighed.web import actions, queries
from lighed.web.models import Assessment, ContactCourse, Municipality, Person, TrainingRecord, User
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE, picture
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "da": {
        "needed": "Tag introduktionen (10 min.), før du kan se skøn.",
        "begin": "Begynd",
        "next": "Næste",
        "to_practice": "Til øvelserne",
        "show": "Vis skønnet",
        "answer": "Svar",
        "right": "Rigtigt.",
        "next_case": "Næste øvelse",
        "to_questions": "Til de fem spørgsmål",
        "see": "Se, hvordan det gik",
        "not_yet": "Ikke taget endnu",
        "taken": "Du har taget introduktionen. Den gælder til",
        "some": "Nogen støtte",
        "of_100": "af 100",
    },
    "en": {
        "needed": "Take the introduction (10 min.) before you can see estimates.",
        "begin": "Begin",
        "next": "Next",
        "to_practice": "To the practice cases",
        "show": "Show the estimate",
        "answer": "Answer",
        "right": "Right.",
        "next_case": "Next practice case",
        "to_questions": "To the five questions",
        "see": "See how you did",
        "not_yet": "Not taken yet",
        "taken": "You have taken the introduction. It counts until",
        "some": "Some support",
        "of_100": "of 100",
    },
}


@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="works")
@pytest.mark.requirement("C9", part="guidance where users work", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize(("language", "size"), [("da", DESK), ("da", PHONE), ("en", PHONE)])
def test_the_introduction(log_in, caseworker, case_system, language, size):  # noqa: F811 - the fixture
    Municipality.objects.filter(code=HERE).update(needs_introduction=True)
    address = f"/people/{case_system.register(received()).course.key}/"
    words = WORDS[language]
    page: Page = log_in(caseworker, address, language=language, size=size)
    expect(page.locator("main")).not_to_contain_text(words["of_100"])
    page.get_by_role("link", name=words["needed"]).click()
    check_usable(page)
    if language == "da":
        picture(page, "introduction", size)
    page.get_by_role("button", name=words["begin"]).click()
    for number in range(1, 7):
        check_usable(page)
        if language == "da" and number == 2:
            picture(page, "introduction-card", size)
        page.get_by_role("link", name=words["next"] if number < 6 else words["to_practice"], exact=True).click()
    for case in queries.practice_cases():
        expect(page.get_by_role("heading", level=1)).to_have_text(case.name.in_(language))
        check_usable(page)
        page.get_by_label(words["some"]).check()
        page.get_by_role("button", name=words["show"]).click()
        right = case.question.answers[case.question.right].text.in_(language)
        page.get_by_label(right).check()
        if language == "da" and case.number == 2:
            picture(page, "introduction-practice", size)
        page.get_by_role("button", name=words["answer"], exact=True).click()
        expect(page.get_by_text(words["right"], exact=True)).to_be_visible()
        check_usable(page)
        name = words["next_case"] if case.number < 5 else words["to_questions"]
        page.get_by_role("link", name=name, exact=True).click()
    check_usable(page)
    # nothing chosen: the page says where
    page.get_by_role("button", name=words["see"]).click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_usable(page)
    for question in queries.quiz():
        wrong = question.answers[(question.right + 1) % 3].text.in_(language)
        page.get_by_role("group", name=question.text.in_(language)).get_by_label(wrong).check()
    page.get_by_role("button", name=words["see"]).click()
    expect(page.get_by_role("alert")).to_contain_text(words["not_yet"])
    check_usable(page)
    for question in queries.quiz():
        right = question.answers[question.right].text.in_(language)
        page.get_by_role("group", name=question.text.in_(language)).get_by_label(right).check()
    page.get_by_role("button", name=words["see"]).click()
    expect(page.get_by_text(words["taken"])).to_be_visible()
    check_usable(page)
    assert TrainingRecord.objects.get().user == caseworker
    page.goto(page.url.split("/introduction")[0] + address)
    expect(page.locator("main")).to_contain_text(words["of_100"])


@pytest.fixture
def used(municipalities) -> User:
    """A manager of a municipality in whose two teams people were assessed for eight weeks."""
    period = queries.use_periods(today=timezone.localdate())[0]
    for team, n_staff in (("Team Nord", 7), ("Team Syd", 6), ("Team Vest", 2)):
        for number in range(n_staff):
            by = User.objects.create(
                username=f"{team}-{number}", name="S", municipality_id=HERE, team=team, password="!"
            )
            for turn in range(12):
                _assess(by, f"{team}-{number}-{turn}", turn=turn, on=period.first_day + timedelta(days=2 + 4 * turn))
    return actions.create_user(
        "lene", name="Lene Overgaard", municipality=HERE, password=PASSWORD, roles=(Role.MANAGER,), audit=audit()
    )


def _assess(by: User, name: str, *, turn: int, on: date) -> None:
    person = Person.objects.create(municipality_id=HERE, person_id=name, birth_year=1980)
    about = ContactCourse.objects.create(
        person=person, municipality_id=HERE, course_id=name, state="with_fund", reached="registration",
        registered_on=on, estimate_state="not_profiled",
    )  # fmt: skip
    band = ("low", "medium", "high")[turn % 3]
    level = ("less", "some", "more", "less", "more", "some")[turn % 6]
    at = timezone.make_aware(datetime.combine(on, time(10)))
    row = {"municipality_id": HERE, "course": about, "moment": "registration", "made_by": by, "mode": "open"}
    Assessment.objects.create(**row, step=AssessmentStep.OWN_FIRST, level="some", words="Først", made_at=at)
    Assessment.objects.create(
        **row, step=AssessmentStep.NOW, level=level, words="Så", reason="cannot_see_why" if turn < 2 else "other",
        made_at=at + timedelta(minutes=3), band_seen=band, relation=relation_to(SupportLevel(level), band) or "",
        seconds_on_page=80,
    )  # fmt: skip


@pytest.mark.requirement("R-HUM-03", part="rates and times per team", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize(("language", "size"), [("da", DESK), ("da", PHONE), ("en", DESK)])
def test_how_estimates_are_used(log_in, used, language, size):  # noqa: F811 - the fixture
    page: Page = log_in(used, "/oversight/use/", language=language, size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        {"da": "Sådan bruges skøn", "en": "How estimates are used"}[language]
    )
    expect(page.locator("svg.against")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Team Nord").first).to_be_visible()
    check_usable(page)
    if language == "da":
        picture(page, "use", size)
