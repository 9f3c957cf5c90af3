"""How people were planned, by band and by group, counted by hand here and by the page there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from lighed.web import queries
from lighed.web.models import (
    BulkPlan,
    BulkPlanRow,
    ContactCourse,
    Municipality,
    Plan,
    PlannedMeeting,
)
from tests.web.factories import HERE, assessed, cannot_be_assessed, received
from tests.web.use_site import *  # noqa: F403 - fixtures
from tests.web.use_site import FIRST, PERIOD, SECOND, TODAY, page, spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(case_system, staff):
    """Someone registered with an estimate, and planned."""

    def make(number: int, *, n: int = 3, minutes: int = 45, days: int = 14, on: date = FIRST, **told) -> ContactCourse:
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        about = case_system.register(received(registered_on=date(2026, 9, 7), **{**ids, **told})).course
        made = Plan.objects.create(
            municipality_id=HERE, course=about, template="x", made_by=staff("Nord")[0],
            made_at=timezone.make_aware(datetime.combine(on, time(9))),
        )  # fmt: skip
        for place in range(n):
            PlannedMeeting.objects.create(
                municipality_id=HERE, plan=made, number=place + 1, minutes=minutes, form="phone", kind="job",
                on=about.estimated_on + timedelta(days=days + 14 * place),
            )  # fmt: skip
        return about

    return make


@pytest.mark.requirement("R-HUM-03", part="rates and times per team", shows="works")
def test_planned_meetings_by_band_and_group(plan):
    for number in range(10):
        plan(number, n=4, minutes=45, days=7 + number, birth_year=1990)
    for number in range(12):
        plan(20 + number, n=2, minutes=30, days=20, estimate=assessed(0.12), birth_year=1960, needs_interpreter=True)
    found = queries.planned_use(HERE, PERIOD).planned
    bands = {one.key: one for one in found["band"]}
    assert (bands["high"].n_people, bands["low"].n_people, bands["medium"].n_people) == (10, 12, 0)
    assert (bands["high"].meetings.median, bands["high"].minutes.median) == (4.0, 180.0)
    assert bands["high"].days_to_first.median == 11.5
    assert (bands["low"].meetings.median, bands["low"].minutes.median) == (2.0, 60.0)
    ages = {one.key: one.n_people for one in found["age"]}
    assert ages == {"under_30": 0, "30_49": 10, "50_and_over": 12}
    assert {one.key: one.n_people for one in found["interpreter"]} == {"yes": 12, "no": 10, "not_recorded": 0}


def test_of_a_group_of_fewer_than_ten_nothing_is_shown_nor_of_the_next_smallest(plan):
    for number in range(3):
        plan(number)
    for number in range(11):
        plan(20 + number, estimate=assessed(0.12))
    bands = {one.key: one for one in queries.planned_use(HERE, PERIOD).planned["band"]}
    assert (bands["high"].n_people, bands["low"].n_people) == (None, None)
    assert bands["low"].meetings.median is None


def test_the_newest_plan_counts_and_one_that_was_undone_does_not(plan, staff):
    courses = [plan(number) for number in range(10)]
    Plan.objects.update(state=Plan.State.REPLACED)
    for about in courses:
        made = Plan.objects.create(
            municipality_id=HERE, course=about, template="y", made_by=staff("Nord")[0],
            made_at=timezone.make_aware(datetime.combine(SECOND, time(9))),
        )  # fmt: skip
        PlannedMeeting.objects.create(
            municipality_id=HERE, plan=made, number=1, minutes=20, form="phone", kind="job", on=date(2026, 10, 7)
        )
    bands = {one.key: one for one in queries.planned_use(HERE, PERIOD).planned["band"]}
    assert (bands["high"].n_people, bands["high"].meetings.median, bands["high"].minutes.median) == (10, 1.0, 20.0)
    Plan.objects.filter(template="y").update(state=Plan.State.UNDONE)
    bands = {one.key: one for one in queries.planned_use(HERE, PERIOD).planned["band"]}
    assert bands["high"].meetings.median == 3.0


def test_plans_of_many_are_counted_once_confirmed_and_not_undone(plan, staff, manager, client):
    about = plan(1)
    at = timezone.make_aware(datetime.combine(FIRST, time(9)))
    rows = {"municipality_id": HERE, "was_found_by_band": False, "made_by": staff("Nord")[0], "made_at": at}
    BulkPlan.objects.create(**rows)
    BulkPlan.objects.create(**rows, confirmed_at=at, undone_at=at)
    done = BulkPlan.objects.create(**rows, confirmed_at=at)
    for outcome in BulkPlanRow.Outcome.values:
        BulkPlanRow.objects.create(municipality_id=HERE, bulk_plan=done, course=about, outcome=outcome)
    told = page(client)
    assert "Der er lavet 1 plan for mange på én gang i perioden. 1 borger blev planlagt med dem." in told
    assert "Skøn og vurderinger kan ikke godkendes for mange på én gang." in told


@pytest.mark.requirement("R-HUM-03", part="alarms", shows="works")
@pytest.mark.requirement("C11", part="during use", shows="works")
@pytest.mark.parametrize(("n_now", "is_alarm"), [(0, False), (2, False), (3, True)])
def test_more_that_cannot_be_assessed_is_an_alarm(case_system, manager, client, n_now, is_alarm):
    Municipality.objects.update(held_out_per_cent=0)

    def register(number: int, on: date, *, is_none: bool) -> None:
        estimate = cannot_be_assessed(scored_on=on) if is_none else assessed(scored_on=on)
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        case_system.register(received(registered_on=on, estimate=estimate, **ids))

    for number in range(50):
        register(number, FIRST, is_none=number < n_now)
        register(100 + number, FIRST - timedelta(weeks=8), is_none=False)
    found = queries.planned_use(HERE, PERIOD)
    assert found.abstained_of_all.share == n_now / 50
    assert found.abstained_of_all.before == 0
    assert [one.key for one in found.alarms] == (["abstained"] if is_alarm else [])
    assert ("er ændret med mere end 5 procentpoint" in page(client).split("Grænserne")[0]) is is_alarm


def test_counting_costs_few_queries_and_the_banner_fewer_still(
    assess, staff, manager, client, django_assert_max_num_queries
):
    for by in spread(staff("Nord", 10), 60):
        assess(by, "some", "medium", first="less")
    with django_assert_max_num_queries(1):
        queries.use_figures(HERE, PERIOD)
    with django_assert_max_num_queries(6):
        queries.planned_use(HERE, PERIOD)
    cache.clear()
    assert queries.n_use_alarms(HERE, today=TODAY) == queries.n_use_alarms(HERE, today=TODAY) > 0
