"""A kind of thing that is kept, when its time began and the rule in months -> the day on which it is deleted."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance.text import Text
from lighed.governance.two_people import NotAllowed


class Kept(StrEnum):
    """What has a term of its own. What hangs on a person goes with the person, whatever its own term."""

    PERSON = "person"
    ESTIMATE = "estimate"
    REQUEST = "request"
    CASE_BASE = "case_base"
    INCIDENT = "incident"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of thing is kept, in months.

    Attributes
    ----------
    months : what applies until the municipality has set something else
    least, most : what it may set
    name : what it is called
    counted_from : when the time begins
    why : what sets the bounds
    """

    months: int
    least: int
    most: int
    name: Text
    counted_from: Text
    why: Text


TERMS: Mapping[Kept, Term] = {
    Kept.PERSON: Term(
        24, 1, 60,
        Text(da="Personer og deres forløb", en="People and their courses"),
        Text(
            da="fra forløbet er slut, ellers fra den sidste hændelse fra fagsystemet",
            en="from the end of the course, else from the last event of the case system",
        ),
        Text(
            da="Databeskyttelsesforordningen art. 5(1)(e): ikke længere end nødvendigt. Selve sagen er i fagsystemet.",
            en="GDPR Article 5(1)(e): no longer than necessary. The case itself is in the case system.",
        ),
    ),
    Kept.ESTIMATE: Term(
        12, 1, 36,
        Text(da="Skøn", en="Estimates"),
        Text(
            da="fra forløbet er slut, ellers fra skønnet ikke længere gælder",
            en="from the end of the course, else from when the estimate no longer applies",
        ),
        Text(
            da="Databeskyttelsesforordningen art. 5(1)(e): et skøn er et hjælpemiddel i starten af forløbet.",
            en="GDPR Article 5(1)(e): an estimate is of help at the start of a course.",
        ),
    ),
    Kept.REQUEST: Term(
        36, 6, 60,
        Text(da="Besvarede anmodninger om rettigheder", en="Answered requests about rights"),
        Text(da="fra svaret", en="from the answer"),
        Text(
            da="Databeskyttelsesforordningen art. 5(2): kommunen skal kunne vise, at den har svaret.",
            en="GDPR Article 5(2): the municipality has to be able to show that it answered.",
        ),
    ),
    Kept.CASE_BASE: Term(
        24, 1, 60,
        Text(da="Tidligere forløb til at bygge persontyper af", en="Earlier courses to build person types from"),
        Text(da="fra udtrækket af fagsystemet", en="from the extraction out of the case system"),
        Text(
            da="Databeskyttelsesforordningen art. 5(1)(e): et nyt udtræk afløser det gamle.",
            en="GDPR Article 5(1)(e): a new export takes the old one’s place.",
        ),
    ),
    Kept.INCIDENT: Term(
        60, 12, 120,
        Text(da="Lukkede hændelser", en="Closed incidents"),
        Text(da="fra lukningen", en="from when it was closed"),
        Text(
            da="Databeskyttelsesforordningen art. 33(5): brud dokumenteres, så tilsynet kan kontrollere det.",
            en="GDPR Article 33(5): breaches are documented, so that the authority can check.",
        ),
    ),
    Kept.LOG: Term(
        24, 6, 120,
        Text(da="Log over opslag og ændringer", en="Log of look-ups and changes"),
        Text(da="fra loggens afsnit er lukket", en="from when the log’s segment was closed"),
        Text(
            da="AI-forordningen art. 26(6): mindst 6 måneder.",
            en="AI Act, Article 26(6): at least 6 months.",
        ),
    ),
}  # fmt: skip
"""Proposals, to be decided by each municipality for itself; the bounds are what its decision may not leave."""


def due_on(began_on: date, *, months: int) -> date:
    """The day on which a term of `months` that began on a day is over; the last of the month where there is no such."""
    total = began_on.year * 12 + began_on.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(began_on.day, monthrange(year, month + 1)[1]))


def latest_start(today: date, *, months: int) -> date:
    """The last day on which a term may have begun that is over today."""
    found = due_on(today, months=-months)
    # The month that is reached may be the shorter one, so that a day after it is over as well.
    while due_on(date.fromordinal(found.toordinal() + 1), months=months) <= today:
        found = date.fromordinal(found.toordinal() + 1)
    return found


def check_months(kind: Kept, months: int) -> None:
    """Refuse a term outside its bounds.

    Raises
    ------
    NotAllowed
        With the bounds and where they come from.
    """
    term = TERMS[kind]
    if not term.least <= months <= term.most:
        raise NotAllowed(
            Text(
                da=f"{term.name.da}: mellem {term.least} og {term.most} måneder. {term.why.da}",
                en=f"{term.name.en}: between {term.least} and {term.most} months. {term.why.en}",
            )
        )
