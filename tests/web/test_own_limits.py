"""What is not given on a person's own pages: other writers' drafts, and values to who may act but not see."""

from __future__ import annotations

import json

import pytest

from lighed.governance import ActsOn
from lighed.web.models import ContactCourse, ModelVersion, ShadowEstimate, VersionUse
from tests.web.factories import HERE, NOW
from tests.web.test_own_page import as_, citizen, person, representative  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
BEGUN = {"work": "", "on_the_way": "", "important": "", "wants_help_with": ""}


def fetched(client):
    (course,) = json.loads(client.get("/my/download/file/").content)["courses"]
    return course


def test_a_draft_is_in_its_writers_file_and_in_nobody_elses(as_, citizen, representative):  # noqa: F811
    rene = representative(ActsOn.SEE, ActsOn.REQUESTS)
    as_(citizen).post("/my/tell/draft/", {**BEGUN, "words": "Det her er mit"})
    assert fetched(as_(rene))["words_draft"] is None
    as_(rene).post("/my/tell/draft/", {**BEGUN, "words": "Det her er Renes"})
    for user, own, other in ((citizen, "mit", "Renes"), (rene, "Renes", "mit")):
        course = fetched(as_(user))
        assert course["words_draft"]["words"] == f"Det her er {own}"
        assert f"Det her er {other}" not in json.dumps(course)
        assert course["words_draft"]["written_by"] == ("citizen" if user is citizen else "representative")


def test_of_a_version_that_is_tried_beside_the_file_tells_that_and_no_band(as_, citizen, person):  # noqa: F811
    assert fetched(as_(citizen))["a_version_was_tried_beside"] is False
    version = ModelVersion.objects.create(version="tried", sha256="0" * 64, path="-", is_demo=True, added_at=NOW)
    use = VersionUse.objects.create(version=version, municipality_id=HERE, state="shadow")
    course = ContactCourse.objects.get(person=person)
    ShadowEstimate.objects.create(
        municipality_id=HERE, course=course, use=use, moment=course.reached, band="very-odd", made_at=NOW
    )
    told = fetched(as_(citizen))
    assert told["a_version_was_tried_beside"] is True
    assert "shadow_estimate" not in told
    assert "very-odd" not in json.dumps(told)
