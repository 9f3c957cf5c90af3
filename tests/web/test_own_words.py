"""W3 step 2 and B8: what a person says they want and need, who wrote it down, and who reads it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from lighed.governance import ActsOn, Role
from lighed.web import actions, queries
from lighed.web.citizen.tell import TellForm
from lighed.web.models import AuditRecord, ContactCourse, PersonWords, Question, Task, User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, many, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
CPR = "010190-1234"
WROTE = {
    "work": "Gartner eller noget andet udendørs",
    "on_the_way": "",
    "important": "At vi taler om tider",
    "words": f"Mit nummer er {CPR}",
    "wants_help_with": "At søge kørekort",
}


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def citizen(course) -> User:
    return actions.create_citizen(course.person, username="aase", name="Åse", password=PASSWORD, audit=audit())


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def page_text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return main_text(response.content.decode())


def test_a_person_writes_and_their_caseworker_reads_it_before_the_estimate(as_, citizen, caseworker, course):
    client = as_(citizen)
    assert "Du har ikke skrevet noget endnu." in page_text(client, "/my/")
    empty = page_text(client, "/my/tell/")
    assert "Du har ikke skrevet noget endnu." in empty
    assert "Skriv ikke om sygdom her." in empty
    assert client.post("/my/tell/", WROTE)["Location"] == "/my/tell/"
    said = page_text(client, "/my/tell/")
    assert "Gemt kl. 10.30." in said
    assert "Du skrev 22.11.2026" in said
    assert "Du skrev sidst 22.11.2026." in page_text(client, "/my/")
    kept = PersonWords.objects.get()
    assert (kept.recorded_by, kept.is_from_person, kept.course) == ("citizen", True, course)
    assert Task.objects.get().kind == Task.Kind.OWN_WORDS
    page = page_text(as_(caseworker), f"/people/{course.key}/")
    assert "Skrevet af borgeren 22.11.2026" in page
    for words in ("Gartner eller noget andet udendørs", CPR, "At søge kørekort", "Hvilket arbejde vil du gerne have?"):
        assert words in page
    assert "Har du et job eller en uddannelse på vej?" not in page, "a question without an answer is left out"
    html = client.get(f"/people/{course.key}/").content.decode()
    assert html.index("At søge kørekort") < html.index('id="estimate"')


def test_what_is_written_anew_stands_beside_what_stood_before(as_, citizen, caseworker, course):
    client = as_(citizen)
    client.post("/my/tell/", WROTE)
    client.post("/my/tell/", WROTE)
    assert PersonWords.objects.count() == 1, "saved twice without a change, it is one row"
    form = client.get("/my/tell/").context["form"]
    assert form.initial["work"] == "Gartner eller noget andet udendørs", "one writes on from what one wrote"
    client.post("/my/tell/", WROTE | {"work": "Kok"})
    assert [one.answers["work"] for one in PersonWords.objects.order_by("pk")] == [WROTE["work"], "Kok"]
    assert Task.objects.filter(done_at=None).count() == 1
    page = page_text(as_(caseworker), f"/people/{course.key}/")
    assert page.index("Kok") < page.index("1 tidligere gang") < page.index("Gartner")


def test_nothing_is_not_saved(as_, citizen):
    client = as_(citizen)
    refused = client.post("/my/tell/", dict.fromkeys(WROTE, " "))
    assert refused.status_code == 422
    assert "Skriv noget, før du gemmer." in refused.content.decode()
    assert not PersonWords.objects.exists()
    with pytest.raises(actions.WordsRefused, match="Write something"):
        actions.keep_own_words(
            ContactCourse.objects.get(), answers={}, words="", wants_help_with=" ", is_from_person=True, audit=audit()
        )


def test_what_cannot_be_saved_stays_on_the_page_and_says_so(as_, citizen, monkeypatch, caplog):
    def fail(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr("lighed.web.actions.citizen.own_words.add_task", fail)
    answer = as_(citizen).post("/my/tell/", WROTE)
    assert answer.status_code == 422
    assert "Ikke gemt. Kopiér din tekst, og prøv igen." in answer.content.decode()
    assert "Gartner eller noget andet udendørs" in answer.content.decode()
    assert not PersonWords.objects.exists()
    assert "could not be saved" in caplog.text
    assert "disk full" not in caplog.text


def test_a_caseworker_writes_down_what_was_said(as_, citizen, caseworker, course):
    client = as_(caseworker)
    address = f"/people/{course.key}/words/"
    assert address in client.get(f"/people/{course.key}/").content.decode()
    assert client.post(address, {"words": "", "wants_help_with": ""}).status_code == 422
    posted = {"words": f"Vil helst arbejde i dagtimerne ({CPR})", "wants_help_with": ""}
    assert client.post(address, posted)["Location"] == f"/people/{course.key}/"
    page = page_text(client, f"/people/{course.key}/")
    assert "Fortalt til Mette Holm, som skrev det ned 22.11.2026" in page
    assert "Vil helst arbejde i dagtimerne" in page
    assert not Task.objects.exists(), "who wrote it down knows it"
    mine = page_text(as_(citizen), "/my/tell/")
    assert "Du sagde det til din sagsbehandler 22.11.2026" in mine
    assert "Mette Holm" not in mine
    assert as_(citizen).get("/my/tell/").context["form"].initial == {}, "nobody's words are put into another's mouth"


def test_the_log_says_that_it_was_done_and_nothing_of_what_was_written(as_, citizen, caseworker, course):
    as_(citizen).post("/my/tell/", WROTE)
    as_(caseworker).post(f"/people/{course.key}/words/", {"words": "Dagtimer", "wants_help_with": ""})
    done = AuditRecord.objects.filter(kind="change", criterion="own words").order_by("number")
    assert [(one.actor, one.subject != "") for one in done] == [("citizen", True), ("mette", True)]
    everything = " ".join(str(one.__dict__) for one in AuditRecord.objects.all())
    assert "Gartner" not in everything
    assert "Dagtimer" not in everything


def test_another_municipality_never_sees_them(as_, citizen, caseworker_elsewhere, course):
    as_(citizen).post("/my/tell/", WROTE)
    client = as_(caseworker_elsewhere)
    for address in (f"/people/{course.key}/", f"/people/{course.key}/words/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/people/{course.key}/words/", {"words": "x"}).status_code == 404
    assert PersonWords.objects.count() == 1


def test_they_are_erased_with_the_person(as_, citizen, course):
    as_(citizen).post("/my/tell/", WROTE)
    erasure = actions.erase_person(HERE, "p-1", reason="Anmodning", by="dorte", audit=audit())
    assert not PersonWords.objects.exists()
    assert not Task.objects.exists()
    assert erasure.proof["found"] == []


def test_a_representative_writes_for_the_person_and_the_page_says_so(as_, caseworker, course):
    def representative(name: str, acts_on: ActsOn) -> User:
        return actions.create_representative(
            course.person, username=name, name=name, password=PASSWORD, until=NOW.date(), acts_on={acts_on},
            audit=audit(),
        )  # fmt: skip

    assert as_(representative("rene", ActsOn.REQUESTS)).post("/my/tell/", WROTE).status_code == 302
    assert "Skrevet af borgerens repræsentant 22.11.2026" in page_text(as_(caseworker), f"/people/{course.key}/")
    assert as_(representative("rikke", ActsOn.CHOICE)).get("/my/tell/").status_code == 404


def test_whose_course_has_ended_has_nobody_to_tell(as_, citizen, course):
    ContactCourse.objects.update(state="ended")
    client = as_(citizen)
    assert client.get("/my/tell/").status_code == 404
    assert "/my/tell/" not in client.get("/my/").content.decode()


def test_only_who_records_for_a_person_writes_down_their_words(as_, course):
    expert = actions.create_user(
        "ida", name="Ida", municipality=HERE, password=PASSWORD, roles=(Role.DATA_EXPERT,), audit=audit()
    )
    assert as_(expert).get(f"/people/{course.key}/words/").status_code == 404


def test_the_forms_questions_are_those_that_are_kept():
    asked = [name for name, _ in queries.OWN_QUESTIONS]
    assert list(TellForm.base_fields)[: len(asked)] == asked
    assert TellForm.own_words == set(TellForm.base_fields)


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
@pytest.mark.parametrize("has_written", [False, True])
def test_the_page_is_easy_to_read(as_, citizen, has_written):
    client = as_(citizen)
    if has_written:
        client.post("/my/tell/", {"words": "Jeg vil gerne arbejde ude."})
    assert lix(page_text(client, "/my/tell/")) <= 35
    assert ELSEWHERE not in page_text(client, "/my/tell/")


def test_the_demonstrations_desk_is_laid_out_once_and_only_there(case_system, settings, municipalities):
    many(case_system, today=NOW.date())
    actions.create_demo_users({HERE: "Enghavn"}, audit=audit())
    for _ in range(2):
        actions.lay_out_desk([HERE, ELSEWHERE], audit=audit())
    assert PersonWords.objects.filter(is_from_person=True).count() == 7
    assert PersonWords.objects.get(is_from_person=False).recorded_by == f"demo-{HERE}"
    assert Question.objects.count() == 2
    assert set(Task.objects.filter(of__username=f"demo-{HERE}", done_at=None).values_list("kind", flat=True)) == {
        Task.Kind.QUESTION,
        Task.Kind.ANSWER,
    }
    settings.LIGHED_DEMO = False
    with pytest.raises(actions.DemoIsOff):
        actions.lay_out_desk([HERE], audit=audit())
