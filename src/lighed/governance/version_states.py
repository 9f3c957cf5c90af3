"""A version's life in one municipality + what somebody wants to do with it -> its next state, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.refused import Refused
from lighed.governance.roles import Right
from lighed.governance.text import Text
from lighed.governance.two_people import is_same_person, person_key


class VersionState(StrEnum):
    DRAFT = "draft"
    EVALUATED = "evaluated"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SHADOW = "shadow"
    IN_OPERATION = "in_operation"
    RETIRED = "retired"
    REJECTED = "rejected"


class Side(StrEnum):
    """Whom a signature speaks for. An approval has one of each, by two people."""

    PROFESSIONAL = "professional"
    DATA = "data"


class Step(StrEnum):
    ADD = "add"
    EVALUATE = "evaluate"
    PROPOSE = "propose"
    SIGN = "sign"
    REJECT = "reject"
    SHADOW = "shadow"
    RELEASE = "release"
    ROLL_BACK = "roll_back"
    CONFIRM = "confirm"
    """The second person's word on a roll-back that one person made alone."""
    RETIRE = "retire"
    ADVISE = "advise"
    EXPLAIN = "explain"
    """Write why a group that is to be watched may be accepted."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `person` tells people apart; `name` is shown. Of a demonstration the actors are fictional."""

    person: str
    name: str
    rights: frozenset[Right]
    roles: str = ""
    is_fictional: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """What the rules need to know of a version in a municipality: its state, who built it, and who has signed."""

    state: VersionState
    built_by: str
    signed: Mapping[Side, str] = field(default_factory=dict)


class StepRefused(Refused):
    """The step may not be taken. `text` says why, in both languages."""


_S = VersionState
_FROM: Mapping[Step, frozenset[VersionState]] = {
    Step.EVALUATE: frozenset({_S.DRAFT, _S.REJECTED}),
    Step.PROPOSE: frozenset({_S.EVALUATED, _S.REJECTED}),
    Step.SIGN: frozenset({_S.PROPOSED}),
    Step.REJECT: frozenset({_S.PROPOSED, _S.APPROVED, _S.SHADOW}),
    Step.SHADOW: frozenset({_S.APPROVED}),
    Step.RELEASE: frozenset({_S.APPROVED, _S.SHADOW}),
    Step.RETIRE: frozenset(_S) - {_S.RETIRED},
    Step.ADVISE: frozenset(_S),
    Step.EXPLAIN: frozenset({_S.EVALUATED, _S.PROPOSED}),
}
_TO: Mapping[Step, VersionState] = {
    Step.EVALUATE: _S.EVALUATED,
    Step.PROPOSE: _S.PROPOSED,
    Step.REJECT: _S.REJECTED,
    Step.SHADOW: _S.SHADOW,
    Step.RELEASE: _S.IN_OPERATION,
    Step.RETIRE: _S.RETIRED,
}
RIGHT_FOR: Mapping[Step, Right] = {
    Step.PROPOSE: Right.PROPOSE_VERSIONS,
    Step.EXPLAIN: Right.PROPOSE_VERSIONS,
    Step.SIGN: Right.APPROVE_VERSIONS,
    Step.REJECT: Right.APPROVE_VERSIONS,
    Step.SHADOW: Right.APPROVE_VERSIONS,
    Step.RELEASE: Right.APPROVE_VERSIONS,
    Step.RETIRE: Right.APPROVE_VERSIONS,
    Step.ROLL_BACK: Right.APPROVE_VERSIONS,
    Step.CONFIRM: Right.APPROVE_VERSIONS,
    Step.ADVISE: Right.ADVISE_ON_VERSIONS,
}
"""Steps that are not named here are taken by the system, when a version is added or evaluated."""
_NOT_BY_THE_BUILDER = frozenset({Step.SIGN, Step.RELEASE})
_GATED = frozenset({Step.SIGN, Step.RELEASE})
_LEAST_REASON = 10
STATE_NAMES: Mapping[VersionState, Text] = {
    _S.DRAFT: Text(da="kladde", en="draft"),
    _S.EVALUATED: Text(da="evalueret", en="evaluated"),
    _S.PROPOSED: Text(da="indstillet", en="proposed"),
    _S.APPROVED: Text(da="godkendt", en="approved"),
    _S.SHADOW: Text(da="skyggedrift", en="shadow run"),
    _S.IN_OPERATION: Text(da="i drift", en="in operation"),
    _S.RETIRED: Text(da="udfaset", en="retired"),
    _S.REJECTED: Text(da="afvist", en="rejected"),
}
_NO_RIGHT = Text(da="Din rolle giver ikke adgang til dette.", en="Your role does not let you do this.")
_OWN_WORK = Text(
    da="Du har bygget denne version og kan ikke godkende den.",
    en="You built this version and cannot approve it.",
)
_SAME_PERSON = Text(
    da="Du har allerede skrevet under. En anden person skal give den anden underskrift.",
    en="You have signed already. Somebody else must give the other signature.",
)
_SIDE_TAKEN = Text(
    da="Denne underskrift er givet. Vælg den, der mangler.", en="This signature is given. Choose the one missing."
)
_NO_SIDE = Text(
    da="Vælg, om du skriver under for den faglige side eller for data.",
    en="Choose whether you sign for the professional side or for data.",
)
_NO_BUILDER = Text(
    da="Det er ikke registreret, hvem der har bygget versionen. Tilføj den igen med --by.",
    en="It is not on record who built the version. Add it again with --by.",
)
_NO_REASON = Text(da="Skriv en begrundelse på mindst 10 tegn.", en="Write a reason of at least 10 characters.")
_SECOND_PERSON = Text(
    da="Du har selv begyndt tilbagerulningen. En anden person skal bekræfte den.",
    en="You began the roll-back yourself. Somebody else must confirm it.",
)


def check_step(
    life: Life,
    step: Step,
    *,
    by: Actor,
    reason: str = "",
    side: Side | None = None,
    failed: tuple[Text, ...] = (),
) -> VersionState:
    """The state that the version has once `by` has taken the step.

    Parameters
    ----------
    reason : why, in words; every step by a person has one
    side : of a signature, whom it speaks for
    failed : what the gates that are not open lack; asked when a version is signed and when it is released

    Raises
    ------
    StepRefused
        Saying why.
    """
    if life.state not in _FROM[step]:
        raise StepRefused(_wrong_state(life.state))
    if step in RIGHT_FOR:
        _check_right_and_reason(step, by, reason)
    if step in _NOT_BY_THE_BUILDER and not person_key(life.built_by):
        raise StepRefused(_NO_BUILDER)
    if step in _NOT_BY_THE_BUILDER and is_same_person(by.person, life.built_by):
        raise StepRefused(_OWN_WORK)
    if step in _GATED and failed:
        raise StepRefused(Text(da=" ".join(one.da for one in failed), en=" ".join(one.en for one in failed)))
    if step is Step.SIGN:
        return _signed(life, by, side)
    return _TO.get(step, life.state)


def open_steps(state: VersionState, rights: frozenset[Right]) -> tuple[Step, ...]:
    """The steps that somebody with these rights may try in this state, in the order of a version's life."""
    return tuple(step for step, states in _FROM.items() if state in states and RIGHT_FOR.get(step) in rights)


def check_roll_back(step: Step, *, by: Actor, reason: str, begun_by: str | None = None) -> None:
    """Let one begin a roll-back, and somebody else confirm it.

    Raises
    ------
    StepRefused
        Where the right or the reason is missing, or where the one who began it would confirm it too.
    """
    _check_right_and_reason(step, by, reason)
    if begun_by is not None and is_same_person(by.person, begun_by):
        raise StepRefused(_SECOND_PERSON)


def _check_right_and_reason(step: Step, by: Actor, reason: str) -> None:
    if RIGHT_FOR[step] not in by.rights:
        raise StepRefused(_NO_RIGHT)
    if len(reason.strip()) < _LEAST_REASON:
        raise StepRefused(_NO_REASON)
    if looks_like_cpr(reason):
        raise StepRefused(NO_CPR)


def _signed(life: Life, by: Actor, side: Side | None) -> VersionState:
    if side is None:
        raise StepRefused(_NO_SIDE)
    if any(is_same_person(by.person, other) for other in life.signed.values()):
        raise StepRefused(_SAME_PERSON)
    if side in life.signed:
        raise StepRefused(_SIDE_TAKEN)
    return VersionState.APPROVED if set(life.signed) | {side} == set(Side) else VersionState.PROPOSED


def _wrong_state(state: VersionState) -> Text:
    name = STATE_NAMES[state]
    return Text(
        da=f"Versionen er i tilstanden {name.da}, og så kan dette ikke gøres.",
        en=f"The version is in the state {name.en}, and this cannot be done then.",
    )
