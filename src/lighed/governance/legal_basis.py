"""Dated legal bases -> a permit for one purpose, day, moment and set of elements, or every reason why not.

A basis is data: the software knows no provision of its own, and a fresh installation has none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from lighed.governance.text import Text

_E = TypeVar("_E", bound=StrEnum)


class Purpose(StrEnum):
    """The only purposes there are. Sanctions, availability control and fraud detection cannot be expressed."""

    TRAINING = "train_person_types"
    OPERATION = "plan_contact_course"


class Moment(StrEnum):
    """When a person is compared with the person types."""

    REGISTRATION = "registration"
    HAND_OVER = "hand_over"


class GdprArticle(StrEnum):
    """Grounds that a municipality can have for this processing.

    Grounds that the Danish Data Protection Agency refused for profiling of recipients of unemployment benefit in its
    opinion of 18 May 2022, or that an authority cannot use, are not values of this type.
    """

    PUBLIC_AUTHORITY = "6(1)(e)"


class LegalBasisError(ValueError):
    """A file of legal bases that cannot be used; says where and what is allowed."""


@dataclass(frozen=True, slots=True)
class Approval:
    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One provision in force for one purpose, with what it covers and who approved that it is used.

    `municipalities` and `elements` list what is covered; None in `elements` means every declared ordinary element.
    """

    id: str
    purpose: Purpose
    article: GdprArticle
    citation: Text
    municipalities: frozenset[str]
    moments: frozenset[Moment]
    elements: frozenset[str] | None
    conditions: tuple[Text, ...]
    valid_from: date
    valid_to: date | None
    approvals: tuple[Approval, ...]
    is_fictional: bool
    """A made-up provision for demonstrations: it covers synthetic case exports only."""


@dataclass(frozen=True, slots=True)
class Request:
    """What someone wants to do, in the terms in which a legal basis allows it."""

    purpose: Purpose
    municipalities: frozenset[str]
    on: date
    moments: frozenset[Moment]
    elements: frozenset[str]
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class Permit:
    """Proof that a legal basis covers a request. Made by `check_permit` only."""

    request: Request
    legal_bases: tuple[str, ...]
    is_fictional: bool
    _seal: object

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise TypeError("a Permit comes from lighed.governance.check_permit")

    def covers(self, purpose: Purpose, *, municipality: str, on: date, moment: Moment, elements: Iterable[str]) -> bool:
        """Whether this permit was given for exactly such a use."""
        asked = self.request
        return (
            asked.purpose is purpose
            and municipality in asked.municipalities
            and asked.on == on
            and moment in asked.moments
            and asked.elements.issuperset(elements)
        )


_SEAL = object()


class NotPermitted(Exception):
    """No legal basis covers the request. `reasons` has every one, in both languages."""

    def __init__(self, reasons: Sequence[Text]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reason.en for reason in reasons))


def check_permit(legal_bases: Sequence[LegalBasis], request: Request) -> Permit:
    """Give the permit that `legal_bases` hold for `request`.

    Every municipality of the request needs a basis of its own that covers the whole of it.

    Raises
    ------
    NotPermitted
        With every reason, per municipality, from the basis that comes nearest.
    """
    used: list[LegalBasis] = []
    reasons: list[Text] = []
    if not request.municipalities:
        reasons.append(Text(da="Anmodningen nævner ingen kommune.", en="The request names no municipality."))
    for municipality in sorted(request.municipalities):
        attempts = [(_faults(basis, request, municipality), basis) for basis in legal_bases]
        if not attempts:
            reasons.append(
                Text(
                    da=f"Kommune {municipality}: der er ikke registreret noget retsgrundlag.",
                    en=f"Municipality {municipality}: no legal basis is registered.",
                )
            )
            continue
        faults, basis = min(attempts, key=lambda attempt: (len(attempt[0]), attempt[1].id))
        if faults:
            reasons.extend(faults)
        else:
            used.append(basis)
    if reasons:
        raise NotPermitted(reasons)
    return Permit(
        request=request,
        legal_bases=tuple(dict.fromkeys(basis.id for basis in used)),
        is_fictional=any(basis.is_fictional for basis in used),
        _seal=_SEAL,
    )


def can_be_permitted(legal_bases: Sequence[LegalBasis], request: Request) -> bool:
    """Whether `check_permit` would give a permit."""
    try:
        check_permit(legal_bases, request)
    except NotPermitted:
        return False
    return True


def _faults(basis: LegalBasis, request: Request, municipality: str) -> list[Text]:
    """Why `basis` does not cover `request` in `municipality`; empty when it does."""
    faults: list[Text] = []

    def fault(da: str, en: str) -> None:
        faults.append(
            Text(da=f"Kommune {municipality}, {basis.id}: {da}", en=f"Municipality {municipality}, {basis.id}: {en}")
        )

    if basis.purpose is not request.purpose:
        fault(
            f"dækker ikke formålet {request.purpose.value}.",
            f"does not cover the purpose {request.purpose.value}.",
        )
    if municipality not in basis.municipalities:
        fault("dækker ikke kommunen.", "does not cover the municipality.")
    if request.on < basis.valid_from:
        fault(f"gælder først fra {basis.valid_from}.", f"is in force from {basis.valid_from} only.")
    if basis.valid_to is not None and request.on > basis.valid_to:
        fault(f"gjaldt kun til {basis.valid_to}.", f"was in force until {basis.valid_to} only.")
    for moment in sorted(request.moments - basis.moments):
        fault(f"dækker ikke tidspunktet {moment.value}.", f"does not cover the moment {moment.value}.")
    if basis.elements is not None:
        for element in sorted(request.elements - basis.elements):
            fault(f"dækker ikke dataelementet {element}.", f"does not cover the data element {element}.")
    if len({approval.name for approval in basis.approvals}) < 2:
        fault("er ikke godkendt af to personer.", "is not approved by two people.")
    if basis.is_fictional and not request.is_synthetic:
        fault(
            "er fiktivt og gælder kun opdigtede data.",
            "is fictional and covers made-up data only.",
        )
    return faults


def read_legal_bases(folder: Path) -> tuple[LegalBasis, ...]:
    """Read every ``*.toml`` of `folder`, each an array of tables ``[[legal_basis]]``. A missing folder holds none.

    Raises
    ------
    LegalBasisError
        Naming the file, the entry, the field and what is allowed.
    """
    bases: list[LegalBasis] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise LegalBasisError(f"{path.name}: not a TOML file ({error}).") from error
        bases.extend(
            _parse(entry, where=f"{path.name}, entry {number}")
            for number, entry in enumerate(document.get("legal_basis", []), start=1)
        )
    return tuple(bases)


_FIELDS = {
    "id", "purpose", "article", "citation", "municipalities", "moments", "elements", "conditions", "valid_from",
    "valid_to", "approvals", "fictional",
}  # fmt: skip


def _parse(entry: dict[str, Any], *, where: str) -> LegalBasis:
    if unknown := sorted(set(entry) - _FIELDS):
        raise LegalBasisError(f"{where}: unknown field {', '.join(unknown)}; allowed are {', '.join(sorted(_FIELDS))}.")
    try:
        return LegalBasis(
            id=str(entry["id"]),
            purpose=_choice(Purpose, entry["purpose"], where, "purpose"),
            article=_article(entry["article"], where),
            citation=_text(entry["citation"]),
            municipalities=frozenset(map(str, entry["municipalities"])),
            moments=frozenset(_choice(Moment, moment, where, "moments") for moment in entry["moments"]),
            elements=frozenset(map(str, entry["elements"])) if "elements" in entry else None,
            conditions=tuple(_text(condition) for condition in entry.get("conditions", [])),
            valid_from=_day(entry["valid_from"], where, "valid_from"),
            valid_to=_day(entry["valid_to"], where, "valid_to") if "valid_to" in entry else None,
            approvals=tuple(
                Approval(name=str(item["name"]), role=str(item["role"]), on=_day(item["on"], where, "approvals.on"))
                for item in entry.get("approvals", [])
            ),
            is_fictional=bool(entry.get("fictional", False)),
        )
    except KeyError as error:
        raise LegalBasisError(f"{where}: the field {error.args[0]} is missing.") from error


def _text(value: dict[str, str]) -> Text:
    return Text(da=value["da"], en=value["en"])


def _choice(kind: type[_E], value: object, where: str, field: str) -> _E:
    try:
        return kind(str(value))
    except ValueError:
        raise LegalBasisError(f"{where}: {field} must be one of {', '.join(kind)}.") from None


def _article(value: object, where: str) -> GdprArticle:
    try:
        return GdprArticle(str(value))
    except ValueError:
        raise LegalBasisError(
            f"{where}: article must be {GdprArticle.PUBLIC_AUTHORITY.value}, the exercise of official authority with a "
            "provision in national law. Between an authority that controls a person's income and that person, a "
            "yes is not freely given, so no other ground can be registered (Datatilsynet, opinion of 18 May 2022)."
        ) from None


def _day(value: object, where: str, field: str) -> date:
    if type(value) is not date:
        raise LegalBasisError(f"{where}: {field} must be a date, written 2026-01-31 without quotes.")
    return value
