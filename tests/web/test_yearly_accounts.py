"""The account of a year that is over: signed once, kept as it was, and what is counted later stands beside it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from lighed.governance import AuditKind
from lighed.transparency.papers import content_from_data, content_sha256
from lighed.transparency.papers.account_signing import AccountRefused
from lighed.web import actions
from lighed.web.actions.oversight.bundles import make_bundle
from lighed.web.models import AuditRecord, BundleContent, YearlyAccount
from lighed.web.queries.oversight.signed_accounts import account_shown
from tests.web.factories import HERE, NOW, audit
from tests.web.open_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = TODAY.year - 1
PART = "a signed account of the year"


def look_up() -> None:
    """An entry of last year."""
    actions.record(audit=replace(audit(kind=AuditKind.READ), at=NOW - timedelta(days=365)))


@pytest.fixture
def last_year(released):
    for _ in range(7):
        look_up()


@pytest.fixture
def manager(staff):
    return actions.actor_of(staff["leder"])


def shown():
    return account_shown(HERE, asked=str(YEAR), today=TODAY)


def sign(by, **changes) -> YearlyAccount:
    given = {"year": YEAR, "seen": shown().counted_sha256, **changes}
    return actions.sign_account(HERE, by=by, audit=audit(), **given)


@pytest.mark.requirement("R-ACC-04", part=PART, shows="works")
def test_what_was_signed_stays_when_the_year_is_counted_otherwise_and_the_page_tells_so(last_year, client, staff):
    client.force_login(staff["leder"])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    address = f"/oversight/account/?year={YEAR}"
    page = client.get(address).content.decode()
    assert "Opslag: 7<" in page
    assert "Ingen har skrevet under på den." in page
    form = BeautifulSoup(page, "html.parser").select_one('input[name="seen"]').find_parent("form")
    reply = client.post(form["action"], {"seen": form.select_one('input[name="seen"]')["value"]}, follow=True)
    page = reply.content.decode()
    assert "Redegørelsen er underskrevet." in page
    assert "Talt i dag siger den det samme." in page
    assert form["action"] not in page, "there is nothing new to sign"
    account = YearlyAccount.objects.get()
    assert account.sha256 in page
    assert account.sha256 == content_sha256(content_from_data(account.content))

    look_up()
    page = client.get(address).content.decode()
    assert "Talt anderledes i dag" in page
    told = BeautifulSoup(page, "html.parser")
    assert "Opslag: 7" in told.select_one("#asks-use").find_parent("article").text
    assert "Opslag: 8" in [one.text for one in told.select("ins")]
    data = json.loads(client.get(f"/oversight/account/{YEAR}/1/json/").content)
    assert content_from_data(data) == content_from_data(account.content)
    assert (data["about"]["sha256"], data["about"]["signed"]["name"]) == (account.sha256, "Karen Lund")
    assert client.get(f"/oversight/account/{YEAR}/1/docx/").content[:2] == b"PK"
    assert client.get(f"/oversight/account/{YEAR}/1/pdf/").content[:4] == b"%PDF"
    for nowhere in (f"{YEAR}/2/pdf/", f"{YEAR}/1/odt/", f"{YEAR - 1}/1/pdf/"):
        assert client.get(f"/oversight/account/{nowhere}").status_code == 404
    entry = AuditRecord.objects.filter(criterion="yearly account", kind="change").get()
    assert entry.actor == "leder"


def test_a_year_that_is_counted_otherwise_is_signed_anew_and_both_are_kept(last_year, manager):
    first = sign(manager)
    look_up()
    second = sign(manager)
    assert [one.number for one in shown().signed] == [2, 1]
    assert second.sha256 != first.sha256
    assert YearlyAccount.objects.get(number=1).content == first.content


@pytest.mark.requirement("R-ACC-04", part=PART, shows="refuses")
def test_nobody_signs_a_year_that_runs_or_what_they_have_not_seen_and_nothing_signed_is_changed(
    last_year, manager, staff
):
    with pytest.raises(AccountRefused, match="1 January"):
        sign(manager, year=TODAY.year)
    with pytest.raises(AccountRefused, match="does not reach back"):
        sign(manager, year=1999)
    before = shown().counted_sha256
    look_up()
    with pytest.raises(AccountRefused, match="counted otherwise since you opened"):
        sign(manager, seen=before)
    with pytest.raises(AccountRefused, match="does not let you"):
        sign(actions.actor_of(staff["raadgiver"]))
    assert not YearlyAccount.objects.exists()
    account = sign(manager)
    with pytest.raises(AccountRefused, match="nothing has been counted otherwise"):
        sign(manager)
    for refused in (account.save, account.delete, YearlyAccount.objects.all().delete):
        with pytest.raises(TypeError, match="never"):
            refused()


def test_who_may_not_sign_has_no_button_and_a_stale_page_is_told(last_year, client, staff):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    client.force_login(staff["raadgiver"])
    assert 'name="seen"' not in client.get(f"/oversight/account/?year={YEAR}").content.decode()
    assert client.post(f"/oversight/account/{YEAR}/sign/", {"seen": "x"}).status_code == 404
    client.force_login(staff["leder"])
    stale = client.post(f"/oversight/account/{YEAR}/sign/", {"seen": "x"}, follow=True).content.decode()
    assert "er talt anderledes, siden du åbnede siden" in stale
    for year in (0, TODAY.year, 99_999):
        assert client.post(f"/oversight/account/{year}/sign/", {"seen": "x"}).status_code == 302
    assert not YearlyAccount.objects.exists()


def test_the_bundle_has_the_signed_accounts_and_says_which_years_have_none(last_year, manager):
    def files() -> tuple[dict[str, bytes], set[str]]:
        made = make_bundle(HERE, begins_on=TODAY, ends_on=TODAY, reason="Tilsyn", is_demo=False, audit=audit())
        with zipfile.ZipFile(BytesIO(BundleContent.objects.get(bundle=made).zipped)) as packed:
            told = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
        return told, {one["da"] for one in made.missing}

    assert f"redegørelsen for {YEAR} er ikke underskrevet" in files()[1]
    account = sign(manager)
    told, missing = files()
    assert f"redegørelsen for {YEAR} er ikke underskrevet" not in missing
    filed = json.loads(told[f"papers/account-{YEAR}-1.json"])
    assert content_sha256(content_from_data(filed["content"])) == filed["sha256_of_content"] == account.sha256
    assert b"Karen Lund" not in told[f"papers/account-{YEAR}-1.json"]
    sums = told["SHA256SUMS"].decode()
    assert f"{hashlib.sha256(told[f'papers/account-{YEAR}-1.json']).hexdigest()}  papers/account-{YEAR}-1.json" in sums
