"""A municipality and a period -> what was assessed in it, by row of teams; whoever assessed is no longer told apart.

Who made an assessment is read to count how many did, and stays in here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from lighed.governance import AssessmentReason, AssessmentStep, Relation, SupportLevel, relation_to
from lighed.governance.team_figures import Period, Row, is_enough, rows_of_period, rows_of_span, span_of
from lighed.web.models import Assessment

_LONGEST_PAUSE = timedelta(weeks=26)
"""How long before the period a first assessment may lie that is compared with a later one."""


@dataclass(frozen=True, slots=True)
class Made:
    """One assessment. `own` is what the same caseworker assessed before the estimate was seen; "" where nothing."""

    staff: int
    team: str
    span: int
    is_own_first: bool
    level: str
    cannot_see_why: bool
    band: str
    relation: str
    seconds: int | None
    own: str

    @property
    def is_of_estimate(self) -> bool:
        """Whether it was made in view of an estimate. Once that is erased, nothing tells that there was one."""
        return not self.is_own_first and bool(self.band) and bool(self.relation)

    @property
    def own_relation(self) -> Relation | None:
        """How one's own assessment stood to the estimate that was shown after it; None where it cannot be said."""
        return relation_to(SupportLevel(self.own), self.band) if self.own and self.is_of_estimate else None


@dataclass(frozen=True, slots=True)
class MadeInRow:
    """What the teams of one row assessed in a period, in spans that can each be shown."""

    teams: Row
    spans: tuple[tuple[Made, ...], ...]

    def of(self, *measures: Callable[[Made], bool]) -> tuple[Made, ...]:
        """What is counted of these measures, which split one whole between them.

        A span counts where each of them has enough staff in it, or none: so that no measure tells of a few by what it
        lacks of the whole.
        """
        counted: list[Made] = []
        for span in self.spans:
            parts = [[one for one in span if measure(one)] for measure in measures]
            if all(not part or is_enough(_by_staff(part)) for part in parts):
                counted += [one for part in parts for one in part]
        return tuple(counted)


def made_in(municipality: str, period: Period) -> tuple[MadeInRow, ...]:
    """Everything that can be shown of what was assessed in the period."""
    made = _read(municipality, period)
    now = [one for one in made if not one.is_own_first]
    rows_in: dict[int, tuple[Row, ...]] = {}
    for span in sorted({one.span for one in now}):
        done: dict[str, Counter[int]] = {}
        for one in now:
            if one.span == span:
                done.setdefault(one.team, Counter())[one.staff] += 1
        rows_in[span] = rows_of_span(done)
    rows = rows_of_period(list(rows_in.values()))
    return tuple(
        MadeInRow(
            teams=row,
            spans=tuple(
                tuple(one for one in made if one.span == span and one.team in atom)
                for span, atoms in rows_in.items()
                for atom in atoms
                if atom <= row
            ),
        )
        for row in rows
    )


def _by_staff(made: Iterable[Made]) -> Counter[int]:
    return Counter(one.staff for one in made)


def _read(municipality: str, period: Period) -> list[Made]:
    """The period's assessments; each later one with the first one that came before it."""
    begins = _midnight(period, days=0)
    rows = (
        Assessment.objects.filter(
            municipality=municipality,
            made_at__gte=begins - _LONGEST_PAUSE,
            made_at__lt=_midnight(period, days=(period.last_day - period.first_day).days + 1),
        )
        # What was first, before an estimate that was erased since, would otherwise be counted as one more.
        .exclude(step=AssessmentStep.ALONE.value)
        .order_by("made_at", "pk")
        .values_list(
            "made_by", "team", "made_at", "step", "level", "reason", "band_seen", "relation", "seconds_on_page",
            "course", "moment",
        )
    )  # fmt: skip
    own: dict[tuple[object, ...], str] = {}
    found = []
    for staff, team, at, step, level, reason, band, relation, seconds, course, moment in rows.iterator():
        whose, is_own_first = (staff, course, moment), step == AssessmentStep.OWN_FIRST.value
        # Only the first look at an estimate is one; what is assessed later is no change of that mind.
        first = "" if is_own_first else own.pop(whose, "")
        if is_own_first:
            own[whose] = level
        if at >= begins:
            found.append(
                Made(
                    staff=staff,
                    team=team,
                    span=span_of(timezone.localdate(at)),
                    is_own_first=is_own_first,
                    level=level,
                    cannot_see_why=reason == AssessmentReason.CANNOT_SEE_WHY.value,
                    band=band,
                    relation=relation,
                    seconds=seconds,
                    own=first,
                )
            )
    return found


def _midnight(period: Period, *, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(period.first_day + timedelta(days=days), time.min))
