"""G3: a municipality -> its papers, how each reads, and what has changed since it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lighed.governance import Text
from lighed.transparency import NotStated, Record
from lighed.transparency.papers import (
    PAPERS,
    Content,
    Difference,
    DraftState,
    PaperForm,
    PaperKind,
    compose,
    content_from_data,
    content_to_data,
    differences,
)
from lighed.web.models import Paper, PaperAnswer, PaperState
from lighed.web.queries.public.record import public_record


@dataclass(frozen=True, slots=True)
class OutOfDate:
    """That what runs is no longer what was signed: why in one sentence, and which answers have become others."""

    says: Text
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStanding:
    """One kind of paper in a municipality: the newest that was signed, the draft of the next, and all of them."""

    form: PaperForm
    signed: Paper | None
    draft: Paper | None
    out_of_date: OutOfDate | None
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """One version of a paper as it reads. `since` is what it answers otherwise than the one signed before it."""

    paper: Paper
    form: PaperForm
    content: Content
    answers: Mapping[str, PaperAnswer]
    before: Paper | None
    since: tuple[Difference, ...]
    out_of_date: OutOfDate | None
    is_newest: bool
    advice_is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """A paper for whoever is given all of them: `version` counts within its kind, `content` is its words as data."""

    kind: str
    title: Text
    version: int
    state: str
    signed: Mapping[str, str] | None
    signed_at: datetime | None
    is_out_of_date: bool
    sha256: str
    content: Mapping[str, Any]


def paper_of(municipality: str, number: int) -> Paper | None:
    """The paper with this key, if it is the municipality's."""
    return Paper.objects.filter(municipality=municipality, pk=number).first()


def papers_page(municipality: str, *, today: date) -> tuple[PaperStanding, ...]:
    """Every kind of paper, also where there is none yet."""
    live = public_record(municipality, today=today)
    papers = list(Paper.objects.filter(municipality=municipality).order_by("-number"))
    return tuple(
        _standing(form, [one for one in papers if one.kind == form.kind.value], live) for form in PAPERS.values()
    )


def paper_shown(paper: Paper, *, today: date) -> PaperShown:
    """The paper as it reads: a signed one as it was signed, a draft as it would be signed now."""
    form = PAPERS[PaperKind(paper.kind)]
    live = public_record(paper.municipality_id, today=today)
    answers = {answer.question: answer for answer in paper.answers.all()}
    content = paper_content(paper, live=live)
    kin = Paper.objects.filter(municipality=paper.municipality_id, kind=paper.kind, state=PaperState.SIGNED)
    before = kin.filter(number__lt=paper.number).order_by("number").last()
    newest = kin.order_by("number").last()
    state = draft_state(paper)
    return PaperShown(
        paper=paper,
        form=form,
        content=content,
        answers=answers,
        before=before,
        since=() if before is None else differences(signed_content(before), content),
        out_of_date=_out_of_date(paper, form, live) if paper.is_signed and paper == newest else None,
        is_newest=newest is None or paper.number >= newest.number,
        advice_is_old=state.advised_at is not None and not state.is_advice_on(content),
    )


def paper_content(paper: Paper, *, live: Record) -> Content:
    """How the paper reads: as it was signed, or of what runs now."""
    if paper.content is not None:
        return content_from_data(paper.content)
    own = {answer.question: answer.words for answer in paper.answers.all()}
    return compose(PAPERS[PaperKind(paper.kind)], live, own)


def signed_content(paper: Paper) -> Content:
    """How the paper read when it was signed.

    Raises
    ------
    ValueError
        If it is a draft.
    """
    if paper.content is None:
        raise ValueError(f"{paper} is a draft")
    return content_from_data(paper.content)


def draft_state(paper: Paper) -> DraftState:
    """What the rules of signing need to know of it."""
    advised = paper.advised or {}
    return DraftState(
        is_signed=paper.is_signed,
        advised_by=advised.get("person", ""),
        advised_at=datetime.fromisoformat(advised["at"]) if advised else None,
        # Advice from before this was kept is on nobody knows what, and is given again.
        advised_sha256=advised.get("sha256", ""),
    )


def papers_of(municipality: str, *, today: date) -> tuple[FiledPaper, ...]:
    """Every version of every paper, the newest of each kind first; drafts as they read now."""
    live = public_record(municipality, today=today)
    found = []
    for standing in papers_page(municipality, today=today):
        for paper in standing.papers:
            found.append(
                FiledPaper(
                    kind=paper.kind,
                    title=standing.form.name,
                    version=paper.number,
                    state=paper.state,
                    signed=paper.signed,
                    signed_at=paper.signed_at,
                    is_out_of_date=paper == standing.signed and standing.out_of_date is not None,
                    sha256=paper.sha256,
                    content=paper.content or content_to_data(paper_content(paper, live=live)),
                )
            )
    return tuple(found)


def live_version(record: Record) -> str:
    """The name of the version in operation; empty where there is none."""
    return "" if isinstance(record.version, NotStated) else record.version.id


def _standing(form: PaperForm, papers: list[Paper], live: Record) -> PaperStanding:
    signed = next((one for one in papers if one.is_signed), None)
    return PaperStanding(
        form=form,
        signed=signed,
        draft=next((one for one in papers if not one.is_signed), None),
        out_of_date=None if signed is None else _out_of_date(signed, form, live),
        papers=tuple(papers),
    )


def _out_of_date(paper: Paper, form: PaperForm, live: Record) -> OutOfDate | None:
    was = signed_content(paper)
    now = compose(form, live, {card.code: card.own for card in was.cards})
    changed = differences(was, now)
    if was.record_sha256 == now.record_sha256 and not changed:
        return None
    version = live_version(live)
    if version and version != paper.version:
        return OutOfDate(
            Text(
                da=f"{form.short.da} er ikke opdateret efter version {version}.",
                en=f"{form.short.en} has not been updated since version {version}.",
            ),
            changed,
        )
    return OutOfDate(
        Text(
            da=f"{form.short.da} er ikke opdateret, efter at opsætningen blev ændret.",
            en=f"{form.short.en} has not been updated since the set-up was changed.",
        ),
        changed,
    )
