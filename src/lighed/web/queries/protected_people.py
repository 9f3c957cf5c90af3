"""A user and people with a protected name and address -> the people as this user may see them.

Their own caseworker sees who they are, and whoever an administrator has let see it for a time. To everyone else they
have no name: not in a list, not in its order, and not to a search, which would otherwise tell by finding them.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lighed.web.models import ContactCourse, Person, User
from lighed.web.queries.plainly import of_people


def hidden_from(user: User) -> Q:
    """The courses of people whose name is hidden from `user`."""
    if user.sees_protected_today:
        return Q(pk__in=())
    people = Person.objects.filter(municipality=user.municipality_id, has_protected_address=True)
    others = of_people(people.values("pk"))
    return others & ~Q(caseworker_id=user.caseworker_id) if user.caseworker_id else others


def by_name(courses: QuerySet[ContactCourse], user: User) -> tuple[QuerySet[ContactCourse], QuerySet[ContactCourse]]:
    """The courses of those without a name to this user, not in order; and all others, by name.

    They are two questions, so that the first names are read from their index and not sorted out of all.
    """
    nameless = hidden_from(user)
    return courses.filter(nameless), courses.exclude(nameless).order_by("person__sort_name", "key")


def as_seen(course: ContactCourse, user: User) -> ContactCourse:
    """The course with its person as `user` may see them. What is hidden is taken away before a page can show it.

    So is the level of a course about which `user` is to answer a colleague without being led by it.
    """
    is_own = bool(user.caseworker_id) and course.caseworker_id == user.caseworker_id
    if course.person.has_protected_address and not is_own and not user.sees_protected_today:
        course.person.hide()
    if getattr(course, "answers_unled", False):
        course.level = ""
    return course


def person_as_seen(person: Person, user: User) -> Person:
    """The same where no one course is meant: people are one's own while a running course of theirs names one."""
    if not person.has_protected_address or user.sees_protected_today:
        return person
    mine = person.courses.filter(caseworker_id=user.caseworker_id).exclude(caseworker_id="")
    if not mine.exclude(state="ended").exists():
        person.hide()
    return person
