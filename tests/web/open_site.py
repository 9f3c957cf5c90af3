"""Fixtures of the public pages: a version in operation with a whole report, and a browser that nobody is behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lighed.governance import Step
from lighed.web import actions
from lighed.web.models import (
    VersionUse,
)
from lighed.workflow import load_version
from tests.web.factories import HERE, audit
from tests.web.made_up_versions import REASON, approved, figure, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

PAGES = ("", "elements/", "results/", "changes/", "figures/", "try/")
FILES = ("elements.csv", "elements.json", "changes.atom", "figures.csv")


def _accuracy(ratio: float, missed: float) -> dict[str, Any]:
    return {
        "observed_over_predicted": figure(ratio, 0.05),
        "missed_long": figure(missed),
        "wrongly_flagged": figure(0.12),
        "wrongly_flagged_expected": figure(0.12),
        "abstained": figure(0.01, 0.005),
    }


def make_whole(report: Path) -> None:
    """Add to a report what the gates do not need, and the public does."""
    path = report / "report.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["about"] |= {
        "synthetic": True,
        "population": {"da": "Forløb for personer på dagpenge.", "en": "Courses of people on unemployment benefit."},
    }
    document["evaluation"] |= {
        "n_known": 1800,
        "long_share": figure(0.37),
        "abstained": figure(0.02, 0.01),
        "reliability": [
            {
                "name": str(tenth), "n_cases": 200, "predicted": figure(0.05 + tenth / 11),
                "observed": figure(0.06 + tenth / 11), "is_covered": tenth != 3,
            }
            for tenth in range(10)
        ],
        "cut_offs": [
            {
                "name": name, "flagged": figure(0.4), "missed": figure(missed), "wrongly_flagged": figure(wrong),
                "right_when_flagged": figure(0.61),
            }
            for name, missed, wrong in (("medium", 0.18, 0.43), ("high", 0.52, 0.11))
        ],
        "baselines": {"age_only": {"auc_gain": figure(0.11)}},
    }  # fmt: skip
    document["evaluation"]["groups"]["interpreter_need"] = [
        {"label": "no", "n_people": 1500, "is_reference": True, "accuracy": _accuracy(1.0, 0.2)},
        {"label": "yes", "n_people": None, "is_reference": False, "accuracy": None},
    ]
    document["evaluation"]["groups"]["age"][0]["accuracy"] |= _accuracy(1.08, 0.33)
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.fixture
def released(files, tmp_path, law, staff) -> VersionUse:
    """The first version, measured, approved by two and put into operation."""
    make_whole(write_report(tmp_path / "reports", load_version(files[0])))
    use = actions.add_version(files[0], municipality=HERE, built_by="ida", reports=tmp_path / "reports", audit=audit())
    use = approved(use, staff)
    return actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())


@pytest.fixture
def everyone() -> Client:
    """Somebody who has not logged in, and reads Danish."""
    return Client(headers={"Accept-Language": "da"})


def page(client: Client, part: str = "", *, code: str = HERE, status: int = 200) -> str:
    answer = client.get(f"/open/{code}/{part}")
    assert answer.status_code == status, part
    return answer.content.decode()
