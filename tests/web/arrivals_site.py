"""Events of made-up people as whole documents that the core reads, and a version in operation that estimates them.

    python -m tests.web.arrivals_site FILE

makes the installation of the environment ready, with that version in operation, which is built if FILE is not there.
"""

from __future__ import annotations

import random
import shutil
import sys
import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lighed.anonymisation import (
    HandOver,
    Limits,
    Manifest,
    Outcome,
    Period,
    anonymise_cases,
    secure_laplace,
    write_hand_over,
)
from lighed.anonymisation.cases import Field
from lighed.elements import REGISTER
from lighed.governance import Moment
from lighed.workflow import build_version
from tests.made_up_cases import made_up_cases

HERE = "901"
REGISTERED_ON = date(2026, 11, 2)
HANDED_OVER_ON, CHANGED_ON, ENDED_ON = date(2026, 11, 12), date(2026, 11, 9), date(2026, 11, 18)
_CODES = {"age": "age", "licence": "interpreter_need", "trade": "sex", "noise": "n_licence_categories"}
_NO_EVENT = uuid.UUID("8d4f8a52-0f43-4f57-9f05-7f2f1f2d6a10")


def event_id(*parts: object) -> str:
    """The same id for the same event, whenever it is made."""
    return str(uuid.uuid5(_NO_EVENT, "/".join(str(part) for part in parts)))


def day(on: date) -> str:
    return on.isoformat()


def document(
    kind: str = "registration",
    *,
    person: str = "p-1",
    course: str = "c-1",
    occurred_on: date | None = None,
    registered_on: date = REGISTERED_ON,
    handed_over_on: date | None = None,
    number: int = 0,
    birth_years: tuple[tuple[int, date, date | None], ...] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """One event. `birth_years` are the rows of the person: the year, when it was recorded and when superseded."""
    if kind == "hand_over":
        handed_over_on = handed_over_on or HANDED_OVER_ON
    usual = {"registration": registered_on, "data_changed": CHANGED_ON, "hand_over": handed_over_on, "ended": ENDED_ON}
    on = occurred_on or usual[kind]
    known = day(registered_on - timedelta(days=40))
    course_row = {"course_id": course, "person_id": person, "registered_on": day(registered_on), "recorded_on": known}
    if handed_over_on is not None and handed_over_on <= on:
        course_row["handed_over_on"] = day(handed_over_on)
    if kind == "ended":
        course_row |= {"ended_on": day(on), "end_reason": "job"}
    years = birth_years or ((1980, registered_on - timedelta(days=40), None),)
    persons = [
        {"person_id": person, "birth_year": year, "sex": "female", "interpreter_need": False, "recorded_on": day(at)}
        | ({} if until is None else {"superseded_on": day(until)})
        for year, at, until in years
    ]
    return {
        "format": "lighed-registration",
        "version": 1,
        "event_id": event_id(person, course, kind, on, number),
        "event": kind,
        "municipality": HERE,
        "occurred_on": day(on),
        "case_system": "test",
        "synthetic": True,
        "course_id": course,
        "tables": {
            "persons": persons,
            "contacts": [{"person_id": person, "display_name": f"Made-up {person}", "recorded_on": known}],
            "staff": [{"caseworker_id": "s-1", "display_name": "Mette Holm", "team": "Nord", "recorded_on": known}],
            "caseworker_assignments": [
                {"course_id": course, "caseworker_id": "s-1", "from_on": day(registered_on), "recorded_on": known},
            ],
            "contact_courses": [course_row],
        },
        **changes,
    }


def corrected(kind: str = "data_changed", **given: Any) -> dict[str, Any]:
    """A change that corrects the year of birth, which was known before the moment."""
    known = given.get("registered_on", REGISTERED_ON) - timedelta(days=40)
    on = given.get("occurred_on", CHANGED_ON)
    return document(kind, birth_years=((1980, known, on), (1962, on, None)), **given)


def with_news(kind: str = "data_changed", **given: Any) -> dict[str, Any]:
    """A change that tells of a licence, which nobody knew of before."""
    made = document(kind, number=1, **given)
    on = given.get("occurred_on", CHANGED_ON)
    person = made["tables"]["persons"][0]["person_id"]
    made["tables"]["cv_licences"] = [{"person_id": person, "category": "B", "recorded_on": day(on)}]
    return made


def many_events(n_people: int, *, seed: int) -> list[dict[str, Any]]:
    """A month of `n_people` people: everyone registers, and some change, are handed over, or end. In no order."""
    draw, events = random.Random(seed), []
    for number in range(n_people):
        person, course = f"borger-{number:05d}", f"forloeb-{number:05d}"
        registered_on = REGISTERED_ON + timedelta(days=number % 5)
        of = {"person": person, "course": course, "registered_on": registered_on}
        events.append(document(**of))
        handed_over_on = registered_on + timedelta(days=9) if draw.random() < 0.4 else None
        if draw.random() < 0.5:
            changed = corrected if draw.random() < 0.5 else with_news
            events.append(changed(**of, occurred_on=registered_on + timedelta(days=draw.choice((4, 12))),
                                  handed_over_on=handed_over_on))  # fmt: skip
        if handed_over_on is not None:
            events.append(document("hand_over", **of, handed_over_on=handed_over_on))
        if draw.random() < 0.1:
            events.append(document("ended", **of, occurred_on=registered_on + timedelta(days=14),
                                   handed_over_on=handed_over_on))  # fmt: skip
    draw.shuffle(events)
    return events


def build_both_moments(path: Path) -> Path:
    """A version of both moments, small enough to be built in a test, at `path`."""
    limits = Limits(k=100, least_of_each=5, epsilon=8.0, n_moments=2)
    cases = made_up_cases(11_000)
    named = replace(
        cases,
        fields=tuple(Field(_CODES[field.code], field.kind, field.step) for field in cases.fields),
        values=cases.values.rename(_CODES),
    )
    moments = tuple(Moment)
    manifest = Manifest(
        release=1,
        made_on=date(2026, 11, 1),
        mode="release",
        software="test",
        register_sha256=REGISTER.sha256,
        municipalities=(HERE,),
        legal_bases=("demo-training",),
        is_synthetic=True,
        is_demo=True,
        limits=limits,
        outcomes=tuple(Outcome),
        periods={moment: Period(date(2021, 1, 4), date(2023, 1, 1), date(2024, 1, 1)) for moment in moments},
        people=dict.fromkeys(moments, 11_000),
    )
    # The same cases for both: what matters here is that there is an estimate at each, not what it says.
    released = dict.fromkeys(moments, anonymise_cases(named, limits, noise=secure_laplace))
    folder = path.parent / f"{path.stem}-built"
    folder.mkdir(parents=True, exist_ok=True)
    write_hand_over(HandOver(manifest=manifest, moments=released, lookups=()), folder / "hand-over.zip")
    version = build_version(folder / "hand-over.zip", folder)
    shutil.copy(folder / f"{version.id}.lighed", path)
    return path


def put_in_operation(path: Path) -> None:
    """Let the municipality use the version, under a basis that asks nothing of the person."""
    from lighed.web import actions
    from lighed.web.models import Municipality, VersionUse
    from tests.web.factories import audit, enter_legal_basis

    actions.name_municipality(HERE, name="Enghavn Kommune", audit=audit())
    Municipality.objects.update(held_out_per_cent=0)
    enter_legal_basis(municipalities=(HERE,))
    use = actions.add_version(path, municipality=HERE, built_by="", audit=audit())
    VersionUse.objects.filter(pk=use.pk).update(state="in_operation")


def main() -> None:
    from lighed.cli.open_site import open_site

    path = Path(sys.argv[1])
    if not path.exists():
        build_both_moments(path)
    open_site("fill")
    put_in_operation(path)


if __name__ == "__main__":
    main()
