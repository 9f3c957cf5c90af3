"""Letters to a person: made in the words in force, kept as they were made, and recorded."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from typst import TypstError

from lighed.governance import RequestKind, Role, complaint_guidance
from lighed.transparency.letters import LetterKind, TemplateRefused, Words, shipped_template
from lighed.web import actions, queries
from lighed.web.actions.estimates.former import keep_former
from lighed.web.delivery import FileDrop, letter_as_pdf, paper
from lighed.web.models import (
    AuditRecord,
    BasisState,
    Channel,
    ContactCourse,
    CourseState,
    EmergencyStop,
    EstimateState,
    FormerEstimate,
    InformationGiven,
    LegalBasisEntry,
    Letter,
    LetterState,
    Person,
    StoredEstimate,
)
from tests.memo import faults_of
from tests.web.factories import HERE, NOW, audit, received

_ANSWER = {"asked_on": "2. november 2026", "answered_by": "Jonas Bruun", "result": "Vi er enige.", "answer": "Derfor."}


@pytest.fixture
def person(case_system) -> Person:
    case_system.register(received(estimate=None))
    return Person.objects.get()


def test_a_letter_is_made_in_the_words_in_force_and_kept(person):
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert queries.letters_of(person) == [letter]
    assert letter.title == shipped_template(LetterKind.FIRST_INFORMATION).da.title
    assert "Kære Åse Nørgaard." in letter.body
    assert "{" not in letter.body
    assert letter.template_version == shipped_template(LetterKind.FIRST_INFORMATION).version
    assert AuditRecord.objects.latest("number").criterion == "letter made: first_information"


def test_a_letter_is_in_the_language_that_the_person_chose(person):
    assert queries.language_of(person) == "da"
    Person.objects.update(language="en-GB")
    person.refresh_from_db()
    assert queries.language_of(person) == "en"
    own = actions.create_citizen(person, username="anna", name="Anna", password=None, audit=audit())
    actions.choose_language(own, language="da", audit=audit())
    assert queries.language_of(person) == "da"
    Person.objects.update(language="pl")
    actions.choose_language(own, language="en", audit=audit())
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert letter.body.startswith("Dear Åse Nørgaard.")


def test_what_fills_a_placeholder_is_neither_a_heading_nor_a_placeholder(person):
    told = _ANSWER | {"answer": "# Overskrift\n{navn}"}
    letter = actions.send_letter(person, kind=LetterKind.REVIEW_ANSWER, values=told, audit=audit())
    assert "\n# Overskrift" not in letter.body
    assert "{navn}" in letter.body


@pytest.fixture
def course(case_system) -> ContactCourse:
    """Somebody with an estimate."""
    return case_system.register(received()).course


def corrected(person: Person) -> Letter:
    """A letter that holds an estimate."""
    values = {"element": "Regioner", "before": "Af 100 forløb blev 62 lange.", "after": "Af 100 forløb blev 47 lange."}
    return actions.send_letter(person, kind=LetterKind.CORRECTED, values=values, audit=audit())


def stop() -> None:
    actions.press_stop(HERE, effect="stop", reason="Grupper behandles ulige", by="ane", audit=audit())


def suspend() -> None:
    LegalBasisEntry.objects.update(state=BasisState.SUSPENDED)


def correct() -> None:
    ContactCourse.objects.update(corrected_on=NOW.date(), estimate_state=EstimateState.OUT_OF_DATE)


@pytest.mark.parametrize("hold", [stop, suspend, correct])
def test_a_letter_about_an_estimate_waits_while_the_estimate_may_not_be_shown(site, tmp_path, course, hold):
    folder = drop(site, tmp_path)
    letter = corrected(course.person)
    hold()
    assert actions.deliver_letters(at_most=5, audit=audit(municipality=None)) == 0
    with pytest.raises(actions.LetterRefused, match="may not be shown now"):
        actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())
    letter.refresh_from_db()
    assert (letter.state, letter.n_tries, letter.is_erased) == (LetterState.WAITING, 0, False)
    assert not folder.exists()
    EmergencyStop.objects.update(ended_at=NOW)
    LegalBasisEntry.objects.update(state=BasisState.APPROVED)
    ContactCourse.objects.update(corrected_on=None)
    assert actions.deliver_waiting(HERE, audit=audit()) == 1


def test_what_is_held_back_keeps_no_other_letter_waiting(site, tmp_path, course):
    drop(site, tmp_path)
    corrected(course.person)
    correct()
    told = actions.send_letter(course.person, kind=LetterKind.REVIEW_ANSWER, values=_ANSWER, audit=audit())
    assert actions.deliver_letters(at_most=1, audit=audit(municipality=None)) == 1
    told.refresh_from_db()
    assert told.state == LetterState.SENT


def test_a_letter_is_emptied_where_the_estimate_is_made_anew_before_it_leaves(site, tmp_path, course):
    drop(site, tmp_path)
    waits, left = corrected(course.person), corrected(course.person)
    Letter.objects.filter(pk=left.pk).update(state=LetterState.SENT)
    actions.estimate_again(course, audit=audit())
    assert actions.deliver_waiting(HERE, audit=audit()) == 0
    waits.refresh_from_db()
    left.refresh_from_db()
    assert (waits.body, waits.is_erased, waits.state) == ("", True, LetterState.NOT_SENT)
    assert left.body, "what the person has been sent is true of its day"
    with pytest.raises(actions.LetterRefused, match="erased"):
        actions.send_by_hand(waits, channel=Channel.LETTER, audit=audit())


@pytest.mark.parametrize("is_by_hand", [True, False])
def test_a_letter_about_an_estimate_that_is_gone_is_emptied_and_does_not_leave(site, tmp_path, course, is_by_hand):
    drop(site, tmp_path)
    letter = corrected(course.person)
    ContactCourse.objects.update(state=CourseState.ENDED)
    if is_by_hand:
        with pytest.raises(actions.LetterRefused, match="erased"):
            actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())
    else:
        assert actions.deliver_waiting(HERE, audit=audit()) == 0
    letter.refresh_from_db()
    assert (letter.body, letter.is_erased, letter.sent_at) == ("", True, None)
    assert AuditRecord.objects.latest("number").criterion == "letter emptied: corrected"


def test_first_information_waits_for_the_law_and_nobody_counts_as_told(site, tmp_path, person):
    drop(site, tmp_path)
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    suspend()
    assert actions.deliver_waiting(HERE, audit=audit()) == 0
    with pytest.raises(actions.LetterRefused, match="No legal basis is in force"):
        actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())
    assert not InformationGiven.objects.exists()


def test_first_information_is_not_made_without_law_or_twice(client, caseworker, case_system):
    course = case_system.register(received(estimate=None)).course
    client.force_login(caseworker)
    url, asked = reverse("person-letters", args=[course.key]), {"kind": "first_information"}
    suspend()
    page = client.post(url, asked, headers={"Accept-Language": "da"}, follow=True).content.decode()
    assert "Ingen hjemmel er i kraft" in page
    assert not Letter.objects.exists()
    LegalBasisEntry.objects.update(state=BasisState.APPROVED)
    client.post(url, asked)
    page = client.post(url, asked, headers={"Accept-Language": "da"}, follow=True).content.decode()
    assert "er allerede lavet" in page
    assert Letter.objects.count() == 1


def _is_refused_anew(course: ContactCourse) -> None:
    suspend()
    actions.estimate_again(course, audit=audit())


def _is_too_old(_course: ContactCourse) -> None:
    ContactCourse.objects.update(state=CourseState.ENDED, ended_on=NOW.date() - timedelta(days=4000))
    done = {one.what: one.n for one in actions.run_nightly(audit=audit(municipality=None)) if one.municipality == HERE}
    assert done["estimates deleted"] == 1


@pytest.mark.parametrize("drop_it", [_is_refused_anew, _is_too_old])
def test_with_the_estimate_goes_what_it_said_before_and_every_letter_about_it(monkeypatch, course, drop_it):
    # What ended so long ago would go with its person.
    monkeypatch.setattr(queries, "people_due", lambda *_given, **_named: [])
    keep_former(course.current_estimate, replaced_at=NOW)
    letter = corrected(course.person)
    actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())
    drop_it(course)
    letter.refresh_from_db()
    assert not StoredEstimate.objects.exists()
    assert not FormerEstimate.objects.exists()
    assert (letter.body, letter.is_erased, letter.state) == ("", True, LetterState.SENT)


def test_letters_of_an_earlier_course_keep_their_words(case_system, course):
    earlier = corrected(course.person)
    Letter.objects.filter(pk=earlier.pk).update(state=LetterState.SENT, made_at=NOW - timedelta(days=15))
    later = case_system.register(
        received(event_id="e-later", course_id="c-later", registered_on=NOW.date() - timedelta(days=5))
    ).course
    _is_refused_anew(later)
    earlier.refresh_from_db()
    assert earlier.body


def test_a_night_removes_every_file_of_a_letter_that_is_not_here(site, tmp_path, course):
    folder = drop(site, tmp_path)
    here, emptied = corrected(course.person), corrected(course.person)
    actions.deliver_waiting(HERE, audit=audit())
    Letter.objects.filter(pk=emptied.pk).update(body="", is_erased=True)
    gone = uuid4()
    lost = [
        folder / HERE / f"{gone}.xml",
        folder / HERE / f".{gone}.pdf.part",
        folder / HERE / f".{emptied.pk}.xml.part",
    ]
    for path in [*lost, folder / "README"]:
        path.write_text("x")
    (last,) = [one for one in actions.run_nightly(audit=audit(municipality=None)) if "files of letters" in one.what]
    assert (last.n, last.is_wrong) == (2, False)
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {
        f"{here.pk}.pdf", f"{here.pk}.xml", "README",
    }  # fmt: skip


def test_what_cannot_be_removed_is_told_of(site, tmp_path, municipalities, monkeypatch):
    folder = drop(site, tmp_path)
    (folder / HERE).mkdir(parents=True)
    (folder / HERE / f"{uuid4()}.xml").write_text("x")

    def refuse(*_given, **_named):
        raise PermissionError

    monkeypatch.setattr(type(folder), "unlink", refuse)
    (last,) = [one for one in actions.run_nightly(audit=audit(municipality=None)) if "files of letters" in one.what]
    assert (last.n, last.is_wrong) == (0, True)


@pytest.mark.parametrize("wrong", [{}, _ANSWER | {"cpr": "x"}])
def test_a_letter_lacks_nothing_and_has_nothing_to_spare(person, wrong):
    with pytest.raises(TemplateRefused, match="cannot be made"):
        actions.send_letter(person, kind=LetterKind.REVIEW_ANSWER, values=wrong, audit=audit())
    assert queries.letters_of(person) == []


def drop(site, tmp_path):
    """Letters leave by a folder."""
    site.LIGHED_LETTERS = tmp_path / "letters"
    return site.LIGHED_LETTERS


def test_a_letter_leaves_by_the_file_drop_and_the_person_counts_as_told(site, tmp_path, person):
    folder = drop(site, tmp_path)
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert letter.state == LetterState.WAITING
    assert not InformationGiven.objects.exists()
    assert actions.deliver_waiting(HERE, audit=audit()) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.channel, letter.receipt) == ("sent", "digital_post", f"{HERE}/{letter.key}.xml")
    told = InformationGiven.objects.get()
    assert (told.text_version, told.channel) == (f"{letter.template_version} (da)", "digital_post")
    found = sorted(path.name for path in (folder / HERE).iterdir())
    assert found == [f"{letter.key}.pdf", f"{letter.key}.xml"]
    assert {path.stat().st_mode & 0o777 for path in (folder / HERE).iterdir()} == {0o600}
    assert actions.deliver_waiting(HERE, audit=audit()) == 0


def test_the_message_has_the_published_form(site, tmp_path, person):
    folder = drop(site, tmp_path)
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    actions.deliver_waiting(HERE, audit=audit())
    assert faults_of((folder / HERE / f"{letter.key}.xml").read_bytes()) == []


def test_without_anything_that_sends_somebody_here_sends_it(person):
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert letter.state == LetterState.NOT_SENT
    assert actions.deliver_waiting(HERE, audit=audit()) == 0
    actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())
    assert InformationGiven.objects.get().channel == "letter"
    with pytest.raises(actions.LetterRefused, match="sent already"):
        actions.send_by_hand(letter, channel=Channel.LETTER, audit=audit())


def test_what_cannot_be_handed_over_is_tried_again(site, tmp_path, person):
    folder = drop(site, tmp_path)
    folder.write_text("not a folder")
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert actions.deliver_letters(at_most=5, audit=audit(municipality=None)) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.n_tries) == (LetterState.FAILED, 1)
    assert not InformationGiven.objects.exists()
    folder.unlink()
    assert actions.deliver_letters(at_most=5, audit=audit(municipality=None)) == 1


def test_a_letter_that_told_of_an_estimate_is_empty_once_it_is_erased(
    site, tmp_path, course, django_capture_on_commit_callbacks
):
    folder, person = drop(site, tmp_path), course.person
    about = corrected(person)
    other = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    actions.deliver_waiting(HERE, audit=audit())
    with django_capture_on_commit_callbacks(execute=True):
        actions.receive_request(
            person, kind=RequestKind.OBJECTION, words="", channel=Channel.PHONE, received_on=NOW.date(), audit=audit()
        )
    about.refresh_from_db()
    other.refresh_from_db()
    assert (about.body, about.is_erased, about.state) == ("", True, "sent")
    assert other.body
    assert {path.stem for path in (folder / HERE).iterdir()} == {str(other.key)}


def test_complaint_guidance_stands_once_in_an_answer(person):
    guidance = complaint_guidance(municipality=str(person.municipality), phone=person.municipality.phone).da
    told = _ANSWER | {"answer": f"Derfor.\n\n{guidance}"}
    letter = actions.send_letter(person, kind=LetterKind.OBJECTION_ANSWER, values=told, audit=audit())
    assert letter.body.count("Datatilsynet") == 1


def test_the_person_reads_the_letter_with_its_headings_on_their_own_page(client, person):
    letter = actions.send_letter(person, kind=LetterKind.REVIEW_ANSWER, values=_ANSWER, audit=audit())
    client.force_login(actions.create_citizen(person, username="anna", name="Anna", password=None, audit=audit()))
    page = client.get(reverse("my-letters-one", args=[letter.key]), headers={"Accept-Language": "da"}).content.decode()
    assert "<h3>Derfor</h3>" in page
    assert "# Derfor" not in page


@pytest.mark.parametrize("also", ["", "字"])
def test_no_pasted_sign_keeps_a_letter_from_the_paper(also):
    pasted = "Hej\x00\x07\r\n\x1c\x1d\x1e\x1f\x85\u2028\u2029\ufeff\ufffe\ue000\u202f\u3000 med dig" + also
    made = letter_as_pdf(
        Words(f"Brev {pasted}", f"# {pasted}\n\n{pasted}"), language="da", organisation=pasted, phone="", made_at=NOW
    )
    assert made.startswith(b"%PDF")


@pytest.mark.parametrize("own", [True, False])
def test_a_letter_that_cannot_be_printed_is_still_read_and_no_export_is_recorded(client, person, monkeypatch, own):
    def refuse(*_):
        raise TypstError("no")

    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    monkeypatch.setattr(paper, "as_pdf", refuse)
    if own:
        user = actions.create_citizen(person, username="anna", name="Anna", password=None, audit=audit())
    else:
        user = actions.create_user(
            "kim", name="Kim", municipality=HERE, password=None, roles=(Role.PLANNER,), audit=audit()
        )
    client.force_login(user)
    address = reverse("my-letters-pdf" if own else "outbox-pdf", args=[letter.key])
    page = client.get(address, headers={"Accept-Language": "da"}, follow=True)
    assert "Brevet kunne ikke laves som PDF. Du kan læse hele brevet her." in page.content.decode()
    assert not AuditRecord.objects.filter(kind="export").exists()


def test_a_night_sends_what_was_tried_too_often_and_empties_what_is_too_old(site, tmp_path, person):
    folder = drop(site, tmp_path)
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    Letter.objects.update(n_tries=5, state=LetterState.FAILED)
    assert actions.deliver_letters(at_most=5, audit=audit(municipality=None)) == 0
    old = corrected(person)
    Letter.objects.filter(pk=old.pk).update(made_at=NOW - timedelta(days=800), state=LetterState.SENT)
    done = {one.what: one.n for one in actions.run_nightly(audit=audit(municipality=None)) if one.municipality == HERE}
    assert (done["letters sent"], done["letters about estimates emptied"]) == (1, 1)
    assert [path.stem for path in (folder / HERE).glob("*.xml")] == [str(letter.key)]
    assert Letter.objects.get(pk=old.pk).is_erased


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_removed", [True, False])
def test_letters_outside_the_data_home_count_in_the_proof(site, tmp_path, person, is_removed, monkeypatch):
    folder = drop(site, tmp_path)
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    actions.deliver_waiting(HERE, audit=audit())
    # A letter that was cut off half-way, in which nothing can be searched for.
    (folder / HERE / f".{letter.key}.pdf.part").write_bytes(b"%PDF")
    if not is_removed:
        monkeypatch.setattr(FileDrop, "forget", lambda *_given: 0)
    erasure = actions.erase_person(HERE, person.person_id, reason="Bedt om", by="test", audit=audit())
    assert erasure.is_proved == is_removed
    assert erasure.proof["found"] == ([] if is_removed else [{"where": "letters", "n": 1}])
    assert any(path.is_file() for path in folder.rglob("*")) != is_removed


@pytest.mark.django_db(transaction=True)
def test_whoever_is_erased_is_in_no_letter_that_still_lies_here(site, person):
    site.LIGHED_LETTERS = site.LIGHED_DATA / "letters"
    actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    actions.deliver_waiting(HERE, audit=audit())
    assert list(site.LIGHED_LETTERS.rglob("*.xml"))
    erasure = actions.erase_person(HERE, person.person_id, reason="Bedt om", by="test", audit=audit())
    assert erasure.is_proved, erasure.proof
    assert not [path for path in site.LIGHED_LETTERS.rglob("*") if path.is_file()]
    assert not Letter.objects.exists()


def test_the_demonstration_has_letters_and_writes_to_nobody_twice(site, tmp_path, case_system):
    drop(site, tmp_path)
    case_system.register(received())
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    for _ in range(2):
        actions.lay_out_letters([HERE], audit=audit())
    assert sorted(Letter.objects.values_list("kind", "state")) == [
        ("explanation", "sent"),
        ("first_information", "sent"),
    ]
    site.LIGHED_DEMO = False
    with pytest.raises(actions.DemoIsOff):
        actions.lay_out_letters([HERE], audit=audit())
