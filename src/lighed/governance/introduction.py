"""What someone did in the introduction -> whether it is taken, and until when it counts."""

from __future__ import annotations

from datetime import date, timedelta

from lighed.governance.refused import Refused
from lighed.governance.text import Text

INTRODUCTION = "introduction"
"""What a training record says that was taken."""
LEAST_RIGHT = 4
"""Of the five questions at the end, how many are answered rightly."""
REMIND = timedelta(days=30)
"""For how long before it runs out the user is reminded."""


class IntroductionRefused(Refused):
    """The introduction is not taken yet; the text says what is lacking."""


def check_introduction(*, n_unopened: int, n_right: int, n_questions: int) -> None:
    """Refuse the introduction of someone who has not opened every practice case, or answered too few rightly.

    Parameters
    ----------
    n_unopened : practice cases whose estimate has not been opened
    n_right, n_questions : the answers that are right, of how many

    Raises
    ------
    IntroductionRefused
        With what is lacking.
    """
    if n_unopened:
        raise IntroductionRefused(
            Text(
                da=f"Åbn skønnet i alle øvelserne først. Du mangler {n_unopened}.",
                en=f"Open the estimate in every practice case first. {n_unopened} are left.",
            )
        )
    if n_right < LEAST_RIGHT:
        raise IntroductionRefused(
            Text(
                da=f"Du svarede rigtigt på {n_right} af {n_questions}. Du skal have mindst {LEAST_RIGHT} rigtige. "
                "Læs forklaringerne, og prøv igen med det samme.",
                en=f"{n_right} of {n_questions} answers are right. At least {LEAST_RIGHT} must be. "
                "Read the explanations, and try again at once.",
            )
        )


def counts_until(taken_on: date) -> date:
    """The last day on which an introduction taken on that day counts: the same day a year later."""
    try:
        return taken_on.replace(year=taken_on.year + 1)
    except ValueError:  # the 29th of February
        return taken_on.replace(year=taken_on.year + 1, day=28)
