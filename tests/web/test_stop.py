"""The emergency stop: one presses, two let it go on, everything in between is without estimates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from lighed.governance import Role
from lighed.governance.stop import Stop, check_press
from lighed.web import actions, queries, watch
from lighed.web.models import AuditRecord, EmergencyStop, ServerProcess, StopObeyed, StoredEstimate
from tests.allowed import is_allowed
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
PRESS, RESUME, PAGE = "/oversight/stop/press/", "/oversight/stop/resume/", "/oversight/stop/"
DANISH = {"Accept-Language": "da"}


@pytest.fixture
def staff(municipalities):
    def made(username: str, *roles: Role, municipality: str = HERE):
        return actions.create_user(
            username, name=username.title(), municipality=municipality, password=PASSWORD, roles=roles, audit=audit()
        )

    return made


@pytest.fixture
def dpo(staff):
    return staff("dorte", Role.DPO)


@pytest.fixture
def manager(staff):
    return staff("marie", Role.MANAGER)


def press(client, user, *, effect: str = "stop", reason: str = "Grupper behandles ulige", **more: str):
    client.force_login(user)
    return client.post(PRESS, {"effect": effect, "reason": reason, **more}, headers=DANISH)


def in_words(moment: datetime) -> str:
    with translation.override("da"):
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def in_force() -> EmergencyStop | None:
    return queries.stop_in_force(HERE)


@pytest.mark.requirement("R-HUM-06", part="management or the DPO presses it", shows="works")
@pytest.mark.requirement("R-HUM-06", part="stops estimates everywhere within a minute", shows="refuses")
@pytest.mark.parametrize("role", [Role.DPO, Role.MANAGER])
def test_one_person_stops_and_nothing_is_shown_or_made(client, case_system, caseworker, staff, role):
    course = case_system.register(received()).course
    response = press(client, staff("presser", role))
    assert response.status_code == 302
    stop = in_force()
    assert (stop.begun_by, stop.effect, stop.is_drill) == ("presser", "stop", False)
    client.force_login(caseworker)
    for address in ("/", f"/people/{course.key}/"):
        page = client.get(address, headers=DANISH).content.decode()
        assert "af 100" not in page, address
        assert "Sat på pause." in page
        assert f"Skønnene er sat på pause siden {in_words(stop.begun_at)} (nødstop)." in page
        assert "ingen hjemmel er i kraft" not in page
        assert "Ingen hjemmel" not in page
    late = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course
    assert late.estimate_state == "not_permitted"
    assert not StoredEstimate.objects.filter(course=late).exists()
    assert client.get(f"/people/{late.key}/").status_code == 200, "the person is on the worklist all the same"


def test_hidden_estimates_are_still_made_and_shown_to_nobody(client, case_system, caseworker, dpo):
    press(client, dpo, effect="hide")
    course = case_system.register(received()).course
    assert StoredEstimate.objects.filter(course=course).count() == 1
    client.force_login(caseworker)
    assert "af 100" not in client.get(f"/people/{course.key}/", headers=DANISH).content.decode()


@pytest.mark.requirement("R-HUM-06", part="management or the DPO presses it", shows="refuses")
@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.DPO, Role.MANAGER, Role.REGULATOR)])
def test_nobody_else_stops_or_lets_it_go_on(client, staff, role, dpo, case_system):
    if role in (Role.CITIZEN, Role.REPRESENTATIVE):
        person = case_system.register(received()).course.person
        user = staff("other")
        user.person = person
        user.save()
    else:
        user = staff("other", role)
    assert press(client, user).status_code == 404
    assert in_force() is None
    press(client, dpo)
    client.force_login(user)
    assert client.post(RESUME).status_code == 404
    assert in_force().first_resumed_at is None


def test_a_stop_needs_a_reason_and_an_effect(client, dpo):
    response = press(client, dpo, reason=" ")
    assert response.status_code == 422
    assert "Skriv, hvorfor I stopper." in response.content.decode()
    assert press(client, dpo, effect="everything").status_code == 422
    assert in_force() is None


@pytest.mark.requirement("R-HUM-06", part="resumed by two people", shows="works")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="works")
def test_two_people_let_it_go_on_and_those_who_came_meanwhile_are_estimated(client, case_system, dpo, manager):
    press(client, dpo)
    late = case_system.register(received()).course
    client.force_login(dpo)
    client.post(RESUME)
    assert in_force() is not None, "the first word changes nothing"
    late.refresh_from_db()
    assert late.current_estimate is None
    client.force_login(manager)
    page = client.post(RESUME, headers=DANISH, follow=True).content.decode()
    assert "Stoppet er ophævet." in page
    assert "1 person har fået et skøn nu." in page
    assert in_force() is None
    late.refresh_from_db()
    assert (late.estimate_state, late.current_estimate is not None) == ("ready", True)
    ended = EmergencyStop.objects.get()
    assert (ended.first_resumed_by, ended.second_resumed_by) == ("dorte", "marie")


@pytest.mark.requirement("R-HUM-06", part="resumed by two people", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
def test_one_person_cannot_let_it_go_on_alone(client, case_system, dpo):
    press(client, dpo)
    client.post(RESUME)
    page = client.post(RESUME, headers=DANISH, follow=True).content.decode()
    assert "En anden end dig skal bekræfte." in page
    assert in_force() is not None
    assert reverse("stop-resume") not in page, "the button is not offered twice"


def test_a_manager_of_another_municipality_stops_nothing_here(client, staff, case_system):
    press(client, staff("else", Role.MANAGER, municipality=ELSEWHERE))
    assert in_force() is None
    assert queries.stop_in_force(ELSEWHERE) is not None


def test_more_can_be_stopped_but_not_twice(client, dpo):
    press(client, dpo, effect="hide")
    assert press(client, dpo, effect="hide").status_code == 422
    assert press(client, dpo, effect="stop").status_code == 302
    assert [stop.effect for stop in EmergencyStop.objects.filter(ended_at=None)] == ["stop"]


@pytest.mark.parametrize(
    ("new", "before", "can"),
    [
        (Stop(is_whole=True), None, True),
        (Stop(is_whole=False), Stop(is_whole=True), False),
        (Stop(is_whole=True), Stop(is_whole=True, is_drill=True), True),
        (Stop(is_whole=False), Stop(is_whole=True, is_drill=True), False),
        (Stop(is_whole=True, is_drill=True), Stop(is_whole=False), False),
        (Stop(is_whole=True, is_drill=True), Stop(is_whole=False, is_drill=True), True),
    ],
)
def test_a_drill_gives_way_to_earnest_and_never_the_other_way(new, before, can):
    assert is_allowed(check_press, new, in_force=before, reason="why") is can


@pytest.mark.requirement("R-HUM-06", part="drills are logged", shows="works")
def test_a_drill_is_as_in_earnest_and_stands_in_the_list_with_its_time(client, case_system, dpo, manager, monkeypatch):
    course = case_system.register(received()).course
    watch.look(started=True)
    press(client, dpo, is_drill="on")
    assert AuditRecord.objects.filter(actor="dorte", criterion="stop").exists()
    assert "af 100" not in client.get(f"/people/{course.key}/", headers=DANISH).content.decode()
    page = client.get(PAGE, headers=DANISH).content.decode()
    assert "Stop er ikke bekræftet af alle servere." in page
    assert watch.process_name() in page
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=4))
    watch.look()
    assert "1 serverproces har bekræftet, efter 4 sekunder." in client.get(PAGE, headers=DANISH).content.decode()
    client.post(RESUME)
    client.force_login(manager)
    client.post(RESUME)
    page = client.get(PAGE, headers=DANISH).content.decode()
    assert "Øvelse: Stop alt" in page
    assert "4 sekunder" in page


@pytest.mark.requirement("R-HUM-06", part="drills are logged", shows="refuses")
def test_a_process_that_would_still_show_estimates_is_not_written_down_as_obeying(client, dpo, monkeypatch):
    press(client, dpo, is_drill="on")
    status = queries.profiling_status
    monkeypatch.setattr(queries, "profiling_status", lambda municipality, *, today: status(ELSEWHERE, today=today))
    watch.look()
    assert not StopObeyed.objects.exists()
    assert ServerProcess.objects.count() == 1


def test_the_watch_writes_no_line_of_the_log_without_news(client, dpo):
    press(client, dpo)
    watch.look()
    n = AuditRecord.objects.count()
    watch.look()
    assert AuditRecord.objects.count() == n
    assert StopObeyed.objects.count() == 1


def test_the_api_tells_nothing_of_an_estimate_that_is_hidden(client, case_system, dpo):
    press(client, dpo, effect="hide")
    token = actions.create_api_token("Fagsystem", municipality=HERE, audit=audit())
    case_system.answers["e-1"] = received()
    client.logout()
    response = client.post(
        "/api/v1/registrations",
        {"event_id": "e-1", "municipality": HERE},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (response.status_code, response.json()["estimate"]) == (201, "not_permitted")


def test_the_regulator_sees_the_page_and_no_button(client, staff):
    from lighed.web.models import RoleAssignment

    user = staff("tilsyn")
    today = timezone.localdate()
    RoleAssignment.objects.create(
        user=user,
        role=Role.REGULATOR.value,
        valid_from=today,
        valid_to=today,
        given_by="test",
        given_at=NOW,
        confirmed_by="test",
        confirmed_at=NOW,
    )
    client.force_login(user)
    response = client.get(PAGE, headers=DANISH)
    assert response.status_code == 200
    assert PRESS not in response.content.decode()


def test_who_waits_beyond_the_first_twenty_is_left_to_the_nightly_run(client, case_system, dpo, monkeypatch):
    press(client, dpo)
    for number in range(3):
        case_system.register(received(event_id=f"e-{number}", course_id=f"c-{number}", person_id=f"p-{number}"))
    EmergencyStop.objects.update(ended_at=timezone.now())
    done = [actions.estimate_waiting(HERE, at_most=n, audit=audit()) for n in (2, None, None)]
    assert [(one.n_made, one.n_left) for one in done] == [(2, 1), (1, 0), (0, 0)]


@pytest.mark.parametrize(("n_raised", "made"), [(1, (1, 1)), (9, (0, 2))])
def test_a_document_or_a_version_that_fails_does_not_keep_the_stop_in_force(
    client, case_system, dpo, manager, monkeypatch, n_raised, made
):
    from lighed.web.actions.estimates import again

    press(client, dpo)
    for number in range(2):
        case_system.register(received(event_id=f"e-{number}", course_id=f"c-{number}", person_id=f"p-{number}"))
    whole, raised = again.estimate_again, []

    def failing(course, *, audit):
        if len(raised) < n_raised:
            raised.append(course)
            raise (actions.RegistrationRefused([]) if n_raised == 1 else actions.VersionError("no version"))
        return whole(course, audit=audit)

    monkeypatch.setattr(again, "estimate_again", failing)
    client.post(RESUME)
    client.force_login(manager)
    assert client.post(RESUME).status_code == 302
    assert in_force() is None
    assert (StoredEstimate.objects.count(), len(queries.courses_waiting(HERE))) == made


def test_the_page_names_people_and_does_not_say_that_nobody_stopped(client, staff):
    press(client, staff("presser", Role.DPO))
    page = client.get(PAGE, headers=DANISH).content.decode()
    assert "<dd>Presser</dd>" in page
    assert "Ingen før det, der gælder nu." in page
    assert "Der er ikke trykket på nødstop." not in page


def test_one_second_is_one_second(client, staff, settings):
    user = staff("presser", Role.DPO)
    press(client, user)
    stop = in_force()
    StopObeyed.objects.create(stop=stop, process="a", at=stop.begun_at + timedelta(seconds=1))
    page = client.get(PAGE, headers=DANISH).content.decode()
    assert "1 serverproces har bekræftet, efter 1 sekund." in " ".join(page.split())
