"""A municipality and some days -> everything that goes into a regulator's bundle, and what is missing from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from lighed.governance import ActorKind, Role, Text
from lighed.transparency import Record, hash_of
from lighed.transparency.bundle import Bundle, BundleFile
from lighed.transparency.bundle_log import LogLine, Signs, write_log
from lighed.transparency.exports import STANDARDS, About, write_all
from lighed.transparency.papers import PAPERS, content_from_data
from lighed.transparency.record import NotStated
from lighed.web.models import (
    AuditRecord,
    AuditSegment,
    ModelVersion,
    PeriodicReview,
    Publication,
    User,
    VersionEvaluation,
)
from lighed.web.queries.audit_verification import VerifiedChain, verify_chain
from lighed.web.queries.experts.versions import report_file
from lighed.web.queries.oversight.papers import papers_of
from lighed.web.queries.oversight.signed_accounts import all_signed_accounts, unsigned_years
from lighed.web.queries.public.publications import newest_publication, publications_of
from lighed.web.queries.public.record import public_record

MOST_ENTRIES = 100_000
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_FIELDS = ("number", "at", "actor", "actor_kind", "role", "kind", "purpose", "subject", "criterion", "reason", "flags",
           "hash")  # fmt: skip
NO_VERSION = Text(da="ingen version er i brug", en="no version is in operation")
NO_REPORT = Text(
    da="målingen af version {of} er væk eller ændret", en="the evaluation of version {of} is gone or changed"
)
NOT_EVALUATED = Text(da="version {of} er ikke målt", en="version {of} has not been evaluated")
NOT_PUBLISHED = Text(da="intet er udgivet", en="nothing has been published")
STALE = Text(da="det udgivne er forældet", en="what was published is out of date")
NOT_SIGNED = Text(da="ikke underskrevet: {of}", en="not signed: {of}")
NO_ACCOUNT = Text(da="redegørelsen for {of} er ikke underskrevet", en="the account of {of} is not signed")
OUTDATED = Text(da="forældet: {of}", en="out of date: {of}")
LOG_CUT = Text(da="kun de nyeste {n} poster i loggen", en="only the newest {n} entries of the log")
LOG_BROKEN = Text(da="loggen er ikke hel", en="the log is not whole")
LOG_DROPPED = Text(
    da="loggen for de første dage er slettet, fordi fristen er ovre",
    en="the log of the first days is erased, as its term is over",
)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some files of a bundle, and what they lack."""

    files: tuple[BundleFile, ...]
    missing: tuple[Text, ...] = ()


def collect_bundle(
    municipality: str, *, reference: str, begins_on: date, ends_on: date, made_at: datetime, secret: bytes
) -> Bundle:
    """Collect a bundle of the municipality as it stands.

    Parameters
    ----------
    reference : what the bundle is called
    begins_on, ends_on : the days of the log that go into it
    secret : of the signs that stand for names; whoever makes the bundle forgets it
    """
    record = public_record(municipality, today=timezone.localdate(made_at))
    parts = (
        _record(record, reference=reference, made_at=made_at),
        _publications(municipality, record),
        _versions(municipality, record),
        _papers(municipality, today=timezone.localdate(made_at)),
        _accounts(municipality, today=timezone.localdate(made_at)),
        _Part((_data("reviews/reviews.json", list(_reviews(municipality)), _SAYS["reviews"]),)),
        _log(municipality, begins_on=begins_on, ends_on=ends_on, secret=secret),
    )
    return Bundle(
        reference=reference,
        municipality=municipality,
        organisation=record.organisation.name,
        made_at=timezone.localtime(made_at),
        begins_on=begins_on,
        ends_on=ends_on,
        record_sha256=hash_of(record),
        software_version=record.system.software_version,
        files=tuple(file for part in parts for file in part.files),
        missing=tuple(text for part in parts for text in part.missing),
        is_demo=settings.LIGHED_DEMO,
    )


_SAYS = {
    "publications": Text(da="Alle udgivelser med summer", en="All publications with their sums"),
    "versions": Text(da="Versioner, trin og summer", en="Versions, steps and sums"),
    "reviews": Text(da="Eftersyn og opfølgning", en="Periodic reviews and what followed"),
    "log": Text(da="Poster i loggen", en="Entries of the log"),
    "chain": Text(da="Loggens kæde og summer", en="The chain of the log and its sums"),
    "report": Text(da="Måling", en="Evaluation"),
}


def _data(name: str, told: Any, says: Text) -> BundleFile:
    return BundleFile(name, (json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n").encode(), says)


def _record(record: Record, *, reference: str, made_at: datetime) -> _Part:
    about = About(
        reference=reference,
        made_at=timezone.localtime(made_at),
        record_sha256=hash_of(record),
        address=record.system.public_address,
    )
    names = {standard.code: standard.name for standard in STANDARDS}
    files = [
        BundleFile(f"record/{one.name}", one.content.encode(), Text(da=names[one.standard], en=names[one.standard]))
        for one in write_all(record, about)
    ]
    return _Part(tuple(files), (NO_VERSION,) if isinstance(record.version, NotStated) else ())


def _publications(municipality: str, record: Record) -> _Part:
    every: list[Publication] = publications_of(municipality)
    newest = newest_publication(municipality)
    if newest is None:
        return _Part((), (NOT_PUBLISHED,))
    listed = [
        {
            "reference": one.reference,
            "made_at": one.made_at.isoformat(timespec="seconds"),
            "record_sha256": one.record_sha256,
            "files": dict(one.files.order_by("name").values_list("name", "sha256")),
        }
        for one in every
    ]
    names = {standard.code: standard.name for standard in STANDARDS}
    files = [
        BundleFile(
            f"publications/{newest.number}/{file.name}",
            file.content.encode(),
            Text(da=names.get(file.standard, file.standard), en=names.get(file.standard, file.standard)),
        )
        for file in newest.files.order_by("name")
    ]
    is_stale = newest.record_sha256 != hash_of(record)
    return _Part(
        (_data("publications/publications.json", listed, _SAYS["publications"]), *files), (STALE,) if is_stale else ()
    )


def _versions(municipality: str, record: Record) -> _Part:
    versions = ModelVersion.objects.filter(uses__municipality=municipality).order_by("added_at", "id")
    told, files, missing = [], [], []
    for version in versions:
        newest = {one.moment: one for one in version.evaluations.order_by("id")}
        if not newest:
            missing.append(_of(NOT_EVALUATED, version.version))
        use = version.uses.get(municipality=municipality)
        told.append(
            {
                "version": version.version,
                "sha256": version.sha256,
                "register_sha256": version.register_sha256,
                "is_demo": version.is_demo,
                "state": use.state,
                "in_operation_from": use.in_operation_from,
                "is_told_of_in_record": getattr(record.version, "sha256", "") == version.sha256,
                "steps": [
                    {"step": one.step, "side": one.side, "role": one.role, "at": one.at}
                    for one in use.steps.order_by("id")
                ],
                "evaluations": [
                    {"moment": one.moment, "made_at": one.made_at, "attached_at": one.attached_at, "files": one.files}
                    for one in version.evaluations.order_by("id")
                ],
            }
        )
        for evaluation in newest.values():
            found = list(_reports(version, evaluation))
            files += [file for file in found if file is not None]
            if None in found:
                missing.append(_of(NO_REPORT, version.version))
    return _Part((_data("versions/versions.json", told, _SAYS["versions"]), *files), tuple(dict.fromkeys(missing)))


def _reports(version: ModelVersion, evaluation: VersionEvaluation) -> Iterator[BundleFile | None]:
    for name in sorted(evaluation.files):
        content = report_file(evaluation, name)
        path = "/".join(("versions", _safe(version.version), _safe(evaluation.moment), _safe(name)))
        yield None if content is None else BundleFile(path, content, _SAYS["report"])


def _papers(municipality: str, *, today: date) -> _Part:
    """Who signed stands as a role: the municipality knows the rest."""
    files, missing = [], []
    papers = papers_of(municipality, today=today)
    for paper in papers:
        told = {
            "kind": paper.kind,
            "title": {"da": paper.title.da, "en": paper.title.en},
            "version": paper.version,
            "state": paper.state,
            "signed_by_role": (paper.signed or {}).get("role", ""),
            "signed_at": paper.signed_at,
            "is_out_of_date": paper.is_out_of_date,
            "sha256_of_content": paper.sha256,
            "content": paper.content,
        }
        files.append(_data(f"papers/{_safe(paper.kind)}-{paper.version}.json", told, paper.title))
        if paper.is_out_of_date:
            missing.append(Text(da=OUTDATED.da.format(of=paper.title.da), en=OUTDATED.en.format(of=paper.title.en)))
    signed = {paper.kind for paper in papers if paper.signed is not None}
    unsigned = [form.name for kind, form in PAPERS.items() if kind.value not in signed]
    missing += [Text(da=NOT_SIGNED.da.format(of=one.da), en=NOT_SIGNED.en.format(of=one.en)) for one in unsigned]
    return _Part(tuple(files), tuple(missing))


def _accounts(municipality: str, *, today: date) -> _Part:
    """The signed accounts of years that are over; who signed stands as a role."""
    files = []
    for one in all_signed_accounts(municipality):
        title = content_from_data(one.content).name
        told = {
            "kind": "account",
            "title": {"da": title.da, "en": title.en},
            "year": one.year,
            "version": one.number,
            "signed_by_role": one.signed["role"],
            "signed_at": one.signed_at,
            "sha256_of_content": one.sha256,
            "content": one.content,
        }
        files.append(_data(f"papers/account-{one.year}-{one.number}.json", told, title))
    missing = tuple(_of(NO_ACCOUNT, str(year)) for year in unsigned_years(municipality, today=today))
    return _Part(tuple(files), missing)


def _reviews(municipality: str) -> Iterator[dict[str, Any]]:
    reviews = PeriodicReview.objects.filter(municipality=municipality).order_by("recorded_at", "id")
    for one in reviews.prefetch_related("follow_ups"):
        yield {
            "kind": one.kind,
            "done_on": one.done_on,
            "conclusion": one.conclusion,
            "note": one.note,
            "next_due": one.next_due,
            "follow_ups": [
                {"what": after.what, "due_on": after.due_on, "done_on": after.done_on, "outcome": after.outcome}
                for after in one.follow_ups.all()
            ],
        }


def _log(municipality: str, *, begins_on: date, ends_on: date, secret: bytes) -> _Part:
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (begins_on, ends_on + timedelta(days=1))
    )
    rows = AuditRecord.objects.filter(municipality=municipality, at__gte=begins, at__lt=ends)
    n_entries = rows.count()
    newest = list(rows.order_by("-number").values_list(*_FIELDS)[:MOST_ENTRIES])
    lines = [LogLine(*row) for row in reversed(newest)]
    verified = verify_chain(municipality)
    missing = []
    if n_entries > MOST_ENTRIES:
        missing.append(Text(da=LOG_CUT.da.format(n=MOST_ENTRIES), en=LOG_CUT.en.format(n=MOST_ENTRIES)))
    if verified.broken is not None:
        missing.append(LOG_BROKEN)
    if _is_dropped(municipality, begins_on):
        missing.append(LOG_DROPPED)
    return _Part(
        (
            BundleFile("log/log.csv", write_log(lines, _signs(municipality, lines, secret)).encode(), _SAYS["log"]),
            _data("log/chain.json", _chain(municipality, verified, lines), _SAYS["chain"]),
        ),
        tuple(missing),
    )


def _is_dropped(municipality: str, begins_on: date) -> bool:
    dropped = AuditSegment.objects.filter(municipality=municipality, is_dropped=True)
    return dropped.filter(segment__gte=f"{begins_on:%Y-%m}").exists()


def _signs(municipality: str, lines: Iterable[LogLine], secret: bytes) -> Signs:
    """Names are those of everyone who logs in here or did anything in these days."""
    users = User.objects.filter(municipality=municipality).values_list("username", "name", "caseworker_id")
    names = {one for user in users for one in user}
    names |= {line.actor for line in lines if line.actor_kind == ActorKind.PERSON.value}
    return Signs(secret, names=names, plain={"unknown", Role.CITIZEN.value, Role.REPRESENTATIVE.value})


def _chain(municipality: str, verified: VerifiedChain, lines: list[LogLine]) -> dict[str, Any]:
    segments = AuditSegment.objects.filter(municipality=municipality).order_by("first")
    return {
        "is_whole": verified.broken is None,
        "first_break": None
        if verified.broken is None
        else {"number": verified.broken.number, "fault": verified.broken.fault.value},
        "n_in_this_bundle": len(lines),
        "first_number": lines[0].number if lines else None,
        "last_number": lines[-1].number if lines else None,
        "last_hash": lines[-1].hash if lines else None,
        "closed_months": [
            {
                "month": one.segment,
                "first": one.first,
                "last": one.last,
                "closing_hash": one.closing_hash,
                "is_dropped": one.is_dropped,
            }
            for one in segments
        ],
    }


def _of(text: Text, name: str) -> Text:
    return Text(da=text.da.format(of=name), en=text.en.format(of=name))


def _safe(name: str) -> str:
    """A name that is a file's on every system."""
    return _UNSAFE.sub("-", name).strip(".-") or "x"
