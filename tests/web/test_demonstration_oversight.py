"""The demonstration's requests, reviews and bundle: there to be tried, laid out once, and in a demonstration only."""

from __future__ import annotations

import pytest

from lighed.web import actions
from lighed.web.models import FollowUp, RegulatorBundle, RightsRequest, Task
from lighed.web.queries.oversight.bundles import bundles_of
from lighed.web.queries.oversight.periodic_reviews import reviews_that_wait
from lighed.web.queries.worklist.tasks import tasks_page
from tests.web.factories import HERE, NOW, audit, many

pytestmark = pytest.mark.django_db
NAMES = {HERE: "Enghavn"}
TODAY = NOW.date()


@pytest.fixture
def staff(case_system, settings):
    many(case_system, today=TODAY)
    users = actions.create_demo_users(NAMES, audit=audit())
    actions.create_demo_citizens(NAMES, audit=audit())
    return {one.username.removeprefix(f"demo-{HERE}"): one for one in users}


def test_something_waits_on_every_page_of_oversight_and_is_laid_out_once(staff, settings):
    for _ in range(2):
        actions.lay_out_oversight(NAMES, audit=audit())
    asked = RightsRequest.objects.values_list("kind", "state")
    assert {("access", "answered"), ("correction", "open"), ("review", "open")} == set(asked)
    assert {one.due_on > TODAY for one in RightsRequest.objects.all()} == {True}
    mine = tasks_page(staff[""], whose="mine", today=TODAY)
    assert {one.kind for one in mine.requests} == {"correction", "review"}
    assert Task.Kind.CALLBACK in {row.task.kind for row in mine.rows}
    assert [row.kind.value for row in reviews_that_wait(staff["-manager"], today=TODAY)] == ["ethics"]
    assert FollowUp.objects.get().is_late(today=TODAY)
    assert len(bundles_of(staff["-regulator"], today=TODAY)) == 1
    settings.LIGHED_DEMO = False
    with pytest.raises(actions.DemoIsOff):
        actions.lay_out_oversight(NAMES, audit=audit())


def test_a_municipality_without_demonstration_staff_is_left_alone(case_system):
    many(case_system, today=TODAY)
    actions.lay_out_oversight([HERE], audit=audit())
    assert not RightsRequest.objects.exists()
    assert not RegulatorBundle.objects.exists()
