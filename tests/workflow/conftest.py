"""One small joint release of two made-up municipalities, made once, for all tests of the path of the data."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from lighed.anonymisation import Limits
from lighed.governance import demonstration_register
from lighed.synthetic import generate_municipalities
from lighed.workflow import DataHome, build_version, import_case_export, load_version, release_hand_over

TODAY = date(2026, 11, 20)
LIMITS = Limits(k=40, least_of_each=4, bin_min=30, epsilon=8.0)


@pytest.fixture(scope="session")
def path_of_data(tmp_path_factory):
    """Exports, case bases, the hand-over and the version, with the registrations that arrive afterwards."""
    root = tmp_path_factory.mktemp("path-of-data")
    generate_municipalities(n_courses=5000, n_municipalities=2, n_registrations=8, seed=3, out=root / "exports")
    data = DataHome(root / "home")
    for code in ("901", "902"):
        import_case_export(root / "exports" / code, data=data.path)
    register = demonstration_register()
    release = release_hand_over(data, register=register, today=TODAY, limits=LIMITS, is_research=True)
    version = build_version(release.path, data.versions)
    path = data.versions / f"{version.id}.lighed"
    return SimpleNamespace(
        root=root,
        exports=root / "exports",
        data=data,
        release=release,
        version=load_version(path, is_research_allowed=True),
        version_path=path,
        register=register,
        registrations=[
            json.loads(line) for line in (root / "exports/registrations/901.ndjson").read_text().splitlines()
        ],
    )
