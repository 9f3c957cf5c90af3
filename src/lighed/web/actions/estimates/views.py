"""An estimate that is shown to a member of staff -> written down: when it was the first time, and when the last."""

from __future__ import annotations

from datetime import datetime

from lighed.governance import DisplayMode
from lighed.web.models import ContactCourse, EstimateView, User


def note_view(course: ContactCourse, *, by: User, mode: DisplayMode, at: datetime) -> None:
    """Call it within the action that is recorded, and only of an estimate that the reader may see, so that nothing
    opens by being printed."""
    shown = {"last_shown_at": at, "mode": mode.value}
    begun = {"municipality_id": course.municipality_id, "first_shown_at": at}
    EstimateView.objects.update_or_create(
        course=course, user=by, moment=course.reached, defaults=shown, create_defaults=shown | begun
    )
