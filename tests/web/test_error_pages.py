"""What a reader sees when something is wrong: what happened, what to do next, and nothing about anyone."""

from __future__ import annotations

import pytest
from django.test import Client

from lighed.governance import Role
from lighed.web import actions, queries
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_page_that_does_not_exist(page_of):
    response = page_of("/nowhere/")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


@pytest.mark.parametrize("address", ["nowhere", "courses/1,2/card"])
def test_a_program_that_asks_for_what_is_not_there_gets_a_problem(client, address):
    answer = client.post(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "address_unknown"


@pytest.mark.parametrize(
    ("roles", "link"),
    [
        ((Role.DPO,), '<a href="/oversight/requests/">Gå til Anmodninger</a>'),
        ((Role.CITIZEN,), '<a href="/my/">Gå til Min profilering</a>'),
        ((Role.CASEWORKER,), '<a href="/">Gå til arbejdslisten</a>'),
    ],
)
def test_a_page_that_does_not_exist_leads_to_the_readers_own_first_page(client, municipalities, roles, link):
    user = actions.create_user("x", name="X", municipality=HERE, password=PASSWORD, roles=roles, audit=audit())
    client.force_login(user)
    page = client.get("/nowhere/", headers={"Accept-Language": "da"}).content.decode()
    assert link in page
    assert ("Gå til arbejdslisten" in page) is (Role.CASEWORKER in roles)


def test_a_page_that_was_open_too_long(caseworker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker)
    response = client.post("/", {"band": "high"}, headers={"Accept-Language": "da"})
    assert response.status_code == 403
    assert "Siden har været åben for længe" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_page_that_fails_says_nothing_of_what_it_failed_on(client, page_of, case_system, monkeypatch, caplog):
    def fail(*_, **__):
        raise ValueError("Åse Nørgaard")

    case_system.register(received())
    page_of("/")
    monkeypatch.setattr(queries, "worklist", fail)
    client.raise_request_exception = False
    response = page_of("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Siden kunne ikke hentes" in html
    assert "The page could not be fetched." in html
    assert "Nørgaard" not in html


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/log-in/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="refuses")
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_page_is_read_or_chosen_and_nothing_else(client, caseworker, method):
    client.force_login(caseworker)
    assert getattr(client, method)("/").status_code == 405
