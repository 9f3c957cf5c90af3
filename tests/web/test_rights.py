"""What a person was told, chose and asked for: on record, and in force in the same step."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from lighed.governance import (
    Choice,
    ChoiceRefused,
    Conditions,
    Moment,
    Participation,
    RequestKind,
    RequestRefused,
    Role,
)
from lighed.records.registration import Information
from lighed.web import actions, queries, row_security
from lighed.web.actions.arrivals import arrived, inboxes
from lighed.web.actions.citizen import rights
from lighed.web.models import (
    AuditRecord,
    Channel,
    ContactCourse,
    EstimateState,
    InformationGiven,
    Municipality,
    ParticipationChoice,
    RightsRequest,
    StoredEstimate,
)
from tests.web.factories import HERE, assessed, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
GUIDANCE = "Du kan klage til Enghavn Kommune eller til Datatilsynet."
ANSWER = f"Jonas Bruun har set på sagen og lagt vægt på dine ord. {GUIDANCE}"


def basis(participation: Participation, *, is_information_first: bool = False) -> None:
    enter_legal_basis(conditions=Conditions(participation, is_information_first=is_information_first))


def state() -> tuple[str, int]:
    course = ContactCourse.objects.get()
    assert (course.current_estimate is None) == (course.estimate_state != EstimateState.READY)
    return course.estimate_state, StoredEstimate.objects.count()


def choose(person, choice: Choice, **changes) -> None:
    actions.record_choice(person, choice=choice, channel=Channel.PHONE, audit=audit(), **changes)


def ask(person, kind: RequestKind = RequestKind.OBJECTION, words: str = "Jeg er uenig.") -> RightsRequest:
    today = timezone.localdate()
    return actions.receive_request(
        person, kind=kind, words=words, channel=Channel.LETTER, received_on=today, audit=audit()
    )


@pytest.fixture
def person(case_system):
    return case_system.register(received()).course.person


@pytest.fixture
def reviewer(municipalities):
    """Jonas, who is nobody's caseworker here."""
    return actions.create_user(
        "jonas", name="Jonas Bruun", municipality=HERE, password=PASSWORD, caseworker_id="s-2", audit=audit()
    )


READY, GONE = (EstimateState.READY, 1), (EstimateState.NOT_PROFILED, 0)


def test_a_no_erases_the_estimates_of_both_moments_and_every_trace_in_one_step(case_system):
    basis(Participation.OPT_OUT)
    case_system.register(received())
    hand_over = {"event": Moment.HAND_OVER, "estimate": assessed(0.7, moment=Moment.HAND_OVER)}
    person = case_system.register(received(event_id="e-2", **hand_over)).course.person
    assert state() == (EstimateState.READY, 2)
    before = AuditRecord.objects.count()
    choose(person, Choice.NO)
    assert state() == GONE
    assert ContactCourse.objects.get().refusals == []
    assert AuditRecord.objects.count() == before + 1
    assert AuditRecord.objects.latest("id").kind == "change"


def test_a_no_that_fails_half_way_leaves_everything_as_it_was(person, monkeypatch):
    basis(Participation.OPT_OUT)

    def fail(**_):
        raise RuntimeError("half way")

    monkeypatch.setattr("lighed.web.actions.citizen.rights.record", fail)
    with pytest.raises(RuntimeError):
        choose(person, Choice.NO)
    assert (state(), ParticipationChoice.objects.count()) == (READY, 0)


def test_one_chooses_as_often_as_one_likes(person):
    basis(Participation.OPT_OUT)
    person_again = ContactCourse.objects.get().person
    for choice in (Choice.NO, Choice.YES, Choice.NO, Choice.NO, Choice.YES):
        choose(person_again, choice)
        assert state()[0] == (EstimateState.READY if choice is Choice.YES else EstimateState.NOT_PROFILED)
    assert ParticipationChoice.objects.count() == 5


@pytest.mark.requirement("R-LEG-06", part="no estimate without a recorded choice", shows="works")
@pytest.mark.requirement("B3", part="a condition is enforced", shows="works")
def test_under_opt_in_nothing_is_estimated_before_a_yes(case_system, page_of):
    basis(Participation.OPT_IN)
    course = case_system.register(received()).course
    assert state() == GONE
    assert "Ikke profileret" in page_of(f"/people/{course.key}/").content.decode()
    choose(course.person, Choice.YES)
    assert state() == READY
    assert "Af 100 tidligere forløb" in page_of(f"/people/{course.key}/").content.decode()
    choose(course.person, Choice.NO)
    assert state() == GONE


@pytest.mark.requirement("R-LEG-06", part="no estimate without a recorded choice", shows="refuses")
@pytest.mark.requirement("B3", part="a condition is enforced", shows="refuses")
@pytest.mark.parametrize("mode", [Participation.OPT_OUT, Participation.OPT_IN])
def test_after_a_no_no_event_brings_an_estimate(case_system, mode):
    basis(mode)
    person = case_system.register(received()).course.person
    choose(person, Choice.NO)
    course = case_system.register(received(event_id="e-2", event=Moment.HAND_OVER)).course
    actions.estimate_again(course, audit=audit())
    assert state() == GONE


def test_where_the_law_gives_no_choice_none_is_taken_and_objection_is_named(person):
    with pytest.raises(ChoiceRefused, match="object instead") as refused:
        choose(person, Choice.NO)
    assert "indsigelse" in refused.value.text.da
    assert (state(), ParticipationChoice.objects.count()) == (READY, 0)


def test_where_no_law_is_in_force_a_no_is_taken_all_the_same(person):
    enter_legal_basis(valid_to=date(2026, 1, 1))
    choose(person, Choice.NO)
    assert state() == GONE


def test_a_no_while_a_registration_is_being_estimated_leaves_no_estimate(case_system, person, monkeypatch):
    basis(Participation.OPT_OUT)
    inner = inboxes.workflow.receive_registration
    read = []

    def receive_and_be_told_no(document, **asked):
        answer = inner(document, **asked)
        if not read:
            read.append(answer.estimate)
            choose(person, Choice.NO)
        return answer

    monkeypatch.setattr(inboxes.workflow, "receive_registration", receive_and_be_told_no)
    case_system.register(received(event_id="e-2", event=Moment.HAND_OVER))
    assert read[0] is not None, "the first reading was allowed an estimate"
    assert state() == GONE


@pytest.mark.requirement("R-CIT-01", shows="works")
def test_information_brings_the_estimate_that_only_waited_for_it(case_system, page_of):
    basis(Participation.OPT_OUT, is_information_first=True)
    course = case_system.register(received()).course
    assert state() == GONE
    form = {"channel": "letter", "text_version": "brev-3", "given_on": "2026-11-20"}
    page_of("/")
    from django.test import Client

    client = Client()
    client.force_login(actions.create_user("ida", name="Ida", municipality=HERE, password=PASSWORD, audit=audit()))
    assert client.post(f"/people/{course.key}/information/", form).status_code == 302
    given = InformationGiven.objects.get()
    assert (given.channel, given.text_version, given.given_on) == ("letter", "brev-3", date(2026, 11, 20))
    assert given.recorded_at == timezone.now()
    assert state() == READY


@pytest.mark.requirement("R-CIT-01", shows="refuses")
def test_without_information_there_is_no_estimate_and_staff_are_not_told_why(case_system, page_of):
    basis(Participation.OPT_OUT, is_information_first=True)
    course = case_system.register(received()).course
    assert state() == GONE
    page = page_of(f"/people/{course.key}/").content.decode()
    assert "Ikke profileret" in page
    assert "information først" not in page


@pytest.mark.parametrize(
    ("changes", "field"), [({"text_version": "  "}, "text_version"), ({"given_on": date(2026, 11, 23)}, "given_on")]
)
def test_information_that_cannot_be_right_is_refused(person, changes, field):
    said = {"channel": Channel.LETTER, "text_version": "1", "given_on": date(2026, 11, 20), **changes}
    with pytest.raises(actions.InformationRefused) as refused:
        actions.record_information(person, **said, audit=audit())
    assert refused.value.field == field
    assert not InformationGiven.objects.exists()


def test_information_on_the_event_itself_counts_and_is_kept(case_system):
    basis(Participation.OPT_OUT, is_information_first=True)
    told = Information(channel="digital_post", text_version="1", given_on=date(2026, 11, 2))
    case_system.register(received(information=told))
    assert state() == READY
    assert InformationGiven.objects.get().channel == "digital_post"


def test_the_version_being_unusable_does_not_undo_what_the_person_said(case_system, person, caplog):
    basis(Participation.OPT_OUT)
    choose(person, Choice.NO)
    case_system.answers["e-1"] = actions.VersionError("another register")
    choose(person, Choice.YES)
    assert state() == GONE
    assert ParticipationChoice.objects.count() == 2
    assert "No estimate can be made again: another register" in caplog.text


@pytest.mark.requirement("R-LEG-07", part="recorded and paused", shows="refuses")
def test_from_an_objection_on_there_is_no_estimate(case_system, person):
    assert state() == READY
    ask(person)
    assert state() == GONE
    case_system.register(received(event_id="e-2", event=Moment.HAND_OVER))
    assert state() == GONE


def decide(request, reviewer, result: str, answer: str = ANSWER) -> None:
    actions.assign_request(request, to=reviewer, audit=audit())
    actions.answer_request(request, by=reviewer, result=result, answer=answer, audit=audit())


def test_an_objection_that_is_not_upheld_lets_the_estimate_be_made_again(person, reviewer):
    decide(ask(person), reviewer, "not_upheld")
    assert state() == READY


def test_an_objection_that_is_upheld_holds_until_it_is_taken_back(case_system, person, reviewer):
    request = ask(person)
    decide(request, reviewer, "upheld")
    case_system.register(received(event_id="e-2", event=Moment.HAND_OVER))
    assert state() == GONE
    choose_refused = pytest.raises(ChoiceRefused)
    with choose_refused:
        choose(person, Choice.YES)
    actions.withdraw_request(request, audit=audit())
    assert state()[0] == EstimateState.READY
    with pytest.raises(RequestRefused):
        actions.withdraw_request(request, audit=audit())


def test_one_objection_decided_does_not_lift_another(person, reviewer):
    first, _second = ask(person), ask(person)
    decide(first, reviewer, "not_upheld")
    assert state() == GONE


def test_no_choice_overrides_an_objection(person):
    basis(Participation.OPT_OUT)
    ask(person)
    choose(person, Choice.YES)
    assert state() == GONE


def test_a_request_for_review_leaves_the_estimate(person):
    ask(person, RequestKind.REVIEW)
    assert state() == READY


@pytest.mark.parametrize("kind", [RequestKind.REVIEW, RequestKind.OBJECTION])
def test_the_own_caseworker_answers_nothing_that_contests_the_estimate(person, caseworker, reviewer, kind):
    request = ask(person, kind)
    with pytest.raises(RequestRefused, match="own caseworker"):
        actions.assign_request(request, to=caseworker, audit=audit())
    # Nor whoever has become the caseworker since.
    actions.assign_request(request, to=reviewer, audit=audit())
    ContactCourse.objects.update(caseworker_id=reviewer.caseworker_id)
    with pytest.raises(RequestRefused, match="own caseworker"):
        actions.answer_request(request, by=reviewer, result="not_upheld", answer=ANSWER, audit=audit())


def test_only_the_one_who_is_named_answers_and_only_once(person, reviewer):
    other = actions.create_user(
        "dorte", name="Dorte", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    request = ask(person, RequestKind.ACCESS)
    actions.assign_request(request, to=reviewer, audit=audit())
    with pytest.raises(RequestRefused, match="assigned to someone else"):
        actions.answer_request(request, by=other, result="upheld", answer=ANSWER, audit=audit())
    actions.answer_request(request, by=reviewer, result="upheld", answer=ANSWER, audit=audit())
    with pytest.raises(RequestRefused, match="closed"):
        actions.answer_request(request, by=reviewer, result="upheld", answer=ANSWER, audit=audit())


def test_a_request_is_assigned_to_staff_of_the_municipality(person, caseworker_elsewhere):
    administrator = actions.create_user(
        "adam", name="Adam", municipality=HERE, password=PASSWORD, roles=(Role.ADMINISTRATOR,), audit=audit()
    )
    request = ask(person, RequestKind.ACCESS)
    for someone in (caseworker_elsewhere, administrator):
        with pytest.raises(RequestRefused):
            actions.assign_request(request, to=someone, audit=audit())
    assert not {"bo", "adam"} & {user.username for user in queries.who_can_answer(request)}


@pytest.mark.requirement("R-HUM-04", shows="works")
@pytest.mark.requirement(
    "R-LEG-06", part="the share handled without an estimate is set by the municipality", shows="works"
)
@pytest.mark.parametrize("share", [0, 5, 40, 100])
def test_the_municipalitys_share_is_drawn_and_gets_no_estimate(case_system, monkeypatch, share):
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=share)
    # One ticket of each kind, in an order of its own: the draw is exact, not likely.
    tickets = iter([37 * n % 100 for n in range(100)])
    monkeypatch.setattr(arrived.secrets, "randbelow", lambda n: next(tickets) if n == 100 else pytest.fail("of 100"))
    for number in range(100):
        ids = {name: f"{name}-{number}" for name in ("event_id", "course_id", "person_id")}
        case_system.register(received(**ids))
    held_out = ContactCourse.objects.filter(is_held_out=True)
    assert held_out.count() == share
    assert set(held_out.values_list("estimate_state", "current_estimate")) <= {("not_profiled", None)}
    assert StoredEstimate.objects.count() == 100 - share


@pytest.mark.requirement("R-HUM-04", shows="refuses")
@pytest.mark.requirement(
    "R-LEG-06", part="the share handled without an estimate is set by the municipality", shows="refuses"
)
def test_who_is_drawn_stays_without_whatever_comes(case_system, monkeypatch):
    basis(Participation.OPT_IN)
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=5)
    monkeypatch.setattr(arrived.secrets, "randbelow", lambda n: 4)
    course = case_system.register(received()).course
    choose(course.person, Choice.YES)
    told = {"channel": Channel.LETTER, "text_version": "1", "given_on": timezone.localdate()}
    actions.record_information(course.person, **told, audit=audit())
    case_system.register(received(event_id="e-2", event=Moment.HAND_OVER))
    actions.estimate_again(ContactCourse.objects.get(), audit=audit())
    assert state() == GONE


def test_the_draw_is_made_once_and_knows_nothing_of_the_person(case_system, monkeypatch):
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=5)
    drawn = iter([4])
    monkeypatch.setattr(arrived.secrets, "randbelow", lambda n: next(drawn))
    case_system.register(received())
    assert case_system.register(received(event_id="e-2", event=Moment.HAND_OVER)).course.is_held_out


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory, where a reader is refused and never waits; a site has one writer at a time",
)
@pytest.mark.django_db(transaction=True)
def test_a_registration_that_is_stored_while_a_no_is_recorded_waits_and_keeps_no_estimate(case_system, monkeypatch):
    """Two connections: the no holds the person, the registration has been estimated and is about to be stored."""
    basis(Participation.OPT_OUT)
    person = case_system.register(received()).course.person
    case_system.answers["e-2"] = received(event_id="e-2", event=Moment.HAND_OVER)
    said, faults = threading.Event(), []
    erase = rights.erase_estimates

    def erase_slowly(people):
        said.set()
        time.sleep(0.5)
        return erase(people)

    monkeypatch.setattr(rights, "erase_estimates", erase_slowly)

    def say_no():
        try:
            with row_security.municipality_in_view(row_security.EVERY):
                choose(person, Choice.NO)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=say_no)
    thread.start()
    assert said.wait(10)
    course = case_system.register(case_system.answers["e-2"]).course
    thread.join(10)
    assert faults == []
    assert (course.reached, ParticipationChoice.objects.count()) == (Moment.HAND_OVER.value, 1)
    assert state() == GONE
