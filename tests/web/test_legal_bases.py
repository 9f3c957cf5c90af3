"""The register of legal bases: entered by one, approved by another, stopped by anyone of them, and what follows."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lighed.governance import Role
from lighed.web.models import AuditRecord, BasisState, LegalBasisEntry, TrainingInformation
from tests.web.factories import ELSEWHERE, HERE, enter_legal_basis
from tests.web.law import FILE, as_, no_law, staff, typed

pytestmark = pytest.mark.django_db
REGISTER = "/oversight/legal-bases/"


@pytest.fixture
def manager(municipalities):
    no_law()
    return as_(staff("ane", Role.MANAGER))


@pytest.fixture
def approver(manager):
    return as_(staff("bent", Role.APPROVER))


def entered(browser, **changes):
    """Enter a legal basis on the page and give the entry."""
    response = browser.post(f"{REGISTER}enter/", typed(**changes))
    assert response.status_code == 302, errors_of(response)
    return LegalBasisEntry.objects.order_by("pk").last()


def in_force(manager, approver, **changes):
    entry = entered(manager, **changes)
    assert approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"}).status_code == 302
    entry.refresh_from_db()
    return entry


def errors_of(response):
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="works")
def test_a_fresh_register_says_that_profiling_is_off(manager):
    page = text(manager.get(REGISTER))
    assert "Ingen aktiv hjemmel. Profilering er slået fra." in page
    assert "En ny installation har ingen hjemmel." in page


def test_the_first_page_tells_who_can_approve_that_one_waits(manager, approver):
    waits = "1 hjemmel venter på godkendelse."
    assert waits not in text(approver.get("/", follow=True))
    entry = entered(manager)
    assert waits in text(approver.get("/", follow=True))
    assert waits not in text(manager.get("/", follow=True)), "whoever entered it does not approve it"
    approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"})
    assert waits not in text(approver.get("/", follow=True))


@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="works")
@pytest.mark.requirement("R-LEG-03", part="conditions", shows="works")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="works")
def test_one_enters_another_approves_and_the_page_says_all_of_it(manager, approver):
    entry = entered(manager)
    assert entry.state == BasisState.ENTERED
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER))
    decide = text(approver.get(f"{REGISTER}{entry.pk}/decide/"))
    for said in ("§ 3, stk. 2", "Order on estimates", "Sag 26/101", "En sagsbehandler bestemmer", "Ane Berg"):
        assert said in decide
    approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"})
    page = text(manager.get(f"{REGISTER}{entry.pk}/"))
    for said in (
        "I kraft",
        'href="https://www.retsinformation.dk/eli/lta/2026/999"',
        "Personen kan vælge fra",
        "Personen får information før det første skøn.",
        "1. november 2026 til 31. oktober 2027",
        "1. juni 2027",
        "Jobcenterchef og databeskyttelsesrådgiver, 1. november 2026",
        "Bent Dahl, ",
        "Planlægge kontaktforløb",
    ):
        assert said in page
    assert "Ingen aktiv hjemmel" not in text(manager.get(REGISTER))


@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
def test_nobody_approves_what_they_entered_themselves(manager):
    entry = entered(manager)
    assert 'value="approve"' not in text(manager.get(f"{REGISTER}{entry.pk}/decide/"))
    refused = manager.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"})
    assert "Du har selv indtastet hjemlen. En anden end dig skal godkende den." in text(refused)
    entry.refresh_from_db()
    assert (entry.state, entry.approved) == (BasisState.ENTERED, None)


def test_what_is_rejected_permits_nothing_and_says_why(manager, approver):
    entry = entered(manager)
    assert "Skriv hvorfor." in text(approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "reject"}))
    approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "reject", "reason": "Bestemmelsen er uklar."})
    page = text(manager.get(f"{REGISTER}{entry.pk}/"))
    assert "Afvist af" in page
    assert "Bestemmelsen er uklar." in page
    again = approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"})
    assert "Hjemlen venter ikke på godkendelse." in text(again)
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER))


@pytest.mark.requirement("R-LEG-04", part="suspension", shows="works")
@pytest.mark.requirement("R-LEG-04", part="suspension", shows="refuses")
def test_one_person_suspends_and_it_takes_two_to_put_it_in_force_again(manager, approver):
    officer = as_(staff("dorte", Role.DPO))
    entry = in_force(manager, approver)
    assert "Dette felt er påkrævet." in text(officer.post(f"{REGISTER}{entry.pk}/suspend/", {"reason": " "}))
    officer.post(f"{REGISTER}{entry.pk}/suspend/", {"reason": "Klage fra en borger"})
    page = text(manager.get(f"{REGISTER}{entry.pk}/"))
    assert "Sat ud af kraft af" in page
    assert "Klage fra en borger" in page
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER))
    twice = officer.post(f"{REGISTER}{entry.pk}/suspend/", {"reason": "igen"})
    assert "Kun en godkendt hjemmel kan sættes ud af kraft." in text(twice)
    assert "Hjemlen venter ikke på godkendelse." in text(
        approver.post(f"{REGISTER}{entry.pk}/decide/", {"decision": "approve"})
    )
    assert manager.post(f"{REGISTER}{entry.pk}/edit/", typed(id=None)).status_code == 302
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER)), "one person has entered it again; that is not enough"
    second = LegalBasisEntry.objects.get(revision=2)
    approver.post(f"{REGISTER}{second.pk}/decide/", {"decision": "approve"})
    assert "Ingen aktiv hjemmel" not in text(manager.get(REGISTER))


@pytest.mark.requirement("R-LEG-04", part="an edit stops as well", shows="works")
def test_an_edit_stops_the_entry_at_once_and_the_approver_sees_what_was_changed(manager, approver):
    entry = in_force(manager, approver)
    form = manager.get(f"{REGISTER}{entry.pk}/edit/")
    assert 'value="order-2027"' in text(form)
    assert "Når du gemmer, tillader den nuværende udgave ikke mere noget" in text(form)
    manager.post(f"{REGISTER}{entry.pk}/edit/", typed(id="another-name", participation="opt_in"))
    entry.refresh_from_db()
    assert entry.state == BasisState.REPLACED
    edited = LegalBasisEntry.objects.get(revision=2)
    assert edited.code == "order-2027", "an edit keeps the name"
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER))
    differences = approver.get(f"{REGISTER}{edited.pk}/decide/").context["page"].differences
    assert [one.label for one in differences] == ["Betingelser"]
    assert "vælge fra" in differences[0].before[0]
    assert "valgt til" in differences[0].after[0]
    approver.post(f"{REGISTER}{edited.pk}/decide/", {"decision": "approve"})
    assert "Ingen aktiv hjemmel" not in text(manager.get(REGISTER))
    assert "En senere udgave er trådt i stedet." in text(manager.get(f"{REGISTER}{entry.pk}/"))


def test_a_period_that_is_taken_is_refused_when_entered_and_when_approved(manager, approver):
    first, second = entered(manager), entered(manager, id="second")
    approver.post(f"{REGISTER}{first.pk}/decide/", {"decision": "approve"})
    refused = approver.post(f"{REGISTER}{second.pk}/decide/", {"decision": "approve"})
    assert "Perioden overlapper order-2027." in text(refused)
    assert "åbn order-2027 i hjemmelsregistret og vælg Ret." in text(refused)
    third = manager.post(
        f"{REGISTER}enter/", typed(id="third", valid_from="2027-10-31", valid_to="", review_due="2027-12-01")
    )
    assert any("Perioden overlapper order-2027." in error for error in errors_of(third))
    entered(manager, id="next", valid_from="2027-11-01", valid_to="", review_due="2027-12-01")
    entered(manager, id="training", purpose="train_person_types", participation="not_optional")


@pytest.mark.requirement("R-LEG-08", part="sanction, availability control and fraud cannot be created", shows="refuses")
@pytest.mark.parametrize("purpose", ["sanction", "fraud_detection", "availability_control", "", "Sanktion"])
def test_no_other_purpose_can_be_posted(manager, purpose):
    response = manager.post(f"{REGISTER}enter/", typed(purpose=purpose))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["purpose"]
    assert not LegalBasisEntry.objects.exists()
    offered = [value for value, _ in response.context["form"].fields["purpose"].choices]
    assert offered == ["train_person_types", "plan_contact_course"]


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B1", part="the person's yes", shows="refuses")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"article": "6(1)(a)"}, "Datatilsynets udtalelse af 18. maj 2022"),
        ({"article": "6(1)(f)"}, "Legitime interesser"),
        ({"title_da": "Lov om samtykke"}, "et ja er derfor ikke givet frit"),
        ({"title_en": "Act on consent"}, "et ja er derfor ikke givet frit"),
        ({"decision_document": "Samtykkeerklæring 4"}, "et ja er derfor ikke givet frit"),
    ],
)
def test_a_ground_that_was_refused_cannot_be_posted_either(manager, change, says):
    response = manager.post(f"{REGISTER}enter/", typed(**change))
    assert any(says in error for error in errors_of(response))
    assert not LegalBasisEntry.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"provision_da": ""}, "provision_da", "påkrævet"),
        ({"eli": "retsinformation"}, "eli", "https://"),
        ({"eli": ""}, "eli", "https://"),
        ({"valid_to": "2026-10-01"}, "valid_to", "ikke ligge før"),
        ({"review_due": "2026-10-01"}, "review_due", "ikke ligge før"),
        ({"valid_from": "i morgen"}, "valid_from", "dato"),
        ({"moments": []}, "moments", "påkrævet"),
        ({"moments": ["later"]}, "moments", "later"),
        ({"covers": "chosen"}, "covers", "mindst én familie"),
        ({"covers": "chosen", "elements": ["health"]}, "elements", "health"),
        ({"other_da": "Et\nTo", "other_en": "One"}, "other_en", "lige så mange linjer"),
        ({"special_da": "§ 9", "special_en": "section 9"}, "safeguards_da", "mindst én passende"),
        ({"id": "a\x00b"}, "id", "Null"),
        ({"id": "x" * 61}, "id", "60"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(manager, change, field, says):
    response = manager.post(f"{REGISTER}enter/", typed(**change))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert any(says in error for error in errors_of(response))
    assert "Jobcenterchef og databeskyttelsesrådgiver" in text(response)
    assert not LegalBasisEntry.objects.exists()


def test_a_name_is_used_once_and_an_import_says_when_it_replaces(manager):
    entered(manager)
    assert any("allerede en hjemmel" in one for one in errors_of(manager.post(f"{REGISTER}enter/", typed())))
    assert "allerede en hjemmel" in text(imported(manager, FILE))
    assert imported(manager, FILE, is_replacement="on").status_code == 302
    states = LegalBasisEntry.objects.order_by("revision").values_list("revision", "state")
    assert list(states) == [(1, "replaced"), (2, "entered")]


def test_elements_are_chosen_from_the_declared_ones_with_class_and_mark(manager):
    page = text(manager.get(f"{REGISTER}enter/"))
    assert "Almindelig" in page
    assert "Kan afspejle beskyttet oplysning" in page
    entry = entered(manager, covers="chosen", families=["job_log"], elements=["age"])
    assert entry.content["families"] == ["job_log"]
    assert entry.content["elements"] == ["age"]


@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="works")
def test_special_categories_are_entered_with_provision_and_safeguards(manager):
    entry = entered(
        manager, special_da="§ 4", special_en="section 4", safeguards_da="Adskilt\nSlettes", safeguards_en="Apart\nGone"
    )
    page = text(manager.get(f"{REGISTER}{entry.pk}/"))
    assert "Artikel 9, stk. 2, litra g: § 4" in page
    assert "Garanti: Adskilt" in page
    assert 'value="§ 4"' in text(manager.get(f"{REGISTER}{entry.pk}/edit/"))


def imported(browser, content, name="law.toml", **more):
    data = content if isinstance(content, bytes) else content.encode()
    return browser.post(f"{REGISTER}import/", {"file": SimpleUploadedFile(name, data), **more})


@pytest.mark.requirement("R-LEG-02", shows="works")
def test_a_file_is_imported_for_the_own_municipality_only(manager):
    assert imported(manager, FILE).status_code == 302
    (entry,) = LegalBasisEntry.objects.all()
    assert (entry.municipality_id, entry.state, entry.content["municipalities"]) == (HERE, "entered", [HERE])


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B1", part="contract, vital and legitimate interest", shows="refuses")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (FILE.replace("6(1)(e)", "6(1)(a)"), "Datatilsynets udtalelse af 18. maj 2022"),
        (FILE.replace("Order on estimates", "Order on consent"), "Datatilsynets udtalelse af 18. maj 2022"),
        (FILE.replace("6(1)(e)", "6(1)(b)"), "En kontrakt er ikke"),
        (FILE + FILE.replace("order-2027", "x").replace("6(1)(e)", "6(1)(d)"), "Vitale interesser"),
        (FILE.replace('"901", ', ""), "ingen hjemmel for kommune 901"),
        (FILE.replace("valid_from", 'elements = ["haelth"]\nvalid_from'), "haelth"),
        (FILE.replace("valid_from", 'families = ["health"]\nvalid_from'), "cv, job_log"),
        (FILE.replace("plan_contact_course", "fraud_detection"), "train_person_types eller plan_contact_course"),
        ("x", "TOML"),
        (b"\xff\xfe", "UTF-8"),
        (FILE.replace("Sag 26/101", "Sag\\u0000"), "nul-tegnet"),
    ],
)
def test_a_file_with_one_fault_is_refused_whole_with_the_reason(manager, content, says):
    response = imported(manager, content)
    assert response.status_code == 200
    assert says in text(response)
    assert "Filen er afvist. Intet er indtastet." in text(response)
    assert not LegalBasisEntry.objects.exists()


@pytest.mark.requirement("R-DAT-06", shows="works")
@pytest.mark.requirement("R-DAT-06", shows="refuses")
def test_who_was_informed_of_training_is_written_down(manager):
    given = {"whom": "Alle med forløb fra 2019", "channel": "Digital Post", "text_version": "v2", "n_people": "4100"}
    ahead = manager.post(f"{REGISTER}training/", {**given, "informed_on": "2026-11-23"})
    assert "Dagen ligger i fremtiden" in text(ahead)
    assert manager.post(f"{REGISTER}training/", {**given, "whom": " ", "informed_on": "2026-11-01"}).status_code == 200
    assert not TrainingInformation.objects.exists()
    manager.post(f"{REGISTER}training/", {**given, "informed_on": "2026-11-01"})
    page = text(manager.get(REGISTER))
    for said in ("Alle med forløb fra 2019", "Digital Post", "4100", "Ane Berg"):
        assert said in page


def test_each_change_is_recorded_with_what_it_changed(manager, approver):
    entry = in_force(manager, approver)
    manager.post(f"{REGISTER}{entry.pk}/suspend/", {"reason": "x"})
    rows = AuditRecord.objects.filter(actor__in=["ane", "bent"], kind="change").order_by("id")
    assert [(row.actor, row.municipality, row.purpose) for row in rows] == [
        ("ane", HERE, "oversight"),
        ("bent", HERE, "oversight"),
        ("ane", HERE, "oversight"),
    ]


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_another_municipalitys_entry_does_not_exist(manager):
    (_, theirs) = enter_legal_basis()
    assert theirs.municipality_id == ELSEWHERE
    for page in ("", "edit/", "decide/", "suspend/", "affected/", "affected/file/"):
        assert manager.get(f"{REGISTER}{theirs.pk}/{page}").status_code == 404, page
    assert manager.post(f"{REGISTER}{theirs.pk}/suspend/", {"reason": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == BasisState.APPROVED


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.CASEWORKER, set()),
        (Role.REGULATOR, {"", "affected/"}),
        (Role.DPO, {"", "affected/", "suspend/"}),
        (Role.APPROVER, {"", "affected/", "decide/"}),
        (Role.MANAGER, {"", "affected/", "suspend/", "decide/", "edit/"}),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_each_role_opens_its_own_pages_only(manager, role, may):
    entry = entered(manager)
    browser = as_(staff("cia", role))
    pages = ["", "affected/", "suspend/", "decide/", "edit/"]
    found = {page for page in pages if browser.get(f"{REGISTER}{entry.pk}/{page}").status_code == 200}
    assert found == may
    assert (browser.get(f"{REGISTER}enter/").status_code == 200) is (role is Role.MANAGER)
    assert (browser.get(REGISTER).status_code == 200) is bool(may)


def test_an_entry_that_was_changed_in_the_database_into_none_permits_nothing_and_is_shown(manager, approver):
    entry = in_force(manager, approver)
    LegalBasisEntry.objects.filter(pk=entry.pk).update(content={**entry.content, "article": "6(1)(a)"})
    assert "Kan ikke læses" in text(manager.get(REGISTER))
    assert "Ingen aktiv hjemmel" in text(manager.get(REGISTER))
    assert manager.get(f"{REGISTER}{entry.pk}/").status_code == 200
