"""One person and a caseworker's reason -> exempt from further meetings, or not; and the end of it. Never of many."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Right, Text
from lighed.governance.refused import Refused
from lighed.planning import check_exemption
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import count_change, locked_course
from lighed.web.actions.planning.deadlines import reckon
from lighed.web.models import ContactCourse, Exemption, Municipality, User


class NotYoursToExempt(Refused):
    """Whoever does not assess people exempts nobody."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                da="Kun en sagsbehandler kan undtage en borger fra samtaler.",
                en="Only a caseworker can exempt a person from meetings.",
            )
        )


class NotExempt(Refused):
    """There is no exemption to end."""

    def __init__(self) -> None:
        super().__init__(Text(da="Borgeren er ikke undtaget.", en="The person is not exempt."))


@transaction.atomic
def exempt_person(course: ContactCourse, *, reason: str, seen: int | None, by: User, audit: AuditEvent) -> Exemption:
    """Exempt one person, for a reason that is theirs.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has written about the course since the page was shown.
    NotYoursToExempt, ExemptionRefused
        With what the rules ask for.
    """
    if Right.ASSESS not in by.rights:
        raise NotYoursToExempt
    # The quota is the municipality's: two caseworkers do not both take the last place of it.
    Municipality.objects.select_for_update(no_key=True).get(pk=course.municipality_id)
    now = locked_course(course, seen=seen)
    today = timezone.localdate(audit.at)
    rule_set = queries.rules_in_force(now.municipality_id, day=today)
    check_exemption(
        reason,
        facts=queries.facts_of(now, rule_set=rule_set),
        rule_set=rule_set,
        quota=queries.quota_of(now.municipality_id, today=today),
        today=today,
    )
    exemption = Exemption.objects.create(
        municipality_id=now.municipality_id, course=now, reason=reason.strip(),
        rule_set=rule_set.id if rule_set else "", made_by=by, made_at=audit.at,
    )  # fmt: skip
    now.is_exempt = True
    count_change(now, by=by, at=audit.at, is_exempt=True, **reckon(now, today=today))
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
    return exemption


@transaction.atomic
def end_exemption(course: ContactCourse, *, seen: int | None, by: User, audit: AuditEvent) -> None:
    """End the exemption of one person, who is met like everyone else again.

    Raises
    ------
    ChangedMeanwhile
        As in `exempt_person`.
    NotYoursToExempt, NotExempt
        With the reason.
    """
    if Right.ASSESS not in by.rights:
        raise NotYoursToExempt
    now = locked_course(course, seen=seen)
    ended = Exemption.objects.filter(course=now, ended_at=None).update(ended_at=audit.at, ended_by=by.name)
    if not ended:
        raise NotExempt
    now.is_exempt = False
    count_change(now, by=by, at=audit.at, is_exempt=False, **reckon(now, today=timezone.localdate(audit.at)))
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
