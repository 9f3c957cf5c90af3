"""Was it right, and for everyone? Outcomes and estimates of cases never met before -> an evaluation and its report."""

from lighed.evaluation.baselines import Baselines, fit_baselines
from lighed.evaluation.cases import Durations, EvaluationCases
from lighed.evaluation.evaluate import evaluate
from lighed.evaluation.report import ReportMeta, render_report, write_report
from lighed.evaluation.results import Evaluation, Figure

__all__ = [
    "Baselines",
    "Durations",
    "Evaluation",
    "EvaluationCases",
    "Figure",
    "ReportMeta",
    "evaluate",
    "fit_baselines",
    "render_report",
    "write_report",
]
