"""The commands on versions: what an operator may do, and what only two people's approval lets them do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from lighed.cli import versions as commands
from lighed.cli.app import app
from lighed.cli.errors import CommandRefused
from lighed.governance import Role, Step
from lighed.web import actions
from lighed.web.models import VersionUse
from lighed.workflow import load_version
from tests.web.factories import HERE, audit
from tests.web.made_up_versions import REASON, approved, group, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def lighed(monkeypatch, tmp_path):
    """Run a command on this test's site."""
    monkeypatch.setattr(commands, "open_site", lambda _command: audit(municipality=None))
    monkeypatch.setenv("LIGHED_DATA", str(tmp_path))

    def run(*arguments: object):
        return CliRunner().invoke(app, [str(one) for one in arguments])

    return run


def test_a_version_is_added_with_its_builder_and_the_reports_that_lie_there(lighed, files, law, tmp_path):
    write_report(tmp_path / "reports", load_version(files[0]))
    ended = lighed("add-version", "--version", files[0], "-m", HERE, "--by", "ida")
    assert ended.exit_code == 0, ended.output
    use = VersionUse.objects.get()
    assert (use.state, use.version.built_by) == ("evaluated", "ida")
    actions.create_user("bo", name="Bo", municipality=HERE, password=None, roles=(Role.DATA_EXPERT,), audit=audit())
    assert isinstance(lighed("add-version", "--version", files[0], "-m", HERE, "--by", "bo").exception, CommandRefused)


@pytest.mark.parametrize("by", ["nobody", "leder", "IDA"])
def test_a_version_is_added_by_a_user_who_may_propose_it(lighed, files, law, by):
    """A builder who is nobody could approve what they built under the name that they have."""
    ended = lighed("add-version", "--version", files[0], "-m", HERE, "--by", by)
    assert isinstance(ended.exception, CommandRefused)
    assert not VersionUse.objects.exists()


def test_a_report_that_is_made_later_is_attached(lighed, files, law, tmp_path):
    lighed("add-version", "--version", files[0], "-m", HERE, "--by", "ida")
    assert VersionUse.objects.get().state == "draft"
    commands.attach_reports([write_report(tmp_path / "reports", load_version(files[0]))])
    assert VersionUse.objects.get().state == "evaluated"


@pytest.mark.requirement("R-MOD-08", part="two people activate", shows="refuses")
def test_outside_a_demonstration_only_an_approved_version_is_used(lighed, site, use, staff, files, tmp_path):
    failing = write_report(tmp_path / "later", load_version(files[0]), ages=(group("55+", level=1.5),))
    actions.attach_evaluation(failing, audit=audit())
    site.LIGHED_DEMO = False
    refused = lighed("use", "--version", files[0], "-m", HERE, "--by", "data", "--reason", REASON)
    assert isinstance(refused.exception, CommandRefused)
    assert "not approved" in str(refused.exception)
    assert "Gate not open" in str(refused.exception)
    assert VersionUse.objects.get().state == "evaluated"
    for arguments in ((), ("-m", HERE), ("-m", "902", "--by", "data")):
        assert isinstance(lighed("use", "--version", files[0], *arguments).exception, CommandRefused), arguments


@pytest.mark.requirement("R-MOD-08", part="two people activate", shows="works")
def test_an_approved_version_is_used_by_an_approver_who_has_not_built_it(lighed, site, use, staff, files):
    approved(use, staff)
    real = commands._use
    with pytest.raises(Exception, match="You built this version"):
        real(files[0], HERE, "ida", REASON, audit())
    used = real(files[0], HERE, "data", REASON, audit())
    assert used.state == "in_operation"
    assert used.steps.order_by("id").last().step == Step.RELEASE.value


def test_the_gates_are_looked_at_on_the_danish_day(site, use, files, staff, monkeypatch):
    looked_at = []
    monkeypatch.setattr("lighed.web.queries.gates_of", lambda use, *, today: looked_at.append(today) or ())
    half_past_midnight = replace(audit(), at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    with pytest.raises(CommandRefused):
        commands._use(files[0], HERE, "data", REASON, half_past_midnight)
    assert looked_at == [date(2026, 7, 2)]


def test_in_a_demonstration_use_takes_every_step_by_fictional_people(lighed, files, law, tmp_path):
    write_report(tmp_path / "reports", load_version(files[0]))
    ended = lighed("use", "--version", files[0])
    assert ended.exit_code == 0, ended.output
    assert "In operation in municipality 901" in ended.output
    assert VersionUse.objects.get().steps.filter(step="sign", is_fictional=True).count() == 2


def test_estimates_are_made_again_by_a_command(lighed, case_system):
    ended = lighed("estimate-again", "-m", HERE)
    assert (ended.exit_code, ended.output) == (0, "0 made again, 0 without an estimate now, 0 left\n")
