"""The words of the house: what may not be said, where, and that every word of the glossary is a word of the code."""

import ast
import re

import pytest

from tests.consistency.repository import ROOT, SOURCE, text_of, tracked_files

REFUSED_GROUND = re.compile("|".join(["con" + "sent", "sam" + "tykke"]), re.IGNORECASE)
EXPLAINS_IT = {"governance/refused_grounds.toml"}
"""The one list by which the refused ground is recognised, and told why."""


def _source_files():
    return [path for path in tracked_files() if path.is_relative_to(SOURCE) and path.suffix not in {".woff2", ".mo"}]


def test_the_refused_ground_is_named_only_where_it_is_refused():
    named = {path.relative_to(SOURCE).as_posix() for path in _source_files() if REFUSED_GROUND.search(text_of(path))}
    assert named == EXPLAINS_IT


def test_no_field_can_hold_the_refused_ground():
    # names of things in the code, also where the word stands inside another
    for path in _source_files():
        if path.suffix == ".py":
            assert not REFUSED_GROUND.search(text_of(path)), path.relative_to(ROOT)


def test_another_suppliers_product_is_never_named_in_the_product():
    name = re.compile(r"\b" + "As" + "ta" + r"\b")
    assert [path for path in _source_files() if name.search(text_of(path))] == []


@pytest.mark.parametrize(
    "word", ["utils", "helpers", "misc", "base", "manager", "common", "shared", "stuff", "business_logic"]
)
def test_no_module_is_a_catch_all(word):
    assert [path for path in _source_files() if path.stem == word or path.parent.name == word] == []


def test_every_word_of_the_glossary_is_a_word_of_the_code():
    code = "\n".join(text_of(path) for path in _source_files() if path.suffix in {".py", ".html"})
    words = set(re.findall(r"\b\w+\b", code))
    rows = [line.split("|") for line in text_of(ROOT / "GLOSSARY.md").splitlines() if line.startswith("| ")]
    named = {word for row in rows for word in re.findall(r"`(\w+)`", row[3])}
    assert len(named) > 60
    assert sorted(named - words) == []


def test_each_glossary_word_has_one_meaning():
    rows = [line.split("|") for line in text_of(ROOT / "GLOSSARY.md").splitlines() if line.startswith("| ")]
    for column in (1, 2):
        words = [row[column].strip() for row in rows if row[column].strip() not in {"Dansk", "English", "---"}]
        assert len(words) == len(set(words))


def test_the_project_speaks_of_itself_alone():
    paths = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", r"[A-Z]:\\Us" + "ers"]))
    hosts = re.compile("|".join(["py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "npm" + "mirror"]))
    faults = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in tracked_files()
        for pattern in (paths, hosts)
        if (found := pattern.search(text_of(path)))
    ]
    assert faults == []


def test_no_text_is_translated_within_another():
    # Who gathers the texts for translation does not look into f-strings: the text would be called left over, and lost.
    translates = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}
    found = [
        f"{path.relative_to(ROOT)}:{one.lineno}"
        for path in _source_files()
        if path.suffix == ".py"
        for joined in ast.walk(ast.parse(text_of(path)))
        if isinstance(joined, ast.JoinedStr)
        for one in ast.walk(joined)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in translates
    ]
    assert found == []
