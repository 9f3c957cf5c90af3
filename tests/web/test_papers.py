"""G3: papers pre-filled from what runs, answered by hand, advised on, signed by another, and visibly out of date."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader

from lighed.governance import DisplayMode, Step
from lighed.governance.refused import Refused
from lighed.transparency.papers import (
    PAPERS,
    PaperKind,
    PaperRefused,
    RequestsOfYear,
    YearOfLog,
    account_of,
    content_from_data,
    content_sha256,
)
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, ImpactAssessment, Municipality, Paper
from lighed.web.queries.oversight.papers import paper_shown, papers_page
from lighed.workflow import load_version
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import REASON, approved, write_report
from tests.web.open_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = TODAY + timedelta(days=300)


@pytest.fixture
def manager(staff):
    return actions.actor_of(staff["leder"])


@pytest.fixture
def officer(staff):
    return actions.actor_of(staff["raadgiver"])


def begin(by, kind: PaperKind = PaperKind.DPIA) -> Paper:
    return actions.begin_paper(HERE, kind=kind, by=by, audit=audit())


def answer_all(paper: Paper, by, words: str = "Vi har set på det her hos os.") -> None:
    for ask in PAPERS[PaperKind(paper.kind)].asks:
        if ask.is_own:
            actions.answer_paper(paper, question=ask.code, words=words, by=by, audit=audit())


def advise(paper: Paper, by) -> Paper:
    seen = content_sha256(paper_shown(Paper.objects.get(pk=paper.pk), today=TODAY).content)
    return actions.advise_on_paper(paper, words="Jeg har ingen indvendinger.", seen=seen, by=by, audit=audit())


def sign(paper: Paper, by, **changes) -> Paper:
    of = {"review_due": DUE, "filed_at": "", "version": None, "covers_until": None, **changes}
    if paper.kind == "dpia" and of["version"] is None:
        of["covers_until"] = DUE
    return actions.sign_paper(paper, by=by, audit=audit(), **of)


def signed(kind: PaperKind, manager, officer, **changes) -> Paper:
    paper = begin(manager, kind)
    answer_all(paper, manager)
    if PAPERS[kind].is_advised:
        paper = advise(paper, officer)
    return sign(paper, manager, **changes)


def standing(kind: PaperKind = PaperKind.DPIA):
    return next(one for one in papers_page(HERE, today=TODAY) if one.form.kind is kind)


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_question_is_answered_from_what_runs_or_asked_of_the_municipality(released, kind):
    paper = Paper(municipality_id=HERE, kind=kind.value, number=1, begun_at=NOW, begun_by="x")
    paper.save()
    content = paper_shown(paper, today=TODAY).content
    assert [card.code for card in content.cards if not card.told and not card.is_own] == []
    assert len({card.code for card in content.cards}) == len(content.cards)
    live = queries.public_record(HERE, today=TODAY)
    said = "\n".join(one.text.da for card in content.cards for one in card.told)
    if kind is not PaperKind.FRIA:
        assert live.version.id in said
    assert live.use_case.purposes[0].says.da in said


def test_the_bundle_gets_every_version_of_every_paper(released, manager, officer):
    signed(PaperKind.DPIA, manager, officer)
    begin(manager)
    begin(manager, PaperKind.FRIA)
    filed = queries.papers_of(HERE, today=TODAY)
    assert [(one.kind, one.version, one.state) for one in filed] == [
        ("dpia", 2, "draft"), ("dpia", 1, "signed"), ("fria", 1, "draft"),
    ]  # fmt: skip
    assert all(json.dumps(one.content) for one in filed)
    assert filed[1].signed["name"] == "Karen Lund"


# --- Who may, and when ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-ACC-04", part="impact assessments and technical papers", shows="refuses")
def test_nobody_signs_before_every_answer_and_the_advice_are_there_and_the_adviser_never(released, manager, officer):
    paper = begin(manager)
    with pytest.raises(PaperRefused, match="Answers are missing"):
        sign(paper, manager)
    answer_all(paper, manager)
    with pytest.raises(PaperRefused, match="has not given advice"):
        sign(paper, manager)
    advise(paper, officer)
    with pytest.raises(PaperRefused, match="does not let you"):
        sign(paper, officer)
    both = replace(officer, rights=officer.rights | manager.rights)
    with pytest.raises(PaperRefused, match="gave the advice yourself"):
        sign(paper, both)
    later = replace(audit(), at=NOW + timedelta(minutes=5))
    actions.answer_paper(paper, question="why", words="Noget andet.", by=manager, audit=later)
    with pytest.raises(PaperRefused, match="paper has changed since the data protection officer"):
        sign(paper, manager)
    assert Paper.objects.get().state == "draft"


@pytest.mark.parametrize("change", ["rewritten", "taken away", "what runs"])
def test_whatever_changes_in_a_paper_it_is_advised_on_again_before_anybody_signs(released, manager, officer, change):
    paper = begin(manager)
    answer_all(paper, manager)
    advise(paper, officer)
    assert not paper_shown(Paper.objects.get(), today=TODAY).advice_is_old
    if change == "what runs":
        Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.PLANNER_ONLY.value)
    elif change == "rewritten":
        # At the same moment by the clock as the advice.
        actions.answer_paper(paper, question="why", words="Noget andet.", by=manager, audit=audit())
    else:
        own = next(ask.code for ask in PAPERS[PaperKind.DPIA].asks if ask.is_own)
        actions.answer_paper(paper, question=own, words=" ", by=manager, audit=audit())
    assert paper_shown(Paper.objects.get(), today=TODAY).advice_is_old
    with pytest.raises(PaperRefused, match="Answers are missing" if change == "taken away" else "paper has changed"):
        sign(paper, manager)
    if change == "what runs":
        advise(paper, officer)
        assert sign(paper, manager).is_signed


def test_what_is_signed_is_never_changed(released, manager, officer):
    paper = signed(PaperKind.DPIA, manager, officer)
    with pytest.raises(PaperRefused, match="is signed"):
        actions.answer_paper(paper, question="why", words="Efterpå.", by=manager, audit=audit())
    with pytest.raises(PaperRefused, match="is signed"):
        advise(paper, officer)
    paper.advice = "Noget andet"
    with pytest.raises(TypeError):
        paper.save()
    with pytest.raises(TypeError):
        paper.delete()


def test_a_draft_is_begun_once_and_only_by_who_answers_for_the_use(released, manager, officer):
    with pytest.raises(PaperRefused):
        begin(officer)
    begin(manager)
    with pytest.raises(PaperRefused, match="draft already"):
        begin(manager)


def test_a_signed_assessment_opens_the_gate_of_the_version_it_covers(released, manager, officer):
    ImpactAssessment.objects.all().delete()
    gate = {one.code: one for one in queries.gates_of(released, today=TODAY)}["impact_assessment"]
    assert not gate.is_open
    signed(PaperKind.DPIA, manager, officer, version=released.version)
    entered = ImpactAssessment.objects.get()
    assert (entered.version, entered.review_due, entered.signed["name"]) == (released.version, DUE, "Karen Lund")
    gate = {one.code: one for one in queries.gates_of(released, today=TODAY)}["impact_assessment"]
    assert gate.is_open


def test_a_signed_fria_is_told_to_the_register_of_the_union(released, manager, officer):
    signed(PaperKind.FRIA, manager, officer)
    made = actions.publish(HERE, audit=audit())
    document = json.loads(made.files.get(name="annex-viii.da.json").content)
    assert document["section_c"]["C4"] == "FRIA 1 (Lighed), 2026-11-22"
    assert standing(PaperKind.FRIA).out_of_date is None


def test_a_dpia_that_covers_nothing_is_not_signed(released, manager, officer):
    paper = begin(manager)
    answer_all(paper, manager)
    advise(paper, officer)
    with pytest.raises(Refused, match="Choose either one version"):
        actions.sign_paper(
            paper, review_due=DUE, filed_at="", version=None, covers_until=None, by=manager, audit=audit()
        )
    assert Paper.objects.get().state == "draft"


# --- Out of date, and what is new -------------------------------------------------------------------------------------


@pytest.mark.requirement("R-ACC-04", part="impact assessments and technical papers", shows="works")
def test_a_signed_paper_says_that_what_runs_has_changed_and_the_next_version_what_is_new(
    client, staff, released, manager, officer
):
    client.force_login(staff["leder"])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    paper = signed(PaperKind.DPIA, manager, officer)
    assert standing().out_of_date is None, "signing must not make it out of date by itself"
    assert "er ikke opdateret" not in client.get("/oversight/papers/").content.decode()
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.PLANNER_ONLY.value)
    for address in ("/oversight/papers/", f"/oversight/papers/{paper.pk}/"):
        page = client.get(address).content.decode()
        assert "DPIA er ikke opdateret, efter at opsætningen blev ændret." in page
    assert "Hvordan er det sikret, at et menneske beslutter" in page
    client.post("/oversight/papers/begin/dpia/")
    draft = Paper.objects.get(state="draft")
    shown = paper_shown(draft, today=TODAY)
    assert {card.own for card in shown.content.cards if card.is_own} == {"Vi har set på det her hos os."}
    (changed,) = (one for one in shown.since if one.code == "human")
    assert [text.da for text in changed.new] == ["Kun planlæggere ser skøn. Sagsbehandlere ser ingen."]
    page = client.get(f"/oversight/papers/{draft.pk}/").content.decode()
    assert "<ins>Kun planlæggere ser skøn." in page
    assert "<del>Skøn står i arbejdslisten" in page


def test_a_new_version_in_operation_is_named(released, files, tmp_path, staff, manager, officer):
    paper = signed(PaperKind.INSTRUCTIONS, manager, officer)
    write_report(tmp_path / "reports", load_version(files[1]))
    use = actions.add_version(files[1], municipality=HERE, built_by="ida", reports=tmp_path / "reports", audit=audit())
    by = actions.actor_of(staff["data"])
    actions.take_step(approved(use, staff), Step.RELEASE, by=by, reason=REASON, audit=audit())
    live = queries.public_record(HERE, today=TODAY).version
    assert paper.version != live.id
    assert standing(PaperKind.INSTRUCTIONS).out_of_date.says.da == (
        f"Brugsanvisningen er ikke opdateret efter version {live.id}."
    )


# --- Pages and files --------------------------------------------------------------------------------------------------


def test_a_paper_is_written_advised_on_and_signed_in_the_browser(client, staff, released):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    client.force_login(staff["leder"])
    assert "Ingen vurdering endnu. Start fra skabelon." in client.get("/oversight/papers/").content.decode()
    client.post("/oversight/papers/begin/fria/")
    address = f"/oversight/papers/{Paper.objects.get().pk}/"
    for ask in PAPERS[PaperKind.FRIA].asks:
        if ask.is_own:
            reply = client.post(f"{address}answers/{ask.code}/", {"words": "Vores svar."})
            assert reply["Location"] == f"{address}#card-{ask.code}"
    refused = client.post(f"{address}sign/", {"review_due": DUE.isoformat()})
    assert (refused.status_code, "Det skal ske, før nogen skriver under." in refused.content.decode()) == (422, True)
    assert client.get(f"{address}advice/").status_code == 404
    client.force_login(staff["raadgiver"])
    assert client.get(f"{address}sign/").status_code == 404
    advise_in_browser(client, address, "Ingen indvendinger.")
    client.force_login(staff["leder"])
    assert client.post(f"{address}sign/", {"review_due": TODAY.isoformat()}).status_code == 422
    assert client.post(f"{address}sign/", {"review_due": DUE.isoformat()}).status_code == 302
    page = client.get(address).content.decode()
    assert "Karen Lund" in page
    assert "Ingen indvendinger." in page
    assert f"{address}sign/" not in page


def advise_in_browser(client, address: str, words: str, *, seen: str = ""):
    page = BeautifulSoup(client.get(f"{address}advice/").content, "html.parser")
    shown = page.select_one('input[name="seen"]')["value"]
    return client.post(f"{address}advice/", {"words": words, "seen": seen or shown})


@pytest.mark.requirement("R-ACC-04", part="impact assessments and technical papers", shows="works")
def test_the_officer_advises_on_the_very_words_that_stood_on_the_page(client, staff, released, manager):
    paper = begin(manager)
    address = f"/oversight/papers/{paper.pk}/"
    client.force_login(staff["raadgiver"])
    link = BeautifulSoup(client.get(address).content, "html.parser").select_one('a[href*="/advice/"]')["href"]
    page = BeautifulSoup(client.get(link).content, "html.parser")
    content = paper_shown(paper, today=TODAY).content
    assert page.select_one('input[name="seen"]')["value"] == content_sha256(content) == link.partition("seen=")[2]
    for card in content.cards:
        article = page.select_one(f'[aria-labelledby="asks-{card.code}"]')
        assert all(" ".join(one.text.da.split()) in " ".join(article.text.split()) for one in card.told)
    assert advise_in_browser(client, address, "Fint.").status_code == 302
    assert Paper.objects.get().advised["sha256"] == content_sha256(content)


@pytest.mark.requirement("R-ACC-04", part="impact assessments and technical papers", shows="refuses")
@pytest.mark.parametrize(
    ("language", "says"), [("da", "Papiret er ændret, siden du åbnede det."), ("en", "The paper has changed since")]
)
def test_advice_on_words_that_have_changed_meanwhile_is_refused_and_what_was_written_is_kept(
    client, staff, released, manager, language, says
):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    paper = begin(manager)
    address = f"/oversight/papers/{paper.pk}/"
    opened = content_sha256(paper_shown(paper, today=TODAY).content)
    actions.answer_paper(paper, question="why", words="Noget helt nyt.", by=manager, audit=audit())
    client.force_login(staff["raadgiver"])
    assert says in client.get(f"{address}advice/?seen={opened}").content.decode(), "told before anything is written"
    refused = advise_in_browser(client, address, "Mit lange råd.", seen=opened)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert says in page
    assert "Mit lange råd." in page, "what was written is still there"
    assert "Noget helt nyt." in page, "and so is the paper as it reads now"
    assert Paper.objects.get().advised is None
    again = BeautifulSoup(page, "html.parser").select_one('input[name="seen"]')["value"]
    assert advise_in_browser(client, address, "Mit lange råd.", seen=again).status_code == 302
    for wrong in ("x", "\x00"):
        assert advise_in_browser(client, address, "Råd.", seen=wrong).status_code == 409


def test_a_cpr_number_is_never_written_on_a_paper(client, staff, released, manager):
    paper = begin(manager)
    client.force_login(staff["leder"])
    reply = client.post(f"/oversight/papers/{paper.pk}/answers/why/", {"words": "Som 010190-1234 sagde."})
    assert reply.status_code == 422
    assert not paper.answers.exists()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_files_of_a_paper_say_what_the_page_says(client, staff, released, manager, officer, language):
    paper = signed(PaperKind.TECHNICAL, manager, officer)
    client.force_login(staff["tilsyn"])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    address = f"/oversight/papers/{paper.pk}/file/"
    content = paper_shown(paper, today=TODAY).content

    word = Document(io.BytesIO(client.get(f"{address}docx/").content))
    lines = [paragraph.text for paragraph in word.paragraphs]
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 2"]
    assert headings == [card.asks.in_(language) for card in content.cards]
    assert {one.text.in_(language) for card in content.cards for one in card.told} <= set(lines)
    assert word.core_properties.language == {"da": "da-DK", "en": "en-GB"}[language]

    pdf = PdfReader(io.BytesIO(client.get(f"{address}pdf/").content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert content.cards[0].asks.in_(language) in text

    document = json.loads(client.get(f"{address}json/").content)
    assert document["about"]["signed"]["name"] == "Karen Lund"
    assert content_from_data(document) == content
    assert content_sha256(content) == document["about"]["sha256"] == paper.sha256
    assert client.get(f"{address}odt/").status_code == 404


def test_the_yearly_account_counts_the_log(client, staff, released, manager, officer):
    signed(PaperKind.TECHNICAL, manager, officer)
    client.force_login(staff["leder"])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    for _ in range(3):
        client.get("/oversight/papers/")
    page = client.get("/oversight/account/").content.decode()
    n_reads = AuditRecord.objects.filter(municipality=HERE, kind="read").count() - 1
    assert f"Opslag: {n_reads}<" in page
    assert "22.11.2026: Underskrevet: Teknisk dokumentation" in page
    assert f"Version {released.version.version}: Taget i brug" in page
    last = AuditRecord.objects.filter(municipality=HERE).latest("number")
    document = json.loads(client.get(f"/oversight/account/{TODAY.year}/file/json/").content)
    said = [one["da"] for chapter in document["chapters"] for card in chapter["cards"] for one in card["told"]]
    assert f"Den sidste linjes SHA-256: {last.hash}" in said
    assert client.get(f"/oversight/account/{TODAY.year}/file/docx/").content[:2] == b"PK"
    assert client.get(f"/oversight/account/{TODAY.year}/file/pdf/").content[:4] == b"%PDF"
    assert client.get("/oversight/account/1999/file/pdf/").status_code == 404
    for asked in ("9" * 5000, f"0{TODAY.year}", "²⁰²⁶", "\x00"):
        assert client.get("/oversight/account/", {"year": asked}).status_code == 200


def test_the_demonstration_has_papers_that_are_in_date(released, settings):
    settings.LIGHED_DEMO = True
    for _ in range(2):
        actions.lay_out_public({HERE: "Enghavn Kommune"}, audit=audit())
    found = {one.form.kind: one for one in papers_page(HERE, today=TODAY)}
    assert {kind.value for kind, one in found.items() if one.signed} == {"dpia", "fria", "instructions"}
    assert [one.out_of_date for one in found.values()] == [None] * len(found)
    assert all(paper.is_fictional for one in found.values() for paper in one.papers)
    assert found[PaperKind.TECHNICAL].draft is not None


def test_few_people_are_not_told_of_by_number():
    year = YearOfLog(
        year=2026, until=TODAY, n_entries=0, first_entry=None, last_entry=None, last_hash="", is_cut=False, kinds={},
        flags={}, n_people=3, requests={"review": RequestsOfYear(n_received=12, n_answered=11, n_late=0, n_upheld=2)},
        n_said_no=0, n_letters=5, n_spot_checks=0, n_publications=0, events=(),
    )  # fmt: skip
    said = {card.code: [one.text.en for one in card.told] for card in account_of(year, record_sha256="0" * 64).cards}
    assert said["people"] == ["People: under 5"]
    assert said["letters"] == ["Letters: 5"]
    assert said["requests"] == [
        "New assessment by another human being: received 12, answered 11, too late 0, upheld under 5"
    ]
