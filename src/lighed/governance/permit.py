"""A request + the legal register -> a permit for one purpose, day, moment and set of elements, or why there is none."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lighed.governance.coverage import refusals_of
from lighed.governance.legal_basis import LegalBasis, Moment, Purpose
from lighed.governance.legal_class import ElementUse
from lighed.governance.legal_register import LegalRegister, Standing
from lighed.governance.refusal import PERSONAL, Ground, NotPermitted, Refusal
from lighed.governance.text import Text


@dataclass(frozen=True, slots=True)
class Request:
    """What someone wants to do, in the terms in which a legal basis allows it.

    `standing` is that of the one person whom the request is about; requests about nobody in particular have none.
    """

    purpose: Purpose
    municipalities: frozenset[str]
    on: date
    moments: frozenset[Moment]
    elements: frozenset[ElementUse]
    is_synthetic: bool
    standing: Standing | None = None


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
            and {use.code for use in asked.elements}.issuperset(elements)
        )


_SECRET = secrets.token_bytes(32)


def _seal(request: Request, legal_bases: tuple[str, ...], is_fictional: bool) -> bytes:
    elements = sorted((use.code, use.family, str(use.legal_class)) for use in request.elements)
    parts = [request.purpose, request.on.isoformat(), request.is_synthetic, is_fictional, legal_bases, elements]
    parts += [sorted(request.municipalities), sorted(request.moments), repr(request.standing)]
    return hmac.digest(_SECRET, repr(parts).encode(), "sha256")


def check_permit(register: LegalRegister, request: Request) -> Permit:
    """Give the permit that `register` holds for `request`.

    Every municipality of the request needs a basis of its own that covers the whole of it.

    Raises
    ------
    NotPermitted
        With every reason, per municipality, from the basis that comes nearest.
    """
    used: list[LegalBasis] = []
    refusals: list[Refusal] = []
    if not request.municipalities:
        nobody = Text(da="Anmodningen nævner ingen kommune.", en="The request names no municipality.")
        refusals.append(Refusal(Ground.MUNICIPALITY, nobody))
    for municipality in sorted(request.municipalities):
        found = _basis_for(municipality, register, request)
        if isinstance(found, LegalBasis):
            used.append(found)
        else:
            refusals.extend(found)
    if refusals:
        raise NotPermitted(refusals)
    ids = tuple(dict.fromkeys(basis.id for basis in used))
    is_fictional = any(basis.is_fictional for basis in used)
    return Permit(request, ids, is_fictional, _seal(request, ids, is_fictional))


def _basis_for(municipality: str, register: LegalRegister, request: Request) -> LegalBasis | list[Refusal]:
    """The basis that covers the request in the municipality, or why none does."""
    newest = [basis for basis in register.legal_bases if not _is_replaced(basis, register, municipality)]
    attempts = [(refusals_of(basis, register, request, municipality), basis) for basis in newest]
    # Nothing is said of other municipalities' bases where there is one of the municipality's own.
    attempts = [one for one in attempts if municipality in one[1].municipalities] or attempts
    if not attempts:
        text = Text(
            da=f"Kommune {municipality}: der er ikke registreret nogen hjemmel.",
            en=f"Municipality {municipality}: no legal basis is registered.",
        )
        return [Refusal(Ground.NO_BASIS, text)]
    refusals, basis = min(attempts, key=lambda attempt: (*_distance(attempt[0]), attempt[1].id, attempt[1].revision))
    return refusals or basis


def _distance(refusals: list[Refusal]) -> tuple[int, int]:
    """How far a basis is from permitting: what the law lacks comes before anything that is the person's own.

    What the person has said counts only between bases that lack nothing else. Else it would decide which basis is
    named, and staff could read a person's no off the reasons that they are told.
    """
    n_personal = sum(refusal.ground in PERSONAL for refusal in refusals)
    n_of_the_law = len(refusals) - n_personal
    return n_of_the_law, n_personal if n_of_the_law == 0 else 0


def _is_replaced(basis: LegalBasis, register: LegalRegister, municipality: str) -> bool:
    """Whether a later revision of it is on record in the municipality, approved or not: an edit stops what it edits."""
    return any(
        other.id == basis.id and other.revision > basis.revision and municipality in other.municipalities
        for other in register.legal_bases
    )
