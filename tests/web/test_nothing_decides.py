"""R-HUM-01: no address, no verb of the API and no action books, refers or decides; people plan, and plan days."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta

import pytest
from django.db import models
from django.urls import get_resolver

from lighed.web import actions
from lighed.web.models import ContactCourse, Exemption, Plan, PlannedMeeting, Task, User
from tests.web.factories import NOW, assessed, audit, many, received
from tests.web.planned import TODAY, handed_over
from tests.web.test_walk import all_patterns

_VERBS = re.compile(
    r"book|cancel|refer(?!ence)|summon|sanction|enrol|invite|auto_?(plan|exempt)|plan_all|exempt_(all|many)",
    re.IGNORECASE,
)
_WHO_PLANS = ("save_plan", "take_back_plan", "exempt_person", "end_exemption", "choose_people", "confirm_bulk_plan",
              "undo_bulk_plan")  # fmt: skip


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="refuses")
def test_no_address_and_no_action_books_cancels_or_refers():
    addresses = [(name, str(pattern.pattern)) for name, pattern in all_patterns(get_resolver())]
    assert not [one for one in addresses if _VERBS.search(" ".join(one))]
    assert not [name for name in actions.__all__ if _VERBS.search(name)]


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="refuses")
def test_the_api_has_no_verb_that_plans(client, db):
    operations = client.get("/api/v1/openapi.json").json()["paths"]
    told = [
        f"{path} {verb} {said.get('operationId', '')}"
        for path, operations_of_path in operations.items()
        for verb, said in operations_of_path.items()
    ]
    assert told
    assert not [one for one in told if _VERBS.search(one) or re.search(r"plan|exempt|meeting|assess", one)]


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="works")
@pytest.mark.parametrize("name", _WHO_PLANS)
def test_whoever_plans_or_exempts_is_a_person(name):
    """Every action that plans or exempts asks for the user who does it; a system event is no user."""
    by = inspect.signature(getattr(actions, name), eval_str=True).parameters["by"]
    assert by.default is inspect.Parameter.empty
    assert by.annotation is User


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="refuses")
def test_a_plan_has_days_and_no_clock_time():
    fields = {field.name: field for field in PlannedMeeting._meta.concrete_fields}
    assert isinstance(fields["on"], models.DateField)
    assert not [name for name, one in fields.items() if isinstance(one, models.TimeField | models.DateTimeField)]
    assert not {"place", "room", "start", "booked_at"} & set(fields)


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="refuses")
@pytest.mark.django_db
def test_nothing_that_happens_by_itself_plans_or_exempts_anybody(case_system, settings, monkeypatch):
    """People of every band arrive, are handed over, become out of date and are met by the night."""
    settings.LIGHED_ERASURE_KEY = "k" * 43
    many(case_system, today=TODAY, n=12)
    for number, share in enumerate((0.05, 0.5, 0.95)):
        handed_over(case_system, number, days_ago=89, estimate=assessed(share))
    case_system.register(received(registered_on=TODAY - timedelta(days=200), estimate=assessed(0.97)))
    list(actions.run_nightly(audit=audit(municipality=None)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=60))
    list(actions.run_nightly(audit=audit(municipality=None)))
    assert ContactCourse.objects.exclude(deadline_on=None).exists()
    assert not Plan.objects.exists()
    assert not PlannedMeeting.objects.exists()
    assert not Exemption.objects.exists()
    assert not ContactCourse.objects.filter(is_exempt=True).exists()
    assert not Task.objects.filter(kind="not_planned").exists()
