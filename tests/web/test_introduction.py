"""The introduction: what it teaches is what the card shows, and whoever has not taken it sees no estimate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lighed.governance import Role
from lighed.governance.introduction import IntroductionRefused, check_introduction, counts_until
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, Municipality, TrainingRecord
from tests.web.factories import HERE, NOW, audit, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
N = 5


@pytest.fixture
def learner(client, caseworker):
    """Mette, who has not taken it, where the municipality asks for it."""
    Municipality.objects.filter(code=HERE).update(needs_introduction=True)
    client.force_login(caseworker)
    return caseworker


def page(client, address: str, language: str = "da") -> str:
    return main_text(client.get(address, headers={"Accept-Language": language}).content.decode())


def open_all(client, *, but: int = 0) -> None:
    for case in queries.practice_cases():
        if case.number != but:
            client.post(f"/introduction/practice/{case.number}/", {"step": "own", "level": "some"})


def answers(*, n_wrong: int = 0) -> dict[str, int]:
    """Right answers to all the questions, but for the first ones."""
    return {
        one.key: (one.right + 1) % len(one.answers) if number < n_wrong else one.right
        for number, one in enumerate(queries.quiz())
    }


def post(client, chosen: dict[str, int]):
    return client.post("/introduction/questions/", chosen, headers={"Accept-Language": "da"})


@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="works")
@pytest.mark.requirement("C9", part="guidance where users work", shows="works")
def test_whoever_takes_the_introduction_sees_estimates_from_then_on(client, learner, case_system):
    address = f"/people/{case_system.register(received()).course.key}/"
    before = client.get(address, headers={"Accept-Language": "da"}).content.decode()
    assert 'href="/introduction/">Tag introduktionen (10 min.), før du kan se skøn.</a>' in before
    assert "af 100" not in before
    open_all(client)
    assert post(client, answers())["Location"] == "/introduction/"
    assert "Du har taget introduktionen. Den gælder til 22.11.2027." in page(client, "/introduction/")
    assert "af 100" in page(client, address)
    taken = TrainingRecord.objects.get()
    assert (taken.user, taken.what) == (learner, "introduction")
    assert (taken.taken_on, taken.valid_until) == (TODAY, date(2027, 11, 22))
    assert taken.recorded_by == "mette"
    logged = AuditRecord.objects.get(criterion="introduction")
    assert (logged.kind, logged.actor, logged.purpose, logged.subject) == ("change", "mette", "administration", "")


@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="refuses")
@pytest.mark.parametrize("n_wrong", [2, 5])
def test_with_fewer_than_four_right_answers_it_is_not_taken(client, learner, n_wrong):
    open_all(client)
    response = post(client, answers(n_wrong=n_wrong))
    told = main_text(response.content.decode())
    assert response.status_code == 422
    assert f"Du svarede rigtigt på {N - n_wrong} af 5. Du skal have mindst 4 rigtige." in told
    assert told.count("Ikke rigtigt.") == n_wrong
    assert not TrainingRecord.objects.exists()
    assert "introduction" not in set(AuditRecord.objects.values_list("criterion", flat=True)), "failing is no record"
    # at once, in the same session
    assert post(client, answers()).status_code == 302
    assert TrainingRecord.objects.count() == 1


def test_four_right_answers_are_enough_and_the_wrong_one_is_explained(client, learner):
    open_all(client)
    assert post(client, answers(n_wrong=1)).status_code == 302
    told = page(client, "/introduction/")
    assert told.count("Ikke rigtigt.") == 1
    assert "Rigtigt." in told


@pytest.mark.requirement("R-HUM-05", part="no access without training", shows="refuses")
@pytest.mark.parametrize("but", [1, 5])
def test_every_practice_case_is_opened_first(client, learner, but):
    open_all(client, but=but)
    response = post(client, answers())
    told = main_text(response.content.decode())
    assert response.status_code == 422
    assert "Åbn skønnet i alle øvelserne først. Du mangler 1." in told
    assert queries.practice_cases()[but - 1].name.da in told
    assert not TrainingRecord.objects.exists()


def test_a_question_without_an_answer_is_told_and_the_others_are_kept(client, learner):
    open_all(client)
    chosen = answers()
    last = queries.quiz()[-1].key
    del chosen[last]
    response = post(client, chosen)
    told = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{last}"' in told
    assert told.count("checked") == N - 1
    assert not TrainingRecord.objects.exists()


@pytest.mark.requirement("R-HUM-05", part="training expires", shows="refuses")
def test_after_a_year_it_is_taken_again(client, learner, case_system):
    address = f"/people/{case_system.register(received()).course.key}/"
    open_all(client)
    post(client, answers())
    assert "af 100" in page(client, address)
    TrainingRecord.objects.update(taken_on=TODAY - timedelta(days=366), valid_until=TODAY - timedelta(days=1))
    assert "af 100" not in page(client, address)
    assert "Din introduktion gjaldt til 21.11.2026." in page(client, "/introduction/")
    assert post(client, answers()).status_code == 302
    assert "af 100" in page(client, address)


@pytest.mark.requirement("R-HUM-05", part="training expires", shows="works")
@pytest.mark.parametrize(("days", "is_told"), [(0, True), (29, True), (30, False), (-1, False)])
def test_a_reminder_stands_on_the_worklist_in_the_last_thirty_days(client, learner, days, is_told):
    ends = TODAY + timedelta(days=days)
    TrainingRecord.objects.create(
        user=learner, what="introduction", taken_on=TODAY - timedelta(days=300), valid_until=ends, recorded_by="x",
        recorded_at=NOW,
    )  # fmt: skip
    told = client.get("/", headers={"Accept-Language": "da"}).content.decode()
    assert ("Din introduktion udløber snart." in told) is is_told
    Municipality.objects.update(needs_introduction=False)
    assert "Din introduktion udløber snart." not in client.get("/").content.decode()


def test_before_ones_own_assessment_the_page_holds_nothing_of_the_estimate(client, learner):
    for case in queries.practice_cases():
        address = f"/introduction/practice/{case.number}/"
        before = client.get(address, headers={"Accept-Language": "da"}).content.decode()
        assert "af 100" not in main_text(before)
        assert 'class="card-estimate"' not in before
        assert case.outcome.da not in before
        assert client.post(address, {"step": "answer", case.key: case.question.right}).status_code == 422
        assert client.post(address, {"step": "own"}).status_code == 422
        assert client.post(address, {"step": "own", "level": "most"}).status_code == 422
        assert client.post(address, {"step": "own", "level": "more"}).status_code == 302
        after = page(client, address)
        assert ("af 100" in after) is (case.shown.card is not None)
        assert ("Kan ikke vurderes" in after) is (case.shown.abstention is not None)
        assert "mere støtte" in after
        # what was assessed first stays
        client.post(address, {"step": "own", "level": "less"})
        assert "mere støtte" in page(client, address)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_answer_in_practice_is_explained_at_once(client, learner, place):
    for case in queries.practice_cases():
        address = f"/introduction/practice/{case.number}/"
        client.post(address, {"step": "own", "level": "not_known"})
        client.post(address, {"step": "answer", case.key: place})
        told, chosen = page(client, address), case.question.answers[place]
        assert chosen.why.da in told
        assert case.outcome.da in told
        right = case.question.answers[case.question.right]
        assert right.why.da in told
        assert ("Ikke rigtigt." in told) is not chosen.is_right


def test_the_practice_has_one_wrong_and_one_abstained_and_both_sides_of_the_limits():
    cases = queries.practice_cases()
    assert len(cases) == N == len(queries.quiz())
    assert sum(case.is_wrong for case in cases) == 1
    assert sum(case.shown.abstention is not None for case in cases) == 1
    shown = [case.shown.card.estimate for case in cases if case.shown.card]
    assert {one.band for one in shown} == {"low", "medium", "high"}
    assert {one.certainty for one in shown} >= {"good", "little"}
    for one in shown:
        assert sum(vote.contribution for vote in one.votes) == pytest.approx(one.raw_share, abs=1e-4)
    for question in (*queries.quiz(), *(case.question for case in cases)):
        assert sum(answer.is_right for answer in question.answers) == 1
    # whoever always chooses the same place does not get through
    assert max([one.right for one in queries.quiz()].count(place) for place in range(3)) < 4


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_card_is_there_in_both_languages(client, learner, language):
    titles = set()
    for number in range(1, 7):
        response = client.get(f"/introduction/cards/{number}/", headers={"Accept-Language": language})
        text = response.content.decode()
        assert response.status_code == 200
        titles.add(text.split("<h1>")[1].split("</h1>")[0])
        assert "<svg" in text or "card-estimate" in text
    assert len(titles) == 6
    for wrong in ("cards/0", "cards/7", "practice/0", "practice/6"):
        assert client.get(f"/introduction/{wrong}/").status_code == 404


def test_the_texts_are_easy_enough(client, learner):
    words = [main for number in range(1, 7) for main in [page(client, f"/introduction/cards/{number}/")]]
    told = [case.story.da + " " + case.outcome.da for case in queries.practice_cases()]
    told += [answer.why.da for one in queries.quiz() for answer in one.answers]
    assert lix("\n".join(told)) < 45
    assert lix("\n".join(words)) < 45
    assert lix(page(client, "/introduction/")) < 45


@pytest.mark.requirement("R-HUM-03", part="no person is named by default", shows="works")
def test_staff_are_told_what_is_counted_and_who_sees_it(client, learner):
    told = page(client, "/introduction/")
    assert "mindst fem har vurderet" in told
    assert "ingen liste med navne" in told
    assert "ikke til at bedømme nogens arbejde" in told


def test_beginning_again_forgets_what_was_chosen(client, learner):
    open_all(client)
    assert client.post("/introduction/")["Location"] == "/introduction/cards/1/"
    assert "Åbn skønnet i alle øvelserne først. Du mangler 5." in main_text(post(client, answers()).content.decode())


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DPO, Role.ADMINISTRATOR, Role.DATA_EXPERT])
def test_it_is_for_those_who_see_people(client, municipalities, role):
    user = actions.create_user("x", name="X", municipality=HERE, password=PASSWORD, roles=(role,), audit=audit())
    client.force_login(user)
    assert client.get("/introduction/").status_code == 404
    assert client.post("/introduction/questions/", answers()).status_code == 404


def test_the_rule_and_the_day_that_it_counts_until():
    check_introduction(n_unopened=0, n_right=4, n_questions=5)
    with pytest.raises(IntroductionRefused):
        check_introduction(n_unopened=0, n_right=3, n_questions=5)
    with pytest.raises(IntroductionRefused):
        check_introduction(n_unopened=1, n_right=5, n_questions=5)
    assert counts_until(date(2026, 3, 1)) == date(2027, 3, 1)
    assert counts_until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_how_many_have_taken_it_names_nobody_and_needs_five(municipalities):
    def staff(number: int):
        return actions.create_user(
            f"s{number}", name="S", municipality=HERE, password=None, roles=(Role.CASEWORKER,), audit=audit()
        )

    made = [staff(number) for number in range(4)]
    assert queries.introduced(HERE, today=TODAY).n_staff is None
    made.append(staff(5))
    for one, days in ((made[0], 0), (made[1], -1), (made[2], 100)):
        TrainingRecord.objects.create(
            user=one, what="introduction", taken_on=TODAY - timedelta(days=200),
            valid_until=TODAY + timedelta(days=days), recorded_by="x", recorded_at=timezone.now(),
        )  # fmt: skip
    found = queries.introduced(HERE, today=TODAY)
    assert (found.n_valid, found.n_staff) == (2, 5)
