"""W6: the meetings with one person, planned within the rules and after the caseworker's assessment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lighed.governance import Moment
from lighed.web.models import AuditRecord, MeetingTemplate, Plan, PlannedMeeting
from tests.web.factories import HERE, NOW, received

TODAY = NOW.date()
pytestmark = pytest.mark.django_db


def template(name: str = "Tæt start", municipality: str = HERE, **changes) -> MeetingTemplate:
    numbers = {"n_meetings": 3, "weeks_between": 2, "first_within_days": 14, "minutes": 45, "form": "in_person"}
    return MeetingTemplate.objects.create(
        municipality_id=municipality, name=name, changed_by="Pia", changed_at=NOW, **numbers | changes
    )


@pytest.fixture
def course(case_system):
    """Anna, handed over three days ago, with no meeting held by the municipality yet."""
    return case_system.register(
        received(
            display_name="Anna Jensen",
            event=Moment.HAND_OVER,
            registered_on=TODAY - timedelta(days=95),
            handed_over_on=TODAY - timedelta(days=3),
            caseworker_id="s-1",
            team="Team Nord",
        )
    ).course


def plan_of(course) -> str:
    return reverse("person-plan", kwargs={"key": course.key})


def test_a_template_is_previewed_and_saved(page_of, client, course):
    one = template()
    url = plan_of(course)
    assert "Tæt start" in page_of(url).content.decode()
    preview = client.post(url, {"template": one.pk}, headers={"Accept-Language": "da"})
    said = preview.content.decode()
    assert preview.status_code == 200, said[:3000]
    assert "Sådan bliver planen" in said
    assert "Lovkrav opfyldt" in said
    assert not Plan.objects.exists()
    numbers = preview.context["numbers"]
    saved = client.post(url, {"step": "save", "template": one.pk, "seen": preview.context["course"].revision, **numbers})
    assert saved.status_code == 302
    plan = Plan.objects.get()
    assert (plan.template, plan.level, plan.rule_set) == ("Tæt start", "", "2026-07-01")
    assert PlannedMeeting.objects.count() == 3
    course.refresh_from_db()
    assert course.n_planned == 3
