"""W3, R20: beside what is known now stands what the estimate was made with, and the effect of just that."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from lighed.governance import EventKind, Text
from lighed.web import queries
from lighed.web.actions.arrivals import arrived
from lighed.web.citizen import own_paper
from lighed.web.models import ContactCourse
from tests.web.factories import NOW, assessed, effects, received, shown_values
from tests.web.test_own_page import as_, citizen, person  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
MADE_ON, CHANGED_ON = date(2026, 11, 2), date(2026, 11, 9)
NEWS = {
    "licences": (Text(da="3", en="3"), CHANGED_ON),
    "driving": (Text(da="4 år", en="4 years"), CHANGED_ON),
    "regions": (None, None),
    "interviews": (Text(da="24", en="24"), CHANGED_ON),
}
USED = {
    "licences": ("3", "Ved skønnet: 2", "3 færre af 100"),
    "driving": ("4 år", "Kom efter skønnet; ikke brugt", "ingen"),
    "regions": ("Mangler", "Ved skønnet: 1", "6 flere af 100"),
    "interviews": ("24", "Ja", "4 flere af 100"),
    "changes": ("1", "Nej", "ingen"),
}
"""Of each element: what is known now, what the estimate was made with, and its effect."""


@pytest.fixture
def changed(case_system, person, monkeypatch) -> ContactCourse:  # noqa: F811
    """The case system tells what it has learned since the estimate was made."""
    monkeypatch.setattr(arrived.workflow, "corrects_what_was_known", lambda *_given, **_named: False)
    values = tuple(
        replace(one, value=NEWS[one.element][0], recorded_on=NEWS[one.element][1]) if one.element in NEWS else one
        for one in shown_values(MADE_ON)
    )
    news = received(event_id="e-2", kind=EventKind.DATA_CHANGED, occurred_on=CHANGED_ON, values=values)
    return case_system.register(news).course


def table(html: str, row: str, columns: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    """Of each element's row: what those cells say, without the labels that a phone shows."""
    found = {}
    for one in BeautifulSoup(html, "html.parser").select(f"tr[id^={row}]"):
        for label in one.select(".label"):
            label.decompose()
        cells = [re.sub(r"\s+", " ", cell.get_text(" ", strip=True)) for cell in one.select("th, td")]
        found[one["id"].removeprefix(row)] = tuple(cells[number] for number in columns)
    return found


def test_a_value_that_came_later_is_not_said_to_be_used_and_has_no_effect(as_, caseworker, changed):  # noqa: F811
    page = as_(caseworker).get(f"/people/{changed.key}/").content.decode()
    told = table(page, "flag-", (1, 4, 5))
    for element, words in USED.items():
        now, used, effect = told[element]
        assert (now, used) == words[:2]
        assert words[2] in effect
    assert "kendt på skønnets tidspunkt" not in page


def test_the_person_reads_the_same_on_their_page_and_on_paper(as_, citizen, changed):  # noqa: F811
    told = table(as_(citizen).get("/my/data/").content.decode(), "row-", (1, 4, 5))
    own = queries.own_explanation(changed.person, today=NOW.date())
    rows = {row.value.element: row for group in own.data for row in group.rows}
    for element, words in USED.items():
        assert told[element][:2] == words[:2]
        assert words[2] in told[element][2]
        assert own_paper._value(rows[element])[4] == words[1]


def test_that_there_is_none_is_a_value_of_its_own_where_the_estimate_used_it(as_, case_system, caseworker):  # noqa: F811
    nothing = Text(da="ingen eller for få ansøgninger", en="no or too few applications")
    made = replace(
        assessed(),
        effects=tuple(
            replace(one, element="interview_rate", value=nothing) if one.element == "interviews" else one
            for one in effects()
        ),
    )
    values = tuple(
        replace(one, element="interview_rate", value=None, recorded_on=None) if one.element == "interviews" else one
        for one in shown_values(MADE_ON)
    )
    course = case_system.register(received(values=values, estimate=made)).course
    told = table(as_(caseworker).get(f"/people/{course.key}/").content.decode(), "flag-", (1, 4))
    assert told["interview_rate"] == (nothing.da, "Ja")


@pytest.mark.parametrize(("recorded_on", "came_later"), [(MADE_ON - timedelta(days=1), False), (MADE_ON, True)])
def test_what_was_recorded_on_the_day_of_the_estimate_came_after_it(case_system, recorded_on, came_later):
    values = tuple(
        replace(one, recorded_on=recorded_on) if one.element == "changes" else one for one in shown_values(MADE_ON)
    )
    course = case_system.register(received(values=values)).course
    own = queries.own_explanation(course.person, today=NOW.date())
    row = next(row for group in own.data for row in group.rows if row.value.element == "changes")
    assert (row.came_later, row.is_used) == (came_later, False)
