"""Width of the interval and share of values lacking -> good, some or little certainty, and which of the two decides."""

from __future__ import annotations

from lighed.estimates.estimate import Certainty
from lighed.governance import Text

_WIDTHS = (0.12, 0.20)
_SHARES_LACKING = (0.10, 0.25)
_LEVELS = (Certainty.GOOD, Certainty.SOME, Certainty.LITTLE)


def certainty_of(*, width: float, lacking: float) -> tuple[Certainty, Text]:
    """The worse of the two, and the reason in words."""
    by_width, by_lacking = _level(width, _WIDTHS), _level(lacking, _SHARES_LACKING)
    level = max(by_width, by_lacking)
    if level == 0:
        reason = Text(
            da="Persontyperne er enige, og de fleste oplysninger findes.",
            en="The person types agree, and most of the information is there.",
        )
    elif by_lacking >= by_width:
        reason = Text(
            da=f"{100 * lacking:.0f} % af de oplysninger, der normalt findes nu, mangler eller er forældede.",
            en=f"{100 * lacking:.0f}% of the information normally there at this moment is missing or out of date.",
        )
    else:
        reason = Text(
            da=f"Tallet kan ligge inden for {100 * width:.0f} ud af 100 forløb.",
            en=f"The number may lie within {100 * width:.0f} out of 100 courses.",
        )
    return _LEVELS[level], reason


def _level(value: float, limits: tuple[float, float]) -> int:
    return sum(value > limit for limit in limits)
