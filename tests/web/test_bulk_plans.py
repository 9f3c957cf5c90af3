"""W7: many people planned with one template: seen first, each within the rules, undone for half an hour."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lighed.governance import Role
from lighed.web import actions, queries
from lighed.web.frame.chosen import sealed_found
from lighed.web.models import (
    AuditRecord,
    BulkPlan,
    BulkPlanRow,
    ContactCourse,
    Person,
    Plan,
    PlannedMeeting,
    Task,
    TeamHours,
)
from tests.web.factories import ELSEWHERE, HERE, NOW, assessed, audit
from tests.web.planned import DANISH, ENGLISH, REASON, TODAY, agreed, handed_over, not_by_band, template
from tests.web.site import PASSWORD
from tests.web.test_plans import preview, save, text_of

pytestmark = pytest.mark.django_db
ALMOST_DUE = 80
"""Days since the hand-over: the municipality's last day is eleven days off, and meetings are brought forward."""


@pytest.fixture(autouse=True)
def planner(municipalities, client):
    user = actions.create_user(
        "pia", name="Pia Kofoed", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(user)
    return user


def people(case_system, n: int, *, level: str = "", first: int = 0, **said) -> list[ContactCourse]:
    made = [handed_over(case_system, number, **said) for number in range(first, first + n)]
    ContactCourse.objects.filter(pk__in=[one.pk for one in made]).update(level=level)
    return made


def choose(client, courses, *, found_by_band: bool = False, **more):
    found = {} if found_by_band else not_by_band(client, [one.key for one in courses])
    said = {"people": [str(one.key) for one in courses], **found, **more}
    return client.post(reverse("plan-many"), said, headers=DANISH)


def confirm(client, url: str, **more):
    page = client.get(url, headers=DANISH)
    said = {"step": "confirm", "seen": page.context["seen"], **more}
    return client.post(url, said, headers=DANISH, follow=True)


def undo(client, url: str):
    return client.post(f"{url}undo/", headers=DANISH, follow=True)


def light() -> dict[str, object]:
    return {"n_meetings": 2, "weeks_between": 4, "minutes": 30, "form": "phone"}


@pytest.mark.requirement("R-HUM-02", part="nothing is accepted in bulk", shows="works")
def test_j7_eighty_found_by_a_filter_on_the_estimate(client, case_system):
    one = template("Let start", **light())
    TeamHours.objects.create(
        municipality_id=HERE, team="Team Syd", hours=20, valid_from=TODAY, entered_by="Pia", entered_at=NOW
    )
    assessed = people(case_system, 66, level="less")
    unassessed = people(case_system, 10, first=66) + people(case_system, 2, first=76, level="not_known")
    late = people(case_system, 2, first=78, level="less", days_ago=ALMOST_DUE)
    url = choose(client, [*assessed, *unassessed, *late], found_by_band=True)["Location"]
    page = text_of(client.get(url, headers=DANISH))
    assert "valgt 80 personer" in page
    assert "Mindre støtte: 68" in page
    assert "Undtagelse kræver en konkret vurdering af hver borger." in page
    # No template is chosen for anybody, least of all by a band.
    assert 'aria-pressed="true"' not in client.get(url).content.decode()

    client.post(url, {"template": one.pk})
    page = text_of(client.get(url, headers=DANISH))
    assert "68 bliver planlagt" in page
    assert page.count("⚠ Bliver planlagt, med bemærkning Samtalerne er rykket frem, så lovens frist holdes.") == 2
    # A colleague writes about those two meanwhile.
    ContactCourse.objects.filter(pk__in=[one.pk for one in late]).update(revision=9, changed_by="Mette Holm")
    page = text_of(client.get(url, headers=DANISH))
    assert "66 bliver planlagt" in page
    assert "12 springes over" in page
    assert "2 kan ikke planlægges" in page
    assert page.count("✖ Kan ikke planlægges Ændret af Mette Holm, siden du valgte.") == 2
    assert page.count("Mangler egen vurdering.") == 12
    assert "Timer i de uger: 0 t. planlagt nu, 66 t. med disse planer." in page
    assert "2 uger har flere, end der er." in page
    assert not Plan.objects.exists()

    done = text_of(confirm(client, url))
    assert "66 planlagt · 12 sprunget over · 2 fejlede" in done
    assert Plan.objects.filter(state="in_force", template="Let start", level="less").count() == 66
    assert PlannedMeeting.objects.count() == 132
    assert ContactCourse.objects.filter(n_planned=2).count() == 66
    assert set(Task.objects.filter(kind="not_planned").values_list("course", flat=True)) == {one.pk for one in late}

    file = client.get(f"{url}file/", headers=DANISH).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert len(rows) == 81
    assert [row[3] for row in rows[1:4]] == ["Fejlet", "Fejlet", "Sprunget over"]
    assert "Ændret af Mette Holm" in rows[1][4]

    undone = text_of(undo(client, url))
    assert "66 planer er fortrudt." in undone
    assert "Fortrudt: 66 planer" in undone
    assert undone.count("↶ Fortrudt") == 66
    assert "✔ Planlagt" not in undone
    assert not Plan.objects.exclude(state="undone").exists()
    assert not ContactCourse.objects.exclude(n_planned=0).exists()
    assert not Task.objects.filter(kind="not_planned", done_at=None).exists()


@pytest.mark.requirement("R-HUM-02", part="nothing is accepted in bulk", shows="refuses")
@pytest.mark.parametrize("how", ["emptied", "forged", "of others", "another user's", "says by band"])
def test_how_they_were_found_is_not_the_browser_s_to_say(client, case_system, caseworker, planner, how):
    one, courses = template("Let start", **light()), people(case_system, 2)
    keys = [course.key for course in courses]
    carried = {
        "emptied": "",
        "forged": "eyJhIjoxfQ:1abc:xyz",
        "of others": sealed_found(planner, keys[:1], by_band=False),
        "another user's": sealed_found(caseworker, keys, by_band=False),
        "says by band": sealed_found(planner, keys, by_band=True),
    }[how]
    url = choose(client, courses, template=one.pk, found=carried)["Location"]
    assert "0 planlagt · 2 sprunget over · 0 fejlede" in text_of(confirm(client, url))
    assert not Plan.objects.exists()


@pytest.mark.requirement("R-HUM-02", part="nothing is accepted in bulk", shows="refuses")
def test_whoever_was_found_by_a_band_and_is_not_assessed_is_skipped_and_others_are_not(client, case_system):
    one = template("Let start", **light())
    courses = people(case_system, 2)
    by_band = choose(client, courses, found_by_band=True, template=one.pk)["Location"]
    assert "0 planlagt · 2 sprunget over · 0 fejlede" in text_of(confirm(client, by_band))
    assert not Plan.objects.exists()
    # The statutory contact does not wait for an assessment: found by their deadline, they are planned.
    by_deadline = choose(client, courses, template=one.pk)["Location"]
    page = text_of(client.get(by_deadline, headers=DANISH))
    assert page.count("⚠ Bliver planlagt, med bemærkning Uden egen vurdering.") == 2
    assert "2 planlagt" in text_of(confirm(client, by_deadline))
    assert set(Plan.objects.values_list("level", flat=True)) == {""}


def test_undo_restores_what_was_and_leaves_what_was_changed_since(client, case_system, caseworker):
    before, one = template("Før", n_meetings=2), template("Let start", **light())
    courses = people(case_system, 3)
    save(client, courses[0], preview(client, courses[0], before))
    url = choose(client, courses, template=one.pk)["Location"]
    page = text_of(client.get(url, headers=DANISH))
    assert "Har en plan fra 22.11.2026. Den bliver erstattet." in page
    confirm(client, url)
    # A colleague plans the third anew meanwhile.
    client.force_login(caseworker)
    save(client, courses[2], preview(client, courses[2], before))
    client.force_login(BulkPlan.objects.get().made_by)
    said = text_of(undo(client, url))
    assert "2 planer er fortrudt. Det, der gjaldt før, gælder igen. 1 er ændret siden og er ikke rørt." in said
    in_force = dict(Plan.objects.filter(state="in_force").values_list("course", "template"))
    assert in_force == {courses[0].pk: "Før", courses[2].pk: "Før"}
    assert "Planerne er allerede fortrudt." in text_of(undo(client, url))


def test_after_half_an_hour_it_is_too_late(client, case_system, monkeypatch):
    url = choose(client, people(case_system, 2), template=template().pk)["Location"]
    assert "Det kan fortrydes til kl. 11:00." in text_of(confirm(client, url))
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=30, seconds=1))
    client.force_login(BulkPlan.objects.get().made_by)
    page = client.get(url, headers=DANISH)
    assert "Fortryd alle" not in page.content.decode()
    assert "Det er mere end 30 minutter siden." in text_of(undo(client, url))
    assert Plan.objects.filter(state="in_force").count() == 2


def test_whom_a_colleague_has_changed_is_not_planned_over(client, case_system, caseworker):
    courses, one = people(case_system, 3), template()
    url = choose(client, courses, template=one.pk)["Location"]
    ContactCourse.objects.filter(pk=courses[1].pk).update(revision=1, changed_by="Mette Holm", changed_at=NOW)
    page = text_of(client.get(url, headers=DANISH))
    assert "Ændret af Mette Holm, siden du valgte." in page
    assert "2 planlagt · 0 sprunget over · 1 fejlede" in text_of(confirm(client, url))
    # Chosen again, the change is taken in.
    again = choose(client, courses[1:2])["Location"]
    ContactCourse.objects.filter(pk=courses[1].pk).update(revision=2)
    client.post(again, {"template": one.pk})
    assert "1 planlagt" in text_of(confirm(client, again))
    assert not Task.objects.filter(kind="not_planned", done_at=None).exists()


def test_it_is_confirmed_once_and_only_as_it_was_seen(client, case_system):
    courses, one = people(case_system, 2), template()
    url = choose(client, courses, template=one.pk)["Location"]
    seen = client.get(url).context["seen"]
    one.minutes, one.changed_at = 90, NOW + timedelta(minutes=1)
    one.save()
    answer = client.post(url, {"step": "confirm", "seen": seen}, headers=DANISH)
    assert answer.status_code == 409
    assert "Skabelonen eller reglerne er ændret, siden du så listen." in text_of(answer)
    assert not Plan.objects.exists()
    confirm(client, url)
    client.post(url, {"step": "confirm", "seen": seen}, headers=DANISH)
    assert Plan.objects.count() == 2
    # A confirmed one is no selection any more.
    client.post(url, {"remove": BulkPlanRow.objects.first().pk})
    client.post(url, {"template": template("Anden").pk})
    assert BulkPlanRow.objects.count() == 2
    assert BulkPlan.objects.get().template == "Tæt start"


def test_people_are_taken_out_before_it_is_confirmed(client, case_system):
    courses = people(case_system, 3)
    url = choose(client, courses, template=template().pk)["Location"]
    row = BulkPlanRow.objects.get(course=courses[1])
    client.post(url, {"remove": row.pk})
    assert "2 planlagt · 0 sprunget over · 0 fejlede" in text_of(confirm(client, url))
    assert not Plan.objects.filter(course=courses[1]).exists()


def test_nobody_and_too_many(client, case_system):
    assert "Ingen valgte." in text_of(client.get(reverse("plan-many"), headers=DANISH))
    empty = choose(client, [])
    assert empty.status_code == 422
    assert "Vælg mindst én borger først." in text_of(empty)
    said = {"people": ["not a key", "", str(uuid4())]}
    assert client.post(reverse("plan-many"), said).status_code == 422
    many = client.post(reverse("plan-many"), {"people": [str(uuid4()) for _ in range(501)]}, headers=DANISH)
    assert many.status_code == 422
    assert "Du har valgt 501. Højst 500 kan planlægges på én gang. Vælg færre." in text_of(many)
    assert not BulkPlan.objects.exists()


def test_people_of_another_municipality_are_not_chosen_and_a_colleague_s_selection_is_not_seen(
    client, case_system, caseworker
):
    course = people(case_system, 1)[0]
    elsewhere = handed_over(case_system, 9, municipality=ELSEWHERE, event_id="x-9")
    url = choose(client, [course, elsewhere])["Location"]
    assert list(BulkPlanRow.objects.values_list("course", flat=True)) == [course.pk]
    client.force_login(caseworker)
    for method, address in (("get", url), ("post", url), ("post", f"{url}undo/"), ("get", f"{url}file/")):
        assert getattr(client, method)(address).status_code == 404


def test_no_key_and_no_name_stands_in_an_address_or_in_the_log(client, case_system):
    course = people(case_system, 1)[0]
    url = choose(client, [course], template=template().pk)["Location"]
    confirm(client, url)
    assert str(course.key) not in url
    assert not [row for row in AuditRecord.objects.values_list("criterion", "reason") if "Person 000" in str(row)]


def test_each_person_and_the_whole_are_written_down(client, case_system):
    courses = people(case_system, 3)
    url = choose(client, courses, template=template().pk)["Location"]
    before = AuditRecord.objects.filter(kind="change", criterion="bulk_plan").count()
    confirm(client, url)
    after = AuditRecord.objects.filter(kind="change", criterion="bulk_plan")
    assert after.exclude(subject="").count() == 3
    assert after.count() - before == 4


def test_without_rules_everybody_is_planned_with_a_remark(client, case_system, monkeypatch):
    monkeypatch.setattr("lighed.web.queries.planning.contact_rules.rule_sets_of", lambda municipality: ())
    url = choose(client, people(case_system, 2), template=template("En", n_meetings=1).pk)["Location"]
    page = text_of(client.get(url, headers=DANISH))
    assert page.count("⚠ Bliver planlagt, med bemærkning") == 2
    assert "Planen er ikke tjekket mod loven." in page
    assert "2 planlagt" in text_of(confirm(client, url))


def test_an_exempt_person_is_planned_with_a_remark(client, case_system, caseworker):
    met = handed_over(case_system, 50, days_ago=30, meetings=(TODAY - timedelta(days=5),))
    people(case_system, 8)
    actions.exempt_person(met, reason=REASON, seen=None, by=caseworker, audit=audit())
    url = choose(client, [met], template=template("En", n_meetings=1, first_within_days=150).pk)["Location"]
    assert "Undtaget fra samtaler: 1 af højst 2 (25 %)" in text_of(client.get(url, headers=DANISH))
    assert "1 planlagt" in text_of(confirm(client, url))
    assert Plan.objects.get().reason_below == REASON


def test_a_selection_that_nobody_confirmed_is_thrown_away(client, case_system, monkeypatch):
    courses = people(case_system, 1)
    choose(client, courses)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1, minutes=1))
    client.force_login(BulkPlan.objects.get().made_by)
    choose(client, courses)
    assert BulkPlan.objects.count() == 1


def test_the_page_says_so_in_english(client, case_system):
    url = choose(client, people(case_system, 2), template=template().pk)["Location"]
    page = text_of(client.get(url, headers=ENGLISH))
    assert "2 will be planned" in page
    assert "An exemption needs a concrete assessment of each person." in page


def test_two_hundred_are_planned_and_undone_in_few_questions(client, case_system, planner):
    people(case_system, 4)
    first = handed_over(case_system, 100)
    copies = []
    for number in range(200):
        person = first.person
        person.pk, person.person_id = uuid4(), f"m-{number}"
        person._state.adding = True
        person.save()
        course = ContactCourse.objects.get(pk=first.pk)
        course.pk, course.course_id, course.person = uuid4(), f"m-{number}", person
        course.current_estimate = None
        copies.append(course)
    ContactCourse.objects.bulk_create(copies)
    one = template()
    made = actions.choose_people(
        [course.pk for course in copies], found_by_band=False, template=one.name, by=planner, audit=audit()
    )
    with CaptureQueriesContext(connection) as preview:
        queries.bulk_preview(made, planner, today=TODAY)
    assert len(preview) < 15
    seen = queries.basis_of_preview(made, today=TODAY)
    with CaptureQueriesContext(connection) as confirming:
        actions.confirm_bulk_plan(made, seen=seen, by=planner, audit=audit())
    assert Plan.objects.filter(state="in_force").count() == 200
    with CaptureQueriesContext(connection) as undoing:
        assert actions.undo_bulk_plan(made, by=planner, audit=audit()).n_undone == 200
    # Far fewer than people: some for each hundred, and none for each person.
    assert len(confirming) < 100
    assert len(undoing) < 50


def test_a_template_on_the_list_s_bar_leads_to_the_preview_in_one_step(client, case_system):
    courses, one = people(case_system, 3), template()
    bar = BeautifulSoup(client.get("/", headers=DANISH).content, "html.parser").select_one(".quick-templates")
    assert "alle 3 fundne" in bar.get_text()
    assert [button.get_text() for button in bar.select("button")] == ["Tæt start"]
    selected = reverse("worklist-selected")
    choices = BeautifulSoup(client.get("/").content, "html.parser").select_one("#selection input[name=choices]")[
        "value"
    ]
    for said, n in (({"people": [str(courses[0].key)]}, 1), ({}, 3)):
        answer = client.post(selected, {"template": one.pk, "choices": choices, **said}, headers=DANISH)
        assert f"{n} bliver planlagt" in text_of(client.get(answer["Location"], headers=DANISH))
    assert not Plan.objects.exists()
    # What is not a template still asks whom.
    assert client.post(selected, {"do": "plan", "choices": choices}).status_code == 422


def test_the_preview_says_whom_a_meeting_is_agreed_with(client, case_system):
    one, course = template(), handed_over(case_system, 1, timeline=(agreed(5),))
    ContactCourse.objects.update(level="some")
    plain = people(case_system, 1, level="some", first=2)
    url = choose(client, [course, *plain], template=one.pk)["Location"]
    page = text_of(client.get(url, headers=DANISH))
    assert page.count("⚠ Bliver planlagt, med bemærkning Aftalt i fagsystemet: 27.11.2026.") == 1
    assert "(1 med bemærkning)" in page
    # It is a remark, and keeps nobody from being planned.
    assert "2 planlagt" in text_of(confirm(client, url))
    course.refresh_from_db()
    assert course.n_planned == 3


def handed(client, url: str, **asked) -> list[dict[str, str]]:
    answer = client.get(f"{url}meetings/", asked)
    assert answer.status_code == 200
    if asked:
        return json.loads(answer.content)["meetings"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_meetings_of_everybody_are_handed_over_as_those_of_one_are(client, case_system):
    courses = people(case_system, 2, level="less", estimate=assessed(0.9))
    odd = handed_over(case_system, 7, course_id="=1+1")
    url = choose(client, [*courses, odd], template=template("Let start", **light()).pk)["Location"]
    # Nothing is handed over before it is confirmed.
    assert client.get(f"{url}meetings/").status_code == 404
    page = confirm(client, url)
    links = BeautifulSoup(page.content, "html.parser").select("a[href*='/meetings/']")
    assert [link.get_text() for link in links] == ["Overfør til planlægningssystemet (CSV)", "Overfør som JSON"]
    rows = handed(client, url)
    assert len(rows) == 6
    # What a spreadsheet would take for a formula is a text.
    assert {row["course_id"] for row in rows} == {"'=1+1", "h-0", "h-1"}
    one = reverse("person-plan-file", kwargs={"key": courses[0].key})
    alone = list(csv.DictReader(io.StringIO(client.get(one).content.decode("utf-8-sig")), delimiter=";"))
    assert [row for row in rows if row["course_id"] == "h-0"] == alone
    # Neither what was estimated nor what was assessed leaves with them.
    assert tuple(rows[0]) == queries.PLAN_COLUMNS
    assert [row["latest_day"] for row in handed(client, url, format="json")] == [row["latest_day"] for row in rows]
    written = AuditRecord.objects.filter(kind="export", criterion="bulk_plan, meetings")
    assert written.exclude(subject="").count() == 6
    assert written.values_list("subject", flat=True).distinct().count() == 3


def test_what_is_in_force_no_more_and_who_is_hidden_is_not_handed_over(client, case_system, caseworker):
    courses = people(case_system, 3)
    url = choose(client, courses, template=template("Let start", **light()).pk)["Location"]
    confirm(client, url)
    Person.objects.filter(pk=courses[0].person_id).update(has_protected_address=True)
    one = template("Anden")
    courses[1].refresh_from_db()
    actions.save_plan(
        courses[1], template=queries.as_template(one), start=TODAY, seen=None, by=caseworker, audit=audit()
    )
    assert {row["course_id"] for row in handed(client, url)} == {"h-2"}
    assert "Filen har samtalerne for den 1 borger, hvis plan gælder" in text_of(client.get(url, headers=DANISH))
    undo(client, url)
    assert handed(client, url) == []
    assert "Overfør" not in text_of(client.get(url, headers=DANISH))


def test_without_templates_the_page_says_who_makes_one(client, case_system, caseworker):
    url = choose(client, people(case_system, 1))["Location"]
    page = client.get(url, headers=DANISH)
    assert "Lav den første skabelon" in text_of(page)
    client.force_login(caseworker)
    url = choose(client, [ContactCourse.objects.get()])["Location"]
    assert "Bed en planlægger om at lave en." in text_of(client.get(url, headers=DANISH))
