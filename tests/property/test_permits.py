"""No permit without a legal basis for the purpose, municipality, day, moment, every element, approved and real."""

import copy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lighed.governance import (
    Approval,
    GdprArticle,
    LegalBasis,
    Moment,
    NotPermitted,
    Permit,
    Purpose,
    Request,
    Text,
    can_be_permitted,
    check_permit,
)

codes = st.text("0123456789", min_size=3, max_size=3)
names = st.text("abcdefghij_", min_size=1, max_size=8)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def covered(draw):
    """A request, and a legal basis that just covers it (and may cover more)."""
    on = draw(days)
    municipality = draw(codes)
    request = Request(
        purpose=draw(st.sampled_from(Purpose)),
        municipalities=frozenset({municipality}),
        on=on,
        moments=draw(st.frozensets(st.sampled_from(Moment), min_size=1)),
        elements=draw(st.frozensets(names, min_size=1, max_size=5)),
        is_synthetic=draw(st.booleans()),
    )
    basis = LegalBasis(
        id="basis",
        purpose=request.purpose,
        article=GdprArticle.PUBLIC_AUTHORITY,
        citation=Text(da="§ 1", en="section 1"),
        municipalities=request.municipalities | draw(st.frozensets(codes, max_size=3)),
        moments=request.moments | draw(st.frozensets(st.sampled_from(Moment))),
        elements=draw(st.none() | st.frozensets(names, max_size=3).map(lambda more: request.elements | more)),
        conditions=(),
        valid_from=on - timedelta(days=draw(st.integers(0, 400))),
        valid_to=draw(st.none() | st.integers(0, 400).map(lambda later: on + timedelta(days=later))),
        approvals=(Approval("A", "manager", on - timedelta(days=1)), Approval("B", "officer", on)),
        is_fictional=request.is_synthetic and draw(st.booleans()),
    )
    return request, basis


def _other(kind, value):
    return next(member for member in kind if member is not value)


WAYS_TO_FAIL = {
    "purpose": lambda request, basis: replace(basis, purpose=_other(Purpose, basis.purpose)),
    "municipality": lambda request, basis: replace(basis, municipalities=basis.municipalities - request.municipalities),
    "in force from": lambda request, basis: replace(basis, valid_from=request.on + timedelta(days=1), valid_to=None),
    "in force until": lambda request, basis: replace(basis, valid_to=request.on - timedelta(days=1)),
    "data element": lambda request, basis: replace(
        basis, elements=(basis.elements or request.elements) - {min(request.elements)}
    ),
    "moment": lambda request, basis: replace(basis, moments=basis.moments - {min(request.moments)}),
    "approved by two people": lambda request, basis: replace(basis, approvals=basis.approvals[:1]),
    "condition": lambda request, basis: replace(basis, conditions=(Text(da="Vilkår", en="Terms"),)),
}


@pytest.mark.requirement("R-LEG-01", part="purpose", shows="works")
@pytest.mark.requirement("R-LEG-01", part="municipality", shows="works")
@pytest.mark.requirement("R-LEG-01", part="day", shows="works")
@pytest.mark.requirement("R-LEG-01", part="every element", shows="works")
@pytest.mark.requirement("R-LEG-01", part="scoring moment", shows="works")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="works")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="works")
@settings(max_examples=30, deadline=None)
@given(covered())
def test_a_basis_that_covers_the_request_gives_a_permit_for_it(given_):
    request, basis = given_
    permit = check_permit([basis], request)
    assert permit.request == request
    assert permit.legal_bases == ("basis",)
    assert permit.is_fictional == basis.is_fictional
    assert can_be_permitted([basis], request)


@pytest.mark.requirement("B2", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="purpose", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="municipality", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="every element", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="scoring moment", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
@pytest.mark.parametrize("what", WAYS_TO_FAIL)
@settings(max_examples=30, deadline=None)
@given(covered())
def test_without_any_one_of_them_there_is_no_permit_and_the_reason_says_which(what, given_):
    request, basis = given_
    with pytest.raises(NotPermitted) as caught:
        check_permit([WAYS_TO_FAIL[what](request, basis)], request)
    (reason,) = caught.value.reasons
    assert what in reason.en
    (municipality,) = request.municipalities
    assert municipality in reason.en
    assert municipality in reason.da
    assert reason.da != reason.en
    assert not can_be_permitted([WAYS_TO_FAIL[what](request, basis)], request)


@settings(max_examples=30, deadline=None)
@given(covered())
def test_a_fictional_basis_never_covers_a_real_person(given_):
    request, basis = given_
    with pytest.raises(NotPermitted) as caught:
        check_permit([replace(basis, is_fictional=True)], replace(request, is_synthetic=False))
    (reason,) = caught.value.reasons
    assert "fictional" in reason.en
    assert "fiktiv" in reason.da


@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="works")
@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="refuses")
@settings(max_examples=30, deadline=None)
@given(covered(), codes)
def test_every_municipality_needs_a_basis_of_its_own(given_, other):
    request, basis = given_
    basis = replace(basis, municipalities=request.municipalities - {other})
    with pytest.raises(NotPermitted) as caught:
        check_permit([basis], replace(request, municipalities=request.municipalities | {other}))
    assert all(other in reason.en for reason in caught.value.reasons)
    second = replace(basis, id="second", municipalities=frozenset({other}))
    both = check_permit([basis, second], replace(request, municipalities=request.municipalities | {other}))
    assert set(both.legal_bases) <= {"basis", "second"}
    assert "second" in both.legal_bases


@pytest.mark.requirement("R-LEG-05", shows="refuses")
@settings(max_examples=30, deadline=None)
@given(covered())
def test_training_and_operation_do_not_imply_each_other(given_):
    request, basis = given_
    assert not can_be_permitted([basis], replace(request, purpose=_other(Purpose, request.purpose)))


@pytest.mark.requirement("R-LEG-01", part="purpose", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
@settings(max_examples=30, deadline=None)
@given(covered())
def test_two_halves_make_no_whole(given_):
    # a basis for the purpose on another day and a basis for the day with another purpose give nothing together
    request, basis = given_
    halves = [WAYS_TO_FAIL["purpose"](request, basis), replace(WAYS_TO_FAIL["in force until"](request, basis), id="b")]
    assert not can_be_permitted(halves, request)


@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
@settings(max_examples=30, deadline=None)
@given(covered())
def test_one_person_in_two_spellings_or_a_later_approval_is_not_two_people(given_):
    request, basis = given_
    once = Approval("Ane  Berg", "manager", request.on)
    spelled = replace(basis, approvals=(once, Approval(" ane berg ", "officer", request.on)))
    late = replace(basis, approvals=(once, Approval("Bo", "officer", request.on + timedelta(days=1))))
    assert not can_be_permitted([spelled], request)
    assert not can_be_permitted([late], request)
    assert can_be_permitted([late], replace(request, on=request.on + timedelta(days=1))) == (
        basis.valid_to is None or basis.valid_to > request.on
    )


@pytest.mark.requirement("B2", shows="refuses")
@settings(max_examples=30, deadline=None)
@given(covered())
def test_a_permit_covers_its_own_use_only(given_):
    request, basis = given_
    permit = check_permit([basis], request)
    (municipality,) = request.municipalities
    use = {
        "municipality": municipality,
        "on": request.on,
        "moment": min(request.moments),
        "elements": request.elements,
    }
    assert permit.covers(request.purpose, **use)
    assert permit.covers(request.purpose, **(use | {"elements": list(request.elements)[:1]}))
    assert not permit.covers(_other(Purpose, request.purpose), **use)
    assert not permit.covers(request.purpose, **(use | {"municipality": "x"}))
    assert not permit.covers(request.purpose, **(use | {"on": request.on + timedelta(days=1)}))
    assert not permit.covers(request.purpose, **(use | {"elements": [*request.elements, "health"]}))
    for moment in set(Moment) - request.moments:
        assert not permit.covers(request.purpose, **(use | {"moment": moment}))


@settings(max_examples=30, deadline=None)
@given(covered(), codes)
def test_a_permit_is_not_made_or_changed_by_hand(given_, other):
    request, basis = given_
    with pytest.raises(TypeError, match="check_permit"):
        Permit(request, ("basis",), False, b"")
    permit = check_permit([basis], request)
    with pytest.raises(TypeError, match="check_permit"):
        replace(permit, request=replace(request, municipalities=request.municipalities | {other, "x"}))
    with pytest.raises(TypeError, match="check_permit"):
        replace(permit, is_fictional=not permit.is_fictional)
    assert copy.deepcopy(permit) == permit
    assert "seal" not in repr(permit)


@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="refuses")
def test_nothing_registered_and_nobody_asked_for_is_refused():
    request = Request(Purpose.OPERATION, frozenset({"101"}), date(2026, 1, 1), frozenset(Moment), frozenset(), False)
    with pytest.raises(NotPermitted, match="no legal basis is registered"):
        check_permit([], request)
    with pytest.raises(NotPermitted, match="names no municipality"):
        check_permit([], replace(request, municipalities=frozenset()))


@pytest.mark.requirement("R-LEG-02", shows="works")
@pytest.mark.requirement("B1", part="the person's yes", shows="works")
@pytest.mark.requirement("B1", part="contract, vital and legitimate interest", shows="works")
@pytest.mark.requirement("R-LEG-08", part="sanction, availability control and fraud cannot be created", shows="works")
def test_the_only_ground_is_official_authority_and_purposes_are_two():
    assert [article.value for article in GdprArticle] == ["6(1)(e)"]
    assert {purpose.value for purpose in Purpose} == {"train_person_types", "plan_contact_course"}
