"""W11: six short cards, five practice cases and five questions, taken before one sees estimates and once a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.governance.introduction import LEAST_RIGHT, IntroductionRefused
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.introduction.forms import AnswersForm, OwnFirstForm
from lighed.web.introduction.progress import forget, keep, progress_of

CARDS = (
    gettext_lazy("What the estimate is"),
    gettext_lazy("The number of 100"),
    gettext_lazy("Certainty"),
    gettext_lazy("What pulled, and what the tool does not know"),
    gettext_lazy("When the tool cannot assess"),
    gettext_lazy("You, the law and the person"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def introduction_page(request: HttpRequest) -> HttpResponse:
    """Show what the introduction is, how far one has come, and until when it counts; a POST begins again."""
    if request.method == "POST":
        forget(request)
        return redirect("introduction-card", number=1)
    user, today = queries.user_of(request.user), timezone.localdate()
    done = progress_of(request)
    return render(
        request,
        "introduction/start.html",
        {
            "status": queries.introduction_of(user, today=today),
            "is_needed": user.municipality.needs_introduction,
            "cards": list(enumerate(CARDS, start=1)),
            "cases": [(case, case.key in done.own) for case in queries.practice_cases()],
            "has_begun": bool(done.own),
            "answered": _answered(done.last) if done.last else [],
            "n_questions": len(queries.quiz()),
            "least_right": LEAST_RIGHT,
        },
    )


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def card_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one card."""
    if not 1 <= number <= len(CARDS):
        raise Http404
    cases = {case.key: case for case in queries.practice_cases()}
    return render(
        request,
        "introduction/card.html",
        {
            "number": number,
            "n_cards": len(CARDS),
            "name": CARDS[number - 1],
            "picture": f"introduction/card_{number}.html",
            "with_estimate": cases["bjarne"].shown,
            "values": cases["bjarne"].values,
            "without_estimate": cases["camilla"].shown,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def practice_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show someone made up: first one's own assessment, then the estimate, then what one would do."""
    cases = queries.practice_cases()
    if not 1 <= number <= len(cases):
        raise Http404
    case, done = cases[number - 1], progress_of(request)
    step = request.POST.get("step") if request.method == "POST" else ""
    own = OwnFirstForm(request.POST if step == "own" else None)
    answer = AnswersForm((case.question,), request.POST if step == "answer" else None)
    if step == "own" and own.is_valid():
        # What was assessed first stays, as it does with a real person.
        keep(request, "own", {case.key: done.own.get(case.key, own.cleaned_data["level"])})
        return redirect("introduction-practice", number=number)
    if step == "answer" and case.key in done.own and answer.is_valid():
        keep(request, "answers", answer.cleaned_data)
        return redirect("introduction-practice", number=number)
    level, chosen = done.own.get(case.key), done.answers.get(case.key)
    return render(
        request,
        "introduction/practice.html",
        {
            "case": case,
            "n_cases": len(cases),
            "own": own,
            "answer": answer,
            "form": answer if step == "answer" else own,
            "level": level,
            "level_name": dict(queries.SUPPORT_LEVELS).get(level or ""),
            "relation": case.relation(level) if level else None,
            "chosen": None if chosen is None else case.question.answers[chosen],
            "right": case.question.answers[case.question.right],
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def quiz_page(request: HttpRequest) -> HttpResponse:
    """Ask the five questions. Enough right answers are put on record; otherwise the page tells which were wrong."""
    done, questions = progress_of(request), queries.quiz()
    form = AnswersForm(questions, request.POST if request.method == "POST" else None)
    unopened = [case for case in queries.practice_cases() if case.key not in done.own]
    refused = ""
    if request.method == "POST" and form.is_valid():
        user = queries.user_of(request.user)
        audit = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion="introduction")
        try:
            made = actions.take_introduction(user, opened=done.own, answers=form.cleaned_data, audit=audit)
        except IntroductionRefused as reason:
            refused = reason.text.in_(get_language() or "da")
        else:
            keep(request, "last", form.cleaned_data)
            day = date_format(made.valid_until, "SHORT_DATE_FORMAT")
            messages.success(request, _("You have taken the introduction. It counts until %(day)s.") % {"day": day})
            return redirect("introduction")
    return render(
        request,
        "introduction/quiz.html",
        {
            "form": form,
            "unopened": unopened,
            "refused": refused,
            "answered": _answered(form.cleaned_data) if refused and not unopened else [],
            "least_right": LEAST_RIGHT,
            "n_questions": len(questions),
        },
        status=422 if request.method == "POST" else 200,
    )


def _answered(answers: Mapping[str, int]) -> list[tuple[queries.PracticeQuestion, queries.PracticeAnswer]]:
    """Each question with the answer that was chosen."""
    return [(one, one.answers[answers[one.key]]) for one in queries.quiz() if one.key in answers]
