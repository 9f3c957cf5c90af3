"""G11: the record of processing, point by point from what runs, and the publications that were made of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from lighed.governance import AuditKind, Duty, Right
from lighed.transparency.exports import Point, points_of
from lighed.transparency.record import NotStated
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.queries.public.publications import (
    files_by_standard,
    public_facts,
    publication_standing,
    publications_of,
)

_EDITED: dict[str, tuple[str, Right]] = {
    "organisation": ("organisation-public", Right.SET_ORGANISATION),
    "purposes": ("organisation-public", Right.SET_ORGANISATION),
    "retention": ("retention", Right.SEE_RETENTION),
    "legal_bases": ("legal_bases", Right.SEE_LEGAL_BASES),
}
"""Where the field behind a point is edited, and the right that opens that page."""


@dataclass(frozen=True, slots=True)
class PointShown:
    """A point as the page shows it. `letter` is empty for what Danish municipalities write beside the Article's own."""

    point: Point
    letter: str
    edited_at: str

    @property
    def n_not_stated(self) -> int:
        return sum(isinstance(said, NotStated) for said in self.point.said)


@require_safe
@needs(Right.SEE_PROCESSING)
@cache_control(private=True, no_store=True)
def processing_page(request: HttpRequest) -> HttpResponse:
    """Show the record of processing as it is now, and whether what was published still tells it."""
    user = queries.user_of(request.user)
    municipality, today = user.municipality_id, timezone.localdate()
    record = queries.public_record(municipality, today=today)
    standing = publication_standing(municipality, today=today, live=record)
    points = [_shown(point, user.rights) for point in points_of(record)]
    shown = {
        "points": points,
        "has_facts": public_facts(municipality).pk is not None,
        "may_fill_in": Right.SET_ORGANISATION in user.rights,
        "missing": [one for one in points if one.n_not_stated],
        "standing": standing,
        "standards": files_by_standard(standing.newest),
        "publications": publications_of(municipality),
        "code": municipality,
        "may_publish": Right.PUBLISH in user.rights,
    }
    return render(request, "oversight/processing.html", shown)


@require_POST
@needs(Right.PUBLISH)
@cache_control(private=True, no_store=True)
def publish_page(request: HttpRequest) -> HttpResponse:
    """Make a new publication of what runs now."""
    user = queries.user_of(request.user)
    audit = event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="publication")
    made = actions.publish(user.municipality_id, audit=audit)
    messages.success(request, _("Publication %(number)d has been made.") % {"number": made.number})
    return redirect("processing")


def _shown(point: Point, rights: frozenset[Right]) -> PointShown:
    address, right = _EDITED.get(point.field, ("", None))
    letter = point.letter if len(point.letter) == 1 else ""
    return PointShown(point, letter, address if right in rights else "")
