"""G5, the other side: whoever looked someone up writes why, when the look-up was drawn for a spot check."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.oversight.log_words import shown

_LONGEST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def justify_page(request: HttpRequest) -> HttpResponse:
    """Show one's own look-ups that were drawn, and write why one looked."""
    items = queries.open_justifications(queries.user_of(request.user))
    wrong, refused = None, ""
    if request.method == "POST":
        one = next((one for one in items if str(one.item.pk) == request.POST.get("item", "")), None)
        if one is None:
            raise Http404
        # Control signs are no words, and a database refuses some of them.
        words = "".join(sign for sign in request.POST.get("words", "") if sign.isprintable() or sign in "\n\t")
        audit = event(
            request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=f"spot check, entry {one.item.number}"
        )
        try:
            actions.justify_look_up(one.item, words=words[:_LONGEST], audit=audit)
        except actions.CheckRefused as error:
            wrong, refused = one.item.pk, error.text.in_(get_language() or "da")
        else:
            messages.success(request, _("Thank you. What you wrote can be read by the data protection officer."))
            return redirect("justify")
    for one in items:
        if one.course is not None:
            subject = str(one.course.person_id)
            actions.record(
                audit=event(request, AuditKind.READ, subject=subject, purpose=Duty.OVERSIGHT, criterion="justify")
            )
    context = {
        "rows": [(one.item, shown(one.entry), one.course) for one in items],
        "wrong": wrong,
        "refused": refused,
        "longest": _LONGEST,
    }
    return render(request, "oversight/log/justify.html", context, status=422 if wrong else 200)
