"""If something were different: experts approve it element by element, and only then a person and staff read it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection
from io import BytesIO

import pypdf
import pytest
from django.urls import reverse

from lighed.elements import REGISTER, Protection
from lighed.governance import DisplayMode, Role
from lighed.governance.alternatives import AlternativeRefused
from lighed.web import actions, stored_result
from lighed.web.actions.experts.alternatives import approve_alternatives, withdraw_alternatives
from lighed.web.models import AlternativeApproval, AuditRecord, ContactCourse, Municipality, StoredEstimate, User
from lighed.web.queries.approved_alternatives import approved_alternatives
from lighed.web.queries.person.alternatives_shown import alternatives_shown
from tests.web.factories import ELSEWHERE, HERE, assessed, audit, received
from tests.web.open_site import files, law, released, staff, version_files  # noqa: F401 - fixtures
from tests.web.readability import lix, main_text, running_text
from tests.web.site import PASSWORD
from tests.web.test_own_page import as_, citizen, person  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
TOLD = "what the estimate would be if something were different, where experts have approved it"
HEADING = "Hvis noget var anderledes"
WHY = "Enhver kan selv skrive flere jobmål i CV'et."
TABLE = "/alternatives/"
PAGE = "/alternatives/n_job_goals/"


def expert_of(municipality: str, name: str = "finn") -> User:
    return actions.create_user(
        f"{name}-{municipality}", name="Finn Lassen", municipality=municipality, password=PASSWORD,
        roles=(Role.DOMAIN_EXPERT,), audit=audit(municipality=municipality),
    )  # fmt: skip


@pytest.fixture
def expert(municipalities) -> User:
    return expert_of(HERE)


@pytest.fixture
def approve(expert):
    def of(*elements: str) -> None:
        for element in elements:
            approve_alternatives(element, by=expert, reason=WHY, audit=audit())

    return of


def told(client, address: str, *, language: str = "da") -> str:
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, address
    return " ".join(main_text(response.content.decode()).split())


def desk(course: ContactCourse) -> str:
    return reverse("person", args=[course.key])


# --- What is chosen ---------------------------------------------------------------------------------------------------


def shown_of(approved: Collection[str], **changes) -> list[str]:
    found = alternatives_shown(dataclasses.replace(assessed(0.62), **changes), approved=approved)
    return [] if found is None else [one.element for one in found]


def test_at_most_three_are_told_those_that_move_it_most_first_and_none_that_moves_it_little():
    every = {"n_job_goals", "n_regions", "goal_breadth", "weeks_since_cv_update", "within_goals"}
    assert shown_of(every) == ["n_job_goals", "n_regions", "within_goals"]
    assert shown_of({"weeks_since_cv_update", "goal_breadth"}) == ["weeks_since_cv_update"]
    assert shown_of(()) == []
    (moved,) = alternatives_shown(assessed(0.62), approved={"n_regions"})
    assert [one.of_100 for one in moved.alternatives] == [57, 68]
    assert [one.band for one in moved.alternatives] == [None, None]
    (moved,) = alternatives_shown(assessed(0.62), approved={"n_job_goals"})
    assert [(one.of_100, one.instead_of, one.band) for one in moved.alternatives] == [(49, 63, "medium")]


def test_nothing_that_moves_it_is_another_thing_than_nothing_to_tell_of():
    assert alternatives_shown(assessed(0.62), approved={"goal_breadth"}) == ()
    assert alternatives_shown(assessed(0.62), approved={"goal_distance"}) is None
    assert alternatives_shown(dataclasses.replace(assessed(0.62), if_different=None), approved={"n_regions"}) is None


def test_an_estimate_stored_before_it_was_computed_is_read_without_it():
    stored = stored_result.to_json(assessed(0.62))
    assert stored_result.from_json(json.loads(json.dumps(stored))) == assessed(0.62)
    del stored["estimate"]["if_different"]
    assert stored_result.from_json(stored).if_different is None


# --- The person reads it ----------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="works")
def test_a_person_reads_what_the_estimate_would_be_and_that_it_is_no_recipe(as_, citizen, approve):  # noqa: F811
    approve("n_job_goals", "n_regions")
    client = as_(citizen)
    words = told(client, "/my/explanation/")
    own = StoredEstimate.objects.get().of_100
    assert f"Hvis der stod 3, ville skønnet sige 49 af 100 i stedet for {own}. Det ville vi kalde mellem." in words
    assert f"Hvis der stod 0, ville skønnet sige 68 af 100 i stedet for {own}." in words
    assert "Det er ikke en opskrift. Det siger kun, hvad skønnet ville være." in words
    assert f"If it said 3, the estimate would say 49 of 100 instead of {own}." in told(
        client, "/my/explanation/", language="en"
    )
    paper = client.get(reverse("my-download-paper", args=["da"]))
    pages = pypdf.PdfReader(BytesIO(b"".join(paper.streaming_content) if paper.streaming else paper.content)).pages
    assert "ville skønnet sige 49 af 100" in " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="refuses")
def test_without_an_approval_nothing_is_told_and_after_a_withdrawal_nothing_more(as_, citizen, approve, expert):  # noqa: F811
    client = as_(citizen)
    assert HEADING not in told(client, "/my/explanation/")
    approve("n_job_goals")
    assert HEADING in told(client, "/my/explanation/")
    withdraw_alternatives("n_job_goals", by=expert, audit=audit())
    assert HEADING not in told(client, "/my/explanation/")


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="refuses")
@pytest.mark.parametrize("change", [{"is_citizen_changeable": False}, {"protection": Protection.PROXY}])
def test_what_becomes_protected_or_fixed_is_told_no_longer_whatever_was_approved(
    as_, citizen, approve, expert, monkeypatch, change  # noqa: F811
):  # fmt: skip
    approve("n_job_goals")
    element = dataclasses.replace(REGISTER["n_job_goals"], **change)
    monkeypatch.setitem(REGISTER._by_code, "n_job_goals", element)
    assert approved_alternatives(HERE) == frozenset()
    assert HEADING not in told(as_(citizen), "/my/explanation/")
    with pytest.raises(AlternativeRefused):
        approve_alternatives("n_job_goals", by=expert, reason=WHY, audit=audit())


def test_another_municipalitys_approval_tells_nobody_here(as_, citizen):  # noqa: F811
    approve_alternatives("n_job_goals", by=expert_of(ELSEWHERE), reason=WHY, audit=audit(municipality=ELSEWHERE))
    assert approved_alternatives(ELSEWHERE) == {"n_job_goals"}
    assert HEADING not in told(as_(citizen), "/my/explanation/")


def test_where_nothing_moves_the_estimate_much_one_sentence_says_so(as_, citizen, approve):  # noqa: F811
    approve("goal_breadth")
    words = told(as_(citizen), "/my/explanation/")
    assert "Intet af det ville flytte skønnet ret meget." in words
    assert "Hvis der stod" not in words
    assert "opskrift" not in words


def test_of_a_value_that_the_person_says_is_wrong_nothing_is_told(as_, citizen, approve, person):  # noqa: F811
    approve("n_job_goals", "n_regions")
    client = as_(citizen)
    course = ContactCourse.objects.get(person=person)
    course.values[0]["element"] = "n_job_goals"
    course.save(update_fields=["values"])
    wrong = reverse("my-correct", args=["n_job_goals"])
    assert client.post(wrong, {"right": "3"}).status_code == 302
    words = told(client, "/my/explanation/")
    assert "Antal jobmål: 1 Hvis der stod" not in words
    assert "Hvis der stod 2–3, ville skønnet sige 57 af 100" in words


def test_while_it_is_contested_and_once_it_no_longer_applies_nothing_is_told(as_, citizen, approve, person):  # noqa: F811
    approve("n_job_goals")
    client = as_(citizen)
    assert HEADING in told(client, "/my/explanation/")
    StoredEstimate.objects.update(applies_until="2026-01-01")
    words = told(client, "/my/explanation/")
    assert "Dette skøn gælder ikke mere." in words
    assert HEADING not in words
    StoredEstimate.objects.update(applies_until="2027-06-01")
    assert HEADING in told(client, "/my/explanation/")
    assert client.post(reverse("my-review"), {"words": "Jeg er uenig i skønnet."}).status_code == 302
    words = told(client, "/my/explanation/")
    assert "Du er uenig i skønnet." in words
    assert HEADING not in words


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
def test_it_is_erased_with_the_estimate(as_, citizen, approve, person):  # noqa: F811
    approve("n_job_goals")
    client = as_(citizen)
    assert b"if_different" in client.get(reverse("my-download-file")).content
    client.post("/my/choice/", {"choice": "no"})
    assert not StoredEstimate.objects.exists()
    assert HEADING not in told(client, "/my/explanation/")
    assert b"if_different" not in client.get(reverse("my-download-file")).content


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
def test_it_is_easy_to_read(as_, citizen, approve):  # noqa: F811
    approve("n_job_goals", "n_regions", "weeks_since_cv_update")
    client = as_(citizen)
    html = client.get("/my/explanation/", headers={"Accept-Language": "da"}).content.decode()
    block = html[html.index('id="different"') : html.index('id="more"')]
    assert "opskrift" in block
    assert lix(running_text(main_text(f"<main>{block}</main>"))) <= 35


# --- Staff read it where they read the estimate -----------------------------------------------------------------------


@pytest.fixture
def course(case_system) -> ContactCourse:
    return case_system.register(received()).course


@pytest.mark.requirement("C3", part="to the caseworker", shows="works")
def test_the_caseworkers_card_says_it_on_the_page_in_the_frame_and_to_the_case_system(
    client, course, caseworker, approve
):
    client.force_login(caseworker)
    assert HEADING not in told(client, desk(course))
    approve("n_job_goals")
    for address in (desk(course), reverse("person-card", args=[course.key])):
        words = told(client, address)
        assert "Hvis der stod 3, ville skønnet sige 49 af 100 i stedet for 63." in words
        assert (
            "Det er ikke en opskrift. Det siger, hvad skønnet ville være, og ikke hvordan forløbet ville gå." in words
        )


@pytest.mark.requirement("R-HUM-02", part="own first, then the estimate", shows="refuses")
@pytest.mark.parametrize("mode", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_where_the_estimate_is_hidden_this_is_too(client, course, caseworker, approve, mode):
    approve("n_job_goals")
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)
    client.force_login(caseworker)
    for address in (desk(course), reverse("person-card", args=[course.key])):
        html = client.get(address, headers={"Accept-Language": "da"}).content.decode()
        assert HEADING not in html
        assert "Hvis der stod" not in html


def test_after_ones_own_assessment_it_stands_there_with_the_estimate(client, course, caseworker, approve):
    approve("n_job_goals")
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    client.force_login(caseworker)
    said = {"level": "some", "words": "Vi har talt om det.", "seen": course.revision, "reveal": "yes"}
    assert client.post(reverse("person-assess-own", args=[course.key]), said).status_code == 302
    assert "Hvis der stod 3" in told(client, desk(course))


# --- Experts approve and withdraw -------------------------------------------------------------------------------------


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="works")
def test_an_expert_approves_with_a_sentence_and_withdraws_and_both_are_logged(client, expert):
    client.force_login(expert)
    words = told(client, TABLE)
    assert "Antal jobmål" in words
    assert words.count("Ikke godkendt") == sum(
        one.is_citizen_changeable and one.protection is Protection.NONE for one in REGISTER
    )
    assert client.post(PAGE, {"reason": WHY})["Location"] == TABLE
    approval = AlternativeApproval.objects.get()
    assert (approval.municipality_id, approval.element, approval.approved_by) == (HERE, "n_job_goals", expert.username)
    words = told(client, TABLE)
    assert f"{WHY} Finn Lassen" in words.replace("&#x27;", "'")
    assert AuditRecord.objects.filter(kind="change").latest("number").criterion == "alternatives: n_job_goals approved"
    assert client.post(PAGE, {"step": "withdraw"})["Location"] == TABLE
    assert approved_alternatives(HERE) == frozenset()
    assert "Trukket tilbage af Finn Lassen" in told(client, TABLE)
    assert AuditRecord.objects.filter(kind="change").latest("number").criterion == "alternatives: n_job_goals withdrawn"
    assert client.post(PAGE, {"reason": WHY}).status_code == 302
    assert AlternativeApproval.objects.count() == 2, "what was told before stays on record"
    assert "Godkendt før" in told(client, PAGE)


def test_an_expert_reads_the_sentence_of_a_made_up_person_of_the_version_in_operation(client, released, expert):  # noqa: F811
    client.force_login(expert)
    for address in (TABLE, "/alternatives/n_regions/"):
        words = told(client, address)
        assert "Opdigtet person:" in words
        assert "ville skønnet sige" in words


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="refuses")
@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({"reason": ""}, "Skriv i en sætning, hvorfor det må fortælles."),
        ({"reason": "fordi"}, "Skriv i en sætning, hvorfor det må fortælles."),
        ({"reason": "Borgeren 010190-1234 kan selv"}, "CPR"),
        ({"step": "withdraw"}, "Den er ikke godkendt."),
    ],
)
def test_what_is_not_in_order_is_refused_with_the_reason(client, expert, posted, says):
    client.force_login(expert)
    answer = client.post(PAGE, posted, headers={"Accept-Language": "da"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not AlternativeApproval.objects.exists()


def test_who_approves_what_a_colleague_has_approved_meanwhile_is_told(client, expert, approve):
    approve("n_job_goals")
    client.force_login(expert)
    answer = client.post(PAGE, {"reason": WHY}, headers={"Accept-Language": "da"})
    assert answer.status_code == 422
    assert "Den er godkendt i forvejen." in answer.content.decode()
    assert AlternativeApproval.objects.count() == 1


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="refuses")
@pytest.mark.parametrize("element", ["age", "sex", "years_experience", "interview_rate", "no_such_thing"])
def test_what_is_protected_or_cannot_be_changed_has_no_page_and_no_approval(client, expert, element):
    client.force_login(expert)
    assert client.post(f"/alternatives/{element}/", {"reason": WHY}).status_code == 404
    with pytest.raises(AlternativeRefused):
        approve_alternatives(element, by=expert, reason=WHY, audit=audit())
    assert not AlternativeApproval.objects.exists()


@pytest.mark.parametrize("role", [Role.DATA_EXPERT, Role.APPROVER, Role.MANAGER])
def test_others_of_the_zone_read_the_table_and_approve_nothing(client, municipalities, approve, role):
    approve("n_regions")
    reader = actions.create_user("rie", name="Rie", municipality=HERE, password=None, roles=(role,), audit=audit())
    client.force_login(reader)
    assert "Landsdele, der er søgt job i" in told(client, TABLE)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"reason": WHY}).status_code == 404
    with pytest.raises(AlternativeRefused):
        withdraw_alternatives("n_regions", by=reader, audit=audit())


def test_an_approval_that_nobody_is_told_of_any_longer_is_named(client, expert, approve, monkeypatch):
    approve("n_job_goals")
    monkeypatch.setattr("lighed.web.queries.experts.alternatives.can_be_told", lambda one: one.code != "n_job_goals")
    client.force_login(expert)
    assert "Godkendt, men fortælles ikke længere" in told(client, TABLE)


@pytest.mark.requirement("R-CIT-02", part=TOLD, shows="works")
def test_the_catalogue_in_public_says_which_are_told_of(client, approve):
    approve("n_job_goals")
    address = f"/open/{HERE}/elements"
    told_of = {
        one["code"]: one["told_if_different"] for one in client.get(f"{address}.json").json()["elements"]
    }  # fmt: skip
    assert [code for code, is_told in told_of.items() if is_told] == ["n_job_goals"]
    table = client.get(f"{address}.csv", headers={"Accept-Language": "da"}).content.decode("utf-8-sig")
    assert "Fortælles, hvis noget var anderledes" in table.splitlines()[0]
    words = told(client, f"{address}/?words=jobmål")
    assert words.count("Borgere får at vide, hvad skønnet ville være, hvis det var anderledes.") == 1
