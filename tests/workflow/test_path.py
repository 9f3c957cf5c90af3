"""The path of the data, from case exports to an estimate, through the functions that the commands call."""

import dataclasses
import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime

import polars as pl
import pytest

from lighed.anonymisation import AnonymityError, no_noise
from lighed.evaluation.verdict import figures_of, judged_groups
from lighed.governance import Choice, Ground, LegalRegister, Moment, NotPermitted, Standing
from lighed.persontypes import VersionError
from lighed.workflow import (
    DataHome,
    TooFewCases,
    build_version,
    evaluate_version,
    import_case_export,
    load_version,
    receive_registration,
    release_hand_over,
)
from tests.workflow.conftest import LIMITS, TODAY

pytestmark = pytest.mark.slow


@pytest.mark.requirement("A3", shows="works")
def test_a_version_has_person_types_for_both_moments(path_of_data):
    assert set(path_of_data.version.moments) == set(Moment)
    assert all(len(types) >= 10 for types in path_of_data.version.person_types.values())
    assert path_of_data.version.is_demo


NAMING = ("display_name", "address_name", "phone")
"""Columns that name people, beside every column that ends in `_id`."""


@pytest.fixture(scope="module")
def naming_values(path_of_data):
    """Every id of a person, course, caseworker, meeting and so on in the exports, every name, address and number."""
    found = {}
    for file in sorted(path_of_data.exports.glob("90?/*.parquet")):
        table = pl.read_parquet(file)
        for column in table.columns:
            if column.endswith("_id") or column in NAMING:
                found.setdefault(column, set()).update(table[column].drop_nulls())
    return found


def unpacked(content):
    """The bytes themselves, and everything inside them that is packed: members, their names and comments."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for item in archive.infolist():
                yield item.filename.encode() + item.comment + item.extra
                yield from unpacked(archive.read(item))


def found_in(content, values):
    """Those of the values that stand anywhere in the content, as they are or as JSON writes them."""
    text = "\n".join(part.decode("utf-8", "ignore") for part in unpacked(content)).casefold()
    beginnings = {text[start : start + 5] for start in range(len(text))}
    forms = ((value, form.casefold()) for value in values for form in {value, json.dumps(value)[1:-1]})
    return {value for value, form in forms if form[:5] in beginnings and form in text}


@pytest.mark.requirement("A2", part="no row and no name crosses", shows="works")
@pytest.mark.requirement("R-DAT-03", part="not in the model or the hand-over", shows="works")
def test_no_id_and_no_name_of_anybody_crosses(path_of_data, naming_values):
    assert {"person_id", "course_id", "caseworker_id", "display_name"} <= set(naming_values)
    assert all(len(value) >= 5 for values in naming_values.values() for value in values)
    for path in (path_of_data.release.path, path_of_data.version_path):
        assert {column: found_in(path.read_bytes(), values) for column, values in naming_values.items()} == {
            column: set() for column in naming_values
        }


@pytest.mark.parametrize("column", ["person_id", "course_id", "caseworker_id", "display_name"])
@pytest.mark.parametrize("member", ["lookups.csv", "registration/values.csv", "manifest.json"])
def test_an_id_or_a_name_that_crossed_would_be_found(path_of_data, naming_values, column, member):
    """The search is not blind: it finds what stands in one packed line, also in the hand-over inside a version."""
    leaked = max(naming_values[column])
    line = json.dumps({"who": leaked}) if member == "manifest.json" else f"a,{leaked},0\n"
    content = path_of_data.release.path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as leaky:
        for name in archive.namelist():
            leaky.writestr(name, archive.read(name) + (line.encode() if name == member else b""))
    version = io.BytesIO()
    with zipfile.ZipFile(version, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hand-over.zip", packed.getvalue())
    for found in (packed.getvalue(), version.getvalue()):
        assert found_in(found, naming_values[column]) == {leaked}


@pytest.mark.requirement("A15", part="a case base each and a joint release", shows="works")
def test_the_ledger_says_what_was_released(path_of_data):
    (line,) = path_of_data.data.ledger.read_text().splitlines()
    entry = json.loads(line)
    assert entry["release"] == 1
    assert entry["epsilon"] == 8.0
    assert entry["municipalities"] == ["901", "902"]
    assert entry["sha256"] == path_of_data.release.hand_over.sha256


@pytest.mark.requirement("B2", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="refuses")
def test_without_a_legal_basis_nothing_is_built(path_of_data, tmp_path):
    bare = DataHome(tmp_path)
    shutil.copytree(path_of_data.data.path / "case-bases", tmp_path / "case-bases")
    with pytest.raises(NotPermitted) as refusal:
        release_hand_over(bare, register=LegalRegister(), today=TODAY, limits=LIMITS, is_research=True)
    assert {reason.en.split(":")[0] for reason in refusal.value.reasons} == {"Municipality 901", "Municipality 902"}
    assert not bare.hand_overs.exists()


@pytest.mark.requirement("R-DAT-06", shows="refuses")
def test_while_nobody_is_on_record_as_informed_nothing_is_built_and_nothing_evaluated(path_of_data, tmp_path):
    silent = dataclasses.replace(path_of_data.register, told_of_training=frozenset({"901"}))
    home = DataHome(tmp_path)
    shutil.copytree(path_of_data.data.path / "case-bases", tmp_path / "case-bases")
    with pytest.raises(NotPermitted) as of_release:
        release_hand_over(home, register=silent, today=TODAY, limits=LIMITS, is_research=True)
    with pytest.raises(NotPermitted) as of_evaluation:
        evaluate_version(
            path_of_data.version, home, register=silent, today=TODAY, made_at=datetime(2026, 11, 20, 9, tzinfo=UTC)
        )
    for refusal in (of_release.value, of_evaluation.value):
        assert {one.ground for one in refusal.refusals} == {Ground.TRAINING_INFORMATION}
        assert all("902" in reason.en for reason in refusal.reasons)
    assert not home.hand_overs.exists()
    assert not home.reports.exists()


@pytest.mark.requirement("A2", part="groups of k and limits", shows="refuses")
def test_a_release_needs_ten_thousand_people(path_of_data, tmp_path):
    home = DataHome(tmp_path / "home")
    shutil.copytree(path_of_data.data.path, home.path)
    with pytest.raises(AnonymityError, match="10000"):
        release_hand_over(home, register=path_of_data.register, today=TODAY, limits=dataclasses.replace(LIMITS, k=50))
    assert len(home.ledger.read_text().splitlines()) == 1


@pytest.mark.requirement("A2", part="groups of k and limits", shows="refuses")
@pytest.mark.requirement("R-DAT-04", part="at least k people, never under 50", shows="refuses")
@pytest.mark.parametrize("limits", [dataclasses.replace(LIMITS, k=49), dataclasses.replace(LIMITS, k=50, epsilon=None)])
def test_a_release_keeps_the_floor_of_k_and_noise(path_of_data, limits):
    with pytest.raises(AnonymityError, match="at least 50"):
        release_hand_over(path_of_data.data, register=path_of_data.register, today=TODAY, limits=limits)


def test_a_site_refuses_what_was_made_for_research(path_of_data):
    with pytest.raises(VersionError, match="--research"):
        load_version(path_of_data.version_path)


def test_without_a_case_base_one_is_told_to_import(tmp_path):
    with pytest.raises(TooFewCases, match="lighed import"):
        release_hand_over(DataHome(tmp_path), register=LegalRegister(), today=TODAY)


def test_the_truth_beside_the_exports_is_never_read(path_of_data, tmp_path):
    """Without it, and with the rows of every table in another order, the same release comes out."""
    exports = tmp_path / "exports"
    shutil.copytree(path_of_data.exports, exports)
    shutil.rmtree(exports / "truth")
    for code in ("901", "902"):
        manifest = json.loads((exports / code / "manifest.json").read_text())
        for table in manifest["tables"].values():
            file = exports / code / table["file"]
            pl.read_parquet(file).sample(fraction=1.0, shuffle=True, seed=5).write_parquet(file)
            del table["sha256"]
        from hashlib import sha256

        for table in manifest["tables"].values():
            table["sha256"] = sha256((exports / code / table["file"]).read_bytes()).hexdigest()
        (exports / code / "manifest.json").write_text(json.dumps(manifest))
    home = DataHome(tmp_path / "home")
    for code in ("902", "901"):
        import_case_export(exports / code, data=home.path)

    def moments(data):
        release = release_hand_over(
            data,
            register=path_of_data.register,
            today=TODAY,
            limits=LIMITS,
            is_research=True,
            noise=no_noise,
            target=data.path / "without-noise.zip",
        )
        return release.hand_over.moments

    again = DataHome(tmp_path / "again")
    shutil.copytree(path_of_data.data.path, again.path)
    expected_moments = moments(again)
    for moment, cases in moments(home).items():
        expected = expected_moments[moment]
        assert cases.groups.rules == expected.groups.rules
        assert (cases.groups.counts == expected.groups.counts).all()
        assert cases.calibration == expected.calibration
        assert all((a.points == b.points).all() for a, b in zip(cases.fields, expected.fields, strict=True))


@pytest.mark.requirement("C11", part="before use", shows="works")
@pytest.mark.requirement("R-MOD-01", part="discrimination and calibration with intervals", shows="works")
def test_the_report_is_written_for_each_moment(path_of_data):
    found = evaluate_version(
        path_of_data.version,
        path_of_data.data,
        register=path_of_data.register,
        today=TODAY,
        made_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        n_draws=50,
    )
    for evaluation, folder in found.values():
        assert evaluation.accuracy.auc.value > 0.6
        document = json.loads((folder / "report.json").read_text())
        assert document["about"]["version"] == path_of_data.version.id
        figures = figures_of(document)
        assert figures["version_sha256"] == path_of_data.version.sha256
        assert {one.grouping for one in judged_groups(figures)} >= {"sex", "age"}
        assert (folder / "report.da.html").exists()


INFORMED = Standing(is_informed=True)


class TestRegistration:
    def receive(self, path_of_data, document, *, today=TODAY, register=None, standing=INFORMED):
        return receive_registration(
            document,
            version=path_of_data.version,
            register=path_of_data.register if register is None else register,
            standing_of=lambda municipality, person_id: standing,
            today=today,
        )

    def grounds(self, *arguments, **changes):
        received = self.receive(*arguments, **changes)
        assert received.estimate is None
        assert received.registered_on is not None
        return {refusal.ground for refusal in received.refusals}

    @pytest.mark.requirement("A10", "B2", shows="works")
    def test_every_registration_gets_an_estimate_or_a_reason(self, path_of_data):
        for document in path_of_data.registrations:
            received = self.receive(path_of_data, document)
            assert received.estimate is not None
            assert received.refusals == ()
            assert {value.element for value in received.values} == set(
                path_of_data.version.person_types[received.event].codes
            )

    @pytest.mark.requirement("B2", shows="refuses")
    @pytest.mark.requirement("R-LEG-10", part="no law", shows="refuses")
    def test_without_a_legal_basis_there_is_no_estimate_but_the_person_is_there(self, path_of_data):
        nothing = LegalRegister()
        assert self.grounds(path_of_data, path_of_data.registrations[0], register=nothing) == {Ground.NO_BASIS}
        assert self.receive(path_of_data, path_of_data.registrations[0], register=nothing).display_name

    @pytest.mark.requirement("R-LEG-01", part="day", shows="refuses")
    @pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="refuses")
    @pytest.mark.requirement("R-LEG-10", part="repeal", shows="refuses")
    def test_a_basis_that_is_not_in_force_that_day_gives_no_estimate(self, path_of_data):
        received = self.receive(path_of_data, path_of_data.registrations[0], today=date(2014, 12, 31))
        assert received.estimate is None
        assert any("2015-01-01" in refusal.text.en for refusal in received.refusals)
        assert Ground.DAY in {refusal.ground for refusal in received.refusals}

    @pytest.mark.requirement("R-LEG-03", part="conditions", shows="refuses")
    @pytest.mark.parametrize(
        ("standing", "ground"),
        [
            (Standing(), Ground.INFORMATION),
            (Standing(is_informed=True, choice=Choice.NO), Ground.PARTICIPATION),
            (Standing(is_informed=True, has_open_objection=True), Ground.OBJECTION),
        ],
    )
    def test_the_persons_own_standing_is_asked_for_and_obeyed(self, path_of_data, standing, ground):
        document = {**path_of_data.registrations[0]}
        document.pop("information", None)
        assert self.grounds(path_of_data, document, standing=standing) == {ground}

    @pytest.mark.requirement("R-LEG-01", part="every element", shows="refuses")
    def test_a_basis_that_leaves_out_one_element_of_the_version_gives_no_estimate(self, path_of_data):
        codes = set(path_of_data.version.person_types[Moment.REGISTRATION].codes)
        narrow = tuple(
            dataclasses.replace(basis, elements=frozenset(codes - {"age"}))
            for basis in path_of_data.register.legal_bases
        )
        register = dataclasses.replace(path_of_data.register, legal_bases=narrow)
        event = next(one for one in path_of_data.registrations if one["event"] == "registration")
        assert self.grounds(path_of_data, event, register=register) == {Ground.ELEMENT}

    def test_a_fictional_basis_covers_no_real_person(self, path_of_data):
        document = {**path_of_data.registrations[0], "synthetic": False}
        received = self.receive(path_of_data, document)
        assert received.estimate is None
        assert any("demo" in refusal.text.en for refusal in received.refusals)

    def test_made_up_courses_give_a_demo_version_under_any_basis(self, path_of_data, tmp_path):
        home = DataHome(tmp_path / "home")
        shutil.copytree(path_of_data.data.path / "case-bases", home.path / "case-bases")
        real = tuple(dataclasses.replace(basis, is_fictional=False) for basis in path_of_data.register.legal_bases)
        register = dataclasses.replace(path_of_data.register, legal_bases=real)
        release = release_hand_over(home, register=register, today=TODAY, limits=LIMITS, is_research=True)
        assert release.hand_over.manifest.is_demo

    def test_an_old_benefit_case_of_another_course_does_not_count(self, path_of_data):
        document = json.loads(json.dumps(path_of_data.registrations[0]))
        day = document["occurred_on"]
        common = {"course_id": document["course_id"], "started_on": day, "recorded_on": day}
        document["tables"]["benefit_cases"] = [
            {**common, "case_id": "X-1", "benefit": "kontanthjaelp"},
            {**common, "case_id": "X-2", "benefit": "dagpenge", "superseded_on": day},
        ]
        assert self.receive(path_of_data, document).estimate.reason == "outside_population"

    def test_a_person_on_another_benefit_is_outside_the_population(self, path_of_data):
        document = json.loads(json.dumps(path_of_data.registrations[0]))
        course = document["course_id"]
        document["tables"]["benefit_cases"] = [
            {
                "case_id": "X-1",
                "course_id": course,
                "benefit": "kontanthjaelp",
                "started_on": document["occurred_on"],
                "recorded_on": document["occurred_on"],
            }
        ]
        received = self.receive(path_of_data, document)
        assert received.estimate.reason == "outside_population"

    def test_a_version_without_the_moment_gives_no_estimate(self, path_of_data):
        version = path_of_data.version
        only = {Moment.HAND_OVER: version.person_types[Moment.HAND_OVER]}
        received = receive_registration(
            next(document for document in path_of_data.registrations if document["event"] == "registration"),
            version=dataclasses.replace(version, person_types=only),
            register=path_of_data.register,
            standing_of=lambda municipality, person_id: INFORMED,
            today=TODAY,
        )
        assert received.estimate is None


def test_building_reads_the_hand_over_alone(path_of_data, tmp_path):
    """In a folder with nothing else, the same version comes out."""
    shutil.copy(path_of_data.release.path, tmp_path / "hand-over.zip")
    assert build_version(tmp_path / "hand-over.zip", tmp_path).sha256 == path_of_data.version.sha256
