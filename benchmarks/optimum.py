"""A version + made-up municipalities with known truth -> how far its estimates are from the best possible ones.

    python -m benchmarks.optimum EXPORTS [--version FILE]

EXPORTS is the folder that `lighed demo-data` wrote, with `truth/`; LIGHED_DATA holds the case bases imported from it.
The product never reads the truth: this command only.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import brier_score_loss, roc_auc_score

from lighed.anonymisation import Cases
from lighed.cli.options import data_home, version_file
from lighed.evaluation import EvaluationCases
from lighed.governance import Moment
from lighed.workflow import load_version
from lighed.workflow.cases import gather_cases
from lighed.workflow.evaluation import evaluation_cases
from lighed.workflow.release import open_case_bases
from lighed.workflow.versions import lookups_of

N_DRAWS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exports", type=Path)
    parser.add_argument("--version", type=Path)
    arguments = parser.parse_args()
    version = load_version(version_file(arguments.version), is_research_allowed=True)
    bases = open_case_bases(data_home(), version.municipalities)
    print(f"{'moment':13} {'':10} {'AUC':>7} {'Brier':>7}   (assessed cases of the untouched fifth, known outcome)")
    for moment, types in version.person_types.items():
        period = version.hand_over.manifest.periods[moment]
        cases = gather_cases(
            bases, moment=moment, lookups=lookups_of(version), first_case_on=period.first_registered_on,
            limits=version.hand_over.manifest.limits,
        )  # fmt: skip
        build = cases.take(np.flatnonzero((cases.registered_on < period.evaluation_from).to_numpy()))
        untouched = cases.take(np.flatnonzero((cases.registered_on >= period.untouched_from).to_numpy()))
        compare(moment, evaluation_cases(untouched, build, types), true_risk(arguments.exports, untouched, moment))


def true_risk(exports: Path, cases: Cases, moment: Moment) -> np.ndarray:
    """The risk that each course was drawn with, given what was recorded at the moment."""
    truth = pl.concat(
        pl.read_parquet(path).with_columns(key=pl.lit(f"{path.stem}:") + pl.col("course_id"))
        for path in sorted((exports / "truth").glob("*.parquet"))
    )
    found = pl.DataFrame({"key": cases.keys}).join(truth, on="key", how="left", maintain_order="left")
    return found[f"true_risk_{moment}"].to_numpy()


def compare(moment: Moment, cases: EvaluationCases, truth: np.ndarray) -> None:
    used = cases.is_known & cases.is_assessed & ~np.isnan(truth)
    long, weights = cases.long[used], cases.weights[used]
    shares = {"optimum": truth[used], "lighed": cases.estimate[used]}
    for name, share in shares.items():
        auc = roc_auc_score(long, share, sample_weight=weights)
        print(f"{moment:13} {name:10} {auc:7.4f} {brier_score_loss(long, share, sample_weight=weights):7.4f}")
    rng = np.random.default_rng(0)
    gaps = []
    for _ in range(N_DRAWS):
        rows = rng.integers(0, len(long), len(long))
        best, own = (roc_auc_score(long[rows], share[rows], sample_weight=weights[rows]) for share in shares.values())
        gaps.append(best - own)
    low, high = np.quantile(gaps, [0.025, 0.975])
    print(f"{moment:13} {'gap':10} {np.mean(gaps):7.4f}  ({low:.4f} to {high:.4f}), {used.sum()} cases")


if __name__ == "__main__":
    main()
