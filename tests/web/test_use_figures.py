"""How estimates are used, counted by hand here and by the page there; and nobody's own can be worked out."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest

from lighed.governance import RIGHTS, Right, Role
from lighed.governance.team_figures import Period
from lighed.governance.use_thresholds import Counted, use_thresholds
from lighed.web import queries
from lighed.web.models import (
    Assessment,
    AuditRecord,
    User,
)
from tests.web.factories import ELSEWHERE, HERE
from tests.web.use_site import *  # noqa: F403 - fixtures
from tests.web.use_site import FIRST, PERIOD, SECOND, TODAY, everyone, page, spread

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-HUM-03", part="rates and times per team", shows="works")
def test_overrides_both_ways_agreement_and_time_as_counted_by_hand(assess, staff, manager, client):
    # 10 medium seen: 5 the same, 3 less, 2 more; 10 high: 9 the same, 1 less
    for number, by in enumerate(spread(staff("Nord"), 10)):
        assess(by, "some" if number < 5 else "less" if number < 8 else "more", "medium", seconds=10 * number)
    for number, by in enumerate(spread(staff("Nord"), 10)):
        assess(
            by, "more" if number else "some", "high", seconds=200, reason="cannot_see_why" if number < 2 else "other"
        )
    row = everyone()
    assert row.n_assessments == 20
    assert (row.all_bands.same.n, row.all_bands.less.n, row.all_bands.more.n, row.all_bands.same.of) == (14, 4, 2, 20)
    assert row.all_bands.overridden.share == 0.3
    by_band = {one.band: (one.same.n, one.less.n, one.more.n) for one in row.bands}
    assert by_band == {"low": (0, 0, 0), "medium": (5, 3, 2), "high": (9, 1, 0)}
    assert row.cannot_see_why.share == 0.1
    # 0, 10 … 90 and ten times 200: between 90 and 200
    assert row.seconds == Counted(145.0, 20)
    told = page(client)
    assert "Alle teams" in told
    assert "20 % (4 af 20)" in told
    assert "70 % (14 af 20)" in told
    assert "10 % (2 af 20)" in told
    assert "145" in told or "144" in told


@pytest.mark.requirement("R-HUM-03", part="rates and times per team", shows="works")
def test_where_own_assessments_went_once_the_estimate_was_seen(assess, staff):
    team = staff("Nord")
    told = [
        # own first, then, the estimate's band, how often
        ("less", "more", "high", 10),  # towards
        ("less", "some", "high", 5),  # towards too: a step nearer
        ("less", "less", "high", 5),  # unchanged
        ("some", "less", "high", 5),  # further away
        ("more", "some", "high", 5),  # had agreed, and no longer did
        ("more", "more", "high", 15),  # agreed, and still does
        ("not_known", "more", "high", 5),  # nothing to compare with
    ]
    for first, then, band, n in told:
        for by in spread(team, n):
            assess(by, then, band, first=first)
    change = everyone().change
    assert (change.towards.n, change.unchanged.n, change.away.n, change.towards.of) == (15, 5, 5, 25)
    assert (change.left.n, change.left.of) == (5, 20)
    row = everyone()
    assert (row.not_known.n, row.not_known.of) == (5, 50)
    assert row.n_assessments == 50


def test_only_the_first_look_at_an_estimate_is_a_change_of_mind(assess, staff):
    team = staff("Nord")
    for by in spread(team, 10):
        about = assess(by, "less", "high", first="less")
        # weeks later something new is known
        assess(by, "more", "high", on=SECOND, of=about)
    change = everyone().change
    assert (change.unchanged.n, change.towards.n, change.towards.of) == (10, 0, 10)


def test_what_a_colleague_assessed_first_is_not_ones_own(assess, staff):
    team = staff("Nord")
    for number, by in enumerate(spread(team, 10)):
        about = assess(by, "", first="less")
        assess(team[(number + 1) % 5], "more", "high", of=about)
    assert everyone().change.towards.of == 0


def test_assessments_without_an_estimate_in_view_are_counted_and_not_compared(assess, staff):
    for by in spread(staff("Nord"), 12):
        assess(by, "some")
    row = everyone()
    assert (row.n_assessments, row.all_bands.same.of, row.seconds) == (12, 0, Counted(None, 0))


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
def test_an_erased_estimate_falls_out_of_the_figures(assess, staff):
    courses = [assess(by, "less", "high", first="less") for by in spread(staff("Nord"), 20)]
    assert everyone().all_bands.less.n == 20
    from lighed.web.actions.estimates.kept import erase_estimates

    erase_estimates([one.person for one in courses[:5]])
    row = everyone()
    assert (row.all_bands.less.n, row.all_bands.less.of) == (15, 15)
    assert (row.change.unchanged.n, row.seconds.n) == (15, 15)
    assert row.n_assessments == 20, "what staff wrote is theirs"


def test_a_team_is_that_of_the_day_however_people_move(assess, staff):
    team = staff("Nord")
    for by in spread(team, 20):
        assess(by, "some", "medium")
    User.objects.filter(pk=team[0].pk).update(team="Syd")
    (row,) = queries.use_figures(HERE, PERIOD).rows
    assert row.teams == frozenset({"Nord"})
    assert row.n_assessments == 20


def test_the_other_municipality_and_the_other_weeks_are_not_counted(assess, staff):
    for by in spread(staff("Nord", municipality=ELSEWHERE), 20):
        assess(by, "some", "medium")
    for by in spread(staff("Nord"), 10):
        assess(by, "some", "medium", on=PERIOD.first_day)
        assess(by, "some", "medium", on=PERIOD.last_day)
        assess(by, "some", "medium", on=PERIOD.first_day - timedelta(days=1))
        assess(by, "some", "medium", on=PERIOD.last_day + timedelta(days=1))
    assert everyone().n_assessments == 20
    assert everyone(municipality=ELSEWHERE).n_assessments == 20


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
def test_of_fewer_than_five_staff_nothing_is_shown(assess, staff, manager, client):
    for by in spread(staff("Nord", 4), 84):
        assess(by, "less", "high", first="less")
    assert queries.use_figures(HERE, PERIOD).rows == ()
    told = page(client)
    assert "For få vurderinger til at vise tal." in told
    assert "84" not in told
    assert "Nord" not in told
    assert "84" not in client.get("/oversight/use/file/").content.decode()


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
def test_a_small_team_is_counted_with_others_and_cannot_be_subtracted(assess, staff, manager, client):
    for by in spread(staff("Nord", 6), 60):
        assess(by, "some", "medium")
    for by in spread(staff("Syd", 7), 70):
        assess(by, "some", "medium")
    for by in spread(staff("Vest", 2), 20):
        assess(by, "less", "medium")
    rows = queries.use_figures(HERE, PERIOD).rows
    # two staff alone would be the whole less Nord and Syd: the smaller of those is counted with them
    assert [sorted(row.teams) for row in rows] == [["Syd"], ["Nord", "Vest"], ["Nord", "Syd", "Vest"]]
    assert [row.n_assessments for row in rows] == [70, 80, 150]
    told = page(client)
    assert "Øvrige teams samlet" in told
    assert "Nord, Vest" in told


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
def test_a_row_that_is_nearly_one_persons_is_not_shown(assess, staff):
    team = staff("Nord", 5)
    for by in team[1:]:
        assess(by, "some", "medium")
    for _ in range(60):
        assess(team[0], "less", "high")
    assert queries.use_figures(HERE, PERIOD).rows == ()


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
def test_a_measure_that_two_staff_have_is_not_shown_of_a_team_of_six(assess, staff):
    team = staff("Nord", 6)
    for by in spread(team, 60):
        assess(by, "some", "medium")
    for by in spread(team[:2], 20):
        assess(by, "less", "high", first="not_known")
    row = everyone()
    assert row.not_known.of == 0
    # high alone would be two people's: no band is told, for all less the others would tell it
    assert row.bands == ()
    assert (row.all_bands.less.n, row.all_bands.less.of) == (20, 80)


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
def test_one_period_less_the_next_tells_of_no_few(assess, staff):
    team = staff("Nord", 6)
    for by in spread(team, 60):
        assess(by, "some", "medium", on=FIRST)
    for by in spread(team[:1], 30):
        assess(by, "less", "high", on=SECOND)
    # the one who worked alone in the second span is in neither period
    for period in (
        PERIOD,
        Period(PERIOD.first_day - timedelta(weeks=4)),
        Period(PERIOD.first_day + timedelta(weeks=4)),
    ):
        for row in queries.use_figures(HERE, period).rows:
            assert row.all_bands.less.n == 0
    assert everyone().n_assessments == 60


def test_the_period_that_runs_is_not_there_to_choose(manager, client, assess, staff):
    periods = queries.use_periods(today=TODAY)
    assert periods[0] == PERIOD
    assert len(periods) == 13
    assert all(period.last_day < TODAY and period.first_day.weekday() == 0 for period in periods)
    assert "07.09.2026 – 01.11.2026" in page(client)
    for wrong in ("2026-09-08", "2026-11-02", "x", "2020-01-06"):
        assert "Den periode findes ikke." in page(client, f"/oversight/use/?from={wrong}")
    assert "Den periode findes ikke." not in page(client, "/oversight/use/?from=2026-08-10")


@pytest.mark.requirement("R-HUM-03", part="alarms", shows="works")
@pytest.mark.parametrize(
    ("n_less", "n_same", "alarm"),
    [
        (1, 49, "followed"),  # 2 %
        (0, 50, "followed"),
        (2, 48, None),  # 4 %
        (25, 25, None),  # 50 %
        (26, 24, "differed"),
        (0, 49, None),  # of fewer than 50 nothing is said
    ],
)
def test_hardly_anybody_and_nearly_everybody_who_differs_are_alarms(
    assess, staff, manager, client, n_less, n_same, alarm
):
    team = staff("Nord", 10)
    for by in spread(team, n_less):
        assess(by, "less", "medium")
    for by in spread(team, n_same):
        assess(by, "some", "medium")
    assert [one.threshold.key for one in everyone().alarms] == ([alarm] if alarm else [])
    told = page(client)
    if alarm == "followed":
        assert "Næsten alle vurderinger er som skønnet" in told
        assert "0,58 %" in told
        assert "Gør sådan: Tal med teamet" in told
    banner = client.get("/oversight/use/", headers={"Accept-Language": "da"}).content.decode()
    assert ("1 tal er uden for grænsen i de otte uger frem til 01.11.2026." in banner) is (alarm is not None)
    if alarm is None:
        assert "Ingen tal er uden for grænserne." in told


@pytest.mark.requirement("R-HUM-03", part="alarms", shows="works")
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("not_known", {"first": "not_known"}),
        ("cannot_see_why", {"reason": "cannot_see_why"}),
        ("towards", {"first": "less"}),
        ("fast", {"seconds": 9}),
    ],
)
def test_each_other_limit_is_an_alarm_beyond_it_and_not_before(assess, staff, key, told):
    limit = next(one for one in use_thresholds() if one.key == key)
    team = staff("Nord", 10)
    # 5 of 60 differ, so that following is no alarm
    for number, by in enumerate(spread(team, 60)):
        assess(by, "more" if number % 12 else "some", "high", **told)
    assert key in {one.threshold.key for one in everyone().alarms}
    Assessment.objects.all().delete()
    for number, by in enumerate(spread(team, 60)):
        assess(by, "more" if number % 12 else "some", "high", first="more", seconds=10)
    assert key not in {one.threshold.key for one in everyone().alarms}
    assert limit.next.da
    assert limit.why.en


@pytest.mark.requirement("R-HUM-03", part="alarms", shows="works")
def test_an_alarm_of_one_band_or_one_team_is_told_where_it_is(assess, staff):
    nord, syd = staff("Nord", 10), staff("Syd", 10)
    for by in spread(nord, 60):
        assess(by, "more", "high")
        assess(by, "some" if by is nord[0] else "less", "medium")
    for number, by in enumerate(spread(syd, 60)):
        assess(by, "some" if number % 2 else "more", "high")
    found = {
        (tuple(sorted(one.teams)), one.threshold.key, one.band) for one in queries.use_figures(HERE, PERIOD).alarms
    }
    # high is differed from by half of Syd and by nobody of Nord; medium by nearly all of Nord
    assert (("Nord",), "followed", "high") in found
    assert (("Nord", "Syd"), "differed", "medium") in found


def test_managers_are_told_on_every_page_and_caseworkers_are_not(assess, staff, manager, client, caseworker):
    for by in spread(staff("Nord", 10), 60):
        assess(by, "some", "medium")
    first = client.get("/oversight/incidents/", headers={"Accept-Language": "da"}).content.decode()
    assert "Se på brugen af skøn." in first
    assert 'href="/oversight/use/"' in first
    client.force_login(caseworker)
    assert "Se på brugen af skøn." not in client.get("/", headers={"Accept-Language": "da"}).content.decode()
    assert client.get("/oversight/use/").status_code == 404
    assert client.get("/oversight/use/file/").status_code == 404


def test_who_sees_it():
    assert {role for role, rights in RIGHTS.items() if Right.SEE_USE in rights} == {
        Role.DPO,
        Role.MANAGER,
        Role.REGULATOR,
    }


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="works")
def test_the_page_and_the_file_name_no_one(assess, staff, manager, client):
    team = staff("Nord", 10)
    for by in spread(team, 60):
        assess(by, "some", "medium", first="less")
    for address in ("/oversight/use/", "/oversight/use/file/"):
        text = client.get(address, headers={"Accept-Language": "da"}).content.decode()
        assert not [one.name for one in team if one.name in text]
    kinds = AuditRecord.objects.filter(criterion="use").order_by("pk").values_list("kind", "purpose", "subject")
    assert list(kinds) == [("read", "oversight", ""), ("export", "oversight", "")]


def test_the_file_has_the_figures_of_the_page(assess, staff, manager, client):
    for by in spread(staff("Nord", 10), 60):
        assess(by, "some", "medium", first="less")
    response = client.get("/oversight/use/file/", headers={"Accept-Language": "da"})
    assert "lighed-use-2026-09-07.csv" in response["Content-Disposition"]
    head, *rows = csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    assert head == ["Fra", "Til", "Om", "Tal", "Værdi", "Talt blandt"]
    told = {(row[2], row[3]): row[4:] for row in rows}
    assert told["Alle teams", "Vurderinger"] == ["60", "60"]
    assert told["Alle teams", "Som skønnet"] == ["1.0", "60"]
    assert told["Alle teams", "Hen mod skønnet"] == ["1.0", "60"]
    assert told["Alle teams", "Sekunder fra vist til gemt (median)"] == ["60.0", "60"]
    assert {tuple(row[:2]) for row in rows} == {("2026-09-07", "2026-11-01")}
