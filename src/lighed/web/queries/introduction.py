"""The introduction's two files -> its practice cases and questions; and a user -> whether theirs still counts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Q

from lighed.estimates.estimate import Assessed
from lighed.governance import RIGHTS, Moment, Relation, Right, SupportLevel, Text, relation_to
from lighed.governance.introduction import REMIND
from lighed.governance.team_figures import FEWEST_STAFF
from lighed.web import stored_result, stored_values
from lighed.web.models import (
    ContactCourse,
    CourseState,
    EstimateState,
    Municipality,
    StoredEstimate,
    TrainingRecord,
    User,
)
from lighed.web.queries.person.card_shown import CardShown, card_shown
from lighed.web.queries.profiling import ProfilingStatus
from lighed.workflow import ShownValue

_FOLDER = "lighed.web.introduction"
_BASIS = 0
"""The key of no legal basis: what is said of someone made up needs none, and is shown under none."""


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """One of the answers to choose from, and why it is right or not."""

    text: Text
    is_right: bool
    why: Text


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    key: str
    text: Text
    answers: tuple[PracticeAnswer, ...]

    @property
    def right(self) -> int:
        """The place of the right answer."""
        return next(place for place, answer in enumerate(self.answers) if answer.is_right)


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """Someone made up: what the caseworker knows, what the tool says, what is asked, and how it went."""

    number: int
    name: Text
    story: Text
    question: PracticeQuestion
    outcome: Text
    is_wrong: bool
    """Whether the estimate was."""
    shown: CardShown
    values: tuple[ShownValue, ...]
    """What stands in the case system, as the caseworker sees it."""

    @property
    def key(self) -> str:
        return self.question.key

    def relation(self, level: str) -> Relation | None:
        """How one's own assessment stands to the estimate; None where one of the two is not there."""
        card = self.shown.card
        return None if card is None else relation_to(SupportLevel(level), card.estimate.band)


@dataclass(frozen=True, slots=True)
class IntroductionStatus:
    """The introduction that counts longest, of those one has taken; None where there is none."""

    taken_on: date | None
    valid_until: date | None
    is_valid: bool
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Introduced:
    """Of the staff who can see people, how many have an introduction that counts today; None of too few."""

    n_valid: int | None
    n_staff: int | None


def introduction_of(user: User, *, today: date) -> IntroductionStatus:
    """Whether the user's introduction counts today, and whether it soon does not any more."""
    newest = user.training.filter(taken_on__lte=today).order_by("-valid_until", "-pk").first()
    if newest is None:
        return IntroductionStatus(taken_on=None, valid_until=None, is_valid=False, ends_soon=False)
    is_valid = newest.valid_until >= today
    return IntroductionStatus(
        taken_on=newest.taken_on,
        valid_until=newest.valid_until,
        is_valid=is_valid,
        ends_soon=is_valid and newest.valid_until < today + REMIND,
    )


def introduced(municipality: str, *, today: date) -> Introduced:
    """How many of those who can see people have taken the introduction. Nobody is named."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.SEE_PEOPLE in rights]
    lasts = Q(role_assignments__valid_to=None) | Q(role_assignments__valid_to__gte=today)
    staff = User.objects.filter(
        lasts,
        municipality=municipality,
        is_active=True,
        role_assignments__role__in=roles,
        role_assignments__ended_at=None,
        role_assignments__confirmed_at__isnull=False,
    ).distinct()
    n_staff = staff.count()
    if n_staff < FEWEST_STAFF:
        return Introduced(n_valid=None, n_staff=None)
    valid = TrainingRecord.objects.filter(user__in=staff.values("pk"), taken_on__lte=today, valid_until__gte=today)
    return Introduced(n_valid=valid.values("user").distinct().count(), n_staff=n_staff)


@cache
def practice_cases() -> tuple[PracticeCase, ...]:
    """The practice cases, in their order."""
    results = json.loads(_text("practice_results.json"))
    return tuple(
        PracticeCase(
            number=number,
            name=Text(**case["name"]),
            story=Text(**case["story"]),
            question=_question({**case["question"], "key": case["key"], "answer": case["answer"]}),
            outcome=Text(**case["outcome"]),
            is_wrong=case.get("is_wrong", False),
            **_told(results[case["key"]]),
        )
        for number, case in enumerate(_content()["case"], start=1)
    )


@cache
def quiz() -> tuple[PracticeQuestion, ...]:
    """The questions at the end, in their order."""
    return tuple(_question(one) for one in _content()["question"])


def n_right(answers: Mapping[str, int]) -> int:
    """How many of the questions at the end are answered rightly; `answers` has the place chosen, by key."""
    return sum(answers.get(question.key) == question.right for question in quiz())


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_text("practice.toml"))


def _text(name: str) -> str:
    return files(_FOLDER).joinpath(name).read_text(encoding="utf-8")


def _question(read: dict[str, Any]) -> PracticeQuestion:
    return PracticeQuestion(
        key=read["key"],
        text=Text(da=read["da"], en=read["en"]),
        answers=tuple(
            PracticeAnswer(Text(da=one["da"], en=one["en"]), one.get("is_right", False), Text(**one["why"]))
            for one in read["answer"]
        ),
    )


def _told(read: dict[str, Any]) -> dict[str, Any]:
    """What the tool says of someone made up, who is in no database, and what it rests on."""
    result = stored_result.from_json(read["result"])
    is_assessed = isinstance(result, Assessed)
    moment, day = result.basis.moment, result.basis.scored_on
    course = ContactCourse(
        municipality=Municipality(code=result.basis.municipality),
        state=CourseState.HANDED_OVER if moment is Moment.HAND_OVER else CourseState.WITH_FUND,
        reached=moment.value,
        registered_on=day,
        handed_over_on=day if moment is Moment.HAND_OVER else None,
        estimate_state=EstimateState.READY if is_assessed else EstimateState.CANNOT_BE_ASSESSED,
        values=read["values"],
    )
    course.current_estimate = StoredEstimate(
        course=course,
        legal_basis_id=_BASIS,
        made_at=datetime.combine(day, time(12), tzinfo=UTC),
        band=result.band.value if isinstance(result, Assessed) else "",
        result=read["result"],
    )
    everything = ProfilingStatus(frozenset({_BASIS}), frozenset({moment}), None)
    values = stored_values.from_json(read["values"])
    return {
        "shown": card_shown(course, profiling=everything, today=day),
        "values": tuple(value for value in values if value.value is not None),
    }
