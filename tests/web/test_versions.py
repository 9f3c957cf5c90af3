"""A version on its way into operation: two people, what those who sign are shown, and who may do what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lighed.governance import Side, Step, StepRefused
from lighed.web import actions, queries
from lighed.web.models import (
    ImpactAssessment,
    VersionStep,
    VersionUse,
)
from lighed.workflow import load_version
from tests.web.factories import ELSEWHERE, HERE, assessed, audit, received
from tests.web.made_up_versions import REASON, approved, group, write_report
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions
from tests.web.version_site import proposed, text_of

pytestmark = pytest.mark.django_db


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
    assert ">anderledes<" not in own


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
