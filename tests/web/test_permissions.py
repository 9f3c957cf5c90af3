"""Who sees whom: a caseworker here, a caseworker of another municipality, and a stranger."""

from __future__ import annotations

import pytest

from lighed.governance import STAFF
from lighed.web import actions
from lighed.web.models import AuditRecord, AuditSubject, User
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(case_system, municipalities):
    return case_system.register(received()).course


@pytest.mark.requirement("A9", part="one municipality in view", shows="works")
@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="works")
@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="works")
def test_a_caseworker_sees_the_own_municipalitys_people(page_of, person):
    assert "Åse Nørgaard" in page_of("/").content.decode()
    assert page_of(f"/people/{person.key}/").status_code == 200


@pytest.mark.requirement("A9", part="one municipality in view", shows="refuses")
@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="refuses")
@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_to_a_caseworker_elsewhere_the_person_does_not_exist(client, caseworker_elsewhere, person):
    client.force_login(caseworker_elsewhere)
    assert "Nørgaard" not in client.get("/").content.decode()
    for query in ("?band=high", "?state=with_fund", "?caseworker=mine", "?size=all"):
        assert "Nørgaard" not in client.get(f"/{query}").content.decode()
    missing = client.get("/people/00000000-0000-4000-8000-000000000000/")
    theirs = client.get(f"/people/{person.key}/")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert not AuditRecord.objects.filter(kind="read").exclude(flags="blocked").exists()


def test_a_stranger_sees_nothing(client, person):
    for address in ("/", f"/people/{person.key}/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "Nørgaard" not in response.content.decode()


@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="works")
@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="works")
def test_the_same_ids_in_two_municipalities_are_two_people(case_system, client, caseworker_elsewhere, person):
    case_system.register(received(event_id="e-2", municipality=ELSEWHERE, display_name="Carl Bech"))
    client.force_login(caseworker_elsewhere)
    page = client.get("/").content.decode()
    assert "Carl Bech" in page
    assert "Nørgaard" not in page


@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="works")
def test_each_look_at_a_person_is_written_down(page_of, person, caseworker):
    page_of("/")
    page_of(f"/people/{person.key}/")
    rows = AuditRecord.objects.filter(actor="mette").order_by("id").values_list("kind", "subject", "municipality")
    pseudonym = AuditSubject.objects.get(person_key=person.person_id).pseudonym
    assert list(rows) == [("log_in", "", HERE), ("search", "", HERE), ("read", pseudonym, HERE)]


@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="refuses")
def test_an_audit_record_is_never_changed(person):
    row = AuditRecord.objects.first()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_log_in_and_out(client, caseworker):
    assert client.post("/log-in/", {"username": "mette", "password": "wrong"}).status_code == 200
    response = client.post("/log-in/", {"username": "mette", "password": PASSWORD})
    assert response["Location"] == "/"
    assert client.get("/").status_code == 200
    client.post("/log-out/")
    assert client.get("/").status_code == 302


def test_the_log_in_page_does_not_say_which_of_the_two_was_wrong(client, caseworker):
    known, unknown = (
        client.post("/log-in/", {"username": name, "password": "wrong"}).context["form"].errors.as_text()
        for name in ("mette", "nobody")
    )
    assert known == unknown != ""


@pytest.mark.requirement("R-SEC-02", part="a demonstration is switched on and shows a banner", shows="works")
@pytest.mark.requirement("R-SEC-02", part="a demonstration is switched on and shows a banner", shows="refuses")
def test_demo_users_are_shown_and_can_log_in_in_a_demonstration_only(client, site, municipalities):
    users = actions.create_demo_users({HERE: "Enghavn Kommune", ELSEWHERE: "Strandby Kommune"}, audit=audit())
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    here = [user for user in users if user.municipality_id == HERE]
    assert here[0].username == "demo-901"
    assert {role for user in here for role in user.roles} == STAFF
    assert User.objects.filter(is_demo=True).count() == len(users) == 2 * len(here)
    page = client.get("/log-in/").content.decode()
    assert "demo-901" in page
    assert actions.DEMO_PASSWORD in page
    given = {"username": "demo-901", "password": actions.DEMO_PASSWORD}
    assert client.post("/log-in/", given).status_code == 302
    site.LIGHED_DEMO = False
    assert client.get("/").status_code == 302, "a session from the demonstration does not outlive it"
    page = client.get("/log-in/").content.decode()
    assert "demo-901" not in page
    assert actions.DEMO_PASSWORD not in page
    assert client.post("/log-in/", given).status_code == 200
    with pytest.raises(actions.DemoIsOff):
        actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())


def test_the_demo_user_is_the_caseworker_with_the_most_people(case_system, municipalities):
    for number, staff in enumerate(("s-1", "s-2", "s-2")):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        case_system.register(received(**ids, caseworker_id=staff, caseworker_name=f"Name of {staff}"))
    user = actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())[0]
    assert (user.caseworker_id, user.name) == ("s-2", "Name of s-2")


@pytest.mark.requirement("R-SEC-02", part="a demonstration is switched on and shows a banner", shows="works")
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_banner_says_that_all_is_made_up(client, site, is_demo):
    site.LIGHED_DEMO = is_demo
    danish = client.get("/log-in/", headers={"Accept-Language": "da"}).content.decode()
    english = client.get("/log-in/", headers={"Accept-Language": "en"}).content.decode()
    assert ("Alle personer og data er opdigtede, og hjemlen er fiktiv." in danish) is is_demo
    assert ("All people and data are made up, and the legal basis is fictional." in english) is is_demo


def test_a_users_language_is_remembered(client, caseworker):
    client.force_login(caseworker)
    response = client.post("/language/", {"language": "en", "next": "/?band=high"})
    assert response["Location"] == "/?band=high"
    assert client.get("/").headers["Content-Language"] == "en"
    client.post("/log-out/")
    client.cookies.clear()
    client.post("/log-in/", {"username": "mette", "password": PASSWORD})
    assert client.get("/").headers["Content-Language"] == "en"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_choice_of_language_leads_nowhere_else(client, back):
    assert client.post("/language/", {"language": "da", "next": back})["Location"] == "/"  # the worklist


def test_an_unknown_language_is_refused(client):
    assert client.post("/language/", {"language": "xx"}).status_code == 400
