"""B5: a person says that a value is wrong; the source corrects it, or a human being answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lighed.governance import EventKind, Participation, RequestKind, Role, Text
from lighed.governance.legal_basis import Conditions
from lighed.transparency.letters import LetterKind
from lighed.web import actions, queries
from lighed.web.actions.arrivals import arrived
from lighed.web.actions.citizen.corrections import settle_waiting
from lighed.web.models import (
    ContactCourse,
    FormerEstimate,
    Inbox,
    Letter,
    Municipality,
    RightsRequest,
    StoredEstimate,
    Task,
)
from tests.web.factories import (
    HERE,
    NOW,
    assessed,
    audit,
    cannot_be_assessed,
    enter_legal_basis,
    received,
    shown_values,
)
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/my/data/licences/correct/"
RIGHT = "Jeg har kørekort til tre slags køretøjer."


@pytest.fixture
def course(case_system) -> ContactCourse:
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    return case_system.register(received()).course


@pytest.fixture
def client_of(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


@pytest.fixture
def citizen(course):
    return actions.create_citizen(course.person, username="dina", name="Dina Ali", password=PASSWORD, audit=audit())


@pytest.fixture
def sent(client_of, citizen, caseworker) -> RightsRequest:
    response = client_of(citizen).post(PAGE, {"right": RIGHT, "words": "Der står to."})
    assert response.status_code == 302
    return RightsRequest.objects.get()


@pytest.fixture
def source(case_system, monkeypatch):
    """The case system sends the person's data again, with another value: facts behind the estimate."""
    monkeypatch.setattr(arrived.workflow, "corrects_what_was_known", lambda *_given, **_named: True)

    def sends(value: str | None, *, estimate=None, number: int = 2, is_worked: bool = True) -> ContactCourse:
        now = None if value is None else Text(da=value, en=value)
        values = tuple(
            replace(one, value=now) if one.element == "licences" else one for one in shown_values(date(2026, 11, 2))
        )
        course = case_system.register(
            received(
                event_id=f"e-{number}",
                kind=EventKind.DATA_CHANGED,
                occurred_on=date(2026, 11, 20),
                values=values,
                estimate=estimate or assessed(0.47),
            )
        ).course
        if is_worked:
            work()
        return course

    return sends


def work() -> None:
    """What a worker does with what is out of date."""
    for inbox in Inbox.objects.all():
        actions.work_inbox(inbox.pk, at_once=True, audit=audit())


@pytest.mark.requirement("R-CIT-04", part="with a deadline", shows="works")
def test_the_person_gets_a_receipt_and_a_day(client_of, citizen, caseworker):
    client = client_of(citizen)
    page = main_text(client.get(PAGE).content.decode())
    assert "Kørekortkategorier: 2" in page
    assert "Du får svar senest 22.12.2026." in page
    answered = client.post(PAGE, {"right": RIGHT, "words": "Der står to."}, follow=True)
    one = RightsRequest.objects.get()
    said = main_text(answered.content.decode())
    assert f"Din kvittering har nummer 2026-{one.pk}." in answered.content.decode()
    assert one.receipt in said
    assert RIGHT in said
    assert (one.kind, one.element, one.value_then) == ("correction", "licences", {"da": "2", "en": "2"})
    assert one.due_on == date(2026, 12, 22)
    assert one.assigned_to == "mette", "whoever looks after the case answers"


@pytest.mark.requirement("R-CIT-04", part="with a deadline", shows="refuses")
def test_without_what_is_right_nothing_is_sent_and_what_was_written_stays(client_of, citizen):
    response = client_of(citizen).post(PAGE, {"right": " ", "words": "Der står to."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Skriv, hvad der er rigtigt." in page
    assert "Der står to." in page
    assert 'role="alert"' in page
    assert not RightsRequest.objects.exists()


def test_the_same_value_is_corrected_once_at_a_time(client_of, citizen, sent):
    client = client_of(citizen)
    for response in (client.get(PAGE), client.post(PAGE, {"right": "Nej."})):
        assert response["Location"] == f"/my/requests/{sent.pk}/"
    assert RightsRequest.objects.count() == 1
    client.post(f"/my/requests/{sent.pk}/withdraw/")
    assert client.get(PAGE).status_code == 200


def test_what_is_not_on_the_persons_page_cannot_be_corrected(client_of, citizen, caseworker):
    assert client_of(citizen).get("/my/data/nonsense/correct/").status_code == 404
    assert client_of(caseworker).get(PAGE).status_code == 404


def test_staff_see_that_the_estimate_is_contested_and_the_band_stays(client_of, caseworker, course, sent):
    client = client_of(caseworker)
    page = main_text(client.get(f"/people/{course.key}/").content.decode())
    assert "Under indsigelse" in page
    assert "Borgeren siger, at noget er forkert: Kørekortkategorier. Se svar senest 22.12.2026." in page
    assert page.index(RIGHT) < page.index("Høj"), "the person's own words come first"
    assert "Under indsigelse" in client.get("/").content.decode()
    tasks = main_text(client.get("/tasks/").content.decode())
    assert "Rettelse" in tasks
    assert "22.12.2026" in tasks
    actions.withdraw_request(sent, audit=audit())
    assert "Under indsigelse" not in client.get(f"/people/{course.key}/").content.decode()


def test_where_nobody_is_the_caseworker_whoever_plans_gets_the_task(client_of, citizen, course):
    ContactCourse.objects.update(caseworker_id="")
    pia = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client_of(citizen).post(PAGE, {"right": RIGHT})
    one = RightsRequest.objects.get()
    assert one.assigned_to == ""
    page = client_of(pia).get("/tasks/?whose=nobody").content.decode()
    assert "Borgeren siger, at noget er forkert" in page
    assert RIGHT not in page
    actions.assign_request(one, to=pia, audit=audit())
    assert Task.objects.get().done_at is not None


@pytest.mark.requirement("R-DAT-08", part="estimated again within the limit", shows="works")
def test_when_the_source_corrects_it_the_estimate_is_made_anew_and_a_letter_says_what_changed(
    client_of, caseworker, citizen, course, sent, source
):
    before = StoredEstimate.objects.get()
    source("3", is_worked=False)
    page = main_text(client_of(caseworker).get(f"/people/{course.key}/").content.decode())
    assert "Forældet" in page
    assert "Under indsigelse" in page
    assert not Letter.objects.exists()
    work()
    now = StoredEstimate.objects.get()
    former = FormerEstimate.objects.get()
    assert (former.of_100, former.band) == (before.of_100, before.band)
    assert now.of_100 != before.of_100
    sent.refresh_from_db()
    assert (sent.state, sent.result, sent.value_now) == ("answered", "upheld", {"da": "3", "en": "3"})
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.CORRECTED.value
    for words in ("Kørekortkategorier (2 → 3)", f"blev {before.of_100} lange", f"blev {now.of_100} lange"):
        assert words in letter.body
    assert lix(letter.body) <= 35
    page = main_text(client_of(caseworker).get(f"/people/{course.key}/").content.decode())
    assert f"Før: Høj, {before.of_100} af 100" in page
    assert "Under indsigelse" not in page
    own = main_text(client_of(citizen).get(f"/my/requests/{sent.pk}/").content.decode())
    assert f"{before.of_100} af 100 blev lange" in own
    assert f"{now.of_100} af 100 blev lange" in own


@pytest.mark.requirement("R-DAT-08", part="estimated again within the limit", shows="refuses")
def test_what_comes_with_the_same_value_closes_nothing_and_sends_nothing(course, sent, source):
    source("2")
    sent.refresh_from_db()
    assert sent.state == "open"
    assert not Letter.objects.exists()


def test_a_value_that_the_source_takes_away_is_corrected_too(course, sent, source):
    source(None, estimate=cannot_be_assessed())
    sent.refresh_from_db()
    assert (sent.state, sent.value_now) == ("answered", None)
    assert "Værktøjet kan ikke vurdere dit forløb." in Letter.objects.get().body


def test_without_an_estimate_the_letter_tells_of_the_value_alone(client_of, citizen, course, sent, source):
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    client_of(citizen).post("/my/choice/", {"choice": "no"})
    source("3")
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.CORRECTION_ANSWER.value
    assert "Før: 2. Nu: 3." in letter.body
    assert "af 100" not in letter.body.lower()
    assert not FormerEstimate.objects.exists()


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
def test_a_no_takes_what_was_estimated_before_the_correction_too(client_of, citizen, course, sent, source):
    source("3")
    assert FormerEstimate.objects.exists()
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    client_of(citizen).post("/my/choice/", {"choice": "no"})
    assert not FormerEstimate.objects.exists()
    assert "blev" not in Letter.objects.get().body
    assert "af 100" not in client_of(citizen).get(f"/my/requests/{sent.pk}/").content.decode()


def test_a_human_being_answers_what_the_source_does_not_correct(client_of, citizen, caseworker, sent):
    client = client_of(caseworker)
    address = f"/oversight/requests/{sent.pk}/"
    page = main_text(client.get(address).content.decode())
    for words in ("Kørekortkategorier: 2", RIGHT, "Der står to.", sent.receipt):
        assert words in page
    answer = (
        "Mette har set på dit CV. Der står to slags kørekort, og det passer med Færdselsstyrelsen.\n\n"
        "Er du ikke enig i svaret, kan du klage til Enghavn Kommune på telefon 12 34 56 78. "
        "Du kan også klage til Datatilsynet over den måde, vi bruger dine oplysninger på."
    )
    assert client.post(address, {"step": "answer", "result": "not_upheld", "answer": answer}).status_code == 302
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.CORRECTION_ANSWER.value
    assert "Vi retter ikke oplysningen." in letter.body
    assert letter.body.count("Datatilsynet") == 1, "the guidance stands once"
    own = client_of(citizen).get(f"/my/requests/{sent.pk}/").content.decode()
    assert "Mette har set på dit CV." in own


def test_the_settling_of_another_person_touches_nothing(case_system, sent, source):
    other = case_system.register(received(event_id="e-9", course_id="c-9", person_id="p-9")).course
    assert actions.settle_corrections(other, audit=audit()) == 0
    sent.refresh_from_db()
    assert sent.state == "open"


def test_what_was_left_behind_is_settled_by_night(course, sent, source, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("lighed.web.actions.arrivals.inboxes.settle_corrections", lambda *_given, **_named: 0)
        source("3")
    sent.refresh_from_db()
    assert sent.state == "open"
    assert settle_waiting(HERE, audit=audit()) == 1
    assert settle_waiting(HERE, audit=audit()) == 0
    assert Letter.objects.get().kind == LetterKind.CORRECTED.value


@pytest.mark.parametrize("address", [PAGE, "/my/requests/review/"])
def test_the_pages_are_easy_to_read(client_of, citizen, address):
    assert lix(main_text(client_of(citizen).get(address).content.decode())) <= 35


def test_another_persons_request_is_not_found(client_of, case_system, sent):
    other = case_system.register(received(event_id="e-9", course_id="c-9", person_id="p-9")).course.person
    user = actions.create_citizen(other, username="per", name="Per", password=PASSWORD, audit=audit())
    assert client_of(user).get(f"/my/requests/{sent.pk}/").status_code == 404


def test_an_open_correction_is_found_by_kind_and_element(course, sent):
    assert queries.open_request(course.person, RequestKind.CORRECTION, element="licences") == sent
    assert queries.open_request(course.person, RequestKind.CORRECTION, element="age") is None
    assert sent.received_at == NOW
