"""A user -> the courses that this user may see. The one place where that is decided."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from lighed.governance import Right
from lighed.web.models import ContactCourse, EstimateView, Question, User


def courses_of(user: User | AnonymousUser) -> QuerySet[ContactCourse]:
    """The courses of the user's own municipality; none for anyone whose roles do not let them see people.

    Each course tells whether its estimate has been shown to the user before (`is_revealed`), and whether a colleague
    waits for an answer that is not led by what they assessed (`answers_unled`).
    """
    if not isinstance(user, User) or Right.SEE_PEOPLE not in user.rights:
        return ContactCourse.objects.none()
    mine = ContactCourse.objects.filter(municipality_id=user.municipality_id)
    return mine.annotate(was_shown=was_shown_to(user), answers_unled=answers_unled(user))


def was_shown_to(user: User) -> Exists:
    """Of a course: whether its estimate has been shown to the user before."""
    return Exists(EstimateView.objects.filter(course=OuterRef("pk"), user=user, moment=OuterRef("reached")))


def answers_unled(user: User) -> Exists:
    """Of a course: whether the user is asked for an answer before they see what the one who asks has assessed."""
    waiting = Question.objects.filter(course=OuterRef("pk"), asked_of=user, hides_own_view=True)
    return Exists(waiting.filter(answered_at=None, closed_at=None))
