"""What waits in a course ends with it; what the person has asked for does not. The page says what was left undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lighed.governance import EventKind, Moment, Role
from lighed.web import actions, queries
from lighed.web.actions.desk import changes
from lighed.web.models import AuditRecord, ContactCourse, CourseState, Plan, Question, Task, User
from tests.web.factories import HERE, NOW, audit, received
from tests.web.planned import TODAY, handed_over, template
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
ENDED_ON = TODAY - timedelta(days=1)
OPEN = {"done_at": None}


@pytest.fixture(autouse=True)
def key(settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43


@pytest.fixture
def jonas(municipalities) -> User:
    return actions.create_user(
        "jonas", name="Jonas", municipality=HERE, password=PASSWORD, roles=(Role.CASEWORKER,), caseworker_id="s-2",
        audit=audit(),
    )  # fmt: skip


@pytest.fixture
def course(case_system, caseworker, jonas) -> ContactCourse:
    """With one task of every kind, a question to a colleague and three meetings to come."""
    course = handed_over(case_system)
    actions.ask_colleague(course, of=jonas, words="Hvad tror du?", hides_own_view=False, by=caseworker, audit=audit())
    planned = queries.as_template(template())
    actions.save_plan(course, template=planned, start=TODAY, seen=None, by=caseworker, audit=audit())
    for kind in Task.Kind:
        changes.add_task(course, kind, at=NOW)
    return course


def end(case_system, course: ContactCourse, **changes: object) -> None:
    said: dict[str, object] = {
        "event_id": "end", "kind": EventKind.ENDED, "occurred_on": ENDED_ON, "event": Moment.HAND_OVER,
        "course_id": course.course_id, "person_id": course.person.person_id, "registered_on": course.registered_on,
        "handed_over_on": course.handed_over_on, "ended_on": ENDED_ON, "end_reason": "job", "estimate": None,
        "team": course.team,
    }  # fmt: skip
    case_system.register(received(**said | changes))
    course.refresh_from_db()


def hours_planned() -> float:
    return sum(cell.before for week in queries.capacity(HERE, today=TODAY).weeks for cell, _ in week.teams)


def test_what_waits_is_closed_with_the_course_and_what_was_asked_for_is_not(case_system, course, jonas):
    assert hours_planned() > 0
    end(case_system, course)

    still_open = set(Task.objects.filter(**OPEN).values_list("kind", flat=True))
    assert still_open == {"request", "correction", "callback"}
    closed = Task.objects.exclude(**OPEN)
    assert {one.ended_with_course for one in closed} == {True}
    assert {(one.done_by, one.done_at) for one in closed} == {("test", NOW)}
    question = Question.objects.get()
    assert (question.closed_at, question.ended_with_course, question.answer) == (NOW, True, "")
    with pytest.raises(actions.QuestionRefused):
        actions.answer_question(question, answer="Ja.", by=jonas, audit=audit())
    plan = Plan.objects.get()
    assert (plan.state, plan.ended_at, plan.meetings.count()) == (Plan.State.FELL_AWAY, NOW, 3)
    assert hours_planned() == 0, "the hours are free for others"


def test_the_page_says_what_the_end_left_undone(case_system, course, page_of):
    end(case_system, course)
    said = main_text(page_of(f"/people/{course.key}/").content.decode())
    n = len(Task.Kind) - 3
    assert f"Forløbet er sluttet, og det, der ventede, er lukket: {n} opgaver." in said
    assert "1 spørgsmål til en kollega, uden svar." in said
    assert "3 planlagte samtaler er bortfaldet." in said
    assert "lukket, fordi forløbet sluttede" in said
    assert "Planen bortfaldt: forløbet er sluttet" in said
    assert "Spørg en kollega" not in said
    note = page_of(f"/people/{course.key}/note/")
    assert "bortfaldet, da forløbet sluttede" in main_text(note.content.decode())


def test_a_task_that_outlives_the_course_says_that_it_has_ended(case_system, caseworker, page_of):
    mine = case_system.register(received()).course
    changes.add_task(mine, Task.Kind.CORRECTION, at=NOW)
    assert "(forløbet er sluttet)" not in main_text(page_of("/tasks/").content.decode())
    ContactCourse.objects.update(state=CourseState.ENDED)
    assert "(forløbet er sluttet)" in main_text(page_of("/tasks/").content.decode())


def test_nothing_new_begins_to_wait_in_a_course_that_has_ended(case_system, caseworker, jonas, page_of):
    mine = case_system.register(received()).course
    end(case_system, mine, event=Moment.REGISTRATION, handed_over_on=None)
    for kind in Task.Kind:
        changes.add_task(mine, kind, at=NOW)
    assert {one.kind for one in Task.objects.all()} == {"request", "correction", "callback"}
    with pytest.raises(actions.QuestionRefused) as refused:
        actions.ask_colleague(mine, of=jonas, words="Hvad?", hides_own_view=False, by=caseworker, audit=audit())
    assert refused.value.text.da.startswith("Forløbet er sluttet.")
    said = main_text(page_of(f"/people/{mine.key}/").content.decode())
    assert "det, der ventede, er lukket" not in said, "nothing waited"


def test_a_course_that_a_later_one_ends_closes_likewise(case_system, course):
    later = {"registered_on": TODAY - timedelta(days=1), "event_id": "next", "course_id": "next"}
    new = case_system.register(received(person_id=course.person.person_id, **later)).course
    changes.add_task(new, Task.Kind.DATA_CHANGED, at=NOW)
    course.refresh_from_db()
    assert course.state == CourseState.ENDED
    waiting = {(one.course_id, one.kind) for one in Task.objects.filter(**OPEN)}
    assert waiting == {
        (course.pk, "request"),
        (course.pk, "correction"),
        (course.pk, "callback"),
        (new.pk, "data_changed"),
    }
    assert Plan.objects.get().state == Plan.State.FELL_AWAY


def test_a_course_that_runs_keeps_what_waits(case_system, course):
    before = set(Task.objects.filter(**OPEN).values_list("pk", flat=True))
    handed_over(case_system, event_id="again")
    assert before <= set(Task.objects.filter(**OPEN).values_list("pk", flat=True))
    assert Plan.objects.get().state == Plan.State.IN_FORCE
    assert Question.objects.get().closed_at is None


def test_at_night_what_ended_before_is_closed_once(case_system, course):
    ContactCourse.objects.filter(pk=course.pk).update(state=CourseState.ENDED, ended_on=ENDED_ON)
    done = [one for one in actions.run_nightly(audit=audit(municipality=None)) if "something open" in one.what]
    assert [(one.municipality, one.n) for one in done if one.n] == [(HERE, 1)]
    assert set(Task.objects.filter(**OPEN).values_list("kind", flat=True)) == {"request", "correction", "callback"}
    assert Plan.objects.get().state == Plan.State.FELL_AWAY
    assert AuditRecord.objects.filter(criterion="course ended").exclude(subject="").count() == 1

    again = [one for one in actions.run_nightly(audit=audit(municipality=None)) if "something open" in one.what]
    assert sum(one.n for one in again) == 0
