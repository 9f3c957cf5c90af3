"""Files of contact rules: what is read, and every fault told at once; the fingerprint that a municipality confirms."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from lighed.planning import (
    Certainty,
    Citation,
    QuotaCount,
    RuleFileError,
    RuleKind,
    parse_rule_sets,
    shipped_rule_sets,
)

SHIPPED = files("lighed.planning").joinpath("contact_rules.toml").read_text(encoding="utf-8")

OWN = """
[[rule_set]]
id = "own"
name = { da = "Kommunens egne", en = "The municipality's own" }
valid_from = 2027-01-01
verify_before_use = false

[[rule_set.citation]]
id = "act"
law = { da = "Loven", en = "The Act" }
provision = { da = "§ 3", en = "section 3" }
title = { da = "Samtaler", en = "Meetings" }
read_at = "https://www.retsinformation.dk/eli/lta/2026/1"

[[rule_set.rule]]
id = "first"
kind = "first_meeting"
name = { da = "Første samtale", en = "First meeting" }
holder = "municipality"
meetings = 1
until = [{ n = 3, unit = "weeks", since = "hand_over" }]
kinds = ["job", "joint"]
certainty = "verified"
citation = "act"
"""

EXEMPTION = """
[rule_set.exemption]
id = "exemption"
per_cent = 25
period = "quarter"
until = [{ n = 6, unit = "months", since = "registration" }]
population = { da = "Alle", en = "Everyone" }
certainty = "verified"
citation = "act"
"""


def faults_of(text):
    with pytest.raises(RuleFileError) as refused:
        parse_rule_sets(text, file="own.toml")
    return [fault.text for fault in refused.value.faults]


def changed(before, after, text=OWN):
    assert before in text
    return text.replace(before, after)


def test_a_municipality_can_put_rules_of_its_own_in_a_file():
    (own,) = parse_rule_sets(OWN + EXEMPTION, file="own.toml")
    (first,) = own.rules
    assert (first.kind, first.certainty) == (RuleKind.FIRST_MEETING, Certainty.VERIFIED)
    assert first.citation.text.en == "The Act, section 3"
    assert (own.fund_period, own.self_booking, own.uncertain, own.is_verify_before_use) == (None, None, None, False)
    assert (own.exemption.per_cent, own.exemption.counted) == (25, QuotaCount.OVER_PERIOD)
    (of_now,) = parse_rule_sets(OWN + EXEMPTION + 'counted = "now"\n', file="own.toml")
    assert of_now.exemption.counted is QuotaCount.NOW
    (fault,) = faults_of(OWN + EXEMPTION + 'counted = "sometimes"\n')
    assert "exemption.counted" in fault.en
    assert "over_period" in fault.en


def test_a_citation_without_a_provision_says_so():
    (own,) = parse_rule_sets(re.sub(r"provision = .*\n", "", OWN), file="own.toml")
    assert own.citations[0].text.da == "Loven, bestemmelsen er ikke oplyst"
    assert isinstance(own.rules[0].citation, Citation)


@pytest.mark.requirement("R-PLA-01", part="parameters are dated with a citation", shows="refuses")
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed("valid_from = 2027-01-01\n", ""), "own.toml, rule set 1, valid_from: the field is missing."),
        (changed("valid_from = 2027-01-01", 'valid_from = "soon"'),
         "own.toml, rule set 1, valid_from: must be a date, written 2026-01-31 without quotes."),
        (changed('citation = "act"', 'citation = "acts"'),
         "own.toml, rule set 1, rule 1.citation: must be one of the citations of the rule set: act."),
        (changed('citation = "act"\n', ""), "own.toml, rule set 1, rule 1.citation: the field is missing."),
        (changed("https://www", "www"),
         "own.toml, rule set 1, citation 1.read_at: must be an address beginning with https://."),
    ],
)  # fmt: skip
def test_rules_without_a_date_or_a_citation_are_refused(text, fault):
    assert fault in [one.en for one in faults_of(text)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed("meetings = 1", "meetings = 0"),
         "rule 1.meetings: must be a whole number from 1 to 30 without quotes."),
        (changed("meetings = 1", "meetings = true"),
         "rule 1.meetings: must be a whole number from 1 to 30 without quotes."),
        (changed("meetings = 1", "meetings = 2"), "rule 1.meetings: must be 1 where kind is first_meeting."),
        (changed('unit = "weeks"', 'unit = "years"'), "rule 1.until 1.unit: must be days, weeks or months."),
        (changed('since = "hand_over"', 'since = "birth"'),
         "rule 1.until 1.since: must be registration or hand_over."),
        (changed('[{ n = 3, unit = "weeks", since = "hand_over" }]', "[]"),
         "rule 1.until: must have one period at least."),
        (changed('[{ n = 3, unit = "weeks", since = "hand_over" }]', "3"), "rule 1.until: must be a list of tables."),
        (changed('kinds = ["job", "joint"]', 'kinds = ["coffee"]'),
         "rule 1.kinds: must be cv, job, follow_up or joint."),
        (changed("verify_before_use = false", "verify_before_use = true"),
         "uncertain: is missing. Write in both languages what is uncertain, or set verify_before_use = false."),
        (changed('holder = "municipality"', 'holder = "municipality"\ncolour = "red"'),
         "rule 1.colour: no such field."),
        (changed("2027-01-01", "2027-01-01\nvalid_to = 2026-12-31"), "valid_to: is before valid_from."),
        (changed("[[rule_set.rule]]", "[[rule_set.rules]]"), "rule: must have one rule at least."),
        (OWN + EXEMPTION.replace("25", "101"),
         "exemption.per_cent: must be a whole number from 1 to 100 without quotes."),
        ((OWN + EXEMPTION).replace('"first_meeting"', '"least_meetings"'),
         "exemption: needs a rule of the kind first_meeting with the municipality"),
        (OWN + OWN[OWN.index("[[rule_set.rule]]"):], "rule 2.id: is used twice in the rule set."),
    ],
)  # fmt: skip
def test_a_fault_says_where_it_is_and_what_is_allowed(text, fault):
    found = faults_of(text)
    assert any(f"own.toml, rule set 1, {fault}" in one.en for one in found), [one.en for one in found]
    assert all(one.da != one.en for one in found)


def test_every_fault_is_told_at_once():
    text = changed("meetings = 1", "meetings = -1").replace('unit = "weeks"', 'unit = "eons"')
    text = text.replace('holder = "municipality"', 'holder = "nobody"') + "\n[other]\n"
    assert [one.en.split(":")[0] for one in faults_of(text)] == [
        "own.toml, other",
        "own.toml, rule set 1, rule 1.holder",
        "own.toml, rule set 1, rule 1.meetings",
        "own.toml, rule set 1, rule 1.until 1.unit",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("not toml", "own.toml: is not a TOML file"),
        ("", "own.toml, rule_set: must be tables, one at least: [[rule_set]]."),
        ("rule_set = 3", "own.toml, rule_set: must be tables, one at least: [[rule_set]]."),
        (OWN + OWN, "own.toml, rule set 2, id: is used twice in the file."),
        (OWN + OWN.replace('"own"', '"other"'), "own.toml, rule set 2, valid_from: overlaps the rule set own."),
    ],
)
def test_a_file_that_is_none_and_rule_sets_that_collide_are_refused(text, fault):
    assert any(one.en.startswith(fault) for one in faults_of(text))


def test_two_rule_sets_of_one_file_can_follow_each_other():
    first = changed("2027-01-01", "2027-01-01\nvalid_to = 2027-06-30")
    second = changed('"own"', '"next"').replace("2027-01-01", "2027-07-01")
    assert [one.id for one in parse_rule_sets(second + first, file="own.toml")] == ["own", "next"]


def test_the_fingerprint_is_that_of_the_content_and_changes_with_every_part_of_it():
    earlier, later = shipped_rule_sets()
    again = parse_rule_sets(SHIPPED, file="again.toml")
    assert [one.sha256() for one in again] == [earlier.sha256(), later.sha256()]
    assert re.fullmatch("[0-9a-f]{64}", later.sha256())
    others = {
        replace(later, valid_to=later.valid_from).sha256(),
        replace(later, rules=later.rules[1:]).sha256(),
        replace(later, exemption=replace(later.exemption, per_cent=26)).sha256(),
        replace(later, rules=(replace(later.rules[0], kinds=frozenset()), *later.rules[1:])).sha256(),
    }
    assert len(others | {later.sha256(), earlier.sha256()}) == 6


def test_the_shipped_rules_say_what_is_uncertain_in_both_languages_and_name_no_unseen_provision():
    for rules in shipped_rule_sets():
        assert rules.uncertain.da != rules.uncertain.en
        assert {one.id for one in rules.citations} == {
            one.citation.id
            for one in (*rules.rules, rules.fund_period, rules.self_booking, rules.exemption)
            if one is not None
        } | ({"law-1750"} if rules.exemption else set())
    # of the act of 2025 nobody has read the provisions, so none is named
    assert all(one.provision is None for one in shipped_rule_sets()[1].citations)
