"""Every screen of the desk, at a desk, on a phone and on paper: nothing that axe finds, nothing that sticks out.

With LIGHED_SCREENSHOTS=1 each is written down: in docs/images where the documentation shows it, else in var/pictures.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from lighed.elements import REGISTER
from lighed.governance import AuditKind, DisplayMode
from lighed.web import actions, queries
from lighed.web.models import ContactCourse, CourseState, DataFlag, EstimateState, LegalBasisEntry, Municipality, User
from tests.browser.pictures import small
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, OTHERS, PHONE, PICTURES, SIZES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit, many

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = (
    *("worklist-full", "views", "worklist-settings", "saved-views", "tasks", "without-estimate", "introduction-start"),
    *("own-first", "assessed", "abstained", "words", "question", "plan", "exempt", "plan-many", "planned-many"),
    *("export", "sheets", "sheet", "note", "capacity", "templates", "template", "hours", "rules", "without-basis"),
)
"""What the documentation's page of all screens shows, at a desk and on a phone."""
IN_THE_DOCS = {
    *(f"{name}-{where}" for name in SCREENS for where in ("desktop", "phone")),
    *("assessment-desktop", "feedback-desktop", "data-desktop", "sheet-paper", "list-paper"),
}
PAPER = (794, 1123)
TALLEST = 1400
WORDS = "Hun har søgt bredt i tre uger og mangler erfaring i det fag, hun vil skifte til."
PLAIN = [
    # name, who looks, address
    ("worklist-full", "", "worklist"),
    ("saved-views", "", "saved-views"),
    ("worklist-settings", "", "worklist-settings"),
    ("without-estimate", "", "without-estimate"),
    ("tasks", "", "tasks"),
    ("export-nobody", "", "export"),
    ("introduction-start", "", "introduction"),
    ("capacity", "-planner", "capacity"),
    ("templates", "-planner", "meeting_templates"),
    ("template", "-planner", "meeting_templates-new"),
    ("hours", "-planner", "team_hours"),
    ("rules", "-planner", "contact_rules"),
    ("feedback", "-domain-expert", "feedback"),
    ("imports", "-administrator", "imports"),
    ("use-full", "-manager", "use"),
]


def keep(page: Page | Locator, name: str, size: tuple[int, int], *, whole: bool = True) -> None:
    """Write the picture down, where pictures are asked for."""
    if os.environ.get("LIGHED_SCREENSHOTS") != "1":
        return
    name += {DESK: "-desktop", PHONE: "-phone", PAPER: "-paper"}[size]
    folder = PICTURES if name in IN_THE_DOCS else OTHERS
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(page, Page):
        # What stays in view while one scrolls stands where it begins.
        page.evaluate("scrollTo(0, 0)")
        height = page.evaluate("document.documentElement.scrollHeight") if whole else size[1]
        clip = {"x": 0, "y": 0, "width": page.evaluate("innerWidth"), "height": min(height, TALLEST)}
        taken = small(page, page.screenshot(full_page=whole, clip=clip))
    else:
        taken = small(page.page, page.screenshot())
    (folder / f"{name}.png").write_bytes(taken)


def named(ending: str) -> User:
    return User.objects.get(username=f"demo-{HERE}{ending}")


@pytest.fixture
def desk(case_system) -> Callable[[str], User]:
    """A municipality on a Tuesday: people, staff, templates, hours, plans, words, questions. Who is called so?"""
    many(case_system, today=timezone.localdate())
    names = {HERE: "Enghavn Kommune"}
    actions.create_demo_users(names, audit=audit())
    actions.lay_out_planning(names, audit=audit())
    actions.lay_out_use(names, audit=audit())
    actions.lay_out_desk(names, audit=audit())
    course = somebody(estimate_state=EstimateState.READY)
    flagged = dataclasses.replace(audit(), actor=f"demo-{HERE}", kind=AuditKind.CHANGE)
    for element in sorted(queries.elements_of(course) & {one.code for one in REGISTER})[:2]:
        actions.flag_element(
            course,
            element=element,
            kind=DataFlag.Kind.WRONG,
            words="Det er rettet i august.",
            by=named(""),
            audit=flagged,
        )
    return named


def somebody(**wanted: object) -> ContactCourse:
    """A person of the municipality, unprotected, whom nobody has planned with."""
    found = ContactCourse.objects.filter(
        municipality=HERE, person__has_protected_address=False, n_planned=0, is_exempt=False, **wanted
    )
    return found.exclude(state=CourseState.ENDED).order_by("-registered_on", "key")[0]


def of(address: str, course: ContactCourse) -> str:
    return reverse(address, kwargs={"key": course.key})


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
@pytest.mark.parametrize("size", SIZES)
def test_pages_that_open_by_themselves(log_in, desk, size):  # noqa: F811 - the fixture
    for name, who, address in PLAIN:
        page = log_in(desk(who), reverse(address), size=size)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_usable(page)
        keep(page, name, size)


@pytest.mark.parametrize("size", SIZES)
def test_the_list_and_its_views(log_in, desk, size):  # noqa: F811 - the fixture
    page = log_in(desk(""), "/", size=size)
    page.get_by_role("link", name="Mangler egen vurdering", exact=True).click()
    page.locator("#filters").click()
    check_usable(page)
    keep(page, "views", size, whole=size == PHONE)
    page.locator(".list-terms summary").click()
    check_usable(page)
    keep(page.locator(".list-terms"), "terms", size)


@pytest.mark.parametrize("size", SIZES)
def test_the_person_page_when_ones_own_assessment_comes_first(log_in, desk, size):  # noqa: F811 - the fixture
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    course = somebody(estimate_state=EstimateState.READY, level="")
    page = log_in(desk(""), of("person", course), size=size)
    expect(page.locator("#estimate")).to_contain_text("Skriv din egen vurdering først.")
    check_usable(page)
    keep(page, "own-first", size, whole=size == PHONE)
    page.locator("#step-1").get_by_label("Mere støtte").check()
    page.locator("#step-1").get_by_role("textbox").fill(WORDS)
    page.get_by_role("button", name="Gem og vis skønnet").click()
    expect(page.locator("#estimate")).to_contain_text("af 100")
    check_usable(page)
    keep(page, "own-first-opened", size)
    now = page.locator("#step-4")
    now.get_by_label("Nogen støtte").check()
    now.get_by_label("Årsag").select_option(index=2)
    now.get_by_label("Skriv mindst én sætning").fill(WORDS)
    keep(now, "assessment", size)
    now.get_by_role("button", name="Gem min vurdering").click()
    expect(now.locator(".said-line").first).to_contain_text("Nogen støtte")
    page.locator("#data .flag summary").first.click()
    check_usable(page)
    keep(page, "assessed", size)
    keep(page.locator("#data"), "data", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_course_that_the_tool_cannot_assess(log_in, desk, size):  # noqa: F811 - the fixture
    course = somebody(estimate_state=EstimateState.CANNOT_BE_ASSESSED)
    page = log_in(desk(""), of("person", course), size=size)
    expect(page.locator("#estimate")).to_contain_text("Kan ikke vurderes")
    check_usable(page)
    keep(page.locator("#estimate"), "abstained", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_plan_and_an_exemption(log_in, desk, size):  # noqa: F811 - the fixture
    course = somebody(state=CourseState.HANDED_OVER)
    page = log_in(desk(""), of("person-plan", course), size=size)
    check_usable(page)
    keep(page, "plan-templates", size)
    page.get_by_role("button", name="Tæt start").click()
    expect(page.locator("#proposal")).to_be_visible()
    check_usable(page)
    keep(page, "plan", size)
    page.get_by_role("button", name="Gem planen").click()
    expect(page.get_by_role("status")).to_be_visible()
    check_usable(page)
    keep(page, "planned", size)
    page.goto(page.url.replace("/plan/", "/exempt/"))
    check_usable(page)
    keep(page, "exempt", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_plan_for_many_what_leaves_and_a_question(log_in, desk, size):  # noqa: F811 - the fixture
    page = log_in(desk(""), "/?state=handed_over", size=size)
    for one in page.locator("input[name=people]").all():
        one.check()
    page.get_by_role("button", name="Almindelig start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planlæg flere")
    check_usable(page)
    keep(page, "plan-many", size, whole=size == PHONE)
    page.locator("button[value=confirm]").click()
    expect(page.get_by_role("status").first).to_contain_text("planlagt")
    check_usable(page)
    keep(page, "planned-many", size, whole=size == PHONE)

    page.goto(page.url.split("/plan-many")[0])
    for one in page.locator("input[name=people]").all()[:4]:
        one.check()
    page.locator("#do-export").click()
    check_usable(page)
    keep(page, "export", size)
    page.go_back()
    page.locator("#do-sheets").click()
    check_usable(page)
    keep(page, "sheets", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_question_and_the_person_s_own_words(log_in, desk, size):  # noqa: F811 - the fixture
    course = somebody(estimate_state=EstimateState.READY)
    page = log_in(desk(""), of("person-question", course), size=size)
    check_usable(page)
    keep(page, "question", size)
    page.goto(page.url.replace("/question/", "/words/"))
    check_usable(page)
    keep(page, "words", size)


@pytest.mark.parametrize("size", [*SIZES, pytest.param(PAPER, id="paper")])
def test_what_is_printed(log_in, desk, size):  # noqa: F811 - the fixture
    course = somebody(estimate_state=EstimateState.READY)
    page = log_in(desk(""), of("person-sheet", course) + "?estimate=1", size=size)
    if size == PAPER:
        page.emulate_media(media="print")
    else:
        check_usable(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    keep(page, "sheet", size)
    page.goto(page.url.replace("/sheet/?estimate=1", "/note/"))
    keep(page, "note", size)
    page.goto(page.url.split("/people/")[0])
    if size == PAPER:
        page.set_viewport_size({"width": PAPER[1], "height": PAPER[0]})
    keep(page, "list", size)


@pytest.mark.parametrize("size", SIZES)
def test_without_a_legal_basis(log_in, desk, size):  # noqa: F811 - the fixture
    for entry in LegalBasisEntry.objects.filter(municipality=HERE, state="approved"):
        actions.suspend_legal_basis(entry.pk, reason="Loven er ophævet.", by=desk("-manager"), audit=audit())
    page = log_in(desk(""), "/", size=size)
    expect(page.get_by_text("Profilering er slået fra").first).to_be_visible()
    check_usable(page)
    keep(page, "without-basis", size, whole=size == PHONE)
    page.goto(page.url + of("person", somebody(state=CourseState.HANDED_OVER)).lstrip("/"))
    check_usable(page)
    keep(page, "without-basis-person", size)
