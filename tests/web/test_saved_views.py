"""W2: views that are saved hold filters, columns and order, are one's own, and can be the team's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lighed.governance import DisplayMode
from lighed.web import actions, queries
from lighed.web.actions.desk.saved_views import MOST_VIEWS
from lighed.web.models import SavedView, User
from tests.web.desk_lists import change, four_people, names, show_estimates, soup, tags
from tests.web.factories import ELSEWHERE, HERE, audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
DANISH = {"Accept-Language": "da"}


@pytest.fixture
def people(case_system, caseworker):
    caseworker.team = "Team Nord"
    caseworker.save()
    return four_people(case_system)


@pytest.fixture
def saved(client, page_of, people) -> SavedView:
    """Mette's own view of the team's people."""
    page_of("/")
    client.post("/views/", {"do": "save", "name": "Vores", "choices": "team=Team+Nord&sort=name&size=50"})
    return SavedView.objects.get()


def colleague(*, team: str = "Team Nord", municipality: str = HERE) -> User:
    return actions.create_user(
        "jonas", name="Jonas Bruun", municipality=municipality, password=PASSWORD, team=team, audit=audit()
    )


def tabs(response) -> list[str]:
    return [link.get_text(" ", strip=True) for link in soup(response).select(".views a")]


def do(client, view: SavedView, what: str, **said: str):
    return client.post("/views/", {"do": what, "view": str(view.pk), **said}, headers=DANISH)


@pytest.mark.requirement("R-PLA-04", part="newly assigned", shows="works")
@pytest.mark.requirement("R-PLA-04", part="hand-overs expected", shows="works")
@pytest.mark.requirement("A14", part="when and for whom", shows="works")
def test_the_views_that_come_with_the_tool(page_of, people):
    assert tabs(page_of("/")) == [
        "Alle",
        "Mine borgere",
        "Mit team",
        "Nye denne uge",
        "Overgang inden 7 dage",
        "Frist inden 14 dage",
        "Mangler egen vurdering",
        "Kan ikke vurderes",
        "Borger har skrevet",
    ]
    links = {link.get_text(strip=True): link["href"] for link in soup(page_of("/")).select(".views a")}
    assert names(page_of(links["Mine borgere"])) == ["Anna"]
    assert set(names(page_of(links["Mit team"]))) == {"Anna", "Bo"}
    assert names(page_of(links["Nye denne uge"])) == ["Dina"]
    change(people["Bo"], hand_over_expected_on=timezone.localdate() + timedelta(days=6))
    assert names(page_of(links["Overgang inden 7 dage"])) == ["Bo"]
    assert "overgang ventes 28.11.2026" in soup(page_of(links["Overgang inden 7 dage"])).select_one("td.c-state").text
    assert names(page_of(links["Kan ikke vurderes"])) == ["Carl"]
    assert len(names(page_of(links["Mangler egen vurdering"]))) == 4
    shown = page_of(links["Kan ikke vurderes"])
    assert soup(shown).select_one(".views a[aria-current]").get_text(strip=True) == "Kan ikke vurderes"
    assert tags(shown) == ["Fjern filteret Skøn: Kan ikke vurderes"]


def test_the_list_opens_with_ones_own_people_where_that_is_chosen(client, page_of, people):
    page_of("/")
    assert client.post("/views/", {"do": "first", "view": "mine"}).status_code == 302
    assert names(page_of(page_of("/")["Location"])) == ["Anna"]
    assert len(names(page_of("/?view=all"))) == 4


def test_whom_the_case_system_does_not_know_has_no_people_of_their_own(client, people):
    client.force_login(colleague(team=""))
    shown = tabs(client.get("/", headers=DANISH))
    assert shown[:2] == ["Alle", "Nye denne uge"]
    client.post("/views/", {"do": "first", "view": "mine"})
    assert client.get("/").status_code == 200


def test_a_view_keeps_filters_order_and_columns_and_neither_page_nor_name(client, page_of, people):
    page_of("/")
    client.post("/settings/", {"columns": ["days", "team"], "choices": ""})
    client.post("/", {"name": "Anna"})
    said = {"do": "save", "name": "  Vores   egne ", "choices": "team=Team+Nord&sort=name&size=50&page=3&name=Anna"}
    assert client.post("/views/", said)["Location"].startswith("/?team=Team+Nord&sort=name")
    saved = SavedView.objects.get()
    assert (saved.name, saved.query, saved.columns) == ("Vores egne", "team=Team+Nord&sort=name", ["days", "team"])
    client.post("/settings/", {"columns": ["missing"], "choices": ""})
    client.post("/", {"remove": "all"})
    shown = page_of(f"/?{saved.query}&view=view-{saved.pk}")
    assert names(shown) == ["Anna", "Bo"]
    assert [head["class"][0] for head in soup(shown).select("thead th")] == ["c-select", "c-name", "c-days", "c-team"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Skriv et navn til visningen."),
        ("x" * 61, "Navnet er for langt. Højst 60 tegn."),
        ("Vores", "Du har allerede en visning med det navn. Vælg et andet navn."),
        ("Sag 010190-1234", "CPR"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_kept_in_the_form(client, page_of, saved, name, said):
    answer = client.post("/views/", {"do": "save", "name": name, "choices": "level=missing"}, headers=DANISH)
    assert answer.status_code == 422
    assert said in soup(answer).select_one("[role=alert]").get_text()
    assert soup(answer).select_one("#name")["value"] == name
    assert soup(answer).select_one("form.form-page [name=choices]")["value"] == "level=missing"
    assert SavedView.objects.count() == 1


def test_there_is_room_for_so_many(client, page_of, saved, caseworker):
    for number in range(MOST_VIEWS - 1):
        client.post("/views/", {"do": "save", "name": str(number), "choices": ""})
    answer = client.post("/views/", {"do": "save", "name": "én til", "choices": ""}, headers=DANISH)
    assert "Slet en først." in soup(answer).select_one("[role=alert]").get_text()
    assert SavedView.objects.filter(owner=caseworker).count() == MOST_VIEWS


def test_a_view_is_renamed_changed_and_deleted(client, page_of, saved):
    do(client, saved, "rename", name="Team Nords")
    assert "Team Nords" in tabs(page_of("/"))
    changed = page_of(f"/?team=Team+Nord&level=missing&view=view-{saved.pk}")
    assert "Visningen “Team Nords” er ændret." in soup(changed).get_text()
    do(client, saved, "update", choices=f"team=Team+Nord&level=missing&view=view-{saved.pk}")
    saved.refresh_from_db()
    assert saved.query == "team=Team+Nord&level=missing"
    do(client, saved, "delete")
    assert "Team Nords" not in tabs(page_of("/"))
    assert set(names(page_of(f"/?team=Team+Nord&view=view-{saved.pk}"))) == {"Anna", "Bo"}, "a bookmark goes on"


def test_a_view_is_shared_with_the_team_and_with_nobody_else(client, page_of, saved):
    other = colleague()
    client.force_login(other)
    assert "Vores" not in " ".join(tabs(client.get("/")))
    client.force_login(saved.owner)
    do(client, saved, "share")
    client.force_login(other)
    assert "Vores Team Nord" in tabs(client.get("/"))
    shown = soup(client.get("/views/", headers=DANISH))
    row = next(one for one in shown.select("tbody tr") if "Vores" in one.th.get_text())
    assert "Mette Holm" in row.get_text()
    assert not row.select("[value=rename], [value=delete], [value=unshare]")
    User.objects.filter(pk=other.pk).update(team="Team Syd")
    assert "Vores" not in " ".join(tabs(client.get("/")))


def test_without_a_team_there_is_nobody_to_share_with(client, page_of, saved, caseworker):
    caseworker.team = ""
    caseworker.save()
    answer = do(client, saved, "share")
    assert answer.status_code == 422
    assert "Du er ikke på et team" in soup(answer).select_one("[role=alert]").get_text()


@pytest.mark.requirement("R-SEC-01", part="every address by role and municipality", shows="refuses")
@pytest.mark.parametrize("what", ["rename", "share", "unshare", "update", "delete"])
def test_another_ones_view_cannot_be_changed(client, page_of, saved, what):
    do(client, saved, "share")
    client.force_login(colleague())
    assert do(client, saved, what, name="Mine", choices="").status_code == 404
    saved.refresh_from_db()
    assert (saved.name, saved.team, saved.query) == ("Vores", "Team Nord", "team=Team+Nord&sort=name")


def test_a_team_of_that_name_in_another_municipality_sees_nothing(client, page_of, saved):
    do(client, saved, "share")
    client.force_login(colleague(municipality=ELSEWHERE))
    assert "Vores" not in " ".join(tabs(client.get("/")))


def test_the_worklist_opens_with_the_view_that_was_chosen(client, page_of, saved):
    assert client.post("/views/", {"do": "first", "view": f"view-{saved.pk}"}).status_code == 302
    assert page_of("/")["Location"] == f"/?team=Team+Nord&sort=name&view=view-{saved.pk}"
    everyone = soup(page_of("/?view=all"))
    assert everyone.select_one(".views a")["href"] == "/?view=all"
    assert client.post("/", {"team": "", "remove": "all"})["Location"] == "/?view=all", "cleared is not opened anew"
    assert "Åbner først" in soup(page_of("/views/")).get_text()
    do(client, saved, "delete")
    assert page_of("/").status_code == 200


def test_a_view_that_there_is_not_cannot_be_opened_first(client, page_of, saved, caseworker):
    assert client.post("/views/", {"do": "first", "view": "view-999"}).status_code == 404
    assert queries.desk_settings(caseworker).first_view == ""


@pytest.mark.requirement("A13", shows="refuses")
def test_a_view_from_before_says_which_filter_may_not_be_used_any_more(client, page_of, people):
    page_of("/")
    client.post("/views/", {"do": "save", "name": "Høj", "choices": "band=high&team=Team+Nord"})
    show_estimates(DisplayMode.OWN_FIRST)
    saved = SavedView.objects.get()
    shown = page_of(f"/?{saved.query}&view=view-{saved.pk}")
    said = "Visningen bruger et filter, du ikke længere har adgang til: Risiko for langt forløb."
    assert said in soup(shown).select_one(".alert-warning").get_text()
    assert set(names(shown)) == {"Anna", "Bo"}, "whoever is not high is not told by it"
    row = next(one for one in soup(page_of("/views/")).select("tbody tr") if "Høj" in one.th.get_text())
    assert said in row.get_text()
    assert "2" in row.select("td")[3].get_text()


def test_the_page_counts_everyone_in_each_view_at_once(page_of, saved, django_assert_max_num_queries):
    page_of("/views/")
    with django_assert_max_num_queries(45) as few:
        rows = soup(page_of("/views/")).select("tbody tr")
    counts = {row.th.a.get_text(): row.select("td")[3].get_text() for row in rows}
    assert counts["Vores"].endswith("2")
    assert counts["Mangler egen vurdering"].endswith("4")
    for number in range(6):
        SavedView.objects.create(
            municipality_id=HERE,
            owner=saved.owner,
            name=str(number),
            query="level=missing",
            changed_at=saved.changed_at,
        )
    with django_assert_max_num_queries(len(few)):
        page_of("/views/")


def test_first_there_are_none_of_ones_own(page_of, people):
    assert "Du har ingen gemte visninger endnu." in soup(page_of("/views/")).get_text()


def test_a_view_can_be_shared_while_it_is_saved(client, page_of, people, caseworker):
    shown = soup(page_of("/"))
    assert shown.select_one("label[for=view-shared]").get_text(strip=True) == "Del med Team Nord"
    client.post("/views/", {"do": "save", "name": "Fælles", "choices": "sort=name", "is_shared": "1"})
    assert SavedView.objects.get().team == "Team Nord"
    client.force_login(colleague())
    assert any(one.startswith("Fælles") for one in tabs(client.get("/", headers=DANISH)))


def test_without_a_team_a_view_is_not_shared_while_it_is_saved(client, page_of, case_system, caseworker):
    assert not soup(page_of("/")).select("#view-shared")
    posted = {"do": "save", "name": "Fælles", "choices": "sort=name", "is_shared": "1"}
    refused = client.post("/views/", posted, headers=DANISH)
    assert refused.status_code == 422
    assert "Du er ikke på et team" in refused.content.decode()
    assert not SavedView.objects.exists()
