"""Whatever is shown of teams over time, and whatever can be made of it by adding and subtracting, is of five staff."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lighed.governance.team_figures import (
    FEWEST_STAFF,
    MOST_OF_ONE,
    is_enough,
    rows_of_period,
    rows_of_span,
)

TEAMS = ("Nord", "Syd", "Vest", "Unge", "")
STAFF = st.dictionaries(st.integers(0, 11), st.integers(0, 9), max_size=9)
SPAN = st.dictionaries(st.sampled_from(TEAMS), STAFF, max_size=len(TEAMS))


def of(teams, span) -> Counter[int]:
    together: Counter[int] = Counter()
    for team in teams:
        together.update(span.get(team, {}))
    return +together


def shown(spans):
    """Every figure of every period of two spans: what it is counted of, as cells of a span and a team."""
    atoms = [rows_of_span(span) for span in spans]
    figures = []
    for first in range(len(spans) - 1):
        two = (first, first + 1)
        rows = rows_of_period([atoms[number] for number in two])
        for teams in (*rows, frozenset().union(*rows)):
            cells = frozenset(
                (number, team) for number in two for atom in atoms[number] if atom <= teams for team in atom
            )
            if cells:
                figures.append(cells)
    return atoms, figures


def done_in(cells, spans) -> Counter[int]:
    """What each member of staff did in these cells."""
    together: Counter[int] = Counter()
    for number, team in cells:
        together.update(spans[number].get(team, {}))
    return +together


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="works")
@given(span=SPAN)
def test_every_row_of_a_span_has_five_staff_and_nobody_is_most_of_it(span):
    rows = rows_of_span(span)
    for row in rows:
        done = of(row, span)
        assert len(done) >= FEWEST_STAFF
        assert max(done.values()) <= MOST_OF_ONE * sum(done.values())
    named = [team for row in rows for team in row]
    assert len(named) == len(set(named)), "no team is in two rows"
    if rows:
        assert set(named) == {team for team in span if any(span[team].values())}, "nobody is left out beside the rows"


@given(spans=st.lists(SPAN, min_size=2, max_size=2))
def test_a_row_of_a_period_is_made_of_whole_rows_of_its_spans(spans):
    atoms = [rows_of_span(span) for span in spans]
    rows = rows_of_period(atoms)
    for row in rows:
        for span in atoms:
            assert all(atom <= row or not atom & row for atom in span)
    named = [team for row in rows for team in row]
    assert len(named) == len(set(named))


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="refuses")
@settings(max_examples=60, deadline=None)
@given(spans=st.lists(SPAN, min_size=3, max_size=5))
def test_no_figure_less_another_is_of_fewer_than_five(spans):
    """The attack: of any two figures, of any teams and periods, one taken from the other, and that from a third."""
    _, figures = shown(spans)
    known = set(figures)
    for _ in range(2):
        known |= {one - other for one, other in combinations(sorted(known, key=sorted), 2) if other < one} | {
            other - one for one, other in combinations(sorted(known, key=sorted), 2) if one < other
        }
        known = set(sorted(known, key=lambda cells: (len(cells), sorted(cells)))[:40])
    for cells in known:
        done = done_in(cells, spans)
        if done:
            assert len(done) >= FEWEST_STAFF
            assert max(done.values()) <= MOST_OF_ONE * sum(done.values())


@settings(max_examples=60, deadline=None)
@given(spans=st.lists(SPAN, min_size=2, max_size=5))
def test_every_figure_is_a_sum_of_atoms_that_can_each_be_shown(spans):
    """Why no arithmetic helps, however clever: sums and differences of figures are sums and differences of atoms."""
    atoms, figures = shown(spans)
    parts = {frozenset((number, team) for team in atom) for number, span in enumerate(atoms) for atom in span}
    assert all(is_enough(done_in(part, spans)) for part in parts)
    for figure in figures:
        assert figure == frozenset().union(*(part for part in parts if part <= figure))


def test_the_attack_would_succeed_on_rows_that_are_shown_whenever_they_are_large():
    """The test's own test: without counting the next smallest with a small team, the whole less the others tells it."""
    span = {"Nord": dict.fromkeys(range(6), 4), "Vest": {20: 3, 21: 2}}
    naive = [frozenset({team}) for team in span if is_enough(span[team])] + [frozenset(span)]
    assert done_in({(0, team) for team in naive[1] - naive[0]}, [span]) == {20: 3, 21: 2}
    assert rows_of_span(span) == (frozenset({"Nord", "Vest"}),)
