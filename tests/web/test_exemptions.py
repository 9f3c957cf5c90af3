"""An exemption from meetings: one person, one caseworker's reason, within the quota, after the first meeting."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup
from django.urls import get_resolver, reverse

from lighed.governance import Role
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, ContactCourse, Exemption, Plan
from tests.web.factories import HERE, NOW, audit, received
from tests.web.planned import DANISH, REASON, TODAY, handed_over, template
from tests.web.site import PASSWORD
from tests.web.test_plans import plan_of, preview, save, text_of

pytestmark = pytest.mark.django_db
MET = (TODAY - timedelta(days=9),)


@pytest.fixture(autouse=True)
def as_mette(client, caseworker):
    client.force_login(caseworker)


@pytest.fixture
def crowd(case_system) -> list[ContactCourse]:
    """Eight people of whom two may be exempt; the first six have had their first meeting with the municipality."""
    return [handed_over(case_system, n, days_ago=30, meetings=MET if n < 6 else ()) for n in range(8)]


def exempt_of(course: ContactCourse) -> str:
    return reverse("person-exempt", kwargs={"key": course.key})


def exempt(client, course, reason: str = REASON, **said):
    course.refresh_from_db()
    said = {"reason": reason, "seen": course.revision, **said}
    return client.post(exempt_of(course), said, headers=DANISH, follow=True)


@pytest.mark.requirement("R-PLA-02", part="a person decides with reasons", shows="works")
@pytest.mark.requirement("R-PLA-01", part="limit per municipality and period", shows="works")
def test_a_caseworker_exempts_one_person_for_a_reason(client, crowd):
    course = crowd[0]
    page = text_of(client.get(exempt_of(course), headers=DANISH))
    assert "Undtaget fra samtaler: 0 af højst 2 (25 %)" in page
    assert "Undtagelse kræver en konkret vurdering af hver borger." in page
    assert "svar fra webinar den 21. januar 2026" in page
    assert "Regelsættet er ikke bekræftet af kommunen." in page
    said = text_of(exempt(client, course))
    assert "Borgeren er undtaget fra samtaler." in said
    assert "Besluttet af Mette Holm den 22.11.2026." in said
    assert "Undtaget fra samtaler: 1 af højst 2 (25 %)" in said
    kept = Exemption.objects.get()
    assert (kept.reason, kept.rule_set, kept.made_by.username) == (REASON, "2026-07-01", "mette")
    course.refresh_from_db()
    assert course.is_exempt
    assert course.deadline_kind == "intensified_effort"
    assert AuditRecord.objects.filter(kind="change", criterion="exemption").exclude(subject="").exists()


@pytest.mark.requirement("R-PLA-02", part="a person decides with reasons", shows="refuses")
@pytest.mark.parametrize("reason", ["", "Lav risiko", 30 * "x", "Hun er 010190-1234 og i arbejde nu"])
def test_without_a_concrete_reason_nobody_is_exempt(client, crowd, reason):
    answer = exempt(client, crowd[0], reason)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select_one("[role=alert]")
    assert not Exemption.objects.exists()


@pytest.mark.requirement("R-PLA-01", part="limit per municipality and period", shows="refuses")
def test_the_quota_is_the_municipality_s_and_it_holds(client, crowd):
    exempt(client, crowd[0])
    exempt(client, crowd[1])
    refused = exempt(client, crowd[2])
    assert "Undtaget fra samtaler: 2 af højst 2 (25 %)" in text_of(refused)
    assert "Ingen flere kan undtages" in text_of(refused)
    assert Exemption.objects.count() == 2
    # One that is ended makes no room: over the period three of eight would be more than a quarter.
    exempt(client, crowd[0], step="end")
    refused = text_of(exempt(client, crowd[2]))
    assert "Også den, hvis undtagelse er ophævet, tæller i perioden." in refused
    assert Exemption.objects.count() == 2
    quota = queries.quota_of(HERE, today=TODAY)
    assert (quota.n_now, quota.n_over_period, quota.most) == (1, 2, 2)
    page = text_of(client.get(exempt_of(crowd[2]), headers=DANISH))
    assert "Undtaget nu 1 af højst 2" in page
    assert "Undtaget på et tidspunkt i perioden (dem gælder grænsen for) 2 af højst 2" in page


def test_whoever_is_exempt_twice_counts_once_and_last_years_exemption_does_not(client, crowd):
    for step in ("", "end", "", "end"):
        exempt(client, crowd[0], step=step)
    before = NOW.replace(month=6)
    Exemption.objects.create(
        municipality_id=HERE, course=crowd[1], reason=REASON, rule_set="x", made_by=Exemption.objects.first().made_by,
        made_at=before, ended_at=before, ended_by="x",
    )  # fmt: skip
    quota = queries.quota_of(HERE, today=TODAY)
    assert (quota.n_now, quota.n_over_period) == (0, 1)


@pytest.mark.requirement("R-PLA-01", part="limit per municipality and period", shows="works")
def test_the_municipality_s_own_file_can_count_those_of_the_moment_and_the_page_warns(client, crowd, settings):
    shipped = files("lighed.planning").joinpath("contact_rules.toml").read_text(encoding="utf-8")
    folder = settings.LIGHED_DATA / "contact-rules"
    folder.mkdir(parents=True)
    of_now = shipped.replace('counted = "over_period"', 'counted = "now"')
    (folder / f"{HERE}.toml").write_text(of_now, encoding="utf-8")
    exempt(client, crowd[0])
    exempt(client, crowd[1])
    assert "før en undtagelse er ophævet" in text_of(exempt(client, crowd[2]))
    exempt(client, crowd[0], step="end")
    said = text_of(exempt(client, crowd[2]))
    assert "Undtaget nu (dem gælder grænsen for) 2 af højst 2" in said
    assert "Undtaget på et tidspunkt i perioden 3 af højst 2" in said
    assert "Talt over perioden er flere undtaget, end grænsen tillader." in said


@pytest.mark.requirement("R-PLA-01", part="the first interview is never exempt", shows="refuses")
def test_nobody_is_exempt_before_the_first_meeting(client, crowd, case_system):
    page = text_of(client.get(exempt_of(crowd[7]), headers=DANISH))
    assert "Den første samtale skal holdes med alle." in page
    answer = exempt(client, crowd[7])
    assert answer.status_code == 422
    with_fund = case_system.register(received(registered_on=TODAY - timedelta(days=10))).course
    assert "A-kassen har forløbet." in text_of(exempt(client, with_fund))
    assert not Exemption.objects.exists()


@pytest.mark.requirement("R-PLA-01", part="the first interview is never exempt", shows="works")
def test_with_the_exemption_a_plan_may_go_below_the_least_number_and_says_why(client, crowd):
    course, one = crowd[0], template("Ingen i stak", n_meetings=1, first_within_days=150)
    assert "Samtalerne er rykket frem, så lovens frist holdes." in text_of(preview(client, course, one))
    exempt(client, course)
    shown = preview(client, course, one)
    assert "Borgeren er undtaget efter en konkret vurdering, så planen kan have færre samtaler." in text_of(shown)
    save(client, course, shown)
    plan = Plan.objects.get()
    assert plan.reason_below == REASON
    assert REASON in text_of(client.get(plan_of(course), headers=DANISH))


def test_an_exemption_is_ended_and_the_person_is_met_again(client, crowd):
    course = crowd[0]
    exempt(client, course)
    said = text_of(exempt(client, course, step="end"))
    assert "Undtagelsen er ophævet." in said
    course.refresh_from_db()
    assert (course.is_exempt, course.deadline_kind) == (False, "least_meetings")
    kept = Exemption.objects.get()
    assert (kept.ended_by, kept.ended_at) == ("Mette Holm", NOW)
    assert "Borgeren er ikke undtaget." in text_of(exempt(client, course, step="end"))


def test_nobody_is_exempt_twice_or_over_what_was_not_seen(client, crowd):
    course = crowd[0]
    exempt(client, course)
    assert "Borgeren er allerede undtaget." in text_of(exempt(client, course))
    answer = exempt(client, course, seen=0)
    assert answer.status_code in (409, 422)
    other = crowd[1]
    ContactCourse.objects.filter(pk=other.pk).update(revision=4, changed_by="Jonas Bruun", changed_at=NOW)
    answer = client.post(exempt_of(other), {"reason": REASON, "seen": 3}, headers=DANISH)
    assert answer.status_code == 409
    assert "Siden er ændret af Jonas Bruun" in text_of(answer)
    assert REASON in answer.content.decode()


def test_a_planner_exempts_nobody(client, crowd):
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    assert client.get(exempt_of(crowd[0])).status_code == 404
    assert client.post(exempt_of(crowd[0]), {"reason": REASON, "seen": 0}).status_code == 404
    with pytest.raises(actions.NotYoursToExempt):
        actions.exempt_person(crowd[0], reason=REASON, seen=None, by=planner, audit=audit())
    assert not Exemption.objects.exists()


@pytest.mark.requirement("R-PLA-02", part="no automatic list", shows="works")
def test_the_page_is_of_one_person_and_there_is_no_other(client, crowd):
    """One address exempts, and its one argument is one person; the action takes one course."""
    addresses = [name for name in get_resolver().reverse_dict if isinstance(name, str) and "exempt" in name]
    assert addresses == ["person-exempt"]
    client.get(exempt_of(crowd[0]))
    assert AuditRecord.objects.filter(kind="read", criterion="exemption").exclude(subject="").count() == 1


@pytest.mark.requirement("R-PLA-02", part="no automatic list", shows="refuses")
def test_more_people_sent_to_the_page_are_not_exempt(client, crowd):
    said = {"reason": REASON, "seen": crowd[0].revision, "people": [str(one.key) for one in crowd]}
    client.post(exempt_of(crowd[0]), said)
    assert list(Exemption.objects.values_list("course", flat=True)) == [crowd[0].pk]
    chosen = client.post(
        reverse("plan-many"), {"people": [str(one.key) for one in crowd[1:]], "do": "exempt", "reason": REASON}
    )
    page = client.get(chosen["Location"], headers=DANISH)
    client.post(chosen["Location"], {"step": "exempt", "reason": REASON})
    assert "Undtagelse kræver en konkret vurdering af hver borger." in text_of(page)
    assert Exemption.objects.count() == 1
    assert not [
        button for button in BeautifulSoup(page.content, "html.parser").select("button") if "ndtag" in button.get_text()
    ]


def test_the_population_is_that_of_the_rules(crowd, case_system):
    """Those with the fund, and those long past their first months, do not count."""
    before = queries.quota_of(HERE, today=TODAY)
    case_system.register(received(registered_on=TODAY - timedelta(days=10)))
    handed_over(case_system, 20, days_ago=400)
    assert queries.quota_of(HERE, today=TODAY) == before
    handed_over(case_system, 21, days_ago=3)
    assert queries.quota_of(HERE, today=TODAY).n_population == before.n_population + 1


def test_without_rules_nobody_is_exempt(client, crowd, monkeypatch):
    monkeypatch.setattr("lighed.web.queries.planning.contact_rules.rule_sets_of", lambda municipality: ())
    assert queries.quota_of(HERE, today=TODAY) is None
    assert "Reglerne giver ikke mulighed for at undtage" in text_of(exempt(client, crowd[0]))
