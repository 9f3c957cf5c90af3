"""A municipality -> whether this installation may hold anything of it: a demonstration holds made-up ones only."""

from __future__ import annotations

from django.conf import settings

from lighed.governance import NotAllowed, Text
from lighed.web import queries


class DemoTakesMadeUpDataOnly(NotAllowed):
    """The demonstration takes made-up data only."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                da="Demonstrationen tager kun imod opdigtede data, fra de opdigtede kommuner 901 til 909.",
                en="The demonstration takes made-up data only, of the made-up municipalities 901 to 909.",
            )
        )


def check_municipality(municipality: str) -> None:
    """Refuse a real municipality in a demonstration, whose users' password stands on the log-in page.

    Raises
    ------
    DemoTakesMadeUpDataOnly
    """
    if settings.LIGHED_DEMO and municipality not in queries.MADE_UP_MUNICIPALITIES:
        raise DemoTakesMadeUpDataOnly
