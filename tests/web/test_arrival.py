"""A registration arrives: once, whole, and with the estimate of the moment that it tells of."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from lighed.governance import Ground, Moment, Refusal, Step, Text
from lighed.web import actions, queries
from lighed.web.actions.arrivals import arrived, inboxes, registrations
from lighed.web.models import (
    AuditRecord,
    ContactCourse,
    CourseState,
    EstimateState,
    Person,
    ReceivedEvent,
    StoredEstimate,
)
from tests.web.factories import ELSEWHERE, HERE, assessed, audit, cannot_be_assessed, received
from tests.web.made_up_versions import REASON, approved
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
EVERYTHING = (Person, ContactCourse, StoredEstimate, ReceivedEvent, AuditRecord)


def counts() -> list[int]:
    return [model.objects.count() for model in EVERYTHING]


def test_a_new_person_is_stored_with_the_estimate_and_written_down(case_system):
    registered = case_system.register(received())
    course = registered.course
    assert registered.is_new
    assert (course.state, course.estimate_state) == (CourseState.WITH_FUND, EstimateState.READY)
    assert course.current_estimate.band == "high"
    assert course.current_estimate.of_100 == assessed().of_100
    assert AuditRecord.objects.filter(kind="estimate").latest("id").subject


def test_an_event_counts_once(case_system):
    first = case_system.register(received())
    before = counts()
    again = case_system.register(received())
    assert (again.is_new, again.course.key) == (False, first.course.key)
    assert counts() == before


def test_another_event_under_the_same_id_is_refused(case_system):
    case_system.register(received())
    before = counts()
    case_system.answers["e-1"] = received()
    with pytest.raises(actions.EventIdReused):
        actions.register_person({"event_id": "e-1", "municipality": HERE, "more": 1}, audit=audit())
    assert counts() == before


@pytest.mark.parametrize("n_before", [0, 1])
def test_a_refused_registration_leaves_nothing(case_system, n_before):
    if n_before:
        case_system.register(received())
    before = counts()
    case_system.answers["bad"] = actions.RegistrationRefused(())
    with pytest.raises(actions.RegistrationRefused):
        actions.register_person({"event_id": "bad"}, audit=audit())
    assert counts() == before


def test_a_failure_half_way_leaves_nothing(case_system, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("half way")

    monkeypatch.setattr(arrived, "_end_earlier_courses", fail)
    before = counts()
    with pytest.raises(RuntimeError):
        case_system.register(received())
    assert counts() == before


@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="refuses")
def test_a_sender_may_send_its_own_municipality_only(case_system):
    case_system.answers["e-1"] = received(municipality=ELSEWHERE)
    with pytest.raises(actions.OtherMunicipality):
        actions.register_person({"event_id": "e-1"}, audit=audit(municipality=HERE))
    case_system.register(received(event_id="e-2", municipality=ELSEWHERE))
    with pytest.raises(actions.OtherMunicipality):
        actions.register_person({"event_id": "e-2", "municipality": ELSEWHERE}, audit=audit(municipality=HERE))
    assert ContactCourse.objects.get().municipality_id == ELSEWHERE


def test_a_course_belongs_to_one_person(case_system):
    case_system.register(received())
    with pytest.raises(actions.CourseOfAnotherPerson):
        case_system.register(received(event_id="e-2", person_id="p-2"))
    assert Person.objects.count() == 1


def test_hand_over_replaces_what_registration_said(case_system):
    case_system.register(received(estimate=assessed(0.2)))
    course = case_system.register(
        received(event_id="e-2", event=Moment.HAND_OVER, estimate=assessed(0.7, moment=Moment.HAND_OVER))
    ).course
    assert course.state == CourseState.HANDED_OVER
    assert course.current_estimate.moment == Moment.HAND_OVER.value
    assert StoredEstimate.objects.count() == 2


@pytest.mark.requirement("R-DAT-10", part="not shown after the hand-over", shows="refuses")
def test_after_hand_over_an_estimate_from_registration_is_out_of_date(case_system):
    case_system.register(received())
    course = case_system.register(received(event_id="e-2", event=Moment.HAND_OVER, estimate=None)).course
    assert (course.estimate_state, course.current_estimate) == (EstimateState.OUT_OF_DATE, None)


@pytest.mark.requirement("R-DAT-10", part="not shown after the hand-over", shows="refuses")
def test_a_registration_that_comes_after_the_hand_over_changes_nothing_shown(case_system):
    shown = case_system.register(
        received(event_id="e-2", event=Moment.HAND_OVER, estimate=assessed(0.7, moment=Moment.HAND_OVER))
    ).course
    late = case_system.register(received(caseworker_name="Earlier caseworker", estimate=assessed(0.2))).course
    assert (late.caseworker_name, late.state) == (shown.caseworker_name, CourseState.HANDED_OVER)
    assert late.current_estimate_id == shown.current_estimate_id


def test_a_later_course_ends_the_earlier_one_in_whichever_order_they_come(case_system):
    later = case_system.register(received(event_id="e-2", course_id="c-2", registered_on=date(2026, 11, 2))).course
    earlier = case_system.register(received(registered_on=date(2025, 3, 3))).course
    assert ContactCourse.objects.get(key=earlier.key).state == CourseState.ENDED
    assert ContactCourse.objects.get(key=later.key).state == CourseState.WITH_FUND


@pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="refuses")
def test_without_a_permit_there_is_no_estimate_and_none_is_kept(case_system):
    reason = Text(da="Ingen hjemmel.", en="No basis.")
    case_system.register(received())
    course = case_system.register(
        received(event_id="e-2", estimate=None, refusals=(Refusal(Ground.MOMENT, reason),))
    ).course
    assert course.estimate_state == EstimateState.NOT_PERMITTED
    assert course.refusals == [{"da": "Ingen hjemmel.", "en": "No basis."}]
    assert not StoredEstimate.objects.exists()


@pytest.mark.parametrize(
    ("estimate", "state"),
    [(cannot_be_assessed(), EstimateState.CANNOT_BE_ASSESSED), (None, EstimateState.NOT_PROFILED)],
)
def test_whoever_cannot_be_estimated_is_on_the_list_all_the_same(case_system, estimate, state):
    course = case_system.register(received(estimate=estimate)).course
    assert course.estimate_state == state
    assert not StoredEstimate.objects.exclude(band="").exists()


def test_the_version_in_operation_in_the_municipality_is_the_one_that_estimates(
    site, monkeypatch, case_system, use, staff
):
    asked = []
    monkeypatch.setattr(
        inboxes.workflow,
        "receive_registration",
        lambda document, **given: asked.append(given) or received(event_id=document["event_id"]),
    )
    use = approved(use, staff)
    actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())
    actions.register_person({"event_id": "e-1", "municipality": HERE}, audit=audit())
    assert asked[0]["version"].id == use.version.version
    assert {basis.id for basis in asked[0]["register"].legal_bases} >= {"demo-operation"}
    actions.register_person({"event_id": "e-2", "municipality": ELSEWHERE}, audit=audit())
    assert asked[1]["version"] is None, "the other municipality has not decided"
    site.LIGHED_DEMO = False
    actions.register_person({"event_id": "e-3", "municipality": HERE}, audit=audit())
    assert asked[2]["version"] is None


@pytest.mark.parametrize("municipality", [None, 901, ["901"], "9\x0001", "999"])
def test_whatever_is_sent_as_a_municipality_is_looked_up_without_harm(municipality):
    assert queries.version_in_operation(municipality) is None


def real_document(**changes) -> dict:
    """A whole document that the core itself reads."""
    day = "2026-11-02"
    return {
        "format": "lighed-registration",
        "version": 1,
        "event_id": "5f0c3a4e-7f1c-4a41-9c55-0a2d8f1b7c11",
        "event": "registration",
        "municipality": HERE,
        "occurred_on": day,
        "case_system": "test",
        "synthetic": True,
        "course_id": "c-1",
        "tables": {
            "persons": [{"person_id": "p-1", "birth_year": 1980, "sex": "female", "recorded_on": day}],
            "contacts": [{"person_id": "p-1", "display_name": "Åse Nørgaard", "recorded_on": day}],
            "staff": [{"caseworker_id": "s-1", "display_name": "Mette Holm", "team": "Nord", "recorded_on": day}],
            "caseworker_assignments": [
                {"course_id": "c-1", "caseworker_id": "s-1", "from_on": day, "recorded_on": day},
            ],
            "contact_courses": [
                {"course_id": "c-1", "person_id": "p-1", "registered_on": day, "recorded_on": day},
            ],
        },
        **changes,
    }


def test_the_core_reads_a_real_document_and_without_a_version_nobody_is_profiled():
    course = actions.register_person(real_document(), audit=audit()).course
    assert (course.person.display_name, course.registered_on) == ("Åse Nørgaard", date(2026, 11, 2))
    assert course.estimate_state == EstimateState.NOT_PROFILED
    assert len(course.values) >= 40


def test_the_core_refuses_a_faulty_document_with_every_fault_and_no_value():
    document = real_document(event="arrival", municipality="Enghavn")
    with pytest.raises(actions.RegistrationRefused) as refusal:
        actions.register_person(document, audit=audit())
    assert {fault.pointer for fault in refusal.value.faults} >= {"/event", "/municipality"}
    assert "arrival" not in refusal.value.text("en")
    assert counts() == [0, 0, 0, 0, 0]


def test_a_demonstration_takes_made_up_data_only_and_keeps_nothing_of_anything_else(site):
    with pytest.raises(actions.DemoTakesMadeUpDataOnly):
        actions.register_person(real_document(synthetic=False), audit=audit())
    assert counts() == [0, 0, 0, 0, 0]
    actions.register_person(real_document(), audit=audit())
    before = counts()
    with pytest.raises(actions.DemoTakesMadeUpDataOnly):
        actions.register_person(real_document(synthetic=False), audit=audit())
    assert counts() == before
    site.LIGHED_DEMO = False
    real = real_document(synthetic=False, event_id="9d5b3c1e-59a1-4f80-9b6c-3a3f0b0f2a77")
    assert actions.register_person(real, audit=audit()).is_new


def test_days_are_counted_from_registration(case_system):
    course = case_system.register(received()).course
    assert course.days_since_registration(course.registered_on + timedelta(days=96)) == 96


def test_of_two_that_arrive_at_once_one_counts(case_system, monkeypatch):
    """The other one is stored between this one's look and its own storing."""
    first = case_system.register(received())
    look, n_looks = registrations._received_before, []

    def too_early(event_id, **given):
        n_looks.append(event_id)
        return look(event_id, **given) if len(n_looks) > 1 else None

    monkeypatch.setattr(registrations, "_received_before", too_early)
    before = counts()
    again = case_system.register(received())
    assert (again.is_new, again.course.key) == (False, first.course.key)
    assert counts() == before
    assert len(n_looks) == 2


def test_estimates_from_before_have_the_last_day_that_they_apply_worked_out(case_system):
    migration = import_module("lighed.web.migrations.0002_applies_until")
    case_system.register(received())
    case_system.register(
        received(event_id="e-2", course_id="c-2", person_id="p-2", estimate=cannot_be_assessed()),
    )
    StoredEstimate.objects.update(applies_until=None)
    migration.work_out(apps, None)
    assert StoredEstimate.objects.exclude(band="").get().applies_until == date(2027, 5, 3)
    assert StoredEstimate.objects.get(band="").applies_until is None
