"""Publications: each file is right by its standard's rules, frozen, and visibly stale once what runs has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pyshacl
import pytest
import rdflib
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.urls import reverse
from django.utils import timezone
from rdflib.compare import isomorphic

from lighed.elements import REGISTER, ElementRegister
from lighed.governance import DisplayMode, Step, Text
from lighed.transparency import NotStated, hash_of
from lighed.transparency.exports import STANDARDS, About, amt, write_all
from lighed.transparency.readability import lix
from lighed.transparency.register_entry import short_entry
from lighed.web import actions, queries
from lighed.web.administration.public_facts import PublicFactsForm
from lighed.web.models import AuditRecord, Municipality, Publication, PublicFacts, PublishedFile
from lighed.web.queries.public import pages as open_pages
from lighed.web.queries.public import publications
from lighed.web.queries.public.publications import checksums, publication_standing
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import approved
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

SHAPES = Path(__file__).parent / "shapes"
OF_OTHERS = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
"""rdflib reads JSON-LD, and pySHACL asks rdflib, by what the next rdflib calls otherwise."""
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FACTS = {
    "unit": "Beskæftigelse",
    "accountable": "Beskæftigelseschef",
    "address": "Enghavevej 1, 9999 Enghavn",
    "email": "lighed@enghavn.example",
    "website": "https://enghavn.example/lighed",
    "dpo": "dpo@enghavn.example",
    "operator": "Drift A/S",
    "operated_in": "Danmark",
    "subject_number": "15.20.00",
    "site_address": "https://lighed.enghavn.example",
}


@pytest.fixture
def released(use, staff):
    """The first version, approved by two and put into operation, in a municipality that has told of itself."""
    actions.set_public_facts(HERE, facts=FACTS, audit=audit())
    use = approved(use, staff)
    return actions.take_step(
        use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason="Both signatures are there", audit=audit()
    )


def standing():
    return publication_standing(HERE, today=TODAY)


def content(publication: Publication, name: str) -> str:
    return PublishedFile.objects.get(publication=publication, name=name).content


def test_every_standard_has_files_without_a_fault(released):
    made = actions.publish(HERE, audit=audit())
    files = list(made.files.all())
    assert {file.standard for file in files} == {standard.code for standard in STANDARDS}
    assert {file.name: file.faults for file in files if file.faults} == {}


def test_a_municipality_with_nothing_still_has_every_field_filled_or_says_why(municipalities):
    made = actions.publish(HERE, audit=audit())
    assert {file.name: file.faults for file in made.files.all() if file.faults} == {}
    said = json.loads(content(made, "annex-viii.da.json"))["section_c"]
    assert "Ikke oplyst, fordi" in said["C1"]
    assert said["C4"].startswith("Ikke oplyst, fordi")


# --- Frozen, and out of date -----------------------------------------------------------------------------------------


def _another_limit_of_display() -> None:
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.PLANNER_ONLY.value)


@pytest.mark.requirement("R-ACC-04", part="record of processing", shows="works")
@pytest.mark.requirement("R-ACC-04", part="AI Act registration", shows="works")
@pytest.mark.requirement("R-ACC-04", part="public records", shows="works")
@pytest.mark.requirement("R-ACC-04", part="out of date is visible", shows="works")
def test_a_changed_element_makes_everything_stale_at_once_and_the_next_publication_right(client, released, monkeypatch):
    before = actions.publish(HERE, audit=audit())
    assert not standing().is_stale
    first, *others = REGISTER.elements
    changed = ElementRegister(
        (replace(first, meaning=Text(da="Noget helt andet.", en="Quite another thing.")), *others)
    )
    live = queries.public_record

    for place in (publications, open_pages, queries):
        monkeypatch.setattr(place, "public_record", lambda code, *, today: live(code, today=today, register=changed))
    assert standing().is_stale
    for name in ("open-register", "open-data"):
        page = client.get(reverse(name, kwargs={"code": HERE}), headers={"Accept-Language": "da"}).content.decode()
        assert "Filerne er forældede" in page
    after = actions.publish(HERE, audit=audit())
    assert not standing().is_stale
    assert after.number == before.number + 1
    for name in ("record.json", "elements.csv", "dpv.ttl"):
        assert "Noget helt andet." in content(after, name)
        assert "Noget helt andet." not in content(before, name)
    hashes = {json.loads(content(after, name))["about"]["record_sha256"] for name in ("article-30.json", "record.json")}
    assert hashes == {after.record_sha256} != {before.record_sha256}


@pytest.mark.requirement("R-ACC-04", part="record of processing", shows="refuses")
@pytest.mark.requirement("R-ACC-04", part="AI Act registration", shows="refuses")
@pytest.mark.requirement("R-ACC-04", part="public records", shows="refuses")
def test_what_was_published_is_never_changed(released):
    made = actions.publish(HERE, audit=audit())
    file = made.files.get(name="record.json")
    file.content = "{}"
    for refused in (file.save, file.delete, made.save, made.delete):
        with pytest.raises(TypeError, match="never"):
            refused()
    for many in (PublishedFile.objects.all(), Publication.objects.all()):
        with pytest.raises(TypeError, match="never"):
            many.delete()
        with pytest.raises(TypeError, match="never"):
            many.update(id=0)


@pytest.mark.requirement("R-ACC-04", part="out of date is visible", shows="refuses")
def test_the_night_publishes_again_only_what_is_stale_and_was_published_before(released):
    assert actions.publish_what_is_stale(HERE, audit=audit()) is None
    actions.publish(HERE, audit=audit())
    assert actions.publish_what_is_stale(HERE, audit=audit()) is None
    _another_limit_of_display()
    assert standing().is_stale
    made = actions.publish_what_is_stale(HERE, audit=audit())
    assert made is not None
    assert made.number == 2
    assert "Kun planlæggere ser skøn" in content(made, "record.json")


def test_the_same_record_gives_the_same_bytes_and_the_hashes_are_of_the_files(released):
    made = actions.publish(HERE, audit=audit())
    record = queries.public_record(HERE, today=TODAY)
    of = About(made.reference, timezone.localtime(made.made_at), hash_of(record), record.system.public_address)
    again = {export.name: export.sha256 for export in write_all(record, of)}
    assert again == dict(made.files.values_list("name", "sha256"))
    for line in checksums(made).splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(content(made, name).encode()).hexdigest() == sha256


# --- Each standard by its own rules ----------------------------------------------------------------------------------


@pytest.fixture
def made(released) -> Publication:
    return actions.publish(HERE, audit=audit())


@OF_OTHERS
@pytest.mark.parametrize("name", ["dpv", "dcat"])
def test_a_graph_says_the_same_in_both_forms_and_keeps_its_shapes(made, name):
    turtle = rdflib.Graph().parse(data=content(made, f"{name}.ttl"), format="turtle")
    json_ld = rdflib.Graph().parse(data=content(made, f"{name}.jsonld"), format="json-ld")
    assert isomorphic(turtle, json_ld)
    conforms, _, report = pyshacl.validate(turtle, shacl_graph=str(SHAPES / f"{name}.ttl"), inference="none")
    assert conforms, report


@OF_OTHERS
@pytest.mark.requirement("C5", part="how collected, how to read and what to see with it", shows="works")
@pytest.mark.parametrize("name", ["dpv", "dcat"])
def test_a_graph_says_with_what_each_element_is_to_be_seen(made, name):
    graph = rdflib.Graph().parse(data=content(made, f"{name}.ttl"), format="turtle")
    told: dict[str, set[str]] = {element.code: set() for element in REGISTER}
    for one, other in graph.subject_objects(rdflib.DCTERMS.relation):
        code = str(one).rpartition("#element-")[2]
        if code in told:
            told[code].add(str(other).rpartition("#element-")[2])
    assert told == {element.code: {*element.together_with} for element in REGISTER}


@OF_OTHERS
@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("dpv", "https://w3id.org/dpv#hasPurpose"),
        ("dpv", "http://www.w3.org/2004/02/skos/core#scopeNote"),
        ("dcat", "http://purl.org/dc/terms/publisher"),
        ("dcat", "http://www.w3.org/2004/02/skos/core#note"),
        ("dcat", "http://www.w3.org/ns/dcat#accessURL"),
    ],
)
def test_the_shapes_notice_what_is_missing(made, name, lost):
    graph = rdflib.Graph().parse(data=content(made, f"{name}.ttl"), format="turtle")
    graph.remove((None, rdflib.URIRef(lost), None))
    conforms, _, _ = pyshacl.validate(graph, shacl_graph=str(SHAPES / f"{name}.ttl"), inference="none")
    assert not conforms


def test_the_data_on_top_of_the_model_card_are_the_figures_of_the_evaluation(made):
    top = content(made, "model-card.en.md").split("---\n")[1]
    said = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in top.splitlines())}
    (result,) = said["model-index"][0]["results"]
    assert {one["type"]: one["value"] for one in result["metrics"]}["auc"] == pytest.approx(0.72)
    assert said["publication"]["publication"] == made.reference


def test_a_part_of_a_card_that_lacks_something_is_found(made):
    card = json.loads(content(made, "amt.en.json"))
    assert list(amt.faults_of_parts(card)) == []
    del card["models"][0]["model_index"][0]["results"][0]["metrics"][0]["value"]
    del card["assessments"][0]["contents"][0]["answer"]
    assert list(amt.faults_of_parts(card)) == ["metrics: value is required", "contents: answer is required"]


def _faults_of_card(card: dict[str, Any]) -> list[str]:
    schema = json.loads((SHAPES / "amt.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(card)]


@pytest.mark.requirement("R-ACC-04", part="public records", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_cards_keep_the_schema_and_tell_the_figures_of_each_group(made, language):
    card = json.loads(content(made, f"amt.{language}.json"))
    assert _faults_of_card(card) == []
    (model,) = card["models"][0]["model_index"]
    plots = model["results"][0]["measurements"]["bar_plots"]
    assert any(plot["name"].endswith(": age") and plot["results"] for plot in plots)
    assert {parameter["name"] for parameter in model["parameters"]} >= {"threshold_weeks", "cut_off_high", "kappa"}
    assert all(card[name] for name in ("interaction_details", "hardware_requirements", "product_markings"))


def test_where_there_is_no_version_the_cards_say_what_they_lack_and_why(municipalities):
    card = json.loads(content(actions.publish(HERE, audit=audit()), "amt.en.json"))
    assert _faults_of_card(card) == []
    lacking = {one["name"]: one["value"] for one in card["labels"] if one["name"].startswith("without ")}
    assert {"without models", "without assessments", "without begin_date", "without upl, oin"} <= set(lacking)
    assert all(value.startswith("Not stated, because") for value in lacking.values())


@pytest.mark.requirement("R-ACC-04", part="public records", shows="refuses")
def test_the_schema_of_the_cards_notices_what_is_wrong(made):
    card = json.loads(content(made, "amt.en.json"))
    card["ai_act_profile"]["risk_group"] = "low"
    card["begin_date"] = "in spring"
    card["references"] = ["https://enghavn.example"]
    del card["models"][0]["model_index"][0]["results"][0]["measurements"]
    faults = _faults_of_card(card)
    assert len(faults) == 4, faults


def test_the_bill_of_materials_keeps_the_published_schema(made):
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(content(made, "model-card.cdx.json")) is None
    broken = json.loads(content(made, "model-card.cdx.json"))
    broken["components"][0]["modelCard"]["modelParameters"]["approach"]["type"] = "magic"
    assert validator.validate_str(json.dumps(broken)) is not None


def test_a_field_that_breaks_its_standard_is_told_with_the_file(released):
    actions.set_public_facts(HERE, facts={"purpose_da": "ord " * 700}, audit=audit())
    made = actions.publish(HERE, audit=audit())
    (fault,) = made.files.get(name="nl-1.0.da.json").faults
    assert fault.startswith("goal: ")
    assert "2500" in fault


# --- The pages -------------------------------------------------------------------------------------------------------


def page(client, address: str, **parts) -> str:
    there = reverse(address, kwargs={"code": HERE, **parts} if address.startswith("open") else parts)
    return client.get(there, headers={"Accept-Language": "da"}).content.decode()


def test_the_register_entry_is_in_two_tiers_and_says_what_is_not_stated(client, municipalities):
    shown = page(client, "open-register")
    assert "Kort" in shown
    assert "Uddybet" in shown
    assert "Ikke oplyst, fordi kommunen ikke har skrevet det." in shown
    assert "Intet er udgivet endnu." in shown


def test_a_thing_is_given_in_the_form_that_is_asked_for(client, made):
    there = reverse("open-data-file", kwargs={"code": HERE, "name": "dpv"})
    turtle = client.get(there, headers={"Accept": "text/turtle"})
    linked = client.get(there, headers={"Accept": "application/ld+json"})
    assert (turtle["Content-Type"], linked["Content-Type"]) == (
        "text/turtle; charset=utf-8",
        "application/ld+json; charset=utf-8",
    )
    assert "Accept" in turtle["Vary"]
    assert client.get(there, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(there, headers={"If-None-Match": turtle["ETag"]}).status_code == 304
    assert "Set-Cookie" not in turtle
    sums = page(client, "open-data-file", name="SHA256SUMS")
    assert hashlib.sha256(turtle.content).hexdigest() + "  dpv.ttl" in sums
    assert client.get(reverse("open-data-file", kwargs={"code": HERE, "name": "secret.txt"})).status_code == 404


def test_a_numbered_publication_stays_as_it_was(client, made):
    first = page(client, "open-data-numbered", number=1, name="record.json")
    _another_limit_of_display()
    actions.publish(HERE, audit=audit())
    assert page(client, "open-data-numbered", number=1, name="record.json") == first
    assert page(client, "open-data-file", name="record.json") != first


@pytest.mark.parametrize("name", ["%00", "%1F", "record%00.json"])
@pytest.mark.parametrize("folder", ["data/", "data/1/"])
def test_a_name_that_no_file_can_have_is_not_found(client, made, folder, name):
    assert client.get(f"/open/{HERE}/{folder}{name}").status_code == 404


def test_the_officer_reads_the_record_of_processing_and_a_manager_publishes(client, staff):
    client.force_login(staff["raadgiver"])
    shown = page(client, "processing")
    assert "Udfyld systemkortet først." in shown
    assert "4 felter mangler noget" in shown
    assert "Udgiv det, der kører nu" not in shown
    assert client.post(reverse("processing-publish")).status_code == 404
    client.force_login(staff["leder"])
    client.post(reverse("processing-publish"))
    assert Publication.objects.get(municipality=HERE).made_by == "leder"
    assert AuditRecord.objects.filter(criterion="publication", actor="leder").exists()
    assert "Udgivelse 1" in page(client, "processing")


def test_a_manager_enters_what_is_told_and_it_stands_in_the_entry_at_once(client, staff):
    client.force_login(staff["leder"])
    sent = dict.fromkeys(PublicFactsForm.base_fields, "") | {"email": "spoerg@enghavn.example", "unit": "Job"}
    assert client.post(reverse("organisation-public"), sent).status_code == 302
    assert "spoerg@enghavn.example" in page(client, "open-register")
    refused = client.post(reverse("organisation-public"), sent | {"website": "http://enghavn.example"})
    assert refused.status_code == 422
    assert PublicFacts.objects.get().website == ""


def test_the_first_tier_can_be_read_by_most(released):
    for language in ("da", "en"):
        lines = short_entry(queries.public_record(HERE, today=TODAY))
        said = [one.text if isinstance(one, NotStated) else one for line in lines for one in line.said]
        words = " ".join(
            one.in_(language) if one.in_(language).endswith(".") else f"{one.in_(language)}." for one in said
        )
        assert lix(words) <= 40, (language, lix(words))
