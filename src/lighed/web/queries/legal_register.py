"""The tables of the legal register -> the law as the installation has it on record at this moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lighed.governance import (
    Choice,
    LegalBasis,
    LegalRegister,
    Purpose,
    RequestKind,
    RequestResult,
    Signature,
    Standing,
    from_content,
    is_in_force,
)
from lighed.web.models import (
    BasisState,
    EmergencyStop,
    InformationGiven,
    LegalBasisEntry,
    ParticipationChoice,
    RequestState,
    RightsRequest,
    StopEffect,
    TrainingInformation,
)

_COUNTED = (BasisState.ENTERED, BasisState.APPROVED, BasisState.SUSPENDED)
"""States of entries that are heard of when a permit is asked for, if only to say what they lack."""


_APPROVED_ONCE = (BasisState.APPROVED, BasisState.SUSPENDED)
"""Only these may carry an approval that counts; the second is held back by its suspension."""


def legal_register(*municipalities: str) -> LegalRegister:
    """What is on record about the law, for these municipalities or, where none is named, for all."""
    entries = LegalBasisEntry.objects.filter(state__in=_COUNTED)
    told = TrainingInformation.objects.all()
    stops = EmergencyStop.objects.filter(ended_at=None, effect=StopEffect.STOP)
    if municipalities:
        entries = entries.filter(municipality__in=municipalities)
        told = told.filter(municipality__in=municipalities)
        stops = stops.filter(municipality__in=municipalities)
    return LegalRegister(
        legal_bases=tuple(legal_basis_of(entry) for entry in entries.order_by("municipality", "code", "revision")),
        told_of_training=frozenset(told.values_list("municipality_id", flat=True)),
        stopped=frozenset(stops.values_list("municipality_id", flat=True)),
    )


def legal_basis_of(entry: LegalBasisEntry) -> LegalBasis:
    """The legal basis that an entry holds, as its signatures and its state have it."""
    # What its state says counts also where the signature is missing: it permits nothing then.
    is_suspended = entry.state == BasisState.SUSPENDED
    return replace(
        from_content(entry.content),
        municipalities=frozenset({entry.municipality_id}),
        revision=entry.revision,
        entered=_signature(entry.entered),
        approved=_signature(entry.approved) if entry.approved and entry.state in _APPROVED_ONCE else None,
        suspended=_signature(entry.suspended or entry.entered) if is_suspended else None,
    )


def entries_in_force(municipality: str, *, purpose: Purpose, today: date) -> list[LegalBasisEntry]:
    """The entries that permit something in the municipality today."""
    entries = LegalBasisEntry.objects.filter(
        municipality=municipality, purpose=purpose.value, state=BasisState.APPROVED
    ).order_by("code", "revision")
    return [entry for entry in entries if is_in_force(legal_basis_of(entry), on=today)]


def bases_in_force(municipality: str, *, today: date) -> list[LegalBasis]:
    """The legal bases for planning contact courses that are in force in the municipality today."""
    return [legal_basis_of(entry) for entry in entries_in_force(municipality, purpose=Purpose.OPERATION, today=today)]


def standing_of(municipality: str, person_id: str) -> Standing:
    """What is on record about the rights of a person, by the case system's id of the person."""
    mine = {"municipality": municipality, "person__person_id": person_id}
    newest = ParticipationChoice.objects.filter(**mine).order_by("made_at", "id").last()
    objections = RightsRequest.objects.filter(**mine, kind=RequestKind.OBJECTION.value)
    return Standing(
        choice=None if newest is None else Choice(newest.choice),
        is_informed=InformationGiven.objects.filter(**mine).exists(),
        has_open_objection=objections.filter(state=RequestState.OPEN).exists(),
        has_upheld_objection=objections.filter(state=RequestState.ANSWERED, result=RequestResult.UPHELD.value).exists(),
    )


def _signature(stored: dict[str, str]) -> Signature:
    return Signature(**{**stored, "on": date.fromisoformat(stored["on"])})  # type: ignore[arg-type]
