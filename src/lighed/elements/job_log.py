"""The job log -> elements on where, how often and with what answer the person has applied.

At registration the log of earlier courses is used; at hand-over that of the current course, and of the earlier ones
where that adds something. An empty log is missing, not zero: some apply without writing it down.
"""

from __future__ import annotations

from functools import partial

import polars as pl

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
from lighed.elements.job_log_rows import EARLIER_JOB_LOG, JOB_LOG
from lighed.governance import LegalClass, Text
from lighed.records.tables import TABLES

ENOUGH_APPLICATIONS = 10
"""Shares of applications are missing with fewer: one interview of two applications is no rate."""

_number = partial(
    Element,
    family=Family.JOB_LOG,
    view=JOB_LOG,
    kind=Kind.NUMBER,
    tables=("job_applications",),
    screen=Text(da="Joblog", en="Job log"),
    legal_class=LegalClass.ORDINARY,
    protection=Protection.NONE,
    absence=Text(da="ingen eller for få ansøgninger", en="no or too few applications"),
    is_citizen_changeable=True,
)
_in_region = [pl.col("region") == region for region in TABLES["job_applications"].column("region").codes]
_n_regions = pl.when(pl.col("region").count() > 0).then(
    pl.sum_horizontal([is_here.any().cast(pl.Int32) for is_here in _in_region])
)
_interview_rate = per_cent(
    pl.col("outcome").is_in(["interview", "offer"]).sum(), pl.len(), at_least=ENOUGH_APPLICATIONS
)
_n_in_main_region = pl.max_horizontal([is_here.sum() for is_here in _in_region])

JOB_LOG_ELEMENTS = (
    _number(
        code="n_regions",
        name=Text(da="Landsdele, der er søgt job i", en="Regions applied in"),
        meaning=Text(
            da="Antal landsdele, som ansøgningerne i jobloggen gælder. Udlandet tæller som én.",
            en="Number of regions that the applications in the job log are for. Abroad counts as one.",
        ),
        expression=_n_regions,
        dated_by="region",
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="Den, der kan søge i flere landsdele, har flere stillinger at vælge imellem.",
            en="Someone who can apply in several regions has more vacancies to choose from.",
        ),
    ),
    _number(
        code="outside_main_region",
        name=Text(da="Ansøgninger uden for den mest søgte landsdel", en="Applications outside the main region"),
        meaning=Text(
            da="Hvor stor en del af ansøgningerne der ligger uden for den landsdel, som personen oftest har søgt i. "
            "Kræver ti ansøgninger.",
            en="What share of the applications lies outside the region that the person has most often applied in. "
            "Takes ten applications.",
        ),
        expression=per_cent(
            pl.col("region").count() - _n_in_main_region, pl.col("region").count(), at_least=ENOUGH_APPLICATIONS
        ),
        dated_by="region",
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Viser, hvor vidt omkring personen søger, ud over antallet af landsdele.",
            en="Shows how far and wide the person applies, beyond the number of regions.",
        ),
    ),
    _number(
        code="applications_per_week",
        name=Text(da="Ansøgninger om ugen", en="Applications per week"),
        meaning=Text(
            da="Antal ansøgninger i jobloggen for hver uge i kontaktforløb. Ved tilmelding gælder det de tidligere "
            "forløb.",
            en="Number of applications in the job log per week of contact course. At registration: of earlier courses.",
        ),
        expression=pl.len() / pl.col("log_weeks").max().clip(lower_bound=1),
        unit=Text(da="om ugen", en="per week"),
        step=0.25,
        rationale=Text(
            da="Viser, hvor meget personen har søgt. Mange skriver dog ikke alt i jobloggen.",
            en="Shows how much the person has applied. Many do not write everything down, though.",
        ),
    ),
    _number(
        code="interview_rate",
        name=Text(da="Ansøgninger, der førte til jobsamtale", en="Applications that led to an interview"),
        meaning=Text(
            da="Hvor mange ud af 100 ansøgninger der har ført til en ansættelsessamtale eller et tilbud. Kræver ti "
            "ansøgninger.",
            en="How many of 100 applications have led to an employer's job interview or an offer. Takes ten "
            "applications.",
        ),
        expression=_interview_rate,
        is_citizen_changeable=False,
        unit=PER_CENT,
        step=1,
        rationale=Text(
            da="Få samtaler af mange ansøgninger kan vise, at målet eller ansøgningerne kan trænge til et nyt blik.",
            en="Few interviews from many applications can show that the target or the letters want a fresh look.",
        ),
    ),
    _number(
        code="within_goals",
        name=Text(da="Ansøgninger inden for jobmålene", en="Applications within the job targets"),
        meaning=Text(
            da="Hvor stor en del af ansøgningerne der er i samme faggruppe som et jobmål i CV'et. Kræver ti "
            "ansøgninger.",
            en="What share of the applications is in the same group as a job target in the CV. Takes ten applications.",
        ),
        tables=("job_applications", "cv_job_goals"),
        expression=per_cent(
            pl.col("is_within_goals").sum(), pl.col("is_within_goals").count(), at_least=ENOUGH_APPLICATIONS
        ),
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Viser, om personen søger det, som CV'et siger. Hvis ikke, er jobmålene måske ikke de rigtige.",
            en="Shows whether the person applies for what the CV says. If not, the targets may not be the right ones.",
        ),
    ),
    _number(
        code="weeks_since_application",
        name=Text(da="Uger siden seneste ansøgning", en="Weeks since the latest application"),
        meaning=Text(
            da="Antal uger fra den seneste ansøgning i jobloggen blev sendt.",
            en="Number of weeks since the latest application in the job log was sent.",
        ),
        expression=(pl.col("scored_on").max() - pl.col("applied_on").max()).dt.total_days() / 7,
        unit=WEEKS,
        step=1,
        rationale=Text(
            da="Den, der har søgt for nylig, er i gang og ved, hvad der er af stillinger.",
            en="Someone who has applied recently is under way and knows what vacancies there are.",
        ),
    ),
    _number(
        code="earlier_n_regions",
        name=Text(da="Landsdele, der er søgt job i før", en="Regions applied in, earlier courses"),
        meaning=Text(
            da="Antal landsdele, som ansøgninger i de fem år før tilmeldingen gælder. Udlandet tæller som én.",
            en="Number of regions that applications in the five years before registration are for. Abroad counts as "
            "one.",
        ),
        view=EARLIER_JOB_LOG,
        moments=HAND_OVER_ONLY,
        is_citizen_changeable=False,
        expression=_n_regions,
        dated_by="region",
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="Viser sammen med det nuværende forløb, om personen søger bredere eller smallere end før.",
            en="Shows, beside the current course, whether the person applies more broadly or more narrowly than "
            "before.",
        ),
    ),
    _number(
        code="earlier_interview_rate",
        name=Text(da="Ansøgninger før, der førte til jobsamtale", en="Earlier applications that led to interview"),
        meaning=Text(
            da="Hvor mange ud af 100 ansøgninger i de fem år før tilmeldingen der førte til en ansættelsessamtale "
            "eller et tilbud. Kræver ti ansøgninger.",
            en="How many of 100 applications in the five years before registration led to an interview or an offer. "
            "Takes ten applications.",
        ),
        view=EARLIER_JOB_LOG,
        moments=HAND_OVER_ONLY,
        is_citizen_changeable=False,
        expression=_interview_rate,
        unit=PER_CENT,
        step=1,
        rationale=Text(
            da="I et nyt forløb er der endnu få svar. Tidligere svar siger også noget om, hvordan ansøgningerne "
            "virker.",
            en="A new course has few answers yet. Earlier ones also tell something of how the applications work.",
        ),
    ),
)
