"""Fixtures of versions: two files, the people who build, approve, advise and watch, and a version to approve."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from lighed.governance import Role
from lighed.web import actions
from lighed.web.models import User, VersionUse
from lighed.workflow import load_version
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import enter_assessment, enter_training_basis, two_versions, write_report
from tests.web.site import PASSWORD

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
