"""Half an hour past midnight in Denmark it is a new day, though it is still the old one in Greenwich."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lighed.governance import Role, Signature
from lighed.web import actions, queries
from lighed.web.actions.experts.version_steps import fictional_actor
from lighed.web.models import LegalBasisEntry
from lighed.web.queries.experts import version_gates
from tests.web.factories import HERE, audit

pytestmark = pytest.mark.django_db
PAST_MIDNIGHT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 7, 2), date(2026, 7, 1)


def at_night(**more):
    return replace(audit(**more), at=PAST_MIDNIGHT)


def suspended() -> LegalBasisEntry:
    entry = LegalBasisEntry.objects.get(municipality=HERE, purpose="plan_contact_course", state="approved")
    entry.state, entry.suspended, entry.suspended_at = "suspended", entry.approved, PAST_MIDNIGHT
    entry.save()
    return entry


def test_an_assessment_signed_today_is_entered(municipalities):
    entered = actions.enter_assessment(
        HERE, title="Konsekvensanalyse", filed_at="Sag 1", version=None, covers_until=date(2027, 7, 2),
        signed=Signature("m", "M", "manager", TODAY), review_due=date(2027, 1, 1),
        by=fictional_actor("m", "M", Role.MANAGER), audit=at_night(),
    )  # fmt: skip
    assert entered.signed["on"] == "2026-07-02"


def test_a_stop_pressed_at_night_is_in_force_since_that_day(municipalities):
    actions.press_stop(HERE, effect="stop", reason="Fejl i tallene", by="ane", audit=at_night())
    assert queries.profiling_status(HERE, today=TODAY).stopped_since == TODAY


def test_a_suspension_at_night_counts_from_that_day(municipalities):
    suspended()
    assert queries.profiling_status(HERE, today=TODAY).off_since == TODAY


def test_what_was_built_the_day_before_was_built_under_a_basis_in_force(municipalities):
    entry = suspended()
    stood = {on: version_gates._as_it_stood(entry, on=on).state for on in (YESTERDAY, TODAY)}
    assert stood == {YESTERDAY: "approved", TODAY: "suspended"}
