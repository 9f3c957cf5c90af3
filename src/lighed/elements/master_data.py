"""Master data and the registration -> elements on who registers, and when."""

from __future__ import annotations

from functools import partial

import polars as pl

from lighed.elements.element import (
    YEARS,
    YES_NO,
    Element,
    Family,
    Kind,
    Protection,
    View,
    yes_no,
)
from lighed.elements.known import Known, stacked
from lighed.elements.unemployment_funds import FUND_KINDS, fund_kind
from lighed.governance import LegalClass, Text
from lighed.records.tables import TABLES


def _person(known: Known) -> pl.LazyFrame:
    """The registration itself, and the person's master data as known: at most one row of each per case.

    Columns: ``registered_on, unemployment_fund`` · ``birth_year, sex, interpreter_need``.
    """
    persons = known.of_person("persons").select("case", "recorded_on", "birth_year", "sex", "interpreter_need")
    newest = persons.sort("case", "recorded_on", "birth_year", "sex", "interpreter_need").unique(
        "case", keep="last", maintain_order=True
    )
    registration = known.courses.select(
        "case",
        "scored_on",
        pl.col("course_recorded_on").alias("recorded_on"),
        "registered_on",
        "unemployment_fund",
    )
    return stacked(registration, newest)


PERSON = View("person", _person)

_of_person = partial(
    Element,
    family=Family.MASTER_DATA,
    view=PERSON,
    legal_class=LegalClass.ORDINARY,
)
_MASTER_DATA = Text(da="Stamdata", en="Master data")
_REGISTRATION = Text(da="Stamdata, tilmelding", en="Master data, registration")

_MONTHS = {
    "01": Text(da="Januar", en="January"),
    "02": Text(da="Februar", en="February"),
    "03": Text(da="Marts", en="March"),
    "04": Text(da="April", en="April"),
    "05": Text(da="Maj", en="May"),
    "06": Text(da="Juni", en="June"),
    "07": Text(da="Juli", en="July"),
    "08": Text(da="August", en="August"),
    "09": Text(da="September", en="September"),
    "10": Text(da="Oktober", en="October"),
    "11": Text(da="November", en="November"),
    "12": Text(da="December", en="December"),
}

MASTER_DATA = (
    _of_person(
        code="age",
        name=Text(da="Alder ved tilmelding", en="Age at registration"),
        meaning=Text(
            da="Det år, personen meldte sig ledig, minus fødselsåret.",
            en="The year in which the person registered as unemployed, less the year of birth.",
        ),
        tables=("persons", "contact_courses"),
        screen=_MASTER_DATA,
        expression=pl.col("registered_on").max().dt.year() - pl.col("birth_year").max(),
        dated_by="birth_year",
        kind=Kind.NUMBER,
        unit=YEARS,
        step=1,
        protection=Protection.PROTECTED,
        rationale=Text(
            da="Forløb bliver oftere lange for ældre ledige, ofte på grund af arbejdsgivernes valg. Vises som "
            "beskyttet.",
            en="Courses become long more often for older people, often by employers' choices. Shown as protected.",
        ),
    ),
    _of_person(
        code="sex",
        name=Text(da="Køn", en="Sex"),
        meaning=Text(da="Køn, som det står i stamdata.", en="Sex as it stands in the master data."),
        tables=("persons",),
        screen=_MASTER_DATA,
        expression=pl.col("sex").max(),
        dated_by="sex",
        kind=Kind.CATEGORY,
        codes=TABLES["persons"].column("sex").codes,
        protection=Protection.PROTECTED,
        rationale=Text(
            da="Kvinder og mænd søger ofte forskellige fag. Er med, så det kan ses og måles, om værktøjet virker lige "
            "godt for alle.",
            en="Women and men often look for different work. It is there so that one can see and measure whether the "
            "tool works equally well for all.",
        ),
    ),
    _of_person(
        code="interpreter_need",
        name=Text(da="Tolkebehov", en="Need for an interpreter"),
        meaning=Text(
            da="Om det er noteret, at personen har brug for tolk til samtaler.",
            en="Whether it is noted that the person needs an interpreter at meetings.",
        ),
        tables=("persons",),
        screen=_MASTER_DATA,
        expression=yes_no(pl.col("interpreter_need").max()),
        dated_by="interpreter_need",
        kind=Kind.CATEGORY,
        codes=YES_NO,
        protection=Protection.PROXY,
        rationale=Text(
            da="Samtaler med tolk tager længere tid og skal planlægges. Kan hænge sammen med herkomst.",
            en="Meetings with an interpreter take longer and must be planned. It may stand in for origin.",
        ),
        fresh_for_days=1826,
    ),
    _of_person(
        code="unemployment_fund",
        name=Text(da="Slags a-kasse", en="Kind of unemployment insurance fund"),
        meaning=Text(
            da="Hvilke fag medlemmerne af personens a-kasse kommer fra. A-kassens navn bruges ikke.",
            en="Which trades the members of the person's fund come from. The name of the fund is not used.",
        ),
        tables=("contact_courses",),
        screen=_REGISTRATION,
        expression=fund_kind(pl.col("unemployment_fund").max()),
        dated_by="unemployment_fund",
        kind=Kind.CATEGORY,
        codes=FUND_KINDS,
        protection=Protection.PROXY,
        rationale=Text(
            da="A-kassen følger ofte faget. Den siger ikke, om man er i fagforening, men kan hænge sammen med det.",
            en="The fund often follows the trade. It does not tell whether one is in a union, but may stand in for it.",
        ),
    ),
    _of_person(
        code="registration_month",
        name=Text(da="Måned for tilmelding", en="Month of registration"),
        meaning=Text(
            da="Den måned på året, hvor personen meldte sig ledig.",
            en="The month of the year in which the person registered as unemployed.",
        ),
        tables=("contact_courses",),
        screen=_REGISTRATION,
        expression=pl.col("registered_on").max().dt.strftime("%m"),
        dated_by="registered_on",
        kind=Kind.CATEGORY,
        codes=_MONTHS,
        protection=Protection.NONE,
        rationale=Text(
            da="Der er sæson i mange fag, og om sommeren kommer mange nyuddannede på én gang.",
            en="Many trades have a season, and in summer many graduates register at once.",
        ),
    ),
)
