"""W3, step 2: what the person says they want and need, written down by a member of staff who heard it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class HeardForm(PlainForm):
    own_words = frozenset({"words", "wants_help_with"})
    words = forms.CharField(
        label=gettext_lazy("What the person said"),
        help_text=gettext_lazy("In the person’s own words, as far as you can. The person can read it too."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
    )
    wants_help_with = forms.CharField(
        label=gettext_lazy("What the person would like help with"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def words_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what the person said. What stood before stays, and the newest counts."""
    course = queries.course_of(queries.user_of(request.user), key)
    if course is None:
        raise Http404
    form = HeardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep_own_words(
                course,
                answers={},
                words=said["words"],
                wants_help_with=said["wants_help_with"],
                is_from_person=False,
                audit=event(request, AuditKind.CHANGE, criterion="own words"),
            )
        except actions.WordsRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="words")
        else:
            messages.success(request, _("The person’s words have been written down."))
            return redirect("person", key=key)
    subject = str(course.person_id)
    actions.record(audit=event(request, AuditKind.READ, subject=subject, criterion="own words"))
    shown = {"course": course, "form": form, "words": queries.words_shown(course)}
    return render(request, "worklist/words.html", shown, status=422 if form.is_bound else 200)
