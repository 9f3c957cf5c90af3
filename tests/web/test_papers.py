"""G3: papers pre-filled from what runs, answered by hand, advised on, signed by another, and visibly out of date."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lighed.transparency.papers import PAPERS, PaperKind
from lighed.web import actions, queries
from lighed.web.models import Paper
from lighed.web.queries.papers import paper_shown, papers_page
from tests.web.factories import HERE, NOW, audit
from tests.web.open_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = TODAY + timedelta(days=300)


@pytest.fixture
def manager(staff):
    return actions.actor_of(staff["leder"])


@pytest.fixture
def officer(staff):
    return actions.actor_of(staff["raadgiver"])


def begin(by, kind: PaperKind = PaperKind.DPIA) -> Paper:
    return actions.begin_paper(HERE, kind=kind, by=by, audit=audit())


def answer_all(paper: Paper, by, words: str = "Vi har set på det her hos os.") -> None:
    for ask in PAPERS[PaperKind(paper.kind)].asks:
        if ask.is_own:
            actions.answer_paper(paper, question=ask.code, words=words, by=by, audit=audit())


def advise(paper: Paper, by) -> Paper:
    return actions.advise_on_paper(paper, words="Jeg har ingen indvendinger.", by=by, audit=audit())


def sign(paper: Paper, by, **changes) -> Paper:
    of = {"review_due": DUE, "filed_at": "", "version": None, "covers_until": None, **changes}
    if paper.kind == "dpia" and of["version"] is None:
        of["covers_until"] = DUE
    return actions.sign_paper(paper, by=by, audit=audit(), **of)


def signed(kind: PaperKind, manager, officer, **changes) -> Paper:
    paper = begin(manager, kind)
    answer_all(paper, manager)
    if PAPERS[kind].is_advised:
        paper = advise(paper, officer)
    return sign(paper, manager, **changes)


def standing(kind: PaperKind = PaperKind.DPIA):
    return next(one for one in papers_page(HERE, today=TODAY) if one.form.kind is kind)


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_question_is_answered_from_what_runs_or_asked_of_the_municipality(released, kind):
    paper = Paper(municipality_id=HERE, kind=kind.value, number=1, begun_at=NOW, begun_by="x")
    paper.save()
    content = paper_shown(paper, today=TODAY).content
    assert [card.code for card in content.cards if not card.told and not card.is_own] == []
    assert len({card.code for card in content.cards}) == len(content.cards)
    live = queries.public_record(HERE, today=TODAY)
    said = "\n".join(one.text.da for card in content.cards for one in card.told)
    if kind is not PaperKind.FRIA:
        assert live.version.id in said
    assert live.use_case.purposes[0].says.da in said


def test_the_bundle_gets_every_version_of_every_paper(released, manager, officer):
    signed(PaperKind.DPIA, manager, officer)
    begin(manager)
    begin(manager, PaperKind.FRIA)
    filed = queries.papers_of(HERE, today=TODAY)
    assert [(one.kind, one.version, one.state) for one in filed] == [
        ("dpia", 2, "draft"), ("dpia", 1, "signed"), ("fria", 1, "draft"),
    ]  # fmt: skip
    assert all(json.dumps(one.content) for one in filed)
    assert filed[1].signed["name"] == "Karen Lund"
