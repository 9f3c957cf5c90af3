"""The CV's job goals -> elements on how education, experience and "I am looking for work as" fit together."""

from __future__ import annotations

from functools import partial

import polars as pl

from lighed.elements.cv import of_cv
from lighed.elements.element import NUMBER_OF, PER_CENT, STEPS, Kind, Protection, per_cent
from lighed.elements.occupations import group
from lighed.governance import Text

_number = partial(of_cv, kind=Kind.NUMBER, protection=Protection.NONE, is_citizen_changeable=True)

_GOALS = Text(da="CV, fanen Jeg søger job som", en="CV, tab I am looking for work as")

JOB_GOALS = (
    _number(
        code="n_job_goals",
        name=Text(da="Antal jobmål", en="Number of job targets"),
        meaning=Text(
            da="Antal stillinger, som personen skriver i CV'et, at de søger job som.",
            en="Number of occupations that the CV says the person is looking for work as.",
        ),
        tables=("cv_job_goals",),
        screen=_GOALS,
        expression=pl.col("goal").drop_nulls().n_unique(),
        dated_by="goal",
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="Flere jobmål giver flere stillinger at søge.",
            en="More job targets give more vacancies to apply for.",
        ),
    ),
    _number(
        code="goal_breadth",
        name=Text(da="Bredde i jobmål", en="Breadth of job targets"),
        meaning=Text(
            da="Antal forskellige faggrupper (to cifre i DISCO-08) blandt jobmålene.",
            en="Number of different groups (two digits of DISCO-08) among the job targets.",
        ),
        tables=("cv_job_goals",),
        screen=_GOALS,
        expression=pl.when(pl.col("goal").count() > 0).then(group(pl.col("goal")).drop_nulls().n_unique()),
        dated_by="goal",
        unit=NUMBER_OF,
        step=1,
        rationale=Text(
            da="En bred søgning når flere dele af arbejdsmarkedet end en smal.",
            en="A broad search reaches more of the labour market than a narrow one.",
        ),
    ),
    _number(
        code="goal_distance",
        name=Text(da="Afstand fra seneste job til jobmål", en="Distance from latest job to job target"),
        meaning=Text(
            da="Hvor langt det nærmeste jobmål ligger fra det seneste job i DISCO-08: 0 er samme stilling, 4 er et "
            "helt andet fag.",
            en="How far the nearest job target lies from the latest job in DISCO-08: 0 is the same occupation, 4 an "
            "entirely different one.",
        ),
        tables=("cv_job_goals", "cv_experiences"),
        screen=_GOALS,
        expression=pl.col("goal_distance").min(),
        dated_by="goal",
        unit=STEPS,
        step=1,
        rationale=Text(
            da="Den, der søger et andet fag end sit hidtidige, kan have brug for længere tid eller for "
            "opkvalificering.",
            en="Someone who seeks another occupation than the one so far may need more time, or training.",
        ),
    ),
    _number(
        code="goals_worked_in",
        name=Text(da="Jobmål med egen erfaring", en="Job targets with own experience"),
        meaning=Text(
            da="Hvor stor en del af jobmålene der ligger i en faggruppe, som personen har arbejdet i.",
            en="What share of the job targets lies in a group of occupations that the person has worked in.",
        ),
        tables=("cv_job_goals", "cv_experiences"),
        screen=_GOALS,
        expression=per_cent(pl.col("is_goal_worked_in").sum(), pl.col("is_goal_worked_in").count()),
        dated_by="goal",
        unit=PER_CENT,
        step=5,
        rationale=Text(
            da="Jobmål, som bygger på erfaring, er lettere at vise en arbejdsgiver.",
            en="Targets that build on experience are easier to show to an employer.",
        ),
    ),
    _number(
        code="goal_commonness",
        name=Text(da="Jobmål er almindelige for uddannelsen", en="Job targets are common for the education"),
        meaning=Text(
            da="Hvor mange ud af 100 med samme uddannelse der har arbejdet i jobmålets faggruppe. Det mest almindelige "
            "jobmål tæller.",
            en="How many of 100 people with the same education have worked in the target's group. The most common "
            "target counts.",
        ),
        tables=("cv_job_goals", "cv_educations"),
        screen=_GOALS,
        expression=100 * pl.col("goal_share").max(),
        dated_by="goal",
        unit=PER_CENT,
        step=1,
        rationale=Text(
            da="Viser, om uddannelse og jobmål plejer at passe sammen. Det siger ikke, om de gør det for den enkelte.",
            en="Shows whether education and target usually go together, not whether they do for this person.",
        ),
    ),
    _number(
        code="last_job_commonness",
        name=Text(da="Seneste job er almindeligt for uddannelsen", en="Latest job is common for the education"),
        meaning=Text(
            da="Hvor mange ud af 100 med samme uddannelse der har arbejdet i samme faggruppe som personens seneste "
            "job.",
            en="How many of 100 people with the same education have worked in the group of the person's latest job.",
        ),
        tables=("cv_experiences", "cv_educations"),
        screen=Text(da="CV, fanerne Uddannelse og Erhvervserfaring", en="CV, tabs Education and Work experience"),
        expression=100 * pl.col("last_occupation_share").max(),
        dated_by="occupation",
        is_citizen_changeable=False,
        unit=PER_CENT,
        step=1,
        rationale=Text(
            da="Den, der har arbejdet langt fra sin uddannelse, har ofte to veje at søge ad, men måske nyere erfaring "
            "i den ene.",
            en="Someone who has worked far from their education often has two ways to search, one with fresher "
            "experience.",
        ),
    ),
)
