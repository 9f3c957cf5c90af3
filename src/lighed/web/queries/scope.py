"""A user -> the courses that this user may see. The one place where that is decided."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from lighed.governance import Right
from lighed.web.models import ContactCourse, User


def courses_of(user: User | AnonymousUser) -> QuerySet[ContactCourse]:
    """The courses of the user's own municipality; none for anyone whose roles do not let them see people."""
    if not isinstance(user, User) or Right.SEE_PEOPLE not in user.rights:
        return ContactCourse.objects.none()
    return ContactCourse.objects.filter(municipality_id=user.municipality_id)
