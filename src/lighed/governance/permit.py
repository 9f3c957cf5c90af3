"""A request + dated legal bases -> a permit for one purpose, day, moment and set of elements, or why there is none."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lighed.governance.legal_basis import LegalBasis, Moment, Purpose
from lighed.governance.text import Text


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
    _seal: bytes = field(repr=False)

    def __post_init__(self) -> None:
        # the seal is over the content, so that a changed copy of a permit is none
        if not hmac.compare_digest(self._seal, _seal(self.request, self.legal_bases, self.is_fictional)):
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


_SECRET = secrets.token_bytes(32)


def _seal(request: Request, legal_bases: tuple[str, ...], is_fictional: bool) -> bytes:
    parts = [request.purpose, request.on.isoformat(), request.is_synthetic, is_fictional, legal_bases]
    parts += [sorted(request.municipalities), sorted(request.moments), sorted(request.elements)]
    return hmac.digest(_SECRET, repr(parts).encode(), "sha256")


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
                    da=f"Kommune {municipality}: der er ikke registreret nogen hjemmel.",
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
    ids = tuple(dict.fromkeys(basis.id for basis in used))
    is_fictional = any(basis.is_fictional for basis in used)
    return Permit(request, ids, is_fictional, _seal(request, ids, is_fictional))


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
    # an approval counts from its day on, and one person in two spellings is one person
    if len({" ".join(given.name.casefold().split()) for given in basis.approvals if given.on <= request.on}) < 2:
        fault("er ikke godkendt af to personer.", "is not approved by two people.")
    for condition in basis.conditions:
        fault(
            f"stiller en betingelse, som denne udgave ikke kan holde styr på: {condition.da}",
            f"sets a condition that this release cannot keep: {condition.en}",
        )
    if basis.is_fictional and not request.is_synthetic:
        fault(
            "er fiktiv og gælder kun opdigtede data.",
            "is fictional and covers made-up data only.",
        )
    return faults
