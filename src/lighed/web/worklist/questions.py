"""W10: a caseworker asks a colleague about one person, the colleague answers, and whoever asked closes it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class QuestionForm(PlainForm):
    """`of` takes any number: whether it is of somebody who has access is said by the rule, in its own words."""

    of = forms.IntegerField(
        label=gettext_lazy("Colleague"),
        widget=forms.Select,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Choose a colleague.")),
    )
    words = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("Whoever works with the person can read it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=3000,
    )
    hides_own_view = forms.BooleanField(
        label=gettext_lazy("Hide my own assessment until the colleague has answered"), required=False
    )


class AnswerForm(PlainForm):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=3000
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def question_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask a colleague about the person."""
    user = queries.user_of(request.user)
    course = queries.course_of(user, key)
    if course is None:
        raise Http404
    near, others = queries.colleagues_near_first(course, user)
    whom = (*near, *others)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    groups = ((_("The person’s caseworker and your team"), near), (_("Others"), others))
    named = [
        (name, [(one.pk, f"{one.name} ({one.team})" if one.team else one.name) for one in group])
        for name, group in groups
        if group
    ]
    form.fields["of"].widget.choices = [("", gettext_lazy("Choose")), *named]
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.ask_colleague(
                course,
                of=next((one for one in whom if one.pk == said["of"]), None),
                words=said["words"],
                hides_own_view=said["hides_own_view"],
                by=user,
                audit=event(request, AuditKind.CHANGE, criterion="question"),
            )
        except actions.QuestionRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field=refused.field)
        else:
            messages.success(request, _("The colleague has your question among their tasks."))
            return redirect(_back(key))
    actions.record(audit=event(request, AuditKind.READ, subject=str(course.person_id), criterion="question"))
    shown = {"course": course, "form": form, "has_colleagues": bool(whom)}
    return render(request, "worklist/question.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def answer_page(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question that one was asked."""
    user = queries.user_of(request.user)
    question = queries.question_of(user, number)
    if question is None or question.asked_of_id != user.pk:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_question(
                question,
                answer=form.cleaned_data["answer"],
                by=user,
                audit=event(request, AuditKind.CHANGE, criterion="question answered"),
            )
        except actions.QuestionRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field=refused.field)
        else:
            messages.success(request, _("Your answer has been saved."))
            return redirect(_back(question.course_id))
    subject = str(question.course.person_id)
    actions.record(audit=event(request, AuditKind.READ, subject=subject, criterion="question"))
    course = queries.course_of(user, question.course_id)
    shown = {"course": course, "question": question, "form": form}
    return render(request, "worklist/question_answer.html", shown, status=422 if form.is_bound else 200)


@require_POST
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a question that one has asked."""
    user = queries.user_of(request.user)
    question = queries.question_of(user, number)
    if question is None:
        raise Http404
    try:
        actions.close_question(question, by=user, audit=event(request, AuditKind.CHANGE, criterion="question closed"))
    except actions.QuestionRefused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("The question is closed."))
    return redirect(_back(question.course_id))


def _back(key: UUID) -> str:
    return reverse("person", kwargs={"key": key}) + "#questions"
