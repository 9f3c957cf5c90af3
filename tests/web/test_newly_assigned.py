"""R-PLA-04: whom a caseworker has newly got, and whose hand-over from the fund is expected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lighed.governance import EventKind, Moment
from lighed.web import actions
from lighed.web.models import ContactCourse, Task, User
from tests.web.factories import NOW, CaseSystem, audit, received
from tests.web.readability import main_text

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def key(settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43


@pytest.fixture
def mine(client, caseworker):
    client.force_login(caseworker)

    def listed(whose: str = "") -> str:
        return main_text(client.get(f"/tasks/?whose={whose}", headers={"Accept-Language": "da"}).content.decode())

    return listed


@pytest.fixture
def unestimated(case_system, caseworker) -> ContactCourse:
    """Mette's own, of whom nothing is estimated."""
    User.objects.filter(pk=caseworker.pk).update(team="Team Nord")
    return case_system.register(received(estimate=None)).course


def given_to(case_system: CaseSystem, caseworker_id: str, number: int, **more: object) -> None:
    """The case system names who has the person now; nothing else about them has changed."""
    case_system.register(received(event_id=f"e-{number}", caseworker_id=caseworker_id, estimate=None, **more))


def changed(day: int) -> dict[str, object]:
    return {"kind": EventKind.DATA_CHANGED, "occurred_on": date(2026, 11, day)}


@pytest.mark.requirement("R-PLA-04", part="newly assigned", shows="works")
def test_whoever_gets_a_person_is_told(case_system, mine, unestimated):
    given_to(case_system, "s-9", 2, **changed(16))
    assert "Du har fået borgeren" not in mine()
    assert "Borgeren har fået en ny sagsbehandler" in mine("team")
    given_to(case_system, "s-1", 3, **changed(17))
    assert mine().count("Du har fået borgeren") == 1
    assert Task.objects.filter(kind="assigned", done_at=None).count() == 1, "what the one before was told is over"
    given_to(case_system, "s-1", 4, **changed(18))
    assert mine().count("Du har fået borgeren") == 1


@pytest.mark.requirement("R-PLA-04", part="newly assigned", shows="refuses")
def test_it_is_told_to_nobody_who_did_not_get_them(case_system, mine, unestimated):
    assert not Task.objects.exists(), "from the registration on a person is among the new ones"
    given_to(case_system, "s-9", 2, **changed(16))
    given_to(case_system, "", 3, **changed(17))
    assert not Task.objects.filter(kind="assigned", done_at=None).exists()
    # An event that comes late tells of a caseworker who has had the person before.
    given_to(case_system, "s-1", 4, **changed(15))
    assert "Du har fået borgeren" not in mine()


def test_who_gets_a_person_by_the_hand_over_is_told_once(case_system, mine, unestimated):
    given_to(case_system, "s-9", 2, **changed(16))
    given_to(case_system, "s-1", 3, event=Moment.HAND_OVER, handed_over_on=date(2026, 11, 20))
    page = mine()
    assert "Overgået til kommunen" in page
    assert "Du har fået borgeren" not in page
    assert not Task.objects.filter(kind="assigned", done_at=None).exists()


@pytest.mark.requirement("R-PLA-04", part="hand-overs expected", shows="works")
def test_the_hand_over_is_expected_as_long_as_the_fund_has_the_course(case_system):
    registered_on = TODAY - timedelta(days=88)
    course = case_system.register(received(registered_on=registered_on)).course
    assert course.hand_over_expected_on == date(2026, 11, 26), "three months after the registration"
    ContactCourse.objects.update(hand_over_expected_on=None)
    tuple(actions.run_nightly(audit=audit(municipality=None)))  # whoever was there before has it the next morning
    course.refresh_from_db()
    assert course.hand_over_expected_on == date(2026, 11, 26)
    said = received(event_id="e-2", event=Moment.HAND_OVER, registered_on=registered_on, handed_over_on=TODAY)
    assert case_system.register(said).course.hand_over_expected_on is None


def test_no_hand_over_is_expected_without_rules_or_after_the_end(case_system, monkeypatch):
    first = case_system.register(received(registered_on=TODAY - timedelta(days=60))).course
    case_system.register(received(event_id="e-2", course_id="c-2", registered_on=TODAY - timedelta(days=2)))
    first.refresh_from_db()
    assert (first.state, first.hand_over_expected_on) == ("ended", None)
    monkeypatch.setattr("lighed.web.queries.planning.contact_rules.rule_sets_of", lambda municipality: ())
    course = case_system.register(received(event_id="e-3", course_id="c-3", person_id="p-3")).course
    assert course.hand_over_expected_on is None
