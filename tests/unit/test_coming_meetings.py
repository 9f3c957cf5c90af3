"""How many meetings are to come, where a plan and the case system may tell of the same one."""

from datetime import date, timedelta

import pytest

from lighed.planning import n_to_come

TODAY = date(2026, 11, 23)


def days(*from_today: int) -> list[date]:
    return [TODAY + timedelta(days=n) for n in from_today]


@pytest.mark.parametrize(
    ("planned", "agreed", "held", "n"),
    [
        ((), (), (), 0),
        ((14, 28), (), (), 2),
        ((), (5,), (), 1),
        # One that was handed over, and comes back as agreed: on its latest day, or before it.
        ((14, 28), (14,), (), 2),
        ((14, 28), (5, 20), (), 2),
        # Two before the first latest day are two of the plan's; a third is one more.
        ((14, 28), (5, 6), (), 2),
        ((14, 28), (5, 6, 7), (), 3),
        # Agreed for later than the plan asks: the plan's meeting is still lacking.
        ((14,), (15,), (), 2),
        # Days that have passed are not to come, whoever named them; today is.
        ((-3, 0), (-1, 0), (), 1),
        # Held before its latest day: the plan's next one is left, not two.
        ((14, 28), (), (-2,), 1),
        ((-3, 14), (), (-4,), 1),
        ((14, 28), (20,), (-2,), 1),
    ],
)
def test_a_meeting_told_twice_is_counted_once(planned, agreed, held, n):
    found = n_to_come(days(*planned), held=days(*held), agreed=days(*agreed), today=TODAY)
    assert found == n
    # Whatever order they are told in.
    assert found == n_to_come(days(*planned)[::-1], held=days(*held), agreed=days(*agreed)[::-1], today=TODAY)
