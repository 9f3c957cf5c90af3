"""The gates that a version must pass: what was looked at, what shuts them, and files that somebody has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from lighed.elements import REGISTER
from lighed.governance import Step, StepRefused, Text
from lighed.web import actions, queries
from lighed.web.models import (
    ImpactAssessment,
    VersionEvaluation,
    VersionStep,
    VersionUse,
)
from lighed.web.queries.experts import version_gates
from lighed.workflow import load_version
from tests.web.factories import HERE, NOW, audit, enter_legal_basis
from tests.web.made_up_versions import REASON, approved, enter_assessment, group, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions
from tests.web.version_site import proposed, shut, text_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_every_gate_says_what_was_looked_at(use, on_page):
    assert shut(use) == {}
    text = text_of(on_page("tilsyn", use))
    for words in ("11.000 personer", "talt efter", "hældning 1,00", "1 i orden", "4 dataelementer", "demo-training"):
        assert words in text, words
    for words in ("demo-operation", "Konsekvensanalyse 2026 (26/1234), underskrevet af Karen Lund", "Første version"):
        assert words in text, words
    report = VersionEvaluation.objects.get()
    address = reverse("versions-report", args=[use.pk, report.pk])
    assert address in text


@pytest.mark.requirement("R-MOD-05", part="verdict ok, watch or stop", shows="refuses")
def test_a_group_that_fails_stops_the_approval_and_is_named(use, staff, on_page, tmp_path, files):
    folder = write_report(tmp_path / "later", load_version(files[0]), ages=(group("55+", level=1.5),))
    actions.attach_evaluation(folder, audit=audit())
    use = proposed(use, staff)
    told = text_of(on_page("faglig", use))
    assert "Gate ikke opfyldt: grupper, 55+ (tilmelding)." in told
    refused = on_page("faglig", use, **{"step": "sign", "sign-side": "professional", "sign-reason": REASON})
    assert refused.status_code == 422
    assert not VersionStep.objects.filter(step="sign").exists()


@pytest.mark.requirement("R-MOD-05", part="verdict ok, watch or stop", shows="works")
def test_a_group_to_be_watched_wants_a_written_rationale(use, staff, on_page, tmp_path, files):
    watched = group("55+", flagged=0.2, expected=0.19)
    actions.attach_evaluation(write_report(tmp_path / "later", load_version(files[0]), ages=(watched,)), audit=audit())
    assert "55+ (tilmelding) mangler en skreven begrundelse" in shut(use)["groups"]
    key = "registration/age/55+"
    response = on_page("ida", use, **{"step": "explain", "explain-group": key, "explain-reason": "Flere bliver lange"})
    assert response.status_code == 302
    assert shut(use) == {}
    assert "Flere bliver lange" in text_of(on_page("faglig", use))
    wrong = on_page("ida", use, **{"step": "explain", "explain-group": "x", "explain-reason": REASON})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("flagged", "expected", "level", "verdict"),
    [(0.1, 0.1, 1.0, "ok"), (0.2, 0.19, 1.0, "watch"), (0.2, 0.1, 1.0, "stop"), (0.1, 0.1, 0.7, "stop")],
)
def test_a_verdict_follows_from_the_figures(use, tmp_path, files, flagged, expected, level, verdict):
    from lighed.evaluation.verdict import judged_groups

    ages = (group("55+", flagged=flagged, expected=expected, level=level),)
    attached = actions.attach_evaluation(
        write_report(tmp_path / "later", load_version(files[0]), ages=ages), audit=audit()
    )
    (judged,) = (one for one in judged_groups(attached.figures) if one.label == "55+")
    assert judged.verdict.value == verdict


def test_levels_that_do_not_fit_shut_the_gate(use, tmp_path, files):
    actions.attach_evaluation(write_report(tmp_path / "later", load_version(files[0]), slope=0.7), audit=audit())
    assert set(shut(use)) == {"calibration"}


@pytest.mark.requirement("C7", part="an element without a public description cannot be used", shows="refuses")
def test_a_version_with_an_element_without_public_description_cannot_be_approved(use, staff, on_page, monkeypatch):
    use = proposed(use, staff)
    (element,) = (one for one in REGISTER.elements if one.code == "n_regions")
    silent = replace(element, rationale=Text(da="", en=""))

    class Register:
        elements = (*(one for one in REGISTER.elements if one.code != "n_regions"), silent)

    monkeypatch.setattr(version_gates, "REGISTER", Register)
    assert "dataelementet n_regions har ingen offentlig beskrivelse" in text_of(on_page("faglig", use))
    refused = on_page("faglig", use, **{"step": "sign", "sign-side": "professional", "sign-reason": REASON})
    assert refused.status_code == 422
    assert VersionUse.objects.get().state == "proposed"


@pytest.mark.requirement("C7", part="an element without a public description cannot be used", shows="works")
def test_a_version_whose_elements_are_all_described_passes_that_gate(use, on_page):
    assert "texts" not in shut(use)
    text = text_of(on_page("tilsyn", use))
    assert "4 dataelementer med navn, betydning, begrundelse og kilde på begge sprog." in text


def test_without_a_basis_for_operation_or_training_nothing_is_approved(use):
    enter_legal_basis(municipalities=(HERE,), valid_to=TODAY - timedelta(days=1))
    assert "legal_basis" in shut(use)
    assert "ingen hjemmel for træning i kommune 901" not in shut(use)["legal_basis"], "it was in force then"
    from lighed.web.models import LegalBasisEntry

    LegalBasisEntry.objects.filter(code="demo-training").delete()
    assert "ingen hjemmel for træning i kommune 901" in shut(use)["legal_basis"]


def test_an_overdue_impact_assessment_shuts_its_gate(use, staff):
    ImpactAssessment.objects.all().delete()
    assert "ingen dækker versionen" in shut(use)["impact_assessment"]
    enter_assessment(staff["leder"], review_due=TODAY - timedelta(days=1))
    assert "gennemgangen er overskredet" in shut(use)["impact_assessment"]
    enter_assessment(staff["leder"], version=use.version, covers_until=None)
    assert "impact_assessment" not in shut(use)


def test_a_file_that_was_changed_after_approval_is_not_used(use, staff, files):
    use = approved(use, staff)
    files[0].write_bytes(files[1].read_bytes())
    with pytest.raises(StepRefused):
        actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())
    assert "data" in shut(use)


def test_a_file_that_was_changed_in_operation_is_not_used(use, staff, files):
    use = approved(use, staff)
    actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())
    files[0].write_bytes(files[1].read_bytes())
    with pytest.raises(actions.VersionError, match="not the version"):
        queries.version_in_operation(HERE)


def test_a_report_that_was_changed_is_not_given_out(use, staff, client, tmp_path):
    client.force_login(staff["tilsyn"])
    address = reverse("versions-report", args=[use.pk, VersionEvaluation.objects.get().pk])
    given = client.get(address, headers={"Accept-Language": "da"})
    assert given.content == b"<p>Rapport</p>"
    assert "attachment" in given["Content-Disposition"]
    for file in (tmp_path / "reports").rglob("report.da.html"):
        file.write_text("<p>Better</p>", encoding="utf-8")
    assert client.get(address, headers={"Accept-Language": "da"}).status_code == 404
