"""A user -> the courses that this user may see. The one place where that is decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from lighed.governance import RequestKind, Right
from lighed.web.models import ContactCourse, EstimateView, Question, RequestState, RightsRequest, User


def courses_of(user: User | AnonymousUser) -> QuerySet[ContactCourse]:
    """The courses of the user's own municipality; none for anyone whose roles do not let them see people.

    Each course tells whether its estimate has been shown to the user before (`is_revealed`), whether the user is named
    to assess the person anew (`is_for_review`), and whether that, or an answer to a colleague, is not to be led by what
    others assessed (`answers_unled`).
    """
    mine = courses_in_sight(user)
    if not isinstance(user, User):
        return mine
    return mine.annotate(
        was_shown=was_shown_to(user), answers_unled=answers_unled(user), answers_review=answers_review(user)
    )


def courses_in_sight(user: User | AnonymousUser) -> QuerySet[ContactCourse]:
    """The same courses to count and to find, without what is told of each."""
    if not isinstance(user, User) or Right.SEE_PEOPLE not in user.rights:
        return ContactCourse.objects.none()
    return ContactCourse.objects.filter(municipality_id=user.municipality_id)


def was_shown_to(user: User) -> Q:
    """Of a course: whether its estimate has been shown to the user before.

    To whoever is to assess the person anew it was not, whatever they saw before, until their own assessment is written.
    """
    views = EstimateView.objects.filter(course=OuterRef("pk"), user=user, moment=OuterRef("reached"))
    return Q(Exists(views)) & ~Q(Exists(reviews_to_begin(user).filter(person=OuterRef("person"))))


def answers_unled(user: User) -> Q:
    """Of a course: whether the user is asked for an answer before they see what others have assessed."""
    waiting = Question.objects.filter(course=OuterRef("pk"), asked_of=user, hides_own_view=True)
    asked = Exists(waiting.filter(answered_at=None, closed_at=None))
    return Q(asked) | Q(Exists(reviews_to_begin(user).filter(person=OuterRef("person"))))


def answers_review(user: User) -> Exists:
    """Of a course: whether the user is named to answer the person's request for a new assessment."""
    return Exists(_reviews(user).filter(person=OuterRef("person")))


def people_to_review(user: User) -> list[UUID]:
    """The people whose requests for a new assessment the user is named to answer."""
    return list(_reviews(user).values_list("person_id", flat=True))


def reviews_to_begin(user: User) -> QuerySet[RightsRequest]:
    """The requests for a new assessment that the user is named to answer and has not assessed themselves yet."""
    return _reviews(user).filter(assessment=None)


def _reviews(user: User) -> QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(
        municipality=user.municipality_id,
        state=RequestState.OPEN.value,
        kind=RequestKind.REVIEW.value,
        assigned_to=user.username,
    )
