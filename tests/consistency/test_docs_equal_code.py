"""What is told equals what is loaded: elements, limits, types, outcome, terms and figures, in every document and page.

One thing after another is changed, and each document that tells of it is found to be wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from lighed.elements import Element
from lighed.governance import Step, Text
from lighed.governance.retention import Kept
from lighed.transparency.bundle import Bundle
from lighed.transparency.papers import PAPERS, compose, content_to_data
from lighed.web import actions, queries
from lighed.web.queries.oversight.bundle_parts import collect_bundle
from lighed.workflow import load_version
from tests.consistency.what_is_loaded import (
    AS_DATA,
    LANGUAGES,
    PUBLIC_PAGES,
    TELLS,
    TODAY,
    WITHOUT_FACTS,
    Loaded,
    as_read,
    disagreements,
    kind_of,
    loaded,
    plain,
)
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import approved, write_report
from tests.web.open_site import *  # noqa: F403 - the fixtures of a version with a whole report
from tests.web.open_site import make_whole
from tests.web.site import *  # noqa: F403 - and those of the site

pytestmark = pytest.mark.django_db


def pages(everyone) -> dict[str, str]:
    """The public pages as they are now."""
    found = {}
    for name, part in PUBLIC_PAGES.items():
        for language in LANGUAGES:
            answer = everyone.get(f"/open/{HERE}/{part}?language={language}")
            found[f"page-{name}.{language}.html"] = answer.content.decode()
    return {name: as_read(name, text) for name, text in found.items()}


def published() -> dict[str, str]:
    """The files of a new publication."""
    made = actions.publish(HERE, audit=audit())
    return {file.name: as_read(file.name, file.content) for file in made.files.all()}


def papers() -> dict[str, str]:
    """Every paper as it would be signed now."""
    live = queries.public_record(HERE, today=TODAY)
    written = {
        f"paper-{kind.value}.json": json.dumps(content_to_data(compose(form, live, {})), ensure_ascii=False)
        for kind, form in PAPERS.items()
    }
    return {name: as_read(name, text) for name, text in written.items()}


def bundle() -> Bundle:
    return collect_bundle(HERE, reference="b", begins_on=TODAY, ends_on=TODAY, made_at=NOW, secret=b"s")


@pytest.fixture
def now(released, files, tmp_path) -> Loaded:
    return loaded(files[0], next((tmp_path / "reports").rglob("report.json")).parent)


@pytest.fixture
def documents(now, everyone) -> dict[str, str]:
    return published() | papers() | pages(everyone)


@pytest.mark.requirement("R-ACC-05", shows="works")
def test_every_document_and_page_tells_what_is_loaded(documents, now):
    kinds = {kind_of(name)[0] for name in documents}
    assert kinds - AS_DATA - WITHOUT_FACTS == set(TELLS), "say what the new document tells, in TELLS"
    assert disagreements(documents, now) == []


def test_the_bundle_for_a_regulator_holds_the_same(now, released):
    files = {file.name: file.content.decode() for file in bundle().files if file.name.startswith("record/")}
    told = {name.removeprefix("record/"): text for name, text in files.items()}
    assert disagreements({name: as_read(name, text) for name, text in told.items()}, now) == []
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
        wrong[what] = {kind_of(one.split(":")[0])[0] for one in disagreements(documents, change(now))}
    assert wrong.pop("the lower limit") == wrong.pop("the upper limit") == _LIMITS | {"page-changes"}
    assert wrong.pop("the outcome") == _LIMITS | {"page-results"}
    assert wrong == WRONG_THEN


def test_one_word_changed_by_hand_in_any_document_is_found(documents, now):
    for name, text in documents.items():
        kind, language = kind_of(name)
        for tells in TELLS.get(kind, ()):
            said = plain(tells(now, language or "en")[-1])
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
    wrong = {kind_of(one.split(":")[0])[0] for one in disagreements(documents, then)}
    assert wrong >= _LIMITS
    assert disagreements(published(), then) == []
