"""A released version's archive -> the version that estimates are made with from now on."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from lighed import workflow
from lighed.governance import AuditEvent, Text
from lighed.web.actions.auditing import record
from lighed.web.models import VersionInOperation


class DemoVersionRefused(Exception):
    """A version built from made-up people is not for anyone's real course."""

    message = Text(
        da="Versionen er mærket demo og bygget på opdigtede data. Den kan kun bruges, når demonstrationen er slået til "
        "(LIGHED_DEMO=1).",
        en="The version is marked demo and built from made-up data. It can be used in demonstration mode only "
        "(LIGHED_DEMO=1).",
    )

    def __init__(self) -> None:
        super().__init__(self.message.en)


@transaction.atomic
def put_version_into_operation(path: Path, *, audit: AuditEvent) -> VersionInOperation:
    """Use the version in the archive `path` from now on. The archive is checked whole as it is loaded.

    Raises
    ------
    DemoVersionRefused
        If the version is marked demo and the site is not a demonstration.
    """
    version = workflow.load_version(path)
    if version.is_demo and not settings.LIGHED_DEMO:
        raise DemoVersionRefused
    in_operation = VersionInOperation.objects.create(
        version=version.id,
        sha256=version.sha256,
        path=str(path.resolve()),
        is_demo=version.is_demo,
        put_into_operation_at=audit.at,
    )
    record(audit=audit)
    return in_operation
