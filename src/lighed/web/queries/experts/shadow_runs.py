"""A version in a municipality -> what its shadow run has shown so far, or had shown when it ended; counts only."""

from __future__ import annotations

from dataclasses import dataclass

from lighed.governance import Step, VersionState
from lighed.governance.small_numbers import FEWEST, shown_count
from lighed.web.models import VersionUse
from lighed.web.queries.experts.versions import BandChange, band_changes


@dataclass(frozen=True, slots=True)
class ShadowRun:
    """How many courses were estimated in the shadow run, and how many of them have which bands.

    `n_courses` is None where they are so few that one could be known again. `is_enough` is whether the run has shown
    anything: of fewer courses than that, whoever releases the version says why a shadow run can be left out.
    """

    n_courses: int | None
    is_enough: bool
    changes: list[BandChange]


def shadow_run_of(use: VersionUse) -> ShadowRun | None:
    """The shadow run that goes on, or the last one; None where there was none."""
    if not use.steps.filter(step=Step.SHADOW.value).exists():
        return None
    changes = band_changes(use)
    if use.state == VersionState.SHADOW.value:
        n_courses = n_in_shadow(use)
    else:
        # A course may have been estimated at both moments; what was kept before courses were counted has the sum only.
        n_courses = use.shadow_counts.get("n_courses", sum(n for *_, n in use.shadow_counts.get("changes", [])))
    return ShadowRun(shown_count(n_courses), n_courses >= FEWEST, changes)


def n_in_shadow(use: VersionUse) -> int:
    """How many courses the shadow run has estimated."""
    return use.shadow_estimates.values("course").distinct().count()


def lacks_shadow_run(use: VersionUse) -> bool:
    """Whether whoever releases the version has to say why a shadow run can be left out: none, or one of too few."""
    if use.state == VersionState.APPROVED.value:
        return True
    run = shadow_run_of(use)
    return use.state == VersionState.SHADOW.value and (run is None or not run.is_enough)
