"""B2 to B4, B9 to B12: a person sees what is kept about them, who has seen it, and can fetch it and reach somebody."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from lighed.governance import ActsOn, AuditKind, DisplayMode, Participation, Role
from lighed.transparency.letters import LetterKind
from lighed.web import actions, audit_triggers, queries
from lighed.web.languages import languages_in
from lighed.web.models import (
    AuditRecord,
    Callback,
    ContactCourse,
    LegalBasisEntry,
    Municipality,
    Person,
    PersonWords,
    Task,
    User,
    WordsDraft,
)
from tests.web.factories import HERE, audit, cannot_be_assessed, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD
from tests.web.test_own_page import as_, citizen, law, person, representative  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
PAGES = (
    "/my/",
    "/my/data/",
    "/my/explanation/",
    "/my/seen/",
    "/my/letters/",
    "/my/download/",
    "/my/talk/",
    "/my/tell/",
)


def said(client, address: str, language: str = "da") -> str:
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, address
    return " ".join(main_text(response.content.decode()).split())


@pytest.mark.requirement("R-CIT-02", part="every value with source and date", shows="works")
def test_every_value_stands_there_with_its_source_date_use_and_effect(as_, citizen, person):  # noqa: F811
    client = as_(citizen)
    html = client.get("/my/data/").content.decode()
    told = said(client, "/my/data/")
    course = ContactCourse.objects.get(person=person)
    assert len(course.values) > 3
    for value in course.values:
        assert value["name"]["da"] in told
        assert value["source"]["da"] in told
        assert html.count(f'id="row-{value["element"]}"') == 1
    assert "trak op" in told
    assert "Uden denne oplysning:" in told
    assert "Beskyttet oplysning" in told


@pytest.mark.requirement("R-CIT-02", part="similar types and outcome", shows="works")
@pytest.mark.requirement("R-CIT-02", part="what it is used for and not", shows="works")
def test_the_explanation_has_the_figures_of_the_card_in_plain_words(as_, citizen, caseworker, person):  # noqa: F811
    told = said(as_(citizen), "/my/explanation/")
    course = ContactCourse.objects.get(person=person)
    made = course.current_estimate.result["estimate"]
    assert f"Af 100 forløb, der ligner dit, blev {course.current_estimate.of_100} lange" in told
    nearest = max(made["votes"], key=lambda vote: vote["weight"])
    assert nearest["name"]["da"] in told
    assert f"Af 100 forløb i gruppen blev {round(100 * nearest['long_share'])} lange." in told
    for words in ("Det bruger vi skønnet til", "Det bruger vi ikke skønnet til", "Om du har et job på vej."):
        assert words in told
    assert course.current_estimate.version in told
    staff = as_(caseworker).get(f"/people/{course.key}/").content.decode()
    assert f"<strong>{course.current_estimate.of_100}</strong>" in staff


@pytest.mark.parametrize("mode", [*DisplayMode])
def test_a_person_sees_what_staff_may_not_see_yet(as_, citizen, mode):  # noqa: F811
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    assert "Af 100 forløb, der ligner dit" in said(as_(citizen), "/my/explanation/")


@pytest.mark.requirement("R-CIT-02", part="every value with source and date", shows="refuses")
@pytest.mark.requirement("R-CIT-02", part="similar types and outcome", shows="refuses")
@pytest.mark.requirement("R-CIT-02", part="what it is used for and not", shows="refuses")
@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_without_the_authority_to_see_a_representative_reads_nothing(as_, representative):  # noqa: F811
    client = as_(representative(ActsOn.CHOICE, ActsOn.REQUESTS))
    for address in ("data", "explanation", "seen", "letters", "download", "download/paper/da", "download/file"):
        assert client.get(f"/my/{address}/").status_code == 404, address
    assert "/my/data/" not in client.get("/my/").content.decode()


@pytest.mark.requirement("R-CIT-02", part="how to correct, object and contest", shows="works")
def test_from_each_value_it_is_put_right_and_from_the_explanation_contested(as_, citizen):  # noqa: F811
    client = as_(citizen)
    data = client.get("/my/data/").content.decode()
    values = re.findall(r'id="row-(\w+)"', data)
    assert len(values) > 3
    for element in values:
        address = reverse("my-correct", kwargs={"element": element})
        assert f'href="{address}"' in data
    assert client.get(address).status_code == 200
    explained = client.get("/my/explanation/").content.decode()
    for address in ("/my/requests/review/", "/my/requests/objection/", "/my/data/"):
        assert f'href="{address}"' in explained
        assert client.get(address).status_code == 200


@pytest.mark.requirement("R-CIT-02", part="how to correct, object and contest", shows="refuses")
@pytest.mark.requirement("R-CIT-05", shows="works")
def test_with_the_authority_to_see_a_representative_reads_and_asks_for_nothing(as_, representative):  # noqa: F811
    client = as_(representative(ActsOn.SEE))
    assert "Af 100 forløb, der ligner dit" in said(client, "/my/explanation/")
    assert "Ret dette" not in said(client, "/my/data/")
    assert client.post("/my/talk/", {"phone": "12345678", "time_of_day": "any"}).status_code == 200
    assert not Callback.objects.exists()


def test_a_course_that_cannot_be_assessed_is_no_matter_for_the_meetings(as_, case_system):  # noqa: F811
    law(Participation.OPT_OUT)
    someone = case_system.register(received(estimate=cannot_be_assessed(scored_on=date(2026, 11, 2)))).course.person
    dina = actions.create_citizen(someone, username="dina", name="Dina", password=PASSWORD, audit=audit())
    told = said(as_(dina), "/my/explanation/")
    assert "Værktøjet kan ikke vurdere dit forløb. Det betyder ikke noget for dine samtaler." in told
    assert "Af 100" not in told


def test_without_an_estimate_the_data_say_so(as_, case_system):  # noqa: F811
    law(Participation.OPT_OUT)
    someone = case_system.register(received(estimate=None)).course.person
    dina = actions.create_citizen(someone, username="dina", name="Dina", password=PASSWORD, audit=audit())
    client = as_(dina)
    assert "Der er ikke lavet et skøn ud fra det." in said(client, "/my/data/")
    assert "Vi har ikke lavet et skøn om dig." in said(client, "/my/explanation/")
    ContactCourse.objects.update(state="ended", ended_on=date(2026, 11, 20))
    assert "Vi har ikke brugt oplysninger om dig." in said(client, "/my/data/")


@pytest.mark.requirement("R-CIT-02", part="who saw it and when, without staff names", shows="works")
@pytest.mark.requirement("R-CIT-02", part="who saw it and when, without staff names", shows="refuses")
def test_the_log_tells_unit_role_purpose_and_what_and_names_nobody(as_, citizen, caseworker, person):  # noqa: F811
    User.objects.filter(pk=caseworker.pk).update(team="Team Nord")
    course = ContactCourse.objects.get(person=person)
    assert as_(caseworker).get(f"/people/{course.key}/").status_code == 200
    client = as_(citizen)
    told = said(client, "/my/seen/")
    assert "22.11.2026" in told
    assert "En medarbejder, Team Nord (sagsbehandler)" in told
    assert "Din sag (så) med skønnet" in told
    assert "For at planlægge dine samtaler" in told
    assert "Mette" not in told
    Municipality.objects.filter(code=HERE).update(names_in_own_log=True)
    assert "Mette Holm, Team Nord (sagsbehandler)" in said(client, "/my/seen/")


def test_ones_own_visits_are_counted_and_shown_when_asked_for(as_, citizen):  # noqa: F811
    client = as_(citizen)
    said(client, "/my/")
    n = AuditRecord.objects.filter(actor="citizen").count()
    assert f"Du har selv været her {n} gange. Det er ikke vist." in said(client, "/my/seen/")
    assert "Du selv" in said(client, "/my/seen/?own=1")


def test_a_log_from_which_something_is_missing_says_so(as_, citizen, caseworker, person):  # noqa: F811
    course = ContactCourse.objects.get(person=person)
    as_(caseworker).get(f"/people/{course.key}/")
    assert "ikke fuldstændig" not in said(as_(citizen), "/my/seen/")
    row = AuditRecord.objects.filter(actor="mette").latest("number")
    _write_past_the_triggers("DELETE FROM lighed_auditrecord WHERE id = %s", row.pk)
    assert "Loggen er ikke fuldstændig fra november 2026. Vi retter det." in said(as_(citizen), "/my/seen/")


def test_an_entry_that_somebody_has_rewritten_is_noticed(as_, citizen, caseworker, person):  # noqa: F811
    course = ContactCourse.objects.get(person=person)
    as_(caseworker).get(f"/people/{course.key}/")
    row = AuditRecord.objects.filter(actor="mette").latest("number")
    _write_past_the_triggers("UPDATE lighed_auditrecord SET actor = 'else' WHERE id = %s", row.pk)
    assert queries.broken_since(person) == date(2026, 11, 1)


def _write_past_the_triggers(sql: str, number: int) -> None:
    audit_triggers.take_down(connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, [number])
    finally:
        audit_triggers.put_up(connection)


@pytest.mark.requirement("R-CIT-03", part="machine-readable", shows="works")
@pytest.mark.requirement("R-CIT-03", part="both languages", shows="works")
def test_one_action_gives_everything_for_programs(as_, citizen, person):  # noqa: F811
    response = as_(citizen).get("/my/download/file/")
    assert response["Content-Type"] == "application/json"
    assert "Nørgaard" not in response["Content-Disposition"]
    told = json.loads(response.content)
    (course,) = told["courses"]
    assert told["person"]["display_name"] == "Åse Nørgaard"
    assert course["stored_estimate"][0]["is_in_use_now"] is True
    assert course["stored_estimate"][0]["result"]["estimate"]["certainty_reason"].keys() == {"da", "en"}
    assert course["values"][0]["name"].keys() == {"da", "en"}
    assert told["who_has_seen_it"]["is_whole"] is True
    assert AuditRecord.objects.latest("number").kind == AuditKind.EXPORT.value


def test_every_table_that_leads_to_a_person_is_in_the_file(as_, citizen):  # noqa: F811
    told = json.loads(as_(citizen).get("/my/download/file/").content)
    assert set(queries.tables_about(Person)) <= told.keys()
    assert set(queries.tables_about(ContactCourse)) <= told["courses"][0].keys()
    assert {"rights_request", "participation_choice", "information_given", "letter"} <= told.keys()
    assert "pbkdf2" not in json.dumps(told)
    assert "password" not in json.dumps(told)


@pytest.mark.requirement("R-CIT-03", part="PDF", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_one_action_gives_a_tagged_paper(as_, citizen, language):  # noqa: F811
    response = as_(citizen).get(f"/my/download/paper/{language}/")
    assert response["Content-Type"] == "application/pdf"
    made = pypdf.PdfReader(BytesIO(response.content))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(made.trailer["/Root"]["/Lang"]).startswith(language)
    words = "\n".join(page.extract_text() for page in made.pages)
    assert {"da": "Hvem har set mine oplysninger", "en": "Who has seen my data"}[language] in words


@pytest.mark.requirement("R-CIT-03", part="PDF", shows="refuses")
@pytest.mark.requirement("R-CIT-03", part="machine-readable", shows="refuses")
@pytest.mark.requirement("R-CIT-03", part="both languages", shows="refuses")
def test_nobody_else_fetches_it_and_no_other_language_is_made(as_, citizen, caseworker):  # noqa: F811
    assert as_(citizen).get("/my/download/paper/xx/").status_code == 404
    for address in ("paper/da", "file"):
        assert as_(caseworker).get(f"/my/download/{address}/").status_code == 404


def test_a_person_asks_to_be_called_and_the_caseworker_has_a_task(as_, citizen, caseworker):  # noqa: F811
    client = as_(citizen)
    wish = {"phone": "20 30 40 50", "time_of_day": "morning", "interpreter": "arabisk"}
    assert client.post("/my/talk/", wish)["Location"] == "/my/talk/"
    told = said(client, "/my/talk/")
    assert "at ringe på 20 30 40 50. Om formiddagen. Med tolk: arabisk." in told
    tasks = as_(caseworker).get("/tasks/").content.decode()
    assert "Borgeren vil gerne ringes op" in tasks
    assert "20 30 40 50" in tasks
    assert "arabisk" in tasks
    refused = as_(citizen).post("/my/talk/", wish)
    assert refused.status_code == 422
    assert "Du har allerede bedt om at blive ringet op." in refused.content.decode()
    assert Callback.objects.count() == 1
    Task.objects.update(done_at=timezone.now())
    assert as_(citizen).post("/my/talk/", wish).status_code == 302


def test_a_wish_that_cannot_be_saved_says_whom_to_call(as_, citizen, monkeypatch):  # noqa: F811
    def fail(*_, **__):
        raise DatabaseError("full")

    monkeypatch.setattr("lighed.web.actions.citizen.callbacks.add_task", fail)
    response = as_(citizen).post("/my/talk/", {"phone": "12345678", "time_of_day": "any"})
    assert "Vi kunne ikke bestille. Ring 12 34 56 78." in response.content.decode()
    assert not Callback.objects.exists()


def test_a_page_that_fails_gives_a_number_and_no_value(as_, citizen, monkeypatch, caplog):  # noqa: F811
    def fail(*_, **__):
        raise DatabaseError("Åse Nørgaard")

    monkeypatch.setattr("lighed.web.queries.own_explanation", fail)
    response = as_(citizen).get("/my/data/")
    assert response.status_code == 503
    told = main_text(response.content.decode())
    assert "Vi kan ikke vise siden lige nu. Dine samtaler er ikke påvirket. Ring 12 34 56 78." in told
    assert "Nørgaard" not in caplog.text


def test_every_page_has_the_number_on_top_and_the_way_to_complain(as_, citizen):  # noqa: F811
    client = as_(citizen)
    for address in PAGES:
        told = said(client, address)
        assert told.index("Tal med et menneske: Ring 12 34 56 78") < 80, address
        assert "Du kan klage til din kommune." in told, address


def test_staff_are_of_no_page_here(as_, caseworker):  # noqa: F811
    assert {as_(caseworker).get(address).status_code for address in PAGES} == {404}
    assert Role.CITIZEN not in caseworker.roles


def test_what_is_begun_is_kept_for_its_writer_alone_until_it_is_sent(as_, citizen, caseworker, representative, person):  # noqa: F811
    client = as_(citizen)
    begun = {"work": "", "on_the_way": "", "important": "", "words": "Jeg vil gerne", "wants_help_with": ""}
    kept = client.post("/my/tell/draft/", begun)
    assert "Gemt kl. 10.30." in kept.content.decode()
    assert "Jeg vil gerne" in client.get("/my/tell/").content.decode()
    assert "Det er ikke sendt endnu." in said(client, "/my/tell/")
    assert not PersonWords.objects.exists()
    course = ContactCourse.objects.get(person=person)
    assert "Jeg vil gerne" not in as_(caseworker).get(f"/people/{course.key}/").content.decode()
    assert "Jeg vil gerne" not in as_(representative(ActsOn.REQUESTS)).get("/my/tell/").content.decode()
    as_(citizen).post("/my/tell/", {**begun, "words": "Jeg vil gerne arbejde"})
    assert not WordsDraft.objects.exists()
    assert PersonWords.objects.get().words == "Jeg vil gerne arbejde"


def test_a_further_language_is_data_and_is_read_from_its_own_side(as_, citizen, caseworker):  # noqa: F811
    client = as_(citizen)
    assert 'value="ar" lang="ar"' in client.get("/my/").content.decode()
    client.post("/language/", {"language": "ar", "next": "/my/"})
    for address in PAGES:
        html = client.get(address).content.decode()
        assert '<html lang="ar" dir="rtl">' in html, address
        assert "تحدث إلى إنسان" in html, address
        assert "Tal med et menneske" not in html, address
    whole = client.get("/my/data/").content.decode()
    assert "رفع" in whole
    seen = client.get("/my/seen/").content.decode()
    assert "Show it too" in seen, "what the catalogue lacks is English"
    assert "Vis det" not in seen, "and never Danish"
    desk = as_(caseworker).get("/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="en">' in desk
    assert 'value="ar"' not in desk


def test_the_languages_are_the_folders_of_catalogues(tmp_path):
    for code in ("da", "so", "not-a-language"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / code / "LC_MESSAGES/django.po").touch()
    assert languages_in(tmp_path) == [("da", "Dansk"), ("en", "English")], "Django has no Somali"
    (tmp_path / "uk/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "uk/LC_MESSAGES/django.po").touch()
    assert languages_in(tmp_path)[2] == ("uk", "Українська")


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
def test_every_page_is_easy_to_read_in_danish(as_, citizen, person):  # noqa: F811
    actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    client = as_(citizen)
    hard = {}
    for address in PAGES:
        text = main_text(client.get(address).content.decode())
        hard[address] = lix(text.partition("Sådan er det regnet ud")[0])
    assert max(hard.values()) <= 35, hard


@pytest.mark.parametrize("mode", [*Participation])
def test_five_questions_are_answered_for_everyone_as_the_law_has_it(client, municipalities, mode):
    law(mode)
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    told = said(client, f"/open/{HERE}/for-you/")
    choices = {
        Participation.OPT_IN: "Vi bruger kun værktøjet, hvis du siger ja.",
        Participation.OPT_OUT: "Du kan sige nej tak til værktøjet.",
        Participation.NOT_OPTIONAL: "Du kan ikke vælge værktøjet fra.",
    }
    assert [one for one in Participation if choices[one] in told] == [mode]
    for question in ("Hvad er værktøjet?", "Hvem bestemmer?", "Hvad ved I om mig?", "Kan jeg sige nej?", "forkert?"):
        assert question in told
    assert "12 34 56 78" in told
    html = client.get(f"/open/{HERE}/for-you/").content.decode()
    assert 15 < lix(main_text(html)) <= 35
    assert told.index("§ 2 (FIKTIV)") > told.index("Datatilsynet")
    assert not client.get(f"/open/{HERE}/for-you/").cookies


def test_a_municipality_without_a_legal_basis_says_that_it_does_not_use_it(client, municipalities):
    LegalBasisEntry.objects.all().delete()
    assert "bruger ikke værktøjet nu." in said(client, f"/open/{HERE}/for-you/")


def test_a_letter_is_read_and_fetched_as_it_was_sent(as_, citizen, person, case_system):  # noqa: F811
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    client = as_(citizen)
    assert letter.title in said(client, "/my/letters/")
    html = client.get(f"/my/letters/{letter.key}/").content.decode()
    assert "Kære Åse Nørgaard" in html
    assert "# " not in main_text(html)
    made = client.get(f"/my/letters/{letter.key}/paper/")
    assert made.content.startswith(b"%PDF")
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course.person
    theirs = actions.send_letter(other, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert client.get(f"/my/letters/{theirs.key}/").status_code == 404
    type(letter).objects.update(is_erased=True, body="")
    assert "Derfor er ordene også slettet." in said(client, f"/my/letters/{letter.key}/")
    assert client.get(f"/my/letters/{letter.key}/paper/").status_code == 404
