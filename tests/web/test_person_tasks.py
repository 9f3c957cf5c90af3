"""W3: what waits about a person stands on top of their page, for whoever has it on a list, and is done there."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from lighed.governance import DisplayMode, Role
from lighed.web import actions
from lighed.web.models import Callback, CallTime, ContactCourse, EstimateView, Municipality, Task, User
from tests.web.factories import HERE, NOW, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    """Mette's own."""
    return case_system.register(received()).course


@pytest.fixture
def waiting(client, caseworker):
    """What the strip on the person's page says to a reader; nothing where there is none."""

    def told(course: ContactCourse, user: User = caseworker) -> str:
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        page = BeautifulSoup(client.get(f"/people/{course.key}/").content, "html.parser")
        return " ".join(one.get_text(" ", strip=True) for one in page.select(".person-tasks"))

    return told


def task(course: ContactCourse, kind: Task.Kind, **more: object) -> Task:
    return Task.objects.create(
        municipality_id=course.municipality_id, course=course, kind=kind, made_at=timezone.now(), **more
    )


def call(course: ContactCourse) -> Task:
    asked = Callback.objects.create(
        municipality_id=HERE, course=course, phone="87 65 43 21", time_of_day=CallTime.choices[0][0], asked_at=NOW,
        asked_by="dina",
    )  # fmt: skip
    return task(course, Task.Kind.CALLBACK, callback=asked)


def test_a_wish_to_be_called_stands_on_the_persons_page_and_is_done_there(client, waiting, course):
    assert waiting(course) == ""
    one = call(course)
    told = waiting(course)
    for words in ("Åbne opgaver", "Borgeren vil gerne ringes op", "87 65 43 21", "22.11.2026"):
        assert words in told
    done = client.post("/tasks/done/", {"task": [one.pk], "from": "person"}, follow=True)
    assert done.redirect_chain == [(f"/people/{course.key}/", 302)]
    assert "1 opgave er færdig." in done.content.decode()
    one.refresh_from_db()
    assert (one.done_at, one.done_by) == (NOW, "Mette Holm")
    assert waiting(course) == ""


def test_what_is_on_nobodys_list_of_mine_is_not_on_the_page_either(waiting, case_system, course):
    theirs = case_system.register(
        received(event_id="e-2", course_id="c-2", person_id="p-2", caseworker_id="s-9", team="Team Syd")
    ).course
    call(theirs)
    task(course, Task.Kind.REQUEST)
    assert waiting(theirs) == waiting(course) == ""
    colleague = actions.create_user(
        "bo", name="Bo", municipality=HERE, password=PASSWORD, roles=(Role.CASEWORKER,), caseworker_id="s-9",
        audit=audit(),
    )  # fmt: skip
    assert "87 65 43 21" in waiting(theirs, colleague)


@pytest.mark.requirement("R-DAT-09", part="never in lists or exports without the right", shows="refuses")
def test_of_a_protected_person_no_number_stands_there(waiting, case_system, caseworker):
    User.objects.filter(pk=caseworker.pk).update(team="Team Nord")
    caseworker.refresh_from_db()
    hidden = case_system.register(received(caseworker_id="s-9", has_protected_address=True)).course
    call(hidden)
    told = waiting(hidden, caseworker)
    assert "Borgeren vil gerne ringes op" in told
    assert "87 65 43 21" not in told


@pytest.mark.parametrize(
    ("mode", "is_revealed", "is_told"),
    [
        (DisplayMode.OPEN, False, True),
        (DisplayMode.OWN_FIRST, False, False),
        (DisplayMode.OWN_FIRST, True, True),
        (DisplayMode.PLANNER_ONLY, False, False),
    ],
)
def test_of_an_estimate_only_who_may_see_it_is_told(waiting, caseworker, course, mode, is_revealed, is_told):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    if is_revealed:
        EstimateView.objects.create(
            municipality_id=HERE, course=course, moment=course.reached, user=caseworker, mode=mode.value,
            first_shown_at=NOW, last_shown_at=NOW,
        )  # fmt: skip
    caseworker.refresh_from_db()
    for kind in (Task.Kind.ESTIMATED_AGAIN, Task.Kind.OUT_OF_DATE, Task.Kind.OWN_WORDS):
        task(course, kind)
    told = waiting(course, caseworker)
    assert "Borgeren har skrevet" in told
    assert ("Skønnet" in told) is is_told


def test_what_has_changed_is_named_and_leads_to_the_data(client, waiting, course):
    task(course, Task.Kind.DATA_CHANGED, elements=["n_licence_categories"])
    assert "Oplysninger er ændret" in waiting(course)
    assert 'href="#data"' in client.get(f"/people/{course.key}/").content.decode()
