"""Made-up cases with a known effect of each value, for tests of anonymisation and person types."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from lighed.anonymisation import Cases, Field


def made_up_cases(n=3000, *, seed=0, n_people=None, shuffled=False):
    """Age raises the duration, a licence lowers it, two fields interact, one is noise; some values are missing."""
    rng = np.random.default_rng(seed)
    age = rng.integers(20, 65, n).astype(float)
    licence = rng.choice(["yes", "no"], n)
    trade = rng.choice(list("abcdef"), n)
    noise = rng.normal(50, 10, n).round()
    score = 0.05 * (age - 42) - 0.5 * (licence == "yes") + 2.5 * ((trade == "a") & (age > 42)) - 0.8 * (trade == "a")
    weeks = 24 * np.exp(0.8 * score) * rng.exponential(size=n)
    seen = rng.uniform(20, 200, n)
    age[rng.random(n) < 0.05] = np.nan
    people = rng.integers(0, n_people, n) if n_people else np.arange(n)
    day = np.sort(rng.integers(0, 1500, n))
    cases = Cases(
        fields=(Field("age", "number", 1.0), Field("licence", "category"), Field("trade", "category"),
                Field("noise", "number", 1.0)),
        values=pl.DataFrame({"age": age, "licence": licence, "trade": trade, "noise": noise}).with_columns(
            pl.col("age").fill_nan(None)
        ),
        people=pl.Series([f"p{number}" for number in people]),
        keys=pl.Series([f"c{number:06d}" for number in range(n)]),
        registered_on=pl.Series([date(2021, 1, 4) + timedelta(days=int(d)) for d in day]),
        weeks=np.stack([np.minimum(weeks, seen), np.minimum(1.1 * weeks, seen)]),
        ended=np.stack([weeks <= seen, 1.1 * weeks <= seen]),
    )  # fmt: skip
    return cases.take(rng.permutation(n)) if shuffled else cases
