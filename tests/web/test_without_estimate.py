"""W12: nobody is forgotten because the tool says nothing of them, and nothing closer than a class of reason is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lighed.governance import DisplayMode
from lighed.web.models import ContactCourse, EstimateState, LegalBasisEntry, StoredEstimate
from tests.web.desk_lists import change, four_people, show_estimates, soup
from tests.web.factories import assessed, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(case_system, caseworker):
    return four_people(case_system)


def listed(response) -> dict[str, str]:
    rows = soup(response).select("tbody tr")
    return {row.th.get_text(strip=True): row.select("td")[1].get_text(strip=True).removeprefix("Grund") for row in rows}


@pytest.mark.requirement("A14", part="when and for whom", shows="works")
@pytest.mark.requirement("R-PLA-04", part="what waits for me", shows="works")
def test_those_without_an_estimate_by_deadline_with_a_way_to_plan(page_of, people):
    today = timezone.localdate()
    change(people["Dina"], deadline_on=today + timedelta(days=3))
    change(people["Carl"], deadline_on=today - timedelta(days=1))
    shown = page_of("/without-estimate/")
    assert list(listed(shown).items()) == [("Carl", "Kan ikke vurderes"), ("Dina", "Ikke profileret")]
    links = [link["href"] for link in soup(shown).select("tbody td a")]
    assert links == [f"/people/{people[name].key}/plan/" for name in ("Carl", "Dina")]
    assert "1 dag over fristen" in soup(shown).get_text()


@pytest.mark.requirement("R-MOD-09", shows="works")
def test_what_the_tool_could_not_assess_has_no_number_here_either(page_of, people):
    text = soup(page_of("/without-estimate/")).get_text()
    assert "af 100" not in text
    assert not soup(page_of("/without-estimate/")).select(".band, .band-mark")


def test_an_estimate_that_should_be_there_and_is_not_is_an_error(page_of, people):
    StoredEstimate.objects.filter(course=people["Anna"]).delete()
    assert ContactCourse.objects.get(pk=people["Anna"].pk).estimate_state == EstimateState.READY
    assert listed(page_of("/without-estimate/"))["Anna"] == "Fejl"


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="works")
def test_every_estimate_that_is_not_permitted_is_not_profiled(page_of, people):
    change(people["Dina"], estimate_state=EstimateState.NOT_PERMITTED)
    assert listed(page_of("/without-estimate/"))["Dina"] == "Ikke profileret"
    LegalBasisEntry.objects.update(state="suspended")
    assert set(listed(page_of("/without-estimate/")).items()) == {
        (name, "Ikke profileret") for name in ("Anna", "Bo", "Carl", "Dina")
    }


@pytest.mark.requirement("R-HUM-02", part="own first, then the estimate", shows="refuses")
@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_an_estimate_that_is_only_hidden_is_not_missing(page_of, people, mode):
    show_estimates(mode)
    assert set(listed(page_of("/without-estimate/"))) == {"Carl", "Dina"}


def test_everyone_has_one(page_of, caseworker, case_system):
    case_system.register(received(estimate=assessed()))
    assert soup(page_of("/without-estimate/")).select_one(".empty").get_text() == "Alle på listen har et skøn."


def test_those_who_have_ended_are_not_on_it(page_of, people):
    change(people["Carl"], state="ended")
    assert set(listed(page_of("/without-estimate/"))) == {"Dina"}


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", ""])
def test_a_page_that_there_is_not_is_the_nearest(page_of, people, page):
    assert set(listed(page_of(f"/without-estimate/?page={page}"))) == {"Carl", "Dina"}


def test_whose_course_is_already_long_has_no_estimate_to_plan_by(page_of, people):
    StoredEstimate.objects.filter(course=people["Bo"]).update(applies_until=timezone.localdate() - timedelta(days=1))
    assert listed(page_of("/without-estimate/"))["Bo"] == "Allerede langt"
    assert "Anna" not in listed(page_of("/without-estimate/"))
    show_estimates(DisplayMode.OWN_FIRST)
    assert "Bo" not in listed(page_of("/without-estimate/")), "of what is hidden it is not told how long it was about"
