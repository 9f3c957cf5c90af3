"""An estimate that a correction makes idle -> what it said, kept beside the one that takes its place."""

from __future__ import annotations

from datetime import datetime

from lighed.estimates.estimate import Assessed
from lighed.web import stored_result
from lighed.web.models import FormerEstimate, StoredEstimate


def keep_former(estimate: StoredEstimate, *, replaced_at: datetime) -> None:
    """Keep what an estimate said before the data behind it were corrected, within the action that makes it anew."""
    result = stored_result.from_json(estimate.result)
    figures = (result.of_100, result.of_100_low, result.of_100_high) if isinstance(result, Assessed) else (None,) * 3
    FormerEstimate.objects.create(
        municipality_id=estimate.municipality_id,
        course_id=estimate.course_id,
        moment=estimate.moment,
        version=estimate.version,
        made_at=estimate.made_at,
        replaced_at=replaced_at,
        band=estimate.band,
        of_100=figures[0],
        of_100_low=figures[1],
        of_100_high=figures[2],
    )
