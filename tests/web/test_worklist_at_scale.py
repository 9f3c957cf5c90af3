"""W1 with many people: PostgreSQL goes by an index, and what the page asks does not grow with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lighed.governance import Moment
from lighed.web import actions
from lighed.web.models import ContactCourse, EstimateState, Person
from lighed.web.table_statistics import count_tables
from tests.postgres import wants_postgres
from tests.web.desk_lists import names
from tests.web.factories import ELSEWHERE, HERE, audit

pytestmark = pytest.mark.django_db
ENOUGH = 4000
"""So many that PostgreSQL reads an index rather than the whole table, by its own reckoning."""


@pytest.fixture
def many_people(caseworker) -> None:
    today = timezone.localdate()
    for municipality in (HERE, ELSEWHERE):
        people = [
            Person(municipality_id=municipality, person_id=f"p-{n}", display_name=f"Nr. {n}", birth_year=1980)
            for n in range(ENOUGH)
        ]
        Person.objects.bulk_create(people)
        ContactCourse.objects.bulk_create(
            ContactCourse(
                person=person,
                municipality_id=municipality,
                course_id=f"c-{number}",
                state="handed_over",
                reached=Moment.HAND_OVER.value,
                registered_on=today - timedelta(days=number % 300),
                deadline_on=None if number % 7 == 6 else today + timedelta(days=number % 90 - 10),
                estimate_state=EstimateState.NOT_PROFILED,
                caseworker_id=f"s-{number % 100}",
                caseworker_name=f"Nr. {number % 100}",
                team=f"Team {number % 12}",
            )
            for number, person in enumerate(people)
        )
    if wants_postgres():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE lighed_contactcourse, lighed_person")


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        if not sql.lstrip().startswith(("SELECT", "WITH")):
            return []
        cursor.execute(f"EXPLAIN {'' if wants_postgres() else 'QUERY PLAN '}{sql}")
        return [str(line[-1]) for line in cursor.fetchall()]


@pytest.mark.skipif(not wants_postgres(), reason="it is PostgreSQL that is asked how it goes about it")
@pytest.mark.parametrize(
    ("query", "asked", "index"),
    [
        ("", 'ORDER BY "lighed_contactcourse"."deadline_on" ASC', "worklist_filters"),
        ("?deadline=14", 'ORDER BY "lighed_contactcourse"."deadline_on" ASC', "worklist_filters"),
        ("?sort=-deadline", 'ORDER BY "lighed_contactcourse"."deadline_on" DESC', "lighed_contactcourse"),
        ("?caseworker=mine", 'ORDER BY "lighed_contactcourse"."deadline_on" ASC', "worklist_"),
        ("", "MIN(team)", "worklist_team"),
        ("", "MIN(caseworker_id)", "worklist_caseworker"),
    ],
)
def test_postgresql_goes_by_an_index(page_of, many_people, query, asked, index):
    page_of(f"/{query}")
    with CaptureQueriesContext(connection) as captured:
        page_of(f"/{query}")
    (sql,) = [one["sql"] for one in captured.captured_queries if asked in one["sql"]]
    plan = "\n".join(plan_of(sql))
    assert index in plan, plan
    if index.startswith("worklist_"):
        assert "Seq Scan on lighed_contactcourse" not in plan, plan


@pytest.mark.skipif(wants_postgres(), reason="PostgreSQL counts its tables by itself")
@pytest.mark.parametrize(
    "query",
    ["", "?team=Team+3", "?caseworker=mine", "?interpreter=yes", "?sort=name", "?hand_over=7", "?contested=yes"],
)
@pytest.mark.parametrize("name", ["", "nr"])
def test_once_counted_sqlite_reads_wide_rows_by_their_keys_alone(client, page_of, many_people, query, name):
    count_tables()
    client.post("/", {"name": name})
    page_of(f"/{query}")
    with CaptureQueriesContext(connection) as captured:
        page_of(f"/{query}")
    ways = [way for one in captured.captured_queries for way in plan_of(one["sql"]) if " lighed_contactcourse " in way]
    assert len(ways) >= 3
    for way in ways:
        assert "COVERING INDEX" in way or "(key=?)" in way or "(person_id=?)" in way, way


@pytest.mark.skipif(wants_postgres(), reason="PostgreSQL counts its tables by itself")
def test_the_nightly_run_counts_the_tables(many_people):
    list(actions.run_nightly(audit=audit()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'worklist_filters'")
        assert cursor.fetchall()


@pytest.mark.parametrize("query", ["", "?deadline=14&level=missing", "?sort=name&page=50", "?team=Team+3&words=yes"])
def test_the_number_of_queries_is_the_same_for_four_people_and_for_thousands(page_of, many_people, query):
    assert page_of(f"/{query}").status_code == 200
    with CaptureQueriesContext(connection) as many:
        shown = names(page_of(f"/{query}"))
    assert len(shown) <= 25
    ContactCourse.objects.exclude(course_id__in=["c-1", "c-2", "c-3"]).update(state="ended")
    with CaptureQueriesContext(connection) as few:
        page_of(f"/{query}")
    # Where nobody is left, it is asked once whether there is anyone at all, and where people come from.
    assert len(many) <= len(few) + 1
