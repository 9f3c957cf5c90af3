"""G10: the queue of requests, who may answer, and what an answer must hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import RequestKind, RequestRefused, Role
from lighed.web import actions
from lighed.web.models import AuditRecord, Channel, ContactCourse, Municipality, RightsRequest, StoredEstimate
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
QUEUE = "/oversight/requests/"
ANSWER = (
    "Jonas Bruun har set på dit forløb. Han har lagt vægt på, at du har søgt i hele landet.\n\n"
    "Er du ikke enig i svaret, kan du klage til Enghavn Kommune på telefon 12 34 56 78 eller til Datatilsynet."
)


def ask(person, kind: RequestKind = RequestKind.REVIEW, *, received_on: date | None = None) -> RightsRequest:
    return actions.receive_request(
        person,
        kind=kind,
        words="Jeg har søgt i hele landet.",
        channel=Channel.LETTER,
        received_on=received_on or timezone.localdate(),
        audit=audit(),
    )


@pytest.fixture
def person(case_system):
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    return case_system.register(received()).course.person


@pytest.fixture
def staff(municipalities):
    def made(username: str, *roles: Role, caseworker_id: str = "", municipality: str = HERE):
        return actions.create_user(
            username,
            name=username.title(),
            municipality=municipality,
            password=PASSWORD,
            caseworker_id=caseworker_id,
            roles=roles,
            audit=audit(),
        )

    return made


@pytest.fixture
def planner(staff):
    return staff("pia", Role.PLANNER)


@pytest.fixture
def jonas(staff):
    return staff("jonas", Role.CASEWORKER, caseworker_id="s-2")


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def test_an_empty_queue_says_so(as_, planner):
    assert "Ingen anmodninger." in as_(planner).get(QUEUE).content.decode()


@pytest.mark.requirement("R-CIT-04", part="with a deadline", shows="works")
@pytest.mark.requirement("R-LEG-07", part="the deadline is shown", shows="works")
def test_the_queue_shows_each_deadline_and_says_in_words_which_have_passed(as_, planner, person):
    ask(person, RequestKind.OBJECTION)
    ask(person, received_on=timezone.localdate() - timedelta(days=40))
    page = as_(planner).get(QUEUE).content.decode()
    assert "22.12.2026" in page
    assert "over fristen" in page
    assert page.index("over fristen") < page.index("22.12.2026"), "what is due first stands first"
    only = as_(planner).get(f"{QUEUE}?overdue=yes").content.decode()
    assert "over fristen" in only
    assert "22.12.2026" not in only


def test_the_queue_can_be_narrowed(as_, planner, person):
    ask(person, RequestKind.OBJECTION)
    client = as_(planner)
    for query, is_there in (
        ("?kind=objection", True),
        ("?kind=review", False),
        ("?assigned=me", False),
        ("?assigned=nobody", True),
        ("?state=answered", False),
        ("?state=nonsense", True),
    ):
        assert ("Åse Nørgaard" in client.get(QUEUE + query).content.decode()) is is_there, query
    assert "Ingen anmodninger passer" in client.get(f"{QUEUE}?kind=review").content.decode()


@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="works")
@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="works")
@pytest.mark.requirement("R-LEG-07", part="a named person decides", shows="works")
@pytest.mark.requirement("R-LEG-07", part="recorded and paused", shows="works")
@pytest.mark.requirement("C10", part="objects", shows="works")
def test_an_objection_is_assigned_and_decided_by_a_named_person(as_, planner, jonas, caseworker, person):
    request = ask(person, RequestKind.OBJECTION)
    assert not StoredEstimate.objects.exists()
    address = f"{QUEUE}{request.pk}/"
    page = as_(planner).get(address).content.decode()
    assert page.index("Jeg har søgt i hele landet.") < page.index("Svar senest")
    assert 'value="jonas"' in page
    assert 'value="mette"' not in page, "the person's own caseworker cannot be chosen"
    assert as_(planner).post(address, {"step": "assign", "to": "jonas"}).status_code == 302
    client = as_(jonas)
    assert "Åse Nørgaard" in client.get(QUEUE).content.decode()
    assert client.post(address, {"step": "answer", "result": "not_upheld", "answer": ANSWER}).status_code == 302
    answered = RightsRequest.objects.get()
    assert (answered.state, answered.result, answered.answered_by) == ("answered", "not_upheld", "jonas")
    assert StoredEstimate.objects.exists()
    assert "har søgt i hele landet.\n" not in client.get(address).content.decode()


@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="refuses")
@pytest.mark.requirement("R-LEG-07", part="a named person decides", shows="refuses")
def test_the_own_caseworker_can_neither_be_chosen_nor_answer(as_, planner, jonas, caseworker, person):
    request = ask(person)
    address = f"{QUEUE}{request.pk}/"
    response = as_(planner).post(address, {"step": "assign", "to": "mette"})
    assert response.status_code == 200
    assert RightsRequest.objects.get().assigned_to == ""
    assert as_(caseworker).get(address).status_code == 404
    as_(planner).post(address, {"step": "assign", "to": "jonas"})
    ContactCourse.objects.update(caseworker_id="s-2")
    response = as_(jonas).post(address, {"step": "answer", "result": "upheld", "answer": ANSWER})
    assert response.status_code == 404, "the course became his, and so did the request's secret"
    assert RightsRequest.objects.get().state == "open"


@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="refuses")
def test_the_officer_assigns_but_is_not_assigned(as_, staff, jonas, caseworker, person):
    request, officer = ask(person), staff("dorte", Role.DPO)
    address = f"{QUEUE}{request.pk}/"
    page = as_(officer).get(address).content.decode()
    assert 'value="jonas"' in page
    assert 'value="dorte"' not in page
    as_(officer).post(address, {"step": "assign", "to": "dorte"})
    assert RightsRequest.objects.get().assigned_to == ""
    with pytest.raises(RequestRefused, match="data protection officer"):
        actions.assign_request(request, to=officer, audit=audit())
    as_(officer).post(address, {"step": "assign", "to": "jonas"})
    assert RightsRequest.objects.get().assigned_to == "jonas"


def test_the_worklist_tells_who_is_to_answer(as_, planner, jonas, caseworker, person):
    request = ask(person, RequestKind.ACCESS)
    assert "tildelt dig" not in as_(jonas).get("/").content.decode()
    actions.assign_request(request, to=jonas, audit=audit())
    page = as_(jonas).get("/").content.decode()
    assert "1 anmodning er tildelt dig." in page
    assert f'href="{QUEUE}?assigned=me"' in page
    assert "Åse Nørgaard" in as_(jonas).get(f"{QUEUE}?assigned=me").content.decode()
    assert "tildelt dig" not in as_(planner).get("/").content.decode()
    as_(jonas).post(f"{QUEUE}{request.pk}/", {"step": "answer", "result": "upheld", "answer": ANSWER})
    assert "tildelt dig" not in as_(jonas).get("/").content.decode()


def test_who_is_to_answer_is_at_a_task_with_that_person(as_, planner, jonas, caseworker, person):
    request = ask(person, RequestKind.ACCESS)
    actions.assign_request(request, to=jonas, audit=audit())
    address = f"{QUEUE}{request.pk}/"
    course = person.courses.get()
    for _ in range(2):
        assert as_(jonas).get(address).status_code == 200
    as_(jonas).get(f"/people/{course.key}/")
    as_(jonas).post(address, {"step": "answer", "result": "upheld", "answer": ANSWER})
    as_(jonas).get(address)
    looks = AuditRecord.objects.filter(actor="jonas", kind="read").exclude(subject="")
    assert looks.count() >= 3
    assert not looks.filter(flags__contains="outside_task").exists()
    RightsRequest.objects.update(answered_at=timezone.now() - timedelta(days=2))
    as_(jonas).get(address)
    assert looks.filter(flags__contains="outside_task").count() == 1


@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="refuses")
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Vi har set på sagen og er ikke enige med dig.", "Svaret mangler klagevejledning."),
        ("Klag til Datatilsynet. Vi har set på sagen og er ikke enige.", "Svaret mangler klagevejledning."),
        ("Klag: 12 34 56 78, Datatilsynet.", "Svaret mangler en begrundelse."),
        ("", "Svaret mangler klagevejledning."),
    ],
)
def test_an_answer_that_lacks_a_part_is_refused_and_what_was_written_is_kept(as_, planner, jonas, person, answer, why):
    request = ask(person, RequestKind.ACCESS)
    actions.assign_request(request, to=jonas, audit=audit())
    response = as_(jonas).post(f"{QUEUE}{request.pk}/", {"step": "answer", "result": "upheld", "answer": answer})
    page = response.content.decode()
    assert response.status_code == 200
    assert why in page
    assert answer in page
    assert 'role="alert"' in page
    assert RightsRequest.objects.get().state == "open"


def test_the_answer_begins_with_the_complaint_guidance_in_it(as_, jonas, person):
    request = ask(person, RequestKind.ACCESS)
    actions.assign_request(request, to=jonas, audit=audit())
    page = as_(jonas).get(f"{QUEUE}{request.pk}/").content.decode()
    assert "kan du klage til Enghavn Kommune på telefon 12 34 56 78" in page
    assert "Datatilsynet" in page


@pytest.mark.requirement("R-CIT-04", part="with a deadline", shows="refuses")
@pytest.mark.requirement("R-LEG-07", part="the deadline is shown", shows="refuses")
def test_more_time_is_given_once_and_with_a_reason(as_, planner, person):
    request = ask(person)
    address = f"{QUEUE}{request.pk}/"
    client = as_(planner)
    refused = client.post(address, {"step": "extend", "reason": " "})
    assert (refused.status_code, "Skriv, hvorfor svaret" in refused.content.decode()) == (200, True)
    assert client.post(address, {"step": "extend", "reason": "Vi venter på a-kassen."}).status_code == 302
    extended = RightsRequest.objects.get()
    assert (extended.due_on, extended.extended_on) == (date(2027, 2, 22), date(2026, 11, 22))
    assert 'value="extend"' not in client.get(address).content.decode()
    client.post(address, {"step": "extend", "reason": "Igen."})
    assert RightsRequest.objects.get().due_on == date(2027, 2, 22)


def test_a_caseworker_sees_only_the_own_tasks(as_, jonas, staff, person):
    request = ask(person, RequestKind.ACCESS)
    address = f"{QUEUE}{request.pk}/"
    assert as_(jonas).get(address).status_code == 404
    assert "Åse" not in as_(jonas).get(QUEUE).content.decode()
    actions.assign_request(request, to=jonas, audit=audit())
    page = as_(jonas).get(address).content.decode()
    assert "Åse" in page
    assert 'value="assign"' not in page, "only those who assign can pass it on"
    assert as_(jonas).post(address, {"step": "assign", "to": "jonas"}).status_code == 200


def test_no_other_municipality_and_no_other_role_sees_it(as_, staff, person):
    request = ask(person)
    for who in (
        staff("pelle", Role.PLANNER, municipality=ELSEWHERE),
        staff("mona", Role.MANAGER),
        staff("adam", Role.ADMINISTRATOR),
    ):
        assert as_(who).get(f"{QUEUE}{request.pk}/").status_code == 404
        response = as_(who).get(QUEUE)
        assert response.status_code == 404 or "Åse" not in response.content.decode()


def test_each_look_at_a_request_is_written_down_for_its_purpose(as_, planner, person):
    request = ask(person)
    as_(planner).get(f"{QUEUE}{request.pk}/")
    row = AuditRecord.objects.latest("id")
    assert (row.kind, row.actor, row.purpose) == ("read", "pia", "rights_of_the_person")
    assert row.subject


@pytest.mark.parametrize("kind", [kind.value for kind in RequestKind])
def test_staff_record_what_came_by_letter(as_, caseworker, person, kind):
    course = ContactCourse.objects.get()
    form = {"kind": kind, "words": "Jeg vil vide mere.", "channel": "letter", "received_on": "2026-11-18"}
    assert as_(caseworker).post(f"/people/{course.key}/request/", form).status_code == 302
    request = RightsRequest.objects.get()
    assert (request.kind, request.due_on) == (kind, date(2026, 12, 18))


@pytest.mark.parametrize(
    "changes", [{"words": "", "kind": "review"}, {"received_on": "2026-11-23"}, {"channel": "pigeon"}, {"kind": "x"}]
)
def test_a_request_that_cannot_be_right_is_not_recorded(as_, caseworker, person, changes):
    course = ContactCourse.objects.get()
    form = {"kind": "objection", "words": "Nej", "channel": "letter", "received_on": "2026-11-18", **changes}
    response = as_(caseworker).post(f"/people/{course.key}/request/", form)
    assert response.status_code == 200
    assert "Det blev ikke gemt" in response.content.decode()
    assert not RightsRequest.objects.exists()
    assert StoredEstimate.objects.exists()


def test_staff_of_another_municipality_record_nothing(as_, caseworker_elsewhere, person):
    course = ContactCourse.objects.get()
    for name in ("information", "choice", "request"):
        assert as_(caseworker_elsewhere).get(f"/people/{course.key}/{name}/").status_code == 404
        assert as_(caseworker_elsewhere).post(f"/people/{course.key}/{name}/", {}).status_code == 404
