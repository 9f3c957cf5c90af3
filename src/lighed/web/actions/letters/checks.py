"""A letter that waits -> whether it may be made and may leave today: the law and the estimate are asked once more."""

from __future__ import annotations

from datetime import date

from lighed.governance import LegalBasisError, Refused, Text
from lighed.transparency.letters import ABOUT_ESTIMATE, LetterKind
from lighed.web import queries
from lighed.web.models import Letter, LetterState, Person

_ABOUT = frozenset(kind.value for kind in ABOUT_ESTIMATE)
_NO_LAW = Text(
    da="Ingen hjemmel er i kraft, så der er intet at fortælle om.",
    en="No legal basis is in force, so there is nothing to tell people of.",
)
_UNDER_WAY = Text(
    da="Et brev med den første information er allerede lavet og venter på at blive sendt.",
    en="A letter with the first information has been made already and waits to be sent.",
)
_NOT_SHOWN = Text(
    da="Skønnet i brevet må ikke vises nu. Brevet venter, til skønnet må vises igen.",
    en="The estimate in the letter may not be shown now. The letter waits until the estimate may be shown again.",
)
GONE = Text(da="Skønnet i brevet er slettet.", en="The estimate in the letter has been erased.")


class LetterRefused(Refused):
    """What cannot be done with a letter, and why."""


def check_first_information(person: Person, *, today: date) -> None:
    """Refuse to make a letter that tells of the tool where nothing may be estimated, or where one waits already.

    Raises
    ------
    LetterRefused
    """
    if not _is_law(person.municipality_id, today):
        raise LetterRefused(_NO_LAW)
    made = Letter.objects.filter(person=person, kind=LetterKind.FIRST_INFORMATION.value)
    if made.exclude(state=LetterState.SENT).exists():
        raise LetterRefused(_UNDER_WAY)


def is_about_nothing(letter: Letter) -> bool:
    """Whether the letter tells of an estimate, and the person is in no course that has one.

    An estimate that is made anew empties the letters that wait in the same step, so of a letter with words the
    estimate is the one that it tells of.
    """
    if letter.kind not in _ABOUT:
        return False
    course = queries.running_course(letter.person)
    return course is None or course.current_estimate_id is None


def why_it_waits(letter: Letter, *, today: date) -> Text | None:
    """Why the letter may not leave today; None where it may. Ask it while nobody else can change the person."""
    if letter.kind == LetterKind.FIRST_INFORMATION:
        return None if _is_law(letter.municipality_id, today) else _NO_LAW
    if letter.kind not in _ABOUT:
        return None
    course = queries.running_course(letter.person)
    profiling = queries.profiling_status(letter.municipality_id, today=today)
    # Facts behind the estimate that were corrected make it idle until it has been made anew.
    is_shown = course is not None and course.corrected_on is None and profiling.may_show(course)
    return None if is_shown else _NOT_SHOWN


def kinds_held(municipality: str, *, today: date) -> frozenset[str]:
    """The kinds of letters of which none leaves the municipality today."""
    told = frozenset() if _is_law(municipality, today) else frozenset({LetterKind.FIRST_INFORMATION.value})
    return told if queries.profiling_status(municipality, today=today).is_on else told | _ABOUT


def _is_law(municipality: str, today: date) -> bool:
    try:
        return bool(queries.bases_in_force(municipality, today=today))
    except LegalBasisError:
        # An entry that cannot be read permits nothing; `profiling_status` tells of it.
        return False
