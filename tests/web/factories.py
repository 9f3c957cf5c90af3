"""Made-up people, as `workflow` hands them to the site: estimates whose votes add up, and every state there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import exp, log
from typing import Any

from django.utils import timezone

from lighed.elements import REGISTER
from lighed.estimates import band_of
from lighed.estimates.estimate import (
    AbstentionReason,
    Alternative,
    Assessed,
    Basis,
    CannotBeAssessed,
    Certainty,
    Comparison,
    Duration,
    Effect,
    IfDifferent,
    MissingValue,
    Pull,
    Vote,
)
from lighed.governance import (
    AuditEvent,
    AuditKind,
    Conditions,
    EventKind,
    LegalBasis,
    LegalRegister,
    Moment,
    NotPermitted,
    Participation,
    Purpose,
    Request,
    Signature,
    Text,
    check_permit,
    demonstration_register,
)
from lighed.web import actions
from lighed.web.models import BasisState, LegalBasisEntry
from lighed.workflow import ReceivedRegistration, ShownValue
from lighed.workflow.registration import StandingOf

HERE, ELSEWHERE = "901", "902"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""When the tests of the site take place."""
WEEKS = (8.0, 13.0, 19.0, 26.0, 39.0, 52.0, 78.0, 104.0)


def audit(*, municipality: str | None = HERE, kind: AuditKind = AuditKind.ESTIMATE) -> AuditEvent:
    return AuditEvent(kind=kind, actor="test", municipality=municipality, purpose=Purpose.OPERATION, at=timezone.now())


def legal_basis(**changes: Any) -> LegalBasis:
    """The demonstration's basis for operation, changed as told; by default it asks nothing of the person."""
    (found,) = (one for one in demonstration_register().legal_bases if one.purpose is Purpose.OPERATION)
    plain = replace(found, conditions=Conditions(Participation.NOT_OPTIONAL, is_information_first=False))
    return replace(plain, **changes)


def enter_legal_basis(*, municipalities: tuple[str, ...] = (HERE, ELSEWHERE), **changes: Any) -> list[LegalBasisEntry]:
    """Enter and approve a legal basis, in the stead of the one that was in force."""
    basis_ = legal_basis(**changes)
    entries = []
    for municipality in municipalities:
        LegalBasisEntry.objects.filter(municipality=municipality).update(state=BasisState.REPLACED)
        entered = Signature("ane", "Ane Berg", "manager", basis_.valid_from)
        entry = actions.enter_legal_basis(basis_, municipality=municipality, entered=entered, audit=audit())
        entry.state, entry.approved_at = BasisState.APPROVED, timezone.now()
        entry.approved = entry.entered | {"person": "bent", "name": "Bent Dahl", "role": "approver"}
        entry.save()
        entries.append(entry)
    return entries


def basis(*, municipality: str = HERE, moment: Moment = Moment.REGISTRATION, scored_on: date) -> Basis:
    return Basis(
        municipality=municipality,
        moment=moment,
        version="2026-11-demo",
        version_sha256="0" * 64,
        is_demo=True,
        legal_bases=("demo-operation",),
        scored_on=scored_on,
        made_on=scored_on,
        threshold_weeks=26,
    )


_TYPES = (
    ("Butik og service, kort joberfaring", "Retail and service, short job experience"),
    ("Kontor og administration, flere jobmål", "Office and administration, several job goals"),
    ("Lager og transport, tidligere forløb", "Warehouse and transport, earlier courses"),
    ("Bygge og anlæg, sæsonledighed", "Construction, seasonal unemployment"),
    ("Pædagogisk arbejde, midt i arbejdslivet", "Educational work, mid-career"),
    ("Nyuddannede med lang uddannelse", "New graduates with a long education"),
)
_OFFSETS = (0.02, -0.05, 0.06, 0.11, -0.12, 0.04)
_WEIGHTS = (0.31, 0.24, 0.17, 0.13, 0.09, 0.06)


def votes(long_share: float) -> tuple[Vote, ...]:
    """Six types whose contributions add up to the vote."""
    made = []
    for number, ((da, en), offset, weight) in enumerate(zip(_TYPES, _OFFSETS, _WEIGHTS, strict=True)):
        share = min(max(long_share + offset, 0.02), 0.98)
        made.append(
            Vote(
                person_type=f"T{number + 11:03d}",
                name=Text(da=da, en=en),
                people=215 + 35 * number,
                long_share=share,
                resemblance=0.91 - 0.05 * number,
                weight=weight,
                contribution=weight * share,
                rule=(
                    Text(da="Søgt job i 1–2 regioner", en="Applied in 1–2 regions"),
                    Text(da="Seneste uddannelse: erhvervsuddannelse", en="Highest education: vocational"),
                    Text(da="Alder 30–45 år", en="Age 30–45"),
                ),
                alike=(
                    _compare("regions", "Regioner søgt i", "Regions applied in", "1", "1", "1–2", "1–2"),
                    _compare(
                        "education",
                        "Højeste uddannelse",
                        "Highest education",
                        "Faglært",
                        "Vocational",
                        "faglært",
                        "vocational",
                    ),
                    _compare("licences", "Kørekortkategorier", "Licence categories", "1", "1", "1", "1"),
                ),
                differs=(_compare("age", "Alder", "Age", "58 år", "58 years", "30–45 år", "30–45 years"),),
            )
        )
    return tuple(made)


def _compare(element: str, da: str, en: str, v_da: str, v_en: str, t_da: str, t_en: str) -> Comparison:
    return Comparison(element, Text(da=da, en=en), Text(da=v_da, en=v_en), Text(da=t_da, en=t_en))


def _duration(long_share: float) -> Duration:
    """A course that runs on with the same chance each week, to the long share at 26 weeks."""
    rate = -log(max(long_share, 0.02)) / 26

    def week(left: float) -> float | None:
        found = -log(left) / rate
        return round(found, 1) if found <= WEEKS[-1] else None

    return Duration(week(0.75), week(0.5), week(0.25), tuple((w, round(exp(-rate * w), 4)) for w in WEEKS))


_EFFECTS = (
    # element, name, value, what is typical of the other kind of course, effect in courses of 100, is it protected
    ("regions", "Regioner søgt i", "Regions applied in", "1", "1", "2–3", "2–3", 6.2, False),
    ("interviews", "Ansøgninger pr. jobsamtale", "Applications per interview", "24", "24", "8–12", "8–12", 4.4, False),
    ("age", "Alder", "Age", "58 år", "58 years", "25–40 år", "25–40 years", 3.1, True),
    ("no_shows", "Udeblivelser, tidligere forløb", "Missed meetings", "2", "2", "0", "0", 1.9, False),
    ("n_languages", "Sprog", "Languages", "3", "3", "1", "1", -4.8, True),
    ("licences", "Kørekortkategorier", "Licence categories", "2", "2", "0–1", "0–1", -2.7, False),
    ("goal_fit", "Uddannelse og jobmål passer", "Education fits goals", "Ja", "Yes", "Nej", "No", -0.3, False),
)


def effects() -> tuple[Effect, ...]:
    return tuple(
        Effect(
            element=element,
            name=Text(da=da, en=en),
            value=Text(da=value_da, en=value_en),
            typical=Text(da=typical_da, en=typical_en),
            pull=Pull.UP if per_100 > 0 else Pull.DOWN,
            per_100=per_100,
            is_protected=is_protected,
        )
        for element, da, en, value_da, value_en, typical_da, typical_en, per_100, is_protected in _EFFECTS
    )


_OTHER_VALUES = (
    # element, the person's value, what would lower the estimate and by how much, what would raise it and by how much
    ("n_job_goals", ("1", "1"), ("3", "3"), -0.14, None, 0.0),
    ("n_regions", ("1", "1"), ("2–3", "2–3"), -0.06, ("0", "0"), 0.05),
    ("goal_breadth", ("2", "2"), ("3", "3"), -0.02, None, 0.0),
    ("weeks_since_cv_update", ("9 uger", "9 weeks"), ("højst 1 uge", "at most 1 week"), -0.04, None, 0.0),
    ("within_goals", ("20 %", "20%"), ("mindst 60 %", "at least 60%"), -0.05, None, 0.0),
)


def if_different(long_share: float, cut_offs: tuple[float, float]) -> tuple[IfDifferent, ...]:
    """What a few other values would do. Each would lower the estimate; few would raise it."""

    def other(words: tuple[str, str] | None, by: float) -> Alternative | None:
        share = min(max(long_share + by, 0.0), 1.0)
        return None if words is None else Alternative(Text(*words), share, band_of(share, cut_offs))

    return tuple(
        IfDifferent(element, REGISTER[element].name, Text(*value), other(lower, by), other(higher, up))
        for element, value, lower, by, higher, up in _OTHER_VALUES
    )


_CERTAINTY = {
    Certainty.GOOD: Text(
        da="Persontyperne er enige, og de fleste oplysninger findes.",
        en="The person types agree, and most of the information is there.",
    ),
    Certainty.SOME: Text(
        da="Intervallet er bredt: fra {low} til {high} af 100.", en="The interval is wide: from {low} to {high} of 100."
    ),
    Certainty.LITTLE: Text(
        da="11 af de 43 oplysninger, der normalt findes nu, mangler eller er forældede.",
        en="11 of the 43 pieces of information normally there now are missing or out of date.",
    ),
}


def _certainty_reason(certainty: Certainty, *, low: float, high: float) -> Text:
    ends = {"low": round(100 * low), "high": round(100 * high)}
    words = _CERTAINTY[certainty]
    return Text(da=words.da.format(**ends), en=words.en.format(**ends))


def assessed(
    target: float = 0.62,
    *,
    certainty: Certainty = Certainty.SOME,
    moment: Moment = Moment.REGISTRATION,
    municipality: str = HERE,
    scored_on: date = date(2026, 11, 2),
    half_width: float = 0.08,
    is_calibrated: bool = True,
    cut_offs: tuple[float, float] = (0.30, 0.55),
) -> Assessed:
    cast = votes(target)
    raw = sum(vote.contribution for vote in cast)
    calibration = (0.02, 0.95) if is_calibrated else None
    share = 1 / (1 + exp(-(0.02 + 0.95 * log(raw / (1 - raw))))) if is_calibrated else raw
    return Assessed(
        basis=basis(municipality=municipality, moment=moment, scored_on=scored_on),
        band=band_of(share, cut_offs),
        long_share=share,
        low=max(share - half_width, 0.0),
        high=min(share + half_width, 1.0),
        raw_share=raw,
        calibration=calibration,
        certainty=certainty,
        certainty_reason=_certainty_reason(certainty, low=max(share - half_width, 0), high=min(share + half_width, 1)),
        contact_course=_duration(share),
        benefit_case=_duration(min(share * 1.18, 0.97)),
        votes=cast,
        effects=effects(),
        missing=(
            MissingValue("driving", Text(da="Joberfaring, seneste stilling", en="Work experience, latest post")),
            MissingValue("cv_updated", Text(da="CV, sprog", en="CV, languages"), is_stale=True),
        ),
        n_elements=43,
        cut_offs=cut_offs,
        if_different=if_different(share, cut_offs),
    )


def cannot_be_assessed(
    *, moment: Moment = Moment.REGISTRATION, scored_on: date = date(2026, 11, 2)
) -> CannotBeAssessed:
    return CannotBeAssessed(
        basis=basis(moment=moment, scored_on=scored_on),
        reason=AbstentionReason.NO_SIMILAR_TYPE,
        explanation=Text(da="for få lignende forløb", en="too few earlier courses resemble it"),
        missing=(MissingValue("regions", Text(da="Regioner søgt i", en="Regions applied in")),),
        n_elements=43,
    )


_VALUES = (
    ("education", "Højeste uddannelse", "Highest education", "cv", "Erhvervsuddannelse", "Vocational", 60, False),
    ("n_languages", "Sprog", "Languages", "cv", "3", "3", 400, True),
    ("licences", "Kørekortkategorier", "Licence categories", "cv", "2", "2", 60, False),
    ("goal_fit", "Uddannelse og jobmål passer sammen", "Education and job goals fit", "cv", "Ja", "Yes", 60, False),
    ("regions", "Regioner søgt i", "Regions applied in", "job_log", "1", "1", 5, False),
    ("interviews", "Ansøgninger pr. jobsamtale", "Applications per job interview", "job_log", "24", "24", 5, False),
    ("driving", "Joberfaring, seneste stilling", "Work experience, latest post", "cv", None, None, 0, False),
    ("no_shows", "Udeblivelser, tidligere forløb", "Missed meetings", "earlier_course", "2", "2", 700, False),
    ("changes", "Sagsbehandlerskift", "Changes of caseworker", "earlier_course", "1", "1", 700, False),
    ("age", "Alder", "Age", "master_data", "58 år", "58 years", 90, True),
    ("sex", "Køn", "Sex", "master_data", "Kvinde", "Female", 90, True),
    ("interpreter_need", "Tolkebehov", "Need of an interpreter", "master_data", "Nej", "No", 90, True),
)  # fmt: skip
_SOURCES = {
    "cv": Text(da="CV på Jobnet", en="CV on Jobnet"),
    "job_log": Text(da="Joblog", en="Job log"),
    "earlier_course": Text(da="Fagsystem, samtaler", en="Case system, meetings"),
    "master_data": Text(da="Fagsystem, stamdata", en="Case system, master data"),
}


def shown_values(on: date) -> tuple[ShownValue, ...]:
    return tuple(
        ShownValue(
            element=code,
            name=Text(da=da, en=en),
            family=family,
            value=None if v_da is None or v_en is None else Text(da=v_da, en=v_en),
            recorded_on=None if v_da is None else on - timedelta(days=age),
            source=_SOURCES[family],
            is_protected=protected,
            is_stale=age == 400,
        )
        for code, da, en, family, v_da, v_en, age, protected in _VALUES
    )


def received(**changes: Any) -> ReceivedRegistration:
    """A registration as `workflow` hands it over: a woman of 58 with an estimate, unless told otherwise."""
    event = changes.get("event", Moment.REGISTRATION)
    registered_on = changes.get("registered_on", date(2026, 11, 2))
    fields: dict[str, Any] = {
        "event_id": "e-1",
        "kind": EventKind(event.value),
        "occurred_on": changes.get("handed_over_on", registered_on + timedelta(weeks=13))
        if event is Moment.HAND_OVER
        else registered_on,
        "event": event,
        "municipality": HERE,
        "course_id": "c-1",
        "person_id": "p-1",
        "display_name": "Åse Nørgaard",
        "address_name": "Åse",
        "phone": "12 34 56 78",
        "language": "da",
        "has_protected_address": False,
        "needs_interpreter": False,
        "birth_year": 1968,
        "registered_on": registered_on,
        "handed_over_on": registered_on + timedelta(weeks=13) if event is Moment.HAND_OVER else None,
        "ended_on": None,
        "end_reason": None,
        "unemployment_fund": "Faglig Fælles A-kasse",
        "caseworker_id": "s-1",
        "caseworker_name": "Mette Holm",
        "team": "Team Nord",
        "values": shown_values(registered_on),
        "estimate": assessed(moment=event, scored_on=registered_on),
        "information": None,
        "refusals": (),
    }
    return ReceivedRegistration(**{**fields, **changes})


class CaseSystem:
    """Stands for the core in tests of the site: what it is given is what the next document is read as.

    Whether the estimate is permitted is asked of the register as the core does.
    """

    def __init__(self) -> None:
        self.answers: dict[str, ReceivedRegistration | Exception] = {}

    def receive(
        self, document: Mapping[str, Any], *, register: LegalRegister, standing_of: StandingOf, today: date, **_: object
    ) -> ReceivedRegistration:
        answer = self.answers[document["event_id"]]
        if isinstance(answer, Exception):
            raise answer
        if answer.estimate is None:
            return answer
        standing = standing_of(answer.municipality, answer.person_id)
        if answer.information is not None:
            standing = replace(standing, is_informed=True)
        request = Request(
            Purpose.OPERATION, frozenset({answer.municipality}), today, frozenset({answer.event}), frozenset(), True,
            standing,
        )  # fmt: skip
        try:
            permit = check_permit(register, request)
        except NotPermitted as refused:
            return replace(answer, estimate=None, refusals=refused.refusals)
        under = replace(answer.estimate.basis, legal_bases=permit.legal_bases)
        return replace(answer, estimate=replace(answer.estimate, basis=under))

    def changed(self, before: Mapping[str, Any], received: ReceivedRegistration, **_: object) -> tuple[str, ...]:
        answer = self.answers[before["event_id"]]
        known = {one.element: one.value for one in answer.values} if not isinstance(answer, Exception) else {}
        return tuple(one.element for one in received.values if one.value != known.get(one.element))

    def register(self, registration: ReceivedRegistration) -> actions.Registered:
        self.answers[registration.event_id] = registration
        document = {"event_id": registration.event_id, "municipality": registration.municipality}
        return actions.register_person(document, audit=audit(municipality=registration.municipality))


_NAMES = (
    "Anna Jensen", "Birthe Nielsen", "Carl Hansen", "Dina Ali", "Erik Sørensen", "Fatima Hassan", "Gorm Ågaard",
    "Hanne Østergaard", "Ibrahim Yilmaz", "Åse Nørgaard", "Jens Thomsen", "Kirsten Kjær", "Lars Ægidius",
    "Mohammed Ahmadi",
    "Niels Mortensen", "Oksana Kovalenko", "Per Bach", "Rikke Aagaard", "Søren Lund", "Tove Ravn", "Ulla Bjerre",
    "Viggo Holst", "Yasmin Demir", "Østen Friis", "Aksel Toft", "Bodil Winther", "Christian Dahl", "Ditte Koch",
    "Emil Vestergaard", "Freja Skov", "Gitte Krogh", "Henrik Juhl",
)  # fmt: skip
_STAFF = (
    ("s-1", "Mette Holm", "Team Nord"),
    ("s-2", "Jonas Bruun", "Team Syd"),
    ("s-3", "Sofie Lauridsen", "Team Nord"),
)


def many(case_system: CaseSystem, *, today: date, n: int = len(_NAMES), municipality: str = HERE) -> None:
    """Register `n` people with a spread of bands, certainties and states, as a municipality has them."""
    for number in range(n):
        name, staff = _NAMES[number % len(_NAMES)], _STAFF[number % len(_STAFF)]
        is_handed_over = number % 3 == 0
        registered_on = today - timedelta(days=95 + number % 7 if is_handed_over else 3 + 2 * (number % 40))
        moment = Moment.HAND_OVER if is_handed_over else Moment.REGISTRATION
        estimate: Assessed | CannotBeAssessed | None = assessed(
            (0.18, 0.34, 0.47, 0.63, 0.25, 0.71, 0.41)[number % 7],
            certainty=(Certainty.GOOD, Certainty.SOME, Certainty.LITTLE, Certainty.GOOD)[number % 4],
            moment=moment,
            municipality=municipality,
            scored_on=registered_on,
            half_width=(0.05, 0.08, 0.12, 0.05)[number % 4],
        )
        if number % 11 == 5:
            estimate = cannot_be_assessed(moment=moment, scored_on=registered_on)
        if number % 16 == 7:
            estimate = None
        case_system.register(
            received(
                event_id=f"{municipality}-{number}",
                event=moment,
                municipality=municipality,
                course_id=f"c-{number}",
                person_id=f"p-{number}",
                display_name=name,
                registered_on=registered_on,
                handed_over_on=today - timedelta(days=number % 7 + 1) if is_handed_over else None,
                needs_interpreter=None if number % 13 == 12 else number % 6 == 3,
                has_protected_address=number == 8,
                caseworker_id=staff[0],
                caseworker_name=staff[1],
                team=staff[2],
                values=shown_values(registered_on),
                estimate=estimate,
            )
        )
