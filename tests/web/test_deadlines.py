"""The municipality's next legal deadline and the meetings to come: reckoned as things arrive, and every night."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import Moment
from lighed.web import actions, queries
from lighed.web.models import ContactCourse, Exemption
from lighed.workflow import TimelineEntry, TimelineKind
from tests.web.factories import HERE, NOW, audit, received
from tests.web.planned import TODAY, handed_over, held, template

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43


def due(course: ContactCourse) -> tuple[date | None, str]:
    course.refresh_from_db()
    return course.deadline_on, course.deadline_kind


def nightly() -> dict[str, int]:
    done = actions.run_nightly(audit=audit(municipality=None))
    return {one.what: one.n for one in done if one.municipality == HERE}


RECKONED = "legal deadlines reckoned anew"


def test_whoever_arrives_has_a_deadline(case_system):
    registered = case_system.register(received(registered_on=TODAY - timedelta(days=3))).course
    # The fund's two weeks are the fund's; the municipality's first meeting is due six months after registration.
    assert due(registered) == (date(2027, 5, 19), "first_meeting")
    course = handed_over(case_system, days_ago=7)
    assert due(course) == (date(2027, 2, 15), "first_meeting")


@pytest.mark.requirement("A14", part="when and for whom", shows="works")
def test_a_meeting_that_was_held_moves_the_deadline_on(case_system):
    course = handed_over(case_system, days_ago=30, meetings=(TODAY - timedelta(days=9),))
    assert due(course)[1] == "least_meetings"
    both = handed_over(case_system, 1, days_ago=30, meetings=(TODAY - timedelta(days=9), TODAY - timedelta(days=1)))
    assert due(both)[1] == "intensified_effort"


@pytest.mark.requirement("A14", part="when and for whom", shows="refuses")
def test_a_meeting_with_the_fund_or_a_missed_one_is_none_of_the_municipality_s(case_system):
    before = handed_over(case_system, days_ago=30, meetings=(TODAY - timedelta(days=31),))
    assert due(before)[1] == "first_meeting"

    missed = TimelineEntry(on=TODAY - timedelta(days=3), kind=TimelineKind.NO_SHOW, meeting_kind="job")
    assert due(handed_over(case_system, 1, days_ago=30, timeline=(missed,)))[1] == "first_meeting"
    # A kind that the case system did not send is an ordinary meeting.
    plain = held(TODAY - timedelta(days=3), None)
    assert due(handed_over(case_system, 2, days_ago=30, timeline=(plain,)))[1] == "least_meetings"


def test_a_course_that_is_over_has_nothing_due(case_system):
    first = case_system.register(received(registered_on=TODAY - timedelta(days=90))).course
    assert due(first)[0] is not None
    case_system.register(received(event_id="e-2", course_id="c-2", registered_on=TODAY - timedelta(days=2)))
    first.refresh_from_db()
    assert (first.state, first.deadline_on, first.deadline_kind, first.n_planned) == ("ended", None, "", 0)


def test_at_night_time_has_passed(case_system, caseworker, monkeypatch):
    course = handed_over(case_system)
    one = template(n_meetings=2, weeks_between=4)
    actions.save_plan(course, template=queries.as_template(one), start=TODAY, seen=None, by=caseworker, audit=audit())
    course.refresh_from_db()
    assert course.n_planned == 2
    assert nightly()[RECKONED] == 0
    # A fortnight later the first meeting's day is past, and nobody has told that it was held.
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=14))
    assert nightly()[RECKONED] == 1
    course.refresh_from_db()
    assert course.n_planned == 1
    assert due(course) == (date(2027, 2, 15), "first_meeting")
    assert nightly()[RECKONED] == 0


def test_at_night_courses_from_before_and_new_rules_are_reckoned(case_system):
    course = handed_over(case_system, meetings=(TODAY - timedelta(days=1),))
    ContactCourse.objects.update(deadline_on=None, deadline_kind="")
    assert nightly()[RECKONED] == 1
    assert due(course)[1] == "least_meetings"


def test_without_rules_nothing_is_due(case_system, monkeypatch):
    monkeypatch.setattr("lighed.web.queries.planning.contact_rules.rule_sets_of", lambda municipality: ())
    assert due(handed_over(case_system)) == (None, "")


def test_whoever_is_exempt_keeps_what_no_exemption_covers(case_system, caseworker):
    course = handed_over(case_system, days_ago=30, meetings=(TODAY - timedelta(days=9),))
    Exemption.objects.create(
        municipality_id=HERE, course=course, reason="-", rule_set="2026-07-01", made_by=caseworker, made_at=NOW
    )
    ContactCourse.objects.update(is_exempt=True)
    nightly()
    assert due(course)[1] == "intensified_effort"


def test_a_hand_over_is_the_day_from_which_the_municipality_s_months_count(case_system):
    registered_on = TODAY - timedelta(days=150)
    course = case_system.register(received(registered_on=registered_on)).course
    # As long as nobody has told of a hand-over, the rules expect one after three months.
    expected = due(course)
    said = received(
        event_id="e-2", event=Moment.HAND_OVER, registered_on=registered_on, handed_over_on=TODAY - timedelta(days=1)
    )
    case_system.register(said)
    assert expected[0] < due(course)[0] == date(2027, 1, 21)
