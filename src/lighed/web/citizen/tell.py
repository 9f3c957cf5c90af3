"""B8: a person tells what they want and need before a meeting, in their own words."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from lighed.governance import AuditEvent, AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_LOG = logging.getLogger(__name__)


def _box(label: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=False, max_length=3000)


_QUESTIONS = dict(queries.OWN_QUESTIONS)


class TellForm(PlainForm):
    """The questions, each with a box that may stay empty; then whatever else there is."""

    own_words = frozenset({*_QUESTIONS, "words", "wants_help_with"})
    work = _box(_QUESTIONS["work"], rows=3)
    on_the_way = _box(_QUESTIONS["on_the_way"], rows=3)
    important = _box(_QUESTIONS["important"], rows=3)
    words = _box(gettext_lazy("Is there more that we should know?"), rows=5)
    wants_help_with = _box(pgettext_lazy("own words", "I would like help with this"), rows=3)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def tell_page(request: HttpRequest) -> HttpResponse:
    """Show what the person has written, and take what they write now. Each time it is kept beside the last."""
    case = queries.own_case(queries.user_of(request.user), today=timezone.localdate())
    course = queries.running_course(case.person) if case is not None else None
    if case is None or course is None or not case.may_ask:
        raise Http404
    user = queries.user_of(request.user)
    draft = queries.own_draft(course, user)
    form = TellForm(request.POST if request.method == "POST" else None, initial=_begun(draft) or _written(course, case))
    if form.is_valid():
        try:
            actions.keep_own_words(
                course,
                answers={key: form.cleaned_data[key] for key in _QUESTIONS},
                words=form.cleaned_data["words"],
                wants_help_with=form.cleaned_data["wants_help_with"],
                is_from_person=True,
                audit=_event(request, case, AuditKind.CHANGE),
            )
        except actions.WordsRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        except DatabaseError as error:
            # Staff see this in the log of the site; what was written stands on the page still.
            _LOG.error("A person's own words could not be saved: %s", type(error).__name__)
            form.add_error(None, _("Not saved. Copy your text, and try again."))
        else:
            if draft is not None:
                actions.drop_draft(course, by=user, audit=_event(request, case, AuditKind.CHANGE))
            at = time_format(timezone.localtime(), "H.i")
            messages.success(request, _("Saved at %(time)s.") % {"time": at})
            return redirect("my-tell")
    actions.record(audit=_event(request, case, AuditKind.READ))
    told = queries.words_shown(course)
    words = [one for one in told if case.may_read(one.written_by)]
    shown = {"case": case, "form": form, "words": words, "has_told": bool(told), "draft": draft}
    return render(request, "citizen/tell.html", shown, status=422 if form.is_bound else 200)


@require_POST
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being written, as it is, for its writer alone."""
    case = queries.own_case(queries.user_of(request.user), today=timezone.localdate())
    course = queries.running_course(case.person) if case is not None else None
    form = TellForm(request.POST)
    if case is None or course is None or not case.may_ask:
        raise Http404
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.keep_draft(
        course,
        by=queries.user_of(request.user),
        answers={key: form.cleaned_data[key] for key in _QUESTIONS},
        words=form.cleaned_data["words"],
        wants_help_with=form.cleaned_data["wants_help_with"],
        audit=_event(request, case, AuditKind.CHANGE),
    )
    return render(request, "citizen/draft.html", {"at": timezone.localtime()})


def _begun(draft: queries.WordsDraft | None) -> dict[str, str]:
    """What the writer has begun, to write on from."""
    if draft is None:
        return {}
    return {**draft.answers, "words": draft.words, "wants_help_with": draft.wants_help_with}


def _written(course: queries.ContactCourse, case: queries.OwnCase) -> dict[str, str]:
    """What the person wrote last, to write on from; what staff wrote down is not put in their mouth.

    Who acts for the person writes on from what they may read.
    """
    last = queries.words_counting(course)
    if last is None or not last.is_from_person or not case.may_read(last.recorded_by):
        return {}
    return {**last.answers, "words": last.words, "wants_help_with": last.wants_help_with}


def _event(request: HttpRequest, case: queries.OwnCase, kind: AuditKind) -> AuditEvent:
    return event(request, kind, subject=str(case.person.key), purpose=Duty.RIGHTS, criterion="own words")
