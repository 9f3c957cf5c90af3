"""Fixtures of the site: a demonstration with two municipalities, and the people whose rights differ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import timezone

from lighed.web import actions, audit_triggers, row_security
from lighed.web.actions.arrivals import inboxes
from lighed.web.models import Municipality, User
from tests.web.factories import ELSEWHERE, HERE, NOW, CaseSystem, audit, enter_legal_basis

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session", autouse=True)
def every_municipality(django_db_blocker) -> None:
    """Outside requests a test sees every municipality, as a command does; what a request sees, the request decides."""
    with django_db_blocker.unblock():
        row_security.look_at(row_security.EVERY)


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """A test that commits ends with every table emptied. The audit log's tables refuse that, but for that moment."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def empty_all(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        audit_triggers.take_down(operations.connection)
        empty(operations, statements)
        audit_triggers.put_up(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", empty_all)
        yield


@pytest.fixture(autouse=True)
def site(settings, tmp_path, monkeypatch):
    """A demonstration of its own for each test: a day of its own, a fictional legal basis, plain static files."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    settings.LIGHED_DEMO = True
    settings.LIGHED_DATA = tmp_path / "var"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings


@pytest.fixture
def case_system(monkeypatch, municipalities) -> CaseSystem:
    """A case system whose documents are read as the test says."""
    system = CaseSystem()
    monkeypatch.setattr(inboxes.workflow, "receive_registration", system.receive)
    monkeypatch.setattr(inboxes.workflow, "changed_elements", system.changed)
    return system


@pytest.fixture
def municipalities(db) -> None:
    # Failed log-ins are counted in a table that is not a model's, so that emptying the tables leaves it as it is.
    cache.clear()
    actions.name_municipality(HERE, name="Enghavn Kommune", audit=audit())
    actions.name_municipality(ELSEWHERE, name="Strandby Kommune", audit=audit(municipality=ELSEWHERE))
    # Nobody is drawn to be without an estimate, unless a test says so.
    Municipality.objects.update(held_out_per_cent=0)
    enter_legal_basis()


@pytest.fixture
def caseworker(municipalities) -> User:
    """Mette, a caseworker here."""
    return actions.create_user(
        "mette", name="Mette Holm", municipality=HERE, password=PASSWORD, caseworker_id="s-1", audit=audit()
    )


@pytest.fixture
def caseworker_elsewhere(municipalities) -> User:
    """Bo, a caseworker of another municipality."""
    return actions.create_user(
        "bo", name="Bo Friis", municipality=ELSEWHERE, password=PASSWORD, caseworker_id="s-1", audit=audit()
    )


@pytest.fixture
def page_of(client, caseworker):
    """Ask for a page as Mette."""
    client.force_login(caseworker)

    def get(url: str, **headers: str):
        return client.get(url, headers={"Accept-Language": "da", **headers})

    return get
