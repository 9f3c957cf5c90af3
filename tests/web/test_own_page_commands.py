"""The commands that open a person's own page: what they ask for is read, and nothing about anyone is an argument."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from lighed.cli import own_page
from lighed.cli.app import app
from lighed.cli.errors import CommandRefused
from lighed.governance import Role, RoleRefused
from lighed.web import actions
from lighed.web.models import AuditRecord, User
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
UNTIL = "2027-01-31"


@dataclass(frozen=True)
class Command:
    exit_code: int
    output: str
    exception: BaseException | None


@pytest.fixture
def lighed(monkeypatch, case_system):
    monkeypatch.setattr(own_page, "open_site", lambda _command: audit(municipality=None))
    case_system.register(received())

    def run(*arguments: str, said: tuple[str, ...]) -> Command:
        ended = CliRunner().invoke(app, list(arguments), input="".join(f"{line}\n" for line in said))
        return Command(ended.exit_code, ended.output, ended.exception)

    return run


def test_a_person_gets_the_own_page(lighed, client):
    ended = lighed("citizen", "-m", HERE, said=("p-1", "åse", PASSWORD))
    assert ended.exit_code == 0, ended.output
    assert "p-1" not in ended.output
    user = User.objects.get(username="åse")
    assert (user.roles, user.name) == ({Role.CITIZEN}, "Åse Nørgaard")
    assert AuditRecord.objects.exclude(subject="").filter(kind="estimate").exists()
    client.force_login(user)
    assert client.get("/my/").status_code == 200


def test_a_representative_gets_the_persons_page_until_a_day(lighed, client):
    ended = lighed(
        "representative", "-m", HERE, "--until", UNTIL, "--acts-on", "requests", "--through-provider",
        said=("p-1", "bo", "Bo Friis"),
    )  # fmt: skip
    assert ended.exit_code == 0, ended.output
    user = User.objects.get(username="bo")
    (given,) = user.role_assignments.all()
    assert (given.role, given.scope, str(given.valid_to)) == ("representative", ["requests"], UNTIL)
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("p-9", "åse", PASSWORD), "nobody of that id"),
        (("", "åse", PASSWORD), "1 to 80 signs"),
        (("p-1", "", PASSWORD), "1 to 80 signs"),
        (("p-1", "åse", "short"), "12"),
        (("p-1", "mette", PASSWORD), "taken"),
    ],
)
def test_what_is_wrong_is_told_without_a_value_and_nobody_is_made(lighed, caseworker, said, told):
    before = User.objects.count()
    ended = lighed("citizen", "-m", HERE, said=said)
    assert isinstance(ended.exception, CommandRefused)
    assert told in str(ended.exception)
    assert "p-9" not in str(ended.exception)
    assert User.objects.count() == before


def test_an_authority_that_is_over_is_refused(lighed):
    given = ("representative", "-m", HERE, "--until", "2026-01-01", "--acts-on", "choice")
    ended = lighed(*given, said=("p-1", "bo", "Bo", PASSWORD))
    assert isinstance(ended.exception, CommandRefused)
    assert not User.objects.filter(username="bo").exists()


def test_one_user_is_not_both_a_citizen_and_a_representative(lighed):
    """Who is both would do everything for the person that they represent."""
    lighed("citizen", "-m", HERE, said=("p-1", "åse", PASSWORD))
    user = User.objects.get(username="åse")
    with pytest.raises(RoleRefused):
        actions.give_role(user, Role.REPRESENTATIVE, until=audit().at.date(), audit=audit())
    assert User.objects.get(pk=user.pk).roles == {Role.CITIZEN}
