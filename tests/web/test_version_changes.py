"""Another version instead of the one in operation: shadow run, release, roll-back, and what is made again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lighed.governance import Step, StepRefused
from lighed.web import actions, queries
from lighed.web.models import (
    ContactCourse,
    EstimateState,
    ShadowEstimate,
    StoredEstimate,
    VersionUse,
)
from tests.web.factories import HERE, NOW, assessed, audit, received
from tests.web.made_up_versions import REASON, approved
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions
from tests.web.version_site import of_version, text_of

pytestmark = pytest.mark.django_db


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
    from lighed.web.actions.estimates.kept import erase_estimates

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
