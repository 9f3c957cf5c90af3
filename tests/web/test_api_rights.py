"""The API's events about a person's rights: done once, for the token's own people, and nothing told of anyone."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from lighed.governance import ApiScope, Conditions, Participation, ScopeRefused, check_scopes
from lighed.web import actions
from lighed.web.models import (
    ApiToken,
    AuditRecord,
    ContactCourse,
    InformationGiven,
    Municipality,
    ParticipationChoice,
    RightsRequest,
    StoredEstimate,
)
from tests.allowed import is_allowed
from tests.web.factories import ELSEWHERE, HERE, audit, enter_legal_basis, received

pytestmark = pytest.mark.django_db
NAMES = ("information", "choices", "objections")


@pytest.fixture
def person(case_system):
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    return case_system.register(received()).course.person


def document(name: str, **changes) -> dict:
    own = {
        "information": {"text_version": "brev-3", "given_on": "2026-11-20"},
        "choices": {"choice": "no"},
        "objections": {"words": "Jeg vil ikke sammenlignes.", "received_on": "2026-11-20"},
    }
    return {"event_id": str(uuid4()), "person_id": "p-1", "channel": "digital_post", **own[name], **changes}


@pytest.fixture
def send(client, db):
    tokens = {}

    def sent(name: str, body, *, municipality: str = HERE, scopes=tuple(ApiScope)):
        key = (municipality, tuple(scopes))
        if key not in tokens:
            tokens[key] = actions.create_api_token("s", municipality=municipality, scopes=scopes, audit=audit())
        body = body if isinstance(body, str) else json.dumps(body)
        bearer = {"Authorization": f"Bearer {tokens[key]}"}
        return client.post(f"/api/v1/{name}", body, content_type="application/json", headers=bearer)

    return sent


def test_a_choice_takes_the_estimate_away_before_the_answer_comes(send, person):
    body = document("choices")
    first, again = send("choices", body), send("choices", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {"event_id": body["event_id"], "is_new": True}
    assert again.json() == {"event_id": body["event_id"], "is_new": False}
    assert ParticipationChoice.objects.get().channel == "digital_post"
    assert not StoredEstimate.objects.exists()
    row = AuditRecord.objects.latest("id")
    assert (row.kind, row.purpose) == ("change", "rights_of_the_person")


def test_an_objection_and_information_are_on_record(send, person):
    assert send("objections", document("objections")).status_code == 201
    asked = RightsRequest.objects.get()
    assert (asked.kind, asked.words, str(asked.due_on)) == ("objection", "Jeg vil ikke sammenlignes.", "2026-12-20")
    assert not StoredEstimate.objects.exists()
    assert send("information", document("information")).status_code == 201
    assert InformationGiven.objects.get().text_version == "brev-3"


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="works")
@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_same_whatever_is_on_record(send, person, name):
    answers = []
    for before in (None, document("choices"), document("objections"), document("choices", choice="yes")):
        if before is not None:
            send("choices" if "choice" in before else "objections", before)
        answer = send(name, document(name))
        answers.append((answer.status_code, {**answer.json(), "event_id": ""}))
    assert len({json.dumps(answer) for answer in answers}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_another_event_under_the_same_id_is_refused_and_nothing_is_done(send, person, name):
    body = document(name)
    send(name, body)
    n_rows = [model.objects.count() for model in (ParticipationChoice, InformationGiven, RightsRequest)]
    response = send(name, {**body, "channel": "phone"})
    assert (response.status_code, response.json()["code"]) == (422, "event_id_reused")
    assert [model.objects.count() for model in (ParticipationChoice, InformationGiven, RightsRequest)] == n_rows


@pytest.mark.parametrize("name", NAMES)
def test_a_token_reaches_its_own_municipalitys_people_only(send, person, name):
    response = send(name, document(name), municipality=ELSEWHERE)
    assert (response.status_code, response.json()["code"]) == (404, "person_unknown")
    assert StoredEstimate.objects.exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["event_id", "person_id", "channel"])
@pytest.mark.parametrize("wrong", [None, "", "x\x00y", 7, "missing"])
def test_faults_are_told_by_place_and_without_values(send, person, name, field, wrong):
    body = document(name, **{field: wrong, "secret": "a value"})
    if wrong == "missing":
        del body[field]
    response = send(name, body)
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert {one["pointer"] for one in problem["errors"]} == {f"/{field}", ""}
    assert all(one["message_da"] and one["message_en"] for one in problem["errors"])
    assert "secret" not in response.content.decode()
    assert "a value" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "changes"),
    [("information", {"given_on": "2026-11-23"}), ("objections", {"received_on": "2026-11-23"}),
     ("choices", {"choice": "perhaps"}), ("choices", {"reason": "none is asked for"}),
     ("information", {"given_on": "20-11-2026"}), ("objections", {"words": "x" * 5001})],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_whole(send, person, name, changes):
    assert send(name, document(name, **changes)).status_code == 422
    assert StoredEstimate.objects.exists()
    assert not RightsRequest.objects.exists()


def test_where_the_law_gives_no_choice_the_answer_points_to_objection(send, person):
    enter_legal_basis()
    response = send("choices", document("choices"))
    assert (response.status_code, response.json()["code"]) == (409, "no_choice")
    assert "indsigelse" in response.json()["detail_da"]


@pytest.mark.requirement("R-LEG-08", part="access by the API carries its purpose", shows="refuses")
def test_a_token_is_good_for_what_it_was_made_for(send, person):
    for name in NAMES:
        response = send(name, document(name), scopes=("registrations",))
        assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
        assert "--scope rights" in response.json()["detail"]
    response = send("registrations", {}, scopes=("rights",))
    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
    assert not ParticipationChoice.objects.exists()


@pytest.mark.requirement("R-LEG-08", part="access by the API carries its purpose", shows="works")
def test_what_is_done_by_a_token_is_written_down_with_the_scopes_purpose(send, person):
    assert send("choices", document("choices"), scopes=("rights",)).status_code == 201
    assert AuditRecord.objects.latest("id").purpose == "rights_of_the_person"


@pytest.mark.requirement("R-LEG-08", part="sanction, availability control and fraud cannot be created", shows="refuses")
@pytest.mark.parametrize("scope", ["sanctions", "availability", "fraud", "admin", ""])
def test_there_is_no_scope_for_sanctions_control_or_fraud(db, scope):
    assert not is_allowed(check_scopes, [scope])
    with pytest.raises(ScopeRefused):
        actions.create_api_token("s", municipality=HERE, scopes=["rights", scope], audit=audit())
    assert not ApiToken.objects.exists()


def test_no_scope_at_all_is_refused(db):
    with pytest.raises(ScopeRefused):
        actions.create_api_token("s", municipality=HERE, scopes=[], audit=audit())


def test_the_command_line_makes_a_token_for_one_thing(municipalities, monkeypatch):
    from lighed.cli import site
    from lighed.cli.app import app

    monkeypatch.setattr(site, "open_site", lambda command: audit())
    made = CliRunner().invoke(app, ["token", "sys", "--municipality", HERE, "--scope", "rights"])
    assert made.exit_code == 0, made.output
    assert ApiToken.objects.get().scopes == ["rights"]
    refused = CliRunner().invoke(app, ["token", "sys", "--municipality", HERE, "--scope", "sanctions"])
    assert refused.exit_code != 0
    assert ApiToken.objects.count() == 1


def test_who_is_drawn_to_be_without_gets_the_same_answers(send, case_system, person):
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=100)
    case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2"))
    for name in NAMES:
        one, other = send(name, document(name)), send(name, document(name, person_id="p-2"))
        assert one.status_code == other.status_code == 201
        assert {**one.json(), "event_id": ""} == {**other.json(), "event_id": ""}
    assert ContactCourse.objects.filter(is_held_out=True).count() == 1
