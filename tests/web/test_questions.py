"""W10: a caseworker asks a colleague, who answers without being led, and both are told."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from lighed.governance import AssessmentReason, AssessmentStep, DisplayMode, Role, SupportLevel
from lighed.web import actions, queries
from lighed.web.models import Assessment, AuditRecord, ContactCourse, Plan, Question, Task, User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
APART = "municipalities are apart"


def staff(username: str, *roles: Role, **more: object) -> User:
    said = {"name": username.title(), "municipality": HERE, "password": PASSWORD, "audit": audit(), **more}
    return actions.create_user(username, roles=roles or (Role.CASEWORKER,), **said)


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def jonas(municipalities) -> User:
    return staff("jonas", caseworker_id="s-2", team="Team Syd")


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def ask(course: ContactCourse, by: User, of: User, **more: object) -> Question:
    asked = {"words": "Hvad tror du?", "hides_own_view": False, **more}
    return actions.ask_colleague(course, of=of, by=by, audit=audit(), **asked)


def text_of(client, address: str) -> str:
    return main_text(client.get(address).content.decode())


def test_a_colleague_is_asked_answers_and_the_question_is_closed(as_, caseworker, jonas, course):
    client = as_(caseworker)
    person = f"/people/{course.key}/"
    assert "Ingen spørgsmål." in text_of(client, person)
    posted = {"of": jonas.pk, "words": "Skal vi mødes ugentligt?"}
    assert client.post(f"{person}question/", posted)["Location"] == f"{person}#questions"
    question = Question.objects.get()
    assert "venter på svar" in text_of(client, person)
    assert client.get(f"/questions/{question.pk}/answer/").status_code == 404, "who asks does not answer"

    client = as_(jonas)
    assert "En kollega spørger (Mette Holm)" in text_of(client, "/tasks/")
    assert "Svar på spørgsmålet" in text_of(client, person)
    answer = f"/questions/{question.pk}/answer/"
    assert "Skal vi mødes ugentligt?" in text_of(client, answer)
    assert client.post(answer, {"answer": "Ja, i starten."})["Location"] == f"{person}#questions"
    assert not Task.objects.filter(of=jonas, done_at=None).exists(), "answered is done"
    again = client.post(answer, {"answer": "Nej."})
    assert (again.status_code, "Spørgsmålet er allerede besvaret eller lukket." in again.content.decode()) == (
        422,
        True,
    )

    client = as_(caseworker)
    assert "En kollega har svaret (Jonas)" in text_of(client, "/tasks/")
    assert "Ja, i starten." in text_of(client, person)
    assert client.post(f"/questions/{question.pk}/close/")["Location"] == f"{person}#questions"
    assert "lukket" in text_of(client, person)
    assert not Task.objects.filter(done_at=None).exists()
    done = AuditRecord.objects.filter(kind="change", criterion__startswith="question").order_by("number")
    assert [(one.actor, one.criterion) for one in done] == [
        ("mette", "question"),
        ("jonas", "question answered"),
        ("mette", "question closed"),
    ]
    assert "ugentligt" not in " ".join(str(one.__dict__) for one in AuditRecord.objects.all())


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"words": "Hvad nu?"}, "Vælg en kollega."),
        ({"of": "x", "words": "Hvad nu?"}, "Vælg en kollega."),
        ({"of": "jonas", "words": " "}, "Skriv dit spørgsmål."),
        ({"of": "jonas", "words": "Se 010190-1234"}, "Skriv ikke CPR-numre."),
    ],
)
def test_a_question_has_a_colleague_and_words(as_, caseworker, jonas, course, posted, said):
    posted = posted | ({"of": jonas.pk} if posted.get("of") == "jonas" else {})
    refused = as_(caseworker).post(f"/people/{course.key}/question/", posted)
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert not Question.objects.exists()


@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
@pytest.mark.parametrize("who", ["expert", "elsewhere", "oneself", "inactive", "role ended"])
def test_who_has_no_access_to_the_person_is_not_asked(as_, caseworker, caseworker_elsewhere, course, who):
    asked = {"elsewhere": caseworker_elsewhere, "oneself": caseworker}.get(who)
    if asked is None:
        asked = staff("ida", Role.DATA_EXPERT if who == "expert" else Role.CASEWORKER)
    if who == "inactive":
        User.objects.filter(pk=asked.pk).update(is_active=False)
    if who == "role ended":
        actions.end_role(asked, Role.CASEWORKER, audit=audit())
    client = as_(caseworker)
    address = f"/people/{course.key}/question/"
    assert f'value="{asked.pk}"' not in client.get(address).content.decode()
    refused = client.post(address, {"of": asked.pk, "words": "Hvad nu?"})
    assert refused.status_code == 422
    assert "Kollegaen har ikke adgang til borgeren." in refused.content.decode()
    assert not Question.objects.exists()


@pytest.mark.requirement("R-DAT-09", part="hidden by role", shows="refuses")
def test_about_a_protected_person_only_those_are_asked_who_see_who_it_is(as_, case_system, caseworker, jonas):
    hidden = received(has_protected_address=True)
    course = case_system.register(hidden).course
    sees = staff("sofie", Role.PLANNER)
    User.objects.filter(pk=sees.pk).update(sees_protected=True, sees_protected_until=NOW.date())
    own = staff("marie", caseworker_id=course.caseworker_id)
    assert set(queries.colleagues(course, caseworker)) == {sees, own}
    refused = as_(caseworker).post(f"/people/{course.key}/question/", {"of": jonas.pk, "words": "Hvad nu?"})
    assert "Kollegaen har ikke adgang til borgeren." in refused.content.decode()


def assess(course: ContactCourse, by: User, words: str) -> None:
    Assessment.objects.create(
        municipality_id=HERE, course=course, moment=course.reached, step=AssessmentStep.NOW, level=SupportLevel.MORE,
        reason=AssessmentReason.PROFESSIONAL, words=words, made_by=by, made_at=NOW, mode=DisplayMode.OPEN,
    )  # fmt: skip


@pytest.mark.parametrize("hides", [True, False])
def test_a_colleague_can_be_asked_without_seeing_what_the_asker_thinks(as_, caseworker, jonas, course, hides):
    assess(course, caseworker, "Mettes sætning")
    assess(course, staff("sofie"), "Sofies sætning")
    Plan.objects.create(
        municipality_id=HERE, course=course, template="Tæt start", level=SupportLevel.MORE, made_by=caseworker,
        made_at=NOW,
    )  # fmt: skip
    question = ask(course, caseworker, jonas, hides_own_view=hides)
    person = f"/people/{course.key}/"
    page = text_of(as_(jonas), person)
    assert ("Mettes sætning" in page) is not hides
    assert ("Vurderet af Mette Holm" in page) is not hides
    assert ("efter vurderingen" in page) is not hides, "a plan tells the assessment that it follows"
    assert "Skabelon: Tæt start." in page
    assert "Sofies sætning" in page, "of the others nothing is held back"
    ContactCourse.objects.filter(pk=course.pk).update(level=SupportLevel.MORE.value)
    found = as_(jonas).get("/?level=more").content.decode()
    assert (f"/people/{course.key}/" in found) is not hides, "to be found by it would tell it"
    row = BeautifulSoup(as_(jonas).get("/", headers={"Accept-Language": "da"}).content, "html.parser").select_one(
        "tbody"
    )
    assert ("Mere støtte" in row.get_text()) is not hides
    assert ("mere støtte" in text_of(as_(jonas), f"{person}plan/").lower()) is not hides
    assert "Mettes sætning" in text_of(as_(caseworker), person)
    actions.answer_question(question, answer="Nogen støtte", by=jonas, audit=audit())
    page = text_of(as_(jonas), person)
    assert "Mettes sætning" in page
    assert "Vurderet af Mette Holm" in page


def test_a_question_that_is_closed_holds_nothing_back_and_is_not_answered(caseworker, jonas, course):
    question = ask(course, caseworker, jonas, hides_own_view=True)
    assert queries.hidden_assessors(course, jonas) == {caseworker.pk}
    actions.close_question(question, by=caseworker, audit=audit())
    assert queries.hidden_assessors(course, jonas) == frozenset()
    assert not Task.objects.filter(done_at=None).exists()
    with pytest.raises(actions.QuestionRefused, match="answered or closed"):
        actions.answer_question(question, answer="Ja", by=jonas, audit=audit())


def test_only_who_asked_closes_and_only_who_was_asked_answers(as_, caseworker, jonas, course):
    question = ask(course, caseworker, jonas)
    client = as_(jonas)
    client.post(f"/questions/{question.pk}/close/")
    assert "Kun den, der har spurgt, kan lukke spørgsmålet." in text_of(client, f"/people/{course.key}/")
    with pytest.raises(actions.QuestionRefused, match="Somebody else was asked"):
        actions.answer_question(question, answer="Ja", by=caseworker, audit=audit())
    for words, said in ((" ", "Skriv dit svar."), ("Se 010190-1234", "Skriv ikke CPR-numre.")):
        refused = client.post(f"/questions/{question.pk}/answer/", {"answer": words})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    question.refresh_from_db()
    assert (question.answered_at, question.closed_at) == (None, None)


def test_looking_because_one_was_asked_is_within_ones_task(as_, caseworker, jonas, course):
    client = as_(jonas)
    client.get(f"/people/{course.key}/")
    ask(course, caseworker, jonas)
    client.get(f"/people/{course.key}/")
    looked = AuditRecord.objects.filter(kind="read", actor="jonas").order_by("number")
    assert ["outside_task" in one.flags for one in looked] == [True, False]


@pytest.mark.requirement("R-SEC-01", part=APART, shows="refuses")
def test_another_municipalitys_question_does_not_exist(
    as_, case_system, caseworker, caseworker_elsewhere, jonas, course
):
    there = case_system.register(received(event_id="e-2", municipality=ELSEWHERE, course_id="c-9", person_id="p-9"))
    theirs = actions.ask_colleague(
        there.course, of=staff("poul", municipality=ELSEWHERE), words="Hvad?", hides_own_view=False,
        by=caseworker_elsewhere, audit=audit(municipality=ELSEWHERE),
    )  # fmt: skip
    client = as_(caseworker)
    assert client.get(f"/questions/{theirs.pk}/answer/").status_code == 404
    assert client.post(f"/questions/{theirs.pk}/close/").status_code == 404
    assert client.get(f"/people/{there.course.key}/question/").status_code == 404


def test_questions_go_with_the_person(caseworker, jonas, course):
    ask(course, caseworker, jonas)
    actions.erase_person(HERE, "p-1", reason="Anmodning", by="dorte", audit=audit())
    assert not Question.objects.exists()
    assert not Task.objects.exists()


def test_the_persons_caseworker_and_ones_own_team_stand_first(as_, caseworker, jonas, course):
    User.objects.filter(pk=jonas.pk).update(team="Team Nord")
    own = staff("åse", caseworker_id=course.caseworker_id, team="Team Syd")
    far = staff("anna", team="Team Vest")
    User.objects.filter(pk=caseworker.pk).update(team="Team Nord", caseworker_id="s-9")
    page = BeautifulSoup(as_(caseworker).get(f"/people/{course.key}/question/").content, "html.parser")
    groups = {
        one["label"]: [int(option["value"]) for option in one.select("option")] for one in page.select("optgroup")
    }
    assert groups == {"Borgerens sagsbehandler og dit team": [own.pk, jonas.pk], "Andre": [far.pk]}
