"""Fixtures of versions: two files, the people who build, approve, advise and watch, and a version to approve."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from lighed.governance import Role, Step
from lighed.web import actions, queries
from lighed.web.models import (
    ContactCourse,
    User,
    VersionUse,
)
from lighed.workflow import load_version
from tests.web.factories import HERE, NOW, assessed, audit, received
from tests.web.made_up_versions import (
    REASON,
    approved,
    enter_assessment,
    enter_training_basis,
    two_versions,
    write_report,
)
from tests.web.site import PASSWORD

TODAY = NOW.date()
_STAFF = {
    "faglig": ("Finn Agger", (Role.APPROVER,)),
    "data": ("Dorte Thorup", (Role.APPROVER,)),
    "raadgiver": ("Rie Gade", (Role.DPO,)),
    "leder": ("Karen Lund", (Role.MANAGER,)),
    "tilsyn": ("Tilde Syn", (Role.REGULATOR,)),
    "ida": ("Ida Krag", (Role.DATA_EXPERT, Role.APPROVER)),
}
"""Ida builds versions and may approve those of others."""


def _until(roles: tuple[Role, ...]) -> date | None:
    return NOW.date() + timedelta(days=30) if Role.REGULATOR in roles else None


@pytest.fixture(scope="session")
def version_files(tmp_path_factory) -> list[Path]:
    """Two versions, built once for all tests."""
    return two_versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def files(version_files, tmp_path) -> list[Path]:
    """The two versions as this test's own files."""
    return [Path(shutil.copy(file, tmp_path)) for file in version_files]


@pytest.fixture
def staff(municipalities) -> dict[str, User]:
    return {
        username: actions.create_user(
            username, name=name, municipality=HERE, password=PASSWORD, roles=roles, until=_until(roles), audit=audit()
        )
        for username, (name, roles) in _STAFF.items()
    }


@pytest.fixture
def law(staff) -> None:
    """What every version rests on: a basis for training, and an impact assessment in date."""
    enter_training_basis()
    enter_assessment(staff["leder"])


@pytest.fixture
def use(files, tmp_path, law) -> VersionUse:
    """The first version, built by Ida, evaluated, with every gate open."""
    write_report(tmp_path / "reports", load_version(files[0]))
    return actions.add_version(files[0], municipality=HERE, built_by="ida", reports=tmp_path / "reports", audit=audit())


@pytest.fixture
def second(files, tmp_path, use) -> VersionUse:
    """The second version, likewise."""
    write_report(tmp_path / "reports", load_version(files[1]))
    return actions.add_version(files[1], municipality=HERE, built_by="ida", reports=tmp_path / "reports", audit=audit())


@pytest.fixture
def on_page(client, staff):
    """Open the version's page as somebody, in Danish."""

    def opened(who: str, use: VersionUse, **data: str):
        client.force_login(staff[who])
        address = reverse("versions-one", args=[use.pk])
        danish = {"Accept-Language": "da"}
        return client.post(address, data, headers=danish) if data else client.get(address, headers=danish)

    return opened


def text_of(response) -> str:
    return response.content.decode()


def shut(use: VersionUse) -> dict[str, str]:
    return {gate.code: gate.failure.da for gate in queries.gates_of(use, today=TODAY) if not gate.is_open}


def proposed(use: VersionUse, staff) -> VersionUse:
    return actions.take_step(use, Step.PROPOSE, by=actions.actor_of(staff["ida"]), reason=REASON, audit=audit())


@pytest.fixture
def in_operation(use, staff) -> VersionUse:
    use = approved(use, staff)
    return actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())


def of_version(use: VersionUse, share: float):
    made = assessed(share)
    return replace(made, basis=replace(made.basis, version=use.version.version))


@pytest.fixture
def estimated(in_operation, case_system) -> ContactCourse:
    """Somebody who was estimated with the first version."""
    return case_system.register(received(estimate=of_version(in_operation, 0.2))).course


@pytest.fixture
def replaced(estimated, second, staff, case_system) -> VersionUse:
    """The second version is in operation, and the estimate is made again."""
    used = actions.take_step(
        approved(second, staff), Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit()
    )
    case_system.answers["e-1"] = received(estimate=of_version(second, 0.7))
    actions.estimate_outdated(HERE, audit=audit())
    return used


@pytest.fixture
def left(estimated, second, staff, case_system) -> VersionUse:
    """The second version is in operation, and one estimate is left to make again with it."""
    by = actions.actor_of(staff["data"])
    used = actions.take_step(approved(second, staff), Step.RELEASE, by=by, reason=REASON, audit=audit())
    case_system.answers["e-1"] = received(estimate=of_version(second, 0.7))
    return used
