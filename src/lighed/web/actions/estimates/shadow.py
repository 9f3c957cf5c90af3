"""A course that was estimated -> what the version in its shadow run says of it, kept for counting only."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from lighed import workflow
from lighed.estimates.estimate import Assessed
from lighed.governance import AuditEvent, VersionState
from lighed.web import queries
from lighed.web.models import ContactCourse, ShadowEstimate, VersionUse
from lighed.workflow import ReceivedRegistration, VersionError

_LOG = logging.getLogger(__name__)


@transaction.atomic
def keep_shadow(
    course: ContactCourse, received: ReceivedRegistration, document: Mapping[str, Any], *, audit: AuditEvent
) -> None:
    """Let the version in its shadow run estimate the course as well, under the same permit as any other estimate.

    A shadow version that cannot be used never stands in the way of a registration.
    """
    use = VersionUse.objects.filter(municipality=course.municipality_id, state=VersionState.SHADOW.value).first()
    if use is None:
        return
    mine = ShadowEstimate.objects.filter(course=course, use=use, moment=received.event.value)
    if course.is_held_out or received.estimate is None:
        mine.delete()
        return
    try:
        version = queries.version_in_shadow(course.municipality_id)
    except VersionError as error:
        _LOG.error("%s", error)
        return
    beside = workflow.receive_registration(
        document,
        version=version,
        register=queries.legal_register(course.municipality_id),
        standing_of=queries.standing_of,
        today=timezone.localdate(audit.at),
    ).estimate
    if beside is None:
        mine.delete()
        return
    ShadowEstimate.objects.update_or_create(
        course=course,
        use=use,
        moment=received.event.value,
        defaults={
            "municipality_id": course.municipality_id,
            "band": beside.band.value if isinstance(beside, Assessed) else "",
            "band_in_operation": received.estimate.band.value if isinstance(received.estimate, Assessed) else "",
            "made_at": audit.at,
        },
    )
