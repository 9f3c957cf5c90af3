"""An evaluation and what it is about -> a folder with the report as data and as a page in Danish and in English."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lighed.evaluation.cases import HIGH, LOW, MEDIUM
from lighed.evaluation.charts import band_chart, reliability_chart
from lighed.evaluation.results import Evaluation, Figure
from lighed.governance import Moment, Text

FORMAT = "lighed-evaluation"
FORMAT_VERSION = 1

BASELINE_NAMES: Mapping[str, Text] = {
    "base_rate": Text(da="Samme andel til alle", en="The same share for everyone"),
    "age_only": Text(da="Alder alene", en="Age alone"),
    "depth_6_tree": Text(da="Beslutningstræ med seks trin", en="Decision tree of six steps"),
}
BAND_NAMES: Mapping[str, Text] = {
    LOW: Text(da="Lav", en="Low"),
    MEDIUM: Text(da="Mellem", en="Medium"),
    HIGH: Text(da="Høj", en="High"),
}
CUT_OFF_NAMES: Mapping[str, Text] = {
    MEDIUM: Text(da="Mellem eller høj", en="Medium or high"),
    HIGH: Text(da="Høj", en="High"),
}
DURATION_NAMES: Mapping[str, Text] = {
    "contact_course": Text(da="Kontaktforløb", en="Contact course"),
    "benefit_case": Text(da="Dagpengesag", en="Benefit case"),
}
MOMENT_NAMES: Mapping[Moment, Text] = {
    Moment.REGISTRATION: Text(da="Tilmelding", en="Registration"),
    Moment.HAND_OVER: Text(da="Overgang fra a-kasse til kommune", en="Hand-over from fund to municipality"),
}
_MISSING = Text(da="Ikke oplyst", en="Not stated")


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What an evaluation is about: everything a reader needs to know before the figures."""

    version: str
    moment: Moment
    municipalities: tuple[str, ...]
    threshold_weeks: int
    registered_from: date
    registered_to: date
    """First and last day of registration of the evaluated cases."""
    extracted_on: date
    """The day on which the case system was last seen: cases still running then are unknown from there."""
    made_at: datetime
    is_synthetic: bool
    is_demo: bool
    population: Text
    """Who the evaluated cases are, in a sentence."""
    software_version: str
    cut_offs: tuple[float, float]
    """The limits of the bands at this moment, as shares: low below the first, high from the second."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """What -> SHA-256, such as ``version``, ``hand_over``, ``element_register``, ``case_bases``."""
    names: Mapping[str, Text] = field(default_factory=dict)
    """Grouping (``"sex"``) and group (``"sex/female"``) -> its name; a code without one is shown as it is."""

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data for JSON."""
        return {
            "version": self.version,
            "moment": self.moment.value,
            "municipalities": list(self.municipalities),
            "threshold_weeks": self.threshold_weeks,
            "registered_from": self.registered_from.isoformat(),
            "registered_to": self.registered_to.isoformat(),
            "extracted_on": self.extracted_on.isoformat(),
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "synthetic": self.is_synthetic,
            "demo": self.is_demo,
            "population": {"da": self.population.da, "en": self.population.en},
            "software_version": self.software_version,
            "cut_offs": list(self.cut_offs),
            "hashes": dict(self.hashes),
        }


def write_report(evaluation: Evaluation, folder: Path, *, meta: ReportMeta) -> tuple[Path, ...]:
    """Write ``report.json``, ``report.da.html`` and ``report.en.html``, each complete in itself, into `folder`.

    Returns
    -------
    tuple[Path, ...]
        The files, in that order. The same evaluation and meta give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "about": meta.to_dict(),
        "evaluation": evaluation.to_dict(),
    }
    data = folder / "report.json"
    data.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    pages = []
    for language in ("da", "en"):
        page = folder / f"report.{language}.html"
        page.write_text(render_report(evaluation, meta=meta, language=language), encoding="utf-8")
        pages.append(page)
    return data, *pages


def render_report(evaluation: Evaluation, *, meta: ReportMeta, language: Literal["da", "en"]) -> str:
    """The report as one HTML page without script or outer files, for a screen of any width and for print."""
    environment = Environment(
        loader=PackageLoader("lighed.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = _Words(language, meta)
    return environment.get_template("report.html").render(
        evaluation=evaluation,
        meta=meta,
        lang=language,
        other={"da": "en", "en": "da"}[language],
        t=words.text,
        number=words.number,
        day=words.day,
        per_100=words.per_100,
        decimal=words.decimal,
        group_name=words.group,
        names={
            "baseline": words.lookup(BASELINE_NAMES),
            "band": words.band,
            "cut_off": words.cut_off,
            "duration": words.lookup(DURATION_NAMES),
        },
        moment=MOMENT_NAMES[meta.moment].in_(language),
        reliability_chart=words.reliability(evaluation),
        band_chart=words.bands(evaluation),
    )


class _Words:
    """Numbers, names and drawings in one language."""

    def __init__(self, language: Literal["da", "en"], meta: ReportMeta) -> None:
        self.language = language
        self._meta = meta

    def text(self, da: str, en: str) -> str:
        return Text(da=da, en=en).in_(self.language)

    def lookup(self, names: Mapping[str, Text]) -> Callable[[str], str]:
        return lambda code: names[code].in_(self.language) if code in names else code

    def band(self, band: str) -> str:
        """A band with its limits at this moment, so that one moment's high is not taken for another's."""
        low, high = (self._limit(limit) for limit in self._meta.cut_offs)
        limits = {
            LOW: Text(da=f"under {low} af 100", en=f"under {low} of 100"),
            MEDIUM: Text(da=f"fra {low} til under {high}", en=f"from {low} to under {high}"),
            HIGH: Text(da=f"fra {high} af 100", en=f"from {high} of 100"),
        }
        return f"{BAND_NAMES[band].in_(self.language)}: {limits[band].in_(self.language)}"

    def cut_off(self, band: str) -> str:
        """All from a limit on, with the limit."""
        limit = self._limit(self._meta.cut_offs[(MEDIUM, HIGH).index(band)])
        beyond = Text(da=f"fra {limit} af 100", en=f"from {limit} of 100")
        return f"{CUT_OFF_NAMES[band].in_(self.language)}: {beyond.in_(self.language)}"

    def _limit(self, share: float) -> str:
        of_100 = f"{100 * share:g}"
        return of_100 if self.language == "en" else of_100.replace(".", ",")

    def number(self, value: float, decimals: int = 0) -> str:
        """Digits in groups of three, with the language's own signs; a real minus sign."""
        english = f"{value:,.{decimals}f}".replace("-", "\u2212")
        if float(f"{value:.{decimals}f}") == 0:
            english = english.replace("\u2212", "")
        return english if self.language == "en" else english.translate(str.maketrans(",.", ".,"))

    def day(self, on: date) -> str:
        return on.strftime("%d.%m.%Y") if self.language == "da" else on.isoformat()

    def per_100(self, figure: Figure, decimals: int = 0, *, has_sign: bool = False) -> str:
        """A share as a number of 100, with its interval."""
        return self._with_interval(figure, 100, decimals, has_sign=has_sign)

    def decimal(self, figure: Figure, decimals: int = 3, *, has_sign: bool = False) -> str:
        """A number as it is, with its interval."""
        return self._with_interval(figure, 1, decimals, has_sign=has_sign)

    def _with_interval(self, figure: Figure, factor: int, decimals: int, *, has_sign: bool) -> str:
        if figure.value is None:
            return "–"

        def one(value: float) -> str:
            shown = self.number(value * factor, decimals)
            return f"+{shown}" if has_sign and round(value * factor, decimals) > 0 else shown

        if figure.low is None or figure.high is None:
            return one(figure.value)
        interval = f"({one(figure.low)} {self.text('til', 'to')} {one(figure.high)})"
        return Markup("{} <span class='interval'>{}</span>").format(one(figure.value), interval)

    def group(self, grouping: str, label: str | None = None) -> str:
        code = grouping if label is None else f"{grouping}/{label}"
        if code in self._meta.names:
            return self._meta.names[code].in_(self.language)
        if label == "missing":
            return _MISSING.in_(self.language)
        return grouping if label is None else label

    def reliability(self, evaluation: Evaluation) -> str:
        return reliability_chart(
            evaluation.reliability,
            title=self.text("Skøn og udfald", "Estimate and outcome"),
            description=self.text(
                "Et punkt for hver tiendedel af forløbene. Jo nærmere linjen, jo bedre passer skønnet. "
                "Tallene står i tabellen ved siden af.",
                "A point for each tenth of the courses. The nearer to the line, the better the estimate fits. "
                "The numbers are in the table beside it.",
            ),
            x_label=self.text("Skønnet: lange af 100", "Estimated: long of 100"),
            y_label=self.text("Blev lange af 100", "Became long of 100"),
        )

    def bands(self, evaluation: Evaluation) -> str:
        return band_chart(
            evaluation.bands,
            [BAND_NAMES[band.name].in_(self.language) for band in evaluation.bands],
            title=self.text("Lav, mellem og høj", "Low, medium and high"),
            description=self.text(
                "En søjle for hvert trin viser, hvor mange af 100 der blev lange. Stregen på tværs viser skønnet. "
                "Tallene står i tabellen ved siden af.",
                "A bar for each band shows how many of 100 courses became long. The line across shows the estimate. "
                "The numbers are in the table beside it.",
            ),
            y_label=self.text("Blev lange af 100", "Became long of 100"),
        )
