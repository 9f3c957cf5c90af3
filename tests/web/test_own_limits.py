"""What is not given on a person's own pages: other writers' drafts, and values to who may act but not see."""

from __future__ import annotations

import json

import pytest

from lighed.governance import ActsOn, RequestKind
from lighed.web import actions
from lighed.web.models import Channel, ContactCourse, ModelVersion, Person, RightsRequest, ShadowEstimate, VersionUse
from tests.web.factories import HERE, NOW, audit
from tests.web.site import PASSWORD
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


@pytest.fixture
def rene(representative):  # noqa: F811
    """May ask on the person's behalf, and read nothing of what is kept."""
    return representative(ActsOn.REQUESTS)


@pytest.fixture
def rikke(person):  # noqa: F811
    """A second one who acts for the person."""
    return actions.create_representative(
        person, username="rikke", name="Rikke", password=PASSWORD, until=NOW.date(), acts_on=[ActsOn.REQUESTS],
        audit=audit(),
    )  # fmt: skip


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_a_phone_number_and_a_language_are_shown_to_who_may_see_or_wrote_them(as_, citizen, person, rene):  # noqa: F811
    Person.objects.filter(pk=person.pk).update(phone="11 22 33 44", language="tigrinya", needs_interpreter=True)
    for user, is_shown in ((citizen, True), (rene, False)):
        html = page(as_(user), "/my/talk/")
        assert ("11 22 33 44" in html, "tigrinya" in html) == (is_shown, is_shown)
    wish = {"phone": "55 66 77 88", "time_of_day": "any", "interpreter": "dari"}
    assert as_(citizen).post("/my/talk/", wish).status_code == 302
    for user, is_shown in ((citizen, True), (rene, False)):
        html = page(as_(user), "/my/talk/")
        assert ("55 66 77 88" in html, "dari" in html) == (is_shown, is_shown)
    assert "Vi blev bedt om at ringe den 22.11.2026." in page(as_(rene), "/my/talk/")


@pytest.mark.requirement("R-CIT-05", shows="works")
def test_who_acts_for_a_person_reads_the_number_they_gave(as_, rene):  # noqa: F811
    client = as_(rene)
    assert client.post("/my/talk/", {"phone": "55 66 77 88", "time_of_day": "any"}).status_code == 302
    assert "55 66 77 88" in page(client, "/my/talk/")


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_the_answer_and_the_persons_words_about_a_value_are_for_who_may_see(as_, citizen, person, rene):  # noqa: F811
    element = ContactCourse.objects.get(person=person).values[0]
    asked = {"right": "Rigtigt er femten", "words": "Forkert er elleve"}
    assert as_(citizen).post(f"/my/data/{element['element']}/correct/", asked).status_code == 302
    made = RightsRequest.objects.get()
    assert made.words == "Forkert er elleve"
    RightsRequest.objects.update(extended_on=NOW.date(), extension_reason="Kilden siger tolv")
    told = ("Rigtigt er femten", "Forkert er elleve", element["name"]["da"], "Kilden siger tolv")
    address = f"/my/requests/{made.pk}/"
    assert all(words in page(as_(citizen), address) for words in told)
    assert not any(words in page(as_(rene), address) + page(as_(rene), "/my/") for words in told)
    RightsRequest.objects.update(state="answered", result="upheld", answer="Før: elleve. Nu: femten.", answered_at=NOW)
    for one in (address, "/my/"):
        assert "Nu: femten." in page(as_(citizen), one)
        assert "Nu: femten." not in page(as_(rene), one)
    assert "Vi retter oplysningen." in page(as_(rene), "/my/"), "the result is told"


@pytest.mark.requirement("R-CIT-05", shows="works")
def test_who_acts_for_a_person_reads_what_they_asked_and_nothing_another_hand_added(as_, citizen, person, rene):  # noqa: F811
    assert as_(rene).post("/my/requests/review/", {"points": ["data"], "words": "Skrevet af Rene"}).status_code == 302
    made = RightsRequest.objects.get()
    actions.add_to_request(made, words="Tilføjet af Åse", audit=audit())
    html = page(as_(rene), f"/my/requests/{made.pk}/")
    assert "Skrevet af Rene" in html
    assert "Noget, I ved om mig, er forkert" in html
    assert "Tilføjet af Åse" not in html
    assert "Tilføjet af Åse" in page(as_(citizen), f"/my/requests/{made.pk}/")


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_what_is_told_is_read_by_its_writer_and_by_who_may_see(as_, citizen, rene):  # noqa: F811
    client = as_(citizen)
    assert client.post("/my/tell/", {**BEGUN, "words": "Skrevet af Åse"}).status_code == 302
    html = page(as_(rene), "/my/tell/")
    assert "Skrevet af Åse" not in html, "neither below nor in the boxes"
    assert "Du har ikke skrevet noget endnu." not in html
    assert as_(rene).post("/my/tell/", {**BEGUN, "words": "Skrevet af Rene"}).status_code == 302
    html = page(as_(rene), "/my/tell/")
    assert "Skrevet af Rene" in html
    assert "Skrevet af Åse" not in html
    assert "Skrevet af Rene" in page(as_(citizen), "/my/tell/")


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_two_who_act_for_a_person_do_not_read_each_others_words(as_, rene, rikke):  # noqa: F811
    assert as_(rene).post("/my/tell/", {**BEGUN, "words": "Skrevet af Rene"}).status_code == 302
    assert "Skrevet af Rene" not in page(as_(rikke), "/my/tell/")


def test_what_was_written_first_ends_where_something_was_added():
    made = [RightsRequest(channel=Channel.ONLINE, kind=RequestKind.REVIEW.value, words=words) for words in (
        "Først\n\nog mere\n\n2.11.2026: senere", "2.11.2026: senere", "Først den 2.11.2026: og mere", "",
    )]  # fmt: skip
    assert [one.first_words for one in made] == ["Først\n\nog mere", "", "Først den 2.11.2026: og mere", ""]
