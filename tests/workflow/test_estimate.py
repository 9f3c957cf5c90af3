"""What an estimate is made of, and that it adds up; and that nothing makes one without a permit for just that use."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lighed.anonymisation import NumberBins
from lighed.elements import REGISTER
from lighed.estimates import Assessed, Band, Basis, CannotBeAssessed, Certainty, Pull, estimate
from lighed.estimates.certainty import certainty_of
from lighed.governance import Moment, NotPermitted, Permit, Purpose, Request, Standing, check_permit
from tests.workflow.conftest import TODAY

pytestmark = pytest.mark.slow
MOMENT = Moment.REGISTRATION


def uses(codes):
    return frozenset(REGISTER[code].use for code in codes)


def permit(path_of_data, **changes):
    types = path_of_data.version.person_types[MOMENT]
    asked = {
        "purpose": Purpose.OPERATION,
        "municipalities": frozenset({"901"}),
        "on": TODAY,
        "moments": frozenset({MOMENT}),
        "elements": uses(types.codes),
        "is_synthetic": True,
        "standing": Standing(is_informed=True),
    }
    return check_permit(path_of_data.register, Request(**asked | changes))


def basis(path_of_data, **changes):
    version = path_of_data.version
    made_from = {
        "municipality": "901",
        "moment": MOMENT,
        "version": version.id,
        "version_sha256": version.sha256,
        "is_demo": True,
        "legal_bases": ("demo-operation",),
        "scored_on": TODAY,
        "made_on": TODAY,
        "threshold_weeks": 26,
    }
    return Basis(**made_from | changes)


def values_strategy():
    """Any values that the register allows, and missing ones."""
    return st.fixed_dictionaries(
        {
            element.code: st.none()
            | (
                st.floats(0, 120, allow_nan=False)
                if element.kind == "number"
                else st.sampled_from([*element.codes, "never seen"])
            )
            for element in REGISTER.for_moment(MOMENT)
        }
    )


def typical(path_of_data):
    """Every field at its most common value."""
    values = {}
    for field in path_of_data.version.person_types[MOMENT].fields:
        number = int(np.argmax(field.people[1:])) + 1
        if isinstance(field.bins, NumberBins):
            edges = field.bins.edges or (0.0,)
            values[field.bins.code] = edges[min(number, len(edges)) - 1]
        else:
            values[field.bins.code] = field.bins.levels[max(number - 2, 0)] if field.bins.levels else None
    return values


def make(path_of_data, values, **changes):
    return estimate(
        values,
        path_of_data.version.person_types[MOMENT],
        permit=permit(path_of_data),
        basis=basis(path_of_data),
        **changes,
    )


@pytest.mark.requirement("A11", shows="works")
@pytest.mark.requirement("C7", part="the explanation is the computation", shows="works")
@pytest.mark.requirement("R-MOD-03", part="it adds up to the estimate", shows="works")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=values_strategy())
def test_the_votes_add_up_to_the_estimate_exactly(path_of_data, values):
    made = make(path_of_data, values)
    if isinstance(made, CannotBeAssessed):
        return
    assert abs(sum(vote.contribution for vote in made.votes) - made.raw_share) < 1e-9
    assert abs(sum(vote.weight for vote in made.votes) - 1) < 1e-9
    assert all(vote.contribution == vote.weight * vote.long_share for vote in made.votes)
    assert 0 <= made.low <= made.long_share <= made.high <= 1
    if made.calibration is None:
        assert made.long_share == made.raw_share
    else:
        intercept, slope = made.calibration
        logit = np.log(made.raw_share / (1 - made.raw_share))
        assert made.long_share == pytest.approx(1 / (1 + np.exp(-(intercept + slope * logit))), abs=1e-12)
    shares = [share for _, share in made.contact_course.still_running]
    assert shares == sorted(shares, reverse=True)
    assert dict(made.contact_course.still_running)[26.0] == pytest.approx(made.long_share, abs=1e-9)


@pytest.mark.requirement("C3", part="to the caseworker", shows="works")
def test_a_person_with_common_values_is_assessed_with_every_reason(path_of_data):
    made = make(path_of_data, typical(path_of_data))
    assert isinstance(made, Assessed)
    assert made.missing == ()
    assert made.n_elements == len(REGISTER.for_moment(MOMENT))
    assert len(made.effects) == made.n_elements
    assert {effect.pull for effect in made.effects} >= {Pull.UP, Pull.DOWN}
    assert all(effect.name.da and effect.name.en and effect.value.da for effect in made.effects)
    protected = {effect.element for effect in made.effects if effect.is_protected}
    assert {"age", "sex", "interpreter_need"} <= protected
    assert all(vote.rule for vote in made.votes)
    assert all(len(vote.alike) + len(vote.differs) == len(vote.rule) for vote in made.votes)
    assert any(vote.alike for vote in made.votes)


@pytest.mark.requirement("C7", part="the explanation is the computation", shows="works")
@pytest.mark.requirement("R-MOD-03", part="a reason is what changing the value does", shows="works")
def test_an_effect_is_the_same_vote_with_that_value_at_average(path_of_data):
    types = path_of_data.version.person_types[MOMENT]
    values = typical(path_of_data)
    made = make(path_of_data, values)
    points = types.points(types.bin_person(values))
    effect = made.effects[0]
    field = types.codes.index(effect.element)
    points[0, field] = 0
    for position, pair in enumerate(types.pairs):
        if field in (pair.a, pair.b):
            points[0, len(types.fields) + position] = 0
    without = float(types.calibrated(types.vote(points).share(types.long_share))[0])
    assert effect.per_100 == pytest.approx(100 * (made.long_share - without), abs=1e-9)


@pytest.mark.requirement("A12", part="low, medium or high", shows="works")
def test_bands_follow_the_published_limits(path_of_data):
    low, high = path_of_data.version.person_types[MOMENT].settings.cut_offs
    rng = np.random.default_rng(2)
    bands = set()
    for _ in range(60):
        values = {
            field.bins.code: (
                rng.choice(field.bins.levels or [None])
                if not isinstance(field.bins, NumberBins)
                else float(rng.choice(field.bins.edges or (0.0,)))
            )
            for field in path_of_data.version.person_types[MOMENT].fields
        }
        made = make(path_of_data, values)
        if isinstance(made, Assessed):
            shown = made.of_100 / 100
            expected = Band.LOW if shown < low else Band.MEDIUM if shown < high else Band.HIGH
            assert made.band is expected
            bands.add(made.band)
    assert len(bands) >= 2


@pytest.mark.requirement("R-MOD-09", shows="refuses")
def test_without_values_the_tool_says_that_it_cannot(path_of_data):
    made = make(path_of_data, {})
    assert isinstance(made, CannotBeAssessed)
    assert made.reason == "too_much_missing"
    gaps = {element.code for element in REGISTER.for_moment(MOMENT) if element.absence is None}
    assert {missing.element for missing in made.missing} == gaps


@pytest.mark.requirement("A11", "R-MOD-09", shows="refuses")
def test_a_person_unlike_every_type_cannot_be_assessed(path_of_data):
    types = path_of_data.version.person_types[MOMENT]
    extreme = {
        field.bins.code: (
            None
            if len(field.points) < 3
            else field.bins.levels[int(np.argmax(field.points[2:]))]
            if not isinstance(field.bins, NumberBins)
            else 1e6
            if field.points[-1] > field.points[1]
            else -1e6
        )
        for field in types.fields
    }
    made = make(path_of_data, extreme)
    assert isinstance(made, CannotBeAssessed)
    assert made.reason == "no_similar_type"


def test_another_benefit_is_outside_the_population(path_of_data):
    made = make(path_of_data, typical(path_of_data), is_outside_population=True)
    assert made.reason == "outside_population"


@pytest.mark.requirement("R-DAT-02", part="too old lowers the certainty", shows="works")
def test_an_old_value_is_named_and_lowers_the_certainty(path_of_data):
    values = typical(path_of_data)
    fresh = make(path_of_data, values)
    stale = make(path_of_data, values, stale=list(values))
    assert {missing.element for missing in stale.missing} == set(values)
    assert all(missing.is_stale for missing in stale.missing)
    assert stale.certainty is Certainty.LITTLE
    assert stale.long_share == fresh.long_share


@pytest.mark.parametrize(
    ("high", "n_lacking", "is_unlike", "certainty", "says"),
    [
        (52, 2, False, "good", "agree"),
        (53, 0, False, "some", "from 40 to 53 of 100"),
        (45, 3, False, "some", "3 of the 20"),
        (61, 0, False, "little", "from 40 to 61"),
        (45, 6, False, "little", "6 of the 20"),
        (45, 0, True, "little", "No person type"),
    ],
)
def test_certainty_is_the_worst_of_width_missing_and_distance(high, n_lacking, is_unlike, certainty, says):
    level, reason = certainty_of(low=40, high=high, n_lacking=n_lacking, n_expected=20, is_unlike=is_unlike)
    assert level == certainty
    assert says in reason.en
    assert reason.da


@pytest.mark.requirement("R-LEG-01", part="municipality", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="scoring moment", shows="refuses")
@pytest.mark.parametrize(
    "changes",
    [
        {"municipality": "902"},
        {"moment": Moment.HAND_OVER},
        {"made_on": TODAY + timedelta(days=1)},
    ],
)
def test_a_permit_for_another_use_gives_no_estimate(path_of_data, changes):
    with pytest.raises(NotPermitted):
        estimate(
            typical(path_of_data),
            path_of_data.version.person_types[MOMENT],
            permit=permit(path_of_data),
            basis=basis(path_of_data, **changes),
        )


@pytest.mark.requirement("R-LEG-05", shows="refuses")
@pytest.mark.requirement("R-LEG-01", part="purpose", shows="refuses")
def test_a_permit_to_train_gives_no_estimate(path_of_data):
    with pytest.raises(NotPermitted):
        estimate(
            typical(path_of_data),
            path_of_data.version.person_types[MOMENT],
            permit=permit(path_of_data, purpose=Purpose.TRAINING),
            basis=basis(path_of_data),
        )


@pytest.mark.requirement("R-LEG-01", part="every element", shows="refuses")
def test_a_permit_that_leaves_an_element_out_gives_no_estimate(path_of_data):
    codes = path_of_data.version.person_types[MOMENT].codes
    with pytest.raises(NotPermitted):
        estimate(
            typical(path_of_data),
            path_of_data.version.person_types[MOMENT],
            permit=permit(path_of_data, elements=uses(codes[1:])),
            basis=basis(path_of_data),
        )


def test_a_permit_cannot_be_made_by_hand(path_of_data):
    request = Request(Purpose.OPERATION, frozenset({"901"}), date(2026, 1, 1), frozenset({MOMENT}), frozenset(), True)
    with pytest.raises(TypeError):
        Permit(request, ("x",), False, object())
