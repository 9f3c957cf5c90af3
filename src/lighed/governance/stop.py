"""The emergency stop in force and the one that is to be pressed -> whether it would stop anything more."""

from __future__ import annotations

from dataclasses import dataclass

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.text import Text
from lighed.governance.two_people import NotAllowed


@dataclass(frozen=True, slots=True)
class Stop:
    """`is_whole` stops new estimates as well; otherwise those that exist are hidden. A drill differs by name only."""

    is_whole: bool
    is_drill: bool = False


def check_press(new: Stop, *, in_force: Stop | None, reason: str) -> None:
    """Refuse a stop without a reason, and one that adds nothing to the one in force.

    What is hidden can be stopped altogether, and a drill can turn into earnest, at once and by one person.

    Raises
    ------
    NotAllowed
        With why not.
    """
    if not reason.strip():
        raise NotAllowed(Text(da="Skriv, hvorfor I stopper.", en="Write why you stop."))
    if looks_like_cpr(reason):
        raise NotAllowed(NO_CPR)
    if in_force is None or (new.is_whole and not in_force.is_whole and (in_force.is_drill or not new.is_drill)):
        return
    if in_force.is_drill and not new.is_drill and new.is_whole >= in_force.is_whole:
        return
    raise NotAllowed(
        Text(
            da="Et nødstop er allerede i kraft. Der er ikke mere at stoppe.",
            en="An emergency stop is already in force. There is nothing more to stop.",
        )
    )
