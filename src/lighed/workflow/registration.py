"""One person's event, as the case system sends it -> what staff see of it, and the estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from lighed.elements import KEYS, REGISTER, Element, Lookups, Protection, values_of
from lighed.estimates import Basis, Estimate, estimate
from lighed.estimates.words import value_in_words
from lighed.governance import (
    EventKind,
    Ground,
    LegalRegister,
    Moment,
    NotPermitted,
    Purpose,
    Refusal,
    Request,
    Standing,
    Text,
    check_permit,
)
from lighed.persontypes import Version
from lighed.records import Information, Registration, RegistrationRefused, as_corrected, read_registration
from lighed.workflow.timeline import TimelineEntry, timeline_of
from lighed.workflow.versions import lookups_of

__all__ = ["ReceivedRegistration", "RegistrationRefused", "ShownValue", "receive_registration"]

_BENEFIT = "dagpenge"
_DEMO_VERSION = Refusal(
    Ground.FICTIONAL,
    Text(
        da="Versionen er mærket demo og kan ikke bruges på et virkeligt menneske.",
        en="The version is marked demo and cannot be used on a real person.",
    ),
)
StandingOf = Callable[[str, str], Standing]
"""What is on record about a person, by municipality and the case system's id of the person."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value as the pages show it: in words, with its source and the day it was recorded."""

    element: str
    name: Text
    family: str
    value: Text | None
    recorded_on: date | None
    source: Text
    is_protected: bool
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ReceivedRegistration:
    """What an event tells of the person, and the estimate made then, or why none was.

    Without an estimate and without refusals there was nothing to estimate with: no version, or none for the moment; or
    no estimate was asked for. `event` is the moment that the course has reached.
    """

    event_id: str
    kind: EventKind
    occurred_on: date
    event: Moment
    municipality: str
    course_id: str
    person_id: str
    display_name: str | None
    address_name: str | None
    phone: str | None
    language: str | None
    has_protected_address: bool
    needs_interpreter: bool | None
    birth_year: int
    registered_on: date
    handed_over_on: date | None
    ended_on: date | None
    end_reason: str | None
    unemployment_fund: str | None
    caseworker_id: str | None
    caseworker_name: str | None
    team: str | None
    values: tuple[ShownValue, ...]
    information: Information | None
    estimate: Estimate | None
    refusals: tuple[Refusal, ...]
    timeline: tuple[TimelineEntry, ...] = ()
    sex: str | None = None


def receive_registration(
    document: Mapping[str, Any],
    *,
    version: Version | None,
    register: LegalRegister,
    standing_of: StandingOf,
    today: date,
    wants_estimate: bool = True,
) -> ReceivedRegistration:
    """Read one event and, if a legal basis allows it, estimate the course at the moment that it has reached.

    The estimate rests on what was known at the moment, as it has been corrected since. What is shown of the person is
    what was known then too, but for a change or an end, which shows what is known by now.

    Parameters
    ----------
    document : the event, in the tables of the case export
    version : the version in operation; without one there is no estimate
    register : the law as this installation has it on record
    standing_of : what is on record about the person's own rights
    today : the day on which the estimate is made, and on which a basis must be in force
    wants_estimate : whether an estimate is to be made

    Raises
    ------
    RegistrationRefused
        If the document is faulty, with every fault.
    """
    registration = read_registration(document)
    moment = registration.event
    lookups = Lookups.empty() if version is None else lookups_of(version)
    elements = REGISTER.for_moment(moment)
    is_moment = registration.kind in (EventKind.REGISTRATION, EventKind.HAND_OVER)
    if wants_estimate or is_moment:
        values, dates, scored_on = values_at_moment(registration, lookups=lookups)
        stale = _stale(elements, dates, scored_on)
    made: Estimate | None = None
    refusals: tuple[Refusal, ...] = ()
    facts = _facts(registration)
    if wants_estimate and version is not None and moment in version.person_types:
        standing = standing_of(registration.municipality, facts["person_id"])
        if registration.information is not None:
            standing = replace(standing, is_informed=True)
        made, refusals = _estimate(
            registration, values, stale, version, register, standing, scored_on=scored_on, today=today
        )
    if not is_moment:
        tomorrow = registration.occurred_on + timedelta(days=1)
        values, dates, _ = _values(registration, registration.tables, lookups=lookups, as_of=tomorrow)
        stale = _stale(elements, dates, tomorrow)
    return ReceivedRegistration(
        **facts,
        values=tuple(_shown(element, values, dates, stale) for element in elements),
        information=registration.information,
        estimate=made,
        refusals=refusals,
        timeline=timeline_of(registration),
    )


def values_at_moment(
    registration: Registration, *, lookups: Lookups
) -> tuple[dict[str, float | str | None], dict[str, date | None], date]:
    """What was known of the person at the moment that the course has reached, as it has been corrected since.

    Returns
    -------
    The value of every element of the moment, the day on which each was recorded, and the day of the moment.
    """
    _, _, scored_on = found = _values(registration, registration.tables, lookups=lookups)
    corrected = as_corrected(registration.tables, before=scored_on)
    if all(frame is registration.tables[name] for name, frame in corrected.items()):
        return found
    return _values(registration, corrected, lookups=lookups)


def values_by(registration: Registration, day: date, *, lookups: Lookups) -> dict[str, float | str | None]:
    """What is known of the person as that day ends, of every element of the moment; no estimate is made from it."""
    values, _, _ = _values(registration, registration.tables, lookups=lookups, as_of=day + timedelta(days=1))
    return values


def _values(
    registration: Registration, tables: Mapping[str, pl.DataFrame], *, lookups: Lookups, as_of: date | None = None
) -> tuple[dict[str, float | str | None], dict[str, date | None], date]:
    moment, courses = registration.event, pl.LazyFrame({"course_id": [registration.course_id]})
    lazy = {name: frame.lazy() for name, frame in tables.items()}
    known = values_of(
        REGISTER.for_moment(moment), lazy, moment=moment, lookups=lookups, courses=courses, as_of=as_of
    )  # fmt: skip
    values = dict(known.values.drop(*KEYS).row(0, named=True))
    return values, dict(known.dates.drop(*KEYS).row(0, named=True)), known.values["scored_on"][0]


def _estimate(
    registration: Registration,
    values: Mapping[str, float | str | None],
    stale: frozenset[str],
    version: Version,
    register: LegalRegister,
    standing: Standing,
    *,
    scored_on: date,
    today: date,
) -> tuple[Estimate | None, tuple[Refusal, ...]]:
    moment = registration.event
    person_types = version.person_types[moment]
    if version.is_demo and not registration.is_synthetic:
        return None, (_DEMO_VERSION,)
    try:
        permit = check_permit(
            register,
            Request(
                purpose=Purpose.OPERATION,
                municipalities=frozenset({registration.municipality}),
                on=today,
                moments=frozenset({moment}),
                elements=frozenset(REGISTER[code].use for code in person_types.codes),
                is_synthetic=registration.is_synthetic,
                standing=standing,
            ),
        )
    except NotPermitted as refusal:
        return None, refusal.refusals
    basis = Basis(
        municipality=registration.municipality,
        moment=moment,
        version=version.id,
        version_sha256=version.sha256,
        is_demo=version.is_demo,
        legal_bases=permit.legal_bases,
        scored_on=scored_on,
        made_on=today,
        threshold_weeks=int(version.threshold_weeks),
    )
    made = estimate(
        values,
        person_types,
        permit=permit,
        basis=basis,
        stale=stale,
        is_outside_population=_is_on_another_benefit(registration),
    )
    return made, ()


def _is_on_another_benefit(registration: Registration) -> bool:
    """Whether the course's benefit cases in force are all of another kind.

    On the day of registration there may be none yet: whoever registers is taken to apply for the benefit.
    """
    cases = registration.tables["benefit_cases"].filter(
        pl.col("course_id") == registration.course_id, pl.col("superseded_on").is_null()
    )
    return cases.height > 0 and _BENEFIT not in set(cases["benefit"])


def _stale(elements: Sequence[Element], dates: Mapping[str, date | None], scored_on: date) -> frozenset[str]:
    return frozenset(
        element.code
        for element in elements
        if element.fresh_for_days is not None
        and (recorded_on := dates[element.code]) is not None
        and scored_on - recorded_on > timedelta(days=element.fresh_for_days)
    )


def _shown(
    element: Element,
    values: Mapping[str, float | str | None],
    dates: Mapping[str, date | None],
    stale: frozenset[str],
) -> ShownValue:
    value = values[element.code]
    return ShownValue(
        element=element.code,
        name=element.name,
        family=element.family.value,
        value=None if value is None else value_in_words(element.code, value),
        recorded_on=dates[element.code],
        source=element.screen,
        is_protected=element.protection is not Protection.NONE,
        is_stale=element.code in stale,
    )


def _facts(registration: Registration) -> dict[str, Any]:
    tables = registration.tables
    (person,) = tables["persons"].filter(pl.col("superseded_on").is_null()).rows(named=True)
    course = tables["contact_courses"].filter(
        pl.col("course_id") == registration.course_id, pl.col("superseded_on").is_null()
    ).row(0, named=True)  # fmt: skip
    contact = _last(tables["contacts"], "recorded_on")
    assigned = _last(tables["caseworker_assignments"].filter(pl.col("course_id") == registration.course_id), "from_on")
    staff = _last(tables["staff"].filter(pl.col("caseworker_id").is_in([assigned.get("caseworker_id")])), "recorded_on")
    return {
        "event_id": registration.event_id,
        "kind": registration.kind,
        "occurred_on": registration.occurred_on,
        "event": registration.event,
        "municipality": registration.municipality,
        "course_id": registration.course_id,
        "person_id": person["person_id"],
        "display_name": contact.get("display_name"),
        "address_name": contact.get("address_name"),
        "phone": contact.get("phone"),
        "language": contact.get("language"),
        "has_protected_address": bool(person["protected_address"]),
        "needs_interpreter": person["interpreter_need"],
        "birth_year": person["birth_year"],
        "sex": person["sex"],
        "registered_on": course["registered_on"],
        "handed_over_on": course["handed_over_on"],
        "ended_on": course["ended_on"],
        "end_reason": course["end_reason"],
        "unemployment_fund": course["unemployment_fund"],
        "caseworker_id": assigned.get("caseworker_id"),
        "caseworker_name": staff.get("display_name"),
        "team": staff.get("team"),
    }


def _last(rows: pl.DataFrame, by: str) -> dict[str, Any]:
    """The newest row in force, or nothing."""
    in_force = rows.filter(pl.col("superseded_on").is_null()).sort(by)
    return in_force.row(-1, named=True) if in_force.height else {}
