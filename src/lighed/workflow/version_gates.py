"""The evidence of a version -> its gates, each open or not, with what was looked at. Nobody ticks a box by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lighed.elements import REGISTER
from lighed.estimates.words import condition_in_words
from lighed.evaluation.report import MOMENT_NAMES
from lighed.evaluation.verdict import GroupVerdict, Verdict, fits, judged_groups
from lighed.governance import (
    Choice,
    Moment,
    NotPermitted,
    Purpose,
    Request,
    Standing,
    Text,
    check_permit,
    is_in_force,
)
from lighed.persontypes import Version
from lighed.workflow.evaluation import group_names
from lighed.workflow.version_evidence import Evidence, Gate

_Found = tuple[list[Text], list[Text]]
"""What was looked at, and what stands against the version."""


def check_gates(evidence: Evidence) -> tuple[Gate, ...]:
    """Every gate of `GATES`, in their order."""
    found = []
    for code, name, look in GATES:
        seen, missing = look(evidence)
        found.append(Gate(code, name, tuple(seen), tuple(missing)))
    return tuple(found)


def watched_groups(evidence: Evidence) -> tuple[tuple[str, Text], ...]:
    """The groups that are to be watched, as a key and a name: each wants a written rationale."""
    return tuple(
        (_key(moment, one), _group_text(moment, one))
        for moment, figures in evidence.figures.items()
        for one in judged_groups(figures)
        if one.verdict is Verdict.WATCH
    )


def _with_version(look: Callable[[Evidence, Version], _Found]) -> Callable[[Evidence], _Found]:
    """A gate that looks into the version itself stays shut while the file cannot be used."""

    def looked(evidence: Evidence) -> _Found:
        if evidence.version is None:
            return [], [
                Text(
                    da=f"versionens fil kan ikke bruges: {evidence.fault}",
                    en=f"the version's file cannot be used: {evidence.fault}",
                )
            ]
        return look(evidence, evidence.version)

    return looked


def _data(evidence: Evidence, version: Version) -> _Found:
    manifest = version.hand_over.manifest
    seen, missing = [], []
    for moment in version.moments:
        name, period, people = MOMENT_NAMES[moment], manifest.periods[moment], manifest.people[moment]
        first, untouched = period.first_registered_on, period.untouched_from
        seen.append(
            Text(
                da=f"{name.da}: {_thousands(people, '.')} personer, tilmeldt fra {first:%d.%m.%Y}; sager fra "
                f"{untouched:%d.%m.%Y} er ikke brugt.",
                en=f"{name.en}: {_thousands(people, ',')} people, registered from {first}; cases from {untouched} are "
                "not used.",
            )
        )
    seen.append(
        _both(
            f"{', '.join(version.municipalities)}",
            da="Bygget af forløb i kommune ",
            en="Built of courses in municipality ",
        )
    )
    if evidence.municipality not in version.municipalities:
        seen.append(
            Text(
                da=f"Kommune {evidence.municipality} er ikke blandt dem, hvis forløb versionen er bygget af.",
                en=f"Municipality {evidence.municipality} is not among those whose courses it is built of.",
            )
        )
    if version.is_research:
        missing.append(Text(da="versionen er til forskning", en="the version is for research"))
    if manifest.register_sha256 != REGISTER.sha256:
        missing.append(
            Text(
                da="bygget med et andet register over dataelementer", en="built with another register of data elements"
            )
        )
    return seen, missing


def _hand_over(evidence: Evidence, version: Version) -> _Found:
    manifest = version.hand_over.manifest
    seen, missing = [], []
    for moment, cases in version.hand_over.moments.items():
        name, proof = MOMENT_NAMES[moment], cases.proof
        seen.append(
            Text(
                da=f"{name.da}: talt efter; mindste gruppe har {proof.fewest_known_people} personer, grænsen er "
                f"{manifest.limits.k}.",
                en=f"{name.en}: recounted; the smallest group has {proof.fewest_known_people} people, the limit is "
                f"{manifest.limits.k}.",
            )
        )
        if not proof.holds:
            missing.append(Text(da=f"{name.da.lower()}: en grænse holder ikke", en=f"{name.en}: a limit does not hold"))
    return seen, missing


def _calibration(evidence: Evidence, version: Version) -> _Found:
    seen, missing = [], []
    for moment in version.moments:
        name, figures = MOMENT_NAMES[moment], evidence.figures.get(moment)
        if figures is None:
            missing.append(Text(da=f"{name.da.lower()} er ikke evalueret", en=f"{name.en.lower()} is not evaluated"))
            continue
        slope, level, about = figures["slope"], figures["in_the_large"], figures["about"]
        fit = [
            "–" if value is None else f"{round(value, 2) + 0.0:.2f}"  # no minus before zero
            for value in (slope["value"], slope["low"], slope["high"], level["value"])
        ]
        comma = [number.replace(".", ",") for number in fit]
        first, last = (date.fromisoformat(about[name]) for name in ("registered_from", "registered_to"))
        seen.append(
            Text(
                da=f"{name.da}: hældning {comma[0]} ({comma[1]} til {comma[2]}), niveau {comma[3]}; "
                f"{_thousands(figures['n_cases'], '.')} forløb tilmeldt {first:%d.%m.%Y} til {last:%d.%m.%Y}.",
                en=f"{name.en}: slope {fit[0]} ({fit[1]} to {fit[2]}), level {fit[3]}; "
                f"{_thousands(figures['n_cases'], ',')} courses registered {first} to {last}.",
            )
        )
        if not fits(figures):
            missing.append(
                Text(
                    da=f"{name.da.lower()}: hældning eller niveau passer ikke",
                    en=f"{name.en.lower()}: slope or level does not fit",
                )
            )
    return seen, missing


def _groups(evidence: Evidence, version: Version) -> _Found:
    seen, missing = [], []
    for moment in version.moments:
        name, figures = MOMENT_NAMES[moment], evidence.figures.get(moment)
        if figures is None:
            missing.append(Text(da=f"{name.da.lower()} er ikke evalueret", en=f"{name.en.lower()} is not evaluated"))
            continue
        judged = judged_groups(figures)
        n = {verdict: sum(one.verdict is verdict for one in judged) for verdict in Verdict}
        seen.append(
            Text(
                da=f"{name.da}: {n[Verdict.OK]} i orden, {n[Verdict.WATCH]} skal følges, {n[Verdict.STOP]} stop.",
                en=f"{name.en}: {n[Verdict.OK]} ok, {n[Verdict.WATCH]} watch, {n[Verdict.STOP]} stop.",
            )
        )
        for one in judged:
            text = _group_text(moment, one)
            if one.verdict is Verdict.STOP:
                missing.append(text)
            elif one.verdict is Verdict.WATCH and _key(moment, one) not in evidence.rationales:
                missing.append(
                    Text(da=f"{text.da} mangler en skreven begrundelse", en=f"{text.en} lacks a written rationale")
                )
            elif one.verdict is Verdict.WATCH:
                seen.append(
                    Text(da=f"{text.da} skal følges og er begrundet.", en=f"{text.en}: to be watched, and explained.")
                )
    return seen, missing


def _texts(evidence: Evidence, version: Version) -> _Found:
    codes = sorted({code for types in version.person_types.values() for code in types.codes})
    seen = [
        Text(
            da=f"{len(codes)} dataelementer med navn, betydning, begrundelse og kilde på begge sprog.",
            en=f"{len(codes)} data elements with name, meaning, rationale and source in both languages.",
        )
    ]
    missing = []
    for code in codes:
        element = evidence.elements.get(code)
        texts = [] if element is None else [element.name, element.meaning, element.rationale, element.screen]
        if not texts or any(not text.da.strip() or not text.en.strip() for text in texts):
            missing.append(
                Text(
                    da=f"dataelementet {code} har ingen offentlig beskrivelse",
                    en=f"the data element {code} has no public description",
                )
            )
    if missing:
        return [], missing
    n_types = 0
    for moment, types in version.person_types.items():
        for number, rule in enumerate(types.rules, start=1):
            words = [
                condition_in_words(types.fields[field].bins, bins, can_be_missing=False) for field, bins in rule.items()
            ]
            n_types += 1
            if any(not word.da.strip() or not word.en.strip() for word in words):
                missing.append(
                    Text(
                        da=f"persontype {number} ({moment}) har ingen ord",
                        en=f"person type {number} ({moment}) has no words",
                    )
                )
    seen.append(
        Text(
            da=f"{n_types} persontyper i ord på begge sprog.", en=f"{n_types} person types in words in both languages."
        )
    )
    return seen, missing


def _legal_basis(evidence: Evidence, version: Version) -> _Found:
    manifest = version.hand_over.manifest
    seen, missing = [], []
    for municipality in version.municipalities:
        ids = sorted(
            basis.id
            for basis in evidence.training_bases
            if basis.purpose is Purpose.TRAINING
            and municipality in basis.municipalities
            and basis.id in manifest.legal_bases
            and is_in_force(basis, on=manifest.made_on)
        )
        if ids:
            seen.append(
                Text(
                    da=f"Træning i kommune {municipality} den {manifest.made_on:%d.%m.%Y}: {', '.join(ids)}.",
                    en=f"Training in municipality {municipality} on {manifest.made_on}: {', '.join(ids)}.",
                )
            )
        else:
            missing.append(
                Text(
                    da=f"ingen hjemmel for træning i kommune {municipality} den {manifest.made_on:%d.%m.%Y}",
                    en=f"no legal basis for training in municipality {municipality} on {manifest.made_on}",
                )
            )
    elements = frozenset(
        evidence.elements[code].use
        for types in version.person_types.values()
        for code in types.codes
        if code in evidence.elements
    )
    # Of a person who has been informed and has said yes, or nothing would ever be permitted to nobody in particular.
    anyone = Standing(choice=Choice.YES, is_informed=True)
    request = Request(
        purpose=Purpose.OPERATION,
        municipalities=frozenset({evidence.municipality}),
        on=evidence.today,
        moments=frozenset(version.moments),
        elements=elements,
        is_synthetic=version.is_demo,
        standing=anyone,
    )
    try:
        permit = check_permit(evidence.law, request)
    except NotPermitted as refused:
        missing += [Text(da=one.da.rstrip("."), en=one.en.rstrip(".")) for one in refused.reasons]
    else:
        ids = list(permit.legal_bases)
        seen.append(_both(f"{', '.join(ids)}", da="Drift i dag: ", en="Operation today: "))
    return seen, missing


def _impact_assessment(evidence: Evidence) -> _Found:
    current = [one for one in evidence.assessments if one.review_due >= evidence.today]
    seen = [
        Text(
            da=f"{one.title} ({one.filed_at}), underskrevet af {one.signed.name}, {one.signed.role}, "
            f"{one.signed.on:%d.%m.%Y}; gennemgås senest {one.review_due:%d.%m.%Y}.",
            en=f"{one.title} ({one.filed_at}), signed by {one.signed.name}, {one.signed.role}, {one.signed.on}; review "
            f"due {one.review_due}.",
        )
        for one in evidence.assessments
    ]
    if current:
        return seen, []
    if evidence.assessments:
        return seen, [Text(da="gennemgangen er overskredet", en="its review is overdue")]
    return seen, [Text(da="ingen dækker versionen", en="none covers the version")]


def _way_back(evidence: Evidence) -> _Found:
    if evidence.way_back is None:
        return [Text(da="Første version i kommunen.", en="The first version in the municipality.")], []
    name, is_whole = evidence.way_back
    if is_whole:
        return [_both(name, da="Der kan rulles tilbage til ", en="It can be rolled back to ")], []
    return [], [Text(da=f"filen til {name} kan ikke bruges", en=f"the file of {name} cannot be used")]


GATES: tuple[tuple[str, Text, Callable[[Evidence], _Found]], ...] = (
    ("data", Text(da="Data", en="Data"), _with_version(_data)),
    ("hand_over", Text(da="Anonymisering", en="Anonymisation"), _with_version(_hand_over)),
    ("calibration", Text(da="Kalibrering", en="Calibration"), _with_version(_calibration)),
    ("groups", Text(da="Grupper", en="Groups"), _with_version(_groups)),
    ("texts", Text(da="Tekster", en="Texts"), _with_version(_texts)),
    ("legal_basis", Text(da="Hjemmel", en="Legal basis"), _with_version(_legal_basis)),
    ("impact_assessment", Text(da="Konsekvensanalyse", en="Impact assessment"), _impact_assessment),
    ("way_back", Text(da="Vej tilbage", en="Way back"), _way_back),
)
"""Code, name, and what looks at the evidence. A further gate is one more line here."""


def _key(moment: Moment, one: GroupVerdict) -> str:
    return f"{moment.value}/{one.grouping}/{one.label}"


def _group_text(moment: Moment, one: GroupVerdict) -> Text:
    """ "55+ (registration)" of an age group; of others with what they are grouped by."""
    names, moment_name = group_names(), MOMENT_NAMES[moment]
    grouping = names.get(one.grouping, _same(one.grouping))
    label = names.get(f"{one.grouping}/{one.label}", _same(one.label))
    if one.label == "missing":
        label = Text(da="ikke oplyst", en="not stated")
    if one.grouping == "age":
        da, en = label.da, label.en
    else:
        da, en = f"{grouping.da}: {label.da}", f"{grouping.en}: {label.en}"
    return Text(da=f"{da} ({moment_name.da.lower()})", en=f"{en} ({moment_name.en.lower()})")


def _same(word: str) -> Text:
    return Text(da=word, en=word)


def _both(words: str, *, da: str, en: str) -> Text:
    return Text(da=f"{da}{words}.", en=f"{en}{words}.")


def _thousands(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)
