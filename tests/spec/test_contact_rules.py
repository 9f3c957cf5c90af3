"""The contact rules of 2024 and of 1 July 2026, as the planner meets them: dated data decide, and nothing else.

The rules are in the data with their citations, marked *verify before use*. A table reads: what is special, the day of
hand-over, the meetings held (with whom, when), today, and what the rules ask for next.
"""

from dataclasses import replace
from datetime import date

import pytest

from lighed.planning import (
    Certainty,
    ExemptionRefused,
    check_exemption,
    deadlines,
    is_in_population,
    lay_out,
    plan_findings,
    quota_days,
    rule_set_on,
    shipped_rule_sets,
)
from tests.spec.contact_rules import LET_START, REASON, broken, course, meeting, next_due, quota, rules_on

FUND_1 = "fund 2024-02-12"
FUND_3 = "fund 2024-02-12, fund 2024-03-04, fund 2024-04-15"


@pytest.mark.parametrize(
    ("what", "handed_over", "held", "today", "due"),
    [
        ("just registered", None, "", "2024-02-02", "fund: first meeting by 2024-02-15"),
        ("the fund has met the person", None, FUND_1, "2024-02-20", "fund: 3 meetings by 2024-05-01"),
        ("the fund is too late, and that comes first", None, "", "2024-03-01", "fund: first meeting by 2024-02-15"),
        ("the fund has done its part", None, FUND_3, "2024-04-20", "nothing"),
        ("handed over after 3 months", "2024-05-01", FUND_3, "2024-05-02", "municipality: first meeting by 2024-08-01"),
        ("no hand-over on record", None, FUND_3, "2024-05-02", "municipality: first meeting by 2024-08-01"),
        ("handed over late", "2024-06-10", FUND_3, "2024-06-11", "municipality: first meeting by 2024-08-10"),
        ("one held", "2024-05-01", "municipality 2024-05-20", "2024-06-01", "municipality: 3 meetings by 2024-08-01"),
        ("the fund's do not count", "2024-05-01", FUND_3, "2024-06-01", "municipality: first meeting by 2024-08-01"),
        ("two of three when the six months are over", "2024-05-01",
         "municipality 2024-05-20, municipality 2024-07-01", "2024-08-15", "municipality: 3 meetings by 2024-08-01"),
        ("three held, so 16 months are next", "2024-05-01",
         "municipality 2024-05-20, municipality 2024-06-20, municipality follow_up 2024-07-20", "2024-08-15",
         "municipality: intensified effort by 2025-06-01"),
        ("a joint meeting after 12 months is taken for it", "2024-05-01",
         "municipality 2024-05-20, municipality 2024-06-20, municipality 2024-07-20, municipality joint 2025-05-20",
         "2025-08-15", "nothing"),
    ],
)  # fmt: skip
def test_what_is_due_next_for_a_course_registered_on_1_february_2024(what, handed_over, held, today, due):
    assert next_due(course("2024-02-01", handed_over=handed_over, held=held), today=today) == due, what


@pytest.mark.parametrize(
    ("what", "handed_over", "held", "today", "due"),
    [
        ("just registered", None, "", "2026-08-03", "fund: first meeting by 2026-08-17"),
        ("the fund holds two now", None, "fund 2026-08-14", "2026-08-20", "fund: 2 meetings by 2026-11-03"),
        ("handed over", "2026-11-10", "", "2026-11-22", "municipality: first meeting by 2027-02-03"),
        ("one held", "2026-11-10", "municipality 2026-11-20", "2026-11-22", "municipality: 2 meetings by 2027-02-03"),
        ("two held, so 16 months are next", "2026-11-10", "municipality 2026-11-20, municipality 2026-12-20",
         "2027-01-10", "municipality: intensified effort by 2027-12-03"),
        ("overdue stays first", "2026-11-10", "municipality 2026-11-20", "2027-03-01",
         "municipality: 2 meetings by 2027-02-03"),
        ("held late is held", "2026-11-10", "municipality 2026-11-20, municipality 2027-03-02", "2027-03-03",
         "municipality: intensified effort by 2027-12-03"),
    ],
)  # fmt: skip
def test_what_is_due_next_for_a_course_registered_on_3_august_2026(what, handed_over, held, today, due):
    assert next_due(course("2026-08-03", handed_over=handed_over, held=held), today=today) == due, what


def test_the_rules_of_the_day_hold_also_for_a_course_that_began_before():
    # Given a course registered in March 2026 and handed over in June, with one meeting held
    facts = course("2026-03-09", handed_over="2026-06-09", held="municipality 2026-06-20")
    # Then on 30 June two more are asked for, and on 1 July one more
    assert next_due(facts, today="2026-06-30") == "municipality: 3 meetings by 2026-09-09"
    assert next_due(facts, today="2026-07-01") == "municipality: 2 meetings by 2026-09-09"


def test_a_course_from_before_2024_is_the_municipalitys_from_the_first_day():
    # Given a course from November 2023, when no fund held courses, and rules that came later
    facts = course("2023-11-01")
    # Then the numbers of 2024 are not asked of it; the meeting by 16 months is
    assert next_due(facts, today="2024-01-10") == "municipality: intensified effort by 2025-03-01"


def test_the_day_of_the_hand_over_is_the_municipalitys():
    facts = course("2026-08-03", handed_over="2026-11-10", held="fund 2026-08-14")
    assert next_due(facts, today="2026-11-09") == "fund: 2 meetings by 2026-11-03"
    assert next_due(facts, today="2026-11-10") == "municipality: first meeting by 2027-02-03"


def test_a_meeting_that_lies_ahead_has_not_been_held():
    facts = course("2026-08-03", handed_over="2026-11-10", held="municipality 2026-12-01")
    assert next_due(facts, today="2026-11-30") == "municipality: first meeting by 2027-02-03"
    assert next_due(facts, today="2026-12-01") == "municipality: 2 meetings by 2027-02-03"


def test_an_exemption_is_the_municipalitys_alone_and_nothing_under_the_rules_of_2024():
    # Given a person who is exempt, on record, while the fund holds the course: the fund's number stands
    exempt = course("2026-08-03", held="fund 2026-08-14", exempt=True)
    assert next_due(exempt, today="2026-09-01") == "fund: 2 meetings by 2026-11-03"
    # And under rules that know no exemption, the municipality's stands too, and a plan below it is refused
    before = course("2024-02-01", handed_over="2024-05-01", held="municipality 2024-05-20", exempt=True)
    assert next_due(before, today="2024-06-03") == "municipality: 3 meetings by 2024-08-01"
    assert broken(facts=before, today="2024-06-03") == [
        "Planen har 0 samtaler, og 1 er holdt. Reglerne kræver mindst 3 inden 1. august 2024."
    ]


def test_a_course_that_has_ended_has_no_deadline():
    facts = course("2026-08-03", handed_over="2026-11-10", ended="2026-11-20")
    assert next_due(facts, today="2026-11-19") == "municipality: first meeting by 2027-02-03"
    assert next_due(facts, today="2026-11-20") == "nothing"


def test_on_a_day_without_rules_a_plan_is_made_and_says_that_nobody_checked_it():
    # Given a day in 2023, for which no rules are shipped
    assert rules_on("2023-06-01") is None
    # Then there is no deadline, the template alone makes the plan, and the check says so
    facts = course("2023-05-01")
    assert next_due(facts, today="2023-06-01") == "nothing"
    plan = lay_out(LET_START, start=date(2023, 6, 1), facts=facts, rule_set=None)
    assert [one.on.isoformat() for one in plan] == ["2023-06-15", "2023-07-27"]
    (finding,) = plan_findings(plan, facts=facts, rule_set=None, today=date(2023, 6, 1))
    assert (finding.kind, finding.text.da) == (
        "warning",
        "Der er intet regelsæt for den 1. juni 2023. Planen er ikke tjekket mod loven.",
    )


@pytest.mark.parametrize(
    ("what", "days", "held", "why_not"),
    [
        ("two in time", ["2026-12-04", "2027-01-15"], "", []),
        ("one only", ["2026-12-04"], "", ["Planen har 1 samtale. Reglerne kræver mindst 2 inden 3. februar 2027."]),
        ("one, and one held", ["2026-12-04"], "municipality 2026-11-20", []),
        ("the second too late", ["2026-12-04", "2027-02-11"], "",
         ["1 af planens 2 samtaler ligger inden 3. februar 2027. Reglerne kræver mindst 2."]),
        ("none, and one held", [], "municipality 2026-11-20",
         ["Planen har 0 samtaler, og 1 er holdt. Reglerne kræver mindst 2 inden 3. februar 2027."]),
        ("on the last day", ["2027-02-03", "2027-02-03"], "", []),
        ("both too late", ["2027-02-11", "2027-02-12"], "",
         ["Første samtale hos kommunen skal holdes senest 3. februar 2027. Planen har den 11. februar 2027.",
          "0 af planens 2 samtaler ligger inden 3. februar 2027. Reglerne kræver mindst 2."]),
        ("nothing", [], "",
         ["Planen mangler: Første samtale hos kommunen, senest 3. februar 2027.",
          "Planen har 0 samtaler. Reglerne kræver mindst 2 inden 3. februar 2027."]),
    ],
)  # fmt: skip
def test_which_plans_the_rules_of_2026_let_pass(what, days, held, why_not):
    facts = course("2026-08-03", handed_over="2026-11-10", held=held)
    assert broken(*(meeting(on) for on in days), facts=facts, today="2026-11-22") == why_not, what


def test_when_the_deadline_has_passed_a_plan_that_catches_up_is_let_through_with_a_warning():
    facts = course("2026-04-01", handed_over="2026-07-01")
    late = [meeting("2026-12-04"), meeting("2027-01-15")]
    found = plan_findings(late, facts=facts, rule_set=rules_on("2026-11-22"), today=date(2026, 11, 22))
    assert [(finding.rule_id, finding.kind) for finding in found][:2] == [
        ("municipality-first", "warning"),
        ("municipality-least", "warning"),
    ]
    # and one that does not catch up is not
    assert broken(facts=facts, today="2026-11-22") == [
        "Planen mangler: Første samtale hos kommunen, senest 1. oktober 2026.",
        "Planen har 0 samtaler. Reglerne kræver mindst 2 inden 1. oktober 2026.",
    ]


@pytest.mark.parametrize(
    ("what", "start", "first", "book_by"),
    [
        ("time enough: the template decides", "2026-11-23", "2026-12-07", "2026-12-01"),
        ("the deadline is sooner than the template: two before it", "2027-01-22", "2027-02-01", "2027-02-01"),
        ("time to book the second alone", "2027-01-26", "2027-01-29", None),
        ("no time to book: the person is summoned", "2027-01-29", "2027-02-02", None),
        ("the deadline is today: as soon as can be booked", "2027-02-03", "2027-02-11", "2027-02-11"),
        ("the deadline has passed: as soon as can be booked", "2027-03-01", "2027-03-09", "2027-03-09"),
        ("a latest day is never a Sunday", "2026-11-29", "2026-12-11", "2026-12-07"),
    ],
)  # fmt: skip
def test_the_first_meeting_of_a_template_is_never_later_than_its_deadline(what, start, first, book_by):
    facts = course("2026-08-03", handed_over="2026-11-10")
    plan = lay_out(LET_START, start=date.fromisoformat(start), facts=facts, rule_set=rules_on(start))
    assert (plan[0].on.isoformat(), plan[0].book_by and plan[0].book_by.isoformat()) == (first, book_by), what
    assert len(plan) == 2


def why_no_exemption(facts, *, today="2026-11-22", reason=REASON, count=None) -> str:
    try:
        day = date.fromisoformat(today)
        check_exemption(reason, facts=facts, rule_set=rules_on(today), quota=count or quota(), today=day)
    except ExemptionRefused as refused:
        return refused.text.da
    return "may be exempted"


MET_ONCE = "municipality 2026-11-18"


@pytest.mark.requirement("R-PLA-01", part="the first interview is never exempt", shows="refuses")
@pytest.mark.requirement("R-PLA-01", part="the first interview is never exempt", shows="works")
def test_nobody_is_exempted_before_the_first_meeting():
    # Given a person whom the municipality has taken over and not met
    never_met = course("2026-08-03", handed_over="2026-11-10", held="fund 2026-08-14")
    # Then no reason and no free quota gets an exemption
    assert why_no_exemption(never_met) == (
        "Den første samtale skal holdes med alle. Den er ikke holdt endnu, så borgeren kan ikke undtages."
    )
    # And a plan without a meeting is refused, whatever is written
    words = {"reason_below": REASON, "quota": quota()}
    assert len(broken(facts=never_met, today="2026-11-22", **words)) == 2
    # And an exemption that is on record all the same takes nothing off the first meeting
    on_record = replace(never_met, is_exempt=True)
    assert broken(facts=on_record, today="2026-11-22") == [
        "Planen mangler: Første samtale hos kommunen, senest 3. februar 2027."
    ]
    assert next_due(on_record, today="2026-11-22") == "municipality: first meeting by 2027-02-03"
    # When the first meeting has been held, then the person may be exempted, and the least number is asked for no more
    met = course("2026-08-03", handed_over="2026-11-10", held=MET_ONCE)
    assert why_no_exemption(met) == "may be exempted"
    assert broken(facts=met, today="2026-11-22", **words) == []
    assert (
        next_due(replace(met, is_exempt=True), today="2026-11-22") == "municipality: intensified effort by 2027-12-03"
    )


@pytest.mark.requirement("R-PLA-02", part="a person decides with reasons", shows="refuses")
@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("", "Undtagelse kræver en konkret vurdering af hver borger."),
        ("Lav", "Undtagelse kræver en konkret vurdering af hver borger."),
        ("Skønnetviserlavriskohosborgeren", "Undtagelse kræver en konkret vurdering af hver borger."),
        ("Se sagen på 010190-1234 i fagsystemet", "Skriv ikke CPR-numre."),
        (REASON, "may be exempted"),
    ],
)
def test_an_exemption_needs_a_concrete_reason(reason, answer):
    met = course("2026-08-03", handed_over="2026-11-10", held=MET_ONCE)
    assert why_no_exemption(met, reason=reason).startswith(answer)


@pytest.mark.parametrize(
    ("what", "facts", "today", "answer"),
    [
        ("the rules of 2024 know none", course("2024-02-01", handed_over="2024-05-01", held="municipality 2024-05-20"),
         "2024-06-01", "Reglerne giver ikke mulighed"),
        ("the fund holds the course", course("2026-10-01", held="fund 2026-10-10"), "2026-11-22",
         "A-kassen har forløbet"),
        ("exempt already", course("2026-08-03", handed_over="2026-11-10", held=MET_ONCE, exempt=True), "2026-11-22",
         "Borgeren er allerede undtaget"),
        ("the course is over", course("2026-08-03", handed_over="2026-11-10", held=MET_ONCE, ended="2026-11-20"),
         "2026-11-22", "Forløbet er slut"),
        ("past the six months", course("2026-02-03", handed_over="2026-05-04", held="municipality 2026-05-20"),
         "2026-11-22", "Reglerne kræver ikke længere et mindste antal"),
    ],
)  # fmt: skip
def test_who_cannot_be_exempted(what, facts, today, answer):
    assert why_no_exemption(facts, today=today).startswith(answer), what


@pytest.mark.requirement("R-PLA-01", part="limit per municipality and period", shows="works")
@pytest.mark.requirement("R-PLA-01", part="limit per municipality and period", shows="refuses")
def test_at_most_a_quarter_is_exempt_rounded_down():
    # Given 298 people who count, of whom 61 are exempt
    count = quota(exempt=61, of=298)
    # Then the counter says so: a quarter of 298 is 74 and a half
    assert (count.text.da, count.left) == ("Undtaget fra samtaler: 61 af højst 74 (25 %)", 13)
    met = course("2026-08-03", handed_over="2026-11-10", held=MET_ONCE)
    # The 74th may be exempted, and the 75th not
    assert why_no_exemption(met, count=quota(exempt=73, of=298)) == "may be exempted"
    assert why_no_exemption(met, count=quota(exempt=74, of=298)).startswith("Undtaget fra samtaler: 74 af højst 74")
    # And with three people nobody may: one would be a third
    assert why_no_exemption(met, count=quota(exempt=0, of=3)).startswith("Undtaget fra samtaler: 0 af højst 0")


def test_who_counts_among_the_people_that_a_quarter_is_taken_of():
    # Given the year 2026, which for these rules begins on 1 July
    rules = rules_on("2026-11-22")
    days = quota_days(rules, today=date(2026, 11, 22))
    assert days == (date(2026, 7, 1), date(2026, 11, 22))

    def counts(facts) -> bool:
        return is_in_population(facts, rule_set=rules, first_day=days[0], last_day=days[1])

    assert counts(course("2026-08-03", handed_over="2026-11-10"))
    assert counts(course("2026-08-03", handed_over="2026-11-10", ended="2026-11-15"))  # it counted while it ran
    assert counts(course("2026-08-03", handed_over="2026-11-22"))  # from the day of hand-over on
    assert not counts(course("2026-10-01"))  # the fund's
    assert not counts(course("2026-03-01", handed_over="2026-06-01", ended="2026-07-01"))  # gone that morning
    assert counts(course("2026-03-01", handed_over="2026-06-01", ended="2026-07-02"))
    assert not counts(course("2025-12-01", handed_over="2026-03-01"))  # six months were over before 1 July
    assert not counts(course("2026-03-01", handed_over="2026-06-01", ended="2026-06-20"))  # over before 1 July
    # And under the rules of 2024 nobody counts, because there is no exemption
    assert quota_days(rules_on("2024-06-01"), today=date(2024, 6, 1)) is None


@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="works")
def test_every_rule_is_dated_and_cited_and_none_claims_to_be_verified():
    for rules in shipped_rule_sets():
        assert rules.is_verify_before_use
        assert rules.uncertain is not None
        dated = [rules.exemption] if rules.exemption else []
        for rule in [*rules.rules, rules.fund_period, rules.self_booking, *dated]:
            assert rule.certainty is not Certainty.VERIFIED
            assert rule.citation.read_at.startswith("https://")
    # 30 June 2026 is the last day of the one, 1 July the first of the other
    assert rule_set_on(date(2026, 6, 30), shipped_rule_sets()).exemption is None
    assert rule_set_on(date(2026, 7, 1), shipped_rule_sets()).exemption.per_cent == 25


def test_deadlines_are_told_with_whose_they_are():
    facts = course("2026-08-03", handed_over="2026-11-10", held="fund 2026-08-14, municipality 2026-11-20")
    told = deadlines(facts, rule_set=rules_on("2026-11-22"), today=date(2026, 11, 22))
    assert [(one.on.isoformat(), one.name.da, one.is_met) for one in told] == [
        ("2026-08-17", "Første samtale hos a-kassen", True),
        ("2026-11-03", "Mindst 2 samtaler hos a-kassen", False),
        ("2027-02-03", "Første samtale hos kommunen", True),
        ("2027-02-03", "Mindst 2 samtaler hos kommunen", False),
        ("2027-12-03", "Samtale om intensiveret indsats", False),
    ]
