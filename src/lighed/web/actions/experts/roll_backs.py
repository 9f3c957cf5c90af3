"""Back to the version that was in operation before: asked for by one and done by another, or done at once in need."""

from __future__ import annotations

from django.db import transaction

from lighed.governance import Actor, AuditEvent, Step, StepRefused, Text, VersionState, check_roll_back
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.experts.version_steps import put_into_operation, write_step
from lighed.web.models import RollBack, VersionUse

_NOT_IN_OPERATION = Text(
    da="Versionen er ikke i drift, så der er intet at rulle tilbage.",
    en="The version is not in operation, so there is nothing to roll back.",
)
_NOTHING_BEFORE = Text(
    da="Der er ingen tidligere version, hvis fil kan bruges.",
    en="There is no earlier version whose file can be used.",
)
_ALREADY_BEGUN = Text(
    da="En tilbagerulning venter allerede på en anden person.",
    en="A roll-back is already waiting for a second person.",
)
_NONE_WAITS = Text(da="Ingen tilbagerulning venter.", en="No roll-back is waiting.")


@transaction.atomic
def begin_roll_back(use: VersionUse, *, by: Actor, reason: str, is_emergency: bool, audit: AuditEvent) -> RollBack:
    """Ask for a roll-back; in an emergency it is done at once, and somebody else must confirm it within 24 hours.

    Raises
    ------
    StepRefused
        Where it may not or cannot be done. Nothing is changed then.
    """
    use = VersionUse.objects.select_for_update().select_related("version").get(pk=use.pk)
    check_roll_back(Step.ROLL_BACK, by=by, reason=reason)
    if queries.open_roll_back(use.municipality_id) is not None:
        raise StepRefused(_ALREADY_BEGUN)
    begun = RollBack.objects.create(
        municipality_id=use.municipality_id,
        from_use=use,
        to_use=_target(use),
        is_emergency=is_emergency,
        reason=reason.strip(),
        begun_by=by.person,
        begun_by_name=by.name,
        begun_at=audit.at,
    )
    if is_emergency:
        _roll_back(begun, by=by, reason=reason, audit=audit)
    record(audit=about(audit, municipality=use.municipality_id))
    return begun


@transaction.atomic
def confirm_roll_back(municipality: str, *, by: Actor, reason: str, audit: AuditEvent) -> RollBack:
    """The second person's word: it does the roll-back, or, where one was done in need, says that it was right.

    Raises
    ------
    StepRefused
        Where none waits, or where the same person would confirm it. Nothing is changed then.
    """
    begun = RollBack.objects.select_for_update().filter(municipality=municipality, confirmed_at=None).first()
    if begun is None:
        raise StepRefused(_NONE_WAITS)
    check_roll_back(Step.CONFIRM, by=by, reason=reason, begun_by=begun.begun_by)
    begun.confirmed_by, begun.confirmed_by_name, begun.confirmed_at = by.person, by.name, audit.at
    begun.save()
    if not begun.is_emergency:
        _roll_back(begun, by=by, reason=begun.reason, audit=audit)
    to_use = VersionUse.objects.get(pk=begun.to_use_id)
    write_step(to_use, Step.CONFIRM, before=to_use.state, by=by, reason=reason, audit=audit)
    record(audit=about(audit, municipality=municipality))
    return begun


def _target(use: VersionUse) -> VersionUse:
    if use.state != VersionState.IN_OPERATION.value:
        raise StepRefused(_NOT_IN_OPERATION)
    target = queries.way_back_of(use)
    if target is None or not queries.can_be_used(target.version):
        raise StepRefused(_NOTHING_BEFORE)
    return target


def _roll_back(begun: RollBack, *, by: Actor, reason: str, audit: AuditEvent) -> None:
    from_use = VersionUse.objects.select_for_update().select_related("version").get(pk=begun.from_use_id)
    if _target(from_use).pk != begun.to_use_id:
        raise StepRefused(_NOT_IN_OPERATION)
    to_use = VersionUse.objects.select_for_update().select_related("version").get(pk=begun.to_use_id)
    before = to_use.state
    put_into_operation(to_use, by=by, reason=reason, audit=audit)
    write_step(to_use, Step.ROLL_BACK, before=before, by=by, reason=reason, audit=audit)
