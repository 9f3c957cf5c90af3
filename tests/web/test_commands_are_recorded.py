"""`lighed estimate` and `lighed import`: what they do with people's data stands in the log, and what they tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import translation
from typer.testing import CliRunner

from lighed import workflow
from lighed.cli import open_site, people
from lighed.cli.app import app
from lighed.cli.errors import CommandRefused
from lighed.records.report import ImportReport
from lighed.web import row_security
from lighed.web.models import AuditRecord, AuditSubject, ContactCourse, LegalBasisEntry
from lighed.web.queries.experts import trials
from tests.web.factories import ELSEWHERE, HERE, NOW, received

pytestmark = pytest.mark.django_db
VERSION = SimpleNamespace(sha256="1" * 64)


@pytest.fixture(autouse=True)
def language(monkeypatch) -> Iterator[None]:
    """Commands speak English and work today, and the tests after them as before."""
    monkeypatch.setattr("lighed.web.server.prepare", lambda: None)
    monkeypatch.setattr(people, "now", lambda: NOW)
    monkeypatch.setattr(open_site, "now", lambda: NOW)
    with translation.override(translation.get_language()):
        yield
    row_security.look_at(row_security.EVERY)


@pytest.fixture
def estimate(case_system, monkeypatch, tmp_path):
    """Run `lighed estimate` on what a case system sends."""
    monkeypatch.setattr(workflow, "receive_registration", case_system.receive)
    monkeypatch.setattr(workflow, "load_version", lambda *_, **__: VERSION)
    monkeypatch.setattr(people, "version_file", lambda version: version)
    file = tmp_path / "registrations.ndjson"

    def run(*registrations):
        case_system.answers |= {one.event_id: one for one in registrations}
        documents = [{"event_id": one.event_id, "municipality": one.municipality} for one in registrations]
        file.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
        return CliRunner().invoke(app, ["estimate", str(file)])

    return run


def written() -> list[AuditRecord]:
    return list(AuditRecord.objects.filter(actor="lighed estimate").order_by("id"))


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="works")
def test_each_estimate_by_command_stands_in_the_log_of_its_municipality(estimate, case_system):
    known = case_system.register(received()).course.person
    told = estimate(received(), received(event_id="e-2", municipality=ELSEWHERE, person_id="p-2", course_id="c-2"))
    assert told.exit_code == 0, told.exception
    assert "901 c-1: high" in told.output
    first, second = written()
    assert (first.kind, first.municipality, first.criterion) == ("estimate", HERE, "lighed estimate")
    assert first.subject == AuditSubject.objects.get(person_key=known.key).pseudonym
    assert (second.municipality, second.subject) == (ELSEWHERE, "")


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="refuses")
def test_an_estimate_that_the_law_forbids_is_written_down_too(estimate):
    LegalBasisEntry.objects.all().delete()
    told = estimate(received())
    assert told.exit_code != 0
    assert "c-1" not in told.output
    assert [one.kind for one in written()] == ["estimate"]


def test_of_who_is_held_out_no_estimate_is_printed(estimate, case_system):
    case_system.register(received())
    ContactCourse.objects.update(is_held_out=True)
    for course_id in ("c-1", "c-new"):
        told = estimate(received(course_id=course_id))
        assert f"901 {course_id}: held out by lot" in told.output
        assert "high" not in told.output
    assert len(written()) == 2


@pytest.mark.parametrize("in_operation", [None, SimpleNamespace(sha256="2" * 64)])
def test_outside_the_demonstration_another_version_than_the_one_in_operation_is_refused(
    estimate, settings, monkeypatch, in_operation
):
    settings.LIGHED_DEMO = False
    monkeypatch.setattr(trials, "version_in_operation", lambda municipality: in_operation)
    told = estimate(received())
    assert isinstance(told.exception, CommandRefused)
    assert "not in operation" in str(told.exception)
    assert "c-1" not in told.output
    monkeypatch.setattr(trials, "version_in_operation", lambda municipality: VERSION)
    assert "901 c-1: " in estimate(received()).output


@pytest.mark.requirement("R-ACC-01", part="who, when, what kind, whom and why", shows="works")
def test_an_import_stands_in_the_log_of_its_municipality(municipalities, monkeypatch, settings, tmp_path):
    monkeypatch.setenv("LIGHED_DATA", str(tmp_path / "var"))

    def imported(source, **_: object) -> ImportReport:
        return ImportReport(source=source.name, is_partial=False, is_loaded=True, faults=(), municipality=source.name)

    monkeypatch.setattr(workflow, "import_case_export", imported)
    for code in (HERE, ELSEWHERE):
        (tmp_path / code).mkdir()
    told = CliRunner().invoke(app, ["import", str(tmp_path / HERE), str(tmp_path / ELSEWHERE)])
    assert told.exit_code == 0, told.exception
    rows = AuditRecord.objects.filter(actor="lighed import").values_list("municipality", "kind", "criterion", "subject")
    assert list(rows.order_by("id")) == [
        (HERE, "change", "lighed import", ""), (ELSEWHERE, "change", "lighed import", ""),
    ]  # fmt: skip
