"""F11: the version in operation -> the next of the estimates that another version made, made again with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from lighed.governance import AuditKind, Right, VersionState
from lighed.web import actions, queries
from lighed.web.frame.estimated_again import not_made
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs

AT_ONCE = 100
"""So many at one press; whoever presses waits for them."""


@require_POST
@needs(Right.APPROVE_VERSIONS)
@cache_control(private=True, no_store=True)
def estimate_next(request: HttpRequest, number: int) -> HttpResponse:
    """Make the next of them again, and say how many there were."""
    use = queries.uses_of(queries.user_of(request.user)).filter(pk=number).first()
    if use is None:
        raise Http404
    if use.state != VersionState.IN_OPERATION.value:
        messages.error(request, _("Only with the version in operation are estimates made again."))
    elif not queries.profiling_status(use.municipality_id, today=timezone.localdate()).is_on:
        messages.error(request, _("Profiling is switched off. Nothing is estimated until it is on again."))
    else:
        audit = event(request, AuditKind.ESTIMATE, criterion="version")
        tell_made(request, actions.estimate_outdated(use.municipality_id, at_most=AT_ONCE, audit=audit))
    return redirect("versions-one", number=number)


def tell_made(request: HttpRequest, done: actions.EstimatedAgain) -> None:
    """Say how many estimates have been made again, how many courses have none now, and what could not be made."""
    if done.n_made:
        text = ngettext("%(n)d estimate has been made again.", "%(n)d estimates have been made again.", done.n_made)
        messages.info(request, text % {"n": done.n_made})
    if done.n_without:
        text = ngettext(
            "%(n)d course is without an estimate now.", "%(n)d courses are without an estimate now.", done.n_without
        )
        messages.info(request, text % {"n": done.n_without})
    for text in not_made(done):
        messages.warning(request, text)
