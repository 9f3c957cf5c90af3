"""A municipality and a day -> whether estimates may be shown there: without a legal basis in force none is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from lighed.governance import LegalBasis, LegalBasisError, Moment, Purpose, Request, can_be_permitted, read_legal_bases

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProfilingStatus:
    """`off_since` is the first day without a basis, where a basis has run out; None where there never was one."""

    moments: frozenset[Moment]
    off_since: date | None

    @property
    def is_on(self) -> bool:
        return bool(self.moments)


def profiling_status(municipality: str, *, today: date) -> ProfilingStatus:
    """The moments whose estimates the municipality may use today."""
    try:
        bases = read_legal_bases(settings.LIGHED_LEGAL_BASES)
    except LegalBasisError as error:
        # A file that cannot be read permits nothing, and planning goes on without estimates.
        _LOG.error("%s", error)
        bases = ()
    moments = frozenset(moment for moment in Moment if _is_covered(bases, municipality, moment, today))
    return ProfilingStatus(moments=moments, off_since=None if moments else _last_day(bases, municipality, today))


def _is_covered(bases: tuple[LegalBasis, ...], municipality: str, moment: Moment, today: date) -> bool:
    # The elements were checked when the estimate was made; here the question is whether it may still be used.
    return can_be_permitted(
        bases,
        Request(
            purpose=Purpose.OPERATION,
            municipalities=frozenset({municipality}),
            on=today,
            moments=frozenset({moment}),
            elements=frozenset(),
            is_synthetic=settings.LIGHED_DEMO,
        ),
    )


def _last_day(bases: tuple[LegalBasis, ...], municipality: str, today: date) -> date | None:
    ended = [
        basis.valid_to + timedelta(days=1)
        for basis in bases
        if basis.purpose is Purpose.OPERATION
        and municipality in basis.municipalities
        and basis.valid_to is not None
        and basis.valid_to < today
    ]
    return max(ended, default=None)
