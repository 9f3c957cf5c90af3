"""One person's registration: read whole, or refused with every fault and no value."""

from __future__ import annotations

import copy
import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lighed.governance import Moment
from lighed.records import TABLES, RegistrationRefused, read_registration

Document = dict[str, Any]
PLANTED = "Zq7hemmelig"


def document() -> Document:
    seen = {"recorded_on": "2020-01-02"}
    return {
        "format": "lighed-registration",
        "version": 1,
        "event_id": "0b8c6a8e-54d5-4a0f-9d0e-3f6a5b1c2d3e",
        "event": "registration",
        "municipality": "901",
        "occurred_on": "2024-05-01",
        "case_system": "Test",
        "synthetic": True,
        "course_id": "c2",
        "tables": {
            "persons": [{"person_id": "p1", "birth_year": 1980, "sex": "female", "interpreter_need": False, **seen}],
            "contacts": [{"person_id": "p1", "display_name": "Åse Ærø", "language": "da", **seen}],
            "staff": [{"caseworker_id": "s1", "display_name": "Bo Lund", **seen}],
            "contact_courses": [
                {
                    "course_id": "c1",
                    "person_id": "p1",
                    "registered_on": "2020-01-02",
                    "superseded_on": "2020-06-02",
                    **seen,
                },
                {
                    "course_id": "c1",
                    "person_id": "p1",
                    "registered_on": "2020-01-02",
                    "ended_on": "2020-06-01",
                    "recorded_on": "2020-06-02",
                },
                {"course_id": "c2", "person_id": "p1", "registered_on": "2024-05-01", "recorded_on": "2024-05-01"},
            ],
            "meetings": [
                {
                    "meeting_id": "m1",
                    "course_id": "c2",
                    "planned_on": "2024-06-01",
                    "outcome": "planned",
                    "recorded_on": "2024-05-01",
                }
            ],
            "caseworker_assignments": [{"course_id": "c1", "caseworker_id": "s1", "from_on": "2020-01-02", **seen}],
            "cv_experiences": [{"person_id": "p1", "occupation": "7115", "from_on": "2010-01-01", **seen}],
            "job_applications": [
                {
                    "application_id": f"a{number}",
                    "person_id": "p1",
                    "applied_on": "2020-02-01",
                    "region": "fyn",
                    "outcome": "none",
                    "recorded_on": "2020-02-01",
                }
                for number in range(150)
            ],
        },
    }


def refused(change: Callable[[Document], object]) -> set[tuple[str, str]]:
    content = document()
    change(content)
    with pytest.raises(RegistrationRefused) as error:
        read_registration(content)
    return {(fault.pointer, fault.rule.value) for fault in error.value.faults}


def test_a_registration_becomes_typed_tables() -> None:
    registration = read_registration(json.loads(json.dumps(document())))
    assert registration.event is Moment.REGISTRATION
    assert registration.occurred_on == date(2024, 5, 1)
    assert (registration.municipality, registration.course_id) == ("901", "c2")
    for name, table in TABLES.items():
        assert registration.tables[name].schema == table.schema
    assert registration.tables["contact_courses"]["ended_on"].to_list() == [None, date(2020, 6, 1), None]
    assert registration.tables["cv_languages"].is_empty()


def test_a_hand_over_is_dated_by_the_course() -> None:
    content = document()
    content["event"] = "hand_over"
    content["tables"]["contact_courses"][2]["handed_over_on"] = "2024-05-01"
    assert read_registration(content).event is Moment.HAND_OVER
    del content["tables"]["contact_courses"][2]["handed_over_on"]
    with pytest.raises(RegistrationRefused):
        read_registration(content)


def test_it_is_quick() -> None:
    content = document()
    read_registration(content)
    times = []
    for _ in range(15):
        start = time.perf_counter()
        read_registration(content)
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.02


@pytest.mark.requirement("A10", shows="refuses")
@pytest.mark.requirement("R-DAT-01", part="undeclared columns are refused", shows="refuses")
def test_every_fault_is_told_at_once_and_no_value_is_shown() -> None:
    content = document()
    content.update(version="1", event_id=PLANTED, __proto__=1)
    content[PLANTED + " 0101901234"] = PLANTED
    tables = content["tables"]
    tables["helbred"] = []
    tables["cv_languages"] = PLANTED
    tables["cv_licences"] = [PLANTED, {"person_id": "p1", "category": PLANTED, "recorded_on": "2020-01-02"}]
    tables["persons"][0].update(birth_year="1980", sex=PLANTED, interpreter_need="ja", diagnose=PLANTED)
    tables["contacts"][0].update(display_name="Åse\x00", address_name="010190-1234", language=None)
    tables["contact_courses"][1]["ended_on"] = "2019-06-01"
    tables["contact_courses"][2]["recorded_on"] = "2024-05-02"
    tables["meetings"][0]["outcome"] = "held"
    tables["meetings"][0]["minutes"] = 10**12
    tables["caseworker_assignments"][0]["caseworker_id"] = PLANTED
    tables["cv_experiences"][0]["from_on"] = "01-01-2010"
    tables["cv_experiences"].append({"person_id": "p1", "occupation": 7115, "recorded_on": "2020-01-02"})
    tables["job_applications"][5]["application_id"] = "a4"
    with pytest.raises(RegistrationRefused) as error:
        read_registration(content)
    faults = {(fault.pointer, fault.rule.value) for fault in error.value.faults}
    assert faults == {
        ("/version", "bad_document"),
        ("/event_id", "bad_document"),
        ("/__proto__", "bad_document"),
        ("/?", "bad_document"),
        ("/tables/helbred", "unknown_table"),
        ("/tables/cv_languages", "wrong_type"),
        ("/tables/cv_licences/0", "wrong_type"),
        ("/tables/cv_licences/1/category", "unknown_code"),
        ("/tables/persons/0/birth_year", "wrong_type"),
        ("/tables/persons/0/sex", "unknown_code"),
        ("/tables/persons/0/interpreter_need", "wrong_type"),
        ("/tables/persons/0/diagnose", "unknown_column"),
        ("/tables/contacts/0/display_name", "damaged_text"),
        ("/tables/contacts/0/address_name", "cpr_like"),
        ("/tables/contact_courses/1/ended_on", "end_before_start"),
        ("/tables/contact_courses/2/recorded_on", "after_extraction"),
        ("/tables/meetings/0/planned_on", "after_extraction"),
        ("/tables/meetings/0/minutes", "out_of_range"),
        ("/tables/caseworker_assignments/0/caseworker_id", "orphan"),
        ("/tables/cv_experiences/0/from_on", "wrong_type"),
        ("/tables/cv_experiences/1/occupation", "wrong_type"),
        ("/tables/cv_experiences/1/from_on", "missing_required"),
        ("/tables/job_applications/5", "duplicate_key"),
    }
    shown = error.value.text("da") + error.value.text("en") + str(error.value)
    shown += json.dumps([fault.to_dict() for fault in error.value.faults], ensure_ascii=False)
    assert PLANTED not in shown
    assert "0101901234" not in shown
    assert "/tables/persons/0/sex: koden er ukendt. Tilladt: female, male" in error.value.text("da")


def test_it_is_about_one_person_and_one_course_in_force() -> None:
    def second_person(content: Document) -> None:
        content["tables"]["persons"].append({**content["tables"]["persons"][0], "person_id": "p2"})

    assert refused(second_person) == {("/tables/persons", "one_person")}
    assert refused(lambda content: content.update(course_id="c9")) == {("/course_id", "event_mismatch")}
    assert refused(lambda content: content.update(course_id="c1")) == {("/course_id", "event_mismatch")}
    assert refused(lambda content: content["tables"].pop("persons")) == {("/tables/persons", "missing_table")}
    assert refused(lambda content: content["tables"].update(contact_courses=[])) == {
        ("/tables/meetings/0/course_id", "orphan"),
        ("/tables/caseworker_assignments/0/course_id", "orphan"),
    }


@pytest.mark.parametrize("content", [None, [], "text", 7, {}])
def test_what_is_no_registration_is_refused(content: Any) -> None:
    with pytest.raises(RegistrationRefused):
        read_registration(content)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", None),
        ("version", True),
        ("event", "registered"),
        ("event", ["registration"]),
        ("municipality", 901),
        ("occurred_on", "01-05-2024"),
        ("occurred_on", "2024-02-30"),
        ("occurred_on", 20240501),
        ("case_system", ""),
        ("synthetic", 1),
        ("course_id", "0101901234"),
        ("course_id", {"x": 1}),
        ("tables", []),
    ],
)
def test_a_wrong_field_is_told_by_its_pointer(name: str, value: object) -> None:
    pointers = {pointer for pointer, _ in refused(lambda content: content.update({name: value}))}
    assert f"/{name}" in pointers


def test_too_many_rows_are_not_one_person() -> None:
    content = document()
    content["tables"]["job_applications"] = [content["tables"]["job_applications"][0]] * 20_001
    with pytest.raises(RegistrationRefused) as error:
        read_registration(content)
    assert [(fault.pointer, fault.rule.value) for fault in error.value.faults] == [
        ("/tables/job_applications", "wrong_type")
    ]


def test_the_document_is_not_changed() -> None:
    content = document()
    before = copy.deepcopy(content)
    read_registration(content)
    assert content == before
