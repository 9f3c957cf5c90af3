"""G4 and G5: who has looked at whom, and samples of look-ups that are to be justified."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from lighed.governance import TIME_LIMITED, ActorKind, AuditKind, Role
from lighed.web import actions, audit_triggers
from lighed.web.actions.audit import chain
from lighed.web.models import AuditRecord, AuditSubject, ContactCourse, SpotCheckItem, User
from lighed.web.oversight.criterion_words import criterion_words
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
LOG = "/oversight/log/"


@pytest.fixture(autouse=True)
def anchored(monkeypatch):
    """Within a test's one transaction nothing is committed: the anchor is moved at once."""
    monkeypatch.setattr(chain.transaction, "on_commit", lambda call, **_: call())


@pytest.fixture
def officer(municipalities) -> User:
    return actions.create_user(
        "dorte", name="Dorte Dpo", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit()
    )


@pytest.fixture
def course(case_system, caseworker) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def looked(client, caseworker, course) -> ContactCourse:
    """Mette has looked at Åse, whose course is somebody else's by then."""
    ContactCourse.objects.filter(pk=course.pk).update(caseworker_id="s-9", team="Team Syd")
    client.force_login(caseworker)
    assert client.get(reverse("person", args=[course.key])).status_code == 200
    return course


@pytest.fixture
def search(client, officer, looked):
    """Search the log as the officer does."""
    client.force_login(officer)

    def found(**given: str):
        form = {"reason": "Klage 7", "begins_on": "2026-11-01", "ends_on": "2026-11-22", **given}
        answer = client.post(LOG, form, headers={"Accept-Language": "da"})
        return answer, BeautifulSoup(answer.content, "html.parser")

    return found


def lines(page: BeautifulSoup) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.select(".log-entries tbody tr")]


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="works")
@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="works")
@pytest.mark.parametrize("named", ["id", "link", "sign"])
def test_who_has_looked_at_somebody_is_found_and_so_is_the_search_itself(search, looked, named):
    sign = AuditSubject.objects.get(person_key=looked.person_id).pseudonym[:12]
    words = {"id": "p-1", "link": f"https://lighed.example/people/{looked.key}/", "sign": sign}[named]
    answer, page = search(person=words)
    assert answer.status_code == 200
    newest, look, *_ = lines(page)
    assert "Dorte Dpo" in newest
    assert "Klage 7" in newest
    assert "Mette Holm" in look
    assert "sagsbehandler" in look.lower()
    assert "Uden for egen opgave" in look
    assert "Log mangler" not in page.text
    row = AuditRecord.objects.get(actor="dorte", kind="search")
    assert (row.reason, row.purpose, row.subject[:12]) == ("Klage 7", "oversight", sign)
    assert "p-1" not in row.criterion
    assert str(looked.key) not in row.criterion


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="refuses")
def test_without_a_purpose_nothing_is_searched_for(search, client):
    n = AuditRecord.objects.count()
    answer, page = search(reason="  ")
    assert answer.status_code == 422
    assert "Skriv formålet med søgningen." in page.text
    assert not lines(page)
    assert AuditRecord.objects.count() == n
    assert not lines(BeautifulSoup(client.get(LOG).content, "html.parser"))


@pytest.mark.parametrize("number", ["010190-1234", "0101901234", "se 310365 1111."])
def test_a_cpr_number_is_no_purpose(search, number):
    before = AuditRecord.objects.count()
    answer, page = search(reason=f"Klage fra {number}")
    assert answer.status_code == 422
    assert "Skriv ikke CPR-numre." in page.text
    assert not AuditRecord.objects.filter(reason__contains="Klage fra").exists()
    assert AuditRecord.objects.count() == before


def test_the_page_says_what_a_search_on_a_person_does_not_find(client, officer):
    client.force_login(officer)
    page = client.get(LOG, headers={"Accept-Language": "da"}).content.decode()
    assert "Arbejdslister står efter deres filtre, ikke efter hver person på dem." in page


def test_an_empty_period_says_so_and_filters_narrow(search):
    _, page = search(begins_on="2026-01-01", ends_on="2026-01-02")
    assert "Ingen opslag i perioden." in page.text
    _, page = search(user="mette", kind="read")
    assert len(lines(page)) == 1
    _, page = search(flag="outside_task")
    assert len(lines(page)) == 1
    _, page = search(flag="blocked")
    assert "Ingen opslag i perioden." in page.text
    answer, page = search(begins_on="2026-11-20", ends_on="2026-11-01")
    assert answer.status_code == 422
    answer, page = search(person="nobody")
    assert "Kommunen har ingen person med det id" in page.text


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_the_log_of_another_municipality_is_not_found(search, case_system):
    theirs = case_system.register(received(event_id="x", municipality=ELSEWHERE, course_id="c-x", person_id="p-x"))
    sign = AuditSubject.objects.get(person_key=theirs.course.person_id).pseudonym
    for words in ("p-x", str(theirs.course.key), str(theirs.course.person_id), sign):
        answer, _ = search(person=words)
        assert answer.status_code == 422
    _, page = search()
    assert sign[:12] not in page.text


@pytest.mark.requirement("R-ACC-01", part="append-only keyed chain", shows="refuses")
def test_a_broken_log_is_never_shown_as_whole(search):
    audit_triggers.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lighed_auditrecord WHERE actor = 'mette' AND kind = 'read'")
    _, page = search()
    assert "Log mangler for 01.11.2026 – 22.11.2026" in page.text
    answer, _ = search(**{"as": "file"})
    assert answer.content.decode("utf-8-sig").startswith("Log mangler for")
    audit_triggers.put_up(connection)


@pytest.mark.requirement("R-DAT-03", part="not in exports", shows="refuses")
def test_the_file_holds_no_formula_and_no_value_and_is_logged_as_an_export(search):
    actions.create_user("=2+3", name="=HYPERLINK(1)", municipality=HERE, password=PASSWORD, audit=audit())
    actions.record(audit=replace(audit(), actor="=2+3", reason="@formula"))
    answer, _ = search(**{"as": "file"})
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text), delimiter=";") for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    assert "Nørgaard" not in text
    assert "p-1" not in text
    assert AuditRecord.objects.get(actor="dorte", kind="export").reason == "Klage 7"


def test_pages_of_fifty(search):
    for _ in range(55):
        actions.record(audit=audit())
    _, page = search(user="test")
    assert len(lines(page)) == 50
    _, page = search(user="test", page="2")
    assert 0 < len(lines(page)) < 50
    assert "Side 2 af" in page.text


@pytest.mark.parametrize(("role", "log", "checks"), [
    (Role.DPO, 200, 200), (Role.REGULATOR, 200, 404), (Role.CASEWORKER, 404, 404), (Role.ADMINISTRATOR, 404, 404),
])  # fmt: skip
@pytest.mark.requirement("R-SEC-01", part="roles are kept and end at once", shows="refuses")
def test_the_log_opens_by_right(client, municipalities, role, log, checks):
    until = date(2026, 12, 1) if role in TIME_LIMITED else None
    client.force_login(
        actions.create_user(
            "u", name="U", municipality=HERE, password=PASSWORD, roles=(role,), until=until, audit=audit()
        )
    )
    assert client.get(LOG).status_code == log
    assert client.get("/oversight/spot-checks/").status_code == checks


@pytest.fixture
def drawn(client, officer, looked) -> SpotCheckItem:
    """The officer has drawn the one look-up that there is."""
    client.force_login(officer)
    form = {"n": "5", "begins_on": "2026-11-01", "ends_on": "2026-11-22"}
    assert client.post("/oversight/spot-checks/", form).status_code == 302
    return SpotCheckItem.objects.get()


@pytest.mark.requirement("R-ACC-03", part="a random sample to be justified", shows="works")
def test_whoever_looked_writes_why_and_the_officer_closes(client, officer, caseworker, drawn):
    client.force_login(caseworker)
    assert "1 af dine opslag er trukket ud" in client.get("/", headers={"Accept-Language": "da"}).content.decode()
    page = client.get("/justify/", headers={"Accept-Language": "da"}).content.decode()
    assert "Åse Nørgaard" in page
    refused = client.post(
        "/justify/", {"item": drawn.pk, "words": "Var 010190-1234"}, headers={"Accept-Language": "da"}
    )
    assert (refused.status_code, "Skriv ikke CPR-numre." in refused.content.decode()) == (422, True)
    client.post("/justify/", {"item": drawn.pk, "words": "Vikar for Jonas"})
    drawn.refresh_from_db()
    assert (drawn.justification, drawn.justified_by, drawn.finding) == ("Vikar for Jonas", "mette", "open")
    assert "venter på en forklaring" in client.get("/justify/", headers={"Accept-Language": "da"}).content.decode()
    client.force_login(officer)
    address = f"/oversight/spot-checks/{drawn.check_drawn_id}/"
    page = client.get(address, headers={"Accept-Language": "da"}).content.decode()
    assert "Vikar for Jonas" in page
    assert "Nørgaard" not in page
    client.post(address, {"item": drawn.pk, "finding": "fine", "note": ""})
    drawn.refresh_from_db()
    assert (drawn.finding, drawn.closed_by) == ("fine", "dorte")
    changes = AuditRecord.objects.filter(kind="change", criterion__startswith="spot check").values_list(
        "actor", flat=True
    )
    assert list(changes.order_by("id")) == ["dorte", "mette", "dorte"]


@pytest.mark.requirement("R-ACC-03", part="a random sample to be justified", shows="refuses")
def test_a_look_up_is_not_closed_without_a_reason_nor_by_whoever_looked(client, officer, caseworker_elsewhere, drawn):
    client.force_login(officer)
    address = f"/oversight/spot-checks/{drawn.check_drawn_id}/"
    for finding in ("fine", "not_fine"):
        answer = client.post(address, {"item": drawn.pk, "finding": finding}, headers={"Accept-Language": "da"})
        assert answer.status_code == 422
        assert "Skriv en begrundelse." in answer.content.decode()
    client.post(address, {"item": drawn.pk, "finding": "not_fine", "note": "Ingen opgave"})
    drawn.refresh_from_db()
    assert drawn.finding == "not_fine"
    page = client.get(address).content.decode()
    assert "/oversight/incidents/new/" in page
    client.force_login(caseworker_elsewhere)
    assert client.get(address).status_code == 404
    assert client.post("/justify/", {"item": drawn.pk, "words": "x"}).status_code == 404
    SpotCheckItem.objects.filter(pk=drawn.pk).update(actor="dorte", finding="open")
    with pytest.raises(actions.CheckRefused):
        actions.close_look_up(drawn, finding="fine", note="x", audit=replace(audit(), actor="dorte"))


def test_there_is_nothing_to_draw_from_where_nobody_looked(client, officer):
    client.force_login(officer)
    form = {"n": "5", "begins_on": "2026-11-01", "ends_on": "2026-11-22"}
    answer = client.post("/oversight/spot-checks/", form, headers={"Accept-Language": "da"})
    assert answer.status_code == 422
    assert "Ingen medarbejder har slået personer op i perioden" in answer.content.decode()


@pytest.mark.requirement("R-ACC-03", part="a random sample to be justified", shows="refuses")
def test_only_what_staff_looked_up_is_drawn_and_nothing_of_those_who_judge(client, officer, looked, caseworker):
    other = actions.create_user(
        "dan", name="Dan", municipality=HERE, password=PASSWORD, roles=(Role.DPO,), audit=audit()
    )
    looks = [
        ("borger", "citizen"), ("rep", "representative"), (other.username, "dpo"), ("dorte", "dpo"),
        ("dorte", "caseworker"), ("dan", "planner"), ("tilsyn", "regulator"),
    ]  # fmt: skip
    for actor, role in looks:
        look = replace(audit(kind=AuditKind.READ), actor=actor, role=role, actor_kind=ActorKind.PERSON)
        actions.record(audit=replace(look, subject=str(looked.person_id)))
    client.force_login(officer)
    form = {"n": "50", "begins_on": "2026-11-01", "ends_on": "2026-11-22"}
    assert client.post("/oversight/spot-checks/", form).status_code == 302
    assert [one.actor for one in SpotCheckItem.objects.all()] == ["mette"]
    assert SpotCheckItem.objects.get().check_drawn.n_found == 1


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("own page", "Egen side"),
        ("request answered", "Anmodning besvaret"),
        ("choice", "Valget om skøn"),
        ("legal_basis=demo-operation", "Hjemmel: demo-operation"),
        ("legal_basis=demo-operation 2 approved", "Hjemmel: demo-operation 2, godkendt"),
        ("log, 2026-10-24/2026-11-22, user=mette", "Adgangslog, 24.10.2026 – 22.11.2026, Bruger: mette"),
        ("spot check, 5 of 2026-11-01/2026-11-22", "Stikprøve, 5 fra 01.11.2026 – 22.11.2026"),
        ("worklist, caseworker=mine, name", "Arbejdsliste, sagsbehandler: egne, et navn"),
        ("2026-99-99/2026-11-22", "2026-99-99/2026-11-22"),
        ("term person", "Frist person"),
        ("access: refuse", "Adgang: afvist"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_what_was_done_is_said_in_the_readers_language(stored, shown):
    with override("da"):
        assert criterion_words(stored) == shown


def test_three_changes_can_be_told_apart_and_the_stored_words_stay(search):
    for what in ("own page", "request answered", "choice"):
        actions.record(audit=replace(audit(kind=AuditKind.CHANGE), criterion=what))
    answer, page = search(kind="change", user="test")
    told = " ".join(lines(page))
    assert all(words in told for words in ("Egen side", "Anmodning besvaret", "Valget om skøn"))
    assert AuditRecord.objects.filter(criterion="request answered").exists()
    answer, _ = search(kind="change", user="test", **{"as": "file"})
    assert "Anmodning besvaret" in answer.content.decode("utf-8-sig")
