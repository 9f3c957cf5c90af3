"""The demonstration's version -> in operation in the made-up municipalities, by people who do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Role, Side, Signature, Step, VersionState
from lighed.web import queries
from lighed.web.actions.experts.version_steps import fictional_actor, take_step
from lighed.web.actions.experts.versions import add_version
from lighed.web.actions.oversight.impact_assessments import enter_assessment
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import ImpactAssessment, VersionUse

_BUILDER = fictional_actor("fiktiv-dataekspert", "FIKTIV dataekspert / FICTIONAL data expert", Role.DATA_EXPERT)
_PROFESSIONAL = fictional_actor(
    "fiktiv-faglig-godkender", "FIKTIV faglig godkender / FICTIONAL professional approver", Role.APPROVER
)
_DATA = fictional_actor("fiktiv-data-godkender", "FIKTIV datagodkender / FICTIONAL data approver", Role.APPROVER)
_MANAGER = fictional_actor("fiktiv-leder", "FIKTIV leder / FICTIONAL manager", Role.MANAGER)
_WHY = "FIKTIV: demonstration med opdigtede personer / FICTIONAL: demonstration with made-up people"


@transaction.atomic
def approve_in_demonstration(
    path: Path, *, municipalities: Iterable[str], reports: Path, audit: AuditEvent
) -> list[VersionUse]:
    """Take the version through every step and every gate, each step by a fictional person who is recorded as such.

    Nothing is let through that would not be let through in a municipality: where a gate is shut, this fails as well.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    StepRefused
        If a gate is shut.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    released = []
    for code in municipalities:
        use = add_version(path, municipality=code, built_by=_BUILDER.person, reports=reports, by=_BUILDER, audit=audit)
        if use.state != VersionState.IN_OPERATION.value:
            _assess(code, audit=audit)
            use = _release(use, audit=audit)
        released.append(use)
    return released


def _release(use: VersionUse, *, audit: AuditEvent) -> VersionUse:
    for key, _ in queries.groups_to_explain(use, today=timezone.localdate(audit.at)):
        use = take_step(use, Step.EXPLAIN, by=_BUILDER, group=key, reason=_WHY, audit=audit)
    use = take_step(use, Step.PROPOSE, by=_BUILDER, reason=_WHY, audit=audit)
    use = take_step(use, Step.SIGN, by=_PROFESSIONAL, side=Side.PROFESSIONAL, reason=_WHY, audit=audit)
    use = take_step(use, Step.SIGN, by=_DATA, side=Side.DATA, reason=_WHY, audit=audit)
    return take_step(use, Step.RELEASE, by=_DATA, reason=_WHY, audit=audit)


def _assess(municipality: str, *, audit: AuditEvent) -> None:
    today = timezone.localdate(audit.at)
    if ImpactAssessment.objects.filter(municipality=municipality, is_fictional=True, review_due__gte=today).exists():
        return
    enter_assessment(
        municipality,
        title="FIKTIV konsekvensanalyse / FICTIONAL impact assessment",
        filed_at="FIKTIV / FICTIONAL",
        version=None,
        covers_until=today + timedelta(days=365),
        signed=Signature(_MANAGER.person, _MANAGER.name, Role.MANAGER.value, today),
        review_due=today + timedelta(days=365),
        by=_MANAGER,
        audit=audit,
    )
