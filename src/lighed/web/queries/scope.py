"""A user -> the courses that this user may see. The one place where that is decided."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from lighed.governance import Right
from lighed.web.models import ContactCourse, EstimateView, User


def courses_of(user: User | AnonymousUser) -> QuerySet[ContactCourse]:
    """The courses of the user's own municipality; none for anyone whose roles do not let them see people.

    Each course tells whether its estimate has been shown to the user before (`is_revealed`).
    """
    if not isinstance(user, User) or Right.SEE_PEOPLE not in user.rights:
        return ContactCourse.objects.none()
    return ContactCourse.objects.filter(municipality_id=user.municipality_id).annotate(was_shown=was_shown_to(user))


def was_shown_to(user: User) -> Exists:
    """Of a course: whether its estimate has been shown to the user before."""
    return Exists(EstimateView.objects.filter(course=OuterRef("pk"), user=user, moment=OuterRef("reached")))
