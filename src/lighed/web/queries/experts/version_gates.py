"""A version in a municipality -> its life as the rules see it, and the gates that it must pass."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from lighed.elements import REGISTER
from lighed.governance import LegalBasis, Life, Moment, Purpose, Side, Signature, Step, Text, VersionState
from lighed.web.models import BasisState, ImpactAssessment, LegalBasisEntry, ModelVersion, VersionUse
from lighed.web.queries.experts.versions_in_operation import whole_version
from lighed.web.queries.legal_register import legal_basis_of, legal_register
from lighed.workflow import Version, VersionError
from lighed.workflow.version_evidence import Assessment, Evidence, Gate
from lighed.workflow.version_gates import check_gates, watched_groups

__all__ = ["Gate", "can_be_used", "evidence_of", "gates_of", "life_of", "watched_groups_of", "way_back_of"]


def life_of(use: VersionUse) -> Life:
    """Its state, its builder, and who has signed since it was proposed last."""
    proposed = use.steps.filter(step=Step.PROPOSE.value).order_by("id").last()
    signed = {}
    if proposed is not None:
        steps = use.steps.filter(step=Step.SIGN.value, pk__gt=proposed.pk).order_by("id")
        signed = {Side(step.side): step.by for step in steps}
    return Life(state=VersionState(use.state), built_by=use.version.built_by, signed=signed)


def gates_of(use: VersionUse, *, today: date) -> tuple[Gate, ...]:
    """Every gate, as it stands today."""
    return check_gates(evidence_of(use, today=today))


def watched_groups_of(use: VersionUse, *, today: date) -> tuple[tuple[str, Text], ...]:
    """The groups that want a written rationale, as key and name."""
    return watched_groups(evidence_of(use, today=today))


def way_back_of(use: VersionUse) -> VersionUse | None:
    """The version to go back to if `use` is, or were, in operation: the one before it; None where there is none."""
    others = (
        VersionUse.objects.select_related("version")
        .filter(municipality=use.municipality_id, in_operation_from__isnull=False)
        .exclude(pk=use.pk)
    )
    in_operation = others.filter(state=VersionState.IN_OPERATION.value).first()
    return in_operation or others.filter(state=VersionState.RETIRED.value).order_by("in_operation_from").last()


def can_be_used(version: ModelVersion) -> bool:
    """Whether the version's file is there, whole, and the one that was approved."""
    return _loaded(version)[0] is not None


def evidence_of(use: VersionUse, *, today: date) -> Evidence:
    """What the gates look at."""
    version, fault = _loaded(use.version)
    back = way_back_of(use)
    return Evidence(
        version=version,
        fault=fault,
        municipality=use.municipality_id,
        elements={element.code: element for element in REGISTER.elements},
        figures={
            Moment(one.moment): one.figures
            for one in use.version.evaluations.order_by("id")  # the last of each moment counts
        },
        training_bases=() if version is None else _training_bases(version),
        law=legal_register(use.municipality_id),
        today=today,
        assessments=_assessments(use, today=today),
        rationales=frozenset(use.steps.filter(step=Step.EXPLAIN.value).values_list("about", flat=True)),
        way_back=None if back is None else (back.version.version, can_be_used(back.version)),
    )


def _loaded(version: ModelVersion) -> tuple[Version | None, str]:
    if version.is_demo and not settings.LIGHED_DEMO:
        return None, "demo"
    try:
        return whole_version(version.path, version.sha256), ""
    except VersionError as error:
        return None, str(error)


def _training_bases(version: Version) -> tuple[LegalBasis, ...]:
    """Bases for training as they stood when the hand-over was made: what was suspended or replaced since, counts."""
    on = version.hand_over.manifest.made_on
    entries = LegalBasisEntry.objects.filter(
        municipality__in=version.municipalities,
        purpose=Purpose.TRAINING.value,
        state__in=(BasisState.APPROVED, BasisState.SUSPENDED, BasisState.REPLACED),
    )
    return tuple(legal_basis_of(_as_it_stood(entry, on=on)) for entry in entries)


def _as_it_stood(entry: LegalBasisEntry, *, on: date) -> LegalBasisEntry:
    """The entry as approved, unless it was suspended by that day. Whether it ever was approved, its signatures say."""
    if entry.suspended_at is None:
        was_suspended = entry.state == BasisState.SUSPENDED
    else:
        was_suspended = timezone.localdate(entry.suspended_at) <= on
    entry.state = BasisState.SUSPENDED if was_suspended else BasisState.APPROVED
    return entry


def _assessments(use: VersionUse, *, today: date) -> tuple[Assessment, ...]:
    entries = ImpactAssessment.objects.filter(municipality=use.municipality_id).order_by("review_due", "id")
    return tuple(
        Assessment(
            title=one.title,
            filed_at=one.filed_at,
            signed=Signature(**{**one.signed, "on": date.fromisoformat(one.signed["on"])}),
            review_due=one.review_due,
        )
        for one in entries
        if one.version_id == use.version_id or (one.covers_until is not None and one.covers_until >= today)
    )
