"""The lines at the top of every page: what is paused, what ends soon, what should have been looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lighed.governance import Role
from lighed.web import actions, queries
from lighed.web.models import ImpactAssessment, LegalBasisEntry
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def line_of(page) -> str:
    text = page.content.decode()
    return text.split('class="status-lines"')[1].split("</aside>")[0] if 'class="status-lines"' in text else ""


def test_the_newest_impact_assessment_is_told_when_its_review_is_overdue(page_of, municipalities):
    ImpactAssessment.objects.create(
        municipality_id=HERE,
        title="Made up",
        filed_at="1",
        covers_until=date(2030, 1, 1),
        signed={},
        review_due=TODAY - timedelta(days=1),
        entered_by="x",
        entered_at=NOW,
    )
    assert "Konsekvensanalysen skulle være gennemgået senest 21.11.2026." in line_of(page_of("/"))
    newer = ImpactAssessment.objects.get()
    newer.pk, newer.review_due = None, TODAY
    newer.save()
    assert line_of(page_of("/")) == ""


@pytest.mark.requirement("B6", part="reviewed", shows="works")
@pytest.mark.requirement("C9", part="reviews fall due", shows="refuses")
def test_a_review_that_is_overdue_is_told_to_everyone_at_work(page_of, municipalities):
    assert line_of(page_of("/")) == ""
    LegalBasisEntry.objects.update(review_due=TODAY)
    assert line_of(page_of("/")) == "", "on the day itself it is not overdue"
    LegalBasisEntry.objects.update(review_due=TODAY - timedelta(days=1))
    assert "Gennemgang mangler." in line_of(page_of("/"))
    assert "21.11.2026" in line_of(page_of("/"))
    assert "Review overdue." in line_of(page_of("/", **{"Accept-Language": "en"}))


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (59, True), (60, False)])
def test_a_basis_that_ends_in_under_sixty_days_is_told_with_its_day(page_of, municipalities, days, is_told):
    ends = TODAY + timedelta(days=days)
    LegalBasisEntry.objects.update(valid_to=ends, review_due=date(2030, 1, 1))
    line = line_of(page_of("/"))
    assert ("Hjemlen udløber snart." in line) is is_told
    assert (f"{ends:%d.%m.%Y}" in line) is is_told


def test_one_that_has_ended_or_waits_for_approval_is_no_news_here(page_of, municipalities):
    LegalBasisEntry.objects.update(valid_to=TODAY - timedelta(days=1), review_due=TODAY - timedelta(days=9))
    assert line_of(page_of("/")) == ""
    enter_legal_basis(valid_to=TODAY + timedelta(days=5), review_due=TODAY)
    LegalBasisEntry.objects.update(state="entered")
    assert line_of(page_of("/")) == ""


def test_only_those_with_the_right_get_a_link(client, page_of, municipalities):
    actions.press_stop(HERE, effect="stop", reason="x", by="x", audit=audit())
    assert "Sat på pause." in line_of(page_of("/"))
    assert "href" not in line_of(page_of("/"))
    dpo = actions.create_user("d", name="D", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit())
    client.force_login(dpo)
    assert 'href="/oversight/stop/"' in line_of(client.get("/oversight/incidents/", headers={"Accept-Language": "da"}))


def test_neither_strangers_nor_citizens_nor_another_municipality_see_it(client, case_system, caseworker_elsewhere):
    actions.press_stop(HERE, effect="stop", reason="x", by="x", audit=audit())
    assert line_of(client.get("/log-in/")) == ""
    client.force_login(caseworker_elsewhere)
    assert line_of(client.get("/")) == ""
    person = case_system.register(received()).course.person
    citizen = actions.create_user("c", name="C", municipality=HERE, password=PASSWORD, roles=(), audit=audit())
    citizen.person = person
    citizen.save()
    assert queries.status_lines(citizen, today=TODAY) == []


def test_it_costs_four_queries_and_none_on_a_part_of_a_page(page_of, municipalities, caseworker):
    caseworker.rights  # noqa: B018 - read beforehand, as on every page
    with CaptureQueriesContext(connection) as lines:
        queries.status_lines(caseworker, today=TODAY)
    assert len(lines) == 4
    with CaptureQueriesContext(connection) as whole:
        page_of("/")
    with CaptureQueriesContext(connection) as part:
        page_of("/", **{"HX-Request": "true"})
    assert len(whole) - len(part) >= 3


def test_a_drill_is_called_a_drill(page_of, municipalities):
    actions.press_stop(HERE, effect="hide", reason="x", by="x", is_drill=True, audit=audit())
    assert "Øvelse." in line_of(page_of("/"))
    assert queries.stop_in_force(ELSEWHERE) is None
