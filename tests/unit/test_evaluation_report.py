"""The report is complete in itself, says what its figures mean, and is the same in both languages."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from bs4 import BeautifulSoup

from lighed.evaluation import Durations, ReportMeta, evaluate, render_report, write_report
from lighed.evaluation.cases import BANDS
from lighed.governance import Moment, Text
from tests.evaluation_cases import made_up_cases

META = ReportMeta(
    version="2026-1",
    moment=Moment.REGISTRATION,
    municipalities=("901", "902"),
    threshold_weeks=26,
    registered_from=date(2025, 3, 1),
    registered_to=date(2026, 1, 31),
    extracted_on=date(2026, 9, 1),
    made_at=datetime(2026, 11, 1, 12, 30, tzinfo=UTC),
    is_synthetic=True,
    is_demo=True,
    population=Text(da="Alle med dagpenge.", en="All with unemployment benefit."),
    software_version="0.1.0",
    cut_offs=(0.3, 0.55),
    hashes={"version": "ab" * 32, "hand_over": "cd" * 32},
    names={"sex": Text(da="Køn", en="Sex"), "sex/female": Text(da="Kvinder", en="Women")},
)


@pytest.fixture(scope="module")
def evaluation():
    def labels(random, z):
        sex = np.where(random.random(len(z)) < 0.5, "female", "<b>male</b>").astype(object)
        sex[:40] = None
        return {"sex": sex}

    def baselines(random, z):
        return {"base_rate": np.full(len(z), 0.4), "age_only": random.uniform(0.3, 0.5, len(z))}

    cases = made_up_cases(n=3000, groups=labels, baselines=baselines)
    weeks = np.random.default_rng(0).exponential(20, 3000)
    still = np.where(cases.is_assessed[:, None], np.exp(-np.array([[13.0, 26.0]]) / 20), np.nan)
    given = Durations(weeks=weeks, ended=np.ones(3000), still_running=still)
    return evaluate(replace(cases, durations={"contact_course": given}, periods=np.array([13.0, 26.0])), n_draws=30)


def test_three_files_and_the_same_bytes_again(evaluation, tmp_path):
    first = write_report(evaluation, tmp_path / "a", meta=META)
    second = write_report(evaluation, tmp_path / "b", meta=META)
    assert [path.name for path in first] == ["report.json", "report.da.html", "report.en.html"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.requirement("R-MOD-01", part="discrimination and calibration with intervals", shows="works")
def test_json_has_every_figure_and_what_it_is_about(evaluation, tmp_path):
    document = json.loads(write_report(evaluation, tmp_path, meta=META)[0].read_text(encoding="utf-8"))
    assert document["format"] == "lighed-evaluation"
    assert document["about"]["synthetic"] is True
    assert document["about"]["threshold_weeks"] == 26
    assert document["about"]["hashes"]["version"] == "ab" * 32
    assert document["evaluation"] == evaluation.to_dict()
    assert set(document["evaluation"]["accuracy"]["auc"]) == {"value", "low", "high"}
    assert "NaN" not in json.dumps(document)


def test_bands_and_errors_stand_with_the_limits_of_the_moment(evaluation, tmp_path):
    meta = replace(META, moment=Moment.HAND_OVER, cut_offs=(0.5, 0.825))
    soup = BeautifulSoup(render_report(evaluation, meta=meta, language="da"), "html.parser")
    names = [cell.get_text() for cell in soup.select("th[scope=row]")]
    for said in ("Lav: under 50 af 100", "Mellem: fra 50 til under 82,5", "Høj: fra 82,5 af 100"):
        assert said in names
    assert "Mellem eller høj: fra 50 af 100" in names
    assert "Grænserne gælder ved overgang fra a-kasse til kommune." in soup.get_text()
    about = json.loads(write_report(evaluation, tmp_path, meta=meta)[0].read_text(encoding="utf-8"))["about"]
    assert about["cut_offs"] == [0.5, 0.825]


@pytest.mark.parametrize("language", ["da", "en"])
def test_page_stands_alone_without_script(evaluation, language):
    page = render_report(evaluation, meta=META, language=language)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == language
    assert not soup.find_all(["script", "link", "img", "iframe"])
    assert not re.search(r"(src|action)\s*=|@import|url\(", page)
    assert {link["href"] for link in soup.find_all("a")} == {
        "report.json",
        f"report.{'en' if language == 'da' else 'da'}.html",
    }
    for chart in soup.find_all("svg"):
        assert chart.title.text
        assert chart.find("desc").text
        assert all(soup.find(id=part) for part in chart["aria-labelledby"].split())
        assert chart.find_parent(class_="beside").find("table")
    assert len(soup.find_all("svg")) == 2


@pytest.mark.requirement("C6", part="in the report", shows="works")
@pytest.mark.requirement("R-MOD-05", part="small groups are withheld", shows="works")
def test_page_says_what_the_data_are_and_escapes_labels(evaluation):
    page = render_report(evaluation, meta=META, language="en")
    text = BeautifulSoup(page, "html.parser").get_text(" ", strip=True)
    for words in ("Made-up data.", "untouched last 20 %", "more than 26 weeks", "901, 902", "2025-03-01", "ab" * 32):
        assert words in text
    assert "<b>male</b>" not in page
    assert "<b>male</b>" in text
    assert "Women" in text
    assert "too few to show" in text
    real = render_report(evaluation, meta=replace(META, is_synthetic=False, is_demo=False), language="en")
    assert "Made-up data." not in real
    assert "fictional" not in real


@pytest.mark.requirement("R-ACCS-02", shows="works")
def test_both_languages_have_the_same_numbers_in_the_same_places(evaluation):
    tables = []
    for language in ("da", "en"):
        soup = BeautifulSoup(render_report(evaluation, meta=META, language=language), "html.parser")
        cells = [cell.get_text(" ", strip=True) for cell in soup.find_all("td", class_="number")]
        tables.append([re.findall(r"[+−]?[\d.,]+", cell) for cell in cells])
    danish, english = tables
    swap = str.maketrans(",.", ".,")
    assert [[number.translate(swap) for number in cell] for cell in danish] == english
    assert sum(map(len, english)) > 100
    auc = evaluation.accuracy.auc
    assert [f"{number:.3f}" for number in (auc.value, auc.low, auc.high)] in english


def _sentences(evaluation, language):
    main = BeautifulSoup(render_report(evaluation, meta=META, language=language), "html.parser").main
    return {part.strip() for part in main.find_all(string=re.compile(r"[^\W\d]+ [^\W\d]+ [^\W\d]+"))}


def test_no_sentence_stands_in_one_language_on_both_pages(evaluation):
    danish, english = (_sentences(evaluation, language) for language in ("da", "en"))
    assert len(danish) > 40
    assert not danish & english


def test_bands_are_those_of_an_estimate():
    from lighed.estimates.estimate import Band

    assert tuple(band.value for band in Band) == BANDS
