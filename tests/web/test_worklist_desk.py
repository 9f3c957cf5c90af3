"""W1: columns, density, keys and selection, each kept or taken along as the user chose."""

from __future__ import annotations

from uuid import UUID

import pytest

from lighed.governance import DisplayMode
from lighed.web import queries
from lighed.web.frame.chosen import FOUND, sealed_choices, was_found_by_band
from lighed.web.models import DeskSettings
from lighed.web.worklist import pages
from tests.web.desk_lists import four_people, names, show_estimates, soup
from tests.web.factories import ELSEWHERE, received

pytestmark = pytest.mark.django_db
DANISH = {"Accept-Language": "da"}


@pytest.fixture
def people(case_system):
    return four_people(case_system)


@pytest.fixture
def taken(monkeypatch):
    """What a selection leads to, seen instead of done."""
    seen: list[tuple[str, list[str], bool]] = []

    def lead(address: str):
        def page(request):
            people = [UUID(one) for one in request.POST.getlist("people")]
            by_band = was_found_by_band(request.user, people, request.POST[FOUND])
            seen.append((address, request.POST.getlist("people"), by_band))
            return pages.HttpResponse("taken along")

        return page

    monkeypatch.setattr(pages, "page_named", lead)
    return seen


@pytest.fixture
def shown(page_of):
    """The choices of the list of a query, as its form carries them."""

    def sealed(query: str = "") -> str:
        return soup(page_of(f"/?{query}")).select_one("#selection input[name=choices]")["value"]

    return sealed


def heads(response) -> list[str]:
    return [head["class"][0] for head in soup(response).select("thead th")]


def test_columns_are_picked_and_kept(client, page_of, people):
    assert heads(page_of("/"))[:3] == ["c-select", "c-name", "c-days"]
    said = {"columns": ["missing", "deadline"], "is_dense": "1", "choices": "deadline=none&sort=name"}
    assert client.post("/settings/", said)["Location"] == "/?deadline=none&sort=name"
    shown = page_of("/")
    assert heads(shown) == ["c-select", "c-name", "c-deadline", "c-missing"]
    assert soup(shown).select("table.is-dense")
    client.post("/settings/", {"columns": [], "choices": ""})
    assert len(heads(page_of("/"))) > 4, "without a choice the usual ones"


def test_a_column_that_there_is_not_is_not_kept(client, page_of, people, caseworker):
    page_of("/")
    client.post("/settings/", {"columns": ["of_100", "days"], "choices": ""})
    assert queries.desk_settings(caseworker).columns == ["days"]


def test_single_keys_are_off_until_they_are_switched_on(client, page_of, people, caseworker):
    assert not soup(page_of("/")).select("#shortcuts")
    keys = {f"key_{action}": key for action, (key, _) in queries.SHORTCUTS.items()}
    client.post("/settings/", {"with_keys": "1", "has_shortcuts": "1", **keys, "key_down": "n"})
    assert "Indstillingerne er gemt." in client.get("/settings/", headers=DANISH).content.decode()
    dialog = soup(page_of("/")).select_one("#shortcuts")
    assert (dialog["data-search"], dialog["data-down"]) == ("/", "n")
    assert "En række ned" in dialog.get_text()


@pytest.mark.parametrize("key", ["", "ab", "k", "\x07"])
def test_a_key_that_cannot_be_used_is_refused_and_told(client, page_of, people, caseworker, key):
    page_of("/")
    keys = {f"key_{action}": usual for action, (usual, _) in queries.SHORTCUTS.items()}
    said = {"with_keys": "1", "has_shortcuts": "1", **keys, "key_down": key}
    answer = client.post("/settings/", said, headers=DANISH)
    assert answer.status_code == 422
    assert "En række ned" in soup(answer).select_one("[role=alert]").get_text()
    assert not DeskSettings.objects.filter(user=caseworker).exists()


def test_those_selected_are_taken_along(client, shown, people, taken):
    choices = shown("team=Team+Nord")
    keys = [str(people["Bo"].key), str(people["Dina"].key)]
    for do, address in (("plan", "plan-many"), ("sheets", "print-sheets"), ("export", "export")):
        answer = client.post("/selected/", {"people": keys, "do": do, "choices": choices})
        assert answer.content == b"taken along"
        assert taken.pop() == (address, keys, False)


@pytest.mark.requirement("R-PLA-02", part="no automatic list", shows="refuses")
@pytest.mark.parametrize("query", ["band=high", "certainty=some", "sort=-band"])
def test_it_is_told_along_when_they_were_found_by_what_was_estimated(client, shown, people, taken, query):
    client.post("/selected/", {"people": [str(people["Bo"].key)], "do": "plan", "choices": shown(query)})
    assert taken.pop()[2] is True


@pytest.mark.requirement("R-PLA-02", part="no automatic list", shows="refuses")
@pytest.mark.parametrize("choices", ["", "team=Team+Nord", "forged:1abc:xyz"])
def test_whoever_changes_the_choices_that_the_form_carries_selects_nobody(client, page_of, people, taken, choices):
    page_of("/?band=high")
    answer = client.post(
        "/selected/", {"people": [str(people["Bo"].key)], "do": "plan", "choices": choices}, headers=DANISH
    )
    assert answer.status_code == 422
    assert soup(answer).select_one(".selection-error").get_text() == "Listen var ikke den, du fik vist. Vælg igen."
    assert taken == []


def test_choices_sealed_for_another_are_nobody_else_s(client, page_of, people, taken, caseworker_elsewhere):
    page_of("/")
    theirs = sealed_choices(caseworker_elsewhere, "")
    answer = client.post("/selected/", {"people": [str(people["Bo"].key)], "do": "plan", "choices": theirs})
    assert (answer.status_code, taken) == (422, [])


def test_all_found_are_found_again_on_the_server(client, shown, people, taken):
    client.post("/selected/", {"everyone": "1", "do": "export", "choices": shown("team=Team+Syd&sort=name")})
    assert taken.pop()[1] == [str(people["Carl"].key), str(people["Dina"].key)]


def test_all_found_is_offered_only_where_they_are_more_than_the_page_and_not_too_many(
    client, page_of, shown, people, monkeypatch
):
    assert not soup(page_of("/")).select("#everyone")
    monkeypatch.setitem(queries.worklist.__globals__["PAGE_SIZES"], "25", 2)
    assert soup(page_of("/")).select_one("label[for=everyone]").get_text() == "Vælg alle 4 fundne"
    monkeypatch.setitem(queries.worklist.__globals__, "MOST_SELECTED", 3)
    assert not soup(page_of("/")).select("#everyone")
    answer = client.post("/selected/", {"everyone": "1", "do": "export", "choices": shown()}, headers=DANISH)
    assert answer.status_code == 422
    assert "Gør listen kortere med et filter." in soup(answer).select_one("[role=alert].selection-error").get_text()


def test_nobody_selected_is_said_and_the_list_stays(client, page_of, shown, people, taken):
    answer = client.post("/selected/", {"do": "plan", "choices": shown("team=Team+Nord")}, headers=DANISH)
    assert answer.status_code == 422
    assert soup(answer).select_one(".selection-error").get_text() == "Vælg mindst én borger først"
    assert set(names(answer)) == {"Anna", "Bo"}
    assert taken == []
    assert soup(page_of("/")).select_one(".selection-error").has_attr("hidden")


@pytest.mark.requirement("R-SEC-01", part="every address by role and municipality", shows="refuses")
def test_another_municipalitys_people_are_not_taken_along(client, shown, people, taken, case_system):
    other = case_system.register(received(event_id="x", course_id="x", person_id="x", municipality=ELSEWHERE)).course
    do = {"do": "plan", "choices": shown()}
    answer = client.post("/selected/", {"people": [str(other.key), "x", "1"], **do}, headers=DANISH)
    assert answer.status_code == 422
    client.post("/selected/", {"people": [str(other.key), str(people["Bo"].key)], **do})
    assert taken.pop()[1] == [str(people["Bo"].key)]


@pytest.mark.parametrize("do", ["plan", "sheets", "export"])
def test_the_pages_that_a_selection_leads_to_take_it(client, shown, people, do):
    said = {"people": [str(people["Bo"].key)], "do": do, "choices": shown()}
    answer = client.post("/selected/", said, headers=DANISH, follow=True)
    assert answer.status_code == 200
    assert str(people["Bo"].key) in answer.content.decode() or "Bo" in soup(answer).get_text()


def test_buttons_are_never_disabled_and_are_those_of_the_reader(client, page_of, people):
    buttons = soup(page_of("/")).select(".selection-actions button")
    assert [one.get_text() for one in buttons] == ["Planlæg valgte", "Udskriv samtaleark", "Eksportér", "Udskriv liste"]
    assert not any(one.has_attr("disabled") for one in buttons)


def test_the_contact_rules_in_force_stand_on_the_list_and_that_nobody_has_checked_them(page_of, people):
    badge = soup(page_of("/")).select_one(".rules-badge").get_text(" ", strip=True)
    assert badge == "Kontaktregler: Mere fleksible kontaktforløb (fra 1. juli 2026) ikke bekræftet"


def test_the_words_are_explained_where_they_stand(page_of, people):
    terms = [one.get_text() for one in soup(page_of("/")).select(".list-terms dt")]
    assert {"Lovfrist", "Egen vurdering", "Skøn", "Kan ikke vurderes", "Ikke profileret"} <= set(terms)


def test_the_way_back_leads_to_the_list_as_it_was(client, page_of, people):
    def way_back(address: str) -> str:
        return soup(page_of(address)).select_one(".back a")["href"]

    person = f"/people/{people['Anna'].key}/"
    assert way_back(person) == "/"
    page_of("/?team=Team+Nord&sort=name")
    client.post("/", {"name": "Anna", "team": "Team Nord", "sort": "name"})
    for address in (person, "/settings/"):
        assert way_back(address) == "/?team=Team+Nord&sort=name", "without the name, which is in no address"
    page_of("/")
    assert way_back(person) == "/"


@pytest.mark.parametrize(("mode", "step"), [(DisplayMode.OPEN, "step-4"), (DisplayMode.OWN_FIRST, "step-1")])
def test_the_key_for_ones_own_assessment_leads_to_where_it_is_written(page_of, people, mode, step):
    show_estimates(mode)
    (place,) = soup(page_of(f"/people/{people['Anna'].key}/")).select("#assess")
    assert place.find_parent("section")["id"] == step
    assert place.select("[name=level]")
