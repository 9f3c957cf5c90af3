"""Log-in with user name and password: what is asked, what is refused, and what does not exist."""

from __future__ import annotations

import importlib
import json
import sys
import time
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lighed.web import actions, environment, erasure_ledger, queries
from lighed.web.installation import check_demonstration
from lighed.web.log_in.addresses import log_in_addresses
from lighed.web.models import User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, enter_legal_basis, received
from tests.web.site import PASSWORD
from tests.web.test_erasure import case_base

pytestmark = pytest.mark.django_db
METTE = {"username": "mette", "password": PASSWORD}
WRONG = {"username": "mette", "password": "wrong"}


def test_a_wrong_password_keeps_the_user_name_and_does_not_say_which_was_wrong(client, caseworker):
    response = client.post("/log-in/", WRONG)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="mette"' in page
    assert "wrong" not in page
    assert "Brugernavn og adgangskode passer ikke sammen" in page


@pytest.mark.requirement("R-SEC-03", part="rate limits", shows="refuses")
def test_passwords_cannot_be_tried_out(client, caseworker, caseworker_elsewhere):
    assert [client.post("/log-in/", WRONG).status_code for _ in range(5)] == [200] * 5
    # Another browser, and the right password: the count is the user name's, and stands in the database for every
    # process of the server.
    response = Client().post("/log-in/", METTE, headers={"Accept-Language": "da"})
    assert response.status_code == 429
    assert "Der er forsøgt forkert for mange gange. Vent fem minutter" in response.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lighed_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 1
    assert client.post("/log-in/", {"username": "bo", "password": PASSWORD})["Location"] == "/"


@pytest.mark.requirement("R-SEC-03", part="rate limits", shows="works")
def test_who_waits_comes_in(client, caseworker, monkeypatch):
    for _ in range(5):
        client.post("/log-in/", WRONG)

    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post("/log-in/", METTE)["Location"] == "/"


def test_right_passwords_are_not_counted(client, caseworker):
    for _ in range(7):
        assert client.post("/log-in/", METTE).status_code == 302
        client.post("/log-out/")


def test_many_tries_from_one_network_are_refused_on_a_page_of_its_own(client, site, caseworker):
    site.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        client.post("/log-in/", WRONG)
    response = client.post("/log-in/", METTE, headers={"Accept-Language": "en"})
    assert response.status_code == 429
    assert "too many tries from your network" in response.content.decode()


def test_behind_a_proxy_networks_are_told_apart(client, site, caseworker):
    site.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    site.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    status = [
        client.post("/log-in/", WRONG, headers={"X-Forwarded-For": way}).status_code
        for way in ("10.0.0.1", "10.0.0.2", "10.9.9.9, 10.0.0.1")
    ]
    assert status == [200, 200, 429], "what the browser itself claims does not count"


def test_a_log_in_is_a_new_session_which_ends_when_nothing_is_done(client, caseworker):
    client.get("/log-in/")
    client.post("/language/", {"language": "da"})
    client.cookies["lighed_session"] = "0" * 32
    client.post("/log-in/", METTE)
    assert client.cookies["lighed_session"].value not in ("", "0" * 32)
    cookie = client.cookies["lighed_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser"
    assert client.session.get_expiry_age() <= 30 * 60
    last_page = client.session.get_expiry_date()
    assert last_page - NOW <= timedelta(minutes=30)


def test_half_an_hour_without_a_page_logs_one_out(client, caseworker, monkeypatch):
    client.post("/log-in/", METTE)
    for minutes, status in ((29, 200), (58, 200), (89, 302)):
        monkeypatch.setattr(timezone, "now", lambda at=NOW + timedelta(minutes=minutes): at)
        assert client.get("/").status_code == status, minutes


def test_a_session_is_written_down_again_after_a_minute_and_not_at_each_page(client, caseworker, monkeypatch):
    client.force_login(caseworker)

    def ends_after(seconds: float) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=seconds))
        assert client.get("/").status_code == 200
        return Session.objects.get().expire_date

    at_first = ends_after(0)
    assert ends_after(59) == at_first
    assert ends_after(61) == at_first + timedelta(seconds=61)


def test_nobody_is_given_a_session_by_looking_at_a_page(client):
    client.cookies["lighed_session"] = "a-session-that-is-gone"
    client.get("/log-in/")
    assert not Session.objects.exists()


def test_who_is_logged_in_is_led_on(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/log-in/")["Location"] == "/"


def test_log_in_leads_to_the_page_that_was_asked_for_and_nowhere_else(client, caseworker):
    asked = client.get("/?band=high")["Location"]
    assert 'name="next" value="/?band=high"' in client.get(asked).content.decode()
    assert client.post("/log-in/", {**METTE, "next": "/?band=high"})["Location"] == "/?band=high"
    client.post("/log-out/")
    assert client.post("/log-in/", {**METTE, "next": "https://elsewhere.example/"})["Location"] == "/"


def test_a_user_who_has_left_is_told_no_more_than_a_stranger(client, caseworker):
    User.objects.update(is_active=False)
    assert client.post("/log-in/", METTE).status_code == 200
    assert "_auth_user_id" not in client.session


def test_log_out_is_a_button_and_no_link(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/log-out/").status_code == 405
    assert client.post("/log-out/")["Location"] == "/log-in/"
    assert client.get("/").status_code == 302


NEW = "en anden lang adgangskode"


def test_one_changes_the_password_that_the_administrator_knows(client, caseworker):
    client.post("/log-in/", METTE)
    other = Client()
    other.post("/log-in/", METTE)
    address = "/own-log-in/password/new/"
    for given, said in (
        ({"oldpassword": "wrong", "password1": NEW, "password2": NEW}, "bruger nu, passer ikke"),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "mindst 12"),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": "another"}, "ikke ens"),
    ):
        response = client.post(address, given, headers={"Accept-Language": "da"})
        assert response.status_code == 200
        assert said in response.content.decode()
    assert other.get("/").status_code == 200
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(address, given)["Location"] == "/own-log-in/"
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302, "logged out everywhere else"
    client.post("/log-out/")
    assert client.post("/log-in/", METTE).status_code == 200
    assert client.post("/log-in/", {"username": "mette", "password": NEW}).status_code == 302


def test_who_comes_by_a_provider_has_no_password_to_change(client, caseworker):
    caseworker.set_unusable_password()
    caseworker.save()
    client.force_login(caseworker)
    assert client.get("/own-log-in/password/new/").status_code == 404
    assert "Skift adgangskode" not in client.get("/own-log-in/").content.decode()


def test_no_other_page_of_the_library_exists(client):
    assert {pattern.name for pattern in log_in_addresses} == {
        *("login", "account_login", "logout", "language", "security_txt"),
        *("openid_connect_login", "openid_connect_callback", "account_reauthenticate"),
        *("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "account_change_password"),
    }
    for name in ("account_signup", "account_reset_password", "account_email", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.requirement("R-SEC-03", part="security contact", shows="works")
def test_who_finds_a_weakness_reads_where_to_report_it(client, site):
    site.LIGHED_SECURITY_CONTACT = "mailto:it@enghavn.example"
    response = client.get("/.well-known/security.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "Contact: mailto:it@enghavn.example"
    assert lines[1] == "Expires: 2027-02-20T09:30:00Z"


@pytest.mark.requirement("R-SEC-03", part="security contact", shows="refuses")
def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404
    with pytest.raises(ImproperlyConfigured, match="an e-mail address or a link"):
        environment.security_contact({"LIGHED_SECURITY_CONTACT": "the town hall"})


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("it@enghavn.example", "mailto:it@enghavn.example"),
        ("https://enghavn.example/report", "https://enghavn.example/report"),
        ("", ""),
    ],
)
def test_a_contact_is_an_address_for_mail_or_on_the_web(given, link):
    assert environment.security_contact({"LIGHED_SECURITY_CONTACT": given}) == link


PART = "a demonstration is switched on and shows a banner"


@pytest.mark.requirement("R-SEC-02", part=PART, shows="works")
def test_a_demonstration_of_made_up_municipalities_starts(client, site, municipalities):
    actions.create_demo_users({HERE: "Enghavn Kommune", ELSEWHERE: "Strandby Kommune"}, audit=audit())
    check_demonstration()
    page = client.get("/log-in/").content.decode()
    assert "demo-strip" in page
    given = {"username": "demo-901", "password": actions.DEMO_PASSWORD}
    assert client.post("/log-in/", given)["Location"] == "/"
    assert "demo-strip" in client.get("/").content.decode()


@pytest.mark.requirement("R-SEC-02", part=PART, shows="refuses")
@pytest.mark.parametrize("what", ["user", "case system", "person", "legal basis", "case base", "hand-over"])
def test_a_demonstration_beside_a_real_municipality_does_not_start(site, case_system, what):
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    check_demonstration()
    site.LIGHED_DEMO = False
    match what:
        case "user":
            actions.create_user("anna", name="Anna", municipality="101", password=PASSWORD, audit=audit())
        case "person":
            case_system.register(received(municipality="101"))
        case "legal basis":
            enter_legal_basis(municipalities=("101",))
        case "case base":
            case_base(site, "p-1", municipality="101")
        case "hand-over":
            (site.LIGHED_DATA / "hand-overs").mkdir(parents=True)
            (site.LIGHED_DATA / "hand-overs" / "ledger.jsonl").write_text('{"municipalities": ["101", "901"]}\n')
        case _:
            actions.create_api_token("theirs", municipality="101", audit=audit())
    check_demonstration()
    site.LIGHED_DEMO = True
    with pytest.raises(ImproperlyConfigured, match=r"holds municipality 101\. .*Leave LIGHED_DEMO out here"):
        check_demonstration()


def test_a_case_base_of_real_people_under_a_made_up_code_is_real(site, municipalities):
    case_base(site, "p-1")
    check_demonstration()
    (pointer,) = (site.LIGHED_DATA / "case-bases").glob("*/case-base.json")
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "is_synthetic": False}))
    with pytest.raises(ImproperlyConfigured, match="holds municipality 901"):
        check_demonstration()


@pytest.mark.requirement("R-SEC-02", part=PART, shows="refuses")
def test_a_demonstration_lets_nothing_of_a_real_municipality_in(site, municipalities, case_system):
    asked = (
        lambda: actions.create_user("anna", name="Anna", municipality="101", password=PASSWORD, audit=audit()),
        lambda: actions.create_api_token("theirs", municipality="101", audit=audit()),
        lambda: case_system.register(received(municipality="101")),
        lambda: enter_legal_basis(municipalities=("101",)),
    )
    for ask in asked:
        with pytest.raises(actions.DemoTakesMadeUpDataOnly, match="made-up municipalities 901 to 909"):
            ask()
    assert queries.real_municipalities() == []


@pytest.mark.parametrize("wrong", ["demonstration", "ledger"])
def test_a_server_of_another_make_asks_the_same(site, municipalities, monkeypatch, wrong):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: "the site")
    monkeypatch.delitem(sys.modules, "lighed.web.wsgi", raising=False)
    assert importlib.import_module("lighed.web.wsgi").application == "the site"
    if wrong == "ledger":
        erasure_ledger.write_line(HERE, "aaa", at=NOW, events=())
        site.LIGHED_ERASURE_KEY = "another"
    else:
        case_base(site, "p-1", municipality="101")
    monkeypatch.delitem(sys.modules, "lighed.web.wsgi")
    with pytest.raises(ImproperlyConfigured, match=r"another key|holds municipality 101"):
        importlib.import_module("lighed.web.wsgi")
