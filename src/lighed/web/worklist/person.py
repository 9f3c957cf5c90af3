"""W3: the page of one person. Five steps: one's own assessment, the person's words, the estimate, assessment, plan."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.worklist.assessment_forms import NowForm, OwnForm


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def person_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one person. Another municipality's person is not found, as if there were none."""
    return show_person(request, key)


def show_person(
    request: HttpRequest, key: UUID, *, alert: str = "", refused: forms.Form | None = None, **more: Any
) -> HttpResponse:
    """The person's page; again, where a form on it was refused, with what was written still in it.

    Parameters
    ----------
    alert : what has to be read before anything is written
    refused : the form whose faults are listed on top
    more : forms with what was written, and whatever else the page's parts show, by their names in the template
    """
    is_again = bool(alert) or refused is not None
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    page = queries.person_page(user, key, profiling=profiling, today=today)
    if page is None:
        raise Http404
    actions.open_person(
        page.course,
        by=user,
        mode=profiling.mode,
        is_shown=page.shown.has_estimate,
        is_read=not is_again,
        audit=event(request, AuditKind.READ),
    )
    shown = {
        "page": page,
        "card": page.shown.card,
        "own_form": OwnForm(auto_id="own-%s"),
        "now_form": NowForm(auto_id="now-%s"),
        "may_record": Right.RECORD_RIGHTS in user.rights,
        "tasks": queries.person_tasks(user, page.course, profiling=profiling, today=today),
        "words": queries.words_shown(page.course),
        "plan": queries.plan_shown(page.course, user, today=today),
        "timeline": queries.timeline_shown(page.course, user, today=today),
        "review": queries.review_by(user, page.course) if page.course.is_for_review else None,
        "questions": queries.questions_of(page.course, user),
        "holds_back": bool(queries.hidden_assessors(page.course, user)),
        "flags": queries.flags_of(page.course),
        "flag_kinds": queries.FLAG_KINDS,
        "may_flag": Right.ASSESS in user.rights,
        "alert": alert,
        "refused": refused,
    }
    status = HTTPStatus.OK if not is_again else HTTPStatus.CONFLICT if alert else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "worklist/person.html", {**shown, **more}, status=status)


def changed_meanwhile(request: HttpRequest, error: actions.ChangedMeanwhile, *, key: UUID, **more: Any) -> HttpResponse:
    """The page as it is by now, with what was written still in its form, and who has changed it meanwhile on top."""
    return show_person(request, key, alert=changed_in_words(error), **more)


def changed_in_words(error: actions.ChangedMeanwhile) -> str:
    """Who has changed the page, and when."""
    at = date_format(timezone.localtime(error.at), "SHORT_DATETIME_FORMAT") if error.at else ""
    told = _("The page was changed by %(name)s at %(time)s. See the change before you save.")
    return told % {"name": error.by, "time": at}
