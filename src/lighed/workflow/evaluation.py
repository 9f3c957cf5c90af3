"""A version + the case bases it was built on -> its report on the newest cases, which nobody has looked at before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib import metadata
from pathlib import Path

import numpy as np
import polars as pl

from lighed.anonymisation import Cases, Outcome, censoring_weights
from lighed.anonymisation.bins import bin_values
from lighed.anonymisation.cases import Floats
from lighed.elements import REGISTER
from lighed.estimates import Computed, band_of, compute
from lighed.evaluation import Durations, Evaluation, EvaluationCases, ReportMeta, evaluate, fit_baselines, write_report
from lighed.governance import LegalRegister, Moment, Text
from lighed.persontypes import PersonTypes, Version
from lighed.records import CaseBase
from lighed.workflow.cases import gather_cases
from lighed.workflow.data_home import DataHome
from lighed.workflow.release import Progress, open_case_bases, silent, training_permit
from lighed.workflow.versions import lookups_of

_AGE_GROUPS = (("under 30", 30), ("30-39", 40), ("40-49", 50), ("50-59", 60), ("60 and over", 200))
_POPULATION = Text(
    da="Forløb for personer på dagpenge, tilmeldt blandt den seneste femtedel; alle forløb, også flere for samme "
    "person.",
    en="Courses of people on unemployment benefit, registered in the newest fifth of the cases; every course, also "
    "several of one person.",
)


def evaluate_version(
    version: Version,
    data: DataHome,
    *,
    register: LegalRegister,
    today: date,
    made_at: datetime,
    n_draws: int = 500,
    progress: Progress = silent,
) -> dict[Moment, tuple[Evaluation, Path]]:
    """Compare the version's estimates with what happened to the newest cases, and write a report per scoring moment.

    It runs on the case system's side, under the same legal basis as training. Only figures about many people leave.

    Raises
    ------
    NotPermitted
        If a municipality has no legal basis for training.
    """
    case_bases = open_case_bases(data, version.municipalities)
    training_permit(case_bases, moments=version.moments, register=register, today=today)
    found = {}
    for moment, person_types in version.person_types.items():
        progress(f"Evaluation at {moment}")
        period = version.hand_over.manifest.periods[moment]
        cases = gather_cases(
            case_bases,
            moment=moment,
            lookups=lookups_of(version),
            first_case_on=period.first_registered_on,
            limits=version.hand_over.manifest.limits,
        )
        build = cases.take(np.flatnonzero((cases.registered_on < period.evaluation_from).to_numpy()))
        untouched = cases.take(np.flatnonzero((cases.registered_on >= period.untouched_from).to_numpy()))
        evaluation = evaluate(evaluation_cases(untouched, build, person_types), n_draws=n_draws)
        folder = data.reports / version.id / moment
        write_report(evaluation, folder, meta=_meta(version, moment, untouched, case_bases, made_at))
        found[moment] = (evaluation, folder)
    return found


def evaluation_cases(untouched: Cases, build: Cases, person_types: PersonTypes) -> EvaluationCases:
    """The estimates of the untouched cases, as `estimate` would make them, beside their outcomes and simpler ways."""
    computed = compute(bin_values(untouched.values, [field.bins for field in person_types.fields]), person_types)
    abstains = computed.lacks_too_much | computed.is_beyond_reach
    threshold = person_types.threshold_weeks
    long, weights = censoring_weights(untouched.weeks[0], untouched.ended[0], threshold_weeks=threshold)
    build_long, build_weights = censoring_weights(build.weeks[0], build.ended[0], threshold_weeks=threshold)
    baselines = fit_baselines(_columns(build), long=build_long, weights=build_weights)
    bands = [band_of(float(share), person_types.settings.cut_offs).value for share in computed.share]
    return EvaluationCases(
        long=long,
        weights=weights,
        estimate=np.where(abstains, np.nan, computed.share),
        low=np.where(abstains, np.nan, computed.low),
        high=np.where(abstains, np.nan, computed.high),
        band=np.where(abstains, "", np.array(bands, dtype=object)),
        groups=_groups(untouched),
        baselines=baselines.predict(_columns(untouched)),
        durations=_durations(untouched, computed, abstains, person_types),
        periods=np.array(person_types.periods, np.float64),
        people=np.array(untouched.people.to_list(), dtype=object),
    )


def _durations(
    cases: Cases, computed: Computed, abstains: np.ndarray[tuple[int], np.dtype[np.bool_]], person_types: PersonTypes
) -> Mapping[str, Durations]:
    curves = {
        Outcome.CONTACT_COURSE: person_types.contact_course,
        Outcome.BENEFIT_CASE: person_types.benefit_case,
    }
    return {
        outcome.value: Durations(
            weeks=cases.weeks[number],
            ended=cases.ended[number].astype(np.float64),
            still_running=np.where(
                abstains[:, None], np.nan, person_types.still_running(computed.ballots, curves[outcome])
            ),
        )
        for number, outcome in enumerate(Outcome)
    }  # fmt: skip


def _columns(cases: Cases) -> dict[str, Floats | np.ndarray[tuple[int], np.dtype[np.object_]]]:
    return {
        field.code: cases.values[field.code].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        if field.kind == "number"
        else np.array(cases.values[field.code].to_list(), dtype=object)
        for field in cases.fields
    }


def _groups(cases: Cases) -> dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]]:
    age = cases.values["age"].to_list()
    groups = {
        "sex": cases.values["sex"].to_list(),
        "age": [None if years is None else next(name for name, end in _AGE_GROUPS if years < end) for years in age],
        "interpreter_need": cases.values["interpreter_need"].to_list(),
        "municipality": [person.partition(":")[0] for person in cases.people],
    }
    return {name: np.array(labels, dtype=object) for name, labels in groups.items()}


def _meta(
    version: Version, moment: Moment, untouched: Cases, case_bases: Sequence[CaseBase], made_at: datetime
) -> ReportMeta:
    first, last = untouched.registered_on.min(), untouched.registered_on.max()
    if not isinstance(first, date) or not isinstance(last, date):
        raise ValueError("There are no untouched cases.")
    return ReportMeta(
        version=version.id,
        moment=moment,
        municipalities=version.municipalities,
        threshold_weeks=int(version.threshold_weeks),
        registered_from=first,
        registered_to=last,
        extracted_on=max(base.extracted_on for base in case_bases),
        made_at=made_at,
        is_synthetic=version.hand_over.manifest.is_synthetic,
        is_demo=version.is_demo,
        population=_POPULATION,
        software_version=metadata.version("lighed"),
        cut_offs=version.person_types[moment].settings.cut_offs,
        hashes={
            "version": version.sha256,
            "hand_over": version.hand_over.sha256,
            "element_register": REGISTER.sha256,
            **{f"case_base_{base.municipality}": base.sha256 for base in case_bases},
        },
        names=group_names(),
    )


def group_names() -> dict[str, Text]:
    """Grouping, and grouping and group -> its name, for the groups that an evaluation looks at."""
    names = {code: REGISTER[code].name for code in ("sex", "age", "interpreter_need")}
    for code in ("sex", "interpreter_need"):
        names |= {f"{code}/{value}": text for value, text in REGISTER[code].codes.items()}
    names["municipality"] = Text(da="Kommune", en="Municipality")
    names["age/under 30"] = Text(da="under 30", en="under 30")
    names["age/60 and over"] = Text(da="60 og derover", en="60 and over")
    return names
