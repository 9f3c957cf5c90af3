"""Entries of the audit log -> a table without names: signs that are valid in one bundle only, and no free words.

The numbers and hashes stay. With them the municipality, and nobody else, finds an entry again.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_SHOWN = 12
_NAMES_NOBODY = frozenset({"legal_basis", "kind", "flag", "state", "sort", "mode", "size", "rows", "band", "certainty"})
"""What may be told of a search with its value. Of anything else that was searched for only the name is told."""
_FORMULA = frozenset("=+-@\t\r")
COLUMNS = (
    "number", "at", "actor", "actor_kind", "roles", "kind", "purpose", "person", "what", "has_reason", "flags", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log as it is stored."""

    number: int
    at: datetime
    actor: str
    actor_kind: str
    role: str
    kind: str
    purpose: str
    subject: str
    criterion: str
    reason: str
    flags: str
    hash: str


class Signs:
    """The signs of one bundle. Whoever has no `secret` can neither make one nor tell whose it is."""

    def __init__(self, secret: bytes, *, names: Iterable[str], plain: Iterable[str] = ()) -> None:
        """`names` are those of staff and of other systems; `plain` are actors that are nobody's name."""
        self._secret = secret
        self._plain = frozenset(plain)
        self._names = {name.casefold(): name for name in names if name and name not in self._plain}
        parts = sorted((re.escape(name) for name in self._names), key=len, reverse=True)
        self._named = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None

    def is_name(self, actor: str) -> bool:
        """Whether somebody is called so."""
        return actor.casefold() in self._names

    def of(self, what: str, name: str) -> str:
        """The sign of a person, a member of staff or a system; an actor that is nobody's name stays as it is."""
        if not name or name in self._plain:
            return name
        digest = hmac.new(self._secret, f"{what}\0{name.casefold()}".encode(), hashlib.sha256).hexdigest()
        return f"{what}-{digest[:_SHOWN]}"

    def without_names(self, criterion: str) -> str:
        """What was looked at: of what was chosen only that it was, and in the stead of every name its sign."""
        parts = []
        for part in criterion.split(", "):
            name, is_chosen, _ = part.partition("=")
            parts.append(name if is_chosen and name not in _NAMES_NOBODY else part)
        said = ", ".join(parts)
        return self._named.sub(lambda found: self.of("staff", found[0]), said) if self._named else said


def write_log(lines: Iterable[LogLine], signs: Signs) -> str:
    """The entries as a table that a spreadsheet opens; nobody is named in it."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for line in lines:
        # A member of staff stays one where a program wrote the entry in their name.
        acted = "staff" if signs.is_name(line.actor) else {"person": "staff", "client": "client"}.get(line.actor_kind)
        row = (
            line.number,
            line.at.isoformat(timespec="seconds"),
            signs.of(acted, line.actor) if acted else line.actor,
            line.actor_kind,
            line.role,
            line.kind,
            line.purpose,
            signs.of("person", line.subject),
            signs.without_names(line.criterion),
            "yes" if line.reason else "no",
            line.flags,
            line.hash,
        )
        table.writerow([f"'{cell}" if str(cell)[:1] in _FORMULA else cell for cell in row])
    return "\ufeff" + written.getvalue()
