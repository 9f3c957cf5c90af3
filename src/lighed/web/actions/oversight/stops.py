"""An emergency stop -> in force as soon as it is written; two people's word -> over, and what it held up made good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.stop import Stop, check_press
from lighed.governance.two_people import check_other_person
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.estimates.again import EstimatedAgain, estimate_courses
from lighed.web.models import EmergencyStop, Municipality, ServerProcess, StopEffect, StopObeyed

AT_ONCE = 20
"""How many estimates are made again in the request that resumes; the nightly run makes the others."""

_GONE_AFTER = timedelta(days=1)


@transaction.atomic
def press_stop(
    municipality: str, *, effect: str, reason: str, by: str, is_drill: bool = False, audit: AuditEvent
) -> EmergencyStop:
    """Stop now. One that stops more, or is in earnest where there is a drill, takes the place of the one in force.

    Raises
    ------
    NotAllowed
        Without a reason, or where there is nothing more to stop.
    """
    Municipality.objects.select_for_update().get(code=municipality)
    before = EmergencyStop.objects.filter(municipality=municipality, ended_at=None).first()
    wanted = Stop(is_whole=effect == StopEffect.STOP, is_drill=is_drill)
    check_press(wanted, in_force=None if before is None else stop_of(before), reason=reason)
    if before is not None:
        before.ended_at = audit.at
        before.save()
    stop = EmergencyStop.objects.create(
        municipality_id=municipality,
        effect=StopEffect(effect),
        is_drill=is_drill,
        reason=reason.strip(),
        begun_by=by,
        begun_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality))
    return stop


@transaction.atomic
def confirm_resume(municipality: str, *, by: str, audit: AuditEvent) -> bool:
    """One person's word that it may go on. The first changes nothing; the second, another person's, ends the stop.

    Returns whether the stop is over.

    Raises
    ------
    NotAllowed
        If the same person gives both.
    EmergencyStop.DoesNotExist
        If there is no stop to end.
    """
    Municipality.objects.select_for_update().get(code=municipality)
    stop = EmergencyStop.objects.get(municipality=municipality, ended_at=None)
    if stop.first_resumed_at is None:
        stop.first_resumed_by, stop.first_resumed_at = by, audit.at
    else:
        check_other_person(stop.first_resumed_by, by)
        stop.second_resumed_by, stop.ended_at = by, audit.at
    stop.save()
    record(audit=about(audit, municipality=municipality))
    return stop.ended_at is not None


def estimate_waiting(municipality: str, *, at_most: int | None = AT_ONCE, audit: AuditEvent) -> EstimatedAgain:
    """Estimate those who could not be estimated and now may be.

    A document or a version that fails keeps no stop in force: whoever it concerns waits.
    """
    if not queries.profiling_status(municipality, today=timezone.localdate(audit.at)).is_on:
        return EstimatedAgain()
    waiting = [course.pk for course in queries.courses_waiting(municipality)]
    return estimate_courses(waiting, at_most=at_most, audit=audit)


@transaction.atomic
def obey_stops(process: str, *, started: bool = False, audit: AuditEvent) -> Sequence[EmergencyStop]:
    """Write down that a server process is running, and which stops it has just been seen to obey.

    It asks what it may show in each stopped municipality, as its pages do. Only news is recorded.
    """
    ServerProcess.objects.filter(seen_at__lt=audit.at - _GONE_AFTER).delete()
    ServerProcess.objects.update_or_create(
        name=process,
        defaults={"seen_at": audit.at, **({"started_at": audit.at} if started else {})},
        create_defaults={"seen_at": audit.at, "started_at": audit.at},
    )
    obeyed = []
    for stop in EmergencyStop.objects.filter(ended_at=None).exclude(obeyed__process=process):
        if queries.profiling_status(stop.municipality_id, today=timezone.localdate(audit.at)).is_on:
            continue
        StopObeyed.objects.create(stop=stop, process=process, at=audit.at)
        obeyed.append(stop)
        record(audit=about(audit, municipality=stop.municipality_id))
    return obeyed


def stop_of(stop: EmergencyStop) -> Stop:
    """What the rules ask of a stop."""
    return Stop(is_whole=stop.effect == StopEffect.STOP, is_drill=stop.is_drill)
