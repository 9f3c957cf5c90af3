"""The conversation sheet: what two people look at together, on the screen and on paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from lighed.governance import DisplayMode, RequestKind
from lighed.web import actions
from lighed.web.models import (
    AuditRecord,
    BasisState,
    Channel,
    ContactCourse,
    EstimateView,
    LegalBasisEntry,
    Municipality,
    PersonWords,
    Plan,
    PlannedMeeting,
)
from lighed.web.queries.person.contests import contests_of
from tests.web.factories import HERE, NOW, audit, cannot_be_assessed, many, received
from tests.web.readability import lix, main_text

pytestmark = pytest.mark.django_db
DANISH = {"Accept-Language": "da"}
MARKUP = '#panic("x") *fed* $x$ <a href="/x"> @ref `y` \\ ] }'
FREQUENCY = "Af 100 forløb, der ligner dit, blev 63 lange, og 37 blev det ikke."


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    course = case_system.register(received()).course
    PersonWords.objects.create(
        municipality_id=HERE, course=course, words=f"Jeg vil gerne arbejde med dyr.\n{MARKUP}",
        wants_help_with="At skrive ansøgninger", answers={"work": "Dyrepasser"}, recorded_by="citizen", recorded_at=NOW,
    )  # fmt: skip
    plan = Plan.objects.create(
        municipality_id=HERE, course=course, template="Tæt start", made_by=caseworker, made_at=NOW
    )
    for number, day in enumerate((date(2026, 11, 27), date(2026, 12, 18)), start=1):
        PlannedMeeting.objects.create(
            municipality_id=HERE, plan=plan, number=number, on=day, minutes=45, form="phone", kind="job"
        )
    return course


@pytest.fixture
def in_as_mette(client, caseworker):
    client.force_login(caseworker)
    return client


def page(client, course: ContactCourse, query: str = "") -> str:
    answer = client.get(f"/people/{course.key}/sheet/{query}", headers=DANISH)
    assert answer.status_code == 200
    return answer.content.decode()


def pdf(client, course: ContactCourse, query: str = "") -> PdfReader:
    answer = client.get(f"/people/{course.key}/sheet/file/{query}", headers=DANISH)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def test_the_sheet_holds_what_the_two_talk_about_and_room_to_write(in_as_mette, course):
    for shown in (" ".join(page(in_as_mette, course).split()), words(pdf(in_as_mette, course))):
        for told in (
            *("Samtaleark", "Åse Nørgaard", "Enghavn Kommune", "Jeg vil gerne arbejde med dyr.", "Dyrepasser"),
            *("At skrive ansøgninger", "senest 27. november 2026", "Har du et job eller en uddannelse på vej?"),
            *("Om du har et job på vej.", "Det kan du fortælle din sagsbehandler.", "Joberfaring, seneste stilling"),
            *("Det aftaler vi", "Noter", "Udskrevet 22.11.2026"),
        ):
            assert told in shown, told
        assert "Hvilket arbejde vil du gerne have?" in shown


def test_without_being_asked_for_no_estimate_is_on_the_sheet(in_as_mette, course):
    # The text alone: keys in addresses are random, and can hold any number.
    for shown in (main_text(page(in_as_mette, course)), words(pdf(in_as_mette, course))):
        assert "Af 100" not in shown
        assert "63" not in shown
        assert "trak skønnet" not in shown
        assert "Høj" not in shown
    assert not EstimateView.objects.exists()
    assert {one.criterion for one in AuditRecord.objects.filter(criterion__startswith="sheet")} == {
        "sheet, mode=open, estimate=not_shown",
        "sheet file, mode=open, estimate=not_shown",
    }


def test_asked_for_it_is_told_in_the_persons_own_terms_with_what_it_is_not(in_as_mette, course):
    for shown in (page(in_as_mette, course, "?estimate=1"), words(pdf(in_as_mette, course, "?estimate=1"))):
        for told in (
            *(FREQUENCY, "Det rigtige tal ligger nok mellem 55 og 71 ud af 100.", "mere end 26 uger"),
            *("Regioner søgt i: 1", "Sprog: 3", "Skønnet er ikke en afgørelse. Det er Enghavn Kommune, der planlægger"),
        ):
            assert told in " ".join(shown.split()), told
        assert "Høj" not in shown
        assert "risiko" not in shown.lower()
    assert EstimateView.objects.get().course == course


def test_the_pdf_can_be_read_aloud(in_as_mette, course):
    reader = pdf(in_as_mette, course, "?estimate=1")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert reader.metadata is not None
    assert reader.metadata.title == "Samtaleark: Åse Nørgaard"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    tags, alternatives = [], []

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif hasattr(node, "get") and "/S" in node:
            tags.append(node["/S"])
            alternatives.extend([node["/Alt"]] if "/Alt" in node else [])
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure", "/Table", "/TH"} <= set(tags)
    assert alternatives == ["Af 100 felter er 63 fyldt. Mellem 55 og 71 er det usikkert."]
    # Its fonts are in it, so that it looks the same everywhere.
    fonts = reader.pages[0]["/Resources"]["/Font"]
    names = {fonts[one].get_object()["/BaseFont"].split("+")[1] for one in fonts}
    assert names == {"IBMPlexSans", "IBMPlexSans-SemiBold"}


@pytest.mark.parametrize("query", ["", "?estimate=1"])
@pytest.mark.parametrize("n", [0, 5000])
def test_a_sheet_is_one_page_however_much_was_written(in_as_mette, course, query, n):
    contest(course)
    PersonWords.objects.update(words="Jeg vil gerne arbejde med dyr. " * (n // 31), answers={"important": "x " * n})
    reader = pdf(in_as_mette, course, query)
    assert len(reader.pages) == 1
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    if n:
        assert "Der står mere på sagens side." in words(reader)


def test_large_print_holds_every_word(in_as_mette, course):
    PersonWords.objects.update(words="Jeg vil gerne arbejde med dyr. " * 160 + "Slut.")
    reader = pdf(in_as_mette, course, "?large=1&estimate=1")
    assert len(reader.pages) > 1
    assert "Slut." in words(reader)
    assert "Der står mere" not in words(reader)


def test_the_sheet_is_in_the_language_of_the_meeting(in_as_mette, course):
    shown = page(in_as_mette, course, "?language=en&estimate=1")
    assert 'lang="en"' in shown
    assert "Of 100 courses like yours, 63 became long and 37 did not." in shown
    assert "Hent som PDF" in shown
    reader = pdf(in_as_mette, course, "?language=en&estimate=1")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "What we agree" in words(reader)
    assert "Regions applied in: 1" in words(reader)


def test_what_a_person_wrote_is_text_and_never_markup(in_as_mette, course):
    assert "#panic(&quot;x&quot;) *fed*" in page(in_as_mette, course)
    assert MARKUP in words(pdf(in_as_mette, course))


@pytest.mark.parametrize("said", ["Jeg er glad 😀", "我会说中文", "bel\x07l", "مرحبا"])
def test_a_sign_that_no_font_has_does_not_stop_the_sheet(in_as_mette, course, said):
    PersonWords.objects.update(words=f"Begyndt {said} sluttet")
    found = words(pdf(in_as_mette, course))
    assert "Begyndt" in found
    assert "sluttet" in found
    assert said.replace("\x07", "") in page(in_as_mette, course).replace("\x07", "")


@pytest.mark.parametrize(
    ("estimate", "told"),
    [
        (cannot_be_assessed(), "Værktøjet kan ikke vurdere dit forløb. Det betyder ikke noget for dine samtaler."),
        (None, "Der er ikke noget skøn på dette ark."),
    ],
)
def test_where_there_is_none_the_sheet_says_so_when_asked(in_as_mette, case_system, estimate, told):
    course = case_system.register(received(estimate=estimate)).course
    for shown in (page(in_as_mette, course, "?estimate=1"), words(pdf(in_as_mette, course, "?estimate=1"))):
        assert told in shown
        assert "Af 100" not in shown


MADE = "Lavet ved tilmeldingen 2. november 2026 med version 2026-11-demo. Sikkerhed: nogen."
CONTESTED = "Under indsigelse: svar senest 22. december 2026."


def contest(course: ContactCourse) -> None:
    actions.receive_request(
        course.person, kind=RequestKind.REVIEW, words="Det passer ikke.", channel=Channel.ONLINE,
        received_on=NOW.date(), is_own=True, audit=audit(),
    )  # fmt: skip


@pytest.mark.requirement("R-HUM-07", part="the version", shows="works")
@pytest.mark.parametrize("large", ["", "&large=1"])
def test_the_estimate_says_which_it_is_how_certain_and_that_it_is_contested(in_as_mette, course, large):
    shown = main_text(page(in_as_mette, course, f"?estimate=1{large}"))
    assert MADE in shown
    assert "Under indsigelse" not in shown
    contest(course)
    for shown in (
        main_text(page(in_as_mette, course, f"?estimate=1{large}")),
        words(pdf(in_as_mette, course, f"?estimate=1{large}")),
    ):
        assert MADE in shown
        assert shown.index(CONTESTED) < shown.index("Vi har sammenlignet")
    english = words(pdf(in_as_mette, course, f"?estimate=1&language=en{large}"))
    assert "Made at the registration on 2 November 2026 with version 2026-11-demo. Certainty: some." in english
    assert "Contested: answer by 22 December 2026." in english


def test_who_contests_that_nothing_could_be_assessed_is_told_so_on_the_sheet(in_as_mette, case_system):
    course = case_system.register(received(estimate=cannot_be_assessed())).course
    contest(course)
    for shown in (page(in_as_mette, course, "?estimate=1"), words(pdf(in_as_mette, course, "?estimate=1"))):
        assert CONTESTED in shown
        assert "Lavet ved" not in shown


@pytest.mark.requirement("R-HUM-07", part="the version", shows="refuses")
@pytest.mark.parametrize("why", ["not asked for", "own first", "planner only", "not estimated", "no legal basis"])
def test_of_an_estimate_that_is_not_on_the_sheet_nothing_stands_on_it(in_as_mette, course, case_system, why):
    modes = {"own first": DisplayMode.OWN_FIRST, "planner only": DisplayMode.PLANNER_ONLY}
    if why in modes:
        Municipality.objects.filter(code=HERE).update(display_mode=modes[why].value)
    elif why == "not estimated":
        course = case_system.register(received(event_id="e-9", course_id="c-9", person_id="p-9", estimate=None)).course
    elif why == "no legal basis":
        LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)
    contest(course)
    query = "" if why == "not asked for" else "?estimate=1"
    for shown in (main_text(page(in_as_mette, course, query)), words(pdf(in_as_mette, course, query))):
        for told in ("Under indsigelse", "Lavet ved", "2026-11-demo", "Sikkerhed"):
            assert told not in shown, told


def test_what_is_contested_is_asked_once_for_all(case_system, django_assert_num_queries):
    many(case_system, today=NOW.date(), n=3)
    courses = list(ContactCourse.objects.all())
    contest(courses[0])
    with django_assert_num_queries(1):
        assert list(contests_of(courses)) == [courses[0].person_id]


@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_what_is_hidden_does_not_open_by_being_printed(in_as_mette, course, mode):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    shown = page(in_as_mette, course, "?estimate=1")
    assert "Af 100" not in shown
    assert 'name="estimate"' not in shown
    assert "Af 100" not in words(pdf(in_as_mette, course, "?estimate=1"))
    many_sheets = in_as_mette.post("/print-sheets/", {"people": [str(course.key)], "step": "file", "estimate": "1"})
    assert "Af 100" not in words(PdfReader(BytesIO(many_sheets.content)))
    assert not EstimateView.objects.exists()


def test_several_sheets_are_one_pdf_and_everyone_is_written_down(in_as_mette, case_system):
    many(case_system, today=NOW.date(), n=7)
    keys = [str(one.key) for one in ContactCourse.objects.all()]
    shown = in_as_mette.post("/print-sheets/", {"people": keys}, headers=DANISH).content.decode()
    assert "7 ark i én PDF, hvert på sin egen side." in shown
    answer = in_as_mette.post("/print-sheets/", {"people": keys, "step": "file", "estimate": "1"}, headers=DANISH)
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 7
    assert reader.metadata is not None
    assert reader.metadata.title == "Samtaleark"
    told = AuditRecord.objects.filter(kind="export", criterion__startswith="sheet file")
    assert told.values("subject").distinct().count() == 7
    # One of them cannot be assessed.
    assert told.filter(criterion__endswith="estimate=shown").count() == 6 == EstimateView.objects.count()


def test_more_than_fifty_are_refused_with_how_many(in_as_mette, course):
    people = [f"00000000-0000-4000-8000-{number:012d}" for number in range(51)]
    answer = in_as_mette.post("/print-sheets/", {"people": people, "step": "file"}, headers=DANISH)
    assert answer.status_code == 422
    assert "For mange borgere (51). Højst 50 ark ad gangen." in answer.content.decode()


def test_a_protected_name_is_on_no_sheet_of_those_from_whom_it_is_hidden(in_as_mette, case_system):
    course = case_system.register(
        received(display_name="Zara Ågaard", has_protected_address=True, caseworker_id="s-2")
    ).course
    for shown in (page(in_as_mette, course), words(pdf(in_as_mette, course))):
        assert "Zara" not in shown
        assert "Navn og adresse er beskyttet" in shown
    answer = in_as_mette.post("/print-sheets/", {"people": [str(course.key)], "step": "file"}, headers=DANISH)
    assert answer.status_code == 422


def test_the_sheet_is_easy_to_read(in_as_mette, course):
    found = words(pdf(in_as_mette, course, "?estimate=1"))
    begun = found.index("Vi har sammenlignet")
    assert 15 < lix(found[begun : found.index("Disse oplysninger")]) <= 35
