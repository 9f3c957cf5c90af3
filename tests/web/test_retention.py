"""How long things are kept: a term that two decide, the nightly run that keeps it, and those who are held."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from lighed.governance import Moment, Role
from lighed.governance.retention import TERMS, Kept, check_months, due_on, latest_start
from lighed.web import actions, erasure_ledger, queries
from lighed.web.models import (
    AuditRecord,
    AuditSegment,
    EmergencyStop,
    Erasure,
    Incident,
    LegalBasisEntry,
    Person,
    ReceivedEvent,
    RetentionRule,
    RightsRequest,
    StoredEstimate,
)
from tests.allowed import is_allowed
from tests.web.factories import HERE, NOW, audit, received
from tests.web.site import PASSWORD
from tests.web.test_erasure import case_base

pytestmark = pytest.mark.django_db
PAGE = "/oversight/retention/"
DANISH = {"Accept-Language": "da"}


@pytest.fixture(autouse=True)
def key(settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43


def manager(username: str, *roles: Role):
    return actions.create_user(
        username,
        name=username.title(),
        municipality=HERE,
        password=PASSWORD,
        roles=roles or (Role.MANAGER,),
        audit=audit(),
    )


@pytest.fixture
def two(municipalities):
    return manager("marie"), manager("mogens")


def text(client, address: str = PAGE) -> str:
    return client.get(address, headers=DANISH).content.decode()


def propose(client, user, *, kind: Kept = Kept.PERSON, months: int = 12, reason: str = "Besluttet i udvalget"):
    client.force_login(user)
    return client.post(f"{PAGE}terms/{kind.value}/", {"months": months, "reason": reason}, headers=DANISH)


def decide(client, user, decision: str = "confirm", **options):
    client.force_login(user)
    rule = RetentionRule.objects.order_by("id").last()
    return client.post(f"{PAGE}proposals/{rule.pk}/", {"decision": decision}, headers=DANISH, **options)


def run(at: datetime = NOW) -> dict[str, int]:
    """What the nightly run says it did, and only that it did. What it counts for the public is tried with its page."""
    event = audit(municipality=None)
    done = actions.run_nightly(audit=type(event)(**{**{f: getattr(event, f) for f in event.__slots__}, "at": at}))
    return {one.what: one.n for one in done if one.n and one.what != "months and periods counted for the public"}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2024, 11, 22), 24, date(2026, 11, 22)),
    ],
)
def test_terms_are_months_of_the_calendar(began, months, due):
    assert due_on(began, months=months) == due


def test_the_latest_start_is_the_last_day_that_is_due():
    for offset in range(800):
        today = date(2024, 1, 1) + timedelta(days=offset)
        for months in (1, 6, 24):
            start = latest_start(today, months=months)
            assert due_on(start, months=months) <= today < due_on(start + timedelta(days=1), months=months)


@pytest.mark.requirement("R-DAT-07", part="a term per kind of object", shows="works")
def test_each_kind_has_a_term_a_reason_and_its_bounds(client, two):
    client.force_login(two[0])
    page = text(client)
    for term in TERMS.values():
        assert term.name.da in page
        assert term.least <= term.months <= term.most
    assert "24 måneder" in page
    assert "Intet at slette." in page


@pytest.mark.requirement("R-ACC-02", part="terms of the log", shows="refuses")
@pytest.mark.requirement("R-DAT-07", part="a term per kind of object", shows="refuses")
def test_the_log_cannot_be_kept_for_less_than_six_months(client, two):
    response = propose(client, two[0], kind=Kept.LOG, months=5)
    assert response.status_code == 422
    assert "mellem 6 og 120 måneder" in response.content.decode()
    assert not RetentionRule.objects.exists()
    assert is_allowed(check_months, Kept.LOG, 6)
    assert not is_allowed(check_months, Kept.PERSON, 61)


def test_a_term_needs_a_reason(client, two):
    response = propose(client, two[0], reason=" ")
    assert response.status_code == 422
    assert "Skriv hvorfor." in response.content.decode()


@pytest.mark.requirement("C8", part="approval by more than one person", shows="works")
def test_a_term_counts_when_another_person_has_confirmed_it(client, two):
    assert propose(client, two[0]).status_code == 302
    assert queries.months_of(HERE)[Kept.PERSON] == 24
    assert "Venter på en anden" in text(client)
    assert "Den nye frist gælder fra nu af." in decide(client, two[1], follow=True).content.decode()
    assert queries.months_of(HERE)[Kept.PERSON] == 12
    assert "Marie og Mogens" in text(client)


@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
def test_nobody_confirms_their_own_proposal(client, two):
    propose(client, two[0])
    assert 'value="confirm"' not in text(client)
    assert "En anden end dig skal bekræfte." in decide(client, two[0], follow=True).content.decode()
    assert queries.months_of(HERE)[Kept.PERSON] == 24
    decide(client, two[0], "withdraw")
    assert decide(client, two[1]).status_code == 404
    assert queries.months_of(HERE)[Kept.PERSON] == 24


def test_a_proposal_that_somebody_decided_meanwhile_is_not_confirmed(client, two, monkeypatch):
    propose(client, two[0])
    stale = RetentionRule.objects.get()
    monkeypatch.setattr(queries, "term_proposed", lambda *_: stale)
    actions.withdraw_term(stale, audit=audit())
    response = decide(client, two[1], follow=True)
    assert response.status_code == 200
    assert "Forslaget venter ikke længere." in response.content.decode()
    assert RetentionRule.objects.get().confirmed_at is None


def test_the_officer_sees_and_changes_nothing(client, two):
    dpo = manager("dorte", Role.DPO)
    propose(client, two[0])
    client.force_login(dpo)
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}terms/person/").status_code == 404
    assert decide(client, dpo).status_code == 404
    assert client.post(f"{PAGE}holds/").status_code == 404
    assert client.get(f"{PAGE}terms/everything/").status_code == 404


@pytest.mark.requirement("R-DAT-07", part="a nightly job", shows="works")
def test_the_nightly_run_deletes_what_is_due_once(case_system, municipalities, settings):
    old, new = NOW - timedelta(days=800), NOW - timedelta(days=30)
    for number, when in enumerate((old, new)):
        ids = {
            "event_id": f"event-0000{number}",
            "person_id": f"borger-0000{number}",
            "course_id": f"forloeb-0{number}",
        }
        day = when.date()
        course = case_system.register(received(**ids, display_name=f"Person Nummer{number}", registered_on=day)).course
        ReceivedEvent.objects.filter(course=course).update(received_at=when)
        for state in ("answered", "open"):
            RightsRequest.objects.create(
                municipality_id=HERE, person=course.person, kind="access", state=state, channel="letter",
                received_at=NOW - timedelta(days=1500), answered_at=NOW - timedelta(days=1400),
                recorded_by="x", due_on=NOW.date() + timedelta(days=9),
            )  # fmt: skip
        Incident.objects.create(
            municipality_id=HERE, kind="model_error", title="x", what_happened="x", known_at=when, opened_at=when,
            opened_by="x", closed_at=NOW - timedelta(days=1900 * (1 - number)),
        )  # fmt: skip
    case_base(settings, "borger-09999", extracted_at=old)
    done = run()
    assert done == {
        "people erased": 1, "answered requests deleted": 1, "closed incidents deleted": 1, "case bases removed": 1,
    }  # fmt: skip
    assert [one.person_id for one in Person.objects.all()] == ["borger-00001"]
    erasure = Erasure.objects.get()
    assert (erasure.cause, erasure.is_proved, erasure.proof["found"]) == ("retention", True, [])
    assert len(erasure_ledger.read_lines()) == 1
    assert not (settings.LIGHED_DATA / "case-bases" / HERE).exists()
    assert run() == {}, "run again, there is nothing to do"
    assert [one.state for one in RightsRequest.objects.all()] == ["open"], "what is not answered stays"


@pytest.mark.requirement("R-DAT-07", part="a nightly job", shows="refuses")
def test_an_objection_that_was_upheld_outlives_the_term_and_nobody_is_profiled_again(case_system, municipalities):
    course = case_system.register(received(person_id="borger-00001", course_id="c-1", event_id="e-1")).course
    old = NOW - timedelta(days=1400)
    made = {
        result: RightsRequest.objects.create(
            municipality_id=HERE, person=course.person, kind="objection", state="answered", result=result,
            channel="letter", received_at=old, answered_at=old, recorded_by="x", due_on=old.date(),
        )
        for result in ("upheld", "not_upheld")
    }  # fmt: skip
    assert run() == {"answered requests deleted": 1}
    assert list(RightsRequest.objects.all()) == [made["upheld"]]
    again = received(person_id="borger-00001", course_id="c-1", event_id="e-2", event=Moment.HAND_OVER)
    assert case_system.register(again).course.current_estimate is None
    actions.erase_person(HERE, "borger-00001", reason="x", by="marie", audit=audit())
    assert not RightsRequest.objects.exists(), "it goes with the person"


@pytest.mark.requirement("R-DAT-07", part="a nightly job", shows="refuses")
def test_nothing_goes_a_day_early_and_nobody_who_is_held(client, case_system, two):
    course = case_system.register(received(person_id="borger-00001")).course
    start = NOW.date()
    last = due_on(start, months=24)
    actions.hold_person(HERE, "borger-00001", reason="Klagesag", until=last, by="marie", audit=audit())
    estimates = StoredEstimate.objects.filter(course=course)
    assert "people erased" not in run(at(last - timedelta(days=1)))
    assert "people erased" not in run(at(last))
    assert estimates.count() == 1, "what hangs on somebody who is held is held as well"
    assert run(at(last + timedelta(days=1)))["people erased"] == 1


def test_an_estimate_goes_before_the_person_and_leaves_nothing_to_see(page_of, case_system):
    course = case_system.register(received()).course
    (applies_until,) = StoredEstimate.objects.values_list("applies_until", flat=True)
    assert run(at(due_on(applies_until, months=12) - timedelta(days=1))) == {}
    assert run(at(due_on(applies_until, months=12)))["estimates deleted"] == 1
    course.refresh_from_db()
    assert (course.estimate_state, course.current_estimate) == ("not_profiled", None)
    assert page_of(f"/people/{course.key}/").status_code == 200


def test_an_ended_course_counts_from_its_end(case_system, municipalities):
    case_system.register(received(registered_on=date(2020, 1, 1), handed_over_on=None))
    Person.objects.get().courses.update(state="ended", ended_on=date(2024, 11, 22))
    assert queries.people_due(HERE, months=24, today=date(2026, 11, 21)) == []
    assert queries.people_due(HERE, months=24, today=date(2026, 11, 22)) == ["p-1"]


@pytest.mark.requirement("R-ACC-02", part="terms of the log", shows="works")
def test_months_of_the_log_go_when_their_term_is_over(municipalities, two, client, monkeypatch):
    first = AuditRecord.objects.filter(municipality=HERE).count()
    assert first
    propose(client, two[0], kind=Kept.LOG, months=6)
    decide(client, two[1])
    run(NOW + timedelta(days=120))
    assert AuditRecord.objects.filter(municipality=HERE, at__lte=NOW).count() >= first
    run(NOW + timedelta(days=260))
    assert not AuditRecord.objects.filter(municipality=HERE, at__lte=NOW).exists()
    assert AuditSegment.objects.filter(municipality=HERE, is_dropped=True).exists(), "the closing hash stays"


def test_a_run_that_is_cut_off_leaves_what_it_did_and_goes_on(case_system, municipalities, monkeypatch):
    from lighed.web.actions.retention import nightly

    for number in range(3):
        ids = {
            "event_id": f"event-0000{number}",
            "person_id": f"borger-0000{number}",
            "course_id": f"forloeb-0{number}",
        }
        case_system.register(received(**ids, display_name=f"Person Nummer{number}"))
    ReceivedEvent.objects.update(received_at=NOW - timedelta(days=800))
    whole, n_calls = nightly.erase_without_proof, []

    def cut_off(*args, **kwargs):
        if n_calls:
            raise KeyboardInterrupt
        n_calls.append(1)
        return whole(*args, **kwargs)

    monkeypatch.setattr(nightly, "erase_without_proof", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert (Person.objects.count(), Erasure.objects.filter(is_proved=False).count()) == (2, 1)
    monkeypatch.setattr(nightly, "erase_without_proof", whole)
    assert run()["people erased"] == 2
    assert (Person.objects.count(), Erasure.objects.filter(is_proved=True).count()) == (0, 2)


def test_those_who_could_not_be_estimated_are_when_they_can(case_system, municipalities):
    EmergencyStop.objects.create(
        municipality_id=HERE, effect="stop", reason="x", begun_by="x", begun_at=NOW, ended_at=None
    )
    course = case_system.register(received(event=Moment.REGISTRATION)).course
    assert "estimates made again" not in run()
    EmergencyStop.objects.update(ended_at=NOW)
    assert run()["estimates made again"] == 1
    course.refresh_from_db()
    assert course.estimate_state == "ready"


def test_the_page_tells_what_goes_next_and_holds_a_person(client, case_system, two):
    case_system.register(received(person_id="borger-00001"))
    ReceivedEvent.objects.update(received_at=NOW - timedelta(days=720))
    client.force_login(two[0])
    page = text(client)
    assert "Personer og deres forløb" in page.split("Slettes næste gang")[-1]
    given = {"person_id": "borger-00001", "until": "2027-01-31", "why": "Sag 14/2026"}
    assert client.post(f"{PAGE}holds/", {**given, "person_id": "nobody"}, headers=DANISH).status_code == 422
    assert client.post(f"{PAGE}holds/", {**given, "until": "2026-11-21"}, headers=DANISH).status_code == 422
    assert client.post(f"{PAGE}holds/", {**given, "why": ""}, headers=DANISH).status_code == 422
    assert client.post(f"{PAGE}holds/", given, headers=DANISH).status_code == 302
    page = text(client)
    assert "borger-00001" in page
    assert "Sag 14/2026" in page
    (hold,) = queries.holds(HERE, today=timezone.localdate())
    assert client.post(f"{PAGE}holds/{hold.pk}/lift/").status_code == 302
    assert "Ingen er tilbageholdt." in text(client)
    assert client.post(f"{PAGE}holds/{hold.pk}/lift/").status_code == 404


@pytest.mark.requirement("C9", part="reviews fall due", shows="works")
def test_what_is_overdue_is_told(case_system, municipalities):
    person = case_system.register(received()).course.person
    RightsRequest.objects.create(
        municipality_id=HERE, person=person, kind="access", state="open", channel="letter",
        received_at=NOW - timedelta(days=60), recorded_by="x", due_on=NOW.date() - timedelta(days=1),
    )  # fmt: skip
    LegalBasisEntry.objects.filter(municipality=HERE).update(review_due=NOW.date())
    assert run() == {"requests past their day": 1}
    LegalBasisEntry.objects.filter(municipality=HERE).update(review_due=NOW.date() - timedelta(days=1))
    assert run() == {"requests past their day": 1, "legal bases past their review": 1}


def test_whoever_is_heard_of_again_while_the_run_is_under_way_stays(case_system, municipalities, monkeypatch):
    from lighed.web.actions.retention import nightly

    case_system.register(received())
    ReceivedEvent.objects.update(received_at=NOW - timedelta(days=800))
    whole = nightly.erase_without_proof

    def meanwhile(*args, **kwargs):
        ReceivedEvent.objects.update(received_at=NOW)
        return whole(*args, **kwargs)

    monkeypatch.setattr(nightly, "erase_without_proof", meanwhile)
    run()
    assert Person.objects.count() == 1
    assert not Erasure.objects.exists()
    assert erasure_ledger.read_lines() == []
