"""Imported case bases + a permit for training -> a hand-over file, and a line in the ledger of releases."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata
from pathlib import Path

from lighed.anonymisation import (
    LEAST_K,
    LEAST_PEOPLE,
    AnonymisedCases,
    AnonymityError,
    Cases,
    HandOver,
    Limits,
    LookupRow,
    Manifest,
    Outcome,
    Period,
    Split,
    anonymise_cases,
    censoring_weights,
    pack_hand_over,
    secure_laplace,
    split_by_date,
    write_hand_over,
)
from lighed.anonymisation.bins import bin_values
from lighed.anonymisation.counts import Noise
from lighed.elements import REGISTER, Lookups
from lighed.governance import LegalRegister, Moment, Permit, Purpose, Request, check_permit
from lighed.persontypes import build_person_types, calibrate
from lighed.records import CaseBase, list_case_bases, open_case_base
from lighed.workflow.cases import TooFewCases, gather_cases, learn_before
from lighed.workflow.data_home import DataHome

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Release:
    """A hand-over file and what is in it."""

    path: Path
    hand_over: HandOver


def silent(step: str) -> None:
    """Progress that nobody watches."""


def training_permit(
    case_bases: Sequence[CaseBase], *, moments: Sequence[Moment], register: LegalRegister, today: date
) -> Permit:
    """The permit to build person types from these case bases.

    Raises
    ------
    NotPermitted
        With every reason.
    """
    request = Request(
        purpose=Purpose.TRAINING,
        municipalities=frozenset(base.municipality for base in case_bases),
        on=today,
        moments=frozenset(moments),
        elements=frozenset(element.use for moment in moments for element in REGISTER.for_moment(moment)),
        is_synthetic=all(base.is_synthetic for base in case_bases),
    )
    return check_permit(register, request)


def open_case_bases(data: DataHome, municipalities: Sequence[str] = ()) -> list[CaseBase]:
    """Open the case bases of these municipalities, or all of the installation.

    Raises
    ------
    TooFewCases
        If there is none.
    """
    codes = dict.fromkeys(municipalities or list_case_bases(data.path))
    found = [open_case_base(data.path, code) for code in codes]
    if not found:
        raise TooFewCases("No case base is imported yet. Run `lighed import` with a case export first.")
    if len({base.is_synthetic for base in found}) > 1:
        raise TooFewCases("Made-up and real case bases cannot be in one release. Name the municipalities.")
    return found


def release_hand_over(
    data: DataHome,
    *,
    register: LegalRegister,
    today: date,
    municipalities: Sequence[str] = (),
    moments: Sequence[Moment] = tuple(Moment),
    limits: Limits | None = None,
    is_research: bool = False,
    target: Path | None = None,
    noise: Noise = secure_laplace,
    progress: Progress = silent,
) -> Release:
    """Anonymise the imported courses of one or, as is normal, several municipalities, and write the hand-over.

    Parameters
    ----------
    register : the law as this installation has it on record
    municipalities : codes; empty means every imported one
    moments : scoring moments to release; each needs 10,000 people
    is_research : allow fewer than 10,000 people; the file says so, and no site uses what is built from it
    target : file to write; by default one in the data home

    Raises
    ------
    NotPermitted
        If a municipality has no legal basis for training.
    AnonymityError, TooFewCases
        If a limit cannot be kept. Nothing is written then.
    """
    limits = limits or Limits(n_moments=len(moments))
    if not is_research:
        _check_limits(limits)
    case_bases = open_case_bases(data, municipalities)
    permit = training_permit(case_bases, moments=moments, register=register, today=today)
    progress("Lookups")
    lookups, first_case_on = learn_before(case_bases, limits)
    released: dict[Moment, AnonymisedCases] = {}
    periods: dict[Moment, Period] = {}
    people: dict[Moment, int] = {}
    for moment in moments:
        progress(f"Values at {moment}")
        cases = gather_cases(case_bases, moment=moment, lookups=lookups, first_case_on=first_case_on, limits=limits)
        people[moment] = cases.people.n_unique() // 100 * 100
        if not is_research:
            _check_size(people[moment], moment)
        progress(f"Anonymised cases at {moment}")
        split = split_by_date(cases)
        released[moment] = _calibrated(anonymise_cases(cases, limits, split=split, noise=noise), cases, split, limits)
        periods[moment] = Period(first_case_on, split.evaluation_from, split.untouched_from)
    is_synthetic = all(base.is_synthetic for base in case_bases)
    number = _last_release(data) + 1
    hand_over = HandOver(
        manifest=Manifest(
            release=number,
            made_on=today,
            mode="research" if is_research else "release",
            software=f"lighed {metadata.version('lighed')}",
            register_sha256=REGISTER.sha256,
            municipalities=tuple(sorted(base.municipality for base in case_bases)),
            legal_bases=permit.legal_bases,
            is_synthetic=is_synthetic,
            is_demo=permit.is_fictional or is_synthetic,
            limits=limits,
            outcomes=tuple(Outcome),
            periods=periods,
            people=people,
        ),
        moments=released,
        lookups=_lookup_rows(lookups),
    )
    path = target or data.hand_overs / f"hand-over-{number:03d}.zip"
    if path.exists():
        raise AnonymityError(f"{path.name}: there is such a file already, and a release is never written over.")
    # The ledger first: a release that is entered and not written costs nothing, one that is written and not entered
    # would spend epsilon that nobody counts.
    sha256 = hashlib.sha256(pack_hand_over(hand_over)).hexdigest()
    _enter(data, hand_over, sha256)
    write_hand_over(hand_over, path)
    return Release(path, replace(hand_over, sha256=sha256))


def _calibrated(released: AnonymisedCases, cases: Cases, split: Split, limits: Limits) -> AnonymisedCases:
    """Fit the calibration step inside, on later courses, with the types that anybody builds from what is released."""
    later = cases.take(split.later)
    long, weights = censoring_weights(later.weeks[0], later.ended[0], threshold_weeks=limits.threshold_weeks)
    codes = bin_values(later.values, [field.bins for field in released.fields])
    found = calibrate(build_person_types(released, limits), codes, long=long, weights=weights)
    return replace(released, calibration=None if found is None else (found.intercept, found.slope))


def _check_limits(limits: Limits) -> None:
    if limits.k < LEAST_K or limits.epsilon is None or not math.isfinite(limits.epsilon):
        raise AnonymityError(
            f"A release needs k of at least {LEAST_K} and noise on its counts; k is {limits.k} and epsilon "
            f"{limits.epsilon}. Raise k, or use --research for a file that no site accepts."
        )


def _check_size(n_people: int, moment: Moment) -> None:
    if n_people < LEAST_PEOPLE:
        raise AnonymityError(
            f"At {moment} there are courses of {n_people} people; a release needs {LEAST_PEOPLE}. Make it "
            "together with more municipalities, or use --research for a file that no site accepts."
        )


def _lookup_rows(lookups: Lookups) -> tuple[LookupRow, ...]:
    return tuple(LookupRow(**row) for row in lookups.rows.iter_rows(named=True))


def _last_release(data: DataHome) -> int:
    if not data.ledger.exists():
        return 0
    entries = data.ledger.read_text(encoding="utf-8").splitlines()
    return max((int(json.loads(entry)["release"]) for entry in entries), default=0)


def _enter(data: DataHome, hand_over: HandOver, sha256: str) -> None:
    manifest = hand_over.manifest
    entry: Mapping[str, object] = {
        "release": manifest.release,
        "made_on": manifest.made_on.isoformat(),
        "mode": manifest.mode,
        "municipalities": list(manifest.municipalities),
        "epsilon": manifest.limits.epsilon,
        "people": {moment: cases.n_build + cases.n_evaluation for moment, cases in hand_over.moments.items()},
        "sha256": sha256,
    }
    data.hand_overs.mkdir(parents=True, exist_ok=True)
    with data.ledger.open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(entry, sort_keys=True) + "\n")
