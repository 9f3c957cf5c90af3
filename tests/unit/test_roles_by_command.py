"""The first users of an installation are made by command: an administrator, and whoever else is asked for."""

from __future__ import annotations

import sqlite3

import pytest

from tests.unit.test_command_line import PASSWORD, on_site


@pytest.mark.requirement("R-SEC-01", part="roles are kept and end at once", shows="works")
@pytest.mark.requirement("R-SEC-01", part="roles are kept and end at once", shows="refuses")
def test_a_user_is_made_with_roles_that_go_together_and_end(tmp_path):
    made, both, unknown, without_end, apart = on_site(
        (["user", "sune", "--name", "Sune", "-m", "901", "--role", "administrator"], PASSWORD),
        (["user", "eva", "--name", "E", "-m", "901", "--role", "manager", "--role", "approver"], PASSWORD),
        (["user", "ib", "--name", "Ib", "-m", "901", "--role", "citizen"], PASSWORD),
        (["user", "tina", "--name", "Tina", "-m", "901", "--role", "regulator"], PASSWORD),
        (["user", "ole", "--name", "Ole", "-m", "901", "--role", "dpo", "--role", "caseworker"], PASSWORD),
        data=tmp_path,
    )
    made.must(0, "sune can log in")
    both.must(0, "eva can log in")
    unknown.must(2, "a role that staff can have")
    without_end.must(1, "Write its last day")
    apart.must(1, "no other role")
    with sqlite3.connect(tmp_path / "lighed.sqlite3") as database:
        kept = database.execute(
            "select username, role from lighed_user u join lighed_roleassignment on user_id = u.id order by 1, 2"
        ).fetchall()
    assert kept == [("eva", "approver"), ("eva", "manager"), ("sune", "administrator")]
