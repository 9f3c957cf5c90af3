"""What is loaded, and where each document and page has to tell it.

It is read from where it lives (the version's file, its report, the register, the terms) and not from the record that
the documents are made of.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from lighed.elements import REGISTER, Element
from lighed.governance import Moment
from lighed.governance.retention import TERMS, Kept
from lighed.workflow import load_version
from tests.web.factories import NOW

TODAY = NOW.date()
LANGUAGES = ("da", "en")
PUBLIC_PAGES = {
    "about": "",
    "elements": "elements/",
    "results": "results/",
    "changes": "changes/",
    "register": "register/",
}


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
        kind, language = kind_of(name)
        if kind in AS_DATA:
            found += [f"{name}: {what}" for what in _in_data(kind, name, text, now)]
            continue
        for tells in TELLS.get(kind, ()):
            for asked in [language] if language else LANGUAGES:
                found += [f"{name}: {tells.__name__}" for said in tells(now, asked) if plain(said) not in text]
    return sorted(set(found))


def kind_of(name: str) -> tuple[str, str]:
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


def plain(text: str) -> str:
    """Text as it reads: without marks, escapes and line breaks."""
    return " ".join(text.split())


def as_read(name: str, text: str) -> str:
    kind, _ = kind_of(name)
    if kind in AS_DATA:
        return text
    if name.endswith(".html"):
        text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)))
    return plain(text.replace("\\n", " ").replace('\\"', '"'))
