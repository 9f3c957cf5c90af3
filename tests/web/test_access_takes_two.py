"""What one person does to somebody's access, where two people keep a rule together: it counts once another confirms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from lighed.governance import ActorKind, NotAllowed, Role, RoleRefused, is_same_person
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, RoleAssignment, User
from tests.web.factories import ELSEWHERE, HERE, audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/administration/confirmations/"
DANISH = {"Accept-Language": "da"}
TWO = "access that takes two"


def made(username: str, *roles: Role, municipality: str = HERE) -> User:
    """A user whom the operator made, so that the roles count."""
    return actions.create_user(
        username, name=username.title(), municipality=municipality, password=PASSWORD, roles=roles, audit=audit()
    )


def by(username: str):
    return replace(audit(), actor=username, actor_kind=ActorKind.PERSON)


@pytest.fixture
def at(client, municipalities):
    """The browser of whoever is named."""

    def browser(user: User):
        theirs = type(client)()
        theirs.force_login(user)
        return theirs

    return browser


@pytest.mark.requirement("R-SEC-01", part=TWO, shows="works")
@pytest.mark.requirement("R-SEC-01", part=TWO, shows="refuses")
@pytest.mark.parametrize("role", [Role.MANAGER, Role.APPROVER, Role.DPO, Role.ADMINISTRATOR])
def test_a_role_of_two_counts_once_another_person_has_confirmed_it(at, role):
    sune, dorte = made("sune", Role.ADMINISTRATOR), made("dorte", Role.DPO)
    given = {"username": "ida", "name": "Ida Lund", "role": role.value, "way": "password"}
    answer = at(sune).post("/administration/users/new/", given, headers=DANISH)
    assert "når en anden har bekræftet" in answer.content.decode()
    ida = User.objects.get(username="ida")
    assert ida.rights == frozenset()
    (row,) = RoleAssignment.objects.filter(user=ida)
    key = f"role-{row.pk}"
    assert "Ida Lund" in at(sune).get(PAGE, headers=DANISH).content.decode()
    assert at(sune).post(PAGE, {"what": key, "answer": "confirm"}, headers=DANISH).status_code == 422
    assert User.objects.get(pk=ida.pk).rights == frozenset()
    assert "Venter på bekræftelse" in at(sune).get(f"/administration/users/{ida.pk}/", headers=DANISH).content.decode()
    assert at(dorte).post(PAGE, {"what": key, "answer": "confirm"}).status_code == 302
    assert User.objects.get(pk=ida.pk).roles == {role}
    row.refresh_from_db()
    assert (row.given_by, row.confirmed_by) == ("sune", "dorte")
    assert AuditRecord.objects.filter(actor="dorte", criterion="access: confirm").exists()
    assert "Intet venter" in at(dorte).get(PAGE, headers=DANISH).content.decode()


@pytest.mark.requirement("R-SEC-01", part=TWO, shows="refuses")
def test_one_administrator_is_never_two_people(at):
    sune = made("sune", Role.ADMINISTRATOR)
    for name, role in (("m1", "manager"), ("m2", "manager"), ("sune2", "administrator")):
        at(sune).post("/administration/users/new/", {"username": name, "name": name, "role": role, "way": "password"})
    assert all(not User.objects.get(username=name).rights for name in ("m1", "m2", "sune2"))
    User.objects.filter(username="sune2").update(password_is_temporary=False)
    mine = User.objects.get(username="sune2")
    assert at(mine).get(PAGE).status_code == 404


def test_a_role_that_takes_no_two_counts_at_once(at):
    made("ida")
    actions.give_role(User.objects.get(username="ida"), Role.PLANNER, audit=by("sune"))
    assert User.objects.get(username="ida").roles == {Role.PLANNER}


def test_what_the_operator_gives_is_confirmed_by_the_operator(municipalities):
    (row,) = RoleAssignment.objects.filter(user=made("lene", Role.MANAGER))
    assert (row.confirmed_by, row.confirmed_at) == ("test", row.given_at)


def test_a_refused_role_never_counts(at):
    dorte = made("dorte", Role.DPO)
    ida = made("ida")
    row = actions.give_role(ida, Role.MANAGER, audit=by("sune"))
    assert at(dorte).post(PAGE, {"what": f"role-{row.pk}", "answer": "refuse"}).status_code == 302
    assert not User.objects.get(pk=ida.pk).roles
    with pytest.raises(NotAllowed):
        actions.confirm_role(row, audit=by("dorte"))


def test_nobody_confirms_an_access_of_their_own_or_elsewhere(at):
    dorte, bo = made("dorte", Role.DPO), made("bo", Role.DPO, municipality=ELSEWHERE)
    row = actions.give_role(made("lene"), Role.MANAGER, audit=by("sune"))
    with pytest.raises(NotAllowed):
        actions.confirm_role(row, audit=by("LENE"))
    assert at(bo).post(PAGE, {"what": f"role-{row.pk}", "answer": "confirm"}).status_code == 404
    assert at(dorte).post(PAGE, {"what": f"role-{row.pk}", "answer": "perhaps"}).status_code == 404


@pytest.mark.requirement("R-SEC-01", part=TWO, shows="works")
@pytest.mark.requirement("R-SEC-01", part=TWO, shows="refuses")
@pytest.mark.parametrize("reset", ["password", "phone"])
def test_a_new_password_or_phone_of_such_a_user_opens_nothing_before_another_has_confirmed_it(at, client, reset):
    sune, dorte, lene = made("sune", Role.ADMINISTRATOR), made("dorte", Role.DPO), made("lene", Role.MANAGER)
    was_in = at(lene)
    assert was_in.get("/oversight/stop/").status_code == 200
    answer = at(sune).post(f"/administration/users/{lene.pk}/", {"step": reset}, headers=DANISH)
    password = answer.context["password"] if reset == "password" else PASSWORD
    assert was_in.get("/oversight/stop/").status_code == 302
    assert not client.login(username="lene", password=password)
    assert (
        "før en anden har bekræftet"
        in at(sune).get(f"/administration/users/{lene.pk}/", headers=DANISH).content.decode()
    )
    what = {"what": f"user-{lene.pk}", "answer": "confirm"}
    assert at(sune).post(PAGE, what).status_code == 422
    assert not client.login(username="lene", password=password)
    assert at(dorte).post(PAGE, what).status_code == 302
    assert client.login(username="lene", password=password)


@pytest.mark.requirement("R-SEC-01", part=TWO, shows="refuses")
def test_two_resets_do_not_confirm_each_other(municipalities):
    """Else whoever knows the new password could confirm that the phone was forgotten, and hold both."""
    lene = made("lene", Role.MANAGER)
    actions.give_new_password(lene, password="first-password-1", audit=by("sune"))
    with pytest.raises(RoleRefused):
        actions.forget_second_factor("lene", audit=by("sanne"))
    assert User.objects.get(pk=lene.pk).reset_by == "sune"


def test_a_caseworkers_new_password_needs_no_second_person(at, client, caseworker):
    sune = made("sune", Role.ADMINISTRATOR)
    answer = at(sune).post(f"/administration/users/{caseworker.pk}/", {"step": "password"})
    assert client.login(username=caseworker.username, password=answer.context["password"])


@pytest.mark.parametrize(("one", "other"), [("ane", "Ane"), ("ane", " ANE "), ("ærø", "ÆRØ"), ("ane", "\uff41ne")])
def test_one_name_in_two_spellings_is_one_person(one, other):
    assert is_same_person(one, other)
    assert not is_same_person(one, "bent")
    assert not is_same_person("", "")


@pytest.mark.requirement("R-SEC-01", part=TWO, shows="refuses")
def test_two_spellings_are_not_two_users_and_resume_nothing_together(municipalities):
    made("ane", Role.MANAGER)
    with pytest.raises(IntegrityError), transaction.atomic():
        made("Ane", Role.MANAGER)
    actions.press_stop(HERE, effect="stop", reason="because it is so", by="ane", audit=audit())
    assert actions.confirm_resume(HERE, by="ane", audit=audit()) is False
    with pytest.raises(NotAllowed):
        actions.confirm_resume(HERE, by="Ane", audit=audit())
    assert queries.stop_in_force(HERE) is not None


def test_nobody_gives_a_role_to_another_spelling_of_themselves(municipalities):
    with pytest.raises(RoleRefused):
        actions.give_role(made("sune"), Role.PLANNER, audit=by("Sune"))
