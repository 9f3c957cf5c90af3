"""A course and its reader -> the questions asked about it, whom one can ask, and what is held back until an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from lighed.governance import RIGHTS, Right
from lighed.web.models import ContactCourse, Question, RoleAssignment, User
from lighed.web.queries.scope import courses_of, reviews_to_begin

_WHO_SEE_PEOPLE = [role.value for role, rights in RIGHTS.items() if Right.SEE_PEOPLE in rights]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as its reader meets it: `may_answer` is the colleague asked, `may_close` the one who asks."""

    question: Question
    may_answer: bool
    may_close: bool


def questions_of(course: ContactCourse, user: User) -> tuple[ShownQuestion, ...]:
    """What has been asked about the course, the newest first. Whoever may see the person may read it."""
    found = Question.objects.filter(course=course).select_related("asked_by", "asked_of").order_by("-asked_at", "-id")
    return tuple(
        ShownQuestion(
            question=one,
            may_answer=one.asked_of_id == user.pk and one.answered_at is None and one.closed_at is None,
            may_close=one.asked_by_id == user.pk and one.closed_at is None,
        )
        for one in found
    )


def question_of(user: User, number: int) -> Question | None:
    """One question about a person whom `user` may see."""
    found = Question.objects.filter(pk=number, municipality=user.municipality_id, course__in=courses_of(user))
    return found.select_related("course__person", "asked_by", "asked_of").first()


def colleagues(course: ContactCourse, user: User) -> QuerySet[User]:
    """Those who may be asked about the person: others who see people here, and whom this one is not hidden from."""
    today = timezone.localdate()
    given = RoleAssignment.objects.filter(role__in=_WHO_SEE_PEOPLE, ended_at=None, valid_from__lte=today)
    given = given.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exclude(confirmed_at=None)
    found = User.objects.filter(
        municipality=course.municipality_id, is_active=True, person=None, pk__in=given.values("user_id")
    ).exclude(pk=user.pk)
    if course.person.has_protected_address:
        sees = Q(sees_protected=True) & (Q(sees_protected_until=None) | Q(sees_protected_until__gte=today))
        if course.caseworker_id:
            sees |= Q(caseworker_id=course.caseworker_id)
        found = found.filter(sees)
    return found.order_by("name", "username")


def colleagues_near_first(course: ContactCourse, user: User) -> tuple[tuple[User, ...], tuple[User, ...]]:
    """Those who may be asked: the person's caseworker and the team of whoever asks, and then all others."""
    found = list(colleagues(course, user))
    has_course = [one for one in found if course.caseworker_id and one.caseworker_id == course.caseworker_id]
    near = [*has_course, *(one for one in found if user.team and one.team == user.team and one not in has_course)]
    return tuple(near), tuple(one for one in found if one not in near)


def hidden_assessors(course: ContactCourse, user: User) -> frozenset[int]:
    """Whose assessments of the course `user` does not see yet, so that an answer of their own is not led by them.

    The answer is to a colleague who asks, or to the person, who asks for a new assessment.
    """
    if not getattr(course, "answers_unled", True):
        return frozenset()  # found out with the course itself, see `scope`
    if reviews_to_begin(user).filter(person=course.person_id).exists():
        made = course.assessments.exclude(made_by=user)
        return frozenset(made.values_list("made_by_id", flat=True))
    waiting = Question.objects.filter(
        course=course, asked_of=user, hides_own_view=True, answered_at=None, closed_at=None
    )
    return frozenset(waiting.values_list("asked_by_id", flat=True))
