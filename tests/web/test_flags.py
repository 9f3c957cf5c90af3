"""W3 and F13: a caseworker flags a data element, the experts answer without knowing of whom, and it comes back."""

from __future__ import annotations

import pytest

from lighed.elements import REGISTER
from lighed.governance import AssessmentReason, AssessmentStep, DisplayMode, Relation, Role, SupportLevel
from lighed.web import actions, queries
from lighed.web.models import Assessment, AuditRecord, ContactCourse, DataFlag, Task, User
from tests.web.factories import ELSEWHERE, HERE, NOW, audit, received
from tests.web.readability import main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
FLAGGED = "caseworkers say what is wrong or irrelevant, and experts answer"
WRONG = {"kind": "wrong", "words": "Kortet blev taget i august."}


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def expert(municipalities) -> User:
    return actions.create_user(
        "finn", name="Finn Lassen", municipality=HERE, password=PASSWORD, roles=(Role.DOMAIN_EXPERT,), audit=audit()
    )


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def flag(course: ContactCourse, by: User, *, element: str = "licences", words: str = "Gammel", kind: str = "wrong"):
    return actions.flag_element(course, element=element, kind=DataFlag.Kind(kind), words=words, by=by, audit=audit())


@pytest.mark.requirement("R-DAT-01", part=FLAGGED, shows="works")
def test_a_flag_goes_to_the_experts_and_its_answer_comes_back(as_, caseworker, expert, course):
    client = as_(caseworker)
    address = f"/people/{course.key}/flags/licences/"
    page = client.get(f"/people/{course.key}/").content.decode()
    assert f'action="{address}"' in page
    assert client.post(address, WRONG)["Location"] == f"/people/{course.key}/#flag-licences"
    page = client.get(f"/people/{course.key}/").content.decode()
    assert "Eksperterne har fået besked. Du får et svar." in page
    assert "Kortet blev taget i august." in page
    assert f'action="{address}"' not in page, "one flag by one caseworker at a time"

    client = as_(expert)
    listed = main_text(client.get("/feedback/").content.decode())
    assert "licences" in listed
    element = client.get("/feedback/licences/").content.decode()
    assert "Kortet blev taget i august." in element
    number = DataFlag.objects.get().pk
    answer = {"answer": "Vi har rettet kilden.", "flag": [number]}
    assert client.post("/feedback/licences/", answer)["Location"] == "/feedback/"
    assert "Vi har rettet kilden." in client.get("/feedback/licences/").content.decode()

    client = as_(caseworker)
    tasks = main_text(client.get("/tasks/").content.decode())
    assert "En fagekspert har svaret" in tasks
    assert "Vi har rettet kilden." in tasks
    assert Task.objects.get().of == caseworker
    page = client.get(f"/people/{course.key}/").content.decode()
    assert "Eksperternes svar, 22.11.2026:" in page
    assert f'action="{address}"' in page, "what is answered can be flagged again"


@pytest.mark.requirement("R-DAT-01", part=FLAGGED, shows="refuses")
@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"words": "Gammel"}, "Vælg, om oplysningen er forkert eller irrelevant."),
        ({"kind": "wrong", "words": " "}, "Skriv kort, hvad der er galt."),
        ({"kind": "stupid", "words": "Gammel"}, "Vælg, om oplysningen er forkert eller irrelevant."),
        ({"kind": "wrong", "words": "Se 010190-1234"}, "Skriv ikke CPR-numre."),
        ({"kind": "wrong", "words": "Åse har solgt bilen"}, "Skriv ikke, hvem det handler om."),
        ({"kind": "wrong", "words": "x" * 501}, "Skriv højst 500 tegn."),
    ],
)
def test_a_flag_has_a_kind_and_words_that_name_nobody(as_, caseworker, course, posted, said):
    refused = as_(caseworker).post(f"/people/{course.key}/flags/licences/", posted)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not DataFlag.objects.exists()


def test_only_what_stands_on_the_page_is_flagged_and_once_at_a_time(as_, caseworker, course):
    client = as_(caseworker)
    assert client.post(f"/people/{course.key}/flags/shoe_size/", WRONG).status_code == 404
    with pytest.raises(actions.FlagRefused, match="no longer on the page"):
        flag(course, caseworker, element="shoe_size")
    flag(course, caseworker)
    again = client.post(f"/people/{course.key}/flags/licences/", WRONG)
    assert (again.status_code, "Du har allerede meldt oplysningen." in again.content.decode()) == (422, True)
    assert client.post(f"/people/{course.key}/flags/age/", {"kind": "irrelevant", "words": "Nej"}).status_code == 302
    assert DataFlag.objects.count() == 2


def test_a_hidden_name_is_not_found_by_guessing_it_in_a_flag(as_, case_system, caseworker, municipalities):
    there = received(event_id="e-7", course_id="c-7", person_id="p-7", has_protected_address=True, caseworker_id="s-9")
    course = case_system.register(there).course
    answer = as_(caseworker).post(f"/people/{course.key}/flags/licences/", {"kind": "wrong", "words": "Åse kører"})
    assert answer.status_code == 302


def test_experts_see_nobody(as_, case_system, caseworker, caseworker_elsewhere, expert, course):
    flag(course, caseworker, words="Gammel")
    there = case_system.register(received(event_id="e-2", municipality=ELSEWHERE, course_id="c-9", person_id="p-9"))
    flag(there.course, caseworker_elsewhere, words="Andetsteds")
    flag(there.course, caseworker_elsewhere, element="age", words="Andetsteds")
    client = as_(expert)
    seen = client.get("/feedback/").content.decode() + client.get("/feedback/licences/").content.decode()
    for told in ("Åse", "Nørgaard", "p-1", "c-1", str(course.key), str(course.person_id), "Mette", "Andetsteds"):
        assert told not in main_text(seen), told
    assert client.get("/feedback/age/").status_code == 404
    assert client.get(f"/people/{course.key}/").status_code == 404
    theirs = DataFlag.objects.get(words="Andetsteds", element="licences")
    refused = client.post("/feedback/licences/", {"answer": "Nej", "flag": [theirs.pk]})
    assert (refused.status_code, "Vælg mindst én melding at svare på." in refused.content.decode()) == (422, True)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("answer", "said"), [(" ", "Skriv et svar til sagsbehandleren."), ("Se 010190-1234", "Skriv ikke CPR-numre.")]
)
def test_an_answer_has_words_and_no_number_of_anyone(as_, caseworker, expert, course, answer, said):
    number = flag(course, caseworker).pk
    refused = as_(expert).post("/feedback/licences/", {"answer": answer, "flag": [number]})
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert DataFlag.objects.get().answered_at is None


def test_an_answered_flag_keeps_its_answer_and_the_log_has_no_words(caseworker, expert, course):
    one = flag(course, caseworker, words="Taget i august")
    first = actions.answer_flags([one], answer="Rettet.", by=expert, audit=audit())
    second = actions.answer_flags([one], answer="Nej.", by=expert, audit=audit())
    assert (first, second, DataFlag.objects.get().answer) == (1, 0, "Rettet.")
    assert Task.objects.count() == 1
    everything = " ".join(str(row.__dict__) for row in AuditRecord.objects.all())
    assert "august" not in everything
    assert "Rettet" not in everything


def test_elements_with_an_open_flag_come_first_and_each_goes_by_its_name(caseworker, expert, course):
    known = next(iter(REGISTER))
    for element, at in ((known.code, NOW), ("licences", NOW), ("age", NOW)):
        DataFlag.objects.create(
            municipality_id=HERE, course=course, element=element, kind="irrelevant", words="Nej", made_by=caseworker,
            made_at=at, answered_at=None if element == "age" else NOW,
        )  # fmt: skip
    found = queries.flagged_elements(expert)
    assert (found[0].element, found[0].n_open, found[0].n_irrelevant, found[0].n_wrong) == ("age", 1, 1, 0)
    assert next(one.name for one in found if one.element == known.code) == known.name
    assert queries.flagged_elements(caseworker) == ()
    assert queries.remarks_about(caseworker, "age") == ()
    assert queries.flags_to_answer(caseworker, "age", [one.pk for one in DataFlag.objects.all()]) == []


def judge(course: ContactCourse, by: User, n: int, *, relation: Relation, reason: AssessmentReason) -> None:
    Assessment.objects.bulk_create(
        Assessment(
            municipality_id=HERE, course=course, moment="registration", step=AssessmentStep.NOW,
            level=SupportLevel.MORE, reason=reason, words="En sætning", made_by=by, made_at=NOW, mode=DisplayMode.OPEN,
            band_seen="high", relation=relation,
        )
        for _ in range(n)
    )  # fmt: skip


def test_how_caseworkers_judge_is_told_in_figures_and_small_ones_are_not(as_, caseworker, expert, course):
    judge(course, caseworker, 9, relation=Relation.SAME, reason=AssessmentReason.PROFESSIONAL)
    client = as_(expert)
    assert "For få vurderinger til at vise tal." in main_text(client.get("/feedback/").content.decode())
    judge(course, caseworker, 31, relation=Relation.SAME, reason=AssessmentReason.CANNOT_SEE_WHY)
    judge(course, caseworker, 20, relation=Relation.LESS_THAN_ESTIMATED, reason=AssessmentReason.ON_THE_WAY)
    judge(course, caseworker, 12, relation=Relation.LESS_THAN_ESTIMATED, reason=AssessmentReason.OWN_WISHES)
    judge(course, caseworker, 3, relation=Relation.LESS_THAN_ESTIMATED, reason=AssessmentReason.OTHER)
    told = queries.judged(expert)
    assert (told.n, told.n_differing, told.of_100) == (75, 35, 41)
    assert told.reasons[0].name == "Job eller uddannelse på vej"
    assert [one.n for one in told.reasons] == [20, None, None], "the total less the others would tell the small one"
    page = main_text(client.get("/feedback/").content.decode())
    assert "41 af 100" in page
    assert "For få til at vise" in page
    assert "Mette" not in page


def test_a_flag_is_erased_with_the_person(caseworker, expert, course):
    one = flag(course, caseworker)
    actions.answer_flags([one], answer="Rettet.", by=expert, audit=audit())
    actions.erase_person(HERE, "p-1", reason="Anmodning", by="dorte", audit=audit())
    assert not DataFlag.objects.exists()
    assert not Task.objects.exists()
    assert queries.flagged_elements(expert) == ()


def test_who_does_not_assess_flags_nothing_and_who_is_no_expert_answers_nothing(as_, caseworker, course):
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password=PASSWORD, roles=(Role.PLANNER,), audit=audit()
    )
    client = as_(planner)
    address = f"/people/{course.key}/flags/licences/"
    assert client.post(address, WRONG).status_code == 404
    assert f'action="{address}"' not in client.get(f"/people/{course.key}/").content.decode()
    assert as_(caseworker).get("/feedback/").status_code == 404
