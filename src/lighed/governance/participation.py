"""The legal bases in force -> whether a person can choose, and what follows where nobody can."""

from __future__ import annotations

from collections.abc import Iterable

from lighed.governance.legal_basis import LegalBasis, Participation
from lighed.governance.refused import Refused
from lighed.governance.text import Text


class ChoiceRefused(Refused):
    """The law in force gives no choice. An objection is still everyone's right."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                da="Reglerne giver ikke et valg. Borgeren kan i stedet gøre indsigelse, og så laver værktøjet ikke "
                "skøn, før et menneske har taget stilling.",
                en="The rules give no choice. The person can object instead, and then the tool makes no estimate until "
                "a human being has decided.",
            )
        )


def participation_in_force(bases: Iterable[LegalBasis]) -> Participation | None:
    """What the bases in force say about the person's own choice; None where no basis is in force.

    Where one of them lets people choose, they can choose. Where one lets them opt out, an estimate may come before
    they do, so that is what they must be told.
    """
    said = {basis.conditions.participation for basis in bases}
    for one in (Participation.OPT_OUT, Participation.OPT_IN, Participation.NOT_OPTIONAL):
        if one in said:
            return one
    return None


def check_choice(bases: Iterable[LegalBasis]) -> None:
    """Refuse a choice where the law in force gives none. Where no law is in force, anyone may say what they want.

    Raises
    ------
    ChoiceRefused
    """
    if participation_in_force(bases) is Participation.NOT_OPTIONAL:
        raise ChoiceRefused


def can_choose(bases: Iterable[LegalBasis]) -> bool:
    """Whether `check_choice` would allow a choice."""
    try:
        check_choice(bases)
    except ChoiceRefused:
        return False
    return True
