"""Whether an entry of the legal register may be entered, approved or suspended: the two ways of asking agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lighed.governance import (
    NotAllowed,
    Purpose,
    Signature,
    can_approve,
    check_approval,
    check_period,
    check_reason,
    check_suspension,
)
from tests.allowed import is_allowed
from tests.spec.the_law import SKOVBY, approved, provision

DAY = date(2026, 6, 1)
ORDER = provision("order", entered=DAY, valid_to=date(2026, 12, 31))
BENT = Signature("bent", "Bent Dahl", "approver", DAY)


def refusal(check, *arguments, **more):
    """The words of the refusal, or nothing where there is none."""
    try:
        check(*arguments, **more)
    except NotAllowed as refused:
        return refused.text.da
    return ""


@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@pytest.mark.parametrize(
    ("basis", "by", "says"),
    [
        (ORDER, BENT, ""),
        (ORDER, replace(BENT, person="ane"), "Du har selv indtastet hjemlen"),
        (ORDER, replace(BENT, person=" ANE "), "Du har selv indtastet hjemlen"),
        (ORDER, replace(BENT, person=""), "Du har selv indtastet hjemlen"),
        (approved(ORDER), BENT, "venter ikke på godkendelse"),
        (replace(ORDER, suspended=BENT), BENT, "venter ikke på godkendelse"),
        (replace(ORDER, entered=None), BENT, "venter ikke på godkendelse"),
    ],
)
def test_who_may_approve(basis, by, says):
    told = refusal(check_approval, basis, by=by, others=())
    assert says in told
    assert can_approve(basis, by=by, others=()) is (told == "") is (says == "")


@pytest.mark.parametrize(
    ("other", "is_taken"),
    [
        (approved(replace(ORDER, id="other")), True),
        (approved(replace(ORDER, id="other", valid_from=date(2026, 12, 31), valid_to=None)), True),
        (approved(replace(ORDER, id="other", valid_from=date(2027, 1, 1), valid_to=None)), False),
        (approved(replace(ORDER, id="other", valid_from=date(2020, 1, 1), valid_to=date(2026, 5, 31))), False),
        (approved(replace(ORDER, id="other", valid_from=date(2020, 1, 1), valid_to=DAY)), True),
        (replace(ORDER, id="other"), False),
        (replace(approved(ORDER), id="other", suspended=BENT), False),
        (approved(replace(ORDER, id="other", purpose=Purpose.TRAINING)), False),
        (approved(replace(ORDER, id="other", municipalities=frozenset({SKOVBY}))), False),
        (approved(ORDER), False),
    ],
)
def test_no_two_periods_of_one_purpose_overlap(other, is_taken):
    told = refusal(check_period, ORDER, others=[other])
    assert ("Perioden overlapper other." in told) is is_taken
    assert is_allowed(check_period, ORDER, others=[other]) is (told == "") is not is_taken
    assert can_approve(ORDER, by=BENT, others=[other]) is not is_taken


def test_only_what_is_approved_is_suspended_and_only_with_a_reason():
    for basis, may in ((approved(ORDER), True), (ORDER, False), (replace(approved(ORDER), suspended=BENT), False)):
        assert is_allowed(check_suspension, basis) is (refusal(check_suspension, basis) == "") is may
    for reason, may in (("Klage", True), ("", False), (" \n", False)):
        assert is_allowed(check_reason, reason) is (refusal(check_reason, reason) == "") is may
