"""Every text that somebody reads: citizens' LIX at most 35, public pages' 40, staff's 45; both languages say as much.

Texts are taken from templates and code, so that what a page says in a rare case is read as well. A label, a figure or a
cell of a table is no text; a line of four words is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import pofile
from django.urls import NoReverseMatch, get_resolver, reverse

import lighed
from lighed.transparency.readability import MostLix, hardest, lix
from lighed.web import actions
from tests.web.factories import HERE, audit, enter_legal_basis, received
from tests.web.messages import WEB, messages
from tests.web.readability import FEWEST_WORDS, main_text, running_text

SOURCE = Path(lighed.__file__).parent
TEMPLATES = WEB / "templates"
CITIZEN, PUBLIC = ("citizen",), ("public",)
STAFF = tuple(
    sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir() and path.name not in {*CITIZEN, *PUBLIC})
)
AREAS = [
    *((area, MostLix.CITIZEN) for area in CITIZEN),
    *((area, MostLix.PUBLIC) for area in PUBLIC),
    *((area, MostLix.STAFF) for area in STAFF),
]
FEWEST_TO_MEASURE = 40
"""Words; LIX of less says more of chance than of the text."""


@cache
def danish() -> dict[tuple[str | None, str], str]:
    """Context and message -> what it is in Danish, the plural where there is one."""
    with (WEB / "locale/da/LC_MESSAGES/django.po").open("rb") as file:
        catalog = pofile.read_po(file)
    return {
        (one.context, one.id[0] if isinstance(one.id, tuple) else one.id): one.string[-1]
        if isinstance(one.string, tuple)
        else str(one.string)
        for one in catalog
        if one.id
    }


def files_of(area: str) -> list[Path]:
    return [*(TEMPLATES / area).rglob("*.html"), *(WEB / area).rglob("*.py")]


def told_in(paths: list[Path]) -> str:
    """All sentences of these files in Danish, one a line, with a figure in every placeholder."""
    lines = (danish().get(key, "") for key in messages(paths))
    return running_text("\n".join(re.sub(r"%\(\w+\)[sd]", "12", line) for line in lines))


def n_words(text: str) -> int:
    return len(re.findall(r"[^\W\d_]+", text))


def told_off(text: str, most: MostLix) -> list[str]:
    """What to make easier, for whoever reads that a test failed."""
    return [f"{value:.0f}: {sentence}" for sentence, value in hardest(text, n=8, above=most)]


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
@pytest.mark.parametrize(("area", "most"), AREAS, ids=[area for area, _most in AREAS])
def test_the_texts_of_an_area_are_easy_enough(area, most):
    text = told_in(files_of(area))
    if n_words(text) >= FEWEST_TO_MEASURE:
        assert lix(text) <= most, told_off(text, most)


@pytest.mark.parametrize(
    "path", [path for area in CITIZEN for path in files_of(area)], ids=lambda path: path.relative_to(WEB).as_posix()
)
def test_each_page_of_the_citizen_is_easy_by_itself(path):
    text = told_in([path])
    if n_words(text) >= FEWEST_TO_MEASURE:
        assert lix(text) <= MostLix.CITIZEN, told_off(text, MostLix.CITIZEN)


def texts_of(path: Path) -> Iterator[tuple[str, str, int]]:
    """Each text in both languages that a module of the core holds, and its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
            said = {one.arg: one.value for one in node.keywords}
            if {"da", "en"} <= set(said):
                yield _plain(said["da"]), _plain(said["en"]), node.lineno


def _plain(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_plain(one) if isinstance(one, ast.Constant) else "12" for one in node.values)
    # Put together elsewhere, from texts that are read there.
    return "…"


CORE = sorted(path for path in SOURCE.rglob("*.py") if "Text(" in path.read_text("utf-8"))
PACKAGES = sorted({path.relative_to(SOURCE).parts[0] for path in CORE} - {"transparency", "elements"})


@pytest.mark.parametrize("package", PACKAGES)
def test_the_texts_of_the_core_are_easy_enough_for_staff(package):
    paths = [path for path in CORE if path.relative_to(SOURCE).parts[0] == package]
    text = running_text("\n".join(da for path in paths for da, _en, _line in texts_of(path)))
    if n_words(text) >= FEWEST_TO_MEASURE:
        assert lix(text) <= MostLix.STAFF, told_off(text, MostLix.STAFF)


def test_the_catalogue_of_elements_is_easy_enough_for_everyone():
    text = running_text("\n".join(da for path in CORE if "elements" in path.parts for da, _en, _line in texts_of(path)))
    assert lix(text) <= MostLix.PUBLIC, told_off(text, MostLix.PUBLIC)


@pytest.mark.requirement("R-CIT-06", part="the same texts in both languages", shows="works")
def test_both_languages_say_as_much():
    wrong = []
    for path in CORE:
        for da, en, line in texts_of(path):
            n_da, n_en = n_words(da), n_words(en)
            is_lopsided = min(n_da, n_en) >= FEWEST_WORDS and not 1 / 2 <= n_da / n_en <= 2
            if bool(da.strip()) != bool(en.strip()) or is_lopsided:
                wrong.append(f"{path.relative_to(SOURCE)}:{line}: {da} / {en}")
    assert wrong == []


def addresses(beginning: str) -> list[str]:
    """The addresses with these names that need nothing but a municipality."""
    found = []
    for name in sorted(str(key) for key in get_resolver().reverse_dict if isinstance(key, str)):
        if name.startswith(beginning):
            for kwargs in ({}, {"code": HERE}, {"municipality": HERE}):
                try:
                    found.append(reverse(name, kwargs=kwargs))
                    break
                except NoReverseMatch:
                    continue
    return found


def first_tier(html: str) -> str:
    """What stands on the page before anything is unfolded."""
    while (shorter := re.sub(r"<details\b(?:(?!<details\b).)*?</details>", "", html, flags=re.DOTALL)) != html:
        html = shorter
    return running_text(main_text(html))


def hard_pages(client, found: list[str], *, most: MostLix, whole: bool) -> list[str]:
    hard = []
    for address in found:
        answer = client.get(address, headers={"Accept-Language": "da"})
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        html = answer.content.decode()
        text = running_text(main_text(html)) if whole else first_tier(html)
        if n_words(text) >= FEWEST_TO_MEASURE and lix(text) > most:
            hard.append(f"{address}: {lix(text):.1f} {told_off(text, most)}")
    return hard


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
def test_the_citizen_s_pages_are_easy_as_they_are_shown(client, case_system):
    person = case_system.register(received()).course.person
    client.force_login(actions.create_citizen(person, username="anna", name="Anna", password=None, audit=audit()))
    found = addresses("my")
    assert len(found) >= 3
    assert hard_pages(client, found, most=MostLix.CITIZEN, whole=True) == []


def test_the_first_tier_of_the_public_pages_is_easy_as_it_is_shown(client, municipalities):
    enter_legal_basis()
    found = addresses("open")
    assert len(found) >= 5
    assert hard_pages(client, found, most=MostLix.PUBLIC, whole=False) == []


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="refuses")
def test_a_hard_text_would_be_found_out():
    hard = (
        "Profileringsværktøjets sandsynlighedsberegninger frabedes undtagelsesvis efter bekendtgørelsens paragraffer."
    )
    easy = "Du kan sige nej. Vi sletter skønnet med det samme."
    assert lix(easy) <= MostLix.CITIZEN < lix(f"{easy} {hard}")
    assert told_off(f"{easy} {hard}", MostLix.CITIZEN)[0].endswith("paragraffer")
