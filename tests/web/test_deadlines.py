"""The municipality's next legal deadline and the meetings to come: reckoned as things arrive, and every night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from lighed.governance import EventKind, Moment
from lighed.web import actions, queries
from lighed.web.models import ContactCourse, Exemption
from lighed.workflow import TimelineEntry, TimelineKind
from tests.web.factories import HERE, NOW, audit, received
from tests.web.planned import TODAY, agreed, handed_over, held, template

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


def to_come(course: ContactCourse) -> int:
    course.refresh_from_db()
    return course.n_planned


def test_a_meeting_agreed_in_the_case_system_is_to_come(case_system):
    course = handed_over(case_system, estimate=None, timeline=(agreed(5), agreed(-1)))
    assert to_come(course) == 1
    # An agreed meeting is none that was held: the deadline stands.
    assert due(course)[1] == "first_meeting"
    # News of the case system: it is called off, and nothing is to come.
    off = replace(agreed(5), kind=TimelineKind.CANCELLED)
    news = {"event_id": "h-0-2", "kind": EventKind.DATA_CHANGED, "occurred_on": TODAY}
    handed_over(case_system, estimate=None, **news, timeline=(off,))
    assert to_come(course) == 0


def test_the_fund_s_meetings_are_the_fund_s_and_a_joint_one_is_the_municipality_s_too(case_system):
    said = {"registered_on": TODAY - timedelta(days=10)}
    with_fund = case_system.register(received(**said, timeline=(agreed(5, "cv"),))).course
    assert to_come(with_fund) == 0
    joint = case_system.register(
        received(event_id="e-2", person_id="p-2", course_id="c-2", **said, timeline=(agreed(5, "joint"),))
    ).course
    assert to_come(joint) == 1


def test_a_planned_meeting_that_comes_back_as_agreed_is_counted_once(case_system, caseworker, monkeypatch):
    course = handed_over(case_system, estimate=None)
    one = template(n_meetings=2, weeks_between=4)
    actions.save_plan(course, template=queries.as_template(one), start=TODAY, seen=None, by=caseworker, audit=audit())
    assert to_come(course) == 2
    news = {"kind": EventKind.DATA_CHANGED, "occurred_on": TODAY, "estimate": None}
    handed_over(case_system, event_id="h-0-2", **news, timeline=(agreed(9),))
    assert to_come(course) == 2
    # Held by its latest day, it is no more to come, though that day is.
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=10))
    news["occurred_on"] = TODAY + timedelta(days=10)
    handed_over(case_system, event_id="h-0-3", **news, timeline=(held(TODAY + timedelta(days=9)),))
    assert to_come(course) == 1
    # One more than the plan has is one more.
    more = (held(TODAY + timedelta(days=9)), agreed(11), agreed(80))
    handed_over(case_system, event_id="h-0-4", **news | {"occurred_on": TODAY + timedelta(days=11)}, timeline=more)
    assert to_come(course) == 2


def test_a_plan_made_in_a_meeting_does_not_hold_that_meeting(case_system, caseworker):
    course = handed_over(case_system, timeline=(held(TODAY),))
    one = template(n_meetings=2, weeks_between=4)
    actions.save_plan(course, template=queries.as_template(one), start=TODAY, seen=None, by=caseworker, audit=audit())
    assert to_come(course) == 2


def test_the_list_finds_whom_nobody_has_agreed_a_meeting_with(case_system, client, caseworker):
    handed_over(case_system, 1, timeline=(agreed(5),))
    handed_over(case_system, 2)
    client.force_login(caseworker)
    names = {}
    for n in "01":
        page = BeautifulSoup(client.get("/", {"planned": n}).content, "html.parser")
        names[n] = [name for name in ("Person 001", "Person 002") if name in page.select_one("main").get_text()]
    assert names == {"0": ["Person 002"], "1": ["Person 001"]}
