"""The register is whole, has a stable identity, and lets nothing through that is not declared."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from lighed.elements import (
    REGISTER,
    Element,
    ElementRegister,
    Family,
    Lookups,
    Protection,
    UndeclaredValues,
    catalogue_page,
    check_values,
    learn_lookups,
)
from lighed.elements.register import RegisterFault
from lighed.governance import (
    Ground,
    LegalClass,
    Moment,
    NotPermitted,
    Purpose,
    Request,
    Text,
    check_permit,
    demonstration_register,
)
from lighed.records.tables import TABLES
from tests.allowed import is_allowed
from tests.spec.case_tables import case_tables
from tests.web.readability import lix


def with_first(**changes: Any) -> tuple[Element, ...]:
    return (replace(REGISTER.elements[0], **changes), *REGISTER.elements[1:])


@pytest.mark.requirement("A4", part="at most 50, declared and documented", shows="works")
@pytest.mark.requirement("R-DAT-01", part="at most 50", shows="works")
def test_there_are_40_to_50_elements_of_four_families_at_both_moments() -> None:
    assert 40 <= len(REGISTER) <= 50
    assert {element.family for element in REGISTER} == set(Family)
    for moment in Moment:
        assert len(REGISTER.for_moment(moment)) >= 40


@pytest.mark.parametrize(
    ("codes", "requirement"),
    [
        (["education_level", "n_languages", "n_licence_categories", "goal_distance", "goal_commonness"], "A5"),
        (["n_regions", "interview_rate"], "A6"),
        (["meetings_of_asked", "no_show_share", "caseworker_changes"], "A7"),
        (["age", "sex", "interpreter_need"], "A8"),
    ],
)
def test_what_the_opinion_of_2022_names_is_there(codes: list[str], requirement: str) -> None:
    assert all(code in REGISTER for code in codes), requirement


@pytest.mark.requirement("A9", part="declared tables and columns only", shows="works")
def test_elements_come_from_declared_tables_without_names_and_addresses() -> None:
    for element in REGISTER:
        assert set(element.tables) <= set(TABLES)
        assert not any(TABLES[table].is_personal_contact for table in element.tables)


@pytest.mark.requirement("B5", part="stand-ins are declared", shows="works")
def test_stand_ins_are_declared() -> None:
    assert REGISTER["sex"].protection is REGISTER["age"].protection is Protection.PROTECTED
    for code in ("interpreter_need", "danish_level", "n_languages", "unemployment_fund"):
        assert REGISTER[code].protection is Protection.PROXY


@pytest.mark.requirement("R-ACCS-02", shows="refuses")
@pytest.mark.requirement("A4", part="at most 50, declared and documented", shows="refuses")
@pytest.mark.requirement("B5", part="the legal class is declared", shows="refuses")
@pytest.mark.requirement("B5", part="stand-ins are declared", shows="refuses")
@pytest.mark.requirement("C5", part="source, screen and age of every value", shows="refuses")
@pytest.mark.requirement("C7", part="an element without a public description cannot be used", shows="refuses")
@pytest.mark.requirement("R-DAT-01", part="each fully declared in both languages", shows="refuses")
@pytest.mark.parametrize(
    ("elements", "fault"),
    [
        (REGISTER.elements[:39], "There are 39 elements"),
        (REGISTER.elements + REGISTER.elements[:1], "education_level: the code is declared more than once"),
        (with_first(name=Text(da="Uddannelse", en=" ")), "education_level: every text must be there"),
        (with_first(name=Text(da="x" * 46, en="x")), "education_level: the name is longer than 45"),
        (with_first(codes={}), "education_level: a category has codes"),
        (with_first(legal_class=None), "education_level: the legal class and the protection must be declared"),
        (with_first(protection=None), "education_level: the legal class and the protection must be declared"),
        (with_first(moments=frozenset()), "education_level: the source tables and the moments must be declared"),
        (with_first(collected=Text(da="Sådan.", en="")), "education_level: the text `collected` must be there"),
        (with_first(reading=Text(da=" ", en="So.")), "education_level: the text `reading` must be there"),
        (with_first(together_with=()), "education_level: what it should be seen together with must be named"),
        (with_first(together_with=("diagnosis",)), "education_level: it cannot be seen together with diagnosis"),
        (with_first(together_with=("education_level",)), "education_level: it cannot be seen together with itself"),
        (with_first(since=""), "education_level: the version that it came with must be named"),
    ],
)
def test_a_faulty_register_cannot_be_made(elements: tuple[Element, ...], fault: str) -> None:
    with pytest.raises(RegisterFault, match=fault):
        ElementRegister(elements)


@pytest.mark.requirement("C5", part="where data are not objective", shows="refuses")
@pytest.mark.parametrize(
    "changes",
    [
        {"not_objective": None},
        {"objective_because": Text(da="Den er målt.", en="It is measured.")},
        {"not_objective": Text(da="Det er et bud.", en="")},
    ],
)
def test_an_element_that_hides_where_it_is_not_objective_stops_the_product(changes: dict[str, Any]) -> None:
    with pytest.raises(RegisterFault, match=r"education_level: .*where it is not objective"):
        ElementRegister(with_first(**changes))


@pytest.mark.requirement("C5", part="how collected, how to read and what to see with it", shows="refuses")
def test_an_element_without_its_context_stops_the_product() -> None:
    untold = {"collected": Text("", ""), "reading": Text("", ""), "together_with": (), "not_objective": None}
    with pytest.raises(RegisterFault) as refused:
        ElementRegister(with_first(**untold))
    assert str(refused.value).count("education_level: ") == 4


@pytest.mark.requirement("C5", part="how collected, how to read and what to see with it", shows="works")
@pytest.mark.requirement("C5", part="where data are not objective", shows="works")
def test_every_element_says_something_of_its_own_in_plain_words() -> None:
    for texts in ([element.reading for element in REGISTER], [element.not_objective for element in REGISTER]):
        told = [text.da for text in texts if text is not None]
        assert len(set(told)) == len(told)
    assert [element.code for element in REGISTER if element.not_objective is None] == ["registration_month"]
    for element in REGISTER:
        said = (element.meaning, element.rationale, element.collected, element.reading, element.not_objective)
        assert lix(" ".join(text.da for text in said if text is not None)) <= 40, element.code


@pytest.mark.requirement("B4", part="refused without a basis of their own", shows="refuses")
@pytest.mark.requirement("R-LEG-09", part="blocked without Article 9(2)(g) and named safeguards", shows="refuses")
def test_a_special_category_may_be_declared_and_no_basis_covers_it_by_silence() -> None:
    register = ElementRegister(with_first(legal_class=LegalClass.SPECIAL_CATEGORY))
    law = demonstration_register()
    request = Request(
        purpose=Purpose.TRAINING,
        municipalities=frozenset({"901"}),
        on=date(2026, 1, 1),
        moments=frozenset(Moment),
        elements=frozenset(element.use for element in REGISTER),
        is_synthetic=True,
    )
    assert is_allowed(check_permit, law, request)
    with pytest.raises(NotPermitted) as caught:
        check_permit(law, replace(request, elements=frozenset(element.use for element in register)))
    (refusal,) = caught.value.refusals
    assert refusal.ground is Ground.SPECIAL_CATEGORY
    assert "education_level" in refusal.text.en


@pytest.mark.requirement("B5", part="the legal class is declared", shows="refuses")
def test_an_element_cannot_be_declared_without_its_legal_class() -> None:
    with pytest.raises(TypeError, match="legal_class"):
        Element(code="x", name=Text("x", "x"))  # type: ignore[call-arg]


def test_the_hash_is_the_same_in_another_process() -> None:
    command = "from lighed.elements import REGISTER; print(REGISTER.sha256)"
    printed = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == REGISTER.sha256


@pytest.mark.parametrize(
    "changes",
    [
        {"expression": pl.col("education_level").min()},
        {"meaning": Text(da="Noget andet.", en="Something else.")},
        {"view": replace(REGISTER.elements[0].view, revision=2)},
        {"protection": Protection.PROXY},
        {"fresh_for_days": 1},
        {"reading": Text(da="Noget andet.", en="Something else.")},
        {"together_with": ("age",)},
        {"codes": dict(list(REGISTER.elements[0].codes.items())[:-1])},
    ],
)
def test_the_hash_tells_every_other_declaration_apart(changes: dict[str, Any]) -> None:
    assert ElementRegister(with_first(**changes)).sha256 != REGISTER.sha256


def test_a_code_far_down_a_list_in_an_expression_is_told_apart() -> None:
    one = with_first(expression=pl.col("education_level").is_in(["10", "15", "20", "30", "35"]).any())
    other = with_first(expression=pl.col("education_level").is_in(["10", "15", "20", "30", "99"]).any())
    assert ElementRegister(one).sha256 != ElementRegister(other).sha256


# --- check_values ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-DAT-01", part="undeclared columns are refused", shows="works")
def test_declared_values_pass() -> None:
    check_values({"age": 41, "sex": None, "education_level": "30", "goal_distance": 2.5}, moment=Moment.REGISTRATION)
    frame = pl.DataFrame({"course_id": ["c"], "age": [41.0], "sex": ["male"], "n_regions": [None]})
    check_values(frame, moment=Moment.REGISTRATION)


@pytest.mark.requirement("A8", shows="refuses")
@pytest.mark.requirement("A9", part="declared tables and columns only", shows="refuses")
@pytest.mark.requirement("R-LEG-09", part="free text never enters the model", shows="refuses")
@pytest.mark.requirement("R-DAT-01", part="undeclared columns are refused", shows="refuses")
@pytest.mark.parametrize(
    "values",
    [
        {"diagnosis": "secret-value", "sex": "secret-value", "age": "secret-value", "goal_distance": float("nan")},
        pl.DataFrame(
            {
                "diagnosis": ["secret-value"],
                "sex": ["secret-value"],
                "age": ["secret-value"],
                "goal_distance": [float("inf")],
            }
        ),
    ],
)
def test_every_fault_is_named_at_once_and_no_value(values: Any) -> None:
    with pytest.raises(UndeclaredValues) as refused:
        check_values(values, moment=Moment.REGISTRATION)
    text = str(refused.value)
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["diagnosis", "sex", "age", "goal_distance"]
    assert "female, male" in text
    assert "secret" not in text


def test_an_element_of_the_other_moment_is_refused() -> None:
    with pytest.raises(UndeclaredValues, match="current_no_shows: is not a data element declared for registration"):
        check_values({"current_no_shows": 1}, moment=Moment.REGISTRATION)
    check_values({"current_no_shows": 1}, moment=Moment.HAND_OVER)


def test_true_and_false_are_no_numbers() -> None:
    with pytest.raises(UndeclaredValues, match="age"):
        check_values({"age": True}, moment=Moment.REGISTRATION)


# --- Lookups --------------------------------------------------------------------------------------------------------


def cv_of(
    n: int, *, occupation: str, first: int = 0, recorded_on: str = "2020-01-01"
) -> dict[str, list[dict[str, Any]]]:
    people = [f"p{first + i}" for i in range(n)]
    return {
        "cv_educations": [
            {"person_id": who, "level": level, "field": "04", "recorded_on": recorded_on}
            for who in people
            for level in ("10", "30")
        ],
        "cv_experiences": [
            {"person_id": who, "occupation": occupation, "from_on": "2010-01-01", "recorded_on": recorded_on}
            for who in people
        ],
    }


def learned(
    *municipalities: list[dict[str, list[dict[str, Any]]]], min_people: int = 2
) -> dict[tuple[str, str], float]:
    bases = [
        case_tables(**{name: [row for part in parts for row in part[name]] for name in parts[0]})
        for parts in municipalities
    ]
    rows = learn_lookups(bases, before=date(2021, 1, 1), min_people=min_people).rows
    return {(row["key_1"], row["key_2"]): row["share"] for row in rows.rows(named=True)}


def test_lookups_tell_how_common_an_occupation_is_for_the_highest_education() -> None:
    sales, office = cv_of(3, occupation="5223"), cv_of(1, occupation="4110", first=3)
    assert learned([sales, office], min_people=1) == {("30/04", "*"): 1, ("30/04", "52"): 0.75, ("30/04", "41"): 0.25}


def test_cells_with_few_people_do_not_cross() -> None:
    sales, office = cv_of(3, occupation="5223"), cv_of(1, occupation="4110", first=3)
    assert learned([sales, office], min_people=2) == {("30/04", "*"): 1, ("30/04", "52"): 0.75}
    assert learned([sales], min_people=4) == {}


def test_people_of_two_municipalities_count_though_their_ids_are_alike() -> None:
    assert learned([cv_of(1, occupation="5223")], [cv_of(1, occupation="5223")], min_people=2)[("30/04", "52")] == 1


def test_what_was_recorded_in_the_training_period_teaches_nothing() -> None:
    assert learned([cv_of(3, occupation="5223", recorded_on="2021-01-01")]) == {}


def test_lookups_are_taken_up_again_as_they_were_written() -> None:
    tables = case_tables(**cv_of(3, occupation="5223"))
    lookups = learn_lookups([tables], before=date(2021, 1, 1), min_people=1)
    assert Lookups.from_rows(lookups.rows).rows.equals(lookups.rows)
    with pytest.raises(ValueError, match="outcome"):
        Lookups.from_rows(lookups.rows.with_columns(outcome=1))


# --- Catalogue ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("A4", part="at most 50, declared and documented", shows="works")
@pytest.mark.requirement("C1", part="a catalogue with source and meaning", shows="works")
@pytest.mark.requirement("C7", part="an element without a public description cannot be used", shows="works")
@pytest.mark.requirement("R-DAT-01", part="each fully declared in both languages", shows="works")
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_catalogue_tells_of_every_element_in_both_languages(language: Any) -> None:
    page = catalogue_page(language)
    for element in REGISTER:
        for text in (element.name, element.meaning, element.rationale, element.screen, element.collected):
            assert text.in_(language) in page
        for told in (element.reading, element.not_objective, element.objective_because):
            assert told is None or told.in_(language) in page
        assert f"`{element.code}`" in page
    assert REGISTER.sha256 in page
