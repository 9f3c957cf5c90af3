"""J1, J2, J3 and J11 in a real browser: one's own judgement first, a disagreement that asks nobody, no estimate at all.

J1 is done with the keyboard alone, and everything that reaches the browser before one's own assessment is searched.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, Route, expect

from lighed.governance import DisplayMode, Moment, to_content
from lighed.web.models import (
    Assessment,
    AuditRecord,
    ContactCourse,
    EstimateView,
    LegalBasisEntry,
    MeetingTemplate,
    Municipality,
    Plan,
)
from tests.browser.keyboard import choose, pick, tab_to
from tests.browser.test_pages import DESK, SIZES, log_in, problems, tab  # noqa: F401 - the same tab, watched
from tests.browser.usable import check_usable
from tests.web.factories import HERE, NOW, CaseSystem, assessed, cannot_be_assessed, legal_basis, received

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("language", ["da", "en"])
FIRST = "own first, then the estimate"
TODAY = NOW.date()
SAID = {
    "da": {
        "hidden": "Skøn klar. Skriv din egen vurdering først.",
        "own": "Egen vurdering",
        "more": "Mere støtte",
        "less": "Mindre støtte",
        "rests on": "Hvad bygger du vurderingen på?",
        "reveal": "Gem og vis skønnet",
        "of 100": "Af 100 tidligere forløb, der ligner, blev 62 lange (mellem 54 og 70).",
        "band": "Høj",
        "certainty": "Sikkerhed: Nogen",
        "unknown": "Det ved værktøjet ikke",
        "reasons": ["Det trak skønnet op", "Det trak skønnet ned", "Ligner mest"],
        "limits": "lav under 30, høj fra 55 af 100",
        "professional": "Faglig vurdering (uddyb)",
        "on the way": "Job eller uddannelse på vej",
        "reason": "Årsag",
        "sentence": "Skriv mindst én sætning",
        "save": "Gem min vurdering",
        "refused": "Vælg en årsag og skriv mindst én sætning.",
        "plan": "Planlæg samtaler",
        "save the plan": "Gem planen",
        "kept": "Lovkrav opfyldt",
        "same": "Samme som skønnet",
        "differs": "Mindre end skønnet",
        "abstained": "Kan ikke vurderes",
        "why": "for få lignende forløb",
        "off": "Profilering er slået fra for Enghavn Kommune siden 22.11.2026.",
        "off reached": "Du kan planlægge uden.",
    },
    "en": {
        "hidden": "Estimate ready. Write your own assessment first.",
        "own": "Own assessment",
        "more": "More support",
        "less": "Less support",
        "rests on": "What does your assessment rest on?",
        "reveal": "Save and show the estimate",
        "of 100": "Of 100 earlier courses that resemble this one, 62 became long (between 54 and 70).",
        "band": "High",
        "certainty": "Certainty: Some",
        "unknown": "What the tool does not know",
        "reasons": ["Pulled the estimate up", "Pulled the estimate down", "Most similar to"],
        "limits": "low under 30, high from 55 of 100",
        "professional": "Professional judgement (say more)",
        "on the way": "A job or an education is on its way",
        "reason": "Reason",
        "sentence": "Write at least one sentence",
        "save": "Save my assessment",
        "refused": "Choose a reason and write at least one sentence.",
        "plan": "Plan meetings",
        "save the plan": "Save the plan",
        "kept": "Legal demands kept",
        "same": "The same as the estimate",
        "differs": "Less than the estimate",
        "abstained": "Cannot be assessed",
        "why": "too few earlier courses resemble it",
        "off": "Profiling is switched off for Enghavn Kommune since 22 Nov 2026.",
        "off reached": "You can plan without it.",
    },
}  # fmt: skip


def handed_over(case_system: CaseSystem, *, estimate, display_name: str) -> ContactCourse:
    """Somebody whom the municipality took over from the fund three days ago."""
    three_days_ago = TODAY - timedelta(days=3)
    return case_system.register(
        received(
            display_name=display_name,
            event=Moment.HAND_OVER,
            registered_on=TODAY - timedelta(days=95),
            handed_over_on=three_days_ago,
            team="Team Nord",
            estimate=estimate,
        )
    ).course


def sixty_two():
    """62 of 100, between 54 and 70."""
    made = assessed(0.6097, moment=Moment.HAND_OVER, scored_on=TODAY - timedelta(days=3), is_calibrated=False)
    assert (made.of_100, made.of_100_low, made.of_100_high) == (62, 54, 70)
    return made


@pytest.fixture
def anna(case_system) -> ContactCourse:
    MeetingTemplate.objects.create(
        municipality_id=HERE, name="Tæt start", n_meetings=3, weeks_between=2, first_within_days=14, minutes=45,
        form="in_person", changed_by="Pia", changed_at=NOW,
    )  # fmt: skip
    return handed_over(case_system, estimate=sixty_two(), display_name="Anna Jensen")


@pytest.fixture
def carl(case_system) -> ContactCourse:
    """Carl, whose job log is empty and whom few earlier courses resemble."""
    estimate = cannot_be_assessed(moment=Moment.HAND_OVER, scored_on=TODAY - timedelta(days=3))
    return handed_over(case_system, estimate=estimate, display_name="Carl Hansen")


@pytest.fixture
def own_first(municipalities) -> None:
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)


class Traffic:
    """All that the server answers one tab from now on, as it is sent. Style, script and icons are the same for all."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: list[tuple[str, str]] = []
        page.route(lambda address: "/static/" not in address, self._pass_on)

    def _pass_on(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        self.answers.append((route.request.url, answer.text()))
        route.fulfill(response=answer)

    def ended(self) -> list[tuple[str, str]]:
        self.page.unroute_all()
        return self.answers


def tells_nothing_of_the_estimate(traffic: Traffic, course: ContactCourse) -> None:
    """Neither its figures nor its words, nor what only stands beside one."""
    answers = traffic.ended()
    assert [address for address, _ in answers if address.endswith(f"/people/{course.key}/")]
    for address, answer in answers:
        shown = BeautifulSoup(answer, "html.parser")
        for one in shown.select("[name=csrfmiddlewaretoken]"):
            one.decompose()
        everything = str(shown).replace(str(course.key), "")
        for trace in (
            "62",
            "band-",
            "icon-array",
            "Butik og service",
            "Retail and service",
            "per_100",
            "Af 100",
            "Of 100",
        ):
            assert trace not in everything, (address, trace)


def answered_as_refused(problems: list[str]) -> None:  # noqa: F811 - the fixture of that name
    """What was refused is on the browser's console, as it should be, and nothing else is."""
    assert problems
    assert all("422" in one for one in problems)
    problems.clear()


@BOTH
@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="works")
@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
@pytest.mark.requirement("R-HUM-02", part="own assessment and plan", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="by keyboard alone", shows="works")
@pytest.mark.requirement("R-HUM-07", part="of 100 similar", shows="works")
def test_j1_ones_own_assessment_then_the_estimate_then_the_plan_by_keyboard(log_in, own_first, anna, language):  # noqa: F811
    said = SAID[language]
    page = log_in("/", language=language)
    traffic = Traffic(page)
    page.reload()
    tab_to(page, page.get_by_role("link", name="Anna Jensen"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Jensen")
    expect(page.locator("#estimate")).to_contain_text(said["hidden"])
    check_usable(page)
    tells_nothing_of_the_estimate(traffic, anna)

    first = page.locator("#step-1")
    choose(page, first.get_by_role("radio"), first.get_by_label(said["more"]))
    tab_to(page, first.get_by_label(said["rests on"]))
    page.keyboard.type("Hun har søgt bredt og mangler erfaring i faget.")
    tab_to(page, first.get_by_role("button", name=said["reveal"]))
    page.keyboard.press("Enter")
    card = page.locator("#estimate")
    expect(card).to_be_focused()
    expect(card.locator(".band-large")).to_contain_text(said["band"])
    expect(card.locator("#sentence")).to_have_text(said["of 100"])
    for words in (said["certainty"], said["unknown"], *said["reasons"], said["limits"]):
        expect(card).to_contain_text(words)
    check_usable(page)

    now = page.locator("#step-4")
    choose(page, now.get_by_role("radio"), now.get_by_label(said["more"]))
    pick(page, now.get_by_label(said["reason"]), said["professional"])
    tab_to(page, now.get_by_label(said["sentence"]))
    page.keyboard.type("Samtale og skøn peger samme vej.")
    tab_to(page, now.get_by_role("button", name=said["save"]))
    page.keyboard.press("Enter")
    expect(page.locator("#step-5")).to_be_focused()
    expect(now.locator(".said-line").first).to_contain_text(said["more"])
    check_usable(page)

    tab_to(page, page.locator("#step-5").get_by_role("link", name=said["plan"]))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Tæt start"))
    page.keyboard.press("Enter")
    expect(page.locator("#proposal")).to_contain_text(said["kept"])
    check_usable(page)
    tab_to(page, page.get_by_role("button", name=said["save the plan"]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()

    plan = Plan.objects.get()
    assert (plan.template, plan.meetings.count(), plan.level) == ("Tæt start", 3, "more")
    own, final = Assessment.objects.order_by("pk")
    assert (own.step, own.level, own.band_seen) == ("own_first", "more", "")
    assert (final.step, final.level, final.band_seen, final.relation) == ("now", "more", "high", "same")
    view = EstimateView.objects.get()
    assert own.made_at <= view.first_shown_at <= final.made_at
    told = list(AuditRecord.objects.filter(kind="change").order_by("number").values_list("criterion", flat=True))
    under = "mode=own_first, version=2026-11-demo, legal_basis=demo-operation"
    assert told[-3:-1] == [f"own assessment, reveal, {under}", f"assessment, estimate=shown, {under}"]
    assert told[-1] == "plan, rule_set=2026-07-01"


@BOTH
@pytest.mark.requirement("R-HUM-02", part="differing has a reason", shows="works")
@pytest.mark.requirement("R-HUM-02", part="differing has a reason", shows="refuses")
@pytest.mark.requirement("R-HUM-02", part="agreeing has a reason", shows="refuses")
def test_j2_a_caseworker_disagrees_and_asks_nobody(log_in, anna, language, problems):  # noqa: F811
    said = SAID[language]
    page = log_in(f"/people/{anna.key}/", language=language)
    expect(page.locator("#estimate .band-large")).to_contain_text(said["band"])
    now = page.locator("#step-4")
    for level in (said["less"], said["more"]):
        now.get_by_label(level).check()
        now.get_by_label(said["reason"]).select_option(label=said["on the way"])
        now.get_by_role("button", name=said["save"]).click()
        expect(page.get_by_role("alert")).to_contain_text(said["refused"])
        expect(now.get_by_label(level)).to_be_checked()
        check_usable(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(now.get_by_label(said["sentence"])).to_be_focused()
    now.get_by_label(said["less"]).check()
    now.get_by_label(said["sentence"]).fill("Hun begynder i butikken den første i måneden.")
    now.get_by_role("button", name=said["save"]).click()
    expect(now.locator(".said-line").first).to_contain_text(said["less"])
    now.locator(".said summary").first.click()
    expect(now).to_contain_text(said["differs"])
    expect(now).to_contain_text(said["on the way"])
    check_usable(page)
    final = Assessment.objects.get(step="now")
    assert (final.level, final.reason, final.relation) == ("less", "on_the_way", "less_than_estimated")
    assert ContactCourse.objects.get().level == "less"
    page.locator("#step-5").get_by_role("link", name=said["plan"]).click()
    expect(page.locator(".facts")).to_contain_text(said["less"])
    answered_as_refused(problems)


@BOTH
@pytest.mark.parametrize("size", SIZES)
def test_j3_what_the_tool_cannot_assess_has_no_number_and_is_planned_all_the_same(log_in, carl, language, size):  # noqa: F811
    said = SAID[language]
    page = log_in("/", language=language, size=size)
    row = page.get_by_role("row").filter(has_text="Carl Hansen")
    expect(row).to_contain_text(said["abstained"])
    page.goto(page.url + f"people/{carl.key}/")
    card = page.locator("#estimate")
    expect(card).to_contain_text(said["abstained"])
    expect(card).to_contain_text(said["why"])
    assert card.locator(".band, .icon-array, .chart").count() == 0
    assert "of 100" not in page.content()
    assert "af 100" not in page.content()
    check_usable(page)
    now = page.locator("#step-4")
    now.get_by_label(said["more"]).check()
    now.get_by_label(said["reason"]).select_option(label=said["professional"])
    now.get_by_label(said["sentence"]).fill("Jeg har talt med ham om, hvad han vil.")
    now.get_by_role("button", name=said["save"]).click()
    expect(now.locator(".said-line").first).to_contain_text(said["more"])
    expect(page.locator("#step-5").get_by_role("link", name=said["plan"])).to_be_visible()
    made = Assessment.objects.get()
    assert (made.band_seen, made.relation) == ("", "")
    page.goto(page.url.split("/people/")[0] + "/without-estimate/")
    expect(page.get_by_role("row").filter(has_text="Carl Hansen")).to_contain_text(said["abstained"])


@BOTH
@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
def test_j11_without_a_legal_basis_nothing_is_shown_and_planning_works(log_in, anna, language):  # noqa: F811
    said = SAID[language]
    until = TODAY - timedelta(days=1)
    LegalBasisEntry.objects.update(valid_to=until, content=to_content(legal_basis(valid_to=until)))
    page = log_in("/", language=language)
    traffic = Traffic(page)
    page.reload()
    expect(page.get_by_text(said["off"]).first).to_be_visible()
    page.goto(page.url + f"people/{anna.key}/")
    expect(page.locator("#estimate")).to_contain_text(said["off"])
    expect(page.locator("#estimate")).to_contain_text(said["off reached"])
    check_usable(page)
    tells_nothing_of_the_estimate(traffic, anna)
    now = page.locator("#step-4")
    now.get_by_label(said["more"]).check()
    now.get_by_label(said["reason"]).select_option(label=said["professional"])
    now.get_by_label(said["sentence"]).fill("Jeg har talt med hende om, hvad hun vil.")
    now.get_by_role("button", name=said["save"]).click()
    page.locator("#step-5").get_by_role("link", name=said["plan"]).click()
    page.get_by_role("button", name="Tæt start").click()
    page.get_by_role("button", name=said["save the plan"]).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert Plan.objects.get().meetings.count() == 3
    assert Assessment.objects.get().relation == ""


@pytest.mark.parametrize("size", SIZES)
@BOTH
def test_every_step_of_the_page_is_usable_by_everyone(log_in, own_first, anna, language, size, problems):  # noqa: F811
    page = log_in(f"/people/{anna.key}/", language=language, size=size)
    check_usable(page)
    page.locator("#step-1 button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_usable(page)
    answered_as_refused(problems)


def test_without_a_script_ones_own_assessment_opens_the_estimate(
    browser, live_server, client, caseworker, own_first, anna
):
    client.force_login(caseworker)
    with browser.new_context(java_script_enabled=False, locale="da-DK") as context:
        session = client.cookies["lighed_session"].value
        context.add_cookies([{"name": "lighed_session", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/people/{anna.key}/")
        page.locator("#step-1").get_by_label("Mere støtte").check()
        page.get_by_label("Hvad bygger du vurderingen på?").fill("Hun har søgt bredt og mangler erfaring.")
        page.get_by_role("button", name="Gem uden at se skønnet").click()
        page.get_by_role("button", name="Vis skønnet").click()
        expect(page.locator("#estimate .band-large")).to_contain_text("Høj")
