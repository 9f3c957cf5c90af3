"""A version on its way into operation: gates with evidence, two people, release, roll-back, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lighed.elements import REGISTER
from lighed.governance import Side, Step, StepRefused, Text
from lighed.web import actions, queries
from lighed.web.models import (
    ContactCourse,
    EstimateState,
    ImpactAssessment,
    ShadowEstimate,
    StoredEstimate,
    VersionEvaluation,
    VersionStep,
    VersionUse,
)
from lighed.web.queries.experts import version_gates
from lighed.workflow import load_version
from tests.web.factories import ELSEWHERE, HERE, NOW, assessed, audit, enter_legal_basis, received
from tests.web.made_up_versions import REASON, approved, enter_assessment, group, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def on_page(client, staff):
    """Open the version's page as somebody, in Danish."""

    def opened(who: str, use: VersionUse, **data: str):
        client.force_login(staff[who])
        address = reverse("versions-one", args=[use.pk])
        danish = {"Accept-Language": "da"}
        return client.post(address, data, headers=danish) if data else client.get(address, headers=danish)

    return opened


def text_of(response) -> str:
    return response.content.decode()


def shut(use: VersionUse) -> dict[str, str]:
    return {gate.code: gate.failure.da for gate in queries.gates_of(use, today=TODAY) if not gate.is_open}


def proposed(use: VersionUse, staff) -> VersionUse:
    return actions.take_step(use, Step.PROPOSE, by=actions.actor_of(staff["ida"]), reason=REASON, audit=audit())


# --- The way into operation ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R-MOD-08", part="two people activate", shows="works")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="works")
def test_two_people_approve_a_version_and_it_goes_into_operation(on_page, use):
    assert use.state == "evaluated"
    assert on_page("ida", use, **{"step": "propose", "propose-reason": REASON}).status_code == 302
    sign = {"step": "sign", "sign-reason": REASON}
    assert on_page("faglig", use, **sign, **{"sign-side": "professional"}).status_code == 302
    assert VersionUse.objects.get().state == "proposed"
    assert on_page("data", use, **sign, **{"sign-side": "data"}).status_code == 302
    assert VersionUse.objects.get().state == "approved"
    response = on_page("data", use, **{"step": "release", "release-reason": "Den første version, ingen skyggedrift"})
    assert response.status_code == 302
    assert VersionUse.objects.get().state == "in_operation"
    assert queries.version_in_operation(HERE).sha256 == use.version.sha256
    assert queries.version_in_operation(ELSEWHERE) is None
    history = text_of(on_page("tilsyn", use))
    assert all(name in history for name in ("Ida Krag", "Finn Agger", "Dorte Thorup", "Den første version"))


@pytest.mark.requirement("R-MOD-08", part="two people activate", shows="refuses")
@pytest.mark.requirement("C8", part="approval by more than one person", shows="refuses")
def test_the_builder_cannot_approve_and_nobody_signs_twice(on_page, use, staff):
    use = proposed(use, staff)
    assert "Du har bygget denne version og kan ikke godkende den." in text_of(on_page("ida", use))
    sign = {"step": "sign", "sign-reason": REASON}
    refused = on_page("ida", use, **sign, **{"sign-side": "data"})
    assert refused.status_code == 422
    assert "Du har bygget denne version og kan ikke godkende den." in text_of(refused)
    assert on_page("faglig", use, **sign, **{"sign-side": "professional"}).status_code == 302
    again = on_page("faglig", use, **sign, **{"sign-side": "data"})
    assert again.status_code == 422
    assert "Du har allerede skrevet under." in text_of(again)
    taken = on_page("data", use, **sign, **{"sign-side": "professional"})
    assert "Denne underskrift er givet." in text_of(taken)
    assert on_page("data", use, **{"step": "sign", "sign-side": "data", "sign-reason": "ok"}).status_code == 422
    assert VersionUse.objects.get().state == "proposed"


def test_a_version_that_is_not_approved_is_not_released(on_page, use, staff):
    assert on_page("data", use, **{"step": "release", "release-reason": REASON}).status_code == 422
    use = proposed(use, staff)
    assert on_page("data", use, **{"step": "release", "release-reason": REASON}).status_code == 422
    assert queries.version_in_operation(HERE) is None


def test_a_rejected_version_starts_over_and_its_signatures_do_not_count(use, staff, on_page):
    use = proposed(use, staff)
    sign = {"step": "sign", "sign-side": "professional", "sign-reason": REASON}
    on_page("faglig", use, **sign)
    on_page("data", use, **{"step": "reject", "reject-reason": "Teksterne skal rettes først"})
    assert VersionUse.objects.get().state == "rejected"
    use = proposed(use, staff)
    assert queries.life_of(use).signed == {}
    assert "Teksterne skal rettes først" in text_of(on_page("ida", use))


@pytest.mark.requirement("C8", part="a record of who saw and did what", shows="refuses")
def test_a_step_is_never_changed(use):
    step = VersionStep.objects.first()
    for change in (
        step.save,
        step.delete,
        VersionStep.objects.all().delete,
        lambda: VersionStep.objects.update(by="x"),
    ):
        with pytest.raises(TypeError):
            change()


# --- Gates --------------------------------------------------------------------------------------------------------


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


# --- Shadow run, release, roll-back -------------------------------------------------------------------------------


@pytest.fixture
def in_operation(use, staff) -> VersionUse:
    use = approved(use, staff)
    return actions.take_step(use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())


def of_version(use: VersionUse, share: float):
    made = assessed(share)
    return replace(made, basis=replace(made.basis, version=use.version.version))


@pytest.fixture
def estimated(in_operation, case_system) -> ContactCourse:
    """Somebody who was estimated with the first version."""
    return case_system.register(received(estimate=of_version(in_operation, 0.2))).course


def test_a_shadow_run_is_counted_and_seen_by_nobody(estimated, second, staff, case_system, client, caseworker, on_page):
    actions.take_step(
        approved(second, staff), Step.SHADOW, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit()
    )
    case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2", estimate=assessed(0.6)))
    kept = ShadowEstimate.objects.get()
    assert (kept.municipality_id, kept.band, kept.band_in_operation) == (HERE, "high", "high")
    text = text_of(on_page("tilsyn", second))
    assert "Ingen sagsbehandler ser det." in text
    assert "</span>færre end 10</td>" in text, "of one course nobody is told the band"
    client.force_login(caseworker)
    assert client.get(f"/people/{kept.course_id}/").status_code == 200
    actions.take_step(second, Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit())
    assert not ShadowEstimate.objects.exists()
    assert VersionUse.objects.get(pk=second.pk).shadow_counts == {"changes": [["high", "high", 1]], "n_courses": 1}


def test_a_no_takes_the_shadow_estimate_as_well(estimated, second, staff, case_system):
    actions.take_step(
        approved(second, staff), Step.SHADOW, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit()
    )
    course = case_system.register(
        received(event_id="e-2", course_id="c-2", person_id="p-2", estimate=assessed(0.6))
    ).course
    from lighed.web.actions.estimates import erase_estimates

    assert ShadowEstimate.objects.exists()
    erase_estimates([course.person])
    assert not ShadowEstimate.objects.exists()


def test_a_new_version_makes_the_estimates_of_the_one_before_again(estimated, second, staff, case_system, on_page):
    approved(second, staff)
    case_system.answers["e-1"] = received(estimate=of_version(second, 0.7))
    response = on_page("data", second, **{"step": "release", "release-reason": "Skyggedrift kan undværes her"})
    assert response.status_code == 302
    course = ContactCourse.objects.get()
    assert course.estimate_state == EstimateState.READY
    assert course.current_estimate.version == second.version.version
    now = VersionUse.objects.get(pk=second.pk)
    assert (now.state, now.n_recalculated, now.n_band_changes) == ("in_operation", 1, 1)
    assert VersionUse.objects.exclude(pk=second.pk).get().state == "retired"
    assert queries.n_to_estimate_again(HERE) == 0


def test_what_cannot_be_read_any_longer_is_told_when_the_version_is_in_operation(
    estimated, second, staff, case_system, on_page
):
    approved(second, staff)
    case_system.answers["e-1"] = actions.RegistrationRefused([])
    response = on_page("data", second, **{"step": "release", "release-reason": "Skyggedrift kan undværes her"})
    assert response.status_code == 302
    assert VersionUse.objects.get(pk=second.pk).state == "in_operation"
    assert "1 forløb kan ikke få et nyt skøn" in text_of(on_page("data", second))


def test_what_is_left_to_make_again_is_out_of_date_and_not_shown(estimated, second, staff, case_system, page_of):
    actions.take_step(
        approved(second, staff), Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit()
    )
    course = ContactCourse.objects.get()
    assert (course.estimate_state, course.current_estimate) == (EstimateState.OUT_OF_DATE, None)
    assert queries.n_to_estimate_again(HERE) == 1
    text = text_of(page_of(f"/people/{course.key}/"))
    assert "Skønnet er lavet med en version, der ikke længere er i drift." in text
    assert StoredEstimate.objects.get().version != second.version.version


@pytest.fixture
def replaced(estimated, second, staff, case_system) -> VersionUse:
    """The second version is in operation, and the estimate is made again."""
    used = actions.take_step(
        approved(second, staff), Step.RELEASE, by=actions.actor_of(staff["data"]), reason=REASON, audit=audit()
    )
    case_system.answers["e-1"] = received(estimate=of_version(second, 0.7))
    actions.estimate_outdated(HERE, audit=audit())
    return used


@pytest.mark.requirement("R-MOD-08", part="roll-back", shows="works")
def test_two_people_roll_back(replaced, in_operation, on_page, case_system):
    case_system.answers["e-1"] = received(estimate=of_version(in_operation, 0.2))
    back = {"step": "roll_back", "roll_back-reason": "Skønnene er for høje"}
    assert on_page("faglig", replaced, **back).status_code == 302
    assert queries.version_in_operation(HERE).sha256 == replaced.version.sha256, "one person is not enough"
    confirm = {"step": "confirm", "confirm-reason": "Enig, tallene er for høje"}
    response = on_page("data", replaced, **confirm)
    assert response.status_code == 302
    assert queries.version_in_operation(HERE).sha256 == in_operation.version.sha256
    text = text_of(on_page("data", in_operation))
    assert "Tilbagerulning gennemført. 1 skøn er mærket forældet." in text
    assert "Skønnene er for høje" in text
    assert ContactCourse.objects.get().current_estimate.version == in_operation.version.version


@pytest.mark.requirement("R-MOD-08", part="roll-back", shows="refuses")
def test_one_person_cannot_confirm_the_own_roll_back(replaced, on_page, client, monkeypatch):
    on_page("faglig", replaced, **{"step": "roll_back", "roll_back-reason": "Skønnene er for høje"})
    confirm = {"step": "confirm", "confirm-reason": "Det er jeg enig med mig selv i"}
    refused = on_page("faglig", replaced, **confirm)
    assert refused.status_code == 422
    assert "En anden person skal bekræfte den." in text_of(refused)
    assert queries.version_in_operation(HERE).sha256 == replaced.version.sha256
    again = on_page("data", replaced, **{"step": "roll_back", "roll_back-reason": "Skønnene er for høje"})
    assert "venter allerede på en anden person" in text_of(again)


def test_in_an_emergency_one_rolls_back_and_a_second_confirms_within_a_day(
    replaced, in_operation, on_page, case_system, monkeypatch
):
    case_system.answers["e-1"] = received(estimate=of_version(in_operation, 0.2))
    back = {"step": "roll_back", "roll_back-reason": "Skønnene er forkerte", "roll_back-is_emergency": "on"}
    on_page("faglig", replaced, **back)
    assert queries.version_in_operation(HERE).sha256 == in_operation.version.sha256
    assert "En tilbagerulning venter på at blive bekræftet" in text_of(on_page("tilsyn", in_operation))
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=25))
    assert "En tilbagerulning er ikke bekræftet inden 24 timer" in text_of(on_page("tilsyn", in_operation))
    on_page("data", in_operation, **{"step": "confirm", "confirm-reason": "Det var rigtigt gjort"})
    assert queries.open_roll_back(HERE) is None
    assert queries.version_in_operation(HERE).sha256 == in_operation.version.sha256


def test_without_an_earlier_version_there_is_nothing_to_roll_back_to(in_operation, staff):
    by = actions.actor_of(staff["data"])
    with pytest.raises(StepRefused):
        actions.begin_roll_back(in_operation, by=by, reason=REASON, is_emergency=True, audit=audit())
    assert queries.version_in_operation(HERE).sha256 == in_operation.version.sha256


def test_a_retired_version_estimates_nobody(estimated, in_operation, on_page, case_system):
    case_system.answers["e-1"] = received(estimate=None)
    on_page("data", in_operation, **{"step": "retire", "retire-reason": "Vi holder op med at bruge den"})
    assert queries.version_in_operation(HERE) is None
    course = ContactCourse.objects.get()
    assert (course.estimate_state, course.current_estimate) == (EstimateState.NOT_PROFILED, None)


# --- What those who sign are shown --------------------------------------------------------------------------------


def test_what_differs_from_the_version_in_operation_is_told_in_words(in_operation, second, on_page):
    text = text_of(on_page("faglig", second))
    assert "Lav under 25 af 100, Mellem derfra, Høj fra 50 af 100" in text
    assert "Lav under 30 af 100, Mellem derfra, Høj fra 55 af 100" in text, "the one in operation stands beside it"
    assert f"1 valg er et andet end i {in_operation.version.version}, versionen i drift." in text
    assert text.count(">anderledes</span>") == 1
    for words in ("af 100 forløb blev lange", "Persontyper", "(κ)", "4: ", "Tilmeldt fra 04.01.2021", "11.000"):
        assert words in text, words
    own = text_of(on_page("faglig", in_operation))
    assert "Lav under 30 af 100" in own
    assert "anderledes" not in own


def test_a_version_whose_file_is_gone_shows_no_settings_and_says_why_in_its_gates(use, on_page, files):
    files[0].unlink()
    text = text_of(on_page("faglig", use))
    assert "Det, den er bygget med" not in text
    assert "kan ikke bruges" in text


def test_a_shadow_run_that_has_shown_nothing_is_no_shadow_run(estimated, second, staff, on_page):
    by = actions.actor_of(staff["data"])
    actions.take_step(approved(second, staff), Step.SHADOW, by=by, reason=REASON, audit=audit())
    text = text_of(on_page("data", second))
    assert "Skønnet i skyggedrift: 0 forløb." in text
    assert "så den har intet vist" in text
    assert "Hvorfor skyggedrift kan undværes" in text
    refused = on_page("data", second, **{"step": "release", "release-reason": ""})
    assert refused.status_code == 422
    assert VersionUse.objects.get(pk=second.pk).state == "shadow"
    assert on_page("data", second, **{"step": "release", "release-reason": "Kommunen er lille"}).status_code == 302
    assert "Skønnet i skyggedrift: 0 forløb." in text_of(on_page("data", second)), "and it stays on the page"


def test_a_shadow_run_of_ten_courses_needs_no_such_reason(estimated, second, staff, case_system, on_page):
    by = actions.actor_of(staff["data"])
    actions.take_step(approved(second, staff), Step.SHADOW, by=by, reason=REASON, audit=audit())
    for n in range(10):
        new = {"event_id": f"s-{n}", "course_id": f"s-{n}", "person_id": f"s-{n}"}
        case_system.register(received(**new, estimate=assessed(0.6)))
        is_enough = "så den har intet vist" not in text_of(on_page("data", second))
        assert is_enough is (n == 9)
    text = text_of(on_page("data", second))
    assert "Skønnet i skyggedrift: 10 forløb." in text
    assert "Hvorfor skyggedrift kan undværes" not in text


def test_each_group_is_explained_once_and_the_list_has_the_others(use, staff, on_page, tmp_path, files):
    ages = tuple(group(label, flagged=0.2, expected=0.19) for label in ("55+", "30-39"))
    actions.attach_evaluation(write_report(tmp_path / "later", load_version(files[0]), ages=ages), audit=audit())
    first = {"step": "explain", "explain-group": "registration/age/55+", "explain-reason": "Flere bliver lange"}
    assert on_page("ida", use, **first).status_code == 302
    text = text_of(on_page("ida", use))
    assert 'value="registration/age/55+"' not in text
    assert 'value="registration/age/30-39"' in text
    assert "Begrundet: Ida Krag" in text
    assert "55+ (tilmelding) skal følges og er begrundet." in text
    assert on_page("ida", use, **first).status_code == 422
    assert use.steps.filter(step="explain").count() == 1


def test_the_list_says_what_each_version_waits_for(use, second, staff, client):
    def waits() -> str:
        client.force_login(staff["data"])
        return text_of(client.get(reverse("versions"), headers={"Accept-Language": "da"}))

    assert waits().count("Indstilling: en ekspert indstiller den til godkendelse.") == 2
    assert "Ingen versioner venter." not in waits()
    proposed(use, staff)
    assert "2 underskrifter: faglig, data." in waits()
    by, data = actions.actor_of(staff["faglig"]), actions.actor_of(staff["data"])
    actions.take_step(use, Step.SIGN, by=by, side=Side.PROFESSIONAL, reason=REASON, audit=audit())
    assert "1 underskrift: data." in waits()
    actions.take_step(use, Step.SIGN, by=data, side=Side.DATA, reason=REASON, audit=audit())
    assert "Skyggedrift eller at blive sat i drift." in waits()
    actions.take_step(use, Step.SHADOW, by=data, reason=REASON, audit=audit())
    assert "Flere forløb i skyggedrift" in waits()
    actions.take_step(use, Step.RELEASE, by=data, reason=REASON, audit=audit())
    actions.take_step(second, Step.RETIRE, by=data, reason=REASON, audit=audit())
    assert "Ingen versioner venter." in waits()


def test_the_history_names_whoever_added_the_version(use):
    added = use.steps.get(step="add")
    assert (added.by, added.by_name) == ("ida", "Ida Krag")


# --- What is left to make again -----------------------------------------------------------------------------------


@pytest.fixture
def left(estimated, second, staff, case_system) -> VersionUse:
    """The second version is in operation, and one estimate is left to make again with it."""
    by = actions.actor_of(staff["data"])
    used = actions.take_step(approved(second, staff), Step.RELEASE, by=by, reason=REASON, audit=audit())
    case_system.answers["e-1"] = received(estimate=of_version(second, 0.7))
    return used


def test_an_approver_makes_what_is_left_on_the_page_of_the_version_in_operation(left, in_operation, on_page, client):
    assert "Lav det sidste" in text_of(on_page("data", left))
    assert "Lav det sidste" not in text_of(on_page("tilsyn", left)), "whoever only looks has no button"
    old = text_of(on_page("data", in_operation))
    assert "Mangler at blive lavet igen" not in old
    assert "Lav det sidste" not in old
    on_page("data", in_operation)
    client.post(reverse("versions-estimate_next", args=[in_operation.pk]))
    assert queries.n_to_estimate_again(HERE) == 1, "only the version in operation makes any"
    response = client.post(reverse("versions-estimate_next", args=[left.pk]))
    assert response.status_code == 302
    assert ContactCourse.objects.get().current_estimate.version == left.version.version
    assert "Lav det sidste" not in text_of(on_page("data", left))


def test_what_is_left_is_not_made_while_profiling_is_off(left, on_page, client, staff):
    actions.press_stop(HERE, effect="stop", reason="Stop", by="leder", audit=audit())
    client.force_login(staff["data"])
    client.post(reverse("versions-estimate_next", args=[left.pk]))
    assert "Profilering er slået fra." in text_of(on_page("data", left))
    assert StoredEstimate.objects.count() == 1, "it is left, and not taken away"


def test_the_nightly_run_makes_what_a_change_of_version_left(left):
    made = [done.n for done in actions.run_nightly(audit=audit()) if done.what == "estimates made again"]
    assert sum(made) == 1
    assert ContactCourse.objects.get().current_estimate.version == left.version.version
    again = [done.n for done in actions.run_nightly(audit=audit()) if done.what == "estimates made again"]
    assert sum(again) == 0


def test_the_nightly_run_makes_nothing_again_while_profiling_is_off(left):
    actions.press_stop(HERE, effect="stop", reason="Stop", by="leder", audit=audit())
    made = [done.n for done in actions.run_nightly(audit=audit()) if done.what == "estimates made again"]
    assert sum(made) == 0
    assert StoredEstimate.objects.count() == 1


# --- Who ----------------------------------------------------------------------------------------------------------


def test_who_sees_versions_and_who_acts(client, staff, caseworker, caseworker_elsewhere, use, on_page):
    for user in (caseworker, caseworker_elsewhere):
        client.force_login(user)
        assert client.get(reverse("versions")).status_code == 404
        assert client.get(reverse("versions-one", args=[use.pk])).status_code == 404
    for who in ("tilsyn", "leder", "raadgiver", "ida", "faglig"):
        assert on_page(who, use).status_code == 200
    for who, step in (("tilsyn", "propose"), ("raadgiver", "sign"), ("leder", "release"), ("faglig", "propose")):
        assert on_page(who, use, **{"step": step, f"{step}-reason": REASON}).status_code == 404, (who, step)
    assert on_page("ida", use, step="evaluate").status_code == 404
    assert VersionUse.objects.get().state == "evaluated"


def test_another_municipalitys_version_does_not_exist(client, use):
    from lighed.governance import Role

    theirs = actions.create_user(
        "bodil", name="Bodil", municipality=ELSEWHERE, password="x" * 12, roles=(Role.APPROVER,), audit=audit()
    )
    client.force_login(theirs)
    assert client.get(reverse("versions-one", args=[use.pk])).status_code == 404
    assert "Ingen versioner venter." in text_of(client.get(reverse("versions"), headers={"Accept-Language": "da"}))


def test_the_dpo_advises_and_does_not_sign(on_page, use):
    advice = {"step": "advise", "advise-reason": "Følg gruppen over 55 hver måned"}
    assert on_page("raadgiver", use, **advice).status_code == 302
    assert "Følg gruppen over 55 hver måned" in text_of(on_page("faglig", use))
    assert VersionUse.objects.get().state == "evaluated"
    assert on_page("raadgiver", use, **{"step": "sign", "sign-side": "data", "sign-reason": REASON}).status_code == 404


def test_a_manager_enters_an_impact_assessment(client, staff, use):
    ImpactAssessment.objects.all().delete()
    given = {
        "title": "DPIA", "filed_at": "26/99", "version": str(use.pk), "covers_until": "", "signed_by": "Karen Lund",
        "role": "Leder", "signed_on": "2026-11-01", "review_due": "2027-11-01",
    }  # fmt: skip
    client.force_login(staff["raadgiver"])
    assert client.post(reverse("assessments-enter"), given).status_code == 404
    client.force_login(staff["leder"])
    wrong = client.post(reverse("assessments-enter"), given | {"covers_until": "2027-01-01"})
    assert wrong.status_code == 422
    assert client.post(reverse("assessments-enter"), given | {"review_due": "2026-01-01"}).status_code == 422
    assert client.post(reverse("assessments-enter"), given).status_code == 302
    entered = ImpactAssessment.objects.get()
    assert (entered.version_id, entered.signed["name"]) == (use.version_id, "Karen Lund")
    assert "26/99" in text_of(client.get(reverse("assessments")))


def test_adding_a_version_again_keeps_its_builder_and_its_state(use, files):
    again = actions.add_version(files[0], municipality=HERE, built_by="IDA", audit=audit())
    assert (again.pk, again.state, again.version.built_by) == (use.pk, "evaluated", "ida")
    with pytest.raises(actions.AnotherBuilder):
        actions.add_version(files[0], municipality=ELSEWHERE, built_by="bent", audit=audit())
    there = actions.add_version(files[0], municipality=ELSEWHERE, built_by="ida", audit=audit())
    assert (there.version_id, there.state) == (use.version_id, "evaluated")


def test_a_demo_version_is_refused_outside_a_demonstration(site, files, municipalities):
    site.LIGHED_DEMO = False
    with pytest.raises(actions.DemoVersionRefused):
        actions.add_version(files[0], municipality=HERE, built_by="ida", audit=audit())
    assert not VersionUse.objects.exists()


def test_the_demonstration_takes_the_same_way_by_people_who_do_not_exist(files, law, tmp_path):
    write_report(tmp_path / "reports", load_version(files[0]), ages=(group("55+", flagged=0.2, expected=0.19),))
    (used,) = actions.approve_in_demonstration(
        files[0], municipalities=[HERE], reports=tmp_path / "reports", audit=audit()
    )
    assert used.state == "in_operation"
    steps = used.steps.order_by("id").values_list("step", flat=True)
    assert list(steps) == ["add", "evaluate", "explain", "propose", "sign", "sign", "release"]
    assert all(used.steps.exclude(step="evaluate").values_list("is_fictional", flat=True))


def test_the_demonstration_lets_nothing_through_that_a_municipality_would_not(files, law, tmp_path):
    write_report(tmp_path / "reports", load_version(files[0]), ages=(group("55+", level=1.6),))
    with pytest.raises(StepRefused, match="55"):
        actions.approve_in_demonstration(files[0], municipalities=[HERE], reports=tmp_path / "reports", audit=audit())
    assert not VersionUse.objects.exists()
