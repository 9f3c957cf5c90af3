"""Made-up people on the public pages: estimated by the version in operation, where the law lets a real person be."""

from __future__ import annotations

import re

import pytest

from lighed.elements import REGISTER, check_values
from lighed.governance import Conditions, Moment, Participation, Purpose
from lighed.web.models import (
    EmergencyStop,
    LegalBasisEntry,
    StopEffect,
    StoredEstimate,
)
from lighed.web.queries.public.try_it import CHANGEABLE, made_up_people
from tests.web.factories import HERE, NOW, enter_legal_basis
from tests.web.open_site import *  # noqa: F403 - fixtures
from tests.web.open_site import page
from tests.web.readability import main_text

pytestmark = pytest.mark.django_db


ASKS_FIRST = Conditions(Participation.OPT_IN, is_information_first=True)


@pytest.mark.requirement("R-CIT-07", part="made-up people to try it with", shows="works")
@pytest.mark.parametrize("conditions", [Conditions(Participation.NOT_OPTIONAL, False), ASKS_FIRST])
def test_made_up_people_are_estimated_on_the_live_version_and_nothing_is_kept(released, everyone, conditions):
    enter_legal_basis(conditions=conditions)
    young = page(everyone, "try/?person=jonas")
    old = page(everyone, "try/?person=jonas&age=63")
    assert released.version.version in young
    numbers = [re.search(r"blev <strong>(\d+)</strong> lange", html) for html in (young, old)]
    assert all(numbers)
    assert numbers[0][1] != numbers[1][1], "another age is another estimate"  # type: ignore[index]
    assert "Sæt personen tilbage" in old
    assert not StoredEstimate.objects.exists()


@pytest.mark.requirement("R-CIT-07", part="made-up people to try it with", shows="refuses")
@pytest.mark.parametrize("how", ["suspended", "stopped", "hidden", "no version"])
def test_nobody_is_estimated_where_the_law_does_not_let_a_real_person_be(released, everyone, how):
    if how == "suspended":
        LegalBasisEntry.objects.filter(purpose=Purpose.OPERATION.value).update(state="suspended")
    elif how == "no version":
        released.__class__.objects.update(state="retired")
    else:
        effect = StopEffect.STOP if how == "stopped" else StopEffect.HIDE
        EmergencyStop.objects.create(municipality_id=HERE, effect=effect, reason="x", begun_by="x", begun_at=NOW)
    said = main_text(page(everyone, "try/"))
    assert "Der laves ingen skøn nu" in said
    assert "forløb, der ligner" not in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("age=150", "Skriv et tal fra 18 til 70."),
        ("age=nan", "Skriv et tal fra 18 til 70."),
        ("goal_distance=meget", "Skriv et tal fra 0 til 4."),
        ("sex=other", "Vælg en af mulighederne på listen."),
    ],
)
def test_what_cannot_be_a_value_is_named_and_nothing_is_estimated(released, everyone, asked, told):
    html = page(everyone, f"try/?person=anna&{asked}", status=422)
    assert told in html
    assert 'role="alert"' in html
    assert "forløb, der ligner" not in html


def test_made_up_people_have_values_that_the_register_allows():
    for one in made_up_people():
        known = {code: value for code, value in one.values.items() if value is not None}
        check_values(known, moment=Moment.REGISTRATION)
    assert set(CHANGEABLE) <= {element.code for element in REGISTER.for_moment(Moment.REGISTRATION)}
