"""The same law on the site: what is entered and approved on the register's page decides what a caseworker sees."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from lighed.cli import main
from lighed.governance import Choice, RequestKind, Role
from lighed.web import actions
from lighed.web.models import Channel, ContactCourse, LegalBasisEntry, StoredEstimate
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.law import as_, no_law, staff, typed
from tests.web.test_legal_bases import entered, in_force, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(municipalities):
    no_law()
    return as_(staff("ane", Role.MANAGER))


@pytest.fixture
def approver(manager):
    return as_(staff("bent", Role.APPROVER))


@pytest.fixture
def desk(caseworker):
    return as_(caseworker)


@pytest.fixture
def arrives(case_system):
    """A person registers, as the case system tells."""

    def arrived(number: int = 1, **more):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        return case_system.register(received(**ids, **more)).course

    return arrived


def sees_estimate(desk, course) -> bool:
    return "tidligere forløb, der ligner" in text(desk.get(f"/people/{course.key}/"))


PLAIN = {"participation": "not_optional", "information_first": None}


@pytest.mark.requirement("R-LEG-10", part="no law", shows="works")
@pytest.mark.requirement("R-LEG-10", part="no law", shows="refuses")
def test_without_a_law_people_come_onto_the_worklist_and_nobody_is_estimated(manager, desk, arrives):
    # Given a site with no legal basis; when somebody registers
    course = arrives()
    # Then planning goes on, and there is no estimate, and the page says why
    assert "Åse Nørgaard" in text(desk.get("/"))
    assert not sees_estimate(desk, course)
    assert not StoredEstimate.objects.exists()
    assert "der er ikke registreret nogen hjemmel" in course.refusals[0]["da"]
    assert "Ingen aktiv hjemmel. Profilering er slået fra." in text(manager.get("/oversight/legal-bases/"))


@pytest.mark.requirement("R-LEG-10", part="an order with conditions", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an order with conditions", shows="refuses")
@pytest.mark.requirement("R-LEG-10", part="a person who opts out", shows="works")
@pytest.mark.requirement("R-LEG-10", part="a person who opts out", shows="refuses")
def test_an_order_that_demands_information_first_waits_for_it(manager, approver, desk, arrives):
    # Given an order, entered by one and approved by another: inform first, and let the person opt out
    in_force(manager, approver)
    # When somebody registers who has not been informed, then there is no estimate
    course = arrives()
    assert not sees_estimate(desk, course)
    # When it is written down that she was informed, then it is made there and then
    actions.record_information(
        course.person, channel=Channel.LETTER, text_version="v1", given_on=timezone.localdate(), audit=audit()
    )
    assert sees_estimate(desk, course)
    # When she opts out, then it is gone, and no trace of the choice is shown
    actions.record_choice(course.person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    assert not sees_estimate(desk, course)
    assert not StoredEstimate.objects.exists()
    assert "fravalg" not in text(desk.get(f"/people/{course.key}/")).lower()


@pytest.mark.requirement("R-LEG-10", part="repeal", shows="works")
@pytest.mark.requirement("R-LEG-10", part="repeal", shows="refuses")
def test_an_order_that_is_repealed_ends_at_midnight(manager, approver, desk, caseworker, arrives, monkeypatch):
    # Given an order whose last day is today
    in_force(manager, approver, **PLAIN, valid_to="2026-11-22", review_due="2026-11-22")
    course = arrives()
    assert sees_estimate(desk, course)
    # When midnight strikes, then nothing is shown and nothing new is made, and the worklist says since when
    midnight = datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/Copenhagen"))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    desk = as_(caseworker)
    assert not sees_estimate(desk, course)
    assert arrives(2).current_estimate is None
    assert "23.11.2026" in text(desk.get("/"))


@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="works")
@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="refuses")
def test_two_municipalities_are_held_to_a_basis_each(manager, approver, desk, caseworker_elsewhere, arrives):
    # Given a basis here that gives no choice, and one there for those who opted in
    in_force(manager, approver, **PLAIN)
    there = as_(staff("cia", Role.MANAGER, municipality=ELSEWHERE))
    other = as_(staff("eva", Role.APPROVER, municipality=ELSEWHERE))
    in_force(there, other, participation="opt_in", information_first=None)
    # When a person registers in each, and neither has said anything
    mine, theirs = arrives(), arrives(2, municipality=ELSEWHERE)
    # Then there is an estimate here and none there
    assert sees_estimate(desk, mine)
    assert not sees_estimate(as_(caseworker_elsewhere), theirs)
    # When the person there opts in, then there is one
    actions.record_choice(theirs.person, choice=Choice.YES, channel=Channel.PHONE, audit=audit(municipality=ELSEWHERE))
    assert sees_estimate(as_(caseworker_elsewhere), theirs)


@pytest.mark.requirement("R-LEG-10", part="an objection", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an objection", shows="refuses")
@pytest.mark.requirement("R-LEG-10", part="an emergency stop", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an emergency stop", shows="refuses")
def test_an_objection_and_a_stop_take_the_estimate_away_whatever_the_law_permits(manager, approver, desk, arrives):
    # Given a basis in force and two people with an estimate
    in_force(manager, approver, **PLAIN)
    first, second = arrives(), arrives(2)
    # When the first objects, then only hers is gone
    actions.receive_request(
        first.person, kind=RequestKind.OBJECTION, words="Jeg er uenig.", channel=Channel.LETTER,
        received_on=timezone.localdate(), audit=audit(),
    )  # fmt: skip
    assert (sees_estimate(desk, first), sees_estimate(desk, second)) == (False, True)
    # When one person presses the stop, then nothing is shown to anyone
    actions.press_stop(HERE, effect="stop", reason="Fejl i data", by="ane", audit=audit())
    assert not sees_estimate(desk, second)
    assert arrives(3).current_estimate is None


@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="works")
@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="works")
def test_the_api_receives_a_registration_and_answers_that_no_estimate_is_permitted(
    manager, approver, client, case_system
):
    # Given a case system with a token
    token = actions.create_api_token("case system", municipality=HERE, audit=audit())

    def send(number: int):
        case_system.answers[f"e-{number}"] = received(event_id=f"e-{number}", course_id=f"c-{number}",
                                                      person_id=f"p-{number}")  # fmt: skip
        headers = {"Authorization": f"Bearer {token}"}
        body = json.dumps({"event_id": f"e-{number}"})
        return client.post("/api/v1/registrations", body, content_type="application/json", headers=headers)

    # When it sends with the law in force, and again once the basis has been suspended
    entry = in_force(manager, approver, **PLAIN)
    permitted = send(1)
    manager.post(f"/oversight/legal-bases/{entry.pk}/suspend/", {"reason": "x"})
    refused = send(2)
    # Then both are received, and the second one is not estimated
    assert [(one.status_code, one.json()["estimate"]) for one in (permitted, refused)] == [
        (201, "ready"),
        (201, "not_permitted"),
    ]


@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="refuses")
def test_the_commands_obey_the_same_register(manager, approver, case_system, monkeypatch, capsys, tmp_path):
    # Given the commands `estimate` and `register`, and a file with one registration
    for place in ("lighed.cli.people.version_file", "lighed.workflow.load_version"):
        monkeypatch.setattr(place, lambda *_, **__: tmp_path)
    monkeypatch.setattr("lighed.web.server.prepare", lambda: None)
    case_system.answers["e-1"] = received()
    file = tmp_path / "people.json"
    file.write_text(json.dumps({"event_id": "e-1"}))

    def run(command: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["lighed", command, str(file)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return end.value.code, " ".join((said.out + said.err).split())

    # When the basis has been entered and nobody else has approved it
    entry = entered(manager, **PLAIN)
    # Then `estimate` ends with 3 and says so, and `register` receives without an estimate
    code, said = run("estimate")
    assert (code, "order-2027: is not approved by two people" in said) == (3, True)
    assert run("register")[0] == 0
    assert ContactCourse.objects.get().current_estimate is None
    # When it has been approved, then `estimate` estimates
    approver.post(f"/oversight/legal-bases/{entry.pk}/decide/", {"decision": "approve"})
    code, said = run("estimate")
    assert (code, "of 100 earlier courses" in said) == (0, True)


def test_who_has_entered_cannot_approve_under_another_roles_hat(manager):
    # Given one person who is both manager and approver
    both = as_(staff("cia", Role.MANAGER, Role.APPROVER))
    entry = LegalBasisEntry.objects.get(pk=entered(both, **typed()).pk)
    # Then she cannot approve what she entered, whichever role she acts in
    both.post(f"/oversight/legal-bases/{entry.pk}/decide/", {"decision": "approve"})
    entry.refresh_from_db()
    assert entry.state == "entered"
