"""The API: what a case system may send, what it is answered, and that the description of it is true."""

from __future__ import annotations

import json
import logging
from datetime import date

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import CHECKS

from lighed.web import actions
from lighed.web.models import ContactCourse, LegalBasisEntry, Person
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.test_arrival import real_document

ADDRESS = "/api/v1/registrations"


@pytest.fixture
def token(db) -> str:
    return actions.create_api_token("case system", municipality=HERE, audit=audit())


@pytest.fixture
def send(client, token):
    def sent(document, *, token: str = token, content_type: str = "application/json"):
        body = document if isinstance(document, str) else json.dumps(document)
        return client.post(ADDRESS, body, content_type=content_type, headers={"Authorization": f"Bearer {token}"})

    return sent


def test_a_new_event_is_created_and_a_repeat_is_not(send):
    first, again = send(real_document()), send(real_document())
    assert (first.status_code, again.status_code) == (201, 200)
    answer = first.json()
    course = ContactCourse.objects.get()
    assert answer == {
        "event_id": real_document()["event_id"],
        "course": str(course.key),
        "page": f"http://testserver/people/{course.key}/",
        "estimate": "not_permitted",
        "is_new": True,
    }
    assert again.json() == {**answer, "is_new": False}


@pytest.mark.requirement("A10", shows="works")
def test_an_answer_holds_no_band_number_or_name(send, case_system):
    case_system.answers["e-1"] = received()
    answer = send({"event_id": "e-1"}).json()
    assert set(answer) == {"event_id", "course", "page", "estimate", "is_new"}
    assert answer["estimate"] == "ready"


def test_an_answer_about_a_course_that_is_already_long_says_so(send, case_system):
    case_system.answers["e-1"] = received(registered_on=date(2026, 3, 2))
    assert send({"event_id": "e-1"}).json()["estimate"] == "already_long"


@pytest.mark.requirement("A10", shows="refuses")
def test_faults_are_told_all_at_once_by_place_in_both_languages_and_without_values(send):
    response = send(real_document(event="arrival", occurred_on="yesterday", version=2, extra="secret"))
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert problem["code"] == "registration_refused"
    assert {fault["pointer"] for fault in problem["errors"]} >= {"/event", "/occurred_on", "/version", "/extra"}
    assert all(fault["message_da"] and fault["message_en"] and fault["code"] for fault in problem["errors"])
    assert not any(value in response.content.decode() for value in ("arrival", "yesterday", "secret"))
    assert not Person.objects.exists()


def test_another_event_under_the_same_id_is_refused(send):
    send(real_document())
    response = send(real_document(case_system="another"))
    assert (response.status_code, response.json()["code"]) == (422, "event_id_reused")


@pytest.mark.requirement("R-SEC-02", part="a demonstration is switched on and shows a banner", shows="refuses")
def test_a_real_person_is_refused_by_a_demonstration(send):
    response = send(real_document(synthetic=False))
    assert (response.status_code, response.json()["code"]) == (422, "demo_takes_made_up_data_only")
    assert response.json()["detail_da"] == "Demonstrationen tager kun imod opdigtede data."
    assert not Person.objects.exists()


def test_a_course_of_another_person_is_a_conflict(send):
    send(real_document())
    document = real_document(event_id="9d5b3c1e-59a1-4f80-9b6c-3a3f0b0f2a77")
    for rows in document["tables"].values():
        for row in rows:
            if "person_id" in row:
                row["person_id"] = "p-2"
    response = send(document)
    assert (response.status_code, response.json()["code"]) == (409, "course_of_another_person")


@pytest.mark.requirement("A9", part="one municipality in view", shows="refuses")
@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="refuses")
@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_a_token_speaks_for_its_own_municipality(send, db):
    response = send(real_document(municipality=ELSEWHERE))
    assert (response.status_code, response.json()["code"]) == (403, "other_municipality")
    assert not Person.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x", "lighed_x"])
def test_without_a_token_nothing_is_received(send, client, wrong):
    for response in (send(real_document(), token=wrong), client.post(ADDRESS, {}, content_type="application/json")):
        assert (response.status_code, response.json()["code"]) == (401, "token_invalid")
        assert response["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_stops_at_once(send):
    assert send(real_document()).status_code == 201
    assert actions.revoke_api_token("case system", municipality=HERE, audit=audit()) == 1
    assert send(real_document()).status_code == 401


def test_a_token_is_kept_as_a_hash_only(token):
    from lighed.web.models import ApiToken

    assert token not in json.dumps(list(ApiToken.objects.values()), default=str)


def test_a_session_is_not_a_token(client, caseworker):
    client.force_login(caseworker)
    assert client.post(ADDRESS, real_document(), content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("[" * 100_000, "application/json", 400),
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ("{}", "text/csv", 415),
        ("{}", "application/json", 422),
    ],
)
def test_what_is_not_a_document_is_told_so(send, body, content_type, status):
    response = send(body, content_type=content_type)
    assert response.status_code == status
    assert response.json()["status"] == status


def test_a_document_that_is_too_large_is_refused(send, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = send(real_document(case_system="x" * 2000))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.requirement("R-DAT-03", part="not in logs", shows="refuses")
def test_a_failure_is_a_problem_and_its_log_line_holds_no_value(send, case_system, caplog):
    case_system.answers["e-1"] = ValueError("Åse Nørgaard, 010168")
    response = send({"event_id": "e-1"})
    assert (response.status_code, response.json()["code"]) == (500, "failed")
    (formatter,) = {
        handler.formatter for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler
    }
    logged = "\n".join(formatter.format(record) for record in caplog.records)
    assert "ValueError" in logged
    assert "in receive" in logged
    assert "Nørgaard" not in logged + response.content.decode()


def test_a_version_that_cannot_be_used_is_told_and_the_event_can_come_again(send, case_system, caplog):
    case_system.answers["e-1"] = actions.VersionError("v.lighed: made for another register of elements")
    response = send({"event_id": "e-1"})
    assert (response.status_code, response.json()["code"]) == (503, "estimates_unavailable")
    assert response["Retry-After"]
    assert "v.lighed: made for another register" in caplog.text
    case_system.answers["e-1"] = received()
    assert send({"event_id": "e-1"}).status_code == 201


def test_legal_bases_that_cannot_be_read_let_the_event_come_again(send, municipalities):
    sound = LegalBasisEntry.objects.first().content
    LegalBasisEntry.objects.update(content={"id": 1})
    assert send(real_document()).status_code == 503
    LegalBasisEntry.objects.update(content=sound)
    assert send(real_document()).status_code == 201


def test_the_description_is_open_api_3_1_and_names_every_answer(client):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    answers = schema["paths"][ADDRESS]["post"]["responses"]
    assert set(answers) == {"200", "201", "400", "401", "403", "409", "410", "413", "415", "422", "500", "503"}
    assert set(answers["422"]["content"]) == {"application/problem+json"}


contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


# Requests come through WSGI as from a server, and each begins with a fresh connection: no transaction can span them.
@pytest.mark.django_db(transaction=True)
@contract.parametrize()
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_is_true(case, token):
    # A document can have the right shape and still be refused by the rules of the tables, which no schema tells.
    beyond_a_schema = [CHECKS.get_one("positive_data_acceptance")]
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=beyond_a_schema)


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
def test_of_an_estimate_that_no_law_permits_any_longer_nothing_is_told(send, case_system):
    case_system.answers["e-1"] = received()
    assert send({"event_id": "e-1", "municipality": HERE}).json()["estimate"] == "ready"
    entry = LegalBasisEntry.objects.get(municipality=HERE)
    LegalBasisEntry.objects.filter(pk=entry.pk).update(state="suspended", suspended=entry.approved)
    assert send({"event_id": "e-1", "municipality": HERE}).json()["estimate"] == "not_permitted"
