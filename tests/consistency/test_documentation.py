"""The documentation is about this code: commands, elements, settings, links, house files."""

import re
import sys
import tomllib
from inspect import signature

import pytest
import typer
import yaml

from lighed.elements import REGISTER, catalogue_page
from lighed.records import TABLES
from tests.consistency.repository import DOCS, ROOT, SOURCE, hand_written_docs, text_of, tracked_files


@pytest.fixture(scope="module")
def reference():
    sys.path.insert(0, str(DOCS))
    try:
        from reference_pages import reference_pages
    finally:
        sys.path.remove(str(DOCS))
    return reference_pages()


def _commands():
    from lighed.cli.app import app

    return typer.main.get_command(app).commands


def test_every_command_is_in_the_reference_and_told_of_by_hand(reference):
    written = hand_written_docs()
    assert len(_commands()) >= 8
    for name, command in _commands().items():
        assert f"## `lighed {name}`" in reference["command-line.md"]
        assert re.search(rf"`lighed {name}\b|^\$ lighed {name}\b", written, re.MULTILINE), name
        assert command.help, name
        for parameter in command.params:
            for option in getattr(parameter, "opts", []):
                if option != "--help" and option.startswith("--"):
                    assert f"`{option}" in reference["command-line.md"], (name, option)


def test_no_page_tells_of_a_command_that_is_not_there():
    told = set(re.findall(r"(?:`|^\$ )lighed ([a-z][a-z-]*)", hand_written_docs(), re.MULTILINE))
    assert sorted(told - set(_commands())) == []


@pytest.mark.requirement("R-ACC-05", shows="works")
@pytest.mark.requirement("C1", part="a catalogue with source and meaning", shows="works")
@pytest.mark.requirement("R-DAT-01", part="each fully declared in both languages", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_element_is_described_in_both_languages(language, reference):
    page = catalogue_page(language)
    assert reference[f"elements.{language}.md"] == page
    for element in REGISTER:
        for said in (element.name, element.meaning, element.rationale, element.screen):
            assert said.in_(language) in page
        assert f"`{element.code}`" in page


@pytest.mark.requirement("R-ACC-05", shows="works")
@pytest.mark.requirement("C1", part="a catalogue with source and meaning", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_table_and_column_is_described_in_both_languages(language, reference):
    page = reference[f"case-export.{language}.md"]
    for table in TABLES.values():
        assert f"`{table.name}`" in page
        for column in table.columns:
            assert f"`{column.name}`" in page
            assert column.meaning.in_(language) in page


def test_every_setting_is_described_and_no_other():
    read = set()
    for path in SOURCE.rglob("*.py"):
        # where something is read from the environment by name
        found_by = r"(?:environ\w*(?:\.get\(|\[)|is_on\([\w.]+, |kept_key\(\s*\w+, name=)\"([A-Z_]+)\""
        read |= set(re.findall(found_by, text_of(path)))
    assert {"LIGHED_DATA", "LIGHED_DEMO", "DATABASE_HOST"} <= read
    described = set(re.findall(r"^\| `([A-Z_]+)`", text_of(DOCS / "reference" / "settings.md"), re.MULTILINE))
    own = {name for name in read if name.startswith(("LIGHED_", "DATABASE_"))}
    assert sorted(own ^ described) == []


@pytest.mark.requirement("R-ACC-05", shows="works")
def test_the_numbers_of_the_method_are_those_of_the_code():
    from lighed.anonymisation import LEAST_PEOPLE, Limits
    from lighed.anonymisation.groups import ALPHA
    from lighed.anonymisation.release import LEAST_SHOWN
    from lighed.anonymisation.scorecard import MAX_PAIRS
    from lighed.cli.earlier_courses import build
    from lighed.estimates.compute import MOST_LACKING
    from lighed.governance import Moment
    from lighed.persontypes import CUT_OFFS, Settings
    from lighed.workflow.cases import WARM_UP_SHARE

    limits, settings = Limits(), Settings()
    method = " ".join(text_of(DOCS / "explanation" / "method.md").split())
    (low, high), (later_low, later_high) = ([round(100 * limit) for limit in of] for of in CUT_OFFS.values())
    for said in (
        f"more than {limits.threshold_weeks:.0f} weeks",
        f"at least {limits.bin_min} people share",
        f"at most {MAX_PAIRS} pairs",
        f"α = {ALPHA:.0f}",
        f"at least {limits.k} people with a known outcome and {limits.least_of_each} of each outcome",
        f"κ = {settings.kappa:.0f}",
        f"The {settings.n_voting} nearest types vote",
        f"D_{settings.n_voting + 1}",
        f"Below {low} of 100 is low, from {high} high",
        f"At the hand-over, where two of three become long, below {later_low} of 100 is low, from {later_high} high",
        f"The oldest {round(100 * WARM_UP_SHARE)} % of the courses are no cases",
    ):
        assert said in method, said
    assert settings.alpha == ALPHA
    default = {name: given.default for name, given in signature(build).parameters.items()}
    assert (default["low_below"], default["high_from"]) == CUT_OFFS[Moment.REGISTRATION]
    assert (default["hand_over_low_below"], default["hand_over_high_from"]) == CUT_OFFS[Moment.HAND_OVER]
    assert MOST_LACKING == 0.5
    assert "more than half of what is normally known" in method
    anonymisation = text_of(DOCS / "explanation" / "anonymisation.md")
    for said in (
        f"| {LEAST_PEOPLE:,} or more |",
        f"| {limits.k} or more (evaluation groups {2 * limits.k}) |",
        f"| {limits.least_of_each} or more |",
        f"| {limits.bin_min} or more |",
        f"fewer than {LEAST_SHOWN} people",
        f"= {limits.noise_scale:.0f}, with ε = {limits.epsilon} per person and release",
    ):
        assert " ".join(said.split()) in " ".join(anonymisation.split()), said


def test_every_public_name_is_in_the_python_reference(reference):
    import lighed.evaluation
    import lighed.governance

    for module in (lighed.governance, lighed.evaluation):
        for name in module.__all__:
            assert f"### `{name}`" in reference["python.md"]


def test_links_and_pictures_of_the_house_files_lead_somewhere():
    for page in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "GLOSSARY.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text_of(ROOT / page)):
            assert (ROOT / target).exists(), f"{page}: {target}"


def test_make_targets_that_are_told_of_exist():
    makefile = text_of(ROOT / "Makefile")
    told = set(re.findall(r"`make (\w+)|^\$ make (\w+)", hand_written_docs() + text_of(ROOT / "CONTRIBUTING.md"), re.M))
    for target in {name for pair in told for name in pair if name}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_decisions_are_numbered_without_a_gap():
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    assert len(names) >= 6
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_publiccode_agrees_with_the_package():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    told = yaml.safe_load(text_of(ROOT / "publiccode.yml"))
    assert told["softwareVersion"] == project["version"]
    assert told["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert set(told["localisation"]["availableLanguages"]) == {"da", "en"} == set(told["description"])
    for description in told["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 500 <= len(description["longDescription"]) <= 10_000
    mandatory = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "maintenance"}
    assert mandatory <= set(told)


def test_the_licence_is_the_whole_official_text():
    text = text_of(ROOT / "LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for article in ("Copyleft clause", "Chain of Authorship", "Disclaimer of Liability", "Applicable Law", "Appendix"):
        assert article in text
    assert 13_000 < len(text) < 15_000


def test_no_page_is_left_without_text():
    for path in tracked_files():
        if path.suffix == ".md":
            assert not re.search(r"\b(TODO|TBD|FIXME|lorem ipsum)\b", text_of(path)), path.relative_to(ROOT)
