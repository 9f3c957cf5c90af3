"""A municipality's live configuration -> a frozen publication in every form; and what it tells of itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.transparency import hash_of
from lighed.transparency.exports import About, write_all
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import Municipality, Publication, PublicFacts, PublishedFile
from lighed.web.queries.public.publications import newest_publication, publication_standing


@transaction.atomic
def set_public_facts(municipality: str, *, facts: Mapping[str, str], audit: AuditEvent) -> PublicFacts:
    """Enter what the municipality tells of its use: who answers for it, how it is reached, what it is for.

    Parameters
    ----------
    facts : by name of a field of `PublicFacts`; what is left out stays as it is

    Raises
    ------
    ValueError
        If a name is not one of its fields.
    """
    known = {field.name for field in PublicFacts._meta.get_fields() if field.concrete} - {"id", "municipality"}
    if unknown := set(facts) - known:
        raise ValueError(f"not a fact that is told: {', '.join(sorted(unknown))}")
    entered, _ = PublicFacts.objects.update_or_create(municipality_id=municipality, defaults=dict(facts))
    record(audit=about(audit, municipality=municipality))
    return entered


@transaction.atomic
def publish(municipality: str, *, audit: AuditEvent) -> Publication:
    """Make a publication of the record as it stands now: every file, checked, with hashes. Earlier ones stay."""
    # One at a time, so that numbers follow each other.
    controller = Municipality.objects.select_for_update().get(pk=municipality)
    told = queries.public_record(municipality, today=timezone.localdate(audit.at))
    newest = newest_publication(municipality)
    made = Publication(
        municipality=controller,
        number=1 if newest is None else newest.number + 1,
        made_at=audit.at,
        made_by=audit.actor,
        record_sha256=hash_of(told),
        software_version=told.system.software_version,
    )
    made.save()
    of = About(
        reference=made.reference,
        made_at=timezone.localtime(audit.at),
        record_sha256=made.record_sha256,
        address=told.system.public_address,
    )
    PublishedFile.objects.bulk_create(
        PublishedFile(
            publication=made,
            standard=export.standard,
            name=export.name,
            language=export.language,
            media_type=export.media_type,
            content=export.content,
            sha256=export.sha256,
            faults=list(export.faults),
        )
        for export in write_all(told, of)
    )
    record(audit=about(audit, municipality=municipality))
    return made


def publish_what_is_stale(municipality: str, *, audit: AuditEvent) -> Publication | None:
    """A new publication where the newest no longer tells what runs; None where it does, or nothing was ever published.

    That something is published at all is the municipality's own decision, made by a person.
    """
    if newest_publication(municipality) is None:
        return None
    if not publication_standing(municipality, today=timezone.localdate(audit.at)).is_stale:
        return None
    return publish(municipality, audit=audit)
