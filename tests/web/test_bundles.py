"""A regulator's bundle: whole or saying what it lacks, frozen, checked by sha256sum, without names, and for a time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from lighed.cli import bundles as commands
from lighed.cli.app import app
from lighed.cli.errors import CommandRefused
from lighed.governance import ActorKind, Role, Step, Text
from lighed.governance.retention import Kept
from lighed.transparency import hash_of
from lighed.transparency.bundle import Bundle, BundleFile, write_bundle
from lighed.transparency.papers import PAPERS, PaperKind, compose, content_to_data
from lighed.web import actions, queries
from lighed.web.actions.audit import chain
from lighed.web.actions.oversight.bundles import (
    BundleRefused,
    empty_old_bundles,
    make_bundle,
    revoke_share,
    share_bundle,
)
from lighed.web.models import AuditRecord, BundleShare, Paper, Person, RegulatorBundle
from lighed.web.queries.oversight.bundles import content_of
from tests.web.factories import HERE, NOW, audit, received
from tests.web.made_up_versions import approved
from tests.web.site import PASSWORD
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FIRST = TODAY - timedelta(days=30)


@pytest.fixture(autouse=True)
def anchored(monkeypatch):
    """Within a test's one transaction nothing is committed: the anchor is moved at once."""
    monkeypatch.setattr(chain.transaction, "on_commit", lambda call, **_: call())


@pytest.fixture
def released(use, staff):
    use = approved(use, staff)
    return actions.take_step(
        use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason="Both signatures are there", audit=audit()
    )


def make(**changes) -> RegulatorBundle:
    given = {"begins_on": FIRST, "ends_on": TODAY, "reason": "Sag 26-1", "is_demo": True} | changes
    return make_bundle(HERE, **given, audit=audit())


def unpacked(bundle: RegulatorBundle, folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(content_of(bundle))) as packed:
        packed.extractall(folder)
    return folder / bundle.reference


def text(folder: Path, name: str) -> str:
    return (folder / name).read_bytes().decode()


# --- What is in it ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-ACC-04", part="a regulator's bundle", shows="works")
def test_the_bundle_is_checked_by_sha256sum_and_one_changed_sign_is_found(released, tmp_path):
    actions.publish(HERE, audit=audit())
    made = make()
    folder = unpacked(made, tmp_path)
    check = [shutil.which("sha256sum"), "-c", "--strict", "SHA256SUMS"]
    seen = subprocess.run(check, cwd=folder, capture_output=True, text=True, check=True)
    files = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert {line.removesuffix(": OK") for line in seen.stdout.splitlines()} == files - {"SHA256SUMS"}
    assert made.n_files == len(files)
    assert made.sha256 == hashlib.sha256(content_of(made)).hexdigest()
    (folder / "record/record.json").write_text(text(folder, "record/record.json").replace("901", "902"))
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 1


def test_it_holds_what_runs_what_was_published_and_the_evaluations(released, tmp_path):
    published = actions.publish(HERE, audit=audit())
    made = make()
    folder = unpacked(made, tmp_path)
    live = queries.public_record(HERE, today=TODAY)
    assert made.record_sha256 == hash_of(live) == json.loads(text(folder, "manifest.json"))["record_sha256"]
    for file in published.files.all():
        assert text(folder, f"publications/1/{file.name}") == file.content
        assert (folder / "record" / file.name).is_file()
    (version,) = json.loads(text(folder, "versions/versions.json"))
    assert version["sha256"] == live.version.sha256
    assert version["state"] == "in_operation"
    sums = {name: sha256 for one in version["evaluations"] for name, sha256 in one["files"].items()}
    reports = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.glob("versions/*/*/*")}
    assert reports == sums != {}
    assert not {"intet er udgivet", "ingen version er i brug"} & {one["da"] for one in made.missing}


def test_an_empty_municipality_has_a_bundle_that_says_what_is_missing(municipalities, tmp_path):
    made = make()
    said = {one["da"] for one in made.missing}
    assert {"ingen version er i brug", "intet er udgivet"} <= said
    index = text(unpacked(made, tmp_path), "index.html")
    assert all(one in index for one in said)


def test_papers_are_in_it_and_those_that_nobody_signed_are_named(released, tmp_path):
    Paper.objects.create(
        municipality_id=HERE, kind="dpia", number=1, state="signed", begun_by="leder", begun_at=NOW, signed_at=NOW,
        signed={"person": "leder", "name": "Karen Lund", "role": "manager", "on": "2026-11-22"}, sha256="0" * 64,
        content=content_to_data(compose(PAPERS[PaperKind.DPIA], queries.public_record(HERE, today=TODAY), {})),
    )  # fmt: skip
    made = make()
    told = text(unpacked(made, tmp_path), "papers/dpia-1.json")
    assert json.loads(told)["signed_by_role"] == "manager"
    assert "Karen Lund" not in told
    unsigned = [one["en"] for one in made.missing if one["en"].startswith("not signed")]
    assert unsigned == [f"not signed: {form.name.en}" for kind, form in PAPERS.items() if kind.value != "dpia"]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "img", "iframe", "form"}
        self.found += [str(value) for name, value in attrs if name in {"href", "src"}]


@pytest.mark.parametrize(("name", "said"), [("index.html", "Tilsynspakke"), ("index.en.html", "Regulator’s bundle")])
def test_the_index_reads_without_the_product_and_leads_to_every_file(released, tmp_path, name, said):
    folder = unpacked(make(), tmp_path)
    page = text(folder, name)
    assert said in page
    assert "Demonstration" in page
    assert "$" not in page
    links = _Links()
    links.feed(page)
    assert all((folder / link).is_file() for link in links.found)
    every = {str(one.relative_to(folder)) for one in folder.glob("*/**/*") if one.is_file()}
    assert every <= set(links.found)


# --- Nobody is named -------------------------------------------------------------------------------------------------


def test_the_log_names_nobody_and_has_every_entry(client, case_system, caseworker, staff, tmp_path):
    course = case_system.register(received()).course
    client.force_login(caseworker)
    client.get(reverse("person", args=[course.key]))
    looked = replace(audit(), actor="mette", actor_kind=ActorKind.PERSON, role="caseworker")
    actions.record(audit=replace(looked, criterion="log, user=mette, card for METTE", reason="Åse ringede"))
    # Written by a program in the name of somebody.
    actions.record(audit=replace(audit(), actor="raadgiver"))
    before = AuditRecord.objects.filter(municipality=HERE).count()
    made = make()
    folder = unpacked(made, tmp_path)
    log = text(folder, "log/log.csv")
    rows = log.strip().splitlines()[1:]
    assert len(rows) == before == json.loads(text(folder, "log/chain.json"))["n_in_this_bundle"]
    person = Person.objects.get(pk=course.person_id)
    pseudonyms = set(AuditRecord.objects.exclude(subject="").values_list("subject", flat=True))
    for name in ("mette", "raadgiver", "Mette Holm", "ringede", "Åse", person.person_id, str(person.key)):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", log, re.IGNORECASE), name
    assert pseudonyms
    assert not any(one[:12] in log for one in pseudonyms)
    assert "log, user, card for staff-" in log
    assert "person-" in log


def test_the_same_person_has_one_sign_in_a_bundle_and_another_in_the_next(client, case_system, caseworker, tmp_path):
    course = case_system.register(received()).course
    client.force_login(caseworker)
    for _ in range(2):
        client.get(reverse("person", args=[course.key]))
    signs = [set(re.findall(r"person-\w+", text(unpacked(make(), tmp_path), "log/log.csv"))) for _ in range(2)]
    assert [len(one) for one in signs] == [1, 1]
    assert signs[0] != signs[1]


def test_a_log_that_was_broken_is_said_to_be(municipalities, monkeypatch, tmp_path):
    from lighed.governance.audit_chain import Break, Fault
    from lighed.web.queries.oversight import bundle_parts

    whole = bundle_parts.verify_chain
    monkeypatch.setattr(
        bundle_parts, "verify_chain", lambda code: replace(whole(code), broken=Break(code, 3, Fault.CHANGED))
    )
    made = make()
    assert {"da": "loggen er ikke hel", "en": "the log is not whole"} in made.missing
    assert json.loads(text(unpacked(made, tmp_path), "log/chain.json"))["first_break"]["number"] == 3


# --- Frozen ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-ACC-04", part="a regulator's bundle", shows="refuses")
def test_a_bundle_is_never_changed(municipalities):
    made = make()
    before = content_of(made)
    actions.set_public_facts(HERE, facts={"unit": "Job"}, audit=audit())
    assert content_of(RegulatorBundle.objects.get(pk=made.pk)) == before
    for change in (made.save, made.delete, RegulatorBundle.objects.update, RegulatorBundle.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    assert make().number == made.number + 1


def test_the_same_bundle_gives_the_same_bytes_and_a_file_outside_is_refused():
    file = BundleFile("log/log.csv", b"1;2", Text(da="Log", en="Log"))
    bundle = Bundle(
        reference="b-1", municipality=HERE, organisation="<b>A & B</b>", made_at=NOW, begins_on=FIRST, ends_on=TODAY,
        record_sha256="0" * 64, software_version="1", files=(file,),
    )  # fmt: skip
    assert write_bundle(bundle) == write_bundle(bundle)
    with zipfile.ZipFile(BytesIO(write_bundle(bundle))) as packed:
        assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in packed.read("b-1/index.html").decode()
    for name in ("log.csv", "../log/x", "log/../x", "log/", "elsewhere/x", "log/a\nb"):
        with pytest.raises(ValueError, match="is not a file"):
            write_bundle(replace(bundle, files=(replace(file, name=name),)))
    with pytest.raises(ValueError, match="two files"):
        write_bundle(replace(bundle, files=(file, file)))


def test_the_content_goes_with_the_log_and_the_sums_stay(municipalities):
    made = make()
    months = queries.months_of(HERE)[Kept.LOG]
    almost, over = (replace(audit(), at=NOW + timedelta(days=days)) for days in (months * 30 - 30, months * 31))
    assert empty_old_bundles(HERE, audit=almost) == 0
    assert empty_old_bundles(HERE, audit=over) == 1
    assert content_of(made) is None
    assert RegulatorBundle.objects.get().sha256 == made.sha256


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "What the bundle is for"),
        ({"begins_on": TODAY, "ends_on": FIRST}, "before the first"),
        ({"ends_on": TODAY + timedelta(days=1)}, "up to today"),
    ],
)
def test_days_that_are_none_make_no_bundle(municipalities, changes, said):
    with pytest.raises(BundleRefused, match=f"(?i){said}"):
        make(**changes)
    assert not RegulatorBundle.objects.exists()


# --- For a time ------------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(staff) -> BundleShare:
    return share_bundle(make(), regulator=staff["tilsyn"], until=TODAY + timedelta(days=10), audit=audit())


def fetch(client, bundle: RegulatorBundle):
    return client.get(reverse("bundles-file", args=[bundle.number]))


def test_a_regulator_fetches_what_is_shared_until_it_is_taken_back(client, staff, shared):
    client.force_login(staff["tilsyn"])
    assert "Pakke 1" in client.get(reverse("bundles"), headers={"Accept-Language": "da"}).content.decode()
    fetched = fetch(client, shared.bundle)
    assert hashlib.sha256(fetched.content).hexdigest() == shared.bundle.sha256
    assert AuditRecord.objects.filter(actor="tilsyn", kind="export", criterion="bundle 1").exists()
    revoke_share(shared, audit=audit())
    assert fetch(client, shared.bundle).status_code == 404
    assert client.get(reverse("bundles-one", args=[1])).status_code == 404
    with pytest.raises(BundleRefused):
        revoke_share(shared, audit=audit())


def test_the_day_after_the_last_it_is_gone_for_the_regulator(client, staff, shared, monkeypatch):
    for days, status in ((10, 200), (11, 404)):
        monkeypatch.setattr("django.utils.timezone.now", lambda days=days: NOW + timedelta(days=days))
        client.force_login(staff["tilsyn"])
        assert fetch(client, shared.bundle).status_code == status


def test_another_regulator_does_not_see_it_nor_may_one_make_or_share(client, staff, shared):
    other = actions.create_user(
        "anden", name="Anden Tilsyn", municipality=HERE, password=PASSWORD, roles=(Role.REGULATOR,),
        until=TODAY + timedelta(days=20), audit=audit(),
    )  # fmt: skip
    client.force_login(other)
    assert fetch(client, shared.bundle).status_code == 404
    sent = {"reason": "x", "begins_on": FIRST, "ends_on": TODAY}
    assert client.post(reverse("bundles"), sent).status_code == 404
    client.force_login(staff["tilsyn"])
    assert client.post(reverse("bundles-one", args=[1]), {"regulator": other.pk, "until": TODAY}).status_code == 404
    assert client.post(reverse("bundles-revoke", args=[1, shared.pk])).status_code == 404
    assert RegulatorBundle.objects.count() == 1


@pytest.mark.parametrize(
    ("to", "days", "said"),
    [
        ("leder", 5, "role Regulator here"),
        ("tilsyn", -1, "from today"),
        ("tilsyn", 400, "at most a year"),
        ("tilsyn", 31, "given until 22 December 2026"),
    ],
)
def test_it_is_shared_with_a_regulator_and_no_longer_than_the_role(staff, to, days, said):
    with pytest.raises(BundleRefused, match=said):
        share_bundle(make(), regulator=staff[to], until=TODAY + timedelta(days=days), audit=audit())
    assert not BundleShare.objects.exists()


def test_it_is_not_shared_twice(staff, shared):
    with pytest.raises(BundleRefused, match="already"):
        share_bundle(shared.bundle, regulator=staff["tilsyn"], until=TODAY, audit=audit())


def test_a_manager_makes_shares_and_takes_back_on_the_pages(client, staff):
    client.force_login(staff["leder"])
    danish = {"Accept-Language": "da"}
    assert "Ingen pakker lavet." in client.get(reverse("bundles"), headers=danish).content.decode()
    refused = client.post(reverse("bundles"), {"reason": "", "begins_on": FIRST, "ends_on": TODAY}, headers=danish)
    assert refused.status_code == 422
    made = client.post(reverse("bundles"), {"reason": "Sag 1", "begins_on": FIRST, "ends_on": TODAY})
    assert made.url == reverse("bundles-one", args=[1])
    page = client.get(made.url, headers=danish).content.decode()
    assert "Pakken er ikke komplet:" in page
    assert "intet er udgivet" in page
    assert client.post(made.url, {"regulator": staff["tilsyn"].pk, "until": TODAY}).status_code == 302
    share = BundleShare.objects.get()
    assert client.post(reverse("bundles-revoke", args=[1, share.pk])).status_code == 302
    assert "Trukket tilbage" in client.get(made.url, headers=danish).content.decode()
    assert AuditRecord.objects.filter(actor="leder", criterion__startswith="bundle", reason="Sag 1").exists()


def test_the_command_makes_what_the_page_makes(staff, monkeypatch, tmp_path):
    monkeypatch.setattr(commands, "open_site", lambda _command: audit(municipality=None))
    asked = ["bundle", "-m", HERE, "--reason", "Sag 2", "--from", f"{FIRST}", "--to", f"{TODAY}", "--out"]
    ended = CliRunner().invoke(app, [*asked, str(tmp_path / "b.zip"), "--by", "leder"])
    assert ended.exit_code == 0, ended.output
    (made,) = RegulatorBundle.objects.all()
    assert (tmp_path / "b.zip").read_bytes() == content_of(made)
    assert (made.made_by, made.reason) == ("leder", "Sag 2")
    for out, by in ((tmp_path / "b.zip", "leder"), (tmp_path / "c.zip", "tilsyn")):
        assert isinstance(CliRunner().invoke(app, [*asked, str(out), "--by", by]).exception, CommandRefused)
    assert RegulatorBundle.objects.count() == 1
