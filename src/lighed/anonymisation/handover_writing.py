"""A hand-over -> one zip of CSV tables that a data protection officer can open and read."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from lighed.anonymisation.bins import MISSING, CategoryBins
from lighed.anonymisation.cases import Outcome
from lighed.anonymisation.groups import Rule
from lighed.anonymisation.handover import HandOver
from lighed.anonymisation.handover_manifest import write_manifest
from lighed.anonymisation.handover_tables import COLUMNS, LEFT, LOOKUP_COLUMNS, READ_ME, READ_ME_TEXT, period_names
from lighed.anonymisation.release import LEAST_SHOWN, AnonymisedCases, CountedGroups, FieldTable, Limits
from lighed.anonymisation.scorecard import PairPoints

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_hand_over(hand_over: HandOver, path: Path) -> str:
    """Write the archive. Returns its SHA-256.

    The file appears whole or not at all; the same hand-over gives the same bytes.
    """
    content = pack_hand_over(hand_over)
    partial = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(content)
    partial.replace(path)
    return hashlib.sha256(content).hexdigest()


def pack_hand_over(hand_over: HandOver) -> bytes:
    """The archive as bytes, for whoever must know its hash before it is a file."""
    files: dict[str, bytes] = {}
    for moment, cases in sorted(hand_over.moments.items()):
        for name, rows in _tables(cases, hand_over.manifest.limits).items():
            files[f"{moment}/{name}.csv"] = _csv(COLUMNS[name], rows)
    files["lookups.csv"] = _csv(LOOKUP_COLUMNS, (tuple(asdict(row).values()) for row in hand_over.lookups))
    files[READ_ME] = READ_ME_TEXT.encode()
    sha256 = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = write_manifest(hand_over, sha256)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tables(cases: AnonymisedCases, limits: Limits) -> dict[str, Iterable[Sequence[object]]]:
    codes = [field.bins.code for field in cases.fields]
    return {
        "values": (row for field in cases.fields for row in _value_rows(field)),
        "pairs": (row for pair in cases.pairs for row in _pair_rows(pair, codes)),
        "covariance": (
            (codes[a], codes[b], repr(float(cases.covariance[a, b])))
            for a in range(len(codes))
            for b in range(a, len(codes))
        ),
        "groups": _rule_rows(cases.groups.rules, codes),
        "group_counts": _count_rows(cases.groups, limits),
        "evaluation_groups": _rule_rows(cases.evaluation.rules, codes),
        "evaluation_counts": _count_rows(cases.evaluation, limits),
    }


def _value_rows(field: FieldTable) -> Iterator[Sequence[object]]:
    bins = field.bins
    for number, (people, points) in enumerate(zip(field.people.tolist(), field.points.tolist(), strict=True)):
        label, above, up_to = "", "", ""
        if number == MISSING:
            label = "(missing)"
        elif isinstance(bins, CategoryBins):
            label = "(other)" if number == 1 else bins.levels[number - 2]
        else:
            above = repr(bins.edges[number - 2]) if number > 1 else ""
            up_to = repr(bins.edges[number - 1]) if number <= len(bins.edges) else ""
        kind = "category" if isinstance(bins, CategoryBins) else "number"
        yield bins.code, kind, number, label, above, up_to, people or "", repr(points)


def _pair_rows(pair: PairPoints, codes: Sequence[str]) -> Iterator[Sequence[object]]:
    # By the first value of each cell: an order that the file itself tells.
    rows, columns = (dict.fromkeys(cells.tolist()) for cells in (pair.cells_a, pair.cells_b))
    for row, column in itertools.product(rows, columns):
        if pair.people[row, column] >= LEAST_SHOWN:
            yield (
                codes[pair.a],
                _ranges(np.flatnonzero(pair.cells_a == row).tolist()),
                codes[pair.b],
                _ranges(np.flatnonzero(pair.cells_b == column).tolist()),
                int(pair.people[row, column]),
                repr(float(pair.points[row, column])),
            )


def _rule_rows(rules: Sequence[Rule], codes: Sequence[str]) -> Iterator[Sequence[object]]:
    for number, rule in enumerate(rules):
        for field, allowed in rule.items():
            yield number, codes[field], _ranges(allowed)


def _count_rows(groups: CountedGroups, limits: Limits) -> Iterator[Sequence[object]]:
    periods = period_names(limits)
    for group in range(len(groups.rules)):
        for outcome_number, outcome in enumerate(Outcome):
            for left_number, left in enumerate(LEFT):
                for period, people in enumerate(groups.counts[outcome_number, group, left_number].tolist()):
                    yield group, outcome, left, periods[period], people


def _ranges(numbers: Iterable[int]) -> str:
    """Whole numbers as "1-4 7", in ascending order."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in parts)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()
