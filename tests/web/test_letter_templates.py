"""A3: words that lack a part cannot be saved, hard words cannot be used, and nobody approves their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from lighed.governance import Right, Role
from lighed.governance.roles import RIGHTS
from lighed.transparency.letters import LetterKind, shipped_template
from lighed.transparency.readability import MostLix, lix
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, InformationGiven, Letter, LetterTemplate, User
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

FIRST = LetterKind.FIRST_INFORMATION
URL = "/letters/first_information/"
LONG = "Forvaltningsmyndighedens sagsbehandlingsmæssige prioriteringsværktøj understøtter tilrettelæggelsesprocessen."


def somebody(name: str, role: Role) -> User:
    return actions.create_user(
        name, name=name.title(), municipality=HERE, password=PASSWORD, roles=(role,), audit=audit()
    )


@pytest.fixture
def planner(municipalities) -> User:
    return somebody("pia", Role.PLANNER)


@pytest.fixture
def manager(municipalities) -> User:
    return somebody("lone", Role.MANAGER)


def written(page, **changes: str) -> dict[str, str]:
    """What a browser sends of the page, with other words in it."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields} | {"step": "save"} | changes


@pytest.fixture
def editing(client, planner):
    """Open the page as Pia, change words on it, and send it."""
    client.force_login(planner)

    def edit(change=lambda words: {}, *, url: str = URL, step: str = "save"):
        page = client.get(url, headers={"Accept-Language": "da"})
        said = written(page, step=step)
        return client.post(url, said | change(said), headers={"Accept-Language": "da"})

    return edit


@pytest.mark.requirement("R-CIT-01", shows="refuses")
def test_words_without_complaint_guidance_are_not_saved(editing):
    answer = editing(lambda said: {"body_da": said["body_da"].replace("Datatilsynet", "os")})
    assert answer.status_code == 422
    assert "Mangler: klagevejledning." in answer.content.decode()
    assert not LetterTemplate.objects.exists()


@pytest.mark.requirement("R-CIT-01", shows="works")
def test_words_are_saved_approved_by_another_and_then_sent(client, editing, manager, case_system):
    saved = editing(lambda said: {"body_da": said["body_da"] + "\n\nVi glæder os til at tale med dig."})
    assert saved.status_code == 302
    draft = LetterTemplate.objects.get()
    assert (draft.number, draft.written_by, draft.approved_at) == (1, "pia", None)
    assert queries.template_in_force(HERE, FIRST) == shipped_template(FIRST)
    client.force_login(manager)
    seen = client.get(URL).context["page"].seen
    client.post(f"{URL}approve/", {"seen": seen})
    assert queries.template_in_force(HERE, FIRST).version == "1"
    case_system.register(received(estimate=None))
    letter = actions.send_letter(queries_person(), kind=FIRST, values={}, audit=audit())
    assert "Vi glæder os til at tale med dig." in letter.body
    assert letter.template_version == "1"


def queries_person():
    from lighed.web.models import Person

    return Person.objects.get()


def test_nobody_approves_their_own_words(client, manager):
    client.force_login(manager)
    page = client.get(URL)
    client.post(URL, written(page))
    seen = client.get(URL).context["page"].seen
    answer = client.post(f"{URL}approve/", {"seen": seen}, headers={"Accept-Language": "da"}, follow=True)
    assert "En anden end dig skal bekræfte." in answer.content.decode()
    assert LetterTemplate.objects.get().approved_at is None


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="refuses")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda body: f"{LONG}\n\n" * 20 + body, "for svær"),
        (lambda body: f"Reglerne er {{regler}}.\n\n{body}", "første halvdel"),
    ],
    ids=["hard words", "law first"],
)
def test_hard_words_and_law_at_the_beginning_are_not_used(client, editing, manager, change, told):
    assert editing(lambda said: {"body_da": change(said["body_da"])}).status_code == 302
    client.force_login(manager)
    seen = client.get(URL).context["page"].seen
    answer = client.post(f"{URL}approve/", {"seen": seen}, headers={"Accept-Language": "da"}, follow=True)
    assert told in answer.content.decode()
    assert LetterTemplate.objects.get().approved_at is None


@pytest.mark.requirement("R-CIT-06", part="the same texts in both languages", shows="refuses")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda said: {"body_da": said["body_da"] + " {cpr}"}, "Pladsholderen kendes ikke: {cpr}"),
        (lambda said: {"title_da": "Til {navn}"}, "Titlen må ikke have pladsholdere"),
        (lambda said: {"body_en": said["body_en"] + " {phone}", "body_da": said["body_da"] + " {navn}"}, ""),
        (lambda said: {"body_en": said["body_en"].replace("{name}", "you")}, "sige det samme"),
        (lambda said: {"seen": "0" * 16}, "Teksten er ændret"),
    ],
    ids=["unknown", "title", "twice is fine", "parity", "changed since"],
)
def test_what_is_wrong_is_said_and_the_words_stay_on_the_page(editing, change, told):
    answer = editing(change)
    if not told:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not LetterTemplate.objects.exists()


def test_a_check_saves_nothing_and_shows_what_is_hard(editing):
    answer = editing(lambda said: {"body_da": f"{LONG}\n\n{said['body_da']}"}, step="check")
    assert answer.status_code == 200
    assert LONG.rstrip(".") in answer.content.decode()
    assert not LetterTemplate.objects.exists()


def test_a_new_version_changes_no_letter_that_was_sent(editing, manager, case_system):
    case_system.register(received(estimate=None))
    before = actions.send_letter(queries_person(), kind=FIRST, values={}, audit=audit())
    body = before.body
    editing(lambda said: {"body_da": said["body_da"] + "\n\nNye ord."})
    actions.approve_letter_template(FIRST, seen=queries.letter_page(HERE, FIRST).seen, by=manager, audit=audit())
    editing(lambda said: {"body_da": said["body_da"] + "\n\nEndnu nyere ord."})
    assert Letter.objects.get().body == body
    assert [(one.number, bool(one.approved_at)) for one in LetterTemplate.objects.order_by("number")] == [
        (1, True),
        (2, False),
    ]


def test_the_preview_is_the_letter_on_the_screen_and_as_a_tagged_pdf(client, planner, tmp_path):
    client.force_login(planner)
    page = client.get(f"{URL}preview/?language=da").content.decode()
    assert 'lang="da"' in page
    assert "Kære Anna Jensen." in page
    (tmp_path / "letter.pdf").write_bytes(client.get(f"{URL}pdf/?language=en").content)
    pdf = PdfReader(tmp_path / "letter.pdf")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title == shipped_template(FIRST).en.title
    text = pdf.pages[0].extract_text()
    assert "Dear Anna Jensen" in text
    assert "This is a test of a letter" in text


def test_a_test_goes_to_a_folder_of_its_own_and_counts_as_telling_nobody(client, site, tmp_path, planner):
    client.force_login(planner)
    refused = client.post(f"{URL}test/", {"language": "da"}, headers={"Accept-Language": "da"}, follow=True)
    assert "Der er ikke sat noget op, som kan sende breve." in refused.content.decode()
    site.LIGHED_LETTERS = tmp_path / "letters"
    client.post(f"{URL}test/", {"language": "da"})
    assert [path.name for path in site.LIGHED_LETTERS.iterdir()] == ["test"]
    (message,) = site.LIGHED_LETTERS.glob("test/*.xml")
    assert "TEST: " in message.read_text("utf-8")
    assert not Letter.objects.exists()
    assert not InformationGiven.objects.exists()
    assert AuditRecord.objects.latest("number").criterion == "letter template first_information: test sent"


def test_those_who_were_not_told_are_written_to_once(client, planner, case_system):
    case_system.register(received(estimate=None))
    client.force_login(planner)
    assert client.get("/outbox/").context["n_to_inform"] == 1
    client.post("/outbox/inform/")
    client.post("/outbox/inform/")
    letter = Letter.objects.get()
    page = client.get(reverse("outbox-letter", args=[letter.key]), headers={"Accept-Language": "da"})
    assert "Kære Åse Nørgaard." in page.content.decode()
    client.post(reverse("outbox-letter", args=[letter.key]), {"channel": "letter"})
    assert InformationGiven.objects.get().channel == "letter"
    assert client.get("/outbox/").context["letters"] == []


def test_nobody_is_told_of_a_tool_that_no_law_lets_be_used(client, planner, case_system):
    from lighed.web.models import LegalBasisEntry

    case_system.register(received(estimate=None))
    LegalBasisEntry.objects.update(state="suspended")
    client.force_login(planner)
    assert client.get("/outbox/").context["n_to_inform"] == 0
    answer = client.post("/outbox/inform/", headers={"Accept-Language": "da"}, follow=True)
    assert "Ingen hjemmel er i kraft" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_to_someone_with_a_protected_name_has_the_name_and_shows_it_to_nobody_else(
    client, planner, case_system
):
    case_system.register(received(estimate=None, has_protected_address=True))
    client.force_login(planner)
    key = queries_person().courses.get().key
    client.post(reverse("person-letters", args=[key]), {"kind": "first_information"})
    letter = Letter.objects.get()
    assert "Kære Åse Nørgaard." in letter.body
    assert client.get(reverse("outbox-letter", args=[letter.key])).status_code == 404
    assert "Åse" not in client.get("/outbox/").content.decode()


def test_an_explanation_has_the_figures_that_the_caseworker_sees(client, caseworker, case_system):
    case_system.register(received())
    client.force_login(caseworker)
    url = reverse("person-letters", args=[queries_person().courses.get().key])
    client.post(url, {"kind": "explanation"})
    letter = Letter.objects.get()
    made = received().estimate
    assert f"blev {made.of_100} lange, og {100 - made.of_100} blev det ikke" in letter.body
    assert f"mellem {made.of_100_low} og {made.of_100_high} ud af 100" in letter.body
    assert "Regioner søgt i: 1." in letter.body
    assert lix(f"{letter.title}\n{letter.body}") <= MostLix.CITIZEN


def test_a_letter_about_an_estimate_is_not_read_before_one_s_own_assessment(client, caseworker, case_system):
    from lighed.governance import DisplayMode
    from lighed.web.models import Municipality

    case_system.register(received())
    course = queries_person().courses.get()
    client.force_login(caseworker)
    url = reverse("person-letters", args=[course.key])
    client.post(url, {"kind": "explanation"})
    letter = Letter.objects.get()
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.OWN_FIRST.value)
    assert client.get(reverse("outbox-letter", args=[letter.key])).status_code == 404
    assert client.get(url).context["letters"] == []
    assert client.post(url, {"kind": "explanation"}).status_code == 404


def test_who_approves_is_confirmed_by_two():
    """Otherwise whoever makes users could make the second person."""
    from lighed.governance.roles import is_of_two

    assert all(is_of_two(role) for role, rights in RIGHTS.items() if Right.APPROVE_LETTERS in rights)


def test_words_of_one_municipality_are_not_the_other_s(editing, manager):
    editing(lambda said: {"body_da": said["body_da"] + "\n\nVores egne ord."})
    actions.approve_letter_template(FIRST, seen=queries.letter_page(HERE, FIRST).seen, by=manager, audit=audit())
    assert queries.template_in_force("902", FIRST) == replace(shipped_template(FIRST))
