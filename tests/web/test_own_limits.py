"""What is not given on a person's own pages: other writers' drafts, and values to who may act but not see."""

from __future__ import annotations

import json

import pytest

from lighed.governance import ActsOn
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
