"""An event and the people it is about -> what is out of the ordinary about it, for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, Flag, Role, in_name_of
from lighed.web.models import ContactCourse, Question, RequestState, RightsRequest, User

FIRST_HOUR, LAST_HOUR = 6, 20
"""Outside these hours of a Danish day, what a person does with people's data is marked."""
_ABOUT_PEOPLE = frozenset({AuditKind.READ, AuditKind.SEARCH, AuditKind.EXPORT})


def flags_about(people: Sequence[str | None], *, audit: AuditEvent) -> dict[str | None, frozenset[Flag]]:
    """What is out of the ordinary, as far as the event itself tells; None stands for nobody in particular."""
    who = _member_of_staff(audit)
    if who is None:
        return dict.fromkeys(people, frozenset())
    is_late = not FIRST_HOUR <= timezone.localtime(audit.at).hour < LAST_HOUR
    outside = _outside_task([one for one in people if one], who=who, audit=audit)
    flags: dict[str | None, frozenset[Flag]] = {}
    for person in people:
        is_about_people = person is not None or audit.kind in _ABOUT_PEOPLE
        late = frozenset({Flag.OUT_OF_HOURS}) if is_late and is_about_people else frozenset()
        flags[person] = late | (frozenset({Flag.OUTSIDE_TASK}) if person in outside else frozenset())
    return flags


def _member_of_staff(audit: AuditEvent) -> str | None:
    """Who looked: also where another system did it in their name, which is held to what is theirs to look at.

    A citizen's own page is there for them at any hour.
    """
    if audit.actor_kind is ActorKind.CLIENT:
        return in_name_of(audit.criterion) or None
    is_staff = audit.actor_kind is ActorKind.PERSON and audit.role not in (Role.CITIZEN, Role.REPRESENTATIVE)
    return audit.actor if is_staff else None


def _outside_task(people: Sequence[str], *, who: str, audit: AuditEvent) -> frozenset[str | None]:
    """Those of whom no course is the user's own or their team's, and no request is the user's."""
    # A planner's task is the whole municipality, and an officer's is whoever asks.
    is_caseworker = set(audit.role.split(",")) & {Role.CASEWORKER} and Role.PLANNER not in audit.role.split(",")
    if audit.kind not in _ABOUT_PEOPLE or not is_caseworker or not people:
        return frozenset()
    user = User.objects.filter(username=who).first()
    if user is None:
        return frozenset(people)
    courses = ContactCourse.objects.filter(person__in=[UUID(one) for one in people]).values_list(
        "person", "caseworker_id", "team"
    )
    own = {
        str(person)
        for person, caseworker, team in courses
        if (caseworker and caseworker == user.caseworker_id) or (team and team == user.team)
    }
    return frozenset(people) - own - _with_task(people, user=user, audit=audit)


def _with_task(people: Sequence[str], *, user: User, audit: AuditEvent) -> set[str]:
    """Whom the user is to answer, or has answered today: the answer is read over once it is given."""
    requests = RightsRequest.objects.filter(person__in=[UUID(one) for one in people], assigned_to=user.username)
    answered_today = Q(answered_at__date=timezone.localdate(audit.at))
    asked = requests.filter(Q(state=RequestState.OPEN) | Q(answered_today, answered_by=user.username))
    questions = Question.objects.filter(
        municipality=user.municipality_id, course__person__key__in=people, asked_of=user
    )
    questions = questions.filter(
        Q(answered_at=None, closed_at=None) | Q(answered_at__date=timezone.localdate(audit.at))
    )
    of_requests, of_questions = asked.values_list("person"), questions.values_list("course__person")
    return {str(person) for (person,) in [*of_requests, *of_questions]}
