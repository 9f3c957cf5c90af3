"""B6: what a person, or who represents them, sees and decides on their own page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError
from django.utils import timezone

from lighed.governance import (
    ActsOn,
    Choice,
    Conditions,
    Participation,
    RequestKind,
    RequestRefused,
    can_object,
)
from lighed.web import actions
from lighed.web.actions.arrivals import arrived
from lighed.web.models import (
    AuditRecord,
    BasisState,
    Channel,
    LegalBasisEntry,
    Municipality,
    ParticipationChoice,
    RightsRequest,
    StopEffect,
    StoredEstimate,
    User,
)
from tests.web.factories import ELSEWHERE, HERE, audit, enter_legal_basis, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
ANSWER = "Jonas har set på dit forløb og er enig med dig. Du kan klage til 12 34 56 78 eller til Datatilsynet."


def law(participation: Participation, *, is_information_first: bool = False) -> None:
    enter_legal_basis(conditions=Conditions(participation, is_information_first=is_information_first))


@pytest.fixture
def person(case_system):
    law(Participation.OPT_OUT)
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    return case_system.register(received()).course.person


@pytest.fixture
def citizen(person) -> User:
    return actions.create_citizen(person, username="dina", name="Dina Ali", password=PASSWORD, audit=audit())


@pytest.fixture
def representative(person):
    def made(*acts_on: ActsOn, until: date = date(2026, 12, 1)) -> User:
        return actions.create_representative(
            person, username="rene", name="Rene Lund", password=PASSWORD, until=until, acts_on=acts_on, audit=audit()
        )

    return made


@pytest.fixture
def as_(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


def text_of(client) -> str:
    response = client.get("/my/")
    assert response.status_code == 200
    return main_text(response.content.decode())


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
@pytest.mark.requirement("C10", part="sees it", shows="works")
@pytest.mark.requirement("C10", part="reaches a human being", shows="works")
def test_a_person_says_no_in_one_step_and_is_asked_for_no_reason(as_, citizen):
    client = as_(citizen)
    assert "Vi har lavet et skøn om dig." in text_of(client)
    html = client.get("/my/").content.decode()
    assert "Nej tak til værktøjet" in html
    assert "<textarea" not in html
    assert client.post("/my/choice/", {"choice": "no"})["Location"] == "/my/"
    said = text_of(client)
    assert "Du har sagt nej tak til værktøjet. Dine samtaler bliver, som de er." in said
    assert "Vi har ikke et skøn om dig nu. Hvis vi havde lavet et, er det slettet." in said
    assert "12 34 56 78" in said
    assert not StoredEstimate.objects.exists()
    assert ParticipationChoice.objects.get().channel == "online"
    assert client.post("/my/choice/", {"choice": "yes"}).status_code == 302
    assert "Vi har lavet et skøn om dig." in text_of(client)


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="refuses")
def test_a_no_that_cannot_be_saved_says_so_and_the_old_choice_stays(as_, citizen, monkeypatch, caplog):
    def fail(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr("lighed.web.actions.citizen.rights.erase_estimates", fail)
    client = as_(citizen)
    client.post("/my/choice/", {"choice": "no"})
    said = text_of(client)
    assert "Dit valg er ikke gemt. Prøv igen, eller ring 12 34 56 78." in said
    assert "Vi har lavet et skøn om dig." in said
    assert not ParticipationChoice.objects.exists()
    assert "A choice could not be saved" in caplog.text
    assert "disk full" not in caplog.text


@pytest.mark.parametrize(
    ("mode", "said", "unsaid"),
    [
        (Participation.OPT_OUT, "Du kan sige nej tak til værktøjet.", "Du kan ikke vælge værktøjet fra."),
        (Participation.OPT_IN, "Vi bruger kun værktøjet, hvis du siger ja.", "Du kan ikke vælge værktøjet fra."),
        (Participation.NOT_OPTIONAL, "Men du kan gøre indsigelse.", "Du kan sige nej tak"),
    ],
)
def test_the_page_says_what_the_law_in_force_says_and_names_it_at_the_end(as_, citizen, mode, said, unsaid):
    law(mode)
    text = text_of(as_(citizen))
    assert said in text
    assert unsaid not in text
    assert text.index("§ 2 (FIKTIV)") > text.index("Tal med et menneske")
    assert "Gør indsigelse" in text


def test_where_the_law_gives_no_choice_none_is_taken(as_, citizen):
    law(Participation.NOT_OPTIONAL)
    assert as_(citizen).post("/my/choice/", {"choice": "no"}).status_code == 404
    assert not ParticipationChoice.objects.exists()


@pytest.mark.requirement("R-LEG-07", part="recorded and paused", shows="works")
@pytest.mark.requirement("R-LEG-07", part="the deadline is shown", shows="works")
@pytest.mark.requirement("C10", part="objects", shows="works")
def test_a_person_objects_in_their_own_words_follows_it_and_takes_it_back(as_, citizen):
    client = as_(citizen)
    page = client.get("/my/requests/objection/").content.decode()
    assert "En anden end din egen sagsbehandler ser på det." in page
    assert "22.12.2026" in page
    response = client.post("/my/requests/objection/", {"words": "Jeg vil ikke sammenlignes."})
    assert response["Location"] == "/my/"
    request = RightsRequest.objects.get()
    assert (request.kind, request.words, request.recorded_by) == ("objection", "Jeg vil ikke sammenlignes.", "citizen")
    said = text_of(client)
    assert "Du har gjort indsigelse." in said
    assert "Du får svar senest 22.12.2026." in said
    assert not StoredEstimate.objects.exists()
    client.post(f"/my/requests/{request.pk}/withdraw/")
    assert "Vi har lavet et skøn om dig." in text_of(client)


@pytest.mark.requirement("C10", part="objects", shows="refuses")
def test_an_objection_needs_no_words_and_a_review_does(as_, citizen):
    client = as_(citizen)
    refused = client.post("/my/requests/review/", {"words": " "})
    assert (refused.status_code, "Skriv kort, hvad du er uenig i." in refused.content.decode()) == (422, True)
    assert not RightsRequest.objects.exists()
    assert client.post("/my/requests/objection/", {"words": ""}).status_code == 302
    assert client.get("/my/requests/erasure-of-everything/").status_code == 404


def test_the_answer_is_read_on_the_page(as_, citizen, person, staff_member):
    request = ask(person)
    actions.assign_request(request, to=staff_member, audit=audit())
    actions.answer_request(request, by=staff_member, result="upheld", answer=ANSWER, audit=audit())
    said = text_of(as_(citizen))
    assert "Vi svarede 22.11.2026. Svaret: Vi er enige med dig. Vi laver ikke et skøn om dig." in said
    assert ANSWER in said
    assert "Du gjorde indsigelse, og du fik ret." in said


def suspend() -> None:
    LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)


def stop(effect: StopEffect) -> None:
    actions.press_stop(HERE, effect=effect, reason="Øvelse", by="marie", audit=audit())


@pytest.mark.parametrize("hide", [suspend, lambda: stop(StopEffect.HIDE), lambda: stop(StopEffect.STOP)])
def test_an_estimate_that_is_only_hidden_is_not_denied(as_, citizen, hide):
    hide()
    client = as_(citizen)
    said = text_of(client)
    assert "Der er et skøn om dig, men det vises og bruges ikke lige nu." in said
    assert "Vi bruger ikke værktøjet lige nu." in said
    assert "Vi har ikke lavet et skøn om dig." not in said
    english = main_text(client.get("/my/", headers={"Accept-Language": "en"}).content.decode())
    assert "There is an estimate about you, but it is not shown or used now." in english
    client.post("/my/choice/", {"choice": "no"})
    assert "Hvis vi havde lavet et, er det slettet." in text_of(client)


def test_an_estimate_deleted_for_an_objection_that_was_taken_back_is_not_denied(as_, citizen, person):
    actions.withdraw_request(ask(person), audit=audit())
    StoredEstimate.objects.all().delete()
    assert "Hvis vi havde lavet et, er det slettet." in text_of(as_(citizen))


@pytest.mark.requirement("R-LEG-07", part="recorded and paused", shows="refuses")
def test_there_is_one_objection_at_a_time(as_, citizen, person):
    client = as_(citizen)
    assert "/my/requests/objection/" in client.get("/my/").content.decode()
    first = ask(person)
    assert "/my/requests/objection/" not in client.get("/my/").content.decode()
    refusal = "Du har allerede gjort indsigelse. Vent på svaret, eller tag indsigelsen tilbage først."
    assert client.get("/my/requests/objection/")["Location"] == "/my/"
    assert refusal in text_of(client)
    assert client.post("/my/requests/objection/", {"words": "Igen"}).status_code == 302
    assert refusal in text_of(client)
    assert RightsRequest.objects.count() == 1
    today = timezone.localdate()
    with pytest.raises(RequestRefused, match="objected already"):
        actions.receive_request(
            person, kind=RequestKind.OBJECTION, words="", channel=Channel.ONLINE, received_on=today, is_own=True,
            audit=audit(),
        )  # fmt: skip
    client.post(f"/my/requests/{first.pk}/withdraw/")
    assert client.post("/my/requests/objection/", {"words": "Igen"}).status_code == 302
    assert RightsRequest.objects.filter(state="open").count() == 1


@pytest.mark.parametrize(("has_open", "may"), [(False, True), (True, False)])
def test_the_two_forms_of_the_rule_agree(has_open, may):
    assert can_object(has_open=has_open) is may


def test_staff_who_write_an_objection_down_are_not_told_that_there_is_one(person):
    ask(person)
    assert ask(person).state == "open"


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [("access", "Bed om at se, hvad vi ved om dig", ""), ("correction", "Bed os om at rette noget", "Jeg er 57 år.")],
)
def test_access_and_correction_are_asked_for_on_the_page(as_, citizen, kind, title, words):
    client = as_(citizen)
    address = f"/my/requests/{kind}/"
    assert address in client.get("/my/").content.decode()
    page = main_text(client.get(address).content.decode())
    assert title in page
    assert "Vi sletter skønnet" not in page, "only an objection does"
    assert client.post(address, {"words": words})["Location"] == "/my/"
    assert (RightsRequest.objects.get().kind, StoredEstimate.objects.count()) == (kind, 1)


def test_a_correction_says_what_is_right(as_, citizen):
    refused = as_(citizen).post("/my/requests/correction/", {"words": " "})
    assert "Skriv, hvad der er rigtigt." in refused.content.decode()
    assert not RightsRequest.objects.exists()


def test_the_page_ends_with_how_to_complain(as_, citizen):
    said = text_of(as_(citizen))
    assert "Du kan klage til din kommune. Du kan også klage til Datatilsynet." in said


def test_the_number_to_call_is_the_one_that_the_municipality_was_given(as_, citizen):
    actions.name_municipality(HERE, name="Enghavn Kommune", phone="00 00 00 00", audit=audit())
    assert "00 00 00 00" in text_of(as_(citizen))
    actions.name_municipality(HERE, name="Enghavn", audit=audit())
    assert "00 00 00 00" in text_of(as_(citizen)), "another name is no reason to forget it"


def ask(person, kind=RequestKind.OBJECTION) -> RightsRequest:
    today = timezone.localdate()
    return actions.receive_request(
        person, kind=kind, words="Nej", channel=Channel.PHONE, received_on=today, audit=audit()
    )


@pytest.fixture
def staff_member(municipalities) -> User:
    return actions.create_user("jonas", name="Jonas", municipality=HERE, password=PASSWORD, audit=audit())


@pytest.mark.parametrize("before", ["none", "no", "objection", "drawn", "not_informed", "off", "not_chosen"])
def test_the_person_is_told_what_staff_are_not(as_, case_system, monkeypatch, before):
    law(
        Participation.OPT_IN if before == "not_chosen" else Participation.OPT_OUT,
        is_information_first=before == "not_informed",
    )
    Municipality.objects.filter(code=HERE).update(held_out_per_cent=5)
    monkeypatch.setattr(arrived.secrets, "randbelow", lambda _: 0 if before == "drawn" else 99)
    person = case_system.register(received(**({"estimate": None} if before == "none" else {}))).course.person
    if before == "no":
        actions.record_choice(person, choice=Choice.NO, channel=Channel.PHONE, audit=audit())
    if before == "objection":
        ask(person)
    if before == "off":
        enter_legal_basis(valid_to=date(2026, 1, 1))
    citizen = actions.create_citizen(person, username="dina", name="Dina", password=PASSWORD, audit=audit())
    said = text_of(as_(citizen))
    states = {
        "no": "Vi har ikke et skøn om dig nu. Hvis vi havde lavet et, er det slettet.",
        "objection": "Vi har ikke et skøn om dig nu. Hvis vi havde lavet et, er det slettet.",
        "off": "Der er et skøn om dig, men det vises og bruges ikke lige nu.",
    }
    assert states.get(before, "Vi har ikke lavet et skøn om dig.") in said
    assert ("Vi har ikke lavet et skøn om dig." in said) is (before not in states)
    reasons = {
        "no": "Du har sagt nej tak. Det bruger vi aldrig imod dig.",
        "objection": "Vi laver ikke et skøn, før et menneske har svaret dig.",
        "drawn": "Vi trækker lod.",
        "not_informed": "Du skal have besked om værktøjet først.",
        "off": "Vi bruger ikke værktøjet lige nu. Det påvirker ikke dine samtaler.",
        "not_chosen": "Vi laver kun et skøn, hvis du siger ja.",
    }
    for reason, words in reasons.items():
        assert (words in said) is (reason == before), reason


def test_what_a_person_does_is_written_down_for_its_purpose(as_, citizen, person):
    as_(citizen).post("/my/choice/", {"choice": "no"})
    row = AuditRecord.objects.latest("id")
    assert (row.kind, row.actor, row.purpose) == ("change", "citizen", "rights_of_the_person")
    assert row.subject


def test_one_made_up_citizen_per_municipality_is_shown_on_the_log_in_page(client, case_system, municipalities):
    case_system.register(received())
    for _ in range(2):
        actions.create_demo_citizens([HERE, ELSEWHERE], audit=audit())
    user = User.objects.get(is_demo=True)
    assert (user.username, user.name, user.role_names) in {
        ("demo-901-citizen", "Åse Nørgaard", "borger"),
        ("demo-901-citizen", "Åse Nørgaard", "citizen"),
    }
    page = client.get("/log-in/", headers={"Accept-Language": "da"}).content.decode()
    assert "demo-901-citizen" in page
    assert "Åse Nørgaard, borger" in page
    assert client.post("/log-in/", {"username": user.username, "password": actions.DEMO_PASSWORD}).status_code == 302
    assert client.get("/my/").status_code == 200


def test_no_made_up_citizen_outside_a_demonstration(site, case_system, municipalities):
    site.LIGHED_DEMO = False
    with pytest.raises(actions.DemoIsOff):
        actions.create_demo_citizens([HERE], audit=audit())


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
@pytest.mark.parametrize("mode", [*Participation])
@pytest.mark.parametrize("address", ["/my/", *(f"/my/requests/{kind}/" for kind in RequestKind)])
def test_the_danish_pages_are_easy_to_read(as_, citizen, mode, address):
    law(mode)
    text = main_text(as_(citizen).get(address).content.decode())
    assert len(text.split()) > 50
    assert 15 < lix(text) <= 35


def test_a_hard_text_would_be_found_out():
    easy = "Du kan sige nej. Vi sletter skønnet med det samme.\n"
    hard = "Profileringsværktøjets sandsynlighedsberegninger vedrørende kontaktforløbets forventede varighed kan "
    hard += "undtagelsesvis frabedes efter bestemmelserne i bekendtgørelsens indledende paragraffer.\n"
    assert lix(easy) <= 25
    assert lix(easy + hard) > 35
