"""Contact courses so far -> elements on earlier courses, and on the current course until the hand-over.

How many meetings a course had follows from the rules of its day, so the number is set against what they asked for.
"""

from __future__ import annotations

from functools import partial

import polars as pl

from lighed.elements.course_rows import CURRENT, EARLIER
from lighed.elements.element import (
    HAND_OVER_ONLY,
    NUMBER_OF,
    PER_CENT,
    WEEKS,
    Element,
    Family,
    Kind,
    Protection,
    per_cent,
)
from lighed.elements.meeting_rules import FIRST_WEEKS
from lighed.governance import LegalClass, Text
from lighed.records.tables import TABLES

_COURSES = Text(da="Kontaktforløb, tidligere forløb", en="Contact course, earlier courses")
_CURRENT_COURSE = Text(da="Kontaktforløb, nuværende forløb", en="Contact course, current course")
_MEETINGS = Text(da="Kontaktforløb, samtaler", en="Contact course, meetings")
_CASEWORKERS = Text(da="Kontaktforløb, sagsbehandlere", en="Contact course, caseworkers")

_of_courses = partial(
    Element, family=Family.EARLIER_COURSE, legal_class=LegalClass.ORDINARY, protection=Protection.NONE
)
_earlier = partial(_of_courses, view=EARLIER, kind=Kind.NUMBER, tables=("contact_courses",), screen=_COURSES)
_current = partial(_of_courses, view=CURRENT, kind=Kind.NUMBER, moments=HAND_OVER_ONLY)

_n_held = (pl.col("outcome") == "held").sum()
_n_no_shows = (pl.col("outcome") == "no_show").sum()
_n_cancelled = (pl.col("outcome") == "cancelled").sum()
_held_of_asked = per_cent(pl.col("is_counted_by_rules").sum(), pl.col("asked").sum())
_ENOUGH_MEETINGS = 2
_SHORTEST_WEEKS = 4
"""Changes per half-year are counted over at least four weeks, or one change in a course of days would become dozens."""

_NOTHING_EARLIER = Text(da="intet at opgøre fra tidligere forløb", en="nothing on record of earlier courses")

EARLIER_COURSES = (
    _earlier(
        code="n_earlier_courses",
        name=Text(da="Tidligere kontaktforløb", en="Earlier contact courses"),
        meaning=Text(
            da="Antal kontaktforløb, der sluttede i de fem år før tilmeldingen. Forløb med højst 28 dage imellem er "
            "ét.",
            en="Number of contact courses that ended in the five years before registration. Courses at most 28 days "
            "apart are one.",
        ),
        expression=pl.col("started_on").count(),
        dated_by="started_on",
        when_empty=0.0,
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="Den, der har været ledig før, kender vejen, men har måske også et fag med mange korte job.",
            en="Someone who has been unemployed before knows the way, but may be in a trade with many short jobs.",
        ),
    ),
    _earlier(
        code="weeks_last_course",
        absence=_NOTHING_EARLIER,
        name=Text(da="Uger i seneste tidligere forløb", en="Weeks of the latest earlier course"),
        meaning=Text(
            da="Hvor mange uger det seneste tidligere kontaktforløb varede.",
            en="How many weeks the latest earlier contact course lasted.",
        ),
        expression=pl.col("weeks").sort_by("until", "started_on", nulls_last=False).last(),
        dated_by="started_on",
        unit=WEEKS,
        step=1,
        rationale=Text(
            da="Et tidligere forløb siger noget om, hvor lang tid det plejer at tage at finde job i faget.",
            en="An earlier course tells something of how long it takes to find work in the trade.",
        ),
    ),
    _earlier(
        code="weeks_earlier_courses",
        name=Text(da="Uger i tidligere forløb i alt", en="Weeks of earlier courses in all"),
        meaning=Text(
            da="Hvor mange uger de kontaktforløb, der sluttede i de seneste fem år, varede tilsammen.",
            en="How many weeks the contact courses that ended in the last five years lasted together.",
        ),
        expression=pl.col("weeks").sum(),
        dated_by="started_on",
        when_empty=0.0,
        unit=WEEKS,
        step=1,
        rationale=Text(
            da="Lang tid uden job i de seneste år kan betyde, at der er brug for en anden slags hjælp end sidst.",
            en="Much time out of work in recent years can mean that another kind of help is needed than last time.",
        ),
    ),
    _earlier(
        code="weeks_since_last_course",
        absence=_NOTHING_EARLIER,
        name=Text(da="Uger siden seneste tidligere forløb", en="Weeks since the latest earlier course"),
        meaning=Text(
            da="Antal uger fra det seneste tidligere kontaktforløb sluttede til den nye tilmelding.",
            en="Number of weeks from the end of the latest earlier contact course to the new registration.",
        ),
        expression=pl.col("since_weeks").min(),
        dated_by="started_on",
        unit=WEEKS,
        step=1,
        rationale=Text(
            da="Viser, hvor længe personen var ude af ledighed. En kort tid kan være en sæson eller et vikariat.",
            en="Shows how long the person was out of unemployment. A short time may be a season or a temporary job.",
        ),
    ),
    _earlier(
        code="last_end_reason",
        absence=_NOTHING_EARLIER,
        kind=Kind.CATEGORY,
        name=Text(da="Hvordan seneste forløb sluttede", en="How the latest earlier course ended"),
        meaning=Text(
            da="Den grund, som sagsbehandleren skrev, da det seneste tidligere kontaktforløb sluttede.",
            en="The reason that the caseworker wrote when the latest earlier contact course ended.",
        ),
        expression=pl.col("end_reason").sort_by("until", "started_on", nulls_last=False).last(),
        dated_by="end_reason",
        codes=TABLES["contact_courses"].column("end_reason").codes,
        rationale=Text(
            da="Den, der sidst kom i job eller uddannelse, har vist en vej, som måske kan bruges igen.",
            en="Someone who went into work or education last time has shown a way that may work again.",
        ),
    ),
    _earlier(
        code="ended_in_job",
        absence=_NOTHING_EARLIER,
        name=Text(da="Tidligere forløb, der sluttede med job", en="Earlier courses that ended in work"),
        meaning=Text(
            da="Hvor stor en del af de tidligere kontaktforløb der sluttede, fordi personen kom i job.",
            en="What share of the earlier contact courses ended since the person went into work.",
        ),
        expression=per_cent((pl.col("end_reason") == "job").sum(), pl.col("end_reason").count()),
        dated_by="end_reason",
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Forløb, der er endt med job, viser, at personens søgning har virket før.",
            en="Courses that ended in work show that the person's search has worked before.",
        ),
    ),
    _earlier(
        code="meetings_of_asked",
        absence=_NOTHING_EARLIER,
        name=Text(da="Tidligere samtaler i forhold til reglerne", en="Earlier meetings, relative to the rules"),
        meaning=Text(
            da="Holdte samtaler i tidligere forløbs første seks måneder, sat i forhold til det antal, som reglerne "
            "krævede i de dage.",
            en="Meetings held in the first six months of earlier courses, set against the number that the rules of "
            "those days asked for.",
        ),
        tables=("contact_courses", "meetings"),
        screen=_MEETINGS,
        expression=_held_of_asked,
        dated_by="outcome",
        unit=PER_CENT,
        step=10,
        rationale=Text(
            da="Viser, om der var mere eller mindre kontakt, end reglerne krævede. Det er også kommunens valg.",
            en="Shows whether there was more or less contact than the rules asked for. It is the municipality's doing "
            "too.",
        ),
    ),
    _earlier(
        code="no_show_share",
        absence=_NOTHING_EARLIER,
        name=Text(da="Udeblivelser fra tidligere samtaler", en="Missed meetings in earlier courses"),
        meaning=Text(
            da="Hvor stor en del af de tidligere samtaler personen udeblev fra. Afbud tæller ikke med. Kræver to "
            "samtaler.",
            en="What share of the earlier meetings the person missed. Cancelled ones do not count. Takes two meetings.",
        ),
        tables=("contact_courses", "meetings"),
        screen=_MEETINGS,
        expression=per_cent(_n_no_shows, _n_held + _n_no_shows, at_least=_ENOUGH_MEETINGS),
        dated_by="outcome",
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Udeblivelser kan skyldes meget: et tidspunkt, der ikke passede, eller et brev, der ikke blev set.",
            en="Missed meetings have many causes: a time that did not suit, or a letter that was not seen.",
        ),
    ),
    _earlier(
        code="cancelled_share",
        absence=_NOTHING_EARLIER,
        name=Text(da="Afbud til tidligere samtaler", en="Cancelled meetings in earlier courses"),
        meaning=Text(
            da="Hvor stor en del af de tidligere samtaler der blev aflyst. Kræver to samtaler.",
            en="What share of the earlier meetings was cancelled. Takes two meetings.",
        ),
        tables=("contact_courses", "meetings"),
        screen=_MEETINGS,
        expression=per_cent(_n_cancelled, _n_held + _n_no_shows + _n_cancelled, at_least=_ENOUGH_MEETINGS),
        dated_by="outcome",
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Mange afbud kan betyde, at en anden mødeform eller et andet tidspunkt passer bedre.",
            en="Many cancellations can mean that another form or time suits better.",
        ),
    ),
    _earlier(
        code="caseworker_changes",
        absence=_NOTHING_EARLIER,
        name=Text(da="Sagsbehandlerskift i tidligere forløb", en="Changes of caseworker, earlier courses"),
        meaning=Text(
            da="Antal skift af sagsbehandler i tidligere forløb for hvert halve år, de varede.",
            en="Number of changes of caseworker in earlier courses, per half-year that they lasted.",
        ),
        tables=("contact_courses", "caseworker_assignments"),
        screen=_CASEWORKERS,
        expression=pl.when(pl.col("is_change").count() > 0).then(
            pl.col("is_change").sum() * FIRST_WEEKS / pl.col("weeks").sum().clip(lower_bound=_SHORTEST_WEEKS)
        ),
        dated_by="is_change",
        unit=Text(da="pr. halve år", en="per half-year"),
        step=0.5,
        rationale=Text(
            da="Skift kan gøre det sværere at holde en plan. Det er kommunens forhold, ikke personens.",
            en="Changes can make it harder to keep to a plan. They are the municipality's doing, not the person's.",
        ),
    ),
)

CURRENT_COURSE = (
    _current(
        code="weeks_in_course",
        name=Text(da="Uger i forløbet ved overgangen", en="Weeks in the course at hand-over"),
        meaning=Text(
            da="Antal uger fra tilmeldingen til overgangen fra a-kasse til kommune.",
            en="Number of weeks from registration to the hand-over from the fund to the municipality.",
        ),
        tables=("contact_courses",),
        screen=_CURRENT_COURSE,
        expression=pl.col("weeks").max(),
        dated_by="weeks",
        unit=WEEKS,
        step=1,
        rationale=Text(
            da="Overgangen kommer efter et antal timers ledighed. Mange uger kan betyde, at personen har haft timer i "
            "job.",
            en="The hand-over comes after a number of unemployed hours. Many weeks can mean that there was part-time "
            "work.",
        ),
    ),
    _current(
        code="current_meetings_of_asked",
        name=Text(da="Samtaler indtil nu i forhold til reglerne", en="Meetings so far, relative to the rules"),
        meaning=Text(
            da="Holdte samtaler fra tilmelding til overgang, sat i forhold til det antal, som reglerne krævede på den "
            "tid.",
            en="Meetings held from registration to hand-over, set against the number that the rules asked for in that "
            "time.",
        ),
        tables=("contact_courses", "meetings"),
        screen=_MEETINGS,
        expression=_held_of_asked,
        unit=PER_CENT,
        step=10,
        rationale=Text(
            da="Viser, om samtalerne hos a-kassen er kommet i gang, så kommunen kan tage over, hvor de slap.",
            en="Shows whether the meetings at the fund are under way, so that the municipality can carry on from "
            "there.",
        ),
    ),
    _current(
        code="current_no_shows",
        name=Text(da="Udeblivelser indtil nu", en="Missed meetings so far"),
        meaning=Text(
            da="Antal samtaler, som personen udeblev fra, fra tilmelding til overgang.",
            en="Number of meetings that the person missed from registration to hand-over.",
        ),
        tables=("contact_courses", "meetings"),
        screen=_MEETINGS,
        expression=_n_no_shows,
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="En udeblivelse kan være et tegn på, at indkaldelsen ikke nåede frem, eller at formen ikke passede.",
            en="A missed meeting can be a sign that the letter did not arrive, or that the form did not suit.",
        ),
    ),
    _current(
        code="current_caseworker_changes",
        name=Text(da="Sagsbehandlerskift indtil nu", en="Changes of caseworker so far"),
        meaning=Text(
            da="Antal skift af sagsbehandler fra tilmelding til overgang.",
            en="Number of changes of caseworker from registration to hand-over.",
        ),
        tables=("contact_courses", "caseworker_assignments"),
        screen=_CASEWORKERS,
        expression=pl.col("is_change").sum(),
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="Skift kan gøre det sværere at holde en plan. Det er ikke noget, personen har bestemt.",
            en="Changes can make it harder to keep to a plan. They are not the person's choice.",
        ),
    ),
)
