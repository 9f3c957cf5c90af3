"""W9: what has changed for a caseworker, and nothing that tells what a person chose or what is hidden."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from lighed.elements import REGISTER
from lighed.governance import (
    Choice,
    Conditions,
    DisplayMode,
    EventKind,
    Moment,
    Participation,
    RequestKind,
    Role,
    Text,
)
from lighed.web import actions, queries
from lighed.web.actions.arrivals import arrived
from lighed.web.actions.desk import changes
from lighed.web.models import (
    AuditRecord,
    Channel,
    ContactCourse,
    EstimateState,
    EstimateView,
    Inbox,
    Municipality,
    Person,
    PersonWords,
    RightsRequest,
    Task,
    User,
)
from lighed.web.queries.worklist import tasks as listed
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, enter_legal_basis, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    """Mette's own."""
    User.objects.filter(pk=caseworker.pk).update(team="Team Nord")
    return case_system.register(received()).course


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


@pytest.fixture
def mine(as_, caseworker):
    def listed(whose: str = "") -> str:
        return main_text(as_(caseworker).get(f"/tasks/?whose={whose}").content.decode())

    return listed


def task(course: ContactCourse, kind: Task.Kind = Task.Kind.DATA_CHANGED, **more: object) -> Task:
    return Task.objects.create(
        municipality_id=course.municipality_id, course=course, kind=kind, made_at=timezone.now(), **more
    )


def another(case_system, number: int, **more: object) -> ContactCourse:
    said = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}", **more}
    return case_system.register(received(**said)).course


@pytest.mark.requirement("R-PLA-04", part="what waits for me", shows="works")
def test_what_waits_for_me_is_listed_and_done(as_, caseworker, course):
    client = as_(caseworker)
    assert "Ingen opgaver lige nu." in main_text(client.get("/tasks/").content.decode())
    one = task(course)
    page = client.get("/tasks/").content.decode()
    for words in ("Åse Nørgaard", "Oplysninger er ændret", "22.11.2026", f"/people/{course.key}/"):
        assert words in page
    assert client.post("/tasks/done/", {"task": [one.pk], "whose": "mine"})["Location"] == "/tasks/?whose=mine"
    page = main_text(client.get("/tasks/").content.decode())
    assert "1 opgave er færdig." in page
    assert "Åse Nørgaard" not in page
    one.refresh_from_db()
    assert (one.done_at, one.done_by) == (NOW, "Mette Holm")
    done = AuditRecord.objects.get(kind="change", criterion="task done")
    assert (done.actor, done.subject != "") == ("mette", True)
    assert client.post("/tasks/done/", {"task": [one.pk]}).status_code == 404, "there is nothing left to do"


def test_many_changes_of_data_are_seen_at_once_and_nothing_else_is(as_, case_system, caseworker, course):
    client = as_(caseworker)
    task(course)
    assert "Jeg har set de" not in client.get("/tasks/").content.decode()
    task(another(case_system, 2))
    asked = task(course, Task.Kind.OWN_WORDS)
    page = client.get("/tasks/").content.decode()
    assert "Jeg har set de 2 ændringer på denne side" in page
    assert queries.tasks_page(caseworker, whose="", today=TODAY).n_seen_at_once == 2
    numbers = list(Task.objects.filter(kind=Task.Kind.DATA_CHANGED).values_list("pk", flat=True))
    assert client.post("/tasks/done/", {"task": numbers}).status_code == 302
    assert [one.pk for one in Task.objects.filter(done_at=None)] == [asked.pk]


def test_mine_the_teams_and_nobodys(as_, case_system, caseworker, mine, course):
    task(course)
    of_team = another(case_system, 2, display_name="Per Bach", caseworker_id="s-3")
    task(of_team)
    to_me = another(case_system, 3, display_name="Tove Ravn", caseworker_id="s-4", team="Team Syd")
    task(to_me, of=caseworker)
    task(to_me, of=actions.create_user("jonas", name="J", municipality=HERE, password=PASSWORD, audit=audit()))
    nobodys = another(case_system, 4, display_name="Søren Lund", caseworker_id="", team="")
    task(nobodys)
    names = ("Åse Nørgaard", "Tove Ravn", "Per Bach", "Søren Lund")
    assert [name in mine() for name in names] == [True, True, False, False]
    assert [name in mine("team") for name in names] == [False, False, True, False]
    assert [name in mine("nobody") for name in names] == [True, True, False, False], "a caseworker has no such list"
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    page = main_text(as_(planner).get("/tasks/?whose=nobody").content.decode())
    assert [name in page for name in names] == [False, False, False, True]
    assert (queries.n_tasks(caseworker, today=TODAY), queries.n_tasks(planner, today=TODAY)) == (2, 0)


def test_nobody_ends_a_task_that_is_not_on_their_lists(as_, case_system, caseworker, caseworker_elsewhere, course):
    there = another(case_system, 9, municipality=ELSEWHERE)
    other_team = another(case_system, 2, caseworker_id="s-9", team="Team Syd")
    client = as_(caseworker)
    for one in (task(there), task(other_team)):
        assert client.post("/tasks/done/", {"task": [one.pk]}).status_code == 404
        one.refresh_from_db()
        assert one.done_at is None
    assert client.post("/tasks/done/", {"task": ["1; drop table", ""]}).status_code == 404


@pytest.mark.parametrize(
    ("mode", "is_revealed", "is_told"),
    [
        (DisplayMode.OPEN, False, True),
        (DisplayMode.OWN_FIRST, False, False),
        (DisplayMode.OWN_FIRST, True, True),
        (DisplayMode.PLANNER_ONLY, False, False),
    ],
)
def test_of_an_estimate_only_who_may_see_it_is_told(caseworker, mine, course, mode, is_revealed, is_told):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    if is_revealed:
        EstimateView.objects.create(
            municipality_id=HERE, course=course, moment=course.reached, user=caseworker, mode=mode.value,
            first_shown_at=NOW, last_shown_at=NOW,
        )  # fmt: skip
    task(course, Task.Kind.ESTIMATED_AGAIN)
    task(course, Task.Kind.OUT_OF_DATE)
    caseworker.refresh_from_db()
    assert ("Skønnet er regnet om" in mine()) is is_told
    assert ("Skønnet er forældet" in mine()) is is_told
    assert queries.n_tasks(caseworker, today=TODAY) == 2 * is_told


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_no_task_speaks_of_an_estimate_where_the_page_speaks_of_none(caseworker, mine, course):
    task(course, Task.Kind.OUT_OF_DATE)
    ContactCourse.objects.update(current_estimate=None, estimate_state=EstimateState.NOT_PROFILED)
    assert "Ingen opgaver lige nu." in mine()
    assert queries.n_tasks(caseworker, today=TODAY) == 0


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
def test_with_a_no_the_tasks_about_the_estimate_are_gone_and_the_others_stay(mine, course):
    enter_legal_basis(conditions=Conditions(Participation.OPT_OUT, is_information_first=False))
    task(course, Task.Kind.ESTIMATED_AGAIN)
    task(course, Task.Kind.OWN_WORDS)
    actions.record_choice(course.person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    assert [one.kind for one in Task.objects.all()] == [Task.Kind.OWN_WORDS]
    assert "Skønnet" not in mine()


def request_of(person: Person, to: User, kind: RequestKind = RequestKind.OBJECTION) -> RightsRequest:
    received_on = TODAY - timedelta(40)
    one = actions.receive_request(
        person, kind=kind, words="Nej", channel=Channel.PHONE, received_on=received_on, audit=audit()
    )
    actions.assign_request(one, to=to, audit=audit())
    return one


@pytest.mark.requirement("R-PLA-04", part="what waits for me", shows="refuses")
def test_requests_for_me_stand_here_with_their_deadline_and_nowhere_on_the_persons_page(
    as_, case_system, caseworker, mine, course
):
    theirs = another(case_system, 2, display_name="Per Bach", caseworker_id="s-9", team="Team Syd")
    one = request_of(theirs.person, caseworker)
    page = mine()
    assert "Per Bach" in page
    assert "Fristen er overskredet" in page
    assert "Ingen opgaver lige nu." not in page
    assert f"/requests/{one.pk}/" in as_(caseworker).get("/tasks/").content.decode()
    assert queries.n_tasks(caseworker, today=TODAY) == 1
    assert "ndsigelse" not in main_text(as_(caseworker).get(f"/people/{theirs.key}/").content.decode())
    # Of their own people a caseworker learns nothing of the kind, also where the request was once given to them.
    RightsRequest.objects.update(person=course.person)
    assert "Ingen opgaver lige nu." in mine()


@pytest.mark.requirement("R-DAT-09", part="never in lists or exports without the right", shows="refuses")
def test_a_protected_name_is_hidden_here_as_everywhere(case_system, caseworker, mine, course):
    hidden = another(
        case_system, 2, display_name="Per Bach", caseworker_id="s-9", team="Team Nord", has_protected_address=True
    )
    task(hidden)
    page = mine("team")
    assert "Per Bach" not in page
    assert "Navn og adresse er beskyttet" in page


def test_the_worklist_and_the_menu_say_how_many_wait(as_, caseworker, course):
    client = as_(caseworker)
    assert "Opgaver (" not in client.get("/").content.decode()
    task(course)
    assert "Opgaver (1)" in main_text(client.get("/").content.decode())
    assert "Opgaver (1)" in main_text(client.get("/tasks/").content.decode())


def test_a_task_about_a_request_is_listed_once(caseworker, case_system, course):
    theirs = another(case_system, 2, caseworker_id="s-9", team="Team Syd")
    one = request_of(theirs.person, caseworker, RequestKind.ACCESS)
    task(theirs, Task.Kind.REQUEST, of=caseworker, request=one)
    page = queries.tasks_page(caseworker, whose="mine", today=date(2026, 11, 22))
    assert (len(page.rows), len(page.requests)) == (0, 1)


def test_who_sees_no_people_has_no_tasks(as_, course):
    expert = actions.create_user(
        "ida", name="Ida", municipality=HERE, password=PASSWORD, roles=(Role.DATA_EXPERT,), audit=audit()
    )
    task(course, of=expert)
    assert as_(expert).get("/tasks/").status_code == 404
    assert queries.n_tasks(expert, today=TODAY) == 0


def test_what_has_waited_longest_comes_first_and_says_how_the_words_begin(case_system, mine, course):
    later = another(case_system, 2)
    PersonWords.objects.create(
        municipality_id=HERE, course=course, answers={"work": "Kok, helst i nærheden, " + "gerne nu, " * 9},
        recorded_by="citizen", recorded_at=timezone.now(),
    )  # fmt: skip
    task(later)
    Task.objects.filter(pk=task(course, Task.Kind.OWN_WORDS).pk).update(made_at=timezone.now() - timedelta(days=12))
    with override("da"):
        later_on = str(Task.Kind.DATA_CHANGED.label)
    told = mine()
    assert "“Kok, helst i nærheden, gerne nu," in told
    assert "…”" in told, "one line is enough here"
    assert told.index("Borgeren har skrevet") < told.index(later_on)


def test_what_comes_again_before_it_was_seen_is_not_seen_with_the_page_that_lacks_it(as_, caseworker, course):
    client = as_(caseworker)
    changes.add_task(course, Task.Kind.DATA_CHANGED, at=NOW, elements=["licences"])
    shown = Task.objects.get()
    changes.add_task(course, Task.Kind.DATA_CHANGED, at=NOW, elements=["n_languages"])
    assert client.post("/tasks/done/", {"task": [shown.pk]}).status_code == 404, "the page did not tell of it"
    waits = Task.objects.get()
    assert (waits.done_at, waits.elements) == (None, ["n_languages", "licences"])
    changes.add_task(course, Task.Kind.OWN_WORDS, at=NOW)
    changes.add_task(course, Task.Kind.OWN_WORDS, at=NOW)
    assert Task.objects.filter(kind=Task.Kind.OWN_WORDS).count() == 1
    assert client.post("/tasks/done/", {"task": [waits.pk]}).status_code == 302


@pytest.mark.parametrize("is_made_again", [True, False])
def test_once_there_is_no_estimate_out_of_date_nobody_is_told_of_one(course, is_made_again, case_system):
    ContactCourse.objects.update(current_estimate=None, estimate_state=EstimateState.OUT_OF_DATE, corrected_on=TODAY)
    out_of_date = task(course, Task.Kind.OUT_OF_DATE)
    corrected = task(course, Task.Kind.DATA_CORRECTED)
    if not is_made_again:
        case_system.answers["e-1"] = received(estimate=None)
    Inbox.objects.update(person=course.person)
    actions.work_inbox(Inbox.objects.get().pk, at_once=True, audit=audit())
    out_of_date.refresh_from_db()
    assert (out_of_date.done_at, out_of_date.done_by) == (NOW, "test")
    waiting = list(Task.objects.filter(done_at=None).values_list("kind", flat=True))
    assert waiting == [corrected.kind, *(["estimated_again"] if is_made_again else [])]


def test_a_hand_over_closes_what_was_out_of_date_before_it(course, case_system):
    ContactCourse.objects.update(current_estimate=None, estimate_state=EstimateState.OUT_OF_DATE)
    task(course, Task.Kind.OUT_OF_DATE)
    case_system.register(received(event_id="e-2", event=Moment.HAND_OVER, handed_over_on=TODAY))
    assert not Task.objects.filter(kind=Task.Kind.OUT_OF_DATE, done_at=None).exists()


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ([], None),
        (["n_licence_categories"], "{0}"),
        (["n_licence_categories", "age", "sex"], "{0}, {1}, {2}"),
        (["n_licence_categories", "age", "sex", "n_languages"], "{0}, {1}, {2} og 1 anden"),
        (["n_licence_categories", "age", "sex", "n_languages", "interpreter_need"], "{0}, {1}, {2} og 2 andre"),
        (["of a release before"], None),
    ],
)
def test_a_change_says_what_has_changed(mine, course, elements, told):
    task(course, elements=elements)
    page = " ".join(mine().split())
    assert "Oplysninger er ændret" in page
    names = [REGISTER[code].name.da for code in elements if code in REGISTER]
    if told is None:
        assert not any(one.name.da in page for one in REGISTER)
    else:
        assert told.format(*names) in page
        assert not any(name in page for name in names[3:])


def test_from_the_case_system_comes_what_has_changed(case_system, course, monkeypatch):
    monkeypatch.setattr(arrived.workflow, "corrects_what_was_known", lambda *_given, **_named: False)
    values = tuple(
        replace(one, value=Text(da="3", en="3")) if one.element == "licences" else one for one in received().values
    )
    case_system.register(received(event_id="e-2", kind=EventKind.DATA_CHANGED, occurred_on=TODAY, values=values))
    assert Task.objects.get().elements == ["licences"]


def test_what_was_seen_is_what_the_page_showed_and_the_next_page_comes_after_it(as_, caseworker, course, monkeypatch):
    monkeypatch.setattr(listed, "TASKS_PER_PAGE", 3)
    client = as_(caseworker)
    asked = task(course, Task.Kind.OWN_WORDS)
    made = [task(course, at) for at in (Task.Kind.DATA_CHANGED, Task.Kind.DATA_CORRECTED) * 2]
    page = client.get("/tasks/").content.decode()
    assert "Side 1 af 2" in page
    assert "Jeg har set de 2 ændringer på denne side" in page
    form = BeautifulSoup(page, "html.parser").select_one(".seen-at-once")
    sent = {"task": [one["value"] for one in form.select("[name=task]")], "whose": "mine", "page": "1"}
    assert sent["task"] == [str(one.pk) for one in made[:2]]
    later = task(course)
    assert client.post("/tasks/done/", sent)["Location"] == "/tasks/?whose=mine"
    waiting = Task.objects.filter(done_at=None).order_by("pk")
    assert [one.pk for one in waiting] == [asked.pk, *(one.pk for one in made[2:]), later.pk]
    beyond = client.get("/tasks/?whose=mine&page=9").content.decode()
    assert "Side 2 af 2" in beyond
    back = client.post("/tasks/done/", {"task": [later.pk], "whose": "mine", "page": "2"})
    assert back["Location"] == "/tasks/?whose=mine&page=2"


def test_as_many_as_a_page_shows_are_seen_at_once(as_, caseworker, course):
    one = Task(municipality_id=HERE, course=course, kind=Task.Kind.DATA_CHANGED, made_at=NOW)
    Task.objects.bulk_create([copy(one) for _ in range(queries.TASKS_PER_PAGE + 1)])
    client = as_(caseworker)
    shown = BeautifulSoup(client.get("/tasks/").content, "html.parser").select(".seen-at-once [name=task]")
    assert len(shown) == queries.TASKS_PER_PAGE
    client.post("/tasks/done/", {"task": [field["value"] for field in shown]})
    assert Task.objects.filter(done_at=None).count() == 1


def test_a_page_counts_only_what_its_reader_is_told(as_, caseworker, course, monkeypatch):
    monkeypatch.setattr(listed, "TASKS_PER_PAGE", 2)
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    caseworker.refresh_from_db()
    task(course, Task.Kind.ESTIMATED_AGAIN)
    task(course, Task.Kind.OUT_OF_DATE)
    task(course)
    page = queries.tasks_page(caseworker, whose="mine", today=TODAY)
    assert (page.n_pages, [row.task.kind for row in page.rows]) == (1, ["data_changed"])
