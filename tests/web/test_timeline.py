"""W3: what has happened in a course, from the case system and at the desk, without a word of choices or estimates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import (
    AssessmentReason,
    AssessmentStep,
    Choice,
    Conditions,
    DisplayMode,
    Participation,
    RequestKind,
    SupportLevel,
)
from lighed.web import actions, queries, stored_timeline
from lighed.web.models import (
    Assessment,
    Channel,
    ContactCourse,
    EstimateView,
    Exemption,
    Plan,
    PlannedMeeting,
    Task,
    User,
)
from lighed.workflow import TimelineEntry, TimelineKind
from tests.web.factories import HERE, NOW, audit, enter_legal_basis, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def of(kind: TimelineKind, days: int, **more: object) -> TimelineEntry:
    return TimelineEntry(on=TODAY + timedelta(days), kind=kind, **more)


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    found = case_system.register(received()).course
    entries = (
        of(TimelineKind.REGISTERED, -90),
        of(TimelineKind.CASEWORKER, -90, name="Mette Holm"),
        of(TimelineKind.MEETING_HELD, -70, meeting_kind="cv", form="in_person", minutes=45),
        of(TimelineKind.NO_SHOW, -50, meeting_kind="job", form="phone"),
        of(TimelineKind.CANCELLED, -40),
        of(TimelineKind.CASEWORKER, -30),
        of(TimelineKind.HANDED_OVER, -5),
        of(TimelineKind.MEETING_PLANNED, 9, meeting_kind="joint", form="video"),
    )
    found.timeline = stored_timeline.to_json(entries)
    found.save(update_fields=["timeline"])
    return found


@pytest.fixture
def jonas(municipalities) -> User:
    return actions.create_user("jonas", name="Jonas Bruun", municipality=HERE, password=PASSWORD, audit=audit())


def on_page(page_of, course: ContactCourse) -> str:
    html = page_of(f"/people/{course.key}/").content.decode()
    start = html.index('id="timeline"')
    return " ".join(main_text("<main>" + html[start : html.index("</section>", start)] + "</main>").split())


def test_meetings_changes_of_caseworker_and_the_courses_own_days_stand_newest_first(page_of, course, caseworker):
    shown = on_page(page_of, course)
    said = [
        "01.12.2026 Samtale aftalt Fælles jobsamtale · Video",
        "17.11.2026 Overgået til kommunen",
        "23.10.2026 Ny sagsbehandler",
        "13.10.2026 Afbud",
        "03.10.2026 Udeblivelse Jobsamtale · Telefon",
        "13.09.2026 Samtale holdt CV-samtale · Personligt fremmøde · 45 min.",
        "24.08.2026 Mette Holm blev sagsbehandler",
        "24.08.2026 Tilmeldt",
    ]
    assert [shown.find(one) for one in said] == sorted(shown.find(one) for one in said)
    assert -1 not in [shown.find(one) for one in said]
    timeline = queries.timeline_shown(course, caseworker, today=TODAY)
    assert [one.is_to_come for one in timeline] == [True, *[False] * 7]
    assert "tidligere hændelse" not in shown, "eight are shown as they are"


def test_what_the_desk_did_stands_with_who_did_it_and_the_rest_is_folded(page_of, course, caseworker, jonas):
    Assessment.objects.create(
        municipality_id=HERE, course=course, moment="registration", step=AssessmentStep.NOW, level=SupportLevel.MORE,
        reason=AssessmentReason.PROFESSIONAL, words="En sætning om sagen", made_by=jonas, made_at=NOW,
        mode=DisplayMode.OPEN, band_seen="high", relation="same",
    )  # fmt: skip
    plan = Plan.objects.create(
        municipality_id=HERE, course=course, template="Tæt start", made_by=caseworker, made_at=NOW, state="undone",
        ended_at=NOW, ended_by="Mette Holm",
    )  # fmt: skip
    for number in (1, 2, 3):
        PlannedMeeting.objects.create(
            municipality_id=HERE, plan=plan, number=number, on=TODAY, minutes=30, form="phone", kind="job"
        )
    Exemption.objects.create(
        municipality_id=HERE, course=course, reason="Job på vej", rule_set="2026", made_by=jonas, made_at=NOW,
        ended_at=NOW, ended_by="Mette Holm",
    )  # fmt: skip
    question = actions.ask_colleague(
        course, of=jonas, words="Hvad?", hides_own_view=False, by=caseworker, audit=audit()
    )
    actions.answer_question(question, answer="Det.", by=jonas, audit=audit())
    actions.keep_own_words(course, answers={}, words="Dagtimer", wants_help_with="", is_from_person=True, audit=audit())
    shown = on_page(page_of, course)
    for said in (
        "Vurderet af Jonas Bruun Mere støtte",
        "Mette Holm planlagde 3 samtaler",
        "Mette Holm fortrød planen",
        "Undtaget fra samtaler af Jonas Bruun",
        "Mette Holm ophævede undtagelsen",
        "Mette Holm spurgte Jonas Bruun",
        "Jonas Bruun svarede på et spørgsmål",
        "Borgeren skrev",
    ):
        assert said in shown, said
    assert "Vis 8 tidligere hændelser" in shown
    for untold in ("En sætning om sagen", "Job på vej", "Dagtimer", "Høj", "Det samme som skønnet"):
        assert untold not in shown, untold


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="works")
def test_the_timeline_is_the_same_whatever_the_person_chose_or_objected_to(course, caseworker, jonas):
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    before = queries.timeline_shown(course, caseworker, today=TODAY)
    EstimateView.objects.create(
        municipality_id=HERE, course=course, moment=course.reached, user=jonas, mode=DisplayMode.OPEN,
        first_shown_at=NOW, last_shown_at=NOW,
    )  # fmt: skip
    Task.objects.create(municipality_id=HERE, course=course, kind=Task.Kind.ESTIMATED_AGAIN, made_at=NOW)
    actions.record_information(course.person, channel=Channel.LETTER, text_version="1", given_on=TODAY, audit=audit())
    actions.receive_request(
        course.person, kind=RequestKind.OBJECTION, words="Nej", channel=Channel.PHONE,
        received_on=timezone.localdate(), audit=audit(),
    )  # fmt: skip
    actions.record_choice(course.person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    assert queries.timeline_shown(course, caseworker, today=TODAY) == before


def test_a_course_of_which_nothing_was_told_says_so(page_of, course):
    ContactCourse.objects.update(timeline=[])
    assert "Vi har ikke modtaget noget om samtaler eller sagsbehandlere." in on_page(page_of, course)


def test_what_happened_at_the_desk_on_a_day_comes_after_what_the_case_system_tells_of_it(course, caseworker):
    course.timeline = stored_timeline.to_json((of(TimelineKind.MEETING_HELD, 0),))
    course.save(update_fields=["timeline"])
    actions.keep_own_words(course, answers={}, words="Ja", wants_help_with="", is_from_person=True, audit=audit())
    kinds = [one.kind for one in queries.timeline_shown(course, caseworker, today=date(2026, 11, 22))]
    assert kinds == ["wrote", "meeting_held"]
