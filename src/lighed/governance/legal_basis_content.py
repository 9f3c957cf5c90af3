"""A legal basis -> plain JSON values, as a file's table has them -> the same legal basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from lighed.governance.legal_basis import LegalBasis, LegalBasisError, LegalBasisFault
from lighed.governance.legal_basis_entry import read_entry

_DAYS = ("valid_from", "valid_to", "review_due")


def to_content(basis: LegalBasis) -> dict[str, Any]:
    """What the entry says, without who entered it: the fields of a file, with days as ISO 8601 text."""
    special, weighed = basis.special_categories, basis.proportionality
    content: dict[str, Any] = {
        "id": basis.id,
        "purpose": basis.purpose.value,
        "article": basis.article.value,
        "provision": asdict(basis.provision),
        "title": asdict(basis.title),
        "eli": basis.eli or None,
        "municipalities": sorted(basis.municipalities),
        "moments": sorted(basis.moments),
        "elements": None if basis.elements is None else sorted(basis.elements),
        "families": None if basis.families is None else sorted(basis.families),
        "special_categories": None if special is None else asdict(special),
        "conditions": {
            "participation": basis.conditions.participation.value,
            "information_first": basis.conditions.is_information_first,
            "allows_joins": basis.conditions.allows_joins,
            "other": [asdict(text) for text in basis.conditions.other],
        },
        "decision_document": basis.decision_document,
        "proportionality": asdict(weighed) | {"on": weighed.on.isoformat()},
        "valid_from": basis.valid_from.isoformat(),
        "valid_to": basis.valid_to.isoformat() if basis.valid_to else None,
        "review_due": basis.review_due.isoformat(),
        "fictional": basis.is_fictional,
    }
    if special is not None:
        content["special_categories"]["safeguards"] = [asdict(text) for text in special.safeguards]
    return {name: value for name, value in content.items() if value is not None}


def check_content(content: Mapping[str, Any]) -> tuple[LegalBasis | None, list[LegalBasisFault]]:
    """The legal basis that `content` describes, or None and every fault. Days are ISO 8601 text."""
    entry = dict(content)
    for name in _DAYS:
        if name in entry:
            entry[name] = _day(entry[name])
    weighed = entry.get("proportionality")
    if isinstance(weighed, Mapping) and "on" in weighed:
        entry["proportionality"] = {**weighed, "on": _day(weighed["on"])}
    return read_entry(entry, file="", number=1)


def from_content(content: Mapping[str, Any]) -> LegalBasis:
    """The legal basis that was put away with `to_content`.

    Raises
    ------
    LegalBasisError
        If it has been changed into something that is none.
    """
    basis, faults = check_content(content)
    if basis is None:
        raise LegalBasisError(faults)
    return basis


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
