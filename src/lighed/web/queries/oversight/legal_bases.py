"""A municipality -> its legal register as the pages show it: what each entry says, what was changed, whom it meets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lighed.governance import LegalBasis, LegalBasisError, Right, is_in_force, is_same_person
from lighed.web.models import (
    BasisState,
    ContactCourse,
    CourseState,
    LegalBasisEntry,
    StoredEstimate,
    TrainingInformation,
    User,
)
from lighed.web.queries.legal_register import legal_basis_of
from lighed.web.queries.oversight.legal_basis_words import Line, lines_of
from lighed.web.queries.profiling import profiling_status


def n_to_approve(user: User) -> int:
    """How many entries wait for the user's word: those that somebody else entered."""
    if Right.APPROVE_LEGAL_BASES not in user.rights:
        return 0
    waiting = LegalBasisEntry.objects.filter(municipality=user.municipality_id, state=BasisState.ENTERED)
    entered = waiting.values_list("entered", flat=True)
    return sum(not is_same_person(str(by.get("person", "")), user.username) for by in entered)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list. `basis` is None where what is kept of it can no longer be read."""

    entry: LegalBasisEntry
    basis: LegalBasis | None
    is_in_force: bool
    is_past: bool
    is_review_overdue: bool
    conditions: Line | None = None
    elements: Line | None = None

    @property
    def state(self) -> BasisState:
        return BasisState(self.entry.state)


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the entry as it was in the last revision and as it is in this one."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry as a whole. `differences` is None where there is no revision before it."""

    row: EntryRow
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...] | None
    revisions: tuple[LegalBasisEntry, ...]
    is_newest: bool
    n_affected: int
    n_to_estimate_again: int
    can_be_made_again: bool
    """Whether a legal basis is in force under which estimates can be made at all."""
    hidden_before: tuple[tuple[LegalBasisEntry, int], ...]
    """Of an entry in force: its other revisions, with how many estimates made under each are hidden since."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One person whose shown estimate was made under an entry, by the case system's id; `key` is for the log."""

    key: str
    person_id: str
    course_id: str
    registered_on: date


def legal_bases(user: User, *, today: date) -> tuple[EntryRow, ...]:
    """Every entry of the user's municipality: those in force first, then what awaits approval, then the others."""
    entries = LegalBasisEntry.objects.filter(municipality=user.municipality_id)
    rows = [_row(entry, today=today) for entry in entries.order_by("-valid_from", "code", "-revision")]
    order = [BasisState.ENTERED, BasisState.APPROVED, BasisState.SUSPENDED, BasisState.REJECTED, BasisState.REPLACED]
    return tuple(sorted(rows, key=lambda row: (not row.is_in_force, row.is_past, order.index(row.state))))


def live_bases(municipality: str) -> list[LegalBasis]:
    """The approved bases of a municipality, whose periods no other may overlap."""
    entries = LegalBasisEntry.objects.filter(municipality=municipality, state=BasisState.APPROVED)
    return [legal_basis_of(entry) for entry in entries]


def legal_basis_entry(user: User, number: int) -> LegalBasisEntry | None:
    """The entry, if it is one of the user's municipality."""
    return LegalBasisEntry.objects.filter(municipality=user.municipality_id, pk=number).first()


def revisions_of(code: str, *, municipality: str) -> list[LegalBasisEntry]:
    """Every revision of one legal basis, the newest first."""
    return list(LegalBasisEntry.objects.filter(municipality=municipality, code=code).order_by("-revision"))


def entry_page(entry: LegalBasisEntry, *, today: date) -> EntryPage:
    """Everything that the page of one entry shows."""
    row = _row(entry, today=today)
    revisions = tuple(revisions_of(entry.code, municipality=entry.municipality_id))
    before = next((one for one in revisions if one.revision < entry.revision), None)
    counted = ((one, courses_estimated_under(one).count()) for one in revisions if one.pk != entry.pk)
    return EntryPage(
        row=row,
        lines=() if row.basis is None else lines_of(row.basis),
        differences=None if before is None or row.basis is None else _differences(before, row.basis),
        revisions=revisions,
        is_newest=entry.pk == revisions[0].pk,
        n_affected=courses_estimated_under(entry).count(),
        n_to_estimate_again=0 if row.is_in_force else courses_to_estimate_again(entry).count(),
        can_be_made_again=profiling_status(entry.municipality_id, today=today).is_on,
        hidden_before=tuple((one, n) for one, n in counted if n) if row.is_in_force else (),
    )


def courses_estimated_under(entry: LegalBasisEntry) -> QuerySet[ContactCourse]:
    """The courses whose present estimate was made under the entry: what happens to it, happens to them."""
    return (
        ContactCourse.objects.filter(municipality=entry.municipality_id, current_estimate__legal_basis=entry)
        .select_related("person")
        .order_by("registered_on", "course_id")
    )


def courses_to_estimate_again(entry: LegalBasisEntry) -> QuerySet[ContactCourse]:
    """Those of them that are under way, and of which there is something to estimate from."""
    return courses_estimated_under(entry).filter(document__isnull=False).exclude(state=CourseState.ENDED)


def affected(entry: LegalBasisEntry) -> list[Affected]:
    """The same as a list of people, without names."""
    rows = courses_estimated_under(entry).values_list("person", "person__person_id", "course_id", "registered_on")
    return [Affected(str(key), person_id, course_id, day) for key, person_id, course_id, day in rows]


def affected_by_what_ended(user: User, *, today: date) -> int:
    """How many people have an estimate that is hidden because what it was made under is no longer in force."""
    entries = LegalBasisEntry.objects.filter(municipality=user.municipality_id)
    ended = [entry.pk for entry in entries if not _row(entry, today=today).is_in_force]
    return StoredEstimate.objects.filter(legal_basis__in=ended, shown_for__isnull=False).count()


def training_information(user: User) -> QuerySet[TrainingInformation]:
    """Whom the user's municipality has on record as informed that earlier courses train the tool."""
    return TrainingInformation.objects.filter(municipality=user.municipality_id).order_by("-informed_on", "-id")


def _row(entry: LegalBasisEntry, *, today: date) -> EntryRow:
    try:
        basis: LegalBasis | None = legal_basis_of(entry)
    except LegalBasisError:
        basis = None
    is_live = entry.state in {BasisState.APPROVED, BasisState.ENTERED}
    by_label = {} if basis is None else {line.name: line for line in lines_of(basis)}
    return EntryRow(
        entry=entry,
        basis=basis,
        is_in_force=basis is not None and entry.state == BasisState.APPROVED and is_in_force(basis, on=today),
        is_past=entry.valid_to is not None and entry.valid_to < today,
        is_review_overdue=is_live and entry.review_due < today,
        conditions=by_label.get("conditions"),
        elements=by_label.get("elements"),
    )


def _differences(before: LegalBasisEntry, after: LegalBasis) -> tuple[Difference, ...]:
    try:
        old = {line.name: line for line in lines_of(legal_basis_of(before))}
    except LegalBasisError:
        old = {}
    new = {line.name: line for line in lines_of(after)}
    return tuple(
        Difference(
            label=(new.get(name) or old[name]).label,
            before=old[name].said if name in old else (),
            after=new[name].said if name in new else (),
        )
        for name in [*new, *(name for name in old if name not in new)]
        if name not in old or name not in new or old[name].said != new[name].said
    )
