"""One zip of CSV tables -> the hand-over, checked file by file, column by column and limit by limit."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from lighed.anonymisation.bins import Bins, CategoryBins, NumberBins
from lighed.anonymisation.cases import Ints, Outcome
from lighed.anonymisation.handover import LEAST_K, HandOver, LookupRow, Manifest, Period
from lighed.anonymisation.handover_tables import COLUMNS, FORMAT, LEFT, LOOKUP_COLUMNS, VERSION, period_names
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
        document = json.loads(files.pop("manifest.json"))
        return _parse(document, files, hashlib.sha256(content).hexdigest())
    except AnonymityError as error:
        raise AnonymityError(f"{path.name}: {error}") from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError) as error:
        raise AnonymityError(
            f"{path.name}: not a whole hand-over ({type(error).__name__}). Make it again with `lighed anonymise`."
        ) from error


def _parse(document: dict[str, Any], files: Mapping[str, bytes], sha256: str) -> HandOver:
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise AnonymityError(f"manifest.json: format must be {FORMAT!r} and version {VERSION}.")
    moments = tuple(Moment(moment) for moment in document["moments"])
    expected = {f"{moment}/{name}.csv" for moment in moments for name in COLUMNS} | {"lookups.csv"}
    if unknown := sorted(set(files) ^ expected):
        raise AnonymityError(f"files that are missing or that may not cross: {', '.join(unknown)}.")
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != document["files"][name]:
            raise AnonymityError(f"{name}: the hash in the manifest does not match; the file was changed.")
    manifest = _parse_manifest(document)
    if manifest.mode != "research" and (manifest.limits.k < LEAST_K or manifest.limits.epsilon is None):
        raise AnonymityError(f"manifest.json: a release has k of at least {LEAST_K} and noise on its counts.")
    return HandOver(
        manifest=manifest,
        moments={
            moment: _parse_cases(moment, document["moments"][moment], files, manifest.limits) for moment in moments
        },
        lookups=tuple(
            LookupRow(row["lookup"], row["key_1"], row["key_2"], float(row["share"]), int(row["people"]))
            for row in _rows("lookups.csv", files["lookups.csv"], LOOKUP_COLUMNS)
        ),
        sha256=sha256,
    )


def _parse_manifest(document: Mapping[str, Any]) -> Manifest:
    limits = dict(document["limits"])
    return Manifest(
        release=int(document["release"]),
        made_on=date.fromisoformat(document["made_on"]),
        mode=document["mode"],
        software=document["software"],
        register_sha256=document["register_sha256"],
        municipalities=tuple(document["municipalities"]),
        legal_bases=tuple(document["legal_bases"]),
        is_synthetic=bool(document["is_synthetic"]),
        is_demo=bool(document["is_demo"]),
        limits=Limits(**limits | {"periods": tuple(limits["periods"])}),
        outcomes=tuple(Outcome(outcome) for outcome in document["outcomes"]),
        periods={
            Moment(moment): Period(**{name: date.fromisoformat(day) for name, day in period.items()})
            for moment, period in document["periods"].items()
        },
    )


def _parse_cases(
    moment: Moment, document: Mapping[str, Any], files: Mapping[str, bytes], limits: Limits
) -> AnonymisedCases:
    rows = {
        name: _rows(f"{moment}/{name}.csv", files[f"{moment}/{name}.csv"], columns) for name, columns in COLUMNS.items()
    }
    fields = _parse_fields(rows["values"])
    number = {field.bins.code: j for j, field in enumerate(fields)}
    covariance = np.zeros((len(fields), len(fields)))
    for row in rows["covariance"]:
        a, b = number[row["field_a"]], number[row["field_b"]]
        covariance[a, b] = covariance[b, a] = float(row["covariance"])
    proof = Recount(**document["proof"])
    if not proof.holds:
        raise AnonymityError(f"{moment}: the proof says that a limit does not hold.")
    groups = _parse_groups(rows["groups"], rows["group_counts"], number, limits, int(document["n_groups"]))
    others = _parse_groups(
        rows["evaluation_groups"], rows["evaluation_counts"], number, limits, int(document["n_evaluation_groups"])
    )
    n_bins = [field.bins.n_bins for field in fields]
    for name, table, k in (("groups", groups, limits.k), ("evaluation_groups", others, 2 * limits.k)):
        check_rules(table.rules, n_bins, where=f"{moment}/{name}.csv")
        _check_counts(table, k, limits, where=f"{moment}/{name}.csv")
    return AnonymisedCases(
        intercept=float(document["intercept"]),
        fields=fields,
        pairs=_parse_pairs(rows["pairs"], number, n_bins),
        covariance=covariance,
        groups=groups,
        evaluation=others,
        n_build=int(document["n_build"]),
        n_evaluation=int(document["n_evaluation"]),
        proof=proof,
        calibration=None if document["calibration"] is None else _two(document["calibration"]),
    )


def _two(numbers: Sequence[float]) -> tuple[float, float]:
    intercept, slope = (float(number) for number in numbers)
    return intercept, slope


def _rows(name: str, content: bytes, columns: Sequence[str]) -> Rows:
    reader = csv.DictReader(io.StringIO(content.decode()), strict=True)
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise AnonymityError(f"{name}: columns must be {', '.join(columns)} and no others.")
    return list(reader)


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
            bins = NumberBins(code, tuple(float(row["up_to"]) for row in own[1:-1]))
        people = np.array([int(row["people"] or 0) for row in own])
        if (people[people > 0] < LEAST_SHOWN).any() or (people % 5).any():
            raise AnonymityError(f"values.csv: {code}: people must be {LEAST_SHOWN} or more, rounded to 5, or empty.")
        fields.append(FieldTable(bins, people, np.array([float(row["points"]) for row in own])))
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
            points[cell], people[cell] = float(row["points"]), int(row["people"])
        pairs.append(PairPoints(a, b, cells_a, cells_b, points, people))
    return tuple(pairs)


def _cells(names: Sequence[str], n_bins: int) -> tuple[Ints, dict[str, int]]:
    rows = {name: row for row, name in enumerate(dict.fromkeys(names))}
    cells = np.full(n_bins, len(rows), np.int64)
    for name, row in rows.items():
        cells[_numbers(name)] = row
    return cells, rows


def _numbers(ranges: str) -> list[int]:
    found: list[int] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def _parse_groups(rules: Rows, counts: Rows, number: Mapping[str, int], limits: Limits, n_groups: int) -> CountedGroups:
    parsed: list[dict[int, tuple[int, ...]]] = [{} for _ in range(n_groups)]
    for row in rules:
        parsed[int(row["group"])][number[row["field"]]] = tuple(_numbers(row["values"]))
    periods = {name: position for position, name in enumerate(period_names(limits))}
    outcomes = {str(outcome): position for position, outcome in enumerate(Outcome)}
    table = np.zeros((len(outcomes), n_groups, len(LEFT), len(periods)), np.int64)
    if len(counts) != table.size:
        raise AnonymityError("counts: a group, outcome or period is missing or stands twice.")
    for row in counts:
        cell = outcomes[row["outcome"]], int(row["group"]), LEFT.index(row["left"]), periods[row["period"]]
        table[cell] = int(row["people"])
    return CountedGroups(tuple(parsed), table)


def _check_counts(groups: CountedGroups, k: int, limits: Limits, *, where: str) -> None:
    """A group's noisy total must be possible for k people: further below than noise ever brings it is a broken file."""
    total = groups.counts[0].sum(axis=(1, 2))
    spread = limits.noise_scale * np.sqrt(2 * groups.counts.shape[2] * groups.counts.shape[3])
    if (total < k - 6 * spread).any():
        raise AnonymityError(f"{where}: a group has fewer than k = {k} people.")
