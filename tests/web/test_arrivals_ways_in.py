"""The ways in: the endpoint that keeps an event, the folder of files, the command, and the page that tells of them."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from hashlib import sha256
from threading import Event

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from lighed.governance import Role
from lighed.web import actions, work
from lighed.web.models import ArrivalFile, AuditRecord, ContactCourse, Inbox, ReceivedEvent
from tests.web.arrivals_site import document, event_id
from tests.web.factories import ELSEWHERE, HERE, NOW, audit
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/events"


@pytest.fixture(autouse=True)
def folder(site, tmp_path, municipalities, monkeypatch):
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    site.LIGHED_ARRIVALS = tmp_path / "arrivals"
    (site.LIGHED_ARRIVALS / HERE).mkdir(parents=True)
    return site.LIGHED_ARRIVALS / HERE


@pytest.fixture
def case_system_of():
    def of(municipality=HERE, scopes=("registrations",)):
        token = actions.create_api_token("fag", municipality=municipality, scopes=scopes, audit=audit())
        return Client(headers={"Authorization": f"Bearer {token}"})

    return of


@pytest.fixture
def administrator(client, municipalities):
    user = actions.create_user(
        "adam", name="Adam Dam", municipality=HERE, password=PASSWORD, roles=(Role.ADMINISTRATOR,), audit=audit()
    )
    client.force_login(user)
    return client


def send(client, event):
    return client.post(EVENTS, json.dumps(event), content_type="application/json")


def do_all():
    while work._some_tasks(Event()):
        pass


def report_of(folder, state, name):
    (path,) = (folder / state).glob(f"{name}.*.report.json")
    return json.loads(path.read_text(encoding="utf-8"))


def put(folder, name, *lines):
    path = folder / name
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return path


def test_an_event_is_kept_at_once_and_asked_after_by_its_id(case_system_of):
    sender, event = case_system_of(), document()
    kept = send(sender, event)
    assert kept.status_code == 202
    assert (kept.json()["state"], kept.json()["errors"]) == ("waiting", [])
    assert kept["Location"] == kept.json()["status"] == f"http://testserver{EVENTS}/{event['event_id']}"
    do_all()
    assert sender.get(kept["Location"]).json()["state"] == "done"
    assert send(sender, event).json()["state"] == "done"
    assert ContactCourse.objects.count() == ReceivedEvent.objects.count() == 1
    assert "p-1" not in kept.content.decode()


def test_why_an_event_was_refused_is_told_by_its_id_and_holds_no_value(case_system_of):
    sender, event = case_system_of(), document()
    event["tables"]["persons"][0]["sex"] = "made-up value"
    kept = send(sender, event)
    do_all()
    told = sender.get(kept["Location"])
    assert told.json()["state"] == "refused"
    (error,) = told.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/tables/persons/0/sex", "unknown_code")
    assert error["message_da"]
    assert error["message_en"]
    assert "made-up value" not in told.content.decode()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"event_id": "e-1"}, "/event_id"),
        ({"event": "moved"}, "/event"),
        ({"occurred_on": "2026-13-01"}, "/occurred_on"),
        ({"tables": {}}, "/tables/persons"),
        ({"tables": {"persons": [{"person_id": "p-1"}, {"person_id": "p-2"}]}}, "/tables/persons"),
        ({"tables": {"persons": [{"person_id": "0101801234"}]}}, "/tables/persons/0/person_id"),
    ],
)
def test_what_cannot_be_filed_is_answered_at_once_and_not_kept(case_system_of, change, pointer):
    answer = send(case_system_of(), document() | change)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert "0101801234" not in answer.content.decode()
    assert not ReceivedEvent.objects.exists()


def test_another_event_under_the_same_id_is_refused(case_system_of):
    sender = case_system_of()
    send(sender, document())
    answer = send(sender, document(case_system="another"))
    assert (answer.status_code, answer.json()["code"]) == (422, "event_id_reused")


def test_a_token_is_for_its_own_municipality_and_scope(case_system_of):
    theirs = send(case_system_of(ELSEWHERE), document())
    assert (theirs.status_code, theirs.json()["code"]) == (403, "other_municipality")
    other_scope = case_system_of(scopes=("rights",))
    assert send(other_scope, document()).status_code == 403
    assert other_scope.get(f"{EVENTS}/{event_id('x')}").json()["code"] == "scope_missing"
    mine = send(case_system_of(), document())
    assert mine.status_code == 202
    assert case_system_of(ELSEWHERE).get(mine["Location"]).status_code == 404
    assert send(Client(), document()).status_code == 401


def test_a_demonstration_keeps_nothing_of_a_real_person(case_system_of):
    answer = send(case_system_of(), document(synthetic=False))
    assert (answer.status_code, answer.json()["code"]) == (422, "demo_takes_made_up_data_only")
    assert not Inbox.objects.exists()


def test_a_file_is_taken_up_whole_and_a_report_is_left(folder):
    path = put(folder, "morning.ndjson", document(), document("hand_over"), document())
    assert work._sweep() >= 1
    assert not path.exists()
    report = report_of(folder, "done", "morning.ndjson")
    assert (report["new"], report["known"], report["refused"]) == (2, 1, 0)
    assert [line["event_id"] for line in report["lines"]][2] == document()["event_id"]
    assert len(list((folder / "done").iterdir())) == 1
    do_all()
    assert ContactCourse.objects.get().state == "handed_over"
    assert (ArrivalFile.objects.get().n_new, ArrivalFile.objects.get().sha256) == (2, report["sha256"])


def test_lines_that_cannot_be_filed_are_told_of_without_a_word_of_them_and_the_others_are_received(folder):
    faulty = document(person="p-2", course="c-2")
    del faulty["occurred_on"]
    put(folder, "noon.ndjson", document(), faulty, "{not json", "[1]", document(municipality=ELSEWHERE, number=3))
    work._sweep()
    report = report_of(folder, "refused", "noon.ndjson")
    assert (report["new"], report["refused"]) == (1, 4)
    rules = [line["faults"][0]["rule"] for line in report["lines"] if "faults" in line]
    assert rules == ["bad_document", "not_json", "not_json", "other_municipality"]
    assert [line["line"] for line in report["lines"] if "faults" in line] == [2, 3, 4, 5]
    assert ReceivedEvent.objects.count() == 1


def test_nothing_of_a_person_is_left_in_the_folder_of_arrivals(folder):
    """Erasure looks in the database: a copy of a line outside it would outlive the person."""
    faulty = document(person="p-2", course="c-2")
    del faulty["occurred_on"]
    put(folder, "noon.ndjson", document(), faulty, '{"person_id": "p-2", not json')
    work._sweep()
    left = "".join(one.read_text(encoding="utf-8") for one in folder.rglob("*") if one.is_file())
    assert '"refused": 2' in left
    for value in ("p-1", "p-2", "c-2", "1980", "Made-up"):
        assert value not in left


def test_a_name_that_is_used_every_day_has_a_report_of_each(folder):
    for line in ("{not json", "[1]"):
        put(folder, "daily.ndjson", line)
        work._sweep()
    assert len(list((folder / "refused").iterdir())) == 2


@pytest.mark.parametrize("outside", ["file", "folder", "done", "refused"])
def test_no_link_leads_out_of_the_folder_of_arrivals(folder, tmp_path, outside):
    strange = tmp_path / "outside"
    strange.mkdir()
    secret = strange / "secret.ndjson"
    secret.write_text(json.dumps(document()), encoding="utf-8")
    if outside == "file":
        (folder / "morning.ndjson").symlink_to(secret)
    elif outside == "folder":
        folder.rmdir()
        folder.symlink_to(strange)
    else:
        (folder / outside).symlink_to(strange)
        put(folder, "morning.ndjson", document())
    work._sweep()
    assert [one.name for one in strange.iterdir()] == ["secret.ndjson"]
    assert not ReceivedEvent.objects.exists()
    assert not ArrivalFile.objects.exists()


def test_a_pipe_in_the_folder_of_arrivals_holds_up_no_worker(folder):
    os.mkfifo(folder / "pipe.ndjson")
    put(folder, "real.ndjson", document())
    work._sweep()
    assert ReceivedEvent.objects.count() == 1


def test_a_report_is_not_written_through_a_link(folder, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("keep me")
    (folder / "done").mkdir()
    put(folder, "y.ndjson", document())
    digest = sha256((folder / "y.ndjson").read_bytes()).hexdigest()
    told = f"y.ndjson.{NOW:%Y%m%dT%H%M%S}-{digest[:8]}.report.json"
    for name in (told, f".{told}.part"):
        (folder / "done" / name).symlink_to(victim)
    work._sweep()
    assert victim.read_text() == "keep me"
    assert report_of(folder, "done", "y.ndjson")["new"] == 1


def test_a_line_that_our_software_fails_at_holds_up_neither_the_others_nor_the_next_file(folder, monkeypatch):
    from lighed.web.actions.arrivals import files

    receive = files.receive_event

    def fail(event, **named):
        if event["course_id"] == "c-2":
            raise RuntimeError("Made-up p-2 stands in this message")
        return receive(event, **named)

    monkeypatch.setattr(files, "receive_event", fail)
    put(folder, "a.ndjson", document(person="p-2", course="c-2"), document())
    put(folder, "b.ndjson", document("hand_over"))
    work._sweep()
    report = report_of(folder, "refused", "a.ndjson")
    assert report["lines"][0]["faults"][0]["rule"] == "our_fault"
    assert ReceivedEvent.objects.count() == 2


@pytest.mark.parametrize("part", ["value", "key"])
def test_text_that_cannot_be_written_is_refused_by_every_way_in(case_system_of, folder, part):
    event = document()
    if part == "value":
        event["tables"]["contacts"][0]["display_name"] = "\ud800"
    else:
        event["\ud800"] = 1
    answer = send(case_system_of(), event)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "damaged_text")
    put(folder, "a.ndjson", event)
    work._sweep()
    assert report_of(folder, "refused", "a.ndjson")["lines"][0]["faults"][0]["rule"] == "damaged_text"


def test_a_file_that_is_still_being_written_and_a_folder_of_nobody_are_left_alone(folder):
    waiting = [put(folder, "now.ndjson.part", document()), put(folder, ".now.ndjson", document())]
    strange = folder.parent / "777"
    strange.mkdir()
    waiting.append(put(strange, "x.ndjson", document()))
    work._sweep()
    assert all(path.exists() for path in waiting)
    assert not ReceivedEvent.objects.exists()


def test_a_file_cut_off_half_way_is_taken_up_again_and_each_event_counts_once(folder, monkeypatch):
    put(folder, "night.ndjson", document(), document("hand_over"))
    from lighed.web.actions.arrivals import files

    def cut_off(*_given, **_named):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(files, "_keep", cut_off)
        with pytest.raises(SystemExit):
            work._sweep()
    assert (folder / "night.ndjson").exists()
    work._sweep()
    assert (ReceivedEvent.objects.count(), ArrivalFile.objects.get().n_known) == (2, 2)


def test_the_page_tells_how_much_waits_what_was_done_and_what_was_refused(administrator, case_system_of, folder):
    assert "Ingen importer." in page(administrator)
    sender, faulty = case_system_of(), document(person="p-3", course="c-3")
    faulty["tables"]["persons"][0]["birth_year"] = "nineteen-eighty"
    for event in (document(), faulty):
        send(sender, event)
    put(folder, "morning.ndjson", document(person="p-2", course="c-2"))
    work._sweep()
    do_all()
    send(sender, document("hand_over"))
    shown = page(administrator)
    assert faulty["event_id"] in shown
    assert "/tables/persons/0/birth_year" in shown
    assert "morning.ndjson" in shown
    assert "Webtjeneste" in shown
    assert "nineteen" not in shown
    assert "p-1" not in shown
    assert "Import jobs" in page(administrator, language="en")
    assert AuditRecord.objects.filter(criterion="imports", kind="read").exists()


def test_the_page_tells_the_administrator_of_what_our_software_failed_at(administrator, case_system_of, monkeypatch):
    from lighed.web.actions.arrivals import inboxes

    def fail(*_given, **_named):
        raise RuntimeError("Made-up p-1 stands in this message")

    monkeypatch.setattr(inboxes, "take_in", fail)
    event = document()
    send(case_system_of(), event)
    do_all()
    assert "Vores software fejlede" in page(administrator)
    later = document("hand_over")
    send(case_system_of(), later)
    for _ in range(inboxes.MOST_ATTEMPTS):
        Inbox.objects.update(due_at=NOW)
        actions.enqueue_waiting(audit=audit())
        do_all()
    shown = page(administrator)
    assert event["event_id"] in shown
    assert later["event_id"] not in shown
    assert "fejlen er vores, og den er meldt til administratoren" in shown
    assert "Made-up" not in shown


def page(client, language="da"):
    return client.get("/administration/imports/", headers={"Accept-Language": language}).content.decode()


def test_events_that_wait_too_long_are_told_of_on_every_page(administrator, page_of, case_system_of, monkeypatch):
    send(case_system_of(), document())
    assert "Nyt fra fagsystemet venter." not in page_of("/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=16))
    assert "Nyt fra fagsystemet venter." in page_of("/").content.decode()
    do_all()
    assert "Nyt fra fagsystemet venter." not in page_of("/").content.decode()
