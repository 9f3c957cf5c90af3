"""The public pages: everyone can read them, they tell what runs, and they know nothing of who reads."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from lighed.elements import REGISTER
from lighed.estimates import what_matters
from lighed.governance import Moment, Purpose
from lighed.governance.incidents import IncidentKind
from lighed.web import actions
from lighed.web.models import (
    EmergencyStop,
    EntryKind,
    LegalBasisEntry,
    Municipality,
    StopEffect,
    VersionEvaluation,
)
from lighed.workflow import load_version
from tests.web.factories import ELSEWHERE, HERE, NOW, audit
from tests.web.open_site import *  # noqa: F403 - fixtures
from tests.web.open_site import FILES, PAGES, page
from tests.web.readability import lix, main_text

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("C1", part="a public page", shows="works")
def test_every_page_is_open_in_both_languages_and_sends_the_browser_nowhere_else(released, everyone):
    for part in PAGES:
        for asked, language in ((part, "da"), (f"{part}?language=en", "en")):
            html = page(everyone, asked)
            assert f'<html lang="{language}">' in html
            assert html.count("<h1") == 1
            # No script, and nothing that a browser fetches by itself from elsewhere.
            assert "<script" not in html
            assert not re.search(r"\sstyle=|\son[a-z]+=", html)
            fetched = re.findall(r'<(?:link|img|iframe|source|object|form)[^>]*(?:href|src|action)="([^"]*)"', html)
            assert all(there.startswith("/") for there in fetched), fetched
    for part in FILES:
        page(everyone, part)


def test_no_cookie_is_set_or_read_and_any_cache_may_keep_the_page(released, client, staff):
    client.force_login(staff["leder"])
    client.cookies["lighed_language"] = "en"
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    for part in (*PAGES, *FILES):
        answer = client.get(f"/open/{HERE}/{part}", headers={"Accept-Language": "da"})
        assert not answer.cookies, part
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Content-Language"] == "da"
        assert "Karen" not in answer.content.decode()
    assert {name: morsel.value for name, morsel in client.cookies.items()} == before
    assert client.get("/versions/").status_code == 200, "the log-in is still there elsewhere"


@pytest.mark.requirement("C1", part="a public page", shows="refuses")
def test_what_is_not_there_has_no_page_and_nothing_can_be_sent(municipalities, everyone):
    for part in PAGES:
        assert everyone.get(f"/open/999/{part}").status_code == 404
        assert everyone.post(f"/open/{HERE}/{part}").status_code == 405
    assert "Strandby Kommune" in everyone.get("/open/").content.decode()


@pytest.mark.parametrize("part", PAGES)
def test_the_first_tier_is_plain_danish(released, everyone, part):
    said = main_text(page(everyone, part))
    # Tables are for the second look; the sentences are what is read first.
    sentences = "\n".join(line for line in said.split("\n") if len(line.split()) > 3 and not re.search(r"\d,\d", line))
    assert lix(sentences) <= 40, lix(sentences)


@pytest.mark.parametrize("part", ["", "results/"])
def test_a_page_that_cannot_be_made_is_shown_as_it_was_with_its_date(released, everyone, monkeypatch, part):
    before = page(everyone, part)

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the words of a query")

    monkeypatch.setattr("lighed.web.public.frame.open_municipality", broken)
    answer = everyone.get(f"/open/{HERE}/{part}")
    html = answer.content.decode()
    assert "Siden kan ikke laves lige nu" in html
    assert "Sådan så den ud" in html
    assert main_text(before).strip() in main_text(html)
    assert answer["Cache-Control"] == "no-store"
    assert "the words of a query" not in html
    with pytest.raises(DatabaseError):
        everyone.get(f"/open/{ELSEWHERE}/{part}")


def test_nothing_that_somebody_tried_is_kept(released, everyone, settings):
    page(everyone, "try/?person=anna&age=63")
    page(everyone, "elements/?words=noget")
    assert not (settings.LIGHED_DATA / "open-pages").exists()


@pytest.mark.parametrize("is_full", [True, False])
def test_a_page_is_shown_also_where_no_copy_of_it_can_be_written(released, everyone, settings, monkeypatch, is_full):
    folder = settings.LIGHED_DATA / "open-pages"
    if is_full:

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", refuse)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("not a folder")
    assert "Enghavn Kommune" in page(everyone)
    assert folder.is_file() or not list(folder.iterdir()), "no part of a copy is left"


def test_the_frame_of_every_page_leads_to_the_public_ones(everyone, municipalities):
    assert 'href="/open/"' in everyone.get("/log-in/").content.decode()


@pytest.mark.requirement("C4", shows="works")
@pytest.mark.requirement("C6", part="to the public", shows="works")
@pytest.mark.requirement("C2", shows="works")
@pytest.mark.requirement("R-CIT-07", part="purpose, data, model and versions", shows="works")
def test_about_says_what_it_is_for_what_it_cannot_do_who_benefits_and_who_sees_the_data(released, everyone):
    Municipality.objects.update(held_out_per_cent=5)
    html = main_text(page(everyone))
    for said in (
        "Sådan bruger Enghavn Kommune værktøjet",
        "Et menneske",
        "Det kan ikke vide, hvordan det går dig.",
        "Virksomheder",
        "A-kasser",
        "Ud af 100 forløb trækkes der lod om 5",
        "Sagsbehandlere og planlæggere i kommunen",
        "Tilsynsmyndigheder, når de beder om det",
        f"{len(REGISTER)} oplysninger om en person",
        released.version.version,
    ):
        assert said in html, said
    assert 'href="https://www.jobindsats.dk/"' in page(everyone)


@pytest.mark.requirement("C4", shows="refuses")
def test_nobody_is_told_that_it_is_measured_where_it_is_not(released, everyone):
    assert "Det måles ikke her" in page(everyone)
    assert "trækkes der lod" not in page(everyone)


@pytest.mark.requirement("C6", part="to the public", shows="refuses")
@pytest.mark.requirement("R-CIT-07", part="purpose, data, model and versions", shows="refuses")
def test_without_a_version_every_page_says_so_and_shows_the_plan(municipalities, everyone):
    for part in PAGES:
        said = main_text(page(everyone, part))
        assert "Enghavn Kommune bruger ikke værktøjet nu." in said, part
        assert "Ingen version er i brug. Her er planen." in said, part
    assert "af 100" not in main_text(page(everyone, "results/"))


def test_without_a_legal_basis_it_is_not_used_though_there_is_a_version(released, everyone):
    LegalBasisEntry.objects.filter(purpose=Purpose.OPERATION.value).update(state="suspended")
    said = main_text(page(everyone))
    assert "Enghavn Kommune bruger ikke værktøjet nu." in said
    assert "ingen hjemmel er i kraft" in said
    assert "Her er planen" not in said


@pytest.mark.requirement("C1", part="a catalogue with source and meaning", shows="works")
@pytest.mark.requirement("C5", part="how collected, how to read and what to see with it", shows="works")
@pytest.mark.requirement("R-ACC-05", shows="works")
def test_the_catalogue_tells_of_every_element_as_the_register_has_it(released, everyone):
    for language in ("da", "en"):
        html = everyone.get(f"/open/{HERE}/elements/?language={language}").content.decode().replace("&#x27;", "'")
        for element in REGISTER:
            told = (element.name, element.meaning, element.collected, element.reading, element.not_objective)
            assert all(text is None or text.in_(language) in html for text in told), element.code
            assert f'id="{element.code}"' in html
    assert "Med siden version" in page(everyone, "elements/")
    assert REGISTER.sha256 in page(everyone, "elements/")


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("words=kørekort+lastbil", {"has_heavy_licence"}),
        ("words=driving+LORRY", {"has_heavy_licence"}),
        ("protection=protected", {"age", "sex"}),
        ("family=master_data&protection=proxy", {"interpreter_need", "unemployment_fund"}),
        ("used=on", {"age", "interpreter_need", "sex", "n_regions"}),
        ("words=findes-ikke", set()),
    ],
)
def test_one_can_look_for_elements_without_scripts(released, everyone, asked, codes):
    html = page(everyone, f"elements/?{asked}")
    assert set(re.findall(r'<details class="open-element" id="(\w+)"', html)) == codes
    assert f"{len(codes)} af {len(REGISTER)}" in html


@pytest.mark.parametrize("asked", ["family=nothing", "moment=%00", "words=%00", "protection=none&changeable=maybe"])
def test_an_address_that_asks_for_what_is_not_there_shows_all(released, everyone, asked):
    assert f"{len(REGISTER)} af {len(REGISTER)}" in page(everyone, f"elements/?{asked}")


def test_the_catalogue_can_be_taken_away_as_table_and_data(released, everyone):
    rows = list(csv.DictReader(io.StringIO(page(everyone, "elements.csv").lstrip("\ufeff")), delimiter=";"))
    assert [row["Kode"] for row in rows] == [element.code for element in REGISTER]
    assert all(row["Sådan læses det"] and row["Hvordan og hvorfor samlet ind"] for row in rows)
    data = json.loads(page(everyone, "elements.json"))
    assert data["register_sha256"] == REGISTER.sha256
    by_code = {one["code"]: one for one in data["elements"]}
    assert by_code["age"]["reading"] == {"da": REGISTER["age"].reading.da, "en": REGISTER["age"].reading.en}
    assert by_code["age"]["used_by_the_version_in_operation"][0]["moves_of_100"] > 0
    assert by_code["danish_level"]["used_by_the_version_in_operation"] == []


@pytest.mark.requirement("C11", part="before use", shows="works")
@pytest.mark.requirement("R-CIT-07", part="performance and fairness", shows="works")
def test_results_show_calibration_errors_groups_limits_and_who_approved(released, everyone):
    html = page(everyone, "results/")
    said = main_text(html)
    assert html.count('<circle class="seen"') == 10
    assert "I 9 af 10 dele" in said
    assert "18 (15–21)" in said, "missed long courses, with their interval"
    assert "for få til at vurdere" in said, "a group that is too small says so"
    assert "skønnet for lavt" in said
    assert "Skønnene er som helhed for lave for Alder ved tilmelding: under 30." in said
    assert "opdigtede" in said
    assert "godkender" in said
    assert "Looked at the report together" in said
    for name in ("Finn Agger", "Dorte Thorup", "Ida Krag"):
        assert name not in html, "roles are told, and not names"


@pytest.mark.requirement("R-CIT-07", part="performance and fairness", shows="refuses")
@pytest.mark.requirement("C11", part="before use", shows="refuses")
def test_a_report_that_was_changed_afterwards_is_not_shown(released, everyone):
    stored = VersionEvaluation.objects.get()
    path = Path(stored.folder) / "report.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.37", "0.11"), encoding="utf-8")
    said = main_text(page(everyone, "results/"))
    assert "Rapportens fil er væk eller ændret" in said
    assert "18 (15–21)" not in said
    assert "72 (69–75)" in said, "what was kept when it was attached"


@pytest.mark.requirement("C3", part="to the public", shows="works")
def test_which_kinds_of_information_matter_comes_from_the_live_version(released, everyone, files):
    found = what_matters(load_version(files[0]).person_types[Moment.REGISTRATION])
    assert [one.code for one in found.elements][-1] == "n_regions", "made of noise, so it moves least"
    assert found.elements[0].per_100 > 3 * found.elements[-1].per_100
    said = main_text(page(everyone, "results/"))
    for one in found.elements:
        assert f"{REGISTER[one.code].name.da}" in said
        assert f"{one.per_100:.1f}".replace(".", ",") in said


@pytest.mark.requirement("C3", part="to the public", shows="refuses")
def test_where_the_versions_file_is_changed_nothing_is_said_of_what_matters(released, everyone):
    cache.clear()
    Path(released.version.path).write_bytes(b"something else")
    said = main_text(page(everyone, "results/"))
    assert "Versionens fil kan ikke bruges" in said
    assert "Slags oplysning" not in said


def incident():
    return actions.open_incident(
        HERE,
        kind=IncidentKind.BREACH,
        title="Brev til naboen",
        what_happened="Et brev til Anders And blev sendt forkert.",
        known_at=NOW - timedelta(days=2),
        n_affected=None,
        by="dorte",
        audit=audit(),
    )


@pytest.mark.requirement("R-CIT-07", part="incidents", shows="works")
def test_changes_tell_of_approvals_limits_stops_and_incidents(released, everyone, staff):
    EmergencyStop.objects.create(
        municipality_id=HERE, effect=StopEffect.HIDE, reason="hemmeligt", begun_by="x", begun_at=NOW, ended_at=NOW
    )
    one = incident()
    actions.count_affected(one, n_affected=3, by="dorte", audit=audit())
    actions.write_down_telling(one, EntryKind.AUTHORITY_TOLD, at=NOW - timedelta(days=1), by="dorte", audit=audit())
    actions.write_down_telling(one, EntryKind.AFFECTED_TOLD, at=NOW - timedelta(hours=1), by="dorte", audit=audit())
    said = main_text(page(everyone, "changes/"))
    for told in (
        "Taget i brug",
        "Godkendt",
        "Looked at the report together",
        "under 30",
        "55 eller mere",
        "Sat på pause: alle skøn er skjult",
        "Brud på persondatasikkerheden",
        "Berørte personer: færre end 10.",
        "Myndigheden har fået besked.",
        "Hjemmel godkendt",
    ):
        assert told in said, told
    for hidden in ("naboen", "Anders And", "hemmeligt", "Finn Agger", "Dorte Thorup"):
        assert hidden not in said


@pytest.mark.requirement("R-CIT-07", part="incidents", shows="refuses")
def test_an_incident_that_still_goes_on_and_a_version_never_used_are_not_told(use, everyone):
    incident()
    html = page(everyone, "changes/")
    assert "persondatasikkerheden" not in html
    assert use.version.version not in html


def test_a_reason_with_a_personal_number_is_withheld(released, everyone):
    released.steps.model.objects.bulk_create(
        [
            released.steps.model(
                use=released, municipality_id=HERE, step="explain", to_state="in_operation", by="x", by_name="X",
                role="approver", reason="Se sagen om 010190-1234", at=NOW,
            )
        ]
    )  # fmt: skip
    html = page(everyone, "changes/")
    assert "010190" not in html
    assert "010190" not in page(everyone, "changes.atom")
    assert "kan stå et personnummer" in html


def test_the_feed_is_atom_with_ids_that_stay(released, everyone):
    answer = everyone.get(f"/open/{HERE}/changes.atom")
    assert answer["Content-Type"] == "application/atom+xml"
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = Xml.fromstring(answer.content)
    entries = feed.findall("a:entry", space)
    ids = [entry.findtext("a:id", namespaces=space) for entry in entries]
    assert len(set(ids)) == len(ids) > 3
    assert all(one.startswith(f"http://testserver/open/{HERE}/changes/#") for one in ids)
    for element in ("title", "id", "updated", "author"):
        assert feed.find(f"a:{element}", space) is not None
    again = Xml.fromstring(everyone.get(f"/open/{HERE}/changes.atom").content)
    assert [entry.findtext("a:id", namespaces=space) for entry in again.findall("a:entry", space)] == ids
