"""How a municipality shows estimates: at once, after one's own assessment, or to planners only.

What is hidden is looked for in the strongest way there is: two estimates as far apart as can be have to give the very
same answers, of every page, file and address that a caseworker has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lighed.estimates.estimate import Certainty
from lighed.governance import DisplayMode, Role, rights_of
from lighed.web import actions, queries, stored_result
from lighed.web.actions.estimates.kept import _indexed
from lighed.web.models import (
    AlternativeApproval,
    Assessment,
    AuditRecord,
    ContactCourse,
    EstimateView,
    Municipality,
    StoredEstimate,
)
from tests.web.addresses import ADDRESSES, Open
from tests.web.factories import ELSEWHERE, HERE, assessed, audit, cannot_be_assessed, received
from tests.web.walked_world import Things, things_of

pytestmark = pytest.mark.django_db
FIRST = "own first, then the estimate"
LOW = assessed(0.07, certainty=Certainty.GOOD, half_width=0.02)
HIGH = assessed(0.91, certainty=Certainty.LITTLE, half_width=0.09)
FOUND_BY_ESTIMATE = [
    f"{field}={value}"
    for field, values in {
        "band": ("low", "medium", "high"),
        "certainty": ("good", "some", "little"),
        "sort": ("band", "-band"),
    }.items()
    for value in values
]


@pytest.fixture
def things(case_system, tmp_path) -> Things:
    """With one approval of what may be told of other values, so that what is hidden holds that too."""
    AlternativeApproval.objects.create(
        municipality_id=HERE, element="n_job_goals", reason="Made up", approved_by="test", approved_at=timezone.now()
    )
    return things_of(HERE, case_system, folder=tmp_path)


@pytest.fixture
def mode(municipalities):
    def choose(chosen: DisplayMode) -> None:
        Municipality.objects.filter(code=HERE).update(display_mode=chosen.value)

    return choose


@dataclass
class Reader:
    """Someone who is logged in, and all that they are answered."""

    client: Client
    things: Things

    def answers(self) -> dict[str, str]:
        """Every address that the reader's role opens, by GET; lists sought by estimate; and a file of everything."""
        rights, found = rights_of([Role.CASEWORKER]), {}
        for name, one in ADDRESSES.items():
            # Who is logged in and with which code is nobody's estimate, and is another at each look.
            is_theirs = not isinstance(one.to, Open) and bool(one.to & rights)
            if is_theirs and "GET" in one.methods:
                address = reverse(name, kwargs=one.of(self.things) if one.of else {})
                found[name] = self._read(self.client.get(address))
        for query in FOUND_BY_ESTIMATE:
            found[query] = self._read(self.client.get(f"/?{query}"))
            found[f"{query} in parts"] = self._read(self.client.get(f"/?{query}", headers={"HX-Request": "true"}))
        found["the file"] = self._read(self.client.post(reverse("export"), self._everything()))
        document = {"event_id": f"e-{HERE}", "municipality": HERE}
        token = actions.create_api_token("a system", municipality=HERE, audit=audit())
        sent = {"data": document, "content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}}
        found["the API"] = self._read(Client().post(reverse("api:receive_registration"), **sent))
        return found

    def _everything(self) -> dict[str, object]:
        fields = queries.export_fields(has_estimates=True)
        return {
            "people": [str(self.things.course.key)],
            "columns": [one.code for one in fields if not one.of_estimate],
            "estimate_columns": [one.code for one in fields if one.of_estimate],
            "purpose": "To look for what is hidden",
            "kind": "csv",
            "step": "file",
        }

    @staticmethod
    def _read(response) -> str:
        said = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in response.items() if name.lower() not in ("content-length", "date")}
        is_pdf = headers.get("Content-Type") == "application/pdf"
        words = text_of_pdf(said) if is_pdf else said.decode(errors="replace")
        words = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", words)
        return f"{response.status_code} {sorted(headers.items())} {words}"


def text_of_pdf(document: bytes) -> str:
    """Everything that can be read in the document, and what it says of itself; not when it was printed."""
    read = PdfReader(BytesIO(document))
    about = {name: value for name, value in (read.metadata or {}).items() if "Date" not in name}
    return f"{about} " + " ".join(page.extract_text() for page in read.pages)


def estimated(things: Things, estimate) -> None:
    """Let the person's estimate be another one, made at the same time."""
    stored = StoredEstimate.objects.get(course=things.course)
    was = stored_result.from_json(stored.result)
    for field, value in _indexed(estimate, registered_on=things.course.registered_on).items():
        setattr(stored, field, value)
    stored.result = stored_result.to_json(estimate) | {}
    stored.result["estimate"]["basis"]["legal_bases"] = list(was.basis.legal_bases)
    stored.save()


@pytest.fixture
def reader(client, things):
    def as_(*roles: Role) -> Reader:
        user = actions.create_user(
            f"reader-{'-'.join(roles)}", name="Reader", municipality=HERE, password=None, roles=roles,
            caseworker_id="s-1", audit=audit(),
        )  # fmt: skip
        client.force_login(user)
        return Reader(client, things)

    return as_


def differing(reader: Reader) -> set[str]:
    """Where the answers tell two estimates apart."""
    estimated(reader.things, LOW)
    of_low = reader.answers()
    estimated(reader.things, HIGH)
    of_high = reader.answers()
    return {name for name in of_low if of_low[name] != of_high[name]}


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
@pytest.mark.parametrize("chosen", [DisplayMode.OWN_FIRST, DisplayMode.PLANNER_ONLY])
def test_what_is_hidden_is_in_no_answer_at_all(mode, reader, chosen):
    mode(chosen)
    assert differing(reader(Role.CASEWORKER)) == set()
    assert not EstimateView.objects.exists()


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="works")
def test_the_search_for_what_is_hidden_finds_what_is_not(mode, reader):
    """The same search where estimates stand openly: the page, the lists and the file tell the two apart."""
    mode(DisplayMode.OPEN)
    found = differing(reader(Role.CASEWORKER))
    assert {"worklist", "person", "band=high", "certainty=good", "the file"} <= found
    assert "the API" not in found


@pytest.mark.parametrize("chosen", list(DisplayMode))
def test_a_planner_sees_bands_in_every_mode(mode, reader, chosen):
    mode(chosen)
    assert {"worklist", "person", "band=high"} <= differing(reader(Role.PLANNER))


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="works")
def test_in_the_hidden_modes_no_word_or_figure_of_the_estimate_is_there(mode, reader):
    mode(DisplayMode.OWN_FIRST)
    seen = reader(Role.CASEWORKER)
    estimated(seen.things, HIGH)
    answers = seen.answers()
    page = BeautifulSoup(answers["person"], "html.parser")
    assert "Skøn klar. Skriv din egen vurdering først." in page.get_text()
    told = " ".join(answers[name] for name in ("worklist", "person", "without-estimate", "the file", "the API"))
    for trace in (
        f"{HIGH.of_100} af 100",
        f"{HIGH.of_100} of 100",
        "band-high",
        "band-mark",
        "icon-array",
        "per_100",
        "if-different",
    ):
        assert trace not in told


def test_in_planners_mode_a_caseworker_is_told_who_sees_estimates_and_assesses_without(mode, reader):
    mode(DisplayMode.PLANNER_ONLY)
    seen = reader(Role.CASEWORKER)
    address = reverse("person", args=[seen.things.course.key])
    page = BeautifulSoup(seen.client.get(address, headers={"Accept-Language": "da"}).content, "html.parser")
    assert "I Enghavn Kommune ser kun planlæggere skøn." in page.select_one("#estimate").get_text()
    assert page.select_one("#step-1 form") is None
    form = {"level": "more", "reason": "other", "words": "Jeg kender hende godt.", "seen": "0", "on_page": ""}
    assert seen.client.post(reverse("person-assess", args=[seen.things.course.key]), form).status_code == 302
    made = Assessment.objects.get()
    assert (made.mode, made.band_seen, made.relation) == ("planner_only", "", "")
    assert seen.client.post(reverse("person-reveal", args=[seen.things.course.key])).status_code == 409
    assert not EstimateView.objects.exists()


@pytest.mark.requirement("R-HUM-02", part="own first, then the estimate", shows="refuses")
def test_beside_an_open_estimate_nothing_is_kept_as_written_before_it(mode, reader):
    mode(DisplayMode.OPEN)
    seen = reader(Role.CASEWORKER)
    page = BeautifulSoup(seen.client.get(reverse("person", args=[seen.things.course.key])).content, "html.parser")
    assert page.select_one("#estimate .band") is not None
    assert page.select_one("#estimate .if-different") is not None
    assert page.select_one("#step-1 form") is None
    assert "Skønnet står åbent i trin 3." in page.select_one("#step-1").get_text()
    assert page.select_one("#step-4 form") is not None
    course = ContactCourse.objects.get(pk=seen.things.course.pk)
    said = {"level": "more", "words": "Jeg så ikke skønnet først.", "seen": course.revision, "reveal": "yes"}
    refused = seen.client.post(reverse("person-assess-own", args=[course.key]), said, headers={"Accept-Language": "da"})
    assert "for sent at skrive før det" in refused.content.decode()
    assert not Assessment.objects.exists()


def test_an_abstention_is_told_at_once_in_every_mode(mode, case_system, page_of):
    mode(DisplayMode.OWN_FIRST)
    course = case_system.register(received(estimate=cannot_be_assessed())).course
    assert "Kan ikke vurderes" in page_of(f"/people/{course.key}/").content.decode()


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [(DisplayMode.OPEN, "shown"), (DisplayMode.OWN_FIRST, "not_shown"), (DisplayMode.PLANNER_ONLY, "not_shown")],
)
def test_each_look_is_logged_with_the_mode_and_whether_an_estimate_stood_there(mode, reader, chosen, shown):
    mode(chosen)
    seen = reader(Role.CASEWORKER)
    seen.client.get(reverse("person", args=[seen.things.course.key]))
    last = AuditRecord.objects.order_by("-number").first()
    assert (last.kind, last.criterion) == ("read", f"person, mode={chosen.value}, estimate={shown}")
    assert EstimateView.objects.exists() is (shown == "shown")


def test_a_look_that_shows_it_again_moves_only_the_last_time(mode, reader, monkeypatch):
    mode(DisplayMode.OPEN)
    seen = reader(Role.CASEWORKER)
    address = reverse("person", args=[seen.things.course.key])
    begun = timezone.now()
    for minutes in (0, 7):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: begun + timedelta(minutes=minutes))
        seen.client.get(address)
    view = EstimateView.objects.get()
    assert (view.first_shown_at, view.last_shown_at) == (begun, begun + timedelta(minutes=7))


@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="works")
def test_the_mode_is_chosen_on_the_organisations_page_and_the_choice_is_logged(client, municipalities):
    boss = actions.create_user(
        "lis", name="Lis", municipality=HERE, password=None, roles=(Role.ADMINISTRATOR,), audit=audit()
    )
    client.force_login(boss)
    page = BeautifulSoup(client.get("/administration/organisation/").content, "html.parser")
    form = page.select_one("form.form-page")
    chosen = {one["name"]: one.get("value", "") for one in form.select("input:not([type=radio])")}
    chosen |= {one["name"]: one["value"] for one in form.select("input[type=radio][checked]")}
    chosen |= {one["name"]: one.select_one("[selected]")["value"] for one in form.select("select")}
    assert chosen["display_mode"] == "open"
    assert client.post("/administration/organisation/", chosen | {"display_mode": "own_first"}).status_code == 302
    assert Municipality.objects.get(code=HERE).display_mode == "own_first"
    assert Municipality.objects.get(code=ELSEWHERE).display_mode == "open"
    last = AuditRecord.objects.order_by("-number").first()
    assert last.criterion == "organisation: display_mode, mode=own_first"
