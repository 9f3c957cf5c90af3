"""The second factor: outside a demonstration, nobody who logs in with a password gets anywhere without it."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lighed.web import actions
from lighed.web.models import AuditRecord
from tests.web.codes import code_of, set_up, spare_codes_on
from tests.web.factories import audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
METTE = {"username": "mette", "password": PASSWORD}
SET_UP, SECOND_STEP, AGAIN = "/own-log-in/app/", "/log-in/code/", "/own-log-in/code/"


@pytest.fixture(autouse=True)
def operation(site, caseworker):
    site.LIGHED_DEMO = False
    return site


def log_in(client, code: str | None = None):
    response = client.post("/log-in/", METTE)
    return client.post(SECOND_STEP, {"code": code}) if code else response


@pytest.fixture
def phone(client) -> tuple[str, list[str]]:
    """Mette has connected an app and logged out."""
    log_in(client)
    known = set_up(client)
    client.post("/log-out/")
    return known


@pytest.mark.requirement("R-SEC-02", part="a second factor for local users", shows="refuses")
def test_without_a_second_factor_every_page_leads_to_its_set_up(client):
    assert log_in(client)["Location"] == "/"
    key = "00000000-0000-4000-8000-000000000000"
    for address in ("/", f"/people/{key}/", "/own-log-in/", "/own-log-in/spare-codes/", AGAIN, "/?band=high"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, SET_UP), address
    assert client.post("/", {"band": "high"})["Location"] == SET_UP
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.requirement("R-SEC-02", part="a second factor for local users", shows="works")
def test_the_set_up_opens_the_site_and_every_log_in_asks_for_a_code(client):
    log_in(client)
    secret, spare = set_up(client)
    assert len(set(spare)) == 10
    assert client.get("/").status_code == 200
    assert AuditRecord.objects.filter(kind="change", actor="mette").count() == 1
    client.post("/log-out/")
    assert log_in(client)["Location"] == SECOND_STEP
    assert client.get("/").status_code == 302
    assert client.post(SECOND_STEP, {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post(SECOND_STEP, {"code": code_of(secret, later=1)})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_page_that_was_asked_for_opens_after_the_second_step(client, phone):
    client.post("/log-in/", {**METTE, "next": "/?band=high"})
    assert client.post(SECOND_STEP, {"code": code_of(phone[0], later=1)})["Location"] == "/?band=high"


def test_a_code_counts_once(client, phone):
    code = code_of(phone[0], later=1)
    log_in(client, code)
    client.post("/log-out/")
    assert log_in(client, code).status_code == 200
    assert client.get("/").status_code == 302


def test_the_code_of_the_set_up_is_no_code_for_a_log_in(client):
    log_in(client)
    secret, _ = set_up(client)
    client.post("/log-out/")
    assert log_in(client, code_of(secret)).status_code == 200


def test_a_spare_code_lets_one_in_once(client, phone):
    assert log_in(client, phone[1][0])["Location"] == "/"
    client.post("/log-out/")
    assert log_in(client, phone[1][0]).status_code == 200
    assert log_in(client, phone[1][1])["Location"] == "/"
    assert "Der er 8 reservekoder tilbage" in client.get("/own-log-in/").content.decode()


def test_spare_codes_are_shown_once_and_new_ones_end_the_old(client, phone):
    log_in(client, phone[1][0])
    assert spare_codes_on(client.get("/own-log-in/spare-codes/").content.decode()) == []
    new = spare_codes_on(client.post("/own-log-in/spare-codes/new/", follow=True).content.decode())
    assert len(new) == 10
    client.post("/log-out/")
    assert log_in(client, phone[1][1]).status_code == 200
    assert log_in(client, new[0])["Location"] == "/"


@pytest.mark.requirement("R-SEC-03", part="rate limits", shows="refuses")
def test_codes_cannot_be_tried_out(client, phone):
    log_in(client)
    answers = [client.post(SECOND_STEP, {"code": f"{number:06}"}).status_code for number in range(6)]
    assert answers[:5] == [200] * 5
    page = client.post(SECOND_STEP, {"code": code_of(phone[0], later=1)})
    assert page.status_code == 429
    assert "Vent fem minutter" in page.content.decode()
    assert client.get("/").status_code == 302


def test_a_session_from_before_the_set_up_must_show_the_code_as_well(client):
    other = Client()
    log_in(client)
    log_in(other)
    secret, _ = set_up(client)
    assert other.get("/?band=high")["Location"] == f"{AGAIN}?next=%2F%3Fband%3Dhigh"
    assert other.get(SET_UP)["Location"].startswith(AGAIN)
    assert other.post(AGAIN, {"code": code_of(secret, later=1), "next": "/?band=high"})["Location"] == "/?band=high"
    assert other.get("/").status_code == 200


def test_another_phone_is_set_up_before_any_other_page_opens(client, phone):
    log_in(client, phone[1][0])
    assert client.post("/own-log-in/app/disconnect/").status_code == 302
    assert client.get("/")["Location"] == SET_UP
    secret, spare = set_up(client)
    assert client.get("/").status_code == 200
    assert secret != phone[0]
    assert not set(spare) & set(phone[1])


def test_before_the_log_in_is_changed_one_shows_again_who_one_is(client, phone, monkeypatch):
    log_in(client, phone[1][0])
    later = time.time() + 600
    monkeypatch.setattr(time, "time", lambda: later)
    response = client.get("/own-log-in/app/disconnect/")
    assert response["Location"].startswith("/own-log-in/password/")
    assert client.post("/own-log-in/password/", {"password": "wrong"}).status_code == 200
    back = client.post("/own-log-in/password/", {"password": PASSWORD, "next": "/own-log-in/app/disconnect/"})
    assert back["Location"] == "/own-log-in/app/disconnect/"
    assert client.get("/own-log-in/app/disconnect/").status_code == 200


def test_who_has_lost_the_phone_sets_up_a_new_one_once_an_administrator_lets_them(client, phone):
    log_in(client, phone[1][0])
    assert actions.forget_second_factor("mette", audit=audit())
    assert client.get("/")["Location"] == SET_UP, "the session is no second factor any more"
    assert not actions.forget_second_factor("nobody", audit=audit())


def test_one_can_start_over_as_somebody_else(client, phone):
    log_in(client)
    assert client.get("/log-in/")["Location"] == SECOND_STEP
    client.post(SECOND_STEP, {"start_over": "1"})
    assert client.get("/log-in/").status_code == 200


def test_what_makes_the_codes_does_not_lie_open_in_the_database(client, phone, operation):
    kept = {one.type: one.data for one in Authenticator.objects.all()}
    assert phone[0] not in str(kept)
    assert kept["totp"]["secret"].startswith("gAAAA")
    assert kept["recovery_codes"]["seed"].startswith("gAAAA")
    operation.SECRET_KEY = "another key, as after a change of it"
    assert log_in(client, code_of(phone[0], later=1)).status_code == 200, "no code fits, and nothing breaks"
    operation.SECRET_KEY_FALLBACKS = ["not this one either"]
    assert log_in(client, phone[1][0]).status_code == 200


def test_a_session_ends_however_busy_one_is(client, phone, monkeypatch):
    log_in(client, phone[1][0])
    assert client.get("/").status_code == 200
    later = time.time() + 12 * 60 * 60 + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/")["Location"] == reverse("login")
    assert "_auth_user_id" not in client.session


def test_in_a_demonstration_the_password_is_enough(client, operation):
    operation.LIGHED_DEMO = True
    log_in(client)
    assert client.get("/").status_code == 200
    assert "demonstration" in client.get("/own-log-in/").content.decode()


def test_the_language_is_the_users_after_the_second_step_as_well(client, phone):
    log_in(client, phone[1][0])
    client.post("/language/", {"language": "en"})
    client.post("/log-out/")
    client.cookies.clear()
    log_in(client, phone[1][1])
    assert client.get("/").headers["Content-Language"] == "en"
