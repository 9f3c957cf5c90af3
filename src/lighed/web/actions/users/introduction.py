"""A user's answers to the questions at the end -> the introduction on record, where they are right."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.introduction import INTRODUCTION, check_introduction, counts_until
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import TrainingRecord, User


@transaction.atomic
def take_introduction(
    user: User, *, opened: Collection[str], answers: Mapping[str, int], audit: AuditEvent
) -> TrainingRecord:
    """Write down that the user has taken the introduction. What was answered wrongly is written down nowhere.

    Parameters
    ----------
    opened : the practice cases whose estimate has been opened
    answers : the place of the answer chosen, by the question's key

    Raises
    ------
    IntroductionRefused
        With what is lacking. Nothing is written then.
    """
    check_introduction(
        n_unopened=sum(case.key not in opened for case in queries.practice_cases()),
        n_right=queries.n_right(answers),
        n_questions=len(queries.quiz()),
    )
    today = timezone.localdate(audit.at)
    made = TrainingRecord.objects.create(
        user=user,
        what=INTRODUCTION,
        taken_on=today,
        valid_until=counts_until(today),
        recorded_by=audit.actor,
        recorded_at=audit.at,
    )
    record(audit=about(audit, municipality=user.municipality_id))
    return made
