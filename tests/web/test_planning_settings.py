"""What a municipality plans with: templates, the teams' hours, contact rules, and what other limits would do."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from lighed.governance import Role
from lighed.persontypes import DEFAULT_SETTINGS
from lighed.web import actions, queries
from lighed.web.models import (
    ContactCourse,
    ContactRulesChecked,
    MeetingTemplate,
    Municipality,
    Plan,
    PlannedMeeting,
    TeamHours,
    User,
)
from tests.web.factories import ELSEWHERE, HERE, NOW, assessed, audit, many, received

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Tæt start", "n_meetings": "3", "first_within_days": "10", "weeks_between": "2", "minutes": "45",
    "form": "in_person", "level": "more",
}  # fmt: skip


@pytest.fixture
def planner(client, municipalities) -> User:
    user = actions.create_user(
        "pia", name="Pia Kofoed", municipality=HERE, password=None, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(user)
    return user


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def template(level: str, n: int, name: str = "") -> MeetingTemplate:
    return MeetingTemplate.objects.create(
        municipality_id=HERE, name=name or f"T {level}", n_meetings=n, weeks_between=2, first_within_days=14,
        minutes=60, form="in_person", level=level, changed_by="x", changed_at=NOW,
    )  # fmt: skip


def test_a_template_is_made_changed_and_no_longer_offered(client, planner):
    assert client.post("/planning/templates/new/", SAID).status_code == 302
    made = MeetingTemplate.objects.get()
    assert (made.name, made.n_meetings, made.level, made.changed_by) == ("Tæt start", 3, "more", "Pia Kofoed")
    assert "3 samtaler på 45 minutter" in text_of(client.get("/planning/templates/"))

    client.post(f"/planning/templates/{made.pk}/", {**SAID, "n_meetings": "4", "level": ""})
    made.refresh_from_db()
    assert (made.n_meetings, made.level) == (4, "")

    client.post(f"/planning/templates/{made.pk}/use/", {"use": "no"})
    assert queries.templates_of(HERE) == ()
    client.post(f"/planning/templates/{made.pk}/use/", {"use": "yes"})
    assert [one.name for one in queries.templates_of(HERE)] == ["Tæt start"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"n_meetings": "0"}, "Antal samtaler skal være fra 1 til"),
        ({"minutes": "5"}, "Længde i minutter skal være fra"),
        ({"name": "TÆT START"}, "Der er allerede en skabelon med det navn."),
        ({"name": "010190-1234"}, "CPR"),
        ({"form": ""}, "orm"),
    ],
)
def test_a_template_that_cannot_be_says_what_is_allowed_and_keeps_what_was_written(client, planner, changed, says):
    template("more", 2, name="Tæt start")
    response = client.post("/planning/templates/new/", {**SAID, "name": "En anden", **changed})
    assert response.status_code == 422
    assert says in text_of(response)
    assert BeautifulSoup(response.content, "html.parser").select_one("#id_weeks_between")["value"] == "2"
    assert MeetingTemplate.objects.count() == 1


def test_another_municipalitys_template_is_none(client, planner):
    theirs = template("more", 2)
    MeetingTemplate.objects.filter(pk=theirs.pk).update(municipality=ELSEWHERE)
    assert client.get(f"/planning/templates/{theirs.pk}/").status_code == 404
    assert client.post(f"/planning/templates/{theirs.pk}/use/", {"use": "no"}).status_code == 404


def test_hours_count_from_their_day_and_what_was_before_stays(client, planner, case_system):
    case_system.register(received())
    today = timezone.localdate()
    for hours, day in (("20", today - timedelta(30)), ("12,5", today + timedelta(10))):
        said = {"team": "Team Nord", "hours": hours, "valid_from": day.isoformat()}
        assert client.post("/planning/hours/", said).status_code == 302
    assert [str(one.hours) for one in TeamHours.objects.order_by("valid_from")] == ["20.0", "12.5"]
    (row,) = queries.team_rows(HERE, today=today)
    assert (float(row.now.hours), [float(one.hours) for one in row.later], row.n_people) == (20, [12.5], 1)
    shown = text_of(client.get("/planning/hours/"))
    assert "20,0" in shown
    assert "12,5" in shown


def test_a_team_that_is_none_has_no_hours(client, planner, case_system):
    case_system.register(received())
    response = client.post("/planning/hours/", {"team": "Team X", "hours": "20", "valid_from": "2026-11-22"})
    assert response.status_code == 422
    assert not TeamHours.objects.exists()


@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="works")
def test_the_rules_stand_with_their_citation_and_are_not_checked_before_somebody_says_so(client, planner):
    shown = text_of(client.get("/planning/rules/"))
    assert "Kommunen har ikke kontrolleret reglerne." in shown
    assert "Gælder i dag" in shown
    assert "25 %" in shown
    in_force = queries.rules_in_force(HERE, day=timezone.localdate())
    assert not queries.are_checked(HERE, in_force)

    client.post("/planning/rules/check/", {"rule_set": in_force.id, "seen": in_force.sha256()})
    assert queries.are_checked(HERE, in_force)
    assert not queries.are_checked(ELSEWHERE, in_force)
    assert "Kontrolleret af Pia Kofoed" in text_of(client.get("/planning/rules/"))


@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="refuses")
def test_rules_that_changed_since_they_were_read_are_not_checked(client, planner):
    in_force = queries.rules_in_force(HERE, day=timezone.localdate())
    response = client.post("/planning/rules/check/", {"rule_set": in_force.id, "seen": "0" * 64}, follow=True)
    assert "Læs dem igen" in text_of(response)
    assert not ContactRulesChecked.objects.exists()
    assert client.post("/planning/rules/check/", {"rule_set": "none"}).status_code == 404


def test_a_municipalitys_own_file_stands_in_the_place_of_the_shipped_rules(client, planner, settings, tmp_path):
    settings.LIGHED_DATA = tmp_path
    (tmp_path / "contact-rules").mkdir()
    own = tmp_path / "contact-rules" / f"{HERE}.toml"
    own.write_text("[[rule_set]]\nid = 'x'\n", encoding="utf-8")
    shown = text_of(client.get("/planning/rules/"))
    assert "Kommunens egne regler kan ikke bruges." in shown
    assert f"{HERE}.toml, regelsæt 1" in shown
    assert queries.rules_in_force(HERE, day=timezone.localdate()) is None
    assert queries.rules_in_force(ELSEWHERE, day=timezone.localdate()) is not None


def plan(course: ContactCourse, on: date, *, minutes: int) -> None:
    user = User.objects.get(username="pia")
    made = Plan.objects.create(
        municipality_id=HERE, course=course, template="T", made_by=user, made_at=NOW, state=Plan.State.IN_FORCE
    )
    PlannedMeeting.objects.create(
        municipality_id=HERE, plan=made, number=1, on=on, minutes=minutes, form="phone", kind="job"
    )


@pytest.mark.requirement("R-PLA-03", part="capacity and need", shows="works")
def test_the_hours_of_plans_stand_against_the_hours_of_the_team_week_by_week(client, planner, case_system):
    today = timezone.localdate()
    course = case_system.register(received()).course
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course
    TeamHours.objects.create(
        municipality_id=HERE, team="Team Nord", hours=2, valid_from=today, entered_by="x", entered_at=NOW
    )
    monday = today + timedelta(days=7 - today.weekday())
    plan(course, monday, minutes=90)
    plan(other, monday + timedelta(days=2), minutes=60)
    shown = queries.capacity(HERE, today=today)
    assert shown.teams == ("Team Nord",)
    cells = [week.teams[0][0] for week in shown.weeks]
    assert (cells[1].starts_on, cells[1].after, cells[1].hours, cells[1].is_over) == (monday, 2.5, 2.0, True)
    assert [one.after for one in cells if one is not cells[1]] == [0.0] * 7
    shown = text_of(client.get("/planning/capacity/"))
    assert "2,5 t. af 2 t." in shown
    assert "Flere end der er" in shown


@pytest.fixture
def version(monkeypatch):
    """What is read of a version in operation, without one, which takes long to build: its limits at each moment."""
    types = {moment: SimpleNamespace(settings=of) for moment, of in DEFAULT_SETTINGS.items()}
    made = SimpleNamespace(person_types=types)
    monkeypatch.setattr(
        import_module("lighed.web.queries.planning.capacity"), "version_in_operation", lambda _code: made
    )


@pytest.fixture
def forty(case_system, municipalities, version):
    """Forty people with estimates at two moments, templates for each assessment, and limits at each moment."""
    many(case_system, today=timezone.localdate(), n=44)
    for level, n in (("less", 1), ("some", 2), ("more", 4)):
        template(level, n)


@pytest.mark.requirement("R-PLA-03", part="effect on groups before saving", shows="works")
def test_other_limits_are_shown_by_group_and_change_nothing(client, planner, forty):
    before = list(ContactCourse.objects.values_list("current_estimate__band", flat=True))
    shown = BeautifulSoup(client.get("/planning/capacity/?medium_from=20&high_from=40").content, "html.parser")
    rows = {
        row.th.get_text(strip=True): row.get_text(" ", strip=True) for row in shown.select(".limit-effects tbody tr")
    }
    assert {"Alle", "50 år og derover"} <= set(rows)
    assert list(ContactCourse.objects.values_list("current_estimate__band", flat=True)) == before


def test_limits_are_tried_at_one_moment_among_its_own_people(client, planner, forty):
    now = {
        "registration": "tilmelding: lav under 30, høj fra 55",
        "hand_over": "overgang fra a-kasse: lav under 50, høj fra 80",
    }
    people = {}
    for query, moment, limits in (
        ("", "registration", (30, 55)),
        ("?moment=hand_over", "hand_over", (50, 80)),
        ("?moment=hand_over&medium_from=40&high_from=60", "hand_over", (40, 60)),
        ("?moment=another", "registration", (30, 55)),
    ):
        response = client.get(f"/planning/capacity/{query}")
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one(".views a[aria-current]")["href"].endswith(f"?moment={moment}#limits-heading")
        assert page.select_one("input[name=moment]")["value"] == moment
        assert tuple(int(page.select_one(f"#id_{name}")["value"]) for name in ("medium_from", "high_from")) == limits
        assert f"Grænser nu ved {now[moment]} af 100." in text_of(response)
        people[moment] = response.context["effects"][0][1].n
    apply = ContactCourse.objects.filter(current_estimate__applies_until__gte=timezone.localdate())
    assert people == {moment: 5 * round(apply.filter(reached=moment).count() / 5) for moment in now}
    assert min(people.values()) > 0


@pytest.mark.requirement("R-PLA-03", part="effect on groups before saving", shows="refuses")
def test_small_groups_and_limits_that_are_none_are_not_shown(client, planner, forty):
    shown = BeautifulSoup(client.get("/planning/capacity/?medium_from=30&high_from=60").content, "html.parser")
    for row in shown.select(".limit-effects tbody tr"):
        for cell in row.select("td"):
            cell.select_one(".label").extract()
            figures = [int(one) for one in cell.get_text(" ", strip=True).replace("/", " ").split() if one.isdigit()]
            assert not [n for n in figures if 0 < n < 10], row.get_text(" ")
    wrong = client.get("/planning/capacity/?medium_from=60&high_from=40")
    assert "grænsen for mellem skal være lavere" in text_of(wrong)
    assert ".limit-effects" not in str(wrong.content)


def test_without_a_legal_basis_there_are_no_limits_to_try_and_the_weeks_are_shown(client, planner, forty):
    from lighed.web.models import LegalBasisEntry

    LegalBasisEntry.objects.all().update(state="suspended")
    shown = text_of(client.get("/planning/capacity/"))
    assert "Der vises ingen skøn her nu" in shown
    assert "Team Nord" in shown


def test_a_municipality_without_templates_is_told_what_to_choose(client, planner, case_system, version):
    many(case_system, today=timezone.localdate(), n=12)
    assert "For at regne timer skal I vælge en skabelon" in text_of(client.get("/planning/capacity/"))


def test_the_estimate_tells_the_same_share_as_the_preview_reads(case_system, municipalities):
    course = case_system.register(received(estimate=assessed(0.4))).course
    stored = course.current_estimate.result["estimate"]["long_share"]
    assert round(100 * stored) == course.current_estimate.of_100
    assert Municipality.objects.filter(code=HERE).exists()
