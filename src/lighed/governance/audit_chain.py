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
    SET_BACK = "set_back"
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

    def is_sealed(self, key: bytes) -> bool:
        """Whether it has the seal that only the key can make."""
        return hmac.compare_digest(self.mac, _mac(key, "segment", self))


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

    def is_sealed(self, key: bytes) -> bool:
        """Whether it has the seal that only the key can make."""
        return hmac.compare_digest(self.mac, _mac(key, "head", self))


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

    walk = _Walk(key, municipality, segments=segments, since=since)
    # An anchor that was tampered with proves nothing; that it was is told at the end.
    known = anchor if anchor is not None and walk.is_whole(anchor) else None
    found = (
        walk.over_segments()
        or walk.along(links, known=known, n_entries=None if head is None else head.number)
        or walk.up_to(max(head.number if head else 0, known.number if known else 0, walk.closed))
        or walk.at_head(head, anchor=anchor, known=known)
    )
    return None if found is None else Break(municipality, *found)


def leads_to(key: bytes, head: Head, *, links: Iterable[Link], begins: tuple[int, str]) -> bool:
    """Whether `links` go on from the entry of that number and hash, without a gap and each sealed, up to `head`."""
    number, previous = begins
    for one in links:
        sealed = link(key, one.entry, previous_hash=previous)
        if one.entry.number != number + 1 or one.entry.municipality != head.municipality or one.hash != sealed.hash:
            return False
        number, previous = number + 1, one.hash
    return (number, previous) == (head.number, head.hash)


_Found = tuple[int, Fault]


class _Walk:
    """How far a chain has been walked: the last number and its hash. Each step says what is wrong, or nothing."""

    def __init__(self, key: bytes, municipality: str, *, segments: Sequence[Segment], since: str) -> None:
        self.key, self.municipality, self.segments, self.since = key, municipality, segments, since
        self.end, self.previous = 0, BEGINNING
        self.closed = 0
        """The last entry of a segment that is over."""
        self.dropped = (0, BEGINNING)
        self.closings = {one.last: one for one in segments}

    def is_whole(self, one: Head | Segment) -> bool:
        return one.is_sealed(self.key) and one.municipality == self.municipality

    def over_segments(self) -> _Found | None:
        """The segments that are over: each sealed and begun where the one before it ended, the dropped ones first."""
        for one in self.segments:
            if not self.is_whole(one) or one.first != self.closed + 1 or one.last < one.first:
                return self.closed + 1, Fault.SEGMENT
            if one.is_dropped:
                if self.dropped[0] != self.closed:
                    return one.first, Fault.SEGMENT
                self.dropped = (one.last, one.closing_hash)
            if one.is_dropped or one.segment < self.since:
                self.end, self.previous = one.last, one.closing_hash
            self.closed = one.last
        return None

    def along(self, links: Iterable[Link], *, known: Head | None, n_entries: int | None) -> _Found | None:
        """The entries one by one, none of them beyond the head's."""
        for one in links:
            number = one.entry.number
            if number != self.end + 1:
                return (self.end + 1, Fault.MISSING) if number > self.end + 1 else (number, Fault.PUT_IN)
            if fault := self._fault_of(one, known):
                return number, fault
            self.end, self.previous = number, one.hash
            if n_entries is not None and number > n_entries:
                return number, Fault.PUT_IN
        return None

    def up_to(self, number: int) -> _Found | None:
        """Every entry that the head, the anchor or a segment tells of."""
        return (self.end + 1, Fault.MISSING) if self.end < number else None

    def at_head(self, head: Head | None, *, anchor: Head | None, known: Head | None) -> _Found | None:
        """The head, sealed and as the entries end; and an anchor that is as it was written."""
        if head is None:
            return None if self.end == 0 and anchor is None else (max(self.end, 1), Fault.HEAD)
        if not self.is_whole(head) or head.hash != self.previous or head.first != self.closed + 1:
            return self.end, Fault.HEAD
        is_undone = known is not None and known.dropped_number > self.dropped[0]
        if (head.dropped_number, head.dropped_hash) != self.dropped or is_undone:
            return self.dropped[0] + 1, Fault.SEGMENT
        if known is None and self.end:
            return self.end, Fault.NO_ANCHOR if anchor is None else Fault.ANCHOR
        return None

    def _fault_of(self, one: Link, known: Head | None) -> Fault | None:
        sealed = link(self.key, one.entry, previous_hash=self.previous)
        is_here = one.entry.municipality == self.municipality and one.previous_hash == self.previous
        if not is_here or one.hash != sealed.hash:
            return Fault.CHANGED
        closing = self.closings.get(one.entry.number)
        if closing is not None and (closing.closing_hash, closing.segment) != (one.hash, one.entry.segment):
            return Fault.SEGMENT
        if known is not None and one.entry.number == known.number and one.hash != known.hash:
            return Fault.ANCHOR
        return None


def _mac(key: bytes, what: str, one: Head | Segment) -> str:
    return seal(key, what, *(getattr(one, field.name) for field in fields(one) if field.name != "mac"))
