"""The research estimator: the same person types from any table, and a clear word for what it cannot fit."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

from lighed.anonymisation.bins import CategoryBins, NumberBins
from lighed.research import PersonTypeModel
from lighed.research.reasons import allowed_values

COLUMNS = ("age", "works", "trade", "noise")


def made_up(n, *, seed=0):
    """Columns as plain Python values with gaps, the probability of a long course, and whether it was long."""
    rng = np.random.default_rng(seed)
    age, works = rng.integers(20, 65, n).astype(float), rng.random(n) < 0.6
    trade, noise = rng.choice(list("abcde"), n), rng.normal(size=n)
    logit = 0.07 * (age - 42) - 1.2 * works + 1.6 * ((trade == "a") & (age > 42)) + 0.6 * (trade == "b") + 0.2
    share = 1 / (1 + np.exp(-logit))
    gaps = rng.random((3, n)) < 0.04
    columns = {
        name: [None if gap else value for gap, value in zip(gone, of.tolist(), strict=True)]
        for name, of, gone in zip(COLUMNS, (age, works, trade), gaps, strict=False)
    }
    return columns | {"noise": noise.tolist()}, share, rng.random(n) < share


def durations(share, *, seed=0):
    """Exponential durations that last beyond 26 with the given share, some of them censored, as a structured array."""
    rng = np.random.default_rng(seed)
    duration = rng.exponential(size=len(share)) * 26 / -np.log(share)
    seen = rng.uniform(10, 150, len(share))
    found = np.zeros(len(share), [("event", bool), ("duration", float)])
    found["event"], found["duration"] = duration <= seen, np.minimum(duration, seen)
    return found


def as_objects(columns):
    return np.array([list(row) for row in zip(*columns.values(), strict=True)], dtype=object)


def as_pandas(columns):
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def as_typed_pandas(columns):
    types = {"age": "float64", "works": "boolean", "trade": "category", "noise": "float64"}
    return as_pandas(columns).astype(types)


def as_categorical_polars(columns):
    return pl.DataFrame(columns).with_columns(pl.col("trade").cast(pl.Enum(list("abcde"))))


TABLES = {
    "polars": pl.DataFrame,
    "polars with an enumeration": as_categorical_polars,
    "pandas with objects": as_pandas,
    "pandas with its types": as_typed_pandas,
}
UNNAMED = {"objects": as_objects, "a list of rows": lambda columns: as_objects(columns).tolist()}


@pytest.fixture(scope="module")
def data():
    return made_up(2000)


@pytest.fixture(scope="module")
def model(data):
    return PersonTypeModel().fit(pl.DataFrame(data[0]), data[2])


@pytest.fixture(scope="module")
def timed(data):
    return PersonTypeModel().fit(pl.DataFrame(data[0]), durations(data[1]))


@pytest.mark.parametrize("fitted_on", TABLES)
@pytest.mark.parametrize("predicted_on", TABLES)
def test_a_value_means_the_same_in_every_kind_of_frame(data, model, fitted_on, predicted_on):
    columns, _, long = data
    expected = model.predict_proba(pl.DataFrame(columns))
    other = PersonTypeModel().fit(TABLES[fitted_on](columns), long)
    assert other.kinds_ == {"age": "number", "works": "category", "trade": "category", "noise": "number"}
    assert (other.predict_proba(TABLES[predicted_on](columns)) == expected).all()


@pytest.mark.parametrize("kind", UNNAMED)
def test_an_array_of_mixed_values_makes_the_same_types(data, model, kind):
    columns, _, long = data
    other = PersonTypeModel().fit(UNNAMED[kind](columns), long)
    assert list(other.feature_names_in_) == ["x0", "x1", "x2", "x3"]
    assert (other.predict_proba(as_objects(columns)) == model.predict_proba(pl.DataFrame(columns))).all()


def test_numbers_mean_the_same_in_an_array_and_in_a_frame(data):
    columns, _, long = data
    numbers = np.array([columns["age"], columns["noise"]], float).T
    assert np.isnan(numbers).any()
    expected = PersonTypeModel().fit(numbers, long).predict_proba(numbers)
    frame = pl.DataFrame({"x0": columns["age"], "x1": columns["noise"]})
    assert (PersonTypeModel().fit(frame, long).predict_proba(frame) == expected).all()
    assert expected[:, 1].std() > 0.05


def test_none_nan_and_na_are_all_missing(model):
    def one(age):
        return pd.DataFrame(
            {name: pd.Series([value], dtype=object) for name, value in zip(COLUMNS, (age, True, "a", 0.0), strict=True)}
        )

    missing = [model.predict_proba(one(age))[0, 1] for age in (None, np.nan, pd.NA, pd.NaT, np.float32("nan"))]
    assert len(set(missing)) == 1
    assert missing[0] != model.predict_proba(one(60.0))[0, 1]


def test_a_whole_number_is_one_level_whether_integer_or_float():
    mixed = np.array([[1], [2], ["x"]] * 80, dtype=object)
    long = np.tile([True, False, False], 80) ^ (np.arange(240) % 8 == 0)
    model = PersonTypeModel().fit(mixed, long)
    assert (model.predict_proba(np.array([[1.0]], object)) == model.predict_proba(np.array([[1]], object))).all()
    assert model.predict_proba(np.array([[1]], object))[0, 1] > model.predict_proba(np.array([["x"]], object))[0, 1]


def test_a_level_never_seen_is_answered_like_the_rare_ones(data):
    columns, _, long = data
    trade = ["rare" if number % 200 == 0 else value for number, value in enumerate(columns["trade"])]
    model = PersonTypeModel().fit(pl.DataFrame(columns | {"trade": trade}), long)
    row = pl.DataFrame({"age": [40.0], "works": [True], "trade": ["never seen"], "noise": [0.0]})
    rare = row.with_columns(trade=pl.lit("rare"))
    assert (model.predict_proba(row) == model.predict_proba(rare)).all()
    assert model.predict_proba(row)[0, 1] != model.predict_proba(row.with_columns(trade=pl.lit("b")))[0, 1]


def test_the_answers_of_the_methods_fit_each_other(data, model):
    frame = pl.DataFrame(data[0])
    shares = model.predict_proba(frame)
    assert shares.sum(axis=1) == pytest.approx(1)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (model.predict(frame) == model.classes_[(shares[:, 1] > 0.5).astype(int)]).all()
    assert set(model.predict(frame)) == {False, True}


def test_contributions_add_up_to_the_vote_before_calibration():
    columns, _, long = made_up(6000, seed=3)
    # Rows to calibrate on that are long more often than those that build: a calibration must then be found.
    order = np.random.default_rng(0).permutation(6000)[:1200]
    long[order[:700]] = True
    frame = pl.DataFrame(columns)
    model = PersonTypeModel().fit(frame, long)
    assert model.types_.calibration is not None
    reasons = model.explain(frame[:50])
    votes = np.array([sum(reason["contribution"] for reason in of_row) for of_row in reasons])
    assert [sum(reason["weight"] for reason in of_row) for of_row in reasons] == pytest.approx([1] * 50)
    assert all(
        reason["contribution"] == pytest.approx(reason["weight"] * reason["long_share"])
        for of_row in reasons
        for reason in of_row
    )
    shares = model.predict_proba(frame[:50])[:, 1]
    assert shares == pytest.approx(model.types_.calibrated(votes), abs=1e-9)
    assert np.abs(shares - votes).max() > 0.02


def test_a_rule_is_told_in_values_and_the_row_of_the_nearest_type_often_keeps_it(data, model):
    frame = pl.DataFrame(data[0])[:200]

    def keeps(value, allowed):
        if value is None or isinstance(value, str | bool):
            return ("missing" if value is None else str(value)) in allowed
        intervals = [text[1:-1].split(",") for text in allowed if text[0] == "("]
        return any(float(low) < value <= float(high) for low, high in intervals)

    kept = [
        [all(keeps(row[column], allowed) for column, allowed in reason["rule"].items()) for reason in of_row]
        for row, of_row in zip(frame.iter_rows(named=True), model.explain(frame), strict=True)
    ]
    # The groups are disjoint and cover all, so a row keeps the rule of one type; that is mostly among the voting ones.
    assert all(sum(of_row) <= 1 for of_row in kept)
    assert np.mean([any(of_row) for of_row in kept]) > 0.9
    assert all(reason["rule"] for of_row in model.explain(frame) for reason in of_row)


@pytest.mark.parametrize(
    ("bins", "allowed", "told"),
    [
        (NumberBins("age", (30.0, 45.0, 60.5)), (1, 2), ["(-inf, 45]"]),
        (NumberBins("age", (30.0, 45.0, 60.5)), (0, 1, 3, 4), ["(-inf, 30]", "(45, inf)", "missing"]),
        (NumberBins("age", ()), (1,), ["(-inf, inf)"]),
        (CategoryBins("trade", ("b", "a")), (0, 1, 3), ["other", "a", "missing"]),
    ],
)
def test_allowed_values_are_levels_and_intervals(bins, allowed, told):
    assert allowed_values(bins, allowed) == told


def test_survival_curves_fall_from_one_and_agree_with_the_share_of_long_courses(data, timed):
    frame = pl.DataFrame(data[0])[:300]
    times = np.linspace(0, 104, 53)
    curves = timed.predict_survival_function(frame, times)
    assert (curves[:, 0] == 1).all()
    assert (np.diff(curves, axis=1) <= 1e-12).all()
    assert (curves[:, -1] < curves[:, 1]).all()
    at_threshold = timed.predict_survival_function(frame, [26])[:, 0]
    assert at_threshold == pytest.approx(timed.predict_proba(frame)[:, 1], abs=1e-9)


def test_the_threshold_may_be_in_any_unit(data, timed):
    frame, y = pl.DataFrame(data[0]), durations(data[1])
    y["duration"] *= 7
    in_days = PersonTypeModel(threshold=182).fit(frame, y)
    assert in_days.predict_proba(frame) == pytest.approx(timed.predict_proba(frame), abs=1e-9)
    assert in_days.predict_survival_function(frame, [7 * 39]) == pytest.approx(
        timed.predict_survival_function(frame, [39])
    )


def test_censored_courses_count_and_are_not_taken_for_short(data):
    columns, share, _ = data
    y = durations(share)
    assert (~y["event"] & (y["duration"] < 26)).mean() > 0.03
    frame = pl.DataFrame(columns)
    found = PersonTypeModel().fit(frame, y).predict_proba(frame)[:, 1].mean()
    as_short = PersonTypeModel().fit(frame, y["duration"] > 26).predict_proba(frame)[:, 1].mean()
    assert found == pytest.approx(share.mean(), abs=0.025)
    assert as_short < share.mean() - 0.025


def test_it_ranks_new_rows_nearly_as_well_as_can_be():
    columns, _, long = made_up(6000, seed=1)
    others, share, long_others = made_up(10_000, seed=2)
    found = PersonTypeModel().fit(pl.DataFrame(columns), long).predict_proba(pl.DataFrame(others))[:, 1]

    def numbers(of):
        trades = [np.array([trade == level for trade in of["trade"]], float) for level in "abcde"]
        return np.array([of["age"], of["works"], of["noise"], *trades], float).T

    tree = DecisionTreeClassifier(max_depth=6, min_samples_leaf=30, random_state=0).fit(numbers(columns), long)
    auc = roc_auc_score(long_others, found)
    # Gaps alone cost some of what the true share, which knows the value behind each gap, can rank.
    assert auc > roc_auc_score(long_others, share) - 0.02
    assert auc > roc_auc_score(long_others, tree.predict_proba(numbers(others))[:, 1]) - 0.01
    assert found.mean() == pytest.approx(long_others.mean(), abs=0.02)


def test_the_same_seed_gives_the_same_predictions_and_another_gives_others(data):
    frame, y = pl.DataFrame(data[0]), data[2]

    def noisy(seed, epsilon=1.0):
        return PersonTypeModel(epsilon=epsilon, random_state=seed).fit(frame, y).predict_proba(frame)

    assert (noisy(1) == noisy(1)).all()
    assert (noisy(1) != noisy(2)).any()


def test_less_epsilon_moves_the_shares_more(data, model):
    frame, y = pl.DataFrame(data[0]), data[2]
    exact = model.types_.long_share

    def moved(epsilon):
        return np.abs(PersonTypeModel(epsilon=epsilon).fit(frame, y).types_.long_share - exact).mean()

    assert moved(0.5) > moved(5.0) > 0


class TestScikitLearn:
    def test_clone_and_parameters(self, model):
        copy = clone(model.set_params(random_state=0))
        assert copy.get_params() == model.get_params()
        with pytest.raises(NotFittedError):
            copy.predict_proba([[1]])
        assert copy.set_params(k=33, epsilon=2.0).get_params()["k"] == 33
        with pytest.raises(ValueError, match="Invalid parameter"):
            copy.set_params(depth=3)

    @pytest.mark.parametrize("kind", [*TABLES, "objects"])
    def test_cross_validation(self, data, kind):
        columns, _, long = data
        table = (TABLES | UNNAMED)[kind](columns)
        scores = cross_val_score(PersonTypeModel(), table, long, scoring="roc_auc", cv=3)
        assert scores.min() > 0.7
        assert cross_val_score(PersonTypeModel(), table, long.astype(int), cv=3).min() > 0.6

    def test_cross_validation_of_censored_courses(self, data):
        columns, share, _ = data

        def score(model, X, y):
            known = y["event"] | (y["duration"] > 26)
            return roc_auc_score(y["duration"][known] > 26, model.predict_proba(X)[known, 1])

        # Folds by class have no meaning here: every pair of event and duration would be a class.
        folds = KFold(3)
        scores = cross_val_score(PersonTypeModel(), pl.DataFrame(columns), durations(share), scoring=score, cv=folds)
        assert scores.min() > 0.7


def with_column(**columns):
    return lambda frame: frame.with_columns(**columns)


WRONG_X = {
    "in their order": lambda frame: frame.select("works", "age", "trade", "noise"),
    "columns of fit": lambda frame: frame.drop("noise"),
    "'noise', 'x'": lambda frame: frame.with_columns(x=1),
    "'age' must hold numbers": with_column(age=pl.lit("old")),
    "'works' holds numbers": with_column(works=pl.lit(1)),
    "'noise' holds infinite": with_column(noise=pl.lit(np.inf)),
    "'trade' must hold numbers, text or booleans": with_column(trade=pl.date(2020, 1, 1)),
    "at least one row": lambda frame: frame[:0],
    "two dimensions": lambda frame: frame["age"].to_numpy(),
}


@pytest.mark.parametrize("says", WRONG_X)
def test_a_table_unlike_that_of_fit_is_refused(data, model, says):
    frame = pl.DataFrame(data[0])[:20]
    with pytest.raises(ValueError, match=says):
        model.predict_proba(WRONG_X[says](frame))


def test_two_columns_of_one_name_are_refused():
    frame = pd.DataFrame(np.zeros((100, 2)), columns=["a", "a"])
    with pytest.raises(ValueError, match="different name"):
        PersonTypeModel().fit(frame, np.arange(100) % 2)


def censored(event, duration):
    n = max(len(np.atleast_1d(event)), len(np.atleast_1d(duration)))
    y = np.zeros(n, [("event", object), ("duration", object)])
    y["event"], y["duration"] = event, duration
    return y


def half(n=100):
    return np.arange(n) % 2 == 0


def one_wrong(values, wrong):
    values = np.array(values, dtype=object)
    values[7] = wrong
    return values


WEEKS = np.where(half(), 40.0, 10.0)
WRONG_Y = {
    "X has 100 rows and y has 99": half(99),
    "both long and short": np.ones(100, bool),
    "only those that ended": censored(half(), np.where(half(), 40.0, 10.0)),
    "y must be booleans, or 0 and 1": one_wrong(half(), None),
    "with none missing": np.where(half(), 1.0, np.nan),
    "or 0 and 1": np.where(half(), "long", "short"),
    "y must be booleans": pd.Series(one_wrong(half(), pd.NA)),
    "one dimension": np.zeros((100, 2)),
    "lacks the field event": WEEKS.astype([("duration", float)]),
    "lacks the field duration": half().astype([("event", bool)]),
    "duration.* 0 or more": censored(True, one_wrong(WEEKS, np.nan)),
    "0 or more, with none missing": censored(True, one_wrong(WEEKS, -1.0)),
    "missing or infinite": censored(True, one_wrong(WEEKS, np.inf)),
    "duration.* numbers": censored(True, one_wrong(WEEKS, "long")),
    "event.* booleans": censored(one_wrong([True] * 100, None), WEEKS),
    "too few rows": np.arange(100) == 3,
}


@pytest.mark.parametrize("says", WRONG_Y)
def test_an_outcome_that_cannot_be_fitted_is_refused(says):
    X = np.random.default_rng(0).normal(size=(100, 2))
    with pytest.raises(ValueError, match=says):
        PersonTypeModel().fit(X, WRONG_Y[says])


def test_too_few_rows_are_refused_and_enough_are_not():
    X = (np.arange(40) % 10 < 5).astype(float)[:, None]
    with pytest.raises(ValueError, match="40 rows with a known outcome"):
        PersonTypeModel(k=20).fit(X[:39], half(39))
    with pytest.raises(ValueError, match="too few rows"):
        PersonTypeModel(k=50).fit(X, half(40))
    assert len(PersonTypeModel(k=20).fit(X, half(40)).types_) == 2


def test_values_that_tell_no_rows_apart_are_refused():
    with pytest.raises(ValueError, match="only one person type"):
        PersonTypeModel().fit(np.zeros((200, 2)), half(200))


def test_a_column_without_a_value_changes_nothing(data, model):
    columns, _, long = data
    frame = pl.DataFrame(columns).with_columns(empty=pl.lit(None))
    other = PersonTypeModel().fit(frame, long)
    assert other.predict_proba(frame) == pytest.approx(model.predict_proba(frame.drop("empty")), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "value"),
    [("threshold", 0), ("threshold", np.nan), ("k", 1), ("epsilon", 0), ("max_pairs", -1), ("n_voting", 0),
     ("alpha", -1), ("kappa", -1), ("k", "all")],
)  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_refused(data, name, value):
    with pytest.raises(ValueError, match=f"{name} must be"):
        PersonTypeModel(**{name: value}).fit(pl.DataFrame(data[0]), data[2])


def test_a_survival_function_is_refused_where_nothing_is_known_of_it(data, model, timed):
    frame = pl.DataFrame(data[0])[:3]
    with pytest.raises(ValueError, match="needs durations"):
        model.predict_survival_function(frame, [26])
    for times in ([-1], [105], [np.nan], 26):
        with pytest.raises(ValueError, match="from 0 to 104"):
            timed.predict_survival_function(frame, times)


def test_a_missing_value_counts_unless_it_is_told_not_to():
    rng = np.random.default_rng(11)
    long = rng.random(4000) < 0.4
    x = rng.normal(size=4000)
    x[long & (rng.random(4000) < 0.6)] = np.nan
    other = rng.normal(size=4000)
    frame = pl.DataFrame({"x": x, "other": other})
    counting = PersonTypeModel().fit(frame, long)
    silent = PersonTypeModel(missing_counts=False).fit(frame, long)
    assert roc_auc_score(long, counting.predict_proba(frame)[:, 1]) > 0.75
    assert counting.types_.fields[0].points[0] > 0.5
    assert silent.types_.fields[0].points[0] == 0
