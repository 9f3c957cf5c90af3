"""Staff see one state of everyone without an estimate, whatever the reason: nothing tells one reason from another."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from lighed.governance import Choice, Conditions, Moment, Participation, RequestKind, Role
from lighed.records.registration import Information
from lighed.web import actions
from lighed.web.actions.arrivals import arrived
from lighed.web.models import Channel, ContactCourse, Municipality, RightsRequest
from lighed.web.queries.worklist.choices import ALLOWED
from tests.web.factories import HERE, assessed, audit, enter_legal_basis, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TOLD = Information(channel="letter", text_version="1", given_on=date(2026, 11, 1))
REASONS = ("opted_out", "changed_their_mind_twice", "objected", "upheld", "not_informed", "held_out", "not_yet")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
TASK = re.compile(r'(?<=name="task" value=")\d+')
"""Its number says which task came first, and every course has one."""


def masked(html: str) -> str:
    return TASK.sub("task", TOKEN.sub("", KEY.sub("key", html)))


def say(person, choice: Choice) -> None:
    actions.record_choice(person, choice=choice, channel=Channel.ONLINE, audit=audit())


def object_to(person) -> RightsRequest:
    return actions.receive_request(
        person,
        kind=RequestKind.OBJECTION,
        words="Nej.",
        channel=Channel.ONLINE,
        received_on=timezone.localdate(),
        audit=audit(),
    )


def uphold(person) -> None:
    answer = "Ida Lund har set på sagen og er enig. Klag til Enghavn Kommune eller Datatilsynet."
    by = actions.create_user(
        "ida", name="Ida", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    request = object_to(person)
    actions.assign_request(request, to=by, audit=audit())
    actions.answer_request(request, by=by, result="upheld", answer=answer, audit=audit())


@pytest.fixture(params=[Moment.REGISTRATION, Moment.HAND_OVER])
def courses(request, case_system, monkeypatch) -> dict[str, ContactCourse]:
    """One person for each reason, alike in everything else, and their newest event after the reason or before it."""
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=True))
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=5)

    def receive(reason: str, event: Moment) -> ContactCourse:
        monkeypatch.setattr(arrived.secrets, "randbelow", lambda _: 0 if reason == "held_out" else 99)
        return case_system.register(
            received(
                event_id=f"{reason}-{event}",
                event=event,
                course_id=f"c-{reason}",
                person_id=f"p-{reason}",
                information=None if reason == "not_informed" else TOLD,
                estimate=None if reason == "not_yet" else assessed(moment=event),
            )
        ).course

    for reason in REASONS:
        person = receive(reason, Moment.REGISTRATION).person
        if reason == "opted_out":
            say(person, Choice.NO)
        elif reason == "changed_their_mind_twice":
            for choice in (Choice.NO, Choice.YES, Choice.NO):
                say(person, choice)
        elif reason == "objected":
            object_to(person)
        elif reason == "upheld":
            uphold(person)
        if request.param is Moment.HAND_OVER:
            receive(reason, Moment.HAND_OVER)
    return {reason: ContactCourse.objects.get(course_id=f"c-{reason}") for reason in REASONS}


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="works")
@pytest.mark.requirement("B3", part="a no has no bad effect", shows="works")
def test_the_pages_of_all_of_them_are_the_same_to_the_byte(page_of, courses):
    for address in ("", "information/", "choice/", "request/"):
        pages = {masked(page_of(f"/people/{course.key}/{address}").content.decode()) for course in courses.values()}
        assert len(pages) == 1, address
    assert "Ikke profileret" in page_of(f"/people/{courses['objected'].key}/").content.decode()


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="works")
def test_the_rows_of_the_worklist_are_the_same_to_the_byte(page_of, courses):
    html = page_of("/?size=all").content.decode()
    rows = [row for row in re.findall(r"<tr role=\"row\".*?</tr>", html, re.DOTALL) if KEY.search(row)]
    assert len(rows) == len(REASONS)
    assert len({masked(row) for row in rows}) == 1


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_no_filter_and_no_order_tells_them_apart(page_of, courses):
    keys = {str(course.key) for course in courses.values()}
    chosen = [(field, value) for field, values in ALLOWED.items() for value in sorted(values) if field != "sort"]
    found = 0
    for (field, value), sort in product(chosen, ("days", "-name")):
        shown = keys & set(KEY.findall(page_of(f"/?{field}={value}&sort={sort}&size=all").content.decode()))
        assert shown in (set(), keys), (field, value)
        found += bool(shown)
    assert found, "some filters find them all"


def test_what_is_kept_of_the_course_is_the_same(courses):
    told = {
        reason: (one.estimate_state, one.current_estimate_id, str(one.refusals), one.estimates.count())
        for reason, one in courses.items()
    }
    assert set(told.values()) == {("not_profiled", None, "[]", 0)}


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_the_queue_of_requests_tells_the_own_caseworker_nothing(page_of, courses, client):
    for request in RightsRequest.objects.all():
        page = page_of(f"/oversight/requests/{request.pk}/")
        assert page.status_code == 404
    for query in ("", "?state=all", "?kind=objection&state=all"):
        assert "Åse" not in page_of(f"/oversight/requests/{query}").content.decode()


def test_also_a_planner_who_is_the_own_caseworker_is_told_nothing(client, courses):
    planner = actions.create_user(
        "pia",
        name="Pia",
        municipality=HERE,
        password=PASSWORD,
        caseworker_id="s-1",
        roles=(Role.PLANNER,),
        audit=audit(),
    )
    client.force_login(planner)
    assert "Åse" not in client.get("/oversight/requests/?state=all").content.decode()


def test_what_is_said_after_recording_is_the_same_whatever_was_recorded(client, caseworker, courses):
    client.force_login(caseworker)
    said = set()
    for choice in ("yes", "no"):
        posted = {"choice": choice, "channel": "phone"}
        address = f"/people/{courses['held_out'].key}/"
        response = client.post(f"{address}choice/", posted)
        assert (response.status_code, response["Location"]) == (302, address)
        said.add(masked(client.get(address).content.decode()))
    assert len(said) == 1
