"""A municipality -> what it has published, and whether that still tells what runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.transparency import Record, hash_of
from lighed.transparency.exports import STANDARDS, Standard
from lighed.web.models import Publication, PublicFacts, PublishedFile
from lighed.web.queries.public.record import public_record

__all__ = [
    "CHECKSUMS",
    "Publication",
    "PublicationStanding",
    "StandardShown",
    "checksums",
    "files_by_standard",
    "newest_publication",
    "public_facts",
    "publication_of",
    "publication_standing",
    "publications_of",
    "published_file",
]

CHECKSUMS = "SHA256SUMS"
"""Name of the file that the others can be checked with."""


@dataclass(frozen=True, slots=True)
class PublicationStanding:
    """The newest publication beside what runs now. `record_sha256` is of the live configuration."""

    newest: Publication | None
    record_sha256: str

    @property
    def is_stale(self) -> bool:
        """Whether something was published that the configuration has left behind."""
        return self.newest is not None and self.newest.record_sha256 != self.record_sha256


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard and the files of one publication that are written in it."""

    standard: Standard
    files: tuple[PublishedFile, ...]

    @property
    def n_faults(self) -> int:
        return sum(len(file.faults) for file in self.files)


def publication_standing(municipality: str, *, today: date, live: Record | None = None) -> PublicationStanding:
    """The newest publication, compared with the live configuration by hash.

    Parameters
    ----------
    live : the record of today, where it has been made already
    """
    now = live or public_record(municipality, today=today)
    return PublicationStanding(newest_publication(municipality), hash_of(now))


def newest_publication(municipality: str) -> Publication | None:
    return Publication.objects.filter(municipality=municipality).order_by("number").last()


def publications_of(municipality: str) -> list[Publication]:
    """All of them, the newest first."""
    return list(Publication.objects.filter(municipality=municipality).order_by("-number"))


def publication_of(municipality: str, number: int) -> Publication | None:
    return Publication.objects.filter(municipality=municipality, number=number).first()


def published_file(publication: Publication, name: str) -> PublishedFile | None:
    # A database refuses what no name of ours has.
    return publication.files.filter(name=name).first() if name.isprintable() else None


def files_by_standard(publication: Publication | None) -> tuple[StandardShown, ...]:
    """Every standard with the publication's files in it; with none where nothing was published."""
    files = [] if publication is None else list(publication.files.defer("content").order_by("id"))
    return tuple(
        StandardShown(standard, tuple(file for file in files if file.standard == standard.code))
        for standard in STANDARDS
    )


def checksums(publication: Publication) -> str:
    """The file that `sha256sum -c` reads, of every file of the publication."""
    files = publication.files.order_by("name").values_list("sha256", "name")
    return "".join(f"{sha256}  {name}\n" for sha256, name in files)


def public_facts(municipality: str) -> PublicFacts:
    """What the municipality has entered of itself; empty where it has entered nothing."""
    return PublicFacts.objects.filter(municipality=municipality).first() or PublicFacts(municipality_id=municipality)
