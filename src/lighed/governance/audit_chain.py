"""Audit entries -> a chain in which each is sealed together with the one before it; and a chain -> its first break.

Whoever has the key can seal; nobody else can, however much they may write in the database.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

BEGINNING = "0" * 64
"""What stands in the place of the hash before the first entry."""


class Fault(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    PUT_IN = "put_in"
    SEGMENT = "segment"
    HEAD = "head"
    ANCHOR = "anchor"
    NO_ANCHOR = "no_anchor"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a municipality's chain that is not as it was written, and what is wrong with it."""

    municipality: str
    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that is written down of one event. `subject` is a pseudonym, `segment` a month such as 2026-11."""

    municipality: str
    number: int
    segment: str
    at: datetime
    kind: str
    actor: str
    actor_kind: str
    role: str
    purpose: str
    subject: str
    criterion: str
    reason: str
    flags: str


@dataclass(frozen=True, slots=True)
class Link:
    entry: Entry
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A month that is over: its first and last entry, and the hash that its successor is linked to.

    A dropped one has no entries any more; it is kept so that the chain has no gap.
    """

    municipality: str
    segment: str
    first: int
    last: int
    closing_hash: str
    is_dropped: bool
    mac: str = ""

    def sealed(self, key: bytes) -> Self:
        """The same with the seal that only the key can make."""
        return replace(self, mac=_mac(key, "segment", self))


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: in the database beside it, and outside the database as its anchor.

    `first` is the first entry of the open segment; `dropped_number` and `dropped_hash` are the last entry's that
    retention has dropped.
    """

    municipality: str
    segment: str
    first: int
    number: int
    hash: str
    dropped_number: int = 0
    dropped_hash: str = BEGINNING
    mac: str = ""

    def sealed(self, key: bytes) -> Self:
        """The same with the seal that only the key can make."""
        return replace(self, mac=_mac(key, "head", self))


def seal(key: bytes, what: str, *parts: str | int | bool) -> str:
    """A keyed hash of `parts`, unlike that of any other parts or of the same parts as something else."""
    message = json.dumps([f"lighed {what} 1", *parts], ensure_ascii=True, separators=(",", ":"))
    return hmac.digest(key, message.encode("ascii"), "sha256").hex()


def link(key: bytes, entry: Entry, *, previous_hash: str) -> Link:
    """Seal an entry together with the hash of the one before it."""
    if entry.at.tzinfo is None:
        raise ValueError("the time of an audit entry has a time zone")
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [at if field.name == "at" else getattr(entry, field.name) for field in fields(entry)]
    return Link(entry=entry, previous_hash=previous_hash, hash=seal(key, "entry", previous_hash, *parts))


def pseudonym(key: bytes, *, secret: str, person: str) -> str:
    """What stands in the log for a person. Without `secret`, which is the person's own, nobody can tell whose it is."""
    return seal(key, "person", secret, person)


def first_break(
    key: bytes,
    municipality: str,
    *,
    links: Iterable[Link],
    segments: Sequence[Segment],
    head: Head | None,
    anchor: Head | None,
    since: str = "",
) -> Break | None:
    """Walk one municipality's chain from its oldest entry, and name the first that is not as it was written.

    Parameters
    ----------
    links
        In the order of their numbers.
    segments
        Those that are over, dropped ones included, in the order of their numbers.
    anchor
        The head as it was last written outside the database.
    since
        The segment to begin with; of those before it the seals are held against each other, and no entries. `links`
        begin there as well.

    Returns
    -------
    The first break, or None if every entry up to the head, and at least up to the anchor, is there and as written.
    """

    def found(number: int, fault: Fault) -> Break:
        return Break(municipality=municipality, number=number, fault=fault)

    is_anchored = anchor is not None and _is_sealed(key, anchor, anchor.sealed(key).mac, municipality)
    # An anchor that was tampered with proves nothing; that it was is told at the end.
    known = anchor if is_anchored else None
    end, previous, closings = 0, BEGINNING, dict[int, Segment]()
    last = 0
    dropped = (0, BEGINNING)
    for segment in segments:
        is_whole = _is_sealed(key, segment, segment.sealed(key).mac, municipality)
        if not is_whole or segment.first != last + 1 or segment.last < segment.first:
            return found(last + 1, Fault.SEGMENT)
        if segment.is_dropped:
            if dropped[0] != last:
                return found(segment.first, Fault.SEGMENT)
            dropped = (segment.last, segment.closing_hash)
        if segment.is_dropped or segment.segment < since:
            end, previous = segment.last, segment.closing_hash
        closings[segment.last] = segment
        last = segment.last
    for one in links:
        number = one.entry.number
        if number != end + 1:
            return found(end + 1, Fault.MISSING) if number > end + 1 else found(number, Fault.PUT_IN)
        sealed = link(key, one.entry, previous_hash=previous)
        if one.entry.municipality != municipality or one.previous_hash != previous or one.hash != sealed.hash:
            return found(number, Fault.CHANGED)
        closing = closings.get(number)
        if closing is not None and (closing.closing_hash, closing.segment) != (one.hash, one.entry.segment):
            return found(number, Fault.SEGMENT)
        if known is not None and number == known.number and one.hash != known.hash:
            return found(number, Fault.ANCHOR)
        end, previous = number, one.hash
        if head is not None and end > head.number:
            return found(end, Fault.PUT_IN)
    if end < max(head.number if head else 0, known.number if known else 0, last):
        return found(end + 1, Fault.MISSING)
    if head is None:
        return None if end == 0 and anchor is None else found(max(end, 1), Fault.HEAD)
    is_whole = _is_sealed(key, head, head.sealed(key).mac, municipality)
    if not is_whole or head.hash != previous or head.first != last + 1:
        return found(end, Fault.HEAD)
    if (head.dropped_number, head.dropped_hash) != dropped or (known and known.dropped_number > dropped[0]):
        return found(dropped[0] + 1, Fault.SEGMENT)
    if not is_anchored and end:
        return found(end, Fault.NO_ANCHOR if anchor is None else Fault.ANCHOR)
    return None


def _is_sealed(key: bytes, one: Head | Segment, mac: str, municipality: str) -> bool:
    return hmac.compare_digest(one.mac, mac) and one.municipality == municipality


def _mac(key: bytes, what: str, one: Head | Segment) -> str:
    return seal(key, what, *(getattr(one, field.name) for field in fields(one) if field.name != "mac"))
