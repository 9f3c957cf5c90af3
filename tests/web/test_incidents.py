"""Incidents: who opens and closes them, and the clocks that run meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from lighed.governance import NotAllowed, Role
from lighed.governance.incidents import IncidentKind, check_close, is_overdue, notify_by
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, Incident, IncidentEntry
from tests.allowed import is_allowed
from tests.web.factories import ELSEWHERE, HERE, NOW, audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
PAGE, NEW = "/oversight/incidents/", "/oversight/incidents/new/"
DANISH = {"Accept-Language": "da"}
KNOWN = "2026-11-22T08:00"
"""When the municipality became aware; the tests take place at 10:30 of the same Danish day."""


@pytest.fixture
def dpo(municipalities):
    return actions.create_user(
        "dorte", name="Dorte Bæk", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit()
    )


@pytest.fixture
def opened(client, dpo):
    """Open an incident through the page."""
    client.force_login(dpo)

    def make(**changes: str):
        given = {"kind": "breach", "title": "Brev til forkert modtager", "what_happened": "Et brev.", "known_at": KNOWN}
        response = client.post(NEW, {**given, **changes}, headers=DANISH)
        assert response.status_code == 302, response.content.decode()
        return Incident.objects.get(key=response["Location"].rstrip("/").rpartition("/")[2])

    return make


def text(client, address: str) -> str:
    return client.get(address, headers=DANISH).content.decode()


def step(client, incident: Incident, **given: str):
    return client.post(f"{PAGE}{incident.key}/", given, headers=DANISH)


def test_there_are_none_to_begin_with(client, dpo):
    client.force_login(dpo)
    assert "Ingen åbne hændelser." in text(client, PAGE)


@pytest.mark.parametrize("name", ["close", "count", "authority", "affected", "assign"])
def test_a_step_with_an_incident_that_somebody_closed_meanwhile_is_refused(client, opened, monkeypatch, name):
    incident = opened()
    monkeypatch.setattr(queries, "incident_of", lambda *_: incident)
    Incident.objects.update(closed_at=NOW, closed_by="en anden")
    given = {"reason": "x", "why_not_notified": "x", "n_affected": "2", "to": "dorte"}
    response = step(client, incident, step=name, authority_at=KNOWN, affected_at=KNOWN, **given)
    assert response.status_code == 422
    assert "Hændelsen er lukket imens." in response.content.decode()
    assert Incident.objects.get().closed_by == "en anden"


@pytest.mark.requirement("R-ACC-07", part="72 hours for a breach", shows="works")
@pytest.mark.requirement("R-ACC-07", part="15 days for a serious incident", shows="works")
@pytest.mark.parametrize(
    ("kind", "last"),
    [("breach", "25.11.2026 08:00"), ("serious", "07.12.2026 08:00"), ("model_error", "Ingen lovbestemt frist")],
)
def test_the_clock_runs_from_when_it_became_known(client, opened, kind, last):
    incident = opened(kind=kind)
    for address in (PAGE, f"{PAGE}{incident.key}/"):
        assert last in text(client, address)
    assert "overskredet" not in text(client, PAGE)


@pytest.mark.requirement("R-ACC-07", part="72 hours for a breach", shows="refuses")
def test_a_breach_that_nobody_was_told_of_in_72_hours_is_overdue_in_words(client, dpo, opened, monkeypatch):
    opened()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 25, 7, 1, tzinfo=UTC))
    client.force_login(dpo)
    assert "Frist overskredet: 25.11.2026 08:00." in text(client, PAGE)
    assert queries.overdue(HERE, now=timezone.now())["incidents past their time"] == 1


@pytest.mark.requirement("R-ACC-07", part="15 days for a serious incident", shows="refuses")
def test_a_serious_incident_told_too_late_says_so_for_good(client, dpo, opened, monkeypatch):
    incident = opened(kind="serious")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 8, 12, 0, tzinfo=UTC))
    client.force_login(dpo)
    assert "Frist overskredet: 07.12.2026 08:00." in text(client, PAGE)
    assert step(client, incident, step="authority", authority_at="2026-12-08T12:00").status_code == 302
    assert "for sent" in text(client, f"{PAGE}{incident.key}/")


@pytest.mark.parametrize(
    ("kind", "hours", "late"),
    [
        (IncidentKind.BREACH, 72, False),
        (IncidentKind.BREACH, 72.01, True),
        (IncidentKind.SERIOUS, 15 * 24, False),
        (IncidentKind.SERIOUS, 15 * 24 + 1, True),
        (IncidentKind.MODEL_ERROR, 10_000, False),
    ],
)
def test_the_clocks(kind, hours, late):
    now = NOW + timedelta(hours=hours)
    assert is_overdue(kind, known_at=NOW, notified_at=None, now=now) is late
    assert is_overdue(kind, known_at=NOW, notified_at=now, now=now + timedelta(days=400)) is late
    assert (notify_by(kind, known_at=NOW) is None) == (kind is IncidentKind.MODEL_ERROR)


def test_a_breach_is_handled_to_the_end(client, opened, dpo):
    incident = opened()
    assert step(client, incident, step="note", text="Modtageren har slettet brevet.").status_code == 302
    assert step(client, incident, step="count", n_affected="3").status_code == 302
    assert step(client, incident, step="assign", to="dorte").status_code == 302
    assert step(client, incident, step="authority", authority_at="2026-11-22T10:00").status_code == 302
    assert step(client, incident, step="affected", affected_at="2026-11-22T10:15").status_code == 302
    assert step(client, incident, step="close", reason="Ny kontrol af adresser").status_code == 302
    incident.refresh_from_db()
    assert (incident.n_affected, incident.assigned_to, incident.closed_by) == (3, "dorte", "dorte")
    page = text(client, f"{PAGE}{incident.key}/")
    for told in (
        "Modtageren har slettet brevet.",
        "Myndigheden er underrettet",
        "De berørte er underrettet",
        "Ny kontrol",
    ):
        assert told in page
    kinds = [entry.kind for entry in queries.timeline(incident)]
    assert kinds == ["opened", "note", "counted", "assigned", "authority_told", "affected_told", "closed"]
    assert AuditRecord.objects.filter(criterion="incident", kind="change").count() == 7
    assert "Ingen åbne hændelser." in text(client, PAGE)


def test_a_breach_is_not_closed_in_silence(client, opened):
    incident = opened()
    refused = step(client, incident, step="close", reason="Ikke så slemt")
    assert refused.status_code == 422
    assert "Myndigheden er ikke underrettet." in refused.content.decode()
    assert "Ikke så slemt" in refused.content.decode(), "what was written is kept"
    given = {"step": "close", "reason": "Ikke så slemt", "why_not_notified": "Ingen risiko: brevet var krypteret"}
    assert step(client, incident, **given).status_code == 302
    assert "Ingen risiko: brevet var krypteret" in text(client, f"{PAGE}{incident.key}/")


def test_an_error_of_the_model_needs_a_reason_only():
    assert is_allowed(check_close, IncidentKind.MODEL_ERROR, notified_at=None, why_not_notified="", reason="Rettet")
    assert not is_allowed(check_close, IncidentKind.MODEL_ERROR, notified_at=None, why_not_notified="", reason=" ")
    assert not is_allowed(check_close, IncidentKind.SERIOUS, notified_at=None, why_not_notified=" ", reason="Rettet")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"known_at": "2026-11-23T08:00"}, "Tidspunktet ligger ude i fremtiden."),
        ({"title": ""}, "Titel"),
        ({"kind": "gossip"}, "Type af hændelse"),
        ({"n_affected": "-1"}, "Hvor mange personer det berører"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(client, dpo, given, words):
    client.force_login(dpo)
    sound = {"kind": "breach", "title": "Brev", "what_happened": "Et brev.", "known_at": KNOWN}
    response = client.post(NEW, {**sound, **given}, headers=DANISH)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Et brev." in response.content.decode()
    assert not Incident.objects.exists()


def test_the_time_of_telling_cannot_lie_ahead(client, opened):
    incident = opened()
    assert step(client, incident, step="authority", authority_at="2026-12-24T18:00").status_code == 422
    incident.refresh_from_db()
    assert incident.authority_told_at is None


def test_the_first_telling_counts_and_a_line_is_never_changed(client, opened):
    incident = opened()
    for at in ("2026-11-22T09:00", "2026-11-22T10:00"):
        step(client, incident, step="authority", authority_at=at)
    incident.refresh_from_db()
    assert incident.authority_told_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    entry = IncidentEntry.objects.first()
    entry.text = "something else"
    with pytest.raises(TypeError):
        entry.save()


def test_a_closed_incident_takes_notes_and_nothing_else(client, opened):
    incident = opened(kind="model_error")
    step(client, incident, step="close", reason="Rettet")
    assert step(client, incident, step="note", text="Set igen").status_code == 302
    assert step(client, incident, step="count", n_affected="3").status_code == 200
    with pytest.raises(NotAllowed, match="closed meanwhile"):
        actions.count_affected(incident, n_affected=3, by="dorte", audit=audit())
    incident.refresh_from_db()
    assert incident.n_affected is None


def test_another_municipalitys_incident_is_not_there(client, opened, municipalities):
    incident = opened()
    other = actions.create_user(
        "else", name="Else", municipality=ELSEWHERE, password=PASSWORD, roles=(Role.DPO,), audit=audit()
    )
    client.force_login(other)
    assert client.get(f"{PAGE}{incident.key}/").status_code == 404
    assert step(client, incident, step="note", text="x").status_code == 404
    assert "Brev til" not in text(client, PAGE)


def test_the_caseworker_sees_no_incidents(page_of, opened, client, caseworker):
    incident = opened()
    client.force_login(caseworker)
    for address in (PAGE, NEW, f"{PAGE}{incident.key}/"):
        assert client.get(address).status_code == 404
