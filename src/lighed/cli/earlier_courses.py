"""Commands on earlier courses: make up, import, anonymise, build, evaluate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.open_site import legal_register, open_site
from lighed.cli.options import (
    Municipalities,
    VersionFile,
    data_home,
    existing,
    now,
    version_file,
    writable_file,
    writable_folder,
)
from lighed.cli.progress import console, steps
from lighed.cli.versions import attach_reports
from lighed.governance import Moment

if TYPE_CHECKING:
    from lighed.evaluation import Figure

_LEAST_COURSES = 50
"""The generator makes no municipality with fewer."""


def demo_data(
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    courses: Annotated[
        int,
        typer.Option(
            min=_LEAST_COURSES, help=f"Contact courses of all together, {_LEAST_COURSES} or more for each municipality."
        ),
    ] = 48_000,
    municipalities: Annotated[int, typer.Option(min=1, max=9, help="How many; their codes are 901, 902 …")] = 3,
    registrations: Annotated[int, typer.Option(min=0, help="New registrations per municipality.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed and numbers give the same bytes.")] = 1,
) -> None:
    """Make up municipalities as case exports: people, CVs, job logs, meetings, with known true risks beside them.

    Writes one case export per municipality, `registrations/` with people who register afterwards, and `truth/`, which
    only benchmarks read.
    """
    if courses < _LEAST_COURSES * municipalities:
        raise typer.BadParameter(
            f"{_LEAST_COURSES} or more for each municipality: with --municipalities {municipalities} at least "
            f"{_LEAST_COURSES * municipalities}.",
            param_hint="'--courses'",
        )
    from lighed.synthetic import generate_municipalities

    with steps() as step:
        report = generate_municipalities(
            n_courses=courses, n_municipalities=municipalities, n_registrations=registrations, seed=seed,
            out=writable_folder(out), progress=lambda code, *_: step(f"Made-up municipality {code}") if code else None,
        )  # fmt: skip
    for municipality in report.municipalities:
        console.print(f"{municipality.code} {municipality.name}: {municipality.n_courses} courses")


def demo_legal_bases() -> None:
    """Enter the demonstration's two fictional legal bases, so that made-up municipalities can be worked with.

    One is for training, one for operation. No provision stands behind them: they cover made-up data of the
    municipalities 901 to 909, and never a real person.
    """
    audit = open_site("demo-legal-bases")
    from lighed.governance import demonstration_register
    from lighed.web import actions

    municipalities = sorted(demonstration_register().told_of_training)
    actions.enter_demonstration(municipalities, audit=audit)
    console.print(
        f"Two fictional legal bases, for made-up data of the municipalities {municipalities[0]} to "
        f"{municipalities[-1]} only."
    )


def import_(
    exports: Annotated[list[Path], typer.Argument(help="Case exports: folders or zip files, one per municipality.")],
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file that translates a case system's own names and codes.")
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Load the sound rows and list the others.")] = False,
) -> None:
    """Read case exports, check them whole, and make each its municipality's case base.

    An export with any fault is refused in one report that names every file, row, column and rule, and never a value.
    """
    from lighed.workflow import import_case_export

    sources = [existing(source) for source in exports]
    try:
        for source in sources:
            with steps() as step:
                step(f"Import of {source.name}")
                report = import_case_export(
                    source,
                    data=data_home().path,
                    mapping=existing(mapping) if mapping else None,
                    is_partial=partial,
                    on_rows=step.rows,
                )
            _record_import(report.municipality)
            console.print(report.text("en"), markup=False)
    finally:
        _erase_again()


def _erase_again() -> None:
    """Whoever was erased since an old export was extracted does not come back with it."""
    if not (data_home().path / "erasures.jsonl").exists():
        return
    audit = open_site("import")
    from lighed.web import actions

    if n_rows := actions.erase_again_from_case_bases(audit=audit):
        console.print(f"Rows of people who were erased, taken out again: {n_rows}")


def _record_import(municipality: str | None) -> None:
    """The log says that a municipality's people came in, and not who: they are in files, and have no key here."""
    audit = open_site("import")
    from lighed.web import actions

    actions.record(audit=replace(audit, municipality=municipality, criterion=audit.actor))


def anonymise(
    municipality: Municipalities = None,
    moment: Annotated[
        list[Moment] | None, typer.Option(help="Scoring moment; repeat it. Default: registration and hand_over.")
    ] = None,
    epsilon: Annotated[float, typer.Option(min=0.01, max=10, help="Of the counts, per person and release.")] = 1.0,
    k: Annotated[int, typer.Option(min=20, help="People with known outcome per group.")] = 100,
    research: Annotated[
        bool, typer.Option("--research", help="Allow fewer than 10,000 people; no site accepts the file.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="File to write. Default: one in LIGHED_DATA/hand-overs.")] = None,
) -> None:
    """Turn imported courses into anonymised case groups and write the hand-over: all that may cross.

    Needs a legal basis for training in every municipality.
    """
    from lighed.anonymisation import Limits
    from lighed.workflow import open_case_bases, release_hand_over

    moments = tuple(dict.fromkeys(moment)) if moment else tuple(Moment)
    # Named twice, a municipality's people would be counted twice.
    municipalities = tuple(dict.fromkeys(municipality or ()))
    home = data_home()
    writable_folder(home.hand_overs)
    target = writable_file(out) if out else None
    # Whoever has imported nothing is told so before the law is asked, and before the site is made ready for it.
    open_case_bases(home, municipalities)
    register = legal_register("anonymise")
    with steps() as step:
        release = release_hand_over(
            home,
            register=register,
            today=now().date(),
            municipalities=municipalities,
            moments=moments,
            limits=Limits(epsilon=epsilon, k=k, n_moments=len(moments)),
            is_research=research,
            target=target,
            progress=step,
        )
    for at, cases in release.hand_over.moments.items():
        console.print(
            f"{at}: {cases.n_build} people in {len(cases.groups.rules)} groups, {cases.n_evaluation} others in "
            f"{len(cases.evaluation.rules)} groups to evaluate"
        )
    size = f"{release.path.stat().st_size / 1e6:.2f} MB, sha256 {release.hand_over.sha256}"
    console.print(f"{release.path}  ({size})", markup=False, soft_wrap=True)


def build(
    hand_over: Annotated[Path, typer.Argument(help="A hand-over file; nothing else is read.")],
    low_below: Annotated[
        float, typer.Option(help="Share of long courses under which the risk is low at registration, above 0.")
    ] = 0.30,
    high_from: Annotated[
        float,
        typer.Option(
            help="Share of long courses from which the risk is high at registration, above --low-below and below 1."
        ),
    ] = 0.55,
    hand_over_low_below: Annotated[
        float, typer.Option(help="The same as --low-below, at the hand-over from fund to municipality.")
    ] = 0.50,
    hand_over_high_from: Annotated[
        float, typer.Option(help="The same as --high-from, at the hand-over from fund to municipality.")
    ] = 0.80,
) -> None:
    """Build person types from a hand-over and write them as a version.

    The limits between low, medium and high are chosen for each scoring moment. The same hand-over and settings give the
    same bytes.
    """
    cut_offs = {
        Moment.REGISTRATION: _cut_offs("--", low_below, high_from),
        Moment.HAND_OVER: _cut_offs("--hand-over-", hand_over_low_below, hand_over_high_from),
    }
    from lighed.workflow import Settings, build_version

    with steps() as step:
        step("Person types")
        version = build_version(
            existing(hand_over),
            writable_folder(data_home().versions),
            settings={moment: Settings(cut_offs=of) for moment, of in cut_offs.items()},
        )
    for moment, types in version.person_types.items():
        low, high = (100 * limit for limit in types.settings.cut_offs)
        console.print(
            f"{moment}: {len(types)} person types; of 100 courses {100 * types.usual_share:.0f} became long; "
            f"low under {low:g}, high from {high:g}"
        )
    mark = " [demo]" if version.is_demo else ""
    console.print(f"{data_home().versions / version.id}.lighed{mark}", markup=False, soft_wrap=True)


def _cut_offs(prefix: str, low_below: float, high_from: float) -> tuple[float, float]:
    low, high = f"{prefix}low-below", f"{prefix}high-from"
    if not 0 < low_below < high_from < 1:
        raise typer.BadParameter(
            f"{low} must be above 0, {high} below 1, and {low} ({low_below}) less than {high} ({high_from}).",
            param_hint=f"'{low}' and '{high}'",
        )
    return low_below, high_from


def evaluate(version: VersionFile = None) -> None:
    """Compare a version's estimates with what happened to the newest fifth of the courses, and write a report.

    Runs on the case system's side, under the legal basis for training.
    """
    from lighed.workflow import evaluate_version, load_version

    writable_folder(data_home().reports)
    loaded = load_version(version_file(version), is_research_allowed=True)
    register = legal_register("evaluate")
    with steps() as step:
        found = evaluate_version(
            loaded,
            data_home(),
            register=register,
            today=now().date(),
            made_at=now(),
            progress=step,
        )
    attach_reports([folder for _, folder in found.values()])
    for moment, (evaluation, folder) in found.items():
        accuracy = evaluation.accuracy
        figures = {"AUC": accuracy.auc, "Brier": accuracy.brier, "calibration slope": accuracy.calibration_slope}
        told = ", ".join(f"{name} {_in_words(figure)}" for name, figure in figures.items())
        console.print(f"{moment}: {told}", markup=False)
        console.print(f"  {folder / 'report.en.html'}", markup=False, soft_wrap=True)


def _in_words(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "not to be told from so few cases"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
