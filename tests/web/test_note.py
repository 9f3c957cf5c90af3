"""The journal note: what was done with the tool in a case, told to those who may know it and to no one else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import DisplayMode, Moment, RequestKind
from lighed.web import actions
from lighed.web.actions.estimates.kept import erase_estimates
from lighed.web.models import (
    Assessment,
    AuditRecord,
    BasisState,
    Channel,
    ContactCourse,
    DataFlag,
    EstimateView,
    Exemption,
    LegalBasisEntry,
    Municipality,
    PersonWords,
    Plan,
    PlannedMeeting,
    Question,
    User,
)
from tests.web.factories import HERE, NOW, audit, cannot_be_assessed, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=1)
ESTIMATE = ("risiko for langt forløb", "høj", "af 100", "sikkerhed:", "trak op")


@pytest.fixture
def colleague(municipalities) -> User:
    return actions.create_user(
        "jonas", name="Jonas Bruun", municipality=HERE, password=PASSWORD, caseworker_id="s-2", audit=audit()
    )


@pytest.fixture
def course(case_system, caseworker, colleague) -> ContactCourse:
    """A case in which everything has been done once."""
    course = case_system.register(received()).course
    of = {"municipality_id": HERE, "course": course}
    made = {"made_by": caseworker, "made_at": BEFORE}
    Assessment.objects.create(
        **of, **made, moment="registration", step="own_first", level="some", words="Har netop afsluttet praktik",
        mode="own_first",
    )  # fmt: skip
    Assessment.objects.create(
        **of, **made, moment="registration", step="now", level="less", reason="on_the_way", mode="own_first",
        words="Skønnet siger høj, men hun begynder i job 1. december", band_seen="high",
        relation="less_than_estimated",
    )  # fmt: skip
    view(course, caseworker)
    plan = Plan.objects.create(
        **of, **made, template="Let start", level="less", rule_set="2026-07-01", reason_below="Begynder i job"
    )
    PlannedMeeting.objects.create(
        municipality_id=HERE, plan=plan, number=1, on=date(2026, 12, 18), minutes=30, form="phone", kind="job"
    )
    Exemption.objects.create(**of, **made, reason="Begynder i fast job 1. december", rule_set="2026-07-01")
    Question.objects.create(
        **of, asked_by=caseworker, asked_of=colleague, words="Er én samtale nok?", asked_at=BEFORE,
        answer="Ja, med et job på vej", answered_at=BEFORE,
    )  # fmt: skip
    DataFlag.objects.create(**of, **made, element="licences", kind="wrong", words="Har også traktor")
    PersonWords.objects.create(
        **of, words="Jeg glæder mig til jobbet", wants_help_with="Transport", recorded_by="citizen", recorded_at=BEFORE
    )
    return course


def view(course: ContactCourse, user: User) -> None:
    EstimateView.objects.create(
        municipality_id=HERE, course=course, moment="registration", user=user, mode="own_first",
        first_shown_at=BEFORE, last_shown_at=BEFORE,
    )  # fmt: skip


def note(client, user: User, course: ContactCourse, *, language: str = "da") -> str:
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(f"/people/{course.key}/note/file/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.mark.requirement("R-ACC-08", part="journal note", shows="works")
def test_the_note_holds_all_that_was_done_in_the_case(client, caseworker, course):
    text = note(client, caseworker, course)
    for told in (
        *("JOURNALNOTAT: BRUG AF LIGHED I SAGEN", "Borger: Åse Nørgaard", "I fagsystemet: p-1, forløb c-1"),
        *("Dannet 22.11.2026 10:30 af Mette Holm, Enghavn Kommune", "Ved tilmeldingen: Risiko for langt forløb: Høj."),
        *("Af 100 tidligere forløb, der ligner, blev 63 lange (mellem 55 og 71).", "Version 2026-11-demo, beregnet"),
        *("Hjemmel: ", "(demo-operation)", "Vist for Mette Holm: første gang 21.11.2026 10:30"),
        *("egen vurdering, før skønnet: Nogen støtte.", "“Har netop afsluttet praktik”"),
        *("vurdering: Mindre støtte.", "Årsag: Job eller uddannelse på vej.", "Mindre end skønnet"),
        *("skabelon Let start (gældende)", "Følger vurderingen: Mindre støtte.", "(2026-07-01)"),
        *("1. senest 18. december 2026", "undtaget fra flere samtaler.", "Begynder i fast job 1. december"),
        *("Mette Holm spørger Jonas Bruun: “Er én samtale nok?”", "“Ja, med et job på vej”"),
        *("Kørekortkategorier", "“Har også traktor”", "Jeg glæder mig til jobbet", "Transport"),
        "Det er ikke en afgørelse.",
    ):
        assert told in text, (told, text)
    written = AuditRecord.objects.filter(kind="export").get()
    assert written.criterion == "note file, mode=open, estimate=shown"


def contest(course: ContactCourse) -> None:
    actions.receive_request(
        course.person, kind=RequestKind.REVIEW, words="Det passer ikke.", channel=Channel.ONLINE,
        received_on=NOW.date(), is_own=True, audit=audit(),
    )  # fmt: skip


def test_a_contested_estimate_is_told_as_such_in_the_note(client, caseworker, course):
    contest(course)
    assert "\nUnder indsigelse: svar senest 22. december 2026.\nVersion 2026-11-demo" in note(
        client, caseworker, course
    )
    assert "Contested: answer by 22 December 2026." in note(client, caseworker, course, language="en")


def test_that_an_estimate_is_contested_is_not_told_where_none_is(client, caseworker, colleague, course):
    contest(course)
    for mode in (DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY):
        Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
        assert "Under indsigelse" not in note(client, colleague, course)
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OPEN.value)
    LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)
    assert "Under indsigelse" not in note(client, caseworker, course)


def test_a_plan_of_one_s_own_numbers_names_no_template(client, caseworker, course):
    Plan.objects.update(template="")
    text = note(client, caseworker, course)
    assert "Mette Holm, egne tal (gældende)" in text
    assert "skabelon" not in text
    assert "own numbers (in force)" in note(client, caseworker, course, language="en")


@pytest.mark.requirement("R-ACC-08", part="journal note", shows="refuses")
@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_whoever_does_not_see_the_estimate_reads_none_in_the_note(client, colleague, course, mode):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    text = note(client, colleague, course)
    for told in ESTIMATE:
        assert told not in text.lower(), text
    assert "Mindre end skønnet" not in text
    # What the other caseworker wrote in view of it may quote it.
    assert "Skønnet siger" not in text
    assert "Begrundelsen er skrevet med skønnet for øje" in text
    assert "Skønnet er ikke med i notatet" in text
    assert "“Har netop afsluttet praktik”" in text
    assert not EstimateView.objects.filter(user=colleague).exists()
    page = client.get(f"/people/{course.key}/note/", headers={"Accept-Language": "da"}).content.decode()
    for told in ("høj", "af 100", "skønnet siger"):
        assert told not in page.lower()


def test_who_has_opened_it_reads_it_in_their_note(client, caseworker, colleague, course):
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    assert "blev 63 lange" in note(client, caseworker, course)
    assert "blev 63 lange" not in note(client, colleague, course)
    view(course, colleague)
    assert "blev 63 lange" in note(client, colleague, course)


def test_without_a_legal_basis_no_estimate_is_told_and_the_work_is(client, colleague, course):
    LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)
    text = note(client, colleague, course)
    for told in ESTIMATE:
        assert told not in text.lower()
    assert "Der er intet skøn i notatet" in text
    assert "skabelon Let start" in text


def test_where_the_tool_could_not_assess_the_note_says_why_and_no_number(client, caseworker, case_system):
    course = case_system.register(received(estimate=cannot_be_assessed())).course
    text = note(client, caseworker, course)
    assert "Ved tilmeldingen: Kan ikke vurderes.\nÅrsagen: for få lignende forløb." in text
    assert "Af 100" not in text


def test_who_was_erased_from_the_estimates_leaves_no_band_in_the_note(client, caseworker, course):
    erase_estimates([course.person])
    text = note(client, caseworker, course)
    assert "Ikke profileret." in text
    for told in ("risiko", "af 100", "mindre end skønnet"):
        assert told not in text.lower()


def test_a_colleague_who_is_asked_for_their_own_view_is_not_led(client, caseworker, colleague, course):
    Question.objects.update(hides_own_view=True, answered_at=None, answer="")
    text = note(client, colleague, course)
    assert "Har netop afsluttet praktik" not in text
    assert "En kollegas vurdering er ikke med i notatet" in text
    assert "Har netop afsluttet praktik" in note(client, caseworker, course)


@pytest.mark.requirement("R-DAT-03", part="not in exports", shows="refuses")
def test_a_cpr_number_that_somebody_wrote_does_not_leave(client, caseworker, course):
    PersonWords.objects.update(words="Mit nummer er 010190-1234, ring til mig")
    text = note(client, caseworker, course)
    assert "010190" not in text
    assert "Mit nummer er [udeladt: ligner et CPR-nummer]" in text
    assert "ring til mig" in text


@pytest.mark.requirement("R-DAT-09", part="never in lists or exports without the right", shows="refuses")
def test_a_protected_name_is_in_no_note_of_those_from_whom_it_is_hidden(client, colleague, case_system):
    course = case_system.register(received(display_name="Zara Ågaard", has_protected_address=True)).course
    text = note(client, colleague, course)
    assert "Zara" not in text
    assert "p-1" not in text
    assert "Navn og adresse er beskyttet" in text


def test_the_note_is_english_on_the_english_page(client, caseworker, course):
    text = note(client, caseworker, course, language="en")
    assert "Of 100 earlier courses that resemble this one, 63 became long" in text
    assert "template Let start (in force)" in text
    for danish in ("Vist for", "vurdering", "Ingen.", "senest "):
        assert danish not in text


def test_the_page_shows_the_same_in_a_field_to_copy_from(client, caseworker, course, monkeypatch):
    text = note(client, caseworker, course)
    page = client.get(f"/people/{course.key}/note/", headers={"Accept-Language": "da"}).content.decode()
    assert "Kopiér" in page
    field = page.split("<textarea")[1].split("</textarea>")[0]
    assert "readonly" in field
    assert field.count("\n") + 1 >= text.count("\n")
    assert "skabelon Let start" in field
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    again = note(client, caseworker, course)
    # The note says whom the estimate was shown to until it was made.
    assert "senest 22.11.2026 10:30" in again


@pytest.mark.requirement("R-DAT-10", part="not shown after the hand-over", shows="refuses")
def test_of_the_moment_before_only_what_was_shown_then_is_noted(client, caseworker, colleague, case_system):
    first = received()
    case_system.register(first)
    over = {"event_id": "e-2", "event": Moment.HAND_OVER, "estimate": None}
    course = case_system.register(received(**over, handed_over_on=date(2026, 11, 20))).course
    assert course.reached == "hand_over"
    assert "Ved tilmeldingen" not in note(client, caseworker, course)
    view(course, colleague)
    text = note(client, caseworker, course)
    assert "Ved tilmeldingen: Risiko for langt forløb: Høj." in text
    assert "Vist for Jonas Bruun" in text
    # Its figures stand on no page any more.
    assert "Af 100" not in text
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    assert "Ved tilmeldingen" not in note(client, caseworker, course)
    assert "Ved tilmeldingen" in note(client, colleague, course)
