"""No permit without a legal basis for the purpose, municipality, day, moment, every element, approved and real."""

import copy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lighed.governance import (
    Choice,
    GdprArticle,
    Ground,
    LegalRegister,
    Moment,
    NotPermitted,
    Participation,
    Permit,
    Purpose,
    Request,
    Standing,
    check_permit,
)
from lighed.governance.refusal import PERSONAL
from tests.allowed import is_allowed
from tests.property.covered_requests import (
    ANY,
    OPERATION,
    TRAINING,
    basis_of,
    changed,
    codes,
    covered,
    of_another_purpose,
    signature,
    with_special,
)

few = settings(max_examples=30, deadline=None)


def _refused(request, register):
    with pytest.raises(NotPermitted) as caught:
        check_permit(register, request)
    assert not is_allowed(check_permit, register, request)
    for reason in caught.value.reasons:
        assert reason.da != reason.en
    return caught.value


@pytest.mark.requirement("R-LEG-01", part="purpose", shows="works")
@pytest.mark.requirement("R-LEG-01", part="municipality", shows="works")
@pytest.mark.requirement("R-LEG-01", part="day", shows="works")
@pytest.mark.requirement("R-LEG-01", part="every element", shows="works")
@pytest.mark.requirement("R-LEG-01", part="scoring moment", shows="works")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="works")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="works")
@settings(max_examples=100, deadline=None)
@given(covered())
def test_a_basis_that_covers_the_request_gives_a_permit_for_it(held):
    request, register = held
    permit = check_permit(register, request)
    assert permit.request == request
    assert permit.legal_bases == ("basis",)
    assert permit.is_fictional == basis_of(held).is_fictional
    assert is_allowed(check_permit, register, request)


@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="works")
@few
@given(covered())
def test_a_special_category_is_permitted_where_it_is_named_with_provision_and_safeguard(held):
    request, register = with_special(held)
    assert is_allowed(check_permit, register, request)


def _taken_away(held, ways, what):
    ground, take_away = ways[what]
    request, register = take_away(held)
    refusal = _refused(request, register)
    assert {one.ground for one in refusal.refusals} == {ground}
    (municipality,) = request.municipalities
    for reason in refusal.reasons:
        assert municipality in reason.en
        assert municipality in reason.da


@pytest.mark.requirement("B2", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="purpose", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="municipality", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="every element", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="scoring moment", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="conditions", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="suspension", shows="refuses")
@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="refuses")
@pytest.mark.requirement("B4", part="refused without a basis of their own", shows="refuses")
@pytest.mark.requirement("B5", part="the legal class is declared", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
@pytest.mark.parametrize("what", ANY)
@few
@given(covered())
def test_without_any_one_of_them_there_is_no_permit_and_the_reason_says_which(what, held):
    _taken_away(held, ANY, what)


@pytest.mark.requirement("R-LEG-03", part="conditions", shows="refuses")
@pytest.mark.requirement("B3", part="a condition is data under its own name", shows="refuses")
@pytest.mark.parametrize("what", OPERATION)
@few
@given(covered(purpose=Purpose.OPERATION))
def test_to_plan_contact_courses_the_persons_own_standing_is_needed_too(what, held):
    _taken_away(held, OPERATION, what)


@pytest.mark.requirement("R-DAT-06", shows="refuses")
@pytest.mark.parametrize("what", TRAINING)
@few
@given(covered(purpose=Purpose.TRAINING))
def test_to_train_it_must_be_on_record_how_people_were_told_and_nobody_have_a_choice(what, held):
    _taken_away(held, TRAINING, what)


@few
@given(covered(purpose=Purpose.OPERATION))
def test_of_whom_nothing_is_said_nothing_is_on_record(held):
    # silence is no information, no yes, and no way around a condition
    request, register = held
    conditions = replace(basis_of(held).conditions, participation=Participation.OPT_IN, is_information_first=True)
    silent = replace(request, standing=None)
    _, register = changed((silent, register), conditions=conditions)
    grounds = {refusal.ground for refusal in _refused(silent, register).refusals}
    assert grounds == {Ground.INFORMATION, Ground.PARTICIPATION}


@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="works")
@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="refuses")
@few
@given(covered(), codes)
def test_every_municipality_needs_a_basis_of_its_own(held, other):
    request, register = changed(held, municipalities=held[0].municipalities - {other})
    both = replace(request, municipalities=request.municipalities | {other})
    told = replace(register, told_of_training=both.municipalities)
    assert all(other in reason.en for reason in _refused(both, told).reasons)
    second = replace(basis_of(held), id="second", municipalities=frozenset({other}))
    permit = check_permit(replace(told, legal_bases=(*told.legal_bases, second)), both)
    assert set(permit.legal_bases) <= {"basis", "second"}
    assert "second" in permit.legal_bases


@pytest.mark.requirement("R-LEG-05", shows="refuses")
@few
@given(covered())
def test_training_and_operation_do_not_imply_each_other(held):
    request, register = held
    other = next(purpose for purpose in Purpose if purpose is not request.purpose)
    everybody_told = replace(register, told_of_training=request.municipalities)
    refusal = _refused(replace(request, purpose=other), everybody_told)
    assert Ground.PURPOSE in {one.ground for one in refusal.refusals}


@pytest.mark.requirement("R-LEG-01", part="purpose", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
@few
@given(covered(), st.lists(st.sampled_from(sorted(set(ANY) - {"no emergency stop"})), min_size=2, max_size=4))
def test_halves_make_no_whole(held, lacking):
    # bases that each lack one thing give nothing together, whatever the others have
    request, register = held
    bases, elements = [], request.elements
    for number, what in enumerate(lacking):
        changed_request, with_half = ANY[what][1](held)
        elements |= changed_request.elements
        bases.append(replace(with_half.legal_bases[0], id=f"half-{number}"))
        request = replace(request, is_synthetic=request.is_synthetic and changed_request.is_synthetic)
    _refused(replace(request, elements=elements), replace(register, legal_bases=tuple(bases)))


FLAWS = ["purpose", "municipality", "before its first day", "after its last day", "moment", "approval", "entering",
         "another person to approve", "no suspension", "no condition beyond the records"]  # fmt: skip
"""What may be wrong with a basis itself, whatever the request has in it."""


def _other_bases(held, flaws, ids, asked):
    """Bases beside the one that covers the request, each with a flaw, a name and a choice of its own."""
    others = []
    for flaw, name, participation in zip(flaws, ids, asked, strict=False):
        (flawed,) = ANY[flaw][1](held)[1].legal_bases
        conditions = replace(flawed.conditions, participation=participation)
        others.append(replace(flawed, id=name, conditions=conditions))
    return tuple(others)


def _told(register, request):
    """What staff may read of the answer."""
    try:
        check_permit(register, request)
    except NotPermitted as refused:
        return [one for one in refused.refusals if one.ground not in PERSONAL]
    return []


several = {"min_size": 1, "max_size": 4}
flaws = st.lists(st.sampled_from(FLAWS), **several)
ids = st.lists(st.sampled_from(["a-order", "a", "basis", "z-order", "z"]), min_size=4, max_size=4, unique=True)
asked = st.lists(st.sampled_from(Participation), min_size=4, max_size=4)
standings = st.builds(
    Standing,
    choice=st.sampled_from([None, *Choice]),
    is_informed=st.booleans(),
    has_open_objection=st.booleans(),
    has_upheld_objection=st.booleans(),
)


@pytest.mark.requirement("R-LEG-06", part="no estimate without a recorded choice", shows="refuses")
@pytest.mark.parametrize("what", OPERATION)
@few
@given(covered(purpose=Purpose.OPERATION), flaws, ids, asked)
def test_a_no_stays_the_persons_own_whatever_else_is_on_record(what, held, flaws, ids, asked):
    # a basis for training, an order that has run out, one that was suspended: none of them speaks for the person
    request, register = OPERATION[what][1](held)
    others = [one for one in _other_bases((request, register), flaws, ids, asked) if one.id != "basis"]
    for bases in ((*others, *register.legal_bases), (*register.legal_bases, *others)):
        refused = _refused(request, replace(register, legal_bases=bases))
        assert refused.is_personal
        assert _told(replace(register, legal_bases=bases), request) == []


@few
@given(covered(purpose=Purpose.OPERATION), flaws, ids, asked, standings, standings)
def test_what_staff_are_told_says_nothing_of_the_person(held, flaws, ids, asked, one, other):
    request, register = held
    bases = _other_bases(held, flaws, ids, asked)
    register = replace(register, legal_bases=bases)
    assert _told(register, replace(request, standing=one)) == _told(register, replace(request, standing=other))


@pytest.mark.requirement("R-LEG-04", part="an edit stops as well", shows="refuses")
@few
@given(covered())
def test_a_later_revision_stops_the_one_before_at_once(held):
    # the edit awaits approval, and what it edits permits nothing any longer
    request, register = held
    edited = replace(basis_of(held), revision=2, approved=None)
    for order in ((basis_of(held), edited), (edited, basis_of(held))):
        refusal = _refused(request, replace(register, legal_bases=order))
        assert {one.ground for one in refusal.refusals} == {Ground.APPROVAL}
    approved = replace(edited, approved=basis_of(held).approved)
    assert is_allowed(check_permit, replace(register, legal_bases=(basis_of(held), approved)), request)


@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@few
@given(covered())
def test_an_approval_counts_from_its_day_on(held):
    request, register = changed(held, approved=signature("bo", held[0].on + timedelta(days=1)), valid_to=None)
    assert not is_allowed(check_permit, register, request)
    assert is_allowed(check_permit, register, replace(request, on=request.on + timedelta(days=1)))


@pytest.mark.requirement("B2", shows="refuses")
@few
@given(covered())
def test_a_permit_covers_its_own_use_only(held):
    request, register = held
    permit = check_permit(register, request)
    (municipality,) = request.municipalities
    elements = [element.code for element in request.elements]
    use = {"municipality": municipality, "on": request.on, "moment": min(request.moments), "elements": elements}
    assert permit.covers(request.purpose, **use)
    assert permit.covers(request.purpose, **(use | {"elements": elements[:1]}))
    assert not permit.covers(next(one for one in Purpose if one is not request.purpose), **use)
    assert not permit.covers(request.purpose, **(use | {"municipality": "x"}))
    assert not permit.covers(request.purpose, **(use | {"on": request.on + timedelta(days=1)}))
    assert not permit.covers(request.purpose, **(use | {"elements": [*elements, "health"]}))
    for moment in set(Moment) - request.moments:
        assert not permit.covers(request.purpose, **(use | {"moment": moment}))


@few
@given(covered(), codes)
def test_a_permit_is_not_made_or_changed_by_hand(held, other):
    request, register = held
    with pytest.raises(TypeError, match="check_permit"):
        Permit(request, ("basis",), False, b"")
    permit = check_permit(register, request)
    with pytest.raises(TypeError, match="check_permit"):
        replace(permit, request=replace(request, municipalities=request.municipalities | {other, "x"}))
    with pytest.raises(TypeError, match="check_permit"):
        replace(permit, request=of_another_purpose(held)[0], is_fictional=not permit.is_fictional)
    assert copy.deepcopy(permit) == permit
    assert "seal" not in repr(permit)


@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="refuses")
@pytest.mark.requirement("R-LEG-10", part="no law", shows="refuses")
def test_nothing_registered_and_nobody_asked_for_is_refused():
    request = Request(Purpose.OPERATION, frozenset({"101"}), date(2026, 1, 1), frozenset(Moment), frozenset(), False)
    (refusal,) = _refused(request, LegalRegister()).refusals
    assert refusal.ground is Ground.NO_BASIS
    assert "no legal basis is registered" in refusal.text.en
    (refusal,) = _refused(replace(request, municipalities=frozenset()), LegalRegister()).refusals
    assert "names no municipality" in refusal.text.en


@pytest.mark.requirement("R-LEG-02", shows="works")
@pytest.mark.requirement("B1", part="the person's yes", shows="works")
@pytest.mark.requirement("B1", part="contract, vital and legitimate interest", shows="works")
@pytest.mark.requirement("R-LEG-08", part="sanction, availability control and fraud cannot be created", shows="works")
def test_the_only_ground_is_official_authority_and_purposes_are_two():
    assert [article.value for article in GdprArticle] == ["6(1)(e)"]
    assert {purpose.value for purpose in Purpose} == {"train_person_types", "plan_contact_course"}
