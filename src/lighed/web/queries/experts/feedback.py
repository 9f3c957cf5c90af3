"""An expert -> what caseworkers of the municipality say about the data elements, and how they judge, without a person.

No row here leads to a person: neither the course nor a day of theirs is in it, and the words were written for experts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from lighed.elements import REGISTER
from lighed.governance import AssessmentReason, AssessmentStep, Right, Text
from lighed.governance.small_numbers import shown_count, shown_counts
from lighed.web.models import REASONS, Assessment, DataFlag, User


@dataclass(frozen=True, slots=True)
class FlaggedElement:
    """A data element that somebody has flagged; `last_at` is when it was last."""

    element: str
    name: Text
    n_wrong: int
    n_irrelevant: int
    n_open: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """One flag without its person, and the answer it was given."""

    number: int
    kind: str
    words: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a reason was given; None where it was so seldom that it could tell of one person."""

    name: str
    n: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The assessments written beside an estimate: how many, how many differed from it, why, and not seeing why.

    Attributes
    ----------
    n, n_differing : None where too few to be told
    of_100 : those of 100 who could not see why the estimate is as it is; None where too few
    """

    n: int | None
    n_differing: int | None
    reasons: tuple[ReasonCount, ...]
    of_100: int | None


def flagged_elements(user: User) -> tuple[FlaggedElement, ...]:
    """The elements flagged in the user's municipality, those with an open flag first, then the newest."""
    if Right.SEE_FEEDBACK not in user.rights:
        return ()
    found = (
        DataFlag.objects.filter(municipality=user.municipality_id)
        .values("element")
        .annotate(
            n_wrong=Count("pk", filter=Q(kind=DataFlag.Kind.WRONG)),
            n_irrelevant=Count("pk", filter=Q(kind=DataFlag.Kind.IRRELEVANT)),
            n_open=Count("pk", filter=Q(answered_at=None)),
            last_at=Max("made_at"),
        )
    )
    elements = [FlaggedElement(name=element_name(one["element"]), **one) for one in found]
    return tuple(sorted(elements, key=lambda one: (one.n_open > 0, one.last_at), reverse=True))


def remarks_about(user: User, element: str) -> tuple[Remark, ...]:
    """What was said about one element, the newest first."""
    if Right.SEE_FEEDBACK not in user.rights:
        return ()
    found = DataFlag.objects.filter(municipality=user.municipality_id, element=element).select_related("answered_by")
    return tuple(
        Remark(
            number=one.pk,
            kind=one.kind,
            words=one.words,
            at=one.made_at,
            answer=one.answer,
            answered_by=one.answered_by.name if one.answered_by else "",
            answered_at=one.answered_at,
        )
        for one in found.order_by("-made_at", "-id")
    )


def flags_to_answer(user: User, element: str, numbers: list[int]) -> list[DataFlag]:
    """Those of the flags with these numbers that are about the element and have no answer."""
    if Right.SEE_FEEDBACK not in user.rights:
        return []
    found = DataFlag.objects.filter(
        municipality=user.municipality_id, element=element, pk__in=numbers, answered_at=None
    )
    return list(found.select_related("course", "made_by"))


def judged(user: User) -> Judged:
    """How the municipality's caseworkers judged beside an estimate, in figures. Small numbers are left out."""
    beside = Assessment.objects.filter(municipality=user.municipality_id, step=AssessmentStep.NOW).exclude(band_seen="")
    rows = list(beside.values_list("relation", "reason"))
    n, differing = len(rows), [reason for relation, reason in rows if relation not in ("", "same")]
    names, counted = dict(REASONS), Counter(differing).most_common()
    n_cannot_see = sum(reason == AssessmentReason.CANNOT_SEE_WHY for _, reason in rows)
    return Judged(
        n=shown_count(n),
        n_differing=shown_count(len(differing)),
        reasons=tuple(
            ReasonCount(str(names.get(reason, reason)), shown)
            for (reason, _), shown in zip(counted, shown_counts([count for _, count in counted]), strict=True)
        ),
        of_100=round(100 * n_cannot_see / n)
        if n and shown_count(n) and shown_count(n_cannot_see) is not None
        else None,
    )


def element_name(element: str) -> Text:
    """What the element is called; one that has left the register since goes by its code."""
    if element in REGISTER:
        return REGISTER[element].name
    return Text(da=element, en=element)
