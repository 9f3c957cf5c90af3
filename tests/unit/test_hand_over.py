import csv
import dataclasses
import hashlib
import io
import json
import re
import zipfile
from datetime import date

import numpy as np
import polars as pl
import pytest

from lighed.anonymisation import (
    AnonymityError,
    HandOver,
    Limits,
    LookupRow,
    Manifest,
    Outcome,
    Period,
    anonymise_cases,
    no_noise,
    pack_hand_over,
    read_hand_over,
    secure_laplace,
    split_by_date,
    write_hand_over,
)
from lighed.anonymisation.bins import bin_values
from lighed.governance import Moment
from tests.made_up_cases import made_up_cases

LIMITS = Limits(k=50, least_of_each=5, epsilon=4.0, n_moments=1)


def hand_over_of(cases, limits=LIMITS):
    return HandOver(
        manifest=Manifest(
            release=1,
            made_on=date(2026, 1, 2),
            mode="research",
            software="test",
            register_sha256="0" * 64,
            municipalities=("901",),
            legal_bases=("demo-training",),
            is_synthetic=True,
            is_demo=True,
            limits=limits,
            outcomes=tuple(Outcome),
            periods={Moment.REGISTRATION: Period(date(2021, 1, 4), date(2023, 1, 1), date(2024, 1, 1))},
            people={Moment.REGISTRATION: 6000},
        ),
        moments={Moment.REGISTRATION: cases},
        lookups=(LookupRow("occupation_of_education", "35", "2", 0.25, 100),),
    )


@pytest.fixture(scope="module")
def anonymised():
    return anonymise_cases(made_up_cases(6000), LIMITS)


@pytest.fixture
def path(anonymised, tmp_path):
    write_hand_over(hand_over_of(anonymised), tmp_path / "hand-over.zip")
    return tmp_path / "hand-over.zip"


def changed(path, change):
    """Write the archive again with `change` applied to its files, and with hashes that fit."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    change(files)
    document = json.loads(files["manifest.json"])
    document["files"] = {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items() if name != "manifest.json"
    }
    files["manifest.json"] = json.dumps(document)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.requirement("A2", part="checked at load", shows="works")
@pytest.mark.requirement("R-DAT-04", part="a file with less is refused", shows="works")
def test_what_is_read_is_what_was_written(anonymised, path):
    read = read_hand_over(path)
    expected = hand_over_of(anonymised)
    assert read.manifest == expected.manifest
    assert read.lookups == expected.lookups
    cases = read.moments[Moment.REGISTRATION]
    assert cases.groups.rules == anonymised.groups.rules
    assert (cases.groups.counts == anonymised.groups.counts).all()
    assert (cases.covariance == anonymised.covariance).all()
    codes = bin_values(made_up_cases(500).values, [field.bins for field in cases.fields])
    for found, made in zip(cases.pairs, anonymised.pairs, strict=True):
        assert (found.of(codes) == made.of(codes)).all()


def test_the_same_hand_over_gives_the_same_bytes(path, tmp_path):
    write_hand_over(read_hand_over(path), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


@pytest.mark.requirement("A2", part="no row and no name crosses", shows="works")
def test_no_row_of_anybody_crosses(path):
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    cases = made_up_cases(6000)
    assert not any(f"{key}," in text or f'"{key}"' in text for key in cases.keys)
    assert not any(f"{person}," in text or f'"{person}"' in text for person in cases.people)


def table_in(path, name):
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"registration/{name}.csv").decode())))


def value_numbers(rows, values):
    """The number of the line of `values.csv` that each value falls under, read from the file alone."""
    if rows[0]["kind"] == "category":
        named = {row["label"]: int(row["value"]) for row in rows[2:]}
        return np.array([0 if value is None else named.get(value, 1) for value in values])
    inner = [(float(row["above"] or "-inf"), float(row["up_to"] or "inf")) for row in rows[1:]]
    return np.array(
        [0 if x is None else 1 + next(i for i, (low, high) in enumerate(inner) if low < x <= high) for x in values]
    )


def listed(ranges):
    """ "1-4 7" as numbers."""
    parts = [[int(end) for end in part.split("-")] for part in ranges.split()]
    return [number for part in parts for number in range(part[0], part[-1] + 1)]


def check_every_line(path, cases):
    """Count the distinct people behind every line of the hand-over again, from the file and the cases alone."""
    cases = cases.in_canonical_order()
    split = split_by_date(cases)
    parts = {"groups": cases.take(split.counted), "evaluation_groups": cases.take(split.evaluation)}
    by_field = {}
    for row in table_in(path, "values"):
        by_field.setdefault(row["field"], []).append(row)
    numbers = {
        name: {field: value_numbers(rows, part.values[field]) for field, rows in by_field.items()}
        for name, part in parts.items()
    }

    def people(name, *conditions):
        member = np.all([np.isin(numbers[name][field], allowed) for field, allowed in conditions], axis=0)
        return parts[name].people.filter(pl.Series(member)).n_unique()

    for field, rows in by_field.items():
        for row in rows:
            behind = people("groups", (field, [int(row["value"])]))
            shown = str(5 * round(behind / 5)) if behind >= 20 else ""
            assert row["people"] == shown, f"values.csv: {field} {row['value']}"
            assert behind >= 20 or float(row["points"]) == 0, f"values.csv: {field} {row['value']} has points"
    for row in table_in(path, "pairs"):
        cell = [(row[f"field_{side}"], listed(row[f"values_{side}"])) for side in "ab"]
        behind = people("groups", *cell)
        assert behind >= 20, f"pairs.csv: {cell}"
        assert int(row["people"]) == 5 * round(behind / 5), f"pairs.csv: {cell}"
    for name, fewest in (("groups", LIMITS.k), ("evaluation_groups", 2 * LIMITS.k)):
        rules = {}
        for row in table_in(path, name):
            rules.setdefault(row["group"], []).append((row["field"], listed(row["values"])))
        assert len(rules) >= 2
        assert all(people(name, *rule) >= fewest for rule in rules.values()), f"{name}.csv"


@pytest.mark.requirement("A2", part="recounted from the file", shows="works")
@pytest.mark.parametrize("n_people", [None, 4000])
def test_every_line_stands_for_at_least_twenty_people_or_for_none(tmp_path, n_people):
    """People, not courses: somebody who comes back ten times is still one."""
    cases = made_up_cases(9000, n_people=n_people)
    path = tmp_path / "hand-over.zip"
    write_hand_over(hand_over_of(anonymise_cases(cases, LIMITS)), path)
    assert len(table_in(path, "pairs")) > 5
    check_every_line(path, cases)


@pytest.mark.requirement("A2", part="recounted from the file", shows="refuses")
@pytest.mark.parametrize(
    ("table", "line", "replacement"),
    [
        ("values", r"(licence,category,2,\w+,,,)\d+", r"\g<1>35"),
        ("values", r"(licence,category,1,.*,)0\.0\n", r"\g<1>0.1\n"),
        ("pairs", r",\d+,([-.\d]+)\n", r",20,\1\n"),
        ("groups", r"(\n1,\w+,)[-\d ]+", r"\g<1>0"),
    ],
)
def test_a_line_that_stands_for_too_few_would_be_seen(path, table, line, replacement):
    """The recount is not blind: it finds one count, one point or one rule that the cases do not bear out."""

    def change(files):
        before = files[TABLE.format(table)]
        files[TABLE.format(table)] = re.sub(line, replacement, before, count=1)
        assert files[TABLE.format(table)] != before

    check_every_line(path, made_up_cases(6000))
    with pytest.raises(AssertionError, match=f"{table}.csv"):
        check_every_line(changed(path, change), made_up_cases(6000))


TABLE = "registration/{}.csv"
BROKEN = {
    "may not cross": (TABLE.format("rows"), "", "person,age\n"),
    "columns must be": (TABLE.format("groups"), "values", "people"),
    "overlap": (TABLE.format("groups"), r"(?s)\n.*", "\n"),
    "do not cover": (TABLE.format("values"), r"(licence,category,3.*\n)", r"\1licence,category,4,maybe,,,,0.0\n"),
    "rounded to 5": (TABLE.format("values"), r",\d+,([-.\d]+)\n", r",3,\1\n"),
    "20 people": (TABLE.format("pairs"), r",\d+,([-.\d]+)\n", r",5,\1\n"),
    "counts: a group": (TABLE.format("group_counts"), r"\n\d.*", ""),
    "something else than": ("README.txt", "ENGLISH", "ENGLISH, and person-77 is Anna"),
    "does not hold": ("manifest.json", r'(every_group_has_k": )true', r"\1false"),
    "format: Input should be": ("manifest.json", "lighed-hand-over", "other"),
}


@pytest.mark.requirement("A3", shows="refuses")
@pytest.mark.requirement("A2", part="no row and no name crosses", shows="refuses")
@pytest.mark.requirement("A2", part="checked at load", shows="refuses")
@pytest.mark.requirement("R-DAT-04", part="a file with less is refused", shows="refuses")
@pytest.mark.parametrize("says", BROKEN)
def test_a_hand_over_that_is_not_whole_is_refused(path, says):
    name, pattern, replacement = BROKEN[says]

    def change(files):
        before = files.get(name, "")
        files[name] = re.sub(pattern, replacement, before, count=1)
        assert files[name] != before

    with pytest.raises(AnonymityError, match=says):
        read_hand_over(changed(path, change))


@pytest.mark.requirement("A2", part="checked at load", shows="refuses")
def test_a_changed_table_is_refused(path):
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["lookups.csv"] += b"occupation_of_education,99,9,0.5,100\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(AnonymityError, match="hash"):
        read_hand_over(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b'{"format": "lighed-hand-over"}'])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(AnonymityError, match="not a whole hand-over"):
        read_hand_over(tmp_path / "x.zip")


@pytest.mark.requirement("A2", part="checked at load", shows="refuses")
def test_any_damaged_byte_is_refused_or_changes_nothing(path, tmp_path):
    """Every byte that the archive says of its first members and of its end, and a sample of all the others."""
    content = path.read_bytes()
    whole = pack_hand_over(read_hand_over(path))
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()[:3]
        said = [(item.header_offset, 30 + len(item.filename)) for item in members]
        said += [(archive.start_dir, sum(46 + len(item.filename) for item in members)), (len(content) - 22, 22)]
    positions = {position for start, length in said for position in range(start, start + length)}
    positions |= set(np.random.default_rng(7).integers(0, len(content), 150).tolist())
    damaged, n_refused = tmp_path / "damaged.zip", 0
    for position in sorted(positions):
        damaged.write_bytes(content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :])
        try:
            read = read_hand_over(damaged)
        except AnonymityError:
            n_refused += 1
        else:
            # Bytes that say nothing of the content, such as a file date.
            assert pack_hand_over(read) == whole
    assert n_refused > len(positions) / 2


@pytest.mark.requirement("A2", part="groups of k and limits", shows="works")
@pytest.mark.requirement("R-DAT-04", part="at least k people, never under 50", shows="works")
def test_groups_hold_k_people_with_known_outcome(anonymised):
    exact = anonymise_cases(made_up_cases(6000), dataclasses.replace(LIMITS, epsilon=None), noise=no_noise)
    known = exact.groups.counts[0][:, 1].sum(axis=1) + exact.groups.counts[0][:, 0, 4:].sum(axis=1)
    assert known.min() >= LIMITS.k
    assert anonymised.proof.fewest_known_people >= LIMITS.k


def test_noise_has_the_scale_that_is_stated():
    limits = dataclasses.replace(LIMITS, epsilon=0.5)
    assert limits.noise_scale == 2 / 0.5
    cases = made_up_cases(6000)
    exact = anonymise_cases(cases, limits, noise=no_noise).groups.counts
    noisy = anonymise_cases(cases, limits).groups.counts
    # Mean absolute value of a whole-number Laplace draw: 2 q / (1 - q^2) with q = exp(-1 / scale).
    q = np.exp(-1 / limits.noise_scale)
    assert np.abs(noisy - exact).mean() == pytest.approx(2 * q / (1 - q**2), rel=0.35)
    draws = secure_laplace(20_000, limits.noise_scale)
    assert (draws == np.round(draws)).all()
    assert draws.mean() == pytest.approx(0, abs=0.25)
    assert draws.var() == pytest.approx(2 * q / (1 - q) ** 2, rel=0.12)


@pytest.mark.requirement("A2", part="groups of k and limits", shows="refuses")
def test_too_few_people_release_nothing():
    with pytest.raises(AnonymityError, match="Nothing is released"):
        anonymise_cases(made_up_cases(120), LIMITS)


def test_a_person_is_counted_once():
    cases = made_up_cases(4000, n_people=1500).in_canonical_order()
    split = split_by_date(cases)
    released = np.concatenate([split.counted, split.evaluation])
    assert cases.people[released].n_unique() == len(released)
    assert set(split.counted) <= set(split.build)
    assert len(split.counted) > 0.6 * cases.people[split.build].n_unique()
    assert cases.registered_on[split.build].max() < split.evaluation_from
    assert cases.registered_on[split.evaluation].max() < split.untouched_from
    assert cases.registered_on[split.untouched].min() >= split.untouched_from


def test_the_order_of_rows_changes_nothing():
    first = anonymise_cases(made_up_cases(3000), LIMITS, noise=no_noise)
    second = anonymise_cases(made_up_cases(3000, shuffled=True), LIMITS, noise=no_noise)
    assert first.groups.rules == second.groups.rules
    assert (first.groups.counts == second.groups.counts).all()
    assert all((a.points == b.points).all() for a, b in zip(first.fields, second.fields, strict=True))
