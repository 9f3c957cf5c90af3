"""Deadlines, answers, choices and scopes: the rules by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighed.governance import (
    ApiScope,
    ChoiceRefused,
    Conditions,
    Duty,
    Handling,
    Participation,
    Purpose,
    RequestKind,
    RequestRefused,
    RequestResult,
    can_answer_review,
    can_ask_for_review,
    can_be_extended,
    can_choose,
    can_correct,
    can_handle,
    check_answer,
    check_choice,
    check_correction,
    check_review,
    check_reviewed,
    check_scopes,
    complaint_guidance,
    demonstration_register,
    due_on,
    extended_due_on,
    participation_in_force,
)
from lighed.governance.small_numbers import FEWEST, measured, shown_count
from tests.allowed import is_allowed


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 11, 22), date(2026, 12, 22), date(2027, 2, 22)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 30), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
        # A Sunday stays a Sunday: no one may count on more time.
        (date(2026, 10, 22), date(2026, 11, 22), date(2027, 1, 22)),
    ],
)
def test_an_answer_is_due_after_a_month_and_at_the_latest_after_three(received, due, extended):
    assert (due_on(received), extended_due_on(received)) == (due, extended)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_deadline_is_never_more_than_a_month_away(received):
    assert timedelta(28) <= due_on(received) - received <= timedelta(31)
    assert timedelta(89) <= extended_due_on(received) - received <= timedelta(92)
    assert due_on(received) <= due_on(received + timedelta(1))


MAY = {
    "received_on": date(2026, 11, 1),
    "due": date(2026, 12, 1),
    "reason": "Sagen er stor.",
    "today": date(2026, 12, 1),
}


@pytest.mark.parametrize(
    ("changes", "may"),
    [({}, True), ({"reason": " "}, False), ({"due": date(2027, 2, 1)}, False), ({"today": date(2026, 12, 2)}, False)],
)
def test_a_deadline_is_extended_once_in_time_and_with_a_reason(changes, may):
    assert can_be_extended(**{**MAY, **changes}) is may


ANSWER = "Vi har set på sagen og er enige. Du kan klage til Enghavn Kommune (12 34 56 78) eller Datatilsynet."
OFFICE = {"municipality": "Enghavn Kommune", "phone": "12 34 56 78"}


@pytest.mark.parametrize(
    ("kind", "result", "answer", "may"),
    [
        (RequestKind.REVIEW, "partly", ANSWER, True),
        (RequestKind.OBJECTION, "upheld", ANSWER, True),
        (RequestKind.OBJECTION, "partly", ANSWER, False),
        (RequestKind.REVIEW, "", ANSWER, False),
        (RequestKind.REVIEW, "upheld", ANSWER.replace("Datatilsynet", "os"), False),
        (RequestKind.REVIEW, "upheld", ANSWER.replace("12 34 56 78", ""), False),
        (RequestKind.REVIEW, "upheld", complaint_guidance(**OFFICE).da, False),
        (RequestKind.REVIEW, "upheld", complaint_guidance(**OFFICE).en + " Nej.", False),
    ],
)
def test_an_answer_has_a_result_reasons_and_complaint_guidance(kind, result, answer, may):
    assert is_allowed(check_answer, kind, result, answer, **OFFICE) is may


def test_an_answer_without_complaint_guidance_is_refused_in_these_words():
    with pytest.raises(RequestRefused) as refused:
        check_answer(RequestKind.ACCESS, "upheld", "Her er alt, hvad vi har om dig i dag.", **OFFICE)
    assert refused.value.text.da.startswith("Svaret mangler klagevejledning.")


@pytest.mark.parametrize("phone", ["12 34 56 78", ""])
@pytest.mark.parametrize("result", [RequestResult.UPHELD, RequestResult.NOT_UPHELD])
def test_the_paragraph_that_is_proposed_is_enough_guidance(phone, result):
    guidance = complaint_guidance(municipality="Enghavn Kommune", phone=phone)
    for text in (guidance.da, guidance.en):
        answer = f"En af os har set på sagen.\n\n{text}"
        assert is_allowed(check_answer, RequestKind.REVIEW, result, answer, municipality="Enghavn Kommune", phone=phone)


@pytest.mark.parametrize(
    ("kind", "caseworker", "may"),
    [
        (RequestKind.REVIEW, "s-1", False),
        (RequestKind.OBJECTION, "s-2", False),
        (RequestKind.REVIEW, "s-3", True),
        (RequestKind.REVIEW, "", True),
        (RequestKind.ACCESS, "s-1", True),
    ],
)
def test_the_own_caseworker_does_not_answer_what_contests_the_estimate(kind, caseworker, may):
    assert can_handle(Handling(kind, frozenset({"s-1", "s-2", ""}), caseworker)) is may
    assert not can_handle(Handling(kind, frozenset(), caseworker, is_officer=True))


def bases(*participations: Participation):
    (basis,) = (one for one in demonstration_register().legal_bases if one.purpose is Purpose.OPERATION)
    return [replace(basis, conditions=Conditions(participation)) for participation in participations]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((), None),
        ((Participation.NOT_OPTIONAL,), Participation.NOT_OPTIONAL),
        ((Participation.OPT_IN,), Participation.OPT_IN),
        ((Participation.OPT_IN, Participation.OPT_OUT), Participation.OPT_OUT),
        ((Participation.OPT_IN, Participation.NOT_OPTIONAL), Participation.OPT_IN),
    ],
)
def test_what_the_bases_in_force_say_of_the_persons_choice(said, told):
    assert participation_in_force(bases(*said)) is told
    assert can_choose(bases(*said)) is (told is not Participation.NOT_OPTIONAL)


def test_where_nobody_can_choose_the_reason_points_to_objection():
    with pytest.raises(ChoiceRefused) as refused:
        check_choice(bases(Participation.NOT_OPTIONAL))
    assert "indsigelse" in refused.value.text.da
    assert "object" in refused.value.text.en


def test_each_scope_carries_a_purpose():
    assert [scope.purpose for scope in check_scopes(["rights", "registrations"])] == [Purpose.OPERATION, Duty.RIGHTS]
    assert {scope.purpose for scope in ApiScope} <= {*Purpose, *Duty}


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, None), (FEWEST - 1, None), (FEWEST, FEWEST)])
def test_few_people_are_not_counted_aloud(n, shown):
    assert shown_count(n) == shown
    assert (measured([3.0] * n).median is None) is (n < FEWEST)


@pytest.mark.parametrize(
    ("more", "may"),
    [({}, True), ({"has_assessed": True}, False), ({"may_assess": False}, False), ({"is_officer": True}, False)],
)
def test_a_new_assessment_takes_somebody_who_assesses_and_has_not_assessed_this_person(more, may):
    assert can_handle(Handling(RequestKind.REVIEW, frozenset({"s-1"}), "s-2", **more)) is may
    if "is_officer" not in more:
        assert can_handle(Handling(RequestKind.ACCESS, frozenset({"s-1"}), "s-2", **more))


def test_a_correction_says_what_is_right_and_is_one_at_a_time():
    assert can_correct(has_open=False)
    assert not can_correct(has_open=True)
    check_correction(right="Jeg har kørekort.", has_open=False)
    with pytest.raises(RequestRefused) as refused:
        check_correction(right="  ", has_open=False)
    assert refused.value.text.da == "Skriv, hvad der er rigtigt."


@pytest.mark.parametrize(("words", "points", "is_asked"), [("", (), False), (" ", ("data",), True), ("Nej.", (), True)])
def test_a_new_assessment_is_asked_for_in_words_or_by_a_tick(words, points, is_asked):
    assert is_allowed(check_review, words=words, points=points, has_open=False) is is_asked
    assert not is_allowed(check_review, words=words, points=points, has_open=True)
    assert can_ask_for_review(has_open=False)
    assert not can_ask_for_review(has_open=True)


@pytest.mark.parametrize("kind", list(RequestKind))
def test_only_a_new_assessment_must_have_been_made_before_it_is_answered(kind):
    assert can_answer_review(kind, has_assessed=False) is (kind is not RequestKind.REVIEW)
    check_reviewed(kind, has_assessed=True)
