"""Two documents of one course, of which the second came after a change -> whether it corrects what was known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lighed.elements import Lookups
from lighed.persontypes import Version
from lighed.records import read_registration
from lighed.workflow.registration import values_at_moment
from lighed.workflow.versions import lookups_of


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
    if was.event is not now.event:
        return False
    return values_at_moment(was, lookups=lookups)[0] != values_at_moment(now, lookups=lookups)[0]
