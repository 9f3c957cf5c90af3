"""W8: what goes into a file, who may know what is in it, and what the log tells of it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from openpyxl import load_workbook

from lighed.governance import DisplayMode, Role
from lighed.web import actions, queries
from lighed.web.models import (
    AuditRecord,
    AuditSubject,
    BasisState,
    ContactCourse,
    EstimateView,
    LegalBasisEntry,
    Municipality,
    User,
)
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, many, received
from tests.web.planned import not_by_band
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
NEITHER = "never in lists or exports without the right"
DANISH = {"Accept-Language": "da"}
ESTIMATE = ("estimate_state", "band", "of_100", "certainty", "version")
WHY = "Fordeling af timer på holdmødet"


@pytest.fixture
def course(case_system) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def in_as_mette(client, caseworker):
    client.force_login(caseworker)
    return client


def fetch(client, *courses: ContactCourse, kind: str = "csv", columns=("name", "days"), estimate=(), **said):
    said = {"columns": list(columns), "estimate_columns": list(estimate), "kind": kind, "step": "file", **said}
    found = not_by_band(client, [one.key for one in courses])
    return client.post("/export/", {"people": [str(one.key) for one in courses], **found, **said}, headers=DANISH)


def table(answer) -> tuple[dict[str, str], list[str], list[list[str]]]:
    """The head, the titles and the rows of a CSV file."""
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv"), answer.content.decode()
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    lines = list(csv.reader(StringIO(text[1:]), delimiter=";"))
    gap = lines.index([])
    return dict(lines[:gap]), lines[gap + 1], lines[gap + 2 :]


@pytest.mark.requirement("R-ACC-08", part="export to the case system", shows="works")
def test_the_file_holds_what_was_ticked_and_says_what_it_is(in_as_mette, course):
    head, titles, rows = table(fetch(in_as_mette, course, columns=("name", "person_id", "registered_on", "days")))
    assert titles == ["Navn", "Fagsystemets id", "Tilmeldt", "Dage"]
    assert rows == [["Åse Nørgaard", "p-1", "2026-11-02", "20"]]
    assert head["Af"] == "Mette Holm"
    assert head["Fra"] == "Lighed, Enghavn Kommune"
    assert head["Rækker"] == "1"
    assert head["Hentet"].startswith("22.11.2026")
    assert "1. juli 2026" in head["Kontaktregler"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.requirement("R-ACC-08", part="export to the case system", shows="refuses")
def test_no_estimate_is_in_the_file_unless_it_was_asked_for(in_as_mette, course, kind):
    page = in_as_mette.get("/export/", headers=DANISH).content.decode()
    assert page.count("checked") > 5
    for code in ESTIMATE:
        assert f'name="estimate_columns" value="{code}"' in page
        assert f'value="{code}" class="form-checkbox" id="id_estimate_columns_0" checked' not in page
    answer = fetch(in_as_mette, course, kind=kind, columns=queries_usual())
    content = answer.content if kind == "csv" else everything(answer).encode()
    for told in ("Høj", "Mellem", "Lav", "Skøn klar", "af 100"):
        assert told not in content.decode()


def queries_usual() -> list[str]:
    return [one.code for one in queries.export_fields(has_estimates=True) if one.is_usual]


def everything(answer) -> str:
    sheet = load_workbook(BytesIO(answer.content)).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


@pytest.mark.parametrize("purpose", ["", "kort", "Om 010190-1234 og de andre"])
def test_an_estimate_needs_a_purpose_in_words_and_no_cpr_number(in_as_mette, course, purpose):
    answer = fetch(in_as_mette, course, estimate=("band",), purpose=purpose)
    assert answer.status_code == 422
    assert ("Skriv, hvad du skal bruge filen til." in answer.content.decode()) is ("010190" not in purpose)
    assert AuditRecord.objects.filter(kind="export").count() == 0
    head, titles, rows = table(fetch(in_as_mette, course, estimate=("band", "of_100"), purpose=WHY))
    assert titles[-2:] == ["Risiko for langt forløb", "Af 100 lignende, lange"]
    assert rows[0][-2:] == ["Høj", "63"]
    assert head["Formål"] == WHY
    assert "ikke en afgørelse" in head["Skønnet"]
    assert AuditRecord.objects.get(kind="export").reason == WHY


def test_who_was_found_by_the_estimate_is_told_by_the_list_so_that_needs_a_purpose(in_as_mette, course):
    for nothing_sealed in ("", "forged"):
        assert fetch(in_as_mette, course, found=nothing_sealed).status_code == 422
        assert fetch(in_as_mette, course, found=nothing_sealed, purpose=WHY).status_code == 200
    by_filter = {"all_found": "1", "band": "high", "columns": ["name"], "kind": "csv", "step": "file"}
    assert in_as_mette.post("/export/", by_filter).status_code == 422
    _, _, rows = table(in_as_mette.post("/export/", by_filter | {"purpose": WHY}, headers=DANISH))
    assert rows == [["Åse Nørgaard"]]


@pytest.mark.requirement("R-DAT-03", part="not in exports", shows="refuses")
def test_what_looks_like_a_cpr_number_does_not_leave(in_as_mette, case_system):
    course = case_system.register(received(person_id="010190-1234", display_name="0101901234 Åse")).course
    for kind in ("csv", "xlsx"):
        answer = fetch(in_as_mette, course, kind=kind, columns=("name", "person_id", "phone"))
        content = answer.content.decode() if kind == "csv" else everything(answer)
        assert "0101901234" not in content
        assert "010190-1234" not in content
        assert "udeladt: ligner et CPR-nummer" in content
        assert "12 34 56 78" in content


@pytest.mark.requirement("R-DAT-03", part="not in exports", shows="works")
def test_the_case_systems_id_is_there_only_when_it_was_chosen(in_as_mette, course):
    assert "person_id" not in queries_usual()
    assert "p-1" not in fetch(in_as_mette, course, columns=queries_usual()).content.decode()


@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="refuses")
@pytest.mark.requirement("R-DAT-09", part=NEITHER, shows="works")
def test_protected_people_are_in_the_file_of_their_own_caseworker_only(client, caseworker, case_system):
    ids = {"event_id": "e-2", "course_id": "c-2", "person_id": "p-2"}
    theirs = case_system.register(
        received(display_name="Zara Ågaard", has_protected_address=True, caseworker_id="s-2", **ids)
    ).course
    own = case_system.register(received(display_name="Birthe Zeuthen", has_protected_address=True)).course
    client.force_login(caseworker)
    head, _, rows = table(fetch(client, theirs, own, columns=("name", "person_id", "phone", "caseworker")))
    assert [row[0] for row in rows] == ["Birthe Zeuthen"]
    assert head["Beskyttet"] == "1 med beskyttet navn og adresse"
    page = client.post("/export/", {"people": [str(theirs.key), str(own.key)]}, headers=DANISH).content.decode()
    assert "1 er udeladt, fordi navn og adresse er beskyttet." in page
    for told in ("Zara", "p-2", str(theirs.person_id)):
        assert told not in page.replace(str(theirs.key), "")
    logged = {one.subject for one in AuditRecord.objects.filter(kind="export")}
    assert logged == {AuditSubject.objects.get(person_key=own.person_id).pseudonym}
    assert not AuditSubject.objects.filter(person_key=theirs.person_id, pseudonym__in=logged).exists()


@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_the_file_tells_no_estimate_that_the_page_does_not(client, caseworker, case_system, mode):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    shown = case_system.register(received()).course
    hidden = case_system.register(
        received(event_id="e-2", course_id="c-2", person_id="p-2", display_name="Bo Krog")
    ).course
    EstimateView.objects.create(
        municipality_id=HERE, course=shown, moment=shown.reached, user=caseworker, mode=mode.value,
        first_shown_at=NOW, last_shown_at=NOW,
    )  # fmt: skip
    client.force_login(User.objects.get(pk=caseworker.pk))
    _, _, rows = table(fetch(client, shown, hidden, columns=("name",), estimate=ESTIMATE, purpose=WHY))
    closed = ["Skjult indtil videre", "", "", "", ""]
    opened = ["Skøn klar", "Høj", "63", "Nogen", "2026-11-demo"] if mode is DisplayMode.OWN_FIRST else closed
    assert rows == [["Åse Nørgaard", *opened], ["Bo Krog", *closed]]
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    _, _, rows = table(fetch(client, hidden, columns=("name",), estimate=("band",), purpose=WHY))
    assert rows == [["Bo Krog", "Høj"]]


def test_without_a_legal_basis_there_is_no_column_of_an_estimate(client, caseworker, course):
    LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)
    client.force_login(caseworker)
    page = client.get("/export/", headers=DANISH).content.decode()
    assert "estimate_columns" not in page
    assert fetch(client, course, estimate=("band",), purpose=WHY).status_code == 422


FORMULA = ("=1+1", "+45 12", "-2+3", "@SUM(A1)", "\t=1", "\r=1")


@pytest.mark.parametrize("name", FORMULA)
def test_no_cell_is_a_formula(in_as_mette, case_system, name):
    course = case_system.register(received(display_name=name)).course
    _, _, rows = table(fetch(in_as_mette, course, columns=("name", "team")))
    assert rows[0][0].startswith("'")
    sheet = load_workbook(BytesIO(fetch(in_as_mette, course, kind="xlsx", columns=("name",)).content)).active
    cell = sheet.cell(row=sheet.max_row, column=1)
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "").strip() == name.strip()


def test_a_spreadsheet_keeps_days_numbers_and_links_as_they_are(in_as_mette, case_system):
    course = case_system.register(received(display_name="https://example.org/")).course
    answer = fetch(in_as_mette, course, kind="xlsx", columns=("name", "registered_on", "days", "n_planned"))
    assert answer["Content-Disposition"] == 'attachment; filename="lighed-2026-11-22.xlsx"'
    sheet = load_workbook(BytesIO(answer.content)).active
    name, registered, days, planned = list(sheet.iter_rows())[-1]
    assert name.hyperlink is None
    assert (registered.value.date().isoformat(), registered.number_format) == ("2026-11-02", "yyyy-mm-dd")
    assert (days.value, planned.value) == (20, 0)
    assert sheet.cell(row=1, column=1).value == "Fra"


def test_too_many_are_refused_with_how_many_and_nothing_is_half_done(in_as_mette, case_system, monkeypatch):
    many(case_system, today=NOW.date(), n=6)
    monkeypatch.setattr(queries, "MOST_ROWS", 5)
    courses = list(ContactCourse.objects.all())
    answer = fetch(in_as_mette, *courses)
    assert answer.status_code == 422
    assert "For mange rækker (6). Højst 5." in answer.content.decode()
    answer = in_as_mette.get("/export/", headers=DANISH)
    assert "For mange rækker" in answer.content.decode()
    assert AuditRecord.objects.filter(kind="export").count() == 0
    assert len(table(fetch(in_as_mette, *courses[:5]))[2]) == 5


def test_nobody_ticked_says_what_to_do(in_as_mette, course):
    answer = in_as_mette.post("/export/", headers=DANISH)
    assert answer.status_code == 422
    assert "Vælg mindst én borger først" in answer.content.decode()
    answer = fetch(in_as_mette, course, columns=())
    assert answer.status_code == 422
    assert "Vælg mindst én kolonne." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_everyone_in_the_file_is_written_down_and_the_chain_holds(in_as_mette, case_system):
    many(case_system, today=NOW.date(), n=12)
    courses = list(ContactCourse.objects.all())
    in_file = [one for one in courses if not one.person.has_protected_address]
    before = AuditRecord.objects.count()
    fetch(in_as_mette, *courses, columns=("name",))
    written = AuditRecord.objects.filter(kind="export")
    # The twelfth has a protected name that is hidden from Mette, and so is not in the file.
    assert AuditRecord.objects.count() == before + 11
    assert {one.subject for one in written} == {
        one.pseudonym for one in AuditSubject.objects.filter(person_key__in=[one.person_id for one in in_file])
    }
    (criterion,) = {one.criterion for one in written}
    assert criterion == "export, worklist, columns=name, rows=11, mode=open"
    # Those who are neither Mette's nor her team's are marked, one by one.
    marked = {one.subject for one in written.filter(flags="outside_task")}
    outside = [one.person_id for one in in_file if one.caseworker_id != "s-1"]
    assert marked == {one.pseudonym for one in AuditSubject.objects.filter(person_key__in=outside)}
    assert outside
    assert {chain.municipality: chain.broken for chain in queries.verify_audit_log()}[HERE] is None


def test_a_preview_shows_the_first_rows_and_is_a_look_at_them_only(in_as_mette, case_system):
    many(case_system, today=NOW.date(), n=9)
    said = {"all_found": "1", "columns": ["name"], "kind": "csv", "step": "preview"}
    page = in_as_mette.post("/export/", said, headers=DANISH).content.decode()
    assert page.count("<tr>") == 6
    assert "8 borgere kommer med i filen." in page
    assert AuditRecord.objects.filter(kind="read", criterion="export preview").count() == 5


def test_another_municipalitys_people_are_in_no_file(client, caseworker_elsewhere, course):
    client.force_login(caseworker_elsewhere)
    answer = fetch(client, course)
    assert answer.status_code == 422
    assert "Åse" not in answer.content.decode()
    assert caseworker_elsewhere.municipality_id == ELSEWHERE


def test_a_list_of_thousands_takes_as_many_queries_as_one(in_as_mette, case_system, django_assert_max_num_queries):
    many(case_system, today=NOW.date(), n=30)
    # Two are the test's own: who is logged in.
    courses = list(ContactCourse.objects.all())
    with django_assert_max_num_queries(27):
        fetch(in_as_mette, *courses[:1])
    with django_assert_max_num_queries(27):
        fetch(in_as_mette, *courses[1:])


def test_from_the_worklist_the_ticked_come_along_and_the_form_leads_to_the_export(in_as_mette, case_system):
    many(case_system, today=NOW.date(), n=4)
    keys = [str(one.key) for one in ContactCourse.objects.all()[:2]]
    list_ = BeautifulSoup(in_as_mette.get("/").content, "html.parser")
    choices = list_.select_one("#selection input[name=choices]")["value"]
    said = {"do": "export", "people": keys, "choices": choices}
    page = in_as_mette.post(reverse("worklist-selected"), said, headers=DANISH).content.decode()
    assert "2 borgere kommer med i filen." in page
    assert '<form method="post" action="/export/"' in page
    for key in keys:
        assert f'<input type="hidden" name="people" value="{key}">' in page
    page = in_as_mette.post(reverse("worklist-selected"), said | {"do": "sheets"}, headers=DANISH).content.decode()
    assert '<form method="post" action="/print-sheets/"' in page
    assert "2 ark i én PDF" in page
