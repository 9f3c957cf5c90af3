"""G8: a municipality and a period -> how estimates are used, by team and never by person, and what to look into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.core.cache import cache

from lighed.estimates.estimate import Band
from lighed.governance import Relation, SupportLevel
from lighed.governance.small_numbers import FEWEST
from lighed.governance.team_figures import Period, Row, periods_ended
from lighed.governance.use_thresholds import Counted, UseThreshold, thresholds_passed
from lighed.web.queries.oversight.use_rows import Made, MadeInRow, made_in

N_PERIODS = 13
"""How many periods there are to choose between: a year."""
_KEPT = 3600
"""For how many seconds the number of alarms is kept, because every page of a manager asks for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        """None of fewer than ten: so few say nothing."""
        return self.n / self.of if self.of >= FEWEST else None

    @property
    def counted(self) -> Counted:
        return Counted(self.share, self.of)


@dataclass(frozen=True, slots=True)
class AgainstEstimate:
    """How assessments stood to the estimate that was seen; `band` is "" for all the bands together."""

    band: str
    same: Part
    less: Part
    more: Part

    @property
    def overridden(self) -> Part:
        return Part(self.less.n + self.more.n, self.same.of)


@dataclass(frozen=True, slots=True)
class ChangeOfMind:
    """Those whose own assessment differed from the estimate: where they went once they saw it.

    `left` are those who had assessed as the estimate, and no longer did.
    """

    towards: Part
    unchanged: Part
    away: Part
    left: Part


@dataclass(frozen=True, slots=True)
class UseAlarm:
    """A limit that is passed, in which row, and where only one band is meant, which."""

    threshold: UseThreshold
    figure: Counted
    teams: Row
    is_everyone: bool
    band: str = ""


@dataclass(frozen=True, slots=True)
class UseRow:
    """The figures of one row of teams."""

    teams: Row
    is_everyone: bool
    n_assessments: int
    all_bands: AgainstEstimate
    bands: tuple[AgainstEstimate, ...]
    """Empty where the bands cannot be told apart without telling of a few."""
    cannot_see_why: Part
    not_known: Part
    change: ChangeOfMind
    seconds: Counted

    @property
    def team_names(self) -> list[str]:
        return sorted(self.teams)

    @property
    def alarms(self) -> tuple[UseAlarm, ...]:
        """What to look into. A band alone is named only where it is not so of all of them."""
        figures = {
            "overridden": self.all_bands.overridden.counted,
            "not_known": self.not_known.counted,
            "cannot_see_why": self.cannot_see_why.counted,
            "towards": self.change.towards.counted,
            "seconds": self.seconds,
        }
        passed = thresholds_passed(figures)
        found = [UseAlarm(one, figures[one.measure], self.teams, self.is_everyone) for one in passed]
        for band in self.bands:
            figure = band.overridden.counted
            found += [
                UseAlarm(one, figure, self.teams, self.is_everyone, band=band.band)
                for one in thresholds_passed({"overridden": figure})
                if one not in passed
            ]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class UseFigures:
    """`rows` are of teams, and last everyone together where there is more than one; none where too few assessed."""

    period: Period
    rows: tuple[UseRow, ...]

    @property
    def everyone(self) -> UseRow | None:
        return self.rows[-1] if self.rows else None

    @property
    def alarms(self) -> tuple[UseAlarm, ...]:
        """What to look into: of everyone, and of teams where it is not so of everyone."""
        if not self.rows:
            return ()
        of_all = self.rows[-1].alarms
        told = {(one.threshold.key, one.band) for one in of_all}
        of_teams = (one for row in self.rows[:-1] for one in row.alarms)
        return (*of_all, *(one for one in of_teams if (one.threshold.key, one.band) not in told))


def use_periods(*, today: date) -> tuple[Period, ...]:
    """The periods to choose between, the newest first."""
    return periods_ended(today=today, n=N_PERIODS)


def use_figures(municipality: str, period: Period) -> UseFigures:
    """How estimates were used in the period."""
    made = made_in(municipality, period)
    rows = [_row(one, is_everyone=len(made) == 1) for one in made]
    if len(made) > 1:
        everyone = MadeInRow(
            teams=frozenset(team for one in made for team in one.teams),
            spans=tuple(span for one in made for span in one.spans),
        )
        rows.append(_row(everyone, is_everyone=True))
    return UseFigures(period=period, rows=tuple(rows))


def n_use_alarms(municipality: str, *, today: date) -> int:
    """How many matters of use there are to look into in the newest period."""
    period = use_periods(today=today)[0]
    key = f"use-alarms-{municipality}-{period.first_day}"
    n = cache.get(key)
    if n is None:
        n = len(use_figures(municipality, period).alarms)
        cache.set(key, n, _KEPT)
    return int(n)


def _row(made: MadeInRow, *, is_everyone: bool) -> UseRow:
    of_estimates = made.of(lambda one: one.is_of_estimate)
    by_band = made.of(*(_is_of(band) for band in Band))
    own = made.of(lambda one: one.is_own_first)
    timed = [
        one.seconds
        for one in made.of(lambda one: one.is_of_estimate and one.seconds is not None)
        if one.seconds is not None
    ]
    return UseRow(
        teams=made.teams,
        is_everyone=is_everyone,
        n_assessments=sum(not one.is_own_first for span in made.spans for one in span),
        all_bands=_against("", of_estimates),
        bands=tuple(_against(band.value, [one for one in by_band if one.band == band]) for band in Band if by_band),
        cannot_see_why=_part(of_estimates, lambda one: one.cannot_see_why),
        not_known=_part(own, lambda one: one.level == SupportLevel.NOT_KNOWN.value),
        change=_change(made),
        seconds=Counted(float(median(timed)) if len(timed) >= FEWEST else None, len(timed)),
    )


def _change(made: MadeInRow) -> ChangeOfMind:
    differed = made.of(lambda one: one.own_relation not in (None, Relation.SAME))
    agreed = made.of(lambda one: one.own_relation is Relation.SAME)
    return ChangeOfMind(
        towards=_part(differed, lambda one: _step(one) > 0),
        unchanged=_part(differed, lambda one: _step(one) == 0),
        away=_part(differed, lambda one: _step(one) < 0),
        left=_part(agreed, lambda one: one.relation != Relation.SAME.value),
    )


_LEVELS = {SupportLevel.LESS.value: 0, SupportLevel.SOME.value: 1, SupportLevel.MORE.value: 2}
_BANDS = {Band.LOW.value: 0, Band.MEDIUM.value: 1, Band.HIGH.value: 2}


def _step(one: Made) -> int:
    """How much nearer to the estimate the later assessment is than one's own was."""
    band = _BANDS[one.band]
    return abs(_LEVELS[one.own] - band) - abs(_LEVELS[one.level] - band)


def _is_of(band: Band) -> Callable[[Made], bool]:
    return lambda one: one.is_of_estimate and one.band == band.value


def _against(band: str, made: Sequence[Made]) -> AgainstEstimate:
    counted = Counter(one.relation for one in made)
    same, less, more = (
        Part(counted[relation.value], len(made))
        for relation in (Relation.SAME, Relation.LESS_THAN_ESTIMATED, Relation.MORE_THAN_ESTIMATED)
    )
    return AgainstEstimate(band=band, same=same, less=less, more=more)


def _part(made: Sequence[Made], is_so: Callable[[Made], bool]) -> Part:
    return Part(sum(is_so(one) for one in made), len(made))
