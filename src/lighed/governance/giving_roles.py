"""A role and the user it is for -> whether it may be given, by whom, until when, and beside which other roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations

from lighed.governance.refused import Refused
from lighed.governance.roles import TIME_LIMITED, Role
from lighed.governance.text import Text
from lighed.governance.two_people import NotAllowed, check_other_person, is_same_person

MOST_DAYS: Mapping[Role, int] = {Role.REGULATOR: 365}
"""The longest that a role is given for at a time; it can be given again."""

STAFF = frozenset(Role) - {Role.CITIZEN, Role.REPRESENTATIVE}
"""Roles that an administrator gives. The others follow from a person's own case."""

_SEE_PEOPLE = frozenset({Role.CASEWORKER, Role.PLANNER})
_BUILDERS = frozenset({Role.DOMAIN_EXPERT, Role.DATA_EXPERT})

_NOT_PEOPLE: Mapping[Role, Text] = {
    Role.DOMAIN_EXPERT: Text(
        da="En fagspecialist ser kun anonymiserede data og kan ikke også se borgere.",
        en="A domain expert sees anonymised data only, and cannot see people as well.",
    ),
    Role.DATA_EXPERT: Text(
        da="En dataekspert ser kun anonymiserede data og kan ikke også se borgere.",
        en="A data expert sees anonymised data only, and cannot see people as well.",
    ),
    Role.MANAGER: Text(
        da="Ledelsen ser tal og ikke borgere. En leder kan ikke også være sagsbehandler eller planlægger.",
        en="Management sees figures and not people. A manager cannot be a caseworker or planner as well.",
    ),
    Role.ADMINISTRATOR: Text(
        da="Den, der giver adgang, ser ingen skøn. En systemadministrator kan ikke også være sagsbehandler eller "
        "planlægger.",
        en="Whoever gives access sees no estimates. An administrator cannot be a caseworker or planner as well.",
    ),
}
_DPO = Text(
    da="Databeskyttelsesrådgiveren må ikke have opgaver, der kan give interessekonflikt, og kan derfor ikke have andre "
    "roller (databeskyttelsesforordningens artikel 38, stk. 6).",
    en="The data protection officer must have no tasks that conflict with the office, and so has no other role "
    "(GDPR Article 38(6)).",
)
_REGULATOR = Text(
    da="Tilsynet kommer udefra og læser kun. Rollen kan ikke gives sammen med en anden.",
    en="The regulator comes from outside and reads only. The role cannot be given together with another one.",
)
_OWN_CASE = Text(
    da="En borger og en partsrepræsentant har deres egen adgang, adskilt fra kommunens medarbejderes.",
    en="A citizen and a representative log in for themselves, apart from the municipality's staff.",
)
_BOTH_OWN = Text(
    da="Én bruger er bundet til én person. Den, der har sin egen sag og også repræsenterer en anden, har to brugere.",
    en="One user is bound to one person. Whoever has a case of their own and also represents another has two users.",
)
_BUILDER_ALONE = Text(
    da="En person kan ikke være både bygger og eneste godkender.",
    en="One person cannot be both builder and sole approver.",
)


class RoleRefused(Refused):
    """A role that may not be given; `text` says why."""


def check_together(roles: Iterable[Role], *, has_other_approver: bool = True) -> None:
    """Refuse roles that one person may not have at the same time.

    Parameters
    ----------
    has_other_approver : whether someone else in the municipality approves who does not build

    Raises
    ------
    RoleRefused
        With the first reason found.
    """
    held = sorted(set(roles))
    for pair in combinations(held, 2):
        if reason := _against(frozenset(pair)):
            raise RoleRefused(reason)
    if Role.APPROVER in held and _BUILDERS.intersection(held) and not has_other_approver:
        raise RoleRefused(_BUILDER_ALONE)


def check_giving(
    role: Role,
    *,
    giver: str,
    receiver: str,
    held: Iterable[Role],
    first_day: date,
    last_day: date | None,
    has_other_approver: bool = True,
) -> None:
    """Refuse to give a role to oneself, for too long, or beside one that it does not go with.

    Parameters
    ----------
    giver, receiver : user names
    held : the receiver's roles today
    last_day : None where the role is given until it is ended

    Raises
    ------
    RoleRefused
        With the first reason found.
    """
    if is_same_person(giver, receiver):
        raise RoleRefused(
            Text(
                da="Ingen giver roller til sig selv. Bed en anden systemadministrator om det.",
                en="Nobody gives roles to himself. Ask another administrator.",
            )
        )
    held = set(held)
    if role in held:
        raise RoleRefused(
            Text(
                da="Brugeren har allerede rollen. Afslut den først, hvis perioden skal være en anden.",
                en="The user has the role already. End it first if its period is to be another.",
            )
        )
    _check_period(role, first_day=first_day, last_day=last_day)
    check_together({role, *held}, has_other_approver=has_other_approver)


def check_confirming(*, confirmer: str, begun_by: str, receiver: str) -> None:
    """Refuse to confirm what one began oneself, or an access of one's own.

    Raises
    ------
    NotAllowed
    """
    if is_same_person(confirmer, receiver):
        raise NotAllowed(
            Text(
                da="Ingen bekræfter sin egen adgang. En anden skal bekræfte den.",
                en="Nobody confirms the access of their own. Somebody else has to confirm it.",
            )
        )
    check_other_person(begun_by, confirmer)


def can_be_confirmed(*, confirmer: str, begun_by: str, receiver: str) -> bool:
    """Whether `check_confirming` lets the person confirm."""
    try:
        check_confirming(confirmer=confirmer, begun_by=begun_by, receiver=receiver)
    except NotAllowed:
        return False
    return True


def _check_period(role: Role, *, first_day: date, last_day: date | None) -> None:
    if last_day is None:
        if role in TIME_LIMITED:
            raise RoleRefused(
                Text(
                    da="Rollen gives for en periode. Skriv den sidste dag.",
                    en="The role is given for a period. Write its last day.",
                )
            )
        return
    if last_day < first_day:
        raise RoleRefused(
            Text(da="Den sidste dag ligger før den første.", en="The last day lies before the first one.")
        )
    most = MOST_DAYS.get(role)
    if most is not None and last_day > first_day + timedelta(days=most):
        raise RoleRefused(
            Text(
                da="Rollen kan højst gives for 12 måneder ad gangen.",
                en="The role can be given for at most 12 months at a time.",
            )
        )


def _against(pair: frozenset[Role]) -> Text | None:
    """Why these two do not go together, or None."""
    if pair - STAFF:
        # A user is bound to one person: who is both would do everything for the person that they represent.
        return _BOTH_OWN if pair == {Role.CITIZEN, Role.REPRESENTATIVE} else _OWN_CASE
    if Role.DPO in pair:
        return _DPO
    if Role.REGULATOR in pair:
        return _REGULATOR
    if pair & _SEE_PEOPLE:
        return next((reason for role, reason in _NOT_PEOPLE.items() if role in pair), None)
    return None
