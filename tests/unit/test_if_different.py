"""What an estimate would be with another value is what it is when that value is put there and estimated anew."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from lighed.anonymisation import Limits, NumberBins, anonymise_cases, no_noise
from lighed.elements import REGISTER
from lighed.estimates import Assessed, Basis, band_of, can_be_told, estimate
from lighed.estimates.if_different import LEAST_PEOPLE
from lighed.governance import (
    Moment,
    NotPermitted,
    Purpose,
    Request,
    Right,
    Role,
    Standing,
    check_permit,
    demonstration_register,
)
from lighed.governance.alternatives import AlternativeRefused, check_approval, check_can_be_told, check_is_yours
from lighed.governance.alternatives import can_be_told as may_be_told
from lighed.governance.roles import RIGHTS
from lighed.persontypes import build_person_types
from tests.made_up_cases import made_up_cases

TOLD = "what the estimate would be if something were different, where experts have approved it"
TODAY = date(2026, 11, 22)
LIMITS = Limits(k=30, least_of_each=4, epsilon=None, n_moments=1)
_CODES = {"age": "n_job_goals", "licence": "interpreter_need", "trade": "sex", "noise": "n_regions"}
"""Two that a person can change, one of which acts together with a protected one."""
PEOPLE = [
    {"n_job_goals": 24.0, "interpreter_need": "no", "sex": "a", "n_regions": 50.0},
    {"n_job_goals": 60.0, "interpreter_need": "yes", "sex": "a", "n_regions": 41.0},
    {"n_job_goals": 60.0, "interpreter_need": "no", "sex": "c", "n_regions": 63.0},
    {"n_job_goals": None, "interpreter_need": "no", "sex": "b", "n_regions": 50.0},
]


@pytest.fixture(scope="module")
def types():
    cases = made_up_cases(3000)
    named = dataclasses.replace(
        cases,
        fields=tuple(dataclasses.replace(field, code=_CODES[field.code]) for field in cases.fields),
        values=cases.values.rename(_CODES),
    )
    return build_person_types(anonymise_cases(named, LIMITS, noise=no_noise), LIMITS)


def permit(types, *, on: date = TODAY):
    asked = Request(
        purpose=Purpose.OPERATION,
        municipalities=frozenset({"901"}),
        on=on,
        moments=frozenset({Moment.REGISTRATION}),
        elements=frozenset(REGISTER[code].use for code in types.codes),
        is_synthetic=True,
        standing=Standing(is_informed=True),
    )
    return check_permit(demonstration_register(), asked)


def made(types, values, *, made_on: date = TODAY):
    basis = Basis(
        municipality="901", moment=Moment.REGISTRATION, version="v", version_sha256="0", is_demo=True,
        legal_bases=("demo-operation",), scored_on=TODAY, made_on=made_on, threshold_weeks=26,
    )  # fmt: skip
    return estimate(values, types, permit=permit(types), basis=basis)


def others(types, code, values):
    """A value of every other interval that enough people had, by interval."""
    table = types.fields[types.codes.index(code)]
    assert isinstance(table.bins, NumberBins)
    edges, own = table.bins.edges, table.bins.bin_of(values[code])
    return {
        number: edges[number - 1] if number <= len(edges) else edges[-1] + 1
        for number in range(1, table.bins.n_bins)
        if number != own and table.people[number] >= LEAST_PEOPLE
    }


@pytest.mark.requirement("R-MOD-03", part="a reason is what changing the value does", shows="works")
@pytest.mark.requirement("C7", part="the explanation is the computation", shows="works")
@pytest.mark.parametrize("values", PEOPLE)
def test_it_is_what_the_estimate_becomes_when_the_value_is_put_there(types, values):
    """By hand: each other value in the person's place, and the whole estimate made anew. Pairs come along."""
    now = made(types, values)
    assert isinstance(now, Assessed)
    assert now.if_different is not None
    assert [one.element for one in now.if_different] == [
        code for code in types.codes if code in ("n_job_goals", "n_regions") and values[code] is not None
    ]
    for one in now.if_different:
        anew = [made(types, values | {one.element: value}) for value in others(types, one.element, values).values()]
        by_hand = {round(other.long_share, 9): other for other in anew if isinstance(other, Assessed)}
        for told, extreme in ((one.lower, min(by_hand)), (one.higher, max(by_hand))):
            if told is None:
                assert extreme >= round(now.long_share, 9) if told is one.lower else extreme <= round(now.long_share, 9)
                continue
            assert told.long_share == pytest.approx(extreme, abs=1e-9)
            assert (told.of_100, told.band) == (by_hand[extreme].of_100, by_hand[extreme].band)
            assert told.band is band_of(told.long_share, types.settings.cut_offs)
            (effect,) = (effect for effect in by_hand[extreme].effects if effect.element == one.element)
            assert effect.name == one.name
            assert told.value != one.value


def test_among_what_was_made_anew_are_values_that_act_in_a_pair(types):
    """Else the test above would pass where pairs are forgotten."""
    pairs = [pair for pair in types.pairs if "n_job_goals" in (types.codes[pair.a], types.codes[pair.b])]
    own = types.bin_person(PEOPLE[1])
    changed = [
        types.bin_person(PEOPLE[1] | {"n_job_goals": value})
        for value in others(types, "n_job_goals", PEOPLE[1]).values()
    ]
    assert any(abs(float(pair.of(codes)[0] - pair.of(own)[0])) > 0.1 for pair in pairs for codes in changed)


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="refuses")
def test_of_what_is_protected_or_nobody_can_change_nothing_is_computed(types, monkeypatch):
    told = {one.element for one in made(types, PEOPLE[0]).if_different}
    assert told == {"n_job_goals", "n_regions"}
    assert {code for code in _CODES.values() if can_be_told(REGISTER[code])} == told
    protected = dataclasses.replace(REGISTER["n_regions"], protection=REGISTER["sex"].protection)
    fixed = dataclasses.replace(REGISTER["n_job_goals"], is_citizen_changeable=False)
    assert not can_be_told(protected)
    assert not can_be_told(fixed)


def test_a_value_with_which_the_tool_would_abstain_is_not_told(types):
    near = dataclasses.replace(types, reach=types.reach * 0.12)
    values = next(values for values in PEOPLE if isinstance(made(near, values), Assessed))
    told = [one for one in made(near, values).if_different for one in (one.lower, one.higher) if one is not None]
    by_hand = [
        made(near, values | {code: value})
        for code in ("n_job_goals", "n_regions")
        for value in others(near, code, values).values()
    ]
    assessed = {round(one.long_share, 9) for one in by_hand if isinstance(one, Assessed)}
    assert len(assessed) < len(by_hand), "the reach is short enough that some lie beyond"
    assert {round(one.long_share, 9) for one in told} <= assessed


def test_a_value_that_few_had_is_not_told(types):
    field = types.codes.index("n_job_goals")
    table = types.fields[field]
    few = dataclasses.replace(table, people=table.people * 0 + LEAST_PEOPLE - 1)
    rare = dataclasses.replace(types, fields=(*types.fields[:field], few, *types.fields[field + 1 :]))
    (one,) = (one for one in made(rare, PEOPLE[0]).if_different if one.element == "n_job_goals")
    assert (one.lower, one.higher) == (None, None)


@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
def test_without_the_permit_there_is_neither_the_estimate_nor_what_it_would_be(types):
    with pytest.raises(NotPermitted):
        made(types, PEOPLE[0], made_on=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("is_changeable", "is_protected", "may"),
    [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
)
def test_the_two_forms_of_the_rule_agree(is_changeable, is_protected, may):
    facts = {"is_changeable": is_changeable, "is_protected": is_protected}
    assert may_be_told(**facts) is may
    if may:
        check_can_be_told(**facts)
    else:
        with pytest.raises(AlternativeRefused) as refused:
            check_can_be_told(**facts)
        assert refused.value.text.da
        assert refused.value.text.en


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rights": RIGHTS[Role.DATA_EXPERT]}, "domain expert"),
        ({"is_changeable": False}, "can change"),
        ({"is_protected": True}, "protected"),
        ({"reason": "  fordi  "}, "why"),
    ],
)
def test_an_approval_is_refused_with_its_reason(changes, says):
    facts = {"rights": RIGHTS[Role.DOMAIN_EXPERT], "is_changeable": True, "is_protected": False}
    facts |= {"reason": "Man kan selv gøre det."}
    check_approval(facts.pop("rights"), **facts)
    with pytest.raises(AlternativeRefused) as refused:
        check_approval(**({"rights": RIGHTS[Role.DOMAIN_EXPERT]} | facts | changes))
    assert says in refused.value.text.en


def test_only_domain_experts_approve():
    assert {role for role in Role if Right.APPROVE_ALTERNATIVES in RIGHTS[role]} == {Role.DOMAIN_EXPERT}
    with pytest.raises(AlternativeRefused):
        check_is_yours(RIGHTS[Role.MANAGER])
