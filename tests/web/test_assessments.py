"""W4 and W5: one's own assessment, the estimate opened after it, and the assessment that a plan follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lighed.estimates.estimate import Band
from lighed.governance import AssessmentReason, DisplayMode, Moment, Relation, Role, SupportLevel, relation_to
from lighed.web import actions
from lighed.web.actions.estimates.kept import erase_estimates
from lighed.web.models import (
    Assessment,
    AuditRecord,
    ContactCourse,
    EstimateView,
    Exemption,
    LegalBasisEntry,
    Municipality,
    Plan,
    StoredEstimate,
    Task,
)
from tests.web.factories import HERE, NOW, assessed, audit, cannot_be_assessed, received

pytestmark = pytest.mark.django_db
FIRST = "own first, then the estimate"
REVEAL = {"reveal": "yes"}
WORDS = "Hun har et job på vej i en butik."


@pytest.fixture
def course(case_system) -> ContactCourse:
    return case_system.register(received()).course


@pytest.fixture
def mode(municipalities):
    def choose(chosen: DisplayMode) -> None:
        Municipality.objects.filter(code=HERE).update(display_mode=chosen.value)

    choose(DisplayMode.OWN_FIRST)
    return choose


@pytest.fixture
def opened(page_of, course):
    """The person's page as Mette sees it."""

    def shown() -> BeautifulSoup:
        return BeautifulSoup(page_of(f"/people/{course.key}/").content, "html.parser")

    return shown


@dataclass(frozen=True)
class Form:
    address: str
    hidden: dict[str, str]


def form_of(page: BeautifulSoup, name: str) -> Form:
    """One of the page's own forms, by the name of its address."""
    ending = {"person-assess-own": "/own-assessment/", "person-assess": "/assessment/", "person-reveal": "/estimate/"}
    found = page.select_one(f'form[action$="{ending[name]}"]')
    assert found is not None, f"there is no form for {name} on the page"
    hidden = {one["name"]: one.get("value", "") for one in found.select("input[type=hidden]")}
    return Form(found["action"], hidden)


@pytest.fixture
def send(client, caseworker, opened):
    """Send one of the page's own forms, filled in: of the page as it is now, or as it was."""

    def sent(form: str | Form, **said: str):
        form = form_of(opened(), form) if isinstance(form, str) else form
        return client.post(form.address, {**form.hidden, **said}, headers={"Accept-Language": "da"})

    client.force_login(caseworker)
    return sent


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


def said_on(response) -> str:
    return text(BeautifulSoup(response.content, "html.parser").select_one("main"))


def own(send, **changes: str):
    return send("person-assess-own", **{"level": "more", "words": WORDS, **changes})


def now(send, **changes: str):
    return send("person-assess", **{"level": "more", "reason": "professional", "words": WORDS, **changes})


# --- one's own assessment first ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="works")
def test_after_ones_own_assessment_the_estimate_opens_and_the_first_words_stay(mode, opened, send, course):
    assert "Skøn klar. Skriv din egen vurdering først." in text(opened().select_one("#estimate"))
    response = own(send, **REVEAL)
    assert response.status_code == 302
    assert response["Location"].endswith(f"/people/{course.key}/#estimate")
    card = text(opened().select_one("#estimate"))
    assert f"blev {assessed().of_100} lange" in card
    first = Assessment.objects.get()
    assert (first.step, first.level, first.words, first.mode) == ("own_first", "more", WORDS, "own_first")
    assert (first.band_seen, first.relation, first.seconds_on_page) == ("", "", None)
    assert text(opened().select_one("#step-1")).startswith("1 Egen vurdering Mere støtte Mette Holm, 22.11.2026 10:30")


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="works")
def test_who_saves_without_seeing_is_shown_the_estimate_when_they_ask(mode, opened, send):
    assert own(send).status_code == 302
    card = text(opened().select_one("#estimate"))
    assert "Din egen vurdering er gemt." in card
    assert "af 100" not in opened().get_text()
    assert not EstimateView.objects.exists()
    assert send("person-reveal").status_code == 302
    assert "af 100" in opened().get_text().casefold()
    assert EstimateView.objects.get().mode == "own_first"


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
def test_nothing_opens_before_ones_own_assessment(mode, client, caseworker, course, opened):
    client.force_login(caseworker)
    response = client.post(reverse("person-reveal", args=[course.key]), headers={"Accept-Language": "da"})
    assert response.status_code == 409
    assert "Skriv din egen vurdering først." in said_on(response)
    assert not EstimateView.objects.exists()
    assert opened().select_one("#step-4 form") is None


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
def test_a_colleagues_assessment_opens_nothing(mode, client, course, opened, caseworker):
    jonas = actions.create_user("jonas", name="Jonas Bruun", municipality=HERE, password="x", audit=audit())
    client.force_login(jonas)
    client.post(
        reverse("person-assess-own", args=[course.key]), {"level": "less", "words": WORDS, "seen": "0", **REVEAL}
    )
    assert EstimateView.objects.get().user == jonas
    client.force_login(caseworker)
    assert "Skøn klar. Skriv din egen vurdering først." in text(opened().select_one("#estimate"))


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
@pytest.mark.parametrize("words", ["", "   ", "Kort."])
def test_ones_own_assessment_needs_words(mode, send, words):
    response = own(send, words=words, **REVEAL)
    assert response.status_code == 422
    assert "Skriv kort, hvad du bygger vurderingen på." in said_on(response)
    assert not Assessment.objects.exists()
    assert not EstimateView.objects.exists()
    kept = BeautifulSoup(response.content, "html.parser").select_one("#step-1 input[checked]")
    assert kept["value"] == "more"


@pytest.mark.requirement("R-HUM-02", part=FIRST, shows="refuses")
def test_the_first_judgement_is_locked_once_the_estimate_has_been_seen(mode, client, send, course):
    own(send, **REVEAL)
    revision = ContactCourse.objects.get().revision
    again = {"level": "less", "words": "Jeg har tænkt mig om igen.", "seen": str(revision)}
    response = client.post(reverse("person-assess-own", args=[course.key]), again, headers={"Accept-Language": "da"})
    assert response.status_code == 422
    assert "for sent at skrive før det" in said_on(response)
    assert Assessment.objects.get().level == "more"


def test_before_the_estimate_is_seen_one_may_think_again(mode, send, opened):
    own(send)
    own(send, level="not_known", words="Jeg vil tale med hende først.", **REVEAL)
    assert list(Assessment.objects.order_by("pk").values_list("level", flat=True)) == ["more", "not_known"]
    assert "Ved ikke endnu" in text(opened().select_one("#step-1"))
    assert opened().select_one("#step-1 form") is None


def test_the_course_has_the_level_of_the_newest_assessment(mode, send):
    own(send, level="not_known", words="Jeg vil tale med hende først.", **REVEAL)
    assert ContactCourse.objects.get().level == "not_known"
    now(send, level="less")
    course = ContactCourse.objects.get()
    assert (course.level, course.revision, course.changed_by) == ("less", 2, "Mette Holm")


# --- the assessment that the plan follows -----------------------------------------------------------------------------


@pytest.mark.requirement("R-HUM-02", part="own assessment and plan", shows="works")
@pytest.mark.requirement("R-HUM-02", part="differing has a reason", shows="works")
@pytest.mark.requirement("R-HUM-02", part="agreeing has a reason", shows="works")
@pytest.mark.parametrize(
    ("level", "relation"), [("less", "less_than_estimated"), ("some", "less_than_estimated"), ("more", "same")]
)
def test_it_is_saved_without_approval_however_it_stands_to_the_estimate(opened, send, level, relation, monkeypatch):
    form = form_of(opened(), "person-assess")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=75))
    assert send(form, level=level, reason="on_the_way", words=WORDS).status_code == 302
    made = Assessment.objects.get()
    assert (made.step, made.level, made.reason, made.words) == ("now", level, "on_the_way", WORDS)
    assert (made.band_seen, made.relation, made.seconds_on_page) == ("high", relation, 75)
    shown = text(opened().select_one("#step-4"))
    assert "Job eller uddannelse på vej" in shown
    assert ("Samme som skønnet" in shown) is (relation == "same")


@pytest.mark.requirement("R-HUM-02", part="own assessment and plan", shows="refuses")
@pytest.mark.requirement("R-HUM-02", part="differing has a reason", shows="refuses")
@pytest.mark.requirement("R-HUM-02", part="agreeing has a reason", shows="refuses")
@pytest.mark.parametrize("level", ["less", "more"])
@pytest.mark.parametrize("lacking", [{"words": ""}, {"reason": ""}, {"reason": "", "words": ""}, {"words": "Enig."}])
def test_agreeing_is_asked_for_as_much_as_disagreeing(send, level, lacking):
    response = now(send, level=level, **lacking)
    assert response.status_code == 422
    assert "Vælg en årsag og skriv mindst én sætning." in said_on(response)
    assert not Assessment.objects.exists()


def test_a_level_has_to_be_chosen_and_not_known_is_none(send):
    assert "Vælg, hvor meget støtte borgeren får brug for." in said_on(now(send, level=""))
    assert now(send, level="not_known").status_code == 422
    assert not Assessment.objects.exists()


@pytest.mark.requirement("R-HUM-02", part="nothing is accepted in bulk", shows="works")
def test_nothing_is_chosen_beforehand_and_no_button_accepts(opened):
    step = opened().select_one("#step-4")
    assert not step.select("[checked], .button-primary")
    assert not step.select("option[selected]:not([value=''])")
    assert [button.get_text() for button in step.select("button")] == ["Gem min vurdering"]


@pytest.mark.requirement("R-HUM-02", part="nothing is accepted in bulk", shows="refuses")
def test_an_assessment_is_of_one_person(client, caseworker, course, case_system):
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course
    client.force_login(caseworker)
    form = {"level": "more", "reason": "other", "words": WORDS, "seen": "0", "on_page": _token(course)}
    people = {"people": [str(course.key), str(other.key)], "course": str(other.key)}
    client.post(reverse("person-assess", args=[course.key]), {**form, **people})
    assert Assessment.objects.get().course == course


def test_that_one_cannot_see_why_is_an_answer(send):
    now(send, reason="cannot_see_why", words="Jeg kan ikke genkende hende i det.")
    assert Assessment.objects.get().reason == AssessmentReason.CANNOT_SEE_WHY


@pytest.mark.parametrize(
    "changes",
    [{"estimate": None}, {"estimate": cannot_be_assessed()}, {"registered_on": NOW.date() - timedelta(weeks=40)}],
    ids=["none", "abstained", "already long"],
)
def test_without_an_estimate_in_sight_nothing_is_kept_of_one(client, caseworker, case_system, page_of, changes):
    if "registered_on" in changes:
        changes = {**changes, "estimate": assessed(scored_on=changes["registered_on"])}
    course = case_system.register(received(**changes)).course
    page_of(f"/people/{course.key}/")
    form = {"level": "some", "reason": "new_information", "words": WORDS, "seen": "0", "on_page": ""}
    assert client.post(reverse("person-assess", args=[course.key]), form).status_code == 302
    made = Assessment.objects.get()
    assert (made.level, made.band_seen, made.relation, made.seconds_on_page) == ("some", "", "", None)


def test_an_estimate_that_cannot_be_read_blocks_no_assessment(send):
    StoredEstimate.objects.update(result={"kind": "assessed"})
    assert now(send).status_code == 302
    assert Assessment.objects.get().band_seen == ""


def test_a_planner_assesses_nobody(client, course, opened):
    planner = actions.create_user(
        "pia", name="Pia", municipality=HERE, password="x", roles=(Role.PLANNER,), audit=audit()
    )
    client.force_login(planner)
    shown = opened()
    assert not shown.select("#step-1 form, #step-4 form")
    assert "Ingen har vurderet forløbet endnu." in text(shown.select_one("#step-4"))
    for name in ("person-assess", "person-assess-own", "person-reveal"):
        assert client.post(reverse(name, args=[course.key])).status_code == 404


def test_what_is_written_holds_no_cpr_number(send):
    response = now(send, words="Hun hedder 010180-1234 i registret.")
    assert response.status_code == 422
    assert not Assessment.objects.exists()


@given(level=st.sampled_from(SupportLevel), band=st.sampled_from([*Band]))
def test_the_relation_is_the_order_of_level_and_band(level, band):
    order = {SupportLevel.LESS: 0, SupportLevel.SOME: 1, SupportLevel.MORE: 2}
    bands = {Band.LOW: 0, Band.MEDIUM: 1, Band.HIGH: 2}
    relation = relation_to(level, band.value)
    if level is SupportLevel.NOT_KNOWN:
        assert relation is None
    else:
        step = order[level] - bands[band]
        expected = {0: Relation.SAME}.get(
            step, Relation.MORE_THAN_ESTIMATED if step > 0 else Relation.LESS_THAN_ESTIMATED
        )
        assert relation is expected


@pytest.mark.requirement("R-HUM-01", part="no booking, referral or decision", shows="works")
@pytest.mark.requirement("R-HUM-07", part="this is not a decision", shows="refuses")
def test_an_estimate_by_itself_plans_assesses_and_exempts_nobody(case_system, page_of):
    """Two people as like as can be but for their estimates: nothing else about them differs."""
    left = []
    for number, target in enumerate((0.07, 0.91)):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number}", "person_id": f"p-{number}"}
        course = case_system.register(received(**ids, estimate=assessed(target))).course
        page_of(f"/people/{course.key}/")
        course.refresh_from_db()
        told = ("level", "deadline_on", "deadline_kind", "n_planned", "is_exempt", "revision", "state", "end_reason")
        left.append([getattr(course, field) for field in told])
    assert left[0] == left[1]
    assert left[0][0] == ""
    assert not any(made.objects.exists() for made in (Plan, Exemption, Assessment, Task))


# --- in parallel, and in the log --------------------------------------------------------------------------------------


def test_who_writes_over_what_they_did_not_see_is_told_who_changed_it(client, caseworker, send, opened):
    jonas = actions.create_user("jonas", name="Jonas Bruun", municipality=HERE, password="x", audit=audit())
    as_it_was = form_of(opened(), "person-assess")
    client.force_login(jonas)
    assert now(send, level="less", words="Jonas kender hende fra sidst.").status_code == 302
    client.force_login(caseworker)
    response = send(as_it_was, level="more", reason="professional", words=WORDS)
    assert response.status_code == 409
    told = BeautifulSoup(response.content, "html.parser")
    assert "Siden er ændret af Jonas Bruun 22.11.2026 10:30. Se ændringen, før du gemmer." in text(
        told.select_one("main")
    )
    assert told.select_one("#now-words").get_text().strip() == WORDS
    assert told.select_one('#step-4 input[name="seen"]')["value"] == "1"
    assert Assessment.objects.count() == 1


def test_an_estimate_made_again_meanwhile_is_seen_before_one_saves(send, course):
    before = _token()
    StoredEstimate.objects.update(made_at=NOW + timedelta(minutes=5))
    response = now(send, on_page=before)
    assert response.status_code == 409
    assert "Skønnet er blevet et andet, mens du skrev. Se det, før du gemmer." in said_on(response)
    assert not Assessment.objects.exists()
    assert ContactCourse.objects.get().revision == 0


@pytest.mark.requirement("R-HUM-02", part="own assessment and plan", shows="works")
def test_the_log_tells_the_steps_and_nothing_of_what_they_say(mode, opened, send):
    opened()
    own(send, **REVEAL)
    opened()
    now(send)
    told = list(AuditRecord.objects.order_by("number").values_list("kind", "criterion"))
    under = "mode=own_first, version=2026-11-demo, legal_basis=demo-operation"
    seen, hidden = (
        ("read", "person, mode=own_first, estimate=shown"),
        ("read", "person, mode=own_first, estimate=not_shown"),
    )
    wanted = [hidden, hidden, ("change", f"own assessment, reveal, {under}"), seen, seen]
    wanted.append(("change", f"assessment, estimate=shown, {under}"))
    assert [one for one in told if "person" in one[1] or "assessment" in one[1]] == wanted
    everything = " ".join(criterion for _, criterion in told)
    assert not re.search(r"\b(high|medium|low|more|less|some|høj|lav|6[0-9])\b", everything)


def test_an_erased_estimate_leaves_the_assessment_and_none_of_its_traces(opened, send):
    opened()
    now(send)
    erase_estimates([ContactCourse.objects.get().person])
    made = Assessment.objects.get()
    assert (made.level, made.words) == ("more", WORDS)
    assert (made.band_seen, made.relation, made.seconds_on_page) == ("", "", None)
    assert not EstimateView.objects.exists()


@pytest.mark.requirement("R-LEG-06", part="withdrawal erases estimate and traces at once", shows="works")
def test_after_an_erasure_nobody_else_reads_what_was_written_in_view_of_the_estimate(
    mode, opened, send, client, course
):
    own(send, **REVEAL)
    now(send, reason="cannot_see_why", words="Skønnet siger 62 af 100, og det undrer mig.")
    for kind in (Task.Kind.DATA_CORRECTED, Task.Kind.OUT_OF_DATE):
        Task.objects.create(municipality_id=HERE, course=course, kind=kind, made_at=NOW)
    erase_estimates([ContactCourse.objects.get().person])
    assert not Task.objects.exists()
    assert not Assessment.objects.filter(step="own_first").exists()
    assert "62 af 100" in text(opened()), "whoever wrote it reads it"
    jonas = actions.create_user(
        "jonas", name="Jonas", municipality=HERE, password=None, roles=(Role.CASEWORKER,), audit=audit()
    )
    client.force_login(jonas)
    for address in (f"/people/{course.key}/", f"/people/{course.key}/note/"):
        page = client.get(address, headers={"Accept-Language": "da"}).content.decode()
        assert "Mere støtte" in page or "mere støtte" in page
        assert "62 af 100" not in page
        assert "hvorfor skønnet er" not in page.split("<select")[0]


def test_what_a_page_showed_before_a_new_event_is_not_assessed_after_it(mode, opened, send, case_system, course):
    before = form_of(opened(), "person-assess-own")
    case_system.register(received(event_id="e-9", event=Moment.HAND_OVER))
    response = send(before, level="more", words=WORDS, **REVEAL)
    assert response.status_code == 409
    assert "Siden er ændret af" in response.content.decode()
    assert not Assessment.objects.exists()
    assert not EstimateView.objects.exists()


def test_without_a_basis_no_relation_to_an_estimate_is_told(opened, send):
    now(send)
    assert "Samme som skønnet" in text(opened())
    LegalBasisEntry.objects.update(state="suspended")
    assert "Samme som skønnet" not in text(opened())


def _token(course: ContactCourse | None = None) -> str:
    stored = StoredEstimate.objects.filter(**({"course": course} if course else {})).get()
    return stored.made_at.isoformat()
