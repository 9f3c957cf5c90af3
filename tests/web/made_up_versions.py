"""Versions small enough to be built in a test, and reports on them that say what the test wants."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lighed.anonymisation import (
    HandOver,
    Limits,
    Manifest,
    Outcome,
    Period,
    anonymise_cases,
    secure_laplace,
    write_hand_over,
)
from lighed.anonymisation.cases import Field
from lighed.elements import REGISTER
from lighed.governance import Moment, Side, Signature, Step, demonstration_register
from lighed.persontypes import Settings, Version
from lighed.web import actions
from lighed.web.models import BasisState, LegalBasisEntry, User, VersionUse
from lighed.workflow import build_version
from tests.made_up_cases import made_up_cases
from tests.web.factories import HERE, NOW, audit

MADE_ON = date(2026, 11, 1)
_CODES = {"age": "age", "licence": "interpreter_need", "trade": "sex", "noise": "n_regions"}
REASON = "Looked at the report together"


def a_hand_over(path: Path) -> Path:
    """A hand-over of one moment with real elements in it, big enough that a site accepts it."""
    limits = Limits(k=100, least_of_each=5, epsilon=4.0, n_moments=1)
    cases = made_up_cases(11_000)
    named = replace(
        cases,
        fields=tuple(Field(_CODES[field.code], field.kind, field.step) for field in cases.fields),
        values=cases.values.rename(_CODES),
    )
    manifest = Manifest(
        release=1,
        made_on=MADE_ON,
        mode="release",
        software="test",
        register_sha256=REGISTER.sha256,
        municipalities=(HERE,),
        legal_bases=("demo-training",),
        is_synthetic=True,
        is_demo=True,
        limits=limits,
        outcomes=tuple(Outcome),
        periods={Moment.REGISTRATION: Period(date(2021, 1, 4), date(2023, 1, 1), date(2024, 1, 1))},
        people={Moment.REGISTRATION: 11_000},
    )
    released = anonymise_cases(named, limits, noise=secure_laplace)
    write_hand_over(HandOver(manifest=manifest, moments={Moment.REGISTRATION: released}, lookups=()), path)
    return path


def two_versions(folder: Path) -> list[Path]:
    """Two versions of one hand-over, with different limits between the bands."""
    hand_over = a_hand_over(folder / "hand-over.zip")
    built = [
        build_version(hand_over, folder, settings={Moment.REGISTRATION: Settings(cut_offs=cut)})
        for cut in ((0.3, 0.55), (0.25, 0.5))
    ]
    return [folder / f"{version.id}.lighed" for version in built]


def figure(value: float, half: float = 0.03) -> dict[str, float]:
    return {"value": value, "low": value - half, "high": value + half}


def group(label: str, *, level: float = 1.0, flagged: float = 0.10, expected: float = 0.10, **changes: Any) -> dict:
    accuracy = {
        "observed_over_predicted": figure(level),
        "wrongly_flagged": figure(flagged, 0.01),
        "wrongly_flagged_expected": figure(expected, 0.01),
    }
    return {"label": label, "n_people": 500, "is_reference": False, "accuracy": accuracy} | changes


def write_report(folder: Path, version: Version, *, slope: float = 1.0, ages: tuple[dict, ...] = ()) -> Path:
    """A report on the version, in the form that `lighed evaluate` writes, in the folder of its moment."""
    groups = [group("under 30", is_reference=True), *ages]
    report = {
        "format": "lighed-evaluation",
        "version": 1,
        "about": {
            "version": version.id,
            "moment": "registration",
            "registered_from": "2024-01-01",
            "registered_to": "2024-12-31",
            "made_at": NOW.isoformat(),
            "hashes": {"version": version.sha256},
        },
        "evaluation": {
            "n_cases": 2000,
            "n_people": 1900,
            "accuracy": {"auc": figure(0.72), "calibration_slope": figure(slope), "in_the_large": figure(0.004)},
            "groups": {"age": groups},
        },
    }
    made = folder / version.id / "registration"
    made.mkdir(parents=True, exist_ok=True)
    (made / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (made / "report.da.html").write_text("<p>Rapport</p>", encoding="utf-8")
    (made / "report.en.html").write_text("<p>Report</p>", encoding="utf-8")
    return made


def enter_training_basis(municipality: str = HERE) -> LegalBasisEntry:
    """The demonstration's basis for training, in force since it began."""
    (basis,) = (one for one in demonstration_register().legal_bases if one.id == "demo-training")
    assert basis.entered is not None
    entry = actions.enter_legal_basis(basis, municipality=municipality, entered=basis.entered, audit=audit())
    entry.state, entry.approved, entry.approved_at = (
        BasisState.APPROVED,
        entry.entered | {"person": "bent", "name": "Bent Dahl", "role": "approver"},
        NOW,
    )
    entry.save()
    return entry


def enter_assessment(manager: User, *, review_due: date = date(2027, 6, 1), **changes: Any) -> None:
    given: dict[str, Any] = {
        "title": "Konsekvensanalyse 2026",
        "filed_at": "26/1234",
        "version": None,
        "covers_until": date(2027, 12, 31),
        "signed": Signature("karen", "Karen Lund", "Leder", date(2026, 10, 1)),
        "review_due": review_due,
    }
    actions.enter_assessment(HERE, **(given | changes), by=actions.actor_of(manager), audit=audit())


def approved(use: VersionUse, staff: dict[str, User]) -> VersionUse:
    """Proposed by its builder and signed by the two approvers."""
    use = actions.take_step(use, Step.PROPOSE, by=actions.actor_of(staff["ida"]), reason=REASON, audit=audit())
    for name, side in (("faglig", Side.PROFESSIONAL), ("data", Side.DATA)):
        by = actions.actor_of(staff[name])
        use = actions.take_step(use, Step.SIGN, by=by, side=side, reason=REASON, audit=audit())
    return use
