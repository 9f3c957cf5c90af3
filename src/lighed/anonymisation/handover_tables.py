"""The tables of a hand-over: which files and columns cross, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lighed.anonymisation.release import Limits

FORMAT: Final = "lighed-hand-over"
VERSION: Final = 1
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "values": ("field", "kind", "value", "label", "above", "up_to", "people", "points"),
    "pairs": ("field_a", "values_a", "field_b", "values_b", "people", "points"),
    "covariance": ("field_a", "field_b", "covariance"),
    "groups": ("group", "field", "values"),
    "group_counts": ("group", "outcome", "left", "period", "people"),
    "evaluation_groups": ("group", "field", "values"),
    "evaluation_counts": ("group", "outcome", "left", "period", "people"),
}
"""The tables of every scoring moment, and their columns: nothing else crosses but `lookups` and the manifest."""
LOOKUP_COLUMNS = ("lookup", "key_1", "key_2", "share", "people")
LEFT = ("stopped_observing", "ended")


def period_names(limits: Limits) -> list[str]:
    """The periods as the counts name them: their ends in weeks, and "later"."""
    return [f"{period:g}" for period in limits.periods] + ["later"]
