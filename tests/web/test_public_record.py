"""The canonical record: what is told is what runs, and what is missing says so, with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lighed.elements import REGISTER, ElementRegister
from lighed.governance import ApiScope, DisplayMode, Step, Text
from lighed.governance.retention import Kept
from lighed.transparency import NotStated, Record, Status, hash_of, to_data
from lighed.web import actions, queries
from lighed.web.models import LegalBasisEntry, Municipality
from tests.web.factories import HERE, NOW, audit, enter_legal_basis
from tests.web.made_up_versions import approved
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def record(**changes) -> Record:
    return queries.public_record(HERE, today=TODAY, **changes)


@pytest.fixture
def released(use, staff):
    """The first version, approved by two and put into operation."""
    use = approved(use, staff)
    return actions.take_step(
        use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason="Both signatures are there", audit=audit()
    )


def test_a_municipality_that_has_nothing_says_of_each_thing_why(municipalities):
    LegalBasisEntry.objects.all().update(state="replaced")
    one = record()
    assert one.system.status is Status.NOT_BEGUN
    assert one.legal_bases == ()
    assert isinstance(one.version, NotStated)
    assert one.version.text.da == "Ikke oplyst, fordi ingen version er i brug."
    assert isinstance(one.organisation.email, NotStated)
    assert isinstance(one.use_case.proportionality, NotStated)


def test_the_record_is_what_runs(released):
    one = record()
    assert one.system.status is Status.IN_USE
    assert one.version.sha256 == released.version.sha256
    assert one.version.moments[0].cut_offs == (0.3, 0.55)
    assert [element.code for element in one.elements] == [element.code for element in REGISTER]
    assert {element.code for element in one.elements if element.is_used} == {
        "age",
        "interpreter_need",
        "sex",
        "n_regions",
    }
    assert [basis.code for basis in one.legal_bases] == ["demo-operation", "demo-training"]
    assert one.evaluations[0].metrics[0].value == pytest.approx(0.72)
    assert one.assessments[0].title == "Konsekvensanalyse 2026"
    assert {decision.step for decision in one.version.decisions} >= {"sign", "release"}
    assert "Finn Agger" not in str(to_data(one))


def _another_mode() -> None:
    Municipality.objects.filter(code=HERE).update(display_mode=DisplayMode.PLANNER_ONLY.value)


def _no_basis() -> None:
    LegalBasisEntry.objects.filter(municipality=HERE, code="demo-operation").update(state="replaced")


def _another_basis() -> None:
    enter_legal_basis(municipalities=(HERE,), decision_document="26/9999")


def _a_stop() -> None:
    actions.press_stop(HERE, effect="stop", reason="Something is wrong", by="rie", audit=audit())
    assert record().system.status is Status.PAUSED


def _another_term() -> None:
    rule = actions.propose_term(HERE, kind=Kept.ESTIMATE, months=6, reason="Shorter", by="karen", audit=audit())
    actions.confirm_term(rule, by="rie", audit=audit())


def _another_contact() -> None:
    actions.set_public_facts(HERE, facts={"email": "nyt@enghavn.example"}, audit=audit())


@pytest.mark.parametrize("change", [_another_mode, _no_basis, _another_basis, _a_stop, _another_term, _another_contact])
def test_whatever_changes_in_the_configuration_changes_the_hash(released, change):
    before = hash_of(record())
    assert hash_of(record()) == before
    change()
    assert hash_of(record()) != before


def test_another_meaning_of_one_element_changes_the_hash(municipalities):
    first, *others = REGISTER.elements
    changed = replace(first, meaning=Text(da="Noget andet.", en="Something else."))
    other = ElementRegister((changed, *others))
    assert hash_of(record(register=other)) != hash_of(record())


def test_a_basis_that_has_run_out_is_not_told_of(municipalities):
    enter_legal_basis(municipalities=(HERE,), valid_to=date(2026, 11, 21), valid_from=date(2026, 1, 1))
    one = record()
    assert one.legal_bases == ()
    assert "ingen hjemmel" in one.use_case.proportionality.text.da


def test_who_gets_data_is_as_it_is_set_up(municipalities, settings):
    settings.LIGHED_LETTERS = None
    before = {text.en for text in record().use_case.recipients}
    actions.create_api_token("fagsystem", municipality=HERE, scopes=(ApiScope.ESTIMATES,), audit=audit())
    settings.LIGHED_LETTERS = "letters"
    new = {text.en for text in record().use_case.recipients} - before
    assert any(one.startswith("The case system, which shows") for one in new)
    assert any("post system" in one for one in new)
    assert len(new) == 2
