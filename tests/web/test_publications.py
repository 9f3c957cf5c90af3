"""Publications: each file is right by its standard's rules, frozen, and visibly stale once what runs has changed."""

from __future__ import annotations

import json

import pytest

from lighed.governance import Step
from lighed.transparency.exports import STANDARDS
from lighed.web import actions
from lighed.web.models import Publication, PublishedFile
from lighed.web.queries.publications import publication_standing
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import approved
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

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
