"""A1, A2 and A5: users and their roles, the organisation, and the programs with access."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import Role
from lighed.web import actions
from lighed.web.models import ApiToken, AuditRecord, Municipality, RoleAssignment, User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ROLES = "roles are kept and end at once"


@pytest.fixture
def sune(municipalities) -> User:
    """Sune, the administrator here."""
    return actions.create_user(
        "sune", name="Sune Agger", municipality=HERE, password=PASSWORD, roles=(Role.ADMINISTRATOR,), audit=audit()
    )


@pytest.fixture
def desk(client, sune):
    """Sune's browser."""
    client.force_login(sune)
    return client


def page(client, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "da"})
    assert answer.status_code == 200
    return answer.content.decode()


def found_on(worklist: str) -> list[str]:
    """The people of the list, in its order."""
    return re.findall(r'href="/people/([0-9a-f-]{36})/"', worklist)


def step(client, user: User, which: str, /, **said: object):
    prefix = f"{which}-" if which in ("give", "personal", "protected", "training") else ""
    given = {f"{prefix}{key}": value for key, value in said.items()} | {"step": which}
    return client.post(f"/administration/users/{user.pk}/", given, headers={"Accept-Language": "da"})


def test_the_users_are_listed_with_roles_and_by_role(desk, caseworker, caseworker_elsewhere):
    shown = page(desk, "/administration/users/")
    assert "Mette Holm" in shown
    assert "Sagsbehandler" in shown
    assert "Sune Agger" in shown
    assert "Bo Friis" not in shown
    assert "Sune Agger" not in page(desk, "/administration/users/?role=caseworker").split("<tbody")[1]
    assert "Ingen brugere i rollen." in page(desk, "/administration/users/?role=dpo")
    assert page(desk, "/administration/users/?role=citizen").count("<tr") == shown.count("<tr")


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="works")
def test_a_new_user_gets_a_password_shown_once_and_changed_first_of_all(desk, client):
    given = {"username": "ida", "name": "Ida Lund", "role": "caseworker", "way": "password", "team": "Nord"}
    answer = desk.post("/administration/users/new/", given, headers={"Accept-Language": "da"})
    password = answer.context["password"]
    assert answer.status_code == 200
    assert password in answer.content.decode()
    assert answer["Cache-Control"].count("no-store")
    user = User.objects.get(username="ida")
    assert user.municipality_id == HERE
    assert user.roles == {Role.CASEWORKER}
    assert user.check_password(password)
    assert user.password_is_temporary
    assert password not in page(desk, f"/administration/users/{user.pk}/")
    desk.logout()
    client.post("/log-in/", {"username": "ida", "password": password})
    assert client.get("/")["Location"].startswith("/own-log-in/")


def test_a_user_of_the_municipalitys_own_log_in_has_no_password(desk):
    given = {"username": "ida", "name": "Ida Lund", "role": "planner", "way": "provider"}
    answer = desk.post("/administration/users/new/", given, headers={"Accept-Language": "da"})
    assert answer.context["password"] is None
    user = User.objects.get(username="ida")
    assert not user.has_usable_password()
    assert not user.password_is_temporary


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"username": "mette"}, "Brugernavnet er optaget"),
        ({"username": "ida lund"}, "Brug kun bogstaver"),
        ({"role": "regulator"}, "Skriv den sidste dag."),
        ({"role": "regulator", "until": "2028-01-01"}, "højst gives for 12 måneder"),
        ({"role": "citizen"}, "Rolle:"),
        ({"name": ""}, "Navn:"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_told_and_nobody_is_made(desk, caseworker, changes, told):
    given = {"username": "ida", "name": "Ida Lund", "role": "caseworker", "way": "password", **changes}
    before = User.objects.count()
    answer = desk.post("/administration/users/new/", given, headers={"Accept-Language": "da"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert User.objects.count() == before
    assert f'value="{given["username"]}"' in answer.content.decode(), "what was typed is kept"


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="works")
@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="refuses")
def test_a_role_counts_from_the_next_page_and_ends_at_once(desk, client, municipalities):
    ida = actions.create_user("ida", name="Ida", municipality=HERE, password=PASSWORD, roles=(), audit=audit())
    theirs = type(client)()
    theirs.force_login(ida)
    assert theirs.get("/").status_code == 404
    assert step(desk, ida, "give", role="caseworker").status_code == 302
    assert theirs.get("/").status_code == 200
    assert step(desk, ida, "end", role="caseworker").status_code == 302
    assert theirs.get("/").status_code == 404
    (row,) = RoleAssignment.objects.filter(user=ida)
    assert (row.given_by, row.ended_by) == ("sune", "sune")
    shown = page(desk, f"/administration/users/{ida.pk}/")
    assert "Roller, der er slut" in shown
    assert "afsluttet af sune" in shown


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="refuses")
def test_a_role_that_was_given_for_a_time_is_over_when_its_last_day_is(desk, client, municipalities, monkeypatch):
    tina = actions.create_user(
        "tina", name="Tina", municipality=HERE, password=PASSWORD, roles=(Role.REGULATOR,),
        until=TODAY + timedelta(days=30), audit=audit(),
    )  # fmt: skip
    assert User.objects.get(pk=tina.pk).roles == {Role.REGULATOR}
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=31))
    assert User.objects.get(pk=tina.pk).roles == frozenset()
    desk.force_login(User.objects.get(username="sune"))
    assert step(desk, tina, "give", role="regulator", until=str(TODAY + timedelta(days=60))).status_code == 302
    assert User.objects.get(pk=tina.pk).roles == {Role.REGULATOR}


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="refuses")
@pytest.mark.parametrize(
    ("held", "asked", "told"),
    [
        (Role.CASEWORKER, "administrator", "ser ingen skøn"),
        (Role.CASEWORKER, "manager", "Ledelsen ser tal"),
        (Role.DOMAIN_EXPERT, "caseworker", "anonymiserede data"),
        (Role.DPO, "manager", "artikel 38"),
        (Role.DATA_EXPERT, "approver", "både bygger og eneste godkender"),
        (Role.PLANNER, "planner", "har allerede rollen"),
    ],
)
def test_roles_that_do_not_go_together_are_refused_with_the_reason(desk, municipalities, held, asked, told):
    ida = actions.create_user("ida", name="Ida", municipality=HERE, password=PASSWORD, roles=(held,), audit=audit())
    answer = step(desk, ida, "give", role=asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert User.objects.get(pk=ida.pk).roles == {held}


def test_a_builder_can_approve_where_someone_else_approves_too(desk, municipalities):
    actions.create_user("eva", name="Eva", municipality=HERE, password="x", roles=(Role.APPROVER,), audit=audit())
    ida = actions.create_user(
        "ida", name="I", municipality=HERE, password="x", roles=(Role.DATA_EXPERT,), audit=audit()
    )
    assert step(desk, ida, "give", role="approver").status_code == 302


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="refuses")
@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("give", {"role": "approver"}),
        ("end", {"role": "administrator"}),
        ("deactivate", {}),
        ("protected", {"until": "2026-12-24"}),
        ("training", {"taken_on": "2026-11-01", "valid_until": "2027-11-01"}),
        ("personal", {"name": "Sune", "caseworker_id": "s-1"}),
        ("password", {}),
        ("phone", {}),
    ],
)
def test_nobody_changes_the_access_of_their_own(desk, sune, which, said):
    before = User.objects.filter(pk=sune.pk).values().get(), list(RoleAssignment.objects.values())
    answer = step(desk, sune, which, **said)
    assert answer.status_code == (404 if which == "phone" else 422)
    assert (User.objects.filter(pk=sune.pk).values().get(), list(RoleAssignment.objects.values())) == before


@pytest.mark.requirement("R-SEC-01", part=ROLES, shows="refuses")
def test_someone_who_leaves_is_out_at_once(desk, client, caseworker):
    theirs = type(client)()
    theirs.force_login(caseworker)
    assert theirs.get("/").status_code == 200
    assert step(desk, caseworker, "deactivate").status_code == 302
    assert theirs.get("/").status_code == 302
    assert theirs.post("/log-in/", {"username": "mette", "password": PASSWORD}).status_code == 200
    assert not RoleAssignment.objects.filter(user=caseworker, ended_at=None).exists()
    assert "Kan ikke logge ind" in page(desk, "/administration/users/")


def test_a_new_password_logs_the_old_one_out(desk, client, caseworker):
    theirs = type(client)()
    theirs.login(username="mette", password=PASSWORD)
    answer = step(desk, caseworker, "password")
    password = answer.context["password"]
    caseworker.refresh_from_db()
    assert caseworker.check_password(password)
    assert caseworker.password_is_temporary
    assert theirs.get("/").status_code == 302


def test_name_team_and_case_systems_id_can_be_corrected(desk, caseworker):
    assert (
        step(desk, caseworker, "personal", name="Mette Holm Berg", team="Syd", caseworker_id="s-7").status_code == 302
    )
    caseworker.refresh_from_db()
    assert (caseworker.name, caseworker.team, caseworker.caseworker_id) == ("Mette Holm Berg", "Syd", "s-7")
    assert step(desk, caseworker, "personal", name="").status_code == 422


@pytest.mark.requirement("R-HUM-05", part="training expires", shows="works")
@pytest.mark.requirement("R-HUM-05", part="training expires", shows="refuses")
def test_the_introduction_is_written_down_with_its_end(desk, caseworker):
    assert step(desk, caseworker, "training", taken_on="2026-11-23", valid_until="2027-11-01").status_code == 422
    assert step(desk, caseworker, "training", taken_on="2026-11-01", valid_until="2026-11-01").status_code == 422
    assert "Ikke taget" in page(desk, f"/administration/users/{caseworker.pk}/")
    assert step(desk, caseworker, "training", taken_on="2026-11-01", valid_until="2027-11-01").status_code == 302
    (row,) = caseworker.training.all()
    assert (row.taken_on, row.valid_until, row.recorded_by) == (date(2026, 11, 1), date(2027, 11, 1), "sune")
    assert "gælder til og med 01.11.2027" in page(desk, "/administration/users/")


@pytest.mark.parametrize("until", ["2026-11-21", "2027-11-23", "", "x"])
def test_protected_names_are_given_for_a_year_at_most(desk, caseworker, until):
    assert step(desk, caseworker, "protected", until=until).status_code == 422
    caseworker.refresh_from_db()
    assert not caseworker.sees_protected_today


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_another_municipalitys_users_do_not_exist_here(desk, caseworker_elsewhere):
    assert desk.get(f"/administration/users/{caseworker_elsewhere.pk}/").status_code == 404
    assert step(desk, caseworker_elsewhere, "deactivate").status_code == 404
    caseworker_elsewhere.refresh_from_db()
    assert caseworker_elsewhere.is_active


@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="works")
def test_each_change_of_access_is_in_the_log(desk, caseworker):
    AuditRecord.objects.count()
    seen = set(AuditRecord.objects.values_list("pk", flat=True))
    step(desk, caseworker, "give", role="planner")
    desk.get("/administration/users/")
    rows = AuditRecord.objects.exclude(pk__in=seen).order_by("id")
    assert [(row.kind, row.actor, row.criterion) for row in rows] == [
        ("change", "sune", "user: give"),
        ("read", "sune", "users"),
    ]
    assert {row.purpose for row in rows} == {"administration"}


def test_a_step_that_does_not_exist_is_not_found(desk, caseworker):
    assert step(desk, caseworker, "promote").status_code == 404
    assert step(desk, caseworker, "end", role="king").status_code == 404


@pytest.mark.requirement("A15", part="users and systems bound to one municipality", shows="works")
def test_a_program_gets_a_token_shown_once_and_is_stopped_at_once(desk):
    assert "Ingen klienter." in page(desk, "/administration/clients/")
    answer = desk.post("/administration/clients/", {"name": "KSD", "scopes": ["registrations", "rights"]})
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert ApiToken.objects.get().municipality_id == HERE
    assert token not in page(desk, "/administration/clients/")
    headers = {"Authorization": f"Bearer {token}"}
    assert desk.post("/api/v1/registrations", "{}", "application/json", headers=headers).status_code == 422
    assert desk.post("/administration/clients/", {"revoke": "KSD"}).status_code == 302
    assert desk.post("/api/v1/registrations", "{}", "application/json", headers=headers).status_code == 401
    assert "spærret 22.11.2026" in page(desk, "/administration/clients/")


def test_a_program_elsewhere_is_not_stopped_from_here(desk):
    actions.create_api_token("KSD", municipality=ELSEWHERE, audit=audit())
    desk.post("/administration/clients/", {"revoke": "KSD"})
    assert ApiToken.objects.get().revoked_at is None
    assert desk.post("/administration/clients/", {"name": " ", "scopes": ["rights"]}).status_code == 422


@pytest.mark.requirement("R-LEG-08", part="access by the API carries its purpose", shows="refuses")
def test_a_token_of_the_site_may_be_used_for_what_was_ticked_only(desk):
    answer = desk.post("/administration/clients/", {"name": "KSD", "scopes": ["rights"]})
    headers = {"Authorization": f"Bearer {answer.context['token']}"}
    assert desk.post("/api/v1/registrations", "{}", "application/json", headers=headers).status_code == 403
    assert desk.post("/api/v1/choices", "{}", "application/json", headers=headers).status_code == 422
    assert "Sende, hvad en person fik at vide" in page(desk, "/administration/clients/")
    for scopes in ([], ["sanctions"]):
        assert desk.post("/administration/clients/", {"name": "KSD", "scopes": scopes}).status_code == 422
    assert ApiToken.objects.count() == 1


ORGANISATION = {
    "name": "Enghavn Kommune",
    "phone": "+45 70 10 20 30",
    "authority_term": "job_centre",
    "held_out_per_cent": "20",
    "needs_introduction": "yes",
    "display_mode": "own_first",
    "phone_hours": "Mandag til fredag kl. 9-15",
    "names_in_own_log": "yes",
}


def test_the_organisation_is_changed_and_the_change_is_in_the_log(desk):
    shown = page(desk, "/administration/organisation/")
    assert "Det kan ikke ændres her." in shown
    assert 'name="participation"' not in shown
    assert desk.post("/administration/organisation/", ORGANISATION).status_code == 302
    here = Municipality.objects.get(code=HERE)
    assert (here.phone, here.authority_term, here.held_out_per_cent) == ("+45 70 10 20 30", "job_centre", 20)
    assert here.needs_introduction
    assert here.display_mode == "own_first"
    assert (here.phone_hours, here.names_in_own_log) == ("Mandag til fredag kl. 9-15", True)
    last = AuditRecord.objects.order_by("id").last()
    changed = "authority_term,display_mode,held_out_per_cent,names_in_own_log,needs_introduction,phone,phone_hours"
    assert last.criterion == f"organisation: {changed}, mode=own_first"
    assert Municipality.objects.get(code=ELSEWHERE).phone == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"held_out_per_cent": "21"},
        {"held_out_per_cent": "-1"},
        {"name": ""},
        {"phone": "call us"},
        {"authority_term": "x"},
        {"display_mode": "nobody"},
        {"names_in_own_log": "some"},
    ],
)
def test_an_organisation_that_cannot_be_is_refused(desk, changes):
    assert desk.post("/administration/organisation/", {**ORGANISATION, **changes}).status_code == 422
    assert Municipality.objects.get(code=HERE).held_out_per_cent == 0


@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="works")
@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="refuses")
def test_without_the_introduction_there_is_no_estimate(client, case_system, caseworker):
    address = f"/people/{case_system.register(received()).course.key}/"
    client.force_login(caseworker)
    assert "af 100" in page(client, "/")
    assert "Tag introduktionen" not in page(client, address)
    Municipality.objects.filter(code=HERE).update(needs_introduction=True)
    shown = page(client, address)
    assert "Åse Nørgaard" in shown
    assert "Tag introduktionen (10 min.), før du kan se skøn." in shown
    assert "af 100" not in shown
    assert "Tag introduktionen (10 min.), før du kan se skøn." in page(client, "/")
    assert "af 100" not in page(client, "/")
    everyone = found_on(page(client, "/"))
    for filtered in ("?band=low", "?band=high", "?certainty=some", "?estimate=ready", "?estimate=out_of_date"):
        told = page(client, f"/{filtered}")
        assert found_on(told) == everyone != [], "a filter on what is not shown would tell it"
        assert "Tag introduktionen (10 min.), før du kan se skøn." in told
    day = timezone.localdate()
    told = {"what": "introduction", "audit": audit()}
    actions.record_training(caseworker, taken_on=day - timedelta(9), valid_until=day - timedelta(1), **told)
    assert "af 100" not in page(client, "/"), "one that has run out does not count"
    actions.record_training(caseworker, taken_on=day, valid_until=day + timedelta(365), **told)
    assert "af 100" in page(client, "/")
    assert "af 100" in page(client, address)
