"""What is told equals what is loaded: elements, limits, types, outcome, terms and figures, in every document and page.

What is loaded is read here from where it lives (the version's file, its report, the register, the terms) and not from
the record that the documents are made of. Then one thing after another is changed, and each document that tells of it
is found to be wrong.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from lighed.elements import REGISTER, Element
from lighed.governance import Moment, Step, Text
from lighed.governance.retention import TERMS, Kept
from lighed.transparency.bundle import Bundle
from lighed.transparency.papers import PAPERS, compose, content_to_data
from lighed.web import actions, queries
from lighed.web.queries.oversight.bundle_parts import collect_bundle
from lighed.workflow import load_version
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import approved, write_report
from tests.web.open_site import *  # noqa: F403 - the fixtures of a version with a whole report
from tests.web.open_site import make_whole
from tests.web.site import *  # noqa: F403 - and those of the site

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LANGUAGES = ("da", "en")
PAGES = {"about": "", "elements": "elements/", "results": "results/", "changes": "changes/", "register": "register/"}


@dataclass(frozen=True)
class Limits:
    """What a version does at one moment."""

    low_below: float
    high_from: float
    weeks: float
    n_types: int
    n_voting: int
    elements: frozenset[str]


@dataclass(frozen=True)
class Loaded:
    """What runs."""

    version: str
    sha256: str
    limits: Limits
    auc: tuple[float, float, float]
    n_cases: int
    missed_high: float
    elements: tuple[Element, ...]
    months: Mapping[Kept, int]


def loaded(file: Path, report: Path) -> Loaded:
    """Read what runs: one moment is enough, since the made-up version has one."""
    version = load_version(file)
    ((moment, types),) = version.person_types.items()
    assert moment is Moment.REGISTRATION
    found = json.loads((report / "report.json").read_text("utf-8"))["evaluation"]
    auc = found["accuracy"]["auc"]
    (missed,) = (one["missed"]["value"] for one in found["cut_offs"] if one["name"] == "high")
    return Loaded(
        version=version.id,
        sha256=version.sha256,
        limits=Limits(
            *types.settings.cut_offs, types.threshold_weeks, len(types), types.settings.n_voting, frozenset(types.codes)
        ),
        auc=(auc["value"], auc["low"], auc["high"]),
        n_cases=found["n_cases"],
        missed_high=missed,
        elements=tuple(REGISTER),
        months={kind: term.months for kind, term in TERMS.items()},
    )


# --- What each document has to tell ----------------------------------------------------------------------------------

Tells = Callable[[Loaded, str], list[str]]


def limits_in_words(now: Loaded, language: str) -> list[str]:
    low, high, weeks = round(100 * now.limits.low_below), round(100 * now.limits.high_from), round(now.limits.weeks)
    if language == "da":
        return [f"Lav under {low} af 100, Høj fra {high} af 100.", f"er langt efter {weeks} uger."]
    return [f"Low under {low} of 100, High from {high} of 100.", f"is long after {weeks} weeks."]


def limits_of_a_paper(now: Loaded, language: str) -> list[str]:
    low, high, weeks = round(100 * now.limits.low_below), round(100 * now.limits.high_from), round(now.limits.weeks)
    n, voting, used = now.limits.n_types, now.limits.n_voting, len(now.limits.elements)
    if language == "da":
        return [
            f"mindst {weeks} uger. Mellem fra {low}%, høj fra {high}%. {n} persontyper, {voting} stemmer. {used} op"
        ]
    return [
        f"at least {weeks} weeks. Medium from {low}%, high from {high}%. {n} person types, {voting} vote. {used} el"
    ]


def limits_of_the_changes(now: Loaded, language: str) -> list[str]:
    low, high = round(100 * now.limits.low_below), round(100 * now.limits.high_from)
    return {
        "da": [f"under {low} {low} til under {high} {high} eller mere"],
        "en": [f"under {low} {low} to under {high} {high} or more"],
    }[language]


def limits_as_settings(now: Loaded, _: str) -> list[str]:
    one = now.limits
    return [f"n_types={one.n_types}, n_voting={one.n_voting}", f"cut_offs={one.low_below:g}/{one.high_from:g}"]


def types_and_outcome(now: Loaded, language: str) -> list[str]:
    words = {"da": ("persontyper", "over", "uger"), "en": ("person types", "more than", "weeks")}[language]
    return [f"{now.limits.n_types} {words[0]}", f"{words[1]} {now.limits.weeks:.0f} {words[2]}"]


def figures_in_words(now: Loaded, language: str) -> list[str]:
    value, low, high = (f"{one:.3f}" for one in now.auc)
    if language == "da":
        return [f"(AUC): {value} ({low} til {high})".replace(".", ",")]
    return [f"(AUC): {value} ({low} to {high})"]


def figures_of_100(now: Loaded, language: str) -> list[str]:
    value, low, high = (round(100 * one) for one in now.auc)
    of = {"da": "af", "en": "of"}[language]
    measured = {"da": f"på {now.n_cases} forløb", "en": f"on {now.n_cases} courses"}[language]
    return [f"{value} ({low}–{high}) {of} 100", measured, f"{round(100 * now.missed_high)} ("]


def figures_as_numbers(now: Loaded, _: str) -> list[str]:
    return [f'"{one:g}"' for one in now.auc]


def the_version(now: Loaded, _: str) -> list[str]:
    return [now.version]


def the_sum(now: Loaded, _: str) -> list[str]:
    return [now.sha256]


def how_many_elements(now: Loaded, language: str) -> list[str]:
    return [f"{len(now.elements)} " + {"da": "oplysninger", "en": "pieces of information"}[language]]


def names_of_elements(now: Loaded, language: str) -> list[str]:
    return [one.name.in_(language) for one in now.elements]


def meanings_of_elements(now: Loaded, language: str) -> list[str]:
    return [text.in_(language) for one in now.elements for text in (one.name, one.meaning)]


def notes_of_elements(now: Loaded, language: str) -> list[str]:
    """As a graph has them: a note each."""
    since = {"da": "Med siden version", "en": "There since version"}[language]
    told = [_context(one, now, language) for one in now.elements]
    return [said for one in told for what, said in one.items() if what not in ("together_with", "since")] + [
        f"{since} {one['since']}" for one in told
    ]


def rows_of_elements_read(now: Loaded, language: str) -> list[str]:
    alone = {"da": "Ikke oplyst, fordi", "en": "Not stated, because"}[language]
    return [
        " | ".join(said or alone for said in _context(one, now, language).values())
        for one in _read(now)
        if one.together_with
    ]


def properties_of_elements_read(now: Loaded, language: str) -> list[str]:
    return [
        f'"lighed:element:{one.code}:{what}", "value": "{said}'
        for one in _read(now)
        for what, said in _context(one, now, language).items()
    ]


def instructions_for_elements_read(now: Loaded, language: str) -> list[str]:
    return _lines(now, language, "why", "collected", "since") + _lines(
        now, language, "reading", "together_with", "objectivity"
    )


def elements_read_as_weighed(now: Loaded, language: str) -> list[str]:
    return _lines(now, language, "collected", "together_with", "objectivity")


def elements_read_as_documented(now: Loaded, language: str) -> list[str]:
    return _lines(now, language, "collected", "objectivity", "since")


def contexts_on_the_page(now: Loaded, language: str) -> list[str]:
    told = [_context(one, now, language) for one in now.elements]
    return [one[what] for one in told for what in ("why", "collected", "reading", "objectivity")]


_HEADINGS = {
    "da": {
        "why": "Hvorfor", "collected": "Sådan er det samlet ind", "reading": "Sådan læses det",
        "together_with": "Ses sammen med", "objectivity": "Hvor det ikke er objektivt", "since": "Med siden version",
    },
    "en": {
        "why": "Why", "collected": "How it is collected", "reading": "How to read it",
        "together_with": "See it together with", "objectivity": "Where it is not objective",
        "since": "There since version",
    },
}  # fmt: skip


def _lines(now: Loaded, language: str, *parts: str) -> list[str]:
    """As a paper has them: an element each, with what the paper asks for."""
    found = []
    for one in _read(now):
        told = {what: said for what, said in _context(one, now, language).items() if what in parts and said}
        said = " ".join(f"{_HEADINGS[language][what]}: {words.rstrip('.')}." for what, words in told.items())
        found.append(f"{one.name.in_(language)}. {said}")
    return found


def _read(now: Loaded) -> list[Element]:
    return [one for one in now.elements if one.code in now.limits.elements]


def _context(one: Element, now: Loaded, language: str) -> dict[str, str]:
    """What the register declares beside name and meaning, in the order in which it is told everywhere."""
    names = {other.code: other.name.in_(language) for other in now.elements}
    # The register declares where it is not objective, or why it is: one of the two.
    (objectivity,) = (text for text in (one.not_objective, one.objective_because) if text is not None)
    return {
        "why": one.rationale.in_(language),
        "collected": one.collected.in_(language),
        "reading": one.reading.in_(language),
        "together_with": ", ".join(names[code] for code in one.together_with if code in names),
        "objectivity": objectivity.in_(language),
        "since": one.since,
    }


def terms(now: Loaded, language: str) -> list[str]:
    months = {"da": "måneder", "en": "months"}[language]
    return [
        f"{TERMS[kind].name.in_(language)}: {n} {months} {TERMS[kind].counted_from.in_(language)}"
        for kind, n in now.months.items()
    ]


def terms_of_the_entry(now: Loaded, language: str) -> list[str]:
    return [said.replace(": ", " ", 1) for said in terms(now, language)]


TELLS: Mapping[str, tuple[Tells, ...]] = {
    "annex-viii": (limits_in_words, how_many_elements),
    "nl-1.0": (limits_in_words, how_many_elements),
    "eurocities-0.3.1": (limits_in_words, figures_in_words),
    "amt": (limits_in_words, how_many_elements, figures_as_numbers),
    "model-card": (limits_in_words, limits_as_settings, figures_in_words, the_version, rows_of_elements_read),
    "model-card.cdx": (limits_in_words, figures_as_numbers, the_version, properties_of_elements_read),
    "article-30": (terms,),
    "uk-atrs": (terms,),
    "dpv.ttl": (names_of_elements, notes_of_elements),
    "dpv.jsonld": (names_of_elements, notes_of_elements),
    "dcat.ttl": (meanings_of_elements, notes_of_elements),
    "dcat.jsonld": (meanings_of_elements, notes_of_elements),
    "paper-dpia": (figures_in_words, elements_read_as_weighed),
    "paper-instructions": (limits_of_a_paper, figures_in_words, instructions_for_elements_read),
    "paper-technical": (limits_of_a_paper, figures_in_words, elements_read_as_documented),
    "page-about": (the_version, how_many_elements),
    "page-elements": (meanings_of_elements, how_many_elements, contexts_on_the_page),
    "page-results": (the_version, the_sum, types_and_outcome, figures_of_100),
    "page-changes": (the_version, limits_of_the_changes),
    "page-register": (limits_in_words, how_many_elements, terms_of_the_entry),
}
"""By a document's name without language and ending, what it tells. Those that are data are compared field by field."""
AS_DATA = frozenset({"record", "elements", "results"})
IN_ENGLISH = frozenset({"model-card.cdx"})
"""For machines, with words in one language."""
WITHOUT_FACTS = frozenset({"paper-fria"})
"""Tells of the people and the process, and of none of this."""


def disagreements(documents: Mapping[str, str], now: Loaded) -> list[str]:
    """Every document that does not tell what is loaded, and what it does not tell."""
    found = []
    for name, text in documents.items():
        kind, language = _kind_of(name)
        if kind in AS_DATA:
            found += [f"{name}: {what}" for what in _in_data(kind, name, text, now)]
            continue
        for tells in TELLS.get(kind, ()):
            for asked in [language] if language else LANGUAGES:
                found += [f"{name}: {tells.__name__}" for said in tells(now, asked) if _plain(said) not in text]
    return sorted(set(found))


def _kind_of(name: str) -> tuple[str, str]:
    """A document's kind, and its language where it has one."""
    for language in LANGUAGES:
        if f".{language}." in name:
            return name.split(f".{language}.")[0], language
    if name in TELLS:
        return name, ""
    kind = re.sub(r"\.(json|jsonld|ttl|csv|md|html)$", "", name)
    return kind, "en" if kind in IN_ENGLISH else ""


def _in_data(kind: str, name: str, text: str, now: Loaded) -> list[str]:
    return {"record": _in_record, "elements": _in_elements, "results": _in_results}[kind](text, now)


def _in_record(text: str, now: Loaded) -> list[str]:
    told = json.loads(text)
    moment = told["version"]["moments"][0]
    (auc,) = (one for one in told["evaluations"][0]["metrics"] if one["code"] == "auc")
    return _unequal(
        {
            "version": (told["version"]["id"], now.version),
            "sum": (told["version"]["sha256"], now.sha256),
            "limits": (moment["cut_offs"], [now.limits.low_below, now.limits.high_from]),
            "outcome": (moment["threshold_weeks"], now.limits.weeks),
            "types": ((moment["n_types"], moment["n_voting"]), (now.limits.n_types, now.limits.n_voting)),
            "used": (frozenset(moment["elements"]), now.limits.elements),
            "auc": ((auc["value"], auc["low"], auc["high"]), now.auc),
            "cases": (told["evaluations"][0]["n_cases"], now.n_cases),
            "elements": ([_told_element(one) for one in told["elements"]], [_element(one) for one in now.elements]),
            "contexts": ([_told_context(one) for one in told["elements"]], _contexts(now)),
            "terms": (
                {one["code"]: one["months"] for one in told["retention"] if one["code"] in {*Kept}},
                {kind.value: n for kind, n in now.months.items()},
            ),
        }
    )


def _in_elements(text: str, now: Loaded) -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text)))
    used = {row["code"] for row in rows if row["is_used"] == "yes"}
    told = [(row["code"], row["name_da"], row["name_en"], row["meaning_da"], row["meaning_en"]) for row in rows]
    contexts = [_row_context(row) for row in rows]
    return _unequal(
        {
            "elements": (told, [_element(one) for one in now.elements]),
            "contexts": (contexts, _contexts(now)),
            "used": (used, now.limits.elements),
        }
    )


def _in_results(text: str, now: Loaded) -> list[str]:
    rows = [row for row in csv.DictReader(io.StringIO(text)) if not row["grouping"]]
    by_metric = {row["metric"]: tuple(float(row[end]) for end in ("value", "low_95", "high_95")) for row in rows}
    return _unequal({"auc": (by_metric["auc"], now.auc), "missed": (by_metric["missed_high"][0], now.missed_high)})


def _element(one: Element) -> tuple[str, str, str, str, str]:
    return (one.code, one.name.da, one.name.en, one.meaning.da, one.meaning.en)


def _told_element(one: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    return (one["code"], one["name"]["da"], one["name"]["en"], one["meaning"]["da"], one["meaning"]["en"])


_WHAT = ("why", "collected", "reading", "objectivity")


def _contexts(now: Loaded) -> list[tuple[object, ...]]:
    return [
        (
            *(_context(one, now, language)[what] for what in _WHAT for language in LANGUAGES),
            one.together_with,
            one.since,
        )
        for one in now.elements
    ]


def _told_context(one: Mapping[str, Any]) -> tuple[object, ...]:
    return (*(one[what][language] for what in _WHAT for language in LANGUAGES), (*one["together_with"],), one["since"])


def _row_context(row: Mapping[str, str]) -> tuple[object, ...]:
    told = (row[f"{what}_{language}"] for what in _WHAT for language in LANGUAGES)
    return (*told, (*row["together_with"].split(),), row["since"])


def _unequal(pairs: Mapping[str, tuple[object, object]]) -> list[str]:
    return [what for what, (told, is_so) in pairs.items() if told != is_so]


def _plain(text: str) -> str:
    """Text as it reads: without marks, escapes and line breaks."""
    return " ".join(text.split())


def _as_read(name: str, text: str) -> str:
    kind, _ = _kind_of(name)
    if kind in AS_DATA:
        return text
    if name.endswith(".html"):
        text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)))
    return _plain(text.replace("\\n", " ").replace('\\"', '"'))


# --- The documents ---------------------------------------------------------------------------------------------------


def pages(everyone) -> dict[str, str]:
    """The public pages as they are now."""
    found = {}
    for name, part in PAGES.items():
        for language in LANGUAGES:
            answer = everyone.get(f"/open/{HERE}/{part}?language={language}")
            found[f"page-{name}.{language}.html"] = answer.content.decode()
    return {name: _as_read(name, text) for name, text in found.items()}


def published() -> dict[str, str]:
    """The files of a new publication."""
    made = actions.publish(HERE, audit=audit())
    return {file.name: _as_read(file.name, file.content) for file in made.files.all()}


def papers() -> dict[str, str]:
    """Every paper as it would be signed now."""
    live = queries.public_record(HERE, today=TODAY)
    written = {
        f"paper-{kind.value}.json": json.dumps(content_to_data(compose(form, live, {})), ensure_ascii=False)
        for kind, form in PAPERS.items()
    }
    return {name: _as_read(name, text) for name, text in written.items()}


def bundle() -> Bundle:
    return collect_bundle(HERE, reference="b", begins_on=TODAY, ends_on=TODAY, made_at=NOW, secret=b"s")


@pytest.fixture
def now(released, files, tmp_path) -> Loaded:
    return loaded(files[0], next((tmp_path / "reports").rglob("report.json")).parent)


@pytest.fixture
def documents(now, everyone) -> dict[str, str]:
    return published() | papers() | pages(everyone)


# --- The rule --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-ACC-05", shows="works")
def test_every_document_and_page_tells_what_is_loaded(documents, now):
    kinds = {_kind_of(name)[0] for name in documents}
    assert kinds - AS_DATA - WITHOUT_FACTS == set(TELLS), "say what the new document tells, in TELLS"
    assert disagreements(documents, now) == []


def test_the_bundle_for_a_regulator_holds_the_same(now, released):
    files = {file.name: file.content.decode() for file in bundle().files if file.name.startswith("record/")}
    told = {name.removeprefix("record/"): text for name, text in files.items()}
    assert disagreements({name: _as_read(name, text) for name, text in told.items()}, now) == []
    (version,) = json.loads(next(f.content for f in bundle().files if f.name == "versions/versions.json"))
    assert (version["version"], version["sha256"]) == (now.version, now.sha256)


_OTHERWISE = Text(da="Noget helt andet.", en="Quite another thing.")
CHANGES: Mapping[str, Callable[[Loaded], Loaded]] = {
    "an element's name": lambda now: replace(now, elements=(_renamed(now.elements[0]), *now.elements[1:])),
    "an element less": lambda now: replace(now, elements=now.elements[1:]),
    "how an element is collected": lambda now: _declared(now, collected=_OTHERWISE),
    "how an element is read": lambda now: _declared(now, reading=_OTHERWISE),
    "where an element is not objective": lambda now: _declared(now, not_objective=_OTHERWISE, objective_because=None),
    "with what an element is seen": lambda now: _declared(now, together_with=("sex",)),
    "since when an element is there": lambda now: _declared(now, since="9.9"),
    "another element used": lambda now: _with(now, elements=now.limits.elements | {"education_level"}),
    "the lower limit": lambda now: _with(now, low_below=0.25),
    "the upper limit": lambda now: _with(now, high_from=0.5),
    "the outcome": lambda now: _with(now, weeks=52.0),
    "the types": lambda now: _with(now, n_types=now.limits.n_types + 1),
    "a figure": lambda now: replace(now, auc=(0.73, *now.auc[1:])),
    "the number of cases": lambda now: replace(now, n_cases=now.n_cases + 1),
    "a term": lambda now: replace(now, months={**now.months, Kept.LOG: 6}),
    "the version": lambda now: replace(now, version="2027-01-01-0", sha256="0" * 64),
}
_CONTEXT = frozenset(
    {"record", "elements", "dpv.ttl", "dpv.jsonld", "dcat.ttl", "dcat.jsonld", "page-elements", "model-card"}
    | {"model-card.cdx", "paper-dpia", "paper-technical", "paper-instructions"}
)
WRONG_THEN: Mapping[str, frozenset[str]] = {
    "an element's name": frozenset(
        {"dpv.ttl", "dpv.jsonld", "dcat.ttl", "dcat.jsonld", "page-elements", "record", "elements"}
    ),
    "an element less": frozenset(
        {"annex-viii", "nl-1.0", "amt", "page-about", "page-elements", "page-register", "record", "elements"}
    ),
    "how an element is collected": _CONTEXT,
    "how an element is read": _CONTEXT - {"paper-dpia", "paper-technical"},
    "where an element is not objective": _CONTEXT,
    "with what an element is seen": _CONTEXT
    - {"dpv.ttl", "dpv.jsonld", "dcat.ttl", "dcat.jsonld", "page-elements", "paper-technical"},
    "since when an element is there": _CONTEXT - {"page-elements", "paper-dpia"},
    "another element used": frozenset(
        {"paper-dpia", "paper-technical", "paper-instructions", "model-card", "model-card.cdx", "record", "elements"}
    ),
    "the types": frozenset({"model-card", "paper-technical", "paper-instructions", "page-results", "record"}),
    "a figure": frozenset(
        {"eurocities-0.3.1", "amt", "model-card", "model-card.cdx", "paper-dpia", "paper-technical"}
        | {"paper-instructions", "page-results", "record", "results"}
    ),
    "the number of cases": frozenset({"page-results", "record"}),
    "a term": frozenset({"article-30", "uk-atrs", "page-register", "record"}),
    "the version": frozenset({"model-card", "model-card.cdx", "page-about", "page-results", "page-changes", "record"}),
}
_LIMITS = frozenset(
    {"annex-viii", "nl-1.0", "eurocities-0.3.1", "amt", "model-card", "model-card.cdx", "paper-technical"}
    | {"paper-instructions", "page-register", "record"}
)


def _with(now: Loaded, **changes: Any) -> Loaded:
    return replace(now, limits=replace(now.limits, **changes))


def _declared(now: Loaded, **changes: Any) -> Loaded:
    """One element, which the version reads, declared otherwise."""
    return replace(now, elements=tuple(replace(one, **changes) if one.code == "age" else one for one in now.elements))


def _renamed(element: Element) -> Element:
    return replace(element, name=replace(element.name, da="Et andet navn", en="Another name"))


@pytest.mark.requirement("R-ACC-05", shows="refuses")
def test_one_thing_changed_and_each_document_that_tells_of_it_is_wrong(documents, now):
    wrong = {}
    for what, change in CHANGES.items():
        wrong[what] = {_kind_of(one.split(":")[0])[0] for one in disagreements(documents, change(now))}
    assert wrong.pop("the lower limit") == wrong.pop("the upper limit") == _LIMITS | {"page-changes"}
    assert wrong.pop("the outcome") == _LIMITS | {"page-results"}
    assert wrong == WRONG_THEN


def test_one_word_changed_by_hand_in_any_document_is_found(documents, now):
    for name, text in documents.items():
        kind, language = _kind_of(name)
        for tells in TELLS.get(kind, ()):
            said = _plain(tells(now, language or "en")[-1])
            assert disagreements({name: text.replace(said, "something else")}, now), (name, tells.__name__)


def test_another_version_is_told_of_at_once_and_its_publication_is_the_old_ones_end(
    documents, now, files, staff, tmp_path, everyone
):
    folder = tmp_path / "other"
    make_whole(write_report(folder, load_version(files[1])))
    other = actions.add_version(files[1], municipality=HERE, built_by="ida", reports=folder, audit=audit())
    other = approved(other, staff)
    actions.take_step(other, Step.RELEASE, by=actions.actor_of(staff["data"]), reason="Both signed", audit=audit())
    then = loaded(files[1], next(folder.rglob("report.json")).parent)
    assert (then.limits.low_below, then.limits.high_from) != (now.limits.low_below, now.limits.high_from)
    assert disagreements(pages(everyone) | papers(), then) == []
    wrong = {_kind_of(one.split(":")[0])[0] for one in disagreements(documents, then)}
    assert wrong >= _LIMITS
    assert disagreements(published(), then) == []
