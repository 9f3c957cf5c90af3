"""Which roles go together, who gives them, and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from lighed.governance import STAFF, Right, Role, RoleRefused, check_giving, check_together, rights_of
from tests.allowed import is_allowed

TODAY = date(2026, 11, 22)
SEE_PEOPLE = {Role.CASEWORKER, Role.PLANNER}


def giving(role: Role, **changes: object) -> dict:
    return {
        "role": role,
        "giver": "sune",
        "receiver": "mette",
        "held": (),
        "first_day": TODAY,
        "last_day": None,
        **changes,
    }


@pytest.mark.parametrize("role", sorted(STAFF - {Role.REGULATOR}))
def test_a_role_is_given_until_it_is_ended(role):
    check_giving(**giving(role))
    check_giving(**giving(role, last_day=TODAY))
    check_giving(**giving(role, last_day=TODAY + timedelta(days=4000)))


@pytest.mark.parametrize("role", sorted(Role))
def test_nobody_gives_a_role_to_himself(role):
    with pytest.raises(RoleRefused, match="himself"):
        check_giving(**giving(role, receiver="sune", last_day=TODAY))


def test_a_role_that_is_held_is_not_given_again():
    assert not is_allowed(check_giving, **giving(Role.CASEWORKER, held=[Role.CASEWORKER]))


@pytest.mark.parametrize(
    ("last_day", "may"),
    [
        (None, False),
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (TODAY + timedelta(days=365), True),
        (TODAY + timedelta(days=366), False),
    ],
)
def test_the_regulator_has_a_last_day_within_a_year(last_day, may):
    assert is_allowed(check_giving, **giving(Role.REGULATOR, last_day=last_day)) is may


@pytest.mark.parametrize("pair", list(combinations(sorted(Role), 2)), ids="+".join)
def test_who_sees_people_neither_decides_over_nor_builds_nor_gives_access(pair):
    apart = {Role.DOMAIN_EXPERT, Role.DATA_EXPERT, Role.MANAGER, Role.ADMINISTRATOR}
    alone = {Role.DPO, Role.REGULATOR}
    own_case = {Role.CITIZEN, Role.REPRESENTATIVE}
    first, second = pair
    expected = not (
        alone.intersection(pair)
        or (SEE_PEOPLE.intersection(pair) and apart.intersection(pair))
        or own_case.intersection(pair)
    )
    assert is_allowed(check_together, pair) is expected
    assert is_allowed(check_together, [second, first]) is expected


def test_no_pair_that_is_allowed_lets_someone_see_people_and_give_access():
    for pair in combinations(sorted(STAFF), 2):
        if is_allowed(check_together, pair):
            assert not {Right.SEE_PEOPLE, Right.MANAGE_USERS} <= rights_of(pair)


@pytest.mark.parametrize("builder", [Role.DOMAIN_EXPERT, Role.DATA_EXPERT])
def test_a_builder_is_not_the_only_one_who_approves(builder):
    given = giving(Role.APPROVER, held=[builder], has_other_approver=False)
    with pytest.raises(RoleRefused) as refused:
        check_giving(**given)
    assert refused.value.text.da == "En person kan ikke være både bygger og eneste godkender."
    check_giving(**{**given, "has_other_approver": True})
    assert not is_allowed(check_together, [builder, Role.APPROVER], has_other_approver=False)


APART = [pair for pair in combinations(sorted(Role), 2) if not is_allowed(check_together, pair)]


@pytest.mark.parametrize("pair", APART)
def test_what_does_not_go_together_says_why_in_both_languages(pair):
    with pytest.raises(RoleRefused) as refused:
        check_giving(**giving(pair[0], held=[pair[1]], last_day=TODAY))
    assert refused.value.text.da.endswith((".", ")."))
    assert refused.value.text.en.endswith((".", ")."))
    assert refused.value.text.da != refused.value.text.en
