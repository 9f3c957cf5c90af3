"""W1: filters, search, order and pages, in whatever combination and without a name in any address."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from lighed.governance import Moment, to_content
from lighed.web import actions
from lighed.web.models import ContactCourse, LegalBasisEntry, Person
from lighed.web.queries.worklist.columns import COLUMNS
from tests.web.factories import HERE, assessed, audit, cannot_be_assessed, legal_basis, many, received

NAMELESS = "Navn og adresse er beskyttet"
pytestmark = pytest.mark.django_db


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def names(response) -> list[str]:
    return [link.get_text() for link in soup(response).select("tbody .c-name a")]


def options(response, field: str) -> list[str]:
    return [option["value"] for option in soup(response).select(f"#filter-{field} option") if option["value"]]


def show_columns(user, *columns: str) -> None:
    actions.keep_desk_settings(user, columns=list(columns), audit=audit())


@pytest.fixture
def four(case_system, municipalities):
    """Four people who differ in everything that can be filtered on."""
    today = timezone.localdate()
    people = [
        {"display_name": "Anna Åberg", "estimate": assessed(0.2), "caseworker_id": "s-1", "needs_interpreter": True},
        {"display_name": "Bo Ærø", "estimate": assessed(0.7), "caseworker_id": "s-2", "needs_interpreter": None},
        {"display_name": "Carl Zøllner", "estimate": cannot_be_assessed(), "caseworker_id": "s-2"},
        {"display_name": "Dina Aabo", "estimate": None, "event": Moment.HAND_OVER, "caseworker_id": "s-2"},
    ]
    for number, person in enumerate(people):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        case_system.register(received(**ids, registered_on=today - timedelta(days=10 * (number + 1)), **person))


@pytest.mark.requirement("R-HUM-01", part="the list is not in order of risk", shows="works")
def test_without_choices_everyone_is_shown_by_legal_deadline_then_the_longest_wait(page_of, four):
    response = page_of("/")
    assert names(response) == ["Dina Aabo", "Carl Zøllner", "Bo Ærø", "Anna Åberg"]
    assert [cell.get_text() for cell in soup(response).select("td.c-days .figure")] == ["40", "30", "20", "10"]
    assert soup(response).select_one("#count").get_text() == "Viser 1–4 af 4 borgere"


@pytest.mark.requirement("A13", shows="works")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("band=low", ["Anna Åberg"]),
        ("band=high", ["Bo Ærø"]),
        ("certainty=some", ["Bo Ærø", "Anna Åberg"]),
        ("certainty=good", []),
        ("estimate=ready", ["Bo Ærø", "Anna Åberg"]),
        ("estimate=cannot_be_assessed", ["Carl Zøllner"]),
        ("estimate=not_profiled", ["Dina Aabo"]),
        ("state=handed_over", ["Dina Aabo"]),
        ("state=with_fund", ["Carl Zøllner", "Bo Ærø", "Anna Åberg"]),
        ("state=ended", []),
        ("interpreter=yes", ["Anna Åberg"]),
        ("interpreter=no", ["Dina Aabo", "Carl Zøllner"]),
        ("caseworker=mine", ["Anna Åberg"]),
        ("state=with_fund&band=high&interpreter=no", []),
        ("state=with_fund&certainty=some&caseworker=mine", ["Anna Åberg"]),
        ("sort=name", ["Anna Åberg", "Bo Ærø", "Carl Zøllner", "Dina Aabo"]),
        ("sort=-name", ["Dina Aabo", "Carl Zøllner", "Bo Ærø", "Anna Åberg"]),
        ("sort=-days", ["Anna Åberg", "Bo Ærø", "Carl Zøllner", "Dina Aabo"]),
    ],
)
def test_each_filter_and_order(page_of, four, query, found):
    assert names(page_of(f"/?{query}")) == found


@pytest.mark.requirement("A13", shows="refuses")
@pytest.mark.requirement("R-HUM-01", part="the list is not in order of risk", shows="refuses")
@pytest.mark.parametrize(
    "query",
    [
        *("band=worst", "sort=of_100", "sort=risk", "page=0", "page=-1", "page=x", "page=99999999", "size=0", "a=b"),
        *("missing=0", "missing=x", "deadline=8", "deadline_from=1.1.2026", "registered_to=2026-13-01", "team="),
        "view=%00",
    ],
)
def test_what_is_not_known_counts_as_not_chosen(page_of, four, query):
    assert names(page_of(f"/?{query}")) == ["Dina Aabo", "Carl Zøllner", "Bo Ærø", "Anna Åberg"]


@pytest.mark.requirement("R-HUM-01", part="the list is not in order of risk", shows="works")
def test_the_legal_deadline_is_the_order_unless_another_is_asked_for(page_of, four):
    chosen = [option["value"] for option in soup(page_of("/")).select("#sort option[selected]")]
    assert chosen == ["deadline"]
    today = timezone.localdate()
    ContactCourse.objects.update(deadline_on=None)
    ContactCourse.objects.filter(course_id="c-0").update(deadline_on=today + timedelta(days=9))
    ContactCourse.objects.filter(course_id="c-1").update(deadline_on=today + timedelta(days=2))
    # Two by their deadlines, then those without one by how long they have waited; what was estimated moves nobody.
    assert names(page_of("/")) == ["Bo Ærø", "Anna Åberg", "Dina Aabo", "Carl Zøllner"]
    assert names(page_of("/?sort=-deadline")) == ["Anna Åberg", "Bo Ærø", "Dina Aabo", "Carl Zøllner"]


@pytest.mark.requirement("R-DAT-03", part="not in addresses", shows="works")
def test_a_choice_leads_to_its_own_address_and_a_name_to_none(client, page_of, four):
    page_of("/")
    chosen = {"band": "low", "name": "Åberg", "sort": "name", "size": "25", "certainty": ""}
    response = client.post("/", chosen)
    assert (response.status_code, response["Location"]) == (302, "/?band=low&sort=name")
    listed = page_of(response["Location"])
    assert names(listed) == ["Anna Åberg"]
    html = soup(listed)
    assert [tag.get_text(" ", strip=True) for tag in html.select(".tags .tag")] == [
        "Fjern filteret Navn: Åberg",
        "Fjern filteret Risiko for langt forløb: Lav",
    ]
    addresses = [
        element.get(attribute, "") for element in html.find_all() for attribute in ("href", "action", "hx-get")
    ]
    assert not any("berg" in address for address in addresses)


@pytest.mark.parametrize("searched", ["ÅBERG", "åberg", "  anna   å", "Anna", "åb"])
def test_search_knows_danish_letters_on_every_database(client, page_of, four, searched):
    page_of("/")
    client.post("/", {"name": searched})
    assert names(page_of("/")) == ["Anna Åberg"]


@pytest.mark.parametrize("searched", ["%", "_", "'", "Åberg%", "\\"])
def test_search_takes_every_sign_for_itself(client, page_of, four, searched):
    page_of("/")
    client.post("/", {"name": searched})
    assert names(page_of("/")) == []


@pytest.mark.parametrize(
    ("removed", "address"), [("band", "/?sort=name"), ("name", "/?band=low&sort=name"), ("all", "/?sort=name")]
)
def test_a_tag_removes_its_choice(client, page_of, four, removed, address):
    page_of("/")
    response = client.post("/", {"band": "low", "name": "Åberg", "sort": "name", "remove": removed})
    assert response["Location"] == address
    tags = {tag["value"] for tag in soup(page_of(address)).select(".tags .tag")}
    assert tags == {"band": {"name"}, "name": {"band"}, "all": set()}[removed]


def test_with_a_script_the_list_alone_is_answered(client, page_of, four):
    page_of("/")
    response = client.post("/", {"band": "low"}, headers={"HX-Request": "true", "Accept-Language": "da"})
    html = response.content.decode()
    assert response["HX-Push-Url"] == "/?band=low"
    assert "<html" not in html
    assert names(response) == ["Anna Åberg"]
    assert soup(response).find(attrs={"hx-swap-oob": "innerHTML:#announcement"}).get_text() == "1 borger fundet"
    assert "HX-Request" in response["Vary"]
    restored = page_of("/?band=low", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


@pytest.mark.requirement("A12", part="low, medium or high", shows="works")
@pytest.mark.requirement("R-ACCS-01", part="no meaning by colour alone", shows="works")
def test_a_band_is_a_word_a_shape_and_a_number(page_of, four):
    cell = soup(page_of("/?band=high")).select_one("td.c-band")
    assert cell.select_one("strong").get_text() == "Høj"
    assert len(cell.select("rect.is-full")) == 3
    assert f"{assessed(0.7).of_100} af 100" in cell.get_text()


@pytest.mark.requirement("R-MOD-09", shows="works")
def test_who_cannot_be_assessed_has_no_number_anywhere(page_of, four, caseworker):
    show_columns(caseworker, *COLUMNS)
    row = soup(page_of("/?estimate=cannot_be_assessed")).select_one("tbody tr")
    assert "Kan ikke vurderes" in row.get_text()
    assert "af 100" not in row.get_text()
    assert row.select_one("td.c-certainty").find(string=lambda text: "God" in text or "Nogen" in text) is None


@pytest.mark.requirement("R-DAT-10", part="not shown when the course is already long", shows="refuses")
def test_who_is_already_long_is_found_as_such_and_never_by_band_or_as_ready(page_of, four, case_system):
    ids = {"event_id": "e-9", "course_id": "c-9", "person_id": "p-9"}
    registered_on = timezone.localdate() - timedelta(weeks=26, days=1)
    case_system.register(received(**ids, display_name="Ea Lang", registered_on=registered_on, estimate=assessed(0.7)))
    assert names(page_of("/?estimate=already_long")) == ["Ea Lang"]
    assert "Ea Lang" in names(page_of("/"))
    for query in ("band=high", "certainty=some", "estimate=ready", "estimate=already_long&band=high"):
        assert "Ea Lang" not in names(page_of(f"/?{query}")), query
    row = soup(page_of("/?estimate=already_long")).select_one("tbody tr")
    said = f"Forløbet har allerede varet mere end 26 uger. Skønnet fra {registered_on:%d.%m.%Y} gælder ikke længere."
    assert said in row.get_text()
    assert not row.select(".band, .band-mark, .c-weeks, .c-certainty")
    assert "af 100" not in row.get_text()
    assert soup(page_of("/")).select_one('#filter-estimate [value="already_long"]').get_text() == "Allerede langt"


def test_an_ended_course_is_not_said_to_have_lasted_until_today(page_of, case_system, municipalities):
    case_system.register(received(registered_on=date(2025, 3, 3)))
    case_system.register(received(event_id="e-2", course_id="c-2"))
    assert "allerede varet" not in page_of("/?state=ended").content.decode()
    assert names(page_of("/?estimate=already_long&state=ended")) == []


def test_pages_hold_every_person_once_in_one_order(page_of, case_system, municipalities):
    many(case_system, today=timezone.localdate(), n=60)
    pages = [names(page_of(f"/?sort=name&page={number}")) for number in (1, 2, 3)]
    everyone = names(page_of("/?sort=name&size=all"))
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [name for page in pages for name in page] == everyone
    assert len(names(page_of("/?size=50"))) == 50
    assert names(page_of("/?sort=name&page=9")) == pages[2], "a page too far is the last one"


@pytest.mark.parametrize(("sort", "nameless_first"), [("name", True), ("-name", False)])
def test_by_name_nobody_is_lost_where_those_without_a_name_end(
    page_of, case_system, municipalities, sort, nameless_first
):
    many(case_system, today=timezone.localdate(), n=60)
    some = list(Person.objects.order_by("person_id").values_list("pk", flat=True)[:30])
    Person.objects.update(has_protected_address=False)
    Person.objects.filter(pk__in=some).update(has_protected_address=True)
    ContactCourse.objects.update(caseworker_id="s-else")
    pages = [soup(page_of(f"/?sort={sort}&page={number}")) for number in (1, 2, 3)]
    found = [link for page in pages for link in page.select("tbody .c-name a")]
    links, shown = [link["href"] for link in found], [link.get_text() for link in found]
    assert len(set(links)) == len(links) == 60
    assert [name == NAMELESS for name in shown] == [nameless_first] * 30 + [not nameless_first] * 30


def test_danish_letters_come_last_and_double_a_is_å(page_of, case_system, municipalities):
    for number, name in enumerate(["Ågot", "Aage", "Øjvind", "Æbba", "Zenia", "Adam", "Émile", "Ebbe"]):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        case_system.register(received(**ids, display_name=name))
    assert names(page_of("/?sort=name")) == ["Adam", "Ebbe", "Émile", "Zenia", "Æbba", "Øjvind", "Aage", "Ågot"]


def test_the_number_of_queries_does_not_grow_with_the_list(
    page_of, case_system, municipalities, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    many(case_system, today=timezone.localdate(), n=5)
    page_of("/?size=all")
    with CaptureQueriesContext(connection) as few:
        page_of("/?size=all")
    many(case_system, today=timezone.localdate(), n=60, municipality="901")
    with CaptureQueriesContext(connection) as more:
        page_of("/?size=all")
    assert ContactCourse.objects.count() == 60
    assert len(more) == len(few)
    assert not any('"lighed_storedestimate"."result"' in query["sql"] for query in more.captured_queries), (
        "whole estimates stay unread"
    )


def test_an_empty_list_says_why_and_names_the_source(page_of, caseworker):
    said = "Listen er tom, fordi der endnu ikke er modtaget borgere fra {}."
    assert said.format("fagsystemet") in soup(page_of("/")).get_text()
    actions.create_api_token("Fagsystem Nord", municipality=HERE, audit=audit())
    assert said.format("Fagsystem Nord") in soup(page_of("/")).get_text()


def test_a_list_without_running_courses_says_so(page_of, case_system, municipalities):
    case_system.register(received(registered_on=date(2025, 3, 3)))
    case_system.register(received(event_id="e-2", course_id="c-2"))
    ContactCourse.objects.update(state="ended")
    assert "Ingen borgere har et forløb lige nu." in soup(page_of("/")).get_text()


def test_filters_that_fit_nobody_say_so_and_can_be_cleared_there(client, page_of, four):
    empty = soup(page_of("/?state=ended&sort=name")).select_one(".empty")
    assert (
        empty.select_one("p").get_text() == "Ingen borgere passer til filtrene. Ryd filtre eller vælg en anden visning."
    )
    assert empty.select_one("button").get_text() == "Ryd filtre"
    chosen = {
        field["name"]: field["value"] for field in empty.select("input") if field["name"] != "csrfmiddlewaretoken"
    }
    assert names(page_of(client.post("/", chosen)["Location"])) == ["Anna Åberg", "Bo Ærø", "Carl Zøllner", "Dina Aabo"]


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="refuses")
def test_without_a_legal_basis_the_columns_and_filters_of_estimates_are_gone(page_of, four, site):
    LegalBasisEntry.objects.update(
        valid_to=date(2026, 1, 31), content=to_content(legal_basis(valid_to=date(2026, 1, 31)))
    )
    response = page_of("/")
    page = soup(response)
    assert "Profilering er slået fra for Enghavn Kommune siden 01.02.2026." in page.get_text()
    assert len(names(response)) == 4
    assert not page.select(".c-band, .c-certainty, .c-weeks, .band-mark")
    assert not {select["name"] for select in page.select(".filters select")} & {"band", "certainty", "estimate"}
    left_out = page_of("/?band=high")
    assert len(names(left_out)) == 4
    said = "Visningen bruger et filter, du ikke længere har adgang til: Risiko for langt forløb."
    assert said in soup(left_out).get_text()


def test_an_ended_course_is_shown_to_whoever_asks_for_it(page_of, case_system, municipalities):
    case_system.register(received(registered_on=date(2025, 3, 3)))
    case_system.register(received(event_id="e-2", course_id="c-2"))
    assert len(names(page_of("/"))) == 1
    assert len(names(page_of("/?state=ended"))) == 1


def test_the_total_duration_and_the_municipality_are_told_as_counted_from_a_day(page_of, four, caseworker):
    show_columns(caseworker, *COLUMNS)
    page = soup(page_of("/?sort=name"))
    assert page.select_one("thead .c-weeks").get_text() == "Varighed i alt fra tilmelding"
    handed_over = page.select("td.c-state")[-1].get_text()
    assert handed_over.startswith("StatusHos kommunen fra ")
    assert page.select_one('#filter-state [value="handed_over"]').get_text() == "Hos kommunen"


def test_a_person_without_a_name_is_told_by_the_case_systems_id(page_of, case_system, municipalities):
    case_system.register(received(display_name=None))
    assert names(page_of("/")) == ["Navn ikke modtaget (p-1)"]


def test_signs_that_no_name_has_are_left_out_of_a_search_and_a_number_is_no_team(client, caseworker, page_of, four):
    client.force_login(caseworker)
    assert client.post("/", {"name": "Anna\x00"}).status_code == 302
    assert names(client.get("/", headers={"Accept-Language": "da"})) == ["Anna Åberg"]
    client.post("/", {"remove": "all"})
    assert len(names(client.get("/?team=010190-1234", headers={"Accept-Language": "da"}))) == 4
    assert client.post("/tasks/done/", {"task": "9" * 5000}).status_code == 404
