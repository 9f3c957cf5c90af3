"""Two documents of one course, of which the second came after a change -> what changed, and whether it corrects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from lighed.elements import Lookups
from lighed.estimates.words import value_in_words
from lighed.governance import Moment
from lighed.persontypes import Version
from lighed.records import Registration, as_corrected, read_registration
from lighed.workflow.registration import ReceivedRegistration, values_at_moment, values_by
from lighed.workflow.versions import lookups_of

_READ_NEVER = ("contacts", "staff")


def corrects_what_was_known(before: Mapping[str, Any], after: Mapping[str, Any], *, version: Version | None) -> bool:
    """Whether `after` corrects a fact that was known at the moment that the course had reached in `before`.

    What the case system learned since, or what has happened since, corrects nothing: it waits for the next moment.

    Raises
    ------
    RegistrationRefused
        If one of the documents cannot be read.
    """
    lookups = Lookups.empty() if version is None else lookups_of(version)
    was, now = read_registration(before), read_registration(after)
    if was.event is not now.event or _known_rows(was) == _known_rows(now):
        return False
    return values_at_moment(was, lookups=lookups)[0] != values_at_moment(now, lookups=lookups)[0]


def changed_elements(
    before: Mapping[str, Any], received: ReceivedRegistration, *, version: Version | None
) -> tuple[str, ...]:
    """The codes of the values that are others by what was received than they would be on that day without it.

    What changes by itself as time passes, such as an age, is no news.

    Parameters
    ----------
    before : the document that was received before; of the same moment
    received : what was read of a change since

    Raises
    ------
    RegistrationRefused
        If `before` cannot be read.
    """
    lookups = Lookups.empty() if version is None else lookups_of(version)
    values = values_by(read_registration(before), received.occurred_on, lookups=lookups)
    said = {code: None if value is None else value_in_words(code, value) for code, value in values.items()}
    return tuple(one.element for one in received.values if one.value != said.get(one.element))


def _known_rows(registration: Registration) -> dict[str, frozenset[tuple[Any, ...]]]:
    """The rows that were known at the moment, as they have been corrected since. Where they are the same, so are the
    values, which cost much more to find."""
    day = "registered_on" if registration.event is Moment.REGISTRATION else "handed_over_on"
    courses = registration.tables["contact_courses"]
    mine = courses.filter(pl.col("course_id") == registration.course_id, pl.col(day).is_not_null())
    moment = mine[day].min()
    tables = as_corrected(registration.tables, before=moment)  # type: ignore[arg-type]  # a date, as the column is
    known = (pl.col("recorded_on") < moment) & (pl.col("superseded_on").is_null() | (pl.col("superseded_on") >= moment))
    rows = {
        name: frozenset(frame.filter(known).drop("superseded_on").iter_rows())
        for name, frame in tables.items()
        if name not in _READ_NEVER and frame.height
    }
    return rows | {"moment": frozenset(mine.select(sorted({day, "registered_on", "unemployment_fund"})).iter_rows())}
