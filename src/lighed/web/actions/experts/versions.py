"""A version file and its reports -> what the installation knows of them, from which each municipality decides."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lighed import workflow
from lighed.elements import REGISTER
from lighed.evaluation.verdict import ReportUnreadable, figures_of
from lighed.governance import Actor, AuditEvent, Step, Text, VersionState, is_same_person
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.experts.version_steps import take_step, write_step
from lighed.web.models import ModelVersion, Municipality, VersionEvaluation, VersionUse

_REPORT = "report.json"
_COMMAND = Actor("lighed", "Lighed", frozenset())


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


class AnotherBuilder(Exception):
    """The version is on record already, as built by somebody else."""


class ReportOfAnotherVersion(ValueError):
    """The report is about another version, or cannot be judged by this software."""


@transaction.atomic
def add_version(
    path: Path,
    *,
    municipality: str,
    built_by: str,
    reports: Path | None = None,
    by: Actor | None = None,
    audit: AuditEvent,
) -> VersionUse:
    """Let a municipality consider the version in the archive `path`, which is checked whole as it is loaded.

    Added again, it stays where it is in its life; a builder on record stays on record. Reports of it that lie in the
    folder `reports` already are attached. Its history says that `by` added it; without, that the builder did.

    Raises
    ------
    VersionError
        If the file cannot be used.
    DemoVersionRefused
        If the version is marked demo and the site is not a demonstration.
    AnotherBuilder
        If somebody else is on record as having built it.
    """
    version = workflow.load_version(path)
    if version.is_demo and not settings.LIGHED_DEMO:
        raise DemoVersionRefused
    known, _ = ModelVersion.objects.get_or_create(
        sha256=version.sha256,
        defaults={"version": version.id, "path": str(path.resolve()), "is_demo": version.is_demo, "added_at": audit.at},
    )
    if known.built_by and built_by and not is_same_person(known.built_by, built_by):
        raise AnotherBuilder
    known.built_by = known.built_by or built_by
    known.register_sha256, known.path = REGISTER.sha256, str(path.resolve())
    known.save()
    controller, _ = Municipality.objects.get_or_create(code=municipality)
    use, is_new = VersionUse.objects.get_or_create(
        version=known, municipality=controller, defaults={"state": VersionState.DRAFT.value}
    )
    if is_new:
        write_step(use, Step.ADD, before="", by=by or _builder(built_by, municipality), audit=audit)
    record(audit=about(audit, municipality=municipality))
    for report in sorted(reports.glob(f"{version.id}/*/{_REPORT}")) if reports else ():
        attach_evaluation(report.parent, audit=audit)
    use.refresh_from_db()
    return _evaluated(use, version.moments, audit=audit)


def _builder(username: str, municipality: str) -> Actor:
    """Whom the command named, by name where the municipality knows them; the system where nobody was named."""
    if not username:
        return _COMMAND
    user = queries.user_named(username, municipality=municipality)
    return Actor(username, username if user is None else user.name or username, frozenset())


@transaction.atomic
def attach_evaluation(folder: Path, *, audit: AuditEvent) -> VersionEvaluation | None:
    """Attach the report of one moment in `folder` to its version; nothing where the version was never added.

    Municipalities that wait for it go on to *evaluated* once every moment of the version has a report.

    Raises
    ------
    ReportOfAnotherVersion
        If there is no report there that this software can judge.
    """
    try:
        files = {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("report.*"))}
        figures = figures_of(json.loads((folder / _REPORT).read_text(encoding="utf-8")))
    except (OSError, json.JSONDecodeError, ReportUnreadable) as error:
        raise ReportOfAnotherVersion(f"{folder.name}: {error}") from error
    version = ModelVersion.objects.filter(sha256=figures["version_sha256"]).first()
    if version is None:
        return None
    moment = figures["about"]["moment"]
    newest = version.evaluations.filter(moment=moment).order_by("id").last()
    if newest is None or newest.files != files:
        newest = VersionEvaluation.objects.create(
            version=version,
            moment=moment,
            folder=str(folder.resolve()),
            files=files,
            figures=figures,
            made_at=datetime.fromisoformat(figures["about"]["made_at"]),
            attached_at=audit.at,
        )
        record(audit=audit)
    moments = tuple(workflow.load_version(Path(version.path)).moments)
    for use in version.uses.all():
        _evaluated(use, moments, audit=audit)
    return newest


def _evaluated(use: VersionUse, moments: Iterable[str], *, audit: AuditEvent) -> VersionUse:
    """The municipality's draft goes on once every moment has a report."""
    reported = set(use.version.evaluations.values_list("moment", flat=True))
    if use.state == VersionState.DRAFT.value and {str(moment) for moment in moments} <= reported:
        return take_step(use, Step.EVALUATE, audit=audit)
    return use
