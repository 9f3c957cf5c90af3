"""One person's letters, for those who work with them: what was sent, and what can be."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.transparency.letters import KIND_NAMES, LetterKind
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def letters_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """List the letters about the tool and the estimate, and write one. Answers to requests are with the requests."""
    user, today = queries.user_of(request.user), timezone.localdate()
    course = queries.course_of(user, key)
    if course is None:
        raise Http404
    explained = queries.explanation_values(course, user=user, today=today)
    if request.method == "POST":
        kind = request.POST.get("kind")
        audit = event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion="letter")
        if kind != LetterKind.FIRST_INFORMATION and (kind != LetterKind.EXPLANATION or explained is None):
            raise Http404
        try:
            if kind == LetterKind.FIRST_INFORMATION:
                actions.send_letter(course.person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit)
            else:
                actions.send_explanation(course.person, course=key, by=user, audit=audit)
        except actions.LetterRefused as refused:
            messages.error(request, refused.text.in_(get_language() or "da"))
        else:
            messages.success(request, _("The letter has been made."))
        return redirect("person-letters", key=key)
    letters = queries.letters_shown(course, user=user, today=today)
    subject = str(course.person_id)
    actions.record(audit=event(request, AuditKind.READ, subject=subject, purpose=Duty.RIGHTS, criterion="letters"))
    context = {
        "course": course,
        "letters": [(one, KIND_NAMES[LetterKind(one.kind)]) for one in letters],
        "may_explain": explained is not None,
    }
    return render(request, "letters/person.html", context)
