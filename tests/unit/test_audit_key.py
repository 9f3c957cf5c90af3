"""The keys of the audit log and the erasures: kept apart, for their owner only, never too short, never made twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

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


@pytest.mark.parametrize("used", ["audit-anchors/901.json", "lighed.sqlite3", "elsewhere"])
def test_a_key_that_a_log_was_sealed_with_is_not_made_anew(tmp_path, used):
    given = {}
    if used == "elsewhere":
        given = {"LIGHED_AUDIT_ANCHORS": str(tmp_path / "safe")}
        (tmp_path / "safe").mkdir()
        (tmp_path / "safe" / "installation.json").write_text("{}")
    elif used == "lighed.sqlite3":
        with closing(sqlite3.connect(tmp_path / used)) as connection:
            connection.execute("CREATE TABLE lighed_auditchain (number INTEGER)")
            connection.execute("INSERT INTO lighed_auditchain VALUES (1)")
            connection.commit()
    else:
        (tmp_path / used).parent.mkdir()
        (tmp_path / used).write_text("{}")
    with pytest.raises(ImproperlyConfigured, match=r"audit key is lost.*back from the backup, or set LIGHED_AUDIT_KEY"):
        environment.audit_key(given, data=tmp_path)
    assert not (tmp_path / "audit-key").exists()
    assert environment.audit_key({**given, "LIGHED_AUDIT_KEY": "k" * 40}, data=tmp_path) == "k" * 40


def test_a_database_without_a_log_gets_a_key(tmp_path):
    with closing(sqlite3.connect(tmp_path / "lighed.sqlite3")) as connection:
        connection.execute("CREATE TABLE lighed_auditchain (number INTEGER)")
    assert environment.audit_key({}, data=tmp_path)


def test_the_key_of_the_erasures_is_not_made_anew(tmp_path):
    (tmp_path / "erasures.jsonl").write_text("{}\n")
    with pytest.raises(ImproperlyConfigured, match=r"erasure key is lost.*erasures\.jsonl"):
        environment.erasure_key({}, data=tmp_path)
    assert not (tmp_path / "erasure-key").exists()
    (tmp_path / "erasures.jsonl").unlink()
    assert environment.erasure_key({}, data=tmp_path)
