"""B5: a person sends a file with the correction of a value; whoever answers opens it, and nobody else does."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lighed.governance import ActsOn, Role
from lighed.governance.attached_file import LARGEST_FILE
from lighed.web import actions, queries
from lighed.web.models import Attachment, AuditRecord, ContactCourse, RightsRequest
from lighed.workflow import Needles
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.readability import lix, main_text
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/my/data/licences/correct/"
RIGHT = "Jeg har kørekort til tre slags køretøjer."
PDF = b"%PDF-1.7\n" + b"".join(sha256(bytes([n])).digest() for n in range(200))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + PDF
JPEG = b"\xff\xd8\xff\xe0" + PDF


@pytest.fixture
def course(case_system) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def citizen(course):
    return actions.create_citizen(course.person, username="dina", name="Dina Ali", password=PASSWORD, audit=audit())


@pytest.fixture
def client_of(client):
    def logged_in(user):
        client.force_login(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
        return client

    return logged_in


@pytest.fixture
def send(client_of, citizen, caseworker):
    """Send the form as the person, with a file of that name and content."""

    def sent(content: bytes = PDF, *, name: str = "korekort.pdf", right: str = RIGHT, by=citizen):
        file = SimpleUploadedFile(name, content, content_type="text/html")
        return client_of(by).post(PAGE, {"right": right, "words": "Der står to.", "file": file})

    return sent


@pytest.fixture
def request_with_file(send) -> RightsRequest:
    assert send().status_code == 302
    return RightsRequest.objects.get()


def staff(name: str, role: Role, municipality: str = HERE, *, caseworker_id: str = ""):
    return actions.create_user(
        name, name=name.title(), municipality=municipality, password=PASSWORD, roles=(role,),
        caseworker_id=caseworker_id, audit=audit(municipality=municipality),
    )  # fmt: skip


@pytest.mark.requirement("C10", part="has data corrected", shows="works")
def test_a_person_sends_a_file_and_fetches_it_from_the_receipt(client_of, citizen, send):
    client = client_of(citizen)
    page = client.get(PAGE).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "Har du et papir, der viser det?" in page
    address = send()["Location"]
    page = client.get(address).content.decode()
    assert "korekort.pdf" in page
    answer = client.get(f"{address}attachment/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf", "what the browser says of a file counts for nothing"
    assert answer["Content-Disposition"].startswith('attachment; filename="lighed-2026-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "name", "shown", "content_type"),
    [
        (PNG, "billede.exe", "billede.png", "image/png"),
        (JPEG, "../../../etc/passwd", "passwd.jpg", "image/jpeg"),
        (PDF, "C:\\mine\\bevis\u202efdp.html", "bevisfdp.pdf", "application/pdf"),
        (PDF, "x" * 200 + ".pdf", "x" * 80 + ".pdf", "application/pdf"),
        (PDF, ".pdf", "pdf.pdf", "application/pdf"),
        (PDF, "Kørekort <æ>.PDF", "Kørekort <æ>.pdf", "application/pdf"),
    ],
)
def test_a_file_is_what_its_bytes_are_whatever_it_is_called(client_of, send, content, name, shown, content_type):
    address = send(content, name=name)["Location"]
    one = Attachment.objects.get()
    assert one.name == shown
    assert client_of(RightsRequest.objects.get().person.users.get()).get(f"{address}attachment/")["Content-Type"] == (
        content_type
    )


@pytest.mark.requirement("C10", part="has data corrected", shows="refuses")
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<script>alert(1)</script>", "bevis.pdf", "Filen er ikke en PDF"),
        (b"MZ\x90\x00" + PDF, "bevis.pdf", "Filen er ikke en PDF"),
        (b"GIF89a", "bevis.png", "Filen er ikke en PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bevis.png", "Filen er ikke en PDF"),
        (b"", "bevis.pdf", "Filen er tom. Vælg en anden."),
        (PDF + b"0" * LARGEST_FILE, "bevis.pdf", "Filen fylder 5,0 MB. Den må højst fylde 5 MB."),
        (PDF + b"0" * 3 * LARGEST_FILE, "bevis.pdf", "Filen fylder 15,0 MB. Den må højst fylde 5 MB."),
    ],
)
def test_any_other_file_is_refused_and_what_was_written_stays(send, content, name, said):
    answer = send(content, name=name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert RIGHT in page
    assert "Der står to." in page
    assert 'role="alert"' in page
    assert 'aria-describedby="id_file_helptext id_file_error"' in page
    assert not RightsRequest.objects.exists()
    assert not Attachment.objects.exists()


def test_a_form_that_is_refused_for_something_else_says_that_the_file_must_be_chosen_again(send):
    page = send(right=" ").content.decode()
    assert "Skriv, hvad der er rigtigt." in page
    assert "Filen er ikke gemt. Vælg den igen." in page
    assert not Attachment.objects.exists()


def test_the_largest_file_is_taken_and_no_file_lies_on_the_disk(send, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    content = PDF + b"0" * (LARGEST_FILE - len(PDF))
    assert send(content).status_code == 302
    assert Attachment.objects.get().size == LARGEST_FILE
    assert not list(tmp_path.glob("*.upload*"))


def test_many_files_in_one_request_take_no_more_memory_than_one(client_of, citizen):
    half = PDF + b"0" * (LARGEST_FILE // 2)
    files = [SimpleUploadedFile(f"{n}.pdf", half) for n in range(3)]
    page = client_of(citizen).post(PAGE, {"right": RIGHT, "file": files}).content.decode()
    assert "Den må højst fylde 5 MB." in page
    assert not Attachment.objects.exists()


def test_more_than_a_request_may_hold_is_refused_and_breaks_nothing(client_of, citizen, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_of(citizen).post(PAGE, {"right": "x" * 2000, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 400
    assert not RightsRequest.objects.exists()


def test_without_a_file_all_is_as_before(client_of, citizen, caseworker):
    address = client_of(citizen).post(PAGE, {"right": RIGHT})["Location"]
    assert client_of(citizen).get(f"{address}attachment/").status_code == 404


@pytest.mark.requirement("C10", part="reaches a human being", shows="works")
def test_whoever_answers_opens_it_and_the_person_sees_that(client_of, citizen, caseworker, request_with_file):
    address = f"/oversight/requests/{request_with_file.pk}/"
    page = client_of(caseworker).get(address).content.decode()
    assert f"{address}attachment/" in page
    assert "korekort.pdf" in page
    assert client_of(caseworker).get(f"{address}attachment/").content == PDF
    row = AuditRecord.objects.latest("number")
    assert (row.kind, row.actor, row.purpose, row.criterion) == (
        "export", "mette", "rights_of_the_person", "attachment",
    )  # fmt: skip
    assert row.subject
    assert "korekort" not in json.dumps(list(AuditRecord.objects.values("criterion", "reason")))
    seen = main_text(client_of(citizen).get("/my/seen/").content.decode())
    assert "En fil, du har sendt os" in seen


@pytest.mark.requirement("C10", part="reaches a human being", shows="refuses")
@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.CITIZEN, Role.REPRESENTATIVE, Role.REGULATOR)]
)
def test_nobody_else_opens_it(client_of, request_with_file, role):
    client = client_of(staff("somebody", role, caseworker_id="s-9"))
    address = f"/oversight/requests/{request_with_file.pk}/"
    assert client.get(f"{address}attachment/").status_code == 404
    assert client.get(f"/my/requests/{request_with_file.pk}/attachment/").status_code == 404
    if (page := client.get(address)).status_code == 200:
        assert "Kun den, der er valgt til at svare, kan åbne den." in page.content.decode()
        assert "korekort" not in page.content.decode()


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
def test_no_other_municipality_and_no_other_person_opens_it(client_of, case_system, request_with_file):
    number = request_with_file.pk
    bo = staff("bo", Role.CASEWORKER, ELSEWHERE)
    RightsRequest.objects.update(assigned_to="bo")
    assert client_of(bo).get(f"/oversight/requests/{number}/attachment/").status_code == 404
    other = case_system.register(received(event_id="e-9", course_id="c-9", person_id="p-9")).course.person
    per = actions.create_citizen(other, username="per", name="Per", password=PASSWORD, audit=audit())
    assert client_of(per).get(f"/my/requests/{number}/attachment/").status_code == 404
    assert not AuditRecord.objects.filter(criterion="attachment").exists()


def test_named_no_longer_is_opening_no_longer(client_of, caseworker, request_with_file):
    pia = staff("pia", Role.PLANNER)
    actions.assign_request(request_with_file, to=pia, audit=audit())
    address = f"/oversight/requests/{request_with_file.pk}/attachment/"
    assert client_of(caseworker).get(address).status_code == 404
    assert client_of(pia).get(address).content == PDF


@pytest.mark.requirement("R-CIT-05", shows="works")
def test_a_representative_sends_one_and_reads_what_they_sent(client_of, course, send):
    rene = actions.create_representative(
        course.person, username="rene", name="Rene", password=PASSWORD, until=date(2026, 12, 1),
        acts_on=(ActsOn.REQUESTS, ActsOn.SEE), audit=audit(),
    )  # fmt: skip
    address = send(by=rene)["Location"]
    assert Attachment.objects.get().attached_by == "representative"
    assert client_of(rene).get(f"{address}attachment/").content == PDF


@pytest.mark.requirement("R-CIT-05", shows="refuses")
def test_a_representative_who_may_not_see_does_not_read_what_the_person_sent(client_of, course, request_with_file):
    rene = actions.create_representative(
        course.person, username="rene", name="Rene", password=PASSWORD, until=date(2026, 12, 1),
        acts_on=(ActsOn.REQUESTS,), audit=audit(),
    )  # fmt: skip
    address = f"/my/requests/{request_with_file.pk}/"
    assert "korekort" not in client_of(rene).get(address).content.decode()
    assert client_of(rene).get(f"{address}attachment/").status_code == 404


def test_what_is_taken_back_is_deleted_with_its_file(client_of, citizen, request_with_file):
    client = client_of(citizen)
    assert (
        "Trækker du den tilbage, sletter vi det, du sendte med."
        in client.get(f"/my/requests/{request_with_file.pk}/").content.decode()
    )
    client.post(f"/my/requests/{request_with_file.pk}/withdraw/")
    assert not Attachment.objects.exists()


@pytest.mark.requirement("R-CIT-03", part="machine-readable", shows="works")
def test_what_is_fetched_names_the_file(client_of, citizen, request_with_file):
    (told,) = json.loads(client_of(citizen).get("/my/download/file/").content)["rights_request"]
    file = told["attachment"]
    assert (file["name"], file["size"], file["sha256"]) == ("korekort.pdf", len(PDF), sha256(PDF).hexdigest())
    assert "content" not in file


@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="works")
@pytest.mark.requirement("R-DAT-07", part="an erased person is found nowhere", shows="refuses")
def test_an_erasure_takes_the_file_and_the_proof_looks_for_its_bytes(request_with_file, settings):
    settings.LIGHED_ERASURE_KEY = "k" * 43
    needles = Needles((), pieces=queries.pieces_of_attachments(request_with_file.person))
    assert [one.where for one in queries.search_database(needles)[1]] == ["lighed_attachment.content"]
    settings.LIGHED_DATA.mkdir(parents=True, exist_ok=True)
    (settings.LIGHED_DATA / "copy.bin").write_bytes(b"before" + PDF + b"after")
    erasure = actions.erase_person(HERE, "p-1", reason="Bad om det", by="marie", audit=audit())
    assert not Attachment.objects.exists()
    assert queries.search_database(needles)[1] == []
    assert [one["where"] for one in erasure.proof["found"]] == ["copy.bin"]
    assert not erasure.is_proved


def test_what_two_people_sent_is_looked_for_nowhere(case_system, request_with_file):
    other = case_system.register(received(event_id="e-9", course_id="c-9", person_id="p-9")).course.person
    again = RightsRequest.objects.create(
        municipality_id=HERE, person=other, kind="correction", channel="online", recorded_by="citizen",
        received_at=request_with_file.received_at, due_on=request_with_file.due_on,
    )  # fmt: skip
    file = Attachment.objects.get()
    Attachment.objects.create(
        municipality_id=HERE, request=again, name="a.pdf", kind="pdf", size=file.size, sha256=file.sha256,
        content=bytes(file.content), attached_by="citizen", attached_at=file.attached_at,
    )  # fmt: skip
    assert not queries.pieces_of_attachments(other)


def test_the_pages_are_easy_to_read(client_of, citizen, request_with_file):
    client = client_of(citizen)
    for address in ("/my/data/regions/correct/", f"/my/requests/{request_with_file.pk}/"):
        assert lix(main_text(client.get(address).content.decode())) <= 35


def test_a_page_about_a_request_reads_no_file(client_of, citizen, caseworker, request_with_file):
    for user, address in ((citizen, "/my/requests"), (caseworker, "/oversight/requests")):
        with CaptureQueriesContext(connection) as told:
            assert client_of(user).get(f"{address}/{request_with_file.pk}/").status_code == 200
        asked = [one["sql"] for one in told.captured_queries]
        assert [one for one in asked if '"lighed_attachment"."sha256"' in one]
        assert not [one for one in asked if '"lighed_attachment"."content"' in one]
