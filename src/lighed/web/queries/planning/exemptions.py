"""A municipality -> how many of its people are exempt from meetings, against how many may be."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lighed.governance import Text
from lighed.planning import (
    CourseFacts,
    ExemptionRefused,
    ExemptionRule,
    Quota,
    RuleSet,
    check_exemption,
    is_in_population,
    quota_days,
)
from lighed.planning.rule_set import Unit
from lighed.web.models import ContactCourse, Exemption
from lighed.web.queries.planning.contact_rules import rules_in_force
from lighed.web.queries.planning.course_facts import facts_of

_LONGEST_MONTH = 31
_SOME_REASON = "a reason that is long enough to be looked past"
"""Stands in for the caseworker's words where only the rest is asked about; it is never stored."""


def quota_of(municipality: str, *, today: date) -> Quota | None:
    """The quota as it stands today, counted both ways; None where no rules allow an exemption."""
    rule_set = rules_in_force(municipality, day=today)
    days = None if rule_set is None else quota_days(rule_set, today=today)
    if rule_set is None or rule_set.exemption is None or days is None:
        return None
    first_day, last_day = days
    courses = ContactCourse.objects.filter(_may_count(rule_set.exemption, first_day), municipality=municipality)
    now = Exemption.objects.filter(municipality=municipality, ended_at=None)
    begins = timezone.make_aware(datetime.combine(first_day, time.min))
    over_period = Exemption.objects.filter(Q(ended_at=None) | Q(ended_at__gte=begins), municipality=municipality)
    n_now, n_over_period = (
        _n_counted(courses.filter(pk__in=exempt.values("course")), rule_set, first_day, last_day)
        for exempt in (now, over_period)
    )
    return Quota(
        n_now=n_now,
        n_over_period=n_over_period,
        counted=rule_set.exemption.counted,
        n_population=_n_counted(courses, rule_set, first_day, last_day),
        per_cent=rule_set.exemption.per_cent,
        first_day=first_day,
        last_day=last_day,
    )


def _n_counted(courses: QuerySet[ContactCourse], rule_set: RuleSet, first_day: date, last_day: date) -> int:
    """How many of the courses are of the population. Courses of the same days are asked about once."""
    days = courses.values_list("registered_on", "handed_over_on", "ended_on").annotate(n=Count("pk")).order_by()
    return sum(
        n
        for registered_on, handed_over_on, ended_on, n in days
        if is_in_population(
            CourseFacts(registered_on=registered_on, handed_over_on=handed_over_on, ended_on=ended_on),
            rule_set=rule_set, first_day=first_day, last_day=last_day,
        )
    )  # fmt: skip


def _may_count(rule: ExemptionRule, first_day: date) -> Q:
    """Courses that are late enough to count at all, so that not every course there ever was is read."""
    longest = max(span.n if span.unit is Unit.DAYS else span.n * _LONGEST_MONTH for span in rule.until)
    since = first_day - timedelta(days=longest + 1)
    return Q(registered_on__gte=since) | Q(handed_over_on__gte=since)


def hindrance_to_exempt(course: ContactCourse, *, today: date) -> Text | None:
    """Why this person cannot be exempted now whatever the reason; None where it is for a caseworker to assess."""
    rule_set = rules_in_force(course.municipality_id, day=today)
    try:
        check_exemption(
            _SOME_REASON,
            facts=facts_of(course, rule_set=rule_set),
            rule_set=rule_set,
            quota=quota_of(course.municipality_id, today=today),
            today=today,
        )
    except ExemptionRefused as refused:
        return refused.text
    return None
