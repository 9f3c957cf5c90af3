"""O7, the figures by month: what is counted, what is hidden, and what stays as it was told."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.cache import cache

from lighed.governance import Choice
from lighed.web import actions, row_security
from lighed.web.models import (
    ContactCourse,
    FrozenFigure,
    ParticipationChoice,
)
from lighed.web.queries.oversight.use_figures import AgainstEstimate, Part, use_periods
from lighed.web.queries.public.figures import open_figures
from lighed.web.queries.public.figures_counted import of_assessments
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.open_site import *  # noqa: F403 - fixtures
from tests.web.open_site import page

pytestmark = pytest.mark.django_db


def courses(case_system, n: int, *, day: date, prefix: str) -> list[ContactCourse]:
    return [
        case_system.register(
            received(
                event_id=f"{prefix}-{i}", course_id=f"{prefix}-c-{i}", person_id=f"{prefix}-p-{i}", registered_on=day
            )
        ).course
        for i in range(n)
    ]


def month_of(first: date):
    actions.freeze_figures(HERE, audit=audit())
    return next(one for one in open_figures(HERE, today=NOW.date()).months if one.first_day == first)


def test_figures_count_courses_by_month_and_what_became_of_them(case_system, everyone):
    made = courses(case_system, 12, day=date(2026, 10, 5), prefix="o")
    courses(case_system, 3, day=date(2026, 11, 2), prefix="now")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:6]]).update(is_held_out=True)
    month = month_of(date(2026, 10, 1))
    assert month.parts == (6, 0, 0, 6, 0)
    assert open_figures(HERE, today=NOW.date()).months[0].first_day == date(2026, 10, 1)
    assert month_of(date(2026, 9, 1)).is_empty
    rows = list(csv.DictReader(io.StringIO(page(everyone, "figures.csv").lstrip("\ufeff")), delimiter=";"))
    assert {"from": "2026-10", "until": "2026-10", "measure": "estimated", "n": "6", "of": ""} in rows
    assert "oktober 2026" in page(everyone, "figures/").lower()


def test_a_small_count_is_hidden_and_cannot_be_worked_out(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:5]]).update(is_held_out=True)
    ParticipationChoice.objects.create(
        municipality_id=HERE, person=made[6].person, choice=Choice.NO, channel="online", recorded_by="x", made_at=NOW
    )
    # One said no. How many registered is public elsewhere, so the next smallest are hidden as well.
    assert month_of(date(2026, 10, 1)).parts == (None, 0, None, None, 0)
    html = page(everyone, "figures/")
    assert html.count("Ikke oplyst") == 3
    assert "Under 5" not in html, "what is hidden only to protect is five or more"
    rows = page(everyone, "figures.csv")
    assert rows.count("Ikke oplyst") == 3
    assert "Under 5" not in rows


@pytest.mark.parametrize(
    ("counts", "told"),
    [((1, 1, 60), (None, None, None)), ((0, 52, 10), (0, 52, 10)), ((4, 6, 30), (None, None, 30)), ((3, 3, 3), None)],
)
def test_no_part_of_the_assessments_is_told_or_left_over_when_few_are_in_it(municipalities, everyone, counts, told):
    parts = [Part(n, sum(counts)) for n in counts]
    period = use_periods(today=NOW.date())[0]
    figures = of_assessments(AgainstEstimate("", less=parts[0], same=parts[1], more=parts[2]))
    FrozenFigure.objects.create(
        municipality_id=HERE, span="period", first_day=period.first_day, figures=figures, frozen_at=NOW
    )
    (of_use,) = open_figures(HERE, today=NOW.date()).periods
    assert of_use.is_told is (told is not None)
    shown = (of_use.less, of_use.same, of_use.more)
    assert tuple(part and part.n for part in shown) == (told or (None, None, None))
    html, rows = page(everyone, "figures/"), page(everyone, "figures.csv")
    n_hidden = 0 if told is None else told.count(None)
    assert (html.count("Ikke oplyst"), rows.count("Ikke oplyst")) == (n_hidden, n_hidden)
    assert f"({counts[0]} af" not in html or told[0] is not None


def test_the_figures_of_another_municipality_are_its_own(case_system, everyone):
    courses(case_system, 6, day=date(2026, 10, 5), prefix="o")
    for code in (HERE, ELSEWHERE):
        actions.freeze_figures(code, audit=audit())
    assert not open_figures(HERE, today=NOW.date()).are_none
    assert open_figures(ELSEWHERE, today=NOW.date()).are_none
    assert "Der er ingen tal" in page(everyone, "figures/", code=ELSEWHERE)


@pytest.mark.requirement("R-CIT-07", part="figures that cannot be compared from day to day", shows="works")
def test_what_was_told_of_a_month_stays_when_people_go_or_choose_afterwards(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:7]]).update(is_held_out=True)
    told = month_of(date(2026, 10, 1))
    assert told.parts == (7, 0, 0, 7, 0)
    before, rows = page(everyone, "figures/"), page(everyone, "figures.csv")
    person = made[9].person
    ParticipationChoice.objects.create(
        municipality_id=HERE, person=person, choice=Choice.NO, channel="online", recorded_by="x", made_at=NOW
    )
    actions.erase_person(HERE, made[8].person.person_id, reason="court", by="dorte", audit=audit())
    ContactCourse.objects.filter(pk=made[0].pk).update(is_held_out=False)
    courses(case_system, 3, day=date(2026, 10, 6), prefix="late")
    cache.clear()
    assert month_of(date(2026, 10, 1)) == told
    assert (page(everyone, "figures/"), page(everyone, "figures.csv")) == (before, rows)


@pytest.mark.requirement("R-CIT-07", part="figures that cannot be compared from day to day", shows="refuses")
def test_frozen_figures_are_counts_alone_and_are_never_changed(case_system, everyone):
    made = courses(case_system, 14, day=date(2026, 10, 5), prefix="o")
    ContactCourse.objects.filter(pk__in=[one.pk for one in made[:2]]).update(is_held_out=True)
    assert "Der er ingen tal" in page(everyone, "figures/"), "nothing is counted for who asks"
    assert actions.freeze_figures(HERE, audit=audit()) == 12 + 6
    assert actions.freeze_figures(HERE, audit=audit()) == 0
    row = FrozenFigure.objects.get(span="month", first_day=date(2026, 10, 1))
    assert row.figures == {
        "estimated": None, "cannot_tell": 0, "said_no": 0, "by_lot": None, "other": 0, "reviews": 0,
    }, "two were drawn by lot: neither they nor the rest are kept"  # fmt: skip
    assert FrozenFigure._meta.label not in row_security.tables_of_people()
    for refused in (row.save, row.delete, FrozenFigure.objects.all().delete):
        with pytest.raises(TypeError, match="never"):
            refused()
