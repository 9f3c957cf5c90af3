"""One zip of CSV tables -> the hand-over, checked file by file, column by column and limit by limit."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from lighed.anonymisation.bins import Bins, CategoryBins, NumberBins
from lighed.anonymisation.cases import Ints, Outcome
from lighed.anonymisation.handover import HandOver, LookupRow
from lighed.anonymisation.handover_manifest import ManifestFile, MomentFile, manifest_of, parse_manifest
from lighed.anonymisation.handover_tables import COLUMNS, LEFT, LOOKUP_COLUMNS, READ_ME, READ_ME_TEXT, period_names
from lighed.anonymisation.proof import AnonymityError, Recount, check_rules
from lighed.anonymisation.release import LEAST_SHOWN, AnonymisedCases, CountedGroups, FieldTable, Limits
from lighed.anonymisation.scorecard import PairPoints
from lighed.governance import Moment

Rows = list[dict[str, str]]
_LARGEST = 64 * 2**20


def read_hand_over(path: Path) -> HandOver:
    """Read an archive and check it: known files and columns only, hashes, value ranges, limits.

    Raises
    ------
    AnonymityError
        If anything is not as a hand-over must be. The message names the file and the rule.
    """
    try:
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST:
                raise AnonymityError(f"{path.name}: larger than a hand-over can be ({_LARGEST} bytes unpacked).")
            files = {name: archive.read(name) for name in archive.namelist()}
        return _parse(parse_manifest(files.pop("manifest.json")), files, hashlib.sha256(content).hexdigest())
    except AnonymityError as error:
        raise AnonymityError(f"{path.name}: {error}") from None
    except (
        OSError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
        csv.Error,
        LookupError,
        ValueError,
        TypeError,
        ArithmeticError,
        RuntimeError,
    ) as error:
        raise AnonymityError(
            f"{path.name}: not a whole hand-over ({type(error).__name__}). Make it again with `lighed anonymise`."
        ) from error


def _parse(document: ManifestFile, files: Mapping[str, bytes], sha256: str) -> HandOver:
    manifest = manifest_of(document)
    expected = {f"{moment}/{name}.csv" for moment in document.moments for name in COLUMNS} | {"lookups.csv", READ_ME}
    if unknown := sorted((set(files) ^ expected) | (set(document.files) ^ expected)):
        raise AnonymityError(f"files that are missing or that may not cross: {', '.join(unknown)}.")
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != document.files[name]:
            raise AnonymityError(f"{name}: the hash in the manifest does not match; the file was changed.")
    if files[READ_ME] != READ_ME_TEXT.encode():
        raise AnonymityError(f"{READ_ME}: says something else than in every hand-over.")
    return HandOver(
        manifest=manifest,
        moments={
            moment: _parse_cases(moment, statements, files, manifest.limits)
            for moment, statements in document.moments.items()
        },
        lookups=_parse_lookups(_rows("lookups.csv", files["lookups.csv"], LOOKUP_COLUMNS), manifest.limits),
        sha256=sha256,
    )


def _parse_lookups(rows: Rows, limits: Limits) -> tuple[LookupRow, ...]:
    lookups = tuple(
        LookupRow(row["lookup"], row["key_1"], row["key_2"], _finite(row["share"]), int(row["people"])) for row in rows
    )
    if any(row.people < limits.k or not 0 <= row.share <= 1 for row in lookups):
        raise AnonymityError(f"lookups.csv: every row has k = {limits.k} people or more, and a share from 0 to 1.")
    return lookups


def _parse_cases(moment: Moment, document: MomentFile, files: Mapping[str, bytes], limits: Limits) -> AnonymisedCases:
    rows = {
        name: _rows(f"{moment}/{name}.csv", files[f"{moment}/{name}.csv"], columns) for name, columns in COLUMNS.items()
    }
    fields = _parse_fields(rows["values"])
    number = {field.bins.code: j for j, field in enumerate(fields)}
    covariance = np.zeros((len(fields), len(fields)))
    for row in rows["covariance"]:
        a, b = number[row["field_a"]], number[row["field_b"]]
        covariance[a, b] = covariance[b, a] = _finite(row["covariance"])
    groups = _parse_groups(rows["groups"], rows["group_counts"], fields, limits, document.n_groups)
    others = _parse_groups(
        rows["evaluation_groups"], rows["evaluation_counts"], fields, limits, document.n_evaluation_groups
    )
    n_bins = [field.bins.n_bins for field in fields]
    for name, table, k in (("groups", groups, limits.k), ("evaluation_groups", others, 2 * limits.k)):
        check_rules(table.rules, n_bins, where=f"{moment}/{name}.csv")
        _check_counts(table, k, limits, where=f"{moment}/{name}.csv")
    return AnonymisedCases(
        intercept=document.intercept,
        fields=fields,
        pairs=_parse_pairs(rows["pairs"], number, n_bins),
        covariance=covariance,
        groups=groups,
        evaluation=others,
        n_build=document.n_build,
        n_evaluation=document.n_evaluation,
        proof=Recount(**document.proof.model_dump()),
        calibration=document.calibration,
    )


def _rows(name: str, content: bytes, columns: Sequence[str]) -> Rows:
    reader = csv.DictReader(io.StringIO(content.decode()), strict=True)
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise AnonymityError(f"{name}: columns must be {', '.join(columns)} and no others.")
    rows = list(reader)
    if any(None in row or None in row.values() for row in rows):
        raise AnonymityError(f"{name}: a line has more or fewer cells than there are columns.")
    return rows


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number that is not finite")
    return value


def _parse_fields(rows: Rows) -> tuple[FieldTable, ...]:
    by_field: dict[str, Rows] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    fields = []
    for code, own in by_field.items():
        if [int(row["value"]) for row in own] != list(range(len(own))):
            raise AnonymityError(f"values.csv: the values of {code} must be numbered from 0 without a gap.")
        bins: Bins
        if own[0]["kind"] == "category":
            bins = CategoryBins(code, tuple(row["label"] for row in own[2:]))
        else:
            bins = NumberBins(code, tuple(_finite(row["up_to"]) for row in own[1:-1]))
        people = np.array([int(row["people"] or 0) for row in own])
        if (people[people > 0] < LEAST_SHOWN).any() or (people % 5).any():
            raise AnonymityError(f"values.csv: {code}: people must be {LEAST_SHOWN} or more, rounded to 5, or empty.")
        fields.append(FieldTable(bins, people, np.array([_finite(row["points"]) for row in own])))
    return tuple(fields)


def _parse_pairs(rows: Rows, number: Mapping[str, int], n_bins: Sequence[int]) -> tuple[PairPoints, ...]:
    by_pair: dict[tuple[int, int], Rows] = {}
    for row in rows:
        by_pair.setdefault((number[row["field_a"]], number[row["field_b"]]), []).append(row)
    pairs = []
    for (a, b), own in by_pair.items():
        cells_a, names_a = _cells([row["values_a"] for row in own], n_bins[a])
        cells_b, names_b = _cells([row["values_b"] for row in own], n_bins[b])
        # The last row and column stand for the bins that no released cell has.
        points, people = np.zeros((2, len(names_a) + 1, len(names_b) + 1))
        for row in own:
            if int(row["people"]) < LEAST_SHOWN:
                raise AnonymityError(f"pairs.csv: every cell must have {LEAST_SHOWN} people or more.")
            cell = names_a[row["values_a"]], names_b[row["values_b"]]
            points[cell], people[cell] = _finite(row["points"]), int(row["people"])
        pairs.append(PairPoints(a, b, cells_a, cells_b, points, people))
    return tuple(pairs)


def _cells(names: Sequence[str], n_bins: int) -> tuple[Ints, dict[str, int]]:
    rows = {name: row for row, name in enumerate(dict.fromkeys(names))}
    cells = np.full(n_bins, len(rows), np.int64)
    for name, row in rows.items():
        cells[_numbers(name, below=n_bins)] = row
    return cells, rows


def _numbers(ranges: str, *, below: int) -> list[int]:
    """The whole numbers of "1-4 7", each at least 0 and less than `below`."""
    found: list[int] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        begin, end = int(first), int(last or first)
        if not 0 <= begin <= end < below:
            raise ValueError("a value that the field does not have")
        found.extend(range(begin, end + 1))
    return found


def _parse_groups(
    rules: Rows, counts: Rows, fields: Sequence[FieldTable], limits: Limits, n_groups: int
) -> CountedGroups:
    number = {field.bins.code: j for j, field in enumerate(fields)}
    parsed: list[dict[int, tuple[int, ...]]] = [{} for _ in range(n_groups)]
    for row in rules:
        field = number[row["field"]]
        parsed[int(row["group"])][field] = tuple(_numbers(row["values"], below=fields[field].bins.n_bins))
    periods = {name: position for position, name in enumerate(period_names(limits))}
    outcomes = {str(outcome): position for position, outcome in enumerate(Outcome)}
    table = np.zeros((len(outcomes), n_groups, len(LEFT), len(periods)), np.int64)
    seen = set()
    for row in counts:
        cell = outcomes[row["outcome"]], int(row["group"]), LEFT.index(row["left"]), periods[row["period"]]
        seen.add(cell)
        table[cell] = int(row["people"])
    if len(counts) != table.size or len(seen) != table.size:
        raise AnonymityError("counts: a group, outcome or period is missing or stands twice.")
    return CountedGroups(tuple(parsed), table)


def _check_counts(groups: CountedGroups, k: int, limits: Limits, *, where: str) -> None:
    """A group's noisy total must be possible for k people: further below than noise ever brings it is a broken file."""
    total = groups.counts[0].sum(axis=(1, 2))
    spread = limits.noise_scale * np.sqrt(2 * groups.counts.shape[2] * groups.counts.shape[3])
    if (total < k - 6 * spread).any():
        raise AnonymityError(f"{where}: a group has fewer than k = {k} people.")
