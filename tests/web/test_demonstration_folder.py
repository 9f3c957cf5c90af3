"""The demonstration's folder: nobody's rows lie in it but in the case bases, so that an erasure there can be proved."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from lighed import synthetic, workflow
from lighed.cli import demo
from lighed.workflow import DataHome, Needles, search_files
from tests.web.factories import NOW, audit

pytestmark = pytest.mark.django_db


def test_the_made_up_exports_are_gone_when_the_demonstration_is_ready(settings, monkeypatch):
    """What makes groups and types of them is left out: it takes minutes, and writes no row."""
    data, seen = DataHome(settings.LIGHED_DATA), []
    small = synthetic.generate_municipalities
    monkeypatch.setattr(synthetic, "generate_municipalities", lambda **given: small(**given | {"n_courses": 150}))
    monkeypatch.setattr(workflow, "release_hand_over", lambda *_, **__: SimpleNamespace(path=data.path))
    monkeypatch.setattr(workflow, "build_version", lambda *_: SimpleNamespace(id="x"))
    monkeypatch.setattr(workflow, "evaluate_version", lambda *_, **__: None)
    monkeypatch.setattr(demo, "open_site", lambda _: audit(municipality=None))
    monkeypatch.setattr(demo, "fill_worklist", lambda *, exports, **_: seen.append(sorted(exports.iterdir())))
    step = type("Step", (), {"__call__": lambda *_: None, "rows": lambda *_: None})()
    demo.make_demo(data, courses=150, today=NOW.date(), step=step)
    assert seen[0], "the registrations were read from them"
    (one, *_) = sorted((data.path / "case-bases").rglob("persons.parquet"))
    needles = Needles(pl.read_parquet(one)["person_id"].head(3))
    _, found = search_files(data.path, needles)
    assert found
    assert {place.where.split("/")[0] for place in found} == {"case-bases"}
