"""No CPR number stands in a reason: what looks like one is refused wherever a reason is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lighed.governance import (
    Actor,
    Life,
    NotAllowed,
    RequestRefused,
    Right,
    Step,
    StepRefused,
    VersionState,
    check_extension,
    check_reason,
    check_step,
)
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.incidents import IncidentKind, check_close
from lighed.governance.stop import Stop, check_press

DAY = date(2026, 11, 22)
REASON = "Borger 010190-1234 har klaget"


def _version(reason: str) -> None:
    by = Actor("ane", "Ane", frozenset({Right.PROPOSE_VERSIONS}))
    check_step(Life(VersionState.EVALUATED, "ane"), Step.PROPOSE, by=by, reason=reason)


CHECKS = {
    "legal basis": check_reason,
    "version": _version,
    "stop": lambda reason: check_press(Stop(is_whole=True), in_force=None, reason=reason),
    "incident": lambda reason: check_close(
        next(iter(IncidentKind)), notified_at=datetime(2026, 11, 22, tzinfo=UTC), why_not_notified="", reason=reason
    ),
    "more time": lambda reason: check_extension(received_on=DAY, due=date(2026, 12, 22), reason=reason, today=DAY),
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_reason_with_a_cpr_number_is_refused_and_one_without_is_not(check):
    check("En borger har klaget, sag 2026-117")
    with pytest.raises((NotAllowed, StepRefused, RequestRefused)) as refused:
        check(REASON)
    assert refused.value.text == NO_CPR


@pytest.mark.parametrize("words", ["sag 2026-117", "12 34 56 78", "den 22.11.2026", "0f1e2d3c-0101901234"[:8], ""])
def test_what_is_no_cpr_number(words):
    assert not looks_like_cpr(words)
