"""B7: a new assessment by another human being, who assesses before the estimate is shown to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from lighed.governance import DisplayMode, RequestKind, RequestRefused, Role
from lighed.transparency.letters import LetterKind
from lighed.web import actions, queries
from lighed.web.actions.estimates.kept import erase_estimates
from lighed.web.api.card_words import card_words
from lighed.web.models import (
    Assessment,
    Channel,
    ContactCourse,
    EstimateState,
    EstimateView,
    Letter,
    Municipality,
    RightsRequest,
    Task,
)
from tests.web.factories import HERE, audit, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
QUEUE = "/oversight/requests/"
WORDS = "Jeg har et job på vej. Det ved værktøjet ikke."
OWN = {"level": "less", "words": "Hun begynder i et job om to uger.", "reveal": "yes"}
ANSWER = (
    "Jonas har læst det, du skrev, og set på dine oplysninger. Du har et job på vej, så du får brug for mindre.\n\n"
    "Er du ikke enig i svaret, kan du klage til Enghavn Kommune på telefon 12 34 56 78. "
    "Du kan også klage til Datatilsynet over den måde, vi bruger dine oplysninger på."
)
MODES = list(DisplayMode)


@pytest.fixture
def course(case_system) -> ContactCourse:
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    return case_system.register(received()).course


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def staff(username: str, role: Role, **more):
    return actions.create_user(
        username, name=username.title(), municipality=HERE, password=PASSWORD, roles=(role,), audit=audit(), **more
    )


@pytest.fixture
def planner(municipalities):
    return staff("pia", Role.PLANNER)


@pytest.fixture
def jonas(municipalities):
    return staff("jonas", Role.CASEWORKER, caseworker_id="s-2")


@pytest.fixture
def asked(course) -> RightsRequest:
    return actions.receive_request(
        course.person,
        kind=RequestKind.REVIEW,
        words=WORDS,
        points=("lacking",),
        channel=Channel.ONLINE,
        received_on=timezone.localdate(),
        is_own=True,
        audit=audit(),
    )


@pytest.fixture
def assigned(asked, jonas) -> RightsRequest:
    actions.assign_request(asked, to=jonas, audit=audit())
    asked.refresh_from_db()
    return asked


def assess(client, course: ContactCourse):
    seen = ContactCourse.objects.get(pk=course.pk).revision
    return client.post(f"/people/{course.key}/own-assessment/", {**OWN, "seen": seen})


def test_a_person_ticks_or_writes_and_is_told_who_looks_and_by_when(as_, course, caseworker):
    citizen = actions.create_citizen(course.person, username="dina", name="Dina", password=PASSWORD, audit=audit())
    client = as_(citizen)
    page = main_text(client.get("/my/requests/review/").content.decode())
    assert "En anden end din egen sagsbehandler ser på det." in page
    assert "22.12.2026" in page
    assert client.post("/my/requests/review/", {"words": " "}).status_code == 422
    client.post("/my/requests/review/", {"points": ["changed"]})
    one = RightsRequest.objects.get()
    assert (one.kind, one.points, one.words) == ("review", ["changed"], "")
    own = main_text(client.get(f"/my/requests/{one.pk}/").content.decode())
    assert "Noget er blevet anderledes for mig" in own
    assert client.get("/my/requests/review/")["Location"] == f"/my/requests/{one.pk}/"
    with pytest.raises(RequestRefused, match="already"):
        actions.receive_request(
            course.person, kind=RequestKind.REVIEW, words="Igen.", channel=Channel.ONLINE,
            received_on=timezone.localdate(), is_own=True, audit=audit(),
        )  # fmt: skip


def test_a_person_adds_to_what_waits_and_not_to_what_is_closed(as_, course, jonas, assigned):
    citizen = actions.create_citizen(course.person, username="dina", name="Dina", password=PASSWORD, audit=audit())
    client, address = as_(citizen), f"/my/requests/{assigned.pk}/"
    refused = client.post(address, {"words": " "})
    assert (refused.status_code, "Skriv det, du vil tilføje." in refused.content.decode()) == (422, True)
    assert client.post(address, {"words": "Jeg begynder den 1. december."}).status_code == 302
    assert "22.11.2026: Jeg begynder den 1. december." in main_text(client.get(address).content.decode())
    assert "Jeg begynder den 1. december." in as_(jonas).get(f"{QUEUE}{assigned.pk}/").content.decode()
    actions.withdraw_request(assigned, audit=audit())
    assert as_(citizen).post(address, {"words": "Mere."}).status_code == 404
    assert "Mere." not in RightsRequest.objects.get().words


@pytest.mark.requirement("R-CIT-04", part="assessed before the estimate is shown", shows="works")
@pytest.mark.parametrize("mode", MODES)
def test_in_every_mode_the_one_who_answers_assesses_before_the_estimate_is_shown(as_, course, jonas, assigned, mode):
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    client = as_(jonas)
    page = client.get(f"/people/{course.key}/").content.decode()
    said = main_text(page)
    assert "Skøn klar. Skriv din egen vurdering først." in said
    assert said.index(WORDS) < said.index("Hvad bygger du vurderingen på?")
    assert "af 100" not in said
    assert not EstimateView.objects.exists()
    assert "Din egen vurdering først" in client.get(f"{QUEUE}{assigned.pk}/").content.decode()
    assert assess(client, course).status_code == 302
    opened = main_text(client.get(f"/people/{course.key}/").content.decode())
    assert "af 100" in opened
    assigned.refresh_from_db()
    own = Assessment.objects.get()
    assert (own.step, own.band_seen, own.made_by, assigned.assessment) == ("own_first", "", jonas, own)
    assert own.made_at <= EstimateView.objects.get().first_shown_at


@pytest.mark.requirement("R-CIT-04", part="assessed before the estimate is shown", shows="refuses")
def test_no_list_filter_or_order_shows_it_to_them_before(as_, case_system, course, jonas, assigned):
    other = received(event_id="e-2", course_id="c-2", person_id="p-2", display_name="Per Bach")
    case_system.register(other)
    client = as_(jonas)

    def names(query: str) -> str:
        return main_text(client.get(f"/{query}").content.decode())

    assert "Klar skjult" in " ".join(names("").split())
    for query in ("?band=high", "?certainty=some"):
        assert "Per Bach" in names(query), query
        assert "Åse Nørgaard" not in names(query), query
    assert names("?sort=-band").index("Per Bach") < names("?sort=-band").index("Åse Nørgaard")
    assert "62 af 100" not in client.get(f"/people/{course.key}/sheet/").content.decode()
    assess(client, course)
    assert "Åse Nørgaard" in names("?band=high")


@pytest.mark.requirement("R-CIT-04", part="assessed before the estimate is shown", shows="refuses")
def test_without_an_assessment_of_their_own_there_is_no_answer(as_, course, jonas, assigned):
    client = as_(jonas)
    assert 'value="answer"' not in client.get(f"{QUEUE}{assigned.pk}/").content.decode()
    with pytest.raises(RequestRefused, match="own assessment before you answer"):
        actions.answer_request(assigned, by=jonas, result="upheld", answer=ANSWER, audit=audit())
    assert not Letter.objects.exists()


def test_what_the_own_caseworker_assessed_is_not_read_before(as_, course, caseworker, jonas, asked):
    client = as_(caseworker)
    client.post(
        f"/people/{course.key}/assessment/",
        {"level": "more", "reason": "professional", "words": "Hun mangler erfaring i faget.", "seen": 0,
         "on_page": queries.card_shown(course, profiling=queries.profiling_for(caseworker, today=timezone.localdate()),
                                       today=timezone.localdate()).token},
    )  # fmt: skip
    assert Assessment.objects.count() == 1
    actions.assign_request(asked, to=jonas, audit=audit())
    page = main_text(as_(jonas).get(f"/people/{course.key}/").content.decode())
    assert "Hun mangler erfaring" not in page
    step_4 = page[page.index("Min vurdering nu") :] if "Min vurdering nu" in page else page
    assert "Mette Holm" not in step_4.split("Plan")[0]
    assess(as_(jonas), course)
    assert "Mette" in main_text(as_(jonas).get(f"/people/{course.key}/").content.decode())


@pytest.mark.requirement("R-CIT-04", part="a human answers with reasons", shows="works")
@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="works")
def test_the_answer_is_a_letter_that_says_who_looked_what_counted_and_where_to_complain(as_, course, jonas, assigned):
    client = as_(jonas)
    assess(client, course)
    page = main_text(client.get(f"{QUEUE}{assigned.pk}/").content.decode())
    assert WORDS in page
    assert "I mangler noget vigtigt om mig" in page
    assert (
        client.post(f"{QUEUE}{assigned.pk}/", {"step": "answer", "result": "upheld", "answer": ANSWER}).status_code
        == 302
    )
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.REVIEW_ANSWER.value
    for words in ("Jonas", "Vi er enige med dig.", "Du har et job på vej", "12 34 56 78", "Datatilsynet"):
        assert words in letter.body
    assert letter.body.count("Datatilsynet") == 1
    assert lix(letter.body) <= 35
    # The review is over, and the municipality's own way of showing applies again.
    assert not queries.courses_of(jonas).get().is_for_review


@pytest.mark.requirement("R-CIT-04", part="not closed by the first caseworker alone", shows="refuses")
def test_who_has_assessed_the_person_or_assesses_nobody_is_not_named(as_, course, caseworker, jonas, planner, asked):
    ida = staff("ida", Role.CASEWORKER, caseworker_id="s-3")
    Assessment.objects.create(
        municipality_id=HERE, course=course, moment="registration", step="now", level="more", words="Tidligere set.",
        made_by=jonas, made_at=timezone.now() - timedelta(days=1), mode="open",
    )  # fmt: skip
    page = as_(planner).get(f"{QUEUE}{asked.pk}/").content.decode()
    assert [f'value="{name}"' in page for name in ("ida", "jonas", "mette", "pia")] == [True, False, False, False]
    for who, why in ((jonas, "assessed the person before"), (planner, "takes a caseworker"), (caseworker, "own case")):
        with pytest.raises(RequestRefused, match=why):
            actions.assign_request(asked, to=who, audit=audit())
    actions.assign_request(asked, to=ida, audit=audit())


def test_whoever_has_seen_the_estimate_stands_last_and_it_is_said(as_, course, jonas, planner, asked):
    staff("zoe", Role.CASEWORKER, caseworker_id="s-3")
    as_(jonas).get(f"/people/{course.key}/")
    page = as_(planner).get(f"{QUEUE}{asked.pk}/").content.decode()
    assert page.count("har set skønnet") == 1
    assert page.index('value="zoe"') < page.index('value="jonas"')


def test_another_named_instead_assesses_anew(as_, course, jonas, assigned):
    assess(as_(jonas), course)
    ida = staff("ida", Role.CASEWORKER, caseworker_id="s-3")
    actions.assign_request(assigned, to=ida, audit=audit())
    assigned.refresh_from_db()
    assert assigned.assessment is None
    assert "af 100" not in main_text(as_(ida).get(f"/people/{course.key}/").content.decode())


def test_the_own_caseworker_sees_that_it_is_contested_and_not_a_word_of_it(as_, course, caseworker, assigned):
    page = main_text(as_(caseworker).get(f"/people/{course.key}/").content.decode())
    assert "Under indsigelse" in page
    assert "Borgeren er uenig i skønnet. Se svar senest 22.12.2026." in page
    assert WORDS not in page
    assert "af 100" in page
    today = timezone.localdate()
    seen = queries.courses_of(caseworker).select_related("current_estimate", "municipality").get()
    card = queries.card_shown(seen, profiling=queries.profiling_for(caseworker, today=today), today=today)
    with override("da"):
        first, *_rest = card_words(card)[1]
    assert first == "Under indsigelse. Borgeren er uenig i skønnet. Se svar senest 22.12.2026.", "another system too"


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_without_an_estimate_nothing_says_that_one_is_contested(as_, course, caseworker, asked):
    ContactCourse.objects.update(current_estimate=None, estimate_state="not_profiled")
    client = as_(caseworker)
    assert "Under indsigelse" not in client.get(f"/people/{course.key}/").content.decode()
    assert '<span class="mark">Under indsigelse' not in client.get("/").content.decode()
    assert str(course.key) not in client.get("/?contested=yes").content.decode()


@pytest.mark.requirement("R-CIT-04", part="with a deadline", shows="works")
def test_who_assigns_and_who_manages_are_told_of_what_is_overdue(as_, course, planner, caseworker, asked):
    manager, officer = staff("mona", Role.MANAGER), staff("dorte", Role.DPO)
    told = "1 anmodning er over fristen"
    assert told not in as_(planner).get("/").content.decode()
    RightsRequest.objects.update(due_on=date(2026, 11, 20))
    page = as_(planner).get("/").content.decode()
    assert told in page
    assert f'href="{QUEUE}?overdue=yes"' in page
    assert told in as_(officer).get(QUEUE).content.decode()
    seen = as_(manager).get("/oversight/effects/").content.decode()
    assert told in seen
    assert "?overdue=yes" not in seen, "a manager sees nobody"
    assert told not in as_(caseworker).get("/").content.decode()


@pytest.mark.requirement("R-LEG-06", part="staff see one state for all without an estimate", shows="refuses")
def test_the_letter_with_the_answer_is_on_no_list_of_the_own_caseworker(
    as_, course, caseworker, jonas, planner, assigned
):
    assess(as_(jonas), course)
    actions.answer_request(assigned, by=jonas, result="upheld", answer=ANSWER, audit=replace(audit(), actor="jonas"))
    letter = Letter.objects.get()
    other = staff("ida", Role.CASEWORKER, caseworker_id="s-3")
    for who, is_there in ((caseworker, False), (other, False), (jonas, True), (planner, True)):
        assert (letter in queries.letters_to_send(who)) is is_there, who.username
        found = queries.letter_for_staff(who, letter.key, today=timezone.localdate())
        assert (found is not None) is is_there, who.username


def test_whoever_has_the_person_is_told_that_it_is_answered_and_of_no_other_request(
    as_, course, caseworker, assigned, jonas
):
    assert assess(as_(jonas), course).status_code == 302
    actions.answer_request(assigned, by=jonas, result="upheld", answer=ANSWER, audit=replace(audit(), actor="jonas"))
    told = Task.objects.get(kind=Task.Kind.REVIEW_ANSWERED)
    assert (told.course_id, told.of, told.done_at) == (course.pk, None, None)
    page = main_text(as_(caseworker).get("/tasks/").content.decode())
    assert "Borgeren har fået svar på sit ønske om en ny vurdering" in page
    assert "Du har et job på vej" not in page, "what was answered is the person's"
    ContactCourse.objects.update(current_estimate=None, estimate_state=EstimateState.NOT_PROFILED)
    assert "ny vurdering" not in main_text(as_(caseworker).get("/tasks/").content.decode())


@pytest.mark.parametrize("kind", [RequestKind.ACCESS, RequestKind.OBJECTION])
def test_of_an_answer_to_another_request_nobody_is_told(course, jonas, kind):
    asked = actions.receive_request(
        course.person, kind=kind, words="Nej.", channel=Channel.PHONE, received_on=timezone.localdate(), audit=audit()
    )
    actions.assign_request(asked, to=jonas, audit=audit())
    answer = ANSWER + " Vi har set på din indsigelse og følger den."
    actions.answer_request(asked, by=jonas, result="upheld", answer=answer, audit=replace(audit(), actor="jonas"))
    assert not Task.objects.exists()


def test_with_the_estimate_goes_that_there_was_an_answer_about_it(as_, course, assigned, jonas):
    assess(as_(jonas), course)
    actions.answer_request(assigned, by=jonas, result="upheld", answer=ANSWER, audit=replace(audit(), actor="jonas"))
    erase_estimates([course.person])
    assert not Task.objects.exists()
