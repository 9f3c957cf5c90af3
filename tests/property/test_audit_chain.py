"""The audit chain without a database: whatever is done to a whole chain, its first break is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighed.governance.audit_chain import BEGINNING, Entry, Fault, Head, Link, Segment, first_break, link, seal

KEY, CODE = b"k" * 32, "901"
text = st.text(max_size=12)


def chain(fields: list[tuple[str, ...]], *, per_segment: int) -> tuple[list[Link], list[Segment], Head]:
    """Entries with these texts, a segment closed after every so many."""
    links: list[Link] = []
    segments: list[Segment] = []
    month, first, previous = 1, 1, BEGINNING
    for number, (kind, actor, criterion, reason) in enumerate(fields, start=1):
        if number - first == per_segment:
            segments.append(Segment(CODE, f"2026-{month:02d}", first, number - 1, previous, False).sealed(KEY))
            month, first = month + 1, number
        at = datetime(2026, month, 1, tzinfo=UTC) + timedelta(seconds=number)
        entry = Entry(
            CODE, number, f"2026-{month:02d}", at, kind, actor, "person", "dpo", "oversight", "", criterion, reason, ""
        )
        links.append(link(KEY, entry, previous_hash=previous))
        previous = links[-1].hash
    return links, segments, Head(CODE, f"2026-{month:02d}", first, len(links), previous).sealed(KEY)


chains = st.builds(
    lambda fields, size: chain(fields, per_segment=max(size, (len(fields) + 11) // 12)),
    st.lists(st.tuples(text, text, text, text), min_size=3, max_size=20),
    st.integers(2, 8),
)


def found(links, segments, head, anchor=None, *, key=KEY):
    broken = first_break(key, CODE, links=links, segments=segments, head=head, anchor=anchor or head)
    return None if broken is None else (broken.number, broken.fault)


@given(chains)
def test_a_chain_as_it_was_written_is_whole(made):
    assert found(*made) is None
    assert found(*made, key=b"x" * 32) is not None


@given(chains, st.data())
def test_an_edit_of_any_field_is_named_at_its_entry(made, data):
    links, segments, head = made
    place = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["kind", "actor", "role", "purpose", "subject", "criterion", "reason", "flags"]))
    old = getattr(links[place].entry, field)
    new = data.draw(text.filter(lambda value: value != old))
    links[place] = replace(links[place], entry=replace(links[place].entry, **{field: new}))
    assert found(links, segments, head) == (place + 1, Fault.CHANGED)


@given(chains, st.data())
def test_an_entry_sealed_anew_without_the_key_is_found(made, data):
    links, segments, head = made
    place = data.draw(st.integers(0, len(links) - 1))
    entry = replace(links[place].entry, actor="someone else")
    links[place] = link(b"guessed" * 5, entry, previous_hash=links[place].previous_hash)
    assert found(links, segments, head) == (place + 1, Fault.CHANGED)


@given(chains, st.data())
def test_a_deletion_is_named_at_its_entry_the_last_too(made, data):
    links, segments, head = made
    place = data.draw(st.integers(0, len(links) - 1))
    del links[place]
    assert found(links, segments, head) == (place + 1, Fault.MISSING)


@given(chains, st.data())
def test_two_entries_that_change_places_are_named_at_the_first(made, data):
    links, segments, head = made
    first, second = sorted(data.draw(st.sets(st.integers(0, len(links) - 1), min_size=2, max_size=2)))
    one, other = links[first], links[second]
    links[first] = replace(other, entry=replace(other.entry, number=first + 1))
    links[second] = replace(one, entry=replace(one.entry, number=second + 1))
    assert found(links, segments, head) == (first + 1, Fault.CHANGED)


@given(chains, st.data())
def test_an_end_cut_off_with_the_head_set_back_is_found_by_the_anchor(made, data):
    links, segments, head = made
    n_left = data.draw(st.integers(1, len(links) - 1))
    kept = [one for one in segments if one.last < n_left + 1]
    open_from = kept[-1].last + 1 if kept else 1
    # Even a head with a valid seal, as one that was copied on an earlier day has.
    back = Head(CODE, links[n_left - 1].entry.segment, open_from, n_left, links[n_left - 1].hash).sealed(KEY)
    assert found(links[:n_left], kept, back, head) == (n_left + 1, Fault.MISSING)
    assert found(links[:n_left], kept, replace(back, mac=head.mac), back) == (n_left, Fault.HEAD)


@given(chains)
def test_segments_that_retention_dropped_leave_the_chain_whole_and_no_others_do(made):
    links, segments, head = made
    if not segments:
        return
    dropped = [replace(segments[0], is_dropped=True).sealed(KEY), *segments[1:]]
    told = replace(head, dropped_number=dropped[0].last, dropped_hash=dropped[0].closing_hash).sealed(KEY)
    rest = links[dropped[0].last :]
    assert found(rest, dropped, told) is None
    unsealed = [replace(segments[0], is_dropped=True), *segments[1:]]
    assert found(rest, unsealed, told) == (1, Fault.SEGMENT)
    assert found(rest, dropped, head) == (dropped[0].last + 1, Fault.SEGMENT)
    assert found(rest, segments[1:], told) == (1, Fault.SEGMENT if segments[1:] else Fault.MISSING)


def test_no_two_contents_have_the_same_seal():
    assert seal(KEY, "entry", "ab", "c") != seal(KEY, "entry", "a", "bc")
    assert seal(KEY, "entry", "1") != seal(KEY, "entry", 1)
    assert seal(KEY, "entry", "a") != seal(KEY, "head", "a")


def test_a_time_without_a_zone_is_refused():
    links, _, _ = chain([("read", "a", "", "")], per_segment=2)
    with pytest.raises(ValueError, match="time zone"):
        link(KEY, replace(links[0].entry, at=datetime(2026, 1, 1)), previous_hash=BEGINNING)  # noqa: DTZ001 - on purpose


@given(chains, st.data())
def test_a_walk_from_a_later_month_finds_what_is_changed_since_then(made, data):
    links, segments, head = made
    if not segments:
        return
    since = segments[-1].segment
    part = [one for one in links if one.entry.number >= segments[-1].first]

    def broken(there):
        return first_break(KEY, CODE, links=there, segments=segments, head=head, anchor=head, since=since)

    assert broken(part) is None
    place = data.draw(st.integers(0, len(part) - 1))
    changed = replace(part[place], entry=replace(part[place].entry, actor="someone else entirely"))
    assert broken([*part[:place], changed, *part[place + 1 :]]).number == part[place].entry.number
