"""The manifest of a hand-over <-> checked JSON: every statement known, finite and within the limits of its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from lighed.anonymisation.cases import Outcome
from lighed.anonymisation.handover import LEAST_K, LEAST_PEOPLE, HandOver, Manifest, Period
from lighed.anonymisation.handover_tables import FORMAT, VERSION
from lighed.anonymisation.proof import AnonymityError, Recount
from lighed.anonymisation.release import Limits
from lighed.governance import Moment

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(max_length=100, pattern=r"^[\w .:+-]+$")]
Municipality = Annotated[str, Field(pattern=r"^\d{3}$")]
_MOST_GROUPS = 10_000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class LimitsFile(_Strict):
    threshold_weeks: float = Field(gt=0)
    periods: tuple[Annotated[float, Field(gt=0)], ...] = Field(min_length=1, max_length=50)
    k: int = Field(ge=1)
    least_of_each: int = Field(ge=1)
    bin_min: int = Field(ge=1)
    max_pairs: int = Field(ge=0, le=100)
    epsilon: float | None = Field(gt=0)
    n_moments: int = Field(ge=1, le=len(Moment))


class PeriodFile(_Strict):
    first_registered_on: date
    evaluation_from: date
    untouched_from: date


class ProofFile(_Strict):
    every_case_in_one_group: StrictBool
    every_group_has_k: StrictBool
    every_group_has_least_of_each: StrictBool
    every_value_has_bin_min: StrictBool
    one_course_per_person: StrictBool
    evaluated_on_other_people: StrictBool
    fewest_known_people: int
    fewest_known_people_in_evaluation: int


class MomentFile(_Strict):
    intercept: float
    calibration: tuple[float, Annotated[float, Field(gt=0)]] | None
    n_build: int = Field(ge=0, multiple_of=5)
    n_evaluation: int = Field(ge=0, multiple_of=5)
    n_groups: int = Field(ge=1, le=_MOST_GROUPS)
    n_evaluation_groups: int = Field(ge=1, le=_MOST_GROUPS)
    proof: ProofFile


class NoiseFile(_Strict):
    distribution: Literal["laplace"]
    scale: float = Field(ge=0)
    covers: Literal["counts alone; values, points and groups come from personal data without noise"] = (
        "counts alone; values, points and groups come from personal data without noise"
    )


class ManifestFile(_Strict):
    """``manifest.json``. Nothing may stand in it but these statements."""

    format: Literal["lighed-hand-over"]
    version: Literal[1]
    release: int = Field(ge=1)
    made_on: date
    mode: Literal["release", "research"]
    software: Name
    register_sha256: Sha256
    municipalities: tuple[Municipality, ...] = Field(min_length=1, max_length=200)
    legal_bases: tuple[Name, ...] = Field(max_length=200)
    is_synthetic: StrictBool
    is_demo: StrictBool
    limits: LimitsFile
    outcomes: tuple[Outcome, ...]
    periods: Mapping[Moment, PeriodFile]
    people: Mapping[Moment, Annotated[int, Field(ge=0, multiple_of=100)]]
    moments: Mapping[Moment, MomentFile] = Field(min_length=1)
    noise: NoiseFile
    files: Mapping[str, Sha256]

    @model_validator(mode="after")
    def _agrees(self) -> ManifestFile:
        limits = self.limits
        if self.outcomes != tuple(Outcome):
            raise ValueError(f"outcomes must be {', '.join(Outcome)}")
        if not set(self.moments) == set(self.periods) == set(self.people):
            raise ValueError("moments, periods and people must name the same moments")
        if len(set(self.municipalities)) < len(self.municipalities):
            raise ValueError("a municipality stands twice")
        for proof in (moment.proof for moment in self.moments.values()):
            if proof.fewest_known_people < limits.k - limits.k % 5 or not Recount(**proof.model_dump()).holds:
                raise ValueError("the proof says that a limit does not hold")
        if self.mode == "release":
            self._keeps_floors()
        return self

    def _keeps_floors(self) -> None:
        limits = self.limits
        if limits.k < LEAST_K or limits.epsilon is None or limits.bin_min < LEAST_K or limits.least_of_each < 2:
            raise ValueError(
                f"a release has k and bin_min of {LEAST_K} or more, both outcomes in each group, and noise"
            )
        if limits.n_moments != len(self.moments):
            raise ValueError("the noise of a release is shared out over its moments")
        if min(self.people.values()) < LEAST_PEOPLE:
            raise ValueError(f"a release has courses of at least {LEAST_PEOPLE} people at every moment")


def write_manifest(hand_over: HandOver, sha256: Mapping[str, str]) -> bytes:
    """The manifest as JSON. `sha256` is file name -> hash."""
    manifest = hand_over.manifest
    document = ManifestFile(
        format=FORMAT,
        version=VERSION,
        **{
            name: value
            for name, value in asdict(manifest).items()
            if name not in ("limits", "periods")
        },
        limits=LimitsFile(**asdict(manifest.limits)),
        periods={moment: PeriodFile(**asdict(period)) for moment, period in manifest.periods.items()},
        moments={
            moment: MomentFile(
                intercept=cases.intercept,
                calibration=cases.calibration,
                n_build=cases.n_build,
                n_evaluation=cases.n_evaluation,
                n_groups=len(cases.groups.rules),
                n_evaluation_groups=len(cases.evaluation.rules),
                proof=ProofFile(**asdict(cases.proof)),
            )
            for moment, cases in hand_over.moments.items()
        },
        noise=NoiseFile(distribution="laplace", scale=manifest.limits.noise_scale),
        files=dict(sha256),
    )  # fmt: skip
    return json.dumps(document.model_dump(mode="json"), indent=1, sort_keys=True, ensure_ascii=False).encode()


def parse_manifest(content: bytes) -> ManifestFile:
    """Check ``manifest.json``.

    Raises
    ------
    AnonymityError
        Naming every statement that is missing, unknown or not allowed; never what stands there.
    """
    try:
        return ManifestFile.model_validate_json(content)
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}".removeprefix(": ")
            for fault in error.errors(include_input=False, include_context=False, include_url=False)
        )
        raise AnonymityError(f"manifest.json: {'; '.join(faults)}.") from None


def manifest_of(document: ManifestFile) -> Manifest:
    """The checked statements as the product's own type."""
    plain: dict[str, Any] = {
        name: getattr(document, name)
        for name in (
            "release", "made_on", "mode", "software", "register_sha256", "municipalities", "legal_bases",
            "is_synthetic", "is_demo", "outcomes",
        )
    }  # fmt: skip
    return Manifest(
        **plain,
        limits=Limits(**document.limits.model_dump()),
        periods={moment: Period(**period.model_dump()) for moment, period in document.periods.items()},
        people=dict(document.people),
    )
