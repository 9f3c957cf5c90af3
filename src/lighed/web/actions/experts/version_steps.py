"""One step of a version's life in a municipality -> its next state and a row of its history, or a refusal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lighed.governance import (
    Actor,
    AuditEvent,
    Role,
    Side,
    Step,
    StepRefused,
    Text,
    VersionState,
    check_step,
    rights_of,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about as about_municipality
from lighed.web.actions.audit.chain import record
from lighed.web.models import ContactCourse, EstimateState, User, VersionStep, VersionUse
from lighed.workflow.version_evidence import Gate

_SYSTEM = Actor("lighed", "Lighed", frozenset(), "")
_GATED = frozenset({Step.PROPOSE, Step.SIGN, Step.RELEASE})
_ANOTHER_SHADOW = Text(
    da="En anden version er i skyggedrift. Afslut den først.",
    en="Another version is in its shadow run. End that one first.",
)
_UNKNOWN_GROUP = Text(
    da="Vælg en gruppe, der skal følges, og som ingen har begrundet endnu.",
    en="Choose a group that is to be watched and that nobody has explained yet.",
)


def actor_of(user: User) -> Actor:
    """The logged-in user as the rules see them."""
    return Actor(user.username, user.name, user.rights, ",".join(sorted(role.value for role in user.roles)))


def fictional_actor(person: str, name: str, role: Role) -> Actor:
    """Someone who does not exist, for the demonstration, and is recorded as such."""
    return Actor(person, name, rights_of([role]), role.value, is_fictional=True)


@transaction.atomic
def take_step(
    use: VersionUse,
    step: Step,
    *,
    by: Actor = _SYSTEM,
    reason: str = "",
    side: Side | None = None,
    group: str = "",
    audit: AuditEvent,
) -> VersionUse:
    """Take one step of the version's life, if the rules let `by` take it, and write down what the gates said.

    Putting a version into operation retires the one before it and marks its estimates as out of date; they are made
    again by `estimate_outdated`.

    Raises
    ------
    StepRefused
        Saying why. Nothing is changed then.
    """
    use = _locked(use)
    gates = queries.gates_of(use, today=timezone.localdate(audit.at)) if step in _GATED else ()
    failed = tuple(gate.failure for gate in gates if not gate.is_open)
    before = use.state
    after = check_step(queries.life_of(use), step, by=by, reason=reason, side=side, failed=failed)
    if step is Step.EXPLAIN:
        _check_group(use, group, audit)
    if step is Step.SHADOW and _in_state(use, VersionState.SHADOW):
        raise StepRefused(_ANOTHER_SHADOW)
    if before == VersionState.SHADOW.value != after.value:
        end_shadow(use)
    if step is Step.RELEASE:
        put_into_operation(use, by=by, reason=reason, audit=audit)
    else:
        use.state = after.value
        use.save()
    if step is Step.RETIRE and before == VersionState.IN_OPERATION.value:
        mark_out_of_date(use.municipality_id, keep="")
    write_step(
        use, step, before=before, by=by, reason=reason, side=side, group=group, evidence=_kept(gates), audit=audit
    )
    record(audit=about_municipality(audit, municipality=use.municipality_id))
    return use


def put_into_operation(use: VersionUse, *, by: Actor, reason: str, audit: AuditEvent) -> None:
    """Let the version be the municipality's own, and the one before it retire. Call it in a transaction."""
    before = _in_state(use, VersionState.IN_OPERATION)
    if before is not None:
        before.state = VersionState.RETIRED.value
        before.save()
        write_step(before, Step.RETIRE, before=VersionState.IN_OPERATION.value, by=by, reason=reason, audit=audit)
    use.state, use.in_operation_from = VersionState.IN_OPERATION.value, audit.at
    use.n_recalculated = use.n_band_changes = 0
    use.save()
    mark_out_of_date(use.municipality_id, keep=use.version.version)


def mark_out_of_date(municipality: str, *, keep: str) -> int:
    """Take from view what another version than `keep` estimated. Returns of how many courses."""
    shown = ContactCourse.objects.filter(municipality=municipality, current_estimate__isnull=False)
    return shown.exclude(current_estimate__version=keep).update(
        current_estimate=None, estimate_state=EstimateState.OUT_OF_DATE
    )


def end_shadow(use: VersionUse) -> None:
    """Keep the counts of the shadow run, and nothing about anybody."""
    use.shadow_counts = {"changes": queries.shadow_changes(use), "n_courses": queries.n_in_shadow(use)}
    use.shadow_estimates.all().delete()


def write_step(
    use: VersionUse,
    step: Step,
    *,
    before: str,
    by: Actor,
    reason: str = "",
    side: Side | None = None,
    group: str = "",
    evidence: list[dict[str, Any]] | None = None,
    audit: AuditEvent,
) -> VersionStep:
    """Write one row of the version's history."""
    return VersionStep.objects.create(
        use=use,
        municipality_id=use.municipality_id,
        step=step.value,
        from_state=before,
        to_state=use.state,
        by=by.person,
        by_name=by.name,
        role=by.roles,
        side="" if side is None else side.value,
        about=group,
        reason=reason.strip(),
        evidence=evidence or [],
        is_fictional=by.is_fictional,
        at=audit.at,
    )


def count_again(municipality: str, *, is_changed: bool) -> None:
    """One estimate more was made again with the version in operation."""
    VersionUse.objects.filter(municipality=municipality, state=VersionState.IN_OPERATION.value).update(
        n_recalculated=F("n_recalculated") + 1, n_band_changes=F("n_band_changes") + int(is_changed)
    )


def _locked(use: VersionUse) -> VersionUse:
    return VersionUse.objects.select_for_update().select_related("version", "municipality").get(pk=use.pk)


def _in_state(use: VersionUse, state: VersionState) -> VersionUse | None:
    found = VersionUse.objects.select_for_update().filter(municipality=use.municipality_id, state=state.value)
    return found.exclude(pk=use.pk).select_related("version").first()


def _check_group(use: VersionUse, group: str, audit: AuditEvent) -> None:
    left = {key for key, _ in queries.groups_to_explain(use, today=timezone.localdate(audit.at))}
    if group not in left:
        raise StepRefused(_UNKNOWN_GROUP)


def _kept(gates: tuple[Gate, ...]) -> list[dict[str, Any]]:
    def both(texts: tuple[Text, ...]) -> list[dict[str, str]]:
        return [{"da": text.da, "en": text.en} for text in texts]

    return [{"gate": gate.code, "seen": both(gate.seen), "missing": both(gate.missing)} for gate in gates]
