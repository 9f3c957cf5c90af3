"""What every page has in common: a policy without inline code, no caching of people, texts in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from lighed.web import environment, names
from lighed.web.templatetags import charts
from tests.postgres import wants_postgres
from tests.web.factories import received
from tests.web.messages import WEB, messages


@pytest.fixture
def pages(db, page_of, client, case_system):
    key = case_system.register(received()).course.key
    mine = [page_of("/"), page_of("/?band=high"), page_of(f"/people/{key}/"), page_of("/nowhere/")]
    client.logout()
    return [*mine, client.get("/log-in/")]


def test_the_database_is_the_one_that_was_asked_for(db):
    assert connection.vendor == ("postgresql" if wants_postgres() else "sqlite")


@pytest.mark.requirement("R-SEC-03", part="strict policy on every page", shows="works")
def test_every_page_has_the_strict_policy(pages):
    for page in pages:
        policy = dict(part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.requirement("R-SEC-03", part="strict policy on every page", shows="works")
def test_no_page_has_inline_code_or_style(pages):
    for page in pages:
        html = page.content.decode()
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", html)


def test_pages_about_people_are_not_kept_by_browsers(pages):
    for page in pages[:3]:
        assert "no-store" in page["Cache-Control"]
        assert "private" in page["Cache-Control"]


@pytest.mark.requirement("R-DAT-03", part="not in addresses", shows="works")
def test_addresses_in_pages_hold_keys_and_choices_only(pages):
    for page in pages:
        for address in re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', page.content.decode()):
            assert not re.search(r"N.rgaard|Åse|%C3|\bp-1\b(?<!step-1)|\bc-1\b|12 34", address), address


@pytest.mark.requirement("R-ACCS-02", shows="works")
def test_every_message_is_in_danish_and_no_message_is_left_over():
    with (WEB / "locale/da/LC_MESSAGES/django.po").open("rb") as file:
        catalog = pofile.read_po(file)
    translated = {
        (message.context, message.id[0] if isinstance(message.id, tuple) else message.id): message
        for message in catalog
        if message.id
    }
    found = messages()
    assert sorted(map(str, set(found) - set(translated))) == [], "not in Danish yet"
    assert sorted(map(str, set(translated) - set(found))) == [], "no longer used"
    for key, message in translated.items():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), key
        assert not message.fuzzy, key
        placeholders = set(re.findall(r"%\(\w+\)[sd]", "".join(found[key])))
        assert set(re.findall(r"%\(\w+\)[sd]", "".join(forms))) == placeholders, key


def test_the_words_to_avoid_are_in_no_page():
    avoided = re.compile(r"samtykke|consent|\basta\b", re.IGNORECASE)
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.po"), *WEB.rglob("*.py")]:
        assert not avoided.search(path.read_text(encoding="utf-8")), path


def test_migrations_are_up_to_date(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.requirement("R-SEC-03", part="HTTPS and its headers", shows="works")
@pytest.mark.slow
def test_the_site_passes_djangos_own_checks_for_operation(tmp_path):
    settings = {"LIGHED_HTTPS": "1", "LIGHED_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lighed.web.settings"}
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**inherited, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_secret_key_is_made_once_and_a_given_one_is_used(tmp_path):
    tmp_path = tmp_path / "new"
    first = environment.secret_key({}, data=tmp_path)
    assert len(first) > 60
    assert environment.secret_key({}, data=tmp_path) == first
    assert environment.secret_key({"LIGHED_SECRET_KEY": "given"}, data=tmp_path) == "given"
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_only_1_switches_on():
    assert environment.is_on({"X": "1"}, "X")
    assert not any(environment.is_on({"X": value}, "X") for value in ("0", "", "true", "yes", "on", "2"))


def test_postgresql_is_used_where_a_host_is_named(tmp_path):
    named = environment.databases({"DATABASE_HOST": "db", "DATABASE_PASSWORD": "p"}, data=tmp_path)["default"]
    assert (named["ENGINE"], named["HOST"]) == ("django.db.backends.postgresql", "db")
    assert environment.databases({}, data=tmp_path)["default"]["NAME"] == tmp_path / "lighed.sqlite3"


def test_names_sort_and_are_found_alike_whatever_the_database():
    ordered = ["Adam", "Émile", "Zenia", "Æbba", "Øjvind", "Aage", "Ågot"]
    assert sorted({*ordered}, key=names.sort_key)[:5] == ordered[:5]
    assert names.sort_key("Aage").startswith(names.sort_key("Å"))
    assert names.search_form("  ÅSE   Nørgaard ") == "åse nørgaard"
    assert names.sort_key("x" * 500).isdigit()


def test_drawings_escape_what_they_are_given():
    assert "<b>" not in charts.icon_array(1, 0, 2, '"><b>')


def test_the_design_systems_copy_is_there():
    assert (Path(django_settings.STATICFILES_DIRS[0]) / "vendor/dkfds/css/dkfds.min.css").exists()
