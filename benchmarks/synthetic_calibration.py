"""Made-up municipalities, as exported -> their curves and figures beside published ones, as text and as a page's table.

python -m benchmarks.synthetic_calibration --courses 100000 --seed 1 --page docs/explanation/synthetic-municipality.md
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import rankdata
from sklearn.ensemble import HistGradientBoostingClassifier

from lighed.elements import KEYS, course_outcomes, element_values, learn_lookups
from lighed.governance import Moment
from lighed.records import TABLES
from lighed.synthetic import SyntheticReport, generate_municipalities

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
LOOKUPS_BEFORE = date(2022, 6, 1)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """One line: what, what is published or assumed, what the made-up data show."""

    section: str
    what: str
    published: str
    made_up: str


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", type=Path, help="a page whose table between the two marks is renewed")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        report = generate_municipalities(n_courses=options.courses, seed=options.seed, out=Path(folder))
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        figures = [_cost(report, seconds, peak), *measure(report)]
    for figure in figures:
        print(f"{figure.section:12} {figure.what:62} {figure.published:28} {figure.made_up}")
    if options.page:
        renew_page(options.page, figures)


def measure(report: SyntheticReport) -> list[Figure]:
    """Measure every figure on the exports themselves, as a user of the case system would."""
    tables = [
        {name: pl.read_parquet(made.folder / f"{name}.parquet") for name in TABLES} for made in report.municipalities
    ]
    lazy = [{name: frame.lazy() for name, frame in each.items()} for each in tables]
    courses = pl.concat([_courses(each, report.extracted_on) for each in lazy])
    in_force = {
        name: pl.concat([each[name].filter(pl.col("superseded_on").is_null()) for each in tables]) for name in TABLES
    }
    return [
        *_durations(courses),
        *_by_age(courses),
        *_by_education(courses, in_force),
        *_status(courses, report.extracted_on),
        *_contact(in_force, courses),
        *_job_log(in_force, courses),
        *_records(in_force, tables, courses),
        *_accuracy(report, lazy, Moment.REGISTRATION),
        *_accuracy(report, lazy, Moment.HAND_OVER),
    ]


def _cost(report: SyntheticReport, seconds: float, peak: float) -> Figure:
    rows = sum(made.rows["job_applications"] for made in report.municipalities)
    size = f"{report.n_courses:,} courses, {rows / 1e6:.1f} M rows of job log"
    return Figure("Cost", f"Making {size}", "under 120 s, under 4 GB", f"{seconds:.0f} s, peak {peak:.1f} GB")


def _courses(tables: dict[str, pl.LazyFrame], extracted_on: date) -> pl.DataFrame:
    born = tables["persons"].filter(pl.col("superseded_on").is_null()).select("person_id", "birth_year").collect()
    return (
        course_outcomes(tables, extracted_on=extracted_on)
        .join(born, on="person_id")
        .with_columns(
            age=pl.col("registered_on").dt.year() - pl.col("birth_year"),
            until=pl.col("registered_on") + pl.duration(days=(pl.col("contact_weeks") * 7).round()),
        )
    )


def kaplan_meier(weeks: Floats, ended: npt.NDArray[np.bool_], at: Sequence[float]) -> Floats:
    """Find the share still running after each of `at` weeks, with courses that still run counted as long as seen."""
    times, counts = np.unique(weeks[ended], return_counts=True)
    at_risk = len(weeks) - np.searchsorted(np.sort(weeks), times, side="left")
    share = np.cumprod(1 - counts / at_risk)
    found: Floats = np.r_[1.0, share][np.searchsorted(times, at, side="right")]
    return found


def _survival(courses: pl.DataFrame, at: Sequence[float]) -> Floats:
    return kaplan_meier(courses["contact_weeks"].to_numpy(), courses["contact_ended"].to_numpy(), at)


def _mean_weeks(courses: pl.DataFrame) -> float:
    return float(_survival(courses, np.arange(0, 156, 0.25).tolist()).mean() * 156)


def _durations(courses: pl.DataFrame) -> list[Figure]:
    published = {13: ".55–.59", 26: ".38–.40", 39: ".28", 52: ".20–.21", 104: ".06–.08"}
    shares = _survival(courses, list(published))
    mean = Figure("Duration", "Mean length, weeks (DA 2022: dagpenge)", "31", f"{_mean_weeks(courses):.1f}")
    ratio = Figure("Duration", "S(52) / S(13)", ".34–.38", f"{shares[3] / shares[0]:.2f}")
    curve = [
        Figure("Duration", f"Still running after {week} weeks (from mean and long-term share)", text, f"{share:.3f}")
        for (week, text), share in zip(published.items(), shares, strict=True)
    ]
    return [mean, *curve, ratio]


def _by_age(courses: pl.DataFrame) -> list[Figure]:
    all_mean, all_long = _mean_weeks(courses), float(_survival(courses, [52.0])[0])

    def aged(low: int, high: int) -> pl.DataFrame:
        return courses.filter(pl.col("age").is_between(low, high))

    return [
        Figure(
            "Age",
            "Mean weeks, 30–34 against all (DA 2022: 29/31)",
            "0.94",
            f"{_mean_weeks(aged(30, 34)) / all_mean:.2f}",
        ),
        Figure(
            "Age",
            "Mean weeks, 60–64 against all (DA 2022: 41/31)",
            "1.3",
            f"{_mean_weeks(aged(60, 64)) / all_mean:.2f}",
        ),
        Figure(
            "Age",
            "More than 52 weeks, under 30 against all (AE 2012)",
            "0.8",
            f"{_survival(aged(18, 29), [52.0])[0] / all_long:.2f}",
        ),
        Figure(
            "Age",
            "More than 52 weeks, 55–59 against all (AE 2012)",
            "1.4",
            f"{_survival(aged(55, 59), [52.0])[0] / all_long:.2f}",
        ),
    ]


def _by_education(courses: pl.DataFrame, in_force: dict[str, pl.DataFrame]) -> list[Figure]:
    highest = in_force["cv_educations"].group_by("person_id").agg(pl.col("level").max())
    educated = courses.join(highest, on="person_id")
    out = {level: 1 - _survival(educated.filter(pl.col("level") == level), [52.0])[0] for level in ("10", "70")}
    return [
        Figure(
            "Education",
            "Out of the course at 52 weeks, long higher less unskilled (AE 2012: in work)",
            ".55 − .43 = .12",
            f"{out['70']:.2f} − {out['10']:.2f} = {out['70'] - out['10']:.2f}",
        ),
    ]


def _status(courses: pl.DataFrame, extracted_on: date) -> list[Figure]:
    figures = []
    for weeks, published in ((13, ".54"), (52, ".31")):
        cohort = courses.filter(pl.col("registered_on") <= extracted_on - timedelta(weeks=weeks))
        day = cohort.select("person_id", "course_id", on=pl.col("registered_on") + timedelta(weeks=weeks))
        spells = courses.select("person_id", "registered_on", "until", "contact_ended")
        is_in = (pl.col("registered_on") <= pl.col("on")) & (
            ~pl.col("contact_ended") | (pl.col("until") > pl.col("on"))
        )
        n_in = day.join(spells, on="person_id").filter(is_in).height
        what = f"In a course {weeks} weeks after registering, new courses included (AE 2012, crisis)"
        figures.append(Figure("Status", what, published, f"{n_in / day.height:.2f}"))
    shares = []
    for month in range(36):
        day_on = date(2023 + month // 12, month % 12 + 1, 1)
        stock = courses.filter(pl.col("registered_on") <= day_on, ~pl.col("contact_ended") | (pl.col("until") > day_on))
        shares.append((stock["registered_on"] <= day_on - timedelta(weeks=52)).mean())
    figures.append(
        Figure(
            "Status",
            "Share of the stock at 52 weeks or more, 2023–2025",
            ".17–.25 (CEPOS, STAR)",
            f"{np.mean(shares):.2f}",
        )
    )
    return figures


def _contact(in_force: dict[str, pl.DataFrame], courses: pl.DataFrame) -> list[Figure]:
    meetings = in_force["meetings"].join(
        in_force["contact_courses"].select("course_id", "registered_on", "ended_on"), on="course_id"
    )
    took = meetings.filter(pl.col("outcome").is_in(["held", "no_show"]))
    figures = [
        Figure(
            "Contact",
            "No-shows among meetings due",
            ".05–.10 (assumed)",
            f"{(took['outcome'] == 'no_show').mean():.3f}",
        )
    ]
    for first, last, published in (
        (date(2021, 6, 1), date(2023, 7, 1), "9"),
        (date(2024, 1, 1), date(2025, 12, 31), "6"),
    ):
        long = in_force["contact_courses"].filter(
            pl.col("registered_on").is_between(first, last),
            (pl.col("ended_on").fill_null(date(2030, 1, 1)) - pl.col("registered_on")).dt.total_days() >= 182,
        )
        due = meetings.join(long.select("course_id"), on="course_id").filter(
            (pl.col("planned_on") - pl.col("registered_on")).dt.total_days() < 182
        )
        what = f"Meetings planned in the first six months, registered {first.year}–{last.year}"
        figures.append(Figure("Contact", what, f"{published} by the rules", f"{due.height / long.height:.1f}"))
    weeks = courses.filter("contact_ended")["contact_weeks"].sum()
    assigned = in_force["caseworker_assignments"]
    changes = assigned.height - assigned["course_id"].n_unique()
    figures.append(
        Figure("Contact", "Changes of caseworker a year of course", "0–3 (assumed)", f"{changes / weeks * 52:.1f}")
    )
    handed = in_force["contact_courses"].filter(pl.col("handed_over_on").is_not_null())
    at = (handed["handed_over_on"] - handed["registered_on"]).dt.total_days() / 7
    figures.append(
        Figure(
            "Contact",
            "Hand-over, weeks after registration, middle 90 %",
            "about 11–13",
            f"{at.quantile(0.05):.1f}–{at.quantile(0.95):.1f}",
        )
    )
    return figures


def _job_log(in_force: dict[str, pl.DataFrame], courses: pl.DataFrame) -> list[Figure]:
    log = in_force["job_applications"]
    led_on = log["outcome"].is_in(["interview", "offer"]).mean()
    weeks = courses["contact_weeks"].sum()
    spans = courses.select("person_id", "registered_on", "until")
    months = (
        log.group_by("person_id", month=pl.col("applied_on").dt.truncate("1mo"))
        .len()
        .join(spans, on="person_id")
        .filter(pl.col("registered_on") <= pl.col("month"), pl.col("until") >= pl.col("month").dt.offset_by("1mo"))
        .filter(~pl.col("month").dt.month().is_in([7, 12]))
    )
    return [
        Figure("Job log", "Applications that led to an interview or an offer", ".03–.08 (assumed)", f"{led_on:.3f}"),
        Figure("Job log", "Applications a week of course", "1.5–2 (funds, STAR)", f"{log.height / weeks:.2f}"),
        Figure(
            "Job log",
            "Whole months with exactly six or eight applications",
            "heaped",
            f"{months['len'].is_in([6, 8]).mean():.2f}",
        ),
    ]


def _records(
    in_force: dict[str, pl.DataFrame], tables: list[dict[str, pl.DataFrame]], courses: pl.DataFrame
) -> list[Figure]:
    registered = in_force["contact_courses"]
    people = registered["person_id"].n_unique()
    cv = (
        pl.concat([each["cv_educations"] for each in tables])
        .group_by("person_id")
        .agg(known_on=pl.col("recorded_on").min())
    )
    with_cv = (
        courses.join(cv, on="person_id", how="left")
        .select((pl.col("known_on") < pl.col("registered_on")).fill_null(False))
        .to_series()
    )
    sent = (
        pl.concat([each["job_applications"] for each in tables])
        .group_by("application_id")
        .agg(pl.col("recorded_on").min(), pl.col("applied_on").first())
    )
    late = ((sent["recorded_on"] - sent["applied_on"]).dt.total_days() >= 14).mean()
    graduates = courses.join(
        in_force["cv_educations"].group_by("person_id").agg(pl.col("completed_on").max()), on="person_id"
    ).filter((pl.col("registered_on") - pl.col("completed_on")).dt.total_days().is_between(0, 120))
    return [
        Figure("Records", "Courses as registered per person", "several for many", f"{registered.height / people:.2f}"),
        Figure(
            "Records",
            "Courses that follow within 28 days and join the one before",
            "–",
            f"{1 - courses.height / registered.height:.3f}",
        ),
        Figure("Records", "Still open at the extraction", "–", f"{(~courses['contact_ended']).mean():.3f}"),
        Figure("Records", "No CV on record when registering", "–", f"{1 - with_cv.mean():.3f}"),
        Figure("Records", "Applications recorded two weeks late or later", "–", f"{late:.3f}"),
        Figure(
            "Records",
            "New graduates who register in July to September",
            "a bulge",
            f"{graduates['registered_on'].dt.month().is_in([7, 8, 9]).mean():.2f}",
        ),
    ]


def auc_with_interval(is_long: npt.NDArray[np.bool_], risk: Floats) -> tuple[float, float, float]:
    """Find the AUC with its 95 % interval (DeLong)."""
    ones, zeros = risk[is_long], risk[~is_long]
    joint = rankdata(np.r_[ones, zeros])
    above = (joint[: len(ones)] - rankdata(ones)) / len(zeros)
    below = 1 - (joint[len(ones) :] - rankdata(zeros)) / len(ones)
    auc = float(above.mean())
    half = 1.96 * float(np.sqrt(above.var(ddof=1) / len(ones) + below.var(ddof=1) / len(zeros)))
    return auc, auc - half, auc + half


def _accuracy(report: SyntheticReport, tables: list[dict[str, pl.LazyFrame]], moment: Moment) -> list[Figure]:
    lookups = learn_lookups(tables, before=LOOKUPS_BEFORE)
    parts = []
    for made, each in zip(report.municipalities, tables, strict=True):
        truth = pl.read_parquet(report.out / "truth" / f"{made.code}.parquet")
        outcomes = course_outcomes(each, extracted_on=report.extracted_on).drop("person_id").join(truth, on="course_id")
        parts.append(element_values(each, moment=moment, lookups=lookups).join(outcomes, on="course_id"))
    risk_column = f"true_risk_{moment.value}"
    cases = pl.concat(parts).filter(
        pl.col(risk_column).is_not_null(),
        pl.col("registered_on").is_between(LOOKUPS_BEFORE, report.extracted_on - timedelta(weeks=26, days=1)),
    )
    is_long, risk = (cases["contact_weeks"] > 26).to_numpy(), cases[risk_column].to_numpy()
    is_late = (cases["registered_on"] > cases["registered_on"].quantile(0.8, "nearest")).to_numpy()
    learned = _learn(cases, is_long, is_late, names=list(parts[0].columns[len(KEYS) :]))
    wanted = ".76–.80" if moment is Moment.REGISTRATION else "–"
    at = moment.value.replace("_", "-")

    def told(rows: npt.NDArray[np.bool_], score: Floats) -> str:
        auc, low, high = auc_with_interval(is_long[rows], score)
        return f"{auc:.3f} [{low:.3f}, {high:.3f}]"

    everyone = np.ones_like(is_late)
    best, reached = risk[is_late], learned
    return [
        Figure("Accuracy", f"Best possible AUC at {at}, more than 26 weeks", wanted, told(everyone, risk)),
        Figure("Accuracy", f"— last 20 % by date ({is_late.sum():,} courses)", "–", told(is_late, best)),
        Figure("Accuracy", "— a gradient-boosted model on the elements, the same courses", "–", told(is_late, reached)),
        Figure(
            "Accuracy",
            "— Brier score, best possible / model",
            "–",
            f"{_brier(best, is_long[is_late])} / {_brier(reached, is_long[is_late])}",
        ),
        Figure("Accuracy", "— mean true risk / share long", "equal", f"{risk.mean():.3f} / {is_long.mean():.3f}"),
    ]


def _learn(
    cases: pl.DataFrame, is_long: npt.NDArray[np.bool_], is_late: npt.NDArray[np.bool_], *, names: list[str]
) -> Floats:
    names = [name for name in names if name in cases.columns and not name.startswith(("true_", "contact_", "benefit_"))]
    names = [name for name in names if cases.schema[name] in (pl.Float64, pl.String)]
    values = cases.select(
        pl.col(name).rank("dense").cast(pl.Float64) if cases.schema[name] == pl.String else pl.col(name)
        for name in names
    ).to_numpy()
    model = HistGradientBoostingClassifier(
        max_iter=400,
        learning_rate=0.05,
        max_leaf_nodes=12,
        min_samples_leaf=60,
        l2_regularization=5,
        categorical_features=[cases.schema[name] == pl.String for name in names],
        random_state=0,
    ).fit(values[~is_late], is_long[~is_late])
    reached: Floats = model.predict_proba(values[is_late])[:, 1]
    return reached


def _brier(risk: Floats, is_long: npt.NDArray[np.bool_]) -> str:
    return f"{np.mean((risk - is_long) ** 2):.4f}"


def renew_page(page: Path, figures: Sequence[Figure]) -> None:
    """Put the figures into the page's table, between its two marks."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = ["| | Figure | Published or assumed | Made-up |", "| --- | --- | --- | --- |"]
    lines += [f"| {f.section} | {f.what} | {f.published} | {f.made_up} |" for f in figures]
    page.write_text(before + BEGIN + "\n\n" + "\n".join(lines) + "\n\n" + END + after, "utf-8")


if __name__ == "__main__":
    main()
