"""The CV -> elements on education, languages, driving licences and work experience."""

from __future__ import annotations

from functools import partial

import polars as pl

from lighed.elements.cv_rows import CV
from lighed.elements.element import (
    NUMBER_OF,
    OTHER,
    WEEKS,
    YEARS,
    YES_NO,
    Element,
    Family,
    Kind,
    Protection,
    where_any,
    yes_no,
)
from lighed.elements.occupations import MAIN_GROUPS, group
from lighed.governance import LegalClass, Text
from lighed.records.tables import TABLES

FRESH_CV_DAYS = 730
"""A CV entry older than two years at the scoring moment is shown as out of date."""

of_cv = partial(
    Element,
    family=Family.CV,
    view=CV,
    legal_class=LegalClass.ORDINARY,
    fresh_for_days=FRESH_CV_DAYS,
)
_number = partial(of_cv, kind=Kind.NUMBER)
_category = partial(of_cv, kind=Kind.CATEGORY)

_EDUCATION = Text(da="CV, fanen Uddannelse", en="CV, tab Education")
_EXPERIENCE = Text(da="CV, fanen Erhvervserfaring", en="CV, tab Work experience")
_LANGUAGES = Text(da="CV, fanen Sprog", en="CV, tab Languages")
_LICENCES = Text(da="CV, fanen Kørekort", en="CV, tab Driving licences")
_WHOLE_CV = Text(da="CV, forsiden", en="CV, front page")

_HIGHEST = ("education_level", "completed_on", "education_field")
_FIELDS = {
    "00": Text(da="Almene uddannelser", en="General programmes"),
    "01": Text(da="Pædagogik og undervisning", en="Education"),
    "02": Text(da="Kunst og humaniora", en="Arts and humanities"),
    "03": Text(da="Samfundsvidenskab og information", en="Social sciences and information"),
    "04": Text(da="Handel, administration og jura", en="Business, administration and law"),
    "05": Text(da="Naturvidenskab og matematik", en="Natural sciences and mathematics"),
    "06": Text(da="Informatik", en="Information and communication technologies"),
    "07": Text(da="Teknik, produktion og byggeri", en="Engineering, manufacturing and construction"),
    "08": Text(da="Landbrug, skovbrug og fiskeri", en="Agriculture, forestry and fisheries"),
    "09": Text(da="Sundhed og velfærd", en="Health and welfare"),
    "10": Text(da="Service og transport", en="Services and transport"),
    OTHER: Text(da="Andet fagområde", en="Another field"),
}
"""The broad fields of ISCED-F 2013, by the first two digits."""

_LANGUAGE_LEVELS = TABLES["cv_languages"].column("level").codes
_HEAVY = ("C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE")


def _language_level(language: str) -> pl.Expr:
    return pl.col("language_level").filter(pl.col("language") == language).drop_nulls().sort().last()


EDUCATION = (
    _category(
        code="education_level",
        name=Text(da="Højeste uddannelse", en="Highest education"),
        meaning=Text(
            da="Niveauet for den højeste afsluttede uddannelse i CV'et.",
            en="The level of the highest completed education in the CV.",
        ),
        tables=("cv_educations",),
        screen=_EDUCATION,
        expression=pl.col("education_level").max(),
        dated_by="education_level",
        codes=TABLES["cv_educations"].column("level").codes,
        protection=Protection.NONE,
        rationale=Text(
            da="Forløb er i gennemsnit forskelligt lange for folk med forskellig uddannelse, fordi de søger "
            "forskellige job.",
            en="Courses differ in length between people with different educations, since they look for different jobs.",
        ),
    ),
    _category(
        code="education_field",
        name=Text(da="Fagområde for højeste uddannelse", en="Field of highest education"),
        meaning=Text(
            da="Det fagområde, som den højeste uddannelse i CV'et hører til.",
            en="The field that the highest education in the CV belongs to.",
        ),
        tables=("cv_educations",),
        screen=_EDUCATION,
        expression=pl.col("education_field").sort_by(*_HIGHEST, nulls_last=False).last().str.slice(0, 2),
        dated_by="education_field",
        codes=_FIELDS,
        protection=Protection.NONE,
        rationale=Text(
            da="Der er ikke lige mange ledige stillinger i alle fag.",
            en="There are not equally many vacancies in all fields.",
        ),
    ),
    _number(
        code="years_since_education",
        name=Text(da="År siden seneste uddannelse", en="Years since latest education"),
        meaning=Text(
            da="Antal år fra den seneste uddannelse i CV'et blev afsluttet.",
            en="Number of years since the latest education in the CV was completed.",
        ),
        tables=("cv_educations",),
        screen=_EDUCATION,
        expression=(pl.col("scored_on").max() - pl.col("completed_on").max()).dt.total_days() / 365.25,
        dated_by="completed_on",
        unit=YEARS,
        step=0.5,
        protection=Protection.PROXY,
        rationale=Text(
            da="Nyuddannede søger ofte deres første job i faget og har et andet forløb end andre. Hænger sammen med "
            "alder.",
            en="New graduates often look for a first job in their field and have other courses. It follows age.",
        ),
    ),
    _number(
        code="n_educations",
        name=Text(da="Antal uddannelser", en="Number of educations"),
        meaning=Text(
            da="Antal afsluttede uddannelser og kurser, der står i CV'et.",
            en="Number of completed educations and courses that the CV lists.",
        ),
        tables=("cv_educations",),
        screen=_EDUCATION,
        expression=pl.col("education_level").count(),
        dated_by="education_level",
        unit=NUMBER_OF,
        step=1,
        protection=Protection.NONE,
        rationale=Text(
            da="Flere uddannelser giver flere slags job at søge.",
            en="More educations open more kinds of jobs to apply for.",
        ),
    ),
)

LANGUAGES_AND_LICENCES = (
    _category(
        code="danish_level",
        name=Text(da="Dansk", en="Danish"),
        meaning=Text(
            da="Hvor godt personen kan dansk ifølge sit eget CV.",
            en="How well the person knows Danish, according to their own CV.",
        ),
        tables=("cv_languages",),
        screen=_LANGUAGES,
        expression=_language_level("da"),
        dated_by="language",
        codes=_LANGUAGE_LEVELS,
        protection=Protection.PROXY,
        rationale=Text(
            da="Mange stillinger kræver dansk, og hjælp til sproget kan planlægges tidligt. Kan hænge sammen med "
            "herkomst.",
            en="Many jobs ask for Danish, and help with it can be planned early. It may stand in for origin.",
        ),
    ),
    _category(
        code="english_level",
        name=Text(da="Engelsk", en="English"),
        meaning=Text(
            da="Hvor godt personen kan engelsk ifølge sit eget CV.",
            en="How well the person knows English, according to their own CV.",
        ),
        tables=("cv_languages",),
        screen=_LANGUAGES,
        expression=_language_level("en"),
        dated_by="language",
        codes=_LANGUAGE_LEVELS,
        protection=Protection.PROXY,
        rationale=Text(
            da="Engelsk åbner for job i flere virksomheder. Kan hænge sammen med herkomst.",
            en="English opens jobs in more companies. It may stand in for origin.",
        ),
    ),
    _number(
        code="n_languages",
        name=Text(da="Antal sprog", en="Number of languages"),
        meaning=Text(da="Antal sprog, der står i CV'et.", en="Number of languages that the CV lists."),
        tables=("cv_languages",),
        screen=_LANGUAGES,
        expression=pl.col("language").drop_nulls().n_unique(),
        dated_by="language",
        unit=NUMBER_OF,
        step=1,
        protection=Protection.PROXY,
        rationale=Text(
            da="Sprog er en kvalifikation, som arbejdsgivere ser efter. Kan hænge sammen med herkomst.",
            en="Languages are a qualification that employers look for. It may stand in for origin.",
        ),
    ),
    _number(
        code="n_licence_categories",
        name=Text(da="Antal kørekortkategorier", en="Number of driving-licence categories"),
        meaning=Text(
            da="Antal kategorier af kørekort, der står i CV'et.",
            en="Number of driving-licence categories that the CV lists.",
        ),
        tables=("cv_licences",),
        screen=_LICENCES,
        expression=pl.col("category").drop_nulls().n_unique(),
        dated_by="category",
        unit=NUMBER_OF,
        step=1,
        protection=Protection.NONE,
        rationale=Text(
            da="Kørekort gør flere arbejdspladser mulige at nå og er et krav i nogle job.",
            en="A driving licence brings more workplaces within reach, and some jobs require it.",
        ),
    ),
    _category(
        code="has_car_licence",
        name=Text(da="Kørekort til bil", en="Car driving licence"),
        meaning=Text(
            da="Om CV'et nævner kørekort til bil. Et CV uden kørekort tæller som nej.",
            en="Whether the CV lists a licence for cars. A CV without licences counts as no.",
        ),
        tables=("cv_licences",),
        screen=_LICENCES,
        expression=yes_no(pl.col("category").is_in(["B", "BE"]).any()),
        dated_by="category",
        codes=YES_NO,
        protection=Protection.NONE,
        rationale=Text(
            da="Uden bil kan arbejdspladser uden bus og tog være svære at nå.",
            en="Without a car, workplaces without bus or train can be hard to reach.",
        ),
    ),
    _category(
        code="has_heavy_licence",
        name=Text(da="Kørekort til lastbil eller bus", en="Lorry or bus driving licence"),
        meaning=Text(
            da="Om CV'et nævner kørekort til lastbil eller bus.",
            en="Whether the CV lists a licence for lorries or buses.",
        ),
        tables=("cv_licences",),
        screen=_LICENCES,
        expression=yes_no(pl.col("category").is_in(list(_HEAVY)).any()),
        dated_by="category",
        codes=YES_NO,
        protection=Protection.NONE,
        rationale=Text(
            da="Kørekort til lastbil og bus er efterspurgt i transportfagene.",
            en="Licences for lorries and buses are in demand in transport.",
        ),
    ),
)

EXPERIENCE = (
    _number(
        code="years_experience",
        name=Text(da="Års erhvervserfaring", en="Years of work experience"),
        meaning=Text(
            da="Antal år med job ifølge CV'et. Job på samme tid tæller kun én gang.",
            en="Number of years in work according to the CV. Jobs held at the same time count once.",
        ),
        tables=("cv_experiences",),
        screen=_EXPERIENCE,
        expression=pl.col("added_years").sum(),
        dated_by="occupation",
        unit=YEARS,
        step=0.5,
        protection=Protection.PROXY,
        rationale=Text(
            da="Erfaring er noget af det første, som arbejdsgivere ser efter. Hænger sammen med alder.",
            en="Experience is among the first things that employers look for. It follows age.",
        ),
    ),
    _number(
        code="years_last_occupation",
        name=Text(da="År i det seneste fag", en="Years in the latest occupation"),
        meaning=Text(
            da="Antal år i job i samme faggruppe (to cifre i DISCO-08) som det seneste job.",
            en="Number of years in jobs of the same group (two digits of DISCO-08) as the latest job.",
        ),
        tables=("cv_experiences",),
        screen=_EXPERIENCE,
        expression=where_any("occupation", pl.col("years").filter(pl.col("is_last_occupation")).sum()),
        dated_by="occupation",
        unit=YEARS,
        step=0.5,
        protection=Protection.NONE,
        rationale=Text(
            da="Mange år i ét fag kan gøre det let at vende tilbage til faget og svært at skifte.",
            en="Many years in one occupation can make it easy to return to and hard to change.",
        ),
    ),
    _number(
        code="years_since_last_job",
        name=Text(da="År siden seneste job", en="Years since the latest job"),
        meaning=Text(
            da="Antal år fra det seneste job i CV'et sluttede. Et job uden slutdato tæller som lige sluttet.",
            en="Number of years since the latest job in the CV ended. A job without an end counts as just ended.",
        ),
        tables=("cv_experiences",),
        screen=_EXPERIENCE,
        expression=(pl.col("scored_on").max() - pl.col("until").max()).dt.total_days() / 365.25,
        dated_by="occupation",
        unit=YEARS,
        step=0.25,
        protection=Protection.NONE,
        rationale=Text(
            da="Jo kortere tid siden sidste job, jo nyere er erfaringen og kontakterne.",
            en="The shorter the time since the latest job, the fresher the experience and the contacts.",
        ),
    ),
    _category(
        code="last_occupation",
        name=Text(da="Seneste job, hovedgruppe", en="Latest job, main group"),
        meaning=Text(
            da="Hvilken hovedgruppe i DISCO-08 det seneste job i CV'et hører til.",
            en="Which main group of DISCO-08 the latest job in the CV belongs to.",
        ),
        tables=("cv_experiences",),
        screen=_EXPERIENCE,
        expression=pl.col("last_occupation").drop_nulls().first().str.slice(0, 1),
        dated_by="occupation",
        codes=MAIN_GROUPS,
        protection=Protection.NONE,
        rationale=Text(
            da="Der er forskel på, hvor hurtigt der kommer nye stillinger i forskellige fag.",
            en="New vacancies come at a different pace in different occupations.",
        ),
    ),
    _number(
        code="n_occupations",
        name=Text(da="Antal fag, personen har arbejdet i", en="Number of occupations worked in"),
        meaning=Text(
            da="Antal forskellige faggrupper (to cifre i DISCO-08) blandt job i CV'et.",
            en="Number of different groups (two digits of DISCO-08) among the jobs in the CV.",
        ),
        tables=("cv_experiences",),
        screen=_EXPERIENCE,
        expression=group(pl.col("occupation")).drop_nulls().n_unique(),
        dated_by="occupation",
        unit=NUMBER_OF,
        step=1,
        protection=Protection.NONE,
        rationale=Text(
            da="Den, der har arbejdet i flere fag, har flere slags job at søge.",
            en="Someone who has worked in several occupations has more kinds of jobs to apply for.",
        ),
    ),
    _number(
        code="weeks_since_cv_update",
        name=Text(da="Uger siden CV'et blev ændret", en="Weeks since the CV was changed"),
        meaning=Text(
            da="Antal uger fra den nyeste oplysning blev skrevet i CV'et.",
            en="Number of weeks since the newest entry was written into the CV.",
        ),
        tables=("cv_educations", "cv_experiences", "cv_languages", "cv_licences", "cv_job_goals"),
        screen=_WHOLE_CV,
        expression=(pl.col("scored_on").max() - pl.col("recorded_on").max()).dt.total_days() / 7,
        unit=WEEKS,
        step=1,
        is_citizen_changeable=True,
        protection=Protection.NONE,
        rationale=Text(
            da="Et gammelt CV viser måske ikke, hvad personen kan i dag, og kan være et godt sted at begynde.",
            en="An old CV may not show what the person can do today, and may be a good place to begin.",
        ),
    ),
)
