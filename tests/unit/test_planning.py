"""Planning piece by piece: working days, templates, findings, hours by week, and what other limits would do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lighed.planning import (
    BandLimits,
    CourseFacts,
    FindingKind,
    HeldMeeting,
    Holder,
    LimitRow,
    LimitsRefused,
    MeetingForm,
    MeetingKind,
    MeetingTemplate,
    PlannedMeeting,
    PlanRefused,
    Quota,
    TeamMeeting,
    TemplateRefused,
    check_limits,
    check_plan,
    check_template,
    day_in_words,
    is_brought_forward,
    is_working_day,
    lay_out,
    plan_findings,
    preview_limits,
    quota_days,
    shipped_rule_sets,
    week_of,
    weeks_of,
    working_day_after,
    working_day_before,
)
from lighed.planning.months import months_after
from lighed.planning.rule_set import QuotaCount, QuotaPeriod
from lighed.planning.working_days import closed_days, easter_sunday

RULES_2024, RULES_2026 = shipped_rule_sets()
TODAY = date(2026, 11, 23)
TEMPLATE = MeetingTemplate(
    name="Tæt", n_meetings=3, weeks_between=3, minutes=45, form=MeetingForm.VIDEO, first_within_days=14
)
TAKEN_OVER = CourseFacts(registered_on=date(2026, 8, 3), handed_over_on=date(2026, 11, 10))


def held(on):
    return HeldMeeting(on=on, kind=MeetingKind.JOB, holder=Holder.MUNICIPALITY)


def planned(on, **changes):
    meeting = PlannedMeeting(
        number=1, on=on, book_by=None, minutes=30, form=MeetingForm.IN_PERSON, kind=MeetingKind.JOB
    )
    return replace(meeting, **changes)


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1954, "1954-04-18"), (1981, "1981-04-19"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"),
        (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2028, "2028-04-16"),
        (2038, "2038-04-25"), (2049, "2049-04-18"), (2076, "2076-04-19"),
    ],
)  # fmt: skip
def test_easter_is_when_the_church_has_it(year, easter):
    assert easter_sunday(year) == date.fromisoformat(easter)


def test_offices_are_closed_on_weekends_and_danish_holidays():
    closed = ("2026-12-24", "2026-12-25", "2027-01-01", "2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06")
    assert not any(is_working_day(date.fromisoformat(day)) for day in (*closed, "2027-05-17", "2026-06-05"))
    assert is_working_day(date(2027, 4, 23))  # Great Prayer Day, abolished from 2024
    assert not is_working_day(date(2023, 5, 5))
    assert len(closed_days(2027)) == 13
    assert (working_day_before(date(2027, 3, 29)), working_day_after(date(2027, 3, 25))) == (
        date(2027, 3, 24),
        date(2027, 3, 30),
    )


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-15", 3, "2027-01-15"),
        ("2026-11-30", 2, "2027-01-30"),
        ("2026-12-01", 16, "2028-04-01"),
        ("2026-12-01", 0, "2026-12-01"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, n, later):
    assert months_after(date.fromisoformat(day), n) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "  "}, "Give the template a name."),
        ({"n_meetings": 0}, "The number of meetings must be from 1 to 12."),
        ({"n_meetings": 13}, "The number of meetings must be from 1 to 12."),
        ({"weeks_between": 0}, "The weeks between meetings must be from 1 to 26."),
        ({"minutes": 9}, "The length in minutes must be from 10 to 180."),
        ({"first_within_days": -1}, "The days to the first meeting must be from 0 to 182."),
    ],
)
def test_a_template_has_bounds(change, why):
    check_template(TEMPLATE)
    for ask in (check_template, lambda one: lay_out(one, start=TODAY, facts=TAKEN_OVER, rule_set=None)):
        with pytest.raises(TemplateRefused) as refused:
            ask(replace(TEMPLATE, **change))
        assert refused.value.text.en == why


def test_a_plan_round_easter_keeps_to_working_days():
    template = replace(TEMPLATE, n_meetings=4, weeks_between=1, first_within_days=7)
    plan = lay_out(template, start=date(2027, 3, 15), facts=TAKEN_OVER, rule_set=None)
    assert [one.on.isoformat() for one in plan] == ["2027-03-22", "2027-03-24", "2027-04-05", "2027-04-12"]
    assert {one.book_by for one in plan} == {None}  # without rules nobody knows of a time to book


def test_a_plan_made_while_the_fund_holds_the_course_begins_with_the_hand_over():
    facts = CourseFacts(registered_on=date(2026, 9, 1), handed_over_on=date(2026, 12, 1))
    plan = lay_out(TEMPLATE, start=TODAY, facts=facts, rule_set=RULES_2026)
    assert [one.on.isoformat() for one in plan] == ["2026-12-15", "2027-01-05", "2027-01-26"]
    at_once = lay_out(replace(TEMPLATE, first_within_days=0), start=TODAY, facts=facts, rule_set=RULES_2026)
    assert at_once[0].on == date(2026, 12, 1)
    assert {one.kind for one in plan_findings(plan, facts=facts, rule_set=RULES_2026, today=TODAY)} == {FindingKind.OK}


def test_the_first_meeting_has_the_form_that_the_rules_ask_for():
    (first, *others) = RULES_2026.rules
    in_person = replace(first, id="own", holder=Holder.MUNICIPALITY)
    rules = replace(RULES_2026, rules=(in_person, *others))
    plan = lay_out(TEMPLATE, start=TODAY, facts=TAKEN_OVER, rule_set=rules)
    assert [one.form for one in plan] == [MeetingForm.IN_PERSON, MeetingForm.VIDEO, MeetingForm.VIDEO]
    # and who plans it otherwise is told
    other = [replace(plan[0], form=MeetingForm.PHONE), *plan[1:]]
    found = plan_findings(other, facts=TAKEN_OVER, rule_set=rules, today=TODAY)
    assert ["form" in finding.text.da for finding in found if finding.rule_id == "own"] == [False, True]


def test_a_meeting_on_a_closed_day_or_too_soon_to_book_is_pointed_out():
    meetings = [planned(date(2026, 11, 26)), planned(date(2026, 12, 24))]
    found = plan_findings(meetings, facts=TAKEN_OVER, rule_set=RULES_2026, today=TODAY)
    warnings = [finding.text.en for finding in found if finding.kind is FindingKind.WARNING]
    assert warnings == [
        "The person must have at least 8 days to book. Summon instead if it is urgent.",
        "24 December 2026 is not a working day. Choose another latest day.",
    ]


def test_what_is_planned_in_the_past_or_of_another_kind_does_not_count():
    meetings = [planned(TODAY - timedelta(days=1)), planned(date(2026, 12, 7), kind=MeetingKind.CV)]
    found = plan_findings(meetings, facts=TAKEN_OVER, rule_set=RULES_2026, today=TODAY)
    assert [finding.kind for finding in found[:2]] == [FindingKind.BROKEN, FindingKind.BROKEN]


def test_a_meeting_before_the_hand_over_is_none_of_the_municipalitys():
    facts = CourseFacts(registered_on=date(2026, 9, 1), handed_over_on=date(2026, 12, 1))
    early = [planned(date(2026, 11, 27)), planned(date(2026, 11, 30))]
    found = plan_findings(early, facts=facts, rule_set=RULES_2026, today=TODAY)
    assert [finding.kind for finding in found[:2]] == [FindingKind.BROKEN, FindingKind.BROKEN]


def test_later_meetings_catch_up_only_when_there_is_no_working_day_left_for_sooner_ones():
    due, later = date(2027, 2, 3), [planned(date(2027, 2, 12)), planned(date(2027, 2, 19))]
    day = timedelta(days=1)
    for today, kind in (
        (due - 2 * day, "broken"), (due - day, "broken"), (due, "warning"), (due + day, "warning"),
    ):  # fmt: skip
        found = plan_findings(later, facts=TAKEN_OVER, rule_set=RULES_2026, today=today)
        assert [finding.kind for finding in found if finding.rule_id == "municipality-least"] == [kind]


@pytest.mark.parametrize(
    ("what", "start", "n_meetings", "days", "kinds"),
    [
        ("time enough: the template decides", "2026-11-23", 3, ["2026-12-07", "2027-01-18", "2027-03-01"], {"ok"}),
        ("a week between: the first as it is", "2027-01-04", 3, ["2027-01-18", "2027-02-03", "2027-03-17"], {"ok"}),
        ("as soon as can be booked", "2027-01-22", 2, ["2027-02-01", "2027-02-03"], {"ok"}),
        ("some summoned", "2027-01-26", 2, ["2027-01-29", "2027-02-03"], {"ok", "warning"}),
        ("as many days as are lacking", "2027-02-01", 3, ["2027-02-02", "2027-02-03", "2027-03-17"], {"ok", "warning"}),
        ("one day for two: one after it", "2027-02-02", 2, ["2027-02-03", "2027-03-17"], {"warning", "ok"}),
        ("no day left", "2027-02-03", 2, ["2027-02-11", "2027-03-24"], {"warning"}),
        ("fewer than are lacking", "2026-11-23", 1, ["2026-12-07"], {"ok", "broken"}),
    ],
)  # fmt: skip
def test_meetings_are_brought_forward_so_that_the_deadline_is_kept(what, start, n_meetings, days, kinds):
    today, template = date.fromisoformat(start), replace(TEMPLATE, n_meetings=n_meetings, weeks_between=6)
    plan = lay_out(template, start=today, facts=TAKEN_OVER, rule_set=RULES_2026)
    assert [one.on.isoformat() for one in plan] == days, what
    found = plan_findings(plan, facts=TAKEN_OVER, rule_set=RULES_2026, today=today)
    assert {finding.kind for finding in found} == kinds, what
    moved = is_brought_forward(plan, template, start=today, facts=TAKEN_OVER, rule_set=RULES_2026)
    assert moved == (what in {"a week between: the first as it is", "as soon as can be booked", "some summoned",
                              "as many days as are lacking"})  # fmt: skip


def test_what_is_past_and_what_is_late_is_told_as_it_is():
    facts = replace(TAKEN_OVER, held=(held(date(2026, 11, 12)),))
    past = [planned(date(2026, 11, 16)), planned(date(2026, 11, 20))]
    late = [planned(date(2027, 2, 11)), planned(date(2027, 2, 12))]
    for meetings, said in (
        (past, "De planlagte samtaler er overskredet, og fagsystemet har ikke meldt dem holdt. 1 er holdt. "
               "Reglerne kræver mindst 2 inden 3. februar 2027."),
        (late, "0 af planens 2 samtaler ligger inden 3. februar 2027, og 1 er holdt. Reglerne kræver mindst 2."),
        ([], "Planen har 0 samtaler, og 1 er holdt. Reglerne kræver mindst 2 inden 3. februar 2027."),
    ):  # fmt: skip
        found = plan_findings(meetings, facts=facts, rule_set=RULES_2026, today=TODAY)
        assert [one.text.da for one in found if one.kind is FindingKind.BROKEN] == [said]


def test_a_plan_that_breaks_a_rule_is_refused_with_all_that_was_found():
    with pytest.raises(PlanRefused) as refused:
        check_plan([planned(date(2026, 12, 7))], facts=TAKEN_OVER, rule_set=RULES_2026, today=TODAY)
    assert refused.value.text.en == "The plan has 1 meeting. The rules ask for at least 2 by 3 February 2027."
    assert [finding.kind for finding in refused.value.findings] == [FindingKind.OK, FindingKind.BROKEN]
    cited = refused.value.findings[1]
    assert (cited.rule_id, cited.citation.id, cited.certainty) == ("municipality-least", "star-answers", "secondary")
    # one that breaks none comes back with what was found
    plan = lay_out(TEMPLATE, start=TODAY, facts=TAKEN_OVER, rule_set=RULES_2026)
    found = check_plan(plan, facts=TAKEN_OVER, rule_set=RULES_2026, today=TODAY)
    assert {finding.kind for finding in found} == {FindingKind.OK}


def test_a_plan_that_reaches_month_16_must_have_the_meeting_of_it():
    facts = CourseFacts(
        registered_on=date(2025, 9, 1), handed_over_on=date(2025, 12, 1),
        held=tuple(held(date(2025, 12, day)) for day in (8, 15)),
    )  # fmt: skip
    short, long = [planned(date(2026, 12, 7), kind=MeetingKind.FOLLOW_UP)], [planned(date(2027, 1, 8))]
    for meetings, kinds in ((short, []), (long, ["broken"]), ([planned(date(2026, 12, 7)), *long], ["ok"])):
        found = plan_findings(meetings, facts=facts, rule_set=RULES_2026, today=TODAY)
        assert [finding.kind for finding in found if finding.rule_id == "intensified"] == kinds


def test_a_course_under_no_rule_is_told_so_and_one_that_has_ended_is_not_planned():
    before = CourseFacts(registered_on=date(2023, 11, 1))
    (finding,) = plan_findings([], facts=before, rule_set=RULES_2024, today=date(2024, 6, 3))
    assert (finding.kind, finding.rule_id) == (FindingKind.OK, "")
    ended = replace(TAKEN_OVER, ended_on=TODAY)
    with pytest.raises(PlanRefused, match="The course has ended"):
        check_plan([planned(date(2026, 12, 7))], facts=ended, rule_set=RULES_2026, today=TODAY)


def test_an_exemption_made_with_a_plan_is_held_to_the_quota():
    facts = replace(TAKEN_OVER, held=(held(date(2026, 11, 18)),))
    words = {"facts": facts, "rule_set": RULES_2026, "today": TODAY, "reason_below": "Begynder i fast job 1. marts"}
    free = Quota(
        n_now=0, n_over_period=0, counted=QuotaCount.OVER_PERIOD, n_population=4, per_cent=25, first_day=TODAY,
        last_day=TODAY,
    )  # fmt: skip
    assert "broken" not in [finding.kind for finding in check_plan([], quota=free, **words)]
    for quota, why in ((None, "could not be counted"), (replace(free, n_over_period=1), "1 of at most 1")):
        with pytest.raises(PlanRefused, match=why):
            check_plan([], quota=quota, **words)


def test_the_rules_say_which_of_the_two_counts_the_limit_holds_for():
    rotated = Quota(
        n_now=1, n_over_period=3, counted=QuotaCount.NOW, n_population=8, per_cent=25, first_day=TODAY, last_day=TODAY
    )
    assert (rotated.n_exempt, rotated.left, rotated.is_full, rotated.is_above_over_period) == (1, 1, False, True)
    strict = replace(rotated, counted=QuotaCount.OVER_PERIOD)
    assert (strict.n_exempt, strict.left, strict.is_full) == (3, 0, True)
    assert RULES_2026.exemption.counted is QuotaCount.OVER_PERIOD


def test_the_period_of_the_quota_is_the_calendars():
    for period, first in ((QuotaPeriod.DAY, TODAY), (QuotaPeriod.QUARTER, date(2026, 10, 1))):
        rules = replace(RULES_2026, exemption=replace(RULES_2026.exemption, period=period))
        assert quota_days(rules, today=TODAY) == (first, TODAY)
    assert quota_days(RULES_2026, today=date(2027, 2, 3)) == (date(2027, 1, 1), date(2027, 2, 3))


def test_hours_needed_are_set_against_hours_there_by_week_and_team():
    meetings = [
        TeamMeeting(on=date(2026, 11, 23), minutes=60, team="Nord"),
        TeamMeeting(on=date(2026, 11, 29), minutes=30, team="Nord"),
        TeamMeeting(on=date(2026, 12, 1), minutes=45, team="Syd"),
        TeamMeeting(on=date(2026, 12, 7), minutes=45, team="Nord"),  # after the two weeks
    ]
    weeks = weeks_of(meetings, hours={"Nord": 1.0, "Øst": 5.0, "Syd": 0.75}, first_week=date(2026, 11, 25), n_weeks=2)
    found = [(one.starts_on.day, one.team, one.n_meetings, one.needed_hours, one.hours, one.is_over) for one in weeks]
    assert found == [
        (23, "Nord", 2, 1.5, 1.0, True),
        (23, "Syd", 0, 0.0, 0.75, False),
        (23, "Øst", 0, 0.0, 5.0, False),
        (30, "Nord", 0, 0.0, 1.0, False),
        (30, "Syd", 1, 0.75, 0.75, False),
        (30, "Øst", 0, 0.0, 5.0, False),
    ]
    # of a team whose hours nobody has entered, the need is shown
    assert [one.hours for one in weeks_of(meetings[2:3], hours={}, first_week=date(2026, 12, 1), n_weeks=1)] == [None]
    assert weeks[0].starts_on == week_of(date(2026, 11, 29)) == date(2026, 11, 23)


NOW = BandLimits(medium_from=0.3, high_from=0.6)


def rows(shares, **group):
    return [LimitRow(long_share=share, groups=tuple(group.items())) for share in shares]


TEMPLATES = {
    "low": replace(TEMPLATE, n_meetings=2, minutes=26),
    "medium": replace(TEMPLATE, n_meetings=3, minutes=52),
    "high": replace(TEMPLATE, n_meetings=12, weeks_between=3, minutes=60),
}


def test_other_limits_are_told_in_people_and_hours_by_group():
    people = [*rows([0.1] * 20 + [0.3] * 30 + [0.7] * 20, age="50+"), *rows([0.1] * 40 + [0.3] * 10, age="under 50")]
    seen = preview_limits(people, now=NOW, then=BandLimits(medium_from=0.2, high_from=0.3), templates=TEMPLATES)
    assert (seen.everyone.n, seen.everyone.now, seen.everyone.then) == (120, (60, 40, 20), (60, 0, 60))
    assert (seen.everyone.n_up, seen.everyone.n_down) == (40, 0)
    # 60 at 2 minutes a week, 40 at 6, and 20 at 9 meetings of an hour in 26 weeks
    assert seen.everyone.hours_now == pytest.approx((60 * 2 + 40 * 6 + 20 * 9 * 60 / 26) / 60)
    older, younger = seen.groups
    assert (older.value, older.n, older.now, older.then, older.n_up) == ("50+", 70, (20, 30, 20), (20, 0, 50), 30)
    assert (younger.value, younger.then, younger.n_down) == ("under 50", (40, 0, 10), 0)
    assert older.hours_then > older.hours_now


def test_small_groups_and_small_bands_are_not_told():
    people = [
        *rows([0.1] * 30 + [0.7] * 4, sex="female"),
        *rows([0.1] * 20, sex="male"),
        *rows([0.7] * 3, sex="not stated"),
    ]
    seen = preview_limits(people, now=NOW, then=NOW, templates=TEMPLATES)
    by_value = {one.value: one for one in seen.groups}
    # the one that is small, and the next smallest, whose number would tell it
    for value in ("not stated", "male"):
        assert (by_value[value].n, by_value[value].now, by_value[value].hours_now) == (None, (None,) * 3, None)
    assert (by_value["female"].n, by_value["female"].now, by_value["female"].n_up) == (35, (None, 0, None), None)
    assert by_value["female"].hours_now is None


def test_no_limit_can_be_swept_past_one_person():
    people = rows([0.41, 0.42, 0.43] + [0.2] * 100 + [0.5] * 100, sex="female")
    with pytest.raises(LimitsRefused, match="in steps of 5"):
        preview_limits(people, now=NOW, then=BandLimits(medium_from=0.3, high_from=0.42), templates=TEMPLATES)
    counts = preview_limits(people, now=NOW, then=BandLimits(medium_from=0.3, high_from=0.45), templates=TEMPLATES)
    told = [n for one in (counts.everyone, *counts.groups) for n in (*one.now, *one.then, one.n, one.n_up, one.n_down)]
    assert not [n for n in told if n is not None and n % 5]


@pytest.mark.parametrize(("medium", "high"), [(0.0, 0.5), (0.5, 0.5), (0.6, 0.3), (0.3, 1.0)])
def test_limits_leave_room_for_each_band(medium, high):
    with pytest.raises(LimitsRefused, match="The limits must lie between"):
        check_limits(BandLimits(medium_from=medium, high_from=high))


def test_days_are_written_as_people_write_them():
    assert (day_in_words(date(2027, 2, 18)).da, day_in_words(date(2027, 2, 18)).en) == (
        "18. februar 2027",
        "18 February 2027",
    )
