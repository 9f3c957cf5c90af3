"""What a change has changed: what was learned since, and nothing that changes by itself as time passes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lighed.governance import LegalRegister, Standing
from lighed.workflow import ReceivedRegistration, changed_elements, receive_registration
from tests.web.arrivals_site import CHANGED_ON, REGISTERED_ON, corrected, day, document, with_news

LONG_AFTER = REGISTERED_ON + timedelta(days=70)


def read(document: dict[str, Any]) -> ReceivedRegistration:
    return receive_registration(
        document,
        version=None,
        register=LegalRegister(()),
        standing_of=lambda *_: Standing(),
        today=date(2026, 11, 22),
        wants_estimate=False,
    )


def test_what_was_learned_since_is_named():
    changed = changed_elements(document(), read(with_news()), version=None)
    assert "n_licence_categories" in changed


def test_what_was_put_right_is_named():
    assert "age" in changed_elements(document(), read(corrected()), version=None)


def test_that_time_passes_is_no_news():
    before, now = document(), document("data_changed", occurred_on=LONG_AFTER)
    for one in (before, now):
        one["tables"]["cv_licences"] = [
            {"person_id": "p-1", "category": "B", "recorded_on": day(REGISTERED_ON - timedelta(days=20))}
        ]
    passed = {one.element for one in read(now).values} & {"weeks_since_cv_update"}
    assert passed, "an element that changes by itself is looked at"
    assert changed_elements(before, read(now), version=None) == ()


def test_what_is_taken_back_is_named():
    before = with_news()
    assert "n_licence_categories" in changed_elements(
        before, read(document("data_changed", occurred_on=CHANGED_ON, number=2)), version=None
    )
