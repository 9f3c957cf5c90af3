"""Erasure: everything of a person goes, the search for what is left says so, and a restore does not bring them back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from lighed.governance import AuditKind, Choice, Role
from lighed.governance.two_people import NotAllowed
from lighed.records import TABLES
from lighed.records.case_base import publish_case_base
from lighed.web import actions, erasure_ledger, queries
from lighed.web.models import (
    AuditRecord,
    ErasedEvent,
    Erasure,
    Incident,
    InformationGiven,
    ParticipationChoice,
    Person,
    StoredEstimate,
    User,
)
from lighed.workflow import Needles
from tests.allowed import is_allowed
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
ID, NAME, EVENT = "borger-000117", "Åse Nørgaard-Vestby", "5d0c3f0e-8f0a-4b1e-9d8e-0c5b2f6a7e11"


@pytest.fixture(autouse=True)
def key(settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43


@pytest.fixture
def person(case_system) -> Person:
    """Someone with an id and a name that nobody else has, and one of everything."""
    registered = received(
        event_id=EVENT,
        person_id=ID,
        course_id="forloeb-000117",
        display_name=NAME,
        phone="20 30 40 50",
        address_name=NAME,
    )
    found = case_system.register(registered).course.person
    common = {"municipality_id": HERE, "person": found, "channel": "letter", "recorded_by": "test"}
    InformationGiven.objects.create(**common, text_version="1", given_on=NOW.date(), recorded_at=NOW)
    ParticipationChoice.objects.create(**common, choice=Choice.YES.value, made_at=NOW)
    user = User.objects.create(username="aase-117", name=NAME, municipality_id=HERE, person=found, password="!")
    SessionStore().create_model_instance({"_auth_user_id": str(user.pk)}).save(force_insert=True)
    return found


def case_base(
    settings, *people: str, extracted_at: datetime = NOW - timedelta(days=30), municipality: str = HERE
) -> None:
    """A case base with these people, one course each."""
    written = settings.LIGHED_DATA / "written"
    written.mkdir(parents=True)
    n_rows = {}
    for name, table in TABLES.items():
        frame = table.empty()
        if name == "persons":
            frame = frame.join(pl.DataFrame({"person_id": people}), on="person_id", how="full", coalesce=True)
        if name == "contact_courses":
            ids = pl.DataFrame({"person_id": people, "course_id": [f"c-{one}" for one in people]})
            frame = frame.join(ids, on=["person_id", "course_id"], how="full", coalesce=True)
        if name == "meetings":
            ids = pl.DataFrame({"course_id": [f"c-{one}" for one in people]})
            frame = frame.join(ids, on="course_id", how="full", coalesce=True)
        frame.write_parquet(written / f"{name}.parquet")
        n_rows[name] = frame.height
    facts = {
        "case_system": "Fag",
        "extracted_at": extracted_at.isoformat(),
        "is_synthetic": True,
        "is_partial": False,
        "sha256": "0" * 64,
        "n_rows": n_rows,
    }
    publish_case_base(written, data=settings.LIGHED_DATA, municipality=municipality, facts=facts)
    written.rmdir()


def ids_in_case_base(settings) -> dict[str, list[str]]:
    folder = settings.LIGHED_DATA / "case-bases" / HERE
    (place,) = (one for one in folder.iterdir() if one.is_dir())
    pointer = json.loads((folder / "case-base.json").read_text(encoding="utf-8"))
    assert pointer["folder"] == place.name
    return {
        name: pl.read_parquet(place / f"{name}.parquet")["course_id" if name == "meetings" else "person_id"].to_list()
        for name in ("persons", "contact_courses", "meetings")
    }


def erase(person_id: str = ID, **changes) -> Erasure:
    given = {"reason": "Personen bad om det", "by": "marie", "audit": audit()}
    return actions.erase_person(HERE, person_id, **{**given, **changes})


@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="works")
def test_everything_goes_and_the_proof_says_so(person, settings, case_system):
    case_system.register(received(event_id="e-2", person_id="borger-000118", course_id="forloeb-000118"))
    case_base(settings, ID, "borger-000118")
    needles = Needles({ID, NAME, str(person.key), EVENT, "forloeb-000117"})
    assert queries.search_database(needles)[1], "the search finds people who are there"
    erasure = erase()
    left = {one.where for one in queries.search_database(needles)[1]}
    assert left == actions.KEPT_BY_THE_LOG, "the log's own key is all that is left, and nothing else has it"
    assert erasure.is_proved, erasure.proof
    assert (erasure.proof["found"], erasure.proof["case_base_rows"]) == ([], 3)
    assert erasure.proof["columns"] > 150
    assert erasure.proof["files"] >= len(TABLES) + 1
    assert ids_in_case_base(settings) == {
        "persons": ["borger-000118"], "contact_courses": ["borger-000118"], "meetings": ["c-borger-000118"],
    }  # fmt: skip
    assert [one.person_id for one in Person.objects.all()] == ["borger-000118"], "nobody else is touched"
    assert StoredEstimate.objects.count() == 1
    assert not User.objects.filter(username="aase-117").exists()
    assert not Session.objects.exists()


@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="refuses")
def test_what_is_left_anywhere_is_found_and_the_proof_refuses(person, settings):
    Incident.objects.create(
        municipality_id=HERE, kind="breach", title="x", what_happened=f"{NAME} ringede", known_at=NOW, opened_at=NOW,
        opened_by="x",
    )  # fmt: skip
    settings.LIGHED_DATA.mkdir(parents=True, exist_ok=True)
    (settings.LIGHED_DATA / "notes.txt").write_text(f"ring til {ID} i morgen", encoding="utf-8")
    erasure = erase()
    assert not erasure.is_proved
    found = {place["where"]: place["n"] for place in erasure.proof["found"]}
    assert found == {"lighed_incident.what_happened": 1, "notes.txt": 1}
    assert NAME not in json.dumps(erasure.proof)


def test_words_of_the_log_are_counted_apart_and_do_not_make_the_proof_fail(person, client, municipalities):
    actions.record(audit=replace(audit(kind=AuditKind.READ), reason=f"{NAME} ringede"))
    erasure = erase()
    assert erasure.is_proved
    assert erasure.proof["found"] == []
    assert erasure.proof["in_log"] == [{"where": "lighed_auditrecord.reason", "n": 1}]
    marie = actions.create_user(
        "marie", name="Marie", municipality=HERE, password=PASSWORD, roles=(Role.MANAGER,), audit=audit()
    )
    client.force_login(marie)
    page = client.get("/oversight/retention/", headers={"Accept-Language": "da"}).content.decode()
    assert "Logningens egne ord bliver stående, til deres måned slettes: lighed_auditrecord.reason (1)" in page
    assert ("PostgreSQLs egne filer" in page) == (connection.vendor == "postgresql")


def test_an_old_export_that_is_imported_again_brings_nobody_back(person, settings):
    erase()
    case_base(settings, ID, "borger-000118")
    assert actions.erase_again_from_case_bases(audit=audit()) == 3
    assert ids_in_case_base(settings)["persons"] == ["borger-000118"]
    line = AuditRecord.objects.order_by("id").last()
    assert (line.kind, line.criterion) == ("deletion", "case bases, erased again")
    assert actions.erase_again_from_case_bases(audit=audit()) == 0


def test_the_command_that_imports_takes_the_erased_out_again(person, settings, monkeypatch, tmp_path):
    from lighed.cli.earlier_courses import import_

    def read(source, **_):
        case_base(settings, ID, "borger-000118")
        return SimpleNamespace(municipality=HERE, text=lambda language: "read")

    erase()
    monkeypatch.setenv("LIGHED_DATA", str(settings.LIGHED_DATA))
    monkeypatch.setattr("lighed.cli.earlier_courses.open_site", lambda command: audit())
    monkeypatch.setattr("lighed.workflow.import_case_export", read)
    import_([tmp_path])
    assert ids_in_case_base(settings)["persons"] == ["borger-000118"]


def test_a_row_in_each_kind_of_column_is_found(person):
    """Compressed documents, JSON, UUID columns, sessions and the cache: each is unpacked."""
    SessionStore().create_model_instance({"worklist_name": NAME}).save(force_insert=True)
    from django.core.cache import cache

    cache.set("x", f"søgte {NAME}")
    places = {one.where for one in queries.search_database(Needles({NAME, str(person.key), ID}))[1]}
    assert places >= {
        "lighed_person.display_name", "lighed_person.key", "lighed_contactcourse.person_id", "lighed_person.person_id",
        "django_session.session_data",
    }  # fmt: skip
    event = {one.where for one in queries.search_database(Needles({EVENT}))[1]}
    assert event == {"lighed_receivedevent.event_id", "lighed_contactcourse.document"}


def test_a_name_that_others_have_too_is_not_taken_for_the_person(case_system, person):
    case_system.register(received(event_id="e-2", person_id="borger-000118", course_id="f-2", display_name=NAME))
    erasure = erase()
    assert erasure.is_proved
    assert erasure.proof["shared_not_sought"] >= 1


@pytest.mark.parametrize("who", ["in the case base", "nowhere"])
def test_an_address_of_somebody_in_a_case_base_only_is_not_taken_for_the_person(case_system, settings, who):
    address = "Havnegade 90"
    case_system.register(received(person_id=ID, course_id="forloeb-000117", display_name=NAME, address_name=address))
    case_base(settings, ID, "borger-000118")
    (contacts,) = (settings.LIGHED_DATA / "case-bases" / HERE).rglob("contacts.parquet")
    others = {"in the case base": ["borger-000118"], "nowhere": []}[who]
    rows = pl.DataFrame({"person_id": [ID, *others]}).with_columns(
        display_name=pl.lit(NAME), address_name=pl.lit(f"{address}, 2. tv")
    )
    pl.concat([TABLES["contacts"].empty(), rows], how="diagonal").write_parquet(contacts)
    (settings.LIGHED_DATA / "letter.txt").write_text(f"{ID} bor {address}", encoding="utf-8")
    erasure = erase()
    assert [place["where"] for place in erasure.proof["found"]] == ["letter.txt"], "the id is looked for all the same"
    assert erasure.proof["shared_not_sought"] == 2 * len(others), "the name and the address"
    assert not erasure.is_proved


@pytest.mark.requirement("R-DAT-07", part="a nightly job", shows="refuses")
def test_every_night_says_that_an_erasure_is_not_proved(person, settings):
    settings.LIGHED_DATA.mkdir(parents=True, exist_ok=True)
    (settings.LIGHED_DATA / "notes.txt").write_text(f"ring til {ID} i morgen", encoding="utf-8")
    assert not erase().is_proved
    for _ in range(2):
        wrong = [one for one in actions.run_nightly(audit=audit(municipality=None)) if one.is_wrong]
        assert [(one.municipality, one.what, one.n) for one in wrong] == [(HERE, "erasures not proved", 1)]


def test_a_search_for_the_name_is_taken_out_of_a_session(client, caseworker, person):
    client.force_login(caseworker)
    client.post("/", {"name": "nørgaard-vest"})
    erase()
    session = SessionStore(client.session.session_key)
    assert session["worklist_name"] == ""
    assert client.get("/").status_code == 200, "the caseworker is still logged in"


def test_the_log_keeps_a_pseudonym_and_the_deletion_itself(person):
    key = str(person.key)
    erase()
    line = AuditRecord.objects.order_by("id").last()
    assert line is not None
    assert key not in json.dumps([str(value) for row in AuditRecord.objects.values_list() for value in row])
    assert AuditRecord.objects.exclude(subject="").exists()


def test_an_event_of_an_erased_person_does_not_bring_them_back_and_a_new_registration_may(client, case_system, person):
    erase()
    with pytest.raises(actions.EventOfErasedPerson):
        case_system.register(received(event_id=EVENT, person_id=ID))
    token = actions.create_api_token("Fagsystem", municipality=HERE, audit=audit())
    response = client.post(
        "/api/v1/registrations",
        {"event_id": EVENT, "municipality": HERE},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (response.status_code, response.json()["code"]) == (410, "event_of_erased_person")
    assert not Person.objects.exists()
    assert EVENT not in json.dumps(list(ErasedEvent.objects.values_list("digest", flat=True)))
    assert case_system.register(received(event_id="new", person_id=ID)).is_new


def test_somebody_of_whom_nothing_is_kept_is_not_erased(municipalities):
    with pytest.raises(actions.NobodyToErase):
        erase("borger-999999")
    assert not Erasure.objects.exists()
    assert erasure_ledger.read_lines() == []


def test_one_who_is_in_the_case_base_only_is_erased_there(municipalities, settings):
    case_base(settings, ID, "borger-000118")
    erasure = erase()
    assert erasure.is_proved
    assert ids_in_case_base(settings)["persons"] == ["borger-000118"]


def test_who_is_held_is_not_erased_until_the_hold_is_lifted(person):
    hold = actions.hold_person(HERE, ID, reason="Klagesag", until=NOW.date(), by="marie", audit=audit())
    with pytest.raises(NotAllowed, match="held from erasure"):
        erase()
    assert Person.objects.exists()
    assert not is_allowed(actions.check_erase, person, reason="x", audit=audit())
    actions.lift_hold(hold, by="marie", audit=audit())
    assert is_allowed(actions.check_erase, person, reason="x", audit=audit())
    assert erase().is_proved


@pytest.mark.requirement("R-DAT-07", part="a restore applies erasures again", shows="works")
def test_after_a_restore_the_person_is_erased_again_and_nobody_else(person, case_system, settings):
    other = received(event_id="e-2", person_id="borger-000118", course_id="forloeb-000118", display_name="Bo Holm")
    case_system.register(other)
    case_base(settings, ID)
    erase()
    # The backup: the database and the case base as they were before.
    Erasure.objects.all().delete()
    ErasedEvent.objects.all().delete()
    case_system.register(received(event_id=EVENT, person_id=ID, display_name=NAME))
    case_base(settings, ID, "borger-000118")
    _received_before_the_erasure()
    assert actions.reapply_erasures(audit=audit()) == (1, True)
    assert [one.person_id for one in Person.objects.all()] == ["borger-000118"]
    assert ids_in_case_base(settings)["persons"] == ["borger-000118"]
    with pytest.raises(actions.EventOfErasedPerson):
        case_system.register(received(event_id=EVENT, person_id=ID))
    assert actions.reapply_erasures(audit=audit()) == (0, True), "run twice, there is nothing to do"


def _received_before_the_erasure() -> None:
    from lighed.web.models import ReceivedEvent

    ReceivedEvent.objects.filter(course__person__person_id=ID).update(received_at=NOW - timedelta(days=5))


@pytest.mark.requirement("R-DAT-07", part="a restore applies erasures again", shows="refuses")
def test_without_its_key_the_ledger_is_refused_and_a_new_registration_stays(person, case_system, settings):
    erase()
    # A new registration, after the erasure: not a restore.
    later = NOW + timedelta(days=1)
    case_system.register(received(event_id="new", person_id=ID))
    Person.objects.get().courses.get().events.update(received_at=later)
    assert actions.reapply_erasures(audit=audit()) == (0, True)
    assert Person.objects.count() == 1
    _received_before_the_erasure()
    settings.LIGHED_ERASURE_KEY = "another key"
    with pytest.raises(erasure_ledger.LedgerUnusable, match=r"line 1: written with another key.*Put the key back"):
        actions.reapply_erasures(audit=audit())
    with pytest.raises(erasure_ledger.LedgerUnusable, match="written with another key"):
        erase()
    assert Person.objects.count() == 1, "nobody is erased who could not be recognised afterwards"


def test_a_line_that_was_cut_off_takes_no_other_with_it_and_a_damaged_one_is_told(site, municipalities):
    erasure_ledger.write_line(HERE, "aaa", at=NOW, events=())
    path = erasure_ledger.ledger_path()
    with path.open("a") as file:
        file.write('{"municipality": "901", "pseud')
    erasure_ledger.write_line(HERE, "bbb", at=NOW, events=())
    assert [line.pseudonym for line in erasure_ledger.read_lines()] == ["aaa", "bbb"]
    first, second = path.read_text().splitlines()
    path.write_text(f"{first[:50]}\n{second}\n")
    with pytest.raises(erasure_ledger.LedgerUnusable, match="line 1: the line is damaged"):
        erasure_ledger.read_lines()
    path.write_text(f"{first}\n{second[:50]}\n")
    with pytest.raises(erasure_ledger.LedgerUnusable, match="line 2: the line is damaged"):
        erasure_ledger.write_line(HERE, "ccc", at=NOW, events=())


def test_the_ledger_tells_nobody_who_it_was_and_bears_a_line_cut_off(person, settings):
    erase()
    text = (settings.LIGHED_DATA / "erasures.jsonl").read_text(encoding="ascii")
    assert ID not in text
    assert EVENT not in text
    assert (settings.LIGHED_DATA / "erasures.jsonl").stat().st_mode & 0o077 == 0
    with (settings.LIGHED_DATA / "erasures.jsonl").open("a") as file:
        file.write('{"municipality": "901", "pseu')
    (line,) = erasure_ledger.read_lines()
    assert line.erased_at == NOW
    assert line.erased_at.tzinfo in (UTC, line.erased_at.tzinfo)


def test_erased_in_one_municipality_is_not_erased_in_another(person, case_system):
    case_system.register(received(event_id="e-2", municipality=ELSEWHERE, person_id=ID, course_id="c-2"))
    erasure = actions.erase_person(HERE, ID, reason="x", by="marie", audit=audit())
    assert Person.objects.get().municipality_id == ELSEWHERE
    # The id is another person's too, so it is not looked for; the person's own keys and event are, and are nowhere.
    assert erasure.proof["shared_not_sought"] >= 1
    assert erasure.proof["sought"] >= 3
    assert erasure.is_proved, erasure.proof


def test_the_page_shows_the_proof_and_no_person(client, person, municipalities):
    manager = actions.create_user(
        "marie", name="Marie", municipality=HERE, password=PASSWORD, roles=(Role.MANAGER,), audit=audit()
    )
    erase()
    client.force_login(manager)
    page = client.get("/oversight/retention/", headers={"Accept-Language": "da"}).content.decode()
    assert "Fandtes ingen steder" in page
    assert "Personen bad om det" in page
    assert ID not in page
    assert timezone.localtime(NOW).strftime("%d.%m.%Y %H:%M") in page
