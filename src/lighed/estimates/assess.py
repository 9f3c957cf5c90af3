"""One person's values + person types + a permit -> low, medium or high with every reason, or why there is none."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from lighed.anonymisation.bins import MISSING, Codes
from lighed.estimates.certainty import certainty_of
from lighed.estimates.compute import Computed, compute, lacking
from lighed.estimates.estimate import (
    AbstentionReason,
    Assessed,
    Basis,
    CannotBeAssessed,
    Duration,
    Estimate,
    MissingValue,
    band_of,
)
from lighed.estimates.explain import explain_effects, explain_votes
from lighed.estimates.if_different import explain_if_different
from lighed.estimates.words import element_of
from lighed.governance import Ground, NotPermitted, Permit, Purpose, Refusal, Text
from lighed.persontypes import Ballots, PersonTypes, Values
from lighed.persontypes.curves import Curves, quartile

_EXPLANATIONS = {
    AbstentionReason.NO_SIMILAR_TYPE: Text(
        da="ingen persontype ligner forløbet nok",
        en="no person type resembles the course enough",
    ),
    AbstentionReason.TOO_MUCH_MISSING: Text(
        da="der mangler for mange af de oplysninger, der normalt findes på dette tidspunkt",
        en="too much of the information that is normally there at this moment is missing",
    ),
    AbstentionReason.OUTSIDE_POPULATION: Text(
        da="forløbet hører ikke til den gruppe, som persontyperne er bygget på (dagpenge)",
        en="the course is outside the group that the person types were built on (unemployment benefit)",
    ),
}


def estimate(
    values: Values,
    person_types: PersonTypes,
    *,
    permit: Permit,
    basis: Basis,
    stale: Collection[str] = (),
    is_outside_population: bool = False,
) -> Estimate:
    """Estimate whether one contact course may become long.

    Parameters
    ----------
    values : value per element code, as known at the scoring moment; missing ones None or left out
    person_types : of the moment in `basis`
    permit : for this purpose, municipality, day, moment and these elements
    basis : what the estimate is made from and under; kept with it
    stale : codes of elements whose value is older than its limit
    is_outside_population : the person does not receive the benefit that the cases are about

    Raises
    ------
    NotPermitted
        If the permit is not for exactly this use.
    """
    _check_use(permit, person_types, basis)
    codes = person_types.bin_person(values)
    missing = _missing(person_types, codes, stale)
    computed = compute(codes, person_types)
    if reason := _reason_to_abstain(computed, is_outside_population=is_outside_population):
        return CannotBeAssessed(basis, reason, _EXPLANATIONS[reason], missing, len(person_types.fields))
    share, low, high = (float(of[0]) for of in (computed.share, computed.low, computed.high))
    is_lacking = (codes == MISSING) | np.isin(person_types.codes, list(stale))
    n_lacking, n_expected = lacking(person_types, is_lacking)
    certainty, certainty_reason = certainty_of(
        low=round(100 * low),
        high=round(100 * high),
        n_lacking=int(n_lacking[0]),
        n_expected=n_expected,
        is_unlike=bool(computed.is_unlike[0]),
    )
    calibration = person_types.calibration
    return Assessed(
        basis=basis,
        band=band_of(share, person_types.settings.cut_offs),
        long_share=share,
        low=low,
        high=high,
        raw_share=float(computed.raw_share[0]),
        calibration=None if calibration is None else (calibration.intercept, calibration.slope),
        certainty=certainty,
        certainty_reason=certainty_reason,
        contact_course=_duration(person_types, computed.ballots, person_types.contact_course),
        benefit_case=_duration(person_types, computed.ballots, person_types.benefit_case),
        votes=explain_votes(computed.ballots, person_types, codes=codes, points=computed.points, values=values),
        effects=explain_effects(person_types, codes=codes, points=computed.points, values=values),
        missing=missing,
        n_elements=len(person_types.fields),
        cut_offs=person_types.settings.cut_offs,
        if_different=explain_if_different(
            person_types, codes=codes, points=computed.points, share=share, values=values
        ),
    )


def _reason_to_abstain(computed: Computed, *, is_outside_population: bool) -> AbstentionReason | None:
    if is_outside_population:
        return AbstentionReason.OUTSIDE_POPULATION
    if computed.lacks_too_much[0]:
        return AbstentionReason.TOO_MUCH_MISSING
    if computed.is_beyond_reach[0]:
        return AbstentionReason.NO_SIMILAR_TYPE
    return None


def _check_use(permit: Permit, person_types: PersonTypes, basis: Basis) -> None:
    if not permit.covers(
        Purpose.OPERATION,
        municipality=basis.municipality,
        on=basis.made_on,
        moment=basis.moment,
        elements=person_types.codes,
    ):
        raise NotPermitted(
            [
                Refusal(
                    Ground.PURPOSE,
                    Text(
                        da="Tilladelsen gælder ikke dette skøn: formål, kommune, dag, tidspunkt eller elementer er "
                        "andre.",
                        en="The permit is not for this estimate: purpose, municipality, day, moment or elements "
                        "differ.",
                    ),
                )
            ]
        )


def _missing(person_types: PersonTypes, codes: Codes, stale: Collection[str]) -> tuple[MissingValue, ...]:
    return tuple(
        MissingValue(code, element_of(code).name, is_stale=bool(codes[0, j] != MISSING))
        for j, code in enumerate(person_types.codes)
        if (codes[0, j] == MISSING and element_of(code).absence is None) or code in stale
    )


def _duration(person_types: PersonTypes, ballots: Ballots, curves: Curves) -> Duration:
    still_running = person_types.still_running(ballots, curves)[0]
    periods = np.array(person_types.periods)
    first, median, third = (quartile(still_running, periods, share) for share in (0.25, 0.5, 0.75))
    points = tuple(zip(person_types.periods, still_running.tolist(), strict=True))
    return Duration(first, median, third, ((0.0, 1.0), *points))
