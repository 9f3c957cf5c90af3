"""The case export's tables, each table and column declared once -> `TABLES`, which validation, types and docs read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lighed.governance import Text
from lighed.records.column import Column, Kind, Reference, Standard, Table
from lighed.records.standards import (
    BENEFITS,
    DISCO_08,
    EDUCATION_LEVELS,
    END_REASONS,
    ISO_639_1,
    LICENCE_CATEGORIES,
    REGIONS,
)


def _id(name: str, da: str, en: str) -> Column:
    return Column(name=name, kind=Kind.ID, meaning=Text(da, en), is_required=True)


def _text(name: str, da: str, en: str, *, is_required: bool = False) -> Column:
    return Column(name=name, kind=Kind.TEXT, meaning=Text(da, en), is_required=is_required)


def _flag(name: str, da: str, en: str) -> Column:
    return Column(name=name, kind=Kind.FLAG, meaning=Text(da, en))


def _date(name: str, da: str, en: str, *, is_required: bool = False, future: tuple[str, str] | None = None) -> Column:
    meaning = Text(da, en)
    return Column(name=name, kind=Kind.DATE, meaning=meaning, is_required=is_required, may_be_future_when=future)


def _code(
    name: str,
    da: str,
    en: str,
    *,
    codes: Mapping[str, Text] | None = None,
    standard: Standard | None = None,
    is_required: bool = False,
) -> Column:
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=Text(da, en),
        codes=codes or {},
        standard=standard,
        is_required=is_required,
    )


_KNOWN = (
    _date("recorded_on", "Hvornår fagsystemet fik rækken", "When the case system learned the row", is_required=True),
    _date(
        "superseded_on",
        "Hvornår rækken holdt op med at være sand, tom hvis den gælder",
        "When the row stopped being true, empty while it is in force",
    ),
)
_KNOWN_ORDER = ("recorded_on", "superseded_on")
_PERSON = _id("person_id", "Personens id i fagsystemet", "The person's id in the case system")
_COURSE = _id("course_id", "Kontaktforløbets id i fagsystemet", "The contact course's id in the case system")
_CASEWORKER = _id("caseworker_id", "Sagsbehandlerens id i fagsystemet", "The caseworker's id in the case system")
_OF_PERSON = Reference("person_id", "persons", "person_id")
_OF_COURSE = Reference("course_id", "contact_courses", "course_id")


PERSONS = Table(
    name="persons",
    meaning=Text(da="Stamdata, én gældende række pr. person", en="Master data, one row in force per person"),
    columns=(
        _PERSON,
        Column(
            name="birth_year",
            kind=Kind.WHOLE_NUMBER,
            meaning=Text(da="Fødselsår", en="Year of birth"),
            is_required=True,
            lowest=1900,
            highest=2100,
            is_year=True,
        ),
        _code(
            "sex",
            "Køn, tom hvis det ikke er oplyst",
            "Sex, empty when not stated",
            codes={"female": Text(da="Kvinde", en="Female"), "male": Text(da="Mand", en="Male")},
        ),
        _flag("interpreter_need", "Om personen har brug for tolk", "Whether the person needs an interpreter"),
        _flag("protected_address", "Om adressen er beskyttet", "Whether the address is protected"),
        *_KNOWN,
    ),
    key=("person_id",),
    orders=(_KNOWN_ORDER,),
)

CONTACTS = Table(
    name="contacts",
    meaning=Text(
        da="Navn og kontaktoplysninger, kun til dem, der møder personen",
        en="Name and contact details, only for those who meet the person",
    ),
    columns=(
        _PERSON,
        _text("display_name", "Personens navn", "The person's name", is_required=True),
        _text("address_name", "Adresse", "Address"),
        _text("phone", "Telefonnummer", "Phone number"),
        _code(
            "language",
            "Sprog, som personen helst skrives til på",
            "Language that the person prefers to be written to in",
            standard=ISO_639_1,
        ),
        *_KNOWN,
    ),
    key=("person_id",),
    references=(_OF_PERSON,),
    orders=(_KNOWN_ORDER,),
    is_required=False,
    is_personal_contact=True,
)

STAFF = Table(
    name="staff",
    meaning=Text(da="Sagsbehandlere", en="Caseworkers"),
    columns=(
        _CASEWORKER,
        _text("display_name", "Sagsbehandlerens navn", "The caseworker's name", is_required=True),
        _text("team", "Team", "Team"),
        *_KNOWN,
    ),
    key=("caseworker_id",),
    orders=(_KNOWN_ORDER,),
    is_required=False,
    is_personal_contact=True,
)

CONTACT_COURSES = Table(
    name="contact_courses",
    meaning=Text(da="Kontaktforløb fra tilmelding til afslutning", en="Contact courses from registration to their end"),
    columns=(
        _COURSE,
        _PERSON,
        _date("registered_on", "Tilmeldt som ledig", "Registered as unemployed", is_required=True),
        _date(
            "handed_over_on",
            "Overgang fra a-kasse til kommune",
            "Hand-over from unemployment insurance fund to municipality",
        ),
        _date("ended_on", "Afsluttet, tom hvis det stadig løber", "Ended, empty while it still runs"),
        _code("end_reason", "Hvorfor det sluttede", "Why it ended", codes=END_REASONS),
        _text("unemployment_fund", "A-kasse", "Unemployment insurance fund"),
        *_KNOWN,
    ),
    key=("course_id",),
    references=(_OF_PERSON,),
    orders=(
        ("registered_on", "handed_over_on"),
        ("registered_on", "ended_on"),
        ("handed_over_on", "ended_on"),
        _KNOWN_ORDER,
    ),
)

BENEFIT_CASES = Table(
    name="benefit_cases",
    meaning=Text(da="Ydelsessager i et kontaktforløb", en="Benefit cases within a contact course"),
    columns=(
        _id("case_id", "Ydelsessagens id i fagsystemet", "The benefit case's id in the case system"),
        _COURSE,
        _code("benefit", "Ydelse", "Benefit", codes=BENEFITS, is_required=True),
        _date("started_on", "Første dag med ydelsen", "First day on the benefit", is_required=True),
        _date("ended_on", "Afsluttet, tom hvis den stadig løber", "Ended, empty while it still runs"),
        _code("end_reason", "Hvorfor den sluttede", "Why it ended", codes=END_REASONS),
        *_KNOWN,
    ),
    key=("case_id",),
    references=(_OF_COURSE,),
    orders=(("started_on", "ended_on"), _KNOWN_ORDER),
)

MEETINGS = Table(
    name="meetings",
    meaning=Text(
        da="Samtaler mellem kommunen og personen (ikke jobsamtaler hos en arbejdsgiver)",
        en="Meetings between the municipality and the person (not an employer's job interviews)",
    ),
    columns=(
        _id("meeting_id", "Samtalens id i fagsystemet", "The meeting's id in the case system"),
        _COURSE,
        _date(
            "planned_on",
            "Den aftalte dag",
            "The agreed day",
            is_required=True,
            future=("outcome", "planned"),
        ),
        _date("held_on", "Dagen, hvor samtalen blev holdt", "The day on which the meeting was held"),
        _code(
            "kind",
            "Samtalens art",
            "Kind of meeting",
            codes={
                "cv": Text(da="CV-samtale", en="CV meeting"),
                "job": Text(da="Jobsamtale", en="Job-search meeting"),
                "follow_up": Text(da="Opfølgningssamtale", en="Follow-up meeting"),
                "joint": Text(da="Fælles jobsamtale med a-kassen", en="Joint meeting with the fund"),
            },
        ),
        _code(
            "form",
            "Samtalens form",
            "Form of the meeting",
            codes={
                "in_person": Text(da="Fremmøde", en="In person"),
                "phone": Text(da="Telefon", en="Phone"),
                "video": Text(da="Video", en="Video"),
            },
        ),
        _code(
            "outcome",
            "Hvad der blev af samtalen",
            "What became of the meeting",
            is_required=True,
            codes={
                "held": Text(da="Holdt", en="Held"),
                "no_show": Text(da="Udeblivelse", en="No-show"),
                "cancelled": Text(da="Afbud", en="Cancelled"),
                "planned": Text(da="Planlagt", en="Planned"),
            },
        ),
        Column(
            name="minutes",
            kind=Kind.WHOLE_NUMBER,
            meaning=Text(da="Længde i minutter", en="Length in minutes"),
            lowest=0,
            highest=600,
        ),
        *_KNOWN,
    ),
    key=("meeting_id",),
    references=(_OF_COURSE,),
    orders=(_KNOWN_ORDER,),
)

CASEWORKER_ASSIGNMENTS = Table(
    name="caseworker_assignments",
    meaning=Text(da="Hvem der var sagsbehandler hvornår", en="Who was caseworker when"),
    columns=(
        _COURSE,
        _CASEWORKER,
        _date("from_on", "Første dag", "First day", is_required=True),
        _date("to_on", "Sidste dag, tom hvis det stadig gælder", "Last day, empty while it lasts"),
        *_KNOWN,
    ),
    key=("course_id", "caseworker_id", "from_on"),
    references=(_OF_COURSE, Reference("caseworker_id", "staff", "caseworker_id")),
    orders=(("from_on", "to_on"), _KNOWN_ORDER),
)

CV_EDUCATIONS = Table(
    name="cv_educations",
    meaning=Text(da="CV: uddannelser", en="CV: educations"),
    columns=(
        _PERSON,
        _code("level", "Hovedniveau i DISCED-15", "Main level in DISCED-15", codes=EDUCATION_LEVELS, is_required=True),
        _text("field", "Fagområde", "Field of study"),
        _date("completed_on", "Afsluttet", "Completed"),
        *_KNOWN,
    ),
    key=("person_id", "level", "field", "completed_on"),
    references=(_OF_PERSON,),
    orders=(_KNOWN_ORDER,),
)

CV_EXPERIENCES = Table(
    name="cv_experiences",
    meaning=Text(da="CV: erhvervserfaring", en="CV: work experience"),
    columns=(
        _PERSON,
        _code("occupation", "Stilling", "Occupation", standard=DISCO_08, is_required=True),
        _date("from_on", "Første dag", "First day", is_required=True),
        _date("to_on", "Sidste dag, tom hvis det stadig gælder", "Last day, empty while it lasts"),
        *_KNOWN,
    ),
    key=("person_id", "occupation", "from_on"),
    references=(_OF_PERSON,),
    orders=(("from_on", "to_on"), _KNOWN_ORDER),
)

CV_LANGUAGES = Table(
    name="cv_languages",
    meaning=Text(da="CV: sprogkundskaber", en="CV: language skills"),
    columns=(
        _PERSON,
        _code("language", "Sprog", "Language", standard=ISO_639_1, is_required=True),
        _code(
            "level",
            "Hvor godt personen kan sproget",
            "How well the person knows the language",
            codes={
                "basic": Text(da="Grundlæggende", en="Basic"),
                "good": Text(da="Godt", en="Good"),
                "fluent": Text(da="Flydende", en="Fluent"),
                "native": Text(da="Modersmål", en="Native"),
            },
        ),
        *_KNOWN,
    ),
    key=("person_id", "language"),
    references=(_OF_PERSON,),
    orders=(_KNOWN_ORDER,),
)

CV_LICENCES = Table(
    name="cv_licences",
    meaning=Text(da="CV: kørekort", en="CV: driving licences"),
    columns=(
        _PERSON,
        _code("category", "Kategori", "Category", codes=LICENCE_CATEGORIES, is_required=True),
        *_KNOWN,
    ),
    key=("person_id", "category"),
    references=(_OF_PERSON,),
    orders=(_KNOWN_ORDER,),
)

CV_JOB_GOALS = Table(
    name="cv_job_goals",
    meaning=Text(da="CV: jobmål (Jeg søger job som)", en="CV: job targets (I am looking for work as)"),
    columns=(
        _PERSON,
        _code("occupation", "Stilling", "Occupation", standard=DISCO_08, is_required=True),
        _KNOWN[0],
        _date("withdrawn_on", "Taget af CV'et igen", "Taken off the CV again"),
        _KNOWN[1],
    ),
    # A goal that was withdrawn may be set again: the day on which it was recorded tells the two apart.
    key=("person_id", "occupation", "recorded_on"),
    references=(_OF_PERSON,),
    orders=(("recorded_on", "withdrawn_on"), _KNOWN_ORDER),
)

JOB_APPLICATIONS = Table(
    name="job_applications",
    meaning=Text(da="Joblog: ansøgninger", en="Job log: applications"),
    columns=(
        _id("application_id", "Ansøgningens id i fagsystemet", "The application's id in the case system"),
        _PERSON,
        _date("applied_on", "Sendt", "Sent", is_required=True),
        _code("occupation", "Stilling", "Occupation", standard=DISCO_08),
        _code("region", "Landsdel, der er søgt job i", "Region applied in", codes=REGIONS),
        _code(
            "outcome",
            "Hvad der blev af ansøgningen",
            "What became of the application",
            codes={
                "none": Text(da="Intet svar", en="No answer"),
                "interview": Text(da="Ansættelsessamtale", en="Employer job interview"),
                "offer": Text(da="Jobtilbud", en="Job offer"),
                "rejection": Text(da="Afslag", en="Rejection"),
            },
        ),
        _date("outcome_on", "Dagen for svaret", "The day of the answer"),
        *_KNOWN,
    ),
    key=("application_id",),
    references=(_OF_PERSON,),
    orders=(("applied_on", "outcome_on"), _KNOWN_ORDER),
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            PERSONS,
            CONTACTS,
            STAFF,
            CONTACT_COURSES,
            BENEFIT_CASES,
            MEETINGS,
            CASEWORKER_ASSIGNMENTS,
            CV_EDUCATIONS,
            CV_EXPERIENCES,
            CV_LANGUAGES,
            CV_LICENCES,
            CV_JOB_GOALS,
            JOB_APPLICATIONS,
        )
    }
)
"""Every table of the case export by name, each after the tables it refers to."""
