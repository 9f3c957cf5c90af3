"""W6: the meetings with one person, planned within the rules and after the caseworker's assessment."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from lighed.governance import Role
from lighed.web import actions, queries
from lighed.web.models import (
    AuditRecord,
    ContactCourse,
    ContactRulesChecked,
    EmergencyStop,
    LegalBasisEntry,
    Plan,
    PlannedMeeting,
    StoredEstimate,
    TeamHours,
)
from tests.web.factories import ELSEWHERE, HERE, NOW, assessed, audit, cannot_be_assessed, received
from tests.web.planned import DANISH, ENGLISH, TODAY, agreed, handed_over, template
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(case_system) -> ContactCourse:
    """Handed over a week ago, with no meeting held by the municipality yet."""
    return handed_over(case_system)


@pytest.fixture(autouse=True)
def as_mette(client, caseworker):
    client.force_login(caseworker)


def plan_of(course: ContactCourse) -> str:
    return reverse("person-plan", kwargs={"key": course.key})


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def preview(client, course, stored, **said):
    return client.post(plan_of(course), {"template": stored.pk, **said}, headers=DANISH)


def save(client, course, shown, **changes):
    """Press save on the preview that was shown."""
    form = BeautifulSoup(shown.content, "html.parser").select_one("#proposal form.form-actions")
    said = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return client.post(plan_of(course), {**said, **changes}, headers=DANISH, follow=True)


OWN = {"step": "preview", "n_meetings": "2", "weeks_between": "5", "minutes": "30", "form": "phone"}


@pytest.mark.requirement("A14", part="how long and how often", shows="works")
@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="works")
def test_a_template_is_seen_before_it_is_saved(client, course):
    one = template()
    assert "Tæt start" in text_of(client.get(plan_of(course), headers=DANISH))
    shown = preview(client, course, one)
    said = text_of(shown)
    assert "Sådan bliver planen" in said
    assert "Lovkrav opfyldt" in said
    assert "Regelsættet er ikke bekræftet af kommunen." in said
    assert "Styrelsen for Arbejdsmarked og Rekruttering" in said
    assert not Plan.objects.exists()

    assert "Planen er gemt." in text_of(save(client, course, shown))
    plan = Plan.objects.get()
    assert (plan.template, plan.level, plan.rule_set, plan.state) == ("Tæt start", "", "2026-07-01", "in_force")
    days = list(PlannedMeeting.objects.order_by("number").values_list("on", "minutes", "form"))
    # The Friday before the fourteenth day, a Sunday.
    assert days[0] == (date(2026, 12, 4), 45, "in_person")
    assert days[1][0] - days[0][0] == timedelta(weeks=2)
    course.refresh_from_db()
    assert (course.n_planned, course.changed_by) == (3, "Mette Holm")
    assert (
        AuditRecord.objects.filter(kind="change", actor="mette", criterion="plan, rule_set=2026-07-01")
        .exclude(subject="")
        .exists()
    )


@pytest.mark.requirement("A14", part="how long and how often", shows="refuses")
def test_a_plan_below_the_least_number_is_not_saved(client, course):
    shown = preview(client, course, template("En samtale", n_meetings=1))
    said = text_of(shown)
    assert "Planen har 1 samtale. Reglerne kræver mindst 2 inden 15. februar 2027." in said
    assert "Lovkrav ikke opfyldt" in said
    assert not BeautifulSoup(shown.content, "html.parser").select("#proposal form")
    # Nor by sending what the page does not offer.
    numbers = {"step": "save", "seen": 0, **OWN, "n_meetings": "1", "first_on": "2026-12-04"} | {"step": "save"}
    refused = client.post(plan_of(course), numbers, headers=DANISH)
    assert refused.status_code == 422
    assert "Reglerne kræver mindst 2" in refused.content.decode()
    assert not Plan.objects.exists()


def test_one_s_own_numbers(client, course):
    shown = client.post(plan_of(course), {**OWN, "first_on": "2026-12-09"}, headers=DANISH)
    assert "Dine egne tal." in text_of(shown)
    save(client, course, shown)
    plan = Plan.objects.get()
    assert plan.template == ""
    assert list(plan.meetings.order_by("number").values_list("on", "form")) == [
        (date(2026, 12, 9), "phone"),
        (date(2027, 1, 13), "phone"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("n_meetings", "0", "større end eller lig"),
        ("n_meetings", "many", "heltal"),
        ("minutes", "5", "større end eller lig"),
        ("form", "telepathy", "gyldig"),
        ("first_on", "2026-11-01", "skal være fra 0 til 182"),
        ("first_on", "soon", "gyldig dato"),
    ],
)
def test_numbers_that_cannot_be_are_told_of_and_kept(client, course, field, value, said):
    answer = client.post(plan_of(course), {**OWN, "first_on": "2026-12-09", field: value}, headers=DANISH)
    assert answer.status_code == 422
    alert = BeautifulSoup(answer.content, "html.parser").select_one("[role=alert]").get_text()
    assert said in alert
    assert f'value="{value}"' in answer.content.decode() or field == "form"


def test_numbers_changed_since_the_template_was_chosen_are_one_s_own(client, course):
    one = template()
    save(client, course, preview(client, course, one), minutes="20")
    assert Plan.objects.get().template == ""


def test_the_own_numbers_are_those_of_the_template_and_such_as_would_hold(client, course):
    def own(shown):
        form = BeautifulSoup(shown.content, "html.parser").select_one(".own-numbers")
        fields = {field["name"]: field.get("value") for field in form.select("input[name]")}
        return fields["n_meetings"], fields["weeks_between"], fields["minutes"], form.has_attr("open")

    assert own(preview(client, course, template())) == ("3", "2", "45", False)
    shown = preview(client, course, template("En samtale", n_meetings=1))
    assert "Vælg mindst 2 samtaler." in text_of(shown)
    assert own(shown) == ("2", "2", "45", True)


def test_a_person_with_a_deadline_in_a_few_days_is_planned_at_once(client, case_system):
    course = handed_over(case_system, 3, days_ago=88)  # the deadline is on 26 November
    shown = preview(client, course, template(n_meetings=2, weeks_between=6))
    said = text_of(shown)
    assert "Samtalerne er rykket frem, så lovens frist holdes." in said
    assert "Planen er gemt." in text_of(save(client, course, shown))
    days = PlannedMeeting.objects.order_by("number").values_list("on", "book_by")
    assert list(days) == [(date(2026, 11, 24), None), (date(2026, 11, 26), None)]


def test_a_plan_whose_days_passed_without_a_meeting_is_not_done(client, course, monkeypatch):
    save(client, course, preview(client, course, template("A", n_meetings=2)))
    page = reverse("person", kwargs={"key": course.key})
    menu = BeautifulSoup(client.get(page, headers=DANISH).content, "html.parser").select_one("a[href='#step-5']")
    assert "gjort" in menu.get_text()
    later = NOW + timedelta(days=40)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client.force_login(queries.user_of(plan_maker()))
    shown = BeautifulSoup(client.get(page, headers=DANISH).content, "html.parser")
    assert "gjort" not in shown.select_one("a[href='#step-5']").get_text()
    said = "De planlagte samtaler er overskredet, og fagsystemet har ikke meldt dem holdt."
    assert said in " ".join(shown.select_one("#step-5").get_text(" ").split())


def test_a_template_of_another_municipality_is_none(client, course):
    other = template(municipality=ELSEWHERE)
    assert preview(client, course, other).status_code == 422


def test_while_the_fund_holds_the_course_the_plan_begins_at_the_hand_over(client, case_system):
    course = case_system.register(received(registered_on=TODAY - timedelta(days=10))).course
    shown = preview(client, course, template())
    assert "A-kassen har forløbet til 12.02.2027, og planen begynder der." in text_of(shown)
    save(client, course, shown)
    assert PlannedMeeting.objects.order_by("on").first().on == date(2027, 2, 26)


def test_a_new_plan_replaces_the_one_in_force_and_can_be_taken_back(client, course):
    one, two = template("A"), template("B", n_meetings=2)
    save(client, course, preview(client, course, one))
    save(client, course, preview(client, course, two))
    assert dict(Plan.objects.values_list("template", "state")) == {"A": "replaced", "B": "in_force"}
    back = reverse("person-plan-back", kwargs={"key": course.key})
    course.refresh_from_db()
    said = text_of(client.post(back, {"seen": course.revision}, headers=DANISH, follow=True))
    assert "Den forrige plan gælder igen." in said
    assert dict(Plan.objects.values_list("template", "state")) == {"A": "in_force", "B": "undone"}
    course.refresh_from_db()
    assert course.n_planned == 3
    said = text_of(client.post(back, {"seen": course.revision}, headers=DANISH, follow=True))
    assert "Planen er fortrudt." in said
    course.refresh_from_db()
    assert course.n_planned == 0
    assert client.post(back, {"seen": course.revision}).status_code == 302


def test_a_former_plan_that_the_rules_no_longer_let_is_not_put_back(client, course, monkeypatch):
    save(client, course, preview(client, course, template("A", n_meetings=2)))
    save(client, course, preview(client, course, template("B")))
    # By then both days of the former plan are past, and no meeting has been told of as held.
    later = NOW + timedelta(days=40)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client.force_login(queries.user_of(plan_maker()))
    course.refresh_from_db()
    back = reverse("person-plan-back", kwargs={"key": course.key})
    said = text_of(client.post(back, {"seen": course.revision}, headers=DANISH, follow=True))
    assert "Reglerne kræver mindst 2" in said or "Planen mangler" in said
    assert Plan.objects.get(template="B").state == "in_force"


def plan_maker():
    return Plan.objects.first().made_by


def test_nobody_plans_over_what_they_did_not_see(client, course):
    shown = preview(client, course, template())
    other = actions.create_user(
        "jonas", name="Jonas Bruun", municipality=HERE, password=PASSWORD, caseworker_id="s-2", audit=audit()
    )
    two = queries.as_template(template("B", n_meetings=2))
    actions.save_plan(course, template=two, start=TODAY, seen=0, by=other, audit=audit())
    answer = save(client, course, shown)
    assert answer.status_code == 409
    assert "Siden er ændret af Jonas Bruun" in text_of(answer)
    assert "Sådan bliver planen" in text_of(answer)
    assert Plan.objects.get().template == "B"
    # Seen now, it can be saved.
    save(client, course, answer)
    assert Plan.objects.filter(state="in_force").get().template == "Tæt start"


@pytest.mark.requirement("R-HUM-02", part="own assessment and plan", shows="works")
@pytest.mark.parametrize("share", [0.05, 0.95])
def test_a_plan_follows_the_assessment_and_never_the_band(client, case_system, share):
    course = handed_over(case_system, estimate=assessed(share))
    band = StoredEstimate.objects.get().band
    ContactCourse.objects.update(level="some")
    one = template()
    pages = [client.get(plan_of(course), headers=DANISH), preview(client, course, one)]
    save(client, course, pages[-1])
    pages.append(client.get(plan_of(course), headers=DANISH))
    assert Plan.objects.get().level == "some"
    for page in pages:
        text = text_of(page)
        assert "Nogen støtte" in text or "nogen støtte" in text
        assert "skønnet" not in text.lower()
        assert "af 100" not in text
        assert band not in {tag.get("value") for tag in BeautifulSoup(page.content, "html.parser").select("[value]")}
    # The page is the same to the letter for whoever the tool says the opposite of.
    assert "checked" not in pages[0].content.decode()
    assert 'aria-pressed="true"' not in pages[0].content.decode()


def test_planning_works_whatever_the_tool_can_or_may_say(client, case_system):
    """Without an estimate, with an abstention, without a legal basis and in a stop."""
    one = template()
    none = handed_over(case_system, 1, estimate=None)
    abstained = handed_over(case_system, 2, estimate=cannot_be_assessed())
    for course in (none, abstained):
        save(client, course, preview(client, course, one))
    LegalBasisEntry.objects.update(state="suspended", suspended_at=NOW)
    without_basis = handed_over(case_system, 3)
    save(client, without_basis, preview(client, without_basis, one))
    EmergencyStop.objects.create(municipality_id=HERE, effect="stop", reason="-", begun_by="dorte", begun_at=NOW)
    stopped = handed_over(case_system, 4, estimate=None)
    save(client, stopped, preview(client, stopped, one))
    assert Plan.objects.filter(state="in_force").count() == 4


@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="refuses")
def test_without_rules_in_force_the_page_says_that_nothing_is_checked(client, course, monkeypatch):
    monkeypatch.setattr("lighed.web.queries.planning.contact_rules.rule_sets_of", lambda municipality: ())
    shown = preview(client, course, template("En", n_meetings=1))
    assert "Ikke tjekket mod loven: der er intet regelsæt for i dag." in text_of(shown)
    assert "Lovkrav opfyldt" not in text_of(shown)
    save(client, course, shown)
    assert Plan.objects.get().rule_set == ""


def test_rules_that_the_municipality_has_checked_are_said_to_be(client, course):
    (rule_set,) = [one for one in queries.rule_sets_of(HERE) if one.id == "2026-07-01"]
    ContactRulesChecked.objects.create(
        municipality_id=HERE, rule_set=rule_set.id, sha256=rule_set.sha256(), checked_by="Pia", checked_at=NOW
    )
    assert "ikke bekræftet" not in text_of(client.get(plan_of(course), headers=DANISH))
    # What was checked is these rules as they stood, and no others.
    ContactRulesChecked.objects.update(sha256="0" * 64)
    assert "ikke bekræftet" in text_of(client.get(plan_of(course), headers=DANISH))


@pytest.mark.requirement("R-PLA-03", part="capacity and need", shows="works")
def test_the_team_s_hours_in_those_weeks(client, course, case_system):
    TeamHours.objects.create(
        municipality_id=HERE, team="Team Syd", hours=1, valid_from=TODAY, entered_by="Pia", entered_at=NOW
    )
    one = template(minutes=45)
    other = handed_over(case_system, 1)
    save(client, other, preview(client, other, one))
    said = text_of(preview(client, course, one))
    assert "Uge 49 Team Team Syd Planlagt nu 0,8 t. Med denne plan 1,5 t. Timer til rådighed 1 t." in said
    assert "Flere end der er" in said
    # A person's own former plan makes way for the new one.
    again = text_of(preview(client, other, one))
    assert "Flere end der er" not in again


def test_each_week_has_the_hours_entered_for_it(client, course):
    """A holiday that is entered beforehand is there before it comes."""
    for hours, valid_from in ((10, TODAY), (0.5, date(2026, 12, 16)), (8, date(2027, 1, 4))):
        TeamHours.objects.create(
            municipality_id=HERE, team="Team Syd", hours=hours, valid_from=valid_from, entered_by="Pia", entered_at=NOW
        )
    said = text_of(preview(client, course, template(minutes=45)))
    assert "Uge 49 Team Team Syd Planlagt nu 0 t. Med denne plan 0,8 t. Timer til rådighed 10 t." in said
    # It begins on the Wednesday, and counts for the whole week.
    assert "Uge 51 Team Team Syd Planlagt nu 0 t. Med denne plan 0,8 t. Timer til rådighed 0,5 t. Flere" in said
    # The next one stands on the Friday before the new year's hours begin.
    assert "Uge 53 Team Team Syd Planlagt nu 0 t. Med denne plan 0,8 t. Timer til rådighed 0,5 t. Flere" in said


def test_the_plan_as_a_file_has_the_national_numbers_and_no_clock_time(client, course):
    url = reverse("person-plan-file", kwargs={"key": course.key})
    assert client.get(url).status_code == 404
    save(client, course, preview(client, course, template(n_meetings=2)))
    rows = list(csv.DictReader(io.StringIO(client.get(url).content.decode("utf-8-sig")), delimiter=";"))
    assert [row["kind_code"] for row in rows] == ["7", "7"]
    assert rows[0] == {
        "course_id": "h-0", "number": "1", "latest_day": "2026-12-04", "book_by": "2026-11-30", "minutes": "45",
        "form": "in_person", "kind": "job", "kind_code": "7",
    }  # fmt: skip
    said = json.loads(client.get(url, {"format": "json"}).content)
    assert said["course_id"] == "h-0"
    assert [row["latest_day"] for row in said["meetings"]] == ["2026-12-04", "2026-12-18"]
    assert AuditRecord.objects.filter(kind="export", criterion="plan").count() == 2


def test_an_ended_course_is_not_planned(client, course):
    ContactCourse.objects.update(state="ended", ended_on=TODAY - timedelta(days=1))
    page = client.get(plan_of(course), headers=DANISH)
    assert "Forløbet er slut." in text_of(page)
    assert preview(client, course, template()).status_code in (200, 422)
    answer = client.post(
        plan_of(course), {**OWN, "step": "save", "seen": "0", "first_on": "2026-12-09"}, headers=DANISH
    )
    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_a_planner_plans_too_and_nobody_elsewhere(client, course, caseworker_elsewhere):
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    page = client.get(plan_of(course), headers=ENGLISH)
    assert "Plan meetings" in text_of(page)
    assert "Exempt the person" not in text_of(page)
    client.force_login(caseworker_elsewhere)
    assert client.get(plan_of(course)).status_code == 404


def test_without_templates_the_page_says_who_makes_one(client, course):
    """A caseworker cannot, so the page sends them to nothing that they may not open."""
    page = client.get(plan_of(course), headers=DANISH)
    assert "Der er ingen skabeloner endnu. Bed en planlægger om at lave en." in text_of(page)
    new = reverse("meeting_templates-new")
    assert not BeautifulSoup(page.content, "html.parser").select(f"main a[href='{new}']")
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    page = client.get(plan_of(course), headers=DANISH)
    assert "Der er ingen skabeloner endnu. Lav den første skabelon" in text_of(page)
    (link,) = BeautifulSoup(page.content, "html.parser").select(f"main a[href='{new}']")
    assert client.get(link["href"]).status_code == 200


def test_the_person_s_page_shows_the_plan_and_what_the_rules_ask(client, course):
    url = reverse("person", kwargs={"key": course.key})
    before = BeautifulSoup(client.get(url, headers=DANISH).content, "html.parser").select_one("#step-5").get_text(" ")
    assert "Der er ingen plan endnu." in before
    assert "Senest 15. februar 2027" in before
    save(client, course, preview(client, course, template()))
    after = BeautifulSoup(client.get(url, headers=DANISH).content, "html.parser").select_one("#step-5").get_text(" ")
    assert "Lovkrav opfyldt" in after
    assert "Skabelon: Tæt start." in after


def test_whoever_plans_is_told_what_is_agreed_in_the_case_system(client, case_system):
    course = handed_over(case_system, 1, timeline=(agreed(5), agreed(19)))
    page = reverse("person", kwargs={"key": course.key})
    for shown in (client.get(plan_of(course), headers=DANISH), preview(client, course, template()),
                  client.get(page, headers=DANISH)):  # fmt: skip
        said = text_of(shown)
        assert "⚠ Se bemærkning Aftalt i fagsystemet: 27.11.2026, 11.12.2026." in said
        assert "tæller de to som én" in said
    assert "Agreed in the case system: 27/11/2026, 11/12/2026." in text_of(client.get(page, headers=ENGLISH))
    assert "Aftalt i fagsystemet" not in text_of(client.get(plan_of(handed_over(case_system, 2)), headers=DANISH))
