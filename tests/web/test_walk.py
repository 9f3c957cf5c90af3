"""Every address by everyone: what is theirs works, what is not does not exist, and nothing opens by another method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lighed.governance import Conditions, Participation, Role, rights_of
from lighed.web import actions
from lighed.web.models import User
from tests.web.addresses import ADDRESSES, BOTH, Address, Open
from tests.web.factories import ELSEWHERE, HERE, audit, enter_legal_basis
from tests.web.walked_world import CONDITIONS, INACTIVE, Things, someone, someone_without, things_of

EVERY = "every address by role and municipality"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BY_RIGHT = {name: one for name, one in ADDRESSES.items() if not isinstance(one.to, Open)}
LOGGED_IN = {name: one for name, one in ADDRESSES.items() if one.to is not Open.TO_ALL and one.to is not Open.BY_TOKEN}


def all_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield f"{prefix}{pattern.name}", pattern


PATTERNS = dict(all_patterns(get_resolver()))


@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
def test_every_address_is_in_the_table_and_every_line_is_an_address():
    assert set(PATTERNS) - set(ADDRESSES) == set(), "add the new address to tests/web/addresses.py"
    assert set(ADDRESSES) - set(PATTERNS) == set(), "the table names an address that is no more"


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_the_table_says_what_the_page_says(name):
    page, told = PATTERNS[name].callback, ADDRESSES[name]
    assert getattr(page, "rights", None) == (None if isinstance(told.to, Open) else told.to)
    is_open = getattr(page, "login_required", True) is False
    assert is_open is (told.to in (Open.TO_ALL, Open.BY_TOKEN))
    assert bool(PATTERNS[name].pattern.converters) is (told.of is not None)


@pytest.fixture
def world(case_system, tmp_path) -> dict[str, Things]:
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    return {code: things_of(code, case_system, folder=tmp_path) for code in (HERE, ELSEWHERE)}


def of(name: str, things: Things) -> str:
    made = ADDRESSES[name].of
    return reverse(name, kwargs=made(things) if made else {})


def fail(told: list[str]) -> None:
    assert not told, "\n" + "\n".join(told)


def statuses(client: Client, name: str, things: Things, *, method: str) -> int:
    """The status of the answer; a page that fails raises in the client."""
    said: dict[str, Any] = dict(ADDRESSES[name].said) if method == "POST" else {}
    return int(getattr(client, method.lower())(of(name, things), said).status_code)


def opens(address: Address, role: Role, *, method: str = "GET") -> bool:
    assert not isinstance(address.to, Open)
    to = address.to_post if method == "POST" and address.to_post is not None else address.to
    return bool(to & rights_of([role])) and role not in address.not_for


@pytest.mark.django_db
@pytest.mark.requirement("A9", part="one municipality in view", shows="works")
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="works")
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
@pytest.mark.parametrize("municipality", [HERE, ELSEWHERE])
@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_open_it_opens_at_home_and_nowhere_else(client, world, role, municipality):
    own = world[municipality]
    other = next(things for code, things in world.items() if code != municipality)
    client.force_login(someone(role, own))
    # What is of no one thing is the same from everywhere.
    walked = {name: one for name, one in BY_RIGHT.items() if municipality == HERE or one.of}
    wrong = []
    for name, address in walked.items():
        may = opens(address, role)
        if "GET" in address.methods:
            seen = statuses(client, name, own, method="GET")
            expected = address.answers if may else {302} if address.leads_on and seen == 302 else {404}
            wrong += [f"GET {name}: {seen}, not {sorted(expected)}"] if seen not in expected else []
            if address.of and not address.is_shared:
                seen = statuses(client, name, other, method="GET")
                wrong += [f"GET {name} of the other municipality: {seen}, not 404"] if seen != 404 else []
        if "POST" in address.methods and not opens(address, role, method="POST") and not address.leads_on:
            seen = statuses(client, name, own, method="POST")
            wrong += [f"POST {name}: {seen}, not 404"] if seen != 404 else []
        if "POST" in address.methods and address.of and not address.is_shared:
            seen = statuses(client, name, other, method="POST")
            wrong += [f"POST {name} of the other municipality: {seen}, not 404"] if seen != 404 else []
    for name, address in walked.items():
        # Last, because some take the thing away; a POST that says nothing is answered, and never by a fault.
        if "POST" in address.methods and opens(address, role, method="POST"):
            seen = statuses(client, name, own, method="POST")
            wrong += [f"POST {name}: {seen}"] if seen not in address.posted else []
    fail(wrong)


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
@pytest.mark.requirement("R-SEC-01", part="roles are kept and end at once", shows="refuses")
@pytest.mark.parametrize("condition", [one for one in CONDITIONS if one != INACTIVE])
def test_without_a_role_that_counts_there_is_no_page(client, world, condition):
    client.force_login(someone_without(condition, world[HERE]))
    fail(
        [
            f"{method} {name}: {seen}, not 404"
            for name, address in BY_RIGHT.items()
            for method in sorted(address.methods)
            if (seen := statuses(client, name, world[HERE], method=method)) != 404
        ]
    )


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
@pytest.mark.parametrize("who", ["logged out", "inactive", "by token"])
def test_whoever_is_not_logged_in_is_asked_to(client, world, who):
    headers = {}
    if who == "inactive":
        user = someone_without(INACTIVE, world[HERE])
        User.objects.filter(pk=user.pk).update(is_active=True)
        client.force_login(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
    if who == "by token":
        token = actions.create_api_token("a system", municipality=HERE, audit=audit())
        headers = {"Authorization": f"Bearer {token}"}
    wrong = []
    for name in LOGGED_IN:
        for method in METHODS:
            answer = getattr(client, method.lower())(of(name, world[HERE]), headers=headers)
            if answer.status_code != 302 or not answer["Location"].startswith(reverse("login")):
                wrong.append(f"{method} {name}: {answer.status_code}")
    fail(wrong)


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="works")
def test_what_is_open_is_open_to_everyone_and_ones_own_log_in_to_those_who_have_one(client, world):
    wrong = []
    for is_in in (False, True):
        if is_in:
            client.force_login(someone(Role.CASEWORKER, world[HERE]))
        for name, address in ADDRESSES.items():
            is_open = address.to is Open.TO_ALL or (is_in and address.to is Open.TO_ALL_LOGGED_IN)
            if is_open and "GET" in address.methods:
                seen = statuses(client, name, world[HERE], method="GET")
                wrong += [] if seen in address.answers else [f"GET {name}: {seen}"]
    fail(wrong)


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
def test_no_address_answers_to_a_method_that_it_does_not_have(client, world):
    """Also to those who may do everything; the library's own log-in pages take a method they do not know as a GET."""
    roles = [Role.CASEWORKER, Role.PLANNER, Role.MANAGER, Role.ADMINISTRATOR, Role.DATA_EXPERT, Role.CITIZEN]
    users = [someone(role, world[HERE]) for role in roles]
    wrong = []
    for user, role in zip(users, roles, strict=True):
        client.force_login(user)
        for name, address in BY_RIGHT.items():
            if not opens(address, role):
                continue
            for method in set(METHODS) - address.methods:
                seen = statuses(client, name, world[HERE], method=method)
                wrong += [f"{method} {name}: {seen}, not 405"] if seen != 405 else []
    fail(wrong)


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER, Role.ADMINISTRATOR, Role.DPO, Role.CITIZEN])
def test_a_post_from_another_site_is_refused(world, role):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(someone(role, world[HERE]))
    fail(
        [
            f"{name}: {seen}, not 403"
            for name, address in ADDRESSES.items()
            if "POST" in address.methods and address.to is not Open.BY_TOKEN and "provider" not in str(address.why)
            if (seen := statuses(strict, name, world[HERE], method="POST")) != 403
        ]
    )


@pytest.mark.django_db
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="works")
@pytest.mark.requirement("R-SEC-01", part=EVERY, shows="refuses")
def test_the_api_answers_to_a_token_and_to_nothing_else(client, world):
    token = actions.create_api_token("a system", municipality=HERE, audit=audit())
    client.force_login(someone(Role.ADMINISTRATOR, world[HERE]))
    wrong = []
    for name, address in ADDRESSES.items():
        if address.to is not Open.BY_TOKEN:
            continue
        place = of(name, world[HERE])
        (own,) = address.methods
        other = next(iter(BOTH - address.methods))
        for method, headers, expected in (
            (own, {}, 401),
            (own, {"Authorization": "Bearer lighed_wrong"}, 401),
            # A document that is none; where there is nothing to send, what is asked for is told.
            (own, {"Authorization": f"Bearer {token}"}, 422 if own == "POST" else min(address.answers)),
            (other, {"Authorization": f"Bearer {token}"}, 405),
            ("DELETE", {"Authorization": f"Bearer {token}"}, 405),
        ):
            answer = client.generic(method, place, "[]", content_type="application/json", headers=headers)
            seen = answer.status_code
            wrong += [f"{method} {name}: {seen}, not {expected}"] if seen != expected else []
    fail(wrong)
