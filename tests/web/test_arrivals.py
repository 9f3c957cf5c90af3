"""Events arrive by themselves: each is done once, in the order in which it happened, whichever worker comes to it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from threading import Event

import pytest
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from lighed.web import actions, work
from lighed.web.actions.arrivals import arrived, inboxes
from lighed.web.models import (
    AuditRecord,
    ContactCourse,
    CourseState,
    EstimateState,
    Inbox,
    Person,
    ReceivedEvent,
    StoredEstimate,
    Task,
)
from lighed.workflow import VersionError
from tests.web.arrivals_site import (
    CHANGED_ON,
    ENDED_ON,
    HANDED_OVER_ON,
    REGISTERED_ON,
    build_both_moments,
    corrected,
    document,
    event_id,
    put_in_operation,
    with_news,
)
from tests.web.factories import HERE, NOW, audit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def version_of_both_moments(tmp_path_factory):
    return build_both_moments(tmp_path_factory.mktemp("arrivals") / "both.lighed")


@pytest.fixture
def operating(version_of_both_moments, site, tmp_path, db):
    """A municipality with a version of both moments in operation."""
    site.LIGHED_ARRIVALS = tmp_path / "arrivals"
    put_in_operation(version_of_both_moments)


@pytest.fixture(autouse=True)
def within_the_transaction_of_the_test(monkeypatch):
    """A worker looks after its own connections between two tasks; here it has the test's."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def arrive(*documents):
    return [actions.receive_event(one, source="endpoint", audit=audit()).event for one in documents]


def do_all():
    """What a worker does until the queue is empty."""
    while work._some_tasks(Event()):
        pass


def only_course():
    return ContactCourse.objects.select_related("current_estimate").get()


def states():
    return dict(ReceivedEvent.objects.values_list("event", "state"))


@pytest.mark.requirement("A10", shows="works")
def test_what_arrives_waits_until_a_worker_does_it(operating):
    (event,) = arrive(document())
    assert (event.state, ContactCourse.objects.count()) == ("waiting", 0)
    do_all()
    event.refresh_from_db()
    course = only_course()
    assert (event.state, event.course, event.document) == ("done", course, None)
    assert (course.state, course.estimate_state) == (CourseState.WITH_FUND, EstimateState.READY)
    assert course.current_estimate.moment == "registration"
    assert Inbox.objects.get().due_at is None
    assert AuditRecord.objects.filter(kind="estimate").exclude(subject="").count() == 1


def test_a_repeat_changes_nothing_whether_it_waits_or_is_done(operating):
    arrive(document(), document())
    assert ReceivedEvent.objects.count() == 1
    do_all()
    made_at = only_course().current_estimate.pk
    arrive(document())
    do_all()
    assert (ReceivedEvent.objects.count(), only_course().current_estimate.pk) == (1, made_at)


def test_another_event_under_the_same_id_is_refused_before_it_is_kept(operating):
    arrive(document())
    with pytest.raises(actions.EventIdReused):
        arrive(document(case_system="another"))
    assert ReceivedEvent.objects.count() == 1


def test_events_that_wait_are_done_in_the_order_in_which_they_happened(operating):
    told = []
    arrive(document("ended", handed_over_on=HANDED_OVER_ON), document("hand_over"), with_news(), document())
    do_all()
    told = list(ReceivedEvent.objects.order_by("finished_at", "occurred_on").values_list("event", flat=True))
    assert set(states().values()) == {"done"}
    assert not ReceivedEvent.objects.filter(is_late=True).exists()
    assert told == ["registration", "data_changed", "hand_over", "ended"]
    course = only_course()
    assert (course.state, course.ended_on, course.end_reason) == (CourseState.ENDED, ENDED_ON, "job")
    assert course.current_estimate.moment == "hand_over"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_whatever_order_they_are_done_in_the_course_ends_up_the_same(operating, order):
    events = [document(), corrected(), document("hand_over", birth_years=corrected_years())]
    for number in order:
        arrive(events[number])
        do_all()
    course = only_course()
    assert (course.state, course.reached) == (CourseState.HANDED_OVER, "hand_over")
    assert course.current_estimate.moment == "hand_over"
    assert course.person.birth_year == 1962
    assert course.handed_over_on == HANDED_OVER_ON
    assert StoredEstimate.objects.filter(shown_for__isnull=False).count() == 1


def corrected_years():
    known = REGISTERED_ON - timedelta(days=40)
    return ((1980, known, CHANGED_ON), (1962, CHANGED_ON, None))


@pytest.mark.requirement("R-DAT-10", part="not shown after the hand-over", shows="refuses")
def test_a_registration_that_is_late_is_written_down_and_changes_nothing(operating):
    arrive(document("hand_over"))
    do_all()
    before = only_course()
    (late,) = arrive(document())
    do_all()
    late.refresh_from_db()
    after = only_course()
    assert (late.state, late.is_late) == ("done", True)
    assert (after.state, after.current_estimate_id) == (CourseState.HANDED_OVER, before.current_estimate_id)
    assert set(StoredEstimate.objects.values_list("moment", flat=True)) == {"hand_over"}


@pytest.mark.requirement("R-DAT-08", part="marked as outdated", shows="works")
@pytest.mark.requirement("R-DAT-08", part="estimated again within the limit", shows="works")
@pytest.mark.requirement("R-DAT-08", part="the old one kept and used for nothing", shows="works")
def test_a_correction_marks_the_estimate_out_of_date_until_it_has_been_made_again(operating, monkeypatch):
    arrive(document())
    do_all()
    before = only_course().current_estimate
    arrive(corrected())
    pk = Inbox.objects.get().pk
    inboxes._step(pk, at_once=False, audit=audit())
    course = only_course()
    assert (course.estimate_state, course.current_estimate) == (EstimateState.OUT_OF_DATE, None)
    assert course.corrected_on == CHANGED_ON
    do_all()
    course = only_course()
    assert (course.estimate_state, course.corrected_on) == (EstimateState.READY, None)
    assert course.current_estimate.result != before.result
    assert StoredEstimate.objects.count() == 1
    waiting = set(Task.objects.filter(done_at=None).values_list("kind", flat=True))
    assert waiting == {"data_corrected", "estimated_again"}, "what was out of date is no more"
    assert "age" in Task.objects.get(kind="data_corrected").elements


@pytest.mark.requirement("R-DAT-08", part="marked as outdated", shows="refuses")
def test_new_facts_wait_for_the_next_moment_and_are_shown(operating):
    arrive(document())
    do_all()
    before = only_course()
    arrive(with_news())
    do_all()
    after = only_course()
    assert after.current_estimate_id == before.current_estimate_id
    assert after.current_estimate.made_at == before.current_estimate.made_at
    assert (after.estimate_state, after.corrected_on) == (EstimateState.READY, None)
    assert [one["element"] for one in before.values] == [one["element"] for one in after.values]
    assert before.values != after.values
    told = Task.objects.get()
    assert told.kind == "data_changed"
    assert "n_licence_categories" in told.elements
    assert not {"age", "sex", "interpreter_need"} & set(told.elements)


def test_an_estimate_made_again_for_another_reason_does_not_use_what_is_news(operating):
    arrive(document())
    do_all()
    before = only_course().current_estimate.result
    arrive(with_news())
    do_all()
    actions.estimate_again(only_course(), audit=audit())
    assert only_course().current_estimate.result == before


def test_the_end_is_written_down_with_its_day_and_reason_and_the_estimate_stays(operating):
    arrive(document())
    do_all()
    before = only_course().current_estimate_id
    arrive(document("ended"))
    do_all()
    course = only_course()
    assert (course.state, course.ended_on, course.end_reason) == (CourseState.ENDED, ENDED_ON, "job")
    assert course.current_estimate_id == before


@pytest.mark.requirement("A10", shows="refuses")
def test_nobody_is_estimated_whose_course_has_ended_before_anything_else_came(operating):
    arrive(document("ended"))
    do_all()
    arrive(document())
    do_all()
    course = only_course()
    assert (course.state, course.estimate_state) == (CourseState.ENDED, EstimateState.NOT_PROFILED)
    assert not StoredEstimate.objects.exists()


def test_the_end_of_an_earlier_course_leaves_the_later_one_open(operating):
    arrive(document(course="c-0", registered_on=date(2026, 3, 2)))
    arrive(document(course="c-1"))
    do_all()
    arrive(document("ended", course="c-0", registered_on=date(2026, 3, 2), occurred_on=date(2026, 10, 1)))
    do_all()
    earlier, later = ContactCourse.objects.order_by("course_id")
    assert (earlier.state, earlier.ended_on) == (CourseState.ENDED, date(2026, 10, 1))
    assert (later.state, later.ended_on) == (CourseState.WITH_FUND, None)


def test_a_faulty_event_is_kept_as_refused_without_a_value_and_holds_up_nothing(operating):
    faulty = document()
    faulty["tables"]["persons"][0]["birth_year"] = "nineteen-eighty"
    (event, after) = arrive(faulty, with_news())
    do_all()
    event.refresh_from_db()
    assert (event.state, event.document, event.course) == ("refused", None, None)
    assert event.faults[0]["pointer"] == "/tables/persons/0/birth_year"
    assert "nineteen" not in json.dumps(event.faults)
    after.refresh_from_db()
    assert (after.state, only_course().estimate_state) == ("done", EstimateState.READY)
    arrive(document(number=7))
    do_all()
    assert ReceivedEvent.objects.filter(event="registration", state="done").count() == 1


def test_another_persons_course_is_refused(operating):
    arrive(document())
    do_all()
    (event,) = arrive(document(person="p-2", number=1))
    do_all()
    event.refresh_from_db()
    assert (event.state, event.faults[0]["pointer"]) == ("refused", "/course_id")
    assert Person.objects.count() == 1


def test_what_cannot_be_done_now_waits_longer_each_time_and_is_done_at_last(operating, monkeypatch):
    def unusable(_municipality):
        raise VersionError("both.lighed is not the version that was approved.")

    with monkeypatch.context() as patch:
        patch.setattr(inboxes.queries, "version_in_operation", unusable)
        arrive(document())
        do_all()
        inbox = Inbox.objects.get()
        assert (inbox.n_failures, inbox.due_at) == (1, NOW + inboxes.FIRST_WAIT)
        assert actions.enqueue_waiting(audit=audit()) == 0
        patch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=11))
        assert actions.enqueue_waiting(audit=audit()) == 1
        do_all()
        inbox.refresh_from_db()
        assert inbox.due_at == NOW + timedelta(seconds=11) + 2 * inboxes.FIRST_WAIT
    assert states() == {"registration": "waiting"}
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    assert actions.enqueue_waiting(audit=audit()) == 1
    do_all()
    assert (states(), Inbox.objects.get().n_failures) == ({"registration": "done"}, 0)
    assert only_course().estimate_state == EstimateState.READY


def test_an_error_of_ours_loses_nothing_and_the_queue_keeps_no_word_of_it(operating, monkeypatch):
    def fail(*_given, **_named):
        raise RuntimeError("Made-up p-1 stands in this message")

    arrive(document())
    with monkeypatch.context() as patch:
        patch.setattr(arrived, "_end_earlier_courses", fail)
        do_all()
    assert (states(), ContactCourse.objects.count()) == ({"registration": "waiting"}, 0)
    assert not DBTaskResult.objects.exclude(traceback="").exists()
    Inbox.objects.update(due_at=NOW)
    actions.enqueue_waiting(audit=audit())
    do_all()
    assert states() == {"registration": "done"}


def test_a_task_that_was_lost_with_its_worker_is_made_good(operating, monkeypatch):
    arrive(document())
    lost = DBTaskResult.objects.get()
    lost.claim("a worker that was killed")
    do_all()
    assert states() == {"registration": "waiting"}
    assert work._sweep() == 1
    do_all()
    assert states() == {"registration": "done"}
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    work._sweep()
    assert not DBTaskResult.objects.exists()


def test_who_waits_for_the_answer_gets_it_after_what_happened_before(operating):
    arrive(document())
    registered = actions.register_person(document("hand_over"), audit=audit())
    assert registered.is_new
    assert set(states().values()) == {"done"}
    assert not ReceivedEvent.objects.filter(is_late=True).exists()
    assert registered.course.current_estimate.moment == "hand_over"
    assert not actions.register_person(document(), audit=audit()).is_new
    arrive(document("hand_over"))
    assert ReceivedEvent.objects.count() == 2


def test_who_waits_for_the_answer_of_an_event_that_waits_gets_it_done(operating):
    arrive(document())
    registered = actions.register_person(document(), audit=audit())
    assert (registered.is_new, registered.course.estimate_state) == (False, EstimateState.READY)


@pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="refuses")
def test_a_stop_is_obeyed_by_workers_and_made_good_when_it_is_over(operating):
    arrive(document())
    actions.press_stop(HERE, effect="stop", reason="Unequal errors", by="a", audit=audit())
    do_all()
    assert only_course().estimate_state == EstimateState.NOT_PERMITTED
    assert not StoredEstimate.objects.exists()
    for by in ("a", "b"):
        actions.confirm_resume(HERE, by=by, audit=audit())
    actions.estimate_waiting(HERE, audit=audit())
    assert only_course().estimate_state == EstimateState.READY


def test_an_event_while_no_version_was_in_operation_is_estimated_when_one_is(site, version_of_both_moments, tmp_path):
    site.LIGHED_ARRIVALS = tmp_path / "arrivals"
    arrive(document())
    do_all()
    assert only_course().estimate_state == EstimateState.NOT_PROFILED
    put_in_operation(version_of_both_moments)
    actions.estimate_outdated(HERE, every_course=True, audit=audit())
    assert only_course().estimate_state == EstimateState.READY


def test_whoever_is_erased_is_gone_from_the_inbox_too_and_does_not_come_back(operating):
    arrive(document())
    do_all()
    arrive(with_news())
    erasure = actions.erase_person(HERE, "p-1", reason="Asked for", by="a", audit=audit())
    assert erasure.is_proved, erasure.proof
    assert not Inbox.objects.exists()
    with pytest.raises(actions.EventOfErasedPerson):
        arrive(with_news())


def test_whoever_has_only_arrived_can_be_erased(operating):
    arrive(document())
    erasure = actions.erase_person(HERE, "p-1", reason="Asked for", by="a", audit=audit())
    assert erasure.is_proved, erasure.proof
    assert (Inbox.objects.count(), ReceivedEvent.objects.count()) == (0, 0)
    do_all()
    assert not Person.objects.exists()
    with pytest.raises(actions.EventOfErasedPerson):
        arrive(document())


def test_the_log_is_whole_after_it_all(operating):
    arrive(document("hand_over"), document(), corrected(), document("ended", handed_over_on=HANDED_OVER_ON))
    do_all()
    links = [*AuditRecord.objects.filter(municipality=HERE).order_by("number")]
    assert [one.previous_hash for one in links[1:]] == [one.hash for one in links[:-1]]
    assert event_id(1) != event_id(2)
