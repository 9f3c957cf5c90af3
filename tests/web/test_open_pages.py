"""The public pages: everyone can read them, they tell what runs, and they know nothing of who reads."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client

from lighed.elements import REGISTER, check_values
from lighed.estimates import what_matters
from lighed.governance import Choice, Conditions, Moment, Participation, Purpose
from lighed.governance.incidents import IncidentKind
from lighed.web import actions, row_security
from lighed.web.models import (
    ContactCourse,
    EmergencyStop,
    EntryKind,
    FrozenFigure,
    LegalBasisEntry,
    Municipality,
    ParticipationChoice,
    StopEffect,
    StoredEstimate,
    VersionEvaluation,
)
from lighed.web.queries.oversight.use_figures import AgainstEstimate, Part, use_periods
from lighed.web.queries.public.figures import open_figures
from lighed.web.queries.public.figures_counted import of_assessments
from lighed.web.queries.public.try_it import CHANGEABLE, made_up_people
from lighed.workflow import load_version
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, enter_legal_basis, received
from tests.web.open_site import *  # noqa: F403 - fixtures
from tests.web.open_site import FILES, PAGES
from tests.web.readability import lix, main_text

pytestmark = pytest.mark.django_db
TRY = {"person": "anna"}


def page(client: Client, part: str = "", *, code: str = HERE, status: int = 200) -> str:
    answer = client.get(f"/open/{code}/{part}")
    assert answer.status_code == status, part
    return answer.content.decode()


# --- For everyone -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C1", part="a public page", shows="works")
def test_every_page_is_open_in_both_languages_and_sends_the_browser_nowhere_else(released, everyone):
    for part in PAGES:
        for asked, language in ((part, "da"), (f"{part}?language=en", "en")):
            html = page(everyone, asked)
            assert f'<html lang="{language}">' in html
            assert html.count("<h1") == 1
            # No script, and nothing that a browser fetches by itself from elsewhere.
            assert "<script" not in html
            assert not re.search(r"\sstyle=|\son[a-z]+=", html)
            fetched = re.findall(r'<(?:link|img|iframe|source|object|form)[^>]*(?:href|src|action)="([^"]*)"', html)
            assert all(there.startswith("/") for there in fetched), fetched
    for part in FILES:
        page(everyone, part)


def test_no_cookie_is_set_or_read_and_any_cache_may_keep_the_page(released, client, staff):
    client.force_login(staff["leder"])
    client.cookies["lighed_language"] = "en"
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    for part in (*PAGES, *FILES):
        answer = client.get(f"/open/{HERE}/{part}", headers={"Accept-Language": "da"})
        assert not answer.cookies, part
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Content-Language"] == "da"
        assert "Karen" not in answer.content.decode()
    assert {name: morsel.value for name, morsel in client.cookies.items()} == before
    assert client.get("/versions/").status_code == 200, "the log-in is still there elsewhere"


@pytest.mark.requirement("C1", part="a public page", shows="refuses")
def test_what_is_not_there_has_no_page_and_nothing_can_be_sent(municipalities, everyone):
    for part in PAGES:
        assert everyone.get(f"/open/999/{part}").status_code == 404
        assert everyone.post(f"/open/{HERE}/{part}").status_code == 405
    assert "Strandby Kommune" in everyone.get("/open/").content.decode()


@pytest.mark.parametrize("part", PAGES)
def test_the_first_tier_is_plain_danish(released, everyone, part):
    said = main_text(page(everyone, part))
    # Tables are for the second look; the sentences are what is read first.
    sentences = "\n".join(line for line in said.split("\n") if len(line.split()) > 3 and not re.search(r"\d,\d", line))
    assert lix(sentences) <= 40, lix(sentences)


@pytest.mark.parametrize("part", ["", "results/"])
def test_a_page_that_cannot_be_made_is_shown_as_it_was_with_its_date(released, everyone, monkeypatch, part):
    before = page(everyone, part)

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the words of a query")

    monkeypatch.setattr("lighed.web.public.frame.open_municipality", broken)
    answer = everyone.get(f"/open/{HERE}/{part}")
    html = answer.content.decode()
    assert "Siden kan ikke laves lige nu" in html
    assert "Sådan så den ud" in html
    assert main_text(before).strip() in main_text(html)
    assert answer["Cache-Control"] == "no-store"
    assert "the words of a query" not in html
    with pytest.raises(DatabaseError):
        everyone.get(f"/open/{ELSEWHERE}/{part}")


def test_nothing_that_somebody_tried_is_kept(released, everyone, settings):
    page(everyone, "try/?person=anna&age=63")
    page(everyone, "elements/?words=noget")
    assert not (settings.LIGHED_DATA / "open-pages").exists()


@pytest.mark.parametrize("is_full", [True, False])
def test_a_page_is_shown_also_where_no_copy_of_it_can_be_written(released, everyone, settings, monkeypatch, is_full):
    folder = settings.LIGHED_DATA / "open-pages"
    if is_full:

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", refuse)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("not a folder")
    assert "Enghavn Kommune" in page(everyone)
    assert folder.is_file() or not list(folder.iterdir()), "no part of a copy is left"


def test_the_frame_of_every_page_leads_to_the_public_ones(everyone, municipalities):
    assert 'href="/open/"' in everyone.get("/log-in/").content.decode()


# --- O1 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C4", shows="works")
@pytest.mark.requirement("C6", part="to the public", shows="works")
@pytest.mark.requirement("C2", shows="works")
@pytest.mark.requirement("R-CIT-07", part="purpose, data, model and versions", shows="works")
def test_about_says_what_it_is_for_what_it_cannot_do_who_benefits_and_who_sees_the_data(released, everyone):
    Municipality.objects.update(held_out_per_cent=5)
    html = main_text(page(everyone))
    for said in (
        "Sådan bruger Enghavn Kommune værktøjet",
        "Et menneske",
        "Det kan ikke vide, hvordan det går dig.",
        "Virksomheder",
        "A-kasser",
        "Ud af 100 forløb trækkes der lod om 5",
        "Sagsbehandlere og planlæggere i kommunen",
        "Tilsynsmyndigheder, når de beder om det",
        f"{len(REGISTER)} oplysninger om en person",
        released.version.version,
    ):
        assert said in html, said
    assert 'href="https://www.jobindsats.dk/"' in page(everyone)


@pytest.mark.requirement("C4", shows="refuses")
def test_nobody_is_told_that_it_is_measured_where_it_is_not(released, everyone):
    assert "Det måles ikke her" in page(everyone)
    assert "trækkes der lod" not in page(everyone)


@pytest.mark.requirement("C6", part="to the public", shows="refuses")
@pytest.mark.requirement("R-CIT-07", part="purpose, data, model and versions", shows="refuses")
def test_without_a_version_every_page_says_so_and_shows_the_plan(municipalities, everyone):
    for part in PAGES:
        said = main_text(page(everyone, part))
        assert "Enghavn Kommune bruger ikke værktøjet nu." in said, part
        assert "Ingen version er i brug. Her er planen." in said, part
    assert "af 100" not in main_text(page(everyone, "results/"))


def test_without_a_legal_basis_it_is_not_used_though_there_is_a_version(released, everyone):
    LegalBasisEntry.objects.filter(purpose=Purpose.OPERATION.value).update(state="suspended")
    said = main_text(page(everyone))
    assert "Enghavn Kommune bruger ikke værktøjet nu." in said
    assert "ingen hjemmel er i kraft" in said
    assert "Her er planen" not in said


# --- O3 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C1", part="a catalogue with source and meaning", shows="works")
@pytest.mark.requirement("C5", part="how collected, how to read and what to see with it", shows="works")
@pytest.mark.requirement("R-ACC-05", shows="works")
def test_the_catalogue_tells_of_every_element_as_the_register_has_it(released, everyone):
    for language in ("da", "en"):
        html = everyone.get(f"/open/{HERE}/elements/?language={language}").content.decode().replace("&#x27;", "'")
        for element in REGISTER:
            told = (element.name, element.meaning, element.collected, element.reading, element.not_objective)
            assert all(text is None or text.in_(language) in html for text in told), element.code
            assert f'id="{element.code}"' in html
    assert "Med siden version" in page(everyone, "elements/")
    assert REGISTER.sha256 in page(everyone, "elements/")


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("words=kørekort+lastbil", {"has_heavy_licence"}),
        ("words=driving+LORRY", {"has_heavy_licence"}),
        ("protection=protected", {"age", "sex"}),
        ("family=master_data&protection=proxy", {"interpreter_need", "unemployment_fund"}),
        ("used=on", {"age", "interpreter_need", "sex", "n_regions"}),
        ("words=findes-ikke", set()),
    ],
)
def test_one_can_look_for_elements_without_scripts(released, everyone, asked, codes):
    html = page(everyone, f"elements/?{asked}")
    assert set(re.findall(r'<details class="open-element" id="(\w+)"', html)) == codes
    assert f"{len(codes)} af {len(REGISTER)}" in html


@pytest.mark.parametrize("asked", ["family=nothing", "moment=%00", "words=%00", "protection=none&changeable=maybe"])
def test_an_address_that_asks_for_what_is_not_there_shows_all(released, everyone, asked):
    assert f"{len(REGISTER)} af {len(REGISTER)}" in page(everyone, f"elements/?{asked}")


def test_the_catalogue_can_be_taken_away_as_table_and_data(released, everyone):
    rows = list(csv.DictReader(io.StringIO(page(everyone, "elements.csv").lstrip("\ufeff")), delimiter=";"))
    assert [row["Kode"] for row in rows] == [element.code for element in REGISTER]
    assert all(row["Sådan læses det"] and row["Hvordan og hvorfor samlet ind"] for row in rows)
    data = json.loads(page(everyone, "elements.json"))
    assert data["register_sha256"] == REGISTER.sha256
    by_code = {one["code"]: one for one in data["elements"]}
    assert by_code["age"]["reading"] == {"da": REGISTER["age"].reading.da, "en": REGISTER["age"].reading.en}
    assert by_code["age"]["used_by_the_version_in_operation"][0]["moves_of_100"] > 0
    assert by_code["danish_level"]["used_by_the_version_in_operation"] == []


# --- O4 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C11", part="before use", shows="works")
@pytest.mark.requirement("R-CIT-07", part="performance and fairness", shows="works")
def test_results_show_calibration_errors_groups_limits_and_who_approved(released, everyone):
    html = page(everyone, "results/")
    said = main_text(html)
    assert html.count('<circle class="seen"') == 10
    assert "I 9 af 10 dele" in said
    assert "18 (15–21)" in said, "missed long courses, with their interval"
    assert "for få til at vurdere" in said, "a group that is too small says so"
    assert "skønnet for lavt" in said
    assert "Skønnene er som helhed for lave for Alder ved tilmelding: under 30." in said
    assert "opdigtede" in said
    assert "godkender" in said
    assert "Looked at the report together" in said
    for name in ("Finn Agger", "Dorte Thorup", "Ida Krag"):
        assert name not in html, "roles are told, and not names"


@pytest.mark.requirement("R-CIT-07", part="performance and fairness", shows="refuses")
@pytest.mark.requirement("C11", part="before use", shows="refuses")
def test_a_report_that_was_changed_afterwards_is_not_shown(released, everyone):
    stored = VersionEvaluation.objects.get()
    path = Path(stored.folder) / "report.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.37", "0.11"), encoding="utf-8")
    said = main_text(page(everyone, "results/"))
    assert "Rapportens fil er væk eller ændret" in said
    assert "18 (15–21)" not in said
    assert "72 (69–75)" in said, "what was kept when it was attached"


@pytest.mark.requirement("C3", part="to the public", shows="works")
def test_which_kinds_of_information_matter_comes_from_the_live_version(released, everyone, files):
    found = what_matters(load_version(files[0]).person_types[Moment.REGISTRATION])
    assert [one.code for one in found.elements][-1] == "n_regions", "made of noise, so it moves least"
    assert found.elements[0].per_100 > 3 * found.elements[-1].per_100
    said = main_text(page(everyone, "results/"))
    for one in found.elements:
        assert f"{REGISTER[one.code].name.da}" in said
        assert f"{one.per_100:.1f}".replace(".", ",") in said


@pytest.mark.requirement("C3", part="to the public", shows="refuses")
def test_where_the_versions_file_is_changed_nothing_is_said_of_what_matters(released, everyone):
    cache.clear()
    Path(released.version.path).write_bytes(b"something else")
    said = main_text(page(everyone, "results/"))
    assert "Versionens fil kan ikke bruges" in said
    assert "Slags oplysning" not in said


# --- O5 ---------------------------------------------------------------------------------------------------------------


def incident():
    return actions.open_incident(
        HERE,
        kind=IncidentKind.BREACH,
        title="Brev til naboen",
        what_happened="Et brev til Anders And blev sendt forkert.",
        known_at=NOW - timedelta(days=2),
        n_affected=None,
        by="dorte",
        audit=audit(),
    )


@pytest.mark.requirement("R-CIT-07", part="incidents", shows="works")
def test_changes_tell_of_approvals_limits_stops_and_incidents(released, everyone, staff):
    EmergencyStop.objects.create(
        municipality_id=HERE, effect=StopEffect.HIDE, reason="hemmeligt", begun_by="x", begun_at=NOW, ended_at=NOW
    )
    one = incident()
    actions.count_affected(one, n_affected=3, by="dorte", audit=audit())
    actions.write_down_telling(one, EntryKind.AUTHORITY_TOLD, at=NOW - timedelta(days=1), by="dorte", audit=audit())
    actions.write_down_telling(one, EntryKind.AFFECTED_TOLD, at=NOW - timedelta(hours=1), by="dorte", audit=audit())
    said = main_text(page(everyone, "changes/"))
    for told in (
        "Taget i brug",
        "Godkendt",
        "Looked at the report together",
        "under 30",
        "55 eller mere",
        "Sat på pause: alle skøn er skjult",
        "Brud på persondatasikkerheden",
        "Berørte personer: færre end 10.",
        "Myndigheden har fået besked.",
        "Hjemmel godkendt",
    ):
        assert told in said, told
    for hidden in ("naboen", "Anders And", "hemmeligt", "Finn Agger", "Dorte Thorup"):
        assert hidden not in said


@pytest.mark.requirement("R-CIT-07", part="incidents", shows="refuses")
def test_an_incident_that_still_goes_on_and_a_version_never_used_are_not_told(use, everyone):
    incident()
    html = page(everyone, "changes/")
    assert "persondatasikkerheden" not in html
    assert use.version.version not in html


def test_a_reason_with_a_personal_number_is_withheld(released, everyone):
    released.steps.model.objects.bulk_create(
        [
            released.steps.model(
                use=released, municipality_id=HERE, step="explain", to_state="in_operation", by="x", by_name="X",
                role="approver", reason="Se sagen om 010190-1234", at=NOW,
            )
        ]
    )  # fmt: skip
    html = page(everyone, "changes/")
    assert "010190" not in html
    assert "010190" not in page(everyone, "changes.atom")
    assert "kan stå et personnummer" in html


def test_the_feed_is_atom_with_ids_that_stay(released, everyone):
    answer = everyone.get(f"/open/{HERE}/changes.atom")
    assert answer["Content-Type"] == "application/atom+xml"
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = Xml.fromstring(answer.content)
    entries = feed.findall("a:entry", space)
    ids = [entry.findtext("a:id", namespaces=space) for entry in entries]
    assert len(set(ids)) == len(ids) > 3
    assert all(one.startswith(f"http://testserver/open/{HERE}/changes/#") for one in ids)
    for element in ("title", "id", "updated", "author"):
        assert feed.find(f"a:{element}", space) is not None
    again = Xml.fromstring(everyone.get(f"/open/{HERE}/changes.atom").content)
    assert [entry.findtext("a:id", namespaces=space) for entry in again.findall("a:entry", space)] == ids


# --- O7 ---------------------------------------------------------------------------------------------------------------


def courses(case_system, n: int, *, day: date, prefix: str) -> list[ContactCourse]:
    return [
        case_system.register(
            received(
                event_id=f"{prefix}-{i}", course_id=f"{prefix}-c-{i}", person_id=f"{prefix}-p-{i}", registered_on=day
            )
        ).course
        for i in range(n)
    ]


def month_of(first: date):
    actions.freeze_figures(HERE, audit=audit())
    return next(one for one in open_figures(HERE, today=NOW.date()).months if one.first_day == first)


def test_figures_count_courses_by_month_and_what_became_of_them(case_system, everyone):
    made = courses(case_system, 12, day=date(2026, 10, 5), prefix="o")
    courses(case_system, 3, day=date(2026, 11, 2), prefix="now")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:6]]).update(is_held_out=True)
    month = month_of(date(2026, 10, 1))
    assert month.parts == (6, 0, 0, 6, 0)
    assert open_figures(HERE, today=NOW.date()).months[0].first_day == date(2026, 10, 1)
    assert month_of(date(2026, 9, 1)).is_empty
    rows = list(csv.DictReader(io.StringIO(page(everyone, "figures.csv").lstrip("\ufeff")), delimiter=";"))
    assert {"from": "2026-10", "until": "2026-10", "measure": "estimated", "n": "6", "of": ""} in rows
    assert "oktober 2026" in page(everyone, "figures/").lower()


def test_a_small_count_is_hidden_and_cannot_be_worked_out(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:5]]).update(is_held_out=True)
    ParticipationChoice.objects.create(
        municipality_id=HERE, person=made[6].person, choice=Choice.NO, channel="online", recorded_by="x", made_at=NOW
    )
    # One said no. How many registered is public elsewhere, so the next smallest are hidden as well.
    assert month_of(date(2026, 10, 1)).parts == (None, 0, None, None, 0)
    html = page(everyone, "figures/")
    assert html.count("Ikke oplyst") == 3
    assert "Under 5" not in html, "what is hidden only to protect is five or more"
    rows = page(everyone, "figures.csv")
    assert rows.count("Ikke oplyst") == 3
    assert "Under 5" not in rows


@pytest.mark.parametrize(
    ("counts", "told"),
    [((1, 1, 60), (None, None, None)), ((0, 52, 10), (0, 52, 10)), ((4, 6, 30), (None, None, 30)), ((3, 3, 3), None)],
)
def test_no_part_of_the_assessments_is_told_or_left_over_when_few_are_in_it(municipalities, everyone, counts, told):
    parts = [Part(n, sum(counts)) for n in counts]
    period = use_periods(today=NOW.date())[0]
    figures = of_assessments(AgainstEstimate("", less=parts[0], same=parts[1], more=parts[2]))
    FrozenFigure.objects.create(
        municipality_id=HERE, span="period", first_day=period.first_day, figures=figures, frozen_at=NOW
    )
    (of_use,) = open_figures(HERE, today=NOW.date()).periods
    assert of_use.is_told is (told is not None)
    shown = (of_use.less, of_use.same, of_use.more)
    assert tuple(part and part.n for part in shown) == (told or (None, None, None))
    html, rows = page(everyone, "figures/"), page(everyone, "figures.csv")
    n_hidden = 0 if told is None else told.count(None)
    assert (html.count("Ikke oplyst"), rows.count("Ikke oplyst")) == (n_hidden, n_hidden)
    assert f"({counts[0]} af" not in html or told[0] is not None


def test_the_figures_of_another_municipality_are_its_own(case_system, everyone):
    courses(case_system, 6, day=date(2026, 10, 5), prefix="o")
    for code in (HERE, ELSEWHERE):
        actions.freeze_figures(code, audit=audit())
    assert not open_figures(HERE, today=NOW.date()).are_none
    assert open_figures(ELSEWHERE, today=NOW.date()).are_none
    assert "Der er ingen tal" in page(everyone, "figures/", code=ELSEWHERE)


@pytest.mark.requirement("R-CIT-07", part="figures that cannot be compared from day to day", shows="works")
def test_what_was_told_of_a_month_stays_when_people_go_or_choose_afterwards(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:7]]).update(is_held_out=True)
    told = month_of(date(2026, 10, 1))
    assert told.parts == (7, 0, 0, 7, 0)
    before, rows = page(everyone, "figures/"), page(everyone, "figures.csv")
    person = made[9].person
    ParticipationChoice.objects.create(
        municipality_id=HERE, person=person, choice=Choice.NO, channel="online", recorded_by="x", made_at=NOW
    )
    actions.erase_person(HERE, made[8].person.person_id, reason="court", by="dorte", audit=audit())
    ContactCourse.objects.filter(pk=made[0].pk).update(is_held_out=False)
    courses(case_system, 3, day=date(2026, 10, 6), prefix="late")
    cache.clear()
    assert month_of(date(2026, 10, 1)) == told
    assert (page(everyone, "figures/"), page(everyone, "figures.csv")) == (before, rows)


@pytest.mark.requirement("R-CIT-07", part="figures that cannot be compared from day to day", shows="refuses")
def test_frozen_figures_are_counts_alone_and_are_never_changed(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:2]]).update(is_held_out=True)
    assert "Der er ingen tal" in page(everyone, "figures/"), "nothing is counted for who asks"
    assert actions.freeze_figures(HERE, audit=audit()) == 12 + 6
    assert actions.freeze_figures(HERE, audit=audit()) == 0
    row = FrozenFigure.objects.get(span="month", first_day=date(2026, 10, 1))
    assert row.figures == {
        "estimated": None, "cannot_tell": 0, "said_no": 0, "by_lot": None, "other": 0, "reviews": 0,
    }, "two were drawn by lot: neither they nor the rest are kept"  # fmt: skip
    assert FrozenFigure._meta.label not in row_security.tables_of_people()
    for refused in (row.save, row.delete, FrozenFigure.objects.all().delete):
        with pytest.raises(TypeError, match="never"):
            refused()


# --- Try it -----------------------------------------------------------------------------------------------------------

ASKS_FIRST = Conditions(Participation.OPT_IN, is_information_first=True)


@pytest.mark.requirement("R-CIT-07", part="made-up people to try it with", shows="works")
@pytest.mark.parametrize("conditions", [Conditions(Participation.NOT_OPTIONAL, False), ASKS_FIRST])
def test_made_up_people_are_estimated_on_the_live_version_and_nothing_is_kept(released, everyone, conditions):
    enter_legal_basis(conditions=conditions)
    young = page(everyone, "try/?person=jonas")
    old = page(everyone, "try/?person=jonas&age=63")
    assert released.version.version in young
    numbers = [re.search(r"blev <strong>(\d+)</strong> lange", html) for html in (young, old)]
    assert all(numbers)
    assert numbers[0][1] != numbers[1][1], "another age is another estimate"  # type: ignore[index]
    assert "Sæt personen tilbage" in old
    assert not StoredEstimate.objects.exists()


@pytest.mark.requirement("R-CIT-07", part="made-up people to try it with", shows="refuses")
@pytest.mark.parametrize("how", ["suspended", "stopped", "hidden", "no version"])
def test_nobody_is_estimated_where_the_law_does_not_let_a_real_person_be(released, everyone, how):
    if how == "suspended":
        LegalBasisEntry.objects.filter(purpose=Purpose.OPERATION.value).update(state="suspended")
    elif how == "no version":
        released.__class__.objects.update(state="retired")
    else:
        effect = StopEffect.STOP if how == "stopped" else StopEffect.HIDE
        EmergencyStop.objects.create(municipality_id=HERE, effect=effect, reason="x", begun_by="x", begun_at=NOW)
    said = main_text(page(everyone, "try/"))
    assert "Der laves ingen skøn nu" in said
    assert "forløb, der ligner" not in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("age=150", "Skriv et tal fra 18 til 70."),
        ("age=nan", "Skriv et tal fra 18 til 70."),
        ("goal_distance=meget", "Skriv et tal fra 0 til 4."),
        ("sex=other", "Vælg en af mulighederne på listen."),
    ],
)
def test_what_cannot_be_a_value_is_named_and_nothing_is_estimated(released, everyone, asked, told):
    html = page(everyone, f"try/?person=anna&{asked}", status=422)
    assert told in html
    assert 'role="alert"' in html
    assert "forløb, der ligner" not in html


def test_made_up_people_have_values_that_the_register_allows():
    for one in made_up_people():
        known = {code: value for code, value in one.values.items() if value is not None}
        check_values(known, moment=Moment.REGISTRATION)
    assert set(CHANGEABLE) <= {element.code for element in REGISTER.for_moment(Moment.REGISTRATION)}
