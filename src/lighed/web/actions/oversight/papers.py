"""Drafts of papers -> begun, answered, advised on and signed; a signed assessment counts at the versions' gate."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Right, Signature, Text
from lighed.governance.version_states import Actor
from lighed.transparency.oversight import ROLE_NAMES
from lighed.transparency.papers import (
    PAPERS,
    PaperKind,
    PaperRefused,
    check_change,
    check_seen,
    check_signing,
    content_sha256,
    content_to_data,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.oversight.impact_assessments import enter_assessment
from lighed.web.models import ModelVersion, Municipality, Paper, PaperAnswer, PaperState
from lighed.web.queries.oversight.papers import draft_state, live_version, paper_content

_NO_RIGHT = Text(da="Din rolle giver ikke adgang til dette.", en="Your role does not let you do this.")
_HAS_DRAFT = Text(
    da="Der er en kladde i forvejen. Skriv videre i den.", en="There is a draft already. Go on writing in it."
)
_NO_QUESTION = Text(da="Papiret har ikke det spørgsmål.", en="The paper has no such question.")
_NO_WORDS = Text(da="Skriv noget. Feltet er tomt.", en="Write something. The field is empty.")
_REVIEW_IS_PAST = Text(
    da="Gennemgangen skal ligge efter underskriften.", en="The review must come after the signature."
)
_NO_ADVICE_ASKED = Text(da="Der gives ikke råd om dette papir.", en="No advice is given on this paper.")


@transaction.atomic
def begin_paper(municipality: str, *, kind: PaperKind, by: Actor, audit: AuditEvent) -> Paper:
    """Begin the next version of a paper, with what was answered by hand in the one before it.

    Raises
    ------
    PaperRefused
        If `by` may not write papers, or there is a draft already.
    """
    _needs(Right.ENTER_ASSESSMENTS, by)
    # One at a time, so that numbers follow each other.
    controller = Municipality.objects.select_for_update().get(pk=municipality)
    newest = Paper.objects.filter(municipality=controller, kind=kind.value).order_by("number").last()
    if newest is not None and not newest.is_signed:
        raise PaperRefused(_HAS_DRAFT)
    paper = Paper.objects.create(
        municipality=controller,
        kind=kind.value,
        number=1 if newest is None else newest.number + 1,
        begun_by=by.name,
        begun_at=audit.at,
        is_fictional=by.is_fictional,
    )
    if newest is not None:
        asked = {ask.code for ask in PAPERS[kind].asks}
        PaperAnswer.objects.bulk_create(
            PaperAnswer(
                paper=paper,
                question=answer.question,
                words=answer.words,
                written_by=answer.written_by,
                written_at=answer.written_at,
            )
            for answer in newest.answers.all()
            if answer.question in asked
        )
    record(audit=about(audit, municipality=municipality))
    return paper


@transaction.atomic
def answer_paper(paper: Paper, *, question: str, words: str, by: Actor, audit: AuditEvent) -> PaperAnswer | None:
    """Keep what the municipality answers to one question; no words take the answer away.

    Raises
    ------
    PaperRefused
        If `by` may not, the paper is signed, or has no such question.
    """
    _needs(Right.ENTER_ASSESSMENTS, by)
    paper = _locked(paper)
    check_change(draft_state(paper))
    if PAPERS[PaperKind(paper.kind)].ask(question) is None:
        raise PaperRefused(_NO_QUESTION)
    answer = None
    if words.strip():
        answer, _ = PaperAnswer.objects.update_or_create(
            paper=paper,
            question=question,
            defaults={"words": words.strip(), "written_by": by.name, "written_at": audit.at},
        )
    else:
        paper.answers.filter(question=question).delete()
    record(audit=about(audit, municipality=paper.municipality_id))
    return answer


@transaction.atomic
def advise_on_paper(paper: Paper, *, words: str, seen: str, by: Actor, audit: AuditEvent) -> Paper:
    """Keep the data protection officer's advice on the draft as they read it.

    Parameters
    ----------
    seen : SHA-256 of the paper that the officer had before them

    Raises
    ------
    PaperRefused
        If `by` may not advise, says nothing, or the paper is signed or takes no advice.
    PaperChanged
        If the paper reads otherwise now.
    """
    _needs(Right.ADVISE_ON_VERSIONS, by)
    paper = _locked(paper)
    check_change(draft_state(paper))
    if not PAPERS[PaperKind(paper.kind)].is_advised:
        raise PaperRefused(_NO_ADVICE_ASKED)
    if not words.strip():
        raise PaperRefused(_NO_WORDS)
    today = timezone.localdate(audit.at)
    content = paper_content(paper, live=queries.public_record(paper.municipality_id, today=today))
    check_seen(content, seen=seen)
    paper.advice = words.strip()
    paper.advised = {
        **kept_signature(by, on=today),
        "at": audit.at.isoformat(),
        "sha256": content_sha256(content),
    }
    paper.save()
    record(audit=about(audit, municipality=paper.municipality_id))
    return paper


@transaction.atomic
def sign_paper(
    paper: Paper,
    *,
    review_due: date,
    filed_at: str,
    version: ModelVersion | None,
    covers_until: date | None,
    by: Actor,
    audit: AuditEvent,
) -> Paper:
    """Sign the draft: it is frozen as it reads now. A data protection impact assessment then counts at the gate.

    Parameters
    ----------
    version, covers_until : what a data protection impact assessment covers, one of the two; of others neither
    filed_at : where it is filed; without any, the paper's own name here

    Raises
    ------
    PaperRefused, StepRefused
        If `by` may not sign, something is missing, or the days do not fit. Nothing is signed then.
    """
    _needs(Right.ENTER_ASSESSMENTS, by)
    paper = _locked(paper)
    form = PAPERS[PaperKind(paper.kind)]
    today = timezone.localdate(audit.at)
    live = queries.public_record(paper.municipality_id, today=today)
    content = paper_content(paper, live=live)
    check_signing(form, content, draft_state(paper), by=by.person)
    if review_due <= today:
        raise PaperRefused(_REVIEW_IS_PAST)
    signature = _signature(by, on=today)
    paper.state = PaperState.SIGNED
    paper.signed, paper.signed_at, paper.review_due = _kept(signature), audit.at, review_due
    paper.version = live_version(live)
    paper.content, paper.sha256 = content_to_data(content), content_sha256(content)
    paper.save()
    if form.kind is PaperKind.DPIA:
        enter_assessment(
            paper.municipality_id,
            title=f"{form.short.da} {paper.number}",
            filed_at=filed_at or f"{form.short.da} {paper.number}, Lighed",
            version=version,
            covers_until=covers_until,
            signed=signature,
            review_due=review_due,
            by=by,
            audit=audit,
        )
    record(audit=about(audit, municipality=paper.municipality_id))
    return paper


def kept_signature(by: Actor, *, on: date) -> dict[str, str]:
    """Who signs in which role on which day, as it is kept with what was signed."""
    return _kept(_signature(by, on=on))


def _signature(by: Actor, *, on: date) -> Signature:
    role = ", ".join(name.da for role, name in ROLE_NAMES.items() if role.value in by.roles.split(","))
    return Signature(by.person, by.name, role or by.roles, on)


def _kept(signature: Signature) -> dict[str, str]:
    return {"person": signature.person, "name": signature.name, "role": signature.role, "on": signature.on.isoformat()}


def _locked(paper: Paper) -> Paper:
    return Paper.objects.select_for_update().get(pk=paper.pk)


def _needs(right: Right, by: Actor) -> None:
    if right not in by.rights:
        raise PaperRefused(_NO_RIGHT)
