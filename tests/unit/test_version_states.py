"""The rule book of versions: whatever anyone tries in whatever order, two others than the builder have approved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighed.governance import (
    RIGHT_FOR,
    Actor,
    Life,
    Right,
    Side,
    Step,
    StepRefused,
    Text,
    VersionState,
    check_roll_back,
    check_step,
    is_same_person,
    open_steps,
)
from tests.allowed import is_allowed

REASON = "Looked at the report together"
EVERY = frozenset(Right)
BUILDER = "Ida"
ACTORS = [Actor(name, name, EVERY) for name in ("ida", "IDA ", "bent", "BENT", "ane", "carl")]
IN_A_LIFE = [step for step in Step if step not in (Step.ADD, Step.ROLL_BACK, Step.CONFIRM)]
SHUT = Text(da="Gate ikke opfyldt.", en="Gate not open.")


@given(
    st.lists(
        st.tuples(st.sampled_from(IN_A_LIFE), st.sampled_from(ACTORS), st.sampled_from([*Side, None]), st.booleans()),
        max_size=40,
    )
)
def test_whatever_is_tried_nothing_is_in_operation_that_two_others_have_not_signed(tried):
    state, signed, was_open = VersionState.DRAFT, {}, False
    for step, by, side, is_open in tried:
        life, failed = Life(state, BUILDER, dict(signed)), () if is_open else (SHUT,)
        if not is_allowed(check_step, life, step, by=by, reason=REASON, side=side, failed=failed):
            with pytest.raises(StepRefused):
                check_step(life, step, by=by, reason=REASON, side=side, failed=failed)
            continue
        state = check_step(life, step, by=by, reason=REASON, side=side, failed=failed)
        if step is Step.PROPOSE:
            signed = {}
        if step is Step.SIGN:
            signed[side] = by.person
        if step is Step.RELEASE:
            was_open = is_open
        if state in (VersionState.APPROVED, VersionState.SHADOW, VersionState.IN_OPERATION):
            one, other = signed[Side.PROFESSIONAL], signed[Side.DATA]
            assert not is_same_person(one, other)
            assert not is_same_person(one, BUILDER)
            assert not is_same_person(other, BUILDER)
        if state is VersionState.IN_OPERATION:
            assert was_open


@pytest.mark.parametrize("step", sorted(RIGHT_FOR))
def test_each_step_by_a_person_needs_its_right_and_a_reason(step):
    nobody, somebody = Actor("bent", "Bent", EVERY - {RIGHT_FOR[step]}), Actor("bent", "Bent", EVERY)

    def tried(by, reason):
        if step in (Step.ROLL_BACK, Step.CONFIRM):
            check_roll_back(step, by=by, reason=reason)
        else:
            state = next(one for one in VersionState if step in open_steps(one, EVERY))
            check_step(Life(state, BUILDER), step, by=by, reason=reason, side=Side.DATA)

    tried(somebody, REASON)
    with pytest.raises(StepRefused, match="role"):
        tried(nobody, REASON)
    with pytest.raises(StepRefused, match="reason"):
        tried(somebody, "   ok   ")


def test_a_version_without_a_builder_on_record_is_not_approved():
    life = Life(VersionState.PROPOSED, "")
    with pytest.raises(StepRefused, match="on record"):
        check_step(life, Step.SIGN, by=ACTORS[2], reason=REASON, side=Side.DATA)


def test_a_roll_back_is_confirmed_by_somebody_else():
    with pytest.raises(StepRefused, match="Somebody else"):
        check_roll_back(Step.CONFIRM, by=ACTORS[3], reason=REASON, begun_by="bent")
    check_roll_back(Step.CONFIRM, by=ACTORS[4], reason=REASON, begun_by="bent")
