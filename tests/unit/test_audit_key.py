"""The key of the audit log: kept outside the database, where only its owner can read it, and never too short."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from lighed.web import environment


@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="works")
def test_a_key_is_made_once_and_kept_apart(tmp_path):
    key = environment.audit_key({}, data=tmp_path)
    assert environment.audit_key({}, data=tmp_path) == key
    assert (tmp_path / "audit-key").stat().st_mode & 0o777 == 0o600
    assert environment.audit_key({"LIGHED_AUDIT_KEY": "k" * 40}, data=tmp_path) == "k" * 40
    assert environment.secret_key({}, data=tmp_path) != key


def test_a_key_that_could_be_guessed_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="32 signs or more"):
        environment.audit_key({"LIGHED_AUDIT_KEY": "short"}, data=tmp_path)


def test_anchors_lie_where_they_are_told_to(tmp_path):
    assert environment.audit_anchors({}) is None
    assert environment.audit_anchors({"LIGHED_AUDIT_ANCHORS": str(tmp_path)}) == tmp_path
