"""The card outside the product's own pages: in a frame of a case system, and fetched by one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from lighed.governance import SENDING, ActorKind, ApiScope, DisplayMode, Flag, Role
from lighed.web import actions, environment, queries
from lighed.web.models import (
    AuditRecord,
    BasisState,
    ContactCourse,
    EmergencyStop,
    EstimateView,
    LegalBasisEntry,
    Municipality,
    RoleAssignment,
    User,
)
from tests.web.factories import ELSEWHERE, HERE, audit, cannot_be_assessed, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
DANISH = {"Accept-Language": "da"}
HOST = "https://sager.enghavn.example"
FIGURES = ("63", "Høj", "høj", "trak", "Trak")


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def in_as_mette(client, caseworker):
    client.force_login(caseworker)
    return client


def mode(value: DisplayMode) -> None:
    Municipality.objects.filter(code=HERE).update(display_mode=value.value)


def framed_by(answer) -> str:
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    return policy["frame-ancestors"]


# In a frame


def test_nobody_may_frame_the_card_unless_the_installation_names_them(in_as_mette, course, settings):
    card = f"/people/{course.key}/card/"
    answer = in_as_mette.get(card)
    assert (framed_by(answer), answer["X-Frame-Options"]) == ("'none'", "DENY")
    settings.LIGHED_EMBED_HOSTS = [HOST, "https://journal.enghavn.example:8443"]
    answer = in_as_mette.get(card)
    assert framed_by(answer) == f"{HOST} https://journal.enghavn.example:8443"
    assert "X-Frame-Options" not in answer
    for other in ("/", f"/people/{course.key}/", f"/people/{course.key}/sheet/"):
        answer = in_as_mette.get(other)
        assert (framed_by(answer), answer["X-Frame-Options"]) == ("'none'", "DENY")
    in_as_mette.logout()
    answer = in_as_mette.get(card)
    assert answer.status_code == 302
    assert framed_by(answer) == "'none'"


def test_the_card_stands_alone_with_a_link_to_the_whole_page(in_as_mette, course):
    shown = in_as_mette.get(f"/people/{course.key}/card/", headers=DANISH).content.decode()
    assert "Åse Nørgaard" in shown
    assert "<strong>63</strong> lange" in shown
    assert f'href="/people/{course.key}/" target="_blank" rel="noopener"' in shown
    assert "Demonstration." in shown
    for other in ("<form", "<nav", "<script", 'href="#data"'):
        assert other not in shown
    assert AuditRecord.objects.get(criterion__startswith="card").criterion == "card, mode=open, estimate=shown"


@pytest.mark.parametrize("value", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_the_frame_keeps_the_display_mode(in_as_mette, course, value):
    mode(value)
    shown = in_as_mette.get(f"/people/{course.key}/card/", headers=DANISH).content.decode()
    # The text alone: keys in addresses are random, and can hold any number.
    for told in FIGURES:
        assert told not in main_text(shown), shown
    if value is DisplayMode.OWN_FIRST:
        assert "Skøn klar. Skriv din egen vurdering først." in shown
    assert not EstimateView.objects.exists()


@pytest.mark.parametrize(
    "named",
    ["sager.enghavn.example", "http://sager.enghavn.example", "https://*.example", "https://a.example/path", "*"],
)
def test_a_frame_is_let_in_by_its_exact_address(named):
    with pytest.raises(ImproperlyConfigured, match="LIGHED_EMBED_HOSTS"):
        environment.embed_hosts({"LIGHED_EMBED_HOSTS": f"{HOST},{named}"})
    found = environment.embed_hosts({"LIGHED_EMBED_HOSTS": f" {HOST}/ , http://localhost:8000"})
    assert found == [HOST, "http://localhost:8000"]
    assert environment.embed_hosts({}) == []


# By the API


@pytest.fixture
def token(municipalities) -> str:
    return actions.create_api_token("case system", municipality=HERE, scopes=[ApiScope.ESTIMATES], audit=audit())


def fetch(client, course: ContactCourse, token: str, *, caseworker_id: str = "s-1", language: str = "da"):
    return client.get(
        f"/api/v1/courses/{course.key}/card?caseworker_id={caseworker_id}",
        headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
    )


def refused(answer) -> tuple[int, str]:
    said = json.loads(answer.content)
    for told in FIGURES:
        assert told not in answer.content.decode()
    return answer.status_code, said["code"]


def test_a_case_system_gets_what_the_caseworker_may_see(client, course, caseworker, token):
    answer = fetch(client, course, token)
    assert answer.status_code == 200
    card = answer.json()
    assert set(card) == {*("uuid", "status", "summary", "detail", "indicator", "source", "links", "overrideReasons")}
    assert card["status"] == "ready"
    assert card["summary"] == "Risiko for langt forløb: Høj. 63 af 100 lignende blev lange (55–71). Ikke en afgørelse."
    assert len(card["summary"]) <= 140
    for told in (
        "Ved tilmelding er lav under 30 og høj fra 55 af 100.",
        "Det ved værktøjet ikke",
        "mere end 26 uger",
        "Regioner søgt i: 1",
        "ikke en afgørelse",
    ):
        assert told in card["detail"]
    assert card["source"] == {"label": "Lighed", "topic": "2026-11-demo, demo-operation"}
    assert card["links"][0]["url"].endswith(f"/people/{course.key}/")
    assert {"code": "cannot_see_why", "display": "Jeg kan ikke se, hvorfor skønnet er, som det er"} in card[
        "overrideReasons"
    ]
    assert fetch(client, course, token).json()["uuid"] == card["uuid"]
    english = fetch(client, course, token, language="en").json()
    assert english["summary"].startswith("High risk of a long course: 63 of 100")
    written = AuditRecord.objects.filter(actor="token case system").first()
    assert (written.criterion, written.kind) == ("card for mette, mode=open, estimate=shown", "read")
    assert EstimateView.objects.get().user == caseworker


@pytest.mark.parametrize(
    ("value", "code"),
    [(DisplayMode.OWN_FIRST, "own_assessment_required"), (DisplayMode.PLANNER_ONLY, "planners_only")],
)
def test_the_api_keeps_the_display_mode(client, course, token, value, code):
    mode(value)
    assert refused(fetch(client, course, token)) == (403, code)
    assert not EstimateView.objects.exists()
    actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), caseworker_id="s-9",
        audit=audit(),
    )  # fmt: skip
    assert fetch(client, course, token, caseworker_id="s-9").status_code == 200


def test_after_the_own_assessment_the_api_gives_the_card(client, course, caseworker, token):
    mode(DisplayMode.OWN_FIRST)
    now = timezone.now()
    EstimateView.objects.create(
        municipality_id=HERE, course=course, moment="registration", user=caseworker, mode="own_first",
        first_shown_at=now, last_shown_at=now,
    )  # fmt: skip
    assert fetch(client, course, token).json()["status"] == "ready"


def test_a_stop_and_a_basis_that_is_not_in_force_are_told_apart(client, course, token):
    LegalBasisEntry.objects.filter(municipality=HERE).update(state=BasisState.SUSPENDED)
    assert refused(fetch(client, course, token)) == (409, "legal_basis_inactive")
    EmergencyStop.objects.create(
        municipality_id=HERE, begun_by="dorte", begun_at=timezone.now(), reason="An alarm went off"
    )
    assert refused(fetch(client, course, token)) == (409, "profiling_paused")


def test_who_has_not_taken_the_introduction_gets_no_card(client, course, token, monkeypatch):
    monkeypatch.setattr("lighed.web.queries.profiling.may_see_estimates", lambda user, today: False)
    assert refused(fetch(client, course, token)) == (403, "introduction_required")


@pytest.mark.parametrize(("estimate", "status"), [(cannot_be_assessed(), "cannot_assess"), (None, "not_profiled")])
def test_without_an_estimate_the_card_says_so_and_why_only_where_the_tool_could_not(
    client, case_system, caseworker, token, estimate, status
):
    course = case_system.register(received(estimate=estimate)).course
    card = fetch(client, course, token).json()
    assert card["status"] == status
    for told in FIGURES:
        assert told not in json.dumps(card["detail"] + card["summary"], ensure_ascii=False)
    assert ("for få lignende forløb" in card["summary"]) is (status == "cannot_assess")


def test_only_a_token_for_it_and_a_caseworker_of_the_same_municipality(client, course, token, caseworker_elsewhere):
    sending = actions.create_api_token("sender", municipality=HERE, audit=audit())
    assert SENDING == (ApiScope.REGISTRATIONS, ApiScope.RIGHTS)
    assert refused(fetch(client, course, sending)) == (403, "scope_missing")
    assert refused(fetch(client, course, token, caseworker_id="s-77")) == (404, "caseworker_unknown")
    assert refused(fetch(client, course, token, caseworker_id="")) == (404, "caseworker_unknown")
    theirs = actions.create_api_token(
        "theirs", municipality=ELSEWHERE, scopes=[ApiScope.ESTIMATES], audit=audit(municipality=ELSEWHERE)
    )
    assert refused(fetch(client, course, theirs)) == (404, "course_unknown")
    actions.create_user("twin", name="Twin", municipality=HERE, password=PASSWORD, caseworker_id="s-1", audit=audit())
    assert refused(fetch(client, course, token)) == (404, "caseworker_unknown")
    assert User.objects.filter(caseworker_id="s-1", municipality=HERE).count() == 2


def test_a_protected_name_is_not_in_the_card(client, case_system, token, caseworker):
    course = case_system.register(
        received(display_name="Zara Ågaard", has_protected_address=True, caseworker_id="s-2")
    ).course
    assert "Zara" not in fetch(client, course, token).content.decode()
    client.force_login(caseworker)
    assert "Zara" not in client.get(f"/people/{course.key}/card/").content.decode()
    assert queries.caseworker_of(HERE, "s-1") == caseworker


# In somebody's name: the case system answers for it, and the log and those it names can tell


def test_a_card_in_somebody_s_name_is_found_flagged_and_asked_about_as_their_own(
    client, case_system, caseworker, token
):
    far = case_system.register(received(caseworker_id="s-2", team="Team Syd")).course
    own = case_system.register(received(event_id="e-2", person_id="p-2", course_id="c-2")).course
    for course in (far, own):
        assert fetch(client, course, token).status_code == 200

    day = timezone.localdate()
    found = queries.search_log(queries.LogSearch(HERE, day, day, user="mette"), page=1).entries
    cards = [one for one in found if one.criterion.startswith("card for mette")]
    assert [(one.actor, one.actor_kind, one.roles) for one in cards] == 2 * [
        ("token case system", "client", ("caseworker",))
    ]
    assert [one.flags for one in cards] == [(), (Flag.OUTSIDE_TASK,)], "the newest first"
    assert not queries.search_log(queries.LogSearch(HERE, day, day, user="mett"), page=1).n_found

    officer = replace(audit(), actor="dorte", actor_kind=ActorKind.PERSON, role="dpo")
    actions.draw_spot_check(HERE, n=200, begins_on=day, ends_on=day, audit=officer)
    client.force_login(caseworker)
    page = client.get(reverse("justify"), headers=DANISH)
    assert page.status_code == 200
    assert page.content.decode().count("har hentet skønskortet i dit navn") == 2


def test_who_may_see_nobody_any_more_lends_their_name_to_nobody(client, course, caseworker, token):
    RoleAssignment.objects.filter(user=caseworker).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert refused(fetch(client, course, token)) == (404, "caseworker_unknown")
    RoleAssignment.objects.filter(user=caseworker).update(valid_to=None)
    assert fetch(client, course, token).status_code == 200
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert refused(fetch(client, course, token)) == (404, "caseworker_unknown")


def test_names_and_courses_that_are_tried_are_seen_in_the_log(client, course, caseworker, token):
    fetch(client, course, token, caseworker_id="s-77")
    client.get(f"/api/v1/courses/{uuid4()}/card?caseworker_id=s-1", headers={"Authorization": f"Bearer {token}"})
    blocked = AuditRecord.objects.filter(actor="token case system", flags__contains=Flag.BLOCKED.value)
    assert list(blocked.order_by("number").values_list("criterion", "subject")) == [
        ("card", ""),
        ("card for mette", ""),
    ]
