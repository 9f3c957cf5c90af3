"""The law from 2022 onwards, as the engine meets it: whatever is in force decides, and nothing else does.

The provisions are made up; the years are those in which the question stood or may stand. Each story is the same engine
with other dated data.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lighed.governance import (
    Choice,
    Conditions,
    LegalBasisError,
    Participation,
    Purpose,
    Signature,
    Standing,
    Text,
    parse_legal_bases,
)
from tests.spec.the_law import ELEMENTS, HEALTH, SKOVBY, answer, approved, law, provision, with_health

NOTHING_ON_RECORD = Standing()
INFORMED = Standing(is_informed=True)
SAID_NO = Standing(is_informed=True, choice=Choice.NO)
SAID_YES = Standing(is_informed=True, choice=Choice.YES)
OBJECTS = Standing(is_informed=True, has_open_objection=True)


@pytest.mark.requirement("R-LEG-10", part="no law", shows="works")
@pytest.mark.requirement("R-LEG-10", part="no law", shows="refuses")
def test_in_2022_there_is_no_law_and_so_no_estimate():
    # Given a municipality that has entered nothing, because there is nothing to enter
    no_law = law()
    # When someone wants to estimate a person, informed or willing or neither
    answers = {answer(no_law, on=date(2022, 5, 18), person=who) for who in (NOTHING_ON_RECORD, INFORMED, SAID_YES)}
    # Then the answer is no, whatever the person says
    assert answers == {"no_basis"}


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B1", part="the person's yes", shows="refuses")
def test_in_2022_the_persons_yes_cannot_be_entered_as_the_basis():
    # Given a file that names Article 6(1)(a) as the ground
    file = '[[legal_basis]]\nid = "yes"\narticle = "6(1)(a)"\n'
    # When it is read
    with pytest.raises(LegalBasisError) as refused:
        parse_legal_bases(file, file="yes.toml")
    # Then it is refused with the reasoning of 18 May 2022
    (why,) = [fault.rule.en for fault in refused.value.faults if fault.field == "article"]
    assert "The authority controls the person's income, so a yes is not freely given" in why


@pytest.mark.requirement("R-LEG-10", part="an order with conditions", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an order with conditions", shows="refuses")
def test_in_2026_an_order_permits_it_on_conditions_and_each_condition_is_kept():
    # Given an order in force from 1 February 2026: inform first, and let the person opt out
    conditions = Conditions(Participation.OPT_OUT, is_information_first=True)
    order = provision("order-2026", entered=date(2026, 2, 1), conditions=conditions)
    # When nobody but the one who entered it has looked at it, then it permits nothing
    assert answer(law(order), on=date(2026, 2, 1), person=INFORMED) == "approval"
    # When somebody else has approved it, then it permits from its first day on, and not the day before
    in_force = law(approved(order))
    assert answer(in_force, on=date(2026, 2, 1), person=INFORMED) == "permitted"
    assert answer(in_force, on=date(2026, 1, 31), person=INFORMED) == "approval, day"
    # And who has not been informed, or has opted out, is not estimated
    assert answer(in_force, on=date(2026, 2, 1), person=NOTHING_ON_RECORD) == "information"
    assert answer(in_force, on=date(2026, 2, 1), person=SAID_NO) == "participation"


@pytest.mark.requirement("R-LEG-10", part="an order with conditions", shows="refuses")
def test_an_order_with_a_condition_that_the_product_cannot_keep_permits_nothing():
    # Given an order that demands something of which the product has no record
    other = (Text(da="En læge skal have set skønnet", en="A doctor must have seen the estimate"),)
    conditions = Conditions(Participation.NOT_OPTIONAL, is_information_first=False, other=other)
    order = approved(provision("order-2026", entered=date(2026, 2, 1), conditions=conditions))
    # Then nothing is permitted: the condition is not passed over
    assert answer(law(order), on=date(2026, 3, 1), person=SAID_YES) == "condition"


@pytest.mark.requirement("R-LEG-10", part="repeal", shows="works")
@pytest.mark.requirement("R-LEG-10", part="repeal", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="refuses")
def test_an_order_that_is_repealed_permits_until_midnight_and_not_after():
    # Given an order whose last day is 31 December 2026
    order = approved(provision("order-2026", entered=date(2026, 2, 1), valid_to=date(2026, 12, 31)))
    # Then it permits on that day, and not on the next
    assert answer(law(order), on=date(2026, 12, 31)) == "permitted"
    assert answer(law(order), on=date(2027, 1, 1)) == "day"
    # When an act takes its place from 1 January 2027, then the act permits from that day, and not before
    act = approved(provision("act-2027", entered=date(2027, 1, 1)), on=date(2027, 1, 1))
    assert answer(law(order, act), on=date(2027, 1, 1)) == "permitted"
    assert answer(law(act), on=date(2026, 12, 31)) == "approval, day"


@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="works")
@pytest.mark.requirement("R-LEG-10", part="another municipality with another basis", shows="refuses")
def test_two_municipalities_with_two_bases_are_held_to_one_each():
    # Given Broby, where the person can opt out, and Skovby, where only those who opted in are estimated
    day = date(2026, 6, 1)
    here = approved(provision("broby", entered=day, conditions=Conditions(Participation.OPT_OUT)))
    there = approved(provision("skovby", of=SKOVBY, entered=day, conditions=Conditions(Participation.OPT_IN)))
    both = law(here, there)
    # Then a person who has said nothing is estimated in Broby and not in Skovby
    assert answer(both, on=day, person=INFORMED) == "permitted"
    assert answer(both, on=day, person=INFORMED, municipality=SKOVBY) == "participation"
    assert answer(both, on=day, person=SAID_YES, municipality=SKOVBY) == "permitted"
    # And Broby's basis is nothing to Skovby
    assert answer(law(here), on=day, person=SAID_YES, municipality=SKOVBY) == "municipality"


@pytest.mark.requirement("R-LEG-05", shows="works")
@pytest.mark.requirement("R-LEG-05", shows="refuses")
@pytest.mark.requirement("R-DAT-06", shows="refuses")
def test_a_basis_for_training_gives_no_estimate_and_the_other_way_round():
    # Given one basis for building person types, and people informed that their courses are used
    day = date(2026, 6, 1)
    training = approved(provision("training", entered=day, purpose=Purpose.TRAINING))
    told = law(training, told_of_training=frozenset({"951"}))
    # Then person types may be built, and nobody may be estimated
    assert answer(told, on=day, purpose=Purpose.TRAINING) == "permitted"
    assert answer(told, on=day, person=SAID_YES) == "purpose"
    # And while nobody is on record as informed, nothing may be built either
    assert answer(law(training), on=day, purpose=Purpose.TRAINING) == "training_information"


@pytest.mark.requirement("R-LEG-10", part="a person who opts out", shows="works")
@pytest.mark.requirement("R-LEG-10", part="a person who opts out", shows="refuses")
def test_who_opts_out_is_not_estimated_from_then_on_and_may_come_back():
    # Given a basis that lets the person opt out
    day = date(2026, 6, 1)
    basis = law(approved(provision("order", entered=day, conditions=Conditions(Participation.OPT_OUT))))
    # When the person says nothing, no, and then yes
    answers = [answer(basis, on=day, person=who) for who in (INFORMED, SAID_NO, SAID_YES)]
    # Then the no holds as long as it stands
    assert answers == ["permitted", "participation", "permitted"]


@pytest.mark.requirement("R-LEG-10", part="an objection", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an objection", shows="refuses")
def test_an_objection_pauses_until_a_named_person_has_decided():
    # Given a basis that gives no choice; the right to object is there all the same
    day = date(2026, 6, 1)
    basis = law(approved(provision("order", entered=day)))
    # When the person objects, then no estimate is made, until it is decided
    assert answer(basis, on=day, person=OBJECTS) == "objection"
    assert answer(basis, on=day, person=INFORMED) == "permitted"


@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="works")
@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="refuses")
@pytest.mark.requirement("R-LEG-10", part="a special category", shows="works")
@pytest.mark.requirement("R-LEG-10", part="a special category", shows="refuses")
def test_a_special_category_needs_to_be_named_by_the_law_with_a_safeguard():
    # Given elements among which one tells of health
    day = date(2026, 6, 1)
    elements = ELEMENTS | {HEALTH}
    order = approved(provision("order", entered=day))
    # Then a basis that covers "everything", or the whole family, does not cover it
    assert answer(law(order), on=day, elements=elements) == "special_category"
    families = frozenset(use.family for use in elements)
    assert answer(law(replace(order, families=families)), on=day, elements=elements) == "special_category"
    # When the law names it under Article 9(2)(g) and gives a safeguard, then it is permitted
    named = with_health(order)
    assert answer(law(named), on=day, elements=elements) == "permitted"
    # And without the safeguard it is not
    bare = replace(named.special_categories, safeguards=())
    assert answer(law(replace(named, special_categories=bare)), on=day, elements=elements) == "special_category"


@pytest.mark.requirement("R-LEG-10", part="an emergency stop", shows="works")
@pytest.mark.requirement("R-LEG-10", part="an emergency stop", shows="refuses")
def test_an_emergency_stop_stops_whatever_the_law_permits():
    # Given a basis in force
    day = date(2026, 6, 1)
    order = approved(provision("order", entered=day))
    # When one person has pressed the stop, then nothing is permitted there, and elsewhere it goes on
    other = approved(provision("skovby", of=SKOVBY, entered=day))
    stopped = law(order, other, stopped=frozenset({"951"}))
    assert answer(stopped, on=day) == "stopped"
    assert answer(stopped, on=day, municipality=SKOVBY) == "permitted"


@pytest.mark.requirement("R-LEG-04", part="suspension", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="an edit stops as well", shows="refuses")
def test_a_basis_that_is_suspended_or_edited_permits_nothing_until_two_people_have_seen_it_again():
    # Given a basis in force
    day, next_day = date(2026, 6, 1), date(2026, 6, 1) + timedelta(days=1)
    order = approved(provision("order", entered=day))
    # When one person suspends it, then it permits nothing
    assert answer(law(replace(order, suspended=Signature("cia", "Cia", "dpo", day))), on=day) == "suspended"
    # When it is edited, then what stood before permits nothing, though it was approved
    edit = replace(order, revision=2, approved=None, entered=Signature("ane", "Ane", "manager", next_day))
    assert answer(law(order, edit), on=next_day) == "approval"
    # And the same person cannot approve it, whichever way the name is spelled
    assert answer(law(order, approved(edit, by=" ANE", on=next_day)), on=next_day) == "approval"
    assert answer(law(order, approved(edit, on=next_day)), on=next_day) == "permitted"
