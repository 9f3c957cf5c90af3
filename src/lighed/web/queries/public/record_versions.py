"""A municipality -> the version in operation, its newest reports and its impact assessments, as the record tells "
"them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lighed.evaluation.report import CUT_OFF_NAMES, MOMENT_NAMES
from lighed.governance import Moment, Text, VersionState
from lighed.persontypes import PersonTypes, Version
from lighed.transparency.oversight import ROLE_NAMES
from lighed.transparency.record import (
    AssessmentShown,
    Dataset,
    Decision,
    EvaluationShown,
    GroupShown,
    Metric,
    ModelMoment,
    ModelVersionShown,
    NotStated,
)
from lighed.web.models import ImpactAssessment, Paper, PaperState, VersionEvaluation, VersionStep, VersionUse
from lighed.web.queries.experts.versions import evaluations_of, report_file
from lighed.web.queries.experts.versions_in_operation import whole_version
from lighed.workflow import VersionError

_NO_VERSION = Text(da="ingen version er i brug.", en="no version is in operation.")
_UNREADABLE = Text(
    da="versionens fil er væk eller ændret, så den ikke kan bruges.",
    en="the version’s file is gone or changed, so that it cannot be used.",
)
_REPORT = "report.json"
STEP_NAMES: Mapping[str, Text] = {
    "add": Text(da="Tilføjet", en="Added"),
    "evaluate": Text(da="Målt", en="Evaluated"),
    "propose": Text(da="Indstillet", en="Proposed"),
    "sign": Text(da="Godkendt", en="Signed"),
    "reject": Text(da="Afvist", en="Rejected"),
    "shadow": Text(da="Skyggedrift begyndt", en="Shadow run begun"),
    "release": Text(da="Taget i brug", en="Put into operation"),
    "roll_back": Text(da="Rullet tilbage", en="Rolled back"),
    "confirm": Text(da="Tilbagerulning bekræftet", en="Roll-back confirmed"),
    "retire": Text(da="Udfaset", en="Retired"),
    "advise": Text(da="Råd givet", en="Advice given"),
    "explain": Text(da="Begrundelse skrevet", en="Rationale written"),
}
_METRICS: Mapping[str, Text] = {
    "auc": Text(da="Rangordning (AUC)", en="Ranking (AUC)"),
    "brier": Text(da="Gennemsnitlig fejl (Brier)", en="Mean error (Brier)"),
    "calibration_slope": Text(da="Hældning af kalibreringen", en="Calibration slope"),
    "calibration_intercept": Text(da="Niveau af kalibreringen", en="Calibration intercept"),
    "in_the_large": Text(da="Observeret minus skønnet andel", en="Observed minus estimated share"),
    "observed": Text(da="Andel lange", en="Share that became long"),
    "predicted": Text(da="Skønnet andel lange", en="Estimated share of long courses"),
}
_ERRORS: Mapping[str, Text] = {
    "missed": Text(da="Overset blandt de lange", en="Missed among the long"),
    "wrongly_flagged": Text(da="Forkert markeret blandt de andre", en="Wrongly flagged among the others"),
}
_GROUP_METRICS: Mapping[str, Text] = {
    "observed_over_predicted": Text(da="Observeret over skønnet", en="Observed over estimated"),
    "wrongly_flagged": Text(da="Forkert markeret som høj", en="Wrongly flagged as high"),
    "wrongly_flagged_expected": Text(
        da="Forkert markeret, hvis hvert skøn var rigtigt", en="Wrongly flagged if every estimate were right"
    ),
}


def version_shown(municipality: str) -> ModelVersionShown | NotStated:
    """The version in operation, read from its file; why not, where there is none or it cannot be read."""
    use = use_in_operation(municipality)
    if use is None:
        return NotStated(_NO_VERSION)
    try:
        version = whole_version(use.version.path, use.version.sha256)
    except VersionError:
        return NotStated(_UNREADABLE)
    manifest = version.hand_over.manifest
    return ModelVersionShown(
        id=version.id,
        sha256=version.sha256,
        hand_over_sha256=version.hand_over.sha256,
        register_sha256=manifest.register_sha256,
        software=manifest.software,
        made_on=manifest.made_on,
        mode=manifest.mode,
        is_demo=version.is_demo,
        is_synthetic=manifest.is_synthetic,
        k=manifest.limits.k,
        epsilon=manifest.limits.epsilon,
        in_operation_from=use.in_operation_from,
        moments=tuple(
            _moment(version, moment, version.person_types[moment]) for moment in Moment if moment in version.moments
        ),
        decisions=tuple(_decision(step) for step in use.steps.order_by("id")),
    )


def use_in_operation(municipality: str) -> VersionUse | None:
    """The municipality's version in operation, whatever has become of its file."""
    uses = VersionUse.objects.select_related("version", "municipality")
    return uses.filter(municipality=municipality, state=VersionState.IN_OPERATION.value).first()


def evaluations_shown(municipality: str) -> tuple[EvaluationShown, ...]:
    """The newest report of each moment on the version in operation."""
    use = use_in_operation(municipality)
    if use is None:
        return ()
    return tuple(_evaluation(evaluation, name) for evaluation, name in evaluations_of(use))


def assessments_shown_of(municipality: str, *, today: date) -> tuple[AssessmentShown, ...]:
    """The impact assessments that still cover something, the newest first."""
    entries = ImpactAssessment.objects.filter(municipality=municipality).select_related("version")
    covering = [
        one for one in entries.order_by("-entered_at", "-id") if not (one.covers_until and one.covers_until < today)
    ]
    return tuple(
        AssessmentShown(
            kind="dpia",
            title=one.title,
            filed_at=one.filed_at,
            signed_by_role=_roles_in_words(one.signed["role"]),
            signed_on=one.signed_on,
            review_due=one.review_due,
            covers=_covers(one),
            is_fictional=one.is_fictional,
        )
        for one in covering
    ) + tuple(_signed_fria(municipality))


def _signed_fria(municipality: str) -> Iterator[AssessmentShown]:
    """The newest fundamental rights impact assessment that was signed here, where there is one."""
    papers = Paper.objects.filter(municipality=municipality, kind="fria", state=PaperState.SIGNED)
    newest = papers.order_by("number").last()
    if newest is None or newest.signed is None or newest.signed_on is None or newest.review_due is None:
        return
    yield AssessmentShown(
        kind="fria",
        title=f"FRIA {newest.number}",
        filed_at="Lighed",
        signed_by_role=_roles_in_words(newest.signed["role"]),
        signed_on=newest.signed_on,
        review_due=newest.review_due,
        covers=Text(
            da=f"Version {newest.version}" if newest.version else "Brugen, før en version er taget i brug",
            en=f"Version {newest.version}" if newest.version else "The use, before a version is in operation",
        ),
        is_fictional=newest.is_fictional,
    )


def datasets_of(version: ModelVersionShown | NotStated) -> tuple[Dataset, ...]:
    """What the version was made of and measured with, what is worked on, and what is given away."""
    return (
        Dataset(
            code="operation",
            title=Text(da="Oplysninger om personer i kontaktforløb", en="Information about people in contact courses"),
            description=Text(
                da="De oplysninger i kataloget, som fagsystemet sender om en person, og skønnet med forklaring.",
                en="What the case system sends about a person, of the elements in the catalogue, and the estimate with "
                "its "
                "explanation.",
            ),
            is_personal=True,
            is_public=False,
            source=Text(da="Kommunens fagsystem", en="The municipality’s case system"),
            collection=Text(
                da="Fagsystemet sender en hændelse, når personen melder sig eller går over til kommunen.",
                en="The case system sends an event when the person registers or is handed over to the municipality.",
            ),
            from_day=_for_each("personen melder sig.", "it begins as each person registers."),
            until_day=_for_each("den følger fristerne for sletning.", "it follows the terms of retention."),
            n_people=NotStated(
                Text(da="antallet står på siden med tal.", en="the number stands on the page of figures.")
            ),
        ),
        *_made_of(version),
    )


def _for_each(da: str, en: str) -> NotStated:
    return NotStated(Text(da=f"perioden er forskellig for hver person: {da}", en=f"the period differs by person: {en}"))


def _made_of(version: ModelVersionShown | NotStated) -> Iterator[Dataset]:
    if isinstance(version, NotStated):
        return
    made_up = Text(da=" Data er opdigtede.", en=" The data are made up.") if version.is_synthetic else Text("", "")
    noise = (
        Text(da="uden støj", en="without noise")
        if version.epsilon is None
        else Text(da=f"med støj (epsilon {version.epsilon:g})", en=f"with noise (epsilon {version.epsilon:g})")
    )
    for moment in version.moments:
        yield Dataset(
            code=f"training-{moment.moment}",
            title=Text(
                da=f"Anonyme tidligere forløb: {moment.name.da}", en=f"Anonymised earlier courses: {moment.name.en}"
            ),
            description=Text(
                da=f"Grupper af mindst {version.k} personer, deres antal {noise.da}, og point for hver oplysning. "
                f"Ingen rækker om personer. De sidste forløb er holdt uden for og bruges til måling.{made_up.da}",
                en=f"Groups of at least {version.k} people, their numbers {noise.en}, and points for each element. No "
                f"rows about people. The last courses were left out and serve to measure it.{made_up.en}",
            ),
            is_personal=False,
            is_public=False,
            source=Text(da="Udtræk af kommunens fagsystem", en="An extraction from the municipality’s case system"),
            collection=Text(
                da="Udtrækket gøres anonymt på fagsystemets side, og grænserne tælles efter.",
                en="The extraction is made anonymous on the case system’s side, and the limits are recounted.",
            ),
            from_day=moment.registered_from,
            until_day=moment.registered_before,
            n_people=moment.n_people,
        )


def _moment(version: Version, moment: Moment, types: PersonTypes) -> ModelMoment:
    manifest = version.hand_over.manifest
    period = manifest.periods[moment]
    return ModelMoment(
        moment=moment.value,
        name=MOMENT_NAMES[moment],
        threshold_weeks=version.threshold_weeks,
        cut_offs=types.settings.cut_offs,
        n_types=len(types),
        n_voting=types.settings.n_voting,
        kappa=types.settings.kappa,
        alpha=types.settings.alpha,
        usual_share=round(types.usual_share, 4),
        n_people=manifest.people[moment],
        registered_from=period.first_registered_on,
        registered_before=period.untouched_from,
        elements=tuple(sorted(types.codes)),
    )


def _decision(step: VersionStep) -> Decision:
    return Decision(
        step=step.step,
        says=STEP_NAMES[step.step],
        side=step.side,
        role=_roles_in_words(step.role),
        at=step.at,
        reason=step.reason,
    )


def _roles_in_words(stored: str) -> Text:
    """Roles by their names; a title that somebody wrote stays as it is."""
    names = [ROLE_NAMES[role] for role in ROLE_NAMES if role.value in stored.split(",")]
    if not names:
        return Text(stored, stored)
    return Text(da=", ".join(name.da for name in names), en=", ".join(name.en for name in names))


def _evaluation(evaluation: VersionEvaluation, name: Text) -> EvaluationShown:
    figures = evaluation.figures
    return EvaluationShown(
        moment=evaluation.moment,
        name=name,
        made_at=evaluation.made_at,
        registered_from=date.fromisoformat(figures["about"]["registered_from"]),
        registered_to=date.fromisoformat(figures["about"]["registered_to"]),
        n_cases=figures["n_cases"],
        n_people=figures["n_people"],
        metrics=tuple(_metrics(evaluation)),
        groups=tuple(_group(one) for one in figures["groups"]),
        files=dict(sorted(evaluation.files.items())),
    )


def _metrics(evaluation: VersionEvaluation) -> Iterator[Metric]:
    """What the report says of everyone; where its file is gone, what was kept of it when it was attached."""
    kept = evaluation.figures
    found = report_file(evaluation, _REPORT)
    report: Mapping[str, Any] = json.loads(found)["evaluation"] if found is not None else {}
    accuracy: Mapping[str, Any] = report.get("accuracy") or {
        "auc": kept["auc"],
        "calibration_slope": kept["slope"],
        "in_the_large": kept["in_the_large"],
    }
    for code, name in _METRICS.items():
        if code in accuracy:
            yield _metric(code, name, accuracy[code])
    for cut_off in report.get("cut_offs", ()):
        band = CUT_OFF_NAMES[cut_off["name"]]
        for code, name in _ERRORS.items():
            named = Text(da=f"{name.da}: {band.da.lower()}", en=f"{name.en}: {band.en.lower()}")
            yield _metric(f"{code}_{cut_off['name']}", named, cut_off[code])


def _group(stored: Mapping[str, Any]) -> GroupShown:
    return GroupShown(
        grouping=stored["grouping"],
        label=stored["label"],
        n_people=stored["n_people"],
        is_reference=stored["is_reference"],
        metrics=tuple(_metric(code, name, stored[code]) for code, name in _GROUP_METRICS.items()),
    )


def _metric(code: str, name: Text, figure: Mapping[str, float | None]) -> Metric:
    return Metric(code=code, name=name, value=figure["value"], low=figure["low"], high=figure["high"])


def _covers(assessment: ImpactAssessment) -> Text:
    if assessment.version is not None:
        return Text(da=f"Version {assessment.version.version}", en=f"Version {assessment.version.version}")
    day = assessment.covers_until
    return Text(da=f"Versioner i brug til og med {day}", en=f"Versions in operation until {day}")
