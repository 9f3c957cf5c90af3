"""Finished tables + the cases they were made of -> a recount, by other code than made them, that every limit holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from lighed.anonymisation.bins import Bins, Codes
from lighed.anonymisation.cases import Floats, Ints
from lighed.anonymisation.groups import Rule


class AnonymityError(ValueError):
    """A table that would break a limit, or a hand-over that does not keep what it says. Nothing is released or used."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What was counted again. All must hold; the numbers say with how much room, rounded down to 5."""

    every_case_in_one_group: bool
    every_group_has_k: bool
    every_group_has_least_of_each: bool
    every_value_has_bin_min: bool
    one_course_per_person: bool
    evaluated_on_other_people: bool
    fewest_known_people: int
    fewest_known_people_in_evaluation: int

    @property
    def holds(self) -> bool:
        return all(value is True for name, value in asdict(self).items() if not name.startswith("fewest"))


Part = tuple[Codes, Sequence[Rule], Floats, Floats]
"""Codes (n, n_fields), rules, long (n,), weights (n,)."""


def recount(
    *,
    build: Part,
    evaluation: Part,
    people: tuple[pl.Series, pl.Series],
    bins: Sequence[Bins],
    k: int,
    least_of_each: int,
    bin_min: int,
) -> Recount:
    """Count every limit again from the rules and the cases.

    Raises
    ------
    AnonymityError
        Naming each limit that does not hold.
    """
    inside, known, fewest = _groups(*build)
    if len(evaluation[0]):
        inside_evaluation, known_evaluation, fewest_evaluation = _groups(*evaluation)
    else:
        inside_evaluation, known_evaluation, fewest_evaluation = np.ones(0, np.int64), np.array([2 * k]), least_of_each
    # "Missing" and "other" are what is left over: they may be small, and then cross without a count.
    shares = [
        int(people_in_bin)
        for j, field in enumerate(bins)
        for people_in_bin in np.bincount(build[0][:, j], minlength=field.n_bins)[1 if field.is_ordered else 2 :]
        if field.n_bins > 2
    ]
    found = Recount(
        every_case_in_one_group=bool((inside == 1).all() and (inside_evaluation == 1).all()),
        every_group_has_k=int(known.min()) >= k and int(known_evaluation.min()) >= 2 * k,
        every_group_has_least_of_each=min(fewest, fewest_evaluation) >= least_of_each,
        every_value_has_bin_min=min(shares, default=bin_min) >= bin_min,
        one_course_per_person=all(series.n_unique() == len(series) for series in people),
        evaluated_on_other_people=not set(people[0]) & set(people[1]),
        fewest_known_people=int(known.min()) // 5 * 5,
        fewest_known_people_in_evaluation=int(known_evaluation.min()) // 5 * 5,
    )
    if not found.holds:
        broken = [name for name, value in asdict(found).items() if value is False]
        raise AnonymityError(
            f"The anonymised cases would not hold: {', '.join(broken)}. Nothing is released. "
            f"{len(build[2])} people to build and {len(evaluation[2])} to evaluate may be too few for k = {k}: "
            "add cases, or add a municipality to the release."
        )
    return found


def _groups(codes: Codes, rules: Sequence[Rule], long: Floats, weights: Floats) -> tuple[Ints, Ints, int]:
    """Per case, how many groups it is in; per group, people with known outcome; the fewest of either outcome."""
    inside = np.zeros(len(codes), np.int64)
    known, fewest = [], []
    for rule in rules:
        member = np.ones(len(codes), bool)
        for field, allowed in rule.items():
            member &= np.isin(codes[:, field], allowed)
        inside += member
        of_known = member & (weights > 0)
        known.append(int(of_known.sum()))
        fewest.append(min(int((of_known & (long > 0)).sum()), int((of_known & (long == 0)).sum())))
    return inside, np.array(known), min(fewest)


def check_rules(rules: Sequence[Rule], n_bins: Sequence[int], *, where: str) -> None:
    """Check from the rules alone that the groups are disjoint and cover every combination of values.

    Disjoint boxes whose volumes add up to the whole leave nothing out.

    Raises
    ------
    AnonymityError
        Naming the table and what is wrong.
    """
    member = np.ones((len(rules), sum(n_bins)), bool)
    start = np.concatenate([[0], np.cumsum(n_bins)]).astype(int)
    for number, rule in enumerate(rules):
        for field, allowed in rule.items():
            member[number, start[field] : start[field + 1]] = False
            member[number, start[field] + np.array(allowed, int)] = True
    shares = np.stack([member[:, start[j] : start[j + 1]].mean(axis=1) for j in range(len(n_bins))], axis=1)
    volume = float(shares.prod(axis=1).sum())
    apart = np.zeros((len(rules), len(rules)), bool)
    for j in range(len(n_bins)):
        block = member[:, start[j] : start[j + 1]].astype(np.float32)
        apart |= (block @ block.T) == 0
    np.fill_diagonal(apart, True)
    if not apart.all():
        raise AnonymityError(f"{where}: groups overlap, so they are not the groups of a release.")
    if abs(volume - 1) > 1e-9:
        raise AnonymityError(f"{where}: the groups do not cover every combination of values.")
