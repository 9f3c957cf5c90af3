"""A version in a municipality -> its groups to be watched: which somebody has explained, and which are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.governance import Step, Text
from lighed.web.models import VersionStep, VersionUse
from lighed.web.queries.experts.version_gates import watched_groups_of


@dataclass(frozen=True, slots=True)
class WatchedGroup:
    """A group that wants a written rationale, and the one written last; None where there is none yet."""

    key: str
    name: Text
    rationale: VersionStep | None


def explained_groups(use: VersionUse, *, today: date) -> list[WatchedGroup]:
    """Every group to be watched, with its rationale where there is one."""
    written = {step.about: step for step in use.steps.filter(step=Step.EXPLAIN.value).order_by("id")}
    return [WatchedGroup(key, name, written.get(key)) for key, name in watched_groups_of(use, today=today)]


def groups_to_explain(use: VersionUse, *, today: date) -> tuple[tuple[str, Text], ...]:
    """The groups that still want a rationale, as key and name."""
    return tuple((one.key, one.name) for one in explained_groups(use, today=today) if one.rationale is None)
