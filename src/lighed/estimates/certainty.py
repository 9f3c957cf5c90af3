"""Width of the interval, values lacking and distance to the types -> good, some or little certainty, and why."""

from __future__ import annotations

from lighed.estimates.estimate import Certainty
from lighed.governance import Text

_WIDTHS = (12, 20)
_SHARES_LACKING = (0.10, 0.25)
_LEVELS = (Certainty.GOOD, Certainty.SOME, Certainty.LITTLE)


def certainty_of(*, low: int, high: int, n_lacking: int, n_expected: int, is_unlike: bool) -> tuple[Certainty, Text]:
    """The worst of three, and the reason in words.

    Parameters
    ----------
    low, high : the interval as it is shown, out of 100
    n_lacking, n_expected : of the values normally known at the moment, how many are missing or out of date
    is_unlike : the voting types are on the whole as far away as one person from another at random
    """
    lacking = n_lacking / n_expected if n_expected else 0.0
    by_width, by_lacking = _level(high - low, _WIDTHS), _level(lacking, _SHARES_LACKING)
    if is_unlike:
        return Certainty.LITTLE, Text(
            da="Ingen persontype ligner forløbet ret meget.", en="No person type resembles the course very much."
        )
    level = max(by_width, by_lacking)
    if level == 0:
        reason = Text(
            da="Persontyperne er enige, og de fleste oplysninger findes.",
            en="The person types agree, and most of the information is there.",
        )
    elif by_lacking >= by_width:
        reason = Text(
            da=f"{n_lacking} af de {n_expected} oplysninger, der normalt findes nu, mangler eller er forældede.",
            en=f"{n_lacking} of the {n_expected} pieces of information normally there now are missing or out of date.",
        )
    else:
        reason = Text(
            da=f"Intervallet er bredt: fra {low} til {high} af 100.",
            en=f"The interval is wide: from {low} to {high} of 100.",
        )
    return _LEVELS[level], reason


def _level(value: float, limits: tuple[float, float]) -> int:
    return sum(value > limit for limit in limits)
