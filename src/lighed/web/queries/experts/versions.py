"""A municipality -> its versions: where each stands, what happened to it, and what is left to do after a change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db.models import F, QuerySet
from django.utils.functional import Promise

from lighed.evaluation.report import MOMENT_NAMES
from lighed.governance import Moment, Step, Text, VersionState
from lighed.governance.small_numbers import shown_count
from lighed.web.models import (
    SIDES,
    VERSION_STATES,
    ContactCourse,
    CourseState,
    ImpactAssessment,
    RollBack,
    StoredEstimate,
    User,
    VersionEvaluation,
    VersionStep,
    VersionUse,
)

__all__ = [
    "BandChange",
    "User",
    "VersionUse",
    "assessments_of",
    "band_changes",
    "courses_to_estimate",
    "evaluations_of",
    "history_of",
    "is_overdue",
    "last_band",
    "n_to_estimate_again",
    "open_roll_back",
    "report_file",
    "shadow_changes",
    "signed_sides",
    "use_of",
    "user_named",
    "uses_of",
    "versions_by_state",
]

_TO_CONFIRM = timedelta(hours=24)
"""So long may one person's emergency roll-back stand alone."""


@dataclass(frozen=True, slots=True)
class BandChange:
    """So many courses have one band by the version in operation and another by the one beside it.

    `n` is None where they are so few that one of them could be known again.
    """

    before: str
    after: str
    n: int | None

    @property
    def is_change(self) -> bool:
        return self.before != self.after


def versions_by_state(user: User) -> list[tuple[str | Promise, list[VersionUse]]]:
    """The versions of the user's municipality by state, in the order of their lives, without the empty ones."""
    uses = list(uses_of(user).order_by("-version__added_at", "-id"))
    grouped = [(name, [use for use in uses if use.state == state]) for state, name in VERSION_STATES]
    return [(name, found) for name, found in grouped if found]


def uses_of(user: User) -> QuerySet[VersionUse]:
    """What the user's own municipality considers, uses or has used."""
    return VersionUse.objects.filter(municipality=user.municipality_id).select_related("version", "municipality")


def use_of(sha256: str, *, municipality: str) -> VersionUse | None:
    """The version of that hash in the municipality, if it was ever added there."""
    uses = VersionUse.objects.select_related("version", "municipality")
    return uses.filter(version__sha256=sha256, municipality=municipality).first()


def user_named(username: str, *, municipality: str) -> User | None:
    """The active user of the municipality with that user name."""
    return User.objects.filter(username=username, municipality=municipality, is_active=True).first()


def history_of(use: VersionUse) -> list[VersionStep]:
    """Every step, the newest first."""
    return list(use.steps.order_by("-id"))


def signed_sides(use: VersionUse) -> list[tuple[str | Promise, VersionStep | None]]:
    """Each side and its signature, of those given since the version was proposed last; None where it is missing."""
    proposed = use.steps.filter(step=Step.PROPOSE.value).order_by("id").last()
    given = {}
    if proposed is not None:
        steps = use.steps.filter(step=Step.SIGN.value, pk__gt=proposed.pk).order_by("id")
        given = {step.side: step for step in steps}
    return [(name, given.get(side)) for side, name in SIDES]


def evaluations_of(use: VersionUse) -> list[tuple[VersionEvaluation, Text]]:
    """The newest report of each moment, and what the moment is called."""
    newest = {one.moment: one for one in use.version.evaluations.order_by("id")}
    return [(newest[moment], MOMENT_NAMES[moment]) for moment in Moment if moment in newest]


def report_file(evaluation: VersionEvaluation, name: str) -> bytes | None:
    """The report as it was attached; None where the file is gone or is another one now."""
    try:
        content = (Path(evaluation.folder) / name).read_bytes()
    except OSError:
        return None
    return content if sha256(content).hexdigest() == evaluation.files.get(name) else None


def shadow_changes(use: VersionUse) -> list[list[object]]:
    """Band in operation, band in the shadow run, and how many courses; nobody can be told from it."""
    pairs = use.shadow_estimates.values_list("band_in_operation", "band")
    counted = Counter((before, after) for before, after in pairs)
    return [[before, after, n] for (before, after), n in sorted(counted.items())]


def band_changes(use: VersionUse) -> list[BandChange]:
    """The same for a page: of the shadow run that goes on, or of the one that is over."""
    rows = shadow_changes(use) if use.state == VersionState.SHADOW.value else use.shadow_counts.get("changes", [])
    return [BandChange(str(before), str(after), shown_count(int(str(n)))) for before, after, n in rows]


def n_to_estimate_again(municipality: str) -> int:
    """Of how many courses the newest estimate is still that of another version than the one in operation."""
    return courses_to_estimate(municipality).count()


def courses_to_estimate(municipality: str, *, every_course: bool = False) -> QuerySet[ContactCourse]:
    """Courses that go on, whose estimate is another version's; or all that go on."""
    going_on = (
        ContactCourse.objects.filter(municipality=municipality, document__isnull=False)
        .exclude(state=CourseState.ENDED)
        .order_by("registered_on", "pk")
    )
    if every_course:
        return going_on
    use = VersionUse.objects.filter(municipality=municipality, state=VersionState.IN_OPERATION.value)
    name = use.values_list("version__version", flat=True).first() or ""
    outdated = StoredEstimate.objects.filter(municipality=municipality, moment=F("course__reached"))
    return going_on.filter(pk__in=outdated.exclude(version=name).values("course"))


def has_version_in_operation(municipality: str) -> bool:
    """Whether the municipality has taken a version into use, whatever has become of its file."""
    return VersionUse.objects.filter(municipality=municipality, state=VersionState.IN_OPERATION.value).exists()


def last_band(course: ContactCourse) -> str | None:
    """The band of the newest estimate of the moment that the course has reached; None where there is no estimate."""
    return StoredEstimate.objects.filter(course=course, moment=course.reached).values_list("band", flat=True).first()


def open_roll_back(municipality: str) -> RollBack | None:
    """The roll-back that waits for a second person, done or not."""
    waits = RollBack.objects.filter(municipality=municipality, confirmed_at=None)
    return waits.select_related("from_use__version", "to_use__version").first()


def is_overdue(roll_back: RollBack, *, now: datetime) -> bool:
    """Whether an emergency roll-back has stood alone for more than 24 hours."""
    return roll_back.is_emergency and roll_back.confirmed_at is None and now > roll_back.begun_at + _TO_CONFIRM


def assessments_of(user: User) -> list[ImpactAssessment]:
    """The municipality's impact assessments, the newest first."""
    entries = ImpactAssessment.objects.filter(municipality=user.municipality_id).select_related("version")
    return list(entries.order_by("-entered_at", "-id"))
