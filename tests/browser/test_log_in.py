"""The pages of log-in in a real browser: both languages, at a desk and on a phone, and by a municipality's provider."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lighed.web.log_in.providers import IdentityProvider, as_settings
from tests.browser.usable import check_usable
from tests.web.codes import code_of, secret_on
from tests.web.identity_provider import CLIENT, running_provider
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [pytest.param((1440, 1000), id="desktop"), pytest.param((390, 844), id="phone")]
WORDS = {
    "da": {
        "user": "Brugernavn",
        "password": "Adgangskode",
        "log_in": "Log ind",
        "set_up": "Sæt din telefon op",
        "first_code": "Kode på seks cifre",
        "finish": "Afslut",
        "spare": "Dine reservekoder",
        "kept": "Jeg har gemt koderne",
        "worklist": "Arbejdsliste",
        "own": "Dit log-in",
        "log_out": "Log af",
        "second_step": "Indtast din kode",
        "wrong_code": "Koden passer ikke",
        "continue": "Fortsæt",
        "code": "Kode",
        "new_codes": "Lav nye reservekoder",
        "change": "Skift telefon",
        "change_password": "Skift adgangskode",
        "locked": "Vent fem minutter",
        "stranger": "Du er ikke bruger her",
        "with": "Log ind med Enghavn Log-in",
    },
    "en": {
        "user": "User name",
        "password": "Password",
        "log_in": "Log in",
        "set_up": "Set up your phone",
        "first_code": "Code of six digits",
        "finish": "Finish",
        "spare": "Your spare codes",
        "kept": "I have kept the codes",
        "worklist": "Worklist",
        "own": "Your log-in",
        "log_out": "Log out",
        "second_step": "Enter your code",
        "wrong_code": "The code is not right",
        "continue": "Continue",
        "code": "Code",
        "new_codes": "Make new spare codes",
        "change": "Change phone",
        "change_password": "Change password",
        "locked": "Wait five minutes",
        "stranger": "You are not a user here",
        "with": "Log in with Enghavn Log-in",
    },
}


@pytest.fixture
def operation(site, caseworker):
    site.LIGHED_DEMO = False
    return site


@pytest.fixture
def tab(page: Page, live_server):
    """A tab in which any error on the console fails the test, but for pages that are meant to be refused and for
    what the provider's own page would fetch from elsewhere."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    expected = ("status of 4", "ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED")
    assert [problem for problem in problems if not any(known in problem for known in expected)] == []


def open_in(tab: Page, address: str, language: str, size: tuple[int, int]) -> None:
    tab.context.add_cookies([{"name": "lighed_language", "value": language, "url": address}])
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(address)


def check(tab: Page, heading: str, size: tuple[int, int]) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    check_usable(tab)


def give_password(tab: Page, words: dict[str, str]) -> None:
    tab.get_by_label(words["user"]).fill("mette")
    tab.get_by_label(words["password"]).fill(PASSWORD)
    tab.keyboard.press("Enter")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_from_the_first_log_in_to_a_new_phone(tab, live_server, operation, language, size):
    words = WORDS[language]
    open_in(tab, live_server.url, language, size)
    check(tab, words["log_in"], size)
    give_password(tab, words)
    check(tab, words["set_up"], size)
    assert tab.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0"), "the policy lets it in"
    secret = secret_on(tab.content())
    tab.get_by_label(words["first_code"]).fill("123")
    tab.get_by_role("button", name=words["finish"]).click()
    expect(tab.get_by_role("alert")).to_contain_text(words["wrong_code"])
    check(tab, words["set_up"], size)
    assert secret_on(tab.content()) == secret, "one wrong code does not ask for another scan"
    tab.get_by_label(words["first_code"]).fill(code_of(secret))
    tab.get_by_role("button", name=words["finish"]).click()
    check(tab, words["spare"], size)
    expect(tab.locator(".spare-codes li")).to_have_count(10)
    tab.get_by_role("link", name=words["kept"]).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(words["worklist"])
    tab.get_by_role("button", name=words["log_out"]).click()
    give_password(tab, words)
    check(tab, words["second_step"], size)
    tab.get_by_role("textbox", name=words["code"]).fill("000000")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text(words["wrong_code"])
    check(tab, words["second_step"], size)
    tab.get_by_role("textbox", name=words["code"]).fill(code_of(secret, later=1))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(words["worklist"])
    tab.get_by_role("link", name=words["own"]).click()
    check(tab, words["own"], size)
    tab.get_by_role("link", name=words["new_codes"]).click()
    check(tab, words["new_codes"], size)
    tab.go_back()
    tab.get_by_role("link", name=words["change_password"]).click()
    check(tab, words["change_password"], size)
    tab.locator("main").get_by_role("button").click()
    expect(tab.get_by_role("alert")).to_be_visible()
    check(tab, words["change_password"], size)
    tab.get_by_role("link", name=words["own"]).last.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(words["own"])
    tab.get_by_role("link", name=words["change"]).click()
    check(tab, words["change"], size)
    tab.locator("main").get_by_role("button").click()
    check(tab, words["set_up"], size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_who_tries_out_passwords_is_told_to_wait(tab, live_server, operation, language, size):
    words = WORDS[language]
    open_in(tab, live_server.url, language, size)
    for _ in range(6):
        tab.get_by_label(words["user"]).fill("mette")
        tab.get_by_label(words["password"]).fill("wrong")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert")).to_be_visible()
    expect(tab.get_by_role("alert")).to_contain_text(words["locked"])
    check(tab, words["log_in"], size)


@pytest.fixture(scope="module")
def running():
    with running_provider() as provider:
        yield provider


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_by_the_municipalitys_own_log_in(tab, live_server, operation, running, language, size):
    words = WORDS[language]
    provider = IdentityProvider(
        id="here", name="Enghavn Log-in", issuer=running.issuer, client_id=CLIENT, client_secret="s"
    )
    operation.LIGHED_OIDC = (provider,)
    operation.SOCIALACCOUNT_PROVIDERS = as_settings([provider])
    running.person("sub-1", preferred_username="mette")
    open_in(tab, live_server.url, language, size)
    check(tab, words["log_in"], size)
    for subject, heading in (("sub-9", words["stranger"]), ("sub-1", words["worklist"])):
        tab.goto(live_server.url)
        tab.get_by_role("link", name=words["with"]).click()
        tab.locator("input[name=sub]").first.fill(subject)
        tab.keyboard.press("Enter")
        check(tab, heading, size)
    tab.get_by_role("link", name=words["own"]).click()
    check(tab, words["own"], size)
