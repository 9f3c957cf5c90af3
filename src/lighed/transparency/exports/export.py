"""What every export shares: what a publication is, a file of it, and the check of a standard's field list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lighed.governance import Text
from lighed.transparency.record import Record

JSON = "application/json"
JSON_LD = "application/ld+json"
TURTLE = "text/turtle"
CSV = "text/csv"
MARKDOWN = "text/markdown"
LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class About:
    """The publication that a file belongs to. `address` is where the public pages begin, with a slash."""

    reference: str
    made_at: datetime
    record_sha256: str
    address: str

    def page(self, name: str) -> str:
        """The address of a file or page below the municipality's public pages."""
        return f"{self.address}{name}"

    def to_data(self) -> dict[str, str]:
        """What stands in a file so that it can be traced: reference, time, and the hash of the configuration."""
        return {
            "publication": self.reference,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "record_sha256": self.record_sha256,
            "source": self.page("data/record.json"),
        }


@dataclass(frozen=True, slots=True)
class Export:
    """One file. `faults` is what the standard's own rules find wrong in it; empty where nothing is."""

    standard: str
    name: str
    media_type: str
    content: str
    language: str = ""
    faults: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the file as UTF-8."""
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standard:
    """A published form: its name, edition, where it is published, and how a record is written in it."""

    code: str
    name: str
    edition: str
    link: str
    says: Text
    write: Callable[[Record, About], Iterable[Export]]


@dataclass(frozen=True, slots=True)
class Field:
    """What a standard asks of one field."""

    name: str
    is_required: bool = False
    longest: int | None = None
    shortest: int = 0
    allowed: tuple[str, ...] = ()


def faults_of(document: Mapping[str, Any], fields: Sequence[Field]) -> tuple[str, ...]:
    """Every breach of the field list: missing, empty, too long or short, not among what is allowed, not a field."""
    known = {field.name for field in fields}
    found = [f"{name}: not a field of the standard" for name in document if name not in known]
    for field in fields:
        value = document.get(field.name)
        if value in (None, "", [], {}):
            if field.is_required:
                found.append(f"{field.name}: is required")
            continue
        if field.longest is not None and len(str(value)) > field.longest:
            found.append(f"{field.name}: {len(str(value))} characters, at most {field.longest} are allowed")
        if len(str(value)) < field.shortest:
            found.append(f"{field.name}: {len(str(value))} characters, at least {field.shortest} are asked for")
        values = value if isinstance(value, list) else [value]
        if field.allowed and any(one not in field.allowed for one in values):
            found.append(f"{field.name}: must be one of {', '.join(field.allowed)}")
    return tuple(found)


def as_json(document: Mapping[str, Any]) -> str:
    """The document as text that people can read, ending in a line break. The same document gives the same bytes."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def without_empty(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without fields that have nothing in them."""
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}
