"""Estimates are made again course by course: what happens meanwhile counts, and one that fails holds up no other."""

from __future__ import annotations

from datetime import date

import pytest

from lighed.governance import Moment
from lighed.web import actions
from lighed.web.actions.estimates.again import EstimatedAgain, estimate_courses
from lighed.web.models import AuditRecord, ContactCourse, StoredEstimate
from tests.web.factories import HERE, audit, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses(case_system) -> list[ContactCourse]:
    """Three people's courses in the order in which they are made again."""
    return [
        case_system.register(
            received(event_id=f"e-{n}", course_id=f"c-{n}", person_id=f"p-{n}", registered_on=date(2026, 11, n))
        ).course
        for n in (1, 2, 3)
    ]


def again(**more) -> EstimatedAgain:
    return actions.estimate_outdated(HERE, every_course=True, audit=audit(), **more)


def test_a_hand_over_that_came_meanwhile_stays(case_system, courses):
    loaded = ContactCourse.objects.get(pk=courses[0].pk)
    at_hand_over = received(
        event_id="e-9", course_id="c-1", person_id="p-1", event=Moment.HAND_OVER, caseworker_id="s-9"
    )
    case_system.register(at_hand_over)
    actions.estimate_again(loaded, audit=audit())
    now = ContactCourse.objects.get(pk=loaded.pk)
    assert (now.reached, now.state, now.caseworker_id) == ("hand_over", "handed_over", "s-9")
    assert now.current_estimate.moment == "hand_over"


def test_who_was_erased_meanwhile_is_passed_over(courses, monkeypatch):
    loaded = ContactCourse.objects.get(pk=courses[0].pk)
    loaded.person.delete()
    assert actions.estimate_again(loaded, audit=audit()) is None
    done = estimate_courses([one.pk for one in courses], audit=audit())
    assert (done.n_made, done.n_gone, done.n_left) == (2, 1, 0)


def test_what_cannot_be_read_any_longer_holds_up_no_other(case_system, courses):
    case_system.answers["e-1"] = actions.RegistrationRefused([])
    before = StoredEstimate.objects.get(course=courses[0]).made_at
    n_recorded = AuditRecord.objects.count()
    done = again(at_most=2)
    assert (done.n_made, done.n_unreadable, done.n_left, done.error) == (2, 1, 0, None)
    assert StoredEstimate.objects.get(course=courses[0]).made_at == before
    assert AuditRecord.objects.count() == n_recorded + 2


def test_a_version_that_cannot_be_used_ends_it_and_what_was_made_stays(case_system, courses):
    error = case_system.answers["e-2"] = actions.VersionError("no version")
    done = again()
    assert (done.n_made, done.n_left, done.error) == (1, 2, error)


def test_so_many_as_were_asked_for_are_made_and_the_others_are_left(case_system, courses):
    case_system.answers["e-2"] = received(estimate=None, event_id="e-2", course_id="c-2", person_id="p-2")
    done = again(at_most=2)
    assert (done.n_made, done.n_without, done.n_left) == (1, 1, 1)
