"""W1: filters that combine, that can be bookmarked, and that never show what the reader may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lighed.governance import DisplayMode, RequestKind, Role
from lighed.web import actions
from lighed.web.models import (
    AuditRecord,
    DataFlag,
    EstimateView,
    LegalBasisEntry,
    Person,
    Plan,
    PlannedMeeting,
    RequestState,
    RightsRequest,
    Task,
)
from tests.web.desk_lists import NAMES, change, four_people, names, show_estimates, soup, tags
from tests.web.factories import HERE, audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
EVERYONE = set(NAMES)


@pytest.fixture
def people(case_system, caseworker):
    """Anna is overdue and has written, Bo has a plan, Carl's data are flagged, Dina was handed over on Friday."""
    courses, now, today = four_people(case_system), timezone.now(), timezone.localdate()
    change(courses["Anna"], deadline_on=today - timedelta(days=1), n_missing=7, level="more")
    change(courses["Bo"], deadline_on=today + timedelta(days=6), n_planned=3, level="not_known")
    change(courses["Bo"], hand_over_expected_on=today - timedelta(days=2))
    change(courses["Carl"], deadline_on=today + timedelta(days=13), n_planned=1)
    change(courses["Carl"], hand_over_expected_on=today + timedelta(days=14))
    change(courses["Dina"], n_missing=2, is_exempt=True)
    Task.objects.create(municipality_id=HERE, course=courses["Anna"], kind=Task.Kind.OWN_WORDS, made_at=now)
    Task.objects.create(municipality_id=HERE, course=courses["Bo"], kind=Task.Kind.OWN_WORDS, made_at=now, done_at=now)
    flag = {"municipality_id": HERE, "element": "regions", "kind": "wrong", "words": "x", "made_by": caseworker}
    DataFlag.objects.create(course=courses["Carl"], made_at=now, **flag)
    DataFlag.objects.create(course=courses["Dina"], made_at=now, answered_at=now, **flag)
    plan = Plan.objects.create(
        municipality_id=HERE, course=courses["Bo"], template="x", rule_set="2026-07-01", made_by=caseworker, made_at=now
    )
    meeting = {"municipality_id": HERE, "plan": plan, "minutes": 45, "kind": "job"}
    PlannedMeeting.objects.create(number=1, on=today - timedelta(days=1), form="in_person", **meeting)
    PlannedMeeting.objects.create(number=2, on=today + timedelta(days=9), form="phone", **meeting)
    return courses


@pytest.mark.requirement("A13", shows="works")
@pytest.mark.requirement("R-PLA-04", part="hand-overs expected", shows="works")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("team=Team+Nord", {"Anna", "Bo"}),
        ("caseworker=s-2", {"Bo", "Carl", "Dina"}),
        ("caseworker=mine", {"Anna"}),
        ("deadline=overdue", {"Anna"}),
        ("deadline=7", {"Anna", "Bo"}),
        ("deadline=14", {"Anna", "Bo", "Carl"}),
        ("deadline=none", {"Dina"}),
        ("hand_over=7", {"Bo"}),
        ("hand_over=14", {"Bo", "Carl"}),
        ("new=week", {"Dina"}),
        ("new=14", {"Anna", "Dina"}),
        ("level=missing", {"Carl", "Dina"}),
        ("level=more", {"Anna"}),
        ("level=not_known", {"Bo"}),
        ("interpreter=yes", {"Anna"}),
        ("interpreter=unknown", {"Bo"}),
        ("planned=0", {"Anna", "Dina"}),
        ("planned=1", {"Carl"}),
        ("planned=3", {"Bo"}),
        ("form=phone", {"Bo"}),
        ("form=in_person", set()),
        ("rules=2026-07-01", {"Bo"}),
        ("rules=2024-01-01", set()),
        ("missing=2", {"Anna", "Dina"}),
        ("missing=7", {"Anna"}),
        ("words=yes", {"Anna"}),
        ("flagged=yes", {"Carl"}),
        ("exempt=yes", {"Dina"}),
        ("exempt=no", {"Anna", "Bo", "Carl"}),
        ("team=Team+Nord&deadline=14&level=more&words=yes", {"Anna"}),
        ("team=Team+Syd&words=yes", set()),
    ],
)
def test_each_filter_alone_and_together(page_of, people, query, found):
    assert set(names(page_of(f"/?{query}"))) == found


def test_days_from_and_to(page_of, people):
    today = timezone.localdate()
    days = {"deadline": (today, today + timedelta(days=6)), "registered": (today - timedelta(days=25), today)}
    for field, (first, last) in days.items():
        shown = page_of(f"/?{field}_from={first:%Y-%m-%d}&{field}_to={last:%Y-%m-%d}")
        assert set(names(shown)) == ({"Bo"} if field == "deadline" else {"Anna", "Bo"})
        assert f"{first:%d.%m.%Y}" in tags(shown)[0]


@pytest.mark.requirement("A13", shows="refuses")
@pytest.mark.requirement("R-PLA-04", part="hand-overs expected", shows="refuses")
@pytest.mark.parametrize(
    "query",
    [
        "deadline=8",
        "hand_over=30",
        "new=year",
        "level=high",
        "planned=-1",
        "rules=now",
        "words=no",
        "objection=yes",
        "missing=0",
    ],
)
def test_a_filter_that_there_is_not_finds_nobody_out(page_of, people, query):
    shown = page_of(f"/?{query}")
    assert set(names(shown)) == EVERYONE
    assert tags(shown) == []


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_no_filter_asks_for_those_who_objected_or_chose_not_to_take_part(page_of, people):
    fields = {field["name"] for field in soup(page_of("/")).select("#choices [name]")}
    assert not fields & {"objection", "choice", "participation", "opted_out", "request", "held_out"}
    assert {"team", "words", "flagged"} <= fields


def test_a_filter_is_a_tag_that_is_taken_away(client, page_of, people):
    shown = page_of("/?deadline=14&team=Team+Nord")
    assert tags(shown) == ["Fjern filteret Lovfrist: Inden 14 dage", "Fjern filteret Team: Team Nord"]
    said = {"deadline": "14", "team": "Team Nord", "remove": "deadline"}
    assert client.post("/", said)["Location"] == "/?team=Team+Nord"


def test_a_team_that_nobody_is_on_any_more_is_still_a_tag(page_of, people):
    shown = page_of("/?team=Team+Vest")
    assert tags(shown) == ["Fjern filteret Team: Team Vest"]
    assert "Ingen borgere passer til filtrene." in soup(shown).get_text()


def test_teams_and_colleagues_are_those_of_the_municipality(page_of, people):
    page = soup(page_of("/"))
    said = {
        field: [one.get_text() for one in page.select(f"#filter-{field} option")] for field in ("team", "caseworker")
    }
    assert said == {
        "team": ["Alle", "Team Nord", "Team Syd"],
        "caseworker": ["Alle", "Mine", "Jonas Bruun", "Mette Holm"],
    }


def test_what_was_searched_for_is_written_down_but_for_a_name(client, page_of, people):
    page_of("/?deadline=14&team=Team+Nord")
    assert AuditRecord.objects.latest("number").criterion == "worklist, team=Team Nord, deadline=14, mode=open"
    client.post("/", {"name": "Anna"})
    page_of("/")
    assert AuditRecord.objects.latest("number").criterion == "worklist, name, mode=open"


# What is hidden from the reader: the three ways in which a municipality shows estimates.


@pytest.mark.requirement("R-HUM-01", part="the list is not in order of risk", shows="refuses")
@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
@pytest.mark.parametrize("query", ["band=high", "certainty=some", "sort=-band", "band=low&certainty=some"])
def test_a_filter_on_what_is_hidden_shows_nothing_of_it(page_of, people, mode, query):
    show_estimates(mode)
    everyone, shown = page_of("/"), page_of(f"/?{query}")
    assert names(shown) == names(everyone)
    assert "Visningen bruger et filter, du ikke længere har adgang til:" in soup(shown).get_text()
    for page in (everyone, shown):
        fields = {field["name"] for field in soup(page).select("#choices [name]")}
        assert not fields & {"band", "certainty"}
        assert "-band" not in {option["value"] for option in soup(page).select("#sort option")}
        assert not soup(page).select(".band, .band-mark")


@pytest.mark.requirement("R-HUM-02", part="own first, then the estimate", shows="refuses")
def test_own_first_the_list_says_that_an_estimate_is_ready_and_no_more(page_of, people, caseworker):
    show_estimates(DisplayMode.OWN_FIRST)
    shown = page_of("/?sort=name")
    said = [
        cell.get_text(" ", strip=True).removeprefix("Risiko for langt forløb ")
        for cell in soup(shown).select("td.c-band")
    ]
    assert said == ["Klar skjult", "Klar skjult", "– Kan ikke vurderes", "Ikke profileret"]
    assert set(names(page_of("/?estimate=hidden"))) == {"Anna", "Bo"}
    assert set(names(page_of("/?estimate=ready"))) == {"Anna", "Bo"}
    now = timezone.now()
    EstimateView.objects.create(
        municipality_id=HERE, course=people["Bo"], moment=people["Bo"].reached, user=caseworker,
        mode=DisplayMode.OWN_FIRST, first_shown_at=now, last_shown_at=now,
    )  # fmt: skip
    assert names(page_of("/?estimate=hidden")) == ["Anna"]
    assert set(names(page_of("/?estimate=ready"))) == {"Anna", "Bo"}
    assert [cell.get_text() for cell in soup(page_of("/")).select(".c-band strong")] == ["Høj"]


@pytest.mark.requirement("A13", shows="works")
def test_planner_only_leaves_the_column_out_for_caseworkers_and_not_for_planners(client, page_of, people):
    show_estimates(DisplayMode.PLANNER_ONLY)
    page = soup(page_of("/"))
    assert not page.select(".c-band, .c-weeks, .c-certainty")
    assert "Skøn" not in {one.get_text(strip=True) for one in page.select(".column-choices label")}
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    assert names(page_of_planner := client.get("/?band=high")) == ["Bo"]
    assert soup(page_of_planner).select_one(".c-band strong").get_text() == "Høj"


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="refuses")
def test_by_risk_only_those_whose_estimate_may_be_shown(page_of, people):
    assert names(page_of("/?sort=band"))[:2] == ["Anna", "Bo"]
    assert names(page_of("/?sort=-band"))[:2] == ["Bo", "Anna"]
    by_deadline = names(page_of("/"))
    LegalBasisEntry.objects.update(state="suspended")
    assert names(page_of("/?sort=-band")) == by_deadline


@pytest.mark.requirement("A13", shows="works")
def test_who_contests_is_found_where_the_row_says_so(page_of, people):
    reviews = {"kind": RequestKind.REVIEW.value, "state": RequestState.OPEN.value}
    for name, said in {
        "Anna": reviews,
        "Bo": reviews | {"state": RequestState.ANSWERED.value},
        "Dina": reviews,
    }.items():
        ask(people[name].person, **said)
    ask(people["Carl"].person, kind=RequestKind.OBJECTION.value, state=RequestState.OPEN.value)
    assert names(page_of("/?contested=yes")) == ["Anna"], "Dina is not profiled, and an objection is told to nobody"
    assert tags(page_of("/?contested=yes")) == ["Fjern filteret Under indsigelse: Ja, ikke besvaret endnu"]
    LegalBasisEntry.objects.update(state="suspended")
    shown = page_of("/?contested=yes")
    assert set(names(shown)) == EVERYONE, "where nobody is estimated, the filter would tell who was"
    assert "Under indsigelse" in soup(shown).select_one(".alert-warning").get_text()


def ask(person: Person, **said: str) -> None:
    now = timezone.now()
    RightsRequest.objects.create(
        municipality_id=HERE, person=person, received_at=now, due_on=now.date(), channel="phone", **said
    )
