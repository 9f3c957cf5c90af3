"""Real open data sets of courses -> AUC, Brier score and time of person types beside a boosted tree, in one run.

    python -m benchmarks.real_courses FOLDER [--repeats 3]

FOLDER holds `registry.json` and a Parquet file per set, with a column `long` and the columns that the registry names.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import brier_score_loss, roc_auc_score

from lighed.research import PersonTypeModel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'set':12} {'n':>6} {'model':16} {'AUC':>7} {'Brier':>7} {'fit s':>6}")
    for name, entry in json.loads((arguments.folder / "registry.json").read_text()).items():
        frame = pl.read_parquet(arguments.folder / f"{name}.parquet")
        compare(name, entry, frame, arguments.repeats)


def compare(name: str, entry: dict[str, list[str]], frame: pl.DataFrame, repeats: int) -> None:
    frame = frame.filter(pl.col("long").is_not_null())
    columns = [*entry["categorical"], *entry["numeric"]]
    values = frame.select(
        *(pl.col(column).cast(pl.String) for column in entry["categorical"]),
        *(pl.col(column).cast(pl.Float64) for column in entry["numeric"]),
    ).select(columns)
    long = frame["long"].cast(pl.Float64).to_numpy() > 0
    codes = values.with_columns(
        pl.col(column).cast(pl.Categorical).to_physical().cast(pl.Float64) for column in entry["categorical"]
    ).to_numpy()
    # Boosted trees take at most 255 levels: rarer ones share the last.
    codes[:, : len(entry["categorical"])] = np.minimum(codes[:, : len(entry["categorical"])], 254)
    results: dict[str, list[tuple[float, float, float]]] = {"person types": [], "boosted trees": []}
    for seed in range(repeats):
        order = np.random.default_rng(seed).permutation(len(long))
        train, test = order[: int(0.7 * len(long))], order[int(0.7 * len(long)) :]
        started = time.process_time()
        model = PersonTypeModel().fit(values[train], long[train])
        fitted = time.process_time() - started
        results["person types"].append(_scores(long[test], model.predict_proba(values[test])[:, 1], fitted))
        started = time.process_time()
        peer = HistGradientBoostingClassifier(
            learning_rate=0.05, max_leaf_nodes=8, max_iter=300, early_stopping=True, random_state=seed,
            categorical_features=list(range(len(entry["categorical"]))),
        ).fit(codes[train], long[train])  # fmt: skip
        fitted = time.process_time() - started
        results["boosted trees"].append(_scores(long[test], peer.predict_proba(codes[test])[:, 1], fitted))
    for model_name, rows in results.items():
        auc, brier, seconds = np.mean(rows, axis=0)
        print(f"{name:12} {len(long):6} {model_name:16} {auc:7.4f} {brier:7.4f} {seconds:6.2f}", flush=True)


def _scores(long: np.ndarray, share: np.ndarray, seconds: float) -> tuple[float, float, float]:
    return float(roc_auc_score(long, share)), float(brier_score_loss(long, share)), seconds


if __name__ == "__main__":
    main()
