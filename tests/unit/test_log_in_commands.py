"""The commands by which people come to log in, as an administrator meets them."""

import os
import sqlite3
import subprocess
import sys

import pytest

from tests.unit.test_command_line import PASSWORD, on_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A data home with users of a municipality that exists, and how the commands ended that made them."""
    data = tmp_path_factory.mktemp("site")
    ended = on_site(
        (["user", "anna", "--name", "Anna Berg", "-m", "101"], PASSWORD),
        ["user", "eva", "--name", "Eva Berg", "-m", "101", "--through-provider"],
        ["new-phone", "anna"],
        ["new-phone", "nobody"],
        data=data,
    )
    return data, ended


def test_a_user_of_the_municipalitys_own_log_in_has_no_password_and_a_lost_phone_is_replaced(site):
    data, (with_password, through_provider, new_phone, of_nobody) = site
    with_password.must(0, "anna can log in")
    through_provider.must(0, "eva can log in")
    new_phone.must(0, "anna sets up a new phone at the next log-in")
    of_nobody.must(1, "There is no user of that name")
    with sqlite3.connect(data / "lighed.sqlite3") as database:
        kept = dict(database.execute("select username, substr(password, 1, 1) from lighed_user"))
    assert kept["anna"] != "!"
    assert kept["eva"] == "!"


@pytest.mark.requirement("R-SEC-02", part="a demonstration is switched on and shows a banner", shows="refuses")
def test_no_command_of_a_demonstration_opens_a_site_with_a_real_municipality(site):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LIGHED_"))}
    refused = subprocess.run(
        [sys.executable, "-m", "lighed", "new-phone", "anna"],
        env={**kept, "LIGHED_DATA": str(site[0]), "LIGHED_DEMO": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert refused.returncode == 1
    assert "this installation holds municipality 101" in refused.stderr
    assert "Leave LIGHED_DEMO out here" in refused.stderr
    assert "Traceback" not in refused.stderr
