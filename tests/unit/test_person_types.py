import dataclasses
import hashlib
import json
import zipfile

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from lighed.anonymisation import CountedGroups, Limits, anonymise_cases, no_noise, write_hand_over
from lighed.anonymisation.bins import bin_values
from lighed.anonymisation.cases import Split
from lighed.anonymisation.counts import ENDED, PERIODS, count_by_period
from lighed.governance import Moment
from lighed.persontypes import CUT_OFFS, Settings, VersionError, build_person_types, build_version, read_version
from lighed.persontypes.calibration import Calibration, expit, fit_calibration, logit
from lighed.persontypes.centres import group_centres
from lighed.persontypes.curves import KAPPA, duration_curves, quartile
from lighed.persontypes.vote import vote
from tests.made_up_cases import made_up_cases
from tests.unit.test_hand_over import hand_over_of

LIMITS = Limits(k=50, least_of_each=5, epsilon=None, n_moments=1)


@pytest.fixture(scope="module")
def cases():
    return made_up_cases(8000)


@pytest.fixture(scope="module")
def anonymised(cases):
    return anonymise_cases(cases, LIMITS, noise=no_noise)


@pytest.fixture(scope="module")
def types(anonymised):
    return build_person_types(anonymised, LIMITS)


def test_centres_from_rules_are_near_the_mean_of_the_people(cases, anonymised, types):
    """No mean of people crosses; the centre that the rule and the tables give must stand for it."""
    from lighed.anonymisation.cases import split_by_date

    canonical = cases.in_canonical_order()
    build = canonical.take(split_by_date(canonical).counted)
    codes = bin_values(build.values, [field.bins for field in types.fields])
    points = types.points(codes)
    for rule, centre in zip(types.rules, types.centres, strict=True):
        member = np.all([np.isin(codes[:, field], allowed) for field, allowed in rule.items()], axis=0)
        assert points[member].sum(axis=1).mean() == pytest.approx(centre.sum(), abs=0.35)
    means = [
        points[np.all([np.isin(codes[:, f], a) for f, a in rule.items()], axis=0)].sum(axis=1).mean()
        for rule in types.rules
    ]
    assert np.corrcoef(means, types.centres.sum(axis=1))[0, 1] > 0.98


@pytest.mark.requirement("A11", shows="works")
def test_types_rank_new_people_as_well_as_the_points_do(types):
    new = made_up_cases(6000, seed=9)
    codes = bin_values(new.values, [field.bins for field in types.fields])
    points = types.points(codes)
    long = (new.weeks[0] > 26).astype(float)
    known = new.ended[0] | (long > 0)
    voted = types.vote(points).share(types.long_share)
    by_points = roc_auc_score(long[known], points.sum(axis=1)[known])
    assert by_points > 0.65
    assert roc_auc_score(long[known], voted[known]) > by_points - 0.01


def test_weights_add_up_to_one_and_the_fast_search_equals_brute_force():
    rng = np.random.default_rng(0)
    centres, points = rng.normal(size=(60, 9)), rng.normal(size=(200, 9))
    ballots = vote(points, centres, alpha=2.0, n_voting=15, block=64)
    assert ballots.weights.sum(axis=1) == pytest.approx(1)
    gap = points[:, None] - centres[None]
    brute = (gap**2).sum(axis=2) + 2.0 * gap.sum(axis=2) ** 2
    order = np.argsort(brute, axis=1, kind="stable")
    assert (ballots.types == order[:, :15]).all()
    nearest = np.take_along_axis(brute, order, axis=1)
    expected = (1 - nearest[:, :15] / nearest[:, 15:16]) ** 2
    assert ballots.weights == pytest.approx(expected / expected.sum(axis=1, keepdims=True), abs=1e-8)


def test_with_fewer_types_than_votes_all_but_one_vote():
    ballots = vote(np.zeros((1, 2)), np.array([[0.0, 1.0], [1.0, 1.0], [5.0, 5.0]]), alpha=0.0)
    assert ballots.types.tolist() == [[0, 1]]


def test_curves_without_shrinking_are_the_life_table():
    # 100 courses: 40 end in the first period, 20 are last seen in the second, 10 end there, 30 go on.
    counts = np.array([[[0, 20, 0], [40, 10, 30]]])
    curves = duration_curves(counts, np.zeros(1), noise_scale=0.0, kappa=0.0)
    first = 1 - 40 / 100
    assert curves.still_running[0] == pytest.approx([first, first * (1 - 10 / (60 - 10))])


def test_curves_never_rise_even_where_noise_makes_counts_negative():
    rng = np.random.default_rng(4)
    counts = rng.poisson(15, (40, 2, 9)) + np.rint(rng.laplace(0, 12, (40, 2, 9))).astype(int)
    assert (counts < 0).any()
    curves = duration_curves(counts, rng.normal(size=40), noise_scale=12.0)
    assert (np.diff(curves.still_running, axis=1) <= 0).all()
    assert ((curves.still_running >= 0) & (curves.still_running <= 1)).all()


def test_a_period_in_which_nobody_leaves_stays_whole_under_noise():
    """Before a hand-over that everybody reached, a count is noise and must not become a hazard."""
    rng = np.random.default_rng(8)
    counts = np.zeros((80, 2, 3), int)
    counts[:, 1, 1:] = 100
    noisy = counts + np.rint(rng.laplace(0, 4, counts.shape)).astype(int)
    curves = duration_curves(noisy, rng.normal(size=80), noise_scale=4.0)
    assert (curves.still_running[:, 0] > 0.999).all()
    assert curves.still_running[:, 1].mean() == pytest.approx(0.5, abs=0.02)


def test_quartiles_lie_on_straight_lines_between_periods():
    curve, periods = np.array([0.6, 0.4, 0.3]), np.array([8.0, 13.0, 26.0])
    assert quartile(curve, periods, 0.25) == pytest.approx(8 * 0.25 / 0.4)
    assert quartile(curve, periods, 0.5) == pytest.approx(10.5)
    assert quartile(curve, periods, 0.75) is None


def test_calibration_is_kept_only_where_it_helps():
    rng = np.random.default_rng(5)
    voted = rng.uniform(0.1, 0.8, 200)
    people = np.full(200, 500.0)
    assert fit_calibration(voted, voted, people) is None
    logit = np.log(voted / (1 - voted))
    found = fit_calibration(voted, 1 / (1 + np.exp(-(0.2 + 1.3 * logit))), people)
    assert (found.intercept, found.slope) == pytest.approx((0.2, 1.3), abs=1e-4)


def test_more_people_and_less_noise_make_narrower_intervals(cases):
    more = made_up_cases(32_000)

    def built(of, k, noise_scale, kappa=KAPPA):
        limits = Limits(k=k, least_of_each=5, epsilon=2 / noise_scale if noise_scale else None, n_moments=1)
        return build_person_types(anonymise_cases(of, limits, noise=no_noise), limits, Settings(kappa=kappa))

    def interval(types):
        points = types.points(bin_values(cases.values[:500], [field.bins for field in types.fields]))
        return types.variance(types.vote(points)).mean()

    few, finer, larger = (
        [built(of, k, noise_scale) for noise_scale in (0.0, 4.0, 8.0)]
        for of, k in ((cases, 50), (more, 50), (more, 200))
    )
    for by_noise in (few, finer, larger):
        assert interval(by_noise[0]) < interval(by_noise[1]) < interval(by_noise[2])
    # Four times the people make four times the types, and so nearer ones; or as many types with more people in each.
    assert all(interval(many) < interval(of_few) for many, of_few in zip(finer, few, strict=True))
    assert all(
        many.long_share_variance.mean() < 0.9 * of_few.long_share_variance.mean()
        for many, of_few in zip(larger, few, strict=True)
    )
    # With nothing to lean on, four times the people in each make a quarter of the variance.
    alone = [built(of, k, 0.0, kappa=0.0) for of, k in ((cases, 50), (more, 200))]
    assert len(alone[0]) == len(alone[1])
    assert alone[1].long_share_variance.mean() / alone[0].long_share_variance.mean() == pytest.approx(0.25, rel=0.2)


def drawn_counts(rng, mean_weeks, *, n_people, noise_scale):
    """Counts of one draw of the people of every type, and of the noise: whole-number Laplace, as in a release."""
    label = np.repeat(np.arange(len(mean_weeks)), n_people)
    weeks, seen = rng.exponential(mean_weeks[label]), rng.uniform(10, 150, len(label))

    def noise(size, scale):
        chance = 1 - np.exp(-1 / scale)
        return (rng.geometric(chance, size) - rng.geometric(chance, size)).astype(float)

    return count_by_period(
        label,
        len(mean_weeks),
        weeks=np.minimum(weeks, seen),
        ended=weeks <= seen,
        periods=PERIODS,
        scale=noise_scale,
        noise=noise if noise_scale else no_noise,
    )


@pytest.mark.parametrize("noise_scale", [0.0, 4.0, 8.0])
def test_the_stated_deviation_is_how_much_other_people_and_noise_would_move_the_share(noise_scale):
    """Other people of the same types, and other noise, drawn many times: the long shares spread as is said of them."""
    rng = np.random.default_rng(11)
    score = rng.normal(0, 0.8, 100)
    # The true share of a type is not quite what its score leads one to expect.
    mean_weeks = 26 / np.log1p(np.exp(-(score + rng.normal(0, 0.3, 100) - 0.3)))
    drawn = [
        duration_curves(
            drawn_counts(rng, mean_weeks, n_people=200, noise_scale=noise_scale), score, noise_scale=noise_scale
        )
        for _ in range(100)
    ]
    at_26 = PERIODS.index(26)
    spread = np.stack([curves.still_running[:, at_26] for curves in drawn]).std(axis=0, ddof=1)
    stated = np.sqrt(np.stack([curves.variance[:, at_26] for curves in drawn]).mean(axis=0))
    assert np.sqrt((stated**2).mean() / (spread**2).mean()) == pytest.approx(1, abs=0.15)
    assert np.median(stated / spread) == pytest.approx(1, abs=0.15)


@pytest.fixture(scope="module")
def many_groups():
    made = anonymise_cases(made_up_cases(20_000), LIMITS, noise=no_noise)
    assert len(made.evaluation.rules) >= 10
    return made


class TestCalibrationOnEvaluationGroups:
    """Settings other than those that the step inside was fitted with are calibrated on the evaluation groups."""

    settings = Settings(n_voting=8)

    def where(self, anonymised, happened):
        """The same cases, where in the evaluation groups that share of courses became long which `happened` says."""
        raw = build_person_types(anonymised, LIMITS, self.settings)
        raw = dataclasses.replace(raw, calibration=None)
        share = happened(raw.vote(group_centres(anonymised)).share(raw.long_share))
        counts = np.zeros_like(anonymised.evaluation.counts)
        counts[:, :, ENDED, PERIODS.index(26)] = np.rint(100_000 * (1 - share))
        counts[:, :, ENDED, -1] = np.rint(100_000 * share)
        evaluation = dataclasses.replace(anonymised.evaluation, counts=counts)
        return dataclasses.replace(anonymised, evaluation=evaluation, calibration=(0.7, 1.0))

    def test_it_is_fitted_where_it_helps(self, many_groups):
        made = self.where(many_groups, lambda voted: expit(0.2 + 1.4 * logit(voted)))
        found = build_person_types(made, LIMITS, self.settings).calibration
        assert (found.intercept, found.slope) == pytest.approx((0.2, 1.4), abs=0.01)

    def test_it_is_left_out_where_it_does_not_help(self, many_groups):
        rng = np.random.default_rng(3)
        made = self.where(many_groups, lambda voted: expit(logit(voted) + rng.choice([-0.4, 0.4], len(voted))))
        assert build_person_types(made, LIMITS, self.settings).calibration is None

    def test_the_step_fitted_inside_serves_only_the_settings_it_was_fitted_with(self, many_groups):
        made = self.where(many_groups, lambda voted: expit(0.2 + 1.4 * logit(voted)))
        assert build_person_types(made, LIMITS).calibration == Calibration(0.7, 1.0)
        other_bands = Settings(cut_offs=(0.2, 0.6))
        assert build_person_types(made, LIMITS, other_bands).calibration == Calibration(0.7, 1.0)
        nobody = CountedGroups((), made.evaluation.counts[:, :0])
        alone = dataclasses.replace(made, evaluation=nobody)
        assert build_person_types(alone, LIMITS, self.settings).calibration is None


@pytest.mark.requirement("A12", part="low, medium or high", shows="refuses")
@pytest.mark.parametrize("cut_offs", [(0.5, 0.5), (0.6, 0.3), (0.0, 0.5), (0.3, 1.0)])
def test_cut_offs_that_make_no_bands_are_refused(cut_offs):
    with pytest.raises(ValueError, match="cut_offs"):
        Settings(cut_offs=cut_offs)


class TestVersion:
    @pytest.fixture
    def hand_over(self, anonymised, tmp_path):
        write_hand_over(hand_over_of(anonymised, LIMITS), tmp_path / "hand-over.zip")
        return tmp_path / "hand-over.zip"

    @pytest.mark.requirement("R-MOD-08", part="the same bytes again", shows="works")
    def test_the_same_hand_over_and_settings_give_the_same_bytes(self, hand_over, tmp_path):
        first = build_version(hand_over, tmp_path / "a")
        second = build_version(hand_over, tmp_path / "b")
        name = f"{first.id}.lighed"
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert first.sha256 == second.sha256
        others = {Moment.REGISTRATION: Settings(cut_offs=(0.2, 0.6))}
        assert build_version(hand_over, tmp_path / "c", settings=others).id != first.id

    def test_a_version_read_gives_the_same_types(self, hand_over, tmp_path):
        built = build_version(hand_over, tmp_path)
        read = read_version(tmp_path / f"{built.id}.lighed", register_sha256="0" * 64)
        (moment,) = read.moments
        assert (read.person_types[moment].centres == built.person_types[moment].centres).all()
        assert read.sha256 == built.sha256
        assert read.is_demo

    @pytest.fixture
    def of_both_moments(self, anonymised, tmp_path):
        """A hand-over with the same cases at both moments; what differs is what was chosen for each."""
        made = hand_over_of(anonymised, LIMITS)
        (period,), (people,) = made.manifest.periods.values(), made.manifest.people.values()
        manifest = dataclasses.replace(
            made.manifest,
            limits=dataclasses.replace(LIMITS, n_moments=2),
            periods=dict.fromkeys(Moment, period),
            people=dict.fromkeys(Moment, people),
        )
        both = dataclasses.replace(made, manifest=manifest, moments=dict.fromkeys(Moment, anonymised))
        write_hand_over(both, tmp_path / "both.zip")
        return tmp_path / "both.zip"

    @pytest.mark.requirement("A12", part="low, medium or high", shows="works")
    def test_each_moment_has_limits_of_its_own(self, of_both_moments, tmp_path):
        built = build_version(of_both_moments, tmp_path)
        assert {moment: types.settings.cut_offs for moment, types in built.person_types.items()} == CUT_OFFS

        chosen = {Moment.HAND_OVER: Settings(cut_offs=(0.4, 0.7))}
        built = build_version(of_both_moments, tmp_path, settings=chosen)
        read = read_version(tmp_path / f"{built.id}.lighed", register_sha256="0" * 64)
        assert read.person_types[Moment.HAND_OVER].settings.cut_offs == (0.4, 0.7)
        assert read.person_types[Moment.REGISTRATION].settings.cut_offs == CUT_OFFS[Moment.REGISTRATION]

    def test_a_version_of_an_earlier_release_means_its_one_pair_at_both_moments(self, of_both_moments, tmp_path):
        built = build_version(of_both_moments, tmp_path)
        with zipfile.ZipFile(tmp_path / f"{built.id}.lighed") as archive:
            document, content = json.loads(archive.read("version.json")), archive.read("hand-over.zip")
        del document["sha256"]
        document |= {"version": 1, "settings": document["settings"]["registration"] | {"cut_offs": [0.25, 0.6]}}

        def bytes_of(of):
            return json.dumps(of, indent=1, sort_keys=True, ensure_ascii=False).encode()

        sha256 = hashlib.sha256(bytes_of(document) + content).hexdigest()
        with zipfile.ZipFile(tmp_path / "earlier.lighed", "w") as archive:
            archive.writestr("version.json", bytes_of(document | {"sha256": sha256}))
            archive.writestr("hand-over.zip", content)
        read = read_version(tmp_path / "earlier.lighed", register_sha256="0" * 64)
        assert read.sha256 == sha256
        assert {moment: types.settings.cut_offs for moment, types in read.person_types.items()} == dict.fromkeys(
            Moment, (0.25, 0.6)
        )

    def test_another_register_is_refused(self, hand_over, tmp_path):
        built = build_version(hand_over, tmp_path)
        with pytest.raises(VersionError, match="register"):
            read_version(tmp_path / f"{built.id}.lighed", register_sha256="1" * 64)

    @pytest.mark.requirement("R-MOD-08", part="the same bytes again", shows="refuses")
    def test_any_changed_byte_is_refused(self, hand_over, tmp_path):
        built = build_version(hand_over, tmp_path)
        path = tmp_path / f"{built.id}.lighed"
        content = path.read_bytes()
        rng = np.random.default_rng(6)
        refused = 0
        for position in rng.integers(0, len(content), 40):
            damaged = bytearray(content)
            damaged[position] ^= 0xFF
            path.write_bytes(bytes(damaged))
            try:
                read = read_version(path, register_sha256="0" * 64)
            except VersionError:
                refused += 1
            else:
                # Bytes of the zip's own directory that carry no content, such as a file date.
                assert read.sha256 == built.sha256
        assert refused >= 30

    def test_it_holds_no_code(self, hand_over, tmp_path):
        built = build_version(hand_over, tmp_path)
        with zipfile.ZipFile(tmp_path / f"{built.id}.lighed") as archive:
            assert sorted(archive.namelist()) == ["hand-over.zip", "version.json"]


def test_a_split_may_leave_nobody_to_evaluate_in_research():
    cases = made_up_cases(1500)
    nothing = np.zeros(0, np.int64)
    split = Split(
        np.arange(1500), np.arange(1500), nothing, nothing, nothing, cases.registered_on[0], cases.registered_on[0]
    )
    types = build_person_types(anonymise_cases(cases, LIMITS, split=split, noise=no_noise), LIMITS)
    assert types.calibration is None
    assert len(types) > 2
