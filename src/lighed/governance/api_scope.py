"""What a token may be used for -> the purpose that this serves: a closed list, as the purposes are."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from lighed.governance.audit import Duty
from lighed.governance.legal_basis import Purpose
from lighed.governance.refused import Refused
from lighed.governance.text import Text


class ApiScope(StrEnum):
    """A scope exists where a purpose does. None can be made for sanctions, control of availability or fraud."""

    REGISTRATIONS = "registrations"
    RIGHTS = "rights"
    ESTIMATES = "estimate:read"
    """The estimate card of one person, as one named caseworker may see it."""

    @property
    def purpose(self) -> Purpose | Duty:
        """What everything done under the scope is written down as having been for."""
        return Duty.RIGHTS if self is ApiScope.RIGHTS else Purpose.OPERATION


SENDING = (ApiScope.REGISTRATIONS, ApiScope.RIGHTS)
"""What a case system needs to send. Who reads or writes more than it sends asks for it by name."""


class ScopeRefused(Refused):
    """A scope that does not exist."""


def check_scopes(names: Iterable[str]) -> tuple[ApiScope, ...]:
    """The scopes of these names, each once, in the order of the list.

    Raises
    ------
    ScopeRefused
        If a name is not on the list, or there is none.
    """
    asked = set(names)
    allowed = ", ".join(ApiScope)
    if not asked or asked - set(ApiScope):
        raise ScopeRefused(
            Text(
                da=f"En nøgle kan kun bruges til: {allowed}. Sanktioner, rådighed og kontrol er ikke formål her.",
                en=f"A token can be used only for: {allowed}. Sanctions and control are no purposes here.",
            )
        )
    return tuple(scope for scope in ApiScope if scope in asked)
