"""G3: the papers that the law asks for, as cards filled in from what runs: answered, advised on and signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lighed.governance import AuditEvent, AuditKind, Duty, Right
from lighed.governance.refused import Refused
from lighed.transparency.papers import PaperChanged, PaperKind, can_be_signed, content_sha256, is_as_seen
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.oversight.paper_files import paper_as_file
from lighed.web.oversight.paper_forms import AdviceForm, AnswerForm, DpiaForm, SigningForm
from lighed.web.queries.oversight.papers import PaperShown, draft_state, paper_of, paper_shown
from lighed.web.queries.oversight.papers import papers_page as standings

_SEEN_BY = (Right.SEE_PROCESSING, Right.SEE_VERSIONS)


@require_safe
@needs(*_SEEN_BY)
@cache_control(private=True, no_store=True)
def papers_page(request: HttpRequest) -> HttpResponse:
    """Show every kind of paper: what is signed, what is out of date, what is being written."""
    user = queries.user_of(request.user)
    shown = {
        "standings": standings(user.municipality_id, today=timezone.localdate()),
        "may_write": Right.ENTER_ASSESSMENTS in user.rights,
        "today": timezone.localdate(),
    }
    actions.record(audit=_event(request, AuditKind.READ))
    return render(request, "oversight/papers.html", shown)


@require_POST
@needs(Right.ENTER_ASSESSMENTS)
@cache_control(private=True, no_store=True)
def begin_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin the next version of a paper."""
    if kind not in set(PaperKind):
        raise Http404
    user = queries.user_of(request.user)
    try:
        paper = actions.begin_paper(
            user.municipality_id,
            kind=PaperKind(kind),
            by=actions.actor_of(user),
            audit=_event(request, AuditKind.CHANGE),
        )
    except Refused as refused:
        messages.error(request, refused.text.in_(_language()))
        return redirect("papers")
    return redirect("papers-one", paper.pk)


@require_safe
@needs(*_SEEN_BY)
@cache_control(private=True, no_store=True)
def paper_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version of a paper, card by card."""
    shown, user = _shown(request, number), queries.user_of(request.user)
    state = draft_state(shown.paper)
    is_open = not shown.paper.is_signed
    more = {
        "may_write": is_open and Right.ENTER_ASSESSMENTS in user.rights,
        "may_advise": is_open and shown.form.is_advised and Right.ADVISE_ON_VERSIONS in user.rights,
        "is_ready": can_be_signed(shown.form, shown.content, state, by=user.username),
        "changed": {one.code for one in shown.since},
        "out_of_date_codes": {one.code for one in shown.out_of_date.differences} if shown.out_of_date else (),
        "today": timezone.localdate(),
        "sha256": content_sha256(shown.content),
    }
    actions.record(audit=_event(request, AuditKind.READ))
    return render(request, "oversight/paper.html", {"shown": shown, **more})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ENTER_ASSESSMENTS)
@cache_control(private=True, no_store=True)
def answer_page(request: HttpRequest, number: int, question: str) -> HttpResponse:
    """Answer one question by hand."""
    shown = _shown(request, number)
    card = next((card for card in shown.content.cards if card.code == question), None)
    if card is None or shown.paper.is_signed:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"words": card.own})
    if request.method == "POST" and form.is_valid():
        by = actions.actor_of(queries.user_of(request.user))
        words = form.cleaned_data["words"]
        try:
            actions.answer_paper(
                shown.paper, question=question, words=words, by=by, audit=_event(request, AuditKind.CHANGE)
            )
        except Refused as refused:
            form.refuse(refused.text, language=_language())
        else:
            messages.success(request, _("The answer is saved."))
            return redirect(f"{_address(shown)}#card-{question}")
    return _form_page(request, "oversight/paper_answer.html", form, shown, card=card)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ADVISE_ON_VERSIONS)
@cache_control(private=True, no_store=True)
def advice_page(request: HttpRequest, number: int) -> HttpResponse:
    """Give the data protection officer's advice on a draft."""
    shown = _shown(request, number)
    if shown.paper.is_signed or not shown.form.is_advised:
        raise Http404
    form = AdviceForm(request.POST or None, initial={"words": shown.paper.advice})
    # Without a hash the officer comes from somewhere else and reads the paper here, as it is now.
    seen = request.GET.get("seen") or content_sha256(shown.content)
    has_changed = not is_as_seen(shown.content, seen=seen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.advise_on_paper(
                shown.paper,
                words=form.cleaned_data["words"],
                seen=request.POST.get("seen", ""),
                by=actions.actor_of(queries.user_of(request.user)),
                audit=_event(request, AuditKind.CHANGE),
            )
        except PaperChanged as changed:
            has_changed = True
            form.refuse(changed.text, language=_language())
        except Refused as refused:
            form.refuse(refused.text, language=_language())
        else:
            messages.success(request, _("The advice is saved."))
            return redirect("papers-one", shown.paper.pk)
    # Whatever is sent from this page is on what this page shows.
    more = {"has_changed": has_changed, "sha256": content_sha256(shown.content)}
    return _form_page(request, "oversight/paper_advice.html", form, shown, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ENTER_ASSESSMENTS)
@cache_control(private=True, no_store=True)
def sign_page(request: HttpRequest, number: int) -> HttpResponse:
    """Sign a draft; it is frozen as it reads now."""
    shown, user = _shown(request, number), queries.user_of(request.user)
    if shown.paper.is_signed:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    uses = {str(use.pk): use for use in queries.uses_of(user)}
    form = (
        DpiaForm(posted, versions=[(key, use.version.version) for key, use in uses.items()])
        if shown.form.kind is PaperKind.DPIA
        else SigningForm(posted)
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        use = uses.get(given.get("version", ""))
        try:
            actions.sign_paper(
                shown.paper,
                review_due=given["review_due"],
                filed_at=given.get("filed_at", ""),
                version=None if use is None else use.version,
                covers_until=given.get("covers_until"),
                by=actions.actor_of(user),
                audit=_event(request, AuditKind.CHANGE),
            )
        except Refused as refused:
            form.refuse(refused.text, language=_language())
        else:
            messages.success(request, _("The paper is signed."))
            return redirect("papers-one", shown.paper.pk)
    return _form_page(request, "oversight/paper_sign.html", form, shown)


@require_safe
@needs(*_SEEN_BY)
@cache_control(private=True, no_store=True)
def paper_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The paper as a file: for a word processor, as a tagged PDF, or as data."""
    shown = _shown(request, number)
    organisation = queries.user_of(request.user).municipality.name
    response = paper_as_file(shown, form=form, language=_language(), organisation=organisation)
    if response is None:
        raise Http404
    actions.record(audit=_event(request, AuditKind.EXPORT))
    return response


def _form_page(request: HttpRequest, template: str, form: Any, shown: PaperShown, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    if status == 422 and more.get("has_changed"):
        status = 409
    return render(request, template, {"form": form, "shown": shown, **more}, status=status)


def _shown(request: HttpRequest, number: int) -> PaperShown:
    paper = paper_of(queries.user_of(request.user).municipality_id, number)
    if paper is None:
        raise Http404
    return paper_shown(paper, today=timezone.localdate())


def _address(shown: PaperShown) -> str:
    return redirect("papers-one", shown.paper.pk).url


def _event(request: HttpRequest, kind: AuditKind) -> AuditEvent:
    return event(request, kind, purpose=Duty.OVERSIGHT, criterion="paper")


def _language() -> str:
    return "da" if (get_language() or "da").startswith("da") else "en"
